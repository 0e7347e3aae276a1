"""What is true of every run, whatever the journeys, the contacts and the luck."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
from agreement import giving_up_soon, story_of
from generated import Case, cases
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from reference_run import SendRow, Story
from reference_world import world_of

from nurture_tui.contacts.table import Contacts
from nurture_tui.errors import SimulationError
from nurture_tui.model.inherit import EffectiveSending
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Send
from nurture_tui.simulation import Result, RunSettings, simulate

any_run = settings(
    suppress_health_check=list(HealthCheck), max_examples=settings().max_examples * 3 // 8
)
journeys = cases(most=2, people=2) | cases(onward=True)


def result(
    case: Case, contacts: Contacts | None = None, settings: RunSettings | None = None
) -> Result:
    """A run of the engine, with other contacts or settings if they are given."""
    people = case.contacts if contacts is None else contacts
    try:
        with giving_up_soon():
            return simulate(
                case.workspace, case.journeys, people, settings or case.settings, events=case.events
            )
    except SimulationError as error:
        if "takes no time" not in str(error):
            raise
        reject()


def story(case: Case) -> Story:
    return story_of(result(case))


def sends_with_ways(case: Case, told: Story) -> Iterator[tuple[SendRow, Send, EffectiveSending]]:
    """Each send that went, with its step and how it goes."""
    world = world_of(case.workspace, case.journeys, case.contacts, case.settings)
    for row in told.sends:
        journey = case.workspace.journeys[row[3]]
        step = journey.steps[row[4]]
        assert isinstance(step, Send)
        yield row, step, world.sending(journey, step)


# ---------------------------------------------------------------- everyone is accounted for
@any_run
@given(journeys)
def test_every_attempt_is_refused_or_a_stay_and_every_stay_ends_in_one_place(case: Case) -> None:
    made = result(case)
    for journey in made.journeys.values():
        assert journey.considered == journey.entered + sum(journey.not_entered.values())
        goals = journey.goal.reached - journey.goal.after_last_step if journey.goal else 0
        ends = goals + sum(journey.exits.values()) + journey.finished + journey.inside
        assert journey.entered == ends


@any_run
@given(journeys)
def test_who_comes_to_a_step_goes_on_by_a_port_or_leaves_there_or_is_still_there(
    case: Case,
) -> None:
    made = result(case)
    left_at: Counter[tuple[int, int]] = Counter()
    visits = made.visits
    for i in range(len(visits)):
        if visits.port[i] == 0 and visits.left[i] < made.run.end:
            left_at[int(visits.journey[i]), int(visits.step[i])] += 1
    names = visits.names
    for id_, journey in made.journeys.items():
        for step_id, step in journey.steps.items():
            left = left_at[names.index(id_), names.index(step_id)] if left_at else 0
            assert step.entered == sum(step.out.values()) + step.inside + left, step_id


@any_run
@given(journeys)
def test_a_contact_is_in_a_journey_at_most_once_at_a_time(case: Case) -> None:
    stays = defaultdict(list)
    for contact, journey, number, entered, ended, *_ in story(case).stays:
        stays[contact, journey].append((number, entered, ended))
    for found in stays.values():
        found.sort()
        assert [number for number, *_ in found] == list(range(1, len(found) + 1))
        for (_, entered, ended), (_, later, _) in pairwise(found):
            assert entered <= ended <= later


# ---------------------------------------------------------------- R19
@any_run
@given(journeys, st.randoms(use_true_random=False))
def test_r19_rows_in_any_order_give_the_same_run(case: Case, luck: object) -> None:
    order = np.arange(len(case.contacts))
    luck.shuffle(order)  # type: ignore[attr-defined]  # hypothesis has no name for its own Random
    assert story_of(result(case, case.contacts.take(order))) == story(case)


@any_run
@given(journeys, st.integers(1, 2), st.booleans())
def test_r19_chunks_of_any_size_give_the_same_run(case: Case, chunk: int, waves: bool) -> None:
    whole = replace(case.settings, only_waves=waves)
    in_chunks = replace(whole, chunk=chunk)
    assert story_of(result(case, settings=in_chunks)) == story_of(result(case, settings=whole))


@any_run
@given(cases(onward=True), st.integers(0, 6), st.sampled_from((0, 1)))
def test_r19_a_change_to_one_step_leaves_the_luck_of_every_other(
    case: Case, place: int, share: int
) -> None:
    """Whoever is sent a message in both runs opens and clicks it, and goes at a split, alike."""
    text = case.texts["j0"]
    sends = [id_ for id_, step in text["steps"].items() if step["type"] == "send"]
    if not sends:
        reject()
    changed = sends[place % len(sends)]
    step = text["steps"][changed] | {"assume": {"open": share, "unsubscribe": 0}}
    other = Journey(id="j0", **text | {"steps": text["steps"] | {changed: step}})
    with_it, without = (
        result(case),
        result(replace(case, workspace=case.workspace.with_journey(other))),
    )
    mine, theirs = luck_of(with_it), luck_of(without)
    for key in mine.keys() & theirs.keys():
        if key[1] != changed:
            assert alike(mine[key], theirs[key], with_it.run.end), key


Luck = dict[tuple[str, str], tuple[int, dict[str, int | str]]]


def luck_of(made: Result) -> Luck:
    """Of each contact and step come to once: when it was sent, or went on, and what came of it."""
    found: Luck = {}
    often: Counter[tuple[str, str]] = Counter()
    for time, contact, _, step, event, detail in story_of(made).rows:
        key = contact, step
        if event in ("sent", "went"):
            often[key] += 1
            found.setdefault(key, (time, {}))
        if event == "went" and made.journeys["j0"].steps[step].type == "split":
            found[key][1]["way"] = detail
        elif event in ("soft_bounced", "opened", "clicked") and step:
            found.setdefault(key, (time, {}))[1].setdefault(event, time)
    return {key: told for key, told in found.items() if often[key] == 1}


def alike(
    one: tuple[int, dict[str, int | str]], two: tuple[int, dict[str, int | str]], end: int
) -> bool:
    """Whether the same came of a message after the same time, as far as the runs show it."""
    for (at, mine), (later, theirs) in ((one, two), (two, one)):
        for event, value in mine.items():
            if isinstance(value, str):
                if theirs.get(event) != value:
                    return False
            elif later + value - at < end and theirs.get(event) != later + value - at:
                return False
    return True


# ---------------------------------------------------------------- sends
@any_run
@given(journeys)
def test_nothing_is_sent_but_within_a_stay(case: Case) -> None:
    told = story(case)
    for time, due, contact, journey, *_ in told.sends:
        assert any(
            entered <= due <= time <= ended
            for who, where, _, entered, ended, *_ in told.stays
            if (who, where) == (contact, journey)
        )


@any_run
@given(journeys)
def test_r6_nothing_is_sent_once_the_goal_is_met_or_an_exit_taken(case: Case) -> None:
    """In the log of a journey a contact that is out comes in again before it is sent anything.

    What ends a stay at the very second of a send, such as an open at once, may stand before it.
    """
    out: dict[tuple[str, str], int] = {}
    for time, contact, journey, _, event, _ in story(case).rows:
        if event == "entered":
            out.pop((contact, journey), None)
        elif event in ("goal", "exit", "finished"):
            out[contact, journey] = time
        elif event in ("held", "skipped"):
            assert (contact, journey) not in out
        elif event == "sent":
            assert time <= out.get((contact, journey), time)


@any_run
@given(journeys)
def test_r10_no_send_goes_outside_of_its_window_or_on_a_closed_day(case: Case) -> None:
    world = world_of(case.workspace, case.journeys, case.contacts, case.settings)
    rows = {str(id_): row for row, id_ in enumerate(case.contacts.ids)}
    for (time, _, contact, id_, *_), step, how in sends_with_ways(case, story(case)):
        lifted = step.window.is_any if step.window is not None else not how.marketing
        person = world.person(case.workspace.journeys[id_], world.fields(rows[contact]))
        assert lifted or person.gate(how.window, time) == ""


@any_run
@given(journeys)
def test_r10_no_cap_is_broken_in_any_half_open_span(case: Case) -> None:
    before: dict[str, list[int]] = defaultdict(list)
    for (time, _, contact, *_), _, how in sends_with_ways(case, story(case)):
        if how.cap is not None:
            recent = [t for t in before[contact] if t > time - how.cap.seconds]
            assert len(recent) < how.cap.count
        if how.marketing:
            before[contact].append(time)


@any_run
@given(cases(most=3, people=12, throttled=True))
def test_r10_no_throttle_is_broken_in_any_clock_hour_or_day_of_utc(case: Case) -> None:
    throttle = case.workspace.settings.limits.throttle
    assert throttle is not None
    gone = Counter(time // throttle.seconds for time, *_ in story(case).sends)
    assert max(gone.values(), default=0) <= throttle.count


@any_run
@given(journeys)
def test_r10_what_is_held_goes_later_than_due_and_names_what_held_it(case: Case) -> None:
    for time, due, _, _, _, held_by, _ in story(case).sends:
        gates = held_by.split()
        assert len(set(gates)) == len(gates)
        assert gates or time == due
        assert time > due or set(gates) <= {"hold_if"}  # an event of that instant may lift it


@any_run
@given(journeys)
def test_r14_who_clicked_has_opened_and_who_opened_was_sent_the_message(case: Case) -> None:
    for journey in result(case).journeys.values():
        for step in journey.steps.values():
            assert step.clicked <= step.opened <= step.sent
            assert step.bounced + step.unsubscribed <= step.sent
