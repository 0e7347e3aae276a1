"""The send calendar as .ics, .md, .html and tables: all sends, in files that others read."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from exchange_runs import STAMP, ran, samples
from icalendar import Calendar, Component
from markdown_it import MarkdownIt

from nurture_tui.errors import ExchangeError
from nurture_tui.exchange.ics import MOST_EVENTS, MOST_NAMES, to_ics
from nurture_tui.exchange.schedulefile import parts, write_part
from nurture_tui.exchange.sendpages import to_html, to_markdown
from nurture_tui.exchange.sendplan import SendPlan, send_plan
from nurture_tui.report.mailings import By
from nurture_tui.report.record import as_record
from nurture_tui.report.tasklist import given_tasks

IDS = ("hr-guide", "webinar")
HELSINKI = ZoneInfo("Europe/Helsinki")


def plan(by: By = "journey", ids: tuple[str, ...] = IDS) -> SendPlan:
    return send_plan(ran(*ids), samples(), by)


def calendar(by: By = "journey") -> Calendar:
    return Calendar.from_ical("".join(to_ics(plan(by), STAMP)).encode())


def sends() -> int:
    return sum(found.sends for found in ran(*IDS).journeys.values())


def test_a_calendar_has_an_event_a_day_and_message_with_how_many_and_who() -> None:
    result, events = ran(*IDS), calendar().walk("VEVENT")
    per_day = Counter({date.fromisoformat(day): n for day, n, _ in result.per_day if n})
    found: Counter[date] = Counter()
    for event in events:
        message, number, word = event["SUMMARY"].rsplit(" ", 2)
        assert word in ("contact", "contacts")
        assert message.endswith(":")
        found[event.decoded("DTSTART")] += int(number)
        people = str(event["DESCRIPTION"]).split("\n\n")[1].splitlines()
        assert len(people) == min(int(number), MOST_NAMES) + (int(number) > MOST_NAMES)
        assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(days=1)
        assert event["TRANSP"] == "TRANSPARENT"
        assert event["STATUS"] == "TENTATIVE"
        assert event.decoded("DTSTAMP") == STAMP
    assert found == per_day
    assert len({str(event["UID"]) for event in events}) == len(events)


def test_a_calendar_by_contact_has_each_send_at_its_instant() -> None:
    result, events = ran(*IDS), calendar("contact").walk("VEVENT")
    starts = sorted(event.decoded("DTSTART") for event in events)
    assert starts == [datetime.fromtimestamp(t, UTC) for t in sorted(result.sends.time.tolist())]
    assert len({str(event["UID"]) for event in events}) == len(events)


def test_a_calendar_made_again_has_the_same_events() -> None:
    again = "".join(to_ics(send_plan(ran(*IDS), samples()), STAMP + timedelta(days=1)))
    first = "".join(to_ics(plan(), STAMP))
    assert [line for line in again.splitlines() if line.startswith("UID")] == [
        line for line in first.splitlines() if line.startswith("UID")
    ]


@pytest.mark.parametrize("by", ["journey", "contact"])
def test_the_lines_of_a_calendar_are_folded_at_75_octets(by: By) -> None:
    text = "".join(to_ics(plan(by), STAMP)).encode()
    lines = text.split(b"\r\n")
    assert lines.pop() == b""
    assert max(map(len, lines)) == 75
    assert b"\n" not in text.replace(b"\r\n", b"")
    for line in lines:
        line.decode()


def test_a_calendar_that_no_program_shows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_EVENTS >= 10_000
    monkeypatch.setattr("nurture_tui.exchange.ics.MOST_EVENTS", 5)
    with pytest.raises(ExchangeError, match="more than calendar programs show"):
        to_ics(plan(), STAMP)


def test_each_owner_gets_a_file_with_their_contacts(tmp_path: Path) -> None:
    result = ran(*IDS)
    found = parts(tmp_path / "sales.ics", plan("owner"))
    assert sum(write_part(part, STAMP) for part in found) == len(result.sends)
    assert {part.path.name for part in found} == {p.name for p in tmp_path.iterdir()}
    owners = {result.contacts.text("owner", row) for row in set(result.sends.contact.tolist())}
    assert {part.path.name for part in found} == {
        f"sales-{owner or 'no-owner'}.ics" for owner in owners
    }
    sami = Calendar.from_ical((tmp_path / "sales-sami@example.com.ics").read_bytes())
    assert str(sami["X-WR-CALNAME"]).endswith(", sami@example.com")
    expected = sum(
        result.contacts.text("owner", row) == "sami@example.com"
        for row in result.sends.contact.tolist()
    )
    assert sum(contacts_of(event) for event in sami.walk("VEVENT")) == expected > 0
    # One contact is named in the summary, and does not have to be looked for.
    alone = [event for event in sami.walk("VEVENT") if contacts_of(event) == 1]
    assert alone
    for event in alone:
        who = event["DESCRIPTION"].split("\n\n")[1].partition(" ")[2]
        assert event["SUMMARY"].endswith(f": {who}")


def contacts_of(event: Component) -> int:
    """How many contacts an event says that it is about."""
    return int(str(event["DESCRIPTION"]).split(" contact")[0].rsplit(" ", 1)[1])


@pytest.mark.parametrize("zone", ["Europe/Helsinki", "Asia/Tokyo"])
def test_a_seller_has_each_task_at_its_hour_wherever_the_calendar_is_read(zone: str) -> None:
    result = ran("contact-request", "hand-to-sales")
    sales = send_plan(result, samples(), "owner")
    given = given_tasks(result, samples())
    assert len(given) == sum(number for _, _, number in result.tasks.per_day) > 10
    read, uids = 0, set()
    for part in parts(Path("sales.ics"), sales):
        text = "".join(to_ics(part.plan, STAMP)).encode()
        events = [e for e in Calendar.from_ical(text).walk("VEVENT") if is_task(e)]
        mine = part.plan.tasks
        assert {one.whose for one in mine} <= {"", part.path.stem.removeprefix("sales-")}
        starts = Counter(event.decoded("DTSTART").astimezone(ZoneInfo(zone)) for event in events)
        assert starts == Counter(datetime.fromtimestamp(t.instant, ZoneInfo(zone)) for t in mine)
        for event in events:
            assert event.decoded("DURATION") == timedelta(minutes=15)
            assert event["TRANSP"] == "TRANSPARENT"
            assert "due within 1 working day" in event["DESCRIPTION"]
            uids.add(str(event["UID"]))
        read += len(events)
    assert read == len(given) == len(uids)
    # Whoever has tasks alone, and no contact that is sent anything, has a file too.
    assert {one.whose for one in given} <= {group for group, _ in sales.groups()}
    # The pages by owner have them; a plan by journey or contact is of messages alone.
    cells = Cells()
    cells.feed(to_html(sales))
    title = given[0].task.title
    assert sum(row[2] == title for row in cells.rows) == sum(
        one.task.title == title for one in given
    )
    assert f"{len(given)} tasks for sellers" in "\n".join(to_markdown(sales))
    assert not replace(sales, by="journey").tasks


def is_task(event: Component) -> bool:
    return "Task" in event["CATEGORIES"].cats


@pytest.mark.parametrize("by", ["journey", "owner", "contact"])
def test_a_run_without_sends_has_files_that_say_so(by: By, tmp_path: Path) -> None:
    nothing = replace(plan(by), rows=np.zeros(0, dtype=np.intp))
    for suffix in (".ics", ".html", ".md", ".csv"):
        (part,) = parts(tmp_path / f"none{suffix}", nothing)
        assert write_part(part, STAMP, mailings=True) == 0
    assert not Calendar.from_ical((tmp_path / "none.ics").read_bytes()).walk("VEVENT")
    assert "Nothing is sent" in (tmp_path / "none.md").read_text(encoding="utf-8")
    assert "Nothing is sent" in (tmp_path / "none.html").read_text(encoding="utf-8")
    assert len((tmp_path / "none.csv").read_text(encoding="utf-8").splitlines()) == 1


def test_a_table_by_owner_adds_up_to_the_sends(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    (part,) = parts(path, plan("owner"))
    write_part(part, STAMP, mailings=True)
    with path.open(encoding="utf-8", newline="") as file:
        rows = [*csv.DictReader(file)]
    assert sum(int(row["sends"]) for row in rows) == sends()
    assert all(row["first"] <= row["last"] for row in rows)


def test_the_markdown_is_a_table_that_adds_up() -> None:
    text = "\n".join(to_markdown(plan()))
    html = MarkdownIt("commonmark").enable("table").render(text)
    cells = Cells()
    cells.feed(html)
    assert [head for head in cells.heads if head == "Contacts"] == ["Contacts"] * len(IDS)
    assert sum(int(row[3]) for row in cells.rows) == sends()


def test_the_page_has_the_same_figures_as_the_record() -> None:
    cells = Cells()
    cells.feed(to_html(plan()))
    assert sum(int(row[3].replace(",", "")) for row in cells.rows) == sends()
    record = as_record(ran(*IDS))
    busiest = max(record["per_day"], key=lambda day: day["sends"])
    assert f": {busiest['sends']}." in " ".join(cells.text)


class Cells(HTMLParser):
    """The cells of the tables of a page, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.heads: list[str] = []
        self.rows: list[list[str]] = []
        self.text: list[str] = []
        self._in = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag == "td":
            self.rows[-1].append("")
        elif tag == "th":
            self.heads.append("")
        if tag in ("td", "th", "p"):
            self._in = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == "tr" and not self.rows[-1]:
            self.rows.pop()
        if tag in ("td", "th", "p"):
            self._in = ""

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if self._in == "td":
            self.rows[-1][-1] += data
        elif self._in == "th":
            self.heads[-1] += data
