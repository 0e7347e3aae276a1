"""Who passed which line of the path, and when: what the dots of the Simulate screen play."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nurture_tui.model.journey import Journey
from nurture_tui.model.step import ports
from nurture_tui.report.sketch import ENTRY
from nurture_tui.report.timeline import code_of
from nurture_tui.simulation.result import Codes, Ints, Result

Line = tuple[str, str]

ENTRY_LINE: Line = (ENTRY, "start")
"""The line from the entry to the first step; every other is (step, port), as in a sketch."""
LONGEST_CHAIN = 64
QUEUE = 3
DOT_SIZES = tuple(digit * 10**power for power in range(8) for digit in (1, 2, 5))


@dataclass(frozen=True)
class Moves:
    """The visits of one journey in the order of each contact's path, and the lines they took.

    `hop` numbers the lines that a contact passes at one instant, so that they are shown one after
    the other. `lines[code]` names a line; `into[i]` is the code of the line by which visit i was
    reached, -1 where that is not known.
    """

    contact: Codes
    step: Codes
    entered: Ints
    left: Ints
    gone: npt.NDArray[np.bool_]
    hop: Ints
    into: Codes
    lines: tuple[Line, ...]
    names: tuple[str, ...]

    def of(self, contact: int) -> slice:
        """The visits of one contact."""
        first, last = np.searchsorted(self.contact, [contact, contact + 1])
        return slice(int(first), int(last))


def moves(result: Result, journey: Journey) -> Moves:
    """The moves of a journey's contacts in a run. Visits may come in any order."""
    visits, start = result.visits, result.run.start
    mine = np.flatnonzero(visits.journey == code_of(visits.names, journey.id))
    contact, step = visits.contact[mine], visits.step[mine]
    entered, left, port = visits.entered[mine], visits.left[mine], visits.port[mine]
    taken, goal, lines = _lines(journey, step, port, visits.names)
    key = _key(result, entered - start, contact, step)
    wanted = _key(result, left - start, contact, goal)
    next_visit = _find(key, wanted, goal >= 0)
    first = _first_visits(result, journey, contact, entered) & (
        step == code_of(visits.names, journey.entry.start)
    )
    into = np.full(len(mine), -1, dtype=np.int32)
    into[first] = 0
    went_on = np.flatnonzero(next_visit >= 0)
    into[next_visit[went_on]] = taken[went_on]
    hop = _hops(entered == left, next_visit)
    gone = (left < result.run.end) & (next_visit < 0)
    order = np.lexsort((hop, entered, contact))
    return Moves(
        contact[order],
        step[order],
        entered[order],
        left[order],
        gone[order],
        hop[order],
        into[order],
        lines,
        visits.names,
    )


def _lines(
    journey: Journey, step: Codes, port: Codes, names: tuple[str, ...]
) -> tuple[Codes, Codes, tuple[Line, ...]]:
    """Per visit the line it left by and the step that leads to (-1: none), and all lines."""
    code = {name: place for place, name in enumerate(names)}
    leads_to = {
        (id_, label): goal
        for id_, each in journey.steps.items()
        for label, goal in ports(each)
        if goal is not None
    }
    pairs, place = np.unique(step.astype(np.int64) * len(names) + port, return_inverse=True)
    found = [(names[int(pair) // len(names)], names[int(pair) % len(names)]) for pair in pairs]
    lines = (ENTRY_LINE, *leads_to)
    number = {line: place for place, line in enumerate(lines)}
    taken = np.array([number.get(line, -1) for line in found], dtype=np.int32)
    goals = [code.get(leads_to.get(line, ""), -1) for line in found]
    goal = np.array([-1 if g == 0 else g for g in goals], dtype=np.int32)
    return taken[place], goal[place], lines


def _key(result: Result, since: Ints, contact: Codes, step: Codes) -> Ints:
    """One number for an instant, a contact and a step."""
    steps = len(result.visits.names) + 1
    return (since * len(result.contacts) + contact) * steps + step


def _find(key: Ints, wanted: Ints, known: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
    """The place in `key` of each wanted one, -1 where there is none or it is not known."""
    if not len(key):
        return np.empty(0, dtype=np.intp)
    by_key = np.argsort(key)
    place = np.minimum(np.searchsorted(key, wanted, sorter=by_key), len(key) - 1)
    row = by_key[place]
    return np.where(known & (key[row] == wanted), row, -1)


def _first_visits(
    result: Result, journey: Journey, contact: Codes, entered: Ints
) -> npt.NDArray[np.bool_]:
    """Which visits begin at the instant at which a stay of their contact begins."""
    stays, many = result.stays, len(result.contacts)
    mine = np.flatnonzero(stays.journey == code_of(stays.names, journey.id))
    return np.isin(entered * many + contact, stays.entered[mine] * many + stays.contact[mine])


def _hops(passed: npt.NDArray[np.bool_], next_visit: npt.NDArray[np.intp]) -> Ints:
    """The number of lines that each visit's contact has passed at the instant of its arrival.

    It is 1 after an entry or a stop, for then the line to here is the first.
    """
    hop = np.ones(len(passed), dtype=np.int64)
    source = np.flatnonzero(passed & (next_visit >= 0))
    for _ in range(LONGEST_CHAIN):
        after = hop[source] + 1
        if np.array_equal(hop[next_visit[source]], after):
            break
        hop[next_visit[source]] = after
    return hop


@dataclass(frozen=True)
class Traffic:
    """The dots of every line: when each sets out, with `per_dot` contacts a dot.

    A dot takes `travel` simulated seconds on any line, whatever its length.
    """

    per_dot: int
    travel: int
    departures: Mapping[Line, Ints]

    def dots(self, instant: int) -> dict[Line, npt.NDArray[np.float64]]:
        """How far along its line (0 to 1) each dot is at an instant; lines without are left out."""
        found = {}
        for line, sets_out in self.departures.items():
            first, last = np.searchsorted(sets_out, [instant - self.travel, instant], side="right")
            if last > first:
                found[line] = (instant - sets_out[first:last]) / self.travel
        return found


def traffic(moved: Moves, travel: int, *, on_line: int = 6, on_screen: int = 60) -> Traffic:
    """The dots of a journey where a line takes `travel` seconds (at least `on_line`).

    A dot stands for so many contacts (1, 2, 5, 10 ...) that no line ever has more than `on_line`
    dots and the screen no more than about `on_screen`. Dots that set out together follow each
    other at an even distance; the last of a crowd sets out at most QUEUE times `travel` later.
    """
    sets_out = moved.entered + (moved.hop - 1) * travel
    by_line = {
        line: np.sort(sets_out[moved.into == number]) for number, line in enumerate(moved.lines)
    }
    crowd = max((_most_within(times, travel) for times in by_line.values()), default=0)
    everyone = _most_within(np.sort(sets_out), travel)
    wanted = max(crowd / on_line, everyone / on_screen) / QUEUE
    per_dot = next(size for size in DOT_SIZES if size >= wanted)
    apart = travel // on_line
    return Traffic(
        per_dot,
        travel,
        {line: _queued(times[::per_dot], apart) for line, times in by_line.items() if len(times)},
    )


def _most_within(times: Ints, span: int) -> int:
    """The most of sorted instants that lie in any (t - span, t]."""
    if not len(times):
        return 0
    before = np.searchsorted(times, times - span, side="right")
    return int((np.arange(1, len(times) + 1) - before).max())


def _queued(times: Ints, apart: int) -> Ints:
    """Sorted instants moved on so that each is `apart` or more after the one before it."""
    place = np.arange(len(times)) * apart
    return np.maximum.accumulate(times - place) + place


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a contact is: on a line (`along` from 0 to 1), at a step (`along` 1), or gone.

    `until` is when it leaves the step. `taken` are the lines it has passed so far, `seen` the
    steps; before its entry and after its end `step` is "".
    """

    step: str
    line: Line | None
    along: float
    until: int
    taken: frozenset[Line]
    seen: frozenset[str]


NOWHERE = Whereabouts("", None, 1.0, 0, frozenset(), frozenset())


def whereabouts(moved: Moves, contact: int, instant: int, travel: int) -> Whereabouts:
    """Where a contact is at an instant, drawn as the dots are (a line takes `travel`)."""
    rows = moved.of(contact)
    sets_out = moved.entered[rows] + (moved.hop[rows] - 1) * travel
    reached = int(np.searchsorted(np.maximum.accumulate(sets_out), instant, side="right"))
    if not reached:
        return NOWHERE
    visit = rows.start + reached - 1
    came = moved.into[rows][:reached]
    taken = frozenset(moved.lines[int(code)] for code in came if code >= 0)
    seen = frozenset(moved.names[int(code)] for code in moved.step[rows][:reached])
    if moved.gone[visit] and moved.left[visit] <= instant:
        return Whereabouts("", None, 1.0, int(moved.left[visit]), taken, seen)
    along = min(1.0, (instant - int(sets_out[reached - 1])) / travel)
    code = int(moved.into[visit])
    return Whereabouts(
        step=moved.names[int(moved.step[visit])],
        line=moved.lines[code] if code >= 0 and along < 1 else None,
        along=along,
        until=int(moved.left[visit]),
        taken=taken,
        seen=seen,
    )
