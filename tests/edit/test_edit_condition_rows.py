"""A condition as rows and rows as a condition: each says what the other says."""

from __future__ import annotations

import pytest
from edit_journeys import GUIDE, SAMPLES
from hypothesis import given
from hypothesis import strategies as st

from nurture_tui.edit.conditionrows import (
    AS_WRITTEN,
    ConditionRow,
    ConditionRows,
    operators_for,
    rows_of,
    spelt,
    text_of_rows,
    values_for,
)
from nurture_tui.files.reading import read_settings
from nurture_tui.model.condition import parse_condition
from nurture_tui.model.workspace import Workspace, vocabulary

WORDS = vocabulary(Workspace(read_settings(SAMPLES / "nurture.toml").settings), GUIDE)
PARTS = st.sampled_from(
    [
        "consent",
        "not owns_survey",
        "score >= 40",
        "score < 2.5",
        "lifecycle < 'sql'",
        "lifecycle in ['lead', 'mql']",
        "country not in ['FI']",
        "contains(job_title, 'HR')",
        "not contains(job_title, 'HR')",
        "missing(email)",
        "not missing(email)",
        "did('bought')",
        "not did('bought', within='7d')",
        "count('opened', within='30d') >= 3",
        "since(customer_since) >= '26w'",
        "left(trial_ends) < '3d'",
        "trial_ends < today()",
        "trial_ends >= '2026-12-01'",
        "clicked('deliver')",
        "weekday() == 'Mon'",
        "customer",
        "email != 'a, b'",
        "true",
    ]
)
CONDITIONS = st.recursive(
    PARTS,
    lambda inner: (
        st.lists(inner, min_size=2, max_size=3).map(lambda p: "(" + " and ".join(p) + ")")
        | st.lists(inner, min_size=2, max_size=3).map(lambda p: "(" + " or ".join(p) + ")")
        | inner.map("not ({})".format)
    ),
    max_leaves=6,
)


def meaning(text: str) -> str:
    """The condition in one spelling, groups of one kind in each other joined."""
    return spelt(parse_condition(spelt(parse_condition(text).expr)).expr)


@given(CONDITIONS)
def test_rows_of_a_condition_say_the_same(text: str) -> None:
    shown = rows_of(parse_condition(text))
    assert meaning(text_of_rows(shown, WORDS)) == meaning(text)


def test_two_words_that_join_are_rows_in_groups() -> None:
    shown = rows_of(parse_condition("(score > 1 or consent) and email != ''"))
    assert [(row.join, row.subject, row.operator, row.value) for row in shown.rows] == [
        ("and", "score", "over", "1"),
        ("or", "consent", "yes", ""),
        ("and", "email", "is not", ""),
    ]
    assert shown.outer == "and"
    turned = ConditionRows(shown.rows, "or")
    assert text_of_rows(turned, WORDS) == "score > 1 or consent and email != ''"


def test_what_no_row_can_say_stays_as_it_is_written() -> None:
    shown = rows_of(parse_condition("consent and not (score > 1 and customer)"))
    assert shown.rows[1].operator == AS_WRITTEN
    assert text_of_rows(shown, WORDS) == "consent and not (score > 1 and customer)"


@pytest.mark.parametrize(
    ("subject", "first", "value"),
    [
        ("score", "at least", None),
        ("consent", "yes", None),
        ("lifecycle", "is", "subscriber"),
        ("did('x')", "happened", "7d"),
        ("weekday()", "is", "Mon"),
        ("since(customer_since)", "at least", None),
        ("sql", "yes", None),
    ],
)
def test_operators_and_values_fit_the_subject(subject: str, first: str, value: str | None) -> None:
    assert operators_for(subject, WORDS)[0] == first
    assert (values_for(subject, WORDS) or (None,))[0] == value


def test_values_are_written_by_the_kind_of_their_subject() -> None:
    rows = (
        ConditionRow("and", "score", "at least", "40"),
        ConditionRow("and", "lifecycle", "is one of", "lead, mql"),
        ConditionRow("and", "did('x')", "did not happen", "7d"),
        ConditionRow("and", "first_name", "is", "7"),
    )
    assert text_of_rows(ConditionRows(rows, "and"), WORDS) == (
        "score >= 40 and lifecycle in ['lead', 'mql'] and not did('x', within='7d')"
        " and first_name == '7'"
    )
