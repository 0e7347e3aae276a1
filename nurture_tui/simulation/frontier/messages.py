"""What contacts do with a message, drawn when it goes (R14)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from nurture_tui.simulation.addresses import BOUNCE
from nurture_tui.simulation.delays import lognormal
from nurture_tui.simulation.frontier.events import Events, Turns
from nurture_tui.simulation.frontier.luck import (
    bits,
    bound_of_delay,
    chance_of,
    constant,
    takes_time,
)
from nurture_tui.simulation.frontier.rows import LogRows
from nurture_tui.simulation.messages import AFTER_OPEN, CUT, RETRY
from nurture_tui.simulation.view import Flags, Ints, Rows, every

if TYPE_CHECKING:
    from nurture_tui.simulation.cohort import Cohort
    from nurture_tui.simulation.draws import U64
    from nurture_tui.simulation.frontier.made import Happening, Made


def own_addresses(cohort: Cohort) -> U64 | None:
    """The keys of the e-mail addresses, None where they are those of the contacts."""
    return cohort.addresses if cohort.addresses is not cohort.keys else None


class Delivery:
    """One send step: the chances and the constants of its draws, and what its events lead to."""

    def __init__(self, made: Made, step: int) -> None:
        send = made.journey.sends[step]
        first = made.first_visit(step)
        self.behaviour = send.behaviour
        self.email = send.channel == "email"
        self.draws = {
            what: constant(purpose, occurrence=first) for what, purpose in send.draws.items()
        }
        self.address = constant(BOUNCE, stay=0)
        how = send.behaviour
        self.bounce, self.soft = chance_of(how.bounce), chance_of(how.soft_bounce)
        self.open, self.click = chance_of(how.open), chance_of(how.click_to_open)
        self.unsubscribe = chance_of(how.unsubscribe)
        self.sent, self.opened, self.clicked = (
            made.sent[step], made.opened[step], made.clicked[step],
        )  # fmt: skip
        self.bounced, self.unsubscribed = made.bounced[step], made.unsubscribed[step]
        self.soft_name = made.names.code("soft_bounced")
        self.opens_in_time = bound_of_delay(CUT, how.open_delay, how.open_spread)
        self.longest = CUT + RETRY
        self.opens_later = takes_time(how.open_delay, how.open_spread) and takes_time(
            how.clicker_delay, how.clicker_spread
        )


class Sent(NamedTuple):
    """A message that goes to these contacts (with their keys) in this turn of their paths."""

    rows: Rows
    keys: U64
    time: Ints
    turn: int
    visit: Ints | None


class Deliveries:
    """Draws what contacts of a chunk do with their messages."""

    def __init__(
        self,
        events: Events,
        n: int,
        *,
        bounces: bool,
        log: LogRows | None,
        addresses: U64 | None = None,
    ) -> None:
        """`addresses`: the keys of the e-mail addresses, where they are not the contacts'."""
        self.events = events
        self.log = log
        self.bounces = bounces
        self.addresses = addresses
        self.was_sent_email = np.zeros(n if bounces else 0, dtype=np.bool_)
        self.bounced = np.zeros(n, dtype=np.bool_)

    def deliver(self, send: Delivery, sent: Sent) -> None:
        """Bounces, opens, clicks and unsubscribes of one message, each when it happens."""
        left = self._after_bounces(send, sent)
        if len(left.rows):
            at = self._at(send, left)
            self._opens(send, left, at)
            self._unsubscribes(send, left, at)
        self._happens(send.sent, sent.rows, sent.time, sent)

    def _happens(self, what: Happening, rows: Rows, time: Ints, sent: Sent) -> None:
        """An event at the instant of the send itself."""
        if what.matters or what.counts or self.log is not None:
            self.events.happen(what, rows, time, what.low, sent.turn, sent.visit)

    def _later(
        self, what: Happening, sent: Sent, rows: Rows, time: Ints, visit: Ints | None, *, sure: bool
    ) -> None:
        """An event after the send (for `sure`), or at once, if its delay is nothing."""
        comes: Turns = 0
        if not sure:
            turn = np.where(time == sent.time[rows], sent.turn, 0)
            comes = turn if np.count_nonzero(turn) else 0
        self.events.happen(what, sent.rows[rows], time, what.low, comes, visit)

    # ---------------------------------------------------------------- bounces
    def _after_bounces(self, send: Delivery, sent: Sent) -> Sent:
        """Hard bounces, once per address, on its first e-mail; returns who is left."""
        if not send.email or not self.bounces:
            return sent
        first = ~self.was_sent_email[sent.rows]
        self.was_sent_email[sent.rows] = True
        if send.bounce.never:
            return sent
        keys = sent.keys if self.addresses is None else self.addresses[sent.rows]
        drawn = bits(keys, send.address)
        gone = np.zeros(len(sent.rows), dtype=np.bool_)
        gone[send.bounce.hits(drawn)] = True
        gone &= first
        self.bounced[sent.rows[gone]] = True
        self._happens(send.bounced, sent.rows[gone], sent.time[gone], sent)
        return _some(sent, ~gone)

    def _at(self, send: Delivery, sent: Sent) -> Ints:
        """When each message is delivered: a day later, if it bounced softly."""
        if send.soft.never:
            return sent.time
        soft = send.soft.hits(bits(sent.keys, send.draws["soft"], sent.visit))
        at = sent.time.copy()
        at[soft] += RETRY
        if self.log is not None:
            what = send.sent
            self.log.add(
                sent.rows[soft], sent.time[soft], sent.turn, send.soft_name,
                what.journey, what.step_code,
            )  # fmt: skip
        return at

    # ---------------------------------------------------------------- opens, clicks
    def _opens(self, send: Delivery, sent: Sent, at: Ints) -> None:
        if send.open.never:
            return
        how = send.behaviour
        opens = send.open.hits(bits(sent.keys, send.draws["open"], sent.visit))
        visit = sent.visit[opens] if sent.visit is not None else None
        opener = sent.keys[opens]
        clicks = send.click.are_hit(bits(opener, send.draws["click"], visit))
        drawn = bits(opener, send.draws["open delay"], visit)
        chosen = clicks.nonzero()[0]
        if self._only_counted(send, at):
            self.events.counts["opened"][send.opened.step] += _in_time(send, drawn, clicks, chosen)
            opens, drawn, clicks = opens[chosen], drawn[chosen], clicks[chosen]
            visit = visit[chosen] if visit is not None else None
            chosen = np.arange(len(opens))
        delay = lognormal(drawn, how.open_delay, how.open_spread)
        if (how.clicker_delay, how.clicker_spread) != (how.open_delay, how.open_spread):
            delay[chosen] = lognormal(drawn[chosen], how.clicker_delay, how.clicker_spread)
        in_time = delay <= CUT
        if not every(in_time):
            opens, delay = opens[in_time], delay[in_time]
            visit = visit[in_time] if visit is not None else None
            chosen = clicks[in_time].nonzero()[0]
        opened, sure = at[opens] + delay, send.opens_later
        self._later(send.opened, sent, opens, opened, visit, sure=sure)
        clicked = opened[chosen] + how.click_delay
        visit = visit[chosen] if visit is not None else None
        self._later(send.clicked, sent, opens[chosen], clicked, visit, sure=sure)

    def _only_counted(self, send: Delivery, at: Ints) -> bool:
        """True if opens without a click change nothing but their number."""
        idle = self.log is None and not send.opened.matters
        return idle and int(at.max()) + send.longest < self.events.end

    def _unsubscribes(self, send: Delivery, sent: Sent, at: Ints) -> None:
        if send.unsubscribe.never:
            return
        how = send.behaviour
        drawn = bits(sent.keys, send.draws["unsubscribe"], sent.visit)
        leaves = send.unsubscribe.hits(drawn)
        if not len(leaves):
            return
        visit = sent.visit[leaves] if sent.visit is not None else None
        drawn = bits(sent.keys[leaves], send.draws["unsubscribe delay"], visit)
        delay = lognormal(drawn, how.open_delay, how.open_spread)
        in_time = delay <= CUT
        leaves, delay = leaves[in_time], delay[in_time]
        visit = visit[in_time] if visit is not None else None
        gone = at[leaves] + delay + AFTER_OPEN
        self._later(send.unsubscribed, sent, leaves, gone, visit, sure=True)


def _in_time(send: Delivery, drawn: U64, clicks: Flags, clickers: Rows) -> int:
    """How many open in time and do not click; `drawn` decides when, `clickers` do."""
    others = len(drawn) - len(clickers)
    if send.opens_in_time is None:
        return others
    late = (drawn >= send.opens_in_time).nonzero()[0]
    return others - int(np.count_nonzero(~clicks[late]))


def _some(sent: Sent, chosen: Flags) -> Sent:
    if chosen.all():
        return sent
    visit = sent.visit[chosen] if sent.visit is not None else None
    return Sent(sent.rows[chosen], sent.keys[chosen], sent.time[chosen], sent.turn, visit)
