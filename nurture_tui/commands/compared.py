"""A comparison for a person: the verdict first, then what changed, side effects, the schedule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from rich.text import Text

from nurture_tui.commands.output import console, table
from nurture_tui.commands.summary import run_line
from nurture_tui.files.workspace import SETTINGS_NAME
from nurture_tui.model.clock import WEEKDAYS
from nurture_tui.report.comparison import Comparison, GoalComparison, JourneyComparison
from nurture_tui.report.difference import Change
from nurture_tui.report.shift import ScheduleShift
from nurture_tui.report.shift_words import shift_sentences
from nurture_tui.report.statistics import Spread
from nurture_tui.report.verdict_words import luck_sentence, verdict_sentence, what_it_takes
from nurture_tui.simulation.result import JourneyResult
from nurture_tui.text import (
    MINUS,
    count,
    half_up,
    points,
    rate,
    safe,
    signed_interval,
)

if TYPE_CHECKING:
    from rich.table import Table

SIGNS = {"added": "+", "removed": "-"}
MOST_CHANGES = 40


def show_comparison(found: Comparison, first: str, second: str) -> None:
    """Print a comparison of two paths, which are called A and B in it."""
    out = console()
    out.print(run_line(found.first))
    runs = len(found.seeds)
    if runs > 1:
        seeds = f"seeds {found.seeds[0]} to {found.seeds[-1]}"
        out.print(f"  and {count(runs)} runs of each in all, {seeds}", style="dim")
    out.print(_plain(f"A  {first}"))
    out.print(_plain(f"B  {second}"))
    for part in _changes(SETTINGS_NAME, found.settings):
        out.print(part)
    for words, ids in (("A", found.only_first), ("B", found.only_second)):
        if ids:
            out.print(_plain(f"Only {words} has {', '.join(ids)}"))
    for id_, journey in found.journeys.items():
        out.print()
        was = f", in B {found.was[id_]}" if id_ in found.was else ""
        out.print(_plain(f"{id_}{was}", "bold"))
        for line in _goal_lines(journey.goal, runs):
            out.print(_plain(line))
        out.print()
        for part in _changes("What changed", journey.changes):
            out.print(part)
        out.print()
        out.print(_side_effects(journey, runs))
    out.print()
    _show_schedule(found.schedule, found.seeds)
    guesses = {
        (each.journey, each.step, each.what)
        for result in (found.first, found.second)
        for each in result.assumptions
        if each.guess
    }
    out.print()
    out.print(
        f"Simulated on {len(guesses)} assumption{'' if len(guesses) == 1 else 's'} that are "
        "guesses: nurture simulate lists them"
    )


def _plain(text: str, style: str = "") -> Text:
    return Text(safe(text), style=style)


# ---------------------------------------------------------------- the goal
def _goal_lines(goal: GoalComparison | None, runs: int) -> Iterator[str]:
    if goal is None:
        yield "Not both have a goal, so there is no rate to compare."
        return
    gap = goal.difference
    if gap is None:
        yield "Cannot tell: run too short, no contact can tell the goal rate in both."
        return
    yield verdict_sentence(goal)
    each = " a run" if runs > 1 else ""
    people = half_up(goal.pairs.of / runs, 0)
    yield (
        f"A {rate(goal.pairs.first_rate)}, B {rate(goal.pairs.second_rate)} of the same "
        f"{people:,} contacts{each}, on the same luck: {points(gap.value)} "
        f"({signed_interval(gap.low, gap.high)}{', the noise of the simulation' if each else ''})"
    )
    if goal.each_run is not None:
        yield luck_sentence(goal.each_run)
    pairs = goal.pairs
    yield (
        f"{count(pairs.only_second)} reach it in B alone, {count(pairs.only_first)} in A alone, "
        f"{count(pairs.both)} in both{' (all runs together)' if each else ''}"
    )
    yield from what_it_takes(goal)


# ---------------------------------------------------------------- what changed
def _changes(title: str, changes: Iterable[Change]) -> Iterator[Text]:
    found = list(changes)
    if not found:
        if title != SETTINGS_NAME:
            yield Text("The journey is the same in both.", style="dim")
        return
    yield Text(title, style="bold")
    for change in found[:MOST_CHANGES]:
        words = change.words if title == SETTINGS_NAME else change.sentence
        yield _plain(f"  {SIGNS.get(change.kind, '~')} {words}")
    if len(found) > MOST_CHANGES:
        yield Text(f"  and {len(found) - MOST_CHANGES} more: nurture diff shows all")


# ---------------------------------------------------------------- side effects
def _side_effects(journey: JourneyComparison, runs: int) -> Table:
    """Both variants and the shift; with several runs the means of all, and how sure they are."""
    head = "side effects" if runs == 1 else "side effects, means of all runs"
    columns = (head, "A", "B", "shift", *(("± noise",) if runs > 1 else ()))
    made = table(columns, columns[1:])
    one, other, shifts = journey.first_runs, journey.second_runs, journey.shifts

    def row(label: str, first: Spread | None, second: Spread | None, found: Spread | None) -> None:
        shown = [_figure(first), _figure(second), "" if found is None else signed(found.mean)]
        noise = "" if found is None else _one(found.noise)
        made.add_row(_plain(label), *shown, *((noise,) if runs > 1 else ()))

    row("let in", one.entered, other.entered, shifts["entered"])
    row("messages sent", one.sends, other.sends, shifts["sends"])
    if journey.goal is not None:
        days = shifts.get("median_days")
        row("days to the goal, median", one.median_days, other.median_days, days)
    for name, found in journey.exits.items():
        mine, theirs = one.exits.get(name), other.exits.get(name)
        if any(each is not None and each.most for each in (mine, theirs)):
            row(f"left: {name}", mine, theirs, found)
    for label, name in (("finished", "finished"), ("still inside", "inside")):
        mine, theirs = getattr(one, name), getattr(other, name)
        if mine.most or theirs.most:
            row(label, mine, theirs, shifts[name])
    lifts = [each.goal.lift if each.goal is not None else None for each in _shown(journey)]
    if any(lift is not None for lift in lifts):
        texts = [points(lift.value) if lift is not None else "" for lift in lifts]
        made.add_row("lift over no marketing messages, first run", *texts)
    return made


def _shown(journey: JourneyComparison) -> tuple[JourneyResult, JourneyResult]:
    return journey.first, journey.second


def _figure(found: Spread | None) -> str:
    if found is None:
        return ""
    whole = found.mean == int(found.mean)
    return count(int(found.mean)) if whole else _one(found.mean)


def signed(number: float) -> str:
    """A difference with its sign, one decimal where it has some."""
    shown = half_up(abs(number), 1)
    text = f"{shown:,.0f}" if number == int(number) else f"{shown:,}"
    return "0" if shown == 0 else f"{'+' if number > 0 else MINUS}{text}"


def _one(number: float) -> str:
    return f"{half_up(number, 1):,}"


# ---------------------------------------------------------------- the schedule
def _show_schedule(shift: ScheduleShift, seeds: tuple[int, ...]) -> None:
    out = console()
    of = f", of seed {seeds[0]}" if len(seeds) > 1 else ""
    out.print(Text(f"Schedule{of}", style="bold"))
    for sentence in shift_sentences(shift):
        out.print(_plain(f"  {sentence}"))
    if not shift.first.sends and not shift.second.sends:
        return
    out.print()
    out.print(_by_weekday(shift))
    out.print()
    out.print(_by_week(shift))
    if len(shift.steps) > 1 or shift.steps[0].first != shift.steps[0].second:
        out.print()
        out.print(_by_step(shift))
    out.print()
    out.print(_by_pressure(shift))


def _by_weekday(shift: ScheduleShift) -> Table:
    rows = zip(WEEKDAYS, shift.first.by_weekday(), shift.second.by_weekday(), strict=True)
    return _three("sends by weekday", list(rows))


def _by_week(shift: ScheduleShift) -> Table:
    weeks: dict[str, list[int]] = {}
    for text, first, second in shift.per_day:
        day = date.fromisoformat(text)
        found = weeks.setdefault(f"{day - timedelta(days=day.weekday()):%d %b %Y}", [0, 0])
        found[0] += first
        found[1] += second
    rows = [(week.lstrip("0"), first, second) for week, (first, second) in weeks.items()]
    while len(rows) > 1 and not any(rows[-1][1:]):
        rows.pop()
    return _three("sends a week, from Monday", rows)


def _by_step(shift: ScheduleShift) -> Table:
    made = table(("sends by step", "A", "B", "shift", "moved"), ("A", "B", "shift", "moved"))
    several = len({step.journey for step in shift.steps}) > 1
    for step in shift.steps:
        name = f"{step.journey}: {step.step}" if several else step.step
        moved = count(step.later + step.earlier)
        made.add_row(
            _plain(name), count(step.first), count(step.second), signed(step.second - step.first),
            moved,
        )  # fmt: skip
    return made


def _by_pressure(shift: ScheduleShift) -> Table:
    first, second = shift.pressure.first.contacts, shift.pressure.second.contacts
    rows = [
        (str(n), first[n] if n < len(first) else 0, second[n] if n < len(second) else 0)
        for n in range(max(len(first), len(second)))
    ]
    return _three("contacts by the most messages in 7 days", rows)


def _three(title: str, rows: Iterable[tuple[str, int, int]]) -> Table:
    made = table((title, "A", "B", "shift"), ("A", "B", "shift"))
    for label, first, second in rows:
        made.add_row(label, count(first), count(second), signed(second - first))
    return made
