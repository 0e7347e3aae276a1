"""What a page asks before an edit: a key of a menu, a line, a step, a few words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import get_args

from nurture_tui.edit.actionrows import KINDS_OF_ACTIONS
from nurture_tui.edit.change import Path
from nurture_tui.edit.newstep import Question
from nurture_tui.edit.steps import leaving, title_of
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Role, ports
from nurture_tui.report.sketch import ENTRY, kind_word, port_label, step_title
from nurture_tui.screens.askstep import Answers, AskStep
from nurture_tui.screens.canvas import Canvas
from nurture_tui.screens.cells import column
from nurture_tui.screens.chooser import Choice, Chooser
from nurture_tui.screens.completion import (
    Known,
    dates_of,
    events_of,
    subjects_of_calls,
    words_of_conditions,
)
from nurture_tui.screens.dialogs import Choose, Option
from nurture_tui.screens.page import Page
from nurture_tui.screens.pointing import END, FIND, point

ENDS = END
KIND, TITLE = 9, 30
"""Cells of the columns in which steps are to be chosen."""


class Asking(Page):
    """A page of a journey that asks; what is asked ends with a call, or with nothing on Esc."""

    @property
    def _step(self) -> str | None:
        """The selected step, None if something else is selected."""
        journey = self.session.journey
        selected = self.session.selected
        return selected if journey is not None and selected in journey.steps else None

    def edit_selected(self, path: Path | None = None) -> None:
        """To a field of what is selected, or the first."""

    def choose(self, title: str, options: Sequence[Option], then: Callable[[str], None]) -> None:
        """Ask for a key of a menu."""

        def chosen(answer: str | None) -> None:
            if answer is not None:
                then(answer)

        self.app.push_screen(Choose(title, options), chosen)

    def ask(
        self,
        title: str,
        questions: Sequence[Question],
        refused: Callable[[Answers], object],
        then: Callable[[Answers], None],
    ) -> None:
        """Ask about a new step; `refused` raises what speaks against the answers."""

        def answered(answers: Answers | None) -> None:
            if answers is not None:
                then(answers)

        def check(answers: Answers) -> None:
            refused(answers)

        words = words_of_conditions(self.session)
        condition = Known([], words, subjects_of_calls(self.session))
        suggesters = {
            "if": condition,
            "until": condition,
            "date": Known(dates_of(self.session)),
            "cta": Known(events_of(self.session.workspace)),
            "role": Known(get_args(Role)),
            "do": Known(list(KINDS_OF_ACTIONS.values())),
            "asset": Known(sorted(self.session.workspace.settings.assets)),
        }
        self.app.push_screen(AskStep(title, questions, check, suggesters), answered)

    def with_port(self, title: str, source: str, then: Callable[[str], None]) -> None:
        """Go on with the way out of a step (or ENTRY); ask where there are several."""
        journey = self.session.journey
        if journey is None:
            return
        if source == ENTRY:
            then("start")
            return
        found = leaving(journey.steps[source])
        if len(found) == 1:
            then(found[0][0])
        else:
            self.choose_way(title, found, then, source)

    def choose_way(
        self,
        title: str,
        ways: Sequence[tuple[str, str | None]],
        then: Callable[[str], None],
        source: str = "",
        more: Callable[[str | None], str] = lambda _: "",
    ) -> None:
        """Ask for one of the ways out of a step, by number; `more` is said of where it leads."""
        journey = self.session.journey
        if journey is None:
            return
        step = journey.steps.get(source)
        options = [
            Option(
                str(number),
                f"{port_label(step, port) if step else port} → {_name(journey, target)}"
                f"{more(target)}",
                port,
            )
            for number, (port, target) in enumerate(ways[:9], 1)
        ]
        self.choose(title, options, then)

    def point_at(
        self, title: str, then: Callable[[str], None], *, but: str = "", also: str = ""
    ) -> None:
        """Ask for a step by its letter on the canvas; `also` is the end, or what a search offers.

        It is another than `but`; where the end is no answer, one that a line leads on from.
        """
        journey = self.session.journey
        if journey is None:
            return
        leads_on = but if also != ENDS else ""
        among = [id_ for id_ in journey.steps if id_ != but and (not leads_on or self._leads(id_))]

        def chosen(target: str) -> None:
            if target == FIND or (target == END and also != ENDS):
                self.choose_step(title, then, also=also, leaving_only=leads_on)
            else:
                then(target)

        point(title, self.query_one(Canvas), among, chosen)

    def _leads(self, id_: str) -> bool:
        journey = self.session.journey
        return journey is not None and bool(ports(journey.steps[id_]))

    def choose_step(
        self,
        title: str,
        then: Callable[[str], None],
        *,
        also: str = "",
        leaving_only: str = "",
    ) -> None:
        """Ask for a step by typing a part of its name; `also` is offered besides.

        With `leaving_only` it is one that a line leads on from, and not that step itself.
        """
        journey, workspace = self.session.journey, self.session.workspace
        if journey is None:
            return
        steps = [
            Choice(
                id_,
                (
                    column(f" {kind_word(step, journey, workspace)}", "muted", KIND),
                    column(step_title(id_, step), "text", TITLE),
                    (f"  {id_}", "muted"),
                ),
            )
            for id_, step in journey.steps.items()
            if not leaving_only or (id_ != leaving_only and ports(step))
        ]
        if also:
            words = "the entry" if also == ENTRY else also
            steps.append(Choice(also, ((f" {words}", "muted"),)))

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
