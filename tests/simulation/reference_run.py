"""The reference run: every contact's life, side by side at the throttle, and what comes of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from heapq import heappop, heappush

from reference_life import Life
from reference_state import Row
from reference_world import World, world_of

from nurture_tui.contacts.history import EventHistory
from nurture_tui.contacts.table import Contacts
from nurture_tui.model.step import Exit
from nurture_tui.model.workspace import Workspace
from nurture_tui.simulation.settings import RunSettings

SendRow = tuple[int, int, str, str, str, str, str]
"""Time, due, contact, journey, step, held_by, way."""
StayRow = tuple[str, str, int, int, int, str, int | None]
"""Contact, journey, number, entered, ended, end, goal_at."""


@dataclass(frozen=True)
class Story:
    """All that a run says, in forms that can be compared."""

    rows: list[Row]
    sends: list[SendRow]
    stays: list[StayRow]
    counts: Mapping[str, Mapping[str, object]]
    tasks: list[tuple[str, str, int]]


def reference_run(
    workspace: Workspace,
    ids: Sequence[str],
    contacts: Contacts,
    settings: RunSettings,
    events: EventHistory | None = None,
) -> Story:
    """The story of all contacts; ordered by time, then contact id, then as it happened."""
    world = world_of(workspace, ids, contacts, settings, events)
    lives = [Life(world, row) for row in range(len(contacts))]
    go_through_the_throttle(world, lives)
    lives.sort(key=lambda life: life.id)
    rows = sorted((row for life in lives for row in life.rows), key=lambda row: row[:2])
    sends = [(time, due, life.id, *rest) for life in lives for time, due, *rest in life.sends]
    sends.sort(key=lambda row: (row[0], row[2]))
    stays = [stay for life in lives for stay in _stays(life)]
    counts = {id_: _counts(world, lives, id_) for id_ in world.journeys}
    tasks = sum((life.tasks for life in lives), Counter[tuple[str, str]]())
    told = sorted((day, whose, number) for (day, whose), number in tasks.items())
    return Story(rows, sends, sorted(stays), counts, told)  # type: ignore[arg-type]


def go_through_the_throttle(world: World, lives: list[Life]) -> None:
    """R10: of all sends that come to the throttle, the first by time, service, contact id is next.

    A life goes on by itself until a send of it comes to the throttle, for nothing else of another
    contact can change it.
    """
    throttle = world.workspace.settings.limits.throttle
    gone: Counter[int] = Counter()
    heap: list[tuple[int, bool, str, int]] = []
    paths = [life.live() for life in lives]

    def go_on(place: int, answer: bool | None) -> None:
        life, path = lives[place], paths[place]
        with suppress(StopIteration):
            marketing = next(path) if answer is None else path.send(answer)
            heappush(heap, (life.now, marketing, life.id, place))

    for place in range(len(lives)):
        go_on(place, None)
    while heap:
        time, _, _, place = heappop(heap)
        assert throttle is not None
        open_ = gone[time // throttle.seconds] < throttle.count
        gone[time // throttle.seconds] += open_
        go_on(place, open_)


def _stays(life: Life) -> list[StayRow]:
    return [
        (
            life.id,
            id_,
            stay.number,
            stay.entered,
            life.world.end if stay.ended is None else stay.ended,
            stay.end or "inside",
            stay.goal_at,
        )
        for id_, path in life.paths.items()
        for stay in path.stays
    ]


def _counts(world: World, lives: list[Life], id_: str) -> dict[str, object]:
    """The figures of JourneyResult, without those that are 0."""
    total: Counter[tuple[str, ...]] = Counter()
    ends: Counter[str] = Counter()
    for life in lives:
        total.update({key[1:]: n for key, n in life.counts.items() if key[0] == id_})
        ends.update(stay.end or "inside" for stay in life.paths[id_].stays)
    after = sum(
        stay.goal_at is not None and stay.end != "goal"
        for life in lives
        for stay in life.paths[id_].stays
    )
    steps: dict[str, object] = {}
    for step in world.journeys[id_].steps:
        mine = {key[2:]: n for key, n in total.items() if key[:2] == ("step", step)}
        inside = sum(life.paths[id_].inside and life.paths[id_].step == step for life in lives)
        figures = {key[0]: n for key, n in mine.items() if len(key) == 1} | {"inside": inside}
        for kind in ("held", "skipped", "out"):
            figures |= {f"{kind} {key[1]}": n for key, n in mine.items() if key[0] == kind}
        if isinstance(world.journeys[id_].steps[step], Exit):
            figures["inside"] = 0
        steps[step] = {key: n for key, n in figures.items() if n}
    return {
        "considered": total["considered",],
        "entered": sum(len(life.paths[id_].stays) for life in lives),
        "not_entered": {k[1]: n for k, n in total.items() if k[0] == "not_entered"},
        "handed_off": {k[1]: n for k, n in total.items() if k[0] == "handed_off"},
        "ends": {end: n for end, n in ends.items() if n},
        "after_last_step": after,
        "first_stays": _first_stays(world, lives, id_),
        "steps": steps,
    }


def _first_stays(world: World, lives: list[Life], id_: str) -> tuple[int, int, int] | None:
    """First stays that can tell whether the goal was reached, those too early, and hits."""
    goal = world.journeys[id_].goal
    if goal is None:
        return None
    of = early = hits = 0
    for life in lives:
        for stay in life.paths[id_].stays[:1]:
            if goal.within is not None and stay.entered + goal.within.elapsed > world.end:
                early += 1
            else:
                of += 1
                hits += stay.goal_at is not None
    return of, early, hits
