"""Unreadable, empty, binary and hostile files: one clear line from every command, no traceback."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from nurture_tui.cli import main
from nurture_tui.exchange.new import new_journey

GOOD = new_journey("good", "lead-guide", date(2026, 11, 23)).text
CONTACTS = "email,first_name\na@example.com,Aino\n"
HEAD = 'format = 1\nname = "x"\nkind = "lead"\n[entry]\nevent = "e"\nstart = "a"\n'
SEND = '[steps.a]\ntype = "send"\nsubject = "s"\nbasis = "consent"\n'

JOURNEYS: dict[str, bytes] = {
    "empty": b"",
    "blank": b" \n\t\r\n",
    "byte-order-mark-only": b"\xef\xbb\xbf",
    "null-bytes": b"\x00" * 4_096,
    "all-bytes": bytes(range(256)) * 16,
    "utf-16": GOOD.encode("utf-16"),
    "utf-32": GOOD.encode("utf-32"),
    "latin-1": 'format = 1\nname = "ääkköset"\n'.encode("latin-1"),
    "half-a-letter": GOOD.encode() + b'\nnotes = "\xc3',
    "zip": b"PK\x03\x04" + bytes(range(64)) * 8,
    "png": b"\x89PNG\r\n\x1a\n" + bytes(200),
    "gzip": b"\x1f\x8b\x08\x00" + bytes(range(100)),
    "elf": b"\x7fELF\x02\x01\x01" + bytes(500),
    "json": b'{"format": 1, "name": "x"}',
    "xml": b"<?xml version='1.0'?><journey/>",
    "html": b"<html><script>alert(1)</script></html>",
    "csv": CONTACTS.encode(),
    "yaml": b"name: x\nsteps:\n  - a\n",
    "python": b"import os\nos.system('true')\n",
    "text-never-closed": b'name = "never closed\nformat = 1\n',
    "long-text-never-closed": b'name = """' + b"x" * 200_000,
    "list-never-closed": b"tags = [" + b'"a", ' * 20_000,
    "deep-lists": b"tags = " + b"[" * 20_000 + b"]" * 20_000,
    "deep-tables": b"a" + b".a" * 20_000 + b" = 1\n",
    "deep-inline-tables": b"a = " + b"{ a = " * 5_000 + b"1" + b" }" * 5_000,
    "huge-number": b"format = " + b"9" * 10_000,
    "not-a-number": b"format = nan\n",
    "key-twice": b"format = 1\nformat = 1\n",
    "table-twice": b"[entry]\nstart = 'a'\n[entry]\nstart = 'b'\n",
    "no-such-date": b"format = 2026-02-30\n",
    "one-long-line": b"#" + b"x" * 2_000_000 + b"\nformat =",
    "many-lines": b"\n" * 300_000 + b"=",
    "carriage-returns": b"format = 1\rname = 'x'\r",
    "escape-sequences": b'format = 1\nname = "\x1b[2J\x1b]0;owned\x07"\n',
    "escaped-escapes": HEAD.replace('"x"', r'"\u001b[2J"').encode() + b'bad = "\\u001b[31m"\n',
    "markup": (HEAD.replace('"x"', '"[bold red]x[/]"') + '"[link=x]" = 1\n' + SEND).encode(),
    "turned-text": (HEAD.replace('"x"', '"a\u202eb"') + "zzz = 1\n" + SEND).encode(),
    "wrong-types": b"format = []\nname = 1\nkind = {}\nentry = 3\nsteps = 'x'\n",
    "unknown-keys": b"format = 1\n" + b"".join(b"key%d = 1\n" % i for i in range(500)),
    "future-format": b"format = 99\n",
    "no-steps": HEAD.encode(),
    "start-nowhere": (HEAD.replace('"a"', '"b"') + SEND).encode(),
    "loop-without-wait": (
        HEAD + '[steps.a]\ntype = "branch"\nelse = "a"\ncases = [{ if = "customer", next = "a" }]\n'
    ).encode(),
    "code-as-condition": (HEAD + SEND + "only_if = \"__import__('os').system('true')\"\n").encode(),
    "huge-condition": (HEAD + SEND + f'only_if = "{"not " * 50_000}customer"\n').encode(),
    "nested-condition": (HEAD + SEND + f'only_if = "{"(" * 500}customer{")" * 500}"\n').encode(),
    "bare-minutes": (HEAD + '[steps.a]\ntype = "wait"\nfor = "5m"\n').encode(),
    "endless-duration": (HEAD + '[steps.a]\ntype = "wait"\nfor = "999999999d"\n').encode(),
    "path-as-id": (HEAD + '[steps."../../x"]\ntype = "exit"\n' + SEND).encode(),
    "unknown-zone": (HEAD + SEND + '[sending]\ntimezone = "Mars/Olympus"\n').encode(),
}

CONTACT_FILES: dict[str, bytes] = {
    "empty": b"",
    "blank": b"\n\n  \n",
    "byte-order-mark-only": b"\xff\xfe",
    "null-bytes": bytes(10_000),
    "all-bytes": bytes(range(256)) * 40,
    "excel": b"PK\x03\x04" + bytes(range(256)),
    "old-excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
    "gzip": b"\x1f\x8b\x08" + bytes(range(200)),
    "pdf": b"%PDF-1.7\n%\xe2\xe3\n",
    "png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
    "broken-parquet": b"PAR1" + bytes(100) + b"PAR1",
    "journey": GOOD.encode(),
    "only-names-of-columns": b"email,first_name\n",
    "no-names-of-columns": b"a@example.com,Aino\nb@example.com,Bo\n",
    "no-address": b"size,colour\n1,red\n",
    "no-ids": b"email,first_name\n,Aino\n,Bo\n",
    "one-json-list": b'[{"email": "a@example.com"}]',
    "deep-json": b'{"a":' * 100_000,
    "broken-json": b'{"email": "a@example.com"\n{"email"\n',
    "too-many-columns": b"email" + b",x" * 5_000 + b"\na@example.com\n",
    "never-closed": b'email,"first\na@example.com,b\n' * 3,
    "html": b"<html><body>Log in</body></html>",
}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "good").mkdir()
    (tmp_path / "good" / "good.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "people.csv").write_text(CONTACTS, encoding="utf-8")
    return tmp_path


def one_line(capsys: pytest.CaptureFixture[str], mention: str) -> None:
    """Nothing on stdout, and one harmless line on stderr that names the file."""
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert len(err) < 1_500
    assert err.startswith("nurture: ")
    assert mention in err
    assert "Traceback" not in err
    assert "a fault of" not in err
    assert all(char.isprintable() or char == "\n" for char in err)


@pytest.mark.parametrize("name", JOURNEYS)
def test_check_makes_a_finding_of_a_broken_journey(
    place: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = place / f"{name}.toml"
    path.write_bytes(JOURNEYS[name])
    assert main(["check", str(path)]) == 1
    out, err = capsys.readouterr()
    assert err == ""
    assert f"{name}.toml:" in out
    assert " error " in out
    assert "Traceback" not in out
    assert all(char.isprintable() or char == "\n" for char in out)


@pytest.mark.parametrize("command", ["simulate", "schedule", "export", "fmt", "diff"])
@pytest.mark.parametrize("name", JOURNEYS)
def test_every_other_command_refuses_a_broken_journey_in_one_line(
    place: Path, name: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = place / f"{name}.toml"
    path.write_bytes(JOURNEYS[name])
    extra = {
        "simulate": ["--contacts", str(place / "people.csv"), "--days", "5"],
        "schedule": ["--contacts", str(place / "people.csv"), "--days", "5"],
        "export": ["--to", "json"],
        "fmt": [],
        "diff": [str(place / "good" / "good.toml")],
    }
    status = main([command, str(path), *extra[command]])
    readable = name in READABLE
    if command in ("export", "fmt", "diff") and readable:
        assert status in (0, 1)
        capsys.readouterr()
        return
    assert status == 2
    one_line(capsys, f"{name}.toml")


# What can be read as a journey, and is wrong only in what it says: it can be exported.
READABLE = {
    "no-steps",
    "start-nowhere",
    "loop-without-wait",
    "unknown-zone",
}


@pytest.mark.parametrize("command", ["contacts", "simulate", "schedule", "check"])
@pytest.mark.parametrize("name", CONTACT_FILES)
def test_every_command_refuses_a_broken_contact_file_in_one_line(
    place: Path, name: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = place / f"{name}.csv"
    path.write_bytes(CONTACT_FILES[name])
    journey = str(place / "good" / "good.toml")
    arguments = [str(path)] if command == "contacts" else [journey, "--contacts", str(path)]
    assert main([command, *arguments]) == 2
    one_line(capsys, f"{name}.csv")


def a_folder(path: Path) -> None:
    path.mkdir()


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_link_to_nothing(path: Path) -> None:
    path.symlink_to("nowhere")


def a_link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


def a_link_to_a_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def nothing(path: Path) -> None:
    pass


THINGS = [a_folder, a_pipe, a_link_to_nothing, a_link_to_itself, a_link_to_a_device, nothing]


@pytest.mark.parametrize("make", THINGS, ids=lambda make: make.__name__)
def test_what_is_no_file_is_refused_in_one_line(
    place: Path, make: Callable[[Path], None], capsys: pytest.CaptureFixture[str]
) -> None:
    journey, people = place / "thing.toml", place / "thing.csv"
    make(journey)
    make(people)
    good = str(place / "good" / "good.toml")
    for arguments in (
        ["simulate", str(journey), "--contacts", str(place / "people.csv")],
        ["export", str(journey), "--to", "dot"],
        ["diff", str(journey), good],
        ["simulate", good, "--contacts", str(people)],
        ["contacts", str(people)],
    ):
        assert main(arguments) == 2
        one_line(capsys, "thing")
    assert main(["check", str(journey)]) in (1, 2)
    out, err = capsys.readouterr()
    assert "thing.toml" in out + err


@pytest.mark.parametrize("content", [b"\x00\xff", b"timezone = ", b'timezone = "Mars/Olympus"\n'])
def test_a_broken_nurture_toml_is_a_finding_and_stops_a_run(
    place: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "good" / "nurture.toml").write_bytes(content)
    assert main(["check", str(place / "good")]) == 1
    assert "nurture.toml:1:" in capsys.readouterr().out
    arguments = ["simulate", str(place / "good"), "--contacts", str(place / "people.csv")]
    assert main(arguments) == 2
    one_line(capsys, "nurture.toml")


@pytest.mark.parametrize("command", ["simulate", "schedule"])
def test_a_place_that_cannot_be_written_is_one_line(
    place: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    option = "--out" if command == "schedule" else "--schedule"
    good, people = str(place / "good" / "good.toml"), str(place / "people.csv")
    for target in (place / "no" / "such.csv", place / "folder.csv"):
        if target.name == "folder.csv":
            target.mkdir()
        assert main([command, good, "--contacts", people, "--days", "3", option, str(target)]) == 2
        one_line(capsys, target.name)


def test_there_are_at_least_forty_such_files() -> None:
    assert len(JOURNEYS) + len(CONTACT_FILES) >= 40


def test_the_files_that_are_good_are_not_refused(place: Path) -> None:
    good, people = str(place / "good" / "good.toml"), str(place / "people.csv")
    assert main(["simulate", good, "--contacts", people, "--days", "3"]) == 0
