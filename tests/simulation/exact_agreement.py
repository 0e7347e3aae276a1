"""Contacts in numbers for expected figures, and how far an engine's counts are from these."""

from __future__ import annotations

import tomllib
from math import ceil, inf, sqrt

import numpy as np
from small import workspace

from nurture_tui.contacts.table import (
    ChoiceColumn,
    Contacts,
    DateColumn,
    NumberColumn,
    TextColumn,
)
from nurture_tui.model.fields import DATE, NUMBER, TEXT, FieldKind
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Workspace
from nurture_tui.simulation.exact import Expected
from nurture_tui.simulation.result import JourneyResult

PLAN = FieldKind("choice", ("free", "basic", "pro"), ordered=True)
ZONES = ("Europe/Helsinki", "America/New_York", "Asia/Kolkata")
FRIDAY = 1_774_569_600  # 2026-03-27, two days before the clocks change in Europe
KINDS_OF_CONTACTS = 24


def workspace_of(text: str, kind: str = "lead", settings: str = "") -> Workspace:
    """One journey called `test`, with the fields of the small tests."""
    space = workspace(settings)
    made = tomllib.loads(f'format = 1\nname = "Test"\nkind = "{kind}"\n' + text)
    return space.with_journey(Journey(id="test", **made))


def many(count: int) -> Contacts:
    """Contacts of 24 kinds by turns, which differ in entry, zone and fields."""
    kind = np.arange(count) % KINDS_OF_CONTACTS
    entered = FRIDAY + kind * 7_411
    zones = np.array([ZONES[k % 3] for k in range(KINDS_OF_CONTACTS)], dtype=object)
    emails = np.array([f"{n}@example.com" if n % KINDS_OF_CONTACTS % 8 else ""
                       for n in range(count)], dtype=object)  # fmt: skip
    return Contacts(
        ids=np.array([f"c{number:08d}" for number in range(count)], dtype=object),
        columns={
            "timezone": TextColumn(zones[kind]),
            "email": TextColumn(emails),
            "entered_at": DateColumn(entered, np.zeros(count, dtype=np.bool_)),
            "seats": NumberColumn(np.array([3.0, 12.0, np.nan])[kind // 8]),
            "plan": ChoiceColumn(np.array([0, 1, 0, 1, -1, 2], np.int16)[kind % 6], PLAN.choices),
        },
        kinds={
            "timezone": TEXT, "email": TEXT, "entered_at": DATE, "seats": NUMBER, "plan": PLAN,
        },
    )  # fmt: skip


def cells(result: JourneyResult | Expected) -> dict[str, float]:
    """Every number of a journey by a name of its own."""
    found: dict[str, float] = {
        "entered": result.entered,
        "finished": result.finished,
        "inside": result.inside,
    }
    found |= {f"refused {name}": number for name, number in result.not_entered.items()}
    found |= {f"exit {name}": number for name, number in result.exits.items()}
    if result.goal is not None:
        found["goal inside"] = result.goal.reached - result.goal.after_last_step
        found["goal after"] = result.goal.after_last_step
        found["goal of first stays"] = (result.goal.rate or 0.0) * result.goal.of
        found["too early"] = result.goal.too_early
    for id_, step in result.steps.items():
        for what in (
            "entered", "sent", "bounced", "opened", "clicked", "unsubscribed", "inside",
        ):  # fmt: skip
            found[f"{id_} {what}"] = getattr(step, what)
    return found


def scores(result: JourneyResult, expected: Expected) -> dict[str, float]:
    """How many standard deviations each number is off.

    A number that is certain has none: there any difference is infinite.
    """
    found = {}
    counted, of = cells(result), max(1, result.entered)
    for name, number in cells(expected).items():
        off = abs(counted.get(name, 0) - number)
        share = number / of
        visits = max(1, ceil(share))  # a step of a loop is visited several times
        spread = sqrt(max(0.0, of * visits * share / visits * (1 - share / visits))) * visits
        certain = spread < 1e-3 * sqrt(of) or name.startswith("refused")
        found[name] = (0.0 if off < 0.02 + 1e-6 * of else inf) if certain else off / spread
    return found
