"""The heat map of sends: hours down, days across, some weeks a page, one cell chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from nurture_tui.report.calendar import Heat
from nurture_tui.screens.cells import Part, cells
from nurture_tui.screens.heatgrid import (
    HEAD_ROWS,
    HOURS_WIDTH,
    Column,
    Grid,
    Week,
    grid,
    pages,
    tint,
    weekend_text,
)
from nurture_tui.screens.heatgrid import week_number as number_of_week
from nurture_tui.screens.ink import Ink
from nurture_tui.text import count

EIGHTHS = " ▁▂▃▄▅▆▇█"
BAR_ROWS = 2
BELOW = BAR_ROWS + 3
"""Rows below the hours: a blank one, the bars, a blank one, the words."""
FEW_HOURS = 8
LETTERS = "MTWTFSS"


class HeatMap(Widget, can_focus=True):
    """Shows a heat; posts Chosen for another cell and Opened for Enter or a double click.

    Hours that do not fit scroll with the chosen cell. Below them stand the sends a day as bars
    and a line of words, where there is room.
    """

    ALLOW_SELECT = False  # a press would repaint the whole screen for text that none can take here
    DEFAULT_CSS = "HeatMap { height: 1fr; width: 100%; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(0, -1)", "cell", key_display="arrows", id="heat.cell"),
        Binding("down,j", "move(0, 1)", "hour later", show=False, id="heat.down"),
        Binding("k", "move(0, -1)", "hour earlier", show=False, id="heat.up"),
        Binding("left,h", "move(-1, 0)", "day before", show=False, id="heat.left"),
        Binding("right,l", "move(1, 0)", "day after", show=False, id="heat.right"),
        Binding("enter", "open", "sends", id="heat.open"),
        Binding("pageup", "turn(-1)", "weeks before", show=False, id="heat.before"),
        Binding("pagedown", "turn(1)", "weeks on", show=False, id="heat.after"),
        Binding("home", "edge(-1)", "first day", show=False, id="heat.first"),
        Binding("end", "edge(1)", "last day", show=False, id="heat.last"),
    ]

    class Chosen(Message):
        """Another cell was chosen: a day (a row of the heat) and an hour."""

        def __init__(self, day: int, hour: int) -> None:
            super().__init__()
            self.day, self.hour = day, hour

    class Opened(Chosen):
        """The sends of the cell are asked for."""

    class Resized(Message):
        """Other weeks may be on the page."""

    def __init__(self, *, id_: str | None = None) -> None:
        super().__init__(id=id_)
        self.ink = Ink(self)
        self.heat: Heat | None = None
        self.was: Heat | None = None
        self.words: Sequence[Sequence[Part]] = ()
        self.day = self.hour = 0
        self._first, self._last = date.min, date.max
        self._top = 0
        self._page = 0

    # -------------------------------------------------------------- what is shown
    def show(
        self,
        heat: Heat,
        first: date,
        last: date,
        words: Sequence[Sequence[Part]],
        cell: tuple[int, int],
        was: Heat | None = None,
    ) -> None:
        """Show a heat with this cell chosen; the run has the days from `first` to `last`.

        Of `words`, the longest first, those that fit stand below. `was` are the sends as the
        journey was saved, where it is edited: weeks that have changed say how many they had.
        """
        opened = self.heat is None
        self.heat, self.words, self.was = heat, words, was
        self._first, self._last = first, last
        self.day, self.hour = cell
        if opened:
            self._to_the_fullest()
        self._follow()
        self.refresh()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.ink.dry()

    @property
    def rows_wanted(self) -> int:
        """The rows that show everything."""
        if self.heat is None:
            return 1
        begins, ends = self.heat.hours()
        return HEAD_ROWS + ends - begins + 1 + BELOW

    @property
    def weeks(self) -> tuple[int, ...]:
        """The weeks on the page that is shown."""
        found = self._pages()
        return found[min(self._page, len(found) - 1)] if found else ()

    @property
    def page_of(self) -> tuple[int, int]:
        """The page that is shown, from 1, and how many there are."""
        return min(self._page, len(self._pages()) - 1) + 1, len(self._pages())

    def _pages(self) -> tuple[tuple[int, ...], ...]:
        return pages(self.heat, self.size.width) if self.heat is not None else ()

    def _grid(self) -> Grid:
        assert self.heat is not None
        return grid(self.heat, self.weeks)

    def _room(self) -> int:
        """The rows that the hours have: what bars and words leave, unless that is too little."""
        room = self.size.height - HEAD_ROWS
        return max(room - BELOW if room - BELOW >= FEW_HOURS else room, 1)

    def _hours_in_view(self) -> range:
        """The hours that are shown: all that have sends, or those around the chosen one."""
        assert self.heat is not None
        begins, ends = self.heat.hours()
        room = self._room()
        top = max(begins, min(self._top, ends - room + 1))
        return range(top, min(top + room, ends + 1))

    def _follow(self) -> None:
        """Have the chosen cell in view."""
        if self.heat is None:
            return
        week = self.day // 7
        found = self._pages()
        self._page = next((n for n, page in enumerate(found) if week in page), 0)
        begins, ends = self.heat.hours()
        self.hour = max(begins, min(self.hour, ends))
        self._top = max(min(self._top, self.hour), self.hour - self._room() + 1)

    def _to_the_fullest(self) -> None:
        """Of all hours around the chosen one, have those in view that have most sends."""
        if self.heat is None:
            return
        room, by_hour = self._room(), self.heat.counts.sum(axis=0)
        tops = range(max(self.hour - room + 1, 0), self.hour + 1)
        self._top = max(tops, key=lambda top: int(by_hour[top : top + room].sum()))

    def on_resize(self) -> None:
        self._to_the_fullest()
        self._follow()
        self.refresh()
        self.post_message(self.Resized())

    # -------------------------------------------------------------- drawing
    def render_line(self, y: int) -> Strip:
        return self.ink.strip(self._row(y) if self.heat is not None else (), self.size.width)

    def _row(self, y: int) -> Sequence[Part]:
        assert self.heat is not None
        drawn, hours = self._grid(), self._hours_in_view()
        if y < HEAD_ROWS:
            return (self._weeks_row, self._letters_row, self._dates_row)[y](drawn)
        if y < HEAD_ROWS + len(hours):
            return self._hour_row(drawn, hours[y - HEAD_ROWS])
        below = y - HEAD_ROWS - len(hours)
        if 1 <= below <= BAR_ROWS:
            return self._bars_row(drawn, below - 1)
        fitting = (words for words in self.words if cells(words) <= self.size.width)
        return next(fitting, ()) if below == BELOW - 1 else ()

    def _weeks_row(self, drawn: Grid) -> Sequence[Part]:
        assert self.heat is not None
        parts: list[Part] = [(" " * HOURS_WIDTH, "")]
        for week in drawn.weeks:
            name = f"week {number_of_week(self.heat, week.number)}"
            total = self.heat.week_total(week.number)
            sends = self._was_words(week, total, week.width - len(name) - 2) or (
                f"  {count(total)} {'send' if total == 1 else 'sends'}"
            )
            parts += [(name, "bold"), (sends.ljust(week.width - len(name)), "muted")]
        return parts

    def _was_words(self, week: Week, total: int, room: int) -> str:
        """`  56, was 77`: a week that the edits have changed; "" for the others."""
        assert self.heat is not None
        if self.was is None:
            return ""
        before = self.was.sends_from(self.heat.day(week.number * 7))
        words = f"  {count(total)}, was {count(before)}"
        return words if before != total and len(words) <= room else ""

    def _letters_row(self, drawn: Grid) -> Sequence[Part]:
        return self._by_day(drawn, lambda column: (LETTERS[column.day % 7], "muted"))

    def _dates_row(self, drawn: Grid) -> Sequence[Part]:
        """The dates; those of a weekend too narrow for both stand as `12–13`."""
        assert self.heat is not None
        parts: list[Part] = [(" " * HOURS_WIDTH, "")]
        for week in drawn.weeks:
            narrow = [column for column in week.days if column.digits == 1]
            wide = week.days[: len(week.days) - len(narrow)]
            parts += [self._date(f"{{:>{column.digits}}} ", column) for column in wide]
            end = wide[-1].x + wide[-1].digits + 1
            dates = weekend_text(self.heat, narrow[0].day) if narrow else ""
            parts.append((dates.ljust(week.x + week.width - end), self._date("", wide[-1])[1]))
        return parts

    def _date(self, form: str, column: Column) -> Part:
        """A date as `form` has it, light where the run does not have that day."""
        assert self.heat is not None
        day = self.heat.day(column.day)
        return form.format(day.day), "muted" if self._first <= day <= self._last else "line"

    def _by_day(
        self, drawn: Grid, of_day: Callable[[Column], Part], left: str = ""
    ) -> Sequence[Part]:
        """A row with a text right-aligned over each day."""
        parts: list[Part] = [(left.ljust(HOURS_WIDTH), "muted")]
        for week in drawn.weeks:
            for column in week.days:
                text, style = of_day(column)
                parts.append((f"{text:>{column.digits}} "[: column.digits + 1], style))
            parts.append((" " * _after(week), ""))
        return parts

    def _hour_row(self, drawn: Grid, hour: int) -> Sequence[Part]:
        assert self.heat is not None
        heat = self.heat
        highest = int(heat.counts.max(initial=0))
        label = f"  {hour:02}:00 {self._more_hours(hour)}".ljust(HOURS_WIDTH)
        marks: list[Part] = [(ch, "muted") for ch in label]
        chosen = digits = -1
        for week in drawn.weeks:
            for column in week.days:
                number = int(heat.counts[column.day, hour])
                inside = self._first <= heat.day(column.day) <= self._last
                text = str(number) if number else "·" if inside else ""
                style = tint(number, highest) if number else "line"
                if column.day == self.day and hour == self.hour:
                    chosen, digits = len(marks), column.digits
                    text = text if number else "0"
                marks += [(ch, style) for ch in f"{text:>{column.digits}} "]
            gap = " ·· " if week.dots >= 0 else ""
            marks += [(ch, "line") for ch in gap.ljust(_after(week))]
        if chosen >= 0:
            middle = "".join(ch for ch, _ in marks[chosen : chosen + digits]).strip()
            shown = f"[{middle:>{digits}}]"
            marks[chosen - 1 : chosen + digits + 1] = [(ch, "here") for ch in shown]
        return _joined(marks)

    def _more_hours(self, hour: int) -> str:
        """A sign beside the first and the last hour in view where others lie beyond."""
        assert self.heat is not None
        shown, (begins, ends) = self._hours_in_view(), self.heat.hours()
        if hour == shown[0] > begins:
            return "▲"
        return "▼" if hour == shown[-1] < ends else ""

    def _bars_row(self, drawn: Grid, row: int) -> Sequence[Part]:
        assert self.heat is not None
        per_day = self.heat.per_day()
        highest = int(per_day.max(initial=0))

        def of_day(column: Column) -> Part:
            number = int(per_day[column.day])
            height = number / highest * BAR_ROWS if highest else 0
            eighths = round((height - (BAR_ROWS - 1 - row)) * 8)
            if number and row == BAR_ROWS - 1:
                eighths = max(eighths, 1)
            return EIGHTHS[min(max(eighths, 0), 8)] * column.digits, "send"

        return self._by_day(drawn, of_day, "  a day" if row == BAR_ROWS - 1 else "")

    # -------------------------------------------------------------- choosing
    def _choose(self, day: int, hour: int) -> None:
        if (day, hour) != (self.day, self.hour):
            self.day, self.hour = day, hour
            self._follow()
            self.refresh()
            self.post_message(self.Chosen(self.day, self.hour))

    def _days(self) -> list[int]:
        """All days of the run that have a column, on any page."""
        assert self.heat is not None
        return [day for page in self._pages() for day in grid(self.heat, page).days]

    def action_move(self, days: int, hours: int) -> None:
        if self.heat is None:
            return
        shown = self._days()
        nearest = min(range(len(shown)), key=lambda at: abs(shown[at] - self.day))
        begins, ends = self.heat.hours()
        day = shown[max(0, min(nearest + days, len(shown) - 1))]
        self._choose(day, max(begins, min(self.hour + hours, ends)))

    def action_turn(self, by: int) -> None:
        """Other weeks, with the same place on the page where there is one."""
        if self.heat is None:
            return
        found = self._pages()
        page = max(0, min(self._page + by, len(found) - 1))
        weekday = self.day % 7
        at = list(self.weeks).index(self.day // 7) if self.day // 7 in self.weeks else 0
        week = found[page][min(at, len(found[page]) - 1)]
        days = [d for d in grid(self.heat, [week]).days if d % 7 <= weekday]
        if page != self._page:
            self._choose(days[-1], self.hour)

    def action_edge(self, side: int) -> None:
        if self.heat is not None:
            shown = self._days()
            self._choose(shown[0] if side < 0 else shown[-1], self.hour)

    def action_open(self) -> None:
        if self.heat is not None:
            self.post_message(self.Opened(self.day, self.hour))

    def on_click(self, event: events.Click) -> None:
        if self.heat is None:
            return
        hours = self._hours_in_view()
        at, day = event.y - HEAD_ROWS, self._grid().day_at(event.x)
        if day is not None and 0 <= at < len(hours):
            self._choose(day, hours[at])
            if event.chain == 2:
                self.action_open()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.action_turn(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.action_turn(-1)


def _after(week: Week) -> int:
    """The cells of a week behind its last day."""
    last = week.days[-1]
    return week.x + week.width - (last.x + last.digits + 1)


def _joined(cells: Sequence[tuple[str, str]]) -> list[Part]:
    """Neighbours of one style as one part."""
    parts: list[Part] = []
    for text, style in cells:
        if parts and parts[-1][1] == style:
            parts[-1] = (parts[-1][0] + text, style)
        else:
            parts.append((text, style))
    return parts
