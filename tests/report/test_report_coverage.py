"""What nobody came to in a run: why, who came nearest, or the proof that nobody can."""

from __future__ import annotations

import tempfile
import tomllib
from pathlib import Path

import pytest
from followed import CERTAIN, FIELDS, HEAD, MONDAY

from nurture_tui.contacts.read import read_contacts
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings, Workspace
from nurture_tui.report.coverage import Coverage, Uncovered, coverage
from nurture_tui.report.coveragerecord import coverage_record, why_never
from nurture_tui.simulation import RunSettings, simulate

PEOPLE = (
    "contact,plan,seats,owns_it,renews,job\nada,basic,12,no,2026-12-01,HR\nbob,free,812,no,,IT\n"
)
ENTRY = '[entry]\nevent = "signed_up"\nstart = "a"\n'
END = '[steps.z]\ntype = "exit"\nreason = "over"\n'


def covered(journey: str, people: str = PEOPLE, days: int = 30, **others: str) -> Coverage:
    space = Workspace(Settings(**tomllib.loads(FIELDS)), {})
    for id_, text in {"test": journey, **others}.items():
        space = space.with_journey(Journey(id=id_, **tomllib.loads(HEAD + text)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "contacts.csv"
        path.write_text(people, encoding="utf-8")
        contacts = read_contacts(path, space)
    settings = RunSettings(MONDAY, days)
    result = simulate(space, list(space.journeys), contacts, settings)
    return coverage(space, result, settings)


def only(found: Coverage) -> Uncovered:
    [one] = [one for one in found.found if one.gap.journey == "test"]
    return one


def branch(condition: str, more: str = "") -> str:
    return (
        ENTRY + '[steps.a]\ntype = "branch"\nelse = "z"\n'
        f'cases = [{{ if = "{condition}", label = "yes", next = "b" }}]\n'
        '[steps.b]\ntype = "action"\ndo = [{ add_to_list = "vip" }]\nnext = "z"\n' + END + more
    )


def test_a_run_that_reached_everything_has_no_gap():
    found = covered(branch("seats > 100"))
    assert found.found == ()
    assert coverage_record(found) == {"followed": 0, "of": 0, "gaps": []}


@pytest.mark.parametrize(
    ("condition", "proof"),
    [
        ("seats > 5000", "the largest seats of the list is 812"),
        ("seats < 10", "the smallest seats of the list is 12"),
        ("not seats <= 5000", "the largest seats of the list is 812"),
        ("plan == 'pro'", "of the list, plan is only basic or free"),
        ("owns_it", "owns it is yes for nobody of the list"),
        ("missing(plan)", "every contact of the list has plan"),
        ("contains(job, 'sales')", "no contact's job contains “sales”"),
        ("did('called')", "nothing in this run makes “called” happen"),
        ("count('called') >= 1", "nothing in this run makes “called” happen"),
        ("in_list('gold')", "nobody is on the list “gold”, and nothing puts anybody on it"),
        ("renews > '2027-06-01'", "the latest renews of the list is 2026-12-01"),
        (
            "seats > 100 and plan == 'basic'",
            "some contacts of the list meet each part of it, and nobody all of them",
        ),
        (
            "seats > 5000 or owns_it",
            "the largest seats of the list is 812 and owns it is yes for nobody of the list",
        ),
    ],
)
def test_what_nobody_of_the_list_can_meet_is_proved(condition, proof):
    one = only(covered(branch(condition)))
    assert (one.gap.step, one.gap.port, one.gap.behind) == ("a", "yes", ("b",))
    assert one.proved
    assert one.text == f"nobody can: {proof}"
    assert one.nearest is None


@pytest.mark.parametrize("condition", ["in_list('vip')", "sent('s')", "score > 5"])
def test_what_the_run_could_bring_about_is_not_called_impossible(condition):
    more = '[steps.s]\ntype = "send"\n' + CERTAIN
    more += '[[assume.events]]\nevent = "e"\nafter = "did(\'signed_up\')"\nchance = 0.0\n'
    more += "add = { score = 1 }\n"
    found = covered(branch(condition, more))
    assert not next(one for one in found.found if one.gap.port == "yes").proved


LATER = '[[assume.events]]\nevent = "called"\nafter = "did(\'signed_up\')"\nchance = 1.0\n'


def test_the_nearest_contact_is_named_with_what_would_have_to_be_different():
    text = branch("did('called') and seats > 20", LATER + 'delay = "2h"\nspread = 0\n')
    one = only(covered(text))
    assert not one.proved
    assert one.text == "2 came, and it held for nobody"
    assert one.nearest is not None
    assert (one.nearest.contact, one.nearest.text) == (
        "bob",
        "on Mon 23 Nov 00:00: “called” had not happened (it did on Mon 23 Nov 02:00)",
    )


def test_of_those_who_lack_as_much_the_one_with_the_closest_value_is_nearest():
    people = "contact,seats\nada,12\nbob,19\ncleo,3\n"
    more = '[[assume.events]]\nevent = "e"\ndate = "renews"\nchance = 1.0\nadd = { seats = 1 }\n'
    one = only(covered(branch("seats > 20", more), people))
    assert one.nearest is not None
    assert one.nearest.contact == "bob"
    assert one.nearest.text.endswith("seats is 19, not over 20")


def test_a_case_that_others_take_before_it_is_told_so():
    cases = '[{ if = "seats > 1", label = "first", next = "z" }, { if = "seats > 20", next = "b" }]'
    text = ENTRY + f'[steps.a]\ntype = "branch"\nelse = "b"\ncases = {cases}\n'
    text += '[steps.b]\ntype = "exit"\n' + END
    found = covered(text)
    assert [(one.gap.port, one.text) for one in found.found] == [
        ("case 2", "everybody who came met “first” before it"),
        ("else", "everybody who came met a case: “first” 2"),
    ]


def test_a_way_of_a_split_with_little_weight_is_told_with_its_chance():
    ways = '[{ name = "rare", weight = 1, next = "b" }, { name = "all", weight = 999, next = "z" }]'
    text = ENTRY + f'[steps.a]\ntype = "split"\nways = {ways}\n[steps.b]\ntype = "exit"\n' + END
    assert only(covered(text)).text == (
        "1 of 1,000 go there, and only 2 came: with so few nobody is drawn to it in 100% of runs"
    )


def test_a_wait_that_nobody_ends_by_its_condition_or_its_timeout():
    wait = '[steps.a]\ntype = "wait"\nuntil = "did(\'called\')"\ntimeout = "2d"\nnext = "b"\n'
    text = ENTRY + wait + 'else = "z"\n[steps.b]\ntype = "exit"\n' + END
    assert only(covered(text)).text == "nobody can: nothing in this run makes “called” happen"
    one = only(covered(text + LATER + 'delay = "3d"\nspread = 0\n'))
    assert one.text == "2 waited, and it held for nobody"
    assert one.nearest is not None
    assert one.nearest.text.endswith("“called” had not happened (it did on Thu 26 Nov 00:00)")
    one = only(covered(text + LATER + 'delay = "1d"\nspread = 0\n'))
    assert (one.gap.port, one.text) == ("else", "nobody waited for all of 2d")
    assert one.nearest is not None
    assert one.nearest.text == "waited longest, 1 day"


def test_a_wait_for_a_date_that_is_past_or_ahead_for_all():
    wait = '[steps.a]\ntype = "wait"\ndate = "renews"\nnext = "b"\nelse = "z"\n'
    text = ENTRY + wait + '[steps.b]\ntype = "exit"\n' + END
    past = only(covered(text, "contact,renews\nada,2026-11-20\nbob,2026-11-22\n"))
    assert (past.gap.port, past.text) == ("next", "everybody came too late")
    assert past.nearest is not None
    assert (past.nearest.contact, past.nearest.text) == (
        "bob",
        "came nearest to it, 1 day after the moment",
    )
    ahead = only(covered(text, "contact,renews\nada,2026-11-26\nbob,2026-11-25\n"))
    assert (ahead.gap.port, ahead.text) == ("else", "everybody came in time")
    assert ahead.nearest is not None
    assert (ahead.nearest.contact, ahead.nearest.text) == (
        "bob",
        "came nearest to it, 2 days before the moment",
    )
    unknown = only(covered(text, "contact,renews\nada,\n"))
    assert unknown.text == "the date was known of nobody who came"


def test_nobody_goes_on_from_a_wait_longer_than_the_run():
    text = ENTRY + '[steps.a]\ntype = "wait"\nfor = "90d"\nnext = "z"\n' + END
    one = only(covered(text))
    assert (one.gap.where, one.gap.step, one.gap.behind) == ("stop", "a", ("z",))
    assert (
        one.text == "nobody went on from “90d”: all 2 who came were still there when the run ended"
    )
    assert one.nearest is not None
    assert one.nearest.text == "would go on first, on Sun 21 Feb 2027 00:00"


def test_nobody_comes_in():
    steps = '[steps.a]\ntype = "exit"\n'
    none = only(covered(ENTRY.replace("start", 'arrivals = "none"\nstart') + steps))
    assert (none.gap.where, none.gap.behind, none.proved) == ("entry", ("a",), True)
    assert none.text == (
        "nobody turns up by itself, and nothing in this run makes “signed_up” happen"
    )
    when = only(covered('[entry]\nwhen = "seats > 5000"\nstart = "a"\n' + steps))
    assert (when.proved, when.text) == (
        True,
        "nobody can come in: the largest seats of the list is 812",
    )
    gate = ENTRY.replace("start", 'only_if = "seats > 5000"\nstart')
    refused = only(covered(gate + steps))
    assert refused.proved
    assert refused.text == (
        "2 tried and nobody was let in: only_if 2; "
        "nobody can be: the largest seats of the list is 812"
    )
    assert only(covered('[entry]\nstart = "a"\n' + steps)).text == (
        "it is entered only by hand-off, and no journey hands anybody over"
    )
    late = only(covered(ENTRY + steps, "contact,entered_at\nada,2027-05-01\n"))
    assert late.text == "everybody turns up after the end of the run"
    assert late.nearest is not None
    assert late.nearest.text == "turns up first, on Sat 1 May 2027 00:00"


def test_of_those_who_were_refused_the_nearest_is_named():
    goal = '[goal]\nname = "G"\nwhen = "did(\'signed_up\')"\n'
    one = only(covered(ENTRY + goal + '[steps.a]\ntype = "exit"\n'))
    assert one.text == "2 tried and nobody was let in: goal 2"
    assert one.nearest is not None
    assert one.nearest.text == ("on Mon 23 Nov 00:00: “signed_up” happened on Mon 23 Nov 00:00")


def test_a_step_without_a_path_to_it_is_a_gap_of_its_own():
    one = only(covered(ENTRY + '[steps.a]\ntype = "exit"\n[steps.lost]\ntype = "exit"\n'))
    assert (one.gap.where, one.gap.step, one.proved) == ("no_path", "lost", True)
    assert one.text == "no path leads there from the entry"


def test_why_a_step_was_never_reached_is_a_sentence():
    text = branch("seats > 5000")
    journey = Journey(id="test", **tomllib.loads(HEAD + text))
    found = covered(text)
    assert why_never(found, "b", journey) == (
        "Nobody took “yes” at “a”: nobody can: the largest seats of the list is 812."
    )
    assert why_never(found, "z", journey) == ""


def test_the_record_has_each_gap():
    record = coverage_record(covered(branch("seats > 5000")))
    assert record["gaps"] == [
        {
            "journey": "test",
            "where": "port",
            "step": "a",
            "port": "yes",
            "steps": ["b"],
            "text": "nobody can: the largest seats of the list is 812",
            "proved": True,
            "nearest": None,
        }
    ]
