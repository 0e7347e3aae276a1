"""What makes the chances of one message differ from another's: the modifiers of R17."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from nurture_tui.frozen import dataclass
from nurture_tui.simulation.assume import BehaviourOfSend
from nurture_tui.simulation.defaults import FIXED, MODIFIERS
from nurture_tui.simulation.delays import normal
from nurture_tui.simulation.draws import U64, draw, happens, purpose
from nurture_tui.simulation.recent import Recent
from nurture_tui.simulation.spread import odds_against, share_at, tilts
from nurture_tui.simulation.view import Flags, Floats, Ints, Rows

if TYPE_CHECKING:
    from nurture_tui.simulation.messages import SendPlan
    from nurture_tui.simulation.people import People
    from nurture_tui.simulation.plan import RunPlan

WEEK = 7 * 86_400
SATURDAY = 5
SPREAD = purpose("contact", "spread")
MACHINE = purpose("contact", "machine opens")
_MOST = 2.0**64


@dataclass(frozen=True, slots=True)
class Chances:
    """The chances of a message, for each of the contacts that it goes to or one for all.

    `machine` says for whom a machine reports an open, None for nobody.
    """

    open: Floats | float
    click_to_open: Floats | float
    machine: Flags | None = None

    def some(self, chosen: Flags | Rows) -> Chances:
        """Those of some of the contacts."""
        if not isinstance(self.open, np.ndarray) or not isinstance(self.click_to_open, np.ndarray):
            return self
        machine = self.machine[chosen] if self.machine is not None else None
        return Chances(self.open[chosen], self.click_to_open[chosen], machine)


class Modifiers:
    """The modifiers of a run for a chunk of contacts, and what they must know of each.

    A message has the chances of its contact (`contact_spread`), times `fatigue` for each marketing
    message of any journey in (t - 7d, t] before it, `position` for each message of this stay before
    it, and `weekend` where the journey's clock shows a Saturday or Sunday. All factors are on the
    open; `position` is on the click of an opener too. What is over 1 is 1.
    """

    def __init__(self, plan: RunPlan, people: People) -> None:
        self.plan = plan
        self.people = people
        sends = list(_sends(plan))
        self.lately = (
            Recent(people.n, WEEK) if any(s.behaviour.fatigue != 1 for _, s in sends) else None
        )
        self.had = {
            place: (np.zeros(people.n, np.int64), np.zeros(people.n, np.int64))
            for place, send in sends
            if send.behaviour.position != 1
        }
        self.tilts: dict[float, Floats] = {}

    def at_send(self, place: int, step: int, rows: Rows, now: Ints, stay: Ints) -> Chances:
        """The chances of a message that goes now, which counts for those that come after it.

        `place` is that of the journey in the run, `stay` the number of each contact's stay in it.
        """
        send = self.plan.journeys[place].sends[step]
        chances = self._chances(place, send, rows, now, stay)
        if self.lately is not None and send.marketing:
            self.lately.remember(rows, now)
        if place in self.had:
            had, of_stay = self.had[place]
            had[rows] = self._had(place, rows, stay) + 1
            of_stay[rows] = stay
        return chances

    def _chances(self, place: int, send: SendPlan, rows: Rows, now: Ints, stay: Ints) -> Chances:
        assumed = send.behaviour
        if not is_modified(assumed):
            return Chances(assumed.open, assumed.click_to_open)
        opens, clicks = self._of_contacts(assumed, rows)
        if assumed.fatigue != 1 and self.lately is not None:
            opens = opens * powers(assumed.fatigue, self.lately.count(rows, now - WEEK + 1))
        if assumed.position != 1:
            factor = powers(assumed.position, self._had(place, rows, stay))
            opens, clicks = opens * factor, clicks * factor
        if assumed.weekend != 1:
            zone = self.people.cohort.journeys[place].zone[rows]
            weekend = self.plan.clock.weekday(zone, now) >= SATURDAY
            opens = opens * np.where(weekend, assumed.weekend, 1.0)
        return Chances(
            np.minimum(opens, 1.0), np.minimum(clicks, 1.0), self._machines(assumed, rows)
        )

    def _of_contacts(self, assumed: BehaviourOfSend, rows: Rows) -> tuple[Floats, Floats]:
        """What each contact makes of the message by its own luck, however often it is sent to."""
        if assumed.contact_spread == 0:
            return np.full(len(rows), assumed.open), np.full(len(rows), assumed.click_to_open)
        spread = assumed.contact_spread
        if spread not in self.tilts:
            self.tilts[spread] = tilts(spread, normal(draw(self.people.keys, SPREAD)))
        tilt = self.tilts[spread][rows]
        opening, clicking = odds_against(assumed.open, assumed.click_to_open, spread)
        return share_at(opening, tilt), share_at(clicking, tilt)

    def _had(self, place: int, rows: Rows, stay: Ints) -> Ints:
        """How many messages of this journey each contact has had in this stay."""
        had, of_stay = self.had[place]
        return np.where(of_stay[rows] == stay, had[rows], 0)

    def _machines(self, assumed: BehaviourOfSend, rows: Rows) -> Flags | None:
        if assumed.machine_opens == 0:
            return None
        return happens(draw(self.people.keys[rows], MACHINE), assumed.machine_opens)


def modifiers_of(plan: RunPlan, people: People) -> Modifiers | None:
    """The modifiers of a run, None where no send has any: then they cost nothing."""
    modified = any(is_modified(send.behaviour) for _, send in _sends(plan))
    return Modifiers(plan, people) if modified else None


def is_modified(assumed: BehaviourOfSend) -> bool:
    """Whether any modifier of R17 is on for a send."""
    return any(getattr(assumed, name) != off.value for name, off in MODIFIERS.items())


def machine_delay(bits: U64) -> Ints:
    """When a machine reports an open: whole seconds after the delivery, evenly within 3 hours."""
    within = np.uint64(FIXED["machine_open_within"].value)
    return ((bits >> np.uint64(32)) * within >> np.uint64(32)).astype(np.int64)


def powers(factor: float, times: Ints) -> Floats:
    """`factor` to the power of each of these numbers, by multiplication alone."""
    most = int(times.max(initial=0))
    with np.errstate(over="ignore"):
        table = np.multiply.accumulate(np.array([1.0, *[factor] * most]))
    known: Floats = np.minimum(table, _MOST)[times]  # so that 0 times it is still 0
    return known


def _sends(plan: RunPlan) -> Iterator[tuple[int, SendPlan]]:
    for place, journey in enumerate(plan.journeys):
        for send in journey.sends.values():
            yield place, send
