"""The app's calls into the rooms below: read a workspace, check it, simulate it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from nurture_tui.checks.again import Looked, look_again
from nurture_tui.checks.run import what_blocks
from nurture_tui.contacts.read import read_contacts
from nurture_tui.contacts.table import Contacts
from nurture_tui.errors import NurtureError, SimulationError
from nurture_tui.exchange.new import new_journey
from nurture_tui.files.reading import parse_journey
from nurture_tui.files.recovery import find_recoveries, set_aside
from nurture_tui.files.stamps import stamps
from nurture_tui.files.workspace import read_workspace
from nurture_tui.model.asrun import as_run
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Workspace
from nurture_tui.screens.asked import LIVE_CONTACTS, Asked, whom
from nurture_tui.screens.memory import give_back
from nurture_tui.screens.ondisk import (
    contact_file,
    copy_to,
    create,
    forget,
    keep,
    look,
    refile,
    save,
    save_as,
    stamps_of,
    write_over,
)
from nurture_tui.screens.rooms import Opened, Rooms
from nurture_tui.simulation import count, simulate
from nurture_tui.simulation.drawn import Drawn
from nurture_tui.simulation.heard import Heard
from nurture_tui.simulation.result import Counts, Result, without_tables
from nurture_tui.simulation.settings import RunSettings
from nurture_tui.simulation.trace import TABLES

if TYPE_CHECKING:
    from nurture_tui.report.comparison import Comparison
    from nurture_tui.report.variants import Variant

PARTS = 25
"""A long run is made in so many parts or fewer, after each of which it can be ended."""


def open_path(path: Path, *, with_contacts: bool = True) -> Opened:
    """Read a folder of journeys or one journey file, with the contacts that nurture.toml names.

    A FileError is raised only if there is nothing at the path; what is wrong inside is among the
    findings, and a contact file that cannot be used is said in `contacts_note`. Without
    `with_contacts` they are left to be read later, which `to_read` says.
    """
    folder = path if path.is_dir() else path.parent
    known = stamps_of(folder, None) if folder.is_dir() else {}
    files = read_workspace(path)
    workspace = files.workspace
    asked = files.chosen[0] if not path.is_dir() and len(files.chosen) == 1 else None
    current = asked if asked in workspace.journeys else None
    kept = find_recoveries(files)
    opened = Opened(workspace, folder, files, current, to_read=True, stamps=known, kept=kept)
    return with_contacts_read(opened, workspace) if with_contacts else opened


def with_contacts_read(opened: Opened, workspace: Workspace) -> Opened:
    """The workspace with the contacts that its settings name, as their file is now."""
    named = contact_file(opened.folder, workspace.settings)
    known = {**opened.stamps, **(stamps([named]) if named is not None else {})}
    contacts, note = _contacts(named, workspace)
    give_back()
    return replace(opened, contacts=contacts, contacts_note=note, stamps=known, to_read=False)


def _contacts(path: Path | None, workspace: Workspace) -> tuple[Contacts | None, str]:
    if path is None:
        return None, "no list of contacts is named yet"
    try:
        return read_contacts(path, workspace), ""
    except NurtureError as error:
        # As nurture.toml names it: the whole path is long, and the folder is known.
        said = str(error).replace(str(path), str(workspace.settings.contacts))
        # Who has the list beside the folder of journeys names it as if it were within.
        plain = path.name == workspace.settings.contacts
        there = plain and not path.exists() and (path.parent / ".." / path.name).is_file()
        return None, f"{said}; there is ../{path.name}" if there else said


def check_all(opened: Opened, workspace: Workspace, before: Looked | None = None) -> Looked:
    """The findings of every journey as it is now, by id, and those of nurture.toml under "".

    Files that cannot be read have the findings of reading. What was found `before` stays where
    nothing is different. Contacts that are read are looked at with the journeys.
    """
    contacts = opened.contacts
    fields = contacts.kinds if contacts is not None else None
    return look_again(opened.files, workspace, fields=fields, contacts=contacts, before=before)


def count_live(workspace: Workspace, id_: str, contacts: Contacts, settings: RunSettings) -> Counts:
    """What `run_live` counts, and nothing of what happened to whom."""
    read = as_run(workspace, id_)  # so that no edit of what is told to people asks for another run
    of, people, parted = _ready(read, id_, contacts, settings)
    return count(read, [id_], of, parted, people=people, heard=_heard(settings))


def run_live(workspace: Workspace, id_: str, contacts: Contacts, settings: RunSettings) -> Result:
    """One journey on the contacts that are asked for, in parts that whoever hears of it can end.

    A journey with errors that would make the run meaningless is a SimulationError.
    """
    of, people, parted = _ready(workspace, id_, contacts, settings)
    return simulate(workspace, [id_], of, parted, people=people, heard=_heard(settings))


def _ready(
    workspace: Workspace, id_: str, contacts: Contacts, settings: RunSettings
) -> tuple[Contacts, int | None, RunSettings]:
    """The contacts of a run, how many are drawn from them, and its parts; or why it is refused."""
    wrong = what_blocks(workspace, workspace.journeys[id_], contacts.kinds)
    if wrong:
        more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        raise SimulationError(f"{wrong[0].message}{more}", where=wrong[0].step, fix=wrong[0].fix)
    of, people = whom(contacts, settings)
    size = len(of) if people is None else people
    if _heard(settings) is not None and size > LIVE_CONTACTS:
        settings = replace(settings, chunk=max(LIVE_CONTACTS // 2, -(-size // PARTS)))
    return of, people, settings


def _heard(settings: RunSettings) -> Heard | None:
    return settings.heard if isinstance(settings, Asked) else None


def run_together(
    workspace: Workspace,
    contacts: Contacts,
    settings: RunSettings,
    tables: Collection[str] = TABLES,
) -> Result:
    """All journeys that can run, in one run on the contacts that are asked for.

    Only these tables of what happened to whom are kept.
    """
    able = [
        id_
        for id_, journey in workspace.journeys.items()
        if not what_blocks(workspace, journey, contacts.kinds)
    ]
    if not able:
        raise SimulationError("no journey of this folder can run", fix="Mend what the checks find.")
    of, people = whom(contacts, settings)
    return simulate(
        workspace, able, of, settings, people=people, heard=_heard(settings), tables=tables
    )


def run_both(first: Variant, second: Variant, settings: RunSettings) -> Comparison:
    """Two versions of one journey on the same contacts, those asked for, and the same luck.

    The results are without their tables. A version with errors that would make its run meaningless
    is a SimulationError.
    """
    from nurture_tui.report.comparison import compare  # not before the first screen is there

    for side in (first, second):
        for id_ in side.journeys:
            wrong = what_blocks(side.workspace, side.workspace.journeys[id_], side.contacts.kinds)
            if wrong:
                raise SimulationError(wrong[0].message, where=wrong[0].step, fix=wrong[0].fix)
    of, people = whom(first.contacts, settings)
    if people is not None:
        of = Drawn(of, people, settings.seed).taken()
    found = compare(replace(first, contacts=of), replace(second, contacts=of), settings)
    # Nothing more is asked of who did what: two runs of it would stay as long as the screen does.
    return replace(found, first=without_tables(found.first), second=without_tables(found.second))


def preview(template: str, today: date) -> Journey | None:
    """The journey that a template gives, to look at."""
    return parse_journey(new_journey(template, template, today).text, f"{template}.toml").journey


def others(folder: Path) -> Path | None:
    """Where there are journeys while this folder has none: in a folder below, or the samples."""
    below = sorted(path.parent for path in folder.glob("*/nurture.toml"))
    return below[0] if below else samples()


def samples() -> Path | None:
    """The folder of sample journeys, where the app runs from a checkout that has them."""
    folder = Path(__file__).parents[2] / "journeys"
    return folder if (folder / "nurture.toml").exists() else None


ROOMS = Rooms(
    check=check_all,
    count=count_live,
    simulate=run_live,
    read_contacts=with_contacts_read,
    rest=give_back,
    look=look,
    save=save,
    write_over=write_over,
    save_as=save_as,
    copy_to=copy_to,
    create=create,
    preview=preview,
    keep=keep,
    set_aside=set_aside,
    forget=forget,
    refile=refile,
    together=run_together,
    compare=run_both,
)
