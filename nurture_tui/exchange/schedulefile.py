"""A send calendar to a file: CSV or Parquet, iCalendar, Markdown or HTML, by the file's name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nurture_tui.errors import ExchangeError
from nurture_tui.exchange.ics import to_ics
from nurture_tui.exchange.sendpages import MAILING_COLUMNS, mailing_block, to_html, to_markdown
from nurture_tui.exchange.sendplan import SendPlan
from nurture_tui.files.writing import write_atomically
from nurture_tui.report.schedule import SCHEDULE_COLUMNS, schedule_block
from nurture_tui.report.written import write_blocks

TABLES = (".csv", ".parquet")
TEXTS: Mapping[str, Callable[[SendPlan, datetime], str]] = {
    ".ics": lambda plan, stamp: "".join(to_ics(plan, stamp)),
    ".md": lambda plan, _: "\n".join(to_markdown(plan)) + "\n",
    ".html": lambda plan, _: to_html(plan),
}
SUFFIXES = (*TABLES, *TEXTS)
_NO_NAME = re.compile(r"[^\w.@+-]+")
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a calendar, and its plan."""

    path: Path
    plan: SendPlan


def parts(path: Path, plan: SendPlan) -> list[Part]:
    """The files to write: one, but an .ics by owner is a file for each, named after them.

    Refuses a name with another ending than SUFFIXES.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        known = f"{', '.join(SUFFIXES[:-1])} and {SUFFIXES[-1]}"
        raise ExchangeError(
            "a schedule cannot be written as that", where=str(path), fix=f"There are {known}."
        )
    if suffix != ".ics" or plan.by != "owner":
        return [Part(path, plan)]
    found: dict[Path, Part] = {}
    for owner, _ in plan.groups():
        name = _NO_NAME.sub("-", owner).strip(".-")[:_LONGEST] or "no-owner"
        target, number = path.with_stem(f"{path.stem}-{name}"), 2
        while target in found:
            target, number = path.with_stem(f"{path.stem}-{name}-{number}"), number + 1
        found[target] = Part(target, plan.only(owner))
    return [*found.values()] or [Part(path, plan)]


def write_part(part: Part, stamp: datetime, *, mailings: bool = False) -> int:
    """Write one file; gives how many sends it is of. `stamp` is when it was made.

    A table has a row a send; with `mailings` a row a day, message and group with the number of
    sends. Refuses with a NurtureError what cannot be written.
    """
    path, plan = part.path, part.plan
    suffix = path.suffix.lower()
    if suffix in TEXTS:
        write_atomically(path, TEXTS[suffix](plan, stamp))
    elif mailings:
        block = mailing_block(plan)
        write_blocks(path, MAILING_COLUMNS, [block], block)
    else:
        block = schedule_block(plan.result, plan.workspace, plan.rows)
        write_blocks(path, SCHEDULE_COLUMNS, [block], block)
    return len(plan.rows)
