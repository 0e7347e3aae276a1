"""The account of a contact: all that happened to it in a run, why, and where it is at the end."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nurture_tui.contacts.table import Contacts
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Send
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.happened import Happened
from nurture_tui.report.people import person, zone_of
from nurture_tui.report.schedule import SCHEDULE_COLUMNS, schedule_rows
from nurture_tui.report.sketch import step_title
from nurture_tui.report.sofar import SoFar
from nurture_tui.report.story import log_rows_of, without_doubles
from nurture_tui.report.storyline import Message, StoryLine
from nurture_tui.report.teller import Teller
from nurture_tui.report.told import OwnClock, clock_of
from nurture_tui.simulation.result import Result
from nurture_tui.simulation.watched import Watched, settings_of, watch_run

_Sent = dict[tuple[str, str, int], list[Message]]


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit to a step: `port` is "" where the contact left the journey there or is there still.

    `left` is the end of the run for one that is still there.
    """

    step: str
    entered: int
    left: int
    port: str


@dataclass(frozen=True, slots=True)
class Stay:
    """A stay in a journey with its visits in order; `end` is goal, finished, inside or an exit."""

    journey: str
    entered: int
    ended: int
    end: str
    visits: tuple[Visit, ...]


@dataclass(frozen=True)
class Account:
    """One contact's part of a run, by its own clock. Texts may come from files.

    `row` is its row in the contact list; `lines` tell all rows of the log, each once and in order,
    and what the log leaves out. `known` is what was asked last and when things happened.
    """

    row: int
    id: str
    name: str
    email: str
    clock: OwnClock
    lines: tuple[StoryLine, ...]
    stays: tuple[Stay, ...]
    known: SoFar
    end: int

    def stays_in(self, journey: str) -> list[Stay]:
        return [stay for stay in self.stays if stay.journey == journey]


class Accounts:
    """The accounts of the contacts of a watched run."""

    def __init__(self, watched: Watched, workspace: Workspace) -> None:
        self.watched = watched
        self.workspace = workspace
        self.result = watched.result
        self._rows_of = _by_contact(self.result.log.contact)
        self._stays_of = _by_contact(self.result.stays.contact)
        self._visits_of = _by_contact(self.result.visits.contact)
        self._messages = _messages(watched, workspace)

    def happened(self, row: int) -> Happened:
        """When things happened to the contact at this row, which must have been run."""
        places = self._rows_of.get(row, np.zeros(0, dtype=np.intp))
        return Happened((time, said) for time, _, said in log_rows_of(self.result, places))

    def of(self, row: int) -> Account:
        """The account of the contact at this row of the list, which must have been run."""
        contacts, run = self.result.contacts, self.result.run
        clock = clock_of(zone_of(contacts, row, run.timezone), run.start)
        places = self._rows_of.get(row, np.zeros(0, dtype=np.intp))
        rows = [
            (time, int(self.watched.written[place]), said)
            for time, place, said in log_rows_of(self.result, places)
        ]
        sent = self._messages.get(row, {})
        teller = Teller(self.workspace, clock, rows, self.watched.notes.of(row), sent)
        return Account(
            row=row,
            id=str(contacts.ids[row]),
            name=person(contacts, row),
            email=contacts.text("email", row),
            clock=clock,
            lines=tuple(teller.tell()),
            stays=self._stays(row),
            known=teller.sofar,
            end=run.end,
        )

    def _stays(self, row: int) -> tuple[Stay, ...]:
        stays, visits = self.result.stays, self.result.visits
        of_contact = self._visits_of.get(row, np.zeros(0, dtype=np.intp))
        found = []
        for at in self._stays_of.get(row, np.zeros(0, dtype=np.intp)).tolist():
            journey = int(stays.journey[at])
            entered, ended = int(stays.entered[at]), int(stays.ended[at])
            mine = [
                Visit(
                    visits.names[visits.step[v]],
                    int(visits.entered[v]),
                    int(visits.left[v]),
                    visits.names[visits.port[v]],
                )
                for v in of_contact.tolist()
                if visits.journey[v] == journey
                and entered <= visits.entered[v]
                and visits.left[v] <= ended
            ]
            end = stays.names[stays.end[at]]
            name = stays.names[journey]
            found.append(Stay(name, entered, ended, end, tuple(mine)))
        return tuple(found)


def watched_contact(
    result: Result,
    workspace: Workspace,
    journey: Journey,
    contact: int,
    drawn_from: Contacts | None = None,
) -> Watched | None:
    """One contact of a run, run once more and watched, which takes some milliseconds.

    `journey` is as it was run; `drawn_from` is the list that the run's contacts were drawn from,
    where they were. None where that takes long (a throttle couples all contacts) or cannot be done
    (a history was replayed, which the result does not hold).
    """
    run_as = workspace.with_journey(journey)
    if result.run.history is not None or workspace.settings.limits.throttle is not None:
        return None
    contacts, people = result.contacts, None
    if drawn_from is not None:
        contacts, people = drawn_from, len(result.contacts)
    settings = settings_of(result.run)
    return watch_run(run_as, list(result.journeys), contacts, settings, [contact], people=people)


def story_in(account: Account, journey: str) -> tuple[StoryLine, ...]:
    """The part of an account that is of one journey, with what each decision was taken on."""
    return without_doubles([line for line in account.lines if line.journey in ("", journey)])


def where_at_end(account: Account, workspace: Workspace) -> list[str]:
    """Where the contact is when the run ends, a sentence for each journey that it is in."""
    found = []
    for stay in account.stays:
        if stay.end == "inside" and stay.visits:
            journey = workspace.journeys[stay.journey]
            found.append(f"{journey.name}: {still_at(account, journey, stay.visits[-1].step)}")
    return found


def still_at(account: Account, journey: Journey, step_id: str) -> str:
    """`waits at “Pause” until Mon 4 Jan 09:00`: how a contact is still at a step."""
    step = journey.steps[step_id]
    does = "is held at" if isinstance(step, Send) else "waits at"
    until = next(
        (
            line.until
            for line in reversed(account.lines)
            if (line.journey, line.step) == (journey.id, step_id) and line.word in ("wait", "held")
        ),
        None,
    )
    when = f" until {account.clock.moment(until)}" if until is not None else ""
    return f"{does} “{step_title(step_id, step)}”{when}"


def _by_contact(
    contact: np.ndarray[tuple[int], np.dtype[np.int32]],
) -> dict[int, np.ndarray[tuple[int], np.dtype[np.intp]]]:
    """The places of each contact's rows, in order."""
    order = np.argsort(contact, kind="stable")
    rows, first = np.unique(contact[order], return_index=True)
    return dict(zip(rows.tolist(), np.split(order, first[1:]), strict=True)) if len(order) else {}


def _messages(watched: Watched, workspace: Workspace) -> dict[int, _Sent]:
    """Each contact's messages by journey, step and time."""
    result = watched.result
    found: dict[int, _Sent] = {}
    sends = zip(
        result.sends.contact.tolist(),
        result.sends.time.tolist(),
        result.sends.due.tolist(),
        schedule_rows(result, workspace),
        strict=True,
    )
    for contact, time, due, texts in sends:
        row = dict(zip(SCHEDULE_COLUMNS, texts, strict=True))
        message = Message(
            row["channel"],
            row["subject"],
            row["sender"],
            row["way"],
            due,
            tuple(row["held_by"].split()),
        )
        key = (row["journey"], row["step"], time)
        found.setdefault(contact, {}).setdefault(key, []).append(message)
    return found
