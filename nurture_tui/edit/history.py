"""The edits made to a workspace, each with its name, to go back and forth among them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings, Workspace

T = TypeVar("T")


@dataclass(frozen=True)
class Edit:
    """A new version of a journey: what was done in words, and what it gave.

    `selected` is the step to select after it ("" leaves the selection). Edits that follow each
    other with the same `merge` (typing in one field) count as one. `told` is what else it did,
    to be said.
    """

    name: str
    journey: Journey
    selected: str = ""
    merge: str = ""
    told: str = ""


@dataclass(frozen=True)
class SharedEdit:
    """A new version of what journeys share, and of the journeys that name it; else as an Edit.

    `journey` is the one in which it was made, and `selected` is of; None: it is of nurture.toml.
    """

    name: str
    workspace: Workspace
    selected: str = ""
    merge: str = ""
    journey: str | None = None


@dataclass(frozen=True)
class Spot:
    """Where an edit was made: the open journey (None: in nurture.toml), and what was selected."""

    journey: str | None = None
    selected: str = ""


@dataclass(frozen=True)
class _Step(Generic[T]):
    """The version on the other side of an edit, its name, and where one was before and after."""

    version: T
    name: str
    merge: str = ""
    before: Spot = Spot()
    after: Spot = Spot()


@dataclass(frozen=True)
class History(Generic[T]):
    """A version as it is now, with those before it and those undone, without limit."""

    now: T
    past: tuple[_Step[T], ...] = ()
    future: tuple[_Step[T], ...] = ()

    @property
    def undo_name(self) -> str:
        """What undo would undo, "" if nothing."""
        return self.past[-1].name if self.past else ""

    @property
    def redo_name(self) -> str:
        """What redo would do again, "" if nothing."""
        return self.future[-1].name if self.future else ""

    def done(
        self,
        name: str,
        version: T,
        *,
        merge: str = "",
        before: Spot = Spot(),  # frozen, and so one for all
        after: Spot = Spot(),  # as above
    ) -> History[T]:
        """The history with an edit made, from one spot to another.

        One that changes nothing is not kept; of those that follow each other with the same
        `merge` the first is kept, under the last one's name.
        """
        if same(version, self.now):
            return self
        if self.merges(merge):
            last = self.past[-1]
            if same(last.version, version):
                return History(version, self.past[:-1])
            return History(version, (*self.past[:-1], replace(last, name=name, after=after)))
        return History(version, (*self.past, _Step(self.now, name, merge, before, after)))

    def merges(self, merge: str) -> bool:
        """Whether the last edit is of this `merge`, so that a next of it is part of it."""
        return bool(merge and self.past) and self.past[-1].merge == merge

    def before(self, merge: str) -> T:
        """The version before the edits of this `merge` that are going on; else as it is now."""
        return self.past[-1].version if self.merges(merge) else self.now

    def without(self, merge: str) -> History[T]:
        """The history in which the edits of this `merge` that are going on never were."""
        return History(self.before(merge), self.past[:-1]) if self.merges(merge) else self

    def undone(self) -> History[T]:
        """One edit back; the same history if there is none."""
        if not self.past:
            return self
        last = self.past[-1]
        redo = replace(last, version=self.now, merge="")
        return History(last.version, self.past[:-1], (*self.future, redo))

    def redone(self) -> History[T]:
        """One edit forth again; the same history if there is none."""
        if not self.future:
            return self
        following = self.future[-1]
        undo = replace(following, version=self.now)
        return History(following.version, (*self.past, undo), self.future[:-1])

    def settled(self) -> History[T]:
        """The history in which the next edit does not merge with the last one."""
        if not self.past or not self.past[-1].merge:
            return self
        return replace(self, past=(*self.past[:-1], replace(self.past[-1], merge="")))

    def everywhere(self, change: Callable[[T], T]) -> History[T]:
        """The history with `change` made in every version: for what is not the user's edit."""
        return History(
            change(self.now),
            tuple(replace(step, version=change(step.version)) for step in self.past),
            tuple(replace(step, version=change(step.version)) for step in self.future),
        )


def same(one: object, other: object) -> bool:
    """Whether two versions would be written alike: equal, and with their names in one order."""
    if one is other:
        return True
    if isinstance(one, Workspace) and isinstance(other, Workspace):
        journeys, others = one.journeys, other.journeys
        return (
            same(one.settings, other.settings)
            and list(journeys) == list(others)
            and all(same(journeys[id_], others[id_]) for id_ in journeys)
        )
    return one == other and _names(one) == _names(other)


def _names(version: object) -> list[list[str]]:
    """The names whose order is the user's: equal tables may have it differ."""
    match version:
        case Journey(steps=steps, dates=dates):
            return [list(steps), list(dates)]
        case Settings():
            tables = (version.fields or {}, version.personas, version.definitions, version.dates)
            scoring = version.scoring
            more = (version.assets, scoring.points, scoring.reached)
            return [list(table) for table in (*tables, *more)]
    return []
