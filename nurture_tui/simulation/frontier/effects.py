"""Assumed events that change fields which the goal or an exit asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from nurture_tui.frozen import dataclass
from nurture_tui.model.fields import DATE, TEXT
from nurture_tui.model.typed import fields_in
from nurture_tui.simulation.actions import encode
from nurture_tui.simulation.asked import fields_of_steps, joined_by_or, step_conditions, written_by
from nurture_tui.simulation.assumed import AssumedPlan
from nurture_tui.simulation.truths import Truth
from nurture_tui.simulation.view import Flags, View
from nurture_tui.simulation.watch import calls

if TYPE_CHECKING:
    from nurture_tui.simulation.people import Field, People
    from nurture_tui.simulation.plan import JourneyPlan, RunPlan

EVENT_CALLS = ("did", "sent", "opened", "clicked", "done")
"""Functions that begin to hold with an event and then go on to hold."""

WROTE = "wrote"
"""The function of an atom: an assumed event, by its place in the run, has changed fields."""


def writers(plan: RunPlan, journey: JourneyPlan) -> tuple[AssumedPlan, ...]:
    """The assumed events that change fields which anything in the run asks for."""
    assumed = (*journey.assumed, *plan.shared_own)
    return tuple(one for one in assumed if written_by(one) & plan.asked.fields)


def why_effects(plan: RunPlan, journey: JourneyPlan) -> Iterator[str]:
    """Why the frontier cannot follow what assumed events change; nothing if it can.

    It can where the goal and exits alone ask for it later than at the entry, each in a part that
    an event of its own may make hold (joined to the others by `or`) and whose fields every one of
    the events sets, all of them and always to the same.
    """
    changed, model = writers(plan, journey), journey.journey
    written = frozenset(name for one in changed for name in written_by(one)) & plan.asked.fields
    if not written:
        return
    later = [*step_conditions(plan, journey), *journey.watch.until.values()]
    read = set(fields_of_steps(model)).union(*map(fields_in, later))
    read |= {one.date.name for one in (*journey.assumed, *plan.shared_own) if one.date is not None}
    if written & (read | {"consent", "score"}):
        yield "an assumed event changes a field that is asked for at steps"
    watched = [journey.watch.goal, *(rule for _, rule in journey.watch.exits)]
    for part in (part for rule in watched if rule is not None for part in joined_by_or(rule)):
        asks = fields_in(part) & written
        if asks and any(call.function in EVENT_CALLS for call in calls([part])):
            yield "what is watched joins events with fields that assumed events change"
        for one in changed:
            if asks & written_by(one) and not _sets_always(plan, one, asks):
                yield "an assumed event changes a field that is watched, not always to the same"


def _sets_always(plan: RunPlan, assumed: AssumedPlan, names: frozenset[str]) -> bool:
    """Whether an event sets all these fields, to values that hang on nothing."""
    if not names <= set(assumed.model.values):
        return False
    return all(plan.kind_of(name) != DATE for name in names)


@dataclass(frozen=True)
class Writer:
    """An assumed event that changes fields of a chunk of contacts: their arrays, and the values."""

    place: int
    names: frozenset[str]
    fields: tuple[tuple[Field, float | int], ...]

    def after(self, truth: Truth, view: View) -> Flags:
        """Whether a condition on fields alone would hold if this event were the last."""
        before = [field.values[view.rows] for field, _ in self.fields]
        for field, value in self.fields:
            field.values[view.rows] = value
        holds = truth(view)
        for (field, _), values in zip(self.fields, before, strict=True):
            field.values[view.rows] = values
        return holds


def writers_of(plan: RunPlan, journey: JourneyPlan, people: People) -> tuple[Writer, ...]:
    """The events that change what is asked for, ready for a chunk; what nobody asks is left out."""
    found = []
    for one in writers(plan, journey):
        names = frozenset(one.model.values) & plan.asked.fields
        kinds = {name: plan.kind_of(name) or TEXT for name in sorted(names)}
        fields = tuple(
            (people.field(name, kind), encode(one.model.values[name], kind, people.pool.code))
            for name, kind in kinds.items()
            if kind != DATE
        )
        found.append(Writer(one.place, names, fields))
    return tuple(found)


def blurred(
    changes: Sequence[Writer], goal: Truth | None, asked: Sequence[Truth], n: int
) -> dict[tuple[str, int | str], Flags]:
    """By the atom of an event: the contacts for whom it may change whether another can follow.

    `asked` are the conditions of those that follow something. What an event changes is of no
    matter to them where it makes the goal hold: the stay is over then, or the goal is reached after
    its path, and nothing that comes later is told in counts.
    """
    everybody, never = np.arange(n), np.zeros(n, dtype=np.int64)
    view = View(everybody, never, never)
    found: dict[tuple[str, int | str], Flags] = {}
    before = [truth(view) for truth in asked]
    for writer in changes if asked else ():
        pairs = zip(asked, before, strict=True)
        matters = np.logical_or.reduce([writer.after(truth, view) != held for truth, held in pairs])
        if goal is not None:
            matters &= ~writer.after(goal, view)
        if matters.any():
            found[WROTE, writer.place] = matters
    return found
