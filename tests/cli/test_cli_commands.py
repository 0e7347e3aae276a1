"""The commands: what they print where, and with which exit status they end."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nurture_tui import __version__
from nurture_tui.checks.rules import RULES
from nurture_tui.cli import COMMANDS, NOT_YET, main
from nurture_tui.errors import NurtureError, joined
from nurture_tui.exchange.new import TEMPLATES
from nurture_tui.report.log import LOG_COLUMNS
from nurture_tui.report.schedule import SCHEDULE_COLUMNS
from nurture_tui.text import rate

ROOT = Path(__file__).parents[2]
GUIDE = str(ROOT / "journeys" / "hr-guide.toml")
LEADS = str(ROOT / "sample_contacts" / "leads.csv")
RUN = [GUIDE, "--start", "2026-11-23", "--days", "60"]

Captured = pytest.CaptureFixture[str]


def in_a_process(
    *arguments: str, env: dict[str, str] | None = None, **more: object
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "nurture_tui", *arguments]
    environment = {**os.environ, **(env or {})}
    return subprocess.run(
        command, capture_output=True, text=True, env=environment, cwd=ROOT, timeout=120, **more
    )


# The whole


def test_help_names_every_command(capsys: Captured) -> None:
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(f"\n  {name} " in out for name in COMMANDS)
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"nurture {__version__}\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, capsys: Captured) -> None:
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])
    assert left.value.code == 0
    assert f"usage: nurture {command}" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "--no-such-option"],
        ["check", "--fail-on", "nothing"],
        ["check", "nowhere"],
        ["check", ""],
        ["simulate", *RUN, "--days", "0"],
        ["simulate", *RUN, "--days", "1e3"],
        ["simulate", *RUN, "--seed", "-1"],
        ["simulate", *RUN, "--start", "03/04/2026"],
        ["simulate", *RUN, "--start", "0001-01-01"],
        ["simulate", *RUN, "--log", "x.csv", "--schedule", "x.csv"],
        ["schedule", *RUN, "--out", "x.xlsx"],
        ["schedule", *RUN, "--by", "owner"],
        ["export", GUIDE],
        ["export", GUIDE, "--to", "vizio"],
        ["export", GUIDE, "--to", "hubspot"],
        ["export", str(ROOT / "journeys"), "--to", "json"],
        ["contacts"],
        ["contacts", LEADS, "--map", "email"],
        ["contacts", LEADS, "--map", "emial=email"],
        ["new", "x"],
        ["new", "x", "--template", "trail"],
        ["new", "../x", "--template", "trial"],
        ["new", "x", "--template", "trial", "--into", "nowhere"],
        ["rule", "G999"],
        ["diff", GUIDE],
        ["chek"],
        ["a\x00b"],
        ["x" * 5_000],
    ],
    ids=lambda arguments: " ".join(arguments)[-40:],
)
def test_wrong_usage_is_one_line_and_status_2(arguments: list[str], capsys: Captured) -> None:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("nurture: ")
    assert err.count("\n") == 1
    assert "a fault of" not in err


@pytest.mark.parametrize(
    "arguments",
    [[command] for command in NOT_YET],
    ids=lambda arguments: " ".join(arguments)[-30:],
)
def test_what_comes_later_is_refused_and_not_half_done(
    arguments: list[str], capsys: Captured
) -> None:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "is not there yet." in err


@pytest.mark.parametrize("rest", [[], ["journeys"], ["journeys", "--fail-on", "note"]])
def test_a_misspelt_command_names_the_nearest_whatever_follows(
    rest: list[str], capsys: Captured
) -> None:
    assert main(["chek", *rest]) == 2
    wrong = "nurture: chek: there is no such file, folder or command."
    assert capsys.readouterr().err == f"{wrong} Did you mean nurture check?\n"
    assert main(["frobnicate", *rest]) == 2
    assert "nurture --help shows the commands." in capsys.readouterr().err


def test_help_and_check_load_neither_numpy_nor_textual() -> None:
    code = (
        "import sys\n"
        "from nurture_tui.cli import main\n"
        "main(sys.argv[1:])\n"
        "loaded = {'numpy', 'textual', 'pydantic', 'rich'} & set(sys.modules)\n"
        "sys.exit(' '.join(sorted(loaded)))\n"
    )

    def loaded_by(*arguments: str) -> set[str]:
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments], capture_output=True, text=True, cwd=ROOT
        )
        return set(done.stderr.split())

    assert loaded_by("--help") == set()
    assert loaded_by("check", "journeys") <= {"pydantic", "rich"}


def test_a_fault_of_our_own_is_one_sentence_unless_details_are_wanted(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    def broken(_arguments: list[str]) -> int:
        raise ZeroDivisionError("oh\x1b[31m no")

    monkeypatch.setattr("nurture_tui.commands.rule.run", broken)
    monkeypatch.delenv("NURTURE_DEBUG", raising=False)
    assert main(["rule"]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "ZeroDivisionError" in err
    assert "NURTURE_DEBUG=1" in err
    assert "\x1b" not in err
    monkeypatch.setenv("NURTURE_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        main(["rule"])


def wait_until_it_has_worked(process: subprocess.Popen[str], seconds: float) -> None:
    """Until a process has had so much of a processor: on a busy machine that takes longer."""
    told = Path(f"/proc/{process.pid}/stat")
    if not told.exists():  # not on Linux
        time.sleep(seconds)
        return
    while process.poll() is None and worked(told) < seconds:
        time.sleep(0.02)


def worked(told: Path) -> float:
    """Seconds of a processor, from what Linux says of a process: its own and the system's."""
    after_name = told.read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


def test_ctrl_c_ends_at_once_and_leaves_no_half_written_file(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    rows = "".join(f"c{i}@example.com,Aino,yes\n" for i in range(200_000))
    people.write_text(f"email,first_name,consent\n{rows}")
    out = tmp_path / "schedule.csv"
    command = ["schedule", GUIDE, "--contacts", str(people), "--out", str(out)]
    # It heeds Ctrl+C as in a terminal, though what is started in the background would not, and says
    # when it begins: where much else runs Python takes seconds to start.
    begun = (
        "import signal, sys, nurture_tui.cli as cli;"
        "signal.signal(signal.SIGINT, signal.default_int_handler);"
        "print('begun', flush=True);"
        "sys.exit(cli.main())"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", begun, *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    wait_until_it_has_worked(process, 1.0)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err == "Stopped.\n"
    assert [path.name for path in tmp_path.iterdir()] == ["people.csv"]


def test_a_reader_that_goes_away_is_no_error() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "nurture_tui", "schedule", *RUN],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline().startswith(b"send_at_utc,")
    process.stdout.close()
    assert process.wait(timeout=60) == 141
    assert process.stderr.read() == b""
    process.stderr.close()


def test_letters_that_the_terminal_lacks_do_not_stop_a_command() -> None:
    arguments = ["export", "journeys/lead-scoring.toml", "--to", "toml"]
    done = in_a_process(*arguments, env={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert "markkinointip??tt?j?t" in done.stdout


def test_the_app_wants_a_terminal() -> None:
    done = in_a_process("journeys", stdin=subprocess.DEVNULL)
    assert (done.returncode, done.stdout) == (2, "")
    assert "the app needs a terminal" in done.stderr


def test_a_screen_can_be_printed_as_text() -> None:
    done = in_a_process("journeys/hr-guide.toml", "--plain", "design")
    assert done.returncode == 0
    assert "Lead > MQL | HR directors" in done.stdout
    assert "\x1b" not in done.stdout


# check


def test_the_samples_have_no_findings(capsys: Captured) -> None:
    assert main(["check", str(ROOT / "journeys")]) == 0
    assert "9 journeys checked: 0 errors, 0 warnings" in capsys.readouterr().out


@pytest.fixture
def unclear(tmp_path: Path) -> Path:
    """A journey with one error, and one warning."""
    path = tmp_path / "unclear.toml"
    path.write_text(
        'format = 1\nname = "U"\nkind = "internal"\n[entry]\nevent = "e"\nstart = "a"\n'
        '[steps.a]\ntype = "action"\ndo = [{ notify = "sales" }]\nnext = "b"\n'
        '[steps.b]\ntype = "wait"\nfor = "1d"\n'
        '[steps.lost]\ntype = "action"\ndo = [{ notify = "sales" }]\n',
        encoding="utf-8",
    )
    return path


def test_findings_are_places_and_sentences(unclear: Path, capsys: Captured) -> None:
    assert main(["check", str(unclear)]) == 1
    out, err = capsys.readouterr()
    assert err == ""
    assert f"{unclear}:14:1: error G102 unreachable-step [lost]\n    " in out
    assert out.endswith("1 journey checked: 1 error, 1 warning, 0 notes\n")


def test_findings_are_there_for_programs(unclear: Path, capsys: Captured) -> None:
    assert main(["check", str(unclear), "--json"]) == 1
    record = json.loads(capsys.readouterr().out)
    assert [*record] == ["findings", "errors", "warnings", "notes"]
    assert (record["errors"], record["warnings"], record["notes"]) == (1, 1, 0)
    finding = next(found for found in record["findings"] if found["code"] == "G102")
    keys = ["code", "name", "severity", "file", "line", "column", "journey", "step"]
    assert [*finding] == [*keys, "message", "fix", "source"]
    assert (finding["line"], finding["journey"], finding["step"]) == (14, "unclear", "lost")
    assert main(["check", str(unclear), "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out) == record


def test_the_bar_of_check_can_be_moved(unclear: Path, capsys: Captured) -> None:
    text = unclear.read_text().partition("[steps.lost]")[0]
    unclear.write_text(text)
    assert main(["check", str(unclear)]) == 1
    assert main(["check", str(unclear), "--fail-on", "error"]) == 0
    assert main(["check", str(unclear), "--fail-on", "note"]) == 1


def test_several_files_of_a_folder_are_checked_as_one_workspace(capsys: Captured) -> None:
    trial = str(ROOT / "journeys" / "trial.toml")
    assert main(["check", GUIDE, trial, GUIDE]) == 0
    assert capsys.readouterr().out.startswith("2 journeys checked")


def test_the_columns_of_a_contact_file_are_the_fields_where_none_are_declared(
    tmp_path: Path, capsys: Captured
) -> None:
    assert main(["new", "j", "--template", "trial", "--into", str(tmp_path)]) == 0
    capsys.readouterr()
    journey, people = str(tmp_path / "j.toml"), tmp_path / "people.csv"
    people.write_text("email,trial_ends\na@x.fi,2026-12-01\n")
    assert main(["check", journey, "--contacts", str(people)]) == 0
    people.write_text("email\na@x.fi\n")
    assert main(["check", journey, "--contacts", str(people)]) == 1
    assert "D601" in capsys.readouterr().out


def test_check_says_that_the_contacts_of_nurture_toml_are_not_there(
    tmp_path: Path, capsys: Captured
) -> None:
    assert main(["new", "j", "--template", "blank", "--into", str(tmp_path)]) == 0
    shared, people = tmp_path / "nurture.toml", tmp_path / "people.csv"
    shared.write_text('contacts = "people.csv"\n')
    capsys.readouterr()
    assert main(["check", str(tmp_path)]) == 0
    out, err = capsys.readouterr()
    assert "0 errors, 0 warnings" in out
    assert err == (
        f"{shared}: note: The contacts that this names are not at {people}. "
        "simulate and schedule need them, or --contacts FILE.\n"
    )
    people.write_text("email\na@x.fi\n")
    assert main(["check", str(tmp_path)]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("It is wrong", "It is wrong. Mend it."),
        ("It is wrong.", "It is wrong. Mend it."),
        ("Is it right? ", "Is it right? Mend it."),
        ("It is long…", "It is long… Mend it."),
        ("", "Mend it."),
    ],
)
def test_what_is_wrong_ends_before_how_to_mend_it(message: str, said: str) -> None:
    assert joined(message, "Mend it.") == said
    assert str(NurtureError(message, where="x.toml:3:1", fix="Mend it.")) == f"x.toml:3:1: {said}"


def test_without_a_mend_a_sentence_stays_as_it_is() -> None:
    assert joined("it is wrong", "") == "it is wrong"


# simulate and schedule


def test_a_run_is_summed_up_for_a_person(capsys: Captured) -> None:
    assert main(["simulate", *RUN]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.startswith("Simulated: 400 contacts, 60 days from Mon 23 Nov 2026")
    for words in ("Goal Downloaded the selection guide within", "let in", "series over", "held:"):
        assert words in out
    assert "Assumptions that are guesses: " in out
    assert "\x1b" not in out


def test_each_table_of_a_summary_has_one_whole_of_which_its_shares_are(capsys: Captured) -> None:
    assert main(["simulate", *RUN]) == 0
    text = capsys.readouterr().out
    assert main(["simulate", *RUN, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["journeys"]["hr-guide"]
    ends = rows_below("where they ended", text)
    let_in = found["entered"]
    assert ends.pop("let in") == (let_in, "100.0%")
    later = ends.pop("later at the goal", (0, ""))
    assert later[0] == found["goal"]["after_last_step"]
    assert sum(number for number, _ in ends.values()) == let_in
    assert ends["series over"] == (
        found["exits"]["series over"],
        rate(found["exits"]["series over"] / let_in),
    )
    entry = rows_below("at the entry", text)
    assert entry["considered"] == (found["considered"], "100.0%")
    assert entry["let in"][0] + entry["not let in"][0] == found["considered"]
    assert {name: entry[name][0] for name in found["not_entered"]} == found["not_entered"]


def rows_below(head: str, text: str) -> dict[str, tuple[int, str]]:
    """The rows of a table of numbers, to the first line that is none of it."""
    lines = text[text.index(head) :].splitlines()[2:]
    found = {}
    for line in lines:
        row = re.fullmatch(r" *(\S.*?) {2,}([0-9,]+) {2,}(\S+) *", line)
        if row is None:
            break
        found[row[1]] = (int(row[2].replace(",", "")), row[3])
    return found


def test_a_summary_says_how_many_contacts_never_came(capsys: Captured) -> None:
    assert main(["simulate", GUIDE, "--start", "2026-11-23", "--days", "2"]) == 0
    out = capsys.readouterr().out
    came = rows_below("at the entry", out)["considered"][0]  # in two days nobody comes twice
    assert 0 < came < 400
    assert f"contacts that never came to the entry: {400 - came}\n" in out


def test_a_run_is_summed_up_for_a_program(capsys: Captured) -> None:
    assert main(["simulate", *RUN, "--json"]) == 0
    first = capsys.readouterr().out
    record = json.loads(first)
    assert [*record] == ["run", "journeys", "per_day", "assumptions", "tasks", "coverage"]
    assert record["run"]["start"] == "2026-11-23T00:00:00+02:00"
    assert [*record["journeys"]] == ["hr-guide"]
    assert len(record["per_day"]) == 60
    assert main(["simulate", *RUN, "--json"]) == 0
    assert capsys.readouterr().out == first
    assert main(["simulate", *RUN, "--json", "--seed", "2"]) == 0
    assert capsys.readouterr().out != first


def test_people_are_drawn_for_planning_beyond_the_list(capsys: Captured) -> None:
    assert main(["simulate", *RUN, "--people", "1500", "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["run"]["contacts"] == 1_500
    assert record["run"]["scheduler"]
    assert record["journeys"]["hr-guide"]["entered"] > 100


def test_people_are_not_drawn_from_an_empty_list(tmp_path: Path, capsys: Captured) -> None:
    nobody = tmp_path / "nobody.csv"
    nobody.write_text("contact,email\n")
    arguments = ["simulate", *RUN, "--contacts", str(nobody), "--people", "10"]
    assert main(arguments) == 2
    assert capsys.readouterr().err.startswith("nurture: ")


def test_the_log_and_the_schedule_are_written_and_said_on_stderr(
    tmp_path: Path, capsys: Captured
) -> None:
    log, schedule = tmp_path / "log.csv", tmp_path / "schedule.csv"
    assert main(["simulate", *RUN, "--json", "--log", str(log), "--schedule", str(schedule)]) == 0
    out, err = capsys.readouterr()
    sends = json.loads(out)["journeys"]["hr-guide"]["sends"]
    assert f"{sends:,} simulated sends in {schedule}" in err
    with schedule.open(encoding="utf-8", newline="") as stream:
        rows = [*csv.reader(stream)]
    assert tuple(rows[0]) == SCHEDULE_COLUMNS
    assert len(rows) == sends + 1
    with log.open(encoding="utf-8", newline="") as stream:
        events = [*csv.DictReader(stream)]
    assert tuple(events[0]) == LOG_COLUMNS
    assert sum(row["event"] == "sent" for row in events) == sends
    assert sorted(path.name for path in tmp_path.iterdir()) == ["log.csv", "schedule.csv"]


def test_a_schedule_goes_to_a_file_or_to_stdout(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "schedule.csv"
    assert main(["schedule", *RUN, "--out", str(path)]) == 0
    assert capsys.readouterr().out == ""
    assert main(["schedule", *RUN]) == 0
    assert capsys.readouterr().out == path.read_text(encoding="utf-8")


def test_a_run_starts_today_in_the_workspace(capsys: Captured) -> None:
    assert main(["simulate", GUIDE, "--days", "1", "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["run"]["start"][10:] in ("T00:00:00+02:00", "T00:00:00+03:00")


def test_a_journey_with_a_blocking_finding_does_not_run(unclear: Path, capsys: Captured) -> None:
    assert main(["simulate", str(unclear), "--contacts", LEADS]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"nurture: {unclear}:14:1: ")
    assert "(G102)" in err


def test_a_run_without_contacts_says_how_to_give_them(tmp_path: Path, capsys: Captured) -> None:
    assert main(["new", "j", "--template", "blank", "--into", str(tmp_path)]) == 0
    assert main(["simulate", str(tmp_path / "j.toml")]) == 2
    assert "Give --contacts FILE" in capsys.readouterr().err


def test_journeys_of_two_folders_are_not_one_run(tmp_path: Path, capsys: Captured) -> None:
    assert main(["new", "j", "--template", "blank", "--into", str(tmp_path)]) == 0
    assert main(["simulate", GUIDE, str(tmp_path / "j.toml")]) == 2
    assert "different folders" in capsys.readouterr().err


def test_names_from_files_are_shown_and_not_obeyed(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "j.toml"
    assert main(["new", "j", "--template", "blank", "--into", str(tmp_path)]) == 0
    text = path.read_text().replace("Lead > MQL | J", r"[bold]x[/bold] \u001b[31m:smile:")
    path.write_text(text.replace('"Asked for a meeting"', r'"[/]\u009b2J"'))
    capsys.readouterr()
    assert main(["simulate", str(path), "--contacts", LEADS, "--days", "9"]) == 0
    out = capsys.readouterr().out
    assert "[bold]x[/bold] ·[31m:smile:" in out
    assert "[/]·2J" in out


# contacts, new, export, rule, config


def test_contacts_says_what_the_file_has_and_the_journeys_need(capsys: Captured) -> None:
    assert main(["contacts", LEADS, "--journeys", str(ROOT / "journeys")]) == 0
    out = capsys.readouterr().out
    assert out.startswith("400 contacts in ")
    assert "company_size" in out


def test_contacts_lists_refused_rows_and_takes_a_mapping(tmp_path: Path, capsys: Captured) -> None:
    people = tmp_path / "people.csv"
    people.write_text("Mail box;Nick\na@x.fi;A\n;B\na@x.fi;C\n")
    assert main(["contacts", str(people), "--map", "Mail box=email", "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["contacts"] == 1
    assert [row["line"] for row in record["refused"]] == [3, 4]
    assert {row["column"]: row["field"] for row in record["fields"]}["Mail box"] == "email"


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_new_journey_is_clean_and_is_never_written_over(
    template: str, tmp_path: Path, capsys: Captured
) -> None:
    assert main(["new", "spring", "--template", template, "--into", str(tmp_path)]) == 0
    path = tmp_path / "spring.toml"
    assert capsys.readouterr().out == f"{path}\n"
    assert main(["check", str(tmp_path)]) == 0
    before = path.read_bytes()
    assert main(["new", "spring", "--template", "blank", "--into", str(tmp_path)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_two_new_journeys_never_have_one_name(tmp_path: Path) -> None:
    for id_ in ("a-b", "a_b"):
        assert main(["new", id_, "--template", "blank", "--into", str(tmp_path)]) == 0
    assert main(["check", str(tmp_path), "--fail-on", "error"]) == 0


def test_templates_are_listed(capsys: Captured) -> None:
    assert main(["new", "--list"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [*TEMPLATES]


@pytest.mark.parametrize(
    ("form", "begins"),
    [("json", "{"), ("mermaid", "---\ntitle:"), ("dot", "// not in"), ("toml", "format = 1\n")],
)
def test_an_export_goes_to_stdout_or_to_a_file_and_says_what_it_lacks(
    form: str, begins: str, tmp_path: Path, capsys: Captured
) -> None:
    assert main(["export", GUIDE, "--to", form]) == 0
    out, err = capsys.readouterr()
    assert out.startswith(begins)
    assert f"{form} does not hold: " in err
    path = tmp_path / "out.txt"
    assert main(["export", GUIDE, "--to", form, "--out", str(path)]) == 0
    assert capsys.readouterr().out == ""
    assert path.read_text(encoding="utf-8") == out


def test_a_rule_is_explained(capsys: Captured) -> None:
    assert main(["rule", "g102"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("# G102 unreachable-step\n\nError. ")
    assert "The check says:" in shown
    assert main(["rule"]) == 0
    assert "G102  error    unreachable-step\n" in capsys.readouterr().out


def test_a_rule_that_is_not_there_names_the_nearest_or_where_all_are(capsys: Captured) -> None:
    assert main(["rule", "G10"]) == 2
    assert "There is no rule G10. The nearest is “G1" in capsys.readouterr().err
    assert main(["rule", "ZZ"]) == 2
    err = capsys.readouterr().err
    assert err == f"nurture: There is no rule ZZ. nurture rule lists all {len(RULES)}.\n"


def test_config_says_where_the_file_is_and_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.delenv("NURTURE_CONFIG", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert main(["config"]) == 0
    path = tmp_path / "nurture" / "config.toml"
    assert capsys.readouterr().out.startswith(f"# {path} (not there")
    path.parent.mkdir()
    path.write_text('theme = "nurture-light"\n')
    assert main(["config"]) == 0
    assert 'theme = "nurture-light"' in capsys.readouterr().out
    path.write_bytes(b"\x00\xff")
    assert main(["config"]) == 2


# fmt


def test_fmt_writes_what_differs_and_leaves_the_rest_alone(
    tmp_path: Path, capsys: Captured
) -> None:
    for id_ in ("good", "loose"):
        assert main(["new", id_, "--template", "blank", "--into", str(tmp_path)]) == 0
    good, loose = tmp_path / "good.toml", tmp_path / "loose.toml"
    canonical = loose.read_text()
    loose.write_text("# a remark\n" + canonical.replace('kind    = "lead"', 'kind="lead"'))
    before = loose.read_text(), good.stat().st_mtime_ns
    capsys.readouterr()
    assert main(["fmt", "--check", str(tmp_path)]) == 1
    assert capsys.readouterr().out.startswith(f"{loose} would be in canonical form\n1 of 2 files")
    assert (loose.read_text(), good.stat().st_mtime_ns) == before
    assert main(["fmt", str(tmp_path)]) == 0
    assert 'kind = "lead"' in loose.read_text() or 'kind    = "lead"' in loose.read_text()
    assert loose.read_text().startswith("# a remark\n")
    assert good.stat().st_mtime_ns == before[1]
    assert main(["fmt", "--check", str(tmp_path)]) == 0


def test_fmt_writes_nothing_if_one_file_cannot_be_read(tmp_path: Path, capsys: Captured) -> None:
    assert main(["new", "loose", "--template", "blank", "--into", str(tmp_path)]) == 0
    loose = tmp_path / "loose.toml"
    loose.write_text(loose.read_text().replace(" = ", "="))
    (tmp_path / "broken.toml").write_text("name =")
    before = loose.read_text()
    capsys.readouterr()
    assert main(["fmt", str(tmp_path)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "broken.toml:1:" in err
    assert err.endswith("\nNothing was written.\n")
    assert loose.read_text() == before


def test_fmt_check_names_each_unreadable_file_and_looks_at_the_others(
    tmp_path: Path, capsys: Captured
) -> None:
    for id_ in ("good", "loose"):
        assert main(["new", id_, "--template", "blank", "--into", str(tmp_path)]) == 0
    loose = tmp_path / "loose.toml"
    loose.write_text(loose.read_text().replace(" = ", "="))
    (tmp_path / "broken.toml").write_text("name =")
    (tmp_path / "odd.toml").write_text("form = 1\nkind = 2\n")
    (tmp_path / "nurture.toml").write_text("no_such_key = 1\n")
    capsys.readouterr()
    assert main(["fmt", "--check", str(tmp_path)]) == 2
    out, err = capsys.readouterr()
    places = [line.split(":")[1].strip() for line in err.splitlines()]
    named = {str(tmp_path / name) for name in ("broken.toml", "odd.toml", "nurture.toml")}
    assert (len(places), {*places}) == (3, named)
    assert out == (
        f"{loose} would be in canonical form\n"
        "1 of 2 files differed from the canonical form, and 3 could not be read\n"
    )


def test_fmt_of_a_folder_is_of_its_nurture_toml_too(tmp_path: Path, capsys: Captured) -> None:
    assert main(["new", "j", "--template", "blank", "--into", str(tmp_path)]) == 0
    shared = tmp_path / "nurture.toml"
    shared.write_text('timezone="UTC"\n')
    assert main(["fmt", str(tmp_path / "j.toml")]) == 0
    assert shared.read_text() == 'timezone="UTC"\n'
    assert main(["fmt", str(tmp_path)]) == 0
    assert shared.read_text() == 'timezone = "UTC"\n'


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_new_journey_is_in_canonical_form(template: str, tmp_path: Path) -> None:
    assert main(["new", "j", "--template", template, "--into", str(tmp_path)]) == 0
    assert main(["fmt", "--check", str(tmp_path)]) == 0


# diff


def test_diff_tells_changes_to_the_journey_and_not_to_the_text(
    tmp_path: Path, capsys: Captured
) -> None:
    assert main(["new", "j", "--template", "lead-guide", "--into", str(tmp_path)]) == 0
    old, new = tmp_path / "j.toml", tmp_path / "k.toml"
    new.write_text("# a remark\n" + old.read_text().replace(" = ", "  =  "))
    capsys.readouterr()
    assert main(["diff", str(old), str(new)]) == 0
    assert capsys.readouterr().out == "The two journeys are equal.\n"
    new.write_text(old.read_text().replace('for  = "3d"', 'for  = "4d"').replace("0.15", "0.2"))
    assert main(["diff", str(old), str(new)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("~ ") for line in lines)
    assert main(["diff", str(old), str(new), "--json"]) == 0
    changes = json.loads(capsys.readouterr().out)["changes"]
    assert [change["path"] for change in changes] == [["goal", "target"], ["steps", "pause", "for"]]


# Hostile people


def test_what_contacts_are_called_runs_in_no_spreadsheet_and_no_terminal(
    tmp_path: Path, capsys: Captured
) -> None:
    assert main(["new", "j", "--template", "blank", "--into", str(tmp_path)]) == 0
    journey = tmp_path / "j.toml"
    text = journey.read_text().replace("What the reader gets, {first_name|there}", "{first_name}")
    journey.write_text(text.replace("Mon-Fri 08:00-17:00", "any"))
    people = tmp_path / "people.csv"
    people.write_text(
        'contact,email,first_name,owner,"[red]=1+1[/]"\n'
        "=HYPERLINK(1),a@x.fi,\"=cmd|'/C calc'!A0\",@owner,x\n"
        '-2+3,b@x.fi,"\x1b]0;owned\x07\u202eB\nB",-5,\x1b[2J\n',
        encoding="utf-8",
    )
    out, log = tmp_path / "out.csv", tmp_path / "log.csv"
    arguments = ["--contacts", str(people), "--days", "5", "--schedule", str(out)]
    assert main(["simulate", str(journey), *arguments, "--log", str(log)]) == 0
    with out.open(encoding="utf-8", newline="") as stream:
        rows = {row["email"]: row for row in csv.DictReader(stream)}
    assert rows["a@x.fi"]["contact"] == "'=HYPERLINK(1)"
    assert rows["a@x.fi"]["subject"] == "'=cmd|'/C calc'!A0"
    assert rows["a@x.fi"]["sender"] == "'@owner"
    assert rows["b@x.fi"]["contact"] == "'-2+3"
    assert rows["b@x.fi"]["subject"] == " ]0;owned  B B"
    assert rows["b@x.fi"]["sender"] == "-5"
    for path in (out, log):
        assert all(char.isprintable() or char == "\n" for char in path.read_text(encoding="utf-8"))
    capsys.readouterr()
    assert main(["contacts", str(people), "--journeys", str(tmp_path)]) == 0
    shown = capsys.readouterr().out
    assert "[red]=1+1[/]" in shown
    assert "\x1b" not in shown


# Questions to a result


def test_a_run_held_against_no_messages_says_its_lift(capsys: Captured) -> None:
    assert main(["simulate", *RUN, "--without-messages"]) == 0
    assert "lift over no marketing messages +" in capsys.readouterr().out
    assert main(["simulate", *RUN, "--without-messages", "--json"]) == 0
    goal = json.loads(capsys.readouterr().out)["journeys"]["hr-guide"]["goal"]
    assert goal["lift"]["value"] == pytest.approx(goal["rate"] - goal["lift"]["without"], abs=2e-4)


def test_several_runs_keep_luck_and_noise_apart(capsys: Captured) -> None:
    assert main(["simulate", *RUN, "--runs", "3"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "simulated 3 times, seeds 1 to 3, the same contacts" in out
    assert "More --runs make it smaller." in out
    assert "what luck alone can do with these contacts, in all 3 runs." in out
    assert main(["simulate", *RUN, "--runs", "3", "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["runs"]["journeys"]["hr-guide"]["sends"]["runs"] == 3
    assert main(["simulate", *RUN, "--json"]) == 0
    alone = json.loads(capsys.readouterr().out)
    assert "runs" not in alone
    assert alone["journeys"] == record["journeys"]


def test_a_split_has_its_ways_in_the_summary_and_the_record(capsys: Captured) -> None:
    assert main(["simulate", *RUN]) == 0
    assert "cannot tell: +" in capsys.readouterr().out
    assert main(["simulate", *RUN, "--json"]) == 0
    splits = json.loads(capsys.readouterr().out)["journeys"]["hr-guide"]["splits"]
    assert splits["angle"]["verdict"] == "cannot tell"


def test_two_journeys_are_compared_with_the_verdict_first(tmp_path: Path, capsys: Captured) -> None:
    folder = Path(shutil.copytree(ROOT / "journeys", tmp_path / "journeys"))
    other = folder / "shorter.toml"
    text = Path(GUIDE).read_text(encoding="utf-8")
    other.write_text(text.replace('for  = "6d"', 'for  = "2d"'), encoding="utf-8")
    command = ["compare", GUIDE, str(other), *RUN[1:]]
    assert main(command) == 0
    out = capsys.readouterr().out
    assert "hr-guide, in B shorter\n" in out
    assert out.index("Cannot tell which of them") < out.index("waits 2d instead of 6d")
    assert "messages that both send move" in out
    assert main([*command, "--json", "--runs", "2"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["run"]["runs"] == 2
    assert record["journeys"]["hr-guide"]["goal"]["each_run"]["runs"] == 2
    assert record["was"] == {"hr-guide": "shorter"}


def test_a_comparison_needs_two_paths_with_journeys(tmp_path: Path, capsys: Captured) -> None:
    assert main(["compare", GUIDE]) == 2
    assert main(["compare", GUIDE, str(tmp_path)]) == 2
    assert "there are no journeys in this folder" in capsys.readouterr().err


def test_what_the_result_hangs_on_is_ranked(tmp_path: Path, capsys: Captured) -> None:
    few = tmp_path / "few.csv"
    few.write_text("".join(Path(LEADS).read_text(encoding="utf-8").splitlines(True)[:30]))
    journey = str(ROOT / "journeys" / "contact-request.toml")
    command = ["simulate", journey, *RUN[1:3], "--days", "20", "--contacts", str(few)]
    assert main([*command, "--sensitivity"]) == 0
    out = capsys.readouterr().out
    assert "what the result hangs on" in out
    assert re.search(r"^assumption +as assumed +moved to +goal +messages", out, re.MULTILINE)


def test_a_narrow_terminal_cuts_no_step_name() -> None:
    from rich.console import Console

    from nurture_tui.commands.output import table

    out = Console(width=12, file=io.StringIO(), record=True)
    made = table(("step", "sent"), ("sent",))
    made.add_row("close-clicked", "138")
    out.print(made)
    told = out.export_text()
    assert "…" not in told
    assert "close-clicked" in "".join(line[:5].strip() for line in told.splitlines()[2:])
