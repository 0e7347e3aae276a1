"""Whether formulas can hold together: "no" only where that is proved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from nurture_tui.checks.finding import Path
from nurture_tui.checks.formula import Every, Formula, Key, Language, Lit, Some
from nurture_tui.checks.ranges import Spans, Values
from nurture_tui.model.typed import Typed

MOST_PARTS = 300_000
MOST_AT_ONCE = 30_000

Box = dict[Key, Values]


@dataclass
class Effort:
    """What the proofs about one journey may still cost, and where they had to do without.

    It is counted in parts of conditions looked at, and not in time, so that the same files always
    have the same findings. `where` is what is looked at now; `gave_up` has each place at which an
    answer took more than is left, or than one answer may take. `unfollowed` is set where there are
    too many paths to follow them all.
    """

    left: int = MOST_PARTS
    where: Path = ("entry",)
    gave_up: dict[Path, None] = field(default_factory=dict)
    unfollowed: bool = False


def holds_together(
    formulas: Iterable[Formula],
    known: Mapping[Key, Values] | None = None,
    effort: Effort | None = None,
) -> bool:
    """False only if no values meet all the formulas, given what is known of the keys.

    Where that takes more than the effort it gives up, and says that they may hold.
    """
    return narrowed(formulas, known or {}, effort) is not None


def surely_hold_together(formulas: Iterable[Formula], effort: Effort | None = None) -> bool:
    """True only if there are values that meet all the formulas, and they were found in time."""
    effort = effort or Effort()
    search = _Search(min(effort.left, MOST_AT_ONCE))
    try:
        return search.narrow({}, formulas, [], set())
    except _TooMuchError:
        effort.gave_up[effort.where] = None
        return False


def narrowed(
    formulas: Iterable[Formula],
    known: Mapping[Key, Values],
    effort: Effort | None = None,
    *,
    facts: Iterable[Some] = (),
    changed: Iterable[Key] = (),
) -> Box | None:
    """What is known of the keys where all the formulas hold; None if they cannot.

    The `facts` hold too, and are known to hold together with what is known but for the keys that
    have `changed`; so only those are looked at that have to do with what is new.
    """
    effort = effort or Effort()
    search = _Search(min(effort.left, MOST_AT_ONCE))
    box: Box = dict(known)
    before = search.left
    try:
        return box if search.narrow(box, formulas, list(facts), set(changed)) else None
    except _TooMuchError:
        effort.gave_up[effort.where] = None
        return box  # narrowed by nothing but what surely holds
    finally:
        effort.left -= before - search.left


def implies(given: Typed, wanted: Typed) -> bool:
    """True only if `wanted` holds whenever `given` does."""
    language = Language()
    return not holds_together([language.formula(given, True), language.formula(wanted, False)])


def excludes(given: Typed, other: Typed) -> bool:
    """True only if the two never hold together."""
    language = Language()
    return not holds_together([language.formula(given, True), language.formula(other, True)])


class _TooMuchError(Exception):
    """More parts were to be looked at than may be."""


@dataclass
class _Search:
    """A search with so many parts left to look at."""

    left: int

    def narrow(
        self, box: Box, formulas: Iterable[Formula], facts: list[Some], changed: set[Key]
    ) -> bool:
        """Narrow the box by the formulas; False if they cannot hold with it and the facts."""
        new: list[Some] = []
        if not all(self.take(box, formula, new, changed) for formula in formulas):
            return False
        if not new and not facts:
            return True
        looked_at: set[Some] = set()
        open_ = self.spread(box, new, facts, changed, looked_at)
        if open_ is None:
            return False
        concerned = [some for some in open_ if some in looked_at]
        others = [some for some in open_ if some not in looked_at]
        return self.some_case(box, concerned + _beside(concerned, others))

    def met(self, box: Box, lit: Lit) -> Values:
        """The values in the box for which a literal holds."""
        key = lit.key
        found = box.get(key, key.top).meet(lit.values)
        if isinstance(found, Spans):
            self.left -= len(found.pieces) + 1
            found = found.whole() if key.whole else found
        else:
            self.left -= len(found.values) // 16 + 1
        if self.left < 0:
            raise _TooMuchError
        return found

    def take(self, box: Box, formula: Formula, new: list[Some], changed: set[Key]) -> bool:
        """Narrow the box by a formula; what leaves a choice is new. False if it cannot hold."""
        match formula:
            case Lit(key=key):
                found = self.met(box, formula)
                if found != box.get(key, key.top):
                    box[key] = found
                    changed.add(key)
                return not found.empty
            case Every(items=items):
                return all(self.take(box, item, new, changed) for item in items)
        if len(formula.items) == 1:
            return self.take(box, formula.items[0], new, changed)
        new.append(formula)
        return bool(formula.items)

    def spread(
        self,
        box: Box,
        new: list[Some],
        old: list[Some],
        changed: set[Key],
        looked_at: set[Some],
    ) -> list[Some] | None:
        """Narrow the box by what has only one way left to hold; None if something has none.

        Of the old ones those are looked at that the changed keys concern. Gives those that are
        open; what is looked at is added to `looked_at`.
        """
        look, open_ = new, old
        while look or changed:
            look = [*look, *(some for some in open_ if not some.keys.isdisjoint(changed))]
            open_ = [some for some in open_ if some.keys.isdisjoint(changed)]
            looked_at.update(look)
            now, look, changed = look, [], set()
            for some in now:
                ways = self.ways(box, some)
                if ways is None:
                    continue
                if len(ways) > 1:
                    open_.append(some)
                elif not ways or not self.take(box, ways[0], look, changed):
                    return None
        return open_

    def ways(self, box: Box, some: Some) -> list[Formula] | None:
        """The ways in which it may still hold; None where it surely does."""
        open_ = [item for item in some.items if self.may(box, item)]
        return None if any(self.surely(box, item) for item in open_) else open_

    def some_case(self, box: Box, open_: list[Some]) -> bool:
        """True if all these can be met together: at the first try, or by trying case by case."""
        if self.at_first_try(dict(box), open_):
            return True
        while open_:
            together = [open_[0], *_beside(open_[:1], open_[1:])]
            if not self.some_case_of(box, together):
                return False
            open_ = [some for some in open_ if some not in together]
        return True

    def some_case_of(self, box: Box, together: list[Some]) -> bool:
        """True if those that hang together can be met, in one of the ways to meet the first."""
        first, *rest = together
        for item in first.items:
            inner: Box = dict(box)
            new: list[Some] = []
            changed: set[Key] = set()
            if self.take(inner, item, new, changed):
                left = self.spread(inner, new, rest, changed, set())
                if left is not None and self.some_case(inner, left):
                    return True
        return False

    def at_first_try(self, box: Box, open_: Iterable[Some]) -> bool:
        """True if all can be met by taking, one after the other, the first way that is left."""
        pending = list(reversed(list(open_)))
        while pending:
            new: list[Some] = []
            way = next((item for item in pending.pop().items if self.may(box, item)), None)
            if way is None or not self.take(box, way, new, set()):
                return False
            pending += new
        return True

    def may(self, box: Box, formula: Formula) -> bool:
        """False only if the formula cannot hold in the box."""
        match formula:
            case Lit():
                return not self.met(box, formula).empty
            case Every(items=items):
                return all(self.may(box, item) for item in items)
        return any(self.may(box, item) for item in formula.items)

    def surely(self, box: Box, formula: Formula) -> bool:
        """True only if the formula holds everywhere in the box."""
        match formula:
            case Lit(key=key, values=values):
                self.left -= 1
                return box.get(key, key.top).within(values)
            case Every(items=items):
                return all(self.surely(box, item) for item in items)
        return any(self.surely(box, item) for item in formula.items)


def _beside(some: list[Some], others: list[Some]) -> list[Some]:
    """Those of the others that hang together with some by their keys, directly or by others."""
    found: list[Some] = []
    near, keys = some, frozenset[Key]()
    while near and others:
        keys = keys.union(*(one.keys for one in near))
        near = [one for one in others if not one.keys.isdisjoint(keys)]
        others = [one for one in others if one.keys.isdisjoint(keys)]
        found += near
    return found
