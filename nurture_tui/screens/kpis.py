"""The figures of a journey at an instant: the goal by now and by the end, the path, the ends."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widget import Widget

from nurture_tui.report.timeline import GOAL, Standing
from nurture_tui.screens.cells import Part, cells, content, fit
from nurture_tui.screens.rate import drawing, verdict
from nurture_tui.simulation.result import GoalResult, JourneyResult
from nurture_tui.text import count, cut, interval, rate, safe, share, width

NUMBERS_END = 23
SCALE = 31
Row = Sequence[Part]


def goal_rows(standing: Standing, goal: GoalResult | None, days: int) -> list[Row]:
    """The goal by now and by the end of the run, its drawing, and the word for it."""
    if goal is None or standing.goal is None:
        return [[("no goal", "muted")]]
    now = standing.goal
    by_now = f"by day {standing.day}"
    if now.rate is None or now.low is None or now.high is None:
        number = _number("goal", "goal", count(now.reached), "bold", "reached it", by_now)
    else:
        between = f"({interval(now.low, now.high)})"
        number = _number("goal", "goal", rate(now.rate), "bold", between, by_now)
    rows: list[Row] = [number]
    if goal.rate is not None and goal.low is not None and goal.high is not None:
        between = f"({interval(goal.low, goal.high)})"
        rows.append(_number("", "", rate(goal.rate), "text", between, f"by day {days}"))
        if goal.target:
            target: Part = (f"  target {share(goal.target)}", "muted")
            rows.append([*drawing(goal, SCALE), target])
    word, style = verdict(goal)
    told = word in ("below target", "above target", "cannot tell")
    rows.append([(word, style), (" at this number of contacts" if told else "", "muted")])
    return rows


def _number(
    name: str, ink: str, number: str, weight: str, between: str, by: str
) -> list[Part]:
    parts: list[Part] = [
        (name, ink),
        (" " * (NUMBERS_END - width(name) - width(number)), ""),
        (number, weight),
        (f" {between}", "muted"),
    ]
    return [*parts, (" " * max(37 - cells(parts), 2) + by, "muted")]


def count_rows(standing: Standing, outcome: JourneyResult) -> list[Row]:
    """How many are in the path, how many messages went, and where stays ended, with shares."""
    rows: list[Row] = [
        _count("in the path now", count(standing.inside), "text"),
        _count("messages sent", count(standing.sent), "text"),
    ]
    for end, number in standing.ended.items():
        if end == GOAL or (end == "finished" and not number and not outcome.finished):
            continue
        part = share_of(number, standing.let_in)
        rows.append([*_count(safe(end), part, "muted"), (f" {count(number)}", "muted")])
    return rows


def share_of(number: int, of: int) -> str:
    """A share with one decimal, `0` for what never happened."""
    return rate(number / of) if of else "0"


def _count(name: str, number: str, ink: str) -> list[Part]:
    shown = cut(name, NUMBERS_END - width(number) - 2)
    gap = " " * (NUMBERS_END - width(shown) - width(number))
    return [(shown, ink), (gap, ""), (number, "text")]


def short_rows(standing: Standing, goal: GoalResult | None, days: int) -> list[Row]:
    """The same in two rows, for small screens."""
    first: list[Part] = []
    now = standing.goal
    if goal is None or now is None:
        first = [("no goal", "muted")]
    else:
        reached = rate(now.rate) if now.rate is not None else count(now.reached)
        first = [("goal ", "goal"), (reached, "bold"), (f" by day {standing.day}", "muted")]
        if goal.rate is not None:
            first += [("   ", ""), (rate(goal.rate), "text"), (f" by day {days}", "muted")]
    ends = [(end, number) for end, number in standing.ended.items() if end != GOAL and number]
    second: list[Part] = [
        ("in the path ", "muted"),
        (count(standing.inside), "text"),
        ("   sent ", "muted"),
        (count(standing.sent), "text"),
    ]
    for end, number in sorted(ends, key=lambda pair: -pair[1]):
        second += [(f"   {safe(end)} ", "muted"), (count(number), "text")]
    return [first, second]


class Figures(Widget):
    """Rows of figures, two cells in from the left."""

    DEFAULT_CSS = "Figures { height: auto; width: 100%; }"

    def __init__(self, *, id_: str | None = None) -> None:
        super().__init__(id=id_)
        self._rows: list[Row] = []
        self._stale = False

    def show(self, rows: list[Row], *, stale: bool = False) -> None:
        """Show these rows; all of them muted where they are older than the journey."""
        if rows == self._rows and stale == self._stale:
            return
        taller = len(rows) != len(self._rows)
        self._rows, self._stale = rows, stale
        self.refresh(layout=taller)

    def get_content_height(self, *_: object) -> int:
        return max(len(self._rows), 1)

    def render(self) -> Content:
        room = self.size.width - 3
        lines = [content([(" ", ""), *fit(self._faded(row), room)]) for row in self._rows]
        return Content("\n").join(lines)

    def _faded(self, row: Row) -> Row:
        if not self._stale:
            return row
        return [(text, "line" if style == "line" else "muted") for text, style in row]
