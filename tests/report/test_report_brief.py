"""The brief: conditions, paths and rules in plain English and plain Finnish."""

from __future__ import annotations

from typing import Any

import pytest

from nurture_tui.model.condition import parse_condition
from nurture_tui.model.duration import parse_duration
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings, Workspace
from nurture_tui.report.brief import LANGUAGES, Brief, Problem, brief
from nurture_tui.report.brief.beside import Assumptions
from nurture_tui.report.brief.clause import telling
from nurture_tui.report.brief.english import WORDS as ENGLISH
from nurture_tui.report.brief.finnish import WORDS as FINNISH
from nurture_tui.report.brief.page import MARGIN, PAGE, beside, page
from nurture_tui.report.taken import Taken
from nurture_tui.text import width


def journey(**changes: Any) -> Journey:
    steps = {
        "hello": {"type": "send", "title": "Hello", "subject": "Hi, {first_name|there}",
                  "asset": "a", "next": "pause"},
        "pause": {"type": "wait", "for": "3d", "next": "clicked"},
        "clicked": {"type": "branch", "title": "Clicked?", "cases": [
            {"if": "clicked('hello')", "label": "yes", "next": "offer"}], "else": "luck"},
        "luck": {"type": "split", "ways": [{"name": "a", "next": "one"},
                                           {"name": "b", "next": "two"}]},
        "one": {"type": "send", "title": "One", "subject": "1", "next": "offer"},
        "two": {"type": "send", "title": "Two", "channel": "sms", "next": "offer"},
        "offer": {"type": "send", "title": "Offer", "subject": "Take it", "next": "look"},
        "look": {"type": "wait", "until": "clicked('offer')", "timeout": "10d",
                 "next": "tell", "else": "last"},
        "tell": {"type": "action", "do": [
            {"notify": "sales", "message": "Look"},
            {"task": {"title": "Call", "for": "owner", "due": "1bd"}},
            {"set": {"score": 1}}], "next": "end"},
        "last": {"type": "send", "title": "Last", "subject": "Bye", "only_if": "consent",
                 "next": "end"},
        "end": {"type": "exit", "reason": "over", "enter": "other"},
    }  # fmt: skip
    return Journey.model_validate(
        {
            "id": "j",
            "format": 1,
            "name": "J",
            "kind": "lead",
            "entry": {"event": "guide_read", "only_if": "consent", "start": "hello"},
            "goal": {"name": "Bought", "when": "did('bought')", "target": 0.15, "within": "60d"},
            "exits": [{"name": "gone", "when": "customer"}],
            "sending": {"basis": "consent"},
            "steps": steps,
            **changes,
        }
    )


def workspace(**settings: Any) -> Workspace:
    other = journey(id="other", name="Other")
    assets = {"a": {"title": "Mail", "status": "draft", "owner": "anna@x.fi", "hours": 2.5}}
    definitions = {"mql": "score >= 40"}
    made = Settings.model_validate({"assets": assets, "definitions": definitions, **settings})
    return Workspace(made, {"j": journey(), "other": other})


def told(language: str = "en", changed: Journey | None = None, **settings: Any) -> Brief:
    return brief(workspace(**settings), changed or journey(), language=language)


def test_both_languages_have_all_words_and_share_few() -> None:
    assert set(ENGLISH) == set(FINNISH)
    same = {key for key in ENGLISH if ENGLISH[key] == FINNISH[key]}
    assert same == {"idea"}


@pytest.mark.parametrize(
    ("condition", "english", "finnish"),
    [
        ("consent", "who have given consent", "jotka ovat antaneet luvan"),
        ("not consent", "who have not given consent", "jotka eivät ole antaneet lupaa"),
        ("customer", "who are customers", "jotka ovat asiakkaita"),
        ("mql", "who meet “mql”", "jotka täyttävät ehdon ”mql”"),
        ("not owns_survey", "whose “owns survey” is no", "joilla ”owns survey” on ”ei”"),
        ("email != ''", "who have an e-mail address", "joilla on sähköpostiosoite"),
        ("email == ''", "who do not have an e-mail address", "joilla ei ole sähköpostiosoitetta"),
        ("missing(trial_ends)", "whose “trial ends” is not known",
         "joiden ”trial ends” ei ole tiedossa"),
        ("company_size >= 50", "whose “company size” is at least 50",
         "joiden yrityksen koko on vähintään 50"),
        ("not score < 5", "whose score is at least 5", "joiden pistemäärä on vähintään 5"),
        ("country in ['FI', 'SE']", "whose country is one of “FI”, “SE”",
         "joiden maa on jokin näistä: ”FI”, ”SE”"),
        ("clicked('hello')", "who clicked “Hello”", "jotka klikkasivat viestiä ”Hello”"),
        ("not opened('hello')", "who did not open “Hello”",
         "jotka eivät avanneet viestiä ”Hello”"),
        ("did('seller_contacted', within='3d')",
         "for whom “seller contacted” has happened in the last 3 days",
         "joille on kirjattu ”seller contacted” viimeisten 3 päivän aikana"),
        ("not did('x', within='stay')", "for whom “x” has not happened since they came in",
         "joille ei ole kirjattu ”x” polulle tulon jälkeen"),
        ("count('x') >= 2", "for whom “x” has happened at least twice",
         "joille on kirjattu ”x” vähintään 2 kertaa"),
        ("left(trial_ends) > '8d'", "whose “trial ends” is more than 8 days away",
         "joiden ”trial ends” on yli 8 päivän päässä"),
        ("since(customer_since) >= '26w'",
         "whose “customer since” was at least 26 weeks ago",
         "joiden ”customer since” oli vähintään 26 viikkoa sitten"),
        ("since(customer_since) >= '0d'", "whose “customer since” has come",
         "joiden ”customer since” on jo ollut"),
        ("contains(job_title, 'HR')", "whose job title contains “HR”",
         "joiden tittelissä on ”HR”"),
        ("reached('other')", "who have reached the goal of “Other”",
         "jotka ovat saavuttaneet polun ”Other” tavoitteen"),
        ("consent and (customer or in_list('a'))",
         "who have given consent and either are customers or are on the list “a”",
         "jotka ovat antaneet luvan ja ovat joko asiakkaita tai listalla ”a”"),
        ("consent and (customer or country == 'FI')",
         "who have given consent and are either those who are customers or those whose country is "
         "“FI”",
         "jotka ovat antaneet luvan ja jotka ovat joko niitä, jotka ovat asiakkaita, tai niitä, "
         "joiden maa on ”FI”"),
        ("not (consent or customer)",
         "who have not given consent and are not customers",
         "jotka eivät ole antaneet lupaa eivätkä ole asiakkaita"),
        ("email != '' and (missing(trial_ends) or left(trial_ends) > '1d')",
         "who have an e-mail address and whose “trial ends” is either not known or more than 1 day "
         "away",
         "joilla on sähköpostiosoite ja joiden ”trial ends” joko ei ole tiedossa tai on yli 1 "
         "päivän päässä"),
        ("mql and email != '' and consent",
         "who meet “mql”, have an e-mail address and have given consent",
         "jotka täyttävät ehdon ”mql” ja ovat antaneet luvan ja joilla on sähköpostiosoite"),
        ("email != '' and first_name != '' and (consent or customer) and did('x') and did('y')",
         "who have an e-mail address and have a first name, for whom “x” has happened and “y” has "
         "happened and who either have given consent or are customers",
         "joilla on sähköpostiosoite ja etunimi, joille on kirjattu ”x” ja ”y” ja jotka joko ovat "
         "antaneet luvan tai ovat asiakkaita"),
        ("(consent or email != '') and clicked('hello') and not sent('hello')",
         "who clicked “Hello”, did not get “Hello” and either have given consent or have an e-mail "
         "address",
         "jotka klikkasivat viestiä ”Hello”, eivät saaneet viestiä ”Hello” ja jotka ovat joko "
         "niitä, jotka ovat antaneet luvan, tai niitä, joilla on sähköpostiosoite"),
        ("consent and email != '' or customer",
         "who have given consent and have an e-mail address, or are customers",
         "jotka ovat antaneet luvan ja joilla on sähköpostiosoite, tai jotka ovat asiakkaita"),
        ("not clicked('hello') and not clicked('offer')",
         "who clicked neither “Hello” nor “Offer”",
         "jotka eivät klikanneet viestiä ”Hello” eivätkä viestiä ”Offer”"),
        ("not clicked('hello') or not clicked('offer')",
         "who did not click “Hello” or did not click “Offer”",
         "jotka eivät klikanneet viestiä ”Hello” tai eivät klikanneet viestiä ”Offer”"),
        ("clicked('hello') or clicked('offer')", "who clicked “Hello” or “Offer”",
         "jotka klikkasivat viestiä ”Hello” tai ”Offer”"),
        ("not did('x') and not did('y')",
         "for whom “x” has not happened and “y” has not happened",
         "joille ei ole kirjattu ”x” eikä ”y”"),
        ("did('x') or did('y')", "for whom “x” or “y” has happened",
         "joille on kirjattu ”x” tai ”y”"),
        ("score > 5 and score < 10 and country == 'FI'",
         "whose score is over 5 and under 10 and whose country is “FI”",
         "joiden pistemäärä on yli 5 ja alle 10 ja maa on ”FI”"),
        ("job_title == 'a or b tai c' and customer",
         "whose job title is “a or b tai c” and who are customers",
         "joiden titteli on ”a or b tai c” ja jotka ovat asiakkaita"),
        ("hour() < 12", "for whom hour() < 12 holds", "joihin pätee hour() < 12"),
    ],
)  # fmt: skip
def test_a_condition_is_a_clause(condition: str, english: str, finnish: str) -> None:
    for language, expected in (("en", english), ("fi", finnish)):
        tell = telling(LANGUAGES[language], workspace(), journey())
        assert tell.clause(parse_condition(condition)) == expected


@pytest.mark.parametrize(
    ("text", "english", "finnish", "of", "within"),
    [
        ("1d", "1 day", "1 päivä", "1 päivän", "1 päivässä"),
        ("2w 3d", "2 weeks 3 days", "2 viikkoa 3 päivää", "2 viikon 3 päivän",
         "2 viikossa 3 päivässä"),
        ("1bd", "1 working day", "1 työpäivä", "1 työpäivän", "1 työpäivässä"),
        ("4h 30min", "4 hours 30 minutes", "4 tuntia 30 minuuttia", "4 tunnin 30 minuutin",
         "4 tunnissa 30 minuutissa"),
    ],
)  # fmt: skip
def test_spans_are_inflected(text: str, english: str, finnish: str, of: str, within: str) -> None:
    span = parse_duration(text)
    assert LANGUAGES["en"].span(span) == english
    fi = LANGUAGES["fi"]
    assert (fi.span(span), fi.span(span, "of"), fi.span(span, "in")) == (finnish, of, within)


def test_who_gets_a_message_is_told_by_the_last_decision_before_it() -> None:
    who = {one.step: one.who for one in told().gets}
    assert who == {
        "hello": "everyone let in",
        "one": "half of those who did not click “Hello”, by chance (“a”)",
        "two": "half of those who did not click “Hello”, by chance (“b”)",
        "offer": "everyone still here",
        "last": "those who did not click “Offer” within 10 days",
    }
    assert [one.only for one in told().gets if one.only] == ["only those who have given consent"]
    finnish = {one.step: one.who for one in told("fi").gets}
    assert finnish["one"] == "arvalla puolet niistä, jotka eivät klikanneet viestiä ”Hello” (”a”)"
    assert finnish["last"] == "ne, jotka eivät klikanneet viestiä ”Offer” 10 päivässä"


def test_who_is_told_and_where_contacts_go_on() -> None:
    assert [(one.step, one.what) for one in told().told] == [
        ("tell", "sales is told: “Look”"),
        ("tell", "the owner gets a task: “Call”, within 1 working day"),
    ]
    assert [one.what for one in told("fi").told] == [
        "myynti saa tiedon: ”Look”",
        "omistaja saa tehtävän: ”Call”, aikaa 1 työpäivä",
    ]
    ends = {one.name: one.then for one in told().ends}
    assert ends == {
        "Bought": "the goal; nothing more is sent",
        "gone": "nothing more is sent",
        "over": "goes on in “Other”",
    }


def test_rules_are_sentences() -> None:
    sending = {
        "window": "Mon-Fri 08:00-17:00",
        "holidays": "FI",
        "cap": "2 per 7d",
        "closed": ["2026-12-28..2026-12-31"],
        "hold_if": "did('call', within='1d')",
    }
    assert told(sending=sending).rules == (
        "Only to those who have given consent.",
        "Never more than two messages in 7 days; the next one waits.",
        "Messages go only on working days from 8:00 to 17:00, on the reader's own clock.",
        "Never on a Finnish holiday.",
        "Nor on 28–31 Dec 2026.",
        "No message goes to those for whom “call” has happened in the last day: it waits.",
    )
    assert told("fi", sending=sending).rules == (
        "Vain niille, jotka ovat antaneet luvan.",
        "Enintään kaksi viestiä 7 päivässä; seuraava odottaa vuoroaan.",
        "Viestit lähtevät vain arkisin klo 8–17 vastaanottajan omaa aikaa.",
        "Ei koskaan Suomen pyhäpäivinä.",
        "Ei myöskään 28.–31.12.2026.",
        "Viesti odottaa niiden kohdalla, joille on kirjattu ”call” viimeisen päivän aikana.",
    )


def test_what_is_open_is_asked() -> None:
    problem = Problem("T401", "warning", "last", "Too soon.")
    note = Problem("S201", "note", "", "Small.")
    found = brief(workspace(), journey(goal=None), None, (problem, note)).open
    assert found == (
        "What is its goal?",
        *(
            f"Who makes the content of “{title}”? It names no asset of the workspace."
            for title in ("One", "Two", "Offer", "Last")
        ),
        "Not ready yet: “Mail”.",
        "Marketing has not agreed yet.",
        "Sales has not agreed yet.",
        "T401, “Last”: Too soon.",
    )


def test_a_guess_is_asked_for_by_its_number_and_by_where_it_holds() -> None:
    made = Assumptions(workspace(), journey(), LANGUAGES["en"])
    opened = Taken("deal_opened", "5% per 30d", "guess", True, (), False, True)
    consent = Taken("consent", "yes for all", "guess: no column", True, (), False, True)
    assert list(made.asked([opened, consent])) == [
        "Is 5% right for “deal opened” in 30 days (all journeys)?",
        "Has everyone given consent? The contact file does not say.",
    ]
    finnish = Assumptions(workspace(), journey(), LANGUAGES["fi"])
    assert list(finnish.asked([opened, consent])) == [
        "Onko 5\u00a0% oikea arvio tapahtumalle ”deal opened” 30 päivässä (kaikki polut)?",
        "Onko kaikilta todella lupa? Kontaktitiedosto ei kerro sitä.",
    ]


def test_without_a_run_it_says_so_and_has_no_numbers() -> None:
    made = told()
    assert made.ends_note == "Not simulated yet."
    assert {one.share for one in (*made.gets, *made.ends, *made.told)} == {""}
    assert made.assets[0].hours == "2.5 h"
    assert told("fi").assets[0].hours == "2,5 h"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_row_is_wider_than_the_page(language: str) -> None:
    made = told(language, journey(name="A very long name of a journey " * 5, purpose="word " * 60))
    for room in (PAGE, 40):
        rows = [row for block in page(made, room) for row in block.rows]
        assert all(sum(width(text) for text, _ in row) <= room for row in rows)
    for room in (MARGIN, 30):
        assert all(sum(width(text) for text, _ in row) <= room for row in beside(made, room))
