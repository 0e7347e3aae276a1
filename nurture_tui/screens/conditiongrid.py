"""The rows of a condition above its text, each following the other as it is typed."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Literal

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from nurture_tui.edit.conditionrows import (
    AS_WRITTEN,
    COMPARISONS,
    CONTAINS,
    LACKS,
    ConditionRow,
    ConditionRows,
    kind_of,
    operators_for,
    row_text,
    rows_of,
    text_of_rows,
    values_for,
)
from nurture_tui.errors import ConditionError, joined
from nurture_tui.model.condition import parse_condition
from nurture_tui.model.typecheck import check_condition
from nurture_tui.report.meeting import Met
from nurture_tui.screens.cells import Part, column
from nurture_tui.screens.completion import (
    Known,
    known_words,
    subjects_of_calls,
    words_of_conditions,
)
from nurture_tui.screens.conditionparts import Column, outer_of, subjects_of, with_value
from nurture_tui.screens.dialogs import sentence
from nurture_tui.screens.fieldhelp import fitting_at, fitting_lines, key_at
from nurture_tui.screens.ink import Ink
from nurture_tui.screens.keynames import keys_of
from nurture_tui.screens.session import Session
from nurture_tui.screens.shares import Shares
from nurture_tui.text import count, cut, pad, safe, wrapped

_LEFT, _MET, _OPERATOR, _GAP, _HEAD, _FIRST = 8, 9, 16, 2, 2, 3
# What the keys do that are named below the rows.
_TURNS = "and, or: the other binds"
KEYS = {"rows.remove": "removes the row", "rows.turn": _TURNS, "rows.complete": "next"}
_VALUED = (*COMPARISONS.values(), CONTAINS, LACKS, "happened", "did not happen")


class CellInput(Input):
    """The one input of the sheet; it lies over the cell that is edited."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "cell(1)", "next cell", key_display="tab", id="rows.next"),
        Binding("shift+tab", "cell(-1)", "cell before", show=False, id="rows.previous"),
        Binding("down", "row(1)", "row below", show=False, id="rows.down"),
        Binding("up", "row(-1)", "row above", show=False, id="rows.up"),
        Binding(
            "ctrl+space,ctrl+@",
            "complete",
            "complete",
            key_display="ctrl+space",
            id="rows.complete",
        ),
        Binding("f6", "remove", "remove the row", id="rows.remove"),
        Binding("f7", "turn", "and binds, or binds", show=False, id="rows.turn"),
    ]

    @property
    def _grid(self) -> Grid:
        grid = self.parent
        assert isinstance(grid, Grid)
        return grid

    def action_cell(self, by: int) -> None:
        self._grid.to_cell(by)

    def action_row(self, by: int) -> None:
        self._grid.to_row(by)

    def action_complete(self) -> None:
        self._grid.complete()

    def action_remove(self) -> None:
        self._grid.remove_row()

    def action_turn(self) -> None:
        self._grid.turn()


class Grid(Widget):
    """The text, the rows below it, how many meet each, and what can be typed."""

    DEFAULT_CSS = """
    Grid { height: 19; width: 100%; margin: 1 0 0 0; }
    Grid > CellInput { position: absolute; height: 1; border: none; padding: 0; margin: 0;
        background: $panel; color: $foreground; }
    Grid > CellInput:focus { border: none; background-tint: $foreground 0%; }
    """

    def __init__(self, text: str, session: Session, shares: Shares, *, of_journey: bool) -> None:
        super().__init__(id="grid")
        self.session, self.shares = session, shares
        self.words = known_words(session, of_journey=of_journey)
        self._subjects = subjects_of(session, of_journey=of_journey)
        self._known = words_of_conditions(session, of_journey=of_journey)
        self.ink = Ink(self)
        self.text = text
        self.shown = ConditionRows(())
        self.wrong = ""
        self.at: tuple[int, Column] = (0, "subject")
        self._read()

    def compose(self) -> ComposeResult:
        yield CellInput(compact=True, select_on_focus=False, id="cell")

    def on_mount(self) -> None:
        self._input.cursor_blink = False
        self._input.focus()
        self._go(self.at)

    @property
    def _input(self) -> CellInput:
        return self.query_one(CellInput)

    @property
    def _places(self) -> dict[Column, tuple[int, int]]:
        """Where each column begins, and its cells: subjects and values share what there is."""
        free = max(self.size.width - _LEFT - _MET - _OPERATOR - 3 * _GAP, 20)
        subject = free * 3 // 5
        operator = _LEFT + subject + _GAP
        value = operator + _OPERATOR + _GAP
        return {
            "text": (_LEFT, max(self.size.width - _LEFT - 2, 4)),
            "join": (2, 4),
            "subject": (_LEFT, subject),
            "operator": (operator, _OPERATOR),
            "value": (value, free - subject),
        }

    # -------------------------------------------------------------- the two sides
    def _read(self) -> None:
        """The rows of the text as it is; a text that cannot be read leaves them as they were."""
        self.wrong = ""
        if not self.text.strip():
            self.shown = ConditionRows(())
            return
        try:
            condition = parse_condition(self.text)
        except ConditionError as error:
            self.wrong = joined(sentence(error.message), error.fix)
            return
        self.shown = rows_of(condition)
        self._check()

    def _write(self, shown: ConditionRows) -> None:
        """The text of other rows."""
        self.shown = shown
        self.text = text_of_rows(shown, self.words)
        self._check()

    def _check(self) -> None:
        self.wrong = ""
        if not self.text:
            return
        try:
            problems = check_condition(parse_condition(self.text), self.words).problems
        except ConditionError as error:
            self.wrong = joined(sentence(error.message), error.fix)
            return
        if problems:
            self.wrong = joined(sentence(problems[0].message), problems[0].fix)

    # -------------------------------------------------------------- cells
    def cells(self) -> list[tuple[int, Column]]:
        """All cells that can be edited, in order; row -1 is the text."""
        found: list[tuple[int, Column]] = [(-1, "text")]
        for number, row in enumerate(self.shown.rows):
            if number:
                found.append((number, "join"))
            found.append((number, "subject"))
            if row.operator != AS_WRITTEN:
                found.append((number, "operator"))
            if row.operator in _VALUED:
                found.append((number, "value"))
        return [*found, (len(self.shown.rows), "subject")]

    def value_of(self, cell: tuple[int, Column]) -> str:
        """What stands in a cell."""
        number, name = cell
        if name == "text":
            return self.text
        if number >= len(self.shown.rows):
            return ""
        return str(getattr(self.shown.rows[number], name))

    def _go(self, cell: tuple[int, Column]) -> None:
        cells = self.cells()
        self.at = cell if cell in cells else cells[-1]
        with self.prevent(Input.Changed):
            self._input.value = self.value_of(self.at)
        self._input.cursor_position = len(self._input.value)
        self._place()

    def _place(self) -> None:
        number, name = self.at
        x, size = self._places[name]
        self._input.styles.offset = (x, 0 if name == "text" else _FIRST + number)
        self._input.styles.width = max(min(size, self.size.width - x - 2), 4)
        texts = self._fitting_texts()
        words = self._known if name == "text" else []
        self._input.suggester = Known(texts, words, subjects_of_calls(self.session))
        self.refresh()

    def _fitting_texts(self) -> list[str]:
        number, name = self.at
        row = (
            self.shown.rows[number]
            if 0 <= number < len(self.shown.rows)
            else ConditionRow("and", "")
        )
        match name:
            case "join":
                return ["and", "or"]
            case "subject":
                return self._subjects
            case "operator":
                return list(operators_for(row.subject, self.words))
            case "value":
                return list(values_for(row.subject, self.words))
        return []

    # -------------------------------------------------------------- events
    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        number, name = self.at
        if name == "text":
            self.text = event.value
            self._read()
        else:
            self._change(number, name, event.value)
        self.refresh()

    def _change(self, number: int, name: Column, value: str) -> None:
        rows = list(self.shown.rows)
        if number == len(rows):
            if not value.strip():
                return
            join = self.shown.outer if len(rows) > 1 else "and"
            rows.append(ConditionRow(join, ""))
        row = rows[number]
        if name == "join":
            if value.strip() not in ("and", "or"):
                return
            row = replace(row, join="or" if value.strip() == "or" else "and")
        else:
            other_kind = kind_of(row.subject, self.words) != kind_of(value, self.words)
            row = with_value(row, name, value)
            if name == "subject" and other_kind:
                fitting = operators_for(value, self.words)
                row = replace(row, operator=fitting[0], value="")
        rows[number] = row
        self._write(replace(self.shown, rows=tuple(rows), outer=outer_of(self.shown, rows)))

    def on_resize(self) -> None:
        self._place()

    def on_click(self, event: events.Click) -> None:
        if event.widget is not self:
            return
        number = -1 if event.y == 0 else event.y - _FIRST
        below = number - len(self.shown.rows) - 2
        if 0 <= below < len(said := self._said()):
            self._press_or_take(said[below], event.x)
        names = [name for row, name in self.cells() if row == number]
        for name in names:
            x, size = self._places[name]
            if x <= event.x < x + size + 2 or len(names) == 1:
                self._go((number, name))
                self._input.focus()

    def _press_or_take(self, row: list[Part], x: int) -> None:
        """A click below the rows: a key that is named there, or a text that is offered."""
        known, found, keys = self._input.suggester, fitting_at(row, x), keys_of(self.app)
        key = key_at(row, x, {keys[id_]: id_ for id_ in KEYS})
        if key is not None:
            {"rows.remove": self.remove_row, "rows.turn": self.turn}.get(key, self.complete)()
        elif found is not None and isinstance(known, Known) and found in known.every:
            self._input.value = known.with_text(self._input.value, found)
            self._input.cursor_position = len(self._input.value)
            self._input.focus()

    # -------------------------------------------------------------- actions
    def to_cell(self, by: int) -> None:
        cells = self.cells()
        place = cells.index(self.at) if self.at in cells else 0
        self._go(cells[(place + by) % len(cells)])

    def to_row(self, by: int) -> None:
        number = max(-1, min(self.at[0] + by, len(self.shown.rows)))
        names = [name for row, name in self.cells() if row == number]
        self._go(
            (number, self.at[1] if self.at[1] in names else names[-1] if number < 0 else "subject")
        )

    def complete(self) -> None:
        suggester = self._input.suggester
        text = suggester.next_after(self._input.value) if isinstance(suggester, Known) else None
        if text is not None:
            self._input.value = text
            self._input.cursor_position = len(text)

    def remove_row(self) -> None:
        number = self.at[0]
        if 0 <= number < len(self.shown.rows):
            rows = [row for place, row in enumerate(self.shown.rows) if place != number]
            self._write(replace(self.shown, rows=tuple(rows), outer=outer_of(self.shown, rows)))
            self._go((min(number, len(rows)), "subject"))

    def turn(self) -> None:
        """Of `and` and `or` the other binds: (a or b) and c in place of a or (b and c)."""
        outer: Literal["and", "or"] = "or" if self.shown.outer == "and" else "and"
        self._write(replace(self.shown, outer=outer))
        self.refresh()

    # -------------------------------------------------------------- painting
    def render_line(self, y: int) -> Strip:
        return self.ink.strip(self._parts(y), self.size.width)

    def _parts(self, y: int) -> list[Part]:
        if y == 0:
            return [
                ("  text  ", "bold" if self.at[1] == "text" else "muted"),
                (safe(self.text), "field"),
            ]
        if y == _HEAD:
            return [(" " * _LEFT, ""), *self._columns("subject", "operator", "value", "meet it")]
        number = y - _FIRST
        if 0 <= number < len(self.shown.rows):
            return self._row_parts(number)
        if number == len(self.shown.rows):
            return [(" " * 6, ""), ("+ ", "muted"), ("another row", "inherited")]
        below = number - len(self.shown.rows) - 2
        said = self._said()
        return said[below] if 0 <= below < len(said) else []

    def _row_parts(self, number: int) -> list[Part]:
        row = self.shown.rows[number]
        met = self.shares.met(row_text(row, self.words))
        operator = "" if row.operator == AS_WRITTEN else row.operator
        ink = "bold" if number == self.at[0] else "text"
        return [
            ("  ", ""),
            column(row.join if number else "", "muted", 4),
            ("  ", ""),
            *self._columns(row.subject, operator, row.value, _number(met), ink),
        ]

    def _columns(
        self, subject: str, operator: str, value: str, met: str, ink: str = "muted"
    ) -> list[Part]:
        """A row in its columns; `ink` for what is the row's own."""
        sizes = [self._places[name][1] for name in ("subject", "operator", "value")]
        texts = zip((subject, operator, value), sizes, (ink, "muted", ink), strict=True)
        cells = [column(cut(safe(text), size), style, size + _GAP) for text, size, style in texts]
        return [*cells, (pad(met, _MET - _GAP, "right"), "muted")]

    def _said(self) -> list[list[Part]]:
        """Below the rows: what is wrong or how many meet it, and what can be typed."""
        room = max(self.size.width - 6, 20)
        if self.wrong:
            lines = wrapped(self.wrong, room)[:3]
            found: list[list[Part]] = [
                [("  ", ""), (f"{'  ' if place else '× '}{line}", "error")]
                for place, line in enumerate(lines)
            ]
        else:
            found = [[("  ", ""), (self.shares.said(self.text), "text")]]
        suggester = self._input.suggester
        if self.at[1] != "text" and isinstance(suggester, Known):
            fitting = suggester.fitting(self._input.value)
            found += [[("  ", ""), (line, "muted")] for line in fitting_lines(fitting, room)]
        keys = keys_of(self.app)
        named = "   ".join(f"{keys[id_]} {words}" for id_, words in KEYS.items())
        return [*found, [], [("  ", ""), (cut(named, room), "muted")]]

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.ink.dry()


def _number(met: Met | None) -> str:
    return count(met.met) if met is not None else ""
