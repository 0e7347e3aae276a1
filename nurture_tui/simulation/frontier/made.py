"""What a run's journey is made ready as for the frontier: rules, happenings, what follows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

import numpy as np

from nurture_tui.frozen import dataclass
from nurture_tui.model.condition import Condition
from nurture_tui.model.step import Wait
from nurture_tui.model.typed import Typed, fields_in
from nurture_tui.simulation.agenda import SOURCE_BITS
from nurture_tui.simulation.asked import written_by
from nurture_tui.simulation.assumed import AssumedPlan
from nurture_tui.simulation.draws import U64
from nurture_tui.simulation.frontier.covers import asked_conditions, why_not
from nurture_tui.simulation.frontier.effects import WROTE, writers
from nurture_tui.simulation.frontier.events import NOTHING_ENDS
from nurture_tui.simulation.frontier.firsts import RANK, Atom, atoms_of, is_plain
from nurture_tui.simulation.frontier.luck import Chance, chance_of, constant, takes_time
from nurture_tui.simulation.frontier.messages import Delivery
from nurture_tui.simulation.plan import JourneyPlan, RunPlan
from nurture_tui.simulation.trace import Names, Trace

GOAL, BOUNCED, UNSUBSCRIBED, FIRST_EXIT = range(4)
"""The codes of the rules by which contacts leave, in the order in which they are looked at (R6)."""


@dataclass(frozen=True)
class Rule:
    """The goal or an exit: its condition, and whether it begins with any one of its events."""

    code: int
    name: str
    typed: Typed
    plain: bool
    atoms: frozenset[Atom]


@dataclass(frozen=True)
class Follows:
    """An assumed event that follows a cause (R15), with the constants of its draws.

    `takes_time`: it never comes at the very instant of its cause.
    """

    assumed: AssumedPlan
    what: Happening
    chance: Chance
    chance_draw: U64
    delay_draw: U64
    condition: Condition | None
    takes_time: bool


@dataclass(frozen=True)
class Happening:
    """An event of one name and source: its place at an instant, and what it leads to.

    `step` is the place of a message's step, -1 for other events; `counts` names the figure of the
    step that it adds to; `rules` are the places of the rules that ask for it, and `ends` is the
    code of the built-in exit that it is itself.
    """

    event: int
    low: int
    journey: int
    step: int = -1
    step_code: int = 0
    counts: str = ""
    atoms: tuple[Atom, ...] = ()
    rules: tuple[int, ...] = ()
    ends: int = NOTHING_ENDS
    follows: tuple[Follows, ...] = field(default=())

    @property
    def matters(self) -> bool:
        """True if it changes the way of a contact, or makes something follow."""
        return bool(self.atoms or self.follows or self.ends != NOTHING_ENDS)


class Made:
    """The journey of a run made ready, the same for every chunk; `names` are those of its trace.

    `with_log`: happenings that only the log shows are kept too.
    """

    def __init__(self, plan: RunPlan, names: Names, *, with_log: bool) -> None:
        self.plan = plan
        self.names = names
        self.journey: JourneyPlan = plan.journeys[0]
        self.with_log = with_log
        self.loops = self.journey.loops
        self.waits = frozenset(
            place for place, step in enumerate(self.journey.steps) if isinstance(step.step, Wait)
        )
        self.writers = writers(plan, self.journey)
        self.rules = self._rules()
        self.asked = self._asked()
        self.sent: dict[int, Happening] = {}
        self.opened: dict[int, Happening] = {}
        self.clicked: dict[int, Happening] = {}
        self.done: dict[int, tuple[Follows, ...]] = {}
        made = {a.place: self._assumed(a) for a in (*self.journey.assumed, *plan.shared_own)}
        self.by_itself = [
            (assumed, what)
            for assumed in (*plan.shared_own, *self.journey.own)
            if (what := made[assumed.place]) is not None
        ]
        self.assumed: Mapping[int, Happening | None] = made
        for step in self.journey.sends:
            self.sent[step] = self._of_message("sent", step)
            self.opened[step] = self._of_message("opened", step)
            self.clicked[step] = self._of_message("clicked", step)
        for step in range(len(self.journey.steps)):
            self.done[step] = self._follows("done", step)
        self.bounced = {step: self._leaving("bounced", step, BOUNCED) for step in self.sent}
        self.unsubscribed = {
            step: self._leaving("unsubscribed", step, UNSUBSCRIBED) for step in self.sent
        }
        self.at_entry = self._at_entry()
        self.deliveries = {step: Delivery(self, step) for step in self.sent}
        sends = self.journey.sends.values()
        self.can_bounce = any(send.behaviour.bounce > 0 for send in sends)
        self.counts_cap = plan.most_capped > 0

    # ---------------------------------------------------------------- what is asked for
    def _rules(self) -> tuple[Rule, ...]:
        watch, places = self.journey.watch, self.journey.places
        named: list[tuple[int, str, Typed]] = []
        if watch.goal is not None:
            named.append((GOAL, "goal", watch.goal))
        named += [(FIRST_EXIT + i, name, rule) for i, (name, rule) in enumerate(watch.exits)]
        return tuple(
            Rule(code, name, typed, is_plain(typed), self._atoms(typed, places))
            for code, name, typed in named
        )

    def _atoms(self, typed: Typed, places: Mapping[str, int]) -> frozenset[Atom]:
        """What makes a rule begin: events, and what they change of the fields that it asks for."""
        fields = fields_in(typed)
        wrote = {(WROTE, one.place) for one in self.writers if written_by(one) & fields}
        return frozenset(atoms_of(typed, places) | wrote)

    def _asked(self) -> frozenset[Atom]:
        """All atoms that any condition asks for, with what changes the fields that any asks for."""
        watched = self.journey.watch.watched()
        conditions = [*watched, *asked_conditions(self.plan, self.journey)]
        found = {a for rule in conditions for a in atoms_of(rule, self.journey.places)}
        return frozenset(found | {(WROTE, one.place) for one in self.writers})

    def _watching(self, atoms: tuple[Atom, ...]) -> tuple[int, ...]:
        """The places of the rules that ask for one of these atoms."""
        return tuple(i for i, rule in enumerate(self.rules) if rule.atoms & set(atoms))

    # ---------------------------------------------------------------- events
    def _low(self, event: int, source: int) -> int:
        return ((event << SOURCE_BITS) | source) << RANK

    def _name(self, event: str) -> int:
        return self.names.code(event)

    def _of_message(self, function: str, step: int) -> Happening:
        event = self.plan.event_codes[function]
        atoms = tuple(a for a in ((function, step), (function, -1)) if a in self.asked)
        return Happening(
            event=self._name(function),
            low=self._low(event, self.journey.first_place + step),
            journey=self.journey.code,
            step=step,
            step_code=self.journey.steps[step].code,
            counts=function if function != "sent" else "",
            atoms=atoms,
            rules=self._watching(atoms),
            follows=self._follows(function, step),
        )

    def _leaving(self, function: str, step: int, rule: int) -> Happening:
        """A bounce or an unsubscription, which end the stay in a lead or customer journey (R5)."""
        event = self.plan.event_codes[function]
        return Happening(
            event=self._name(function),
            low=self._low(event, self.journey.first_place + step),
            journey=self.journey.code,
            step=step,
            step_code=self.journey.steps[step].code,
            counts=function,
            ends=rule if self.journey.marketing else NOTHING_ENDS,
        )

    def _assumed(self, assumed: AssumedPlan) -> Happening | None:
        """None where nothing asks for the event and no log is kept."""
        atoms: tuple[Atom, ...] = (("did", assumed.name), (WROTE, assumed.place))
        atoms = tuple(atom for atom in atoms if atom in self.asked)
        if not atoms and not self.with_log:
            return None
        return Happening(
            event=self._name(assumed.name),
            low=self._low(assumed.event, self.plan.source_of(assumed)),
            journey=0 if assumed.shared else self.journey.code,
            atoms=atoms,
            rules=self._watching(atoms),
        )

    def _follows(self, function: str, step: int) -> tuple[Follows, ...]:
        """What follows a cause that belongs to a visit of a step; the first is folded in."""
        occurrence = self.first_visit(step)
        id_ = self.journey.steps[step].id
        found: list[Follows] = []
        for subject, place in ((id_, step), ("", -1)):
            for assumed in self.journey.causes.get((function, place), ()):
                chance_draw, delay_draw = assumed.of_causes[function, subject, id_]
                found += self._one(assumed, chance_draw, delay_draw, occurrence)
        return tuple(found)

    def first_visit(self, step: int) -> int:
        """The visit that constants of a step hold: 1, or 0 where visits are counted."""
        return 0 if step in self.loops else 1

    def _at_entry(self) -> tuple[Follows, ...]:
        """What follows the event with which contacts come in (R15)."""
        event = self.journey.entry_event or ""
        found: list[Follows] = []
        for assumed in self.journey.causes.get(("did", event), ()):
            found += self._one(assumed, assumed.chance_draw, assumed.delay_draw, 0)
        return tuple(found)

    def _one(
        self, assumed: AssumedPlan, chance: np.uint64, delay: np.uint64, occurrence: int
    ) -> list[Follows]:
        what = self.assumed[assumed.place]
        if what is None:
            return []
        return [
            Follows(
                assumed,
                what,
                chance_of(assumed.chance),
                constant(chance, occurrence=occurrence),
                constant(delay, occurrence=occurrence),
                assumed.condition,
                takes_time(assumed.delay, assumed.spread),
            )
        ]


def made_ready(plan: RunPlan, trace: Trace) -> Made | None:
    """The journey of a run for the frontier; None if that cannot do the run exactly."""
    with_log = trace.log.kept
    if why_not(plan, with_log=with_log) is not None:
        return None
    return Made(plan, trace.names, with_log=with_log)
