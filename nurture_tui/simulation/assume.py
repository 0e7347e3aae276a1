"""What a run takes as given of each send: the nearest assumption, else the default, with source."""

from __future__ import annotations

from collections.abc import Mapping

from nurture_tui.errors import SimulationError
from nurture_tui.frozen import dataclass
from nurture_tui.model.assume import Assume
from nurture_tui.model.duration import Duration
from nurture_tui.model.inherit import EffectiveSending, effective_sending
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Channel, Send, Wait, ports
from nurture_tui.model.workspace import Workspace
from nurture_tui.simulation.defaults import (
    BOUNCES,
    DELAYS,
    MODIFIERS,
    RATES,
    Figure,
    MessageKind,
)

_OF_EMAILS = ("bounce", "soft_bounce", "open", "click_to_open", "unsubscribe", "machine_opens")
_OF_READING = ("open", "click_to_open", "machine_opens")


@dataclass(frozen=True, slots=True)
class BehaviourOfSend:
    """What contacts do with one message (R14, R17): shares, medians in seconds, spreads, factors.

    `sources` has the source of each of them under its name. `clicker_delay` and `clicker_spread`
    are those of the open of contacts who will click.
    """

    kind: MessageKind
    bounce: float
    soft_bounce: float
    open: float
    click_to_open: float
    unsubscribe: float
    open_delay: int
    open_spread: float
    clicker_delay: int
    clicker_spread: float
    click_delay: int
    contact_spread: float
    fatigue: float
    position: float
    weekend: float
    machine_opens: float
    sources: Mapping[str, str]

    def figures(self) -> tuple[tuple[str, float, str], ...]:
        """Each name with its number and its source, in the order of the attributes."""
        return tuple((name, getattr(self, name), source) for name, source in self.sources.items())


def message_kind(workspace: Workspace, journey: Journey, step: str) -> MessageKind:
    """The kind of message that a send is, by which its defaults are chosen.

    A message on the basis `service` is service; one with the role `remind` a reminder; the first
    one, where no wait comes before it and contacts come in by something they did, a confirmation;
    any other of a customer journey is onboarding, and of the rest nurture.
    """
    sending = effective_sending(workspace, journey, _send(journey, step))
    return _kind(journey, step, sending, first_sends(journey))


def _kind(
    journey: Journey, step: str, sending: EffectiveSending, first: frozenset[str]
) -> MessageKind:
    if not sending.marketing:
        return "service"
    if _send(journey, step).role == "remind":
        return "reminder"
    if journey.entry.when is None and step in first:
        return "confirmation"
    return "onboarding" if journey.kind == "customer" else "nurture"


def first_sends(journey: Journey) -> frozenset[str]:
    """The sends that a contact can come to at the instant of its entry, none before them."""
    found: set[str] = set()
    seen: set[str] = set()
    ahead: list[str | None] = [journey.entry.start]
    while ahead:
        id_ = ahead.pop()
        if id_ is None or id_ in seen or id_ not in journey.steps:
            continue
        seen.add(id_)
        step = journey.steps[id_]
        if isinstance(step, Send):
            found.add(id_)
        elif not isinstance(step, Wait):
            ahead += [target for _, target in ports(step)]
    return frozenset(found)


def effective_assume(workspace: Workspace, journey: Journey, step: str) -> BehaviourOfSend:
    """What is assumed of a send; refuses a step that is none.

    Of messages other than e-mails, bounces, opens, clicks and unsubscribing are known only where
    the step itself states them; a letter has no open and no click (R14). An `open_delay` that is
    set holds for those who will click, too.
    """
    sending = effective_sending(workspace, journey, _send(journey, step))
    kind = _kind(journey, step, sending, first_sends(journey))
    return _behaviour(workspace, journey, step, sending.channel, kind)


class Behaviours:
    """What is assumed of the sends of a journey; those of one kind that state nothing are alike."""

    def __init__(self, workspace: Workspace, journey: Journey) -> None:
        self._workspace = workspace
        self._journey = journey
        self._first = first_sends(journey)
        self._alike: dict[tuple[Channel, MessageKind], BehaviourOfSend] = {}

    def of(self, step: str, sending: EffectiveSending) -> BehaviourOfSend:
        """As `effective_assume`, of a send that goes like this."""
        kind = _kind(self._journey, step, sending, self._first)
        alike = sending.channel, kind
        if _send(self._journey, step).assume is not None:
            return _behaviour(self._workspace, self._journey, step, *alike)
        if alike not in self._alike:
            self._alike[alike] = _behaviour(self._workspace, self._journey, step, *alike)
        return self._alike[alike]


def _behaviour(
    workspace: Workspace, journey: Journey, step: str, channel: Channel, kind: MessageKind
) -> BehaviourOfSend:
    send = _send(journey, step)
    own = [(send.assume, f"set in step {step}")] if send.assume is not None else []
    levels: list[tuple[Assume, str]] = [
        *own,
        (journey.assume, "set in the journey"),
        (workspace.settings.assume, "set in nurture.toml"),
    ]
    found: dict[str, Figure] = {}
    for name, default in {**BOUNCES, **RATES[kind], **DELAYS, **MODIFIERS}.items():
        if channel == "letter" and name in _OF_READING:
            found[name] = Figure(0.0, "a letter has no open and no click")
        elif channel != "email" and name in _OF_EMAILS:
            found[name] = _stated(own, name) or Figure(0.0, "not an e-mail, and nothing stated")
        else:
            found[name] = _stated(levels, name) or default
    found |= _of_clickers(levels, found)
    return BehaviourOfSend(
        kind=kind,
        bounce=found["bounce"].value,
        soft_bounce=found["soft_bounce"].value,
        open=found["open"].value,
        click_to_open=found["click_to_open"].value,
        unsubscribe=found["unsubscribe"].value,
        open_delay=int(found["open_delay"].value),
        open_spread=found["open_spread"].value,
        clicker_delay=int(found["clicker_delay"].value),
        clicker_spread=found["clicker_spread"].value,
        click_delay=int(found["click_delay"].value),
        contact_spread=found["contact_spread"].value,
        fatigue=found["fatigue"].value,
        position=found["position"].value,
        weekend=found["weekend"].value,
        machine_opens=found["machine_opens"].value,
        sources={name: figure.source for name, figure in found.items()},
    )


def _of_clickers(
    levels: list[tuple[Assume, str]], found: Mapping[str, Figure]
) -> dict[str, Figure]:
    """The open delay of those who will click: the one stated, where one is stated."""
    delay, spread = _stated(levels, "open_delay"), _stated(levels, "open_spread")
    if delay is not None:
        return {"clicker_delay": delay, "clicker_spread": found["open_spread"]}
    return {"clicker_spread": spread} if spread is not None else {}


def _stated(levels: list[tuple[Assume, str]], name: str) -> Figure | None:
    """The number of the nearest level that states it."""
    for level, place in levels:
        value = getattr(level, name, None)
        if value is not None:
            number = value.elapsed if isinstance(value, Duration) else value
            return Figure(float(number), level.source or place)
    return None


def _send(journey: Journey, step: str) -> Send:
    found = journey.steps.get(step)
    if not isinstance(found, Send):
        raise SimulationError(f"“{step}” is not a send of “{journey.id}”")
    return found
