"""What a rule looks at: a journey or nurture.toml, with what can be known around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING

from nurture_tui.checks.causes import Causes
from nurture_tui.checks.known import Known
from nurture_tui.checks.parts import sends
from nurture_tui.checks.problems import in_journey, in_settings
from nurture_tui.checks.values import Problem
from nurture_tui.graph.build import journey_graph
from nurture_tui.graph.hops import Clock, Ways
from nurture_tui.graph.passing import at_most
from nurture_tui.graph.reach import last_waits, reached_from, reached_past
from nurture_tui.model.condition import Condition
from nurture_tui.model.effective import is_marketing
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Send, Wait, ports
from nurture_tui.model.typecheck import Checked, check_condition
from nurture_tui.model.typed import Typed
from nurture_tui.model.vocabulary import Vocabulary
from nurture_tui.model.workspace import Settings, Workspace

if TYPE_CHECKING:
    from nurture_tui.graph.build import StepGraph


@dataclass(frozen=True)
class Subject:
    """A journey in its workspace; what takes work to know is worked out once, when asked for."""

    workspace: Workspace
    journey: Journey
    vocabulary: Vocabulary
    causes: Causes
    _checked: dict[Condition, Checked] = field(default_factory=dict)

    def checked(self, condition: Condition) -> Checked:
        """The condition type-checked in the words of this journey."""
        return _checked(self._checked, self.vocabulary, condition)

    def typed(self, condition: Condition | None) -> Typed | None:
        """The resolved condition; None if there is none or it is wrong (F006 says so)."""
        return None if condition is None else self.checked(condition).typed

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Names and values that are not there or cannot be, each with its code."""
        return tuple(in_journey(self.journey, self.vocabulary))

    @cached_property
    def graph(self) -> StepGraph:
        return journey_graph(self.journey)

    @cached_property
    def reached(self) -> frozenset[str]:
        """The steps that paths from the start visit; all of them if the start is unknown (G101)."""
        if self.journey.entry.start not in self.journey.steps:
            return frozenset(self.journey.steps)
        return reached_from(self.graph, [self.journey.entry.start])

    def last_waits(self, id_: str) -> list[str]:
        """The waits on the paths to a step since the message before it, in file order."""
        found = last_waits(self.graph, self.journey.steps, id_)
        return [step for step in found if step in self.reached]

    def next_stops(self, id_: str) -> frozenset[str]:
        """What is reached from a step, up to the first wait or message on each path."""
        steps = self.journey.steps
        after = self.graph.successors(id_)
        return reached_past(self.graph, after, lambda other: isinstance(steps[other], Wait | Send))

    @cached_property
    def known(self) -> Known:
        """What is proved of the contacts at each step, and of the ports that nobody takes."""
        # Without the subject itself: in a circle it would lie about until memory is swept.
        typed = partial(_typed, self._checked, self.vocabulary)
        return Known(self.workspace, self.journey, self.vocabulary, self.causes, self.graph, typed)

    @cached_property
    def slowest_ways(self) -> Ways:
        """The ways that contacts go, with the most time that each can take."""
        return self.ways(at_most)

    def ways(self, clock: Clock) -> Ways:
        """The ways that contacts go, by a clock; ports that nobody takes are left out."""
        steps = self.journey.steps
        closed = {(id_, ports(steps[id_])[port][0]) for id_, port in self.known.dead_ports()}
        return Ways(steps, self.journey.entry.start, clock, frozenset(closed))

    def marketing_sends(self) -> Iterator[tuple[str, Send]]:
        """The sends that are marketing, with their ids, in file order."""
        for id_, send in sends(self.journey):
            if is_marketing(self.workspace, self.journey, send):
                yield id_, send


def _checked(
    known: dict[Condition, Checked], vocabulary: Vocabulary, condition: Condition
) -> Checked:
    if condition not in known:
        known[condition] = check_condition(condition, vocabulary)
    return known[condition]


def _typed(
    known: dict[Condition, Checked], vocabulary: Vocabulary, condition: Condition
) -> Typed | None:
    return _checked(known, vocabulary, condition).typed


@dataclass(frozen=True)
class SettingsSubject:
    """nurture.toml, with the journeys beside it."""

    workspace: Workspace
    vocabulary: Vocabulary

    @property
    def settings(self) -> Settings:
        return self.workspace.settings

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Names and values that are not there or cannot be, each with its code."""
        return tuple(in_settings(self.settings, self.vocabulary))
