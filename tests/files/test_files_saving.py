"""A save changes what was edited, and nothing else of a hand-written file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import JOURNEY_DATA, JOURNEYS, read

from nurture_tui.files.canonical import canonical, journey_data
from nurture_tui.files.reading import JourneyFile, parse_journey
from nurture_tui.files.saving import save_journey
from nurture_tui.model.journey import Journey

HAND_WRITTEN = """\
# The owner of this file is Anna.

format = 1
name   = "Example"    # as sales call it
kind   = 'lead'

# Who comes in, and why.
[entry]
event = "asked"
start = "hello"   # the first step

[goal]
name = "Bought"
when = "did('bought')"

# They are customers already.
[[exits]]
name = "customer"
when = "customer"

# Gone for good.
[[exits]]
name = "gone"
when = "did('gone')"

[sending]
cap = "2 per 7d"   # agreed with sales

# ---------------- the steps ----------------

# What was asked for.
[steps.hello]
type    = "send"
subject = "Hello"   # short
# why so early: they asked for it
window  = "any"
next    = "pause"

[steps.pause]
type = "wait"
for  = "P3D"
next = "what-now"

# The one decision.
[steps.what-now]
type  = "branch"
cases = [ # the first that holds
  # a click is a person
  { if = "clicked('hello')", label = "clicked", next = "bye" }, # sure
  # an open may be a machine
  { if="opened('hello')",next="pause" },  # less sure
]
else  = "bye"

# The end.
[steps.bye]
type = "exit"
# the end of the file
"""


def hand_written(text: str = HAND_WRITTEN) -> JourneyFile:
    file = parse_journey(text, "example.toml")
    assert file.journey is not None, file.problems
    return file


def edited(change: Callable[[dict[str, Any]], None], text: str = HAND_WRITTEN) -> str:
    file = hand_written(text)
    assert file.journey is not None
    data = journey_data(file.journey)
    change(data)
    journey = read(data)
    saved = save_journey(file, journey)
    assert not saved.anew
    assert_reads_back(saved.text, journey)
    return saved.text


def assert_reads_back(text: str, journey: Journey) -> None:
    again = parse_journey(text, f"{journey.id}.toml")
    assert again.journey == journey, again.problems
    assert list(again.journey.steps) == list(journey.steps)


def in_place_of(old: str, new: str) -> str:
    assert HAND_WRITTEN.count(old) == 1
    return HAND_WRITTEN.replace(old, new)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_no_change_gives_the_same_bytes(newline: str, mark: str) -> None:
    text = mark + HAND_WRITTEN.replace("\n", newline)
    file = hand_written(text)
    assert file.journey is not None
    assert save_journey(file, file.journey).text == text


def test_a_value_changes_on_its_line() -> None:
    text = edited(lambda data: data.update(name="Other"))
    assert text == in_place_of('"Example"    # as', '"Other"    # as')


def test_a_text_in_single_quotes_keeps_them() -> None:
    text = edited(lambda data: data.update(kind="customer"))
    assert text == in_place_of("'lead'", "'customer'")


def test_line_ends_and_byte_order_mark_stay() -> None:
    file = "\ufeff" + HAND_WRITTEN.replace("\n", "\r\n")
    text = edited(lambda data: data.update(purpose="New"), file)
    wanted = in_place_of(
        '"Example"    # as sales call it\n', '"Example"    # as sales call it\npurpose = "New"\n'
    )
    assert text == "\ufeff" + wanted.replace("\n", "\r\n")


def test_a_new_key_stands_where_the_format_has_it() -> None:
    text = edited(lambda data: data["steps"]["pause"].update(at="09:00"))
    assert text == in_place_of('for  = "P3D"\n', 'for  = "P3D"\nat   = "09:00"\n')


def test_a_removed_key_goes_with_the_remarks_above_it() -> None:
    text = edited(lambda data: data["steps"]["hello"].pop("window"))
    assert text == in_place_of('# why so early: they asked for it\nwindow  = "any"\n', "")


def test_a_new_step_follows_its_predecessor() -> None:
    def add(data: dict[str, Any]) -> None:
        steps = dict(data["steps"])
        data["steps"] = {}
        for id_, step in steps.items():
            data["steps"][id_] = step
            if id_ == "pause":
                data["steps"]["new"] = {"type": "action", "do": [{"emit": "x"}], "next": "bye"}

    text = edited(add)
    new = '[steps.new]\ntype = "action"\ndo   = [\n  { emit = "x" },\n]\nnext = "bye"\n\n'
    assert text == in_place_of("# The one decision.\n", new + "# The one decision.\n")


def test_a_new_last_step_stands_at_the_end() -> None:
    text = edited(lambda data: data["steps"].update(end={"type": "exit"}))
    assert text == HAND_WRITTEN + '\n[steps.end]\ntype = "exit"\n'


def test_a_removed_step_goes_with_its_remarks() -> None:
    def remove(data: dict[str, Any]) -> None:
        del data["steps"]["hello"]
        data["entry"]["start"] = "pause"

    text = edited(remove)
    start = HAND_WRITTEN.index("# What was asked for.")
    end = HAND_WRITTEN.index("[steps.pause]")
    assert text == (HAND_WRITTEN[:start] + HAND_WRITTEN[end:]).replace('"hello"   #', '"pause"   #')


def test_a_renamed_step_keeps_its_lines() -> None:
    def rename(data: dict[str, Any]) -> None:
        names = {"what-now": "decide"}
        data["steps"] = {names.get(id_, id_): step for id_, step in data["steps"].items()}
        data["steps"]["pause"]["next"] = "decide"

    text = edited(rename)
    assert text == HAND_WRITTEN.replace("what-now", "decide")


def test_a_moved_step_takes_its_remarks_along() -> None:
    def move(data: dict[str, Any]) -> None:
        data["steps"] = {id_: data["steps"][id_] for id_ in ("what-now", "hello", "pause", "bye")}

    text = edited(move)
    assert text.index("# The one decision.\n[steps.what-now]") < text.index("# What was asked for.")
    assert text.index("# ---------------- the steps") < text.index("# The one decision.")


def test_a_changed_case_leaves_its_neighbours_alone() -> None:
    text = edited(lambda data: data["steps"]["what-now"]["cases"][0].update(next="pause"))
    assert text == in_place_of(
        'label = "clicked", next = "bye"', 'label = "clicked", next = "pause"'
    )


def test_a_new_case_gets_a_line() -> None:
    case = {"if": "customer", "next": "bye"}
    text = edited(lambda data: data["steps"]["what-now"]["cases"].insert(1, case))
    wanted = '  { if = "customer", next = "bye" },\n  # an open may be a machine\n'
    assert text == in_place_of("  # an open may be a machine\n", wanted)


def test_a_removed_case_goes_with_its_remarks() -> None:
    text = edited(lambda data: data["steps"]["what-now"]["cases"].pop(0))
    start = HAND_WRITTEN.index("  # a click is a person")
    end = HAND_WRITTEN.index("  # an open may be a machine")
    assert text == HAND_WRITTEN[:start] + HAND_WRITTEN[end:]


def test_an_exit_is_removed_from_among_others() -> None:
    text = edited(lambda data: data["exits"].pop(0))
    start = HAND_WRITTEN.index("# They are customers already.")
    end = HAND_WRITTEN.index("# Gone for good.")
    assert text == HAND_WRITTEN[:start] + HAND_WRITTEN[end:]


def test_an_exit_is_put_between_others() -> None:
    new = {"name": "new", "when": "true"}
    text = edited(lambda data: data["exits"].insert(1, new))
    section = '[[exits]]\nname = "new"\nwhen = "true"\n\n'
    assert text == in_place_of("# Gone for good.\n", section + "# Gone for good.\n")


def test_a_new_table_stands_where_the_format_has_it() -> None:
    text = edited(lambda data: data.update(assume={"open": 0.3}))
    wanted = "[assume]\nopen = 0.3\n\n# ---------------- the steps"
    assert text == in_place_of("# ---------------- the steps", wanted)


def test_a_removed_table_leaves_no_gap() -> None:
    text = edited(lambda data: data.pop("goal"))
    assert text == in_place_of('[goal]\nname = "Bought"\nwhen = "did(\'bought\')"\n\n', "")


def test_a_table_that_had_only_tables_inside_gets_its_own_heading() -> None:
    events = '[[assume.events]]\nevent = "bought"\nchance = "2% per 30d"\n\n'
    before = in_place_of("[sending]", events + "[sending]")
    text = edited(lambda data: data["assume"].update(open=0.3), before)
    assert "[assume]\nopen = 0.3\n\n[[assume.events]]" in text


few = settings(max_examples=settings().max_examples // 2)
OTHER_FORMS = [
    'format=1\nname="x"\nkind="lead"\nentry={start="a"} # inline\n[steps]\n'
    'a={type="exit"} # a\nb={type="send",subject="x",next="a"}\n',
    'format=1\nname="x"\nkind="lead"\nentry.start="a" # dotted\nsteps.a.type="exit"\n'
    'steps.b.type="send" # b\nsteps.b.subject="x"\nsteps.b.next="a"',
    'format=1\nname="x"\nkind="lead"\nsteps={a={type="exit"},b={type="send",subject="x",next="a"}}'
    '\n[entry]\nstart="a"',
    '[steps.a]\ntype="exit"\n[steps.b]\ntype="send"\nsubject="x"\nnext="a"\n[steps.b.assume]\n'
    'open=0.5 # b\n[entry]\nstart="a"\n[]'.replace("[]", "[sending]"),
    'exits=[{name="q",when="true"}] # inline\nformat=1\nname="x"\nkind="lead"\n[entry]\nstart="b"\n'
    '[steps.b]\ntype="branch"\nelse="a"\n[[steps.b.cases]] # one\nif="true"\n[[steps.b.cases]]\n'
    'if="customer" # two\nnext="a"\n[steps.a]\ntype="exit"\n',
]


@pytest.mark.parametrize("text", OTHER_FORMS)
@given(data=st.data())
@few
def test_files_of_any_form_take_any_edit(text: str, data: Any) -> None:
    if "format" not in text:
        text = 'format=1\nname="x"\nkind="lead"\n' + text
    file = hand_written(text)
    assert file.journey is not None
    journey = data.draw(edits(file.journey))
    saved = save_journey(file, journey).text
    assert_reads_back(saved, journey)
    for id_, step in journey.steps.items():
        if step == file.journey.steps.get(id_) and f"# {id_}" in text:
            assert f"# {id_}" in saved


@st.composite
def edits(draw: Any, journey: Journey) -> Journey:
    """The journey with some of its keys and steps changed, taken out, put in, moved, renamed."""
    data = journey_data(journey)
    donor = draw(JOURNEY_DATA)
    for key in ("purpose", "tags", "goal", "exits", "sending", "assume", "dates", "notes"):
        match draw(st.sampled_from(["keep", "keep", "take", "drop"])):
            case "take" if key in donor:
                data[key] = donor[key]
            case "drop":
                data.pop(key, None)
    steps = list(data["steps"].items())
    for _ in range(draw(st.integers(0, 3))):
        kind = draw(st.sampled_from(["add", "remove", "rename", "move", "change"]))
        at = draw(st.integers(0, len(steps)))
        new = draw(st.sampled_from(list(donor["steps"].items())))
        if kind == "add":
            steps.insert(at, new)
        elif steps and at < len(steps):
            id_, step = steps.pop(at)
            if kind == "rename":
                steps.insert(at, (id_ + "-2", step))
            elif kind == "change":
                steps.insert(at, (id_, new[1] if draw(st.booleans()) else {**step, "title": "T"}))
            elif kind == "move":
                steps.append((id_, step))
    data["steps"] = dict(steps)
    return read(data)


@given(data=st.data())
def test_random_edits_of_a_hand_written_file_keep_the_remarks_of_what_stays(data: Any) -> None:
    file = hand_written()
    assert file.journey is not None
    journey = data.draw(edits(file.journey))
    saved = save_journey(file, journey)
    assert_reads_back(saved.text, journey)
    assert not saved.anew
    assert "# The owner of this file is Anna." in saved.text
    assert "# as sales call it" in saved.text
    for id_, remark in [("pause", ""), ("what-now", "# a click is a person"), ("hello", "# short")]:
        if journey.steps.get(id_) == file.journey.steps[id_]:
            assert remark in saved.text


@given(JOURNEYS, st.data())
@few
def test_random_edits_of_generated_files_are_never_lost(journey: Journey, data: Any) -> None:
    file = parse_journey(canonical(journey), "generated.toml")
    assert file.journey is not None
    other = data.draw(edits(file.journey))
    assert_reads_back(save_journey(file, other).text, other)


SAMPLES = sorted(
    p for p in (Path(__file__).parents[2] / "journeys").glob("*.toml") if p.name != "nurture.toml"
)


@given(st.sampled_from(SAMPLES), st.data())
@few
def test_random_edits_of_the_samples_keep_the_file(path: Path, data: Any) -> None:
    file = parse_journey(path.read_text("utf-8"), path)
    assert file.journey is not None
    journey = data.draw(edits(file.journey)).model_copy(update={"id": file.id})
    saved = save_journey(file, journey)
    assert_reads_back(saved.text, journey)
    assert not saved.anew
