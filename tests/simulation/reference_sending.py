"""Sends of the reference: permission, and the gates one after another (R10, R11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import reference_behaviour as behaviour
from reference_state import Path, Stay, Until

from nurture_tui.model.inherit import EffectiveSending
from nurture_tui.model.step import Send
from nurture_tui.model.workspace import CUSTOMER

if TYPE_CHECKING:
    from reference_life import Life


def try_send(life: Life, journey: str, path: Path, stay: Stay, id_: str, send: Send) -> Until:
    """One try: skipped, or held at the first gate that is shut, or gone."""
    import reference_steps as steps

    how = life.world.sending(life.world.journeys[journey], send)
    path.fresh, path.on_hold, path.due = False, False, None
    reason = _reason_to_skip(life, journey, stay, send, how)
    gate, again = ("", None) if reason else _shut(life, journey, stay, send, how)
    if gate == "cap" and how.capped == "skip":
        reason = "cap"
    throttle = life.world.workspace.settings.limits.throttle
    if throttle is not None and not reason and not gate and not (yield how.marketing):
        gate, again = "throttle", (life.now // throttle.seconds + 1) * throttle.seconds
    if reason:
        life.counts[journey, "step", id_, "skipped", reason] += 1
        life.log(journey, id_, "skipped", reason)
        steps.go_on(life, journey, "next")
    elif gate:
        if gate not in path.held_by:
            path.held_by.append(gate)
            life.counts[journey, "step", id_, "held", gate] += 1
            life.log(journey, id_, "held", gate)
        path.on_hold, path.due = gate == "hold_if", again
    elif how.marketing and life.world.settings.without_messages:
        life.marketing.append(life.now)
        steps.go_on(life, journey, "next")
    else:
        ways = [path.ways[s] for s in life.world.journeys[journey].steps if s in path.ways]
        life.sends.append(
            (life.now, path.since, journey, id_, " ".join(path.held_by), " ".join(ways))
        )
        behaviour.deliver(life, journey, id_, stay, stay.visits[id_])
        stay.had += 1
        if how.marketing:
            life.marketing.append(life.now)
            life.tiring.append(life.now)
        steps.go_on(life, journey, "next")


def _reason_to_skip(life: Life, journey: str, stay: Stay, send: Send, how: EffectiveSending) -> str:
    if not _permitted(life, journey, stay, how):
        return "no_permission"
    if how.channel in life.dead:
        return "bounced"
    return "" if life.holds(send.only_if, journey, stay) else "only_if"


def _permitted(life: Life, journey: str, stay: Stay, how: EffectiveSending) -> bool:
    match how.basis:
        case "service":
            return True
        case "b2b-role":
            return not life.unsubscribed
        case "customer":
            customer = life.world.workspace.definitions.get("customer", CUSTOMER)
            return life.holds(customer, journey, stay) and not life.unsubscribed
    return life.fields.get("consent") is True and not life.unsubscribed


def _shut(
    life: Life, journey: str, stay: Stay, send: Send, how: EffectiveSending
) -> tuple[str, int | None]:
    """The first gate that is shut, and the first instant at which it may be open."""
    now, person = life.now, life.person(journey)
    if how.hold_if is not None and life.holds(how.hold_if, journey, stay):
        return "hold_if", None
    lifted = send.window.is_any if send.window is not None else not how.marketing
    if not lifted:
        gate = person.gate(how.window, now)
        if gate == "holiday":
            return gate, person.next_date(now)
        if gate == "window":
            return gate, person.next_in_window(how.window, now)
    if how.cap is not None:
        recent = [t for t in life.marketing if t > now - how.cap.seconds]
        if len(recent) >= how.cap.count:
            return "cap", sorted(recent)[-how.cap.count] + how.cap.seconds
    return "", None
