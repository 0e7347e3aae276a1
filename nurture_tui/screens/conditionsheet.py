"""The dialog in which a condition is edited as rows and as text."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from nurture_tui.screens.conditiongrid import Grid
from nurture_tui.screens.dialogs import Dialog
from nurture_tui.screens.session import Session
from nurture_tui.screens.shares import Shares


class ConditionSheet(Dialog[str]):
    """Ends with the text of the condition, or None where it is left as it was."""

    DEFAULT_CSS = """
    ConditionSheet > DialogBody { width: 88; }
    """

    def __init__(
        self, title: str, text: str, session: Session, shares: Shares, of_journey: bool
    ) -> None:
        super().__init__(
            f"{title}, as rows and as text", "enter takes it, [dialog.close] leaves it"
        )
        self._grid = Grid(text, session, shares, of_journey=of_journey)

    def compose_body(self) -> ComposeResult:
        yield self._grid

    @on(Input.Submitted)
    def _taken(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(self._grid.text)
