"""Tables of HTML and Markdown, whose cells are text and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from nurture_tui.exchange.markup import shown
from nurture_tui.text import safe

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~!&$])")
_LINKS = re.compile(r"(?i)(?<=:)(?=//)|(?<=www)(?=\.)")
_LEADS = re.compile(r"^(\d+)([.)])(?=\s|$)|^([-+=])")


def html_table(
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    numbers: Iterable[str] = (),
    classes: Sequence[str] = (),
    foot: Sequence[str] = (),
) -> str:
    """A table; cells are text. Columns named in `numbers` stand at the right.

    `classes` gives a class to each column ("" none), `foot` is the last row, set off.
    """
    right = frozenset(numbers)
    kinds = list(classes) or [""] * len(heads)
    kinds = [
        " ".join(part for part in (kind, "number" if head in right else "") if part)
        for head, kind in zip(heads, kinds, strict=True)
    ]
    # What colours a column is of what stands in it, not of its name.
    head = "".join(_cell("th", text, "number" if text in right else "") for text in heads)
    body = "\n".join(_row(row, kinds) for row in rows)
    last = f"<tfoot>{_row(foot, kinds)}</tfoot>" if foot else ""
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>{last}\n</table>"


def _row(row: Sequence[str], kinds: Sequence[str]) -> str:
    cells = (_cell("td", text, kind) for text, kind in zip(row, kinds, strict=True))
    return f"<tr>{''.join(cells)}</tr>"


def _cell(name: str, text: str, kind: str) -> str:
    given = f' class="{kind}"' if kind else ""
    return (
        f"<{name}{given}><bdi>{shown(text)}</bdi></{name}>" if text else f"<{name}{given}></{name}>"
    )


def markdown(text: str) -> str:
    """A text as one line of Markdown that shows it as it is: no link, list, table or HTML."""
    line = _LINKS.sub(r"\\", _MARKS.sub(r"\\\1", safe(text).strip()))
    return _LEADS.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", line)


def markdown_table(
    heads: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: Iterable[str] = ()
) -> list[str]:
    """The lines of a table; cells are text. Columns named in `numbers` stand at the right."""
    right = frozenset(numbers)
    rule = ["---:" if head in right else "---" for head in heads]
    return [
        f"| {' | '.join(markdown(head) for head in heads)} |",
        f"| {' | '.join(rule)} |",
        *(f"| {' | '.join(markdown(cell) for cell in row)} |" for row in rows),
    ]
