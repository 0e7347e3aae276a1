"""What the rules of a journey watch for: whether time alone can change them, and what they see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from functools import cached_property

from nurture_tui.errors import SimulationError
from nurture_tui.frozen import dataclass
from nurture_tui.model.condition import Condition
from nurture_tui.model.fields import FieldKind
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Wait
from nurture_tui.model.typecheck import check_condition
from nurture_tui.model.typed import Typed, TypedCall, calls_in, uses_time
from nurture_tui.model.workspace import Workspace, vocabulary


@dataclass(frozen=True)
class Watch:
    """The type-checked conditions of a journey, and when they must be looked at (R5)."""

    goal: Typed | None
    exits: tuple[tuple[str, Typed], ...]
    when: Typed | None
    only_if: Typed | None
    hold_if: Typed | None
    until: dict[str, Typed] = field(default_factory=dict)

    def watched(self) -> list[Typed]:
        """The conditions that are watched while a contact is inside."""
        rules = [self.goal, self.hold_if, *(rule for _, rule in self.exits), *self.until.values()]
        return [rule for rule in rules if rule is not None]

    @cached_property
    def looks_daily(self) -> bool:
        """True if time alone can change what is watched (R5 c); else a daily look sees nothing."""
        return any(uses_time(rule, in_stay=True) for rule in self.watched())

    @property
    def looks_on_arrival(self) -> bool:
        """True if a look on arrival can see more than the look after the last event saw."""
        done = any(call.function == "done" for call in calls(self.watched()))
        return self.looks_daily or done

    @property
    def asks_of_journeys(self) -> bool:
        """True if what is watched hangs on which journeys a contact is in, or has reached."""
        return any(call.function in ("inside", "reached") for call in calls(self.watched()))

    @property
    def sees_everything(self) -> bool:
        """True if any event at all may matter: time is watched, or a held send waits for a look."""
        return self.looks_daily or self.hold_if is not None

    def seen_events(self) -> frozenset[str]:
        """The events that what is watched asks about."""
        found = set()
        for call in calls(self.watched()):
            if call.function in ("did", "count", "since") and call.subject is not None:
                found.add(call.subject)
            if call.function in ("sent", "opened", "clicked"):
                found.add(call.function)
        return frozenset(found)


def watch_of(workspace: Workspace, journey: Journey, kinds: Mapping[str, FieldKind]) -> Watch:
    """Type-check what a journey watches; refuses a condition that does not fit its fields."""

    def typed(condition: Condition | None) -> Typed | None:
        return None if condition is None else typed_condition(condition, workspace, journey, kinds)

    def needed(condition: Condition) -> Typed:
        return typed_condition(condition, workspace, journey, kinds)

    hold_if = journey.sending.hold_if or workspace.settings.sending.hold_if
    return Watch(
        goal=typed(journey.goal.when if journey.goal is not None else None),
        exits=tuple((rule.name, needed(rule.when)) for rule in journey.exits),
        when=typed(journey.entry.when),
        only_if=typed(journey.entry.only_if),
        hold_if=typed(hold_if),
        until={
            id_: needed(step.until)
            for id_, step in journey.steps.items()
            if isinstance(step, Wait) and step.until is not None
        },
    )


def typed_condition(
    condition: Condition,
    workspace: Workspace,
    journey: Journey | None,
    kinds: Mapping[str, FieldKind],
) -> Typed:
    """The condition with names resolved; refuses one that the checks would refuse.

    `kinds` are those of the fields of the contact file.
    """
    checked = check_condition(condition, vocabulary(workspace, journey, kinds))
    if checked.typed is None:
        problem = checked.problems[0]
        raise SimulationError(
            f"“{condition}”: {problem.message}",
            where=f"{journey.id}.toml" if journey is not None else "nurture.toml",
            fix=problem.fix,
        )
    return checked.typed


def calls(rules: Iterable[Typed]) -> list[TypedCall]:
    """All calls of functions in these conditions."""
    return [call for rule in rules for call in calls_in(rule)]
