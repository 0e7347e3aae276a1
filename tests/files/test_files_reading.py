"""Whatever is wrong with a file comes back as problems, in plain words and with their place."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import JOURNEYS

from nurture_tui.files.canonical import canonical
from nurture_tui.files.problems import Problem
from nurture_tui.files.reading import (
    parse_journey,
    parse_settings,
    read_journey,
    read_settings,
)
from nurture_tui.model.journey import Journey

GOOD = """\
format = 1
name = "Example"
kind = "lead"

[entry]
start = "a"

[steps.a]
type = "exit"
"""


def problems_of(text: str, name: str = "example.toml") -> tuple[Problem, ...]:
    return parse_journey(text, name).problems


def with_step(lines: str) -> str:
    return GOOD + f"\n[steps.b]\n{lines}\n"


def with_tail(lines: str) -> str:
    return f"{GOOD}\n{lines}"


WRONG = [
    # F002: unknown keys
    ("naem = 1\n" + GOOD, "F002", "there is no key “naem” here", "nearest is “name”", 1, 1),
    (
        GOOD.replace("[entry]", '[entry]\n  cpa = "x"'),
        "F002",
        "there is no key “cpa” here",
        "keys here are event, when, only_if",
        6,
        3,
    ),
    ('cap = "2 per 7d"\n' + GOOD, "F002", "no key “cap”", "a key of [sending]", 1, 1),
    (
        GOOD.replace("[entry]", '[entry]\npersona = "x"'),
        "F002",
        "no key “persona”",
        "move it up, before [entry]",
        6,
        1,
    ),
    ('id = "x"\n' + GOOD, "F002", "there is no key “id”", "name of the file", 1, 1),
    (
        with_step('type = "send"\ncases = []'),
        "F002",
        "no key “cases”",
        "a step of type branch",
        13,
        1,
    ),
    (with_step('type = "exit"\nelse_ = "a"'), "F002", "no key “else_”", "", 13, 1),
    (
        with_step('type = "action"\ndo = [{ emitt = "x" }]'),
        "F002",
        "there is no verb “emitt”",
        "nearest is “emit”",
        13,
        7,
    ),
    (
        with_step('type = "action"\ndo = [{ set = { a = 1 }, emit = "x" }]'),
        "F002",
        "“emit” is a second verb",
        "a table of its own",
        13,
        26,
    ),
    # F003: missing keys
    (GOOD.replace('name = "Example"\n', ""), "F003", "“name” is missing", 'name = "', 1, 1),
    (GOOD.replace('type = "exit"', ""), "F003", "“type” is missing", 'type = "send"', 8, 1),
    (
        with_step('type = "branch"\ncases = [\n  { next = "a" },\n]\nelse = "a"'),
        "F003",
        "“if” is missing",
        "Write if =",
        14,
        3,
    ),
    (with_step('type = "wait"'), "F003", "a wait needs one of", 'for = "3d"', 11, 1),
    (GOOD.replace('[entry]\nstart = "a"', ""), "F003", "[entry] is missing", "", 1, 1),
    # F004: wrong values
    (
        GOOD.replace('"lead"', '"led"'),
        "F004",
        "“kind” must be one of lead, customer, service, internal, not “led”",
        "The nearest is “lead”.",
        3,
        8,
    ),
    (GOOD.replace("= 1", "= 2"), "F004", "“format” must be 1, not 2", "format = 1", 1, 10),
    (GOOD.replace('"Example"', "3"), "F004", "“name” must be text, not 3", "", 2, 8),
    (GOOD.replace('"Example"', '""'), "F004", "“name” is empty", "", 2, 8),
    (GOOD.replace('"exit"', '"exti"'), "F004", "“type” must be one of send", "“exit”", 9, 8),
    ("steps = 3\n" + GOOD[: GOOD.index("[steps")], "F004", "“steps” must be a table", "", 1, 9),
    (GOOD.replace("[steps.a]", '[steps."a b"]'), "F004", "“a b” is not the id of a step", "", 8, 8),
    (
        with_tail("[assume]\nopen = 30\n"),
        "F004",
        "a share from 0 to 1 (0.3 is 30 %), not 30",
        "",
        12,
        8,
    ),
    (with_tail("[assume]\nopen = true\n"), "F004", "“open” must be a number, not true", "", 12, 8),
    (with_tail("[assume]\nopen = nan\n"), "F004", "“open” must be", "", 12, 8),
    (with_tail("[assume]\nfatigue = inf\n"), "F004", "“fatigue” must be", "", 12, 11),
    ('tags = "hr"\n' + GOOD, "F004", "“tags” must be a list, not “hr”", "in brackets", 1, 8),
    ('tags = ["hr", 7]\n' + GOOD, "F004", "each entry of “tags” must be text, not 7", "", 1, 15),
    (with_tail('[sending]\nholidays = "Finland"\n'), "F004", "a country's code", '"FI"', 12, 12),
    (with_tail(f"[assume]\nfatigue = {2**63}\n"), "F004", "this number is too large", "", 12, 11),
    (
        with_step('type = "split"\nways = [{ name = "a" }, { name = "a" }]'),
        "F004",
        "two ports are called “a”",
        "its own name",
        13,
        8,
    ),
    (
        with_step('type = "wait"\nfor = "1d"\ntimeout = "2d"'),
        "F004",
        "timeout goes with until",
        "",
        14,
        11,
    ),
    (
        with_tail('[[exits]]\nname = "x"\nwhen = "true"\n[[exits]]\nname = "x"\nwhen = "true"\n'),
        "F004",
        "two exits are called “x”",
        "its own name",
        15,
        8,
    ),
    (
        with_tail('[[exits]]\nname = "bounced"\nwhen = "true"\n'),
        "F004",
        "“bounced” is built in",
        "",
        12,
        8,
    ),
    # F005: durations and what is made of them
    (with_step('type = "wait"\nfor = "3m"'), "F005", "minutes or months", "Write min", 13, 7),
    (
        with_tail('[sending]\ncap = "2 in 7d"\n'),
        "F005",
        "“2 in 7d” is not a rate",
        "2 per 7d",
        12,
        7,
    ),
    (
        with_tail('[sending]\nwindow = "9 to 5"\n'),
        "F005",
        "is not a window",
        "Mon-Fri 08:00-17:00",
        12,
        10,
    ),
    (
        with_tail('[sending]\nclosed = ["2026-13-01"]\n'),
        "F005",
        "is not a day",
        "2026-12-28",
        12,
        11,
    ),
    # F006: conditions that cannot be parsed, at the very character
    (
        with_tail('[[exits]]\nname="x"\nwhen = "score = 3"\n'),
        "F006",
        "cannot be read",
        "== to compare",
        13,
        15,
    ),
    (
        with_tail("[[exits]]\nname='x'\nwhen = 'did(“x”)'\n"),
        "F006",
        "cannot be read",
        "straight quotes",
        13,
        13,
    ),
    (
        with_tail('[[exits]]\nname="x"\nwhen = "open(x) + 1"\n'),
        "F006",
        "is not part of the",
        "",
        13,
        9,
    ),
    (
        with_tail('[[exits]]\nname="x"\nwhen = "true # yes"\n'),
        "F006",
        "remark behind #",
        "notes",
        13,
        14,
    ),
]


@pytest.mark.parametrize(("text", "code", "message", "fix", "line", "column"), WRONG)
def test_a_wrong_file_is_told_in_words(
    text: str, code: str, message: str, fix: str, line: int, column: int
) -> None:
    (found,) = problems_of(text)
    assert found.code == code
    assert message in found.message
    assert fix in found.fix
    assert (found.line, found.column) == (line, column)


JARGON = (
    "Input should",
    "validation",
    "pydantic",
    "dict",
    "str ",
    "tuple",
    "Traceback",
    "NoneType",
)


@pytest.mark.parametrize("text", [case[0] for case in WRONG])
def test_no_problem_speaks_like_a_program(text: str) -> None:
    for problem in problems_of(text):
        assert not any(word in problem.message + problem.fix for word in JARGON)


def test_all_problems_of_a_file_come_at_once_in_the_order_of_the_file() -> None:
    text = GOOD.replace('"lead"', '"led"').replace("= 1", "= 2").replace('"exit"', '"exti"')
    assert [(p.code, p.line) for p in problems_of(text)] == [
        ("F004", 1),
        ("F004", 3),
        ("F004", 9),
    ]


def test_a_file_of_nothing_but_problems_names_the_first_hundred(tmp_path: Path) -> None:
    problems = problems_of(GOOD + "".join(f"key{n} = 1\n" for n in range(500)))
    assert len(problems) == 101
    assert problems[-1].message == "here and further on there are 400 more problems"
    assert problems[-1].line == 110


@pytest.mark.parametrize("name", ["my journey.toml", "ä.toml", ".toml", "a.b.toml", "x.json"])
def test_a_file_name_that_is_no_id_is_a_problem(name: str) -> None:
    (problem,) = problems_of(GOOD, name)
    assert problem.code == "F004"
    assert "the file's name" in problem.message


@pytest.mark.parametrize("text", [GOOD.replace("\n", "\r\n"), "\ufeff" + GOOD])
def test_line_ends_and_a_byte_order_mark_are_no_problem(text: str, tmp_path: Path) -> None:
    path = tmp_path / "example.toml"
    path.write_bytes(text.encode())
    file = read_journey(path)
    assert file.problems == ()
    assert file.text == text
    assert file.position(("kind",)).line == 3


def test_a_read_file_has_its_journey_and_positions() -> None:
    file = parse_journey(GOOD, "some/example.toml")
    assert file.journey is not None
    assert file.id == file.journey.id == "example"
    position = file.position(("steps", "a", "type"))
    assert (position.line, position.column) == (9, 8)
    key = file.position(("steps", "a", "type"), key=True)
    assert (key.line, key.column) == (9, 1)


# ------------------------------------------------------------------ files that are none

RANDOM = random.Random(7)
HOSTILE: dict[str, bytes] = {
    "empty": b"",
    "blank": b" \n\t\n",
    "only a remark": b"# nothing",
    "null bytes": b"\0" * 100,
    "null in text": GOOD.replace("Example", "Ex\0ample").encode(),
    "random bytes": RANDOM.randbytes(5_000),
    "png": b"\x89PNG\r\n\x1a\n" + RANDOM.randbytes(200),
    "zip": b"PK\x03\x04" + RANDOM.randbytes(200),
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "utf-16": GOOD.encode("utf-16"),
    "utf-32": GOOD.encode("utf-32"),
    "latin-1": GOOD.replace("Example", "Käsi").encode("latin-1"),
    "half a character": GOOD.encode() + b"# \xc3",
    "surrogate": GOOD.encode() + b"# \xed\xa0\x80",
    "overlong": b"\xc0\xaf",
    "two byte order marks": ("\ufeff\ufeff" + GOOD).encode(),
    "byte order mark alone": b"\xef\xbb\xbf",
    "json": b'{"format": 1, "name": "x"}',
    "yaml": b"format: 1\nname: x\n",
    "html": b"<html><body>not found</body></html>",
    "csv": b"email,name\na@example.com,Anna\n",
    "python": b"import os\nos.system('true')\n",
    "merge conflict": b"<<<<<<< HEAD\n" + GOOD.encode() + b"=======\n>>>>>>> x\n",
    "lone carriage returns": GOOD.replace("\n", "\r").encode(),
    "escape sequences": b"\x1b[31m\x1b]0;title\x07",
    "control characters": GOOD.replace("Example", "\x01\x02").encode(),
    "key without value": b"name =",
    "value without key": b'= "x"',
    "a key twice": GOOD.replace("\n\n", "\nname = 'y'\n\n", 1).encode(),
    "a table twice": GOOD.encode() + b"\n[entry]\nevent = 'x'\n",
    "open string": b'name = "x\nkind = "lead"\n',
    "open long string": b'name = """x\n',
    "open list": b'tags = ["a",\n',
    "open table": b"[entry\n",
    "open inline table": b"entry = { start = \n",
    "bad escape": b'name = "C:\\Users"\n',
    "bad date": b"[dates]\nx = 2026-02-30\n",
    "deep lists": b"tags = " + b"[" * 100_000,
    "deep closed lists": b"tags = " + b"[" * 400 + b"]" * 400,
    "deep tables": b"entry = " + b"{a = " * 50_000,
    "deep headings": b"[" + b".".join([b"a"] * 100_000) + b"]\n",
    "deep keys": b".".join([b"a"] * 100_000) + b" = 1\n",
    "deep keys inline": b"entry = {" + b" . ".join([b'"a"'] * 50_000) + b" = 1}\n",
    "long number": b"format = " + b"9" * 100_000 + b"\n",
    "long hex number": b"format = 0x" + b"f" * 100_000 + b"\n",
    "long float": b"target = 1e" + b"9" * 1_000 + b"\n",
    "long line": b'name = "' + b"x" * 1_900_000 + b'"\n',
    "long word": b"x" * 1_900_000,
    "many quotes": b'"' * 500_000,
    "many dots": b"." * 500_000,
    "many brackets": b"[[" * 200_000,
    "many tables": b"".join(b"[t%d]\n" % n for n in range(20_000)),
    "many keys": b"".join(b"k%d = %d\n" % (n, n) for n in range(20_000)),
    "too large": b"# " + b"x" * 3_000_000,
    "tables everywhere": b"[format]\n[name]\n[kind]\n[entry.start]\n[steps.a.type]\n",
    "lists everywhere": b"format=[]\nname=[]\nkind=[]\nentry=[]\ngoal=[]\nexits=[[]]\nsteps=[]\n",
    "numbers everywhere": b"format=1.5\nname=1\nkind=2\nentry=3\ngoal=4\nexits=5\nsteps=6\n",
    "times everywhere": b"format=10:00:00\nname=10:00:00\nkind=1979-05-27\nentry=10:00:00\n",
    "hostile condition": GOOD.replace(
        "[entry]", '[entry]\nwhen = "' + "not " * 499 + 'a"'
    ).encode(),
    "condition of brackets": GOOD.replace(
        "[entry]", '[entry]\nwhen = "' + "(" * 900 + "a" + ")" * 900 + '"'
    ).encode(),
    "condition with null": GOOD.replace("[entry]", '[entry]\nwhen = "a\\u0000"').encode(),
    "condition that is code": GOOD.replace(
        "[entry]", "[entry]\nwhen = \"__import__('os').system('x')\""
    ).encode(),
    "huge condition": GOOD.replace(
        "[entry]", '[entry]\nwhen = "' + "a and " * 9_000 + 'a"'
    ).encode(),
    "step of nothing": GOOD.replace('type = "exit"', "").encode(),
    "steps of every wrong kind": b"[steps]\na=1\nb='x'\nc=[]\nd={}\ne={type=1}\nf={type=[]}\n",
    "verbs of every wrong kind": GOOD.encode()
    + b"[steps.b]\ntype='action'\ndo=[1,'x',[],{},{set=1},{map={}},{task=[]},{emit={}},{copy=1}]\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gives_problems_quickly_and_never_an_exception(
    name: str, tmp_path: Path
) -> None:
    path = tmp_path / "example.toml"
    path.write_bytes(HOSTILE[name])
    start = time.process_time()
    file = read_journey(path)
    settings = read_settings(path)
    assert time.process_time() - start < 10
    assert file.journey is None
    assert file.problems
    for problem in (*file.problems, *settings.problems):
        assert problem.line >= 1
        assert problem.column >= 1
        assert problem.message.isprintable()
        assert problem.fix.isprintable()
        assert len(problem.message) < 500


@given(st.binary(max_size=200))
def test_any_bytes_give_problems_and_never_an_exception(content: bytes) -> None:
    text = content.decode("utf-8", "replace")
    assert problems_of(text)


@given(JOURNEYS, st.data())
def test_a_broken_journey_gives_problems_and_never_an_exception(
    journey: Journey, data: st.DataObject
) -> None:
    """A journey from whose text some characters are taken, or in which some are doubled."""
    text = canonical(journey)
    at = data.draw(st.integers(0, len(text) - 1))
    length = data.draw(st.integers(1, 20))
    piece = data.draw(st.sampled_from(["", text[at : at + length] * 2, "\0", '"', "]", "= 1"]))
    file = parse_journey(text[:at] + piece + text[at + length :], "example.toml")
    assert (file.journey is None) == bool(file.problems)
    for problem in file.problems:
        assert problem.message.isprintable()


def test_what_is_no_file_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "loop.toml").symlink_to(tmp_path / "loop.toml")
    (tmp_path / "nowhere.toml").symlink_to(tmp_path / "missing.toml")
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "file").write_text("")
    names = ["folder.toml", "loop.toml", "nowhere.toml", "pipe.toml", "missing.toml", "file/x.toml"]
    for name in [*names, "n" * 300 + ".toml", "null\0.toml"]:
        (problem,) = read_journey(tmp_path / name).problems
        assert problem.code == "F001"
    (problem,) = read_journey("/dev/zero").problems
    assert problem.message == "this is not a regular file"


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may read everything")
def test_a_file_that_may_not_be_read_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(GOOD)
    path.chmod(0)
    (problem,) = read_journey(path).problems
    assert problem.message == "the file may not be read"


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ('name = "x', 1, 10),
        ("name = \n", 1, 8),
        ("a = 1\nb = \nc = 1", 2, 5),
        ('a = "x" y\n', 1, 9),
        ("\ufeffa = 1\r\nb = \r\n", 2, 5),
    ],
)
def test_a_file_that_is_not_toml_says_where(text: str, line: int, column: int) -> None:
    (problem,) = problems_of(text)
    assert (problem.code, problem.line, problem.column) == ("F001", line, column)


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("target = 0,15\n", "Write a point: 0.15."),
        ("next = “pause”\n", 'Write straight ones: "…".'),
        ('a = { if = "x" next = "y" }\n', "Put a comma between its parts, and close it with }"),
    ],
)
def test_signs_of_habit_and_of_word_processors_are_named(text: str, fix: str) -> None:
    (problem,) = problems_of(text)
    assert problem.fix.startswith(fix)


def test_a_file_in_another_encoding_says_where(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes('a = 1\nb = "é'.encode() + b'\xe4"\n')
    (problem,) = read_journey(path).problems
    assert problem.message == "the file is not written in UTF-8"
    assert (problem.line, problem.column) == (2, 7)


# ------------------------------------------------------------------ nurture.toml


def test_settings_that_are_not_there_are_empty(tmp_path: Path) -> None:
    file = read_settings(tmp_path / "nurture.toml")
    assert not file.exists
    assert file.problems == ()
    assert file.settings.name == ""


def test_what_is_wrong_in_the_settings_is_left_out_and_the_rest_holds() -> None:
    file = parse_settings(
        'name = "Acme"\ntimezone = 3\n[limits]\nmax_steps = 0\ntasks_per_day = 20\n', "nurture.toml"
    )
    assert [p.path for p in file.problems] == [("timezone",), ("limits", "max_steps")]
    assert file.settings.name == "Acme"
    assert file.settings.timezone is None
    assert file.settings.limits.tasks_per_day == 20
    assert file.settings.limits.max_steps == 25


def test_after_a_wrong_definition_no_field_is_unknown() -> None:
    text = '[fields]\nscore = "number"\n[definitions]\nmql = "score >="\nsql = "score > 50"\n'
    file = parse_settings(text, "nurture.toml")
    assert [p.code for p in file.problems] == ["F006"]
    assert file.settings.fields is None
    assert list(file.settings.definitions) == ["sql"]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('[fields]\na = "txt"\n', ("fields", "a")),
        ("[fields]\na = { choise = [] }\n", ("fields", "a", "choice")),
        ("[scoring]\nclicked = 'x'\n", ("scoring", "clicked")),
        ("[scoring.reached]\nhot = 'x'\n", ("scoring", "reached", "hot")),
        ('[scoring]\n"it\'s" = 1\n', ("scoring", "it's")),
        ("[personas.a]\n", ("personas", "a", "title")),
        ('[assets."a/b"]\nstatus = "rdy"\n', ("assets", "a/b", "status")),
    ],
)
def test_a_problem_in_the_settings_has_its_path(text: str, path: tuple[str, ...]) -> None:
    assert parse_settings(text, "nurture.toml").problems[0].path == path
