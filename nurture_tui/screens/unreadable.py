"""The dialog on a journey file that cannot be read: all that is wrong, until it is mended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from nurture_tui.checks.mend import mend
from nurture_tui.files.workspace import WorkspaceFiles
from nurture_tui.screens.dialogs import Rows, Say, paragraphs, sentence
from nurture_tui.screens.session import Session, What

BY_HAND = (
    "There is nothing to edit here until it can be read. Mend it in an editor: it is read anew at "
    "once."
)


class Unreadable(Say):
    """Keeps up with the file, and closes by itself once it can be read or is gone."""

    def __init__(self, session: Session, id_: str) -> None:
        self.session, self.id_ = session, id_
        self._unlisten: Callable[[], None] | None = None
        self._weighed: WorkspaceFiles | None = None
        self._by_command = ""
        super().__init__("This file cannot be read", *self._wrong(), BY_HAND)

    def _wrong(self) -> list[str]:
        file = self.session.opened.files.journeys[self.id_]
        return [
            f"{file.path.name}:{problem.line}:{problem.column}  "
            f"{sentence(problem.message)} {problem.fix}".strip()
            for problem in file.problems
        ]

    def on_mount(self) -> None:
        self._unlisten = self.session.listen(self._heard)
        self._weigh()

    def on_unmount(self) -> None:
        if self._unlisten is not None:
            self._unlisten()

    def _heard(self, _: What) -> None:
        if not self.is_current:
            return
        if self.id_ not in self.session.unread:
            self.dismiss(None)
            return
        self._weigh()
        self._say()

    def _say(self) -> None:
        texts = (*self._wrong(), f"{BY_HAND} {self._by_command}".strip())
        if texts != self.texts:
            self.texts = texts
            rows = self.query_one(Rows)
            rows.rows = paragraphs(*texts)
            rows.refresh(layout=True)

    def _weigh(self) -> None:
        """Find out off the screen's thread what the command line would mend, to say just that."""
        files = self.session.opened.files
        if files is self._weighed:
            return
        self._weighed, self._by_command = files, ""

        def weighed(words: str) -> None:
            if self.is_attached and self._weighed is files:
                self._by_command = words
                self._say()

        self.session.runner.work(lambda: by_command(files, self.id_), weighed, "figures")


def by_command(files: WorkspaceFiles, id_: str) -> str:
    """What `nurture check --fix` mends of a file that cannot be read; "" where it is nothing."""
    file = files.journeys[id_]
    after = mend(replace(files, chosen=(id_,)))
    done = [one for one in after.done if one.finding.journey == id_]
    if not done:
        return ""
    left = after.files.journeys[id_].problems
    many = f"{len(done)} of these" if len(done) > 1 else "one of these"
    what = many if left else "it"
    return f"Or nurture check --fix {file.path.name} mends {what}."
