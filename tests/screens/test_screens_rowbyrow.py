"""Widgets that are painted row by row, and only where they have become others."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.geometry import Size
from textual.strip import Strip

from nurture_tui.screens.cells import Part
from nurture_tui.screens.rowbyrow import RowByRow


class Rows(RowByRow):
    """Rows of texts that a test changes; it notes which of them are painted."""

    def __init__(self) -> None:
        super().__init__()
        self.texts = ["one", "two", "three"]
        self.painted: list[int] = []

    def line(self, y: int, room: Size) -> list[Part]:
        return [(self.texts[y], "text")] if y < len(self.texts) else []

    def render_line(self, y: int) -> Strip:
        self.painted.append(y)
        return super().render_line(y)


class OfRows(App[None]):
    def compose(self) -> ComposeResult:
        yield Rows()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return {"foreground-disabled": "ansi_bright_black"}


def shown(app: App[None]) -> list[str]:
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]


async def test_only_rows_that_have_become_others_are_painted() -> None:
    app = OfRows()
    async with app.run_test(size=(20, 5)) as pilot:
        rows = app.query_one(Rows)
        await pilot.pause()
        assert shown(app)[:3] == ["one", "two", "three"]
        rows.painted.clear()
        rows.repaint()
        await pilot.pause()
        assert rows.painted == []
        rows.texts = ["one", "2", "three", "four"]
        rows.repaint()
        await pilot.pause()
        assert shown(app)[:4] == ["one", "2", "three", "four"]
        assert rows.painted == [1, 3]
        # What another paint has shown meanwhile counts too.
        rows.texts[0] = "1"
        rows.refresh()
        await pilot.pause()
        rows.texts[0] = "one"
        rows.repaint()
        await pilot.pause()
        assert shown(app)[0] == "one"


async def test_what_was_changed_while_it_was_hidden_is_there_when_it_is_shown() -> None:
    app = OfRows()
    async with app.run_test(size=(20, 5)) as pilot:
        rows = app.query_one(Rows)
        await pilot.pause()
        assert shown(app)[1] == "two"
        rows.display = False
        await pilot.pause()
        rows.texts[1] = "2"
        rows.repaint()
        await pilot.pause()
        rows.display = True
        await pilot.pause()
        assert shown(app)[1] == "2"
