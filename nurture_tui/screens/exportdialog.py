"""The dialog that writes a file: in which form, under which name, then where it went."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input

from nurture_tui.errors import NurtureError
from nurture_tui.screens.cells import Part, content, row
from nurture_tui.screens.dialogs import INSIDE, Dialog
from nurture_tui.screens.keynames import Keys, key_in_words
from nurture_tui.screens.places import PLACES
from nurture_tui.text import pad, wrapped

if TYPE_CHECKING:
    from nurture_tui.screens.app import NurtureApp


UP_DOWN = "[export.previous]/[export.next]"


@dataclass(frozen=True, slots=True)
class Form:
    """A form that a file can have: the name it is given, and what it is in words.

    `targets` are the files that would be written under a name, `write` writes them and says what
    was saved. Both may raise a NurtureError.
    """

    name: str
    words: str
    write: Callable[[Path], str]
    targets: Callable[[Path], Sequence[Path]] = lambda path: [path]

    @property
    def suffix(self) -> str:
        """The ending that files of this form have."""
        return Path(self.name).suffix


class Button(Widget, can_focus=True):
    """A word that does something: Enter, space or a click."""

    DEFAULT_CSS = """
    Button { width: auto; height: 1; margin-right: 2; padding: 0 2; background: $panel; }
    Button:focus { background: $foreground; color: $background; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "press", "do it", show=False, id="button.press"),
        Binding("left", "app.focus_previous", "button before", show=False, id="button.previous"),
        Binding("right", "app.focus_next", "next button", show=False, id="button.next"),
    ]

    def __init__(self, label: str, action: str, *, id_: str | None = None) -> None:
        super().__init__(id=id_)
        self.label, self._action = label, action

    def render(self) -> Content:
        return Content(self.label)

    async def on_click(self, event: events.Click) -> None:
        event.stop()
        await self.run_action(self._action)

    async def action_press(self) -> None:
        await self.run_action(self._action)


class Words(Widget):
    """A sentence, wrapped."""

    DEFAULT_CSS = "Words { height: auto; min-height: 1; width: 100%; margin: 1 0 0 0; }"

    def __init__(self, words: str = "", style: str = "text", *, id_: str | None = None) -> None:
        super().__init__(id=id_)
        self.words, self._style = words, style

    def say(self, words: str, style: str) -> None:
        self.words, self._style = words, style
        self.refresh(layout=True)

    def render(self) -> Content:
        room = max(min(self.size.width - 4, INSIDE), 1) if self.size.width else INSIDE
        rows: list[Part] = [(f"  {line}", self._style) for line in wrapped(self.words, room)]
        return Content("\n").join([content([row]) for row in rows] or [Content("")])


class Forms(Widget):
    """The forms to choose among, one a row; posts Chosen when another is clicked."""

    DEFAULT_CSS = "Forms { height: auto; width: 100%; margin: 1 0 0 0; }"

    class Chosen(Message):
        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    chosen: reactive[int] = reactive(0)

    def __init__(self, forms: Sequence[Form]) -> None:
        super().__init__()
        self._forms = forms

    def render(self) -> Content:
        size = self.size.width or INSIDE + 4
        room = max(len(form.suffix) for form in self._forms) + 2
        rows = []
        for number, form in enumerate(self._forms):
            here = number == self.chosen
            parts: list[Part] = [
                (" ┃ " if here else "   ", "bold"),
                (pad(form.suffix, room), "bold" if here else "text"),
                (form.words, "text" if here else "muted"),
            ]
            rows.append(row(size, parts, ground="$panel" if here else ""))
        return Content("\n").join(rows)

    def get_content_height(self, *_: object) -> int:
        return len(self._forms)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if 0 <= event.y < len(self._forms):
            self.post_message(self.Chosen(event.y))


class Export(Dialog[None]):
    """Asks for the form of a file and its name, and writes it; `folder` is where it is to go.

    `about` says what is written. A name with another form's ending chooses that form. What cannot
    be written is said in the dialog, which then waits for another name; `refuse` raises for a file
    that must not be written over. After a file is written another form can be chosen, for the same
    thing is often wanted in two.
    """

    DEFAULT_CSS = """
    Export #buttons { height: 1; margin: 1 2 0 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        # Before the sheet they stand on, which would scroll where the screen is low.
        Binding("up", "choose(-1)", "form before", show=False, priority=True, id="export.previous"),
        Binding("down", "choose(1)", "next form", show=False, priority=True, id="export.next"),
    ]

    def __init__(
        self,
        title: str,
        about: str,
        forms: Sequence[Form],
        folder: Path,
        refuse: Callable[[Path], None] = lambda _: None,
    ) -> None:
        leaves = "enter saves, [dialog.close] leaves it"
        note = f"{UP_DOWN} the form, enter saves" if len(forms) > 1 else leaves
        super().__init__(title, note)
        self._asks = note
        self._about, self._forms, self._refuse = about, list(forms), refuse
        self._folder = folder
        self._saved, self._written = False, ""

    @property
    def form(self) -> Form:
        """The form that is chosen."""
        return self._forms[self.query_one(Forms).chosen]

    def compose_body(self) -> ComposeResult:
        yield Words(self._about)
        yield Forms(self._forms)
        name = Input(value=self._named(self._forms[0]), compact=True)
        name.cursor_blink = False
        yield name
        yield Words(id_="said")
        with Horizontal(id="buttons"):
            yield Button("Save", "screen.save", id_="do")
            yield Button("Cancel", "screen.leave", id_="leave")

    def on_mount(self) -> None:
        self.query_one(Input).focus()
        self._tell()

    @on(Forms.Chosen)
    def _clicked(self, event: Forms.Chosen) -> None:
        self._take(event.number)

    def action_choose(self, by: int) -> None:
        self._take((self.query_one(Forms).chosen + by) % len(self._forms))

    def _take(self, number: int) -> None:
        """Choose a form, and give the name its ending."""
        if self._saved:
            self._go_on()
        forms, name = self.query_one(Forms), self.query_one(Input)
        before, forms.chosen = self.form, number
        if name.value == self._named(before):
            name.value = self._named(self.form)
        elif name.value.lower().endswith(before.suffix):
            name.value = name.value[: -len(before.suffix)] + self.form.suffix
        self._tell()

    def _named(self, form: Form) -> str:
        return str(self._folder / form.name)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        # What is said of a name that has been changed again meanwhile is out of date.
        if self._saved or event.value != event.input.value:
            return
        typed = event.value.lower()
        if not typed.endswith(self.form.suffix):
            fitting = [n for n, form in enumerate(self._forms) if typed.endswith(form.suffix)]
            if fitting:
                self.query_one(Forms).chosen = fitting[0]
        self._tell()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_save()

    def _go_on(self) -> None:
        """Another file after one that was saved: the dialog asks as before."""
        self._saved = False
        self.rule.note = self._asks
        name, do = self.query_one(Input), self.query_one("#do", Button)
        name.disabled, do.label = False, "Save"
        do.refresh(layout=True)
        leave = self.query_one("#leave", Button)
        leave.label, leave.display = "Close", True
        leave.refresh(layout=True)
        name.focus()

    def on_key(self, event: events.Key) -> None:
        """The key of a screen leaves for it, once the file is there: there is nothing to type."""
        if not self._saved:
            return
        for place in PLACES:
            if key_in_words(event.key) == self._keys[f"go.{place.id}"]:
                event.stop()
                self.dismiss(None)
                self.app.call_later(self.app.run_action, f"go('{place.id}')")

    @property
    def _keys(self) -> Keys:
        return cast("NurtureApp", self.app).session.keys

    def action_save(self) -> None:
        """Write the file off the screen's thread, and say where it went, or why it did not."""
        if self._saved:
            self.dismiss(None)
            return
        self.query_one("#said", Words).say("Saving …", "muted")
        self.run_worker(self._save(path_of(self.query_one(Input).value), self.form), exclusive=True)

    def _tell(self) -> None:
        """What is to be said of the name before anything is written."""
        path, form = path_of(self.query_one(Input).value), self.form
        try:
            targets = self._checked(path, form)
        except NurtureError as error:
            self.query_one("#said", Words).say(f"× {error}", "error")
            return
        words, style = _about(targets)
        # What was saved before stays said, until there is something to say of the next.
        self.query_one("#said", Words).say(words or self._written, style if words else "ok")

    def _checked(self, path: Path, form: Form) -> Sequence[Path]:
        self._refuse(path)
        targets = form.targets(path)
        for target in targets:
            self._refuse(target)
        return targets

    async def _save(self, path: Path, form: Form) -> None:
        said = self.query_one("#said", Words)
        try:
            self._checked(path, form)
            written = await to_thread(form.write, path)
        except NurtureError as error:
            said.say(f"× Not saved: {error}", "error")
            self.query_one(Input).focus()
            return
        self._saved, self._written = True, written
        said.say(written, "ok")
        several = len(self._forms) > 1
        self.rule.note = f"enter closes, {UP_DOWN} another" if several else "enter closes"
        self.query_one(Input).disabled = True
        self.query_one("#leave").display = False
        done = self.query_one("#do", Button)
        done.label = "Close"
        done.refresh(layout=True)
        done.focus()
        # What was said may be many rows, which are there with the next layout only.
        self.call_after_refresh(done.scroll_visible, animate=False)


def _about(targets: Sequence[Path]) -> tuple[str, str]:
    """What would happen to files that are there, and the style to say it in."""
    there = [path for path in targets if _is_there(path)]
    if not there:
        return (
            ("", "")
            if len(targets) == 1
            else (
                f"{len(targets)} files, the first of them {targets[0].name}",
                "muted",
            )
        )
    if len(targets) == 1:
        return "! This file is there already; it will be replaced.", "warning"
    return f"! {len(there)} of {len(targets)} files are there already, and replaced.", "warning"


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # no name of a file: saving says so
        return False


def path_of(text: str) -> Path:
    """The file that is meant; `~` is the home folder."""
    path = Path(text.strip() or "export")
    try:
        return path.expanduser()
    except RuntimeError:  # no home folder is known
        return path
