"""The Design screen: the path, what is watched everywhere, the selected step, the problems."""

from __future__ import annotations

from textual.app import ComposeResult

from nurture_tui.screens.lines import Lines
from nurture_tui.screens.page import Page
from nurture_tui.screens.pane import Pane


class Design(Page):
    """A journey on the canvas."""

    HERE = "design"

    def compose_body(self) -> ComposeResult:
        with Pane("Path", "boxes", id_="path"):
            yield Lines()
