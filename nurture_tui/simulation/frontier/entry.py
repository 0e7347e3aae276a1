"""Contacts turn up, and come in or are refused (R4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nurture_tui.simulation.truths import Truth
from nurture_tui.simulation.view import Ints, Rows, View, every

if TYPE_CHECKING:
    from nurture_tui.simulation.frontier.walk import Walk


def come_in(walk: Walk) -> None:
    """Let the contacts of a chunk turn up with the entry event, each at its time."""
    if walk.own.of_everybody:
        first = walk.people.cohort.first_turn_up
        rows = (first < walk.end).nonzero()[0]
        walk.own.plan_for_all(rows, first[rows])
    rows, time = walk.everybody, walk.arrivals
    there = time < walk.end
    if not every(there):
        rows = there.nonzero()[0]
        time = time[rows]
    event = walk.journey.entry_event
    if event is None or not len(rows):
        return
    walk.note(("did", event), rows, time)
    if walk.log_rows is not None:
        turn = walk.log_rows.next_turn()
        walk.log_rows.add(rows, time, turn, walk.names.code(event))
    walk.tally.considered += len(rows)
    walk.tally.contacts += len(rows)
    rows, time = _let_in(walk, rows, time)
    walk.tally.entered += len(rows)
    if rows is walk.everybody:
        walk.entered[:], walk.stay[:] = time, 1
    else:
        walk.entered[rows], walk.stay[rows] = time, 1
    walk.log_path(rows, time, walk.journey.words["entered"])
    turn = walk.next_turn()
    walk.own.plan(rows, time, turn)
    for follows in walk.made.at_entry:
        walk.events.follow(follows, rows, time, 0, turn, None)
    walk.arrive(walk.journey.start, rows, time)


def _let_in(walk: Walk, rows: Rows, time: Ints) -> tuple[Rows, Ints]:
    """Refuse contacts for the first reason that holds; returns who comes in."""
    words, names = walk.journey.words, walk.names
    for reason, forbids in _reasons(walk):
        if not len(rows):
            break
        refused = forbids(View(rows, time, time, attempt=True))
        if np.count_nonzero(refused):
            out = rows[refused]
            walk.tally.not_entered[reason] += len(out)
            walk.log_path(out, time[refused], words["refused"], 0, names.code(reason))
            rows, time = rows[~refused], time[~refused]
    return rows, time


def _reasons(walk: Walk) -> list[tuple[str, Truth]]:
    """The reasons to refuse that can hold at a first attempt, in order."""
    asked: list[tuple[str, Truth | None]] = [
        ("goal", walk.conditions.goal),
        *walk.conditions.exits,
        ("only_if", walk.conditions.not_let_in),
    ]
    return [(reason, forbids) for reason, forbids in asked if forbids is not None]
