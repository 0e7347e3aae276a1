"""Conditions and what is done inside, in the few words a box or a field has room for."""

from __future__ import annotations

import pytest

from nurture_tui.model.action import VERBS
from nurture_tui.model.condition import parse_condition
from nurture_tui.report.doing import doing
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


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"set": {"stage": "sql", "seen": True}}, "set stage = sql, seen = yes"),
        ({"add": {"score": 10}}, "add 10 to score"),
        ({"copy": {"from": "size", "to": "company.size"}}, "copy size to company.size"),
        ({"map": {"field": "a", "by": "b", "to": {}}}, "set a by b"),
        ({"add_to_list": "leads"}, "put on the list “leads”"),
        ({"remove_from_list": "leads"}, "take off the list “leads”"),
        ({"add_to_audience": "ads"}, "put into the audience “ads”"),
        ({"remove_from_audience": "ads"}, "take out of the audience “ads”"),
        ({"create_deal": {"pipeline": "New", "stage": "MQL"}}, "open a deal: New, MQL"),
        ({"update_deal": {"stage": "Won"}}, "move the deal to Won"),
        ({"notify": "owner", "message": "Call"}, "notify owner: Call"),
        ({"notify": "sales"}, "notify sales"),
        ({"task": {"title": "Call", "due": "1bd"}}, "task for owner, in 1bd: Call"),
        ({"webhook": "https://a.example"}, "call https://a.example"),
        ({"enter": "trial"}, "enter trial"),
        ({"emit": "hot_lead"}, "bring about hot_lead"),
        ([{"enter": "trial"}, {"emit": "done"}], "enter trial; bring about done"),
    ],
)
def test_what_is_done_inside_is_said_in_words(value: object, said: str) -> None:
    assert doing(value) == said


def test_every_verb_has_words_of_its_own() -> None:
    assert [verb for verb in VERBS if doing({verb: "x"}).startswith(f"{verb} = ")] == []
