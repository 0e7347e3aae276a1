"""What several runs say, for a person: the mean with its noise, and what can happen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rich.text import Text

from nurture_tui.commands.output import console, table
from nurture_tui.report.runs import JourneySpread, Runs
from nurture_tui.report.statistics import NINE_OF_TEN, Spread
from nurture_tui.text import count, half_up, rate, safe

if TYPE_CHECKING:
    from rich.table import Table

COLUMNS = ("over all runs", "mean", "± noise", "from", "to")
NOISE = (
    "± noise: how far the mean may be off because only so many runs were simulated. More --runs "
    "make it smaller."
)
LUCK = (
    "From and to: what luck alone can do with these contacts, {}. "
    "No number of runs makes it narrower, only more contacts do."
)


def show_runs(runs: Runs) -> None:
    """Print the spread of each journey's figures over the runs."""
    out = console()
    number = len(runs.seeds)
    for id_, found in runs.journeys.items():
        out.print()
        head = Text(safe(id_), style="bold")
        seeds = f"seeds {runs.seeds[0]} to {runs.seeds[-1]}"
        head.append(f"  simulated {number:,} times, {seeds}, the same contacts", style="dim")
        out.print(head)
        out.print(_figures(found))
    out.print(NOISE, style="dim")
    whole = "in 9 of 10 runs" if number >= NINE_OF_TEN else f"in all {number} runs"
    out.print(LUCK.format(whole), style="dim")


def _figures(found: JourneySpread) -> Table:
    made = table(COLUMNS, COLUMNS[1:])
    if found.rate is not None:
        _row(made, "goal rate", found.rate, rate, _points, "bold")
    if found.median_days is not None:
        _row(made, "median days to the goal", found.median_days, _one, _one)
    _row(made, "let in", found.entered, _whole, _one)
    _row(made, "messages sent", found.sends, _whole, _one)
    for name, each in found.exits.items():
        if each.most:
            _row(made, f"left: {name}", each, _whole, _one)
    _row(made, "finished", found.finished, _whole, _one)
    _row(made, "still inside", found.inside, _whole, _one)
    return made


Shown = Callable[[float], str]


def _row(
    made: Table, label: str, found: Spread, shown: Shown, noise: Shown, style: str = ""
) -> None:
    low, high = found.usual
    mean = _one(found.mean) if shown is _whole else shown(found.mean)
    made.add_row(safe(label), mean, noise(found.noise), shown(low), shown(high), style=style)


def _points(noise: float) -> str:
    return f"{half_up(noise * 100, 1)} points"


def _one(number: float) -> str:
    return f"{half_up(number, 1):,}"


def _whole(number: float) -> str:
    return count(int(half_up(number, 0)))
