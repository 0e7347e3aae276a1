"""The reference journey as a SimPy model: what one would write without Nurture TUI."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import simpy

DAY = 86_400


class Model:
    """Contacts as processes that a goal or an unsubscribe interrupts; counts entries of steps."""

    def __init__(self, start: datetime, zones: list[str], seed: int) -> None:
        self.env = simpy.Environment(initial_time=start.timestamp())
        self.luck = random.Random(seed)
        self.counts: Counter[str] = Counter()
        self.nine = [nine_o_clocks(zone, start) for zone in zones]

    def add(self, entry: float, zone: int) -> None:
        """One contact that enters at `entry` seconds UTC."""
        self.env.process(self.contact(entry, zone))

    def contact(self, entry: float, zone: int) -> Generator[Any, Any, None]:
        yield self.env.timeout(entry - self.env.now)
        path = self.env.process(self.path(zone))
        self.counts["entered"] += 1
        yield path

    def path(self, zone: int) -> Generator[Any, Any, None]:
        me, env, luck = self.env.active_process, self.env, self.luck
        clicks: list[float] = []
        try:
            self.send("guide", me, clicks)
            yield env.timeout(3 * DAY)
            clicked = any(click <= env.now for click in clicks)
            self.send("for-readers" if clicked else "for-others", me, clicks)
            yield env.timeout(4 * DAY)
            nine = self.nine[zone]
            yield env.timeout(float(nine[np.searchsorted(nine, env.now)]) - env.now)
            self.send("offer", me, clicks)
            self.send("facts" if luck.random() < 0.5 else "story", me, clicks)
            yield env.timeout(7 * DAY)
            self.send("farewell", me, clicks)
            self.counts["series over"] += 1
        except simpy.Interrupt as why:
            self.counts[str(why.cause)] += 1

    def send(self, step: str, path: Any, clicks: list[float]) -> None:
        self.counts[step] += 1
        luck, now = self.luck, self.env.now
        if luck.random() < 0.25:
            opened = now + luck.lognormvariate(0, 1) * 6 * 3_600
            if luck.random() < 0.2:
                clicks.append(opened + 60)
                if luck.random() < 0.3:
                    bought = opened + 60 + luck.lognormvariate(0, 1) * DAY
                    self.env.process(self.end(path, bought - now, "goal"))
        if luck.random() < 0.002:
            gone = luck.lognormvariate(0, 1) * 6 * 3_600 + 60
            self.env.process(self.end(path, gone, "unsubscribed"))

    def end(self, path: Any, delay: float, cause: str) -> Generator[Any, Any, None]:
        yield self.env.timeout(delay)
        if path.is_alive:
            path.interrupt(cause)


def nine_o_clocks(zone: str, start: datetime) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Instants of 09:00 on working days in a zone."""
    days = [(start + timedelta(days=i)).date() for i in range(-2, 120)]
    found = [
        datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo(zone)).astimezone(UTC)
        for day in days
        if day.weekday() < 5
    ]
    return np.array([moment.timestamp() for moment in found])
