"""A run made ready: journeys, calendars and behaviour, compiled once, the same for all contacts."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import field
from datetime import UTC, date, datetime
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from nurture_tui.contacts.history import EventHistory
from nurture_tui.contacts.table import Contacts, TextColumn
from nurture_tui.frozen import dataclass
from nurture_tui.model.condition import Condition
from nurture_tui.model.duration import Duration
from nurture_tui.model.fields import KNOWN_FIELDS, YES_NO, FieldKind
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Exit, Split, Step, ports
from nurture_tui.model.typed import Typed
from nurture_tui.model.workspace import Settings, Workspace
from nurture_tui.simulation.asked import Asked, Unheard, asked_of
from nurture_tui.simulation.assumed import AssumedPlan, assumed_plans
from nurture_tui.simulation.calendar import clock_of
from nurture_tui.simulation.closed_days import ClosedDays, closed_days_of
from nurture_tui.simulation.events import event_names
from nurture_tui.simulation.flow import grid
from nurture_tui.simulation.history import run_history
from nurture_tui.simulation.horizon import closed_days_horizon, run_horizon
from nurture_tui.simulation.messages import SendPlan, send_plans
from nurture_tui.simulation.order import loops, step_order
from nurture_tui.simulation.result import NO_TIME
from nurture_tui.simulation.settings import RunSettings
from nurture_tui.simulation.span import span
from nurture_tui.simulation.throttle import Throttle, throttle_of
from nurture_tui.simulation.trace import Names
from nurture_tui.simulation.uncovered import refuse_too_many
from nurture_tui.simulation.view import Flags
from nurture_tui.simulation.watch import Watch, typed_condition, watch_of
from nurture_tui.simulation.zone_rules import zones_of

if TYPE_CHECKING:
    from nurture_tui.simulation.host import Stage

OWN_ZONE = -1
LOG_WORDS = ("entered", "refused", "goal", "goal_after", "exit", "finished", "handed_off", "went")


@dataclass(frozen=True)
class StepPlan:
    """One step: its place, its ports, and where they lead (-1: the path ends there)."""

    id: str
    code: int
    step: Step
    port_names: tuple[str, ...]
    port_codes: npt.NDArray[np.int32]
    port_targets: npt.NDArray[np.int32]

    @property
    def decides(self) -> bool:
        """True where contacts leave by different ports."""
        return len(self.port_names) > 1


@dataclass(frozen=True)
class JourneyPlan:
    """One journey, compiled for all contacts of the run; times in seconds.

    `zone` is the place of its clock in the run's zones, OWN_ZONE for that of each contact.
    """

    journey: Journey
    code: int
    first_place: int
    steps: tuple[StepPlan, ...]
    places: Mapping[str, int]
    order: tuple[int, ...]
    loops: frozenset[int]
    splits: Mapping[int, int]
    zone: int
    closed: ClosedDays
    sends: Mapping[int, SendPlan]
    assumed: tuple[AssumedPlan, ...]
    watch: Watch
    words: Mapping[str, int]
    goal_name: int
    step_codes: npt.NDArray[np.int32]
    causes: Mapping[tuple[str, int | str], tuple[AssumedPlan, ...]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.journey.id

    @property
    def start(self) -> int:
        return self.places[self.journey.entry.start]

    @property
    def marketing(self) -> bool:
        """Lead and customer journeys: unsubscribing and bouncing end them (R5)."""
        return self.journey.kind in ("lead", "customer")

    @property
    def entry_event(self) -> str | None:
        return self.journey.entry.event

    @property
    def again_after(self) -> int | None:
        """Seconds after leaving before a contact may come again: 0 always, None never (R12)."""
        again = self.journey.entry.again
        if isinstance(again, Duration):
            return again.elapsed
        return 0 if again == "always" else None

    @property
    def has_goal(self) -> bool:
        return self.journey.goal is not None

    @property
    def goal_within(self) -> int | None:
        goal = self.journey.goal
        return goal.within.elapsed if goal is not None and goal.within is not None else None

    def ways_text(self, taken: list[int]) -> str:
        """The names of ways taken, one number a split (0: not come to it), by blanks."""
        names = [
            self.steps[step].port_names[taken[row] - 1]
            for step, row in self.splits.items()
            if taken[row]
        ]
        return " ".join(names)

    def is_cause(self, function: str, step: int) -> bool:
        """Whether something may come after this of a step, or of any message (R15)."""
        return (function, step) in self.causes or (function, -1) in self.causes

    @property
    def reasons(self) -> list[str]:
        """What exit steps give as the reason of leaving, in file order."""
        exits = ((step.id, step.step) for step in self.steps)
        found = [s.reason or id_ for id_, s in exits if isinstance(s, Exit)]
        return list(dict.fromkeys(found))

    @property
    def own(self) -> tuple[AssumedPlan, ...]:
        return tuple(plan for plan in self.assumed if not plan.causes)


class RunPlan:
    """All that a run needs besides its contacts: small, and the same for every chunk of them.

    Of the contact file it keeps what all have in common: the kinds of its fields, and which zones
    and countries occur, as `zone_of_text` and the `closed.codes` of each journey: one entry for
    each text of the columns `timezone` and `country`, in the order of their coded texts. Of an
    event history it keeps what belongs to the run (R18).
    """

    def __init__(
        self,
        workspace: Workspace,
        journeys: tuple[Journey, ...],
        contacts: Contacts,
        settings: RunSettings,
        events: EventHistory | None = None,
    ) -> None:
        self.workspace = workspace
        self.kinds = dict(contacts.kinds)
        self.has_consent = "consent" in contacts.columns
        self.run_settings = settings
        self.names = Names()
        self._typed: dict[tuple[str, str | None], Typed] = {}
        self.span = span(settings, workspace.timezone)
        self.start, self.end = self.span.start, self.span.end
        self.grid = grid(self.span)
        self.six_o_clocks = np.append(self.span.six_o_clocks, NO_TIME)
        self.horizon = run_horizon(self.start, self.end, journeys, self.settings)
        self.closed_horizon = closed_days_horizon(self.horizon, journeys, self.settings, contacts)
        self.countries = coded_texts(contacts, "country")
        self._set_zones(journeys, coded_texts(contacts, "timezone"))
        self.no_closed_days = closed_days_of("", (), self.closed_horizon, self.countries)
        self.history = (
            run_history(events, contacts, self.start, self.end) if events is not None else None
        )
        replayed = self.history.replayed_names() if self.history is not None else ()
        self.events = event_names(journeys, self.settings, replayed)
        self.event_codes = {name: code for code, name in enumerate(self.events)}
        self.assumed: list[AssumedPlan] = []
        self.shared_own = tuple(
            plan for plan in self._assume(None, len(journeys)) if not plan.causes
        )
        first_places = accumulate((len(journey.steps) for journey in journeys), initial=0)
        self.journeys = tuple(
            self._journey(journey, place, first)
            for place, (journey, first) in enumerate(zip(journeys, first_places, strict=False))
        )
        self.scoring, self.unheard = self.settings.scoring, Unheard()
        self.throttle = throttle_of(self.settings.limits.throttle)
        self.places = sum(len(plan.steps) for plan in self.journeys)
        refuse_too_many(self.places, len(self.assumed))
        self.journey_codes = np.array([0, *(plan.code for plan in self.journeys)])
        self.most_capped = max(
            (s.cap.count for plan in self.journeys for s in plan.sends.values() if s.cap), default=0
        )
        self.sees_all_events = any(plan.watch.sees_everything for plan in self.journeys)
        self.changing_events = self._changing_events()
        self.seen_events = self.changing_events.union(
            *(plan.watch.seen_events() for plan in self.journeys)
        )
        self.looks_on_arrival = any(plan.watch.looks_on_arrival for plan in self.journeys) or (
            len(self.journeys) > 1 and self.sees_all_events
        )

    @cached_property
    def asked(self) -> Asked:
        """The fields and events that anything in the run asks for."""
        return asked_of(self)

    def source_of(self, assumed: AssumedPlan) -> int:
        """The place of an assumption among what makes events of one name: after messages (R6)."""
        return 2 * self.places + assumed.place

    @property
    def settings(self) -> Settings:
        return self.workspace.settings

    def typed(self, condition: Condition, journey: Journey | None) -> Typed:
        """A condition of a journey, or of nurture.toml, type-checked once a run."""
        key = str(condition), journey.id if journey is not None else None
        if key not in self._typed:
            self._typed[key] = typed_condition(condition, self.workspace, journey, self.kinds)
        return self._typed[key]

    # ---------------------------------------------------------------- zones and dates
    def _set_zones(self, journeys: tuple[Journey, ...], texts: tuple[str, ...]) -> None:
        """The zones that occur; `zone_of_text` and `falls_back` have an entry for each text."""
        found, self.zone_of_text, self.falls_back = zones_of(texts, self.workspace.timezone)
        named = [self.zone_name(journey) for journey in journeys]
        extra = dict.fromkeys(name for name in named if name not in (*found, "contact"))
        zones = (*found, *extra)
        self.clock = clock_of(zones)
        self.zone_codes = {name: code for code, name in enumerate(zones)}
        self.workspace_zone = self.zone_codes[self.workspace.timezone]

    def zone_name(self, journey: Journey) -> str:
        return journey.sending.timezone or self.settings.sending.timezone or "contact"

    def zone_of(self, journey: Journey) -> int:
        """The zone whose clock the journey goes by (R1); OWN_ZONE for that of each contact."""
        name = self.zone_name(journey)
        return OWN_ZONE if name == "contact" else self.zone_codes[name]

    def dates_of(self, journey: Journey | None) -> dict[str, date | datetime]:
        return self.settings.dates | (journey.dates if journey is not None else {})

    def fixed_instant(self, value: datetime) -> int:
        """Seconds UTC of a moment; without an offset it is workspace time."""
        if value.tzinfo is not None:
            return int(value.timestamp())
        local = int(value.replace(tzinfo=UTC).timestamp())  # the wall time as if it were UTC
        return int(self.clock.instant(self.workspace_zone, local))

    def kind_of(self, name: str) -> FieldKind | None:
        """The kind of a field: of nurture.toml, of the contact file, or known to all."""
        kinds = self.workspace.field_kinds
        if kinds is not None and name in kinds:
            return kinds[name]
        return self.kinds.get(name) or KNOWN_FIELDS.get(name)

    # ---------------------------------------------------------------- journeys
    def _journey(self, journey: Journey, place: int, first_place: int) -> JourneyPlan:
        ids = tuple(journey.steps)
        places = {id_: i for i, id_ in enumerate(ids)}
        steps = tuple(self._step(id_, step, places) for id_, step in journey.steps.items())
        targets = [step.port_targets.tolist() for step in steps]
        splits = [i for i, step in enumerate(journey.steps.values()) if isinstance(step, Split)]
        closed = self._closed(journey)
        assumed = self._assume(journey, place)
        return JourneyPlan(
            journey=journey,
            code=self.names.code(journey.id),
            first_place=first_place,
            steps=steps,
            places=places,
            order=step_order(targets),
            loops=loops(targets),
            splits={step: row for row, step in enumerate(splits)},
            zone=self.zone_of(journey),
            closed=closed,
            sends=send_plans(
                self.workspace,
                journey,
                self.clock,
                closed,
                self.horizon,
                without_messages=self.run_settings.without_messages,
            ),
            assumed=assumed,
            watch=watch_of(self.workspace, journey, self.kinds),
            words={word: self.names.code(word) for word in LOG_WORDS},
            goal_name=self.names.code(journey.goal.name if journey.goal else ""),
            step_codes=self.names.several(ids),
            causes=_by_cause(assumed, places),
        )

    def _step(self, id_: str, step: Step, places: Mapping[str, int]) -> StepPlan:
        found = ports(step)
        targets = [places[target] if target is not None else -1 for _, target in found]
        port_names = tuple(name for name, _ in found)
        codes = self.names.several(port_names)
        return StepPlan(
            id_, self.names.code(id_), step, port_names, codes, np.array(targets, dtype=np.int32)
        )

    def _closed(self, journey: Journey) -> ClosedDays:
        own, shared = journey.sending, self.settings.sending
        holidays = own.holidays if own.holidays is not None else shared.holidays
        spans = own.closed if own.closed is not None else shared.closed or ()
        return closed_days_of(holidays, spans, self.closed_horizon, self.countries)

    def _assume(self, journey: Journey | None, place: int) -> tuple[AssumedPlan, ...]:
        plans = assumed_plans(journey, self.settings, place, len(self.assumed), self.event_codes)
        self.assumed += plans
        return plans

    def is_real(self, event: str | None) -> bool:
        """Whether an event happens as a history tells, so that nobody turns up by assumption."""
        return self.history is not None and event in self.history.real

    def _changing_events(self) -> frozenset[str]:
        """The events that change what is known of a contact: scored, or with effects."""
        seen = {"bounced", "unsubscribed", *self.scoring.points}
        for assumed in self.assumed:
            if assumed.model.values or assumed.model.amounts:
                seen.add(assumed.name)
        return frozenset(seen)

    def closed_of(self, run: Stage | None) -> ClosedDays:
        """The closed days of a journey; of the workspace alone, none."""
        return run.plan.closed if run is not None else self.no_closed_days

    def with_throttle(self, throttle: Throttle | None) -> RunPlan:
        """The same plan with another throttle."""
        other = copy(self)
        other.throttle = throttle
        return other

    def notes(self, fell_back: int, no_country: int) -> tuple[str, ...]:
        """What a reader must know: how many zones and countries of contacts were not known."""
        notes = []
        if self.workspace.settings.timezone is None:
            notes.append("nurture.toml names no timezone, so the workspace's is UTC")
        if fell_back:
            notes.append(f"{fell_back:,} contacts have no known zone, so the workspace's")
        if no_country:
            notes.append(f"{no_country:,} contacts have no known country, so no holidays")
        if self.throttle is not None:
            notes.append(
                "contacts wait for each other at the throttle: a run that meets it uses one process"
            )
        return tuple(notes)

    @property
    def unknown_countries(self) -> Flags:
        """The countries of contacts (by the code of their text) that no holidays are known of."""
        unknown = [plan.closed.unknown for plan in self.journeys]
        found: Flags = np.logical_or.reduce(unknown)
        return found

    @property
    def consent_kind(self) -> FieldKind:
        return self.kind_of("consent") or YES_NO


def _by_cause(
    assumed: tuple[AssumedPlan, ...], places: Mapping[str, int]
) -> dict[tuple[str, int | str], tuple[AssumedPlan, ...]]:
    """Assumed events by what they come after: (sent, step place or -1), (did, event) ..."""
    found: dict[tuple[str, int | str], tuple[AssumedPlan, ...]] = {}
    for plan in assumed:
        for function, subject in plan.causes:
            key: tuple[str, int | str]
            if function == "did":
                key = (function, subject)
            else:
                key = (function, places[subject] if subject else -1)
            found[key] = (*found.get(key, ()), plan)
    return found


def coded_texts(contacts: Contacts, name: str) -> tuple[str, ...]:
    """The texts of a text column in the order of their codes; one empty text without one."""
    column = contacts.columns.get(name)
    return tuple(column.coded.texts) if isinstance(column, TextColumn) else ("",)
