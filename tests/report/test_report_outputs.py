"""The record, the schedule and the log of a small run made by hand."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import numpy as np

from nurture_tui.contacts.table import Contacts, TextColumn
from nurture_tui.model.fields import TEXT
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings, Workspace
from nurture_tui.report.log import LOG_COLUMNS, log_rows
from nurture_tui.report.record import as_record
from nurture_tui.report.schedule import SCHEDULE_COLUMNS, schedule_rows
from nurture_tui.simulation.result import (
    Assumption,
    EventLog,
    GoalResult,
    JourneyResult,
    Result,
    RunRecord,
    Sends,
    Stays,
    StepResult,
    Visits,
)

NAMES = ("", "guide", "deliver", "window cap", "b", "sent", "letter", "plain")


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def codes(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int32)


def column(*values: str) -> TextColumn:
    return TextColumn(np.array(values, dtype=object))


CONTACTS = Contacts(
    ids=np.array(["a", "b"], dtype=object),
    columns={
        "email": column("a@x.fi", "b@x.fi"),
        "first_name": column("Aino", ""),
        "timezone": column("America/New_York", "Nowhere/At_All"),
        "owner": column("sami@x.fi", ""),
    },
    kinds=dict.fromkeys(["email", "first_name", "timezone", "owner"], TEXT),
)
EMPTY = codes()
RESULT = Result(
    run=RunRecord(7, "frontier", at("2026-11-22T22:00:00"), 0, 90, "Europe/Helsinki", 2, 1),
    journeys={
        "guide": JourneyResult(
            considered=2,
            entered=2,
            not_entered={},
            goal=GoalResult(1, 0, 2, 0, 0.5, 0.094_53, 0.905_47, 0.15, 11.249, None),
            exits={"unsubscribed": 0},
            finished=1,
            inside=0,
            sends=2,
            held={"window": 1},
            skipped={},
            handed_off={},
            steps={
                "deliver": StepResult("send", 2, 2, held={"window": 1, "cap": 0}, out={"next": 2})
            },
        )
    },
    per_day=(("2026-11-23", 2, 1),),
    assumptions=(
        Assumption("guide", "", "open", 0.3, "benchmarks"),
        Assumption("guide", "deliver", "open", 0.4, "guess"),
    ),
    contacts=CONTACTS,
    log=EventLog(
        np.array([at("2026-11-23T07:00:00")]),
        codes(1),
        codes(1),
        codes(2),
        codes(5),
        codes(0),
        NAMES,
    ),
    sends=Sends(
        time=np.array([at("2026-11-23T07:00:00"), at("2026-11-23T14:00:00")]),
        due=np.array([at("2026-11-23T07:00:00"), at("2026-11-23T07:00:00")]),
        contact=codes(1, 0),
        journey=codes(1, 1),
        step=codes(2, 6),
        held_by=codes(0, 3),
        way=codes(0, 4),
        names=NAMES,
    ),
    visits=Visits(
        EMPTY, EMPTY, EMPTY, EMPTY.astype(np.int64), EMPTY.astype(np.int64), EMPTY, NAMES
    ),
    stays=Stays(
        EMPTY,
        EMPTY,
        EMPTY,
        EMPTY.astype(np.int64),
        EMPTY.astype(np.int64),
        EMPTY,
        EMPTY.astype(np.int64),
        NAMES,
    ),
)


def workspace(**sending: str) -> Workspace:
    journey = Journey.model_validate(
        {
            "id": "guide",
            "format": 1,
            "name": "Guide",
            "kind": "lead",
            "entry": {"event": "e", "start": "deliver"},
            "sending": {"sender": "owner", "sender_fallback": "anna@x.fi", **sending},
            "steps": {
                "deliver": {"type": "send", "subject": "Hi {first_name|there}"},
                "letter": {"type": "send", "channel": "letter", "sender": "house@x.fi"},
            },
        }
    )
    return Workspace(Settings(timezone="Europe/Helsinki"), {"guide": journey})


def test_the_record_has_the_documented_keys_in_order() -> None:
    record = as_record(RESULT)
    assert [*record] == ["run", "journeys", "per_day", "assumptions", "tasks"]
    assert record["run"] == {
        "seed": 7,
        "scheduler": "frontier",
        "start": "2026-11-23T00:00:00+02:00",
        "days": 90,
        "contacts": 2,
        "simulated": True,
        "notes": [],
    }
    guide = record["journeys"]["guide"]
    assert [*guide] == (
        [
            "considered",
            "entered",
            "not_entered",
            "goal",
            "exits",
            "finished",
            "inside",
            "sends",
            "held",
            "skipped",
            "handed_off",
            "steps",
        ]
    )
    assert guide["goal"] == {
        "reached": 1,
        "after_last_step": 0,
        "of": 2,
        "too_early": 0,
        "rate": 0.5,
        "low": 0.0945,
        "high": 0.9055,
        "target": 0.15,
        "median_days": 11.2,
        "lift": None,
    }
    assert [*guide["steps"]["deliver"]] == (
        [
            "type",
            "entered",
            "sent",
            "bounced",
            "held",
            "skipped",
            "opened",
            "reported_opens",
            "clicked",
            "unsubscribed",
            "out",
            "inside",
        ]
    )
    assert record["per_day"] == [{"date": "2026-11-23", "sends": 2, "inside": 1}]
    assert json.loads(json.dumps(record)) == record


def test_all_gates_and_all_reasons_to_skip_are_named_even_at_zero() -> None:
    guide = as_record(RESULT)["journeys"]["guide"]
    assert guide["held"] == {"hold_if": 0, "window": 1, "holiday": 0, "cap": 0, "throttle": 0}
    assert guide["skipped"] == {"no_permission": 0, "only_if": 0, "bounced": 0, "cap": 0}
    assert guide["steps"]["deliver"]["held"] == {"window": 1}


def test_an_assumption_of_a_step_names_it() -> None:
    assert as_record(RESULT)["assumptions"] == [
        {"journey": "guide", "what": "open", "value": 0.3, "source": "benchmarks"},
        {"journey": "guide", "step": "deliver", "what": "open", "value": 0.4, "source": "guess"},
    ]


def test_the_schedule_is_the_sends_with_local_time_message_and_sender() -> None:
    rows = [
        dict(zip(SCHEDULE_COLUMNS, row, strict=True)) for row in schedule_rows(RESULT, workspace())
    ]
    assert rows[0] == {
        "send_at_utc": "2026-11-23T07:00:00Z",
        "send_at_local": "2026-11-23T09:00:00+02:00",
        "timezone": "Europe/Helsinki",
        "contact": "b",
        "email": "b@x.fi",
        "journey": "guide",
        "step": "deliver",
        "channel": "email",
        "subject": "Hi there",
        "sender": "anna@x.fi",
        "way": "",
        "due_at_utc": "2026-11-23T07:00:00Z",
        "held_by": "",
    }
    assert rows[1] == {
        "send_at_utc": "2026-11-23T14:00:00Z",
        "send_at_local": "2026-11-23T09:00:00-05:00",
        "timezone": "America/New_York",
        "contact": "a",
        "email": "a@x.fi",
        "journey": "guide",
        "step": "letter",
        "channel": "letter",
        "subject": "",
        "sender": "house@x.fi",
        "way": "b",
        "due_at_utc": "2026-11-23T07:00:00Z",
        "held_by": "window cap",
    }


def test_a_journey_that_names_a_zone_goes_by_its_clock() -> None:
    zones = {row[1:3] for row in schedule_rows(RESULT, workspace(timezone="Asia/Tokyo"))}
    assert zones == {
        ("2026-11-23T16:00:00+09:00", "Asia/Tokyo"),
        ("2026-11-23T23:00:00+09:00", "Asia/Tokyo"),
    }


def test_the_log_has_a_row_for_each_thing_that_happened() -> None:
    assert [*log_rows(RESULT)] == [("2026-11-23T07:00:00Z", "b", "guide", "deliver", "sent", "")]
    assert len(LOG_COLUMNS) == 6
