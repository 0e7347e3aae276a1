"""The dialog on a journey file that cannot be read: all that is wrong, until it is mended."""

from __future__ import annotations

from collections.abc import Callable

from nurture_tui.screens.dialogs import Rows, Say, paragraphs, sentence
from nurture_tui.screens.session import Session, What

BY_HAND = (
    "There is nothing to edit here until it can be read. Mend it in an editor: it is read anew at "
    "once. What has one right answer is also mended by nurture check --fix."
)


class Unreadable(Say):
    """Keeps up with the file, and closes by itself once it can be read or is gone."""

    def __init__(self, session: Session, id_: str) -> None:
        self.session, self.id_ = session, id_
        self._unlisten: Callable[[], None] | None = None
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

    def on_unmount(self) -> None:
        if self._unlisten is not None:
            self._unlisten()

    def _heard(self, _: What) -> None:
        if not self.is_current:
            return
        if self.id_ not in self.session.unread:
            self.dismiss(None)
            return
        texts = (*self._wrong(), BY_HAND)
        if texts != self.texts:
            self.texts = texts
            rows = self.query_one(Rows)
            rows.rows = paragraphs(*texts)
            rows.refresh(layout=True)
