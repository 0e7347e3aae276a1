"""Small runs for tests: a journey as TOML, a few contacts as CSV, and what happened as rows."""

from __future__ import annotations

import tempfile
import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from nurture_tui.contacts.history import EventHistory
from nurture_tui.contacts.read import read_contacts
from nurture_tui.contacts.read_events import read_events
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings, Workspace
from nurture_tui.simulation import Result, RunSettings, simulate
from nurture_tui.simulation.result import JourneyResult

MONDAY = date(2026, 11, 23)
HEAD = 'format = 1\nname = "Test"\nkind = "lead"\n'
CERTAIN = """
[sending]
basis = "consent"
[assume]
open = 0
click_to_open = 0
unsubscribe = 0
bounce = 0
soft_bounce = 0
"""
FIELDS = """
[fields]
plan = { choice = ["free", "basic", "pro"], ordered = true }
seats = "number"
owns_it = "yes/no"
renews = "date"
note = "text"
"company.country" = "text"
"deal.stage" = "text"
"deal.pipeline" = "text"
"""


@dataclass(frozen=True)
class Row:
    """A row of the log, with its time in UTC as `2026-11-23 09:00`."""

    time: str
    contact: str
    step: str
    event: str
    detail: str


@dataclass(frozen=True)
class Run:
    """A result, and its log as rows."""

    result: Result
    journey: JourneyResult
    rows: tuple[Row, ...]

    def times(self, event: str, step: str | None = None, contact: str | None = None) -> list[str]:
        """When an event happened, in order."""
        return [
            row.time
            for row in self.rows
            if row.event == event
            and (step is None or row.step == step)
            and (contact is None or row.contact == contact)
        ]

    def story(self, contact: str = "ada") -> list[str]:
        """Event (and step) of one contact, in order."""
        return [
            " ".join(part for part in (row.event, row.step, row.detail) if part)
            for row in self.rows
            if row.contact == contact
        ]


def workspace(settings: str = "", **journeys: str) -> Workspace:
    """A workspace from TOML texts; fields beyond the known ones are those of FIELDS."""
    made = Workspace(Settings(**tomllib.loads(settings + FIELDS)), {})
    for id_, text in journeys.items():
        made = made.with_journey(Journey(id=id_, **tomllib.loads(text)))
    return made


def run(
    journey: str,
    contacts: str = "contact\nada",
    *,
    settings: str = "",
    start: date | datetime = MONDAY,
    days: int = 30,
    seed: int = 1,
    chunk: int = 32_768,
    events: str = "",
) -> Run:
    """Run a journey (TOML without its head) over contacts (CSV; all consent unless it says).

    `events` are the rows of a history: contact, time (without offset UTC), event, object, value.
    """
    space = workspace(settings, test=HEAD + journey)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "contacts.csv"
        path.write_text(contacts + "\n", encoding="utf-8")
        people = read_contacts(path, space)
        past = history(Path(folder), events, space) if events else None
    result = simulate(space, ["test"], people, RunSettings(start, days, seed, chunk), events=past)
    return Run(result, result.journeys["test"], rows_of(result))


def history(folder: Path, rows: str, space: Workspace) -> EventHistory:
    """The history of these rows, read from a file."""
    path = folder / "history.csv"
    path.write_text(f"contact,time,event,object,value\n{rows}\n", encoding="utf-8")
    return read_events(path, space)


def rows_of(result: Result) -> tuple[Row, ...]:
    """The log of a result as rows."""
    log = result.log
    return tuple(
        Row(
            f"{datetime.fromtimestamp(int(log.time[i]), UTC):%Y-%m-%d %H:%M:%S}".removesuffix(
                ":00"
            ),
            str(result.contacts.ids[log.contact[i]]),
            log.names[log.step[i]],
            log.names[log.event[i]],
            log.names[log.detail[i]],
        )
        for i in range(len(log))
    )
