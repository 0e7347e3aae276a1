"""The reference journey under a throttle as one would write it by hand: plain Python and heaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

import numpy as np

from nurture_tui.contacts.table import Contacts
from nurture_tui.model.workspace import Workspace
from nurture_tui.simulation import RunSettings
from nurture_tui.simulation.cohort import cohort_of
from nurture_tui.simulation.delays import lognormal
from nurture_tui.simulation.draws import draw, happens, purpose, roots, share_of
from nurture_tui.simulation.plan import RunPlan
from nurture_tui.simulation.population import listed

HOUR, DAY = 3_600, 86_400
NEVER = 1 << 50
GUIDE, SECOND, OFFER, ANGLE, FAREWELL, OVER = range(6)
STEPS = (("guide",), ("for-others", "for-readers"), ("offer",), ("facts", "story"), ("farewell",))


@dataclass(frozen=True)
class Luck:
    """What each contact does with each message, drawn as the engine draws it; lists by contact.

    Of each step: seconds from the send to the click, and to what takes the contact out (the goal,
    an unsubscription); NEVER where there is none. `story` is who goes that way.
    """

    click: dict[str, list[int]]
    out: dict[str, list[int]]
    story: list[int]


def drawn(workspace: Workspace, contacts: Contacts, settings: RunSettings) -> Luck:
    """The luck of a run, contacts in the order of their ids."""
    plan = RunPlan(workspace, tuple(workspace.journeys.values()), contacts, settings)
    keys = cohort_of(plan, listed(plan, contacts), np.arange(len(contacts))).keys
    journey, one = plan.journeys[0], np.ones(len(contacts), dtype=np.int64)
    luck, bought = roots(keys, one, one), journey.assumed[0]
    click, out = {}, {}
    for place, send in journey.sends.items():
        name, how, draws = journey.steps[place].id, send.behaviour, send.draws
        opens = happens(draw(luck, draws["open"]), how.open)
        clicks = opens & happens(draw(luck, draws["click"]), how.click_to_open)
        bits = draw(luck, draws["open delay"])
        delay = np.where(
            clicks,
            lognormal(bits, how.clicker_delay, how.clicker_spread),
            lognormal(bits, how.open_delay, how.open_spread),
        )
        clicked = np.where(clicks & (delay <= 30 * DAY), delay + how.click_delay, NEVER)
        chance, later = bought.of_causes["clicked", "", name]
        buys = (clicked < NEVER) & happens(draw(keys, chance, one, one), bought.chance)
        goal = clicked + lognormal(draw(keys, later, one, one), bought.delay, bought.spread)
        leaves = happens(draw(luck, draws["unsubscribe"]), how.unsubscribe)
        wait = lognormal(draw(luck, draws["unsubscribe delay"]), how.open_delay, how.open_spread)
        left = np.where(leaves & (wait <= 30 * DAY), wait + 60, NEVER)
        click[name] = clicked.tolist()
        out[name] = np.minimum(np.where(buys, goal, NEVER), left).tolist()
    ways = share_of(draw(keys, purpose(journey.id, "angle", "split")), np.array([0.5, 1.0]))
    return Luck(click, out, ways.tolist())


class Model:
    """Contacts that a heap of tries leads through the journey; `sends` is what came of it."""

    def __init__(self, luck: Luck, nine: Sequence[np.ndarray], throttle: int, end: int) -> None:
        self.luck = luck
        self.nine = [[int(t) for t in times] for times in nine]
        self.throttle = throttle
        self.end = end
        self.sends: list[tuple[int, int, str]] = []

    def run(self, entered: list[int], zones: list[int]) -> None:
        """From the entries to the end; the hour's sends are counted, the rest waits by id."""
        n = len(entered)
        stage, out, branch = [GUIDE] * n, [NEVER] * n, [0] * n
        heap = list(zip(entered, range(n), strict=True))
        heapify(heap)
        waiting: list[int] = []
        begins, hour, gone = NEVER, -1, 0
        while heap or waiting:
            if waiting and (not heap or (begins, waiting[0]) < heap[0]):
                time, contact = begins, heappop(waiting)
            else:
                time, contact = heappop(heap)
            if time >= self.end:
                break
            if out[contact] <= time:
                continue
            if time // HOUR != hour:
                hour, gone = time // HOUR, 0
            if gone == self.throttle:
                if time == begins:  # all who wait are too late in this hour
                    heappush(waiting, contact)
                    begins += HOUR
                else:
                    begins = (hour + 1) * HOUR
                    heappush(waiting, contact)
                continue
            gone += 1
            now = stage[contact]
            names = STEPS[now]
            name = names[branch[contact]] if len(names) > 1 else names[0]
            self.sends.append((time, contact, name))
            out[contact] = min(out[contact], time + self.luck.out[name][contact])
            stage[contact] = now + 1
            if now == GUIDE:
                branch[contact] = int(self.luck.click[name][contact] <= 3 * DAY)
                heappush(heap, (time + 3 * DAY, contact))
            elif now == SECOND:
                branch[contact] = self.luck.story[contact]
                nine = self.nine[zones[contact]]
                heappush(heap, (nine[_first(nine, time + 4 * DAY)], contact))
            elif now == OFFER:
                heappush(heap, (time, contact))
            elif now == ANGLE:
                heappush(heap, (time + 7 * DAY, contact))


def _first(times: list[int], time: int) -> int:
    """The place of the first instant at or after another."""
    low, high = 0, len(times)
    while low < high:
        middle = (low + high) // 2
        if times[middle] < time:
            low = middle + 1
        else:
            high = middle
    return low
