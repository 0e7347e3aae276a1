"""What the session asks of the rooms below: to open, to check, to simulate, to save."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from nurture_tui.checks.again import Looked
from nurture_tui.contacts.table import Contacts
from nurture_tui.files.workspace import WorkspaceFiles
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings, Workspace
from nurture_tui.simulation.result import Result
from nurture_tui.simulation.settings import RunSettings


@dataclass(frozen=True)
class Opened:
    """A workspace as it was read: `current` is the journey to show first (None: all of them).

    `contacts_note` says why there are no contacts, `shared_as_of` when nurture.toml and the contact
    file were written.
    """

    workspace: Workspace
    folder: Path
    files: WorkspaceFiles
    current: str | None = None
    contacts: Contacts | None = None
    contacts_note: str = ""
    shared_as_of: tuple[int, ...] = ()


Check = Callable[[Opened, Workspace, Looked | None], Looked]
Simulate = Callable[[Workspace, str, Contacts, RunSettings], Result]
Write = Callable[[Opened, Journey], Opened]


@dataclass(frozen=True)
class Rooms:
    """The calls into the rooms below; what is None cannot be done (tests leave out files)."""

    check: Check | None = None
    simulate: Simulate | None = None
    save: Write | None = None
    write_over: Write | None = None
    read_again: Callable[[Opened, str], Opened] | None = None
    read_shared: Callable[[Opened], Opened | None] | None = None
    create: Callable[[Opened, str, str, date], Opened] | None = None
    preview: Callable[[str, date], Journey | None] | None = None
    save_shared: Callable[[Opened, Settings], Opened] | None = None
