"""A journey, its steps and its workspace: what is taken, what is refused, what is assumed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from strategies import JOURNEYS

from nurture_tui.model.action import VERBS, verb_name
from nurture_tui.model.clock import Hazard
from nurture_tui.model.condition import parse_condition
from nurture_tui.model.duration import Duration
from nurture_tui.model.fields import NUMBER, YES_NO, FieldKind
from nurture_tui.model.journey import Journey
from nurture_tui.model.reading import DataProblem, read_journey_data, read_settings_data
from nurture_tui.model.shape import keys, part_at
from nurture_tui.model.step import STEP_TYPES, Branch, Send, Wait, ports
from nurture_tui.model.values import written
from nurture_tui.model.workspace import Workspace, in_order, vocabulary

HEAD: dict[str, Any] = {
    "format": 1,
    "name": "x",
    "kind": "lead",
    "entry": {"start": "a"},
}


def read(**parts: Any) -> Journey:
    journey, problems = read_journey_data("x", {**HEAD, **parts})
    assert journey is not None, problems
    return journey


def problem(**parts: Any) -> DataProblem:
    journey, problems = read_journey_data("x", {**HEAD, **parts})
    assert journey is None
    assert len(problems) == 1, problems
    return problems[0]


def step(**keys: Any) -> Any:
    return read(steps={"a": keys}).steps["a"]


def step_problem(**keys: Any) -> DataProblem:
    return problem(steps={"a": keys})


def test_what_is_left_out_has_its_default() -> None:
    journey = read()
    assert (journey.status, journey.purpose, journey.goal, journey.exits) == ("draft", "", None, ())
    assert (journey.entry.again, journey.entry.arrivals) == ("never", "all")
    assert journey.sending.window is None
    assert journey.steps == {}


@pytest.mark.parametrize("key", ["format", "name", "kind", "entry"])
def test_what_is_required_is_missed(key: str) -> None:
    data = {name: value for name, value in HEAD.items() if name != key}
    journey, problems = read_journey_data("x", data)
    assert journey is None
    assert [(p.code, p.path) for p in problems] == [("F003", (key,))]


def test_steps_stay_in_their_order() -> None:
    ids = ["z", "a", "m"]
    assert list(read(steps={id_: {"type": "exit"} for id_ in ids}).steps) == ids


def test_the_id_is_the_files_and_no_key() -> None:
    assert read().id == "x"
    assert problem(id="y").code == "F002"
    assert "id" not in written(read())
    assert read_journey_data("a b", HEAD)[0] is None


@pytest.mark.parametrize("name", ["else_", "for_", "condition", "values", "spec", "list_name"])
def test_names_that_are_pythons_own_are_no_keys(name: str) -> None:
    for holder in (
        {"steps": {"a": {"type": "wait", "for": "1d", name: "1d"}}},
        {"assume": {"events": [{"event": "x", "chance": "2% per 1d", name: "true"}]}},
        {"goal": {"name": "x", "when": "true", "do": [{name: "x"}]}},
    ):
        assert problem(**holder).code == "F002"


@pytest.mark.parametrize("type_", STEP_TYPES)
def test_every_type_of_step_says_its_type(type_: str) -> None:
    part = part_at(Journey, {"steps": {"a": {"type": type_}}}, ("steps", "a"))
    assert part is not None
    assert next(iter(keys(part))) == "type"
    assert keys(part)["type"].__args__ == (type_,)


@pytest.mark.parametrize(
    ("keys", "wrong"),
    [
        ({"for": "3d"}, ""),
        ({"for": "3d", "at": "09:00", "on": "Mon-Fri"}, ""),
        ({"at": "09:00"}, ""),
        ({"on": "Mon"}, ""),
        ({"for": "4h", "at": "09:00"}, ""),
        ({"until": "true", "timeout": "3d", "else": "a"}, ""),
        ({"date": "trial_ends - 3d", "at": "09:00", "else": "a"}, ""),
        ({}, "F003"),
        ({"for": "3d", "until": "true"}, "F004"),
        ({"for": "3d", "date": "x"}, "F004"),
        ({"until": "true", "at": "09:00"}, "F004"),
        ({"until": "true", "on": "Mon"}, "F004"),
        ({"for": "3d", "timeout": "3d"}, "F004"),
        ({"for": "3d", "else": "a"}, "F004"),
        ({"for": "1d 4h", "at": "09:00"}, "F005"),
        ({"date": "x - 4h", "at": "09:00"}, "F005"),
        ({"until": "true", "timeout": "2bd"}, "F005"),
        ({"for": "3 days"}, "F005"),
        ({"for": "3d", "at": "9"}, "F005"),
    ],
)
def test_a_wait_is_of_one_kind(keys: dict[str, str], wrong: str) -> None:
    if wrong:
        assert step_problem(type="wait", **keys).code == wrong
    else:
        assert isinstance(step(type="wait", **keys), Wait)


@pytest.mark.parametrize(
    ("keys", "edges"),
    [
        ({"type": "send", "next": "b"}, (("next", "b"),)),
        ({"type": "send"}, (("next", None),)),
        ({"type": "action", "do": [{"emit": "x"}], "next": "b"}, (("next", "b"),)),
        ({"type": "exit", "enter": "other"}, ()),
        ({"type": "wait", "for": "1d", "next": "b"}, (("next", "b"),)),
        (
            {"type": "wait", "until": "true", "timeout": "1d", "next": "b", "else": "c"},
            (("next", "b"), ("else", "c")),
        ),
        (
            {
                "type": "branch",
                "cases": [{"if": "true", "label": "yes", "next": "b"}, {"if": "true"}],
                "else": "c",
            },
            (("yes", "b"), ("case 2", None), ("else", "c")),
        ),
        (
            {"type": "split", "ways": [{"name": "x", "next": "b"}, {"name": "y"}]},
            (("x", "b"), ("y", None)),
        ),
    ],
)
def test_a_step_has_its_ports(
    keys: dict[str, Any], edges: tuple[tuple[str, str | None], ...]
) -> None:
    assert ports(step(**keys)) == edges


@pytest.mark.parametrize(
    "keys",
    [
        {"type": "branch", "cases": [{"if": "true", "label": "else"}], "else": "a"},
        {
            "type": "branch",
            "cases": [{"if": "true", "label": "case 2"}, {"if": "true"}],
            "else": "a",
        },
        {"type": "split", "ways": [{"name": "x"}, {"name": "x"}]},
    ],
)
def test_two_ports_of_one_name_are_refused(keys: dict[str, Any]) -> None:
    assert "two ports are called" in step_problem(**keys).message


@pytest.mark.parametrize("weight", [0, -1, float("inf"), float("nan"), "1", True])
def test_a_weight_is_a_positive_number(weight: object) -> None:
    found = step_problem(type="split", ways=[{"name": "x", "weight": weight}])
    assert (found.code, found.path) == ("F004", ("steps", "a", "ways", 0, "weight"))


DEEDS: dict[str, Any] = {
    "set": {"lifecycle": "sql", "score": 1, "consent": True},
    "add": {"score": 10},
    "copy": {"from": "industry", "to": "company.industry"},
    "map": {"field": "owner", "by": "country", "to": {"FI": "anna"}, "else": "sami"},
    "add_to_list": "x",
    "remove_from_list": "x",
    "add_to_audience": "x",
    "remove_from_audience": "x",
    "create_deal": {"pipeline": "p", "stage": "s"},
    "update_deal": {"stage": "s"},
    "notify": "sales",
    "task": {"title": "Call", "for": "owner", "due": "2bd"},
    "webhook": "https://example.com",
    "enter": "other",
    "emit": "x",
}


def test_every_verb_is_known_here() -> None:
    assert list(DEEDS) == list(VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_is_read_and_written_alike(verb: str) -> None:
    action = step(type="action", do=[{verb: DEEDS[verb]}])
    assert verb_name(action.do[0]) == verb
    assert written(action)["do"] == ({verb: DEEDS[verb]},)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("value", [[], None, float("nan")])
def test_a_verb_with_a_wrong_value_is_one_problem(verb: str, value: object) -> None:
    found = step_problem(type="action", do=[{verb: value}])
    assert found.code == "F004"
    assert found.path[:5] == ("steps", "a", "do", 0, verb)


@pytest.mark.parametrize(
    ("event", "wrong"),
    [
        ({"after": "clicked()", "chance": 0.3, "delay": "10min", "spread": 1.5}, ""),
        ({"chance": "2% per 30d", "repeat": True}, ""),
        ({"date": "webinar + 5min", "chance": 0.4}, ""),
        ({}, "needs a chance"),
        ({"chance": 0.3}, "nothing that it comes after"),
        ({"chance": 1.3, "after": "true"}, "between 0 and 1"),
        ({"chance": "x", "after": "true"}, "is not a chance"),
        ({"after": "true", "date": "x", "chance": 0.3}, "one of them"),
        ({"after": "true", "chance": "2% per 30d"}, "one of them"),
        ({"date": "x", "chance": "2% per 30d"}, "a plain number"),
        ({"date": "x", "chance": 0.3, "repeat": True}, "repeat goes with"),
        ({"chance": "2% per 30d", "delay": "1d"}, "delay and spread go with after"),
    ],
)
def test_an_assumed_event_has_one_form(event: dict[str, Any], wrong: str) -> None:
    parts = {"assume": {"events": [{"event": "x", **event}]}}
    if wrong:
        assert wrong in problem(**parts).message
    else:
        assert read(**parts).assume.events[0].event == "x"


def test_values_are_read_into_their_types() -> None:
    journey = read(
        goal={"name": "x", "when": "did('x')", "within": "60d"},
        assume={"events": [{"event": "x", "chance": "2% per 30d"}]},
        sending={"closed": ["2026-12-28"]},
    )
    assert journey.goal is not None
    assert journey.goal.when == parse_condition("did('x')")
    assert journey.goal.within == Duration(days=60)
    assert journey.assume.events[0].chance == Hazard(0.02, Duration(days=30))


@pytest.mark.parametrize("name", ["unsubscribed", "bounced", "late-goal"])
def test_names_of_built_in_exits_are_taken(name: str) -> None:
    rule = {"name": name, "when": "true"}
    assert problem(exits=[rule]).path == ("exits", 0, "name")
    assert step_problem(type="exit", reason=name).path == ("steps", "a", "reason")


def test_an_entry_is_by_an_event_or_by_a_condition() -> None:
    assert read(entry={"start": "a"}).entry.event is None
    found = problem(entry={"start": "a", "event": "x", "when": "true"})
    assert (found.code, found.path) == ("F004", ("entry", "when"))


@given(JOURNEYS)
def test_what_is_written_reads_back_equal(journey: Journey) -> None:
    again, problems = read_journey_data(journey.id, written(journey))
    assert problems == ()
    assert again == journey


def test_a_journey_cannot_be_changed_in_place() -> None:
    with pytest.raises(ValueError, match="frozen"):
        read().name = "y"  # type: ignore[misc]


def test_a_step_made_in_code_has_its_type() -> None:
    assert written(Send(subject="x")) == {"type": "send", "subject": "x"}
    case = {"if": "true", "next": "a"}
    assert written(Branch.model_validate({"cases": [case], "else": "b"}))["type"] == "branch"


# ------------------------------------------------------------------ the workspace


def workspace(data: Mapping[str, Any], *ids: str) -> Workspace:
    settings, problems = read_settings_data(data)
    assert problems == ()
    journeys = {id_: read().model_copy(update={"id": id_}) for id_ in ids}
    return Workspace(settings, in_order(journeys, settings))


def test_journeys_come_by_priority_then_by_id() -> None:
    found = workspace({"limits": {"priority": ["z", "m"]}}, "a", "m", "b", "z")
    assert list(found.journeys) == ["z", "m", "a", "b"]


def test_a_changed_journey_takes_its_place() -> None:
    found = workspace({}, "a", "b")
    changed = found.journeys["a"].model_copy(update={"name": "new"})
    assert found.with_journey(changed).journeys["a"].name == "new"
    assert found.journeys["a"].name == "x"
    assert list(found.with_journey(changed).journeys) == ["a", "b"]


def test_fields_are_those_declared_and_those_known_everywhere() -> None:
    choice = {"choice": ["a", "b"], "ordered": True}
    kinds = workspace({"fields": {"age": "number", "lifecycle": choice}}).field_kinds
    assert kinds is not None
    assert kinds["age"] == NUMBER
    assert kinds["lifecycle"] == FieldKind("choice", ("a", "b"), True)
    assert kinds["consent"] == YES_NO
    assert workspace({}).field_kinds is None


def test_customer_is_defined_by_default() -> None:
    assert workspace({}).definitions == {"customer": parse_condition("lifecycle == 'customer'")}
    own = workspace({"definitions": {"customer": "score > 1"}})
    assert own.definitions["customer"] == parse_condition("score > 1")


def test_points_and_thresholds_are_kept_apart() -> None:
    found = workspace({"scoring": {"opened": 1, "points": 2, "reached": {"hot": 40}}}).settings
    assert found.scoring.points == {"opened": 1, "points": 2}
    assert found.scoring.reached == {"hot": 40}


def test_a_condition_may_name_what_workspace_and_journey_have() -> None:
    journey = read(steps={"a": {"type": "exit"}}, dates={"fair": "2026-12-10"})
    words = vocabulary(workspace({"dates": {"webinar": "2026-12-01"}}, "other"), journey)
    assert words.dates == {"fair", "webinar"}
    assert words.steps == {"a": "exit"}
    assert words.journeys == {"x", "other"}


@pytest.mark.parametrize("field", ["txt", 3, [], {"choice": []}, {"choice": ["a"], "order": True}])
def test_a_field_of_no_kind_is_a_problem(field: object) -> None:
    settings, problems = read_settings_data({"name": "kept", "fields": {"a": field}})
    assert problems
    assert settings.fields is None
    assert settings.name == "kept"
