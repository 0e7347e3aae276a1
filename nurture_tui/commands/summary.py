"""The summary of a run for a person: the goal, where everybody ended, the steps, the guesses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from nurture_tui.commands.output import console, table
from nurture_tui.commands.sensitive import show_sensitivity
from nurture_tui.commands.several import show_runs
from nurture_tui.commands.splits import split_lines
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Workspace
from nurture_tui.model.zones import zone_info
from nurture_tui.report.limits import task_lines
from nurture_tui.report.replayed import history_lines
from nurture_tui.report.summary import never_came, verdict
from nurture_tui.report.ways import split_verdicts
from nurture_tui.simulation.result import Counts, GoalResult, JourneyResult, StepResult
from nurture_tui.text import count, half_up, interval, points, rate, safe, signed_interval

if TYPE_CHECKING:
    from rich.console import RenderableType

    from nurture_tui.report.runs import Runs
    from nurture_tui.report.sensitivity import Sensitivity

GATE_WORDS = {
    "hold_if": "hold_if",
    "window": "window",
    "holiday": "holiday (any closed day)",
    "cap": "cap",
    "throttle": "throttle",
}
SKIP_WORDS = {
    "no_permission": "no permission",
    "only_if": "only_if",
    "bounced": "bounced before",
    "cap": "cap",
}


def show_summary(
    workspace: Workspace,
    result: Counts,
    runs: Runs | None = None,
    hangs_on: Sensitivity | None = None,
) -> None:
    """Print the summary, and what several runs say and what it hangs on, if that was asked.

    Text from files is shown as it is, and made harmless.
    """
    out = console()
    out.print(run_line(result))
    for remark in (*result.run.notes, *_history_lines(result)):
        out.print(_plain(f"  {remark}"), style="dim")
    if len(result.journeys) > 1:
        out.print()
        out.print(_overview(result))
    for id_, found in result.journeys.items():
        out.print()
        for part in _journey_parts(workspace.journeys[id_], found, never_came(result, id_)):
            out.print(part)
        for verdict_ in split_verdicts(result, workspace.journeys[id_]).values():
            out.print()
            for line in split_lines(verdict_):
                out.print(_plain(line))
    if lines := task_lines(result.tasks):
        out.print()
        for line in lines:
            out.print(_plain(line))
    if runs is not None:
        show_runs(runs)
    if hangs_on is not None:
        show_sensitivity(hangs_on)
    _show_assumptions(result)


def _history_lines(result: Counts) -> tuple[str, ...]:
    run = result.run
    if run.history is None:
        return ()
    return history_lines(run.history, zone_info(run.timezone))


def _plain(text: str, style: str = "") -> Text:
    return Text(safe(text), style=style)


def run_line(result: Counts) -> Text:
    """What was simulated, in a line."""
    run = result.run
    start = datetime.fromtimestamp(run.start, zone_info(run.timezone))
    shown = f"{start:%a} {start.day} {start:%b %Y}"
    line = Text("Simulated: ", style="bold")
    length = f"{run.days} day{'' if run.days == 1 else 's'}"
    line.append(
        f"{count(run.contacts)} contacts, {length} from {shown} ({run.timezone}), seed {run.seed}"
    )
    return line


def _overview(result: Counts) -> Table:
    """A row for each journey, before each is told at length; it fits 80 columns."""
    columns = ("journey", "let in", "goal", "target", "messages")
    made = table(columns, ("let in", "goal", "messages"))
    for id_, found in result.journeys.items():
        cells = _goal_cells(found.goal)
        made.add_row(_plain(id_), count(found.entered), *cells, count(found.sends))
    return made


def _goal_cells(goal: GoalResult | None) -> tuple[Text, str]:
    """The rate with its interval, and how it stands to the target."""
    if goal is None:
        return Text(), "no goal"
    if goal.rate is None or goal.low is None or goal.high is None:
        return Text(), "run too short" if goal.too_early else "nobody came"
    shown = Text(rate(goal.rate), style="bold")
    shown.append(f" ({interval(goal.low, goal.high)})", style="dim")
    if goal.target is None:
        return shown, ""
    word = verdict(goal).removesuffix(" target")
    return shown, f"{word}{',' if word == 'cannot tell' else ''} {_target(goal)}"


def _target(goal: GoalResult) -> str:
    return rate(goal.target or 0).replace(".0%", "%")


def _journey_parts(journey: Journey, found: JourneyResult, absent: int) -> list[RenderableType]:
    name = _plain(journey.name, "bold")
    name.append(f"  {journey.id}", style="dim")
    parts: list[RenderableType] = [name]
    if journey.purpose:
        parts.append(_plain(journey.purpose, "dim"))
    parts += [_goal_line(journey, found.goal), *_goal_remarks(found.goal)]
    parts += [Text(), _considered(found)]
    if absent:
        parts.append(Text(f"contacts that never came to the entry: {count(absent)}", style="dim"))
    parts += [Text(), _ends(found), Text(), _steps(found), Text(), _sends_line(found)]
    if found.handed_off:
        handed = ", ".join(f"{id_} {count(n)}" for id_, n in found.handed_off.items())
        parts.append(_plain(f"Handed on: {handed}"))
    return parts


def _goal_line(journey: Journey, goal: GoalResult | None) -> Text:
    if journey.goal is None or goal is None:
        return Text("No goal", style="dim")
    line = Text("Goal ")
    line.append(safe(journey.goal.name), style="bold")
    if journey.goal.within is not None:
        line.append(f" within {journey.goal.within}")
    if goal.rate is None or goal.low is None or goal.high is None:
        line.append("  run too short" if goal.too_early else "  nobody came")
        return line
    line.append(f"  {rate(goal.rate)}", style="bold")
    line.append(f" ({interval(goal.low, goal.high)})", style="dim")
    line.append(f" of {count(goal.of)}", style="dim")
    if goal.target is not None:
        line.append(f"  target {_target(goal)}  {verdict(goal)}")
    return line


def _goal_remarks(goal: GoalResult | None) -> list[Text]:
    remarks: list[str] = []
    if goal is not None and goal.rate is not None and goal.median_days is not None:
        remarks.append(
            f"half of those who reach it do so within {half_up(goal.median_days, 1)} days"
        )
    if goal is not None and goal.too_early:
        remarks.append(f"too early to tell for {count(goal.too_early)}, who do not count yet")
    lift = goal.lift if goal is not None else None
    if lift is not None:
        remarks.append(
            f"lift over no marketing messages {points(lift.value)} "
            f"({signed_interval(lift.low, lift.high)}): without them {rate(lift.without)} "
            f"of the same {count(lift.of)} reach it"
        )
    return [Text(f"  {remark}", style="dim") for remark in remarks]


def _considered(found: JourneyResult) -> Table:
    """Rows that add up to how often a contact was considered: let in, or not let in by reason.

    A contact that comes again is considered again, so these are not numbers of contacts.
    """
    made, of = table(("at the entry", "times", "share"), ("times", "share")), found.considered
    _row(made, "considered", of, of, "bold")
    _row(made, "let in", found.entered, of)
    _row(made, "not let in", sum(found.not_entered.values()), of)
    for name, number in found.not_entered.items():
        _row(made, f"  {name}", number, of)
    return made


def _ends(found: JourneyResult) -> Table:
    """Rows that add up to those let in, by where each stay ended; all shares are of these."""
    made, of = table(("where they ended", "times", "share"), ("times", "share")), found.entered
    _row(made, "let in", of, of, "bold")
    if found.goal is not None:
        _row(made, "goal", found.goal.reached - found.goal.after_last_step, of)
    for name, number in found.exits.items():
        _row(made, name, number, of)
    _row(made, "finished", found.finished, of)
    _row(made, "still inside", found.inside, of)
    if found.goal is not None and found.goal.after_last_step:
        _row(made, "later at the goal", found.goal.after_last_step, of, "dim")
    return made


def _row(made: Table, label: str, number: int, of: int, style: str = "") -> None:
    made.add_row(_plain(label), count(number), rate(number / of) if of else "", style=style)


def _steps(found: JourneyResult) -> Table:
    of_messages = ["sent", "times held", "skipped", "opened", "clicked"]
    if by_machines := any(step.reported_opens for step in found.steps.values()):
        of_messages.insert(4, "by machines")
    made = table(("step", "type", "came", *of_messages, "left by"), ("came", *of_messages))
    for id_, step in found.steps.items():
        messages = _messages(step, by_machines) if step.type == "send" else [""] * len(of_messages)
        made.add_row(_plain(id_), step.type, count(step.entered), *messages, _ways_out(step))
    return made


def _messages(step: StepResult, by_machines: bool) -> list[str]:
    held, skipped = sum(step.held.values()), sum(step.skipped.values())
    reported = [step.reported_opens] if by_machines else []
    return [count(n) for n in (step.sent, held, skipped, step.opened, *reported, step.clicked)]


def _ways_out(step: StepResult) -> Text:
    parts = [f"{port} {count(number)}" for port, number in step.out.items()]
    if step.inside:
        parts.append(f"still here {count(step.inside)}")
    return _plain("  ".join(parts))


def _sends_line(found: JourneyResult) -> Text:
    line = Text("Sends ")
    line.append(count(found.sends), style="bold")
    line.append("  held: ", style="dim")
    line.append(_named(found.held, GATE_WORDS, " times"))
    line.append("  skipped: ", style="dim")
    line.append(_named(found.skipped, SKIP_WORDS))
    return line


def _named(counts: Mapping[str, int], words: Mapping[str, str], times: str = "") -> str:
    """Counts by name; a send can be held several times, so there it is said of what they are."""
    parts = [f"{words.get(name, name)} {count(n)}{times}" for name, n in counts.items() if n]
    return ", ".join(parts) or "none"


def _show_assumptions(result: Counts) -> None:
    guesses = [found for found in result.assumptions if found.guess]
    out = console()
    out.print()
    known = len(result.assumptions) - len(guesses)
    if not guesses:
        out.print(f"Assumptions: {known}, none of them a guess")
        return
    out.print(
        f"Assumptions that are guesses: {len(guesses)} (and {known} with a source; --json has all)"
    )
    made = table(("journey", "step", "what", "value", "source"), ("value",))
    for found in guesses:
        value = f"{found.value:g}" if isinstance(found.value, float) else str(found.value)
        made.add_row(
            *(_plain(text) for text in (found.journey, found.step, found.what, value, found.source))
        )
    out.print(made)
