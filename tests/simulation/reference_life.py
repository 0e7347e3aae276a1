"""The life of one contact in a run: events, attempts and looks at one instant (R4, R5, R6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime

import numpy as np
import reference_behaviour as behaviour
import reference_steps as steps
from calendar_oracle import Person
from reference_conditions import View, day_or_instant
from reference_history import first_time
from reference_replay import know_the_past
from reference_state import Coming, Path, Row, Stay, Until
from reference_world import FieldValue, World, fixed, instant_of

from nurture_tui.contacts.identity import text_hash
from nurture_tui.model.action import Verb
from nurture_tui.model.condition import Condition
from nurture_tui.model.duration import Duration
from nurture_tui.model.step import Send, Wait
from nurture_tui.model.typed import uses_time
from nurture_tui.simulation.draws import U64, draw, keys_of, purpose

LAST = 10**9
"""Of events of one name at one instant, those of the history are the last."""


MOST_AT_ONE_INSTANT = 250
"""What a contact may do at an instant: far more than any generated journey that has an end."""


class EndlessError(Exception):
    """A contact that goes on and on at one instant."""


class Life:
    """One contact from the start of the run to its end; `rows` are what the log says."""

    def __init__(self, world: World, row: int) -> None:
        self.world, self.row, self.id = world, row, str(world.contacts.ids[row])
        self.key = world.keys[row : row + 1]
        self.now = world.start
        self.fields: dict[str, FieldValue] = world.fields(row)
        self.lists = {part.strip() for part in str(self.fields.get("lists") or "").split(";")}
        self.people = {id_: world.person(j, self.fields) for id_, j in world.journeys.items()}
        self.people[""] = world.clock
        self.paths = {id_: Path() for id_ in world.journeys}
        self.history: list[tuple[int, str, str]] = []
        self.causes: list[tuple[int, str]] = []
        self.reached: set[str] = set()
        self.thresholds = {
            name for name, at in world.workspace.settings.scoring.reached.items()
            if self.score >= at
        }  # fmt: skip
        self.coming: list[Coming] = []
        self.unsubscribed = False
        self.written_by: set[str] = set()
        self.dead: set[str] = set()
        self.marketing: list[int] = []
        self.tiring: list[int] = []
        self.drawn: Counter[tuple[str, ...]] = Counter()
        self.dated: set[tuple[tuple[str, ...], int]] = set()
        self.held_before = dict.fromkeys(world.journeys, False)
        self.look_due = False
        self.mornings: set[int] = set()
        self.rows: list[Row] = []
        self.sends: list[tuple[int, int, str, str, str, str]] = []
        self.counts: Counter[tuple[str, ...]] = Counter()
        self.tasks: Counter[tuple[str, str]] = Counter()

    @property
    def score(self) -> float:
        value = self.fields.get("score")
        return float(value) if isinstance(value, float) else 0.0

    def luck_of_address(self, channel: str) -> U64:
        """What decides whether an address is dead: all who have it share that of an e-mail."""
        if channel != "email":
            return draw(self.key, purpose("address", "bounce", channel))
        address = str(self.world.fields(self.row).get("email") or "").lower()
        hashes = np.array([text_hash(address)], np.uint64)
        key = keys_of(hashes, self.world.settings.seed) if address else self.key
        return draw(key, purpose("address", "bounce"))

    def log(self, journey: str, step: str, event: str, detail: str = "") -> None:
        self.rows.append((self.now, self.id, journey, step, event, detail))

    # ------------------------------------------------------------ what conditions ask
    def person(self, journey: str) -> Person:
        return self.people[journey]

    def instant(self, name: str, journey: str, stay: Stay | None) -> int | None:
        """A date by its name as an instant on the journey's clock; None if it is missing."""
        return instant_of(self.date(name, journey, stay), self.person(journey))

    def date(self, name: str, journey: str, stay: Stay | None) -> date | int | None:
        """A date by its name: now, the entry, a moment of `[dates]`, or a date field."""
        if name == "now":
            return self.now
        if name == "entered_at" and stay is not None:
            return stay.entered
        dates = dict(self.world.workspace.settings.dates)
        if journey:
            dates |= self.world.journeys[journey].dates
        if name in dates:
            return fixed(dates[name], self.world)
        return day_or_instant(self.fields.get(name))

    def written(self, value: date | datetime, journey: str) -> int | None:
        return instant_of(fixed(value, self.world), self.person(journey))

    def holds(self, condition: Condition | None, journey: str, stay: Stay | None) -> bool:
        """A condition now; one that is not there holds."""
        if condition is None:
            return True
        typed = self.world.typed(condition, self.world.journeys.get(journey))
        return View(self, journey, stay).holds(typed)

    # ------------------------------------------------------------ from instant to instant
    def live(self) -> Until:
        """R3: start ≤ t < end."""
        know_the_past(self)
        self._turn_up()
        while (time := self._next()) is not None:
            self.now = time
            yield from self._one_instant()

    def _turn_up(self) -> None:
        events: dict[str, int] = {}
        replayed = self.world.past.replayed(self.row, self.world.start, self.world.end)
        self.coming += [Coming(told.time, told.name, rank=LAST, told=told) for told in replayed]
        timed: list[int | None] = []
        for id_, journey in self.world.journeys.items():
            at = self.world.arrival(journey, self.row, self.person(id_))
            if journey.entry.event is not None and at is not None:
                events[journey.entry.event] = min(at, events.get(journey.entry.event, at))
            if journey.entry.when is not None and at is not None:
                self.coming.append(Coming(at, "", id_))
            if journey.entry.event in self.world.past.real:
                timed.append(first_time(replayed, journey.entry.event))
            elif journey.entry.arrivals != "none":
                if journey.entry.event is not None:
                    timed.append(at)
                elif journey.entry.when is not None:
                    timed.append(self.world.start if at is None else at)
        self.coming += [Coming(at, name) for name, at in events.items()]
        known = [at for at in timed if at is not None]
        first = min(known) if known else None if timed else self.world.start
        if first is not None and first < self.world.end:
            self.now = first
            behaviour.start_own(self, "", None)

    def _next(self) -> int | None:
        """The next instant at which something may happen."""
        times = [coming.time for coming in self.coming if not self._void(coming)]
        times += [path.due for path in self.paths.values() if path.inside and path.due is not None]
        times += [t for t in self.world.six if t > self.now or not self._six_over(t)]
        times = [t for t in times if t < self.world.end]
        return min(times, default=None)

    def _six_over(self, t: int) -> bool:
        return t in self.mornings

    def _one_instant(self) -> Until:
        """R6: (1) events by name, (2) looks, (3) one step; then again."""
        morning = self.now in self.world.six and not self._six_over(self.now)
        daily_look = daily_attempts = morning
        if morning:
            self.mornings.add(self.now)
        for _ in range(MOST_AT_ONE_INSTANT):
            due = [c for c in self.coming if c.time <= self.now]
            if due:
                first = min(due, key=lambda c: (not c.name, c.name, c.rank))
                self.coming.remove(first)
                if not self._void(first) and behaviour.prevails(self, first):
                    behaviour.happen(self, first)
                    self.look()
            elif daily_look:
                daily_look = False
                if self._watches_time():
                    self.look()
            elif self.look_due:
                self.look()
            elif daily_attempts:
                daily_attempts = False
                self._daily_attempts()
            elif (journey := next(self._steps_due(), None)) is not None:
                path = self.paths[journey]
                if self._is_tried(journey) and not path.looked_at:
                    path.looked_at = self.look_due = True
                    continue
                path.looked_at = False
                yield from steps.make_step(self, journey)
            else:
                return
        raise EndlessError("a loop that takes no time")

    def _steps_due(self) -> Iterator[str]:
        for id_, path in self.paths.items():
            if path.inside and path.due is not None and path.due <= self.now:
                yield id_

    def _is_tried(self, id_: str) -> bool:
        """R5 (b): a held send is tried again, or the time-out of a wait is a look (R7).

        What has just been arrived at has had its look.
        """
        if self.paths[id_].fresh or self.paths[id_].leaving is not None:
            return False
        step = self.world.journeys[id_].steps[self.paths[id_].step or ""]
        return isinstance(step, Send) or (isinstance(step, Wait) and step.until is not None)

    def _void(self, coming: Coming) -> bool:
        """R16: own events last from entry to leaving or `goal.within`."""
        if not coming.own or coming.stay is None:
            return False
        goal = self.world.journeys[coming.journey].goal
        if goal is not None and goal.within is not None:
            over = coming.time > coming.stay.entered + goal.within.elapsed
            return over or bool(coming.stay.end)
        return bool(coming.stay.end)

    # ------------------------------------------------------------ R5: looks
    def look(self) -> None:
        """All journeys in their order: goal, bounced, unsubscribed, exits; then waits and holds."""
        self.look_due = False
        for id_, path in self.paths.items():
            if path.inside:
                self._look_inside(id_, path)
            elif path.stay is not None:
                self._look_after(id_, path.stay)
        for id_, path in self.paths.items():
            step = self.world.journeys[id_].steps.get(path.step or "")
            if not path.inside or path.fresh or path.leaving is not None:
                continue
            if isinstance(step, Wait) and step.until is not None:
                if self.holds(step.until, id_, path.stay):
                    path.noticed, path.due = True, self.now
            elif path.on_hold:
                path.due = self.now

    def _look_inside(self, id_: str, path: Path) -> None:
        journey, stay = self.world.journeys[id_], path.stay
        assert stay is not None
        goal = journey.goal
        if goal is not None and self.holds(goal.when, id_, stay):
            if goal.within is not None and self.now > stay.entered + goal.within.elapsed:
                self.leave(id_, "late-goal")
                self.log(id_, "", "exit", "late-goal")
                return
            self.leave(id_, "goal")
            self._reach(id_, stay)
            self.log(id_, "", "goal", goal.name)
            self._finish_off(id_, stay, goal.do, goal.enter)
            return
        name = next(self._exits(id_, stay), None)
        if name is not None:
            self.leave(id_, name)
            self.log(id_, "", "exit", name)
            for rule in journey.exits:
                if rule.name == name:
                    self._finish_off(id_, stay, rule.do, rule.enter)

    def _exits(self, id_: str, stay: Stay) -> Iterator[str]:
        """The exits that hold now, the built-in ones first."""
        journey = self.world.journeys[id_]
        if journey.kind in ("lead", "customer"):
            if "email" in self.dead:
                yield "bounced"
            if self.unsubscribed:
                yield "unsubscribed"
        for rule in journey.exits:
            if self.holds(rule.when, id_, stay):
                yield rule.name

    def _look_after(self, id_: str, stay: Stay) -> None:
        """R12: after the last step the goal may still be met, within `goal.within`."""
        journey = self.world.journeys[id_]
        goal = journey.goal
        if goal is None or stay.goal_at is not None or stay.end not in self._path_ends(id_):
            return
        if goal.within is not None and self.now > stay.entered + goal.within.elapsed:
            return
        if self.holds(goal.when, id_, stay):
            self._reach(id_, stay)
            self.log(id_, "", "goal_after", goal.name)
            self._finish_off(id_, stay, goal.do, goal.enter)

    def _path_ends(self, id_: str) -> set[str]:
        return {"finished", *steps.reasons(self.world.journeys[id_])}

    def _reach(self, id_: str, stay: Stay) -> None:
        stay.goal_at = self.now
        self.reached.add(id_)
        self.look_due = True  # other journeys may ask for `reached`

    def _finish_off(self, id_: str, stay: Stay, do: tuple[Verb, ...], enter: str | None) -> None:
        steps.do_list(self, id_, "", stay, do)
        if enter is not None:
            self.hand_off(id_, "", enter)

    def leave(self, id_: str, end: str) -> None:
        path = self.paths[id_]
        assert path.stay is not None
        path.stay.end, path.stay.ended = end, self.now
        path.inside, path.due, path.on_hold, path.fresh = False, None, False, False
        self.look_due = True

    def _watches_time(self) -> bool:
        """R5 (c): whether a journey that is watched now has a rule that uses time."""
        for id_, path in self.paths.items():
            goal = self.world.journeys[id_].goal is not None
            watched = goal and path.stay is not None and path.stay.end in self._path_ends(id_)
            if not path.inside and not (watched and path.stay and path.stay.goal_at is None):
                continue
            journey = self.world.journeys[id_]
            steps_ = journey.steps.values()
            conditions: list[Condition | None] = [rule.when for rule in journey.exits]
            conditions += [step.until for step in steps_ if isinstance(step, Wait)]
            conditions.append(journey.goal.when if journey.goal is not None else None)
            shared = self.world.workspace.settings.sending.hold_if
            conditions.append(journey.sending.hold_if or shared)
            for condition in conditions:
                if condition is not None and uses_time(self.world.typed(condition, journey)):
                    return True
        return False

    # ------------------------------------------------------------ R4: attempts
    def _daily_attempts(self) -> None:
        for id_, journey in self.world.journeys.items():
            if journey.entry.when is None:
                continue
            if journey.entry.arrivals != "none":
                given = self.world.entered_at(self.row, self.person(id_))
                if given is not None and max(given, self.world.start) > self.now:
                    continue
            now = self.holds(journey.entry.when, id_, self._as_if_entering(id_))
            before, self.held_before[id_] = self.held_before[id_], now
            if now and not before:
                self.attempt(id_)

    def _as_if_entering(self, id_: str) -> Stay:
        return Stay(len(self.paths[id_].stays) + 1, self.now)

    def attempt(self, id_: str) -> None:
        """The first reason that forbids, or a new stay."""
        path = self.paths[id_]
        self.counts[id_, "considered"] += 1
        reason = self._refusal(id_, path)
        if reason:
            self.counts[id_, "not_entered", reason] += 1
            self.log(id_, "", "refused", reason)
            return
        stay = self._as_if_entering(id_)
        path.stays.append(stay)
        path.inside, path.ways = True, {}
        self.log(id_, "", "entered")
        self.look_due = True
        steps.arrive(self, id_, self.world.journeys[id_].entry.start)
        behaviour.start_own(self, id_, stay)
        if stay.number == 1:
            behaviour.draw_at_entry(self, id_, stay)

    def _refusal(self, id_: str, path: Path) -> str:
        journey = self.world.journeys[id_]
        stay = self._as_if_entering(id_)
        if path.inside:
            return "inside"
        if path.stay is not None:
            again, left = journey.entry.again, path.stay.ended
            assert left is not None
            if again == "never":
                return "again"
            if isinstance(again, Duration) and self.now < left + again.elapsed:
                return "again"
        if journey.kind in ("lead", "customer"):
            if self.unsubscribed:
                return "unsubscribed"
            if "email" in self.dead:
                return "bounced"
        if journey.goal is not None and self.holds(journey.goal.when, id_, stay):
            return "goal"
        for rule in journey.exits:
            if self.holds(rule.when, id_, stay):
                return rule.name
        return "" if self.holds(journey.entry.only_if, id_, stay) else "only_if"

    def hand_off(self, id_: str, step: str, target: str) -> None:
        """R13: counted in the run or not; an attempt if the run includes the journey."""
        self.counts[id_, "handed_off", target] += 1
        self.log(id_, "", "handed_off", target)
        if target in self.paths:
            self.attempt(target)
