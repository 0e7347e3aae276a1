"""Pressure: how many messages reach one contact within a span of days, and whether a cap holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nurture_tui.contacts.distinct import distinct
from nurture_tui.model.effective import is_marketing
from nurture_tui.model.step import Send
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.people import Rows
from nurture_tui.report.timeline import code_of
from nurture_tui.simulation.result import Codes, Ints, Result

WEEK = 7 * 86_400


@dataclass(frozen=True, slots=True)
class Pressure:
    """Contacts by the most messages they get in any span; `contacts[n]` of them get n."""

    contacts: tuple[int, ...]


def pressure(result: Result, rows: Rows | None = None, span: int = WEEK) -> Pressure:
    """The contacts let in, by the most messages they get in any half-open (t - span, t].

    `rows` are the sends that count (places in the run's sends, in order), all of them if None.
    """
    sends = result.sends
    counted = slice(None) if rows is None else rows
    people, most = worst(sends.contact[counted], sends.time[counted], span)
    let_in = distinct(np.concatenate([result.stays.contact, people]))
    by_most = np.bincount(most, minlength=1)
    by_most[0] += len(let_in) - len(people)
    return Pressure(tuple(int(n) for n in by_most))


def worst(contact: Codes, time: Ints, span: int) -> tuple[Codes, Ints]:
    """Each contact that gets a message, and the most it gets in any half-open (t - span, t]."""
    order, within = crowding(contact, time, span)
    who = contact[order]
    begins = np.flatnonzero(np.diff(who, prepend=-1))
    if not len(begins):
        return who, np.empty(0, dtype=np.int64)
    return who[begins], np.maximum.reduceat(within, begins)


def crowding(contact: Codes, time: Ints, span: int) -> tuple[Rows, Ints]:
    """For each message how many its contact gets in the half-open (t - span, t], it included.

    The answer is by contact, then time; the first array says which message each is.
    """
    order = np.lexsort((time, contact))
    who, when = contact[order], time[order]
    since = when - when.min(initial=0 if not len(when) else int(when[0]))
    # One axis for all contacts: each has a stretch of its own, longer than any span reaches back.
    axis = who.astype(np.int64) * (int(since.max(initial=0)) + span + 1) + since
    before = np.searchsorted(axis, axis - span, side="right")
    return order, np.arange(1, len(axis) + 1) - before


def marketing(result: Result, workspace: Workspace) -> npt.NDArray[np.bool_]:
    """Which sends count to a cap: those whose basis is not `service` (R10)."""
    sends = result.sends
    place = {name: number for number, name in enumerate(sends.names)}
    width = len(sends.names)
    service = [
        place[id_] * width + place[name]
        for id_, journey in workspace.journeys.items()
        for name, step in journey.steps.items()
        if isinstance(step, Send) and not is_marketing(workspace, journey, step)
        if id_ in place and name in place
    ]
    sent = sends.journey.astype(np.int64) * width + sends.step
    return ~np.isin(sent, np.array(service, dtype=np.int64))


def over_cap(result: Result, workspace: Workspace, journey: str) -> tuple[str, int] | None:
    """The journey's cap as written, and how many contacts it let have more.

    None without a cap, or where no message of the journey counts to it. Counted as R10 does: at
    each marketing send of the journey, the marketing messages of all journeys in the half-open
    (t - D, t].
    """
    mine = workspace.journeys[journey].sending.cap or workspace.settings.sending.cap
    if mine is None:
        return None
    sends = result.sends
    counted = np.flatnonzero(marketing(result, workspace))
    order, within = crowding(sends.contact[counted], sends.time[counted], mine.seconds)
    ordered = counted[order]
    own = sends.journey[ordered] == code_of(sends.names, journey)
    if not own.any():
        return None
    return str(mine), len(distinct(sends.contact[ordered][own & (within > mine.count)]))
