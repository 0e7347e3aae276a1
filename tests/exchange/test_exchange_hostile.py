"""Names that want to do harm come out of every export as text and nothing else."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from html.parser import HTMLParser
from xml.etree import ElementTree

import hostile
import pytest
from exchange_runs import STAMP
from icalendar import Calendar
from markdown_it import MarkdownIt

from nurture_tui.checks.finding import Finding
from nurture_tui.exchange.brieffile import BRIEFS
from nurture_tui.exchange.export import EXPORTS, export
from nurture_tui.exchange.report import to_report
from nurture_tui.exchange.schedulefile import SUFFIXES, parts, write_part
from nurture_tui.exchange.sendplan import send_plan
from nurture_tui.report.brief import LANGUAGES, Problem, brief
from nurture_tui.report.mailings import BYS
from nurture_tui.simulation.result import Result

OBEYED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""What a terminal or an editor would obey; a line feed ends a line of the file."""

FINDING = Finding("X1", "x", "error", "", 0, 0, "bad", "hi", hostile.name(4), hostile.name(11), "")


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return hostile.result(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def files(result: Result, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Every export of the hostile journey and its run, by a name that ends as its file does."""
    folder, space = tmp_path_factory.mktemp("out"), hostile.workspace()
    journey = space.journeys["bad"]
    found = {f"journey.{form}": export(journey, space, form).text for form in EXPORTS}
    found["report.html"] = to_report(journey, space, result, [FINDING])
    problem = Problem("X1", "error", "hi", hostile.name(4))
    for language in LANGUAGES:
        told = brief(space, journey, result, [problem], language)
        for suffix, made in BRIEFS.items():
            found[f"brief-{language}{suffix}"] = made(told)
    for by in BYS:
        for suffix in SUFFIXES:
            if suffix == ".parquet":
                continue
            plan = send_plan(result, space, by)
            for part in parts(folder / f"sends-{by}{suffix}", plan):
                write_part(part, STAMP, mailings=by != "journey")
    for path in folder.iterdir():
        assert path.parent == folder
        assert not OBEYED.search(path.name)
        found[path.name] = path.read_bytes().decode("utf-8")
    return found


def of_kind(files: dict[str, str], suffix: str) -> dict[str, str]:
    found = {name: text for name, text in files.items() if name.endswith(suffix)}
    assert found
    return found


def test_no_file_holds_a_sign_that_a_terminal_obeys(files: dict[str, str]) -> None:
    assert len(files) > 30
    for name, text in files.items():
        shown = text.replace("\r\n", "\n") if name.endswith(".ics") else text
        assert not OBEYED.search(shown), name
        assert hostile.MARK in text, name


def test_pages_hold_no_element_that_could_run_or_fetch(files: dict[str, str]) -> None:
    for name, text in of_kind(files, ".html").items():
        page = Page()
        page.feed(text)
        assert page.elements <= ALLOWED, name
        assert page.attributes <= ALLOWED_ATTRIBUTES, name
        assert "default-src 'none'; style-src 'sha256-" in text.split("</head>")[0], name
        assert "<script>alert(1)</script>" in page.text, name


def test_a_picture_is_right_xml_without_anything_that_runs(files: dict[str, str]) -> None:
    root = ElementTree.fromstring(files["journey.svg"])
    tags = {one.tag.removeprefix("{http://www.w3.org/2000/svg}") for one in root.iter()}
    assert tags <= {"svg", "style", "title", "rect", "g", "path", "text", "circle"}
    assert {key for one in root.iter() for key in one.attrib} <= ALLOWED_ATTRIBUTES
    assert "<script>alert(1)</script>" in "".join(root.itertext())


def test_tables_hold_no_formula(files: dict[str, str]) -> None:
    for name, text in of_kind(files, ".csv").items():
        rows = [*csv.reader(io.StringIO(text))]
        assert len(rows) > 1
        assert not [cell for row in rows for cell in row if cell.lstrip()[:1] in tuple("=+-@")], (
            name
        )


def test_calendars_hold_the_events_that_they_should_and_no_other(
    files: dict[str, str], result: Result
) -> None:
    for by in BYS:
        calendars = {
            name: Calendar.from_ical(text)
            for name, text in of_kind(files, ".ics").items()
            if name.startswith(f"sends-{by}")
        }
        events = [one for calendar in calendars.values() for one in calendar.walk("VEVENT")]
        plan = send_plan(result, hostile.workspace(), by)
        assert len(events) == len(plan.mailings) + len(plan.tasks)
        assert all(hostile.MARK in str(event["SUMMARY"]) for event in events)


def test_markdown_shows_texts_and_no_link_code_or_html(files: dict[str, str]) -> None:
    parser = MarkdownIt("commonmark", {"linkify": True}).enable(["table", "linkify"])
    for name, text in of_kind(files, ".md").items():
        tokens = [t for token in parser.parse(text) for t in (token, *(token.children or ()))]
        kinds = {token.type for token in tokens}
        bad = {"link_open", "image", "html_inline", "html_block", "code_inline", "strong_open"}
        assert not kinds & bad, name
        shown = "".join(token.content for token in tokens if token.type == "text")
        assert "<script>alert(1)</script>" in shown, name


def test_json_and_toml_hold_the_very_texts(files: dict[str, str]) -> None:
    journey = hostile.journey()
    assert json.loads(files["journey.json"])["journey"]["name"] == journey.name
    assert tomllib.loads(files["journey.toml"])["name"] == journey.name


ALLOWED = {
    *("html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "dl", "dt", "dd"),
    *("div", "small", "table", "thead", "tbody", "tfoot", "tr", "th", "td", "bdi", "ul", "li"),
    *("footer", "details", "summary", "svg", "g", "rect", "path", "text", "circle"),
}
ALLOWED_ATTRIBUTES = {
    *("lang", "charset", "name", "content", "http-equiv", "class", "role", "aria-label"),
    *("aria-hidden", "xmlns", "width", "height", "viewBox", "viewbox", "x", "y", "rx", "cx", "cy"),
    *("r", "d", "text-anchor", "transform"),
}


class Page(HTMLParser):
    """The names of the elements and attributes of a page, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {key for key, _ in attrs}
        refresh = [value for key, value in attrs if key == "http-equiv"]
        assert refresh in ([], ["Content-Security-Policy"])

    def handle_data(self, data: str) -> None:
        self.text += data
