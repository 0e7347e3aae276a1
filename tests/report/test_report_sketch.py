"""A journey as a sketch: folded waits, labels, marks, and what is not there."""

from __future__ import annotations

import tomllib
from typing import Any

from nurture_tui.layout import lay_out
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.sketch import (
    END,
    ENTRY,
    MISSING,
    count_texts,
    mark_texts,
    share_texts,
    sketch,
    wait_text,
)
from nurture_tui.simulation.result import JourneyResult, StepResult

HEAD = 'format = 1\nname = "x"\nkind = "lead"\nentry = { event = "e", start = "one" }\n'


def journey(steps: str, **extra: Any) -> Journey:
    return Journey.model_validate({**tomllib.loads(HEAD + steps), "id": "x", **extra})


def drawn(steps: str, **options: Any) -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    """The titles of the boxes by id, and the notes of the lines by source and port."""
    found = sketch(journey(steps), Workspace(), **options)
    assert lay_out(found).boxes.keys() == {node.id for node in found.nodes}
    return {n.id: n.title for n in found.nodes}, {e.key: e.note for e in found.edges}


SEND = '[steps.one]\ntype = "send"\nnext = "two"\n'
WAIT = '[steps.two]\ntype = "wait"\nfor = "3d"\non = "Mon-Fri"\nat = "09:00"\nnext = "three"\n'
LAST = '[steps.three]\ntype = "exit"\nreason = "over"\n'


def test_a_wait_for_a_time_folds_onto_its_line() -> None:
    boxes, notes = drawn(SEND + WAIT + LAST)
    assert "two" not in boxes
    assert notes["one", "next"] == "3d, then Mon-Fri 09:00"


def test_the_selected_wait_is_a_box() -> None:
    boxes, notes = drawn(SEND + WAIT + LAST, unfolded={"two"})
    assert boxes["two"] == "3d, then Mon-Fri 09:00"
    assert notes["one", "next"] == ""


def test_a_wait_that_no_line_leads_to_is_a_box_and_not_lost() -> None:
    steps = SEND.replace('"two"', '"too"') + WAIT + LAST
    boxes, notes = drawn(steps)
    assert boxes["two"] == "3d, then Mon-Fri 09:00"
    assert ("two", "next") in notes
    assert notes["one", "next"] == ""


def test_several_waits_in_a_row_share_a_note() -> None:
    more = '[steps.three]\ntype = "wait"\nfor = "2d"\nnext = "four"\n[steps.four]\ntype = "exit"\n'
    found = sketch(journey(SEND + WAIT + more), Workspace())
    line = next(edge for edge in found.edges if edge.source == "one")
    assert line.note == "3d, then Mon-Fri 09:00; 2d"
    assert line.via == ("two", "three")
    assert line.target == "four"


def test_a_wait_with_ways_out_is_a_box_with_words_on_its_lines() -> None:
    steps = '[steps.one]\ntype = "wait"\nuntil = "did(\'e\')"\ntimeout = "9d"\n'
    steps += 'next = "three"\nelse = "four"\n'
    steps += LAST + '[steps.four]\ntype = "exit"\n'
    found = sketch(journey(steps), Workspace())
    assert next(n.title for n in found.nodes if n.id == "one") == "e, max 9d"
    assert [e.label for e in found.edges if e.source == "one"] == ["in time", "timed out"]


def test_a_ring_of_waits_does_not_hang() -> None:
    ring = '[steps.one]\ntype = "wait"\nfor = "1d"\nnext = "two"\n'
    ring += '[steps.two]\ntype = "wait"\nfor = "1d"\nnext = "one"\n'
    boxes, _ = drawn(ring)
    assert {"one", "two"} <= boxes.keys()


def test_a_wait_that_ends_the_path_is_a_box() -> None:
    boxes, _ = drawn('[steps.one]\ntype = "wait"\nfor = "1d"\n')
    assert boxes["one"] == "1d"


def test_a_step_that_is_not_there_is_shown_as_missing() -> None:
    boxes, _ = drawn(SEND)
    assert boxes[MISSING + "two"] == "two"


def test_a_way_that_ends_the_path_beside_others_has_an_end_of_its_own() -> None:
    steps = '[steps.one]\ntype = "split"\nways = [{ name = "a" }, { name = "b", next = "three" }]\n'
    boxes, _ = drawn(steps + LAST)
    assert f"{END}one:a" in boxes


def test_a_step_without_a_way_on_ends_the_path() -> None:
    found = sketch(journey('[steps.one]\ntype = "send"\n'), Workspace())
    assert next(node for node in found.nodes if node.id == "one").ends


def test_the_word_of_a_send_is_its_channel() -> None:
    given = journey('[steps.one]\ntype = "send"\n', sending={"channel": "sms"})
    assert next(n.word for n in sketch(given, Workspace()).nodes if n.id == "one") == "sms"


def test_the_worst_finding_marks_a_step_and_says_how_many_more() -> None:
    marks = mark_texts(
        [("one", "note", "N703"), ("one", "error", "M507"), ("two", "warning", "T405")]
    )
    assert marks == {"one": "× M507 +1", "two": "! T405"}


def test_waits_are_said_in_a_line() -> None:
    def text(keys: str) -> str:
        return wait_text(journey(f'[steps.one]\ntype = "wait"\n{keys}\n').steps["one"])

    assert text('for = "4d"') == "4d"
    assert text('at = "09:00"') == "until 09:00"
    assert text('on = "Tue"\nat = "10:00"\nfor = "0d"') == "until Tue 10:00"
    assert text('date = "trial_ends - 3d"\nat = "09:00"') == "trial_ends - 3d, 09:00"


def test_counts_and_shares_are_of_those_who_came() -> None:
    steps = {
        "one": StepResult("branch", entered=200, out={"yes": 36, "else": 150}),
        "two": StepResult("send"),
    }
    counts = JourneyResult(250, 200, {}, None, {}, 0, 14, 0, {}, {}, {}, steps)
    assert count_texts(counts) == {ENTRY: "200", "one": "200", "two": "0"}
    assert share_texts(counts) == {("one", "yes"): "18%", ("one", "else"): "75%"}


def test_an_entry_by_a_condition_is_said_in_words() -> None:
    by_condition = journey(
        LAST.replace("three", "one"), entry={"when": "customer and not owns_survey", "start": "one"}
    )
    assert sketch(by_condition, Workspace()).nodes[0].title == "customer, not owns survey"


def test_what_is_missing_takes_no_room_for_a_count() -> None:
    steps = '[steps.one]\ntype = "branch"\nelse = "three"\n'
    steps += 'cases = [{ if = "customer", label = "yes", next = "gone" }]\n'
    layout = lay_out(sketch(journey(steps + LAST), Workspace()))
    counted = journey(steps.replace("gone", "four") + LAST + LAST.replace("three", "four"))
    assert layout.boxes[f"{MISSING}gone"].node.word == "missing"
    assert layout.width < lay_out(sketch(counted, Workspace())).width
