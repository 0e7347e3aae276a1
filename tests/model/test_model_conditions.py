"""The condition language: what it takes, what it refuses, and that nothing is ever run."""

from __future__ import annotations

import time
import warnings
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import CONDITIONS

from nurture_tui.errors import ConditionError
from nurture_tui.model.condition import (
    MAX_LENGTH,
    And,
    Call,
    Compare,
    ListOf,
    Literal,
    Name,
    Not,
    Or,
    parse_condition,
    quote_text,
    walk,
)
from nurture_tui.model.fields import DATE, NUMBER, TEXT, YES_NO, FieldKind
from nurture_tui.model.typecheck import Checked, check_condition
from nurture_tui.model.typed import FieldRef, TypedCall, TypedCompare
from nurture_tui.model.vocabulary import Vocabulary
from nurture_tui.model.words import quoted

STAGE = FieldKind("choice", ("lead", "mql", "sql"), ordered=True)
INDUSTRY = FieldKind("choice", ("retail", "services"))
WORDS = Vocabulary(
    fields={
        "score": NUMBER,
        "email": TEXT,
        "consent": YES_NO,
        "trial_ends": DATE,
        "stage": STAGE,
        "industry": INDUSTRY,
        "company.size": NUMBER,
    },
    definitions={
        "hot": parse_condition("score >= 40"),
        "hottest": parse_condition("hot and consent"),
        "circle": parse_condition("not round"),
        "round": parse_condition("circle"),
        "broken": parse_condition("scoer > 1"),
    },
    dates=frozenset({"webinar"}),
    steps={"hello": "send", "pause": "wait"},
    journeys=frozenset({"onboarding"}),
)


def checked(text: str, words: Vocabulary = WORDS) -> Checked:
    return check_condition(parse_condition(text), words)


def refusal(text: str) -> tuple[str, int]:
    """Why a condition is refused, by the parser or for its types, and at which character.

    An empty message if it is right.
    """
    try:
        problems = checked(text).problems
    except ConditionError as error:
        return str(error), error.at
    return (problems[0].message, problems[0].at) if problems else ("", 0)


def test_an_expression_is_parsed_into_the_languages_own_parts() -> None:
    expr = parse_condition("not a and (b == 'x' or score in [1, 2])").expr
    assert isinstance(expr, And)
    negated, either = expr.items
    assert isinstance(negated, Not)
    assert isinstance(either, Or)
    equal, member = either.items
    assert isinstance(equal, Compare)
    assert equal.left == Name("b", equal.at)
    assert isinstance(member, Compare)
    assert isinstance(member.right, ListOf)
    assert [item.value for item in member.right.items] == [1.0, 2.0]


def test_a_chain_of_comparisons_is_all_of_them() -> None:
    expr = parse_condition("10 < score <= 20").expr
    assert isinstance(expr, And)
    assert [item.operator for item in expr.items if isinstance(item, Compare)] == ["<", "<="]


def test_functions_take_their_arguments_by_place_and_by_keyword() -> None:
    expr = parse_condition("did('bought', within='7d', object='x')").expr
    assert isinstance(expr, Call)
    assert expr.within == Literal("7d", 21)
    assert isinstance(expr.object, Literal)


def test_characters_are_counted_not_bytes() -> None:
    expr = parse_condition("'ää' == x and y").expr
    assert [part.at for part in walk(expr) if isinstance(part, Name)] == [8, 14]


def test_a_condition_keeps_its_text_and_is_equal_by_it() -> None:
    assert str(parse_condition(" a  and b ")) == " a  and b "
    assert parse_condition("a") == parse_condition("a")
    assert parse_condition("a") != parse_condition("b")


NOT_OF_THE_LANGUAGE = [
    "a + 1",
    "a if b else c",
    "lambda: 1",
    "[x for x in y]",
    "{1: 2}",
    "a[0]",
    "a.b()",
    "f'{a}'",
    "b'a'",
    "None",
    "...",
    "1j",
    "await a",
    "(yield)",
    "*a",
    "a is b",
    "print('x')(1)",
    "did(event='x')",
    "did(**a)",
    "[a, b]",
    "-a",
    "-True",
    "+1",
    "~1",
    "1e999",
    "a := 1",
    "a; b",
    "a = 1",
    "import os",
    "a # remark",
    "",
    "  ",
    "a b",
    "(a",
    "'a",
    "a\0",
    "\ud800",
]


@pytest.mark.parametrize("text", NOT_OF_THE_LANGUAGE)
def test_what_is_not_of_the_language_is_refused_in_one_sentence(text: str) -> None:
    message, at = refusal(text)
    assert message
    assert message.isprintable()
    assert 0 <= at <= len(text)


@pytest.mark.parametrize(
    ("text", "at"), [("a ==", 5), ("a b", 3), ("  a b", 5), ("(a", 1), ("'ä' ! b", 5)]
)
def test_the_refusal_names_the_character(text: str, at: int) -> None:
    with pytest.raises(ConditionError, match=f"at character {at}"):
        parse_condition(text)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("score = 3", "=="),
        ("name == “x”", "straight quotes"),
        ("a && b", "and, or, not"),
        ("a ==", "clicked('deliver')"),
    ],
)
def test_the_fix_knows_what_people_write(text: str, hint: str) -> None:
    with pytest.raises(ConditionError) as refused:
        parse_condition(text)
    assert hint in refused.value.fix


HOSTILE = {
    "brackets": "(" * 900 + "a" + ")" * 900,
    "open brackets": "(" * 1_999,
    "nots": "not " * 499 + "a",
    "minuses": "-" * 1_999 + "1",
    "dots": "a." * 999 + "b",
    "calls": "f(" * 400 + ")" * 400,
    "lists": "[" * 900 + "]" * 900,
    "strings": "'" * 1_999,
    "number": "9" * 1_999,
    "power": "9**9**9**9",
    "too long": "a and " * 10_000 + "a",
    "megabytes": "x" * 5_000_000,
    "nulls": "\0" * 1_000,
    "escapes": "'" + "\\x" * 900 + "'",
    "names": "'\\N{" + "A" * 1_000 + "}'",
    "format": "f'" + "{" * 500 + "a" + "}" * 500 + "'",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_condition_ends_quickly_in_one_sentence(name: str) -> None:
    start = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ConditionError) as refused:
            parse_condition(HOSTILE[name])
    assert time.process_time() - start < 1
    assert refused.value.message.isprintable()
    assert len(str(refused.value)) < 400


def test_the_longest_condition_is_read() -> None:
    text = " and ".join(["field"] * (MAX_LENGTH // 10))
    assert len(text) > MAX_LENGTH - 10
    assert parse_condition(text)


def test_a_condition_is_never_run(tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    for text in (
        f"open('{trap}', 'w')",
        f"__import__('pathlib').Path('{trap}').touch()",
        f"[].__class__.__base__.__subclasses__()[0]('{trap}')",
        f"exec('open(\\'{trap}\\', \\'w\\')')",
        f"did(open('{trap}', 'w'))",
        f"contains(email, __import__('os').system('touch {trap}'))",
    ):
        message, _ = refusal(text)
        assert message
        assert not trap.exists()


@given(st.text(max_size=60))
def test_any_text_is_a_condition_or_refused_in_one_sentence(text: str) -> None:
    message, at = refusal(text)
    assert message.isprintable()
    assert 0 <= at <= len(text)


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20).filter(lambda t: "\0" not in t)
)
def test_any_text_can_stand_in_a_condition(text: str) -> None:
    if "\n" in text or "\r" in text:
        return  # a text of a condition stands on one line
    expr = parse_condition(f"x == {quote_text(text)}").expr
    assert isinstance(expr, Compare)
    assert isinstance(expr.right, Literal)
    assert expr.right.value == text


@given(CONDITIONS)
def test_a_condition_reads_back_equal(text: str) -> None:
    condition = parse_condition(text)
    assert parse_condition(str(condition)) == condition
    assert parse_condition(str(condition)).expr == condition.expr


# ------------------------------------------------------------------ types

RIGHT = [
    "consent",
    "score >= 40",
    "40 <= score",
    "email != ''",
    "hot and not hottest",
    "hot == true",
    "stage < 'sql'",
    "stage in ['lead', 'mql']",
    "industry == 'retail'",
    "company.size > 50",
    "trial_ends > '2026-12-01'",
    "trial_ends <= today()",
    "webinar < trial_ends",
    "left(trial_ends) < '3d'",
    "since(trial_ends) >= '26w'",
    "since('bought') > '1h'",
    "left(webinar) > '0h'",
    "did('bought', within='stay')",
    "count('opened', within='30d') >= 3",
    "sent() or opened() or clicked('hello')",
    "done('pause')",
    "reached('onboarding') or inside('onboarding')",
    "in_list('leads')",
    "missing(industry)",
    "contains(email, '@')",
    "contains(industry, 'RET')",
    "weekday() in ['Mon', 'Tue']",
    "weekday() == 'Mon' and hour() < 12",
    "entered_at < today()",
    "first_name == 'Anna'",
]


@pytest.mark.parametrize("text", RIGHT)
def test_a_right_condition_has_no_problem(text: str) -> None:
    assert checked(text).problems == ()
    assert checked(text).typed is not None


WRONG = [
    ("scoer > 1", "D601", "no field “scoer”", "“score”", 0),
    ("consent and scoer > 1", "D601", "no field “scoer”", "“score”", 12),
    ("industry == 'retial'", "D602", "“retial” is not one of", "“retail”", 12),
    ("stage in ['lead', 'sqll']", "D602", "“sqll”", "“sql”", 18),
    ("weekday() == 'Monday'", "D602", "“Monday”", "", 13),
    ("score", "F006", "a yes or no is needed", "score >= 40", 0),
    ("not email", "F006", "a yes or no is needed", "", 4),
    ("score == 'x'", "F006", "a number is compared with text", "one kind", 0),
    ("email < 'x'", "F006", "text has no order", "==", 0),
    ("industry < 'retail'", "F006", "a choice has no order", "ordered", 0),
    ("consent > false", "F006", "a yes or no has no order", "", 0),
    ("email in 'x'", "F006", "a list is needed", "['FI', 'SE']", 9),
    ("score in ['x']", "F006", "a number is compared with text", "", 10),
    ("[1]", "F006", "a list stands alone", "", 0),
    ("trial_ends > 'soon'", "F006", "“soon” is not a date", "2026-12-01", 13),
    ("left(trial_ends) < 3", "F006", "a duration is compared with a number", "", 0),
    ("left(trial_ends) < '3m'", "F006", "“3m” is not a duration", "7d", 19),
    ("since('x') > '2bd'", "F006", "“2bd” is not a duration of time", "bd cannot", 13),
    ("left(score) < '3d'", "F006", "“score” is not a date", "left(date_field)", 5),
    ("left('x') < '3d'", "F006", "“left” is not written so", "", 0),
    ("did(bought)", "F006", "“did” is not written so", "did('event'", 0),
    ("did('x', within='2bd')", "F006", "must be an elapsed time or 'stay'", "", 16),
    ("did('x', within='stays')", "F006", "must be an elapsed time or 'stay'", "", 16),
    ("clicked('helo')", "F006", "no step “helo”", "“hello”", 8),
    ("clicked('pause')", "F006", "“pause” is a wait", "done('step')", 8),
    ("done()", "F006", "“done” is not written so", "", 0),
    ("clicked('hello', within='1d')", "F006", "“clicked” is not written so", "", 0),
    ("reached('onboard')", "F006", "no journey “onboard”", "“onboarding”", 8),
    ("opend('hello')", "F006", "no function “opend”", "“opened”", 0),
    ("contains(score, 'x')", "F006", "“contains” is not written so", "", 0),
    ("missing('email')", "F006", "“missing” is not written so", "", 0),
    ("circle", "F006", "uses itself", "never itself", 0),
    ("broken", "D601", "in the definition “broken”: there is no field “scoer”", "", 0),
]


@pytest.mark.parametrize(("text", "code", "message", "fix", "at"), WRONG)
def test_a_wrong_condition_says_what_and_where(
    text: str, code: str, message: str, fix: str, at: int
) -> None:
    problem = checked(text).problems[0]
    assert problem.code == code
    assert message in problem.message
    assert fix in problem.fix
    assert problem.at == at
    assert checked(text).typed is None


def test_without_known_fields_a_field_takes_the_kind_it_is_compared_with() -> None:
    words = Vocabulary()
    typed = checked("age > 3 and since(joined) > '1d'", words).typed
    assert typed is not None
    assert checked("age > 3", words).typed == TypedCompare(
        ">", FieldRef("age", NUMBER), Literal(3.0, 6), NUMBER
    )
    assert checked("missing(whatever)", words).problems == ()


def test_definitions_are_written_out() -> None:
    assert checked("hot").typed == checked("score >= 40").typed
    assert checked("within").problems[0].code == "D601"


def test_durations_become_seconds() -> None:
    assert checked("did('x', within='1w')").typed == TypedCall("did", "x", within=7 * 86_400)


@pytest.mark.parametrize(
    "body",
    [
        "{0} and {0}",
        " or ".join(["{0}"] * 250),
        "{0}",
        "not " * 30 + "{0}",
        "({0} and ({0} or ({0} and {0}))) == true",
    ],
)
def test_definitions_that_explode_end_quickly_in_one_sentence(body: str) -> None:
    definitions = {
        f"d{n}": parse_condition(body.replace("{0}", f"d{n - 1}")) for n in range(1, 200)
    }
    definitions["d0"] = parse_condition("score > 1")
    words = Vocabulary({"score": NUMBER}, definitions)
    start = time.process_time()
    found = checked("d199", words)
    assert time.process_time() - start < 2
    assert [problem.message for problem in found.problems] == [
        "the condition is too large once its definitions are written out"
    ]


def test_all_problems_of_a_condition_are_told() -> None:
    assert len(checked("scoer > 1 and emial != '' and opend()").problems) == 3


def test_an_emoji_of_several_signs_stays_whole_in_a_message() -> None:
    assert quoted("👩‍👧 sal\u00adli") == "“👩‍👧 salli”"
    assert quoted("a\u202eb\x1b") == "“a\ufffdb␛”"
