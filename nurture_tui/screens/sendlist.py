"""The sends of a cell as rows: when, to whom, what, when it was due, and what held it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar, overload

from textual.binding import Binding, BindingType

from nurture_tui.contacts.table import Contacts
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.calendar import ANY_GATE, GATES, SendCalendar, WhoseClock, held_counts
from nurture_tui.report.held import gate_words, held_words
from nurture_tui.report.people import Rows, person
from nurture_tui.report.sketch import step_title
from nurture_tui.screens.cells import Part, column
from nurture_tui.screens.lines import Lines
from nurture_tui.screens.widened import TellsWidth
from nurture_tui.simulation.result import Sends
from nurture_tui.text import count, safe

SENT, DUE, HELD = 8, 18, 22
TIGHT, TIGHTEST = (14, 18), (14, 14)
"""Due and held by where there is little room: names have the rest."""
NAME, MESSAGE = (14, 22), 34
JOURNEY, JOURNEY_LEAST = 20, 14
NAMED = 32
"""What contact and message have together before the journey has a column."""


@dataclass(frozen=True)
class Widths:
    """The cells of the columns, by the room there is; `journey` is 0 where it has none."""

    contact: int
    message: int
    due: int
    journey: int = 0


def widths(room: int, several: bool = False) -> Widths:
    """Contact and message share what the others leave; a message may take more than a name.

    Of `several` journeys each send says whose it is, where there is room for that.
    """
    wide = (DUE, HELD) if room >= 100 else TIGHT
    tries = [(*wide, 0)]
    if several:
        tries = [(*wide, JOURNEY), (*TIGHTEST, JOURNEY_LEAST), *tries]
    for due, held, journey in tries:
        spare = room - SENT - due - held - journey - 3
        if spare >= NAMED:
            break
    name = max(NAME[0], min(spare // 2, NAME[1]))
    return Widths(name, max(NAME[0], min(spare - name, MESSAGE)), due, journey)


class SendRows(Sequence[Sequence[Part]]):
    """The sends `rows` (places in a run's sends) as rows of text, made when they come into view."""

    def __init__(
        self,
        calendar: SendCalendar,
        workspace: Workspace,
        rows: Rows,
        clock: WhoseClock,
        columns: Widths,
    ) -> None:
        self.rows = rows
        self._calendar, self._workspace = calendar, workspace
        self._clock, self.columns = clock, columns

    @property
    def of(self) -> Sends:
        """The sends of the run, of which these are some."""
        return self._calendar.result.sends

    @property
    def contacts(self) -> Contacts:
        return self._calendar.result.contacts

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, at: int) -> Sequence[Part]: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Sequence[Part]]: ...
    def __getitem__(self, at: int | slice) -> Sequence[Part] | Sequence[Sequence[Part]]:
        if isinstance(at, slice):
            return [self._row(int(row)) for row in self.rows[at]]
        return self._row(int(self.rows[at]))

    def _row(self, row: int) -> Sequence[Part]:
        sends, columns = self.of, self.columns
        sent = _wall(int(self._calendar.sent_at(self._clock)[row]))
        due = _wall(int(self._calendar.due_at(self._clock)[row]))
        of = sends.names[int(sends.journey[row])]
        journey = self._workspace.journeys.get(of)
        id_ = sends.names[int(sends.step[row])]
        step = journey.steps.get(id_) if journey else None
        held_by = sends.names[int(sends.held_by[row])]
        contact = person(self.contacts, int(sends.contact[row]))
        return [
            (f" {sent:%H:%M}".ljust(SENT + 1), "text"),
            column(contact, "text", columns.contact - 2),
            ("  ", ""),
            *(
                []
                if not columns.journey
                else [column(of, "muted", columns.journey - 2), ("  ", "")]
            ),
            column(step_title(id_, step) if step else id_, "text", columns.message - 2),
            ("  ", ""),
            column(due_text(due, sent) if held_by else "", "muted", columns.due - 2),
            ("  ", ""),
            (safe(held_words(self._workspace, journey, held_by)), "warning"),
        ]


def _wall(seconds: int) -> datetime:
    """A wall time given in seconds as if it were UTC."""
    return datetime.fromtimestamp(seconds, UTC)


def due_text(due: datetime, sent: datetime) -> str:
    """`Tue 17 10:00`, or `30 Nov 10:00` where that is not the month it was sent in."""
    if due.month == sent.month:
        return f"{due:%a} {due.day} {due:%H:%M}"
    return f"{due.day} {due:%b} {due:%H:%M}"


def head_rows(room: int, columns: Widths) -> list[list[Part]]:
    """The heads of the columns and the light rule under them."""
    heads = "  " + "sent".ljust(SENT) + "contact".ljust(columns.contact)
    heads += "journey".ljust(columns.journey) if columns.journey else ""
    heads += "message".ljust(columns.message) + "due".ljust(columns.due) + "held by"
    return [[(heads, "muted")], [("  ", ""), ("─" * max(room - 4, 0), "line")]]


def held_line(calendar: SendCalendar, workspace: Workspace, rows: Rows, journey: str) -> list[Part]:
    """`Held  118 of 567   window 71, cap 47`: how many of these sends were held, and by what."""
    counts = held_counts(calendar, rows)
    held = counts[ANY_GATE]
    parts: list[Part] = [(" Held  ", "muted"), (f"{count(held)} of {count(len(rows))}", "text")]
    known = workspace.journeys.get(journey)
    each = [
        f"{gate_words(workspace, known, gate).split(' ')[0]} {count(counts[gate])}"
        for gate in GATES
        if counts[gate]
    ]
    return [*parts, ("   " + ", ".join(each), "muted")] if each else parts


class SendLines(Lines, TellsWidth):
    """The sends of the chosen cell."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "follow in Simulate", id="sends.follow"),
        Binding("escape", "screen.back", "back", key_display="esc", id="sends.back"),
    ]
