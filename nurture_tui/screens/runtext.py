"""Simulate and Schedule as plain text, for screen readers and pipes: one fact a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from nurture_tui.report.calendar import heat
from nurture_tui.report.sketch import kind_word, step_title
from nurture_tui.screens.celllist import NO_OWNER
from nurture_tui.screens.cells import Part
from nurture_tui.screens.kpis import count_rows
from nurture_tui.screens.notice import why_nothing
from nurture_tui.screens.played import Played, prepared
from nurture_tui.screens.rate import figures, verdict
from nurture_tui.screens.scheduled import (
    Scheduled,
    held_forms,
    limit_rows,
    pressure_rows,
    scheduled,
)
from nurture_tui.screens.session import Session
from nurture_tui.text import count, rate, safe

WEEK = 7


def simulate_text(session: Session) -> str:
    """How the run stood at the end of each week, and each step at its end."""
    words = why_nothing(session)
    result, outcome = session.result, session.outcome
    if words or result is None or outcome is None:
        return f"{safe(words)}\n"
    played = prepared(result, outcome.workspace, outcome.journey)
    lines = [safe(outcome.journey.name), ""]
    lines += [*_goal(played), ""]
    days = played.line.days
    for day in [*range(WEEK, days, WEEK), days]:
        lines.append(_by_day(played, day))
    at_end = played.line.standing(played.line.end)
    lines += ["", f"by day {days}", f"  let in {count(at_end.let_in)}"]
    lines += [f"  {_joined(row)}" for row in count_rows(at_end, played.outcome)]
    lines += ["", "steps, contacts that came and messages sent"]
    for id_, step in outcome.journey.steps.items():
        word = kind_word(step, outcome.journey, outcome.workspace)
        seen = played.line.step(id_, played.line.end)
        sent = f", sent {count(seen.sent)}" if step.type == "send" else ""
        lines.append(f"  {word} {safe(step_title(id_, step))}: {count(seen.entered)}{sent}")
    return "\n".join(lines) + "\n"


def _goal(played: Played) -> list[str]:
    goal = played.outcome.goal
    if goal is None or played.journey.goal is None:
        return ["no goal"]
    said = _joined(figures(goal)).replace("  ", ", ")
    return [f"goal: {safe(played.journey.goal.name)}, {said}, {verdict(goal)[0]}"]


def _by_day(played: Played, day: int) -> str:
    line = played.line
    instant = int(line.midnights[day]) - (1 if day < line.days else 0)
    at, now = line.local(instant), line.standing(instant)
    reached = ""
    if now.goal is not None:
        known = now.goal.rate
        reached = f", goal {rate(known) if known is not None else count(now.goal.reached)}"
    date = f"{at:%a} {at.day} {at:%b} {at.year}"
    inside = f"in the path {count(now.inside)}, sent {count(now.sent)}"
    return f"day {day}, {date}: let in {count(now.let_in)}, {inside}{reached}"


def schedule_text(session: Session) -> str:
    """The sends of each day with their hours, what was held, limits and pressure."""
    words = why_nothing(session)
    result, outcome = session.result, session.outcome
    if words or result is None or outcome is None:
        return f"{safe(words)}\n"
    data = scheduled(result, outcome.workspace, outcome.journey)
    found = heat(data.calendar)
    lines = [safe(outcome.journey.name), "", "sends by day and hour, on the contact's clock"]
    for number, total in enumerate(found.per_day().tolist()):
        if total:
            day = found.day(number)
            hours = [
                f"{hour:02}:00 {count(sends)}"
                for hour, sends in enumerate(found.counts[number].tolist())
                if sends
            ]
            lines.append(f"  {day:%a} {day.day} {day:%b} {day.year}: {count(total)}")
            lines.append(f"    {', '.join(hours)}")
    if not found.total:
        lines.append("  nothing is sent")
    lines += _tasks(data)
    lines += ["", _joined(held_forms(data, found)[0]).strip(), ""]
    lines += [_joined(row) for row in limit_rows(data, found)]
    lines += ["", "pressure"]
    lines += [_joined(row) for row in pressure_rows(data) if row]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _tasks(data: Scheduled) -> list[str]:
    """The tasks of sellers by day, and whose they are; nothing without any."""
    lines = ["", "tasks of sellers, on the workspace's clock"] if data.given else []
    days: dict[date, Counter[str]] = {}
    for task in data.given:
        day = data.task_clock.given(task).date()
        days.setdefault(day, Counter())[safe(task.whose) or NO_OWNER] += 1
    for day, whose in sorted(days.items()):
        each = ", ".join(f"{name} {count(number)}" for name, number in sorted(whose.items()))
        lines.append(f"  {day:%a} {day.day} {day:%b} {day.year}: {count(whose.total())}")
        lines.append(f"    {each}")
    return lines


def _joined(parts: Sequence[Part]) -> str:
    """The words of a row, without bars."""
    return "".join(safe(text) for text, _ in parts if not text.startswith("▆"))
