"""The block of a summary that holds what was drawn against what is expected without luck."""

from __future__ import annotations

from rich.text import Text

from nurture_tui.commands.output import console, table
from nurture_tui.report.expectation import Expectation
from nurture_tui.simulation.result import Counts, JourneyResult
from nurture_tui.text import count, half_up, points, rate, safe


def show_expectation(made: Expectation, result: Counts) -> None:
    """Print the expected numbers beside the simulated ones, or why there are none."""
    out = console()
    out.print()
    if made.found is None:
        out.print(Text(f"Expected, exact: not worked out, for {safe(made.reason or '')}."))
        return
    head = Text("Expected, exact", style="bold")
    head.append(": under the same assumptions, without luck", style="dim")
    out.print(head)
    drawn = result.journeys[made.journey]
    columns = table(("", "simulated", "expected"), ("simulated", "expected"))
    for name, simulated, expected in _rows(made, drawn):
        columns.add_row(Text(safe(name)), simulated, expected)
    out.print(columns)


def _rows(made: Expectation, drawn: JourneyResult) -> list[tuple[str, str, str]]:
    found = made.found
    assert found is not None
    rows: list[tuple[str, str, str]] = []
    if found.goal is not None and drawn.goal is not None:
        if found.goal.rate is not None and drawn.goal.rate is not None:
            of = f"goal rate (simulated: of {count(drawn.goal.of)})"
            rows.append((of, rate(drawn.goal.rate), rate(found.goal.rate)))
        lift = drawn.goal.lift
        if made.lift is not None:
            rows.append(("lift", points(lift.value) if lift is not None else "", points(made.lift)))
        rows.append(("at the goal", count(drawn.goal.reached), _number(found.goal.reached)))
    for name, number in found.exits.items():
        rows.append((name, count(drawn.exits.get(name, 0)), _number(number)))
    rows.append(("finished", count(drawn.finished), _number(found.finished)))
    rows.append(("still inside", count(drawn.inside), _number(found.inside)))
    rows.append(("sends", count(drawn.sends), _number(found.sends)))
    return rows


def _number(number: float) -> str:
    return f"{half_up(number, 1):,}"
