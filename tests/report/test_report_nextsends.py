"""When the next message goes, on the clocks of contacts, and who meets a condition now."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from nurture_tui.contacts.read import read_contacts
from nurture_tui.files.workspace import read_workspace
from nurture_tui.model.clock import parse_days, parse_time, parse_window
from nurture_tui.model.duration import parse_duration
from nurture_tui.model.journey import Entry, Journey, Sending
from nurture_tui.model.step import Branch, Case, Send, Wait
from nurture_tui.model.values import parse_condition
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.meeting import Meeting, Met
from nurture_tui.report.nextsends import Place, by_place, next_sends, places_of, said
from nurture_tui.simulation.settings import RunSettings

ROOT = Path(__file__).parents[2]
MONDAY = date(2026, 11, 23)
PLACES = [Place("Europe/Helsinki", "FI"), Place("Asia/Tokyo", "JP")]


def journey(window: str = "Mon-Fri 08:00-17:00", holidays: str = "") -> Journey:
    return Journey(
        format=1,
        name="x",
        kind="lead",
        entry=Entry(start="wait"),
        sending=Sending(window=parse_window(window), holidays=holidays, basis="consent"),
        steps={
            "wait": Wait(for_=parse_duration("3d"), next="pause"),
            "pause": Wait(
                for_=parse_duration("1d"), on=parse_days("Tue"), at=parse_time("09:00"), next="send"
            ),
            "send": Send(subject="x", next="fork"),
            "fork": Branch(cases=(Case(condition=parse_condition("consent")),), else_="send"),
        },
    )


def times(of: Journey, step: str) -> list[str]:
    return [said(one.times) for one in next_sends(Workspace(), of, step, PLACES, MONDAY)]


def test_waits_are_followed_to_the_next_message_on_each_clock() -> None:
    assert times(journey(), "pause") == [
        "Tue 24 Nov 09:00 Helsinki, 09:00 Tokyo",
        "Tue 1 Dec 09:00 Helsinki, 09:00 Tokyo",
    ]
    assert times(journey(), "wait")[0] == "Tue 1 Dec 09:00 Helsinki, 09:00 Tokyo"
    found = next_sends(Workspace(), journey(), "wait", PLACES, MONDAY)
    assert {one.message for one in found} == {"send"}
    assert by_place(found[0].times) == ["Tue 1 Dec 09:00 Helsinki", "          09:00 Tokyo"]


def test_a_message_waits_for_its_window_and_for_open_days() -> None:
    friday_evening = times(journey(), "send")[1]
    assert friday_evening == "Mon 30 Nov 08:00 Helsinki, 08:00 Tokyo"
    assert times(journey("any"), "send")[1] == "Fri 27 Nov 18:00 Helsinki, 18:00 Tokyo"


def test_a_step_whose_way_no_calendar_tells_has_no_time() -> None:
    assert times(journey(), "fork") == []


def test_the_clocks_are_those_that_most_contacts_have_and_shares_are_of_the_list() -> None:
    workspace = read_workspace(ROOT / "journeys").workspace
    contacts = read_contacts(ROOT / "sample_contacts" / "leads.csv", workspace)
    guide = workspace.journeys["hr-guide"]
    assert [place.city for place in places_of(workspace, guide, contacts)] == [
        "Helsinki",
        "Stockholm",
    ]
    meeting = Meeting(workspace, guide, contacts, RunSettings(MONDAY))
    consent = meeting.met("consent")
    both = meeting.met("consent and email != ''")
    assert consent is not None
    assert both is not None
    assert 0 < both.met <= consent.met < consent.of == len(contacts)
    assert meeting.met("clicked('deliver')") == Met(0, len(contacts))
    assert meeting.met("clicked('nowhere')") is None
    shared = Meeting(workspace, None, contacts, RunSettings(MONDAY)).met("mql")
    assert shared == meeting.met("mql")
