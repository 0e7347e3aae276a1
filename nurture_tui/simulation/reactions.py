"""What contacts do with a message (R14): drawn when it is sent, applied when it happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from nurture_tui.frozen import dataclass
from nurture_tui.simulation.addresses import EMAIL
from nurture_tui.simulation.agenda import event_key
from nurture_tui.simulation.assume import BehaviourOfSend
from nurture_tui.simulation.delays import lognormal
from nurture_tui.simulation.draws import U64, below, mix, roots, threshold
from nurture_tui.simulation.events import MACHINE, MESSAGE, Sources, pack
from nurture_tui.simulation.messages import AFTER_OPEN, CUT, PURPOSES, RETRY
from nurture_tui.simulation.modifiers import machine_delay, modifiers_of
from nurture_tui.simulation.plan import JourneyPlan, RunPlan
from nurture_tui.simulation.result import BY_MACHINE
from nurture_tui.simulation.spots import Here, Part, Sorts
from nurture_tui.simulation.view import Flags, Ints, Rows, every
from nurture_tui.simulation.watch import calls

if TYPE_CHECKING:
    from nurture_tui.simulation.journeyrun import JourneyRun
    from nurture_tui.simulation.wave import Wave


@dataclass(frozen=True, slots=True)
class Message:
    """Messages to contacts: their luck, and when they are delivered."""

    here: Here
    luck: U64
    at: Ints

    def some(self, places: Part | Flags) -> Message:
        """Those at these places."""
        return Message(self.here.some(places), self.luck[places], self.at[places])


@dataclass(frozen=True, slots=True)
class Odds:
    """Of 2**32 draws, how many make each message opened, and clicked by its opener.

    `machine` says for whom a machine reports an open, None for nobody.
    """

    open: U64
    click: U64
    machine: Flags | None = None

    def some(self, chosen: Flags) -> Odds:
        machine = self.machine[chosen] if self.machine is not None else None
        return Odds(self.open[chosen], self.click[chosen], machine)


class Delays(NamedTuple):
    """How long opens take, those of clickers, and clicks after them: medians and spreads."""

    open: int
    open_spread: float
    clicker: int
    clicker_spread: float
    click: int

    @property
    def clickers_differ(self) -> bool:
        return (self.open, self.open_spread) != (self.clicker, self.clicker_spread)


class Reactions:
    """Draws what contacts do with messages; what nobody looks at is counted at once."""

    def __init__(self, wave: Wave) -> None:
        self.wave = wave
        self.plan = wave.plan
        self.people = wave.people
        self.stays = wave.stays
        self.names = wave.trace.names
        self.modifiers = modifiers_of(self.plan, self.people)
        spots, sends = self.stays.spots, wave.sends.plans
        hows = {spot: plan.behaviour for spot, plan in sends.items()}
        self.delays = Sorts({spot: delays_of(how) for spot, how in hows.items()}, spots.count)
        self.softens = any(how.soft_bounce for how in hows.values())
        self.draws = {
            what: spots.table({spot: plan.draws[what] for spot, plan in sends.items()}, np.uint64)
            for what in PURPOSES
        }
        self.odds = {
            what: spots.table(
                {spot: threshold(getattr(how, what)) for spot, how in hows.items()}, np.uint64
            )
            for what in ("open", "click_to_open", "unsubscribe", "bounce", "soft_bounce")
        }
        one = np.ones(self.people.n, dtype=np.int64)
        self.luck_of_first = roots(self.people.keys, one, one)
        self.always_first = not any(
            j.loops or j.again_after is not None for j in self.plan.journeys
        )
        self.unseen = {
            event: np.zeros(spots.count, dtype=np.bool_) for event in ("sent", "opened", "clicked")
        }
        self.nobody_sees_sends = False
        self.messages = {
            event: np.zeros(spots.count, dtype=np.int64)
            for event in ("bounced", "opened", "reported_opens", "clicked", "unsubscribed")
        }

    def find_unseen(self) -> None:
        """Find the events of messages that no rule looks at, and that need not happen in a turn.

        To be called when all conditions are compiled, for they say what they look at.
        """
        wave = self.wave
        if wave.probe is not None or wave.replay is not None or self.plan.sees_all_events:
            return
        looked_at = self.plan.changing_events | set(self.people.memories) | set(wave.doings.scorers)
        looked_at |= {run.plan.entry_event or "" for run in wave.runs}
        looked_at |= {str(event) for event in wave.behaviour.latest}
        for event, unseen in self.unseen.items():
            for run in wave.runs:
                asked = asked_in_between(self.plan, run.plan, event)
                for step, id_ in enumerate(run.plan.places):
                    seen = event in looked_at or self.is_seen(run, event, step, id_, asked)
                    unseen[run.plan.first_place + step] = not seen
        self.nobody_sees_sends = every(self.unseen["sent"])

    def is_seen(
        self, run: JourneyRun, event: str, step: int, id_: str, asked: set[str | None]
    ) -> bool:
        """Whether an event of messages of a step must happen in a turn, for the journey's sake.

        `asked` are the steps that it is asked of in between (see `asked_in_between`).
        What steps ask of it, and what comes after it, is known when it is drawn; but a message is
        `sent` now, and a log tells what comes at once after what it came from.
        """
        cause = run.plan.is_cause(event, step)
        if event == "sent":
            return cause or run.asks(event, step)
        return None in asked or id_ in asked or (cause and self.wave.trace.log.kept)

    # ---------------------------------------------------------------- drawn
    def sent(self, here: Here) -> None:
        """Draw what messages just sent will cause, and put it on the agenda."""
        chances = self.chances(here)
        bounced = self.bounce(here)
        if bounced.any():
            chances = chances.some(~bounced)
            here = here.without(bounced)
        if not len(here):
            return
        message = self.message(here)
        self.soften(message)
        self.open(message, chances)
        self.unsubscribe(message)
        if chances.machine is not None:
            seen = message.some(chances.machine.nonzero()[0])
            delay = machine_delay(self.draw(seen, "machine open delay"))
            self.expect("opened", seen, seen.at + delay, MACHINE)

    def message(self, here: Here) -> Message:
        """The messages that go to these contacts now."""
        if self.always_first:
            luck = self.luck_of_first[here.rows]
        else:
            stay, visit = self.stays.stay[here.seats], self.stays.visit(here)
            luck = roots(self.people.keys[here.rows], stay, visit)
        return Message(here, luck, here.now.copy() if self.softens else here.now)

    def draw(self, message: Message, what: str) -> U64:
        """The luck of each message for one thing."""
        return mix(message.luck + self.draws[what][message.here.spots])

    def happens(self, message: Message, what: str, draw: str) -> Flags:
        """Of which messages the luck is below the odds of their sends."""
        return below(self.draw(message, draw), self.odds[what][message.here.spots])

    def chances(self, here: Here) -> Odds:
        """The odds of messages that go now; they count for those that come after them (R17)."""
        odds = Odds(self.odds["open"][here.spots], self.odds["click_to_open"][here.spots])
        if self.modifiers is None:
            return odds
        machine = np.zeros(len(here), dtype=np.bool_)
        for run, step, places in self.wave.at_steps(here):
            rows, now = here.rows[places], here.now[places]
            found = self.modifiers.at_send(run.place, step, rows, now, run.stay[rows])
            odds.open[places] = threshold(found.open)
            odds.click[places] = threshold(found.click_to_open)
            if found.machine is not None:
                machine[places] = found.machine
        return Odds(odds.open, odds.click, machine)

    def bounce(self, here: Here) -> Flags:
        """Hard bounces: drawn once per address, on its first message, known at once."""
        bounced = np.zeros(len(here), dtype=np.bool_)
        for channel, part in self.wave.sends.channel.parts(here.spots):
            rows = here.rows[part]
            first = self.people.addresses.first(channel, rows)
            luck = self.people.addresses.luck(channel, rows[first])
            found = below(luck, self.odds["bounce"][here.spots[part][first]])
            if np.count_nonzero(found):
                bounced[np.arange(len(here))[part][first[found]]] = True
        if bounced.any():
            message = self.message(here.only(bounced))
            self.push("bounced", message, message.at)
        return bounced

    def soften(self, message: Message) -> None:
        """Soft bounces: delivered a day later."""
        if not self.softens:
            return
        soft = self.happens(message, "soft_bounce", "soft")
        step = self.stays.spots.step_codes[message.here.spots]
        self.stays.log(message.here.only(soft), self.names.code("soft_bounced"), step[soft])
        message.at[soft] += RETRY

    def open(self, message: Message, odds: Odds) -> None:
        """Opens, and the clicks of openers."""
        opens = below(self.draw(message, "open"), odds.open).nonzero()[0]
        opened, click = message.some(opens), odds.click[opens]
        clicks = below(self.draw(opened, "click"), click)
        bits = self.draw(opened, "open delay")
        delay = np.zeros(len(opens), dtype=np.int64)
        later = np.zeros(len(opens), dtype=np.int64)
        for how, part in self.delays.parts(opened.here.spots):
            of_part, of_clicker = bits[part], clicks[part].nonzero()[0]
            found = lognormal(of_part, how.open, how.open_spread)
            if len(of_clicker) and how.clickers_differ:
                found[of_clicker] = lognormal(of_part[of_clicker], how.clicker, how.clicker_spread)
            delay[part], later[part] = found, how.click
        time, soon = opened.at + delay, delay <= CUT
        if not every(soon):
            places = soon.nonzero()[0]
            opened, time, later, clicks = (
                opened.some(places), time[places], later[places], clicks[places],
            )  # fmt: skip
        self.expect("opened", opened, time)
        clicked = clicks.nonzero()[0]
        self.expect("clicked", opened.some(clicked), (time + later)[clicked])

    def unsubscribe(self, message: Message) -> None:
        """Some leave, a minute after an open delay of its own."""
        leaves = message.some(self.happens(message, "unsubscribe", "unsubscribe").nonzero()[0])
        if not len(leaves.at):
            return
        bits = self.draw(leaves, "unsubscribe delay")
        delay = np.zeros(len(bits), dtype=np.int64)
        for how, part in self.delays.parts(leaves.here.spots):
            delay[part] = lognormal(bits[part], how.open, how.open_spread)
        soon = delay <= CUT
        self.expect("unsubscribed", leaves.some(soon), (leaves.at + delay + AFTER_OPEN)[soon])

    def expect(self, event: str, message: Message, time: Ints, kind: int = MESSAGE) -> None:
        """An event of these messages is sure to happen at these times."""
        if kind == MESSAGE and event in self.unseen and len(time):
            alone = self.unseen[event][message.here.spots] & (time > message.here.now)
            if every(alone):
                self.happen_unseen(message.here, event, time)
                return
            if np.count_nonzero(alone):
                self.happen_unseen(message.here.some(alone), event, time[alone])
                message, time = message.some(~alone), time[~alone]
        self.push(event, message, time, kind)

    def push(self, event: str, message: Message, time: Ints, kind: int = MESSAGE) -> None:
        """Put an event of these messages on the agenda."""
        if len(time):
            place = message.here.spots + (self.plan.places if kind == MACHINE else 0)
            code, data = self.plan.event_codes[event], self.source(message.here, kind)
            self.wave.push(message.here.rows, code, place, time, data)

    def source(self, here: Here, kind: int = MESSAGE) -> Ints:
        """What an event of messages that go now comes from, as one number."""
        spots, stay = self.stays.spots, self.stays.stay[here.seats]
        journey, step = spots.journey[here.spots], spots.step[here.spots]
        return pack(kind, journey, step, stay, self.stays.visit(here))

    def happen_unseen(self, here: Here, event: str, time: Ints) -> None:
        """Count, note and log what is sure to happen then, and draw what comes after it."""
        soon = time < self.plan.end
        if not every(soon):
            here, time = here.only(soon), time[soon]
        if event in self.messages:
            self.messages[event] += np.bincount(here.spots, minlength=self.stays.spots.count)
        self.wave.quiet.note(event, here, time)
        self.wave.paths.noted.note(event, here, time)
        if event in self.wave.behaviour.after:
            then = Here(here.rows, here.seats, here.spots, time)
            stay, visit = self.stays.stay[here.seats], self.stays.visit(here)
            self.wave.behaviour.after_visits(event, then, stay, visit)
        if self.wave.trace.log.kept:
            key = event_key(time, self.plan.event_codes[event], here.spots)
            step = self.stays.spots.step_codes[here.spots]
            self.stays.log_at(here, time, key, self.names.code(event), step)

    # ---------------------------------------------------------------- applied
    def happen(self, rows: Rows, event: str, sources: Sources) -> None:
        """A contact's own sent, opened, clicked, bounced, unsubscribed happens."""
        if not len(rows):
            return
        here = self.wave.of_message(rows, sources)
        machine = sources.kind == MACHINE
        step = self.stays.spots.step_codes[here.spots]
        detail = np.where(machine, self.names.code(BY_MACHINE), 0) if machine.any() else 0
        self.stays.log(here, self.names.code(event), step, detail)
        if event in self.messages:
            count = self.stays.spots.count
            self.messages[event] += np.bincount(here.spots[~machine], minlength=count)
            self.messages["reported_opens"] += np.bincount(here.spots[machine], minlength=count)
        if event == "bounced":
            for channel, part in self.wave.sends.channel.parts(here.spots):
                self.people.addresses.die(channel, rows[part])
        current = here.only(self.stays.stay[here.seats] == sources.stay)
        self.wave.paths.noted.note(event, current, current.now)

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


def delays_of(how: BehaviourOfSend) -> Delays:
    """The delays of what contacts do with a message."""
    return Delays(
        how.open_delay, how.open_spread, how.clicker_delay, how.clicker_spread, how.click_delay
    )


def asked_in_between(plan: RunPlan, journey: JourneyPlan, function: str) -> set[str | None]:
    """The steps of which something is asked at other times than in a turn at a step.

    What is watched asks, and so does the `if` of an assumed event, also of what it comes after;
    None stands for all steps.
    """
    decided = [(one, one.condition) for one in journey.assumed if one.condition is not None]
    ifs = [plan.typed(condition, journey.journey) for _, condition in decided]
    asking = [call for call in calls([*journey.watch.watched(), *ifs]) if call.function == function]
    causes = [cause for assumed, _ in decided for cause in assumed.causes if cause[0] == function]
    return {call.subject for call in asking} | {subject or None for _, subject in causes}
