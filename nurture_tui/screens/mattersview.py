"""What matters: the assumptions ranked by what each does to the goal through its range."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from nurture_tui.report.restated import range_text
from nurture_tui.report.sensitivity import Effect, Sensitivity
from nurture_tui.report.uncertain import Uncertain
from nurture_tui.screens.assumedview import name_of, whose_number
from nurture_tui.screens.cells import Part, cells, fit
from nurture_tui.screens.keynames import Keys
from nurture_tui.screens.questions import Questions
from nurture_tui.screens.session import Session
from nurture_tui.screens.view import Stage, View, faded
from nurture_tui.text import count, half_up, rate, safe, signed_points, width

NOISE = "?"
"""Behind what may be no more than noise of the simulation."""
WAITING = "Moving each assumption"


class MattersView(View):
    """Two rows for each assumption: its name and range, then the goal at its ends as a bar."""

    NAME: ClassVar[str] = "matters"
    TITLE: ClassVar[str] = "What matters"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "change it", id="matters.change"),
    ]

    def __init__(self, questions: Questions, *, id_: str | None = None) -> None:
        super().__init__(id_=id_)
        self._questions = questions
        self._of: list[Uncertain | None] = []

    def bring(self, stage: Stage) -> None:
        keys = stage.session.keys
        if not stage.played.outcome.entered:
            self._of = []
            self.show(
                (), empty=[(f"  Nobody was let in: {keys['simulate.why']} says why.", "muted")]
            )
            return
        asking = self._questions.sensitivity
        found = self._questions.hangs_on(stage.played)
        if found is None:
            self._of = []
            self.show((), empty=[(f"  {_waiting(asking.words, asking.problem, keys)}", "muted")])
            return
        rows, self._of = matters_rows(found, stage, self.cells)
        self.show(faded(rows, stage.stale))

    def note(self, stage: Stage) -> str:
        if self._questions.sensitivity.working:
            return "[simulate.close] cancels"
        return "in points, at both ends of its range" if stage.played.journey.goal else "messages"

    def at(self, number: int) -> Uncertain | None:
        """The assumption that a row is about."""
        return self._of[number] if number < len(self._of) else None


def _waiting(percent: str, problem: str, keys: Keys) -> str:
    if problem:
        return f"Not ranked: {problem}. Press {keys['simulate.matters']} again to rank."
    return f"{percent or WAITING}{': ' + WAITING.lower() if percent else ''} …"


def matters_rows(
    found: Sensitivity, stage: Stage, room: int
) -> tuple[list[list[Part]], list[Uncertain | None]]:
    """The rows, and the assumption each is about. All bars share one scale."""
    journey = stage.played.journey
    base = found.rates[journey.id]
    effects = [e for e in found.effects[journey.id] if e.swing or e.sends_swing]
    rows: list[list[Part]] = []
    of: list[Uncertain | None] = []
    if base is not None:
        noise = f"   {NOISE} may be noise" if any(not effect.tells for effect in effects) else ""
        rows.append([("goal as assumed ", "muted"), (rate(base), "bold"), (noise, "muted")])
    else:
        sends = int(half_up(found.sends[journey.id], 0))
        rows.append([("as assumed ", "muted"), (count(sends), "bold"), (" messages", "muted")])
    of.append(None)
    widest = max((_reach(effect) for effect in effects), default=0.0)
    for effect in effects:
        name = _name(stage.session, effect.assumption, room)
        rows += [[], name, _ends(effect, widest, room)]
        of += [None, effect.assumption, effect.assumption]
    silent = len(found.effects[journey.id]) - len(effects)
    if silent:
        many = f"{silent} more change" if silent > 1 else "1 more changes"
        rows += [[], [(f"{many} nothing here.", "muted")]]
        of += [None, None]
    return rows, of


def _name(session: Session, found: Uncertain, room: int) -> list[Part]:
    """What it is and whose, and its range."""
    whose = f"  {whose_number(session, found)}" if found.event is None else ""
    ends = range_text(found)
    name = fit([(safe(name_of(found)), "text"), (safe(whose), "muted")], room - width(ends) - 2)
    return [*name, (" " * (room - cells(name) - width(ends)), ""), (ends, "muted")]


def _reach(effect: Effect) -> float:
    """How far from as assumed the goal comes at the farther end, a share."""
    changes = [end.change.value for end in (effect.low, effect.high) if end.change is not None]
    return max((abs(change) for change in changes), default=0.0)


def _ends(effect: Effect, widest: float, room: int) -> list[Part]:
    """`−3.1 ▆▆▆▆┃▆▆▆ +2.5`: down and up from the goal as assumed, on one scale."""
    changes = [end.change.value for end in (effect.low, effect.high) if end.change is not None]
    if signed_points(effect.swing) == signed_points(0):
        sends = [count(int(half_up(end.sends, 0))) for end in (effect.low, effect.high)]
        return [(f"  {sends[0]} to {sends[1]} messages", "muted")]
    down, up = min(0.0, *changes), max(0.0, *changes)
    half = max((room - 17) // 2, 4)
    left, right = (
        min(round(abs(way) / widest * half), half) if widest else 0 for way in (down, up)
    )
    style = "text" if effect.tells else "muted"
    noise = "" if effect.tells else f" {NOISE}"
    return [
        (f"{signed_points(down) if down else '':>6} ", "muted"),
        (" " * (half - left), ""),
        ("▆" * left, style),
        ("┃", "bold"),
        ("▆" * right, style),
        (" " * (half - right), ""),
        (f" {signed_points(up) if up else ''}{noise}", "muted"),
    ]
