"""A send on all paths: permission, gates, and what contacts do with the message (R10, R11, R14)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nurture_tui.model.fields import YES_NO
from nurture_tui.simulation.calendar import NEVER
from nurture_tui.simulation.exact_decide import decide
from nurture_tui.simulation.exact_events import NotCoveredError
from nurture_tui.simulation.exact_laws import Floats
from nurture_tui.simulation.exact_sources import Message, Reading
from nurture_tui.simulation.exact_state import State, just_after
from nurture_tui.simulation.exact_walk import Onward, Walk
from nurture_tui.simulation.messages import SendPlan
from nurture_tui.simulation.openings import OPEN
from nurture_tui.simulation.view import Flags, Ints

MOST_TRIES = 400


def try_send(walk: Walk, state: State, place: int) -> Onward:
    """Contacts come to a send, and leave it sent or skipped, perhaps later."""
    found: list[State] = []
    trying, tries = [state], 0
    while trying:
        tries += 1
        if tries > MOST_TRIES:
            raise NotCoveredError("a send is held too often")
        here = trying.pop()
        allowed, skipped = _allowed(walk, here, place)
        found += skipped
        for each in allowed:
            opens = _opens(walk, each, place)
            if walk.plan.sends[place].skips_when_capped:
                full = _cap_opens(walk.plan.sends[place], each) > each.now
                free = opens <= each.now
                found.append(each.some(np.flatnonzero(free & full)))
                each, opens = each.some(np.flatnonzero(~(free & full))), opens[~(free & full)]
            goes = opens <= each.now
            found += send(walk, each.some(np.flatnonzero(goes)), place)
            held = np.flatnonzero(~goes)
            if len(held):
                trying.append(walk.advance(each.some(held), opens[held], place))
        trying = [each for each in trying if len(each)]
    return [(each, 0) for each in found if len(each)]


def _allowed(walk: Walk, state: State, place: int) -> tuple[list[State], list[State]]:
    """Who has given permission, can be reached and is wanted; and who is skipped."""
    send, id_ = walk.plan.sends[place], walk.plan.steps[place].id
    if state.facts.bounced and send.channel == "email":
        return [], [state]
    allowed, skipped = [state], list[State]()
    if send.basis == "customer":
        allowed, skipped = decide(walk.world, state, walk.world.customer)
    elif send.basis == "consent":
        yes = _consents(walk, state)
        allowed = [state.some(np.flatnonzero(yes))]
        skipped = [state.some(np.flatnonzero(~yes))]
    only_if = walk.world.only_if.get(id_)
    if only_if is not None:
        asked, allowed = allowed, []
        for each in asked:
            wanted, others = decide(walk.world, each, only_if)
            allowed += wanted
            skipped += others
    return [s for s in allowed if len(s)], [s for s in skipped if len(s)]


def _consents(walk: Walk, state: State) -> Flags:
    plan = walk.world.plan
    if not plan.has_consent and "consent" not in state.people.fields:
        return np.ones(len(state), dtype=np.bool_)
    found: Flags = state.people.field("consent", plan.kind_of("consent") or YES_NO).values == 1
    return found


def _opens(walk: Walk, state: State, place: int) -> Ints:
    """The next instant at which a send may go, as far as its shut gate can say; now, if none is."""
    send = walk.plan.sends[place]
    _refuse_hold(walk, state, send)
    journey = state.people.cohort.journeys[0]
    opens = state.now
    if send.openings is not None and not send.openings.always:
        gate, until = send.openings.next_try(journey.zone, journey.variant, state.now)
        opens = np.where(gate == OPEN, state.now, np.minimum(until, NEVER))
    if not send.skips_when_capped:
        capped = (opens <= state.now) & (_cap_opens(send, state) > state.now)
        opens = np.where(capped, _cap_opens(send, state), opens)
    return opens


def _refuse_hold(walk: Walk, state: State, send: SendPlan) -> None:
    hold = walk.plan.watch.hold_if
    if hold is None or not send.marketing:
        return
    if any(split.factors for split in walk.world.splits(hold, state)):
        raise NotCoveredError("hold_if holds messages back by what contacts do")


def _cap_opens(send: SendPlan, state: State) -> Ints:
    """When the cap lets the next message of each go; long ago where it is not full."""
    sent = state.facts.capped
    if send.cap is None or len(sent) < send.cap.count:
        return np.full(len(state), -NEVER)
    return sent[-send.cap.count] + send.cap.seconds


def send(walk: Walk, state: State, place: int) -> list[State]:
    """The message goes: its events begin, of an address that bounces none but the bounce."""
    if not len(state):
        return []
    plan, sums = walk.plan.sends[place], walk.sums
    facts = state.facts
    if plan.marketing:
        facts = replace(facts, capped=(*facts.capped, state.now))
    if plan.left_out:
        return [replace(state, facts=facts)]
    first = plan.channel == "email" and not facts.emailed
    facts = replace(
        facts,
        emailed=facts.emailed or plan.channel == "email",
        sent=facts.sent | {walk.plan.steps[place].id},
    )
    sums.sent[place] += state.here.sum()
    _count_day(walk, state)
    state = replace(state, facts=facts)
    bounces = plan.behaviour.bounce if first else 0.0
    found = _bounce(walk, state, place, bounces) if bounces else []
    state = replace(state, weight=state.weight * (1 - bounces))
    reading = walk.world.causes.reading(place, state.wanted)
    _count_reading(walk, state, place, reading)
    state = walk.add(state, [Message(state.now.astype(np.float64), reading)])
    return [*found, walk.caused(state, [("sent", place), ("sent", -1)])]


def _bounce(walk: Walk, state: State, place: int, chance: float) -> list[State]:
    """Those whose address is bad: out of marketing at once, else on without e-mails."""
    gone = replace(state, weight=state.weight * chance)
    walk.sums.messages["bounced"][place] += gone.here.sum()
    if walk.plan.marketing:
        walk.sums.end("bounced", gone.here)
        return []
    gone = replace(gone, facts=replace(gone.facts, bounced=True))
    return [walk.caused(gone, [("sent", place), ("sent", -1)])]


def _count_day(walk: Walk, state: State) -> None:
    day = np.searchsorted(walk.world.plan.span.midnights, state.now, side="right") - 1
    np.add.at(walk.sums.per_day, np.maximum(day, 0), state.here)


def _count_reading(walk: Walk, state: State, place: int, reading: Reading) -> None:
    """Opens, clicks and unsubscriptions count whether the contact is still inside or not."""
    by = just_after(walk.end - 1 - state.now)
    messages, here = walk.sums.messages, state.here
    for later, chance in reading.parts():
        for each in (*reading.reads, *reading.leaves):
            for (event, step), offset in each.marks:
                if step or event == "unsubscribed":
                    happens: Floats = each.share * each.delay.share(by - later - offset)
                    messages[event][place] += chance * float((here * happens).sum())
