"""The accounts of the samples' contacts equal the log of the whole run: each row once, in order.

Forty contacts a journey here; NURTURE_SOAK=1 takes all of them, also of all journeys together.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from nurture_tui.contacts.read import read_contacts
from nurture_tui.files.workspace import read_workspace
from nurture_tui.report.account import Account, Accounts
from nurture_tui.report.whynot import WhyNots
from nurture_tui.simulation import Result, RunSettings, simulate
from nurture_tui.simulation.watched import watch_run

ROOT = Path(__file__).parents[2]
IDS = sorted(path.stem for path in (ROOT / "journeys").glob("*.toml") if path.stem != "nurture")
SETTINGS = RunSettings(date(2026, 11, 23))
SOAK = bool(os.environ.get("NURTURE_SOAK"))
EVERY = 1 if SOAK else 10
Row = tuple[int, str, str, str, str]


@lru_cache
def workspace():
    return read_workspace(ROOT / "journeys").workspace


@lru_cache
def people():
    return read_contacts(ROOT / "sample_contacts" / "leads.csv", workspace())


def log_of(result: Result) -> dict[int, list[Row]]:
    """Each contact's rows of the log, in order."""
    log, found = result.log, {}
    for at in range(len(log)):
        names = (log.names[c[at]] for c in (log.journey, log.step, log.event, log.detail))
        found.setdefault(int(log.contact[at]), []).append((int(log.time[at]), *names))
    return found


def sends_of(result: Result) -> dict[int, list[tuple]]:
    sends, found = result.sends, {}
    for at in range(len(sends)):
        names = (sends.names[c[at]] for c in (sends.journey, sends.step, sends.held_by, sends.way))
        row = (int(sends.time[at]), int(sends.due[at]), *names)
        found.setdefault(int(sends.contact[at]), []).append(row)
    return found


def told_rows(account: Account) -> list[Row]:
    rows = [(line.time, line.row) for line in account.lines if line.row is not None]
    return [(time, row.journey, row.step, row.event, row.detail) for time, row in rows]


def told_sends(account: Account) -> list[tuple]:
    return [
        (line.time, line.message.due, line.journey, line.step, held_by, line.message.way)
        for line in account.lines
        if line.message is not None
        for held_by in [" ".join(line.message.held_by)]
    ]


def agree(journeys: list[str], contacts, rows: list[int], settings: RunSettings) -> None:
    whole = simulate(workspace(), journeys, contacts, settings)
    watched = watch_run(workspace(), journeys, contacts, settings, rows)
    accounts, answers = Accounts(watched, workspace()), WhyNots(workspace(), watched.arrivals)
    log, sends = log_of(whole), sends_of(whole)
    assert set(log_of(watched.result)) == set(log) & set(rows)
    for row in rows:
        account = accounts.of(row)
        assert told_rows(account) == log.get(row, [])
        assert sorted(told_sends(account)) == sorted(sends.get(row, []))
        assert [line.time for line in account.lines] == sorted(line.time for line in account.lines)
        assert all(line.text for line in account.lines)
        got = {(journey, step) for _, _, journey, step, *_ in told_sends(account)}
        for journey in journeys:
            for step in workspace().journeys[journey].steps:
                answer = answers.of(account, journey, step)
                assert answer.text
                assert (answer.kind == "got") == ((journey, step) in got)


@pytest.mark.parametrize("id_", IDS)
def test_each_account_is_the_contacts_part_of_the_log(id_):
    agree([id_], people(), list(range(0, len(people()), EVERY)), SETTINGS)


def test_each_account_is_the_contacts_part_of_the_log_of_all_journeys_together():
    some = people() if SOAK else people().take(np.arange(0, len(people()), 40))
    settings = SETTINGS if SOAK else replace(SETTINGS, days=30)
    agree(IDS, some, list(range(len(some))), settings)
