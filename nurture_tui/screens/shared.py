"""The Workspace screen: what all journeys share, part by part, and the form of the chosen one."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from nurture_tui.edit.history import SharedEdit
from nurture_tui.edit.rename import rename_shared, users_of
from nurture_tui.edit.sharedform import (
    TABLES,
    SharedPart,
    add_shared,
    names_in,
    part_called,
    parts_of,
    remove_shared,
    shared_groups,
)
from nurture_tui.edit.typed import text_of
from nurture_tui.errors import NurtureError
from nurture_tui.screens.cells import Part, column
from nurture_tui.screens.chooser import Choice, Chooser
from nurture_tui.screens.dialogs import TypeWord, said
from nurture_tui.screens.inspector import Inspector
from nurture_tui.screens.lines import Lines
from nurture_tui.screens.page import Page
from nurture_tui.screens.pane import Pane
from nurture_tui.screens.problems import Findings, summary
from nurture_tui.screens.session import Session, What
from nurture_tui.screens.subject import OfWorkspace
from nurture_tui.text import cut, safe, width

LABEL, MOST_NAME = 14, 34


class PartList(Lines):
    """The parts of nurture.toml; Enter edits the chosen one."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "open", "edit", id="shared.edit")]

    def __init__(self, session: Session, *, id_: str | None = None) -> None:
        super().__init__(id_=id_)
        self.session = session
        self.parts: tuple[SharedPart, ...] = ()

    def rebuild(self) -> None:
        """Show the parts as they are now; the session's part is the chosen one."""
        settings = self.session.workspace.settings
        self.parts = parts_of(settings)
        ids = [part.id for part in self.parts]
        if self.session.part not in ids:
            self.session.part = ""
        self.set_reactive(Lines.chosen, ids.index(self.session.part))
        # Names have the cells that the longest needs; what is said of them has the rest.
        longest = max((width(part.title) for part in self.parts if part.table), default=0)
        name = min(longest, max((self.room - 10) // 2, 12), MOST_NAME)
        self.show([self._line(part, name) for part in self.parts])
        self.call_after_refresh(self.watch_chosen, self.chosen)

    def _line(self, part: SharedPart, size: int) -> list[Part]:
        settings = self.session.workspace.settings
        if part.id in TABLES:
            number = len(names_in(settings, part.id))
            return [(" ", ""), (part.title, "bold"), (f"  {number}", "muted")]
        if not part.table:
            return [(" ", ""), (part.title, "bold")]
        fields = [field for group in shared_groups(settings, part.id) for field in group.fields]
        shown = next((text for field in fields if (text := text_of(settings, field))), "")
        about = cut(safe(shown), max(self.room - size - 8, 1))
        return [("   ", ""), column(part.title, "text", size), ("  ", ""), (about, "muted")]


class Shared(Page):
    """What journeys share: fields, personas, definitions, assets, dates, scoring, sending."""

    HERE = "workspace"
    ABOUT = (
        "What all journeys share, as nurture.toml has it. A name that is changed here is followed "
        "in every journey that uses it."
    )
    DEFAULT_CSS = """
    Shared #parts-pane { width: 1fr; }
    Shared #part-pane { width: 1fr; max-width: 76; margin-left: 1; }
    Shared #shared-findings { height: 4; display: none; }
    Shared.wrong #shared-findings { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "add", tooltip="add an item here", id="shared.add"),
        Binding("x,delete", "remove", "remove", tooltip="remove the item", id="shared.remove"),
        Binding("r", "rename", "rename", tooltip="rename it in all journeys", id="shared.rename"),
        Binding("slash", "find", "find", tooltip="find a part", id="shared.find"),
        Binding("ctrl+z", "undo", "undo", id="shared.undo"),
        Binding("ctrl+y,ctrl+shift+z", "redo", "redo", show=False, id="shared.redo"),
    ]

    @classmethod
    def plain(cls, session: Session) -> str:
        settings = session.workspace.settings
        lines = []
        for part in parts_of(settings):
            if part.id in TABLES:
                lines.append(f"{part.title}: {len(names_in(settings, part.id))}")
                continue
            fields = [field for group in shared_groups(settings, part.id) for field in group.fields]
            told = [(field.label, text_of(settings, field)) for field in fields]
            shown = ", ".join(f"{label} {text}" for label, text in told if text)
            name = f"  {part.title}" if part.table else part.title
            lines.append(f"{name}: {shown}" if shown else name)
        return "\n".join(safe(line) for line in lines) + "\n"

    def compose_body(self) -> ComposeResult:
        with Horizontal():
            with Pane("Shared by all journeys", "nurture.toml", id_="parts-pane"):
                yield PartList(self.session, id_="parts")
            with Pane("workspace", id_="part-pane"):
                yield Inspector(OfWorkspace(self.session), label=LABEL, id_="part")
        with Pane("Problems", id_="shared-findings"):
            yield Findings(self.session, id_="shared")

    def on_mount(self) -> None:
        self.call_after_refresh(self.on_session_changed, "findings")

    def on_session_changed(self, what: What) -> None:
        self.query_one(PartList).rebuild()
        self.query_one(Inspector).rebuild()
        self._say_part()
        if what == "findings":
            found = self.query_one(Findings)
            found.rebuild()
            self.set_class(bool(found.findings), "wrong")
            self.query_one("#shared-findings", Pane).note = summary(tuple(found.findings))

    def _say_part(self) -> None:
        """The chosen part in the title of its form, with who uses it."""
        pane, part = self.query_one("#part-pane", Pane), self._part
        kind = f"{TABLES[part.table]}: " if part.table else ""
        pane.title_text = f"{kind}{part.title}"
        users = users_of(self.session.workspace, part.id)
        names = ", ".join(id_ for id_, _ in users)
        pane.note = f"used by {names}" if users else "not used yet" if part.table else ""

    @property
    def _part(self) -> SharedPart:
        found = part_called(self.session.workspace.settings, self.session.part)
        return found or SharedPart("", "workspace", ())

    @property
    def _table(self) -> str:
        """The table that the chosen part is, or is an item of."""
        part = self._part
        return part.table or (part.id if part.id in TABLES else "")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action:
            case "add":
                return bool(self._table)
            case "remove" | "rename":
                return bool(self._part.table)
        return super().check_action(action, parameters)

    # -------------------------------------------------------------- choosing
    @on(Lines.Selected, "#parts")
    def _selected(self, event: Lines.Selected) -> None:
        parts = self.query_one(PartList).parts
        if event.number < len(parts) and parts[event.number].id != self.session.part:
            self.session.settle()
            self.session.part = parts[event.number].id
            self.query_one(Inspector).rebuild()
            self._say_part()
            self.refresh_bindings()

    @on(Lines.Opened, "#parts")
    def _opened(self) -> None:
        if self._part.id in TABLES:
            self.action_add()
        else:
            # Of the workspace the list of contacts is what a new one lacks first.
            lacking = not self._part.id and not self.session.workspace.settings.contacts
            inspector = self.query_one(Inspector)
            inspector.go_to(("contacts",)) if lacking else inspector.begin(None)

    @on(Inspector.Left)
    def _left(self) -> None:
        self.query_one(PartList).focus()

    def action_find(self) -> None:
        choices = [
            Choice(
                part.id,
                (
                    column(f" {TABLES.get(part.table, '')}", "muted", LABEL),
                    (safe(part.title), "text"),
                ),
            )
            for part in parts_of(self.session.workspace.settings)
        ]

        def find(text: str) -> list[Choice]:
            low = text.casefold()
            return [c for c in choices if low in "".join(t for t, _ in c.parts).casefold()]

        def chosen(id_: str | None) -> None:
            if id_ is not None:
                self.session.part = id_
                self.on_session_changed("selection")

        self.app.push_screen(Chooser("Find a part", find), chosen)

    # -------------------------------------------------------------- editing
    def _apply(self, make: Callable[[], SharedEdit]) -> bool:
        try:
            self.session.apply_shared(make())
        except NurtureError as error:
            self.app.push_screen(said("This cannot be done", error))
            return False
        return True

    def action_add(self) -> None:
        table = self._table

        def named(name: str | None) -> None:
            if name is None:
                return
            today = self.session.first_day
            if self._apply(lambda: add_shared(self.session.workspace, table, name, today)):
                self.query_one(Inspector).begin(None)

        self.app.push_screen(TypeWord(f"A new {TABLES[table]}: its name", ""), named)

    def action_remove(self) -> None:
        self._apply(lambda: remove_shared(self.session.workspace, self.session.part))

    def action_rename(self) -> None:
        part = self._part

        def named(new: str | None) -> None:
            if new is not None:
                self._apply(lambda: rename_shared(self.session.workspace, part.id, new))

        note = "Every journey that names it follows."
        self.app.push_screen(TypeWord(f"Rename “{part.title}”", part.title, note), named)
