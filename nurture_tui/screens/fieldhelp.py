"""What can be typed into the field that is edited: how it is written, and what is known to fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nurture_tui.edit.fields import FieldType
from nurture_tui.edit.form import Field
from nurture_tui.screens.cells import Part
from nurture_tui.screens.fieldwords import means
from nurture_tui.screens.keynames import Keys
from nurture_tui.text import width, wrapped

MOST_ROWS = 5
_WRITTEN: Mapping[str, str] = {
    "contacts": "leads.csv  lists/leads.xlsx",
    "for": "3d  2w  5bd (business days)  4h  1d 4h",
    "timeout": "10d  2w  48h",
    "within": "30d  8w",
    "delay": "10min  2h  1d, the median",
    "open_delay": "10min  2h  1d, the median",
    "click_delay": "1min  5min, the median",
    "min_gap": "20h  1d",
    "again": "never  always  90d (after leaving)",
    "arrivals": "all  none  40 per day",
    "on": "Mon-Fri  Mon,Wed  Sat; empty for every day",
    "at": "09:00",
    "date": "trial_ends - 3d  webinar + 1h",
    "window": "Mon-Fri 08:00-17:00  any",
    "timezone": "contact  Europe/Helsinki",
    "holidays": 'FI  DE-BY  contact  "" for none',
    "closed": "2026-12-28  2026-07-01..2026-07-31",
    "cap": "2 per 7d",
    "throttle": "2000 per 1h",
    "chance": "35%  or by itself in time: 2% per 30d",
    "subject": "Your guide, {first_name|there}",
    "sender": "owner  anna@example.com",
    "naming": "{from} > {to} | {audience}",
    "due": "2d  4h  1w",
    "webhook": "https://example.com/hook",
    "message": "New lead: call today",
    "source": "benchmarks  guess  own data: where from",
    "approved_by": "Anna (marketing), Sami (sales)",
}
_OF_TYPES: Mapping[FieldType, str] = {
    "share": "15%  0.15",
    "number": "2  0.5",
    "texts": "several, with commas between",
    "condition": "clicked('offer') and score >= 40",
    "date": "2026-12-10  2026-12-10T14:00:00",
    "yes/no": "yes  no",
}


def replaces(field: Field) -> bool:
    """Whether what is typed into a field takes the place of what is there, as in any form."""
    return field.type != "texts" and field.path[-1] != "notes"


def written(field: Field) -> str:
    """How the value of a field is written, by an example or two."""
    keys = [key for key in reversed(field.path) if isinstance(key, str)]
    if field.type == "date":
        return _OF_TYPES["date"]
    return next(
        (_WRITTEN[key] for key in keys[:1] if key in _WRITTEN), _OF_TYPES.get(field.type, "")
    )


def help_rows(
    field: Field, known: Sequence[str], met: str, size: int, keys: Keys
) -> list[list[Part]]:
    """Rows for a pane of `size` cells: what it is for, who meets it, what fits or an example."""
    rows: list[list[Part]] = [
        [(" ", ""), (line, "text")]
        for line in wrapped(keys.named_in(means(field)), size - 2)
        if line
    ]
    rows += [[(" ", ""), (line, "text")] for line in wrapped(met, size - 2) if line]
    if known:
        rows += [[(" ", ""), (line, "muted")] for line in fitting_lines(known, size - 2)]
    elif example := written(field):
        lines = wrapped(f"for example {example.replace('  ', ', ')}", size - 2)
        rows += [[(" ", ""), (line, "muted")] for line in lines]
    return rows[:MOST_ROWS]


def fitting_at(row: Sequence[Part], x: int) -> str | None:
    """The known text that stands at a cell of a row of help, None where there is none."""
    line = "".join(text for text, _ in row)
    at = 0
    for text in line.split(" · "):
        if at <= x < at + width(text):
            return text.removesuffix(" …").strip() or None
        at += width(text) + 3
    return None


def key_at(row: Sequence[Part], x: int, keys: Mapping[str, str]) -> str | None:
    """What a row like `f6 removes the row   ctrl+space next` names at a cell, by its `keys`."""
    at = 0
    for text in "".join(text for text, _ in row).split("   "):
        key = text.split()[:1]
        if at <= x < at + width(text) and key and key[0] in keys:
            return keys[key[0]]
        at += width(text) + 3
    return None


def fitting_lines(known: Sequence[str], size: int) -> list[str]:
    """Known texts in two lines, as many as there is room for."""
    lines, at = [""], 0
    for text in known:
        joint = " · " if lines[at] else ""
        if width(lines[at] + joint + text) > size - 2:
            if at == 1:
                lines[at] += " …"
                break
            lines.append("")
            at, joint = 1, ""
        lines[at] += joint + text
    return lines
