"""What journeys do to each other and to one contact: the pane Together of the Journeys screen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from textwrap import wrap
from typing import ClassVar

from textual.binding import Binding, BindingType

from nurture_tui.checks.finding import Finding
from nurture_tui.report.together import STAGES, Together, served
from nurture_tui.screens.cells import Part, column
from nurture_tui.screens.journeytable import persona_name
from nurture_tui.screens.lines import Lines
from nurture_tui.screens.session import Session
from nurture_tui.screens.theme import SEVERITY_MARKS
from nurture_tui.screens.widened import TellsWidth
from nurture_tui.text import count, pad, safe, width

_WORKSPACE_RULES = ("P901", "P902", "P903", "P904")
BAR, BESIDE_BAR = 18, 15
MOST_ROWS = 6
MOST_COLLISIONS = 3
TEXT_WIDTH = 90
HEADS = (("aware", "cons.", "dec.", "cust."), ("awa", "con", "dec", "cus"))
"""Awareness, consideration, decision; and those who are customers."""
LEAST_NAME = 14
WORST_WEEK = (" Messages in each contact's worst week", " Messages in the worst week")

Row = tuple[list[Part], str]
"""The parts of a row, and the journey that it is about ("" if none)."""


def together_rows(
    session: Session, together: Together | None, room: int, problem: str
) -> list[Row]:
    """Findings over several journeys, each contact's worst week, and who is served."""
    rows: list[Row] = []
    for part in (
        list(_findings(session, together, room)),
        list(_pressure(together, room, problem)),
        list(_served(session, room)),
    ):
        if rows and part:
            rows.append(([], ""))
        rows += part
    return rows


def _findings(session: Session, together: Together | None, room: int) -> Iterator[Row]:
    for id_, findings in session.findings.items():
        for finding in findings:
            if finding.code in _WORKSPACE_RULES:
                yield from _said(finding, id_, room)
    if together is None:
        return
    met = sorted(together.collisions.items(), key=lambda pair: -pair[1].contacts)
    for (one, other), found in met[:MOST_COLLISIONS]:
        words = "contact gets" if found.contacts == 1 else "contacts get"
        head = f"{count(found.contacts)} {words} two messages a day"
        detail = f"{one}, {other}; most {_day(found.most)}"
        yield from _rows("warning", "W002", head, detail, other, room)
    rest = len(met) - MOST_COLLISIONS
    if rest > 0:
        pairs = "pair" if rest == 1 else "pairs"
        yield from _rows("note", "W002", f"and {rest} more {pairs} of journeys", "", "", room)
    over = together.tasks.over
    if over:
        fullest = max(over, key=lambda day: (over[day], day))
        head = f"{count(over[fullest])} tasks for sellers on {_day(date.fromisoformat(fullest))}"
        yield from _rows(
            "warning",
            "W003",
            head,
            f"{count(together.tasks.limit or 0)} a day are agreed",
            "",
            room,
        )


def _said(finding: Finding, id_: str, room: int) -> Iterator[Row]:
    yield from _rows(
        finding.severity, finding.code, safe(finding.message), id_ or "nurture.toml", id_, room
    )


def _rows(severity: str, code: str, head: str, detail: str, id_: str, room: int) -> Iterator[Row]:
    mark = next(sign for name, sign in SEVERITY_MARKS.items() if name == severity)
    start = f" {mark} {code} "
    inside = max(room - width(start) - 2, 12)
    for number, line in enumerate(wrap(head, inside) or [""]):
        first: Part = (start, severity) if not number else (" " * width(start), "")
        yield [first, (line, "text")], id_
    for line in wrap(safe(detail), inside):
        yield [(" " * width(start), ""), (line, "muted")], id_


def _pressure(together: Together | None, room: int, problem: str) -> Iterator[Row]:
    title = next((one for one in WORST_WEEK if width(one) <= room), WORST_WEEK[-1])
    yield [(title, "muted")], ""
    if together is None:
        yield from (
            ([(f" {line}", "muted")], "") for line in wrap(safe(problem), max(room - 2, 12))
        )
        return
    numbers = together.pressure.contacts
    shown = [*numbers[: MOST_ROWS - 1], sum(numbers[MOST_ROWS - 1 :])]
    most = max(shown, default=0) or 1
    longest = max(min(BAR, room - BESIDE_BAR), 4)
    for messages, contacts in enumerate(shown):
        if messages >= len(numbers):
            break
        more = "+" if messages == MOST_ROWS - 1 and len(numbers) > MOST_ROWS else ""
        cells = max(round(contacts / most * longest), 1) if contacts else 0
        yield (
            [
                (f" {pad(f'{messages}{more}', 4)}", "text"),
                (pad("▆" * cells, longest + 1), "send"),
                column(count(contacts), "text" if contacts else "muted", 7, right=True),
            ],
            "",
        )


def _served(session: Session, room: int) -> Iterator[Row]:
    table = served(session.workspace)
    if not table:
        return
    names = {id_: safe(persona_name(session, id_)) for id_ in table}
    longest = max(width(one) for one in (*names.values(), "Journeys for"))
    forms = (STAGES, *HEADS)
    needed = (longest, *(min(longest, LEAST_NAME) for _ in HEADS))
    fits = (
        form
        for name, form in zip(needed, forms, strict=True)
        if name + 4 + sum(map(len, form)) + len(form) <= room
    )
    heads = next(fits, forms[-1])
    sizes = [width(head) for head in heads]
    name = max(min(longest, room - 4 - sum(sizes) - len(sizes)), 12)
    head: list[Part] = [(" ", ""), column("Journeys for", "muted", name)]
    yield (
        head
        + [
            part
            for one, size in zip(heads, sizes, strict=True)
            for part in ((" ", ""), column(one, "muted", size, right=True))
        ],
        "",
    )
    for persona, row in table.items():
        parts: list[Part] = [(" ", ""), column(names[persona], "text", name)]
        for stage, size in zip(STAGES, sizes, strict=True):
            number = row[stage]
            parts += [
                (" ", ""),
                column(
                    str(number) if number else "·", "text" if number else "muted", size, right=True
                ),
            ]
        yield parts, ""


def together_text(session: Session, together: Together) -> list[str]:
    """The findings and each contact's worst week as lines of text."""
    rows = [
        *_findings(session, together, TEXT_WIDTH),
        ([], ""),
        *_pressure(together, TEXT_WIDTH, ""),
    ]
    shown = ["".join(t for t, style in parts if style != "send").rstrip() for parts, _ in rows]
    return [f" {line}" if line else "" for line in shown]


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"


class TogetherLines(Lines, TellsWidth):
    """The rows; Enter goes to the journey that a row is about."""

    KEEPS_SELECTION = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "open", id="together.open"),
    ]

    def __init__(self, session: Session, *, id_: str | None = None) -> None:
        super().__init__(id_=id_)
        self.session = session
        self.about: list[str] = []

    def rebuild(self, together: Together | None, problem: str = "", *, stale: bool = False) -> None:
        """Show what this run says, muted where it is older than the journeys."""
        rows = together_rows(self.session, together, self.room, problem)
        self.about = [id_ for _, id_ in rows]
        faded = [
            [(t, "muted" if stale and s == "text" else s) for t, s in parts] for parts, _ in rows
        ]
        self.show(faded)
