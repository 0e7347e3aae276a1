"""The screens of the app in their order: the key, the name, and the module that draws each.

A screen is listed once it exists, so that no key leads nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A screen: `id` is its mode; `page` is `module:class`, imported when first shown."""

    key: str
    id: str
    name: str
    page: str
    needs_journey: bool = True


PLACES = (
    Place("0", "journeys", "Journeys", "nurture_tui.screens.journeys:Journeys", False),
    Place("1", "design", "Design", "nurture_tui.screens.design:Design"),
    Place("2", "simulate", "Simulate", "nurture_tui.screens.simulate:Simulate"),
    Place("3", "schedule", "Schedule", "nurture_tui.screens.schedule:Schedule"),
    Place("4", "compare", "Compare", "nurture_tui.screens.compare:Compare"),
    Place("5", "brief", "Brief", "nurture_tui.screens.brief:Brief"),
    Place("W", "workspace", "Workspace", "nurture_tui.screens.shared:Shared", False),
)
