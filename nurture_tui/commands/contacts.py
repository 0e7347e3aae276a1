"""`nurture contacts`: what a contact file holds, and what the journeys need of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nurture_tui.commands.arguments import Parser, a_path
from nurture_tui.commands.eventfile import event_file, events_record, show_events
from nurture_tui.commands.inputs import parse_mapping, read_workspaces
from nurture_tui.commands.output import console, show_refused, table, write_json
from nurture_tui.files.workspace import SETTINGS_NAME, WorkspaceFiles
from nurture_tui.model.workspace import Workspace
from nurture_tui.text import count, half_up, safe, share

if TYPE_CHECKING:
    from nurture_tui.contacts.coverage import Coverage
    from nurture_tui.contacts.table import Contacts


def run(arguments: list[str]) -> int:
    """Read a contact file and say what is in it; 0 if it can be used."""
    from nurture_tui.contacts.coverage import coverage
    from nurture_tui.contacts.read import read_contacts

    options = _parser().read(arguments)
    files = _journeys(options.journeys)
    workspace = files.workspace if files is not None else Workspace()
    contacts = read_contacts(options.file, workspace, parse_mapping(options.map))
    rows = coverage(contacts, workspace)
    events = event_file(options.events, contacts, workspace) if options.events else None
    if options.json:
        more = {} if events is None else {"events": events_record(events)}
        write_json({**record(contacts, rows), **more})
    else:
        _show(contacts, rows, files)
        if events is not None:
            show_events(events)
    return 0


def record(contacts: Contacts, rows: tuple[Coverage, ...]) -> dict[str, object]:
    """What the file holds, for a program."""
    return {
        "file": contacts.source,
        "contacts": len(contacts),
        "fields": [
            {
                "field": row.field,
                "kind": row.kind or None,
                "column": row.column or None,
                "have": row.have,
                "share": float(half_up(row.share, 4)),
                "needed_by": list(row.needed_by),
            }
            for row in rows
        ],
        "refused": [{"line": row.line, "reason": row.reason} for row in contacts.refused],
        "notes": list(contacts.notes),
    }


def _show(contacts: Contacts, rows: tuple[Coverage, ...], files: WorkspaceFiles | None) -> None:
    out = console()
    out.print(safe(f"{count(len(contacts))} contacts in {contacts.source}"), style="bold")
    if files is not None:
        out.print(safe(f"Needed by the journeys in {files.folder}"), style="dim")
    if lacking := [row.field for row in rows if row.needed_by and not row.column]:
        out.print(safe(f"No column for {', '.join(lacking)}, which the journeys need"))
    out.print()
    made = table(("field", "kind", "column", "have it", "share", "needed by"), ("have it", "share"))
    for row in rows:
        needed = ", ".join(row.needed_by) or "no journey"
        made.add_row(
            safe(row.field),
            row.kind,
            safe(row.column) if row.column else "none",
            count(row.have),
            _share(row, len(contacts)),
            safe(needed),
            style="" if row.needed_by else "dim",
        )
    out.print(made)
    if contacts.notes:
        out.print()
    for remark in contacts.notes:
        out.print(safe(remark))
    show_refused(out, contacts.refused)


def _share(row: Coverage, contacts: int) -> str:
    """Only what all of them have is 100%."""
    return share(row.share if row.have == contacts else min(row.share, 0.99))


def _journeys(given: Path | None) -> WorkspaceFiles | None:
    """The journeys named, else those of the current folder or of its folder journeys."""
    if given is not None:
        return read_workspaces([given])[0]
    for folder in (Path(), Path("journeys")):
        if (folder / SETTINGS_NAME).is_file():
            return read_workspaces([folder])[0]
    return None


def _parser() -> Parser:
    parser = Parser(
        "contacts",
        "What a contact file holds: columns recognised, rows refused and why, and how many\n"
        "contacts have the fields that the journeys need.",
    )
    parser.add_argument("file", type=a_path, metavar="FILE", help="CSV, JSON Lines or Parquet")
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="COLUMN=FIELD",
        help="this column is that field; may be given several times",
    )
    parser.add_argument(
        "--journeys",
        type=a_path,
        metavar="PATH",
        help="whose fields are needed (default: the current folder, or journeys in it)",
    )
    parser.add_argument(
        "--events",
        type=a_path,
        metavar="FILE",
        help="an event history of these contacts: what it holds, and what a run would do with it",
    )
    parser.add_argument("--json", action="store_true", help="for a program")
    return parser
