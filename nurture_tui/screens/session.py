"""The state on screen: workspace, journey, edits, findings and result, kept in one place.

Widgets render a session and send it intents; it re-checks and re-simulates after each, and tells
those who listen what has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path as FilePath
from typing import Literal, TypeVar

from nurture_tui.checks.finding import Finding
from nurture_tui.contacts.table import Contacts
from nurture_tui.edit.history import Edit, History, SharedEdit, Spot, same
from nurture_tui.edit.parts import EXIT, GOAL
from nurture_tui.errors import FileError
from nurture_tui.files.changes import FileChange
from nurture_tui.files.reading import JourneyFile, SettingsFile
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings, Workspace
from nurture_tui.report.sketch import ENTRY
from nurture_tui.screens.asked import asked
from nurture_tui.screens.drafts import Drafts, drafts_of
from nurture_tui.screens.keynames import Keys
from nurture_tui.screens.rooms import Opened, Rooms, Version, Write
from nurture_tui.screens.upkeep import Outcome, Runner, Upkeep
from nurture_tui.simulation.result import JourneyResult, Result
from nurture_tui.simulation.settings import RunSettings

What = Literal[
    "journey",
    "selection",
    "findings",
    "result",
    "settings",
    "saved",
    "workspace",
    "draft",
    "disk",
    "together",
    "compared",
    "lag",
]
Listener = Callable[[What], None]
T = TypeVar("T")

# nurture.toml, where else the id of a journey stands.
SHARED = ""


class Session:
    """A workspace as it is being worked on.

    Reading: `workspace`, `journey`, `selected`, `findings`, `counts`, `result`, `stale`,
    `contacts`, `settings`. Intents: `open`, `select`, `apply`, `undo`, `redo`, `save`, `set_run`.
    """

    def __init__(
        self,
        opened: Opened,
        settings: RunSettings,
        runner: Runner,
        rooms: Rooms | None = None,
        *,
        only_current: bool = False,
    ) -> None:
        self.opened = opened
        self.settings = self.asked_first = asked(settings)
        self.rooms = rooms or Rooms()
        self.current: str | None = opened.current
        self.selected = self._first_of(self.current, opened.workspace)
        self.contacts: Contacts | None = opened.contacts
        self.outcomes: dict[str, Outcome] = {}
        self.result: Result | None = None
        self.findings: Mapping[str, tuple[Finding, ...]] = {}
        self.drafts: Drafts = {}
        # What files that are edited here have come to say elsewhere, by id.
        self.elsewhere: dict[str, JourneyFile | SettingsFile] = {}
        # Goes up with each list of contacts: what was simulated on an older one is stale.
        self.list_number = 0
        self.runner = runner
        # How sentences name the keys; the app puts those of the config here.
        self.keys = Keys()
        self.upkeep = Upkeep(self, runner, only_current=only_current)
        self.part = ""  # what is selected on the screen of the workspace: a part of nurture.toml
        self._history = History(opened.workspace)
        self._saved = opened.workspace
        self._listeners: list[Listener] = []

    # -------------------------------------------------------------- what there is
    @property
    def workspace(self) -> Workspace:
        """The settings and all journeys as they are now, edits included."""
        return self._history.now

    @property
    def saved(self) -> Workspace:
        """All journeys as their files have them."""
        return self._saved

    @property
    def journey(self) -> Journey | None:
        """The journey that is open, as it is now."""
        return self.workspace.journeys.get(self.current) if self.current else None

    @property
    def unread(self) -> Mapping[str, FileError]:
        """The journey files that cannot be read, by id, each with its first problem."""
        found = {}
        for id_, file in self.opened.files.journeys.items():
            if file.journey is None and id_ not in self.workspace.journeys and file.problems:
                first = file.problems[0]
                where = f"{file.path.name}:{first.line}:{first.column}"
                found[id_] = FileError(first.message, where=where, fix=first.fix)
        return found

    @property
    def outcome(self) -> Outcome | None:
        """What the latest run of the open journey gave, None before the first."""
        return self.outcomes.get(self.current) if self.current else None

    @property
    def counts(self) -> JourneyResult | None:
        """The simulated counts of the open journey (perhaps `stale`), None if there are none."""
        return self.outcome.counts if self.outcome else None

    @property
    def stale(self) -> bool:
        """Whether `counts` and `result` are older than the journey or the settings."""
        if self.current is None:
            return False
        failed = self.outcome is not None and self.outcome.problem is not None
        return failed or not self.fresh(self.current)

    def fresh(self, id_: str) -> bool:
        """Whether this journey has been simulated as it is now."""
        outcome = self.outcomes.get(id_)
        return outcome is not None and self.is_now(outcome, id_)

    def is_now(self, outcome: Outcome, id_: str) -> bool:
        """Whether a run was asked for of a journey, and with settings, as they are now."""
        return (
            same(outcome.journey, self.workspace.journeys.get(id_))
            and same(outcome.workspace.settings, self.workspace.settings)
            and outcome.settings == self.settings
            and outcome.list_number == self.list_number
        )

    @property
    def problems(self) -> tuple[Finding, ...]:
        """The findings of the open journey, worst first as the checks give them."""
        return self.findings.get(self.current or "", ())

    def changed(self, id_: str | None = None) -> bool:
        """Whether a journey (or SHARED; without `id_`: anything) differs from its file."""
        if id_ is None:
            return bool(self.unsaved)
        if id_ == SHARED:
            return not same(self.workspace.settings, self._saved.settings)
        return not same(self.workspace.journeys.get(id_), self._saved.journeys.get(id_))

    def version(self, id_: str) -> Version:
        """A journey (SHARED: the settings) as it is now."""
        return self.workspace.settings if id_ == SHARED else self.workspace.journeys[id_]

    @property
    def unsaved(self) -> list[str]:
        """The ids of all that differs from its file, SHARED first."""
        return [id_ for id_ in (SHARED, *self.workspace.journeys) if self.changed(id_)]

    def refused(self, id_: str) -> list[str]:
        """The texts that stand in fields of a journey (SHARED: of nurture.toml), but not in it."""
        known = id_ == SHARED or id_ in self.workspace.journeys
        return [text for _, text in drafts_of(self.drafts, self.version(id_))] if known else []

    def forget_drafts(self, id_: str) -> list[str]:
        """Take back what was typed into a journey and refused; gives those texts."""
        forgotten = self.refused(id_)
        self.drafts = {key: draft for key, draft in self.drafts.items() if key[0] != id_}
        if forgotten:
            self.tell("draft")
        return forgotten

    @property
    def history(self) -> History[Workspace]:
        """The edits made, of all journeys and of what they share, in the order they were made."""
        return self._history

    # -------------------------------------------------------------- listening
    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with what has changed, from now on; the answer ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def tell(self, what: What) -> None:
        """Tell everybody who listens."""
        for listener in tuple(self._listeners):
            listener(what)

    # -------------------------------------------------------------- intents
    def start(self) -> None:
        """Check and simulate what was opened."""
        self.upkeep.check_soon(0)
        self.upkeep.run_soon(0)

    def open(self, id_: str) -> None:
        """Make this journey the open one."""
        if id_ not in self.workspace.journeys or id_ == self.current:
            return
        self.settle()
        self.current, self.result = id_, None
        self.selected = self._first_of(id_, self.workspace)
        self.tell("journey")
        self.upkeep.run_soon(0)

    def select(self, id_: str) -> None:
        """Select a step, ENTRY, GOAL, or EXIT with the rule's name behind it."""
        if id_ != self.selected:
            self.settle()
            self.selected = id_
            self.tell("selection")

    def apply(self, edit: Edit) -> None:
        """Make an edit of the open journey; checks and counts follow."""
        after = Spot(edit.journey.id, edit.selected or self.selected)
        self._done(edit.name, self.workspace.with_journey(edit.journey), edit.merge, after)

    def apply_shared(self, edit: SharedEdit) -> None:
        """Make an edit of what journeys share, and of those that name it."""
        here = self.part if edit.journey is None else self.selected
        after = Spot(edit.journey, edit.selected or here)
        self._done(edit.name, edit.workspace, edit.merge, after)

    def change(self, edit: Edit | SharedEdit) -> None:
        """Make an edit, of the open journey or of what journeys share."""
        if isinstance(edit, SharedEdit):
            self.apply_shared(edit)
        else:
            self.apply(edit)

    def _done(self, name: str, version: Workspace, merge: str, after: Spot) -> None:
        here = self.part if after.journey is None else self.selected
        before = Spot(after.journey, here)
        history = self._history.done(name, version, merge=merge, before=before, after=after)
        if history is not self._history:
            self._go_to(history, after)

    def undo(self) -> str:
        """Undo the last edit, and go to where it was made; gives its name, "" if there was none."""
        if not self._history.past:
            return ""
        last = self._history.past[-1]
        self._go_to(self._history.undone(), last.before)
        return last.name

    def take_back(self, merge: str) -> None:
        """Have it as before the edits of one `merge` that are going on, as if they never were."""
        if self._history.merges(merge):
            before = self._history.past[-1].before
            self._go_to(self._history.without(merge), before)

    def redo(self) -> str:
        """Make an undone edit again; gives its name, "" if there was none."""
        if not self._history.future:
            return ""
        following = self._history.future[-1]
        self._go_to(self._history.redone(), following.after)
        return following.name

    def save(self, id_: str) -> None:
        """Write a journey (SHARED: nurture.toml) to its file; a FileError if it cannot be.

        It is a FileChangedError where the file says something else than when it was read.
        """
        self._write(id_, self.rooms.save)

    def write_over(self, id_: str) -> None:
        """Save over whatever the file says now."""
        self._write(id_, self.rooms.write_over)

    def _write(self, id_: str, write: Write | None) -> None:
        if write is None:
            return
        version = self.version(id_)
        self.settle()
        self.opened = write(self.opened, version)
        self.elsewhere.pop(id_, None)
        self.saved_is(version)

    def copy_to(self, id_: str, path: FilePath) -> None:
        """Write to a file anywhere, which must not be there; what is edited stays unsaved."""
        if self.rooms.copy_to is not None:
            self.rooms.copy_to(self.opened, self.version(id_), path)

    def saved_is(self, version: Version) -> None:
        """A file says this now."""
        if isinstance(version, Settings):
            self._saved = replace(self._saved, settings=version)
        else:
            self._saved = self._saved.with_journey(version)
        self.tell("saved")

    def saved_nowhere(self, id_: str) -> None:
        """The file of a journey is gone: what is here is saved nowhere."""
        journeys = {key: kept for key, kept in self._saved.journeys.items() if key != id_}
        self._saved = replace(self._saved, journeys=journeys)
        self.tell("workspace")

    def create(self, id_: str, template: str, typed: str = "") -> None:
        """Write a new journey from a template, named as typed, and make it the open one.

        An ExchangeError or FileError says why it cannot be.
        """
        if self.rooms.create is None:
            return
        self.opened = self.rooms.create(self.opened, id_, template, self.first_day, typed)
        self.take_in(self.opened.workspace.journeys[id_])
        self.open(id_)
        self.upkeep.check_soon(0)

    def refile(self, change: FileChange, version: Callable[[Workspace], Workspace]) -> None:
        """Make, move or take away journey files; `version` does the same to a workspace.

        Edits made before stay, and can be undone. A FileError says why it cannot be.
        """
        if self.rooms.refile is None:
            return
        history, saved = self._history.everywhere(version), version(self._saved)
        self.opened = self.rooms.refile(self.opened, change)
        self._history, self._saved = history, saved
        if self.current not in self.workspace.journeys:
            self.current, self.result = None, None
        self.tell("workspace")
        self.upkeep.check_soon(0)
        self.upkeep.run_soon(0)

    def take_in(self, journey: Journey) -> None:
        """Have a journey that came from outside: no edit, so it is there before all edits too."""
        self._history = self._history.everywhere(lambda was: was.with_journey(journey))
        self._saved = self._saved.with_journey(journey)
        self.tell("workspace")
        self.upkeep.check_soon(0)

    def take_contacts(self, contacts: Contacts | None, note: str) -> None:
        """Simulate on these contacts from now on; without them `note` says why there are none."""
        self.opened = replace(self.opened, contacts=contacts, contacts_note=note, to_read=False)
        self.contacts = contacts
        self.list_number += 1
        self.tell("workspace")
        self.start()

    @property
    def first_day(self) -> date:
        """The day on which runs begin."""
        start = self.settings.start
        return start.date() if isinstance(start, datetime) else start

    def set_run(self, settings: RunSettings) -> None:
        """Simulate with other settings from now on."""
        if settings != self.settings:
            self.settings = asked(settings)
            self.upkeep.edited()
            self.tell("settings")

    # -------------------------------------------------------------- work
    def settle(self) -> None:
        """The next edit is a new one to undo, not part of the last."""
        self._history = self._history.settled()

    def _go_to(self, history: History[Workspace], spot: Spot) -> None:
        """Take a version, and go to a spot of it."""
        self._history = history
        if spot.journey is None:
            self.part = spot.selected
        elif spot.journey in self.workspace.journeys:
            if spot.journey != self.current:
                self.current, self.result = spot.journey, None
            self.selected = spot.selected
        if self.journey is not None and not self._exists(self.selected):
            self.selected = next(iter(self.journey.steps), ENTRY)
        self.upkeep.edited()
        self.tell("journey")

    @staticmethod
    def _first_of(id_: str | None, workspace: Workspace) -> str:
        """What is selected when a journey is opened: its first step."""
        journey = workspace.journeys.get(id_ or "")
        start = journey.entry.start if journey is not None else ""
        return start if journey is not None and start in journey.steps else ENTRY

    def _exists(self, id_: str) -> bool:
        journey = self.journey
        if journey is None:
            return False
        if id_.startswith(EXIT):
            return any(rule.name == id_.removeprefix(EXIT) for rule in journey.exits)
        return id_ in journey.steps or id_ == ENTRY or (id_ == GOAL and journey.goal is not None)
