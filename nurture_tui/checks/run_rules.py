"""W001-W004: what a simulated run of the contacts at hand shows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from nurture_tui.checks.finding import Mark, Path, sentence
from nurture_tui.checks.planned import Planned
from nurture_tui.checks.rule import Need, Rule
from nurture_tui.checks.subject import SettingsSubject, Subject
from nurture_tui.model.step import Branch, Send, Split, case_label
from nurture_tui.text import count, rate, share

ENOUGH_TO_TELL = 30
"""Of so many who came, one in ten would have gone another way in all but 4 % of runs."""
ENOUGH_TO_CLICK = 60
"""Of so many who got a message, one in twenty would have clicked in all but 5 % of runs."""
FEW = 100
"""Of so many contacts one is let be who comes into another journey on that very day."""
_NEEDS: tuple[Need, ...] = ("contacts", "start")


def _not_taken(subject: Subject, planned: Planned) -> Iterator[Mark]:
    """Where nobody went, if enough came to the step before, or nobody can."""
    journey = subject.journey
    counted = planned.result.journeys[journey.id]
    for one in planned.missed:
        gap = one.gap
        if gap.journey != journey.id or gap.where == "no_path":
            continue
        if gap.where == "entry":
            if counted.considered or one.proved:
                yield Mark(("entry",), sentence(f"Nobody came in: {one.text}"), _LOOK_FIX)
            continue
        step = counted.steps[gap.step]
        went = sum(step.out.values())
        split = isinstance(journey.steps[gap.step], Split)
        if not one.proved and (went < ENOUGH_TO_TELL or split or gap.where == "stop"):
            continue
        behind = f" So nobody came to {_list(gap.behind)}." if gap.behind else ""
        why = one.text.removeprefix("nobody can: ")
        message = f"Nobody of {count(went)} took “{gap.port}” at “{gap.step}”: {why}.{behind}"
        yield Mark(_port(subject, gap.step, gap.port), message, _PORT_FIX, gap.step)


_LOOK_FIX = "Look at who is on the list, and at what the entry, the goal and the exits ask for."
_PORT_FIX = (
    "Change what decides here, or take the way out; nurture explain tells a contact's story."
)


def _port(subject: Subject, id_: str, port: str) -> Path:
    step = subject.journey.steps[id_]
    if isinstance(step, Branch) and port != "else":
        labels = [case_label(step, number) for number in range(len(step.cases))]
        return ("steps", id_, "cases", labels.index(port))
    return ("steps", id_, port)


def _no_click(subject: Subject, planned: Planned) -> Iterator[Mark]:
    counted = planned.result.journeys[subject.journey.id]
    for id_, step in subject.journey.steps.items():
        if not isinstance(step, Send) or step.cta is None:
            continue
        result = counted.steps[id_]
        if result.sent - result.bounced >= ENOUGH_TO_CLICK and not result.clicked:
            message = f"{count(result.sent)} messages went, and nobody clicked in one."
            fix = "Look at open and click_to_open in [assume], and at what there is to click."
            yield Mark(("steps", id_), message, fix, id_)


def _collision(subject: Subject, planned: Planned) -> Iterator[Mark]:
    """Marketing messages of two journeys on one day, told at the journey that acts later."""
    from nurture_tui.report.collisions import collisions

    order = list(planned.journeys)
    mine = order.index(subject.journey.id)
    for (one, other), found in collisions(planned.result, planned.workspace).items():
        if max(order.index(one), order.index(other)) != mine:
            continue
        if found.contacts * FEW < planned.result.run.contacts:
            continue  # who comes into the other journey that very day
        theirs = one if other == subject.journey.id else other
        message = (
            f"{_contacts(found.contacts)} a message of this journey and one of “{theirs}” on the "
            f"same day, {'' if found.contacts == 1 else 'most of them '}on {_day(found.most)}."
        )
        fix = (
            'Give both a cap that keeps them apart, such as cap = "1 per 20h" in [sending], or let '
            f"one of them wait: hold_if = \"inside('{theirs}')\"."
        )
        yield Mark(("name",), message, fix)


def _contacts(number: int) -> str:
    return "1 contact gets" if number == 1 else f"{count(number)} contacts get"


def _over_tasks(subject: SettingsSubject, planned: Planned) -> Iterator[Mark]:
    tasks = planned.result.tasks
    over = tasks.over
    if over:
        fullest = max(over, key=lambda day: (over[day], day))
        days = "1 day" if len(over) == 1 else f"{count(len(over))} days"
        message = (
            f"On {days} sellers get more than {count(tasks.limit or 0)} tasks; "
            f"the most are {count(over[fullest])}, on {_day(date.fromisoformat(fullest))}."
        )
        fix = "Let contacts arrive in portions (arrivals), give fewer tasks, or raise the limit."
        yield Mark(("limits", "tasks_per_day"), message, fix)


def _over_throttle(subject: SettingsSubject, planned: Planned) -> Iterator[Mark]:
    throttle = subject.settings.limits.throttle
    held = sum(one.held.get("throttle", 0) for one in planned.result.journeys.values())
    if throttle is not None and held:
        one = held == 1
        message = (
            f"{count(held)} message{'' if one else 's'} had to wait, since more were due at a time "
            f"than {throttle} lets through."
        )
        fix = "Let contacts arrive in portions (arrivals), or raise the limit if the system can."
        yield Mark(("limits", "throttle"), message, fix)


def _below_target(subject: Subject, planned: Planned) -> Iterator[Mark]:
    goal = planned.result.journeys[subject.journey.id].goal
    if goal is None or goal.target is None or goal.high is None or goal.low is None:
        return
    if goal.target > goal.high:
        message = (
            f"{share(goal.target)} are hoped for, and simulated are {rate(goal.rate or 0)} of "
            f"{count(goal.of)} ({rate(goal.low)} to {rate(goal.high)})."
        )
        fix = "Look which assumption it hangs on (nurture simulate --sensitivity), or lower it."
        yield Mark(("goal", "target"), message, fix)


def _list(steps: tuple[str, ...]) -> str:
    shown = ", ".join(f"“{step}”" for step in steps[:3])
    return f"{shown} and {len(steps) - 3} more" if len(steps) > 3 else shown


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"


BROKEN_PART = Rule(
    "W001",
    "broken-part",
    "warning",
    "A part of the journey that the simulated run leaves unused: a way that nobody took of many "
    "who could, an entry that lets nobody in, a message with a call to action in which nobody "
    "clicked. What rests on too few contacts to tell is left out.",
    "S22: with small volumes, mend what is broken and do not polish",
    needs=_NEEDS,
    planned=(_not_taken, _no_click),
)
COLLISION = Rule(
    "W002",
    "collision",
    "warning",
    "Contacts who in the simulated run get marketing messages of two journeys on one day. Each "
    "journey is moderate, and together they are too much. Service messages do not count, nor does "
    "what concerns fewer than 1 in 100 of the contacts.",
    "S20: a good experience, not spam; caps over all journeys",
    needs=_NEEDS,
    planned=(_collision,),
)
OVER_CAPACITY = Rule(
    "W003",
    "over-capacity",
    "warning",
    "More tasks for sellers on a day of the simulated run than `limits.tasks_per_day`, or more "
    "messages due at a time than `limits.throttle` lets through. Tasks that nobody can do on the "
    "day are leads that grow cold.",
    "S34, S32: work for sales; agree with sales",
    needs=_NEEDS,
    planned_settings=(_over_tasks, _over_throttle),
)
GOAL_BELOW_TARGET = Rule(
    "W004",
    "goal-below-target",
    "note",
    "The target lies above all that the simulated run makes likely (its 95 % interval), with the "
    "contacts and the assumptions at hand. It was promised too early, or the journey does not do "
    "enough.",
    "S10, S33: follow the goal; promise no results too early",
    needs=_NEEDS,
    planned=(_below_target,),
)
