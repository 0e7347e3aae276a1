"""The funnel beside the path: who tried, who was let in, what each message brought, the goal."""

from __future__ import annotations

from typing import ClassVar

from nurture_tui.report.funnel import FunnelSoFar, MessageSoFar
from nurture_tui.report.sketch import step_title
from nurture_tui.screens.cells import Part, column
from nurture_tui.screens.view import Stage, View, faded
from nurture_tui.text import count, rate, share

NUMBER, SHARE = 8, 6
NAMES = (14, 34)
REASONS = {"no_permission": "no consent", "only_if": "only if not met", "goal": "goal met before"}


class FunnelView(View):
    """One row for each stage with its bar, and under a message what became of it."""

    NAME: ClassVar[str] = "funnel"
    TITLE: ClassVar[str] = "Funnel"

    def bring(self, stage: Stage) -> None:
        found = stage.played.funnel.at(stage.instant)
        self.show(faded(funnel_rows(found, stage, self.cells), stage.stale))

    def note(self, stage: Stage) -> str:
        return f"by day {stage.player.line.day_of(stage.instant)}, share of those let in"


def funnel_rows(found: FunnelSoFar, stage: Stage, room: int) -> list[list[Part]]:
    """The rows of a funnel in `room` cells; all bars share one scale, those let in the whole.

    They are the same rows at any instant of a run, so that nothing moves while it plays.
    """
    name = min(max(room * 2 // 5, NAMES[0]), NAMES[1])
    bar = max(room - name - NUMBER - SHARE, 4)
    whole = max(found.let_in, 1)

    def row(label: str, number: int, style: str, ink: str = "text") -> list[Part]:
        filled = min(round(number / whole * bar), bar)
        filled = max(filled, 1) if number else 0
        part = share(number / whole) if found.let_in else ""
        return [
            column(label, ink, name - 1),
            (" ", ""),
            ("▆" * filled, style),
            (" " * (bar - filled), ""),
            (f"{count(number):>{NUMBER}}", "text" if number else "muted"),
            (f"{part:>{SHARE}}", "muted"),
        ]

    rows = [_plain("tried to come in", found.considered, name + bar)]
    rows += [
        _plain(f"  {REASONS.get(why, why)}", -number, name + bar)
        for why, number in found.refused.items()
    ]
    rows += [row("let in", found.let_in, "text")]
    for message in found.messages:
        step = stage.played.journey.steps[message.step]
        rows.append(row(step_title(message.step, step), message.sent, "send"))
        rows.append(_became(message))
    if found.reached is not None:
        rows.append(row("goal", found.reached, "goal", "goal"))
    return rows


def _plain(label: str, number: int, room: int) -> list[Part]:
    """A row above the whole, without a bar: those who tried, and less those who were refused."""
    return [
        column(label, "muted", room),
        (f"{count(number):>{NUMBER}}", "text" if number > 0 else "muted"),
    ]


def _became(message: MessageSoFar) -> list[Part]:
    if not message.sent:
        return [("  not sent so far", "muted")]
    opened, clicked = rate(message.opened / message.sent), rate(message.clicked / message.sent)
    return [
        ("  opened ", "muted"),
        (opened, "text" if message.opened else "muted"),
        (f" {count(message.opened)}", "muted"),
        ("   clicked ", "muted"),
        (clicked, "text" if message.clicked else "muted"),
        (f" {count(message.clicked)}", "muted"),
    ]
