"""What is asked of a step that is being added: a line each, with an answer that fits already."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.suggester import Suggester
from textual.widgets import Input, Static

from nurture_tui.edit.newstep import Question
from nurture_tui.errors import NurtureError, joined
from nurture_tui.screens.completion import Known
from nurture_tui.screens.dialogs import Dialog, sentence
from nurture_tui.text import safe

Answers = Mapping[str, str]
# What is asked of which there are a few answers, by the questions' keys.
_CHOICES = ("role", "do")


class AnswerInput(Input):
    """One answer; up and down go between them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", "next", show=False, id="ask.next"),
        Binding("up", "app.focus_previous", "previous", show=False, id="ask.previous"),
        Binding("ctrl+space,ctrl+@", "complete", "complete", show=False, id="ask.complete"),
    ]

    def action_complete(self) -> None:
        if isinstance(self.suggester, Known):
            text = self.suggester.next_after(self.value)
            if text is not None:
                self.value = text
                self.cursor_position = len(text)


class AskStep(Dialog[Answers]):
    """Ends with the answers by their questions' keys, or None.

    `refused` says why answers would be refused, as a NurtureError it raises; they are then kept
    with the reason below.
    """

    DEFAULT_CSS = """
    AskStep > DialogBody { width: 72; }
    AskStep Horizontal { height: 1; margin: 1 2 0 2; }
    AskStep Horizontal > Static { width: 10; color: $foreground-muted; }
    AskStep AnswerInput { width: 1fr; border: none; padding: 0 1; margin: 0; height: 1;
        background: $panel; color: $foreground; }
    AskStep AnswerInput:focus { border: none; background-tint: $foreground 0%; }
    AskStep #refused { height: auto; margin: 1 2 0 2; color: $text-error; }
    """

    def __init__(
        self,
        title: str,
        questions: Sequence[Question],
        refused: Callable[[Answers], None],
        suggesters: Mapping[str, Suggester],
    ) -> None:
        super().__init__(title, "tab next, enter adds it, [dialog.close] leaves it")
        self._questions, self._refused, self._suggesters = questions, refused, suggesters

    def compose_body(self) -> ComposeResult:
        for question in self._questions:
            with Horizontal():
                yield Static(question.label, markup=False)
                answer = AnswerInput(
                    question.value,
                    placeholder=f"for example  {question.example}",
                    compact=True,
                    suggester=self._suggesters.get(question.key),
                    id=f"answer-{question.key}",
                )
                answer.cursor_blink = False
                yield answer
        yield Static(id="refused", markup=False)

    @property
    def answers(self) -> Answers:
        """What stands in the lines now; the beginning of one choice is that choice."""
        inputs = self.query(AnswerInput)
        texts = {q.key: one.value for q, one in zip(self._questions, inputs, strict=True)}
        for key in _CHOICES:
            known, begun = self._suggesters.get(key), texts.get(key, "").strip()
            if begun and isinstance(known, Known):
                texts[key] = known.only(begun) or texts[key]
        return texts

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self.is_mounted and self.query("#refused"):
            self.query_one("#refused", Static).update("")

    @on(Input.Submitted)
    def _taken(self, event: Input.Submitted) -> None:
        event.stop()
        try:
            self._refused(self.answers)
        except NurtureError as error:
            words = joined(sentence(error.message), error.fix)
            self.query_one("#refused", Static).update(safe(f"× {words}"))
            return
        self.dismiss(self.answers)
