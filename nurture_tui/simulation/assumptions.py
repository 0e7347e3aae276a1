"""The list of what a run took as given, each number with its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nurture_tui.simulation.assume import BehaviourOfSend
from nurture_tui.simulation.defaults import FIXED, MODIFIERS
from nurture_tui.simulation.result import Assumption

if TYPE_CHECKING:
    from nurture_tui.simulation.plan import JourneyPlan, RunPlan

SHOWN = ("open", "click_to_open", "unsubscribe", "bounce", "soft_bounce")
NO_SOURCE = "guess: no source is named"


def assumptions_of(plan: RunPlan) -> tuple[Assumption, ...]:
    """Rates of each send, modifiers that are on, each assumed event, by journey and step."""
    found = [entry for journey in plan.journeys for entry in _of_journey(journey)]
    shared = plan.settings.assume.events
    found += [
        Assumption("", "", event.event, str(event.chance), event.source or NO_SOURCE)
        for event in shared
    ]
    if any(what.what == "machine_opens" for what in found):
        within = FIXED["machine_open_within"]
        value = f"evenly within {within.value / 3_600:g} h"
        found.append(Assumption("", "", "machine opens", value, within.source))
    if not plan.has_consent:
        source = "guess: the contact file has no consent column"
        found.append(Assumption("", "", "consent", "yes for all", source))
    return tuple(found)


def _of_journey(journey: JourneyPlan) -> list[Assumption]:
    found = []
    for place, send in journey.sends.items():
        behaviour, step = send.behaviour, journey.steps[place].id
        found += [
            Assumption(journey.id, step, name, value, source)
            for name, value, source in behaviour.figures()
            if name in SHOWN or _is_on(behaviour, name)
        ]
    for event in journey.journey.assume.events:
        what = f"{event.event} after {event.after}" if event.after is not None else event.event
        value = event.chance if isinstance(event.chance, float) else str(event.chance)
        found.append(Assumption(journey.id, "", what, value, event.source or NO_SOURCE))
    return found


def _is_on(behaviour: BehaviourOfSend, name: str) -> bool:
    """Whether it is a modifier that changes something (R17)."""
    off = MODIFIERS.get(name)
    return off is not None and getattr(behaviour, name) != off.value
