"""Why not: why nobody came to a step, and why the followed contact did not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType

from nurture_tui.report.coverage import Coverage
from nurture_tui.report.coveragerecord import sentences, why_never
from nurture_tui.report.sketch import step_title
from nurture_tui.report.storyline import Decision
from nurture_tui.screens.cells import Part
from nurture_tui.screens.dialogs import sentence
from nurture_tui.screens.questions import Questions
from nurture_tui.screens.view import Stage, View
from nurture_tui.text import count, safe, wrapped

LOOKING = "Looking for what nobody came to …"


@dataclass(frozen=True)
class WhyRow:
    """A row, and what Enter on it leads to: the nearest contact (an id) and a step."""

    parts: tuple[Part, ...] = ()
    contact: str = ""
    step: str = ""


class WhyView(View):
    """The answer for the step that is chosen, then all that nobody came to."""

    NAME: ClassVar[str] = "why"
    TITLE: ClassVar[str] = "Why not"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "follow the nearest", id="why.follow"),
    ]

    def __init__(self, questions: Questions, *, id_: str | None = None) -> None:
        super().__init__(id_=id_)
        self._questions = questions
        self._rows: list[WhyRow] = []
        self._shown: tuple[object, ...] = ()

    def bring(self, stage: Stage) -> None:
        found = self._questions.missed(stage.played)
        key = (id(stage.played), id(found), stage.selected, id(stage.followed), self.cells)
        if key == self._shown:
            return
        self._shown = key
        self._rows = why_rows(stage, found, self.cells)
        self.show([list(row.parts) for row in self._rows])
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter is left out of the footer where no contact came near."""
        if action == "open":
            return any(row.contact for row in self._rows)
        return super().check_action(action, parameters)

    def note(self, stage: Stage) -> str:
        return "" if stage.selected else "choose a step to ask about it"

    def row_at(self, number: int) -> WhyRow:
        """What a row leads to: a heading and a blank row to what stands next below them."""
        leading = [row for row in self._rows[number:] if row.contact]
        leading += [row for row in reversed(self._rows[:number]) if row.contact]
        return leading[0] if leading else WhyRow()


def why_rows(stage: Stage, found: Coverage | None, room: int) -> list[WhyRow]:
    """The rows of the view; `found` is None while it is being looked for."""
    rows: list[WhyRow] = []
    if stage.selected in stage.played.journey.steps:
        rows += [*_of_step(stage, stage.selected or "", found, room), WhyRow()]
    if found is None:
        return [*rows, WhyRow(((LOOKING, "muted"),))]
    if not found.found:
        return [*rows, *_text("Every step and every way was taken by somebody.", "muted", room)]
    rows.append(WhyRow((("Nobody came here", "bold"),)))
    for one in found.found:
        where, why, nearest = sentences(one, stage.played.journey)
        contact = one.nearest.contact if one.nearest is not None else ""
        step = one.gap.step
        ink = "muted" if one.proved else "text"
        rows += _text(sentence(where), "text", room, contact, step)
        rows += _text(sentence(why), ink, room - 2, contact, step, indent=2)
        if nearest:
            rows += _text(sentence(nearest), "muted", room - 2, contact, step, indent=2)
    if found.followed < found.of:
        asked = f"The nearest are of the first {count(found.followed)} of {count(found.of)}"
        rows += [WhyRow(), *_text(f"{asked} contacts that could tell.", "muted", room)]
    return rows


def _of_step(stage: Stage, step: str, found: Coverage | None, room: int) -> list[WhyRow]:
    """What is known of the chosen step: of the followed contact, else of everybody."""
    journey = stage.played.journey
    title = step_title(step, journey.steps[step])
    rows = [WhyRow(((safe(title), "bold"),))]
    if stage.followed is not None:
        return [*rows, *_of_contact(stage, step, room)]
    came = stage.played.outcome.steps[step].entered
    if came:
        many = "1 contact" if came == 1 else f"{count(came)} contacts"
        key = stage.session.keys["simulate.follow"]
        said = f"{many} came here. Press {key} to follow one, and ask here why it did not."
        return [*rows, *_text(said, "text", room)]
    if found is None:
        return [*rows, *_text("Nobody came here.", "text", room)]
    said = why_never(found, step, journey) or "Nobody came here, and nobody came near it."
    nearest = next((one.nearest for one in found.found if step in one.gap.behind), None)
    return [*rows, *_text(said, "text", room, nearest.contact if nearest else "", step)]


def _of_contact(stage: Stage, step: str, room: int) -> list[WhyRow]:
    followed = stage.followed
    assert followed is not None
    if followed.why_not is None:
        said = "Why not cannot be told of one contact where a throttle couples all of them."
        return _text(said, "muted", room)
    why = followed.why_not(step)
    rows = _text(f"{followed.name} {why.text}.", "text", room)
    for decision in why.decisions:
        rows += _decision(decision, room)
    return rows


def _decision(asked: Decision, room: int) -> list[WhyRow]:
    """A condition with what it was taken on."""
    held = "held" if asked.holds else "did not hold"
    rows = _text(f"{asked.name} {held}: {asked.because}", "muted", room - 2, indent=2)
    return [*rows, *_text(f"asked: {asked.condition}", "muted", room - 2, indent=2)]


def _text(
    text: str, style: str, room: int, contact: str = "", step: str = "", *, indent: int = 0
) -> list[WhyRow]:
    return [
        WhyRow(((" " * indent, ""), (line, style)), contact, step)
        for line in wrapped(text, max(room, 12))
    ]
