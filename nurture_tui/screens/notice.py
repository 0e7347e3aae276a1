"""One sentence where there is nothing to show yet: why, and the key that leads on."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from nurture_tui.screens.asked import RunCancelledError
from nurture_tui.screens.cells import content
from nurture_tui.screens.keynames import Keys
from nurture_tui.screens.session import Session
from nurture_tui.simulation.result import Result
from nurture_tui.text import count, wrapped

BAR = 20


def why_nothing(session: Session) -> str:
    """Why there is no result to show, and what to do; "" where there is one."""
    keys = session.keys
    if session.journey is None:
        return keys.named_in("No journey is open. Press [go.journeys] and choose one.")
    if session.opened.to_read:
        return f"Reading {session.workspace.settings.contacts} …"
    if session.contacts is None:
        return _how_to_name_contacts(session)
    if not len(session.contacts):
        words = (
            "The contact file has no rows, so nothing happens. Press [go.design] for the journey."
        )
        return keys.named_in(words)
    outcome = session.outcome
    if outcome is not None and isinstance(outcome.problem, RunCancelledError):
        return keys.named_in(
            "The run was cancelled. Press [simulate.play] to run it again, or [go.design] for the "
            "journey."
        )
    if outcome is not None and outcome.problem is not None and session.result is None:
        problem = outcome.problem
        fix = f" {problem.fix}" if problem.fix else ""
        return f"This journey does not run: {problem.message}{fix} {_press(keys)} to mend it."
    if session.result is None:
        return f"{how_far(session) or 'Simulating'} …"
    return ""


def _press(keys: Keys) -> str:
    return f"Press {keys['go.design']}"


def nothing_sent(result: Result, keys: Keys) -> str:
    """Why a run has neither sends nor tasks, and what to do; "" where it has some."""
    if len(result.sends) or result.tasks.per_day:
        return ""
    if not any(one.entered for one in result.journeys.values()):
        return (
            f"Nobody comes into this journey in {result.run.days} days, so nothing is sent. "
            f"{_press(keys)} and look at its entry and who is let in."
        )
    return f"Nothing is sent in this run. {_press(keys)} and add a message, or look at its rules."


def how_far(session: Session) -> str:
    """How far a run has come that takes a while, and how to end it; "" where none does."""
    progress = session.upkeep.progress
    if progress is None:
        return ""
    done, of = progress
    filled = round(done / of * BAR)
    bar = f"{'━' * filled}{'─' * (BAR - filled)}"
    key = session.keys["simulate.close"]
    return f"Simulating {count(of)} contacts {bar} {done * 100 // of} %, {key} cancels"


def _how_to_name_contacts(session: Session) -> str:
    """How to name a list, here or in the file, so that there is somebody to simulate."""
    settings = session.opened.folder.resolve() / "nurture.toml"
    named, workspace = session.workspace.settings.contacts, session.keys["go.workspace"]
    if named is not None:
        do = f"Mend the file, or press {workspace} and name another (contacts = in {settings})."
    else:
        do = (
            f"Press {workspace} for the workspace and name a list at contacts, a file with a column"
            f' email (or write contacts = "leads.csv" into {settings}, its path taken from that '
            "folder)."
        )
    note = session.opened.contacts_note
    return (
        f"There are no contacts to simulate{f' ({note})' if note else ''}. {do} It is taken as "
        f"soon as it is there. {_press(session.keys)} for the journey."
    )


class Notice(Widget):
    """The sentence, two rows down and two cells in, at most 72 cells wide."""

    DEFAULT_CSS = "Notice { height: 1fr; width: 1fr; }"

    def __init__(self, *, id_: str | None = None) -> None:
        super().__init__(id=id_)
        self.words = ""

    def say(self, words: str) -> None:
        if words != self.words:
            self.words = words
            self.refresh()

    def render(self) -> Content:
        lines = wrapped(self.words, max(min(self.size.width - 4, 72), 1))
        return Content("\n").join([content([(f"  {line}", "muted")]) for line in ["", "", *lines]])
