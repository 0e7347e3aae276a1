"""The words that a condition may use: fields, definitions, dates, steps and journeys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from nurture_tui.frozen import dataclass
from nurture_tui.model.condition import Condition
from nurture_tui.model.fields import KNOWN_FIELDS, FieldKind

FUNCTIONS: dict[str, str] = {
    "did": "did('event', within='7d', object='x')",
    "count": "count('event', within='30d')",
    "sent": "sent('step')",
    "opened": "opened('step')",
    "clicked": "clicked('step')",
    "done": "done('step')",
    "since": "since('event') or since(date_field)",
    "left": "left(date_field)",
    "in_list": "in_list('name')",
    "missing": "missing(field)",
    "contains": "contains(field, 'text')",
    "reached": "reached('journey')",
    "inside": "inside('journey')",
    "weekday": "weekday()",
    "hour": "hour()",
    "today": "today()",
}


@dataclass(frozen=True)
class Vocabulary:
    """What a condition may name: fields, definitions, dates, steps of its journey, journeys.

    `fields` of None means that the fields are not known (no `[fields]` and no contact file): any
    name is then a field, and takes the kind it is compared with.
    """

    fields: Mapping[str, FieldKind] | None = None
    definitions: Mapping[str, Condition] = field(default_factory=dict)
    dates: frozenset[str] = frozenset()
    steps: Mapping[str, str] = field(default_factory=dict)
    journeys: frozenset[str] = frozenset()

    def kind_of(self, name: str) -> FieldKind | None:
        """The kind of a field, or None where there is no such field."""
        if self.fields is not None and name in self.fields:
            return self.fields[name]
        return KNOWN_FIELDS.get(name)

    def names(self) -> list[str]:
        """All names that can stand by themselves in a condition."""
        return sorted({*(self.fields or ()), *KNOWN_FIELDS, *self.definitions, *self.dates})


def nearest(word: str, known: list[str] | tuple[str, ...]) -> str:
    """The known word that `word` most resembles, or the empty string."""
    from difflib import get_close_matches  # at a mistake only: the import takes its time

    found = get_close_matches(word, known, n=1, cutoff=0.6)
    return found[0] if found else ""


def suggestion(word: str, known: list[str] | tuple[str, ...]) -> str:
    """A sentence that names the nearest known word, or those there are."""
    close = nearest(word, known)
    if close:
        return f"The nearest is “{close}”."
    shown = ", ".join(sorted(known)[:8])
    return f"There are: {shown}." if known else "There are none."
