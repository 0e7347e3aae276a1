"""An account for a person: day by day, then where the contact is, then why not."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.table import Table
from rich.text import Text

from nurture_tui.commands.output import console
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.account import Account, where_at_end
from nurture_tui.report.sketch import step_title
from nurture_tui.report.storyline import StoryLine
from nurture_tui.report.told import clock_time, joined
from nurture_tui.report.whynot import WhyNot
from nurture_tui.simulation.result import RunRecord
from nurture_tui.text import safe, width

_STYLES = {"held": "yellow", "goal": "green", "exit": "magenta", "send": "bold", "enter": "bold"}
_MOST_TITLES = 6


def show_account(account: Account, workspace: Workspace, run: RunRecord) -> None:
    """Print the story; text from files is shown as it is, and made harmless."""
    out = console()
    who = " ".join(dict.fromkeys(t for t in (account.id, account.name, account.email) if t))
    out.print(Text(safe(who), style="bold"))
    clock = account.clock
    days = f"{run.days} day{'' if run.days == 1 else 's'}"
    out.print(
        Text(
            f"Simulated: {days} from {clock.day(run.start)} {clock.year}, seed {run.seed}. "
            f"Times are of {clock.zone}, the contact's own clock.",
            style="dim",
        )
    )
    widths = _widths(account)
    for day, lines in groupby(account.lines, key=lambda line: clock.day(line.time)):
        out.print()
        out.print(Text(day, style="bold"))
        rows = _rows(widths)
        for line in lines:
            _add(rows, account, line, several=len(widths) > 2)
        out.print(rows)
    if not account.lines:
        out.print()
        out.print("Nothing happened to it in this run.")
    for sentence in where_at_end(account, workspace):
        out.print()
        out.print(Text(safe(f"At the end of the run: {sentence}")))


def _widths(account: Account) -> list[int]:
    """The widths of time and word, and of the journeys' ids where there are several."""
    times = [clock_time(account.clock.local(line.time)) for line in account.lines]
    ids = {line.journey for line in account.lines if line.journey}
    found = [
        max(map(len, times), default=0) + 2,
        max((len(x.word) for x in account.lines), default=0),
    ]
    return [*found, max(width(safe(id_)) for id_ in ids)] if len(ids) > 1 else found


def _rows(widths: Sequence[int]) -> Table:
    made = Table.grid(padding=(0, 2))
    for cells in widths:
        made.add_column(min_width=cells)
    made.add_column()
    return made


def _add(rows: Table, account: Account, line: StoryLine, *, several: bool) -> None:
    at = clock_time(account.clock.local(line.time))
    text = Text(safe(line.text))
    if line.why:
        text.append(safe(f": {line.why}"), style="dim")
    word = Text(line.word, style=_STYLES.get(line.tone, ""))
    where = [Text(safe(line.journey), style="dim")] if several else []
    rows.add_row(f"  {at}", word, *where, text)


def show_answers(
    account: Account, workspace: Workspace, answers: Sequence[WhyNot], *, asked: bool
) -> None:
    """Print why not; steps of one journey with one answer share a row."""
    if not answers:
        return
    out = console()
    if not asked:
        out.print()
        out.print(Text("What it did not get, and why", style="bold"))
    grouped: dict[tuple[str, str], list[str]] = {}
    for answer in answers:
        step = workspace.journeys[answer.journey].steps[answer.step]
        titles = grouped.setdefault((answer.journey, answer.text), [])
        titles.append(f"“{step_title(answer.step, step)}”")
    rows = Table.grid(padding=(0, 2))
    for (journey, text), titles in grouped.items():
        shown = titles[:_MOST_TITLES]
        if len(titles) > len(shown):
            shown.append(f"{len(titles) - len(shown)} more")
        line = Text(safe(joined(shown)), style="bold")
        line.append(safe(f": {text}"), style="not bold")
        who = f"{account.id} " if asked else ""
        rows.add_row(Text(safe(f"  {who}{journey}"), style="dim"), line)
    out.print(rows)
