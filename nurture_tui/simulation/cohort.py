"""A chunk of contacts made ready for a run: their luck, clocks, holidays and arrivals."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nurture_tui.contacts.identity import U64
from nurture_tui.contacts.table import NO_DATE, Contacts, DateColumn, TextColumn
from nurture_tui.frozen import dataclass
from nurture_tui.model.clock import Rate
from nurture_tui.simulation.draws import keys_of
from nurture_tui.simulation.plan import OWN_ZONE, JourneyPlan, RunPlan
from nurture_tui.simulation.population import Listed, Population
from nurture_tui.simulation.result import NO_TIME
from nurture_tui.simulation.view import Flags, Ints, Rows


@dataclass(frozen=True)
class InJourney:
    """What one journey knows of each contact of a chunk beforehand.

    `zone` is the clock it goes by, `variant` the closed days that hold, `arrivals` when the contact
    turns up (seconds UTC; NO_TIME: never).
    """

    zone: npt.NDArray[np.int16]
    variant: npt.NDArray[np.int16]
    arrivals: Ints

    def some(self, rows: Rows) -> InJourney:
        """The same of some of the contacts."""
        return InJourney(self.zone[rows], self.variant[rows], self.arrivals[rows])


@dataclass(frozen=True, slots=True)
class Unknown:
    """Of how many contacts the zone, and the country, is not known."""

    zones: int = 0
    countries: int = 0

    def __add__(self, other: Unknown) -> Unknown:
        return Unknown(self.zones + other.zones, self.countries + other.countries)


@dataclass(frozen=True)
class Cohort:
    """A chunk of contacts, in the order of their ids; each array has an entry a contact.

    `numbers` are their places among all contacts of the run by id: what the tables of a run call a
    contact until its end. `rows` are the rows of `contacts` that hold their columns, `listed` those
    of the whole list of the run. `addresses` are the keys of their e-mail addresses, which they may
    share (R14). `journeys` are in the order of the plan; `first_turn_up` is the first arrival at
    any of them.
    """

    contacts: Contacts
    rows: Rows
    listed: Rows
    numbers: Ints
    keys: U64
    addresses: U64
    journeys: tuple[InJourney, ...]
    first_turn_up: Ints
    unknown: Unknown

    def __len__(self) -> int:
        return len(self.rows)

    def some(self, rows: Rows) -> Cohort:
        """Some of the contacts, in their order; `unknown` stays that of all."""
        keys = self.keys[rows]
        return Cohort(
            contacts=self.contacts,
            rows=self.rows[rows],
            listed=self.listed[rows],
            numbers=self.numbers[rows],
            keys=keys,
            addresses=keys if self.addresses is self.keys else self.addresses[rows],
            journeys=tuple(journey.some(rows) for journey in self.journeys),
            first_turn_up=self.first_turn_up[rows],
            unknown=self.unknown,
        )


def cohort_of(plan: RunPlan, population: Population, numbers: Ints) -> Cohort:
    """The contacts of these numbers of a population, which rise."""
    contacts, places = population.contacts, population.places(numbers)
    rows = places.rows
    zone_texts = _codes(contacts, "timezone", rows)
    countries = _codes(contacts, "country", rows)
    own_zone = plan.zone_of_text[zone_texts]
    journeys = []
    for journey in plan.journeys:
        zone = own_zone if journey.zone == OWN_ZONE else np.full_like(own_zone, journey.zone)
        arrivals = _arrivals(plan, journey, population, rows, zone, numbers)
        journeys.append(InJourney(zone, journey.closed.codes[countries], arrivals))
    keys = keys_of(places.hashes, plan.run_settings.seed)
    return Cohort(
        contacts=contacts,
        rows=rows,
        listed=places.listed,
        numbers=numbers,
        keys=keys,
        addresses=_addresses(plan, population, rows, keys),
        journeys=tuple(journeys),
        first_turn_up=_first_turn_up(plan, journeys, places.listed),
        unknown=Unknown(
            _count(plan.falls_back, zone_texts), _count(plan.unknown_countries, countries)
        ),
    )


def _addresses(plan: RunPlan, population: Population, rows: Rows, keys: U64) -> U64:
    """The keys of the e-mail addresses; contacts that are drawn have one each, as their own."""
    if not isinstance(population, Listed) or "email" not in population.contacts.columns:
        return keys
    return keys_of(population.contacts.address_hashes[rows], plan.run_settings.seed)


def _count(flags: Flags, codes: npt.NDArray[np.int32]) -> int:
    """How many of the codes have the flag."""
    return int(np.count_nonzero(flags[codes])) if flags.any() else 0


def _codes(contacts: Contacts, name: str, rows: Rows) -> npt.NDArray[np.int32]:
    """The code of each contact's text; 0 without such a column."""
    column = contacts.columns.get(name)
    if isinstance(column, TextColumn):
        return column.coded.codes[rows].astype(np.int32)
    return np.zeros(len(rows), dtype=np.int32)


def _arrivals(
    plan: RunPlan,
    journey: JourneyPlan,
    population: Population,
    rows: Rows,
    zone: npt.NDArray[np.int16],
    numbers: Ints,
) -> Ints:
    """When each contact turns up, NO_TIME for those who do not (R4)."""
    entry, n = journey.journey.entry, len(numbers)
    if entry.arrivals == "none" or (entry.event is None and entry.when is None):
        return np.full(n, NO_TIME, dtype=np.int64)
    if plan.is_real(entry.event):
        return np.full(n, NO_TIME, dtype=np.int64)
    given = _entered_at(plan, population.contacts, rows, zone)
    if given is not None and not (given == NO_DATE).any():
        return np.maximum(given, plan.start)
    if entry.when is not None:
        others = np.full(n, NO_TIME, dtype=np.int64)
    elif isinstance(entry.arrivals, Rate):
        turns = population.turns(journey.id, numbers)
        others = plan.start + turns * entry.arrivals.seconds // entry.arrivals.count
    else:
        others = np.full(n, plan.start, dtype=np.int64)
    if given is None:
        return others
    return np.where(given == NO_DATE, others, np.maximum(given, plan.start))


def _entered_at(
    plan: RunPlan, contacts: Contacts, rows: Rows, zone: npt.NDArray[np.int16]
) -> Ints | None:
    """The instant of `entered_at` by the clock of a journey, a day alone its midnight.

    NO_DATE where the file does not say it; None where it has no such column.
    """
    column = contacts.columns.get("entered_at")
    if not isinstance(column, DateColumn):
        return None
    values, day_only = column.values[rows], column.day_only[rows]
    if not day_only.any():
        return values
    day_only &= values != NO_DATE
    return np.where(day_only, plan.clock.instant(zone, np.where(day_only, values, 0)), values)


def _first_turn_up(plan: RunPlan, journeys: list[InJourney], rows: Rows) -> Ints:
    """The first turning up of each contact in the run; the start where none is timed."""
    timed: list[Ints] = []
    for journey, cohort in zip(plan.journeys, journeys, strict=True):
        entry, times = journey.journey.entry, cohort.arrivals
        if plan.history is not None and plan.is_real(entry.event):
            timed.append(plan.history.first_of(entry.event or "", rows))
        elif entry.event and entry.arrivals != "none":
            timed.append(times)
        if entry.when is not None and entry.arrivals != "none":
            timed.append(np.where(times == NO_TIME, plan.start, times))
    if len(timed) == 1:
        return timed[0]
    return np.minimum.reduce(timed) if timed else np.full(len(rows), plan.start, dtype=np.int64)
