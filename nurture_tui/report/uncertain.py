"""The numbers that a run takes as given, each with the range in which it may well lie."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from nurture_tui.model.assume import Assume, AssumedEvent, JourneyAssume
from nurture_tui.model.clock import Hazard
from nurture_tui.model.duration import Duration
from nurture_tui.model.effective import channel_of
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Send
from nurture_tui.model.workspace import Workspace
from nurture_tui.simulation.assume import effective_assume, message_kind
from nurture_tui.simulation.assumptions import NO_SOURCE
from nurture_tui.simulation.defaults import BOUNCES, MODIFIERS, RATES, SUGGESTED, Figure

Basis = Literal["sources", "own", "unsourced", "guess"]
Place = Literal["step", "journey", "shared", "default"]

STEP: Place = "step"
JOURNEY: Place = "journey"
SHARED: Place = "shared"

FACTORS: Mapping[Basis, float] = {"own": 1.25, "unsourced": 1.5, "guess": 2.0}
"""How far a number without a range of its own is moved, down and up: the odds of a share, the
length of a delay. Own data has the error of a few hundred messages and of another campaign; a guess
may well be half or double. These factors are a judgement of ours, not anybody's figure."""

RATES_MOVED = ("open", "click_to_open", "unsubscribe", "bounce", "soft_bounce", "machine_opens")
SPREADS_MOVED = ("contact_spread",)
FACTORS_MOVED = ("fatigue", "position", "weekend")
MOVED = (*RATES_MOVED, *SPREADS_MOVED, *FACTORS_MOVED)
"""Of a message: shares; a spread, which is scaled; factors, of which a power is taken."""

OFF_TO_SUGGESTED: Mapping[str, Figure] = {
    name: replace(
        off,
        low=min(off.value, SUGGESTED[name].value),
        high=max(off.value, SUGGESTED[name].value),
        source=f"{off.source}; {SUGGESTED[name].source}",
    )
    for name, off in MODIFIERS.items()
}


@dataclass(frozen=True, slots=True)
class Uncertain:
    """One number taken as given, its source, and the range in which it may well lie.

    `what` names it. `level` says where it stands: a step, a journey, nurture.toml, or the defaults
    of a kind of message, and `place` which of these it is; `sends` are the (journey, step) that it
    holds for. An assumed event is `event`: its journey ("" for nurture.toml) and its place there. A
    `delay` is in seconds, a modifier of R17 a factor or a spread, all else are shares. `basis` says
    where the range comes from; that of a modifier that is off goes from off to the value suggested
    for it.
    """

    what: str
    level: str
    place: Place
    value: float
    low: float
    high: float
    source: str
    basis: Basis
    sends: tuple[tuple[str, str], ...] = ()
    event: tuple[str, int] | None = None
    delay: bool = False

    @property
    def off(self) -> float | None:
        """The value at which a modifier of R17 does nothing; None for what is no modifier."""
        return MODIFIERS[self.what].value if self.what in MODIFIERS else None

    @property
    def unit(self) -> str:
        """What `value`, `low` and `high` are: seconds, share, spread or factor."""
        if self.delay:
            return "seconds"
        if self.what in SPREADS_MOVED:
            return "spread"
        return "factor" if self.what in FACTORS_MOVED else "share"

    @property
    def guess(self) -> bool:
        return self.basis == "guess" or self.source.lower().startswith("guess")


def uncertainties(workspace: Workspace, journey_ids: Sequence[str]) -> tuple[Uncertain, ...]:
    """What a run of these journeys takes as given and may be otherwise.

    What is stated as 0 or as certain is left alone: there is no range around it.
    """
    return tuple(found for found in taken(workspace, journey_ids) if found.low < found.high)


def taken(workspace: Workspace, journey_ids: Sequence[str]) -> tuple[Uncertain, ...]:
    """What a run of these journeys takes as given, certain or not.

    A number that several sends share, for it stands in the journey, in nurture.toml or in the
    defaults, is one and is moved for all of them.
    """
    return (
        *_of_sends(workspace, journey_ids),
        *(
            found
            for id_ in journey_ids
            for found in _of_events(id_, workspace.journeys[id_].assume.events)
        ),
        *_of_events("", workspace.settings.assume.events),
    )


# ---------------------------------------------------------------- messages
def _of_sends(workspace: Workspace, journey_ids: Sequence[str]) -> Iterator[Uncertain]:
    groups: dict[tuple[str, str, Place], tuple[Figure, list[tuple[str, str]]]] = {}
    for id_ in journey_ids:
        journey = workspace.journeys[id_]
        for step, send in journey.steps.items():
            if isinstance(send, Send):
                for name, level, place, figure in _figures(workspace, journey, step, send):
                    groups.setdefault((name, level, place), (figure, []))[1].append((id_, step))
    for (name, level, place), (figure, sends) in groups.items():
        low, high, basis = _range(figure, name)
        yield Uncertain(
            name, level, place, figure.value, low, high, figure.source, basis, sends=tuple(sends)
        )


def _figures(
    workspace: Workspace, journey: Journey, step: str, send: Send
) -> Iterator[tuple[str, str, Place, Figure]]:
    """Each number of a send with the level at which it stands."""
    assumed = effective_assume(workspace, journey, step)
    kind = message_kind(workspace, journey, step)
    defaults = {**BOUNCES, **RATES[kind], **OFF_TO_SUGGESTED}
    email = channel_of(workspace, journey, send) == "email"
    for name in MOVED:
        if _states(send.assume, name):
            level, place = f"step {step} of {journey.id}", STEP
        elif not email:
            continue
        elif _states(journey.assume, name):
            level, place = f"journey {journey.id}", JOURNEY
        elif _states(workspace.settings.assume, name):
            level, place = "nurture.toml", SHARED
        else:
            shared = name not in RATES[kind]
            level = "default of all e-mails" if shared else f"default of {kind} messages"
            yield name, level, "default", defaults[name]
            continue
        yield name, level, place, Figure(getattr(assumed, name), assumed.sources[name])


def _states(assume: Assume | None, name: str) -> bool:
    return assume is not None and getattr(assume, name) is not None


# ---------------------------------------------------------------- assumed events
def _of_events(journey: str, events: Sequence[AssumedEvent]) -> Iterator[Uncertain]:
    where = f"journey {journey}" if journey else "nurture.toml"
    stands = JOURNEY if journey else SHARED
    for place, event in enumerate(events):
        what = f"{event.event} after {event.after}" if event.after is not None else event.event
        source = event.source or NO_SOURCE
        chance = event.chance.probability if isinstance(event.chance, Hazard) else event.chance
        if chance is not None:
            low, high, basis = _range(Figure(float(chance), source))
            yield Uncertain(
                f"chance of {what}{_per(event)}", where, stands, float(chance), low, high, source,
                basis, event=(journey, place),
            )  # fmt: skip
        if event.delay is not None and event.delay.elapsed:
            factor = FACTORS[_basis(source)]
            seconds = event.delay.elapsed
            yield Uncertain(
                f"delay of {what}", where, stands, seconds, seconds / factor, seconds * factor,
                source, _basis(source), event=(journey, place), delay=True,
            )  # fmt: skip


def _per(event: AssumedEvent) -> str:
    return f" per {event.chance.per}" if isinstance(event.chance, Hazard) else ""


# ---------------------------------------------------------------- ranges
def _range(figure: Figure, name: str = "") -> tuple[float, float, Basis]:
    """The range that the sources have, else the number moved by the factor of its basis."""
    if figure.low is not None and figure.high is not None:
        suggested = SUGGESTED.get(name)
        guess = suggested is not None and _basis(suggested.source) == "guess"
        return figure.low, figure.high, "guess" if guess else "sources"
    basis = _basis(figure.source)
    low, high = sorted(
        _scaled(figure.value, by, name) for by in (1 / FACTORS[basis], FACTORS[basis])
    )
    return low, high, basis


def _scaled(value: float, by: float, name: str) -> float:
    """A number moved by a factor: the odds of a share, a spread, a power of a factor."""
    if name in SPREADS_MOVED:
        return value * by
    if name in FACTORS_MOVED:
        return float(value**by)
    return value * by / (1 - value + value * by)


def _basis(source: str) -> Basis:
    if source.lower().startswith("guess"):
        return "guess"
    return "unsourced" if source.startswith("set in ") else "own"


# ---------------------------------------------------------------- moving
def moved(workspace: Workspace, found: Uncertain, value: float) -> Workspace:
    """The workspace with one of its uncertain numbers at another value, and nothing else changed.

    Draws are keyed by name, so a run of it meets the luck of a run of the first (R19).
    """
    if found.event is None:
        return _with_sends(workspace, found, value)
    journey, place = found.event

    def change(event: AssumedEvent) -> AssumedEvent:
        if found.delay:
            return event.model_copy(update={"delay": Duration(seconds=max(1, round(value)))})
        stated = event.chance
        chance = Hazard(value, stated.per) if isinstance(stated, Hazard) else value
        return event.model_copy(update={"chance": chance})

    if not journey:
        assume = _with_event(workspace.settings.assume, place, change)
        settings = workspace.settings.model_copy(update={"assume": assume})
        return Workspace(settings, workspace.journeys, workspace.folder)
    whole = workspace.journeys[journey]
    assume = _with_event(whole.assume, place, change)
    return workspace.with_journey(whole.model_copy(update={"assume": assume}))


def _with_event(
    assume: JourneyAssume, place: int, change: Callable[[AssumedEvent], AssumedEvent]
) -> JourneyAssume:
    events = tuple(change(e) if i == place else e for i, e in enumerate(assume.events))
    return assume.model_copy(update={"events": events})


def _with_sends(workspace: Workspace, found: Uncertain, value: float) -> Workspace:
    """The number stated at each of its sends, which overrides wherever else it stands."""
    for id_, step in found.sends:
        journey = workspace.journeys[id_]
        send = journey.steps[step]
        assert isinstance(send, Send)
        assume = (send.assume or Assume()).model_copy(update={found.what: value})
        steps = {**journey.steps, step: send.model_copy(update={"assume": assume})}
        workspace = workspace.with_journey(journey.model_copy(update={"steps": steps}))
    return workspace
