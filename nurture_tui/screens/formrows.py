"""The rows of the inspector: fields with their values, errors below them, what was simulated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from nurture_tui.edit.form import EXIT, GOAL, Field
from nurture_tui.report.sketch import ENTRY, kind_word
from nurture_tui.screens.cells import Part, column
from nurture_tui.screens.dialogs import sentence
from nurture_tui.screens.session import Session
from nurture_tui.screens.subject import Subject
from nurture_tui.text import cut, pad, safe, width

LABEL = 8
VALUE_AT = 11


@dataclass(frozen=True)
class FieldRow:
    """A field as it is shown: `inherited` stands in for a value that is not set here."""

    field: Field
    text: str
    inherited: str = ""
    note: str = ""


@dataclass(frozen=True)
class TextRow:
    """A row that only says something."""

    parts: tuple[Part, ...] = ()


Row = FieldRow | TextRow


def title_of(session: Session) -> str:
    """The title of the inspector: the kind's word and the id."""
    journey, selected = session.journey, session.selected
    if journey is None:
        return "Nothing selected"
    if selected == ENTRY:
        return "entry and journey"
    if selected == GOAL:
        return "goal"
    if selected.startswith(EXIT):
        return f"exit rule: {selected.removeprefix(EXIT)}"
    step = journey.steps.get(selected)
    if step is None:
        return "Nothing selected"
    return f"{kind_word(step, journey, session.workspace)}: {selected}"


def rows_of(subject: Subject, size: int, value_at: int = VALUE_AT) -> list[Row]:
    """The rows of a form, in a pane of `size` cells whose values begin at `value_at`.

    Texts that were typed and refused are shown, with why, until they are right.
    """
    rows: list[Row] = [TextRow()]
    for group in subject.groups():
        if group.title.strip():
            rows += [TextRow(), TextRow(((f" {group.title}", "bold"),))]
        elif group.title:
            rows.append(TextRow())
        for field in group.fields:
            draft = subject.session.drafts.get((subject.key, field.path))
            text = draft[0] if draft else subject.text(field)
            inherited, note = subject.inherited(field)
            rows.append(FieldRow(field, text, "" if text else inherited, note))
            errors = [draft[1]] if draft else _errors(subject, field)
            rows += [row for error in errors for row in _error_rows(error, size, value_at)]
    return [*rows, *(TextRow(tuple(parts)) for parts in subject.below(size))]


def field_parts(row: FieldRow, size: int, label: int, value_at: int, *, edited: bool) -> list[Part]:
    """A field as one row of `size` cells; `edited` is whether the field is being typed into."""
    room = size - value_at - 1
    note = f"{row.note} " if row.note else ""
    text, style = (row.text, "field") if row.text else (row.inherited, "inherited")
    shown = cut(safe(text), max(room - width(note) - (1 if note else 0), 1))
    return [
        (" ", ""),
        column(row.field.label, "bold" if edited else "muted", label),
        (" ", ""),
        ("┃" if edited else "▏", "text" if edited else "line"),
        (pad(shown, room - width(note)), style),
        (note, "inherited"),
    ]


def near(rows: Sequence[Row], at: int) -> FieldRow | None:
    """The field that a click on a row means: its own, that of an error, else one a row away.

    A click that misses by a row and took no field would leave the letters typed next to commands.
    """
    own = at
    while 0 < own < len(rows) and any(style == "error" for _, style in _parts(rows[own])):
        own -= 1
    found = (rows[y] for y in (own, at - 1, at + 1) if 0 <= y < len(rows))
    return next((row for row in found if isinstance(row, FieldRow)), None)


def _parts(row: Row) -> tuple[Part, ...]:
    return row.parts if isinstance(row, TextRow) else ()


def _errors(subject: Subject, field: Field) -> list[str]:
    """What the checks find wrong with this value, or why what it names cannot be used."""
    unusable = subject.unusable(field)
    return [
        *([sentence(unusable)] if unusable else []),
        *_found(subject, field),
    ][:1]


def _found(subject: Subject, field: Field) -> list[str]:
    return [
        f"{sentence(found.message)} {found.fix}".strip()
        for found in subject.findings()
        if found.path == field.place and field.type != "key" and found.severity == "error"
    ]


def _error_rows(error: str, size: int, value_at: int) -> list[Row]:
    lines = wrap(error, max(size - value_at - 3, 12), max_lines=4, placeholder=" …")
    return [
        TextRow(((" " * value_at, ""), (f"{'× ' if not number else '  '}{line}", "error")))
        for number, line in enumerate(lines)
    ]
