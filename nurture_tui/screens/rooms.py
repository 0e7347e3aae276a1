"""What the session asks of the rooms below: to open, to check, to simulate, to save, to look."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from nurture_tui.checks.again import Looked
from nurture_tui.contacts.table import Contacts
from nurture_tui.files.changes import FileChange
from nurture_tui.files.reading import JourneyFile, SettingsFile
from nurture_tui.files.recovery import Recovery
from nurture_tui.files.stamps import Stamps
from nurture_tui.files.workspace import WorkspaceFiles
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings, Workspace
from nurture_tui.simulation.result import Counts, Result
from nurture_tui.simulation.settings import RunSettings

if TYPE_CHECKING:  # what only some screens ask for is loaded with them
    from nurture_tui.report.comparison import Comparison
    from nurture_tui.report.variants import Variant


@dataclass(frozen=True)
class Opened:
    """A workspace as it was read: `current` is the journey to show first (None: all of them).

    `contacts_note` says why there are no contacts; `to_read` that they are still to be read.
    `stamps` say when the files were written, `kept` are edits of a session that did not save them.
    """

    workspace: Workspace
    folder: Path
    files: WorkspaceFiles
    current: str | None = None
    contacts: Contacts | None = None
    contacts_note: str = ""
    to_read: bool = False
    stamps: Stamps = field(default_factory=dict)
    kept: tuple[Recovery, ...] = ()


@dataclass(frozen=True)
class Seen:
    """A look at the disk: when the files were written, and what says something else by now.

    `known` are the stamps of what has then been read. `journeys` are files that say something
    else, or are new, `gone` those that are not there any more; `contacts` is whether the contacts
    are to be read again.
    """

    stamps: Stamps
    known: Stamps
    journeys: Mapping[str, JourneyFile] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    settings: SettingsFile | None = None
    contacts: bool = False


Check = Callable[[Opened, Workspace, Looked | None], Looked]
Count = Callable[[Workspace, str, Contacts, RunSettings], Counts]
Simulate = Callable[[Workspace, str, Contacts, RunSettings], Result]
RunTogether = Callable[[Workspace, Contacts, RunSettings, Collection[str]], Result]
Version = Journey | Settings
Write = Callable[[Opened, Version], Opened]


@dataclass(frozen=True)
class Rooms:
    """The calls into the rooms below; what is None cannot be done (tests leave out files).

    `count` gives what `simulate` counts, sooner and without what happened to whom.
    `rest` is called when all has been worked out and nothing was asked for a while.
    """

    check: Check | None = None
    count: Count | None = None
    simulate: Simulate | None = None
    read_contacts: Callable[[Opened, Workspace], Opened] | None = None
    rest: Callable[[], None] | None = None
    look: Callable[[Opened, Workspace, Stamps], Seen] | None = None
    save: Write | None = None
    write_over: Write | None = None
    save_as: Callable[[Opened, Journey, str], Opened] | None = None
    copy_to: Callable[[Opened, Version, Path], None] | None = None
    create: Callable[[Opened, str, str, date, str], Opened] | None = None
    preview: Callable[[str, date], Journey | None] | None = None
    keep: Callable[[Opened, Mapping[str, Version | None]], None] | None = None
    set_aside: Callable[[Recovery], Recovery] | None = None
    forget: Callable[[Recovery], None] | None = None
    refile: Callable[[Opened, FileChange], Opened] | None = None
    together: RunTogether | None = None
    compare: Callable[[Variant, Variant, RunSettings], Comparison] | None = None
