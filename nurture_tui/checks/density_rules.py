"""T404-T406: messages that come too close, too many, or ever more seldom."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from nurture_tui.checks.finding import Mark
from nurture_tui.checks.parts import sends
from nurture_tui.checks.rule import Rule
from nurture_tui.checks.solve import Effort
from nurture_tui.checks.subject import Subject
from nurture_tui.graph.hops import Hops, Node, Ways, hops
from nurture_tui.graph.passing import as_written
from nurture_tui.model.duration import DAY, Duration
from nurture_tui.model.step import Send

LEAST_GAP = 20 * 3_600
MOST_CHAINS = 20_000


def _thinning(subject: Subject) -> Iterator[Mark]:
    reminders = {id_ for id_, send in sends(subject.journey) if send.role == "remind"}
    if len(reminders) < 3:
        return
    found = _hops(subject, subject.ways(as_written), reminders)
    told: set[str] = set()
    for first, seconds in found.nexts.items():
        for second, before in seconds.items():
            for third, after in found.nexts.get(second, {}).items():
                grows = after - before >= DAY or before < after < DAY
                if grows and third[0] not in told:
                    told.add(third[0])
                    message = (
                        f"“{third[0]}” comes {_span(after)} after “{second[0]}”, which comes "
                        f"{_span(before)} after “{first[0]}”: the reminders thin out."
                    )
                    fix = "Let reminders come closer to each other towards the end."
                    yield Mark(("steps", third[0]), message, fix, third[0])


def _dense(subject: Subject) -> Iterator[Mark]:
    journey = subject.journey
    limit = subject.workspace.settings.limits.min_gap
    least = limit.elapsed if limit is not None else LEAST_GAP
    every = {id_ for id_, _ in sends(journey)}
    marketing = {id_ for id_, _ in subject.marketing_sends()}
    if len(every) < 1 or not marketing:
        return
    found = _hops(subject, subject.slowest_ways, every, least)
    closest: dict[str, tuple[int, str]] = {}
    for (first, _), nexts in found.nexts.items():
        for (second, _), seconds in nexts.items():
            counts = first in marketing or second in marketing
            if counts and _all_go(subject, [first, second]):
                closest[second] = min(closest.get(second, (least, "")), (seconds, first))
    for id_ in journey.steps:
        if id_ in closest:
            seconds, first = closest[id_]
            when = f"{_span(seconds)} after" if seconds else "at once after"
            message = (
                f"Somebody can get “{id_}” {when} “{first}”: too close, {_span(least)} are wanted "
                "between messages."
            )
            days = f"{max(1, -(-least // DAY))}d"
            waits = subject.last_waits(id_)
            fix = f"Add a wait of {days} between them."
            if id_ in subject.next_stops(first):
                waits = []  # some go past the waits: none of them would help
            if len(waits) == 1:
                fix = f'Let the wait “{waits[0]}” last longer, such as for = "{days}".'
            elif waits:
                fix = f'Let the waits between them last longer, such as for = "{days}".'
            yield Mark(("steps", id_), message, fix, id_)


def _over_the_cap(subject: Subject) -> Iterator[Mark]:
    journey = subject.journey
    cap = journey.sending.cap or subject.workspace.settings.sending.cap
    marketing = {id_ for id_, _ in subject.marketing_sends()}
    if cap is None or not marketing:
        return
    found = _hops(subject, subject.slowest_ways, marketing, cap.seconds)
    place = {id_: n for n, id_ in enumerate(journey.steps)}
    chain = min(
        (
            c
            for c in _chains(subject.known.effort, found, cap.count, cap.seconds)
            if _all_go(subject, c[1])
        ),
        key=lambda c: (place[c[1][-1]], c[0]),
        default=None,
    )
    if chain is not None:
        seconds, steps = chain
        last = steps[-1]
        message = (
            f"“{last}” is message {len(steps)} within {_span(seconds)}, counted from "
            f"“{steps[0]}”; the cap is {cap}."
        )
        fix = "Lengthen the waits before it, or take a message out, so that the cap is never met."
        yield Mark(("steps", last), message, fix, last)


def _hops(subject: Subject, ways: Ways, marks: set[str], within: int | None = None) -> Hops:
    found = hops(ways, marks, within)
    if found.cut:
        subject.known.effort.unfollowed = True
    return found


def _chains(effort: Effort, found: Hops, more: int, within: int) -> Iterator[tuple[int, list[str]]]:
    """The quickest ways from each message through so many more, in less than `within` seconds."""
    left = MOST_CHAINS
    for source in found.nexts:
        ends: dict[Node, tuple[int, list[str]]] = {source: (0, [source[0]])}
        for _ in range(more):
            further: dict[Node, tuple[int, list[str]]] = {}
            for node, (total, path) in ends.items():
                for target, seconds in found.nexts.get(node, {}).items():
                    left -= 1
                    whole = total + seconds
                    if whole < within and whole < further.get(target, (within, []))[0]:
                        further[target] = (whole, [*path, target[0]])
            ends = further
            if not ends or left < 0:
                break
        else:
            yield from ends.values()
        if left < 0:
            effort.unfollowed = True
            return


def _all_go(subject: Subject, steps: list[str]) -> bool:
    """False only if one of the messages is surely left out where another one goes."""
    known, all_ = subject.known, subject.journey.steps
    kept = [
        known.said(step.only_if, True)
        for step in (all_[id_] for id_ in dict.fromkeys(steps))
        if isinstance(step, Send) and step.only_if is not None
    ]
    kept = [formula for formula in kept if known.knowledge.steady.kept(formula)]
    return all(known.may_hold(pair, ("steps", steps[-1])) for pair in combinations(kept, 2))


def _span(seconds: int) -> str:
    return str(Duration(days=seconds // DAY, seconds=seconds % DAY))


THINNING_REMINDERS = Rule(
    "T404",
    "thinning-reminders",
    "warning",
    "Reminders (role `remind`) that follow each other at growing gaps on some path. Before a "
    "deadline they should come closer, for the last days are when they help. Waits are taken as "
    "written, for a contact who does nothing.",
    "S17: a half-way reminder with an offer, then denser reminders",
    journey=(_thinning,),
)
TOO_DENSE = Rule(
    "T405",
    "too-dense",
    "warning",
    "A path on which two messages, one of them marketing at least, come closer than "
    "`limits.min_gap` (20h unless said), however slow the contact is. Waits count with the most "
    "they can take; that a message is held is not counted on.",
    "S20: caps, a least gap, quiet hours; a good experience, not spam",
    journey=(_dense,),
)
CAP_BY_DESIGN = Rule(
    "T406",
    "cap-by-design",
    "warning",
    "A path that has more marketing messages within the time of the cap than the cap lets "
    "through, even when nothing holds them. Every contact on it waits at the cap, or loses a "
    "message.",
    "S20, R10: caps over all journeys; what is planned should fit them",
    journey=(_over_the_cap,),
)
