"""G104: loops in which no time passes."""

from __future__ import annotations

from collections.abc import Iterator

from nurture_tui.checks.finding import Mark
from nurture_tui.checks.rule import Rule
from nurture_tui.checks.subject import Subject
from nurture_tui.graph.build import part_of
from nurture_tui.graph.loops import timeless_loops

SHOWN = 6


def _timeless(subject: Subject) -> Iterator[Mark]:
    for loop in timeless_loops(part_of(subject.graph, subject.reached)):
        first = loop[0]
        way = [*loop, first] if len(loop) <= SHOWN else [*loop[:SHOWN], "…", first]
        message = f"The loop {' → '.join(way)} can be gone round without any time passing."
        fix = 'Put a wait of a fixed length into it, for example for = "1d".'
        yield Mark(("steps", first), message, fix, first)


LOOP_WITHOUT_WAIT = Rule(
    "G104",
    "loop-without-wait",
    "error",
    "A loop in which no time need pass would send the same messages over and over at one instant. "
    "Only a wait with a length of its own surely takes time: at or on alone may be met on arrival, "
    "until may hold at once, a date may be past.",
    "S19, R6: how often, and when to stop?",
    journey=(_timeless,),
)
