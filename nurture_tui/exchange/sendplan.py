"""A run's sends in the words that calendars and pages share: titles, people, times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np

from nurture_tui.model.workspace import Workspace
from nurture_tui.model.zones import zone_info
from nurture_tui.report.brief.english_clauses import span
from nurture_tui.report.calendar import SendCalendar, send_calendar
from nurture_tui.report.held import gate_words
from nurture_tui.report.mailings import By, Mailing, mailings
from nurture_tui.report.people import Rows, person
from nurture_tui.report.said import Said, what_was_said
from nurture_tui.report.schedule import Message, message_of, subject_of
from nurture_tui.report.sketch import step_title
from nurture_tui.report.tasklist import GivenTask, given_tasks
from nurture_tui.simulation.result import Result
from nurture_tui.text import count

NOBODY = "without an owner"


@dataclass(frozen=True)
class SendPlan:
    """The sends of a run (those of `rows`) in mailings, with all that is needed to tell of them.

    `given` are tasks of sellers, which are told where the plan is by owner. `one` is the group that
    it is of alone, where it is of one.
    """

    workspace: Workspace
    calendar: SendCalendar
    by: By
    rows: Rows
    given: Sequence[GivenTask] = ()
    one: str | None = None

    @property
    def result(self) -> Result:
        return self.calendar.result

    @cached_property
    def mailings(self) -> Sequence[Mailing]:
        return mailings(self.calendar, self.rows, self.by)

    @property
    def tasks(self) -> Sequence[GivenTask]:
        """The tasks to tell of, by time: a seller's own work is in a plan by owner alone."""
        return self.given if self.by == "owner" else ()

    def groups(self) -> Iterator[tuple[str, list[Mailing]]]:
        """The mailings of each group, in order; an owner may have tasks alone."""
        found: dict[str, list[Mailing]] = {}
        for mailing in self.mailings:
            found.setdefault(mailing.group, []).append(mailing)
        groups = [*found]
        if self.tasks:
            whose = {*found, *(given.whose for given in self.tasks)}
            groups = sorted(whose, key=lambda name: (not name, name))
        for group in groups:
            yield group, found.get(group, [])

    def tasks_of(self, group: str) -> list[GivenTask]:
        """The tasks of one owner, by time."""
        return [given for given in self.tasks if given.whose == group]

    def only(self, group: str) -> SendPlan:
        """The plan of one group alone."""
        mine = [mailing.rows for mailing in self.mailings if mailing.group == group]
        rows = np.sort(np.concatenate(mine)) if mine else np.zeros(0, dtype=np.intp)
        return SendPlan(self.workspace, self.calendar, self.by, rows, self.tasks_of(group), group)

    # ---------------------------------------------------------------- words
    @property
    def name(self) -> str:
        """What the plan is of: its one journey, else the workspace."""
        journeys = [*self.result.journeys]
        if len(journeys) == 1:
            return self.workspace.journeys[journeys[0]].name
        return self.workspace.settings.name or ", ".join(journeys)

    @property
    def whose_name(self) -> str:
        """The name with the group that it is of alone: calendars stand in a list of their names."""
        return self.name if self.one is None else f"{self.name}, {self.group_name(self.one)}"

    @property
    def zone(self) -> str:
        return self.result.run.timezone

    def about(self) -> str:
        """What was simulated, in a sentence; every file says it."""
        run = self.result.run
        start = datetime.fromtimestamp(run.start, zone_info(run.timezone))
        days = f"{run.days} day{'' if run.days == 1 else 's'}"
        return (
            f"Simulated, nothing was sent: {count(run.contacts)} contacts, {days} from "
            f"{start:%a} {start.day} {start:%b %Y}, seed {run.seed}. "
            f"Times are those of {run.timezone}."
        )

    def group_name(self, group: str) -> str:
        """The heading of a group."""
        if self.by == "journey":
            return self.workspace.journeys[group].name
        return group or f"Contacts {NOBODY}" if self.by == "owner" else self._who(group)

    def _who(self, id_: str) -> str:
        return person(self.result.contacts, self._row_of[id_])

    @cached_property
    def _row_of(self) -> dict[str, int]:
        return {str(id_): row for row, id_ in enumerate(self.result.contacts.ids.tolist())}

    def message(self, mailing: Mailing) -> str:
        """The title of the message."""
        step = self.workspace.journeys[mailing.journey].steps[mailing.step]
        return step_title(mailing.step, step)

    def channel(self, mailing: Mailing) -> str:
        return self._message(mailing.journey, mailing.step).fixed[2]

    def journey(self, mailing: Mailing) -> str:
        return self.workspace.journeys[mailing.journey].name

    def times(self, mailing: Mailing) -> str:
        """`09:00`, or `08:15–11:40` where the sends spread."""
        first, last = _clock(mailing.first), _clock(mailing.last)
        return first if first == last else f"{first}–{last}"

    def held(self, mailing: Mailing) -> str:
        """`12 held by window, 3 by cap`, "" where nothing held any of them."""
        sends = self.result.sends
        codes, numbers = np.unique(sends.held_by[mailing.rows], return_counts=True)
        journey = self.workspace.journeys[mailing.journey]
        gates: dict[str, int] = {}
        for code, number in zip(codes.tolist(), numbers.tolist(), strict=True):
            for gate in sends.names[code].split():
                word = gate_words(self.workspace, journey, gate).split(" ")[0]
                gates[word] = gates.get(word, 0) + number
        parts = [f"{count(number)} by {gate}" for gate, number in gates.items()]
        return f"held {', '.join(parts)}" if parts else ""

    def people(self, mailing: Mailing, most: int) -> Iterator[str]:
        """`09:00 Maria Virtanen, Acme Oy` for each send, the first `most` of them."""
        sends = self.result.sends
        for row in mailing.rows[:most].tolist():
            who = int(sends.contact[row])
            wall = int(self.calendar.workspace_wall[row])
            yield f"{_clock(wall)} {self.contact(who)}"

    def contact(self, row: int) -> str:
        """`Maria Virtanen, Acme Oy`."""
        contacts = self.result.contacts
        company = contacts.text("company", row)
        return f"{person(contacts, row)}{f', {company}' if company else ''}"

    def due(self, given: GivenTask) -> str:
        """`due within 1 working day`, "" where the task has no time."""
        due = given.task.due
        return "" if due is None else f"due within {span(due)}"

    def given_at(self, given: GivenTask) -> datetime:
        """When a task is given, on the workspace's clock."""
        return datetime.fromtimestamp(given.instant, zone_info(self.zone))

    def subject(self, row: int) -> str:
        """The subject of a send as its contact gets it."""
        sends = self.result.sends
        message = self._message(sends.names[sends.journey[row]], sends.names[sends.step[row]])
        return subject_of(message, self._said, int(sends.contact[row]), row)

    @cached_property
    def _messages(self) -> dict[tuple[str, str], Message]:
        return {}

    def _message(self, journey: str, step: str) -> Message:
        key = (journey, step)
        if key not in self._messages:
            self._messages[key] = message_of(self.workspace, journey, step)
        return self._messages[key]

    @cached_property
    def _said(self) -> Said:
        return what_was_said(self.result, self.workspace)


def send_plan(
    result: Result, workspace: Workspace, by: By = "journey", rows: Rows | None = None
) -> SendPlan:
    """The plan of a run's sends, of those in `rows` (places in its sends; None: of all).

    By owner it has the tasks of the run too.
    """
    chosen = np.arange(len(result.sends)) if rows is None else rows
    given = given_tasks(result, workspace) if by == "owner" else ()
    return SendPlan(workspace, send_calendar(result), by, chosen, given)


def _clock(wall: int) -> str:
    return f"{wall // 3_600 % 24:02}:{wall // 60 % 60:02}"
