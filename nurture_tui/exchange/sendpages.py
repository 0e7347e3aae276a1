"""The send calendar as Markdown, as an HTML page, and as a table of mailings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from nurture_tui.exchange.heat_svg import HEAT_DARK, HEAT_STYLE, heat_svg
from nurture_tui.exchange.markup import shown
from nurture_tui.exchange.page import page
from nurture_tui.exchange.sendplan import SendPlan
from nurture_tui.exchange.tables import html_table, markdown, markdown_table
from nurture_tui.report.calendar import heat_of, run_days
from nurture_tui.report.columns import Block, Coded, Texts
from nurture_tui.report.mailings import Mailing
from nurture_tui.text import count

MOST_PEOPLE = 500
MAILING_COLUMNS = (
    "date", "group", "journey", "step", "message", "channel", "sends", "first", "last",
)  # fmt: skip
_HEADS = ("Day", "Time", "Message", "Contacts", "Held")
_TASK_HEADS = ("Day", "Time", "Task", "Contact", "Due")
_CONTACT_HEADS = ("Day", "Time", "Message", "Subject")


def to_markdown(plan: SendPlan) -> Iterator[str]:
    """The lines of the calendar: a table of days and messages for each group."""
    yield f"# Send calendar: {markdown(plan.name)}"
    yield ""
    yield markdown(plan.about())
    yield ""
    yield markdown(_in_all(plan))
    for group, found in plan.groups():
        yield ""
        yield f"## {markdown(plan.group_name(group))}"
        yield ""
        heads, rows = _table(plan, found)
        if rows:
            yield from markdown_table(heads, rows, numbers=("Contacts",))
        tasks = _tasks(plan, group)
        if tasks:
            yield ""
            yield "### Tasks"
            yield ""
            yield from markdown_table(_TASK_HEADS, tasks)


def to_html(plan: SendPlan) -> str:
    """The calendar as a page: sends by day and hour, then a table for each group."""
    found = heat_of(plan.calendar, plan.rows, "workspace")
    first, last = run_days(plan.result)
    parts = [
        f"<h1>Send calendar: {shown(plan.name)}</h1>",
        f'<p class="lead">{shown(_in_all(plan))}</p>',
        f'<p class="muted">{shown(plan.about())}</p>',
    ]
    if found.total:
        parts.append("<h2>Sends by day and hour</h2>")
        parts.append(f'<div class="picture">{heat_svg(found, first, last)}</div>')
    for group, mine in plan.groups():
        parts.append(f"<h2><bdi>{shown(plan.group_name(group))}</bdi></h2>")
        heads, rows = _table(plan, mine)
        classes = ["day", "day", *[""] * (len(heads) - 2)]
        if rows:
            parts.append(html_table(heads, rows, numbers=("Contacts",), classes=classes))
        if rows and plan.by == "owner":
            parts.append(_who(plan, mine))
        tasks = _tasks(plan, group)
        if tasks:
            parts.append("<h3>Tasks</h3>")
            parts.append(html_table(_TASK_HEADS, tasks, classes=("day", "day", "", "", "")))
    body = "\n".join(parts)
    return page(f"Send calendar: {plan.name}", body, style=HEAT_STYLE, dark_style=HEAT_DARK)


def mailing_block(plan: SendPlan) -> Block:
    """The mailings as columns of text, MAILING_COLUMNS in order, for a table of numbers."""
    rows = [
        (
            one.day.isoformat(),
            one.group,
            one.journey,
            one.step,
            plan.message(one),
            plan.channel(one),
            str(len(one)),
            plan.times(one)[:5],
            plan.times(one)[-5:],
        )
        for one in plan.mailings
    ]
    texts = Texts()
    codes = np.array([[texts.code(text) for text in row] for row in rows], dtype=np.int64)
    codes = codes.reshape(len(rows), len(MAILING_COLUMNS))
    return {name: Coded(codes[:, place], texts) for place, name in enumerate(MAILING_COLUMNS)}


def _table(plan: SendPlan, found: Sequence[Mailing]) -> tuple[Sequence[str], list[tuple[str, ...]]]:
    rows: list[tuple[str, ...]]
    if plan.by == "contact":
        rows = [
            (day_text(one.day), plan.times(one), plan.message(one), plan.subject(row))
            for one in found
            for row in one.rows.tolist()
        ]
        return _CONTACT_HEADS, rows
    return _HEADS, [
        (
            day_text(one.day),
            plan.times(one),
            plan.message(one),
            count(len(one)),
            plan.held(one).removeprefix("held "),
        )
        for one in found
    ]


def _tasks(plan: SendPlan, group: str) -> list[tuple[str, ...]]:
    """A row for each task of an owner."""
    rows: list[tuple[str, ...]] = []
    for given in plan.tasks_of(group):
        at, due = plan.given_at(given), plan.due(given).removeprefix("due ")
        who = plan.contact(given.contact)
        rows.append((day_text(at.date()), f"{at:%H:%M}", given.task.title, who, due))
    return rows


def _who(plan: SendPlan, found: Sequence[Mailing]) -> str:
    """Who gets what, day by day, to be opened; the first of very many."""
    rows: list[tuple[str, str, str, str]] = []
    for one in found:
        for said in plan.people(one, MOST_PEOPLE - len(rows)):
            time, _, who = said.partition(" ")
            rows.append((day_text(one.day), time, who, plan.message(one)))
    total = sum(map(len, found))
    more = f" (the first {count(len(rows))})" if len(rows) < total else ""
    table = html_table(("Day", "Time", "Contact", "Message"), rows, classes=("day", "day", "", ""))
    return f"<details><summary>Who they are{more}</summary>\n{table}\n</details>"


def _in_all(plan: SendPlan) -> str:
    total, tasks = len(plan.rows), _tasks_words(plan)
    if not total:
        return f"Nothing is sent.{tasks}"
    days: dict[date, int] = {}
    for one in plan.mailings:
        days[one.day] = days.get(one.day, 0) + len(one)
    busiest = max(days, key=lambda day: (days[day], -day.toordinal()))
    on = "1 day" if len(days) == 1 else f"{count(len(days))} days"
    most = f"most on {day_text(busiest)}: {count(days[busiest])}"
    return f"{count(total)} {'send' if total == 1 else 'sends'} on {on}; {most}.{tasks}"


def _tasks_words(plan: SendPlan) -> str:
    number = len(plan.tasks)
    return f" {count(number)} {'task' if number == 1 else 'tasks'} for sellers." if number else ""


def day_text(day: date) -> str:
    """`Wed 18 Nov 2026`."""
    return f"{day:%a} {day.day} {day:%b %Y}"
