"""Whether formulas can hold together: "no" only where that is proved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nurture_tui.checks.formula import Every, Formula, Key, Language, Lit, Some
from nurture_tui.checks.ranges import Spans, Values
from nurture_tui.model.typed import Typed

MOST_CASES = 200

Box = dict[Key, Values]


def holds_together(formulas: Iterable[Formula], known: Mapping[Key, Values] | None = None) -> bool:
    """False only if no values meet all the formulas, given what is known of the keys.

    After MOST_CASES cases told apart it gives up, and says that they may hold.
    """
    return narrowed(formulas, known or {}) is not None


def surely_hold_together(formulas: Iterable[Formula]) -> bool:
    """True only if there are values that meet all the formulas, and they were found in time."""
    box: Box = {}
    search = _Search(MOST_CASES)
    pending: list[Some] = []
    if not all(search.take(box, formula, pending) for formula in formulas):
        return False
    left = search.spread(box, pending)
    found = left is not None and (not left or search.some_case(dict(box), left))
    return found and search.cases >= 0


def narrowed(formulas: Iterable[Formula], known: Mapping[Key, Values]) -> Box | None:
    """What is known of the keys where all the formulas hold; None if they cannot."""
    box: Box = dict(known)
    search = _Search(MOST_CASES)
    pending: list[Some] = []
    if not all(search.take(box, formula, pending) for formula in formulas):
        return None
    left = search.spread(box, pending)
    if left is None or (left and not search.some_case(dict(box), left)):
        return None
    return box


def implies(given: Typed, wanted: Typed) -> bool:
    """True only if `wanted` holds whenever `given` does."""
    language = Language()
    return not holds_together([language.formula(given, True), language.formula(wanted, False)])


def excludes(given: Typed, other: Typed) -> bool:
    """True only if the two never hold together."""
    language = Language()
    return not holds_together([language.formula(given, True), language.formula(other, True)])


@dataclass
class _Search:
    """A search with so many cases left to look at."""

    cases: int

    def take(self, box: Box, formula: Formula, pending: list[Some]) -> bool:
        """Narrow the box by a formula; what leaves a choice is pending. False if it cannot hold."""
        match formula:
            case Lit(key=key, values=values):
                found = box.get(key, key.top).meet(values)
                if key.whole and isinstance(found, Spans):
                    found = found.whole()
                box[key] = found
                return not found.empty
            case Every(items=items):
                return all(self.take(box, item, pending) for item in items)
        if len(formula.items) == 1:
            return self.take(box, formula.items[0], pending)
        pending.append(formula)
        return bool(formula.items)

    def spread(self, box: Box, pending: list[Some]) -> list[Some] | None:
        """Narrow the box by what has only one way left to hold; what is open, None if nothing."""
        while pending:
            left: list[Some] = []
            settled = True
            for some in pending:
                open_ = [item for item in some.items if _may(box, item)]
                if not open_:
                    return None
                if any(_surely(box, item) for item in open_):
                    continue
                if len(open_) == 1:
                    settled = False
                    if not self.take(box, open_[0], left):
                        return None
                else:
                    left.append(some)
            pending = left
            if settled:
                break
        return pending

    def some_case(self, box: Box, pending: list[Some]) -> bool:
        """True if one way to meet the first of these leaves a way to meet the others."""
        first, *rest = pending
        for item in first.items:
            # A case of many formulas takes longer to look at, and counts for more.
            self.cases -= 1 + len(pending) // 10
            if self.cases < 0:
                return True
            inner, more = dict(box), list(rest)
            if not self.take(inner, item, more):
                continue
            left = self.spread(inner, more)
            if left is not None and (not left or self.some_case(inner, left)):
                return True
        return False


def _may(box: Box, formula: Formula) -> bool:
    """False only if the formula cannot hold in the box."""
    match formula:
        case Lit(key=key, values=values):
            found = box.get(key, key.top).meet(values)
            return not (found.whole() if key.whole and isinstance(found, Spans) else found).empty
        case Every(items=items):
            return all(_may(box, item) for item in items)
    return any(_may(box, item) for item in formula.items)


def _surely(box: Box, formula: Formula) -> bool:
    """True only if the formula holds everywhere in the box."""
    match formula:
        case Lit(key=key, values=values):
            return box.get(key, key.top).within(values)
        case Every(items=items):
            return all(_surely(box, item) for item in items)
    return any(_surely(box, item) for item in formula.items)
