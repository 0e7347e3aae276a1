"""What follows from what: never claimed where a contact shows otherwise."""

from __future__ import annotations

import itertools
import operator
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nurture_tui.checks.solve import excludes, implies
from nurture_tui.model.condition import parse_condition
from nurture_tui.model.fields import DATE, NUMBER, TEXT, YES_NO, FieldKind
from nurture_tui.model.typecheck import check_condition
from nurture_tui.model.typed import Typed
from nurture_tui.model.vocabulary import Vocabulary

STAGES = ("lead", "mql", "customer")
WORDS = Vocabulary(
    fields={
        "stage": FieldKind("choice", STAGES, ordered=True),
        "consent": YES_NO,
        "n": NUMBER,
        "title": TEXT,
        "ends": DATE,
    },
    steps={"deliver": "send"},
    definitions={"customer": parse_condition("stage == 'customer'")},
)


def typed(text: str) -> Typed:
    checked = check_condition(parse_condition(text), WORDS)
    assert checked.typed is not None, checked.problems
    return checked.typed


@pytest.mark.parametrize(
    ("known", "wanted"),
    [
        ("customer", "stage == 'customer'"),
        ("customer", "customer or did('bought')"),
        ("customer", "stage >= 'mql'"),
        ("customer", "stage in ['mql', 'customer']"),
        ("customer", "stage != 'lead'"),
        ("customer", "not (stage == 'lead' or stage == 'mql')"),
        ("customer and consent", "consent and customer"),
        ("'customer' == stage", "'mql' <= stage"),
        ("stage == 'lead' or stage == 'mql'", "stage < 'customer'"),
        ("did('a', within='7d')", "did('a', within='7d')"),
        ("consent", "not not consent"),
        ("n >= 40", "n >= 40"),
        ("n >= 40", "n > 30 and n != 35"),
        ("n in [1, 2]", "0 < n <= 2"),
        ("n > 3 and n < 2", "false"),
        ("n < 2 or n >= 2", "not missing(n)"),
        ("n != 2 and not missing(n)", "n < 2 or n > 2"),
        ("missing(n)", "not n < 5 and not n >= 5"),
        ("count('a') > 1", "count('a') >= 2"),
        ("count('a') != 0", "did('a')"),
        ("not did('a')", "count('a') < 1"),
        ("since('a') < '3d'", "since('a') <= '4d' or since('a') > '9d'"),
        ("left(ends) > '2d'", "left(ends) > '1d'"),
        ("hour() > 22", "hour() == 23"),
        ("weekday() not in ['Mon', 'Tue', 'Wed', 'Thu', 'Fri']", "weekday() in ['Sat', 'Sun']"),
        ("ends < '2026-12-01'", "ends < '2026-12-01'"),
        ("ends < '2026-12-01'", "ends <= '2026-12-03' and not missing(ends)"),
        ("title == 'CEO'", "title != '' and title in ['CEO', 'CFO']"),
        ("missing(title)", "title == ''"),
        ("contains(title, 'HR')", "contains(title, 'hr')"),
        ("contains(stage, 'q')", "stage == 'mql'"),
        ("(consent or did('a')) and not consent", "did('a')"),
        ("clicked('deliver') or did('a')", "did('a') or clicked('deliver')"),
    ],
)
def test_it_follows(known: str, wanted: str) -> None:
    assert implies(typed(known), typed(wanted))


@pytest.mark.parametrize(
    ("known", "wanted"),
    [
        ("customer", "did('bought')"),
        ("customer", "stage == 'mql'"),
        ("customer", "customer and consent"),
        ("customer or consent", "customer"),
        ("stage != 'lead'", "stage in ['mql', 'customer']"),  # a missing stage is neither
        ("did('a')", "did('a', within='7d')"),
        ("n == 1", "consent"),
        ("n > 1", "n >= 2"),  # 1.5 lies between
        ("not n < 5", "n >= 5"),  # a missing number is neither
        ("score < 5", "not missing(score)"),  # a missing score is 0
        ("did('a')", "did('a', within='stay')"),
        ("ends < '2026-12-01'", "not ends > '2026-11-30T23:00'"),  # it hangs on the clock
        ("contains(title, 'HR')", "title == 'HR'"),
        ("weekday() == 'Mon'", "hour() < 12"),
    ],
)
def test_it_does_not_follow(known: str, wanted: str) -> None:
    assert not implies(typed(known), typed(wanted))


def test_choices_that_differ_exclude_each_other() -> None:
    assert excludes(typed("customer"), typed("stage < 'customer'"))
    assert not excludes(typed("customer"), typed("stage > 'lead'"))


SCORES = (None, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5)
ATOMS = st.one_of(
    st.builds(
        "stage {} '{}'".format,
        st.sampled_from(["==", "!=", "<", "<=", ">", ">="]),
        st.sampled_from(STAGES),
    ),
    st.builds(
        "stage {} {!r}".format,
        st.sampled_from(["in", "not in"]),
        st.lists(st.sampled_from(STAGES), min_size=1, max_size=3),
    ),
    st.builds(
        "n {} {}".format,
        st.sampled_from(["==", "!=", "<", "<=", ">", ">="]),
        st.sampled_from([1, 2]),
    ),
    st.sampled_from(["n in [1, 2]", "n not in [2]", "0.5 < n", "missing(n)", "missing(stage)"]),
    st.sampled_from(["consent", "consent == true", "consent != true", "consent == false"]),
    st.sampled_from(["customer", "true", "false"]),
)
CONDITIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("not {}".format, inner),
    ),
    max_leaves=6,
)


class Cell:
    """A field of one contact, compared by Python with the rules of the language put in."""

    def __init__(self, value: str | float | None) -> None:
        self.value = value
        self.place = STAGES.index(value) if isinstance(value, str) else value

    def compared(self, other: str | float, by: Callable[[float, float], bool]) -> bool:
        place = STAGES.index(other) if isinstance(other, str) else other
        return self.place is not None and by(self.place, place)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str | float | int) and self.compared(other, operator.eq)

    def __hash__(self) -> int:
        return hash(self.value)

    def __lt__(self, other: str | float) -> bool:
        return self.compared(other, operator.lt)

    def __le__(self, other: str | float) -> bool:
        return self.compared(other, operator.le)

    def __gt__(self, other: str | float) -> bool:
        return self.compared(other, operator.gt)

    def __ge__(self, other: str | float) -> bool:
        return self.compared(other, operator.ge)


def contacts() -> list[dict[str, object]]:
    """A contact of each kind that the conditions can tell apart."""
    return [
        {"stage": Cell(stage), "n": Cell(n), "consent": consent}
        | {"true": True, "false": False, "customer": stage == "customer"}
        | {"missing": lambda cell: cell.value is None}
        for stage, n, consent in itertools.product((None, *STAGES), SCORES, (True, False))
    ]


@given(CONDITIONS, CONDITIONS)
@settings(deadline=None)
def test_what_follows_and_what_excludes_is_exact(one: str, other: str) -> None:
    first, second = compile(one, "one", "eval"), compile(other, "other", "eval")
    shown = [(bool(eval(first, dict(who))), bool(eval(second, dict(who)))) for who in contacts()]
    assert implies(typed(one), typed(other)) == all(b or not a for a, b in shown)
    assert excludes(typed(one), typed(other)) == (not any(a and b for a, b in shown))
