"""Event histories in the shapes in which tools write them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from nurture_tui.contacts.event_use import event_file_of, event_uses
from nurture_tui.contacts.history import NOT_LISTED, SHARED, EventHistory, contact_rows
from nurture_tui.contacts.read import read_contacts
from nurture_tui.contacts.read_events import read_events
from nurture_tui.contacts.table import Contacts
from nurture_tui.errors import ContactsError
from nurture_tui.files.workspace import read_workspace
from nurture_tui.model.workspace import Settings, Workspace

ROOT = Path(__file__).parents[2]
HELSINKI = Workspace(Settings(timezone="Europe/Helsinki"))
PLAIN = "contact,time,event,object,value\na-1,2026-11-23T09:00,purchased,hr-system,2400\n"
Read = Callable[..., EventHistory]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reader(content: str | bytes, name: str = "events.csv") -> EventHistory:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_events(path, HELSINKI)

    return reader


def utc(history: EventHistory) -> list[str]:
    return [f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M}" for at in history.time.tolist()]


def events(history: EventHistory) -> list[str]:
    return [history.names[code] for code in history.event]


# ---------------------------------------------------------------- formats and columns
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", PLAIN),
        ("a.csv", PLAIN.replace(",", ";")),
        ("a.txt", "\ufeff" + PLAIN.replace(",", "\t")),
        ("a.csv", PLAIN.encode("utf-16")),
        (
            "a.jsonl",
            '{"contact": "a-1", "time": "2026-11-23T07:00:00Z", "event": "purchased", '
            '"object": "hr-system", "value": 2400}',
        ),
    ],
)
def test_any_format_of_a_contact_file_is_read(read: Read, name: str, content: str) -> None:
    history = read(content, name)
    assert (history.contact[0], events(history), utc(history)) == (
        "a-1", ["purchased"], ["2026-11-23 07:00"],
    )  # fmt: skip
    assert (history.object[0], history.value[0]) == ("hr-system", "2400")


def test_parquet_is_read(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    when = datetime(2026, 11, 23, 7, tzinfo=UTC)
    table = pyarrow.table({"contact": ["a-1"], "time": [when], "event": ["purchased"]})
    parquet.write_table(table, tmp_path / "a.parquet")
    assert utc(read_events(tmp_path / "a.parquet", HELSINKI)) == ["2026-11-23 07:00"]


@pytest.mark.parametrize(
    ("header", "parts"),
    [
        ("Kontakti;Aika;Tapahtuma;Kohde;Arvo", "contact time event object value"),
        ("Sähköposti;Ajankohta;Tapahtuman nimi;Kampanja;Summa", "email time event object value"),
        ("Contact ID;Timestamp;Event Name;URL;Revenue", "contact time event object value"),
        ("Recipient;Activity Date;Activity Type;Campaign Name;x", "email time event object"),
        ("Person - Email;Occurred At;Action;Page;Amount", "email time event object value"),
    ],
)
def test_columns_are_known_by_what_exports_call_them(read: Read, header: str, parts: str) -> None:
    history = read(f"{header}\na@example.com;2026-11-23T09:00;purchased;x;1\n")
    assert dict(zip(header.split(";"), parts.split(), strict=False)) == history.mapping


def test_the_better_name_is_taken_where_several_fit(read: Read) -> None:
    history = read("id,type,event,created at,time,contact\n1,web,purchased,2020-01-01,2026-01-01,a")
    assert (events(history), history.contact[0]) == (["purchased"], "a")
    assert utc(history) == ["2025-12-31 22:00"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("contact,event\na,b", "no column says when each event happened"),
        ("contact,time\na,2026-01-01", "no column says what happened"),
        ("id,time,event\na,2026-01-01,b", "no column names the contact"),
        ("contact,time,event\n", "no events below"),
        ("contact,time,event\n,2026-01-01,b", "no row can be used: line 2 names no contact"),
        ("", "empty"),
    ],
)
def test_what_cannot_be_used_is_refused_in_a_sentence(
    read: Read, content: str, message: str
) -> None:
    with pytest.raises(ContactsError, match=message) as refused:
        read(content)
    assert "events.csv" in refused.value.where


def test_a_missing_file_is_called_an_event_file(tmp_path: Path) -> None:
    with pytest.raises(ContactsError, match="no such event file"):
        read_events(tmp_path / "none.csv", HELSINKI)


# ---------------------------------------------------------------- rows
def test_times_without_offset_are_those_of_the_workspace_and_a_day_is_its_midnight(
    read: Read,
) -> None:
    history = read(
        "contact,time,event\na,2026-11-23 09:00,x\na,2026-11-23T09:00+00:00,x\n"
        "a,2026-11-23,x\na,2026-07-01,x\n"
    )
    assert utc(history) == [
        "2026-11-23 07:00", "2026-11-23 09:00", "2026-11-22 22:00", "2026-06-30 21:00",
    ]  # fmt: skip
    assert history.notes == ("2 times are a day alone and count as its 00:00",)


def test_rows_that_cannot_be_used_are_listed_with_line_and_reason(read: Read) -> None:
    history = read(
        "contact,time,event\na,2026-01-01,x\n,2026-01-01,x\na,,x\na,2026-01-01,\n"
        "a,03/04/2026,x\na,yesterday,x\na,2026-01-01,it's\n" + f"a,2026-01-01,{'x' * 201}\n"
    )
    assert len(history) == 1
    assert [(row.line, row.reason) for row in history.refused] == [
        (3, "names no contact"),
        (4, "has no time"),
        (5, "names no event"),
        (6, "has a time that could be two days: 03/04/2026"),
        (7, "has a time that is no time in ISO 8601: yesterday"),
        (8, "has an event whose name has a quotation mark in it: it's"),
        (9, f"has an event whose name is longer than 200 letters: {'x' * 39}…"),
    ]


def test_equal_rows_are_kept_and_told(read: Read) -> None:
    history = read(PLAIN + PLAIN.splitlines()[1] + "\n")
    assert len(history) == 2
    assert history.notes == ("1 row is equal to an earlier one in every part, and counted too",)


# ---------------------------------------------------------------- whose they are
def people(tmp_path: Path, content: str) -> Contacts:
    path = tmp_path / "people.csv"
    path.write_text(content, encoding="utf-8")
    return read_contacts(path, HELSINKI)


def test_a_contact_is_known_by_its_id_else_by_an_address_that_is_its_alone(
    read: Read, tmp_path: Path
) -> None:
    contacts = people(
        tmp_path,
        "contact,email\na-1,Ada@example.com\na-2,both@example.com\na-3,both@example.com\n",
    )
    history = read(
        "contact,email,time,event\n"
        "a-2,ada@example.com,2026-01-01,x\n"
        ",ADA@example.com,2026-01-01,x\n"
        "ada@EXAMPLE.com,,2026-01-01,x\n"
        ",both@example.com,2026-01-01,x\n"
        "a-9,,2026-01-01,x\n"
        "77,ada@example.com,2026-01-01,x\n"
    )
    assert contact_rows(history, contacts).tolist() == [1, 0, 0, SHARED, NOT_LISTED, 0]


def test_a_list_without_ids_is_known_by_address_in_any_case(read: Read, tmp_path: Path) -> None:
    contacts = people(tmp_path, "email\nAda@example.com\n")
    history = read("contact,time,event\nADA@example.com,2026-01-01,x\n")
    assert contact_rows(history, contacts).tolist() == [0]


# ---------------------------------------------------------------- what they are for
def test_what_the_sample_history_holds_is_counted_by_event() -> None:
    workspace = read_workspace(ROOT / "journeys").workspace
    contacts = read_contacts(ROOT / "sample_contacts" / "leads.csv", workspace)
    history = read_events(ROOT / "sample_contacts" / "history.csv", workspace)
    file = event_file_of(history, contacts, workspace)
    assert sum(found.rows for found in file.events) == len(history)
    assert (file.not_listed, file.shared_address, history.refused) == (0, 0, ())
    guide = next(found for found in file.events if found.event == "hr_guide_downloaded")
    mine = [code for code in history.event if history.names[code] == "hr_guide_downloaded"]
    assert guide.rows == len(mine)
    assert guide.uses == ("entry of hr-guide", "scored")
    assert not {*history.names} & {*file.missing}


def test_an_event_that_is_almost_one_of_the_journeys_says_which(read: Read, tmp_path: Path) -> None:
    workspace = Workspace(Settings(definitions={"hot": "did('pricing_viewed')"}))
    assert event_uses(workspace)["pricing_viewed"] == ("asked in hot",)
    contacts = people(tmp_path, "contact\na\n")
    history = read("contact,time,event\na,2026-01-01,Pricing Viewed\na,2026-01-01,other\n")
    meant = {f.event: f.meant for f in event_file_of(history, contacts, workspace).events}
    assert meant == {"Pricing Viewed": "pricing_viewed", "other": ""}


def test_many_rows_are_matched_in_the_order_of_the_file(read: Read, tmp_path: Path) -> None:
    contacts = people(tmp_path, "contact\n" + "\n".join(f"c{i}" for i in range(50)))
    rows = np.arange(500) * 7 % 60
    history = read(
        "contact,time,event\n" + "\n".join(f"c{row},2026-01-01,x" for row in rows.tolist())
    )
    expected = np.where(rows < 50, rows, NOT_LISTED)
    assert contact_rows(history, contacts).tolist() == expected.tolist()
