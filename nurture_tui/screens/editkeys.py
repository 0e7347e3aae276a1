"""The keys that change the graph of the open journey: add, connect, remove, copy, rename, find."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from nurture_tui.edit.change import set_value
from nurture_tui.edit.history import Edit
from nurture_tui.edit.rename import rename
from nurture_tui.edit.steps import (
    add_after,
    add_before,
    connect,
    duplicate,
    remove,
    title_of,
    ways_out,
)
from nurture_tui.errors import NurtureError
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import ports
from nurture_tui.report.sketch import END as END_NODE
from nurture_tui.report.sketch import ENTRY, kind_word, port_label, step_title
from nurture_tui.screens.canvas import Canvas
from nurture_tui.screens.chooser import Choice, Chooser
from nurture_tui.screens.commands import commands_of
from nurture_tui.screens.dialogs import Choose, Option, TypeWord, said
from nurture_tui.screens.page import Page
from nurture_tui.screens.pointing import END, FIND, point

NEW_STEPS = (
    Option("e", "an e-mail", "send"),
    Option("m", "a text message (SMS)", "sms"),
    Option("w", "a wait", "wait"),
    Option("b", "a branch, by a condition", "branch"),
    Option("s", "a split, by chance", "split"),
    Option("t", "an action inside: a task, a list, a field", "action"),
    Option("x", "an exit, which ends the path", "exit"),
)
ENDS = END
EDITS = ("add", "add_before", "connect", "remove", "duplicate", "rename")


class EditKeys(Page):
    """A page whose selected step can be worked on by keys; each edit can be undone."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "add", tooltip="add a step after this one", id="design.add"),
        Binding("A", "add_before", "add before", show=False, id="design.add-before"),
        Binding("c", "connect", "connect", tooltip="lead a line elsewhere", id="design.connect"),
        Binding("x,delete", "remove", "remove", tooltip="remove the step", id="design.remove"),
        Binding("y", "duplicate", "copy the step", show=False, id="design.copy"),
        Binding("r", "rename", "rename the step", show=False, id="design.rename"),
        Binding("slash", "find", "find", tooltip="find a step", id="design.find"),
        Binding("semicolon", "menu", "what can be done here", show=False, id="design.menu"),
    ]

    @property
    def _step(self) -> str | None:
        """The selected step, None if something else is selected."""
        journey = self.session.journey
        selected = self.session.selected
        return selected if journey is not None and selected in journey.steps else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        journey = self.session.journey
        match action:
            case "remove" | "duplicate" | "rename" | "add_before":
                return self._step is not None
            case "add" | "connect":
                if journey is None:
                    return False
                leads = self._step is not None and bool(ports(journey.steps[self._step or ""]))
                return leads or self.session.selected == ENTRY
            case "find":
                return journey is not None and bool(journey.steps)
        return super().check_action(action, parameters)

    # -------------------------------------------------------------- edits
    def _apply(self, make: Callable[[Journey], Edit]) -> None:
        """Make an edit; where it is refused, say why."""
        journey = self.session.journey
        if journey is None:
            return
        try:
            self.session.apply(make(journey))
        except NurtureError as error:
            self.app.push_screen(said("This cannot be done", error))

    def action_add(self) -> None:
        self._with_port(
            "Add where?", lambda port: self._choose_type(lambda type_: self._add(port, type_))
        )

    def _add(self, port: str, type_: str) -> None:
        source = self.session.selected

        def make(journey: Journey) -> Edit:
            edit = add_after(journey, source, port, "send" if type_ == "sms" else type_)
            if type_ == "sms":
                after = set_value(edit.journey, ("steps", edit.selected, "channel"), "sms")
                return Edit(edit.name, after, edit.selected)
            return edit

        self._apply(make)

    def action_add_before(self) -> None:
        step = self._step
        if step is not None:
            self._choose_type(
                lambda type_: self._apply(
                    lambda journey: add_before(journey, step, "send" if type_ == "sms" else type_)
                )
            )

    def _choose_type(self, then: Callable[[str], None]) -> None:
        def chosen(type_: str | None) -> None:
            if type_ is not None:
                then(type_)

        self.app.push_screen(Choose("Add", NEW_STEPS), chosen)

    def action_connect(self) -> None:
        journey, source = self.session.journey, self.session.selected
        if journey is None:
            return
        steps = [id_ for id_ in journey.steps if id_ != source]

        def to(port: str) -> None:
            words = f"Lead {self._line(source, port)} to"

            def chosen(target: str) -> None:
                if target == FIND:
                    self._choose_step(words, lead, also=ENDS)
                else:
                    lead(target)

            def lead(target: str) -> None:
                self._lead(source, port, None if target == ENDS else target)

            point(words, self.query_one(Canvas), steps, chosen)

        self._with_port("Connect which line?", to)

    def _line(self, source: str, port: str) -> str:
        """What a line is called when it is spoken of: its label, or whose it is."""
        journey = self.session.journey
        step = journey.steps.get(source) if journey is not None else None
        if journey is None or step is None:
            return "the entry"
        label = port_label(step, port)
        return f"“{label}”" if label else f"“{title_of(journey, source)}”"

    def _lead(self, source: str, port: str, target: str | None) -> None:
        self._apply(lambda journey: connect(journey, source, port, target))

    @on(Canvas.Connected)
    def _drawn(self, event: Canvas.Connected) -> None:
        """A line was drawn with the mouse: one of several ways out is asked for."""
        source, target = event.source, event.target
        self.session.select(source)
        end = None if target.startswith(END_NODE) else target
        self._with_port("Connect which line?", lambda port: self._lead(source, port, end))

    def action_remove(self) -> None:
        journey, step = self.session.journey, self._step
        if journey is None or step is None:
            return
        ways = ways_out(journey, step)
        if len(ways) < 2:
            self._apply(lambda journey: remove(journey, step))
            return
        options = [
            Option(str(number), f"{port}: goes on at {_name(journey, target)}", port)
            for number, (port, target) in enumerate(ways[:9], 1)
        ]

        def keep(port: str | None) -> None:
            if port is not None:
                self._apply(lambda journey: remove(journey, step, port))

        title = f"Remove “{title_of(journey, step)}”: which way stays?"
        self.app.push_screen(Choose(title, options), keep)

    def action_duplicate(self) -> None:
        step = self._step
        if step is not None:
            self._apply(lambda journey: duplicate(journey, step))

    def action_rename(self) -> None:
        step = self._step
        if step is None:
            return

        def renamed(new: str | None) -> None:
            if new is not None:
                self._apply(lambda journey: rename(journey, step, new.strip()))

        note = "Lines and conditions that name it follow."
        self.app.push_screen(TypeWord(f"Rename “{step}”", step, note), renamed)

    def action_find(self) -> None:
        self._choose_step("Find a step", self.session.select)

    def action_menu(self) -> None:
        """What can be done with what is selected, to choose from."""
        commands = [
            command
            for command in commands_of(self.app, self)
            if command.action in (*EDITS, "screen.edit")
        ]
        options = [Option(command.key, command.words, command.action) for command in commands]
        runs = {command.action: command.run for command in commands}

        def chosen(action: str | None) -> None:
            if action is not None:
                self.app.call_next(runs[action])

        if options:
            self.app.push_screen(Choose(f"“{self.session.selected}”", options), chosen)

    # -------------------------------------------------------------- asking
    def _with_port(self, title: str, then: Callable[[str], None]) -> None:
        """Go on with the way out of the selected step; ask where there are several."""
        journey, step = self.session.journey, self._step
        if journey is None:
            return
        if step is None:
            then("start")
            return
        leaving = ports(journey.steps[step])
        if len(leaving) == 1:
            then(leaving[0][0])
            return
        options = [
            Option(
                str(number),
                f"{port_label(journey.steps[step], port)} → {_name(journey, target)}",
                port,
            )
            for number, (port, target) in enumerate(leaving[:9], 1)
        ]

        def chosen(port: str | None) -> None:
            if port is not None:
                then(port)

        self.app.push_screen(Choose(title, options), chosen)

    def _choose_step(self, title: str, then: Callable[[str], None], *, also: str = "") -> None:
        journey, workspace = self.session.journey, self.session.workspace
        if journey is None:
            return
        steps = [
            Choice(
                id_,
                (
                    (f"{kind_word(step, journey, workspace)}  ", "muted"),
                    (step_title(id_, step), "text"),
                    (f"  {id_}", "muted"),
                ),
            )
            for id_, step in journey.steps.items()
        ]
        if also:
            steps.append(Choice(also, ((also, "muted"),)))

        def find(text: str) -> Sequence[Choice]:
            words = text.casefold().split()
            return [c for c in steps if all(word in _text(c) for word in words)]

        def chosen(value: str | None) -> None:
            if value is not None:
                then(value)

        self.app.push_screen(Chooser(title, find), chosen)


def _text(choice: Choice) -> str:
    return "".join(text for text, _ in choice.parts).casefold()


def _name(journey: Journey, target: str | None) -> str:
    return ENDS if target is None else title_of(journey, target)
