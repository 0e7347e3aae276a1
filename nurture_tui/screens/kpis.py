"""The figures of a journey at an instant: the goal by now and by the end, the path, the ends."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from textual.content import Content

from nurture_tui.report.timeline import GOAL, GoalSoFar, Standing
from nurture_tui.screens.cells import Part, cells, content, fit
from nurture_tui.screens.rate import drawing, verdict
from nurture_tui.screens.widened import TellsWidth
from nurture_tui.simulation.result import GoalResult, JourneyResult, Lift
from nurture_tui.text import (
    count,
    cut,
    interval,
    rate,
    safe,
    share,
    signed_interval,
    signed_points,
    width,
)

Row = Sequence[Part]


@dataclass(frozen=True, slots=True)
class Columns:
    """Where numbers end and where `by` day 10 begins, the cells of the scale, a name that fits.

    A number has room for six digits behind each name.
    """

    numbers: int
    days: int
    scale: int
    by: str = "by "
    inside: str = "in the path now"
    later: str = "later at the goal"


ROOMY, TIGHT = Columns(24, 38, 31), Columns(22, 35, 27, "", "in the path", "later at goal")
ROOMY_FROM = 50
AND_MORE = "   …"


def columns_for(width: int) -> Columns:
    """The columns that a pane of this width has room for."""
    return ROOMY if width >= ROOMY_FROM else TIGHT


def goal_rows(
    standing: Standing, goal: GoalResult | None, days: int, at: Columns = ROOMY
) -> list[Row]:
    """The goal by now and by the end of the run, its drawing, and the word for it."""
    if goal is None or standing.goal is None:
        return [[("no goal", "muted")]]
    now = standing.goal
    by_now = f"{at.by}day {standing.day}"
    if now.rate is None or now.low is None or now.high is None:
        number = _number(at, "goal", count(now.reached), "bold", "reached it", by_now)
    else:
        between = f"({interval(now.low, now.high)})"
        number = _number(at, "goal", rate(now.rate), "bold", between, by_now)
    rows: list[Row] = [number]
    if goal.rate is not None and goal.low is not None and goal.high is not None:
        between = f"({interval(goal.low, goal.high)})"
        if not (standing.day == days and _said_already(now, goal)):
            rows.append(_number(at, "", rate(goal.rate), "text", between, f"{at.by}day {days}"))
        if goal.target:
            target: Part = (f"  target {share(goal.target)}", "muted")
            rows.append([*drawing(goal, at.scale), target])
    word, style = verdict(goal)
    told = word in ("below target", "above target", "cannot tell")
    rows.append([(word, style), (" at this number of contacts" if told else "", "muted")])
    if goal.too_early:
        early = f"; too early for {count(goal.too_early)}"
        rows.append([(f"rate of {count(goal.of)}{early}", "muted")])
    return rows


def _said_already(now: GoalSoFar, goal: GoalResult) -> bool:
    """Whether the rate by now is that of the end, on the same contacts: once is enough."""
    return (now.of, now.rate) == (goal.of, goal.rate)


def _number(at: Columns, name: str, number: str, weight: str, between: str, by: str) -> list[Part]:
    parts: list[Part] = [
        (name, "goal"),
        (" " * (at.numbers - width(name) - width(number)), ""),
        (number, weight),
        (f" {between}", "muted"),
    ]
    return [*parts, (" " * max(at.days - cells(parts), 2 if at.by else 1) + by, "muted")]


def lift_rows(lift: Lift | None, at: Columns = ROOMY) -> list[Row]:
    """The lift over no messages (R20) by the end of the run; nothing until it is known."""
    if lift is None:
        return []
    between = (interval if lift.low >= 0 else signed_interval)(lift.low, lift.high)
    number = signed_points(lift.value)
    after, before = (" points", "") if at is ROOMY else ("", "points ")
    gap = " " * (at.numbers - width("lift") - width(number))
    return [
        [],
        [("lift", "text"), (gap, ""), (number, "bold"), (f"{after} ({between})", "muted")],
        [(f"{before}over no messages at all: {rate(lift.without)}", "muted")],
    ]


def count_rows(
    standing: Standing,
    outcome: JourneyResult,
    at: Columns = ROOMY,
    *,
    only_some: bool = False,
    ends: Collection[str] | None = None,
) -> list[Row]:
    """How many are in the path, how many messages went, and where stays ended, with shares.

    With `only_some` the ends at which nobody is are left out. With `ends` these alone have a row of
    their own, and all others are in the last one.
    """
    rows: list[Row] = [
        _count(at, at.inside, count(standing.inside), "text"),
        _count(at, "messages sent", count(standing.sent), "text"),
    ]
    others: dict[str, int] = {}
    for end, number in standing.ended.items():
        if end == GOAL or (end == "finished" and not number and not outcome.finished):
            continue
        if ends is not None and end not in ends:
            others |= {end: number} if number else {}
        elif number:
            part = _count(at, safe(end), rate(number / standing.let_in), "muted")
            rows.append([*part, (f" {count(number)}", "muted")])
        elif not only_some:
            rows.append(_count(at, safe(end), "0", "muted", "muted"))
    if others:
        more = f"{len(others)} other ends" if len(others) > 1 else safe(*others)
        together = sum(others.values())
        part = _count(at, more, rate(together / standing.let_in), "muted")
        rows.append([*part, (f" {count(together)}", "muted")])
    # Those who ended elsewhere and reached the goal after it are in the rows above too.
    if standing.later_at_goal and ends is None:
        later = standing.later_at_goal
        share_of_all = rate(later / standing.let_in)
        part = _count(at, at.later, share_of_all, "muted", "muted")
        rows.append([*part, (f" {count(later)}", "muted")])
    return rows


def _count(at: Columns, name: str, number: str, ink: str, weight: str = "text") -> list[Part]:
    whole = width(name) + 1 + width(number) <= at.numbers
    shown = name if whole else cut(name, at.numbers - width(number) - 2)
    gap = " " * (at.numbers - width(shown) - width(number))
    return [(shown, ink), (gap, ""), (number, weight)]


def short_rows(standing: Standing, goal: GoalResult | None, days: int, room: int) -> list[Row]:
    """The same in two rows of `room` cells, for small screens; the fullest ends have the room."""
    first: list[Part] = []
    now = standing.goal
    if goal is None or now is None:
        first = [("no goal", "muted")]
    else:
        reached = rate(now.rate) if now.rate is not None else count(now.reached)
        first = [("goal ", "goal"), (reached, "bold"), (f" by day {standing.day}", "muted")]
        said = standing.day == days and _said_already(now, goal)
        if goal.rate is not None and not said:
            first += [("   ", ""), (rate(goal.rate), "text"), (f" by day {days}", "muted")]
    ends = [(end, number) for end, number in standing.ended.items() if end != GOAL and number]
    second: list[Part] = [
        ("in the path ", "muted"),
        (count(standing.inside), "text"),
        ("   sent ", "muted"),
        (count(standing.sent), "text"),
    ]
    for end, number in sorted(ends, key=lambda pair: -pair[1]):
        more: list[Part] = [(f"   {safe(end)} ", "muted"), (count(number), "text")]
        if cells(second) + cells(more) + width(AND_MORE) > room:
            second.append((AND_MORE, "muted"))
            break
        second += more
    return [first, second]


class Figures(TellsWidth):
    """Rows of figures, two cells in from the left."""

    DEFAULT_CSS = "Figures { height: auto; width: 100%; }"

    def __init__(self, *, id_: str | None = None) -> None:
        super().__init__(id=id_)
        self._rows: Sequence[Row] = ()
        self._stale = False

    def show(self, rows: Sequence[Row], *, stale: bool = False) -> None:
        """Show these rows; all of them muted where they are older than the journey."""
        if rows == self._rows and stale == self._stale:
            return
        taller = len(rows) != len(self._rows)
        self._rows, self._stale = rows, stale
        height = self.styles.height
        self.refresh(layout=taller and height is not None and height.is_auto)

    def get_content_height(self, *_: object) -> int:
        return max(len(self._rows), 1)

    @property
    def room(self) -> int:
        """The cells of a row."""
        return self.size.width - 3

    def render(self) -> Content:
        lines = [content([(" ", ""), *fit(self._faded(row), self.room)]) for row in self._rows]
        return Content("\n").join(lines)

    def _faded(self, row: Row) -> Row:
        if not self._stale:
            return row
        return [(text, "line" if style == "line" else "muted") for text, style in row]
