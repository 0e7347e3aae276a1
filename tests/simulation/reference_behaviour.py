"""What happens to a contact and by it: events, messages, assumptions (R14, R15, R16), scoring."""

from __future__ import annotations

from math import log1p
from typing import TYPE_CHECKING

from reference_fields import add_to, set_field
from reference_modifiers import chances, is_machine
from reference_replay import has_happened, replay, take_effect
from reference_state import Coming, Stay
from reference_world import Assumed, moment_of

from nurture_tui.model.clock import Hazard
from nurture_tui.model.step import Send
from nurture_tui.simulation.delays import exponential, lognormal
from nurture_tui.simulation.draws import U64, draw, happens, purpose

if TYPE_CHECKING:
    from reference_life import Life

DAY = 86_400
_OF_MESSAGES = ("sent", "opened", "clicked")


def happen(life: Life, coming: Coming) -> None:
    """An event, or an arrival (R4); then the attempts that it makes and what comes after it."""
    if not coming.name:
        life.attempt(coming.journey)
        return
    occur(life, coming)
    follow(life, coming)


def occur(life: Life, coming: Coming) -> None:
    """R6 (1): an event is logged, its `set` and `add` happen, then scoring."""
    told, by = coming.told, "machine" if coming.machine else ""
    life.log(coming.journey, coming.step, coming.name, told.detail if told else by)
    life.history.append((life.now, coming.name, told.object if told else ""))
    if not coming.machine:
        life.causes.append((life.now, coming.name))
    if coming.step:
        _of_message(life, coming)
    if not (coming.step and coming.name == "bounced"):
        take_effect(life, coming.name)
    if coming.assumed is not None:
        for name, value in coming.assumed.model.values.items():
            set_field(life, coming.journey, coming.stay, name, value)
        for name, amount in coming.assumed.model.amounts.items():
            add_to(life, name, amount)
    if told is not None:
        replay(life, told)
    points = life.world.workspace.settings.scoring.points.get(coming.name)
    if points is not None:
        add_to(life, "score", points)
    if coming.own:
        _again(life, coming)
    coming.been = [id_ for id_, path in life.paths.items() if path.stay is not None]


def follow(life: Life, coming: Coming) -> None:
    """What an event leads to: attempts in journey order (R4), then what it causes (R15)."""
    for id_, journey in life.world.journeys.items():
        if journey.entry.event == coming.name:
            life.attempt(id_)
    if coming.machine:  # seen by all but R15
        return
    if coming.step and coming.stay is not None and coming.name in _OF_MESSAGES:
        visit = coming.number
        draw_causes(life, coming.journey, coming.name, coming.step, coming.stay, visit)
    for id_ in coming.been:
        stay = life.paths[id_].stay
        assert stay is not None
        draw_causes(life, id_, "did", coming.name, stay)


def draw_at_entry(life: Life, journey: str, stay: Stay) -> None:
    """R15: an event at the very instant of a first entry is a cause."""
    for time, name in list(life.causes):
        if time == life.now:
            draw_causes(life, journey, "did", name, stay)


def _of_message(life: Life, coming: Coming) -> None:
    assert coming.stay is not None
    figure = "reported_opens" if coming.machine else coming.name
    life.counts[coming.journey, "step", coming.step, figure] += 1
    if coming.name in _OF_MESSAGES:
        getattr(coming.stay, coming.name).add(coming.step)
    if coming.name == "bounced":
        journey = life.world.journeys[coming.journey]
        send = journey.steps[coming.step]
        assert isinstance(send, Send)
        life.dead.add(life.world.sending(journey, send).channel)


# ---------------------------------------------------------------- R14
def deliver(life: Life, journey: str, step: str, stay: Stay, visit: int) -> None:
    """A message goes now: what the contact does with it is drawn at once."""
    model = life.world.journeys[journey]
    send = model.steps[step]
    assert isinstance(send, Send)
    how = life.world.behaviour(model, step)

    def bits(what: str) -> U64:
        return draw(life.key, purpose(journey, "step", step, what), stay.number, visit)

    def chance(what: str, probability: float) -> bool:
        return bool(happens(bits(what), probability)[0])

    def later(what: str, median: int, spread: float) -> int:
        return int(lognormal(bits(what), median, spread)[0])

    def comes(name: str, time: int, machine: bool = False) -> None:
        place = life.world.places.index((journey, step)) + machine * len(life.world.places)
        coming = Coming(time, name, journey, step, stay, visit, machine=machine, rank=place)
        life.coming.append(coming)

    comes("sent", life.now)
    opens, clicks_given_open = chances(life, journey, stay, how)
    channel = life.world.sending(model, send).channel
    if channel not in life.written_by:
        life.written_by.add(channel)
        if bool(happens(life.luck_of_address(channel), how.bounce)[0]):
            comes("bounced", life.now)
            return
    delivered = life.now
    if chance("soft", how.soft_bounce):
        life.log(journey, step, "soft_bounced")
        delivered += DAY
    if chance("open", opens):
        clicks = chance("click", clicks_given_open)
        median, spread = (
            (how.clicker_delay, how.clicker_spread) if clicks
            else (how.open_delay, how.open_spread)
        )  # fmt: skip
        opened = later("open delay", median, spread)
        if opened <= 30 * DAY:
            comes("opened", delivered + opened)
            if clicks:
                comes("clicked", delivered + opened + how.click_delay)
    if chance("unsubscribe", how.unsubscribe):
        wait = later("unsubscribe delay", how.open_delay, how.open_spread)
        if wait <= 30 * DAY:
            comes("unsubscribed", delivered + wait + 60)
    if is_machine(life, how):
        within = int(bits("machine open delay")[0]) >> 32
        comes("opened", delivered + within * 3 * 3_600 // 2**32, machine=True)


# ---------------------------------------------------------------- R15
def draw_causes(
    life: Life, journey: str, function: str, subject: str, stay: Stay, visit: int = 0
) -> None:
    """Each occurrence of each cause draws once: `if`, then `chance`, then the delay.

    The luck of a cause that belongs to a step hangs on the visit of that step, that of `did` on how
    many causes of this kind came before it (R19).
    """
    for assumed in life.world.assumed:
        if assumed.owner != journey:
            continue
        for cause in assumed.causes:
            if cause != (function, subject) and not (
                cause == (function, "") and function in _OF_MESSAGES
            ):
                continue
            if not life.holds(assumed.model.condition, journey, stay):
                continue
            cause_names: tuple[str, ...] = ()
            number = visit
            if function == "did":
                number = life.drawn[assumed.names]
                life.drawn[assumed.names] += 1
            else:
                cause_names = (*cause, subject)
            luck = draw(life.key, assumed.constant("chance", *cause_names), stay.number, number)
            assert isinstance(assumed.model.chance, float)
            if not happens(luck, assumed.model.chance)[0]:
                continue
            median = assumed.model.delay.elapsed if assumed.model.delay is not None else 0
            spread = 1.0 if assumed.model.spread is None else float(assumed.model.spread)
            wait = draw(life.key, assumed.constant("delay", *cause_names), stay.number, number)
            time = life.now + int(lognormal(wait, median, spread)[0])
            if life.world.past.is_off(assumed.model.event, time):
                continue
            life.coming.append(
                Coming(
                    time,
                    assumed.model.event,
                    journey,
                    stay=stay,
                    assumed=assumed,
                    rank=assumed.rank,
                )
            )


# ---------------------------------------------------------------- R16
def start_own(life: Life, journey: str, stay: Stay | None) -> None:
    """Own and date events from an entry on, or from the first turning up (nurture.toml)."""
    for assumed in life.world.own_of(journey):
        if not life.holds(assumed.model.condition, journey, stay or Stay(0, life.now)):
            continue
        if isinstance(assumed.model.chance, Hazard):
            if has_happened(life, assumed, life.now):
                continue
            if stay is not None:
                stay.states.add(assumed.names)
            _next_own(life, assumed, stay, 0)
        else:
            _on_its_date(life, assumed, stay)


def _next_own(life: Life, assumed: Assumed, stay: Stay | None, number: int) -> None:
    hazard = assumed.hazard
    luck = draw(life.key, assumed.constant("chance"), stay.number if stay else 0, number)
    wait = int(exponential(luck, hazard.probability, hazard.per.elapsed)[0])
    start = life.now
    if assumed.model.event in life.world.past.real:
        start = max(start, life.world.past.until + 1)
    coming = Coming(start + wait, assumed.model.event, assumed.owner, stay=stay)
    coming.rank = assumed.rank
    coming.number, coming.assumed, coming.own = number, assumed, True
    life.coming.append(coming)


def prevails(life: Life, coming: Coming) -> bool:
    """If several journeys state one event by itself, the largest hazard holds, not the sum.

    Who is overruled draws anew, for a hazard has no memory; what happens has happened once for
    every stay that states it.
    """
    if not coming.own or coming.stay is None:
        return True
    assert coming.assumed is not None
    if coming.assumed.names not in coming.stay.states:
        return False
    hazards = {id_: _hazard_now(life, id_, coming.name) for id_ in life.paths}
    if max(hazards, key=lambda id_: hazards[id_]) != coming.journey:
        _next_own(life, coming.assumed, coming.stay, coming.number + 1)
        return False
    for id_, path in life.paths.items():
        for assumed in life.world.own_of(id_):
            mine = assumed is coming.assumed or id_ != coming.journey
            once = assumed.model.event == coming.name and not assumed.model.repeat
            if mine and once and path.inside and path.stay:
                path.stay.states.discard(assumed.names)
    return True


def _hazard_now(life: Life, journey: str, event: str) -> float:
    path, goal = life.paths[journey], life.world.journeys[journey].goal
    if not path.inside or path.stay is None:
        return 0.0
    within = goal.within if goal is not None else None
    if within is not None and life.now > path.stay.entered + within.elapsed:
        return 0.0
    return sum(
        -log1p(-assumed.hazard.probability) / assumed.hazard.per.elapsed
        for assumed in life.world.own_of(journey)
        if assumed.model.event == event and assumed.names in path.stay.states
    )


def _again(life: Life, coming: Coming) -> None:
    assert coming.assumed is not None
    if coming.assumed.model.repeat:
        _next_own(life, coming.assumed, coming.stay, coming.number + 1)


def _on_its_date(life: Life, assumed: Assumed, stay: Stay | None) -> None:
    assert assumed.model.date is not None
    base = life.date(assumed.model.date.name, assumed.owner, stay)
    at = moment_of(assumed.model.date, base, life.person(assumed.owner))
    if at is None or at < life.now or (assumed.names, at) in life.dated:
        return
    life.dated.add((assumed.names, at))
    assert isinstance(assumed.model.chance, float)
    if life.world.past.is_off(assumed.model.event, at):
        return
    if happens(draw(life.key, assumed.constant("chance"), 0, at), assumed.model.chance)[0]:
        life.coming.append(
            Coming(
                at,
                assumed.model.event,
                assumed.owner,
                stay=stay,
                assumed=assumed,
                rank=assumed.rank,
            )
        )
