"""A pane: one rule on top with its title and a short note, heavy when the pane has the focus."""

from __future__ import annotations

from textual import events
from textual.binding import ActiveBinding
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive, var
from textual.widget import Widget

from nurture_tui.screens.cells import Part, cells, content, fit
from nurture_tui.screens.keynames import keys_of
from nurture_tui.text import cut, safe, width

# The keys that a note may begin a part with which are a field's own, and what they press.
KEYS = {"enter": "enter", "tab": "tab"}
# Letters that a note may begin a part with stand for what they do, whatever key does it now; so do
# ids of commands, `[dialog.close] leaves it`.
LETTERS = {
    "c": "dialog.copy",
    "L": "design.lane",
    "s": "simulate.story",
    "v": "simulate.views",
    "w": "simulate.why",
}


class Rule(Widget):
    """The rule of a pane; a click on a part of its note that names a key presses the key."""

    DEFAULT_CSS = "Rule { height: 1; width: 100%; }"
    title: reactive[str] = reactive("")
    note: reactive[str] = reactive("")
    heavy: reactive[bool] = reactive(False)

    def render(self) -> Content:
        size = self.size.width
        stroke, drawn = ("━", "text") if self.heavy else ("─", "line")
        if not self.title:
            return content([(stroke * size, drawn)])
        title = f" {cut(safe(self.title), max(size - 4, 0))} "
        left: list[Part] = [(stroke * 2, drawn), (title, "bold" if self.heavy else "muted")]
        note = _shortened(self._noted(), size - cells(left) - 5)
        room = size - cells(left) - width(note) - 2
        if note:
            parts = [*left, (stroke * room, drawn), *self._inked(note), (stroke * 2, drawn)]
        else:
            parts = [*left, (stroke * max(size - cells(left), 0), drawn)]
        return content(fit(parts, size))

    async def on_click(self, event: events.Click) -> None:
        size = self.size.width
        title = f" {cut(safe(self.title), max(size - 4, 0))} "
        note = _shortened(self._noted(), size - width(title) - 7)
        at = size - width(note) - 1
        bound = self._bound()
        for part in note.strip().split(", "):
            key = part.partition(" ")[0]
            if at <= event.x < at + width(part):
                if key in KEYS:
                    self.app.simulate_key(KEYS[key])
                elif (active := bound.get(key)) is not None:
                    # A letter is not for the field that may have the focus.
                    await self.app.run_action(active.binding.action, active.node)
                return
            at += width(part) + 2

    def _bound(self) -> dict[str, ActiveBinding]:
        """What the letters of the note stand for, by the keys that do it now."""
        ids = {_command(part[0]) for part in _parts(self.note)} - {""}
        if not ids:
            return {}
        active = self.screen.active_bindings.values()
        return {
            self.app.get_key_display(one.binding): one for one in active if one.binding.id in ids
        }

    def _noted(self) -> str:
        """The note with the keys as they are now."""
        now = {one.binding.id: key for key, one in self._bound().items()}
        named = keys_of(self.app).named_in
        parts = [[now.get(_command(key)) or named(key), *more] for key, *more in _parts(self.note)]
        return safe(", ".join("".join(part) for part in parts))

    def _inked(self, note: str) -> list[Part]:
        """A note with the keys that it names standing out, as they do in the footer."""
        parts: list[Part] = []
        keys = {*KEYS, *LETTERS, *self._bound()}
        for number, (key, blank, words) in enumerate(_parts(note.strip())):
            begin = ", " if number else " "
            style = "bold" if key in keys and words else "muted"
            parts += [(begin, "muted"), (key, style), (blank + words, "muted")]
        return [*parts, (" ", "muted")]


def _command(word: str) -> str:
    """The command that the first word of a part of a note stands for, "" for none."""
    return word[1:-1] if word.startswith("[") else LETTERS.get(word, "")


def _parts(note: str) -> list[tuple[str, str, str]]:
    """The parts of a note, each as its first word, a blank, and the rest."""
    return [part.partition(" ") for part in note.split(", ")]


def _shortened(note: str, room: int) -> str:
    """The note with a blank at both ends, its last parts left out where there is no room."""
    while note and width(note) > room:
        note = note.rpartition(", ")[0]
    return f" {note} " if note else ""


class Pane(Vertical):
    """What a screen is made of: a rule, and one or more widgets below it.

    Give the widgets as children: `with Pane("Path", id_="path"): yield Canvas()`. The rule is heavy
    while one of them has the focus.
    """

    DEFAULT_CSS = """
    Pane { height: 1fr; width: 1fr; }
    Pane > Rule { dock: top; }
    """
    title_text: var[str] = var("", init=False)  # shown by the rule alone, which repaints itself
    note: var[str] = var("", init=False)

    def __init__(self, title: str, note: str = "", *, id_: str | None = None) -> None:
        super().__init__(id=id_)
        self._rule = Rule()
        self._rule.title, self._rule.note = title, note

    def on_mount(self) -> None:
        self.mount(self._rule, before=0)

    def watch_title_text(self, title: str) -> None:
        self._rule.title = title

    def watch_note(self, note: str) -> None:
        self._rule.note = note

    def on_descendant_focus(self) -> None:
        self._rule.heavy = True

    def on_descendant_blur(self) -> None:
        # Of two widgets of one pane the one that has lost the focus may tell so last.
        self._rule.heavy = self.has_focus_within
