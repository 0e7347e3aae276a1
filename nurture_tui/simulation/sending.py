"""Sends of all journeys: whether they may go (R11), and going."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nurture_tui.model.step import Send
from nurture_tui.model.typed import uses_time
from nurture_tui.model.workspace import CUSTOMER
from nurture_tui.simulation.gates import Gates, gates_of
from nurture_tui.simulation.spots import Here, Sorts
from nurture_tui.simulation.tally import SKIPS
from nurture_tui.simulation.view import Flags, Ints

if TYPE_CHECKING:
    from nurture_tui.simulation.wave import Wave


NO_PERMISSION, BOUNCED, NOT_WANTED = (
    SKIPS.index(reason) for reason in ("no_permission", "bounced", "only_if")
)


class Sends:
    """All sends of all journeys for a chunk of contacts, tried together."""

    def __init__(self, wave: Wave) -> None:
        self.wave = wave
        self.people = wave.people
        self.stays = wave.stays
        self.names = wave.trace.names
        self.plans = {
            run.plan.first_place + step: plan
            for run in wave.runs
            for step, plan in run.plan.sends.items()
        }
        spots, plans = self.stays.spots, self.plans
        place = {spot: int(spots.journey[spot]) for spot in plans}
        compiled = [wave.compiled[run.plan.id] for run in wave.runs]
        self.basis = Sorts(
            {
                spot: (
                    plan.basis,
                    compiled[place[spot]].customer if plan.basis == "customer" else None,
                )
                for spot, plan in plans.items()
            },
            spots.count,
        )
        self.channel = Sorts({spot: plan.channel for spot, plan in plans.items()}, spots.count)
        self.marketing = spots.table({s: p.marketing for s, p in plans.items()}, np.bool_)
        self.left_out = spots.table({s: p.left_out for s, p in plans.items()}, np.bool_)
        self.only_marketing = all(plan.marketing for plan in plans.values())
        self.leaves_out = any(plan.left_out for plan in plans.values())
        self.only_if = {
            run.plan.first_place + step: truth
            for run, of_journey in zip(wave.runs, compiled, strict=True)
            for step, truth in of_journey.only_if.items()
        }
        still = self._all_stand_still()
        self.stands_still = spots.table(
            {s: still and self._stands_still(s) for s in plans}, np.bool_
        )
        self.keep_still = all(self.stands_still[list(plans)])
        self.skipped = np.zeros((spots.count, len(SKIPS)), dtype=np.int64)
        self.gates = Gates(self)

    def permitted(self, here: Here) -> Here:
        """The first part of a try: those whose sends may go, but for the gates."""
        forbidden, bounced = self.no_permission(here), self.known_bounced(here)
        bounced &= ~forbidden  # the first reason is the one that is told
        for reason, which in ((NO_PERMISSION, forbidden), (BOUNCED, bounced)):
            if np.count_nonzero(which):
                self.skip(here.only(which), reason)
        here = here.without(forbidden | bounced)
        unwanted = self.not_wanted(here)
        if np.count_nonzero(unwanted):
            self.skip(here.only(unwanted), NOT_WANTED)
            here = here.without(unwanted)
        return here

    def _all_stand_still(self) -> bool:
        """Whether no send needs a turn for each try: nothing is watched that time changes."""
        plan = self.wave.plan
        watched = any(run.plan.watch.looks_daily for run in self.wave.runs)
        customer = plan.workspace.definitions.get("customer", CUSTOMER)
        asked = [
            plan.typed(customer, journey.journey) for journey in plan.journeys if journey.sends
        ]
        return not watched and self.wave.probe is None and not any(map(uses_time, asked))

    def _stands_still(self, spot: int) -> bool:
        """Whether time alone changes nothing of what the send's `only_if` says."""
        plan, spots = self.wave.plan, self.stays.spots
        of_journey = plan.journeys[spots.journey[spot]]
        model = of_journey.steps[spots.step[spot]].step
        if not isinstance(model, Send) or model.only_if is None:
            return True
        return not uses_time(plan.typed(model.only_if, of_journey.journey))

    # ---------------------------------------------------------------- permission, and only_if
    def no_permission(self, here: Here) -> Flags:
        """R11, by the basis of the message."""
        without: Flags = self.people.unsubscribed[here.rows]
        for (basis, customer), part in self.basis.parts(here.spots):
            match basis:
                case "service":
                    without[part] = False
                case "consent":
                    consent = self.people.field("consent", self.wave.plan.consent_kind).values
                    without[part] |= consent[here.rows[part]] != 1
                case "customer" if customer is not None:
                    without[part] |= ~customer(self.stays.view(here.some(part)))
        return without

    def known_bounced(self, here: Here) -> Flags:
        """Whose address is known to be dead."""
        dead = np.zeros(len(here), dtype=np.bool_)
        for channel, part in self.channel.parts(here.spots):
            dead[part] = self.people.addresses.dead(channel, here.rows[part])
        return dead

    def not_wanted(self, here: Here) -> Flags:
        """For whom the send's `only_if` does not hold."""
        unwanted = np.zeros(len(here), dtype=np.bool_)
        for spot, only_if in self.only_if.items():
            places = (here.spots == spot).nonzero()[0]
            if len(places):
                unwanted[places] = ~only_if(self.stays.view(here.some(places)))
        return unwanted

    def skip(self, here: Here, reason: int) -> None:
        """These sends do not go; the path goes on."""
        self.skipped[:, reason] += np.bincount(here.spots, minlength=len(self.skipped))
        if self.wave.probe is not None and reason == NO_PERMISSION:
            consent = self.people.field("consent", self.wave.plan.consent_kind)
            for run, step, places in self.wave.at_steps(here):
                self.wave.probe.without_permission(run, step, here.rows[places], consent)
        code = self.stays.spots.step_codes[here.spots]
        self.stays.log(here, self.names.code("skipped"), code, self.names.code(SKIPS[reason]))
        self.stays.pass_on(here)

    # ---------------------------------------------------------------- sending
    def send(self, here: Here) -> None:
        """The messages go; one that is left out leaves its place in the cap and nothing else."""
        if not len(here):
            return
        self.stays.pass_on(here)
        marketing = here if self.only_marketing else here.only(self.marketing[here.spots])
        self.wave.recent.remember(marketing.rows, marketing.now)
        if self.leaves_out:
            here = here.without(self.left_out[here.spots])
        if not len(here):
            return
        self.stays.moves.send(here.spots, here.now)
        if self.wave.trace.sends.kept:
            self.tell_sends(here)
        self.wave.reactions.sent(here)
        self.wave.sent(here)

    def tell_sends(self, here: Here) -> None:
        """The sends that go, for the table of them."""
        stays, spots = self.stays, self.stays.spots
        self.wave.trace.sends.add(
            len(here),
            here.now,
            stays.arrived[here.seats],
            self.people.numbers[here.rows],
            spots.journey_codes[here.spots],
            spots.step_codes[here.spots],
            self.held_codes(stays.held_by[here.seats]),
            self.way_codes(here),
        )

    def held_codes(self, held_by: Ints) -> Ints:
        """The gates that held each send, in the order met, as the code of their names."""
        if not held_by.any():
            return held_by
        found, place = np.unique(held_by, return_inverse=True)
        codes = [self.names.code(gates_of(int(met))) for met in found]
        return np.array(codes, dtype=np.int64)[place]

    def way_codes(self, here: Here) -> Ints:
        """The ways of the splits that each contact went in this stay, as a code."""
        codes = np.zeros(len(here), dtype=np.int64)
        for place, run in enumerate(self.wave.runs):
            if run.plan.splits:
                mine = (self.stays.spots.journey[here.spots] == place).nonzero()[0]
                ways = run.ways[:, here.rows[mine]]
                found, which = np.unique(ways, axis=1, return_inverse=True)
                names = [run.plan.ways_text(column.tolist()) for column in found.T]
                named = np.array([self.names.code(name) for name in names], dtype=np.int64)
                codes[mine] = named[which.ravel()]
        return codes
