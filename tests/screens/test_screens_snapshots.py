"""Pictures of the screens, held against those that were looked at and found good.

The counts are given, not simulated, so that a picture changes only when the look does.
`pytest tests/screens/test_screens_snapshots.py --snapshot-update` takes new ones: look at them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from screens_app import checked, the_app, workspace
from textual.pilot import Pilot

from nurture_tui.screens.app import NurtureApp
from nurture_tui.screens.preferences import Preferences
from nurture_tui.screens.upkeep import Outcome
from nurture_tui.simulation.result import GoalResult, JourneyResult, StepResult

Compare = Callable[..., bool]
DARK, LIGHT = "nurture-dark", "nurture-light"
COUNTS = JourneyResult(
    considered=12_000,
    entered=9_786,
    not_entered={"only_if": 2_122, "goal": 92},
    goal=GoalResult(2_610, 41, 9_786, 0, 0.267, 0.258, 0.276, 0.3, 8.2),
    exits={"unsubscribed": 88, "bounced": 117, "bought": 206, "series over": 6_806},
    finished=0,
    inside=0,
    sends=27_100,
    held={"window": 910, "cap": 1_204},
    skipped={"no_permission": 45},
    handed_off={},
    steps={
        "deliver": StepResult("send", 9_786, 9_741, 117, 3_327, 1_461, 1_735, 12, {"window": 910}),
        "pause": StepResult("wait", 9_657, out={"next": 9_602}),
        "read": StepResult("branch", 9_602, out={"clicked": 1_728, "else": 7_874}),
        "again": StepResult("send", 7_874, 7_801, 0, 2_100, 1_170, 440, out={"next": 7_790}),
        "offer": StepResult("send", 9_523, 9_478, 0, 3_327, 1_422, 735, out={"next": 9_400}),
        "close": StepResult("exit", 6_806),
    },
)


def counted(app: NurtureApp) -> None:
    """Give the guide the counts above."""
    session = app.session
    guide = session.workspace.journeys["guide"]
    outcome = Outcome(session.workspace, session.settings, guide, COUNTS, contacts=10_000)
    session.outcomes["guide"] = outcome
    session.tell("result")


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80x24", "120x36"])
@pytest.mark.parametrize("screen", ["journeys", "design"])
def test_the_look(
    snap_compare: Compare, tmp_path: Path, screen: str, size: tuple[int, int], theme: str
) -> None:
    folder = tmp_path / "acme"
    folder.mkdir()
    workspace(folder)
    path = folder if screen == "journeys" else folder / "guide.toml"
    app = the_app(path, preferences=Preferences(theme=theme))

    async def ready(pilot: Pilot[Any]) -> None:
        await checked(pilot)
        counted(app)
        if screen == "design":
            app.session.select("offer")
        await pilot.pause(0.2)

    assert snap_compare(app, terminal_size=size, run_before=ready)
