"""Lists of rows, of which one is chosen."""

from __future__ import annotations

from textual.app import App, ComposeResult

from nurture_tui.screens.lines import Lines


class OneList(App[None]):
    """A list of thirty rows, the last of them chosen."""

    def compose(self) -> ComposeResult:
        yield Lines()

    def on_mount(self) -> None:
        rows = self.query_one(Lines)
        rows.styles.height = 20
        rows.show([[(f"row {number}", "text")] for number in range(30)])
        rows.chosen = 29


async def test_the_chosen_row_stays_in_view_where_a_list_becomes_lower():
    async with OneList().run_test(size=(40, 24)) as pilot:
        rows = pilot.app.query_one(Lines)
        await pilot.pause()
        assert rows.scroll_y == 10
        rows.styles.height = 8
        await pilot.pause()
        assert (rows.size.height, rows.scroll_y) == (8, 22)
