"""What the result hangs on, for a person: the assumptions that move the goal rate most."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.text import Text

from nurture_tui.commands.output import console, table
from nurture_tui.report.sensitivity import Effect, End, Sensitivity
from nurture_tui.report.shift_words import span_text
from nurture_tui.report.statistics import Difference
from nurture_tui.report.uncertain import Basis, Uncertain
from nurture_tui.text import count, half_up, rate, safe, signed_points

if TYPE_CHECKING:
    from rich.table import Table

SHOWN = 12
BASES: dict[Basis, str] = {
    "sources": "other sources",
    "own": "own data",
    "unsourced": "no source",
    "guess": "guess",
}
EXPLAINED = (
    "Each assumption alone goes to the low and to the high end of its range (the two lines of a "
    "row), all else equal and on the same luck. * is more than the noise of the simulation; what "
    "is not may be with more --runs. The range is that of other sources where there are some; "
    "else the odds (or a delay) are moved by 1.25 for own data, 1.5 without a source, 2 for a "
    "guess."
)


def show_sensitivity(found: Sensitivity) -> None:
    """Print for each journey the assumptions that it hangs on, the largest effect first."""
    out = console()
    for id_, effects in found.effects.items():
        out.print()
        head = Text(safe(id_), style="bold")
        told = found.rates[id_]
        goal = f"goal rate {rate(told)}, " if told is not None else ""
        sends = f"{half_up(found.sends[id_], 0):,} messages"
        runs = f", {found.runs} runs each" if found.runs > 1 else ""
        head.append(f"  what the result hangs on; as assumed {goal}{sends}{runs}", style="dim")
        out.print(head)
        felt = [effect for effect in effects if effect.swing or effect.sends_swing]
        if felt:
            out.print(_ranking(felt[:SHOWN], goal=told is not None))
        else:
            out.print("Nothing that is assumed changes it.")
        _say_rest(felt, len(effects))
    out.print(EXPLAINED, style="dim")


def _say_rest(felt: list[Effect], number: int) -> None:
    out = console()
    more, silent = len(felt) - SHOWN, number - len(felt)
    if more > 0:
        out.print(f"and {more} more that do less (--json has all)", style="dim")
    if silent and felt:
        out.print(f"{silent} of {number} assumptions change nothing here", style="dim")


def _ranking(effects: list[Effect], *, goal: bool) -> Table:
    """Two lines for each: its low end and its high end, below one another, fit 80 columns."""
    columns = ("assumption", "as assumed", "moved to", *(("goal",) if goal else ()), "messages")
    made = table(columns, columns[2:])
    for effect in effects:
        assumption, ends = effect.assumption, (effect.low, effect.high)
        goals = [_lines(_goal(end) for end in ends)] if goal else []
        made.add_row(
            _name(assumption),
            _assumed(assumption),
            _lines(_value(assumption, end.value) for end in ends),
            *goals,
            _lines(_sends(end) for end in ends),
        )
    return made


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(texts)


def _assumed(found: Uncertain) -> Text:
    """The value, and what its range is of."""
    shown = Text(_value(found, found.value))
    shown.append(f"\n{BASES[found.basis]}", style="dim")
    return shown


def _name(found: Uncertain) -> Text:
    shown = Text(safe(found.what))
    shown.append(f"\n{safe(found.level)}", style="dim")
    return shown


def _value(found: Uncertain, value: float) -> str:
    if found.delay:
        return span_text(round(value))
    if found.off is not None:
        return "off" if value == found.off else f"{half_up(value, 3):f}".rstrip("0")
    return _share(value)


def _share(value: float) -> str:
    """Small shares with as many decimals as tell them apart."""
    return f"{half_up(value * 100, 2 if value < 0.01 else 1):f}%".replace(".0%", "%")


def _goal(end: End) -> str:
    if end.rate is None or end.change is None:
        return ""
    return f"{rate(end.rate)} ({_change(end.change)})"


def _change(change: Difference) -> str:
    return f"{signed_points(change.value)}{'*' if change.tells else ''}"


def _sends(end: End) -> str:
    return count(int(half_up(end.sends, 0)))
