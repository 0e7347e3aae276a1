"""The rows of the inspector: fields with their values, errors below them, what was simulated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import wrap

from nurture_tui.edit.change import Path
from nurture_tui.edit.form import ASSUMED, EXIT, GOAL, Field, groups_of, text_of
from nurture_tui.errors import NurtureError
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Send
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.sketch import ENTRY, kind_word
from nurture_tui.screens.cells import Part
from nurture_tui.screens.dialogs import sentence
from nurture_tui.screens.here import simulated_here
from nurture_tui.screens.session import Session
from nurture_tui.simulation.assume import effective_assume
from nurture_tui.text import rate

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
Drafts = Mapping[tuple[str, Path], tuple[str, str]]


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


def rows_of(session: Session, drafts: Drafts, size: int) -> list[Row]:
    """The rows for what is selected, in a pane of `size` cells.

    `drafts` are texts that were typed and refused, with why: they are shown until they are right.
    """
    journey = session.journey
    if journey is None:
        return []
    rows: list[Row] = [TextRow()]
    for group in groups_of(journey, session.selected):
        if group.title.strip():
            rows += [TextRow(), TextRow(((f" {group.title}", "bold"),))]
        elif group.title:
            rows.append(TextRow())
        for field in group.fields:
            draft = drafts.get((journey.id, field.path))
            text = draft[0] if draft else text_of(journey, field)
            inherited, note = inherited_by(session.workspace, journey, field)
            rows.append(FieldRow(field, text, "" if text else inherited, note))
            errors = [draft[1]] if draft else _errors(session, field)
            rows += [row for error in errors for row in _error_rows(error, size)]
    return [*rows, *(TextRow(tuple(parts)) for parts in simulated_here(session, size))]


def _errors(session: Session, field: Field) -> list[str]:
    """What the checks find wrong with this value."""
    return [
        f"{sentence(found.message)} {found.fix}".strip()
        for found in session.problems
        if found.path == field.path and found.severity == "error"
    ][:1]


def _error_rows(error: str, size: int) -> list[Row]:
    lines = wrap(error, max(size - VALUE_AT - 3, 12), max_lines=3, placeholder=" …")
    return [
        TextRow(((" " * VALUE_AT, ""), (f"{'× ' if not number else '  '}{line}", "error")))
        for number, line in enumerate(lines)
    ]


def inherited_by(workspace: Workspace, journey: Journey, field: Field) -> tuple[str, str]:
    """What holds where a field is empty, and the word for where it comes from."""
    key = str(field.path[-1])
    step = journey.steps.get(str(field.path[1])) if field.path[0] == "steps" else None
    if field.path[0] == "steps" and "assume" in field.path:
        return _assumed(workspace, journey, str(field.path[1]), key)
    if field.path[-1] == "asset" and isinstance(step, Send) and step.asset:
        asset = workspace.settings.assets.get(step.asset)
        return "", asset.status if asset else "unknown"
    if isinstance(step, Send) and key in ("channel", "basis", "sender", "window"):
        if getattr(step, key) is not None:
            return "", ""
        if key == "basis" and journey.sending.basis is None and journey.kind == "service":
            return "service", "kind"
        return _shared(workspace, journey, key)
    if field.path[0] == "sending":
        value = getattr(workspace.settings.sending, key)
        return (_plain(value), "workspace") if value is not None else ("", "")
    return "", ""


def _shared(workspace: Workspace, journey: Journey, key: str) -> tuple[str, str]:
    for sending, origin in (
        (journey.sending, "journey"),
        (workspace.settings.sending, "workspace"),
    ):
        value = getattr(sending, key)
        if value is not None:
            return str(value), origin
    return (
        ("email", "default")
        if key == "channel"
        else ("any", "default")
        if key == "window"
        else ("", "")
    )


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _assumed(workspace: Workspace, journey: Journey, id_: str, key: str) -> tuple[str, str]:
    """The rate that a run takes, with the short word for its source."""
    if key not in ASSUMED:
        return "", ""
    try:
        found = effective_assume(workspace, journey, id_)
    except NurtureError:
        return "", ""
    return rate(getattr(found, key)), source_word(found.sources[key])


def source_word(source: str) -> str:
    """A source in a word or two: `guess`, `benchmark`, or its first words."""
    low = source.casefold()
    if low.startswith("guess"):
        return "guess"
    if low.startswith(("own data", "set in")):
        return source.split(":")[0].split(",")[0]
    return "benchmark"
