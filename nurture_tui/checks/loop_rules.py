"""G104 and G105: loops in which no time passes, and loops that go on and on."""

from __future__ import annotations

from collections.abc import Iterator

from nurture_tui.checks.causes import Causes, quick_ways
from nurture_tui.checks.finding import Mark
from nurture_tui.checks.idle import endless_loops
from nurture_tui.checks.parts import assumed_events
from nurture_tui.checks.rule import Rule
from nurture_tui.checks.subject import SettingsSubject, Subject
from nurture_tui.graph.build import part_of
from nurture_tui.graph.loops import circles, timeless_loops
from nurture_tui.model.assume import AssumedEvent, JourneyAssume
from nurture_tui.model.workspace import Workspace

SHOWN = 6


def _timeless(subject: Subject) -> Iterator[Mark]:
    for loop in timeless_loops(part_of(subject.graph, subject.reached)):
        message = f"The loop {_shown(loop)} can be gone round without any time passing."
        fix = 'Put a wait of a fixed length into it, for example for = "1d".'
        yield Mark(("steps", loop[0]), message, fix, loop[0])


def _timeless_events(subject: Subject) -> Iterator[Mark]:
    """Assumed events that follow from each other at one instant, those of nurture.toml included."""
    yield from _event_marks(subject.journey.assume, circles(subject.causes.quick_ways))


def _timeless_shared_events(subject: SettingsSubject) -> Iterator[Mark]:
    shared = Causes(Workspace(subject.settings))
    yield from _event_marks(subject.settings.assume, circles(shared.quick_ways))


def _event_marks(assume: JourneyAssume, found: list[list[str]]) -> Iterator[Mark]:
    for circle in found:
        placed = next((e for e in assumed_events(assume) if _is_of(e.part, circle)), None)
        if placed is not None:
            message = f"The events {_shown(circle)} follow from each other in no time at all."
            fix = "Let one of them follow from something else, or give it a delay."
            yield Mark((*placed.path, "after"), message, fix)


def _is_of(event: AssumedEvent, circle: list[str]) -> bool:
    return any(target == event.event and source in circle for source, target in quick_ways(event))


def _unbounded(subject: Subject) -> Iterator[Mark]:
    for loop in endless_loops(subject):
        message = f"A contact who does nothing goes round {_shown(loop)} without end."
        fix = (
            "Put a branch into it that leads out, such as if = \"since(entered_at) > '60d'\" or "
            "if = \"count('sent', within='stay') >= 5\"."
        )
        yield Mark(("steps", loop[0]), message, fix, loop[0])


def _shown(loop: list[str]) -> str:
    return " → ".join([*loop, loop[0]] if len(loop) <= SHOWN else [*loop[:SHOWN], "…", loop[0]])


LOOP_WITHOUT_WAIT = Rule(
    "G104",
    "loop-without-wait",
    "error",
    "A loop in which no time need pass would send the same messages over and over at one instant. "
    "Only a wait with a length of its own surely takes time: at or on alone may be met on arrival, "
    "until may hold at once, a date may be past.",
    "S19, R6: how often, and when to stop?",
    journey=(_timeless, _timeless_events),
    settings=(_timeless_shared_events,),
)
UNBOUNDED_LOOP = Rule(
    "G105",
    "unbounded-loop",
    "warning",
    "A loop with a way out that a contact who does nothing never takes: who neither clicks nor "
    "buys is written to for ever. It is found where that is certain: for a contact with fields as "
    "they can be, that nothing in the workspace changes. So not every such loop is found.",
    "S19, S20: when to stop? A good experience, not spam",
    journey=(_unbounded,),
)
