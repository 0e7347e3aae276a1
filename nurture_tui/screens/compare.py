"""The Compare screen: two versions in one picture, and what the change does."""

from __future__ import annotations

from textwrap import wrap
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll

from nurture_tui.edit.history import Edit
from nurture_tui.layout import Show, Sketch, Zoom
from nurture_tui.report.both import step_of
from nurture_tui.report.difference import Change
from nurture_tui.screens.bothfit import fitted
from nurture_tui.screens.canvas import Canvas
from nurture_tui.screens.cells import column
from nurture_tui.screens.changelist import ChangeLines, change_line, told_whole
from nurture_tui.screens.chooser import Choice, Chooser
from nurture_tui.screens.comparetext import (
    nothing_to_compare,
    sections_of,
    summary,
    to_text,
)
from nurture_tui.screens.exportforms import comparison_forms, export_dialog
from nurture_tui.screens.kpis import Figures
from nurture_tui.screens.lines import Lines
from nurture_tui.screens.notice import Notice, why_nothing
from nurture_tui.screens.page import Page
from nurture_tui.screens.pane import Pane
from nurture_tui.screens.session import Session, What
from nurture_tui.screens.versus import SAVED, Versus
from nurture_tui.screens.versustext import result_rows, schedule_rows, side_rows
from nurture_tui.screens.widened import Widened
from nurture_tui.text import safe, width

NARROW, MOST_ID = 100, 24
PICTURE, FIGURES = 66, 54
SUMMARY_FROM = 52
MOST_CHANGES, FEW_CHANGES = 8, 4
TALL = 30


class Compare(Page):
    """This journey against its saved version or another journey."""

    HERE = "compare"
    AUTO_FOCUS = "ChangeLines"
    ABOUT = (
        "What you have changed since the journey was saved, in one picture, and what that does: "
        "both versions are simulated with the same contacts and the same luck, so what differs "
        "comes from the change. [compare.version] holds the journey against another one."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "p",
            "picture",
            "picture",
            tooltip="both versions in one picture, or what the change does",
            id="compare.picture",
        ),
        Binding("v", "version", "version", tooltip="another version", id="compare.version"),
        Binding(
            "e", "export", "export", tooltip="export the comparison to a file", id="compare.export"
        ),
        Binding(
            "right_square_bracket",
            "next(1)",
            "next change",
            key_display="]",
            id="compare.next",
        ),
        Binding(
            "left_square_bracket",
            "next(-1)",
            "previous",
            key_display="[",
            tooltip="the change before",
            id="compare.previous",
        ),
        Binding(
            "u",
            "back_to_saved",
            "undo to saved",
            tooltip="go back to the saved version; undo brings the edits back",
            id="compare.undo",
        ),
        Binding("ctrl+z", "undo", "undo", show=False, id="compare.undo-edit"),
        Binding("ctrl+y", "redo", "redo", show=False, id="compare.redo-edit"),
    ]
    DEFAULT_CSS = """
    Compare #both-pane { height: 1fr; }
    Compare #left { width: 9fr; }
    Compare #right { width: 10fr; margin-left: 1; scrollbar-size-vertical: 1; }
    Compare #right Pane { height: auto; margin-bottom: 1; }
    Compare #result { margin-top: 1; }
    Compare #notice { display: none; }
    Compare.empty #notice { display: block; }
    Compare.empty #panes { display: none; }
    Compare.narrow #panes { layout: vertical; }
    Compare.narrow #left { width: 1fr; height: auto; }
    Compare.narrow #both-pane { display: none; }
    Compare.narrow #right { width: 1fr; margin-left: 0; height: 1fr; }
    Compare.narrow.pictured #left { height: 1fr; }
    Compare.narrow.pictured #both-pane { display: block; }
    Compare.pictured #left { width: 1fr; }
    Compare.pictured #right { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.changes: tuple[Change, ...] = ()
        self._drawn: tuple[Sketch | None, Zoom, int] | None = None
        self._cut = False

    @classmethod
    def plain(cls, session: Session) -> str:
        return compare_text(session)

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="panes"):
            with Vertical(id="left"):
                with Pane("What changed", id_="both-pane"):
                    yield Canvas(id_="both")
                with Pane("Changes", id_="changes-pane"):
                    yield ChangeLines(id_="changes")
                    yield Figures(id_="whole")
            with VerticalScroll(id="right"):
                for title, id_ in (
                    ("Result", "result"),
                    ("Side effects", "effects"),
                    ("Schedule", "shift"),
                ):
                    with Pane(title, id_=f"{id_}-pane"):
                        yield Figures(id_=id_)
        yield Notice(id_="notice")

    def on_mount(self) -> None:
        self.versus = Versus(self.session)
        self.call_after_refresh(self._bring_up_to_date)

    def on_resize(self, event: events.Resize) -> None:
        across = event.size.width
        self.set_class(across < NARROW, "narrow")
        # The picture of a usual journey fits, as long as the figures beside it do.
        least = min(PICTURE, across - FIGURES - 1) if across >= NARROW else None
        self.query_one("#left").styles.min_width = least
        self.call_after_refresh(self._bring_up_to_date)

    def on_session_changed(self, what: What) -> None:
        if what not in ("findings", "selection"):
            self._bring_up_to_date()

    # -------------------------------------------------------------- what is shown
    def _bring_up_to_date(self) -> None:
        if not self.is_attached or self.session.journey is None:
            return
        self.versus.want()
        self.changes = self.versus.changes()
        words = nothing_to_compare(self.versus, self.changes, self.session.keys)
        self.put_away(bool(words))
        self.query_one(Notice).say(words)
        self.refresh_bindings()
        if not words:
            self._show_comparison()
            if self.focused is None:
                self.query_one(ChangeLines).focus()

    @on(Widened)
    def _show_comparison(self) -> None:
        if not self.has_class("empty"):
            self._show_changes()
            self._show_figures()

    def _show_changes(self) -> None:
        lines = self.query_one(ChangeLines)
        few = FEW_CHANGES if self.has_class("pictured") else self.size.height // 8
        most = max(FEW_CHANGES, min(few, MOST_CHANGES))
        # Always the same rows for the chosen one, so that nothing moves when another is.
        longest = max((len(told_whole(one, lines.room)) for one in self.changes), default=0)
        spare = longest if self.size.height >= TALL and lines.room else 0
        whole = self.query_one("#whole")
        whole.styles.height, whole.display = spare, bool(spare)
        rows = min(len(self.changes), max(FEW_CHANGES, most - spare))
        lines.styles.height = rows
        self.query_one("#changes-pane").styles.height = rows + spare + 1
        lines.show([change_line(change) for change in self.changes])
        self._tell_whole()
        pane = self.query_one("#both-pane", Pane)
        pane.note = summary(self.changes, short=pane.size.width < SUMMARY_FROM)
        picture = self.versus.picture()
        canvas, narrow = self.query_one(Canvas), self.has_class("narrow")
        zoom: Zoom = "chips" if narrow else "boxes"
        wanted = picture, zoom, canvas.size.width
        if picture is not None and wanted != self._drawn:
            self._drawn = wanted
            drawn = fitted(picture, zoom, canvas.size.width)
            canvas.show_layout(drawn, self._over(), fixed=self._step())
            self._cut = drawn.width > canvas.size.width
            self.refresh_bindings()
        else:
            canvas.show_over(self._over())

    def _tell_whole(self) -> None:
        """All of the chosen change below the list, where its row cuts it."""
        lines = self.query_one(ChangeLines)
        chosen = self.changes[lines.chosen : lines.chosen + 1]
        told = [line for change in chosen for line in told_whole(change, lines.room)]
        self.query_one("#whole", Figures).show([[("   ", ""), (line, "muted")] for line in told])

    def _step(self) -> str:
        number = self.query_one(ChangeLines).chosen
        return step_of(self.changes[number]) if number < len(self.changes) else ""

    def _over(self) -> Show:
        return Show(selected=self._step() or None)

    def _show_figures(self) -> None:
        found, journey, sides = self.versus.found, self.versus.journey, self.versus.sides
        assert sides is not None
        names = sides.names
        self.query_one("#result-pane", Pane).note = f"{names[0]} against {names[1]}"
        result, effects, shift = (
            self.query_one(f"#{id_}", Figures) for id_ in ("result", "effects", "shift")
        )
        room = max(self.query_one("#right").size.width - 5, 20)
        nobody = not self.session.contacts  # then there is the path alone to compare
        let_in = journey is not None and bool(journey.first.entered or journey.second.entered)
        for pane in ("#effects-pane", "#shift-pane"):
            self.query_one(pane).display = let_in and not nobody
        if found is None or journey is None or nobody:
            words = self.versus.problem or "Both are being simulated."
            words = why_nothing(self.session) if nobody else words
            result.show([[(line, "text")] for line in wrap(words, room)])
            effects.show([])
            shift.show([])
            return
        stale = not self.versus.fresh
        result.show(result_rows(journey, names, room), stale=stale)
        effects.show(side_rows(found, journey, names, room), stale=stale)
        shift.show(schedule_rows(found, names, room), stale=stale)
        self.call_after_refresh(self.refresh_bindings)

    # -------------------------------------------------------------- what can be done
    @on(Lines.Selected, "#changes")
    def _chosen(self) -> None:
        canvas = self.query_one(Canvas)
        canvas.show_over(self._over())
        canvas.reveal(self._step())
        self._tell_whole()

    @on(Lines.Opened, "#changes")
    async def _opened(self) -> None:
        await self._go_to(self._step())

    @on(Canvas.Picked)
    async def _picked(self, event: Canvas.Picked) -> None:
        steps = [step_of(change) for change in self.changes]
        if event.id in steps:
            self.query_one(ChangeLines).chosen = steps.index(event.id)
        if event.open:
            await self._go_to(event.id)

    async def _go_to(self, step: str) -> None:
        journey = self.session.journey
        if step and journey is not None and step in journey.steps:
            self.session.select(step)
        await self.app.run_action("go('design')")

    def action_figures(self, by: int) -> None:
        """A page of the figures further down, or up."""
        right = self.query_one("#right", VerticalScroll)
        right.scroll_relative(y=by * max(right.size.height - 2, 1), animate=False)

    def action_picture(self) -> None:
        """The picture in the place of the figures, or the figures again."""
        self.toggle_class("pictured")
        self.call_after_refresh(self._pictured)

    def _pictured(self) -> None:
        self._show_changes()
        self._chosen()

    def action_next(self, by: int) -> None:
        if self.changes:
            lines = self.query_one(ChangeLines)
            lines.chosen = (lines.chosen + by) % len(self.changes)

    def action_version(self) -> None:
        """Choose what to hold the journey against."""
        current = self.session.current
        others = [one for one in self.session.workspace.journeys.values() if one.id != current]
        named = {SAVED: ("saved version", "of this journey")}
        named |= {one.id: (one.id, one.name) for one in others}
        longest = min(max(width(first) for first, _ in named.values()), MOST_ID)
        choices = [
            Choice(id_, ((" ", ""), column(first, "text", longest), (f"  {safe(name)}", "muted")))
            for id_, (first, name) in named.items()
        ]

        def find(text: str) -> list[Choice]:
            wanted = text.casefold()
            return [c for c in choices if wanted in "".join(t for t, _ in c.parts).casefold()]

        def chosen(value: str | None) -> None:
            if value is not None:
                self.versus.other = value
                self._bring_up_to_date()

        asked = Chooser("Compare with", find, hint="part of a name", chosen=self.versus.other)
        self.app.push_screen(asked, chosen)

    def action_back_to_saved(self) -> None:
        """Go back to the saved version, as an edit that can be undone."""
        journey = self.session.journey
        saved = self.session.saved.journeys.get(journey.id) if journey is not None else None
        if saved is not None and saved != journey:
            self.session.apply(Edit("go back to the saved version", saved))
            words = "Back to the saved version. [compare.undo-edit] brings the edits back."
            self.notify(self.session.keys.named_in(words), timeout=3)

    def action_export(self) -> None:
        """Write what is shown to a file; a program gets what `nurture compare --json` gives."""
        versus = self.versus
        assert self.session.journey is not None
        assert versus.sides is not None
        name = " against ".join(versus.sides.names)
        sections = sections_of(versus, self.changes)
        forms = comparison_forms(self.session.journey, sections, versus.found)
        about = f"The comparison, {safe(name)}, as:"
        self.app.push_screen(export_dialog(self.session, "Save the comparison", about, forms))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "picture":
            # The picture alone, where both have no room beside each other, and back.
            alone = self.has_class("narrow") or self.has_class("pictured")
            return (alone or self._cut) and not self.has_class("empty")
        if action == "figures":
            right = self.query_one("#right", VerticalScroll)
            return right.max_scroll_y > 0 and right.display and not self.has_class("empty")
        if action == "next":
            return len(self.changes) > 1
        if action == "back_to_saved":
            current = self.session.current
            return current is not None and self.session.changed(current)
        if action == "export":
            settled = self.versus.fresh or not self.session.contacts
            return settled and not self.has_class("empty")
        return super().check_action(action, parameters)


def compare_text(session: Session) -> str:
    """The comparison with the saved version as text, a fact a line."""
    versus = Versus(session)
    if session.journey is None or versus.sides is None:
        return "No journey is open.\n"
    changes = versus.changes()
    words = nothing_to_compare(versus, changes, session.keys)
    if words:
        return f"{words}\n"
    versus.run_now()
    return to_text(session.journey.name, sections_of(versus, changes))
