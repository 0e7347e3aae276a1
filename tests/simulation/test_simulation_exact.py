"""Expected numbers, worked out without drawing: held against closed forms made by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from math import exp, log
from statistics import NormalDist

import exact_oracle
import numpy as np
import pytest
from exact_agreement import cells, many, workspace_of
from exact_journeys import ALL, KINDS, REFERENCE

from nurture_tui.contacts.table import Contacts, DateColumn, TextColumn
from nurture_tui.model.fields import DATE, TEXT
from nurture_tui.simulation import RunSettings
from nurture_tui.simulation.exact import Expected, expected

DAY = 86_400
FRIDAY = date(2026, 3, 27)
SILENT = "[assume]\nopen = 0\nclick_to_open = 0\nunsubscribe = 0\nbounce = 0\nsoft_bounce = 0\n"
HEAD = '[entry]\nevent = "came"\nstart = "first"\n[sending]\nbasis = "consent"\n'
WAIT = '[steps.first]\ntype = "wait"\nfor = "{}"\n'


def expect(
    text: str, contacts: Contacts | None = None, days: int = 60, settings: str = ""
) -> Expected:
    people = many(24) if contacts is None else contacts
    run = RunSettings(FRIDAY, days=days)
    return expected(workspace_of(text, settings=settings), ["test"], people, run)


def reading(opens: float, clicks: float) -> str:
    """As SILENT, with messages that are opened and clicked."""
    return SILENT.replace(
        "assume]\nopen = 0\nclick_to_open = 0", f"assume]\nopen = {opens}\nclick_to_open = {clicks}"
    )


def log_normal(seconds: float, median: float, sigma: float) -> float:
    return NormalDist().cdf(log(seconds / median) / sigma)


def hazard(chance: float, per: float) -> float:
    return -log(1 - chance) / per


def test_an_own_event_reaches_the_goal_as_its_hazard_says() -> None:
    goal = '[goal]\nname = "G"\nwhen = "did(\'bought\')"\n'
    own = '[[assume.events]]\nevent = "bought"\nchance = "20% per 10d"\n'
    found = expect(HEAD + goal + SILENT + own + WAIT.format("240h"))
    assert found.goal is not None
    assert found.goal.rate == pytest.approx(0.2, abs=2e-6)
    assert found.finished == pytest.approx(0.8 * 24, abs=1e-4)


def test_of_two_hazards_each_ends_its_part() -> None:
    goal = '[goal]\nname = "G"\nwhen = "did(\'bought\')"\n'
    lost = '[[exits]]\nname = "lost"\nwhen = "did(\'lost\')"\n'
    own = '[[assume.events]]\nevent = "bought"\nchance = "40% per 10d"\n'
    own += '[[assume.events]]\nevent = "lost"\nchance = "70% per 10d"\n'
    found = expect(HEAD + goal + lost + SILENT + own + WAIT.format("240h"))
    mine, other = hazard(0.4, 10), hazard(0.7, 10)
    ended = 24 * (1 - exp(-10 * (mine + other)))
    assert found.goal is not None
    assert found.goal.reached == pytest.approx(ended * mine / (mine + other), rel=3e-6)
    assert found.exits["lost"] == pytest.approx(ended * other / (mine + other), rel=3e-6)


def test_opens_and_clicks_are_those_before_the_end_of_the_run() -> None:
    assume = reading(0.6, 0.5)
    law = 'open_delay = "1d"\nopen_spread = 1.0\nclick_delay = "1h"\n'
    send = '[steps.first]\ntype = "send"\nsubject = "S"\n'
    contacts = many(1)  # comes at 2026-03-27T00:00:00Z, two hours into the day in Helsinki
    found = expect(HEAD + assume + law + send, contacts, days=2)
    opened = 0.6 * log_normal(2 * DAY - 0.5, DAY, 1)
    clicked = 0.3 * log_normal(2 * DAY - 3_600 - 0.5, DAY, 1)
    assert found.steps["first"].opened == pytest.approx(opened, rel=1e-6)
    assert found.steps["first"].clicked == pytest.approx(clicked, rel=1e-6)


def test_a_wait_for_a_click_is_over_for_those_who_click_in_time() -> None:
    assume = reading(0.8, 0.5)
    law = 'open_delay = "8h"\nopen_spread = 1.3\nclick_delay = "1min"\n'
    steps = '[steps.first]\ntype = "send"\nsubject = "S"\nnext = "wait"\n[steps.wait]\n'
    steps += 'type = "wait"\nuntil = "clicked(\'first\')"\ntimeout = "3d"\nnext = "a"\nelse = "b"\n'
    steps += '[steps.a]\ntype = "exit"\nreason = "a"\n[steps.b]\ntype = "exit"\nreason = "b"\n'
    found = expect(HEAD + assume + law + steps)
    clicked = 24 * 0.4 * log_normal(3 * DAY - 60 + 0.5, 8 * 3_600, 1.3)
    assert found.exits["a"] == pytest.approx(clicked, rel=1e-6)
    assert found.exits["b"] == pytest.approx(24 - clicked, rel=1e-6)


def test_what_follows_a_click_is_counted_after_the_last_step_too() -> None:
    goal = '[goal]\nname = "G"\nwhen = "did(\'bought\')"\nwithin = "20d"\n'
    assume = reading(1, 1)
    law = 'open_delay = "1h"\nopen_spread = 0\nclick_delay = "1h"\n'
    own = '[[assume.events]]\nevent = "bought"\nafter = "clicked(\'first\')"\nchance = 0.5\n'
    own += 'delay = "5d"\nspread = 1.1\n'
    steps = '[steps.first]\ntype = "send"\nsubject = "S"\nnext = "w"\n'
    steps += '[steps.w]\ntype = "wait"\nfor = "96h"\n'
    found = expect(HEAD + goal + assume + law + own + steps)
    inside = 12 * log_normal(96 * 3_600 - 7_200 + 0.5, 5 * DAY, 1.1)
    in_time = 12 * log_normal(20 * DAY - 7_200 + 0.5, 5 * DAY, 1.1)
    assert found.goal is not None
    assert found.goal.reached == pytest.approx(in_time, rel=1e-6)
    assert found.goal.after_last_step == pytest.approx(in_time - inside, rel=1e-6)


def test_only_first_stays_whose_time_is_over_tell_the_rate() -> None:
    goal = '[goal]\nname = "G"\nwhen = "did(\'bought\')"\nwithin = "9d"\n'
    own = '[[assume.events]]\nevent = "bought"\nchance = "20% per 10d"\n'
    found = expect(HEAD + goal + SILENT + own + WAIT.format("240h"), days=10)
    assert found.goal is not None
    assert (found.goal.of, found.goal.too_early) == (12, 12)
    assert found.goal.rate == pytest.approx(1 - 0.8**0.9, rel=3e-6)


def test_a_hard_bounce_is_drawn_on_the_first_message_alone() -> None:
    assume = SILENT.replace("bounce = 0\n", "bounce = 0.25\n", 1)
    steps = '[steps.first]\ntype = "send"\nsubject = "S"\nnext = "second"\n'
    steps += '[steps.second]\ntype = "send"\nsubject = "T"\n'
    found = expect(HEAD + assume + steps)
    assert found.steps["first"].bounced == pytest.approx(6)
    assert found.steps["second"].sent == pytest.approx(18)
    assert found.exits["bounced"] == pytest.approx(6)


def test_a_split_parts_them_by_weight() -> None:
    steps = '[steps.first]\ntype = "split"\nways = [ { name = "a", weight = 3, next = "a" },'
    steps += ' { name = "b", weight = 1, next = "b" } ]\n'
    steps += '[steps.a]\ntype = "exit"\nreason = "a"\n[steps.b]\ntype = "exit"\nreason = "b"\n'
    assert expect(HEAD + SILENT + steps).exits == pytest.approx(
        {"unsubscribed": 0, "bounced": 0, "a": 18, "b": 6}
    )


def test_sends_have_their_days_by_the_windows_of_each_zone() -> None:
    sending = HEAD.replace("[sending]\n", '[sending]\nwindow = "Mon-Fri 08:00-17:00"\n')
    steps = '[steps.first]\ntype = "send"\nsubject = "S"\n'
    found = dict(expect(sending + SILENT + steps, many(3)).sends_per_day)
    # Friday 00:00, 02:03 and 04:07 UTC: Helsinki and Kolkata open that day, New York too.
    assert found["2026-03-27"] == 3
    assert sum(found.values()) == 3


def test_a_repeated_event_is_asked_about_within_a_time() -> None:
    own = '[[assume.events]]\nevent = "seen"\nchance = "60% per 7d"\nrepeat = true\n'
    steps = '[steps.first]\ntype = "wait"\nfor = "20d"\nnext = "b"\n[steps.b]\ntype = "branch"\n'
    steps += 'cases = [ { if = "did(\'seen\', within=\'3d\')", label = "y", next = "y" } ]\n'
    steps += 'else = "n"\n[steps.y]\ntype = "exit"\nreason = "y"\n'
    steps += '[steps.n]\ntype = "exit"\nreason = "n"\n'
    found = expect(HEAD + SILENT + own + steps)
    assert found.exits["n"] == pytest.approx(24 * exp(-3 * hazard(0.6, 7)), rel=1e-6)


def test_no_seed_moves_what_is_expected() -> None:
    space = workspace_of(ALL["service"], "service")
    one, other = (
        expected(space, ["test"], many(48), RunSettings(FRIDAY, days=20, seed=seed))
        for seed in (1, 2)
    )
    assert one == other


def test_what_ended_a_wait_is_known_afterwards() -> None:
    own = '[[assume.events]]\nevent = "called"\nchance = "50% per 4d"\n'
    steps = '[steps.first]\ntype = "wait"\nuntil = "did(\'called\')"\ntimeout = "4d"\nnext = "b"\n'
    steps += '[steps.b]\ntype = "branch"\nelse = "n"\n'
    steps += 'cases = [ { if = "did(\'called\')", label = "y", next = "y" } ]\n'
    steps += '[steps.y]\ntype = "exit"\nreason = "y"\n[steps.n]\ntype = "exit"\nreason = "n"\n'
    for again in ("", "repeat = true\n"):
        found = expect(HEAD + SILENT + own + again + steps)
        assert found.exits["y"] == pytest.approx(12, rel=3e-6)


def test_the_reference_journey_has_the_numbers_of_its_own_oracle() -> None:
    hours = 28 * 24
    first = datetime(2026, 3, 2, tzinfo=UTC)
    entered = int(first.timestamp()) + np.repeat(1_800 + 3_600 * np.arange(hours), 3)
    zones = ["America/New_York", "Europe/Berlin", "Asia/Tokyo"]
    contacts = Contacts(
        ids=np.array([f"c{number}" for number in range(3 * hours)], dtype=object),
        columns={
            "timezone": TextColumn(np.array(zones * hours, dtype=object)),
            "entered_at": DateColumn(entered, np.zeros(3 * hours, dtype=np.bool_)),
        },
        kinds={"timezone": TEXT, "entered_at": DATE},
    )
    run = RunSettings(date(2026, 3, 2))
    found = expected(workspace_of(REFERENCE), ["test"], contacts, run, parts=8)
    oracle = exact_oracle.expected(zones, first, 28)
    for step, share in oracle.entered.items():  # its entries are five minutes apart
        assert found.steps[step].entered / found.entered == pytest.approx(share, abs=6e-6), step
    assert found.goal is not None
    reached = (found.goal.reached - found.goal.after_last_step) / found.entered
    assert reached == pytest.approx(sum(oracle.by_goal.values()), abs=3e-6)
    gone = found.exits["unsubscribed"] / found.entered
    assert gone == pytest.approx(sum(oracle.by_unsubscribe.values()), abs=1e-6)


def test_every_contact_is_in_one_place() -> None:
    for name in ("own events", "until"):
        run = RunSettings(FRIDAY, days=25)
        found = expected(workspace_of(ALL[name]), ["test"], many(24), run, parts=4)
        goal = found.goal.reached - found.goal.after_last_step if found.goal is not None else 0
        ended = goal + sum(found.exits.values()) + found.finished + found.inside
        assert ended == pytest.approx(found.entered, rel=1e-9), name


@pytest.mark.parametrize("name", ["windows", "own events", "fields", "service"])
def test_time_cut_twice_as_fine_moves_no_number(name: str) -> None:
    space, run = workspace_of(ALL[name], KINDS.get(name, "lead")), RunSettings(FRIDAY, days=60)
    once = expected(space, ["test"], many(24), run)
    twice = cells(expected(space, ["test"], many(24), run, parts=96))
    for cell, number in cells(once).items():
        assert number == pytest.approx(twice[cell], rel=1e-6, abs=1e-9), cell
    assert once.error < 1e-4
