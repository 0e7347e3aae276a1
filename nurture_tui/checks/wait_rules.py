"""T403, T407, T408, T410 and T412: waits that wait for nothing, too long, or for ever."""

from __future__ import annotations

import heapq
from collections.abc import Iterator

from nurture_tui.checks.finding import Mark
from nurture_tui.checks.rule import Rule
from nurture_tui.checks.subject import Subject
from nurture_tui.graph.reach import leading_to, reached_from, reached_past
from nurture_tui.model.duration import DAY, Duration
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Action, Exit, Send, Wait, ports


def _before_nothing(subject: Subject) -> Iterator[Mark]:
    journey = subject.journey
    if any(rule.do or rule.enter for rule in journey.exits):
        return  # who waits is still watched, and an exit rule may do something for them
    at_work = [id_ for id_, step in journey.steps.items() if _happens(step)]
    before_work = leading_to(subject.graph, at_work)
    for id_, step in journey.steps.items():
        if not isinstance(step, Wait) or id_ in before_work:
            continue
        if len(set(_endings(subject, reached_from(subject.graph, [id_])))) == 1:
            message = f"Nothing happens after the wait “{id_}”: it keeps contacts here for nothing."
            fix = "Let something follow it, or take it out: the goal counts after the end too."
            yield Mark(("steps", id_), message, fix, id_)


def _happens(step: object) -> bool:
    return isinstance(step, Send | Action) or (isinstance(step, Exit) and step.enter is not None)


def _endings(subject: Subject, steps: frozenset[str]) -> Iterator[str]:
    """The ends of paths among the steps: an exit by its id, a port to nowhere as ""."""
    for id_ in steps:
        step = subject.journey.steps[id_]
        if isinstance(step, Exit):
            yield id_
        yield from ("" for _, target in ports(step) if target is None)


def _slow_first_message(subject: Subject) -> Iterator[Mark]:
    journey = subject.journey
    if journey.entry.event is None or journey.entry.start not in journey.steps:
        return
    waited = {journey.entry.start: 0}
    heap = [(0, journey.entry.start)]
    while heap:
        seconds, id_ = heapq.heappop(heap)
        step = journey.steps[id_]
        if isinstance(step, Send):
            if seconds > DAY:
                late = Duration(days=seconds // DAY, seconds=seconds % DAY)
                message = f"The first message comes {late} after “{journey.entry.event}”."
                fix = "Answer at once what contacts did, and wait after the first message."
                yield Mark(("steps", id_), message, fix, id_)
            return
        length = step.for_.elapsed if isinstance(step, Wait) and step.for_ else 0
        for after in subject.graph.successors(id_):
            if seconds + length < waited.get(after, seconds + length + 1):
                waited[after] = seconds + length
                heapq.heappush(heap, (seconds + length, after))


def _no_timeout(subject: Subject) -> Iterator[Mark]:
    for id_, step in subject.journey.steps.items():
        if isinstance(step, Wait) and step.until is not None and step.timeout is None:
            message = f"“{id_}” waits until something happens, and for ever if it never does."
            time = as_long_as_the_goal(subject.journey, step)
            fix = f'Add timeout = "{time}", as long as the goal counts.' if time else _SOME_TIMEOUT
            yield Mark(("steps", id_, "until"), message, fix, id_)


_SOME_TIMEOUT = 'Add timeout = "10d", for example.'


def as_long_as_the_goal(journey: Journey, wait: Wait) -> str:
    """The time in which the goal counts, where a longer wait can bring nothing; else "".

    A message to those whose time is up would come when the goal does not count any more, so that
    time is the answer only where they leave.
    """
    after = journey.steps.get(wait.else_ or "")
    leaves = wait.else_ is None or isinstance(after, Exit)
    within = journey.goal.within if journey.goal is not None else None
    return str(within) if within is not None and leaves else ""


def _same_timeout(subject: Subject) -> Iterator[Mark]:
    for id_, step in subject.journey.steps.items():
        if isinstance(step, Wait) and step.else_ is not None and step.else_ == step.next:
            message = f"Both ways out of “{id_}” lead to “{step.next}”."
            fix = "Lead else to another step, or leave it out."
            yield Mark(("steps", id_, "else"), message, fix, id_)


def _past_date(subject: Subject) -> Iterator[Mark]:
    steps = subject.journey.steps
    for id_, step in steps.items():
        if not isinstance(step, Wait) or step.date is None or step.else_ is not None:
            continue
        near = reached_past(
            subject.graph, subject.graph.successors(id_), lambda s: _stops(steps[s])
        )
        at_once = [other for other in steps if other in near and isinstance(steps[other], Send)]
        if at_once:
            message = f"Where “{step.date}” is past, “{at_once[0]}” is sent at once."
            fix = "Add else to the wait: a way past the message, such as to the next wait."
            yield Mark(("steps", id_, "date"), message, fix, id_)


def _stops(step: object) -> bool:
    """A message was found, or time may pass: only waits that surely may not are gone through."""
    if isinstance(step, Wait):
        by_date = step.date is not None and step.else_ is None
        return not by_date and (step.for_ is not None or step.date is not None or bool(step.until))
    return isinstance(step, Send)


WAIT_BEFORE_NOTHING = Rule(
    "T403",
    "wait-before-nothing",
    "warning",
    "A wait after which nothing is sent and nothing is done, whichever way contacts go on. The "
    "goal counts after the end as well, so nothing is gained by waiting.",
    "S7: add an element only when it is needed",
    journey=(_before_nothing,),
)
SLOW_FIRST_MESSAGE = Rule(
    "T407",
    "slow-first-message",
    "warning",
    "A contact does something, and the first message follows only after more than a day. What "
    "was asked for is wanted now.",
    "S41, S48: a form is confirmed at once; timing is the key",
    journey=(_slow_first_message,),
)
WAIT_WITHOUT_TIMEOUT = Rule(
    "T408",
    "wait-without-timeout",
    "error",
    "A wait until something happens, without a time-out. Many contacts never do what is waited for "
    "and would stay in the journey for ever.",
    "S19: when to stop?",
    journey=(_no_timeout,),
)
SAME_TIMEOUT = Rule(
    "T410",
    "same-timeout",
    "note",
    "A wait whose else leads where its next does: whether it happened or not makes no difference.",
    "S18: points where the path changes",
    journey=(_same_timeout,),
)
PAST_DATE_AT_ONCE = Rule(
    "T412",
    "past-date-at-once",
    "warning",
    "A wait for a date, without else, before a message. Where the date is past, the wait is over "
    "at once, so several such waits would send several messages in one minute.",
    "S17, S20: reminders before a deadline; not spam",
    journey=(_past_date,),
)
