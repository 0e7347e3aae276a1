"""The engine and a scalar reference written from the rules alone agree on every row and count."""

from __future__ import annotations

from agreement import differences
from generated import Case, cases
from hypothesis import HealthCheck, given, reject, settings
from reference_life import EndlessError

from nurture_tui.errors import SimulationError


@given(cases())
@settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))
def test_one_journey_agrees_with_the_reference(case: Case) -> None:
    agree(case)


def agree(case: Case) -> None:
    try:
        found = differences(case.workspace, list(case.journeys), case.contacts, case.settings)
    except (SimulationError, EndlessError) as error:
        if "takes no time" not in str(error):
            raise
        reject()
    assert not found, "\n".join(found)
