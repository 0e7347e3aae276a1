"""What `nurture contacts --events` says of an event history."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nurture_tui.commands.output import console, show_refused, table
from nurture_tui.model.workspace import Workspace
from nurture_tui.model.zones import zone_info
from nurture_tui.text import count, safe

if TYPE_CHECKING:
    from nurture_tui.contacts.event_use import EventCount, EventFile
    from nurture_tui.contacts.table import Contacts


class ShownEvents:
    """An event file, with the zone in which its times are told."""

    def __init__(self, file: EventFile, timezone: str) -> None:
        self.file = file
        self.timezone = timezone

    def when(self, seconds: int) -> datetime:
        return datetime.fromtimestamp(seconds, zone_info(self.timezone))


def event_file(path: Path, contacts: Contacts, workspace: Workspace) -> ShownEvents:
    """Read an event history and count what it holds for these contacts and journeys."""
    from nurture_tui.contacts.event_use import event_file_of
    from nurture_tui.contacts.read_events import read_events

    history = read_events(path, workspace)
    return ShownEvents(event_file_of(history, contacts, workspace), workspace.timezone)


def events_record(shown: ShownEvents) -> dict[str, Any]:
    """What the event file holds, for a program; times are those of the workspace."""
    file, history = shown.file, shown.file.history
    return {
        "file": history.source,
        "rows": len(history),
        "columns": {part: column for column, part in history.mapping.items()},
        "events": [
            {
                "event": found.event,
                "rows": found.rows,
                "contacts": found.contacts,
                "first": shown.when(found.first).isoformat(),
                "last": shown.when(found.last).isoformat(),
                "uses": list(found.uses),
                "meant": found.meant or None,
            }
            for found in file.events
        ],
        "missing": {name: list(uses) for name, uses in file.missing.items()},
        "not_in_the_list": file.not_listed,
        "shared_address": file.shared_address,
        "refused": [{"line": row.line, "reason": row.reason} for row in history.refused],
        "notes": list(history.notes),
    }


def show_events(shown: ShownEvents) -> None:
    """Print what the event file holds."""
    file, history = shown.file, shown.file.history
    out = console()
    first, last = (f"{shown.when(int(at)):%Y-%m-%d %H:%M}" for at in _span(file))
    out.print()
    out.print(safe(f"{count(len(history))} events in {history.source}"), style="bold")
    out.print(safe(f"from {first} to {last} ({shown.timezone})"), style="dim")
    columns = ", ".join(f"{part} is “{column}”" for column, part in history.mapping.items())
    out.print(safe(f"Columns: {columns}"), style="dim")
    out.print()
    made = table(("event", "rows", "contacts", "first", "last", "journeys"), ("rows", "contacts"))
    for found in file.events:
        made.add_row(
            safe(found.event),
            count(found.rows),
            count(found.contacts),
            f"{shown.when(found.first):%Y-%m-%d}",
            f"{shown.when(found.last):%Y-%m-%d}",
            safe(_uses(found)),
            style="" if found.uses else "dim",
        )
    out.print(made)
    for line in _remarks(file):
        out.print(safe(line))
    show_refused(out, history.refused)


def _span(file: EventFile) -> tuple[int, int]:
    return min(found.first for found in file.events), max(found.last for found in file.events)


def _uses(found: EventCount) -> str:
    if found.meant:
        return f"no use; the journeys know “{found.meant}”"
    return "; ".join(found.uses) or "no use"


def _remarks(file: EventFile) -> list[str]:
    """What else there is to say, with an empty line before it."""
    lines = list(file.history.notes)
    if file.not_listed:
        one = file.not_listed == 1
        who = "1 row is of a contact" if one else f"{count(file.not_listed)} rows are of contacts"
        lines.append(f"{who} that {'is' if one else 'are'} not in the list")
    if file.shared_address:
        many = f"{count(file.shared_address)} row{'s' * (file.shared_address > 1)}"
        lines.append(f"{many} left out: by an e-mail address that several contacts have")
    if file.missing:
        lines.append(f"Used by the journeys and not in the file: {', '.join(file.missing)}")
    return ["", *lines] if lines else []
