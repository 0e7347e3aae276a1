"""What the Schedule screen shows beside the map: filters to offer, held sends, limits, pressure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from nurture_tui.contacts.distinct import distinct
from nurture_tui.model.clock import Window
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Send
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.calendar import (
    ANY_GATE,
    GATES,
    Filter,
    Heat,
    SendCalendar,
    held_counts,
    send_calendar,
)
from nurture_tui.report.collisions import Collision, collisions
from nurture_tui.report.held import gate_words
from nurture_tui.report.limits import most_sends
from nurture_tui.report.pressure import Pressure, over_cap, pressure
from nurture_tui.report.sketch import step_title
from nurture_tui.report.tasklist import GivenTask, given_tasks
from nurture_tui.screens.celllist import TaskClock
from nurture_tui.screens.cells import Part, column
from nurture_tui.screens.filterform import Option
from nurture_tui.screens.heatgrid import span_text
from nurture_tui.simulation.calendar import Clock
from nurture_tui.simulation.result import Result
from nurture_tui.text import count, cut, safe, width

Row = Sequence[Part]
NUMBERS_END = 20
NAMES, BEFORE, NOW = 12, 7, 7
BAR, BAR_AT = 14, 4
PERIODS = {3_600: "hour", 86_400: "day"}
MOST_PAIRS = 4
MANY = 4
"""Contacts with this many messages or more are one row."""


@dataclass(frozen=True)
class Scheduled:
    """A run prepared for the screen; `first` and `last` are its days on the workspace's clock.

    `journey` is the one that is open; a run of several has `collisions`, the pairs of journeys
    whose marketing messages meet on a day. `given` are the tasks one by one.
    """

    result: Result
    workspace: Workspace
    journey: Journey
    calendar: SendCalendar
    pressure: Pressure
    cap: tuple[str, int] | None
    tasks: int
    busiest_utc_period: int
    first: date
    last: date
    collisions: Mapping[tuple[str, str], Collision]
    given: tuple[GivenTask, ...]

    @property
    def task_clock(self) -> TaskClock:
        return TaskClock(self.result.run.timezone)

    @property
    def several(self) -> bool:
        """Whether the run is of all journeys together."""
        return len(self.result.journeys) > 1


def scheduled(result: Result, workspace: Workspace, journey: Journey) -> Scheduled:
    """Prepare a run of `journey`, as journey and workspace were when it was run."""
    run = result.run
    days = Clock([run.timezone]).day(0, [run.start, max(run.end - 1, run.start)])
    first, last = (date.fromordinal(int(day) + date(1970, 1, 1).toordinal()) for day in days)
    throttle = workspace.settings.limits.throttle
    return Scheduled(
        result=result,
        workspace=workspace,
        journey=journey,
        calendar=send_calendar(result),
        pressure=pressure(result),
        cap=over_cap(result, workspace, journey.id),
        tasks=result.tasks.most,
        busiest_utc_period=most_sends(result, throttle.seconds) if throttle is not None else 0,
        first=first,
        last=last,
        collisions=collisions(result, workspace) if len(result.journeys) > 1 else {},
        given=given_tasks(result, workspace),
    )


def opening_cell(found: Heat) -> tuple[int, int]:
    """The cell to begin with: the fullest of the first two weeks with sends.

    A planner reads from the first week on; the fullest hour of all may be weeks away.
    """
    used = np.flatnonzero(found.counts.any(axis=1))
    if not len(used):
        return 0, found.hours()[0]
    week = int(used[0]) // 7
    return found.fullest_of((week, week + 1)) or (int(used[0]), found.hours()[0])


def kept_cell(found: Heat, day: date, hour: int) -> tuple[int, int]:
    """The cell to go on with where this one was chosen: itself, else the nearest with sends.

    That is the fullest of its day, of its week, or of the nearest week that has sends.
    """
    number = (day - found.first).days
    if not found.total or not 0 <= number < len(found.counts):
        return opening_cell(found)
    if found.counts[number, hour]:
        return number, hour
    if found.counts[number].any():
        return number, int(found.counts[number].argmax())
    week = number // 7
    used = distinct(np.flatnonzero(found.counts.any(axis=1)) // 7)
    return found.fullest_of([int(used[np.abs(used - week).argmin()])]) or (number, hour)


def page_note(
    data: Scheduled, found: Heat, weeks: Sequence[int], at: tuple[int, int] = (1, 1)
) -> str:
    """`23 Nov to 13 Dec 2026, page 1 of 5`: the weeks that are shown, and `at` which page."""
    page, of = at
    more = f", page {page} of {of}" if of > 1 else ""
    return f"{span_text(found, weeks, data.first, data.last)}{more}"


def filter_options(data: Scheduled, chosen: Filter) -> dict[str, list[Option]]:
    """What each filter can be, from what was sent in the run."""
    calendar, workspace = data.calendar, data.workspace
    journeys = [Option(id_, workspace.journeys[id_].name) for id_ in calendar.journeys()]
    of = chosen.journey or (data.journey.id if len(journeys) == 1 else "")
    steps = [Option(step, _title(workspace, of, step)) for step in calendar.steps(of)]
    owners = sorted({*calendar.owners_with_sends(), *(task.whose for task in data.given)} - {""})
    gates = [Option(gate, gate_words(workspace, data.journey, gate)) for gate in GATES]
    return {
        "journey": [Option("", "all"), *journeys] if len(journeys) > 1 else _only(journeys),
        "step": [Option("", "all"), *steps],
        "owner": [Option("", "all"), *(Option(o, o) for o in owners)],
        "held_by": [Option("", "any or nothing"), Option(ANY_GATE, "any rule"), *gates],
        "clock": [
            Option("contact", "contact's"),
            Option("workspace", f"workspace's, {data.result.run.timezone}"),
        ],
    }


def _only(journeys: list[Option]) -> list[Option]:
    """The one journey of the run, which needs no choosing."""
    return [Option("", journeys[0].name if journeys else "all")]


def _title(workspace: Workspace, journey: str, step: str) -> str:
    """The title of a step; of any journey where one alone has it, else the id that several have."""
    among = [journey] if journey else list(workspace.journeys)
    having = [workspace.journeys[id_].steps for id_ in among if id_ in workspace.journeys]
    titles = [step_title(step, steps[step]) for steps in having if step in steps]
    return titles[0] if len(titles) == 1 else step


def held_forms(data: Scheduled, found: Heat) -> list[list[Part]]:
    """`Held, then sent   window 3,204  cap 1,911  ...   window Mon-Fri 08:00-17:00`, and shorter.

    Of the sends alone: what was held and never went is among the counts of its step on Design.
    The shorter forms leave out the rules that held nothing, then the window.
    """
    counts = held_counts(data.calendar, found.rows)
    every: list[Part] = [("  Held, then sent   ", "muted")]
    holding = list(every)
    for gate in GATES:
        name = gate_words(data.workspace, data.journey, gate).split(" ")[0]
        number = counts[gate]
        part = (f"{name} {count(number)}  ", "text" if number else "muted")
        every += [part] if number or gate != "hold_if" else []
        holding += [part] if number else []
    window = _window_words(data)
    return [[*every, *window], [*holding, *window], holding]


def _window_words(data: Scheduled) -> list[Part]:
    """The window that sends of the journey wait for, if they wait for any."""
    window = data.journey.sending.window or data.workspace.settings.sending.window
    if window is None or window.is_any:
        return []
    others = "; some steps differ" if _other_windows(data.journey, window) else ""
    return [(f" window {window}{others}", "muted")]


def _other_windows(journey: Journey, window: Window) -> bool:
    """Whether a step of the journey sends by a window of its own."""
    sends = (step for step in journey.steps.values() if isinstance(step, Send))
    return any(step.window is not None and step.window != window for step in sends)


def limit_rows(
    data: Scheduled, found: Heat, was: Heat | None = None, tasks: int | None = None
) -> list[Row]:
    """The busiest hour and day of what the filter shows, the tasks of a day, who meets on one.

    `tasks` are the most that a filter lets through on a day: what is agreed is of all tasks.

    `hour, all sends` is of the throttle's clock hours, or days, in UTC. `was` are the sends of the
    saved version that pass the filter, where it is another.
    """
    hour, day = found.busiest_hour(), found.busiest_day()
    limits = data.workspace.settings.limits
    rows: list[Row] = [[("Limits", "bold")]]
    rows.append(_limit("busiest hour", hour.sends if hour else 0, ""))
    rows.append(_limit("busiest day", day.sends if day else 0, ""))
    if limits.throttle is not None:
        period = PERIODS.get(limits.throttle.seconds, str(limits.throttle.per))
        of = str(limits.throttle.count)
        rows.append(_limit(f"{period}, all sends", data.busiest_utc_period, of))
    if data.tasks or limits.tasks_per_day is not None:
        limit = limits.tasks_per_day if tasks is None else None
        most = data.tasks if tasks is None else tasks
        rows.append(_limit("tasks a day", most, "" if limit is None else str(limit)))
    if data.several:
        rows += [[], *collision_rows(data)]
    elif was is not None:
        rows += [[], *_since_saved(found, was)]
    return rows


def _since_saved(found: Heat, was: Heat) -> list[Row]:
    """What the edits since the last save do to the sends that the filter shows."""
    figures = (
        ("sends", found.total, was.total),
        ("busiest hour", int(found.counts.max(initial=0)), int(was.counts.max(initial=0))),
        ("busiest day", int(found.per_day().max(initial=0)), int(was.per_day().max(initial=0))),
    )
    heads = (column("before", "muted", BEFORE, right=True), column("now", "muted", NOW, right=True))
    rows: list[Row] = [[column("Edits", "bold", NAMES), *heads]]
    for name, now, before in figures:
        numbers = (
            column(count(before), "muted", BEFORE, right=True),
            column(count(now), "text", NOW, right=True),
        )
        rows.append([column(name, "muted", NAMES), *numbers])
    return rows


def _limit(name: str, number: int, of: str) -> Row:
    shown = count(number)
    over = bool(of) and number > int(of)
    gap = " " * (NUMBERS_END - width(name) - width(shown))
    parts: list[Part] = [(name, "muted"), (gap, ""), (shown, "warning" if over else "text")]
    return [*parts, (f" of {count(int(of))}", "muted")] if of else parts


def pressure_rows(data: Scheduled) -> list[Row]:
    """Contacts by the most messages they get within seven days, and whether the cap holds."""
    rows: list[Row] = [
        [("messages in any 7 days,", "muted")],
        [("each contact's worst week", "muted")],
        [],
    ]
    if data.several:
        rows[1] = [("of all journeys, worst week", "muted")]
    numbers = list(data.pressure.contacts[:MANY])
    numbers += [0] * (MANY - len(numbers))
    numbers.append(sum(data.pressure.contacts[MANY:]))
    highest = max(numbers)
    for messages, contacts in enumerate(numbers):
        name = f"{messages}+" if messages == MANY else str(messages)
        bar = max(1, round(contacts / highest * BAR)) if contacts else 0
        shown = count(contacts)
        gap = " " * (27 - BAR_AT - bar - width(shown))
        style = "text" if contacts else "muted"
        rows.append([(name.ljust(BAR_AT), "text"), ("▆" * bar, "send"), (gap, ""), (shown, style)])
    if data.cap is not None:
        cap, over = data.cap
        rows.append([])
        if over:
            who = "1 contact has" if over == 1 else f"{count(over)} contacts have"
            rows.append([(f"cap {safe(cap)}: {who} more", "warning")])
        else:
            rows.append([(f"cap {safe(cap)} holds", "ok")])
        if data.several:  # the bars have all messages of all journeys
            rows.append([(cut(f"for marketing of {safe(data.journey.id)}", 27), "muted")])
    return rows


def collision_rows(data: Scheduled) -> list[Row]:
    """The pairs of journeys that meet on a day in the most contacts."""
    met = sorted(data.collisions.items(), key=lambda pair: -pair[1].contacts)
    if not met:
        return [[("no journeys meet on a day", "ok")]]
    rows: list[Row] = [[("two journeys on one day", "muted")]]
    for (one, other), found in met[:MOST_PAIRS]:
        shown = count(found.contacts)
        names = cut(f"{one}, {other}", 26 - width(shown))
        gap = " " * (27 - width(names) - width(shown))
        rows.append([(names, "text"), (gap, ""), (shown, "warning")])
    if len(met) > MOST_PAIRS:
        rows.append([(f"and {len(met) - MOST_PAIRS} more pairs", "muted")])
    return rows
