"""The tasks of a run one by one: as many as the run counts, at their hour, for whom they are."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from nurture_tui.contacts.read import read_contacts
from nurture_tui.files.workspace import read_workspace
from nurture_tui.report.calendar import Filter
from nurture_tui.report.tasklist import given_tasks, passing
from nurture_tui.simulation import RunSettings, simulate

ROOT = Path(__file__).parents[2]
SAMPLES = read_workspace(ROOT / "journeys").workspace
LEADS = read_contacts(ROOT / "sample_contacts" / "leads.csv", SAMPLES)
# Owners by a map, hand-offs, an exit that gives a task, tasks for a person who is named.
IDS = ("contact-request", "cross-sell-survey", "hand-to-sales", "hr-guide")
RUN = simulate(SAMPLES, IDS, LEADS, RunSettings(date(2026, 11, 23), 60, 1))
TASKS = given_tasks(RUN, SAMPLES)


def test_they_are_those_that_the_run_counts_by_day_and_by_whose_they_are():
    zone = ZoneInfo(RUN.run.timezone)
    found = Counter(
        (datetime.fromtimestamp(given.instant, zone).date().isoformat(), given.whose)
        for given in TASKS
    )
    assert found == {(day, whose): number for day, whose, number in RUN.tasks.per_day}
    assert len({given.journey for given in TASKS}) == 3
    assert len({given.whose for given in TASKS}) > 4
    assert any(not given.step for given in TASKS)  # an exit's
    assert [given.instant for given in TASKS] == sorted(given.instant for given in TASKS)


def test_each_has_the_words_and_the_time_of_its_journey():
    titles = {given.task.title for given in TASKS}
    assert "Answer the contact request" in titles
    assert {str(given.task.due) for given in TASKS} >= {"1bd"}
    assert all(RUN.run.start <= given.instant < RUN.run.end for given in TASKS)


def test_a_filter_of_sends_lets_tasks_through_by_journey_owner_and_contact():
    one = TASKS[0]
    name = str(LEADS.ids[one.contact])
    assert passing(TASKS, Filter(), RUN) == list(TASKS)
    of_owner = passing(TASKS, Filter(owner=one.whose), RUN)
    assert {given.whose for given in of_owner} == {one.whose}
    of_journey = passing(TASKS, Filter(journey="hand-to-sales"), RUN)
    assert {given.journey for given in of_journey} == {"hand-to-sales"}
    assert one in passing(TASKS, Filter(contact=name), RUN)
    assert {g.contact for g in passing(TASKS, Filter(contact=name), RUN)} == {one.contact}
    # A message or a rule that held is asked for: no task is either.
    assert passing(TASKS, Filter(step="offer"), RUN) == []
    assert passing(TASKS, Filter(held_by="cap"), RUN) == []


def test_without_tasks_or_without_a_log_there_are_none():
    quiet = simulate(SAMPLES, ["webinar"], LEADS, RunSettings(date(2026, 11, 23), 3, 1))
    assert given_tasks(quiet, SAMPLES) == ()
    without = simulate(
        SAMPLES, IDS, LEADS, RunSettings(date(2026, 11, 23), 3, 1), tables=("sends",)
    )
    assert given_tasks(without, SAMPLES) == ()


def test_two_exits_that_give_one_task_to_one_person_keep_their_own_time(tmp_path):
    (tmp_path / "j.toml").write_text(TWO_EXITS, encoding="utf-8")
    (tmp_path / "people.csv").write_text("contact,country\na,FI\nb,SE\n", encoding="utf-8")
    samples = read_workspace(tmp_path).workspace
    people = read_contacts(tmp_path / "people.csv", samples)
    run = simulate(samples, ["j"], people, RunSettings(date(2026, 11, 23), 10, 1))
    due = {str(run.contacts.ids[g.contact]): str(g.task.due) for g in given_tasks(run, samples)}
    assert due == {"a": "1bd", "b": "4h"}


TWO_EXITS = """
format = 1
name = "Two exits"
kind = "lead"

[entry]
when = "country != ''"
start = "pause"

[[exits]]
name = "finnish"
when = "country == 'FI' and did('ripe')"
do = [{ task = { title = "Call", for = "sami", due = "1bd" } }]

[[exits]]
name = "swedish"
when = "country == 'SE' and did('ripe')"
do = [{ task = { title = "Call", for = "sami", due = "4h" } }]

[steps.pause]
type = "wait"
for = "1d"
next = "ripen"

[steps.ripen]
type = "action"
do = [{ emit = "ripe" }]
next = "end"

[steps.end]
type = "exit"
"""
