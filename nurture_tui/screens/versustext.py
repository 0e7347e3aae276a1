"""A comparison in rows: the verdict with what it takes to tell, side effects, the schedule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from textwrap import wrap

from nurture_tui.report.comparison import Comparison, GoalComparison, JourneyComparison
from nurture_tui.report.shift_words import shift_sentences
from nurture_tui.report.statistics import Difference
from nurture_tui.report.verdict_words import test_sentences, verdict_sentence
from nurture_tui.screens.cells import Part, column
from nurture_tui.screens.kpis import Row
from nurture_tui.screens.rate import drawing
from nurture_tui.simulation.result import GoalResult, JourneyResult
from nurture_tui.text import (
    MINUS,
    count,
    half_up,
    interval,
    pad,
    rate,
    share,
    signed_interval,
    signed_points,
    width,
)

Names = tuple[str, str]
LABEL, NUMBER, SCALE = 10, 7, 31
BAR = 13
SENTENCE_ROWS = 6


def result_rows(
    journey: JourneyComparison, names: Names, room: int, *, drawn: bool = True
) -> list[Row]:
    """The verdict, what it would take to tell, both rates, and the shift on a scale of its own.

    Without `drawn` the numbers of the scale of the shift are left out.
    """
    goal = journey.goal
    words = ""
    if goal is None:
        words = "Not both have a goal, so there is no rate to compare."
    elif not (journey.first.entered or journey.second.entered):
        words = "Nobody is let in to either of them, so there is nothing to tell."
    elif goal.difference is None:
        words = "Cannot tell: run too short, no contact can tell the goal rate in both."
    if words or goal is None or goal.difference is None:
        return [[(line, "text")] for line in wrap(words, room)]
    rows = list(_verdict(goal, names, room))
    rows.append([])
    scale = max(min(SCALE, room - LABEL - NUMBER - 16), 11)
    rows += _rates(journey, names, scale)
    rows.append([])
    shift = list(_shift(goal.difference, scale))
    rows += shift if drawn else shift[1:]
    people = count(round(goal.pairs.of / goal.runs))
    pairs = goal.pairs
    alone = f"{count(pairs.only_second)} only {_in(names[1])}, {count(pairs.only_first)}"
    for said in (
        f"in points; the same {people} contacts and the same luck in both",
        f"reach it: {alone} only {_in(names[0])}, {count(pairs.both)} in both",
    ):
        rows += [[(line, "muted")] for line in wrap(said, room)]
    return rows


def _verdict(goal: GoalComparison, names: Names, room: int) -> Iterator[Row]:
    words = verdict_sentence(goal, f"“{names[0]}”", f"“{names[1]}”")
    bold = "Cannot tell" if goal.verdict == "cannot tell" else words.split(" brings ")[0]
    for number, line in enumerate(wrap(words, room)):
        if not number and line.startswith(bold):
            yield [(bold, "bold"), (line.removeprefix(bold), "text")]
        else:
            yield [(line, "text")]
    differ = goal.pairs.only_first + goal.pairs.only_second
    who = "1 contact does" if differ == 1 else f"{count(differ)} contacts do"
    few = f"Only {who} otherwise in one than in the other, too few to say more of the difference."
    sentences = [*([few] if goal.few and differ else []), *test_sentences(goal)]
    for sentence in sentences:
        for line in wrap(sentence, room):
            yield [(line, "muted")]


def _in(name: str) -> str:
    return {"now": name, "saved": "as saved"}.get(name, f"in “{name}”")


def _rates(journey: JourneyComparison, names: Names, scale: int) -> Iterator[Row]:
    goals = (journey.first.goal, journey.second.goal)
    target = next((one.target for one in goals if one is not None and one.target), None)
    if target:
        said = f"target {share(target)}"
        before = LABEL + NUMBER + 2 + scale // 2 - width(said) // 2
        yield [(" " * before, ""), (said, "muted")]
    for name, goal, style in zip(names, goals, ("muted", "text"), strict=True):
        if goal is not None:
            yield _rate(name, goal, style, scale)


def _rate(name: str, goal: GoalResult, style: str, scale: int) -> Row:
    if goal.rate is None or goal.low is None or goal.high is None:
        return [column(name, style, LABEL), ("nobody can tell yet", "muted")]
    return [
        column(name, style, LABEL),
        column(rate(goal.rate), "bold", NUMBER, right=True),
        ("  ", ""),
        *drawing(goal, scale),
        (f"  {interval(goal.low, goal.high)}", "muted"),
    ]


def _shift(gap: Difference, scale: int) -> Iterator[Row]:
    """The difference on a scale with 0 in its middle, in points."""
    far = max(abs(gap.low), abs(gap.high), 0.01)
    ends = half_up(far * 100 + 0.5, 0)
    low, zero, high = f"{MINUS}{ends}", "0", f"+{ends}"
    left = scale // 2 - width(low)
    ruler = f"{low}{' ' * left}{zero}{' ' * (scale - scale // 2 - 1 - width(high))}{high}"
    yield [(" " * (LABEL + NUMBER + 2), ""), (ruler, "muted")]
    span = int(ends) / 100
    cells = [_place(value, span, scale) for value in (gap.low, gap.value, gap.high)]
    drawn: list[Part] = [("─", "line")] * scale
    for at in range(cells[0], cells[2] + 1):
        drawn[at] = ("━", "text")
    middle = scale // 2
    drawn[middle] = ("╋" if cells[0] <= middle <= cells[2] else "┃", "bold")
    drawn[cells[1]] = ("◆", "bold")
    runs: list[Part] = [
        ("".join(glyph for glyph, _ in run), style)
        for style, run in groupby(drawn, key=lambda cell: cell[1])
    ]
    yield [
        column("shift", "text", LABEL),
        column(signed_points(gap.value).removesuffix(" points"), "bold", NUMBER, right=True),
        ("  ", ""),
        *runs,
        (f"  {signed_interval(gap.low, gap.high)}", "muted"),
    ]


def _place(value: float, span: float, scale: int) -> int:
    return max(0, min(round((value / span + 1) / 2 * (scale - 1)), scale - 1))


# ---------------------------------------------------------------- side effects
def side_rows(found: Comparison, journey: JourneyComparison, names: Names, room: int) -> list[Row]:
    """What else becomes of it: messages, what was held, who left, how long it takes, tasks.

    What differs stands in a table, what is the same in both in a sentence below.
    """
    told, same = [], []
    for label, one, other, digits in _sides(found, journey):
        shown = [_number(value, digits) for value in (one, other)]
        if shown[0] == shown[1]:
            same.append(f"{label} {shown[0]}")
            continue
        gap = (other or 0) - (one or 0)
        shift = f"{'+' if gap > 0 else MINUS}{_number(abs(gap), digits)}"
        told.append((label, *shown, shift if None not in (one, other) else ""))
    rows: list[Row] = []
    if told:
        head = ("", *names, "shift")
        widest = [max(map(width, texts)) for texts in zip(head, *told, strict=True)]
        size = max(min(28, room - sum(widest[1:]) - 6), 12)
        # As far apart as other tables have it, where there is room.
        cells = [max(w + 2, min(9, (room - size) // 3)) for w in widest[1:]]
        for texts in (head, *told):
            styles = ("muted",) * 3 if texts is head else ("muted", "text", "bold")
            numbers = zip(texts[1:], styles, cells, strict=True)
            row = [column(text, style, cell, right=True) for text, style, cell in numbers]
            rows.append([column(texts[0], "text", size), *row])
    if same:
        rows += [[]] if told else []
        said = wrap(f"The same in both: {'; '.join(same)}.", room)
        rows += [[(line, "muted")] for line in said]
    return rows


_Side = tuple[str, float | None, float | None, int]
"""What is counted, in the first, in the second, and with how many decimals it is told."""


def _sides(found: Comparison, journey: JourneyComparison) -> Iterator[_Side]:
    """What is counted of both; nothing that is 0 in both."""
    first, second = journey.first, journey.second
    before, now = (goal.median_days if goal else None for goal in (first.goal, second.goal))
    tasks = [sum(n for _, _, n in run.tasks.per_day) for run in (found.first, found.second)]
    sides: list[_Side] = [
        ("let in", first.entered, second.entered, 0),
        ("messages sent", first.sends, second.sends, 0),
        ("messages a contact let in", _each(first), _each(second), 2),
        ("held", sum(first.held.values()), sum(second.held.values()), 0),
        ("skipped", sum(first.skipped.values()), sum(second.skipped.values()), 0),
        ("days to the goal, median", before, now, 1),
        *(
            (f"left: {name}", first.exits.get(name, 0), second.exits.get(name, 0), 0)
            for name in dict.fromkeys((*first.exits, *second.exits))
        ),
        ("finished", first.finished, second.finished, 0),
        ("still inside", first.inside, second.inside, 0),
        ("tasks for sellers", tasks[0], tasks[1], 0),
    ]
    return (side for side in sides if side[1] or side[2])


def _each(found: JourneyResult) -> float | None:
    return found.sends / found.entered if found.entered else None


def _number(value: float | None, digits: int) -> str:
    if value is None:
        return ""
    return f"{half_up(value, digits):,}" if digits else count(round(value))


# ---------------------------------------------------------------- the schedule
def schedule_rows(found: Comparison, names: Names, room: int) -> list[Row]:
    """Sends a week in both, and what moves, in sentences."""
    weeks: Counter[date] = Counter()
    other: Counter[date] = Counter()
    for text, one, two in found.schedule.per_day:
        day = date.fromisoformat(text)
        week = day - timedelta(days=day.weekday())
        weeks[week] += one
        other[week] += two
    sent = [week for week in sorted(weeks) if weeks[week] or other[week]]
    most = max([*weeks.values(), *other.values()], default=0) or 1
    bar = max(min(BAR, (room - 8 - 2 * 9 - 8) // 2), 4)
    rows: list[Row] = []
    if sent:
        heads = [column(names[0], "muted", bar + 9), column(names[1], "text", bar + 9)]
        rows.append([(" " * 8, ""), *heads, column("shift", "muted", 7, right=True)])
    for week in (week for week in sorted(weeks) if sent and sent[0] <= week <= sent[-1]):
        gap = other[week] - weeks[week]
        sign = "+" if gap > 0 else MINUS if gap < 0 else ""
        rows.append(
            [
                column(f"{week.day} {week:%b}", "muted", 7, right=True),
                (" ", ""),
                *_bar(weeks[week], most, bar, "line"),
                *_bar(other[week], most, bar, "send"),
                column(f"{sign}{count(abs(gap))}", "bold" if gap else "muted", 7, right=True),
            ]
        )
    sentences = shift_sentences(found.schedule, f"“{names[0]}”", f"“{names[1]}”")
    said = [line for sentence in sentences for line in wrap(sentence, room)]
    return [*rows, [], *([(line, "muted")] for line in said)]


def _bar(number: int, most: int, room: int, style: str) -> Sequence[Part]:
    cells = max(round(number / most * room), 1) if number else 0
    return (
        (pad("▆" * cells, room), style),
        column(count(number), "muted", 7, right=True),
        ("  ", ""),
    )
