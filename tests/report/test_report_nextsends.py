"""When the next message goes, on the clocks of contacts, and who meets a condition now."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from nurture_tui.contacts.read import read_contacts
from nurture_tui.files.workspace import read_workspace
from nurture_tui.model.clock import (
    parse_days,
    parse_moment,
    parse_rate,
    parse_time,
    parse_window,
)
from nurture_tui.model.duration import parse_duration
from nurture_tui.model.journey import Entry, Journey, Sending
from nurture_tui.model.step import Branch, Case, Send, Wait
from nurture_tui.model.values import parse_condition
from nurture_tui.model.workspace import Limits, Settings, Workspace
from nurture_tui.report.clocks import Place, places_of
from nurture_tui.report.meeting import Meeting, Met
from nurture_tui.report.nextsends import Preview, by_place, next_sends, said
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


def preview(of: Journey, step: str, settings: Settings | None = None) -> Preview:
    return next_sends(Workspace(settings or Settings()), of, step, PLACES, MONDAY)


def times(of: Journey, step: str) -> list[str]:
    return [said(one.times) for one in preview(of, step).sends]


def test_waits_are_followed_to_the_next_message_on_each_clock() -> None:
    assert times(journey(), "pause") == [
        "Tue 24 Nov 09:00 Helsinki, 09:00 Tokyo",
        "Tue 1 Dec 09:00 Helsinki, 09:00 Tokyo",
    ]
    assert times(journey(), "wait")[0] == "Tue 1 Dec 09:00 Helsinki, 09:00 Tokyo"
    found = preview(journey(), "wait").sends
    assert {one.message for one in found} == {"send"}
    assert by_place(found[0].times) == ["Tue 1 Dec 09:00 Helsinki", "          09:00 Tokyo"]


def test_a_message_waits_for_its_window_and_for_open_days() -> None:
    friday_evening = times(journey(), "send")[1]
    assert friday_evening == "Mon 30 Nov 08:00 Helsinki, 08:00 Tokyo"
    assert times(journey("any"), "send")[1] == "Fri 27 Nov 18:00 Helsinki, 18:00 Tokyo"


def test_a_step_whose_way_no_calendar_tells_has_no_time() -> None:
    assert preview(journey(), "fork") == Preview()


def dated(moment: str, at: str | None = "10:00", **more: object) -> Journey:
    wait = Wait(date=parse_moment(moment), at=at and parse_time(at), next="send", else_="late")
    steps = {"wait": wait, "send": Send(subject="x"), "late": Send(subject="y")}
    return journey().model_copy(update={"steps": steps, **more})


def test_a_wait_until_a_date_that_all_have_in_common_is_followed() -> None:
    webinar = {"webinar": datetime.fromisoformat("2026-12-03T14:00")}
    assert times(dated("webinar - 2d", dates=webinar), "wait")[0] == (
        "Tue 1 Dec 10:00 Helsinki, 10:00 Tokyo"
    )
    found = preview(dated("webinar", None, dates=webinar), "wait").sends[0]
    # Without an offset it is workspace time, which is UTC here: 14:00 there, and Thursday 23:00 in
    # Tokyo, so that its window opens on Friday.
    assert said(found.times) == "Thu 3 Dec 16:00 Helsinki, Fri 4 Dec 08:00 Tokyo"
    day = {"webinar": date(2026, 11, 26)}
    early, late = preview(dated("webinar", dates=day), "wait").sends
    assert (early.message, late.message) == ("send", "late")
    assert said(early.times) == "Thu 26 Nov 10:00 Helsinki, 10:00 Tokyo"
    assert said(late.times) == "Mon 30 Nov 08:00 Helsinki, 08:00 Tokyo"


def test_a_date_that_each_contact_has_its_own_of_is_said_to_be_unknown() -> None:
    found = preview(dated("trial_ends - 3d"), "wait")
    assert not found.sends
    assert found.unknown == "“trial_ends - 3d” differs from contact to contact"
    assert preview(dated("entered_at + 3d"), "wait").unknown


def test_what_may_hold_a_message_longer_is_said_to_be_left_out() -> None:
    assert preview(journey(), "wait").not_counted == ()
    of = journey()
    held = of.sending.model_copy(update={"cap": parse_rate("2 per 7d")})
    more = Limits(throttle=parse_rate("500 per hour"))
    steps = {**of.steps, "send": Send(subject="x", only_if=parse_condition("consent"))}
    found = preview(
        of.model_copy(update={"sending": held, "steps": steps}), "wait", Settings(limits=more)
    )
    assert found.not_counted == ("only if", "cap 2 per 7d", "throttle 500 per 1h")
    assert [said(one.times) for one in found.sends] == times(of, "wait")


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
