"""What the simulation showed at the selected step, and when the next message goes from it."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import wrap

from nurture_tui.edit.change import Path
from nurture_tui.edit.form import EXIT, GOAL
from nurture_tui.errors import NurtureError
from nurture_tui.model.step import Branch, Step, case_label
from nurture_tui.report.clocks import Place
from nurture_tui.report.nextsends import Times, by_place, next_sends, said
from nurture_tui.report.sketch import ENTRY, port_label
from nurture_tui.screens.cells import Part
from nurture_tui.screens.session import Session
from nurture_tui.simulation.result import JourneyResult, StepResult
from nurture_tui.text import count, cut, pad, rate, safe, width

BY_MACHINES = "opens, by machines"
_REASONS = {
    "no_permission": "no consent",
    "only_if": "only if",
    "hold_if": "hold if",
    "bounced": "bounced",
}


def simulated_here(session: Session, size: int) -> list[list[Part]]:
    """The block “Simulated here” for a pane of `size` cells; muted when older than the edit."""
    counts = session.counts
    if counts is None:
        return []
    journey, selected = session.journey, session.selected
    step = journey.steps.get(selected) if journey is not None else None
    facts = _facts(counts, selected, step)
    if not facts:
        return []
    rows: list[list[Part]] = [[], [(" Simulated here", "bold")]]
    for name, number, aside in facts:
        number_style = "muted" if session.upkeep.dimmed else "text"
        rows.append(
            [
                (" " + pad(name, 11), "muted"),
                (pad(number, 6, "right"), number_style),
                (f" {cut(aside, size - 20)}", "muted"),
            ]
        )
    return [*rows, *_arrival(session)]


def next_here(session: Session, places: list[Place], size: int) -> list[list[Part]]:
    """The block “When”: the next message, for who comes now, on the clocks of `places`."""
    journey = session.journey
    if journey is None or session.selected not in journey.steps:
        return []
    try:
        found = next_sends(session.workspace, journey, session.selected, places, session.first_day)
    except NurtureError:
        return []  # a zone or a country that does not exist is among the findings
    if found.unknown:
        told = wrap(f"not told by the calendar: {safe(found.unknown)}", max(size - 2, 12))
        return [[], [(" When", "bold")], *([(f" {line}", "muted")] for line in told)]
    if not found.sends:
        return []
    what = found.sends[0].message
    if any(one.message != what for one in found.sends):
        what = ""
    here = what == session.selected
    word = "it goes" if here else f"“{what}” goes" if what else "it is over"
    aside = cut(f"{word} {'to' if what else 'for'} those who come on", size - 8)
    rows: list[list[Part]] = [[], [(" When", "bold"), (f"  {aside}", "muted")]]
    for one in found.sends:
        rows += _times(f"{one.comes:%a %H:%M}", one.times, size)
    if found.not_counted:
        gates = f"not counted here: {', '.join(found.not_counted)}"
        rows += [[(f" {line}", "muted")] for line in wrap(gates, max(size - 2, 12))]
    return rows


def _times(comes: str, times: Times, size: int) -> list[list[Part]]:
    """When who comes at `comes` gets it: in one line, in one a place, or below it where narrow."""
    whole, each = said(times), by_place(times)
    room = size - 13
    lines = [whole] if width(whole) <= room else each
    if max(map(width, lines)) <= room:
        begins = [pad(f" {comes}", 12), *[" " * 12] * (len(lines) - 1)]
        return [
            [(begin, "muted"), (line, "text")] for begin, line in zip(begins, lines, strict=True)
        ]
    return [[(f" {comes}", "muted")], *([(" " * 3, ""), (line, "text")] for line in each)]


def simulated_case(session: Session, path: Path) -> str:
    """How many went by a case of a branch in the simulation, "" for what is none or not counted."""
    counts, journey = session.counts, session.journey
    match path:
        case ("steps", str(id_), "cases", int(number), "if"):
            step = journey.steps.get(id_) if journey is not None else None
        case _:
            return ""
    here = counts.steps.get(id_) if counts is not None else None
    if not isinstance(step, Branch) or number >= len(step.cases) or here is None:
        return ""
    went = here.out.get(case_label(step, number))
    if session.upkeep.dimmed or went is None or not here.entered:
        return ""
    return f"{count(went)} of {count(here.entered)} go this way, {_of(went, here.entered)}"


def _arrival(session: Session) -> list[list[Part]]:
    """When contacts came to the step, where the run says it."""
    found = session.outcome.days.get(session.selected) if session.outcome is not None else None
    if found is None:
        return []
    early, middle, late = (round(days) for days in found)
    if early == late:
        said = f"Day {middle} after entry"
    else:
        said = f"Day {early} to {late} after entry, median {middle}"
    return [[], [(f" {said}", "muted")]]


def _facts(counts: JourneyResult, selected: str, of: Step | None) -> list[tuple[str, str, str]]:
    """Name, number and what stands beside it; ways have the names that they have on the path."""
    if selected == ENTRY:
        refused = [
            (f"  {_REASONS.get(why, why)}", count(n), "not let in")
            for why, n in counts.not_entered.items()
            if n
        ]
        came = count(counts.considered)
        return [("considered", came, ""), ("let in", count(counts.entered), ""), *refused]
    if selected == GOAL:
        goal = counts.goal
        if goal is None:
            return []
        facts = [("reached", count(goal.reached), _of(goal.reached, counts.entered))]
        if goal.after_last_step:
            facts.append(("late", count(goal.after_last_step), "after the last step"))
        if goal.too_early:
            facts.append(("cannot tell", count(goal.too_early), "too early"))
        if goal.median_days is not None:
            facts.append(("median", f"{goal.median_days:.1f}", "days after entry"))
        return facts
    if selected.startswith(EXIT):
        left = counts.exits.get(selected.removeprefix(EXIT), 0)
        return [("left by it", count(left), _of(left, counts.entered))]
    step = counts.steps.get(selected)
    return _of_step(step, of) if step is not None else []


def _of_step(step: StepResult, of: Step | None) -> list[tuple[str, str, str]]:
    facts = [("came", count(step.entered), "")]
    if step.type == "send":
        facts.append(("sent", count(step.sent), _of(step.sent, step.entered)))
        facts += _by_reason("skipped", step.skipped) + _by_reason("held", step.held)
        if step.bounced:
            facts.append(("bounced", count(step.bounced), _of(step.bounced, step.sent)))
        facts += [
            ("opened", count(step.opened), _of(step.opened, step.sent)),
            ("clicked", count(step.clicked), _of(step.clicked, step.sent)),
        ]
        if step.reported_opens:
            facts.insert(-1, ("reported", count(step.reported_opens), BY_MACHINES))
        if step.unsubscribed:
            facts.append(("unsubscr.", count(step.unsubscribed), _of(step.unsubscribed, step.sent)))
    elif len(step.out) > 1:
        for port, n in step.out.items():
            name = port_label(of, port) if of is not None else port
            facts.append((f"  {name}", count(n), _of(n, step.entered)))
    if step.inside:
        facts.append(("still here", count(step.inside), "at the end of the run"))
    return facts


def _by_reason(name: str, reasons: Mapping[str, int]) -> list[tuple[str, str, str]]:
    """One row with the number of all, and the reasons behind it."""
    found = {why: n for why, n in reasons.items() if n}
    if not found:
        return []
    if len(found) == 1:
        why = next(iter(found))
        return [(name, count(sum(found.values())), _REASONS.get(why, why))]
    said = " ".join(f"{_REASONS.get(why, why)} {count(n)}" for why, n in found.items())
    return [(name, count(sum(found.values())), said)]


def _of(part: int, whole: int) -> str:
    return rate(part / whole) if whole else ""
