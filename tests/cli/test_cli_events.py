"""An event history on the command line: what it holds, and what a run makes of it (R18)."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from nurture_tui.cli import main

ROOT = Path(__file__).parents[2]
GUIDE = str(ROOT / "journeys" / "hr-guide.toml")
LEADS = str(ROOT / "sample_contacts" / "leads.csv")
HISTORY = str(ROOT / "sample_contacts" / "history.csv")
RUN = [GUIDE, "--start", "2026-09-07", "--days", "30", "--events", HISTORY]

Captured = pytest.CaptureFixture[str]


def past() -> list[dict[str, str]]:
    with Path(HISTORY).open(encoding="utf-8", newline="") as stream:
        return [*csv.DictReader(stream)]


def test_a_run_replays_a_history_and_says_so(tmp_path: Path, capsys: Captured) -> None:
    log = tmp_path / "log.csv"
    assert main(["simulate", *RUN, "--json", "--log", str(log)]) == 0
    history = json.loads(capsys.readouterr().out)["run"]["history"]
    inside = [
        row
        for row in past()
        if "2026-09-07" <= row["time"] < "2026-10-07"
        and row["event"] not in ("sent", "opened", "clicked")
    ]
    assert history["rows"] == len(past())
    assert history["facts"] == sum(row["time"] < "2026-09-07" for row in past())
    assert history["replayed"] == len(inside)
    assert history["from"] == f"{inside[0]['time']}+03:00"
    assert history["to"] == f"{inside[-1]['time']}+03:00"
    assert history["entries"] == ["hr-guide"]
    assert "purchased" in history["off"]
    with log.open(encoding="utf-8", newline="") as stream:
        told = [row for row in csv.DictReader(stream) if row["detail"].startswith("history")]
    assert sorted((row["contact"], row["event"]) for row in told) == sorted(
        (row["contact"], row["event"]) for row in inside
    )


def test_a_summary_says_what_stands_back_for_the_history(capsys: Captured) -> None:
    assert main(["simulate", *RUN]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "rows replayed, from Mon 7 Sep 2026 10:52 to" in out
    assert "contacts turn up as the history tells at hr-guide" in out
    assert "pricing_viewed, purchased, selection_guide_downloaded off up to its last row" in out


def test_a_schedule_is_of_those_who_really_came(tmp_path: Path, capsys: Captured) -> None:
    out = tmp_path / "sends.csv"
    assert main(["schedule", *RUN, "--out", str(out)]) == 0
    with out.open(encoding="utf-8", newline="") as stream:
        sent_to = {row["contact"] for row in csv.DictReader(stream)}
    came = {row["contact"] for row in past() if row["event"] == "hr_guide_downloaded"}
    assert sent_to
    assert sent_to <= came


def test_two_variants_are_compared_on_one_history(capsys: Captured) -> None:
    assert main(["compare", GUIDE, *RUN, "--json"]) == 0
    history = json.loads(capsys.readouterr().out)["run"]["history"]
    assert (history["rows"], history["entries"]) == (len(past()), ["hr-guide"])


def test_a_story_tells_what_really_happened(capsys: Captured) -> None:
    asked = next(row for row in past() if row["event"] == "hr_guide_downloaded")
    start = ["--start", "2026-08-24", "--days", "20", "--events", HISTORY]
    assert main(["explain", asked["contact"], GUIDE, *start]) == 0
    out = capsys.readouterr().out
    assert "hr_guide_downloaded, history: hr-guide" in out


def test_the_history_is_not_written_over_and_a_missing_one_is_a_sentence(
    tmp_path: Path, capsys: Captured
) -> None:
    copy = tmp_path / "events.csv"
    copy.write_bytes(Path(HISTORY).read_bytes())
    assert main(["schedule", *RUN[:-1], str(copy), "--out", str(copy)]) == 2
    assert "is the event history of this run, which would be lost" in capsys.readouterr().err
    assert copy.read_bytes() == Path(HISTORY).read_bytes()
    assert main(["simulate", *RUN[:-1], str(tmp_path / "none.csv")]) == 2
    assert "there is no such event file" in capsys.readouterr().err


def test_contacts_says_what_an_event_file_holds(tmp_path: Path, capsys: Captured) -> None:
    events = tmp_path / "events.csv"
    events.write_text(
        "Kontakti;Aika;Tapahtuma\na-0001;2026-11-01T09:00;HR guide downloaded\n"
        "a-0001;2026-11-02;purchased\nnobody;2026-11-03;purchased\na-0001;soon;purchased\n",
        encoding="utf-8",
    )
    asked = ["contacts", LEADS, "--journeys", str(ROOT / "journeys"), "--events", str(events)]
    assert main(asked) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "3 events in " in out
    assert "Columns: contact is “Kontakti”, time is “Aika”, event is “Tapahtuma”" in out
    assert "no use; the journeys know “hr_guide_downloaded”" in out
    assert "1 row is of a contact that is not in the list" in out
    assert "line 5 has a time that is no time in ISO 8601: soon" in out
    assert main([*asked, "--json"]) == 0
    record = json.loads(capsys.readouterr().out)["events"]
    assert [found["event"] for found in record["events"]] == ["purchased", "HR guide downloaded"]
    assert (record["rows"], record["not_in_the_list"]) == (3, 1)
    assert record["refused"][0]["line"] == 5
