"""What the Simulate screen shows of a run at an instant: counts, dots, the followed contact."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import numpy as np

from nurture_tui.contacts.distinct import distinct
from nurture_tui.contacts.table import Contacts
from nurture_tui.layout import Layout, Show
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.account import Accounts, story_in, watched_contact
from nurture_tui.report.funnel import Funnel, funnel
from nurture_tui.report.moves import (
    Line,
    Moves,
    Traffic,
    Whereabouts,
    moves,
    traffic,
    whereabouts,
)
from nurture_tui.report.people import Rows, person, zone_of
from nurture_tui.report.sketch import ENTRY
from nurture_tui.report.story import StoryLine, story, told_until
from nurture_tui.report.timeline import Timeline, code_of, timeline
from nurture_tui.report.whynot import WhyNot, WhyNots
from nurture_tui.screens.moving import (
    Track,
    contact_cell,
    dot_cells,
    lit_lines,
    name_beside,
)
from nurture_tui.simulation.result import JourneyResult, Result
from nurture_tui.simulation.settings import RunSettings
from nurture_tui.simulation.watched import settings_of
from nurture_tui.text import count, cut, safe, share

NAME_ROOM = 16
AT_ONCE = 1


@dataclass(frozen=True)
class Played:
    """A run of one journey, prepared so that any instant is a look-up.

    `drawn_from` is the list that its contacts were drawn from, None where they are the list.
    """

    result: Result
    workspace: Workspace
    journey: Journey
    line: Timeline
    moved: Moves
    funnel: Funnel
    settings: RunSettings
    drawn_from: Contacts | None = None

    @property
    def whom(self) -> tuple[Contacts, int | None]:
        """The contacts to run again, and how many to draw from them (None: they themselves)."""
        contacts = self.result.contacts
        return (contacts, None) if self.drawn_from is None else (self.drawn_from, len(contacts))

    @property
    def outcome(self) -> JourneyResult:
        return self.result.journeys[self.journey.id]

    def let_in(self) -> Rows:
        """The contacts that were let in, in file order."""
        stays = self.result.stays
        mine = stays.journey == code_of(stays.names, self.journey.id)
        return distinct(stays.contact[mine]).astype(np.intp)


def prepared(
    result: Result,
    workspace: Workspace,
    journey: Journey,
    settings: RunSettings | None = None,
    drawn_from: Contacts | None = None,
) -> Played:
    """Prepare a run of `journey`, as it was when it was run with these settings."""
    goal = journey.goal
    within = goal.within.elapsed if goal and goal.within else None
    line = timeline(result, journey.id, within)
    return Played(
        result,
        workspace,
        journey,
        line,
        moves(result, journey),
        funnel(result, journey, line),
        settings or settings_of(result.run),
        drawn_from,
    )


@dataclass(frozen=True)
class Followed:
    """A contact that is followed: its row, how it is called, its clock, its whole story.

    `why_not` says why it did not come to a step; None where it could not be watched.
    """

    row: int
    name: str
    id: str
    zone: str
    lines: tuple[StoryLine, ...]
    why_not: Callable[[str], WhyNot] | None = None

    def until(self, instant: int) -> tuple[StoryLine, ...]:
        return told_until(self.lines, instant)


def follow(played: Played, row: int) -> Followed:
    """Follow a contact of the run."""
    contacts = played.result.contacts
    result, journey = played.result, played.journey
    zone = zone_of(contacts, row, result.run.timezone)
    watched = watched_contact(result, played.workspace, journey, row, played.drawn_from)
    name, id_ = safe(person(contacts, row)), str(contacts.ids[row])
    if watched is None:
        return Followed(row, name, id_, zone, story(result, played.workspace, journey, row))
    run_as = played.workspace.with_journey(journey)
    account = Accounts(watched, run_as).of(row)
    why = partial(WhyNots(run_as, watched.arrivals).of, account, journey.id)
    return Followed(row, name, id_, zone, story_in(account, journey.id), why)


@dataclass(frozen=True)
class Scene:
    """A run laid out: where its lines run, and the dots on them at a speed."""

    played: Played
    layout: Layout
    places: Mapping[Line, Track]
    dots: Traffic


def scene(played: Played, layout: Layout, places: Mapping[Line, Track], travel: int) -> Scene:
    return Scene(played, layout, places, traffic(played.moved, travel))


def shown(
    scene: Scene, instant: int, followed: Followed | None, selected: str | None, *, stale: bool
) -> Show:
    """What lies over the layout at an instant: counts and shares so far, dots, the lit path."""
    line = scene.played.line
    counts = dict.fromkeys(scene.layout.boxes, "0")
    counts |= {id_: count(step.entered) for id_, step in line.counts(instant).items()}
    counts[ENTRY] = count(line.standing(instant).let_in)
    where = whereabouts_of(scene, instant, followed)
    dots = {} if stale else dot_cells(scene.dots, instant, scene.places)
    texts: tuple[tuple[int, int, str, str], ...] = ()
    if where is not None and followed is not None and not stale:
        cell, box = contact_cell(scene.layout, where, scene.places)
        beside = name_beside(scene.layout, cut(followed.name, NAME_ROOM), cell, box)
        texts = (beside,) if beside else ()
        if cell is not None:
            dots[cell] = "move"
    return Show(
        selected=selected,
        counts=counts,
        shares={port: share(part) for port, part in line.shares(instant).items()},
        stale=stale,
        lit=lit_lines(scene.layout, where) if where else frozenset(),
        dots=dots,
        texts=texts,
    )


def whereabouts_of(scene: Scene, instant: int, followed: Followed | None) -> Whereabouts | None:
    """Where the followed contact is, None where nobody is followed."""
    if followed is None:
        return None
    return whereabouts(scene.played.moved, followed.row, instant, scene.dots.travel)


def now_words(played: Played, followed: Followed, instant: int) -> str:
    """What the followed contact does at an instant: whether it waits, and until when.

    Times are of the contact's own clock, as in its story.
    """
    where = whereabouts(played.moved, followed.row, instant, AT_ONCE)
    if not where.seen:
        return "not in the path yet" if instant < played.line.end else "never let in"
    if not where.step:
        return "has left the path"
    step = played.journey.steps.get(where.step)
    does = "is held" if step is not None and step.type == "send" else "waits"
    if where.until >= played.line.end:
        return f"{does} to the end of the run"
    line = played.line.by_clock_of(followed.zone)
    until, now = line.local(where.until), line.local(instant)
    if until <= now:
        return "goes on"
    near = until.date() - now.date() < timedelta(days=28)
    day = f"{until:%a} {until.day}" if near else f"{until.day} {until:%b}"
    return f"{does} to {day}, {until:%H:%M}"
