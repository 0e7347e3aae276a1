"""New steps with what is asked of them, moves, and edits of the goal and the exit rules."""

from __future__ import annotations

import pytest
from edit_journeys import GUIDE, JOURNEYS

from nurture_tui.edit.change import EditError, set_value
from nurture_tui.edit.newstep import KINDS, last_send, questions, slug
from nurture_tui.edit.parts import (
    EXIT,
    GOAL,
    add_exit_rule,
    add_goal,
    move_rule,
    moved_item,
    remove_item,
    remove_part,
)
from nurture_tui.edit.steps import add_after, connect, leaving, move
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Branch, Send, Wait, ports


def leads(journey: Journey, source: str, port: str) -> str | None:
    return dict(ports(journey.steps[source]))[port]


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_answers_give_a_step_and_a_name_its_id(kind: str) -> None:
    asked = questions(GUIDE, kind, "deliver")
    answers = {question.key: question.value for question in asked}
    answers |= {"title": "Näytä!"} if "title" in answers else {}
    answers |= {"date": "webinar - 1d"} if kind == "date" else {}
    edit = add_after(GUIDE, "deliver", "next", kind, answers)
    assert leads(edit.journey, "deliver", "next") == edit.selected
    assert ("title" not in answers) or edit.selected == "nayta"


def test_a_new_condition_asks_of_the_message_before_it() -> None:
    assert last_send(GUIDE, "pause") == "deliver"
    edit = add_after(GUIDE, "pause", "next", "branch")
    step = edit.journey.steps[edit.selected]
    assert isinstance(step, Branch)
    assert str(step.cases[0].condition) == "clicked('deliver')"
    assert step.cases[0].label == "clicked"


def test_a_new_wait_takes_the_habit_of_the_others() -> None:
    asked = {q.key: q.value for q in questions(JOURNEYS["hr-guide"], "wait", "deliver")}
    assert asked == {"for": "3d", "on": "Mon-Fri", "at": "09:00"}


def test_a_wrong_answer_is_refused_with_what_to_write() -> None:
    with pytest.raises(EditError) as caught:
        add_after(GUIDE, "deliver", "next", "wait", {"for": "3 moons"})
    assert caught.value.fix


def test_a_wait_gets_its_else_by_adding_or_leading_a_line() -> None:
    plain = set_value(GUIDE, ("steps", "read", "else"), None)
    assert leaving(plain.steps["read"]) == (("next", "close-clicked"), ("else", None))
    added = add_after(plain, "read", "else", "send", {"subject": "Still there?"})
    step = added.journey.steps["read"]
    assert isinstance(step, Wait)
    assert step.else_ == added.selected
    assert leads(added.journey, added.selected, "next") == "close-clicked"
    assert leads(connect(plain, "read", "else", "close").journey, "read", "else") == "close"


def test_a_step_moves_to_another_line_and_its_old_one_is_joined() -> None:
    after = move(GUIDE, "pause", "last-offer", "next").journey
    assert leads(after, "deliver", "next") == "opened-guide"
    assert leads(after, "last-offer", "next") == "pause"
    assert leads(after, "pause", "next") == "task"
    assert list(after.steps).index("pause") == list(after.steps).index("last-offer") + 1


def test_a_branch_moves_with_its_other_ways_as_they_are() -> None:
    after = move(GUIDE, "opened-guide", "last-offer", "next", keep="else").journey
    assert leads(after, "pause", "next") == "angle"
    assert leads(after, "opened-guide", "else") == "task"
    assert leads(after, "opened-guide", "clicked") == "offer-guide"


@pytest.mark.parametrize(("id_", "behind"), [("close", "deliver"), ("pause", "pause")])
def test_what_cannot_move_stays(id_: str, behind: str) -> None:
    with pytest.raises(EditError):
        move(GUIDE, id_, behind, "next")


def test_the_goal_is_removed_and_added_for_what_a_message_leads_to() -> None:
    asks = set_value(GUIDE, ("steps", "offer-guide", "cta"), "guide_taken")
    bare = remove_part(asks, GOAL).journey
    assert bare.goal is None
    goal = add_goal(bare).journey.goal
    assert goal is not None
    assert (goal.name, str(goal.when)) == ("Guide taken", "did('guide_taken')")
    with pytest.raises(EditError):
        add_goal(asks)


def test_exit_rules_are_added_ordered_and_removed() -> None:
    two = add_exit_rule(GUIDE)
    assert [rule.name for rule in two.journey.exits] == ["customer", "exit"]
    turned = move_rule(two.journey, two.selected, -1).journey
    assert [rule.name for rule in turned.exits] == ["exit", "customer"]
    left = remove_part(turned, EXIT + "exit")
    assert left.selected == EXIT + "customer"
    with pytest.raises(EditError):
        move_rule(GUIDE, EXIT + "customer", 1)


def test_items_of_lists_are_moved_and_removed() -> None:
    turned = moved_item(GUIDE, ("steps", "task", "do", 1), -1)
    assert turned.name == "move action 2 of “task”"
    gone = remove_item(turned.journey, ("steps", "task", "do", 1))
    assert gone.name == "remove action 2 of “task”"
    with pytest.raises(EditError):  # a branch has a case at least
        remove_item(GUIDE, ("steps", "opened-guide", "cases", 0))


def test_an_id_is_made_of_a_name() -> None:
    assert slug("Näin pääset alkuun: opas 2!") == "nain-paaset-alkuun-opas-2"
    assert slug("漢字") == ""
    assert isinstance(
        add_after(GUIDE, "deliver", "next", "send", {"title": "漢字"}).journey, Journey
    )


def test_two_steps_of_one_name_have_two_ids() -> None:
    once = add_after(GUIDE, "deliver", "next", "send", {"title": "Stories"})
    assert once.selected == "stories-2"
    assert isinstance(once.journey.steps["stories-2"], Send)
