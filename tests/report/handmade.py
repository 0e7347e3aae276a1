"""Small results written by hand, so that tests can say what a report must find in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np

from nurture_tui.contacts.table import Contacts, TextColumn
from nurture_tui.model.fields import TEXT
from nurture_tui.model.zones import zone_info
from nurture_tui.simulation.result import (
    NO_TIME,
    EventLog,
    GoalResult,
    JourneyResult,
    Result,
    RunRecord,
    Sends,
    Stays,
    StepResult,
    Visits,
)

ZONE = "Europe/Helsinki"
HOUR, DAY = 3_600, 86_400
NO_GOAL = GoalResult(0, 0, 0, 0, None, None, None, None, None)


def at(text: str, zone: str = ZONE) -> int:
    """The instant of a wall time such as `2026-11-02 09:00`."""
    return int(datetime.fromisoformat(text).replace(tzinfo=zone_info(zone)).timestamp())


class Names:
    def __init__(self) -> None:
        self.all = [""]

    def code(self, name: str) -> int:
        if name not in self.all:
            self.all.append(name)
        return self.all.index(name)


def column(values: Sequence[int]) -> np.ndarray:
    return np.array(values, dtype=np.int32)


def times(values: Sequence[int]) -> np.ndarray:
    return np.array(values, dtype=np.int64)


def contacts(*rows: dict[str, str]) -> Contacts:
    """Contacts of text columns, one for each dictionary; `contact` is the id."""
    fields = sorted({field for row in rows for field in row} - {"contact"})
    return Contacts(
        ids=np.array([row.get("contact", f"c{i}") for i, row in enumerate(rows)], dtype=object),
        columns={
            field: TextColumn(np.array([row.get(field, "") for row in rows], dtype=object))
            for field in fields
        },
        kinds=dict.fromkeys(fields, TEXT),
    )


def result(
    people: Contacts,
    *,
    start: int,
    end: int,
    journey: str = "j",
    steps: Sequence[str] = (),
    stays: Sequence[tuple] = (),
    visits: Sequence[tuple] = (),
    sends: Sequence[tuple] = (),
    log: Sequence[tuple] = (),
    exits: Sequence[str] = (),
    goal: GoalResult | None = NO_GOAL,
) -> Result:
    """A result of one journey.

    stays: (contact, entered, ended, end[, goal_at]); visits: (contact, step, entered, left, port);
    sends: (contact, step, time[, due[, held_by]]); log: (time, contact, step, event, detail).
    """
    names = Names()
    code = names.code
    stays = sorted(stays, key=lambda stay: (stay[1], stay[0]))
    sends = sorted(sends, key=lambda send: (send[2], send[0]))
    made_stays = Stays(
        contact=column([s[0] for s in stays]),
        journey=column([code(journey) for _ in stays]),
        number=column([1 for _ in stays]),
        entered=times([s[1] for s in stays]),
        ended=times([s[2] for s in stays]),
        end=column([code(s[3]) for s in stays]),
        goal_at=times([s[4] if len(s) > 4 else NO_TIME for s in stays]),
        names=(),
    )
    made_visits = Visits(
        contact=column([v[0] for v in visits]),
        journey=column([code(journey) for _ in visits]),
        step=column([code(v[1]) for v in visits]),
        entered=times([v[2] for v in visits]),
        left=times([v[3] for v in visits]),
        port=column([code(v[4]) for v in visits]),
        names=(),
    )
    made_sends = Sends(
        time=times([s[2] for s in sends]),
        due=times([s[3] if len(s) > 3 else s[2] for s in sends]),
        contact=column([s[0] for s in sends]),
        journey=column([code(journey) for _ in sends]),
        step=column([code(s[1]) for s in sends]),
        held_by=column([code(s[4]) if len(s) > 4 else 0 for s in sends]),
        way=column([0 for _ in sends]),
        names=(),
    )
    made_log = EventLog(
        time=times([e[0] for e in log]),
        contact=column([e[1] for e in log]),
        journey=column([code(journey) for _ in log]),
        step=column([code(e[2]) for e in log]),
        event=column([code(e[3]) for e in log]),
        detail=column([code(e[4]) for e in log]),
        names=(),
    )
    all_names = tuple(names.all)
    outcome = JourneyResult(
        considered=len(stays),
        entered=len(stays),
        not_entered={},
        goal=goal,
        exits={name: sum(s[3] == name for s in stays) for name in exits},
        finished=sum(s[3] == "finished" for s in stays),
        inside=sum(s[3] == "inside" for s in stays),
        sends=len(sends),
        held={},
        skipped={},
        handed_off={},
        steps={step: StepResult("send") for step in steps},
    )
    run = RunRecord(1, "wave", start, end, (end - start) // DAY, ZONE, len(people), 0)

    def named(part):
        return type(part)(**{**vars(part), "names": all_names})

    return Result(
        run=run,
        journeys={journey: outcome},
        per_day=(),
        assumptions=(),
        contacts=people,
        log=named(made_log),
        sends=named(made_sends),
        visits=named(made_visits),
        stays=named(made_stays),
    )
