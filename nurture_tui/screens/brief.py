"""The Brief screen: the journey in plain language, what is to prepare, assumed and agreed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from nurture_tui.checks.finding import Finding
from nurture_tui.model.journey import Journey
from nurture_tui.report.brief import LANGUAGES, Problem, brief
from nurture_tui.report.brief import Brief as BriefText
from nurture_tui.report.brief.page import MARGIN, PAGE, Block, Piece, beside, page, plain_text
from nurture_tui.report.weighs import Weighs, weightiest_guess
from nurture_tui.screens.exportforms import brief_forms, export_dialog
from nurture_tui.screens.inquiry import Inquiry
from nurture_tui.screens.page import Page
from nurture_tui.screens.pane import Pane
from nurture_tui.screens.reading import EDGE, Reading
from nurture_tui.screens.session import Session, What
from nurture_tui.screens.widened import Widened
from nurture_tui.simulation.heard import Heard
from nurture_tui.simulation.result import Result

BESIDE_FROM = PAGE + 2 * EDGE + 36
"""From this width on the notes stand beside the page; below, they come after it."""
ROOMY = 8
MOST_BESIDE = 60


@dataclass(frozen=True)
class _Made:
    """A brief, and what it was made from."""

    brief: BriefText
    result: Result | None
    journey: Journey
    problems: tuple[Finding, ...]
    weighs: Weighs | None

    def is_of(self, session: Session, language: str, weighs: Weighs | None) -> bool:
        """Whether it tells of what there is now."""
        same = self.result is session.result and self.journey is session.journey
        same = same and self.problems == session.problems and self.weighs == weighs
        return same and self.brief.language == language


class Brief(Page):
    """The brief of the open journey."""

    HERE = "brief"
    NEEDS = "now"
    ABOUT = (
        "The journey as colleagues read it: what contacts get and when, why it ends, who is told, "
        "what is still to prepare, what is assumed and what nobody has agreed to yet. Numbers are "
        "of 100 who are let in, and simulated. In another language what stands in the files stays "
        "as it is."
    )
    DEFAULT_CSS = """
    Brief #page-pane { width: 87; }
    Brief #beside-pane { width: 1fr; margin-left: 1; }
    Brief.alone #page-pane { width: 1fr; }
    Brief.alone #beside-pane { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "copy", "copy", tooltip="copy the brief as text", id="brief.copy"),
        Binding("e", "export", "export", tooltip="export the brief to a file", id="brief.export"),
        Binding("g", "guesses", "guesses", tooltip="show the guesses alone", id="brief.guesses"),
        Binding("l", "language", "language", tooltip="English or Finnish", id="brief.language"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.language = "en"
        self.only_guesses = False
        self.made: _Made | None = None
        self._making = False
        self._asked: Inquiry[Weighs | None] | None = None

    @classmethod
    def plain(cls, session: Session) -> str:
        weighing = _weighing(session)
        return plain_text(made_of(session, "en", weighing(None) if weighing else None).brief)

    def compose_body(self) -> ComposeResult:
        with Horizontal():
            with Pane("Brief", id_="page-pane"):
                yield Reading(id_="page")
            with Pane("Beside the page", id_="beside-pane"):
                yield Reading(id_="beside")

    # -------------------------------------------------------------- what there is to show
    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width < BESIDE_FROM, "alone")
        pane = self.query_one("#page-pane")
        if event.size.width >= BESIDE_FROM:
            pane.styles.width = min(max(event.size.width - MARGIN - 10, PAGE + 2 * EDGE + 2), 87)
        else:
            pane.styles.width = "1fr"
        self.call_after_refresh(self._show)

    def on_session_changed(self, what: What) -> None:
        if what != "selection":
            self._bring_up_to_date()

    def _bring_up_to_date(self) -> None:
        """Make the brief anew off the screen's thread, unless it is of what there is now."""
        session, made = self.session, self.made
        journey = session.journey
        if journey is None or self._making:
            return
        weighs = self._weighs()
        if made is not None and made.is_of(session, self.language, weighs):
            self._show()
            return
        self._making = True
        session.runner.work(lambda: made_of(session, self.language, weighs), self._take)

    def _weighs(self) -> Weighs | None:
        """The guess that weighs most in the latest run; None until it is known, or if none does."""
        weighing = _weighing(self.session)
        if self._asked is None:
            self._asked = Inquiry(self.session.runner, self._bring_up_to_date)
        if weighing is None or self.session.stale:
            return self._asked.answer
        return self._asked.ask(self.session.result, weighing)

    def _take(self, made: _Made) -> None:
        self._making = False
        if not self.is_attached:
            return
        self.made = made
        self._show()
        self._bring_up_to_date()

    @on(Widened)
    def _show(self) -> None:
        if self.made is None:
            self._bring_up_to_date()
            return
        found, words = self.made.brief, LANGUAGES[self.language].words
        pane = self.query_one("#page-pane", Pane)
        pane.title_text, pane.note = words["brief"], words["note"]
        if self.session.stale and self.made.result is not None:
            pane.note = words["older"]
        self.query_one("#beside-pane", Pane).title_text = words["beside"]
        alone = self.has_class("alone")
        reading = self.query_one("#page", Reading)
        room = reading.size.width or self.size.width
        aged = older if self.session.stale else list
        blocks = page(found, min(PAGE, max(room - EDGE - 2, 30)))
        if alone:
            blocks.append(
                Block(((), *beside(found, min(PAGE, room - EDGE - 2), guesses=self.only_guesses)))
            )
        reading.show(aged(blocks), min(ROOMY, max((room - PAGE) // 2, EDGE)))
        notes = self.query_one("#beside", Reading)
        space = min(MOST_BESIDE, max((notes.size.width or MARGIN) - EDGE - 2, 24))
        notes.show(aged([Block(tuple(beside(found, space, guesses=self.only_guesses)))]))

    # -------------------------------------------------------------- intents
    @on(Reading.Opened)
    def _opened(self, event: Reading.Opened) -> None:
        """Go to the step in Design."""
        self.session.select(event.step)
        self.app.switch_mode("design")

    def action_copy(self) -> None:
        if self.made is not None:
            self.app.copy_to_clipboard(plain_text(self.made.brief))
            self.notify("Copied as text.", timeout=2)

    def action_guesses(self) -> None:
        self.only_guesses = not self.only_guesses
        self._show()

    def action_language(self) -> None:
        known = [*LANGUAGES]
        self.language = known[(known.index(self.language) + 1) % len(known)]
        self._bring_up_to_date()

    def action_export(self) -> None:
        if self.made is None:
            return
        forms = brief_forms(self.session, self.made.brief)
        self.app.push_screen(export_dialog(self.session, "Export", "The journey, as:", forms))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that can do nothing now are left out of the footer."""
        if action in ("copy", "export", "guesses", "language"):
            return self.made is not None
        return True


def older(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with all numbers muted: they are of a run older than the journey."""

    def aged(piece: Piece) -> Piece:
        text, style = piece
        numbers = any(letter.isdigit() for letter in text)
        return (text, "muted") if numbers and style in ("text", "bold") else piece

    return [
        replace(block, rows=tuple(tuple(map(aged, row)) for row in block.rows)) for block in blocks
    ]


def _weighing(session: Session) -> Callable[[Heard | None], Weighs | None] | None:
    """How to find the guess that weighs most in the latest run; None without a run."""
    result, outcome = session.result, session.outcome
    if result is None or outcome is None:
        return None
    run_as, id_ = outcome.workspace.with_journey(outcome.journey), outcome.journey.id
    return lambda heard: weightiest_guess(run_as, id_, result, heard)


def made_of(session: Session, language: str, weighs: Weighs | None) -> _Made:
    """The brief of the open journey as it is now, with the figures of its latest run."""
    journey, workspace, result = session.journey, session.workspace, session.result
    assert journey is not None
    problems = session.problems
    said = [Problem(one.code, one.severity, one.step, one.message) for one in problems]
    made = brief(workspace, journey, result, said, language, weighs)
    return _Made(made, result, journey, problems, weighs)
