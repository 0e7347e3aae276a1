"""Tells one contact's part of a run line by line: rows of the log, and notes of what decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import count

from nurture_tui.model.inherit import effective_sending
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Send, Wait
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.happened import Happened
from nurture_tui.report.held import gate_words
from nurture_tui.report.rowteller import Messages, RowTeller
from nurture_tui.report.sketch import wait_text
from nurture_tui.report.sofar import SoFar, Told
from nurture_tui.report.storyline import Decision, LogRow, StoryLine, Tone
from nurture_tui.report.told import OwnClock, goes_on_for_ever, number, words_of
from nurture_tui.simulation.probe import Answer, Changed, Note, Permission, Waits
from nurture_tui.simulation.seen import Known

Row = tuple[int, int, LogRow]
"""A row of the log with its time, and how many rows were written before it."""


class Teller:
    """Tells rows and notes in the order in which they happened.

    Without notes it tells the same rows, with less about each. After `tell`, `sofar` is what is
    known of the contact at the end.
    """

    def __init__(
        self,
        workspace: Workspace,
        clock: OwnClock,
        rows: Sequence[Row],
        notes: Sequence[Note],
        messages: Messages,
    ) -> None:
        happened = Happened((time, row) for time, _, row in rows)
        self.sofar = SoFar(workspace, clock, happened)
        self.workspace = workspace
        self.clock = clock
        self._rows = RowTeller(self.sofar, messages)
        self._items = _in_order(rows, notes)
        self._lines: list[StoryLine] = []

    def tell(self) -> list[StoryLine]:
        """All lines, in order."""
        for time, thing in self._items:
            self.sofar.now = time
            if isinstance(thing, LogRow):
                self._lines += self._rows.lines(thing)
            else:
                self._note(thing)
        return self._lines

    def _note(self, note: Note) -> None:
        match note.fact:
            case Answer() as answer:
                self.sofar.answers[answer.question] = (note.time, answer)
                if answer.question.what == "until" and answer.holds:
                    self._wait_over(answer)
            case Waits() as waits:
                self._stops(waits)
            case Permission() as permission:
                self.sofar.permission = permission
            case Changed() as changed:
                self._changed(changed)

    # ---------------------------------------------------------------- waits
    def _wait_over(self, answer: Answer) -> None:
        """A wait `until` ends by its condition; where that is a port of its own the log says it."""
        journey = self.workspace.journeys[answer.question.journey]
        id_ = answer.question.name
        step = journey.steps[id_]
        if isinstance(step, Wait) and step.else_ is None:
            why, asked = self.sofar.asked(journey, "until", id_, step.until)
            self._add("wait", "over", id_, journey.id, why, None, asked)

    def _stops(self, fact: Waits) -> None:
        """A wait begins, or a gate holds a send (whose first time the log tells too)."""
        journey = self.workspace.journeys[fact.journey]
        step = journey.steps[fact.step]
        if isinstance(step, Send):
            self._held(fact, journey, step)
        elif isinstance(step, Wait):
            self._waits(fact, step)

    def _waits(self, fact: Waits, step: Wait) -> None:
        until = None if goes_on_for_ever(fact.until) else fact.until
        text, parts = wait_text(step), []
        if step.title:
            text = step.title if step.until is not None else f"{step.title}: {text}"
        if step.until is not None:
            journey = self.workspace.journeys[fact.journey]
            because, asked = self.sofar.asked(journey, "until", fact.step, step.until)
            latest = f"until {self.clock.moment(until)} at the latest" if until is not None else ""
            why = ", ".join(part for part in (latest, because) if part)
            self._add("wait", text, fact.step, fact.journey, why, until, asked)
            return
        if until is not None:
            parts.append(f"{'was over' if fact.past else 'until'} {self.clock.moment(until)}")
        elif not fact.past:
            parts.append("without an end")
        if step.date is not None and step.date.name not in ("now", "entered_at"):
            known = self.clock.date(fact.base, fact.day_only) if fact.base is not None else None
            parts.append(f"{words_of(step.date.name)} is {known or 'not known'}")
        self._add("wait", text, fact.step, fact.journey, ", ".join(parts), until)

    def _held(self, fact: Waits, journey: Journey, step: Send) -> None:
        until = None if goes_on_for_ever(fact.until) else fact.until
        why, asked = self._why_held(fact, journey, step)
        if until is not None:
            why = f"until {self.clock.moment(until)}{f': {why}' if why else ''}"
        last = self._lines[-1] if self._lines else None
        if last is not None and _is_row_of(last, fact, self.sofar.now):
            self._lines[-1] = replace(last, why=why, until=until, decisions=asked)
            return
        rule = gate_words(self.workspace, journey, fact.gate)
        self._add("held", rule, fact.step, fact.journey, why, until, asked)

    def _why_held(self, fact: Waits, journey: Journey, step: Send) -> Told:
        sending = effective_sending(self.workspace, journey, step)
        match fact.gate:
            case "window":
                return f"messages go {sending.window}", ()
            case "cap":
                return self.sofar.used_up(journey, step), ()
            case "hold_if" if sending.hold_if is not None:
                return self.sofar.asked(journey, "hold_if", "", sending.hold_if)
        return "", ()

    def _add(
        self,
        word: str,
        text: str,
        step: str,
        journey: str,
        why: str,
        until: int | None = None,
        asked: tuple[Decision, ...] = (),
    ) -> None:
        tone: Tone = "held" if word == "held" else "aside"
        self._lines.append(
            StoryLine(self.sofar.now, tone, word, text, step, journey, why, until, asked)
        )

    # ---------------------------------------------------------------- fields
    def _changed(self, fact: Changed) -> None:
        """A field's change stands with the line that made it: the last row told at its instant."""
        text = f"{words_of(fact.field)} {self._value(fact, fact.before)}"
        text = f"{text} → {self._value(fact, fact.after)}"
        for place in range(len(self._lines) - 1, -1, -1):
            line = self._lines[place]
            if line.time != self.sofar.now:
                break
            if line.row is not None:
                why = f"{line.why}, {text}" if line.why else text
                self._lines[place] = replace(line, why=why)
                return
        self._lines.append(StoryLine(self.sofar.now, "action", "set", text))

    def _value(self, fact: Changed, value: Known) -> str:
        if value is None:
            return "nothing"
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, int):
            return self.clock.date(value, fact.day_only)
        return number(value) if isinstance(value, float) else value


def _is_row_of(line: StoryLine, fact: Waits, now: int) -> bool:
    """True of the line of the log's own row for a gate that holds a send."""
    row = line.row
    return (
        row is not None
        and line.time == now
        and (row.event, row.journey, row.step, row.detail)
        == ("held", fact.journey, fact.step, fact.gate)
        and not line.why
    )


def _in_order(rows: Sequence[Row], notes: Sequence[Note]) -> list[tuple[int, LogRow | Note]]:
    """Rows and notes as they happened: a note stands before the row that was written after it."""
    tied = count()
    found: list[tuple[int, int, int, LogRow | Note]] = [
        (time, 2 * place + 1, next(tied), row) for time, place, row in rows
    ]
    found += [(note.time, 2 * note.place, next(tied), note) for note in notes]
    return [(time, thing) for time, _, _, thing in sorted(found, key=lambda item: item[:3])]
