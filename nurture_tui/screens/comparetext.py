"""A comparison as text: what changed, the verdict, side effects and the schedule, a fact a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from nurture_tui.exchange.tables import markdown
from nurture_tui.report.difference import Change
from nurture_tui.screens.cells import Part
from nurture_tui.screens.keynames import Keys
from nurture_tui.screens.kpis import Row
from nurture_tui.screens.versus import Versus
from nurture_tui.screens.versustext import result_rows, schedule_rows, side_rows
from nurture_tui.text import safe, wrapped

PLAIN = 72
SCALE, BAR = frozenset("─━◆┃╋‹›"), frozenset("▆ ")
"""What a rate and a bar are drawn with, and no word."""
SIGNS: dict[str, Part] = {
    "added": ("+", "added"),
    "removed": ("−", "error"),
    "changed": ("~", "warning"),
    "renamed": ("~", "warning"),
}

Sections = Sequence[tuple[str, Sequence[str]]]


def sections_of(versus: Versus, changes: Sequence[Change]) -> Sections:
    """The parts of what is known of two versions, each a title and its lines.

    Without a run of both there is what changed, and why there is no more.
    """
    sides = versus.sides
    names = sides.names if sides is not None else ("", "")
    said = [f"{SIGNS[change.kind][0]} {change.sentence}" for change in changes]
    title = summary(changes) or "nothing has changed"
    parts: list[tuple[str, Sequence[str]]] = [(f"{names[0]} against {names[1]}: {title}", said)]
    found, journey = versus.found, versus.journey
    if found is None or journey is None:
        return [*parts, ("Result", [versus.problem or "not simulated"])]
    return [
        *parts,
        ("Result", _lines(result_rows(journey, names, PLAIN, drawn=False))),
        ("Side effects", _lines(side_rows(found, journey, names, PLAIN))),
        ("Schedule, sends a week", _lines(schedule_rows(found, names, PLAIN))),
    ]


def summary(changes: Iterable[Change], *, short: bool = False) -> str:
    """`1 added, 2 removed, 2 changed`; short `+1 −2 ~2`."""
    if short:
        signs = Counter(SIGNS[change.kind][0] for change in changes)
        return " ".join(f"{sign}{number}" for sign, number in signs.items())
    found = Counter(change.kind for change in changes)
    return ", ".join(f"{found[word]} {word}" for word in SIGNS if found[word])


def to_text(title: str, sections: Sections) -> str:
    """Plain text: titles with their lines below, two cells in."""
    return "\n".join(_text(title, sections)).rstrip() + "\n"


def _text(title: str, sections: Sections) -> Iterator[str]:
    yield safe(title)
    for head, lines in sections:
        yield ""
        yield safe(head)
        for line in lines:
            first, *more = wrapped(safe(line), PLAIN) if len(line) > PLAIN else [line]
            yield f"  {first}".rstrip()
            yield from (f"    {rest}" for rest in more)


def to_markdown(title: str, sections: Sections) -> str:
    """Markdown: what changed as a list, figures as they stand in the plain text."""
    parts = [f"# {markdown(title)}"]
    for number, (head, lines) in enumerate(sections):
        parts += ["", f"## {markdown(head)}", ""]
        if number:
            parts += [f"    {safe(line)}".rstrip() for line in lines]
        else:
            parts += [f"- {markdown(line)}" for line in lines]
    return "\n".join(parts) + "\n"


def _lines(rows: Sequence[Row]) -> list[str]:
    """Rows without what is drawn, one blank line at most between two of them."""
    lines: list[str] = []
    for row in rows:
        line = safe("".join(_undrawn(text) for text, _ in row)).rstrip()
        if line or (lines and lines[-1]):
            lines.append(line)
    return lines


def _undrawn(text: str) -> str:
    """A text; blanks for a bar, so that columns stay, and nothing for the scale of a rate."""
    if set(text) <= BAR:
        return " " * len(text)
    return "" if set(text.strip()) <= SCALE else text


def nothing_to_compare(versus: Versus, changes: Iterable[Change], keys: Keys) -> str:
    """Why there is nothing to compare, and which key helps; "" if there is something."""
    sides = versus.sides
    if sides is None:
        return keys.named_in(
            "This journey has not been saved yet. Press [compare.version] to compare it with "
            "another one."
        )
    if not tuple(changes) and sides.names == ("saved", "now"):
        return keys.named_in(
            "Nothing has changed since this journey was saved. Press [go.design] and change "
            "something, or [compare.version] to compare with another journey."
        )
    return ""
