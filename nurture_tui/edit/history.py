"""The edits made to a journey, each with its name, to go back and forth among them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nurture_tui.model.journey import Journey


@dataclass(frozen=True)
class Edit:
    """A new version of a journey: what was done in words, and what it gave.

    `selected` is the step to select after it ("" leaves the selection). Edits that follow each
    other with the same `merge` (typing in one field) count as one.
    """

    name: str
    journey: Journey
    selected: str = ""
    merge: str = ""


@dataclass(frozen=True)
class _Version:
    """A version that can be gone back (or forth) to, and the name of the edit between."""

    journey: Journey
    name: str
    merge: str = ""


@dataclass(frozen=True)
class History:
    """A journey as it is now, with the versions before it and those undone, without limit."""

    now: Journey
    past: tuple[_Version, ...] = ()
    future: tuple[_Version, ...] = ()

    @property
    def undo_name(self) -> str:
        """What undo would undo, "" if nothing."""
        return self.past[-1].name if self.past else ""

    @property
    def redo_name(self) -> str:
        """What redo would do again, "" if nothing."""
        return self.future[-1].name if self.future else ""

    def done(self, edit: Edit) -> History:
        """The history with this edit made; one that changes nothing is not kept."""
        if edit.journey == self.now:
            return self
        if edit.merge and self.past and self.past[-1].merge == edit.merge:
            before = self.past[-1]
            if before.journey == edit.journey:
                return History(edit.journey, self.past[:-1])
            return History(edit.journey, (*self.past[:-1], replace(before, name=edit.name)))
        return History(edit.journey, (*self.past, _Version(self.now, edit.name, edit.merge)))

    def undone(self) -> History:
        """One edit back; the same history if there is none."""
        if not self.past:
            return self
        before = self.past[-1]
        return History(
            before.journey, self.past[:-1], (*self.future, _Version(self.now, before.name))
        )

    def redone(self) -> History:
        """One edit forth again; the same history if there is none."""
        if not self.future:
            return self
        after = self.future[-1]
        return History(
            after.journey, (*self.past, _Version(self.now, after.name)), self.future[:-1]
        )

    def settled(self) -> History:
        """The history in which the next edit does not merge with the last one."""
        if not self.past or not self.past[-1].merge:
            return self
        return replace(self, past=(*self.past[:-1], replace(self.past[-1], merge="")))
