"""What the run takes as given: its settings and every assumption, each with where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from nurture_tui.edit.change import EditError
from nurture_tui.report.restated import nudged, range_text, restated, value_text
from nurture_tui.report.sketch import step_title
from nurture_tui.report.uncertain import Uncertain, taken
from nurture_tui.screens.cells import Part, column
from nurture_tui.screens.dialogs import sentence
from nurture_tui.screens.inherited import source_word
from nurture_tui.screens.runsettings import (
    LABELS,
    Setting,
    inherited_setting,
    nudged_setting,
    settings_of_run,
    typed_setting,
)
from nurture_tui.screens.session import Session
from nurture_tui.screens.view import Stage, View
from nurture_tui.text import cut, width

VALUE, ORIGIN, SHORT_NAME = 8, 12, 11
NAMES = {
    "click_to_open": "click of openers",
    "soft_bounce": "soft bounce",
    "machine_opens": "opened by machines",
    "contact_spread": "contacts differ by",
    "fatigue": "each message of 7d",
    "position": "each message had",
    "weekend": "on a weekend",
}
"""Names of numbers as people call them; the modifiers of R17 are factors on the rates."""

NO_SOURCE = "no source"

Line = Setting | Uncertain | None


@dataclass(frozen=True)
class AssumedRow:
    """A row and what it is about: a setting, a number, or nothing that can be changed."""

    parts: tuple[Part, ...] = ()
    about: Line = None


class AssumedView(View):
    """Enter types another value, left and right move it a little, backspace gives it back."""

    NAME: ClassVar[str] = "assumed"
    TITLE: ClassVar[str] = "What is assumed"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "type", id="assumed.type"),
        Binding("left,h", "nudge(-1)", "less", key_display="left", id="assumed.less"),
        Binding("right,l", "nudge(1)", "more", key_display="right", id="assumed.more"),
        Binding("backspace,delete", "inherit", "as inherited", key_display="backspace",
                id="assumed.inherit"),
    ]  # fmt: skip

    class Typing(Message):
        """A value is to be typed; `typed` is how it stands now."""

        def __init__(self, label: str, typed: str) -> None:
            super().__init__()
            self.label, self.typed = label, typed

    def __init__(self, session: Session, *, id_: str | None = None) -> None:
        super().__init__(id_=id_)
        self._session = session
        self._rows: list[AssumedRow] = []
        self._shown: tuple[object, ...] = ()
        self.error = ""

    # -------------------------------------------------------------- rows
    def bring(self, stage: Stage) -> None:
        self.rebuild()

    def rebuild(self) -> None:
        """Show the settings and assumptions of the session as they are now."""
        session = self._session
        key = (session.workspace, session.settings, session.contacts, self.cells)
        if all(a is b or a == b for a, b in zip(key, self._shown, strict=False)) and self._shown:
            return
        self._shown = key
        about = self.about
        self._rows = list(assumed_rows(session, self.cells))
        self.show([list(row.parts) for row in self._rows])
        self.choose(about)

    def choose(self, about: Line) -> None:
        """Choose the row of a setting or a number, else the first that can be changed."""
        wanted = _key(about)
        places = [n for n, row in enumerate(self._rows) if row.about is not None]
        found = [n for n in places if wanted is not None and _key(self._rows[n].about) == wanted]
        self.chosen = next(iter([*found, *places]), 0)

    @property
    def about(self) -> Line:
        """What the chosen row is about."""
        return self._rows[self.chosen].about if self.chosen < len(self._rows) else None

    def detail(self) -> list[Part]:
        """What is to be said of the chosen row, part by part."""
        if self.error:
            return [(f"× {self.error}", "error")]
        about = self.about
        if isinstance(about, Setting):
            return [(about.about, "muted")]
        if about is None:
            return []
        stands = _where_stated(self._session, about)
        may = f" It may well be {range_text(about)}." if about.low < about.high else ""
        source = "" if about.source.startswith("set in") else f" {sentence(about.source)}"
        return [
            (sentence(about.what.replace("_", " ")), "text"),
            (f"{stands}.{may}{source}", "muted"),
        ]

    # -------------------------------------------------------------- changing
    def action_move(self, by: int) -> None:
        """To the next row that can be changed."""
        self.error = ""
        places = [n for n, row in enumerate(self._rows) if row.about is not None]
        if not places:
            return
        ahead = [n for n in places if (n > self.chosen if by > 0 else n < self.chosen)]
        if ahead:
            far = min(abs(by), len(ahead)) - 1
            self.chosen = ahead[far] if by > 0 else ahead[-1 - far]

    def action_open(self) -> None:
        about = self.about
        if isinstance(about, Setting):
            self.post_message(self.Typing(LABELS[about.name], about.typed))
        elif about is not None:
            self.post_message(self.Typing(name_of(about), value_text(about, about.value)))

    def take(self, text: str) -> bool:
        """Take a typed value; False where it is refused, and the detail says why."""
        about = self.about
        try:
            if isinstance(about, Setting):
                self._session.set_run(typed_setting(self._session, about.name, text))
            elif about is not None:
                self._state(about, text)
        except EditError as error:
            self.error = f"{sentence(error.message)} {error.fix or ''}".strip()
            return False
        self.error = ""
        self.rebuild()
        return True

    def action_nudge(self, by: int) -> None:
        about = self.about
        if isinstance(about, Setting):
            self._session.set_run(nudged_setting(self._session, about.name, by))
            self.error = ""
            self.rebuild()
        elif about is not None:
            self.take(value_text(about, nudged(about, by)))

    def action_inherit(self) -> None:
        about = self.about
        if isinstance(about, Setting):
            self._session.set_run(inherited_setting(self._session, about.name))
            self.rebuild()
        elif about is not None:
            self.take("")

    def _state(self, about: Uncertain, text: str) -> None:
        session = self._session
        if session.current is None:
            return
        session.change(restated(session.workspace, session.current, about, text))


def _key(about: Line) -> tuple[object, ...] | None:
    """What stays of a row when its value changes."""
    if isinstance(about, Setting):
        return ("setting", about.name)
    if about is None:
        return None
    return (about.what, about.event) if about.event is not None else (about.what, about.sends)


def name_of(found: Uncertain) -> str:
    """A number in a few words."""
    return NAMES.get(found.what, found.what.replace("_", " "))


def assumed_rows(session: Session, room: int) -> Iterator[AssumedRow]:
    """The settings of the run, then the numbers of messages, then the things contacts do."""
    yield AssumedRow((("The run", "bold"),))
    settings = settings_of_run(session)
    widest = max(VALUE, *(width(setting.value) for setting in settings))
    for setting in settings:
        shown = _row(LABELS[setting.name], setting.value, setting.origin, room, widest)
        yield AssumedRow(shown, setting)
    journey = session.journey
    if journey is None:
        return
    numbers = taken(session.workspace, [journey.id])
    of_messages = [found for found in numbers if found.event is None]
    by_level: dict[str, list[Uncertain]] = {}
    for found in of_messages:
        by_level.setdefault(whose_number(session, found), []).append(found)
    for level, group in by_level.items():
        yield AssumedRow()
        yield AssumedRow(((cut(level, room), "bold"),))
        for found in group:
            yield _number(found, name_of(found), room)
    of_contacts = [found for found in numbers if found.event is not None]
    if of_contacts:
        yield AssumedRow()
        yield AssumedRow((("What contacts do", "bold"),))
    for found in of_contacts:
        yield _number(found, name_of(found), room)


def whose_number(session: Session, found: Uncertain) -> str:
    """Whose number it is: a message by its title, or the messages that share it."""
    journey = session.journey
    if found.place == "step" and journey is not None and found.sends:
        step = found.sends[0][1]
        return step_title(step, journey.steps[step])
    if found.place == "default":
        return found.level.removeprefix("default of ").capitalize() + ", by default"
    return "This journey" if found.place == "journey" else "All journeys (nurture.toml)"


def _where_stated(session: Session, found: Uncertain) -> str:
    """The place of the files in which it stands, in words."""
    if found.place == "default":
        return f"Stated nowhere: the {found.level}"
    if found.place == "shared":
        return "Stated in nurture.toml, for all journeys"
    return (
        "Stated in this journey" if found.event else f"Stated in “{whose_number(session, found)}”"
    )


def _number(found: Uncertain, name: str, room: int) -> AssumedRow:
    origin = NO_SOURCE if found.source.startswith("set in") else source_word(found.source)
    return AssumedRow(_row(name, value_text(found, found.value), origin, room), found)


def _row(name: str, value: str, origin: str, room: int, cells: int = VALUE) -> tuple[Part, ...]:
    """`  name   value   origin`: the value can be typed, what is beside it is muted."""
    rest = max(room - cells - ORIGIN - 4, SHORT_NAME)
    ink = "warning" if origin == "guess" else "muted"
    return (
        (" ", ""),
        column(name, "text", rest),
        ("▏", "line"),
        column(value, "field", cells, right=True),
        ("  ", ""),
        column(origin, ink, room - rest - cells - 4),
    )
