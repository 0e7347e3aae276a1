"""Journeys and what a planner does to them: steps put in, taken out, moved, led elsewhere."""

from __future__ import annotations

from both_goldens import WORKSPACE
from hypothesis import strategies as st

from nurture_tui.edit.change import set_value
from nurture_tui.edit.newstep import KINDS
from nurture_tui.edit.removal import remove, ways_out
from nurture_tui.edit.steps import add_after, connect, leaving, move
from nurture_tui.errors import NurtureError
from nurture_tui.model.journey import Journey
from nurture_tui.report.sketch import ENTRY

STARTS = tuple(
    WORKSPACE.journeys[id_]
    for id_ in ("hr-guide", "webinar", "trial", "onboarding", "lead-scoring")
)
IN_LINE = ("add", "remove", "wait")
"""Edits that put a step on a line, take it out, or change what it says."""
ALL = (*IN_LINE, "move", "connect", "add exit")


@st.composite
def edited(draw: st.DrawFn, kinds: tuple[str, ...] = ALL, most: int = 3) -> tuple[Journey, Journey]:
    """A journey, and the same after one to `most` edits of these kinds."""
    first = draw(st.sampled_from(STARTS))
    for _ in range(draw(st.integers(0, 2))):
        first = _edit(draw, first, kinds)
    second = first
    for _ in range(draw(st.integers(1, most))):
        second = _edit(draw, second, kinds)
    return first, second


def _edit(draw: st.DrawFn, journey: Journey, kinds: tuple[str, ...]) -> Journey:
    """One edit; the journey as it is where it is refused."""
    lines = [(id_, port) for id_, step in journey.steps.items() for port, to in leaving(step) if to]
    line = draw(st.sampled_from([(ENTRY, "start"), *lines]))
    step = draw(st.sampled_from(list(journey.steps)))
    ways = [port for port, _ in ways_out(journey, step)]
    keep = draw(st.sampled_from(ways)) if len(ways) > 1 else None
    try:
        match draw(st.sampled_from(kinds)):
            case "add":
                kind = draw(st.sampled_from([kind for kind in KINDS if kind != "exit"]))
                return add_after(journey, *line, kind).journey
            case "add exit":
                return add_after(journey, *line, "exit").journey
            case "remove":
                return remove(journey, step, keep).journey
            case "move":
                return move(journey, step, *line, keep).journey
            case "connect":
                return connect(journey, *line, step).journey
        return set_value(journey, ("steps", step, "for"), "17d")
    except NurtureError:
        return journey
