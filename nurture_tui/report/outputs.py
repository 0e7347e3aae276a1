"""What a run tells of its contacts, sorted on disk, and given out as blocks of columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO

import numpy as np
import numpy.typing as npt

from nurture_tui.contacts.table import Contacts, TextColumn
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Send
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.columns import Block, Coded, Column, Moments, Numbered, Texts, Walls
from nurture_tui.report.log import LOG_COLUMNS
from nurture_tui.report.people import texts
from nurture_tui.report.said import changes_what_is_shown
from nurture_tui.report.schedule import SCHEDULE_COLUMNS, message_of
from nurture_tui.report.spill import Numbers, Spill
from nurture_tui.report.words import Words
from nurture_tui.simulation.drawn import Drawn
from nurture_tui.simulation.plan import OWN_ZONE, RunPlan
from nurture_tui.simulation.population import Population
from nurture_tui.simulation.trace import Trace, by_time_and_contact
from nurture_tui.simulation.view import Ints


class ToldLog:
    """The log of a run: rows of second, contact, journey, step, event and detail."""

    tables = ("log",)
    columns = LOG_COLUMNS

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def begin(self, plan: RunPlan, population: Population) -> None:
        self._plan, self._population = plan, population
        self._names: list[str] = []
        self.spill = Spill(self._file, 6, plan.end - plan.start)

    def told(self, trace: Trace) -> None:
        order = trace.log_order()
        rows = _packed(*(trace.log.column(place)[order] for place in range(6)))
        rows[:, 0] -= np.uint32(self._plan.start)
        self._names = trace.names.all
        self.spill.add(rows)

    def blocks(self) -> Iterator[Block]:
        """The rows in order of time, then contact, then as they happened."""
        names = Texts(self._names)
        contact = _Ids(self._population)
        for rows in self.spill.columns():
            yield {
                "time_utc": Moments(rows[0].astype(np.int64) + self._plan.start),
                "contact": contact.of(rows[1].astype(np.int64)),
                "journey": Coded(rows[2], names),
                "step": Coded(rows[3], names),
                "event": Coded(rows[4], names),
                "detail": Coded(rows[5], names),
            }

    def empty(self) -> Block:
        """A block without rows."""
        nothing, no_text = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int32)
        few = dict.fromkeys(LOG_COLUMNS[2:], Coded(no_text, Texts()))
        return {"time_utc": Moments(nothing), "contact": Numbered(nothing, 1, ""), **few}


class ToldSchedule:
    """The sends of a run: rows of second, contact, due second, journey, step, held by, way, words.

    The words of a message, its subject and its sender, are those at the moment of the send.
    """

    columns = SCHEDULE_COLUMNS
    tables: tuple[str, ...]

    def __init__(self, file: IO[bytes], workspace: Workspace, journeys: Sequence[Journey]) -> None:
        self._file = file
        self.tables = ("sends",)
        if changes_what_is_shown(workspace, journeys):
            self.tables = ("log", "sends")  # which says when they did

    def begin(self, plan: RunPlan, population: Population) -> None:
        self._plan, self._population = plan, population
        self._names: list[str] = []
        self._words = Words(plan, population)
        self.spill = Spill(self._file, 9, plan.end - plan.start)

    def told(self, trace: Trace) -> None:
        time, due, contact, journey, step, held, way = (
            trace.sends.column(place) for place in range(7)
        )
        order = by_time_and_contact(time, contact)
        subject, sender = self._words.of(trace, order)
        columns = [column[order] for column in (time, contact, due, journey, step, held, way)]
        rows = _packed(*columns, subject, sender)
        rows[:, 0] -= np.uint32(self._plan.start)
        rows[:, 2] -= np.uint32(self._plan.start)
        self._names = trace.names.all
        self.spill.add(rows)

    def blocks(self) -> Iterator[Block]:
        """The sends in order of time, then contact."""
        names, channels = Texts(self._names), Texts()
        zones = Texts(self._plan.clock.zone_names)
        ids, emails = _Ids(self._population), _Emails(self._population.contacts)
        for rows in self.spill.columns():
            numbers = rows[1].astype(np.int64)
            listed = self._population.listed(numbers)
            zone, channel = self._by_step(rows, listed, channels)
            time = rows[0].astype(np.int64) + self._plan.start
            yield {
                "send_at_utc": Moments(time),
                "send_at_local": Walls(self._plan.clock.local(zone, time), time),
                "timezone": Coded(zone, zones),
                "contact": ids.of(numbers),
                "email": emails.of(listed),
                "journey": Coded(rows[3], names),
                "step": Coded(rows[4], names),
                "channel": Coded(channel, channels),
                "subject": Coded(rows[7], self._words.texts),
                "sender": Coded(rows[8], self._words.texts),
                "way": Coded(rows[6], names),
                "due_at_utc": Moments(rows[2].astype(np.int64) + self._plan.start),
                "held_by": Coded(rows[5], names),
            }

    def _by_step(
        self, rows: Numbers, listed: npt.NDArray[np.intp], channels: Texts
    ) -> tuple[Ints, Ints]:
        """The zone whose clock rules each send (R1), and its channel."""
        plan = self._plan
        own = np.zeros(rows.shape[1], dtype=np.int64)
        column = self._population.contacts.columns.get("timezone")
        if isinstance(column, TextColumn):
            own = plan.zone_of_text[column.coded.codes[listed]].astype(np.int64)
        zone, channel = own, np.zeros(rows.shape[1], dtype=np.int64)
        for journey in plan.journeys:
            mine = rows[3] == journey.code
            if journey.zone != OWN_ZONE:
                zone[mine] = journey.zone
            for step in journey.steps:
                if isinstance(step.step, Send):
                    message = message_of(plan.workspace, journey.id, step.id)
                    channel[mine & (rows[4] == step.code)] = channels.code(message.fixed[2])
        return zone, channel

    def empty(self) -> Block:
        """A block without rows."""
        nothing, no_text = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int32)
        few: dict[str, Column] = dict.fromkeys(SCHEDULE_COLUMNS, Coded(no_text, Texts()))
        return few | {
            "send_at_utc": Moments(nothing),
            "send_at_local": Walls(nothing, nothing),
            "contact": Numbered(nothing, 1, ""),
            "email": Coded(no_text, Texts(), few=False),
            "due_at_utc": Moments(nothing),
        }


class _Ids:
    """The ids of contacts by their numbers."""

    def __init__(self, population: Population) -> None:
        self._population = population
        ids = [] if isinstance(population, Drawn) else population.contacts.ids.tolist()
        self._texts = Texts(ids)

    def of(self, numbers: Ints) -> Column:
        if isinstance(self._population, Drawn):
            return Numbered(numbers + 1, self._population.digits, "c-")
        return Coded(self._population.in_list[numbers], self._texts, few=False)


class _Emails:
    """The e-mail addresses of contacts by their rows."""

    def __init__(self, contacts: Contacts) -> None:
        column = contacts.columns.get("email")
        if isinstance(column, TextColumn):
            self._texts = Texts([*column.coded.texts])
            self._codes = column.coded.codes.astype(np.int32)
        else:
            found = texts(contacts, "email").tolist()
            self._texts = Texts([str(text) for text in found])
            self._codes = np.arange(len(found), dtype=np.int32)

    def of(self, listed: npt.NDArray[np.intp]) -> Column:
        return Coded(self._codes[listed], self._texts, few=False)


def _packed(*columns: npt.NDArray[np.integer]) -> Numbers:
    """Columns side by side."""
    rows = np.empty((len(columns[0]), len(columns)), dtype=np.uint32)
    for place, column in enumerate(columns):
        rows[:, place] = column
    return rows
