"""The words of messages, subject and sender, for many sends at once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from nurture_tui.contacts.table import TextColumn
from nurture_tui.model.merge import MergeField
from nurture_tui.model.step import Send
from nurture_tui.report.columns import Texts
from nurture_tui.report.said import Said, changes_what_is_shown, follow
from nurture_tui.report.schedule import Message, message_of, sender_text, subject_of
from nurture_tui.simulation.plan import RunPlan
from nurture_tui.simulation.population import Population
from nurture_tui.simulation.trace import CountedFrom, Trace
from nurture_tui.simulation.view import Ints, Rows

Codes = npt.NDArray[np.int32]
NOT_YET = -1


class Words:
    """Subjects and senders as numbers in `texts`.

    Each is made once for a text of the field that it shows, or once for a contact of the list where
    it shows several. Where actions change what is shown, it is made for each send.
    """

    def __init__(self, plan: RunPlan, population: Population) -> None:
        self.texts = Texts()
        self._plan = plan
        self._population = population
        journeys = [journey.journey for journey in plan.journeys]
        self._changes = changes_what_is_shown(plan.workspace, journeys)
        self._messages = {
            (journey.code, step.code): message_of(plan.workspace, journey.id, step.id)
            for journey in plan.journeys
            for step in journey.steps
            if isinstance(step.step, Send)
        }
        self._known: dict[tuple[int, int, bool], Codes] = {}

    def of(self, trace: Trace, order: Rows) -> tuple[Codes, Codes]:
        """The subject and the sender of the sends of a trace, in this order of them."""
        columns = [trace.sends.column(place)[order] for place in (2, 3, 4)]
        numbers, journey, step = columns
        if self._changes:
            return self._one_by_one(trace, journey, step)
        rows = self._population.listed(numbers)
        subject, sender = (np.zeros(len(order), dtype=np.int32) for _ in range(2))
        for key, message in self._messages.items():
            mine = np.flatnonzero((journey == key[0]) & (step == key[1]))
            if len(mine):
                subject[mine] = self._subjects(key, message, rows[mine])
                sender[mine] = self._senders(key, message, rows[mine])
        return subject, sender

    def _subjects(self, key: tuple[int, int], message: Message, rows: Rows) -> Codes:
        fields = [piece.name for piece in message.subject if isinstance(piece, MergeField)]
        said = self._said
        return self._made(
            (*key, False), fields, rows, lambda who: subject_of(message, said, who, 0)
        )

    def _senders(self, key: tuple[int, int], message: Message, rows: Rows) -> Codes:
        fields = ["owner"] if message.sender == "owner" else []
        said = self._said
        return self._made(
            (*key, True), fields, rows, lambda who: sender_text(message, said, who, 0)
        )

    @property
    def _said(self) -> Said:
        """What the list says, which nothing changes."""
        plan, nothing = self._plan, np.zeros(0, dtype=np.int64)
        return Said(self._population.contacts, plan.workspace.timezone, nothing, {}, frozenset())

    def _made(
        self,
        key: tuple[int, int, bool],
        fields: list[str],
        rows: Rows,
        make: Callable[[int], str],
    ) -> Codes:
        """The number of a text for each contact, each made at first use."""
        if not fields:
            return np.full(len(rows), self.texts.code(make(int(rows[0]))), dtype=np.int32)
        contacts = self._population.contacts
        column = contacts.columns.get(fields[0])
        if len(fields) == 1 and isinstance(column, TextColumn):
            place, size = column.coded.codes[rows], len(column.coded.texts)
        else:
            place, size = rows.astype(np.int32), len(contacts)
        known = self._known.setdefault(key, np.full(size, NOT_YET, dtype=np.int32))
        fresh = np.flatnonzero(known[place] == NOT_YET)
        for one, first in zip(*np.unique(place[fresh], return_index=True), strict=True):
            known[one] = self.texts.code(make(int(rows[fresh[first]])))
        return known[place]

    def _one_by_one(self, trace: Trace, journey: Ints, step: Ints) -> tuple[Codes, Codes]:
        """Each as the log has the fields of its contact at its moment."""
        plan, numbers = self._plan, trace.sends.column(2)
        if not len(numbers):
            return np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int32)
        numbers = np.concatenate([numbers, trace.log.column(1)])
        first, last = int(numbers.min()), int(numbers.max()) + 1
        listed = self._population.listed(np.arange(first, last))
        contacts = self._population.contacts.take(listed)
        tables = trace.finished(CountedFrom(first))
        said = follow(
            plan.workspace,
            [planned.journey for planned in plan.journeys],
            contacts,
            plan.workspace.timezone,
            tables.log,
            tables.sends,
        )
        who = tables.sends.contact.tolist()
        keys = list(zip(journey.tolist(), step.tolist(), strict=True))
        words = [
            (
                self.texts.code(subject_of(self._messages[key], said, who[place], place)),
                self.texts.code(sender_text(self._messages[key], said, who[place], place)),
            )
            for place, key in enumerate(keys)
        ]
        found = np.array(words, dtype=np.int32)
        return found[:, 0], found[:, 1]
