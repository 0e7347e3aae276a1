"""What follows from what: never claimed where a contact shows otherwise."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nurture_tui.checks.implies import excludes, implies
from nurture_tui.model.condition import parse_condition
from nurture_tui.model.fields import NUMBER, YES_NO, FieldKind
from nurture_tui.model.typecheck import check_condition
from nurture_tui.model.typed import Typed
from nurture_tui.model.vocabulary import Vocabulary

STAGES = ("lead", "mql", "customer")
WORDS = Vocabulary(
    fields={"stage": FieldKind("choice", STAGES, ordered=True), "consent": YES_NO, "n": NUMBER},
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
    ],
)
def test_it_does_not_follow(known: str, wanted: str) -> None:
    assert not implies(typed(known), typed(wanted))


def test_choices_that_differ_exclude_each_other() -> None:
    assert excludes(typed("customer"), typed("stage < 'customer'"))
    assert not excludes(typed("customer"), typed("stage > 'lead'"))


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


def holds(text: str, stage: str | None, consent: bool) -> bool:
    """The condition for one contact, by Python itself with the rules of the language put in."""

    class Stage:
        def place(self) -> int:
            return STAGES.index(stage) if stage is not None else -1

        def __eq__(self, other: object) -> bool:
            return stage is not None and stage == other

        def __hash__(self) -> int:
            return hash(stage)

        def __lt__(self, other: str) -> bool:
            return stage is not None and self.place() < STAGES.index(other)

        def __le__(self, other: str) -> bool:
            return stage is not None and self.place() <= STAGES.index(other)

        def __gt__(self, other: str) -> bool:
            return stage is not None and self.place() > STAGES.index(other)

        def __ge__(self, other: str) -> bool:
            return stage is not None and self.place() >= STAGES.index(other)

    names = {"stage": Stage(), "consent": consent, "true": True, "false": False}
    return bool(eval(text, {"customer": stage == "customer"} | names))


@given(CONDITIONS, CONDITIONS)
@settings(deadline=None)
def test_what_is_claimed_holds_for_every_contact(one: str, other: str) -> None:
    for stage, consent in itertools.product((None, *STAGES), (True, False)):
        first, second = holds(one, stage, consent), holds(other, stage, consent)
        if implies(typed(one), typed(other)):
            assert second or not first
        if excludes(typed(one), typed(other)):
            assert not (first and second)
