"""The Design screen: the path, what is watched everywhere, the selected step, the problems."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.geometry import Size
from textual.reactive import var

from nurture_tui.checks.finding import Finding
from nurture_tui.edit.change import Path
from nurture_tui.edit.form import GOAL
from nurture_tui.model.step import Wait
from nurture_tui.report.sketch import ENTRY
from nurture_tui.screens.canvas import Canvas
from nurture_tui.screens.cells import Part, filled
from nurture_tui.screens.editkeys import EDITS, EditKeys
from nurture_tui.screens.formrows import title_of
from nurture_tui.screens.inspector import Inspector
from nurture_tui.screens.lane import Lane
from nurture_tui.screens.lines import Lines
from nurture_tui.screens.outline import design_text
from nurture_tui.screens.pane import Pane
from nurture_tui.screens.path import PathCanvas
from nurture_tui.screens.problems import (
    Problems,
    field_of,
    in_order,
    not_right_yet,
    place_of,
    summary,
    why_it_does_not_run,
)
from nurture_tui.screens.rowbyrow import RowByRow
from nurture_tui.screens.session import Session, What
from nurture_tui.screens.subject import OfJourney
from nurture_tui.screens.theme import SEVERITY_MARKS


class WorstFinding(RowByRow):
    """One row with the worst finding (or the one F8 came to), where the list has no room."""

    DEFAULT_CSS = "WorstFinding { height: 1; width: 100%; }"

    at: var[int] = var(0, init=False)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def watch_at(self) -> None:
        self.repaint()

    def line(self, y: int, room: Size) -> list[Part]:
        found = in_order(self.session.problems)
        size = room.width
        if not found:
            return filled(size, [("  ", ""), *why_it_does_not_run(self.session)])
        at = min(self.at, len(found) - 1)
        shown = found[at]
        mark = f"{SEVERITY_MARKS[shown.severity]} {shown.code} "
        said = f"{place_of(shown)}: {shown.message}"
        key = self.session.keys["design.next-problem"]
        more = f"{at + 1} of {len(found)}, {key} next" if len(found) > 1 else f"{key} goes there"
        return filled(
            size,
            [("  ", ""), (mark, shown.severity), (said, "text")],
            [(more, "muted"), ("  ", "")],
        )

    async def on_click(self) -> None:
        unnamed = self.session.contacts is None and not self.session.opened.to_read
        if unnamed and not self.session.problems:
            await self.app.run_action("go('workspace')")  # where the list is named
        else:
            await self.screen.run_action("problem(1)")


class Design(EditKeys):
    """A journey on the canvas; what is selected in the inspector, edited as it is typed."""

    HERE = "design"
    NEEDS = "at rest"
    NEXT = "simulate"
    NO_KEYS = frozenset({"lag", "result"})
    # The way on stands in the head, and a problem's key beside it; what was done can be undone.
    GIVES_WAY = ("go.simulate", "design.problems", "design.find", "design.next-problem")
    ABOUT = (
        "The path of a journey, with the contacts that came to each step in the simulation. "
        "Arrows go along the lines, [canvas.edit] edits what is selected, typing is simulated at "
        "once. Intervals are of 95 %."
    )
    # Textual declares these two as attributes of an instance, so ClassVar is refused.
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  # as Textual declares it
        (0, "-narrow"),
        (100, "-middle"),
        (120, "-wide"),
        (140, "-full"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]  # noqa: RUF012  # as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+z", "undo", "undo", id="design.undo"),
        Binding("ctrl+y,ctrl+shift+z", "redo", "redo", show=False, id="design.redo"),
        Binding("f8", "problem(1)", "problem", id="design.next-problem"),
        Binding(
            "shift+f8", "problem(-1)", "previous problem", show=False, id="design.prev-problem"
        ),
        Binding("P", "problems", "problems", tooltip="all problems", id="design.problems"),
        Binding("slash", "find", "find", tooltip="find a step", id="design.find"),
        Binding("L", "lane", "watched everywhere", show=False, id="design.lane"),
    ]

    # What F8 came to and what is wrong there, until something else is selected.
    _come_to: tuple[str, Finding] | None = None

    # The step that the arrows left for the lane, and come back to.
    _beside = ENTRY

    @classmethod
    def plain(cls, session: Session) -> str:
        return design_text(session)

    def compose_body(self) -> ComposeResult:
        with Container(id="design"):
            with Pane("Path", "boxes", id_="path-pane"):
                yield PathCanvas(self.session, id_="path")
            with Pane("Watched everywhere", id_="lane-pane"):
                yield Lane(self.session, id_="lane")
            with Pane("Nothing selected", id_="inspector-pane"):
                yield Inspector(OfJourney(self.session), id_="inspector")
        yield WorstFinding(self.session)
        with Pane("Problems", id_="problems-pane"):
            yield Problems(self.session, id_="problems")

    def __init__(self) -> None:
        super().__init__()
        self._measured_at: tuple[str | None, int] = (None, 0)

    # -------------------------------------------------------------- keeping up
    def on_mount(self) -> None:
        self.call_after_refresh(self._all)

    def _all(self) -> None:
        self.on_session_changed("journey")
        self.on_session_changed("findings")

    def on_session_changed(self, what: What) -> None:
        self.query_one(PathCanvas).redraw()
        self.query_one(Lane).rebuild()
        inspector = self.query_one(Inspector)
        if inspector.has_focus_within:
            inspector.rebuild()
        else:
            # The answer to a key is on the path; the form of what is selected follows behind it.
            inspector.rebuild_later()
        self.call_after_refresh(self._say_title)
        if what in ("findings", "journey", "result", "draft"):
            self.query_one(Problems).rebuild()
            told = filter(None, (summary(self.session.problems), not_right_yet(self.session)))
            self.query_one("#problems-pane", Pane).note = ", ".join(told)
            self.query_one(WorstFinding).repaint()

    def _say_title(self) -> None:
        self.query_one("#inspector-pane", Pane).title_text = title_of(self.session)

    @on(Canvas.Moved)
    def _moved(self) -> None:
        self._beside_panes()
        canvas = self.query_one(PathCanvas)
        rows = _part("rows", *canvas.rows_in_view)
        columns = _part("columns", *canvas.columns_in_view)
        away = "" if self.query_one(Lane).is_on_screen else ", L goal and exits"
        note = f"{canvas.zoom_now}{rows}{columns}{away}"
        # Of a rule that a pane lies over, half a note would be left.
        self.query_one("#path-pane", Pane).note = "" if canvas.covered else note
        self._give_way()

    def _give_way(self) -> None:
        """The lane goes where the path fits without it, and not beside it; till all is resized."""
        canvas, lane = self.query_one(PathCanvas), self.query_one("#lane-pane", Pane)
        at = (self.session.current, self.size.width)
        if at != self._measured_at:
            self._measured_at = at
            self.remove_class("crowded")
        if lane.display and not self.has_class("watching"):
            room = canvas.size.width
            without = room + lane.outer_size.width + lane.styles.margin.width
            self.set_class(room < canvas.needed <= without, "crowded")

    # -------------------------------------------------------------- selecting
    @on(Canvas.Picked)
    @on(Lane.Picked)
    def _picked(self, event: Canvas.Picked | Lane.Picked) -> None:
        if event.id != self.session.selected:
            self._come_to = None
        self.session.select(event.id)
        if event.open:
            self.action_edit()
        elif isinstance(event, Canvas.Picked) and event.menu:
            self.action_menu()

    @on(Canvas.Beyond)
    def _to_the_lane(self) -> None:
        """Right of the path is what is watched everywhere."""
        lane = self.query_one(Lane)
        if lane.is_on_screen:
            self._beside = self.session.selected
            lane.focus()
            lane.action_choose(0)

    @on(Lane.Beside)
    def _to_the_path(self) -> None:
        self.action_back()
        journey = self.session.journey
        known = journey is not None and self._beside in journey.steps
        self.session.select(self._beside if known else ENTRY)

    def action_edit(self) -> None:
        """To the field at fault where F8 came here, else the first field of what is selected."""
        at, finding = self._come_to or ("", None)
        wrong = finding in self.session.problems and at == self.session.selected
        self.edit_selected(field_of(finding) if finding is not None and wrong else None)

    def _chief_field(self) -> Path | None:
        """Where editing begins: what is asked of a wait is how long, of others the first field."""
        journey, selected = self.session.journey, self.session.selected
        step = journey.steps.get(selected) if journey is not None else None
        if not isinstance(step, Wait):
            return None
        kinds = {"for": step.for_, "until": step.until, "date": step.date}
        key = next((key for key, value in kinds.items() if value is not None), "at")
        return ("steps", selected, key)

    def edit_selected(self, path: Path | None = None) -> None:
        self.add_class("inspecting")
        self.call_after_refresh(self._edit, path)

    def _edit(self, path: Path | None) -> None:
        self._moved()
        inspector = self.query_one(Inspector)
        if path is not None:
            inspector.go_to(path)
        else:
            inspector.begin(self._chief_field())

    def _beside_panes(self) -> None:
        """Where form or lane lie over the path, what is selected is in view beside them."""
        # By what they are told to be: they may not have been laid out yet.
        widths = [
            p.styles.width for p in self.query(Pane) if p.display and p.styles.layer == "over"
        ]
        self.query_one(PathCanvas).cover(max((w.cells or 0 for w in widths if w), default=0))

    @on(Inspector.Left)
    def _left(self) -> None:
        self.remove_class("inspecting", "listing", "watching")
        self.call_after_refresh(self._moved)
        in_lane = self.session.selected == GOAL or self.session.selected.startswith("exit:")
        lane = self.query_one(Lane)
        (lane if in_lane and lane.is_on_screen else self.query_one(PathCanvas)).focus()

    def action_lane(self) -> None:
        self.toggle_class("watching")
        self.call_after_refresh(self._moved)
        lane = self.query_one(Lane)
        if lane.has_focus or not lane.display:
            self.query_one(PathCanvas).focus()
        else:
            self.call_after_refresh(lane.focus)

    # -------------------------------------------------------------- problems
    def action_problem(self, by: int) -> None:
        """Select the next problem, and the step that has it."""
        problems = self.query_one(Problems)
        if not problems.findings:
            return
        first = problems.finding is not None and not self.has_class("walking")
        self.add_class("walking")
        at = 0 if first else (problems.chosen + by) % len(problems.findings)
        before = (self.session.selected, problems.chosen)
        problems.chosen = at
        self.query_one(WorstFinding).at = at
        self._show(problems.findings[at])
        self._come_to = (self.session.selected, problems.findings[at])
        if before == (self.session.selected, at):
            self._say_it_is_here(problems.findings[at], len(problems.findings))
        if self.query_one(Inspector).has_focus_within:
            self.action_edit()

    def _say_it_is_here(self, finding: Finding, of: int) -> None:
        """Where a key for the next problem has nothing to move to, it says what is wrong here."""
        which = f"The first of {of} problems" if of > 1 else "The only problem"
        key = self.session.keys["canvas.edit"]
        self.app.notify(
            f"{which} is here: {finding.message} {key.capitalize()} goes to it.",
            title=f"{SEVERITY_MARKS[finding.severity]} {finding.code}",
            markup=False,
            timeout=6,
        )

    def action_problems(self) -> None:
        self.add_class("listing")
        self.call_after_refresh(self.query_one(Problems).focus)

    def action_back(self) -> None:
        """From an overlay or another pane back to the path."""
        self.remove_class("inspecting", "listing", "watching")
        self.call_after_refresh(self._moved)
        self.query_one(PathCanvas).focus()

    @on(Lines.Opened, "#problems")
    def _go(self) -> None:
        finding = self.query_one(Problems).finding
        if finding is None:
            return
        self._show(finding)
        self.edit_selected(field_of(finding))

    def _show(self, finding: Finding) -> None:
        journey = self.session.journey
        if journey is None:
            return
        if finding.step in journey.steps:
            self.session.select(finding.step)
        elif finding.path[:1] == ("goal",) and journey.goal is not None:
            self.session.select(GOAL)
        elif finding.path[:1] == ("exits",) and len(finding.path) > 1:
            number = finding.path[1]
            if isinstance(number, int) and number < len(journey.exits):
                self.session.select(f"exit:{journey.exits[number].name}")
        else:
            self.session.select(ENTRY)

    # -------------------------------------------------------------- undo
    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in EDITS and isinstance(self.focused, Lane) and not self._watched:
            return False
        if action == "undo" and self._refused:
            return True
        if action in ("problem", "problems"):
            return bool(self.session.problems)
        return super().check_action(action, parameters)

    @property
    def _refused(self) -> list[str]:
        return self.session.refused(self.session.current or "")

    def action_undo(self) -> None:
        """Take back what was typed and is not right yet, else the last edit."""
        if self._refused:
            texts = self.session.forget_drafts(self.session.current or "")
            self.query_one(Inspector).rebuild()
            words = ", ".join(f"“{text}”" for text in texts)
            self.notify(f"Taken back, since it was not right: {words}", markup=False, timeout=4)
        else:
            super().action_undo()


def _part(what: str, first: int, last: int, whole: int) -> str:
    """Which of the picture's rows or columns are in view; nothing where all are."""
    return f", {what} {first}–{last} of {whole}" if last - first + 1 < whole else ""
