"""The keys that change the graph of the open journey: add, connect, move, remove, rename, find."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from nurture_tui.edit.history import Edit, SharedEdit
from nurture_tui.edit.newstep import KINDS, questions
from nurture_tui.edit.parts import (
    EXIT,
    GOAL,
    add_exit_rule,
    add_goal,
    move_rule,
    remove_part,
)
from nurture_tui.edit.removal import remove, ways_out, without_what
from nurture_tui.edit.rename import rename_step
from nurture_tui.edit.steps import (
    add_after,
    add_before,
    change_type,
    connect,
    duplicate,
    move,
    title_of,
)
from nurture_tui.errors import NurtureError
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import STEP_TYPES, ports
from nurture_tui.report.sketch import END as END_NODE
from nurture_tui.report.sketch import ENTRY, port_label
from nurture_tui.screens.asking import ENDS, Asking
from nurture_tui.screens.canvas import Canvas
from nurture_tui.screens.commands import commands_of
from nurture_tui.screens.dialogs import Option, TypeWord, said
from nurture_tui.screens.session import SHARED

NEW_STEPS = (
    Option("e", KINDS["send"], "send"),
    Option("m", KINDS["sms"], "sms"),
    Option("w", KINDS["wait"], "wait"),
    Option("u", KINDS["until"], "until"),
    Option("d", KINDS["date"], "date"),
    Option("b", KINDS["branch"], "branch"),
    Option("s", KINDS["split"], "split"),
    Option("t", KINDS["action"], "action"),
    Option("x", KINDS["exit"], "exit"),
)
NEW_GOAL = Option("g", "the goal, which is watched everywhere", GOAL)
NEW_RULE = Option("r", "an exit rule, which is watched everywhere", EXIT)
TYPES = tuple(
    Option(key, f"{KINDS[type_]}", type_) for key, type_ in zip("ewbstx", STEP_TYPES, strict=True)
)
EDITS = (
    "add",
    "add_before",
    "connect",
    "disconnect",
    "move",
    "remove",
    "duplicate",
    "rename",
    "change_type",
)
# What can be done with a goal or an exit rule too.
_WATCHED = ("add", "remove", "move")


class EditKeys(Asking):
    """A page whose selected step can be worked on by keys; each edit can be undone."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "add", tooltip="add a step after this one", id="design.add"),
        Binding(
            "A",
            "add_before",
            "add before",
            show=False,
            tooltip="add a step before this one",
            id="design.add-before",
        ),
        Binding("c", "connect", "connect", tooltip="lead a line elsewhere", id="design.connect"),
        Binding(
            "d",
            "disconnect",
            "end the line",
            show=False,
            tooltip="let the path end after this step",
            id="design.disconnect",
        ),
        Binding("x,delete", "remove", "remove", tooltip="remove the step", id="design.remove"),
        Binding("y", "duplicate", "copy the step", show=False, id="design.copy"),
        Binding("r", "rename", "rename the step", show=False, id="design.rename"),
        Binding(
            "m",
            "move",
            "move",
            show=False,
            tooltip="move the step to another place",
            id="design.move",
        ),
        Binding("t", "change_type", "make it another type", show=False, id="design.type"),
        Binding("g", "go_to", "go to entry, goal, sending …", show=False, id="design.go"),
        Binding("semicolon", "menu", "what can be done here", show=False, id="design.menu"),
    ]

    @property
    def _watched(self) -> bool:
        """Whether the goal or an exit rule is selected."""
        selected = self.session.selected
        return selected == GOAL or selected.startswith(EXIT)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        journey, step = self.session.journey, self._step
        leads = journey is not None and (
            self.session.selected == ENTRY
            or (step is not None and bool(ports(journey.steps[step])))
        )
        match action:
            case "add":
                return leads or step is not None or (journey is not None and self._watched)
            case "remove":
                return step is not None or self._watched
            case "move":
                return (step is not None and leads) or self.session.selected.startswith(EXIT)
            case "duplicate" | "rename" | "add_before" | "change_type":
                return step is not None
            case "connect":
                return leads
            case "disconnect":
                return leads and step is not None
            case "find" | "go_to":
                return journey is not None
        return super().check_action(action, parameters)

    # -------------------------------------------------------------- edits
    def _apply(self, make: Callable[[Journey], Edit | SharedEdit]) -> None:
        """Make an edit; where it is refused, say why."""
        journey = self.session.journey
        if journey is None:
            return
        try:
            edit = make(journey)
            self.session.change(edit)
        except NurtureError as error:
            self.app.push_screen(said("This cannot be done", error))
            return
        if isinstance(edit, Edit) and edit.told:
            undo = f"{self.session.keys['design.undo'].capitalize()} brings it back."
            self.notify(f"{edit.told} {undo}", markup=False, timeout=10)

    def action_add(self) -> None:
        journey = self.session.journey
        if journey is None:
            return
        if self._step is not None and not ports(journey.steps[self._step]):
            self.action_add_before()  # nothing can follow an exit
            return
        watched = [NEW_RULE] if journey.goal is not None else [NEW_GOAL, NEW_RULE]
        if self._watched:
            self.choose("Add", watched, self._add_watched)
            return
        source = self.session.selected
        self.choose("Add", [*NEW_STEPS, *watched], partial(self._add, source))

    def _add(self, source: str, kind: str) -> None:
        """Add a kind of step behind another; of several lines the one to put it on is asked for."""
        if kind in (GOAL, EXIT):
            self._add_watched(kind)
            return

        def on_line(port: str) -> None:
            def make(answers: dict[str, str], journey: Journey) -> Edit:
                return add_after(journey, source, port, kind, answers)

            self._ask_and_add(kind, source, make)

        self.with_port("Add on which line?", source, on_line)

    def action_add_before(self) -> None:
        target = self._step
        if target is None:
            return

        def chosen(kind: str) -> None:
            def make(answers: dict[str, str], journey: Journey) -> Edit:
                return add_before(journey, target, kind, answers)

            self._ask_and_add(kind, target, make)

        self.choose("Add before", NEW_STEPS[:-1], chosen)

    def _ask_and_add(
        self, kind: str, source: str, make: Callable[[dict[str, str], Journey], Edit]
    ) -> None:
        journey = self.session.journey
        if journey is not None:
            self.ask(
                f"Add {KINDS[kind]}",
                questions(journey, kind, source),
                lambda answers: make(dict(answers), journey),
                lambda answers: self._apply(partial(make, dict(answers))),
            )

    def _add_watched(self, which: str) -> None:
        self._apply(add_goal if which == GOAL else add_exit_rule)
        if self._watched:
            self.edit_selected()

    def action_connect(self) -> None:
        source = self.session.selected

        def to(port: str) -> None:
            self.point_at(
                f"Lead {self._line(source, port)} to",
                lambda target: self._lead(source, port, None if target == ENDS else target),
                but=source,
                also=ENDS,
            )

        self.with_port("Connect which line?", source, to)

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
        self.with_port("Connect which line?", source, lambda port: self._lead(source, port, end))

    def action_disconnect(self) -> None:
        source = self.session.selected

        def end(port: str) -> None:
            self._apply(lambda journey: connect(journey, source, port, None))

        self.with_port("End which line?", source, end)

    def action_remove(self) -> None:
        journey, step = self.session.journey, self._step
        if journey is None:
            return
        if step is None:
            self._apply(lambda journey: remove_part(journey, self.session.selected))
            return
        self._with_way(
            f"Remove “{title_of(journey, step)}”: which way stays?",
            step,
            lambda way: self._apply(lambda journey: remove(journey, step, way)),
            lambda target: without_what(journey, step, target),
        )

    def action_move(self) -> None:
        journey, step = self.session.journey, self._step
        if journey is None:
            return
        if step is None:
            rule = self.session.selected
            options = [Option("u", "earlier: it counts first", "-1"), Option("d", "later", "1")]
            self.choose(
                f"Move “{rule.removeprefix(EXIT)}”",
                options,
                lambda by: self._apply(lambda journey: move_rule(journey, rule, int(by))),
            )
            return

        def behind(way: str | None, source: str) -> None:
            def on_line(port: str) -> None:
                self._apply(lambda journey: move(journey, step, source, port, way))

            self.with_port("Onto which line?", source, on_line)

        def with_way(way: str | None) -> None:
            self.point_at(
                f"Move “{title_of(journey, step)}” behind",
                partial(behind, way),
                but=step,
                also=ENTRY,
            )

        self._with_way("Which way comes along?", step, with_way)

    def _with_way(
        self,
        title: str,
        step: str,
        then: Callable[[str | None], None],
        more: Callable[[str | None], str] = lambda _: "",
    ) -> None:
        """Go on with the way out of a step that stays on its line; ask where there are several."""
        journey = self.session.journey
        ways = ways_out(journey, step) if journey is not None else ()
        if len(ways) < 2:
            then(None)
        else:
            self.choose_way(title, ways, lambda way: then(way), more=more)

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
                workspace = self.session.workspace
                self._apply(lambda journey: rename_step(workspace, journey, step, new.strip()))

        note = "Lines and conditions that name it follow."
        self.app.push_screen(TypeWord(f"Rename “{step}”", step, note), renamed)

    def action_change_type(self) -> None:
        journey, step = self.session.journey, self._step
        if journey is None or step is None:
            return
        now = journey.steps[step].type
        others = [option for option in TYPES if option.answer != now]
        self.choose(
            f"Make “{title_of(journey, step)}”",
            others,
            lambda type_: self._apply(lambda journey: change_type(journey, step, type_)),
        )

    # -------------------------------------------------------------- going
    def action_find(self) -> None:
        self.choose_step("Find a step", self.session.select)

    def action_go_to(self) -> None:
        """To the form of what is no step."""
        journey = self.session.journey
        if journey is None:
            return
        rules = [
            Option(str(number), f"exit rule: {rule.name}", EXIT + rule.name)
            for number, rule in enumerate(journey.exits[:9], 1)
        ]
        goal = [Option("g", f"goal: {journey.goal.name}", GOAL)] if journey.goal else [NEW_GOAL]
        options = [
            Option("e", "entry: how contacts come in", "entry"),
            *goal,
            *rules,
            Option("j", "journey: name, purpose, persona, status", "name"),
            Option("s", "sending: window, cap, sender, basis", "sending"),
            Option("a", "assumptions: rates, and what contacts do", "assume"),
            Option("w", "workspace: fields, personas, definitions, assets, scoring", SHARED),
        ]
        self.choose("Go to", options, self._go_to)

    def _go_to(self, where: str) -> None:
        if where == GOAL and self.session.journey and self.session.journey.goal is None:
            self._add_watched(GOAL)
        elif where == SHARED:
            self.app.call_next(self.app.run_action, "go('workspace')")
        elif where == GOAL or where.startswith(EXIT):
            self.session.select(where)
            self.edit_selected()
        else:
            self.session.select(ENTRY)
            self.edit_selected((where,))

    def action_menu(self) -> None:
        """What can be done with what is selected, to choose from."""
        commands = [
            command
            for command in commands_of(self.app, self)
            if command.action in (*EDITS, "screen.edit")
        ]
        options = [Option(command.key, command.words, command.action) for command in commands]
        runs = {command.action: command.run for command in commands}
        journey, selected = self.session.journey, self.session.selected
        if options:
            known = journey is not None and selected in journey.steps
            self.choose(
                f"“{title_of(journey, selected) if known and journey else selected}”",
                options,
                lambda action: self.app.call_next(runs[action]),
            )
