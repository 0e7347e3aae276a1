"""Keeps what is not saved beside its file, so that a crash at any moment loses next to nothing."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from threading import Lock

from nurture_tui.edit.history import same
from nurture_tui.errors import FileError
from nurture_tui.files.recovery import Recovery, recovery_path
from nurture_tui.screens.ondisk import path_of
from nurture_tui.screens.outside import take_back
from nurture_tui.screens.rooms import Version
from nurture_tui.screens.session import Session, What
from nurture_tui.screens.upkeep import Runner

KEEP_AFTER = 0.1


class Keeping:
    """Follows a session: at most KEEP_AFTER seconds after an edit it is on its way to the disk.

    One job at a time, off the screen's thread. `undecided` are the edits of an earlier session
    that were found; they are moved out of the way, never written over. That edits cannot be kept
    is said once.
    """

    def __init__(self, session: Session, runner: Runner, say: Callable[[str], None]) -> None:
        self._session, self._runner, self._say = session, runner, say
        self.undecided: dict[str, list[Recovery]] = {}
        for recovery in session.opened.kept:
            self.undecided.setdefault(recovery.id, []).append(recovery)
        self._kept: dict[str, Version] = {}
        self._waits = self._works = self._failed = self._over = False
        self._lock = Lock()
        session.listen(self._heard)

    def _heard(self, what: What) -> None:
        if what in ("journey", "saved", "workspace") and not self._waits:
            self._waits = True
            self._runner.later(KEEP_AFTER, self._go)

    def _wanted(self) -> dict[str, Version | None]:
        """What is to be kept or dropped: what differs from what was done last."""
        unsaved = {id_: self._session.version(id_) for id_ in self._session.unsaved}
        new = {id_: made for id_, made in unsaved.items() if not same(made, self._kept.get(id_))}
        return {**new, **{id_: None for id_ in self._kept if id_ not in unsaved}}

    def _go(self) -> None:
        self._waits = False
        wanted = self._wanted()
        if self._works or not wanted or self._session.rooms.keep is None:
            return
        self._works = True

        def done(error: FileError | None) -> None:
            self._works = False
            if error is None:
                self._note(wanted)
                if self._wanted():
                    self._heard("journey")
            elif not self._failed:
                self._failed = True
                lost = "What is not saved is lost if the app ends."
                self._say(f"Edits cannot be kept against a crash: {error.message}. {lost}")

        self._runner.work(lambda: self._keep(wanted), done, "disk")

    def _keep(self, wanted: Mapping[str, Version | None]) -> FileError | None:
        rooms, opened = self._session.rooms, self._session.opened
        with self._lock:
            if self._over or rooms.keep is None:
                return None
            try:
                for id_ in wanted:
                    found = self.undecided.get(id_, [])
                    if rooms.set_aside is not None and found:
                        self.undecided[id_] = [rooms.set_aside(one) for one in found]
                rooms.keep(opened, wanted)
            except FileError as error:
                return error
        return None

    def _note(self, wanted: Mapping[str, Version | None]) -> None:
        for id_, version in wanted.items():
            if version is None:
                self._kept.pop(id_, None)
            else:
                self._kept[id_] = version

    # -------------------------------------------------------------------- what was found
    def take(self, recovery: Recovery) -> None:
        """Take edits of an earlier session into this one; undo takes them back.

        They stay kept all the while, as edits of this one.
        """
        take_back(self._session, recovery.version)
        if recovery.path == recovery_path(path_of(self._session.opened, recovery.id)):
            self._kept[recovery.id] = recovery.version
            self._decided(recovery)
        else:
            self.now()
            self.forget(recovery)

    def forget(self, recovery: Recovery) -> None:
        """Remove edits of an earlier session."""
        with self._lock:
            self._decided(recovery)
            if self._session.rooms.forget is not None:
                self._session.rooms.forget(recovery)

    def _decided(self, recovery: Recovery) -> None:
        id_ = recovery.id
        self.undecided[id_] = [one for one in self.undecided[id_] if one != recovery]

    # -------------------------------------------------------------------- the end
    def end(self) -> None:
        """The app is left on purpose: nothing is kept any more."""
        with self._lock:
            self._over = True
            if self._session.rooms.keep is not None and self._kept:
                # What cannot be removed (the disk is gone) is offered at the next start: no loss.
                with contextlib.suppress(FileError):
                    self._session.rooms.keep(self._session.opened, dict.fromkeys(self._kept))

    def now(self) -> None:
        """Keep all that is not saved at once, on this thread: the app is coming down."""
        wanted = self._wanted()
        if wanted and self._keep(wanted) is None:
            self._note(wanted)
