"""One contact of a small run, followed: its account and its why-nots."""

from __future__ import annotations

import tempfile
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from nurture_tui.contacts.read import read_contacts
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings, Workspace
from nurture_tui.report.account import Account, Accounts, where_at_end
from nurture_tui.report.whynot import WhyNot, WhyNots
from nurture_tui.simulation.settings import RunSettings
from nurture_tui.simulation.watched import watch_run

MONDAY = date(2026, 11, 23)
HEAD = 'format = 1\nname = "Test"\nkind = "lead"\n'
NOBODY_DOES = "open = 0\nclick_to_open = 0\nunsubscribe = 0\nbounce = 0\nsoft_bounce = 0\n"
CERTAIN = f'[sending]\nbasis = "consent"\n[assume]\n{NOBODY_DOES}'
FIELDS = """
[fields]
plan = { choice = ["free", "basic", "pro"], ordered = true }
seats = "number"
owns_it = "yes/no"
renews = "date"
job = "text"
"""


@dataclass(frozen=True)
class Followed:
    """A contact's account and what a run of its journeys says why not."""

    account: Account
    workspace: Workspace
    answers: WhyNots

    def told(self, word: str) -> list[str]:
        """Each line with this word: `text: why`."""
        lines = [line for line in self.account.lines if line.word == word]
        return [f"{line.text}: {line.why}" if line.why else line.text for line in lines]

    def words(self) -> list[str]:
        return [line.word for line in self.account.lines]

    def why_not(self, step: str, journey: str = "test") -> str:
        return self.answer(step, journey).text

    def answer(self, step: str, journey: str = "test") -> WhyNot:
        return self.answers.of(self.account, journey, step)

    @property
    def at_end(self) -> list[str]:
        return where_at_end(self.account, self.workspace)


def follow(
    journey: str,
    contacts: str = "contact\nada",
    *,
    who: str = "ada",
    settings: str = "",
    days: int = 30,
    **others: str,
) -> Followed:
    """Follow a contact (of a CSV) through a journey (TOML without its head) and `others`."""
    space = Workspace(Settings(**tomllib.loads(settings + FIELDS)), {})
    for id_, text in {"test": journey, **others}.items():
        space = space.with_journey(Journey(id=id_, **tomllib.loads(HEAD + text)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "contacts.csv"
        path.write_text(contacts + "\n", encoding="utf-8")
        people = read_contacts(path, space)
    row = people.ids.tolist().index(who)
    watched = watch_run(space, list(space.journeys), people, RunSettings(MONDAY, days), [row])
    answers = WhyNots(space, watched.arrivals)
    return Followed(Accounts(watched, space).of(row), space, answers)
