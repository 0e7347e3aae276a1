"""What contacts do with a message (R14): drawn when it is sent, applied when it happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nurture_tui.simulation.addresses import EMAIL
from nurture_tui.simulation.agenda import event_key
from nurture_tui.simulation.defaults import FIXED
from nurture_tui.simulation.delays import lognormal
from nurture_tui.simulation.draws import draw, happens, roots
from nurture_tui.simulation.events import MACHINE, MESSAGE, Sources, pack
from nurture_tui.simulation.modifiers import Chances, machine_delay, modifiers_of
from nurture_tui.simulation.result import BY_MACHINE
from nurture_tui.simulation.view import Flags, Ints, Rows

if TYPE_CHECKING:
    from nurture_tui.simulation.journeyrun import JourneyRun
    from nurture_tui.simulation.wave import Wave

CUT = int(FIXED["latest_open"].value)
"""Opens, and what hangs on them, later than this do not happen (R14); seconds."""
AFTER_OPEN = int(FIXED["unsubscribe_after_open"].value)
RETRY = int(FIXED["soft_bounce_retry"].value)


class Reactions:
    """Draws what contacts do with a message; what nobody looks at is counted at once."""

    def __init__(self, wave: Wave) -> None:
        self.wave = wave
        self.plan = wave.plan
        self.people = wave.people
        self.names = wave.trace.names
        self.modifiers = modifiers_of(self.plan, self.people)
        self.unseen: frozenset[tuple[str, int, int]] = frozenset()

    def find_unseen(self) -> None:
        """Find the events of messages that change nothing but counts and the log.

        To be called when all conditions are compiled, for they say what they look at.
        """
        wave = self.wave
        if wave.probe is not None or wave.replay is not None or self.plan.sees_all_events:
            return
        looked_at = self.plan.seen_events | set(self.people.memories) | set(wave.doings.scorers)
        looked_at |= {run.plan.entry_event or "" for run in wave.runs}
        looked_at |= {str(event) for event in wave.behaviour.latest}
        self.unseen = frozenset(
            (event, place, step)
            for event in ("sent", "opened", "clicked")
            if event not in looked_at
            for place, run in enumerate(wave.runs)
            for step in run.plan.sends
            if not run.looks_at(event, step) and not run.plan.is_cause(event, step)
        )

    # ---------------------------------------------------------------- drawn
    def sent(self, place: int, run: JourneyRun, step: int, rows: Rows) -> None:
        """Draw what a message just sent will cause, and put it on the agenda."""
        send, assumed = run.plan.sends[step], run.plan.sends[step].behaviour
        chances = Chances(assumed.open, assumed.click_to_open)
        if self.modifiers is not None:
            now = self.people.now[rows]
            chances = self.modifiers.at_send(place, step, rows, now, run.stay[rows])
        bounced = self.bounce(place, run, step, rows)
        if bounced.any():
            rows, chances = rows[~bounced], chances.some(~bounced)
        if not len(rows):
            return
        stay, visit = run.stay[rows], run.visit(step, rows)
        luck = roots(self.people.keys[rows], stay, visit)
        at = self.people.now[rows]
        if assumed.soft_bounce:
            soft = happens(draw(luck, send.draws["soft"]), assumed.soft_bounce)
            run.log(rows[soft], self.names.code("soft_bounced"), run.plan.steps[step].code)
            at[soft] += RETRY

        def expect(name: str, places: Rows, time: Ints, kind: int = MESSAGE) -> None:
            who = rows[places]
            if (name, place, step) in self.unseen and kind == MESSAGE:
                later = time > self.people.now[who]
                self.happen_unseen(run, name, step, who[later], time[later])
                who, places, time = who[~later], places[~later], time[~later]
            source = run.plan.first_place + step + (self.plan.places if kind == MACHINE else 0)
            data = pack(kind, place, step, stay[places], visit[places])
            self.wave.push(who, self.plan.event_codes[name], source, time, data)

        opens = np.flatnonzero(happens(draw(luck, send.draws["open"]), chances.open))
        of_openers = chances.some(opens)
        clicks = happens(draw(luck[opens], send.draws["click"]), of_openers.click_to_open)
        bits = draw(luck[opens], send.draws["open delay"])
        delay = lognormal(bits, assumed.open_delay, assumed.open_spread)
        if clicks.any():
            delay[clicks] = lognormal(bits[clicks], assumed.clicker_delay, assumed.clicker_spread)
        soon = delay <= CUT
        opens, clicks, delay = opens[soon], clicks[soon], delay[soon]
        opened = at[opens] + delay
        expect("opened", opens, opened)
        expect("clicked", opens[clicks], opened[clicks] + assumed.click_delay)
        leaves = np.flatnonzero(happens(draw(luck, send.draws["unsubscribe"]), assumed.unsubscribe))
        if len(leaves):
            bits = draw(luck[leaves], send.draws["unsubscribe delay"])
            delay = lognormal(bits, assumed.open_delay, assumed.open_spread)
            leaves, delay = leaves[delay <= CUT], delay[delay <= CUT]
            expect("unsubscribed", leaves, at[leaves] + delay + AFTER_OPEN)
        if chances.machine is not None:
            seen = np.flatnonzero(chances.machine)
            delay = machine_delay(draw(luck[seen], send.draws["machine open delay"]))
            expect("opened", seen, at[seen] + delay, MACHINE)

    def happen_unseen(self, run: JourneyRun, event: str, step: int, rows: Rows, time: Ints) -> None:
        """Count and log what is sure to happen then, and that nobody looks at."""
        soon = time < self.plan.end
        if not soon.all():
            rows, time = rows[soon], time[soon]
        if event in run.tally.messages:
            run.tally.messages[event][step] += len(rows)
        if self.wave.trace.log.kept:
            key = event_key(time, self.plan.event_codes[event], run.plan.first_place + step)
            run.log_at(rows, time, key, self.names.code(event), run.plan.steps[step].code)

    def bounce(self, place: int, run: JourneyRun, step: int, rows: Rows) -> Flags:
        """Hard bounces: drawn once per address, on its first message, known at once."""
        send, addresses = run.plan.sends[step], self.people.addresses
        bounced = np.zeros(len(rows), dtype=np.bool_)
        first = addresses.first(send.channel, rows)
        if not len(first) or not send.behaviour.bounce:
            return bounced
        bounced[first] = happens(addresses.luck(send.channel, rows[first]), send.behaviour.bounce)
        if bounced.any():
            gone = rows[bounced]
            data = pack(MESSAGE, place, step, run.stay[gone], run.visit(step, gone))
            code, source = self.plan.event_codes["bounced"], run.plan.first_place + step
            self.wave.push(gone, code, source, self.people.now[gone], data)
        return bounced

    # ---------------------------------------------------------------- applied
    def happen(self, rows: Rows, event: str, sources: Sources) -> None:
        """A contact's own sent, opened, clicked, bounced, unsubscribed happens."""
        for place in np.unique(sources.journey).tolist():
            run = self.wave.runs[place]
            for step in np.unique(sources.index[sources.journey == place]).tolist():
                of_step = (sources.journey == place) & (sources.index == step)
                self.of_step(run, step, rows[of_step], event, sources.some(of_step))

    def mark(self, rows: Rows, event: str, sources: Sources | None = None) -> None:
        """Unsubscribing or a bounce, whatever it comes from: what is known from then on (R11).

        A bounce is of the e-mail address, but for one of a message by another channel.
        """
        if event == "unsubscribed":
            self.people.unsubscribed[rows] = True
            self.people.field("consent", self.plan.consent_kind).values[rows] = 0
        if event == "bounced":
            if sources is not None:
                rows = rows[sources.kind != MESSAGE]
            self.people.addresses.die(EMAIL, rows)

    def of_step(self, run: JourneyRun, step: int, rows: Rows, event: str, sources: Sources) -> None:
        machine = sources.kind == MACHINE
        by_machines = int(machine.sum())
        detail = np.where(machine, self.names.code(BY_MACHINE), 0) if by_machines else 0
        run.log(rows, self.names.code(event), run.plan.steps[step].code, detail)
        if event in run.tally.messages:
            run.tally.messages[event][step] += len(rows) - by_machines
            run.tally.messages["reported_opens"][step] += by_machines
        if event == "bounced":
            self.people.addresses.die(run.plan.sends[step].channel, rows)
        if run.looks_at(event, step):
            run.note(event, step, rows[run.stay[rows] == sources.stay])
