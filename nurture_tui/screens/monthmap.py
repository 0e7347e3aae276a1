"""The calendar of sends by day: weeks down, Monday to Sunday across, with the tasks of sellers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from nurture_tui.report.calendar import Heat
from nurture_tui.screens.cells import Part, column
from nurture_tui.screens.heatgrid import tint, week_number
from nurture_tui.screens.ink import Ink
from nurture_tui.text import count

LABEL, MONTH, TOTAL = 10, 4, 15
LEAST_DAY, NAMED_DAY, MOST_DAY = 7, 14, 14
DATE, NAMED_DATE = 3, 8
HEAD_ROWS = 2
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class MonthMap(ScrollView, can_focus=True):
    """Shows a heat by day; posts Chosen for another day and Opened for Enter or a double click.

    Under a day with tasks for sellers stands how many; a week without any has no row for them.
    """

    ALLOW_SELECT = False  # a press would repaint the whole screen for text that none can take here
    DEFAULT_CSS = "MonthMap { height: 1fr; width: 100%; scrollbar-size-vertical: 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-7)", "day", key_display="arrows", id="month.day"),
        Binding("down,j", "move(7)", "week later", show=False, id="month.down"),
        Binding("k", "move(-7)", "week earlier", show=False, id="month.up"),
        Binding("left,h", "move(-1)", "day before", show=False, id="month.left"),
        Binding("right,l", "move(1)", "day after", show=False, id="month.right"),
        Binding("pageup", "move(-28)", "weeks before", show=False, id="month.before"),
        Binding("pagedown", "move(28)", "weeks on", show=False, id="month.after"),
        Binding("home", "move(-100000)", "first day", show=False, id="month.first"),
        Binding("end", "move(100000)", "last day", show=False, id="month.last"),
        Binding("enter", "open", "sends", id="month.open"),
    ]

    class Chosen(Message):
        """Another day was chosen: a row of the heat."""

        def __init__(self, day: int) -> None:
            super().__init__()
            self.day = day

    class Opened(Chosen):
        """The sends of the day are asked for."""

    def __init__(self, *, id_: str | None = None) -> None:
        super().__init__(id=id_)
        self.ink = Ink(self)
        self.heat: Heat | None = None
        self.day = 0
        self._first, self._last = date.min, date.max
        self._tasks: Mapping[date, int] = {}
        self._limit: int | None = None
        self._rows: Sequence[tuple[int, bool]] = ()

    def show(
        self,
        heat: Heat,
        first: date,
        last: date,
        tasks: Mapping[date, int],
        limit: int | None,
        day: int,
    ) -> None:
        """Show a heat with this day chosen; the run has the days from `first` to `last`.

        `tasks` are those of sellers by day, `limit` how many a day are agreed.
        """
        self.heat, self._tasks, self._limit = heat, tasks, limit
        self._first, self._last = first, last
        self.day = self._within(day)
        busy = {(day - heat.first).days // 7 for day, number in tasks.items() if number}
        self._rows = [
            (week, of_tasks)
            for week in range(heat.weeks)
            for of_tasks in ((False, True) if week in busy else (False,))
        ]
        self.virtual_size = Size(0, self.rows_wanted)
        self.call_after_refresh(self._follow)
        self.refresh()

    @property
    def rows_wanted(self) -> int:
        """The rows that show everything."""
        return HEAD_ROWS + len(self._rows)

    @property
    def _day_width(self) -> int:
        room = self.size.width - LABEL - TOTAL
        wide = min(room // 7, MOST_DAY)
        return wide if wide >= NAMED_DAY else max((room - MONTH) // 7, LEAST_DAY)

    @property
    def _label_width(self) -> int:
        """The cells left of the days; where these are too narrow for a month, it stands there."""
        return LABEL if self._day_width >= NAMED_DAY else MONTH + LABEL

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.ink.dry()

    # -------------------------------------------------------------- drawing
    def render_line(self, y: int) -> Strip:
        return self.ink.strip(self._row(y) if self.heat is not None else (), self.size.width)

    def _row(self, y: int) -> Sequence[Part]:
        assert self.heat is not None
        if y < HEAD_ROWS:
            return self._head() if y == 0 else ()
        at = y - HEAD_ROWS + self.scroll_offset.y
        if at >= len(self._rows):
            return ()
        week, of_tasks = self._rows[at]
        return self._tasks_row(week) if of_tasks else self._week_row(week)

    def _head(self) -> Sequence[Part]:
        size = self._day_width
        days = [column(f"{name} ", "muted", size, right=True) for name in DAYS]
        return [(" " * self._label_width, ""), *days, column("sends", "muted", 9, right=True)]

    def _week_row(self, week: int) -> Sequence[Part]:
        assert self.heat is not None
        heat, size = self.heat, self._day_width
        per_day = heat.per_day()
        highest = int(per_day.max(initial=0))
        parts: list[Part] = [column(self._label(week), "muted", self._label_width)]
        for number in range(week * 7, week * 7 + 7):
            day, sends = heat.day(number), int(per_day[number])
            inside = self._first <= day <= self._last
            named = size >= NAMED_DAY
            first = day.day == 1 or not number
            dated = f"{day.day:2} {day:%b}" if named and first else f"{day.day:2}"
            if number == self.day:
                dated = dated.lstrip()
                shown = _fitting(sends, size - len(dated) - 3).rjust(size - len(dated) - 2)
                parts.append((f"[{dated}{shown}]", "here"))
                continue
            date_cells = NAMED_DATE if named else DATE
            parts.append((f" {dated}".ljust(date_cells), "muted" if inside else "line"))
            shown = _fitting(sends, size - date_cells - 1)
            shown = shown if sends else "·" if inside else ""
            style = tint(sends, highest) if sends else "line"
            # The blank is before a number that has no room for one on both sides.
            room = size - date_cells
            whole = f" {shown}" if len(shown) == room - 1 else f"{shown.rjust(room - 1)} "
            parts.append((whole, style))
        total = heat.week_total(week)
        return [*parts, column(count(total), "text" if total else "muted", 9, right=True)]

    def _label(self, week: int) -> str:
        """`week 53`; where days are too narrow to name a month, `Jan week 53` in its first week."""
        assert self.heat is not None
        number, days = week_number(self.heat, week), range(week * 7, week * 7 + 7)
        first = next((d for d in days if self.heat.day(d).day == 1 or not d), None)
        if self._day_width >= NAMED_DAY:
            return f"  week {number}"
        month = f"{self.heat.day(first):%b}" if first is not None else ""
        return f"  {month:{MONTH}}week {number}"

    def _tasks_row(self, week: int) -> Sequence[Part]:
        assert self.heat is not None
        size = self._day_width
        room = self._label_width
        parts: list[Part] = [column("tasks".rjust(room - 1), "muted", room)]
        for number in range(week * 7, week * 7 + 7):
            tasks = self._tasks.get(self.heat.day(number), 0)
            over = self._limit is not None and tasks > self._limit
            shown = count(tasks) if tasks else ""
            parts.append((f"{shown:>{size - 1}} ", "warning" if over else "muted"))
        of_week = [self._tasks.get(self.heat.day(n), 0) for n in range(week * 7, week * 7 + 7)]
        total = sum(of_week)
        return [*parts, column(count(total) if total else "", "muted", 9, right=True)]

    # -------------------------------------------------------------- choosing
    def on_resize(self, _: events.Resize) -> None:
        """Where it was hidden, another week may have been chosen meanwhile."""
        self.call_after_refresh(self._follow)

    def _within(self, day: int) -> int:
        """The nearest day that the run or a send has."""
        assert self.heat is not None
        used = [int(one) for one in self.heat.per_day().nonzero()[0]]
        lowest = min([(self._first - self.heat.first).days, *used[:1]])
        highest = max([(self._last - self.heat.first).days, *used[-1:]])
        return max(lowest, min(day, highest))

    def _follow(self) -> None:
        """Have the chosen week in view, below the head, which does not scroll."""
        if self.heat is None or not self.size.height:
            return
        week = self.day // 7
        y, rows = self._rows.index((week, False)), sum(one == week for one, _ in self._rows)
        if y < self.scroll_offset.y:
            self.scroll_to(y=y, animate=False, force=True)
        else:
            region = Region(0, HEAD_ROWS + y, 1, rows)
            self.scroll_to_region(region, animate=False, force=True)

    def action_move(self, by: int) -> None:
        if self.heat is not None:
            self._choose(self._within(self.day + by))

    def _choose(self, day: int) -> None:
        if day != self.day:
            self.day = day
            self._follow()
            self.refresh()
            self.post_message(self.Chosen(day))

    def action_open(self) -> None:
        if self.heat is not None:
            self.post_message(self.Opened(self.day))

    def on_click(self, event: events.Click) -> None:
        if self.heat is None:
            return
        at = event.y - HEAD_ROWS + self.scroll_offset.y
        weekday = (event.x - self._label_width) // self._day_width
        if event.y >= HEAD_ROWS and 0 <= weekday < 7 and at < len(self._rows):
            self._choose(self._within(self._rows[at][0] * 7 + weekday))
            if event.chain == 2:
                self.action_open()


def _fitting(number: int, room: int) -> str:
    """A number in at most `room` cells: `1,243`, `1243`, `1k`."""
    forms = (count(number), str(number), f"{number // 1000}k")
    return next((form for form in forms if len(form) <= room), forms[-1])
