"""Conditions in the few words that a box has room for."""

from __future__ import annotations

import pytest

from nurture_tui.model.condition import parse_condition
from nurture_tui.report.terse import terse


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            "customer and since(customer_since) >= '0d' and since(customer_since) < '30d'",
            "customer, customer since under 30d ago",
        ),
        ("since(customer_since) >= '0d'", "customer since has come"),
        ("did('pricing_seen')", "pricing seen"),
        ("did('pricing_seen', within='stay')", "pricing seen"),
        ("did('pricing_seen', within='7d')", "pricing seen in 7d"),
        ("clicked('offer') or clicked('last')", "clicked offer or clicked last"),
        ("consent and (mql or sql)", "consent, (mql or sql)"),
        ("not (mql or sql)", "not (mql or sql)"),
        ("consent and mql or sql", "(consent, mql) or sql"),
        ("email != '' and not customer", "email known, not customer"),
        ("owns_survey == false", "not owns survey"),
        ("company_size >= 250", "company size at least 250"),
        ("revenue > 1250000", "revenue over 1250000"),
        ("lifecycle in ('mql', 'sql')", "lifecycle mql or sql"),
        ("left(trial_ends) > '8d'", "trial ends over 8d away"),
        ("left(trial_ends) > '0h'", "trial ends is to come"),
        ("count('visited', within='7d') >= 2", "times visited in 7d at least 2"),
        ("contains(job_title, 'HR')", "job title has HR"),
        ("missing(owner)", "owner missing"),
        ("in_list('leads')", "on list leads"),
    ],
)
def test_a_condition_is_said_without_its_syntax(written: str, said: str) -> None:
    assert terse(parse_condition(written)) == said
