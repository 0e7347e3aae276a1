"""The engine and a scalar reference written from the rules alone agree on every row and count."""

from __future__ import annotations

from dataclasses import replace

from agreement import differences
from generated import Case, cases
from hypothesis import HealthCheck, given, reject, settings
from reference_life import EndlessError

EXAMPLES = settings().max_examples
# 325 workspaces in all at every test run, 16,250 in a soak.
generous = settings(suppress_health_check=list(HealthCheck), max_examples=EXAMPLES * 5 // 2)
fewer = settings(generous, max_examples=EXAMPLES * 5 // 4)
few = settings(generous, max_examples=EXAMPLES * 5 // 8)


@generous
@given(cases())
def test_one_journey_agrees_with_the_reference(case: Case) -> None:
    agree(case)


@fewer
@given(cases(most=3, people=2))
def test_journeys_that_hand_contacts_to_each_other_agree_with_the_reference(case: Case) -> None:
    agree(case)


@generous
@given(cases(onward=True))
def test_a_path_that_the_frontier_can_do_agrees_with_the_reference(case: Case) -> None:
    agree(case)


@few
@given(cases(onward=True, held=True))
def test_sends_that_an_event_of_late_holds_agree_with_the_reference(case: Case) -> None:
    agree(case)


@few
@given(cases(most=3, people=12, throttled=True))
def test_contacts_that_share_a_throttle_agree_with_the_reference(case: Case) -> None:
    agree(case)


@few
@given(cases(most=2, people=2))
def test_runs_without_messages_agree_with_the_reference(case: Case) -> None:
    agree(replace(case, settings=replace(case.settings, without_messages=True)))


def agree(case: Case) -> None:
    """No difference; a run that both stop as endless says nothing more."""
    try:
        found = differences(
            case.workspace, list(case.journeys), case.contacts, case.settings, case.events
        )
    except EndlessError:
        reject()
    assert not found, "\n".join(found)
