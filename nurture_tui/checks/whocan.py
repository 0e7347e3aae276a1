"""Which contacts of a list may come to each step of a journey, whatever their luck.

What a run can change counts as possible either way, so nobody who can come is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nurture_tui.checks.planned import Planned
from nurture_tui.contacts.table import (
    NO_DATE,
    ChoiceColumn,
    DateColumn,
    NumberColumn,
    TextColumn,
    YesNoColumn,
)
from nurture_tui.model.condition import Condition
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Branch, Send, Step, ports
from nurture_tui.report.cannot import can_be
from nurture_tui.report.settled import Settled, settled

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class WhoCan:
    """The contacts that may come in, and those that may come to each step; in order of their ids.

    `settled` is what the run can change of a contact.
    """

    entry: Flags
    steps: Mapping[str, Flags]
    messages: Mapping[str, Flags]
    settled: Settled


def who_can(planned: Planned, journey: Journey) -> WhoCan:
    """Who may come where, by what the contact list says and nothing in the run can change."""
    run = settled(planned.workspace, (*planned.chosen, *planned.beside), ())

    def may(condition: Condition | None, wanted: bool = True) -> Flags:
        if condition is None:
            return np.full(len(planned.contacts), wanted)
        return can_be(planned.at_start.part(journey.id, condition), run, wanted)

    entry = may(journey.entry.when) & may(journey.entry.only_if)
    if journey.goal is not None:
        entry &= may(journey.goal.when, False)
    for rule in journey.exits:
        entry &= may(rule.when, False)
    steps = {id_: np.zeros(len(entry), dtype=np.bool_) for id_ in journey.steps}
    pending = {journey.entry.start: entry}
    while pending:
        id_, came = pending.popitem()
        new = came & ~steps[id_]
        if not new.any():
            continue
        steps[id_] |= new
        for target, going in _onward(journey.steps[id_], new, may):
            if target is not None:
                pending[target] = pending.get(target, np.zeros_like(going)) | going
    messages = {
        id_: steps[id_] & may(step.only_if)
        for id_, step in journey.steps.items()
        if isinstance(step, Send)
    }
    return WhoCan(entry, steps, messages, run)


def _onward(
    step: Step, came: Flags, may: Callable[..., Flags]
) -> Iterator[tuple[str | None, Flags]]:
    if not isinstance(step, Branch):
        yield from ((target, came) for _, target in ports(step))
        return
    for case in step.cases:
        yield case.next, came & may(case.condition)
        came = came & may(case.condition, False)
    yield step.else_, came


def known(planned: Planned, field: str) -> Flags:
    """Which contacts have a value of the field, in order of their ids."""
    contacts = planned.contacts
    match contacts.columns.get(field):
        case TextColumn(values=texts):
            found = np.array([text != "" for text in texts], dtype=np.bool_)
        case NumberColumn(values=numbers):
            found = ~np.isnan(numbers)
        case YesNoColumn(values=codes):
            found = codes >= 0
        case ChoiceColumn(values=places):
            found = places >= 0
        case DateColumn(values=seconds):
            found = seconds != NO_DATE
        case _:
            found = np.zeros(len(contacts), dtype=np.bool_)
    in_order: Flags = found[contacts.by_id]
    return in_order
