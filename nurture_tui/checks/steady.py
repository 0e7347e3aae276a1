"""What of a condition stays as it is while a contact goes on its way, and what may change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from nurture_tui.checks.causes import Causes
from nurture_tui.checks.formula import Formula, Key, literals
from nurture_tui.checks.ranges import TRUE, Spans, Values
from nurture_tui.model.journey import Journey

MARKETING = ("lead", "customer")
CONSENT = "consent"
ENTERED_AT = "entered_at"
_GROWING = frozenset({"event", "sent", "opened", "clicked", "done", "reached"})


class Change(Enum):
    """How the value of a key can change between two steps of a stay."""

    NONE = "by nothing but what actions of this journey do"
    GROWS = "what was once true or counted stays so"
    ANY = "at any time, to anything"


@dataclass(frozen=True)
class Steady:
    """What can change during a stay in this journey; `unread` where not all journeys are known.

    Fields that only actions of this journey write change where these are gone through, and can be
    followed. A field that an assumed event, the score or another journey writes may change between
    any two steps.
    """

    causes: Causes
    journey: Journey
    unread: bool
    _changes: dict[Key, Change] = field(default_factory=dict)
    _kept: dict[Formula, bool] = field(default_factory=dict)

    def change(self, key: Key) -> Change:
        """How the value of a key can change."""
        found = self._changes.get(key)
        if found is None:
            found = self._changes[key] = self._change(key)
        return found

    def kept(self, formula: Formula) -> bool:
        """True if the formula goes on to hold, once it does, while other things happen."""
        if formula not in self._kept:
            self._kept[formula] = all(
                lit.values == self.later(lit.key, lit.values) for lit in literals(formula)
            )
        return self._kept[formula]

    def later(self, key: Key, values: Values) -> Values | None:
        """What the values of a key can have become after a while; None if anything."""
        match self.change(key):
            case Change.NONE:
                return values
            case Change.GROWS if isinstance(values, Spans):
                return values.upwards() if values.pieces else None
            case Change.GROWS:
                return values if values == TRUE else None
        return None

    def _change(self, key: Key) -> Change:
        if key.passing:
            return Change.ANY
        if key.about in _GROWING:
            return Change.GROWS
        changing = self.unread or any(map(self._by_others, key.fields))
        return Change.ANY if changing else Change.NONE

    def _by_others(self, name: str) -> bool:
        if name == ENTERED_AT:
            return False
        # Who unsubscribes is out of a marketing journey before its next step (R5).
        by_unsubscribing = name == CONSENT and self.journey.kind not in MARKETING
        return by_unsubscribing or name in self.causes.written_beside(self.journey.id)


def later_box(steady: Steady, box: Mapping[Key, Values]) -> dict[Key, Values]:
    """What is still known of the keys after a while."""
    found = {}
    for key, values in box.items():
        left = values if steady.change(key) is Change.NONE else steady.later(key, values)
        if left is not None:
            found[key] = left
    return found
