"""The capped workspace as a SimPy model: what one would write without Nurture TUI."""

from __future__ import annotations

import math
import random
from collections import Counter, deque
from collections.abc import Generator
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import simpy

HOUR, DAY = 3_600, 86_400
WEEK = 7 * DAY
Instants = np.ndarray[Any, np.dtype[np.float64]]
Steps = Generator[Any, Any, None]


class Capped:
    """Three journeys a contact, each a process that its goal, or an unsubscribe, interrupts."""

    def __init__(self, start: datetime, days: int, zones: list[str], seed: int) -> None:
        self.env = simpy.Environment(initial_time=start.timestamp())
        self.end = start.timestamp() + days * DAY
        self.luck = random.Random(seed)
        self.sends: Counter[str] = Counter()
        self.clocks = [Clock(zone, start, days) for zone in zones]

    def add(self, entry: float, zone: int) -> None:
        """One contact that turns up at `entry` seconds UTC."""
        self.env.process(Contact(self, self.clocks[zone]).turns_up(entry))

    def run(self) -> None:
        self.env.run(until=self.end)


class Clock:
    """The opening hours and mornings of one zone."""

    def __init__(self, zone: str, start: datetime, days: int) -> None:
        dates = [(start + timedelta(days=i)).date() for i in range(-2, days + 40)]
        tz = ZoneInfo(zone)

        def at(hour: int, first: int = 0, last: int = 6) -> Instants:
            chosen = [date for date in dates if first <= date.weekday() <= last]
            moments = [datetime.combine(date, time(hour), tz).astimezone(UTC) for date in chosen]
            return np.array([moment.timestamp() for moment in moments])

        self.opens, self.closes = at(8, 0, 4), at(18, 0, 4)
        self.nine, self.nine_on_workdays, self.ten = at(9), at(9, 0, 4), at(10)

    def next_open(self, now: float) -> float:
        """Now, if the window is open, else when it opens."""
        place = int(np.searchsorted(self.closes, now, side="right"))
        return max(now, float(self.opens[place]))


def first(instants: Instants, now: float) -> float:
    """The first of these instants that is not before now."""
    return float(instants[np.searchsorted(instants, now)])


class Contact:
    """One contact: what was sent to it, what it has done, and the journeys that it is in."""

    def __init__(self, model: Capped, clock: Clock) -> None:
        self.model, self.env, self.luck, self.clock = model, model.env, model.luck, clock
        self.recent: deque[float] = deque([-math.inf, -math.inf], maxlen=2)
        self.inside: dict[str, Any] = {}
        self.bought = self.gone = self.was_sent = False
        self.clicks: dict[str, Any] = {}

    def turns_up(self, entry: float) -> Steps:
        yield self.env.timeout(entry - self.env.now)
        self.later(self.hazard(0.6), self.views_prices)
        self.later(self.hazard(0.03), self.buys)
        self.enter("guide", self.guide())

    def hazard(self, chance: float) -> float:
        return self.luck.expovariate(-math.log1p(-chance) / (30 * DAY))

    def later(self, delay: float, act: Any) -> None:
        def wait() -> Steps:
            yield self.env.timeout(delay)
            act()

        self.env.process(wait())

    # ---------------------------------------------------------------- what happens to it
    def views_prices(self) -> None:
        if not self.bought:
            self.enter("evaluate", self.evaluate())

    def buys(self) -> None:
        if not self.bought:
            self.bought = True
            self.stop("guide", "evaluate")
            self.enter("welcome", self.welcome())

    def leaves(self) -> None:
        self.gone = True
        self.stop("guide", "evaluate", "welcome")

    def enter(self, journey: str, path: Steps) -> None:
        if not self.gone:
            self.inside[journey] = self.env.process(self.stay(journey, path))

    def stay(self, journey: str, path: Steps) -> Steps:
        with suppress(simpy.Interrupt):
            yield from path
        self.inside.pop(journey, None)

    def stop(self, *journeys: str) -> None:
        for journey in journeys:
            path = self.inside.get(journey)
            if path is not None and path is not self.env.active_process:
                path.interrupt()

    # ---------------------------------------------------------------- a message
    def send(self, step: str, buys: float = 0.0, *, window: bool = True) -> Steps:
        while True:
            now = self.env.now
            opens = self.clock.next_open(now) if window else now
            if opens <= now:
                opens = self.recent[0] + WEEK
            if opens <= now:
                break
            yield self.env.timeout(opens - now)
        self.recent.append(now)
        self.model.sends[step] += 1
        self.clicks[step] = self.env.event()
        bounced = not self.was_sent and self.luck.random() < 0.005
        self.was_sent = True
        if bounced:
            self.later(0, self.leaves)
        else:
            self.react(step, buys)

    def react(self, step: str, buys: float) -> None:
        luck = self.luck
        if luck.random() < 0.25:
            delay = luck.lognormvariate(0, 1) * 6 * HOUR
            if luck.random() < 0.2:
                self.later(delay + 60, lambda: self.click(step, buys))
        if luck.random() < 0.002:
            self.later(luck.lognormvariate(0, 1) * 6 * HOUR + 60, self.leaves)

    def click(self, step: str, buys: float) -> None:
        self.clicks[step].succeed()
        if self.luck.random() < buys:
            self.later(self.luck.lognormvariate(0, 1) * DAY, self.buys)

    def clicked(self, step: str) -> bool:
        return bool(self.clicks[step].triggered)

    def until(self, instants: Instants, days: int) -> Any:
        """A wait of some days, and on to the first of these instants."""
        now = self.env.now
        return self.env.timeout(first(instants, now + days * DAY) - now)

    # ---------------------------------------------------------------- the journeys
    def guide(self) -> Steps:
        yield from self.send("guide", 0.1, window=False)
        yield self.env.timeout(3 * DAY)
        yield from self.send("for-readers" if self.clicked("guide") else "for-others", 0.1)
        yield self.until(self.clock.nine_on_workdays, 4)
        yield from self.send("case", 0.1)
        yield self.env.timeout(7 * DAY)
        yield from self.send("talk" if self.clicked("case") else "farewell", 0.1)

    def evaluate(self) -> Steps:
        yield self.env.timeout(4 * HOUR)
        yield from self.send("prices", 0.2)
        patience = self.env.timeout(5 * DAY)
        yield self.clicks["prices"] | patience
        if not self.clicked("prices"):
            yield from self.send("proof")
            yield self.until(self.clock.ten, 5)
        yield from self.send("offer", 0.2)
        yield self.env.timeout(7 * DAY)
        yield from self.send("last-call")

    def welcome(self) -> Steps:
        yield from self.send("thanks")
        yield self.until(self.clock.nine, 3)
        yield from self.send("first-steps")
        yield self.env.timeout(7 * DAY)
        yield from self.send("more" if self.clicked("first-steps") else "help")
