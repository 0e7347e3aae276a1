"""The story of one contact in one journey: what it got, what was held or skipped, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Step
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.held import gate_words, skipped_words
from nurture_tui.report.sketch import entry_text, kind_word, step_title
from nurture_tui.report.timeline import code_of
from nurture_tui.simulation.result import BY_MACHINE, Result

Tone = Literal["enter", "send", "branch", "split", "action", "goal", "exit", "held", "aside"]

_VERBS = {
    "set": ("set", "{}"),
    "add": ("set", "{}"),
    "copy": ("copy", "{}"),
    "map": ("set", "{}"),
    "add_to_list": ("list", "on {}"),
    "remove_from_list": ("list", "off {}"),
    "add_to_audience": ("ads", "into {}"),
    "remove_from_audience": ("ads", "out of {}"),
    "create_deal": ("deal", "new: {}"),
    "update_deal": ("deal", "now {}"),
    "notify": ("notify", "{}"),
    "task": ("task", "{}"),
    "webhook": ("webhook", "{}"),
}
_OF_MESSAGE = ("opened", "clicked", "bounced", "soft_bounced", "unsubscribed")
_REFUSED = {
    "inside": "is in it already",
    "again": "was in it before",
    "only_if": "only_if does not hold",
    "goal": "has reached the goal already",
}


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One thing that happened: when (seconds UTC), a word for it, and what it was.

    Texts may come from files: they are to be made harmless before they are shown.
    """

    time: int
    tone: Tone
    word: str
    text: str
    step: str = ""


def story(
    result: Result, workspace: Workspace, journey: Journey, contact: int
) -> tuple[StoryLine, ...]:
    """What happened to a contact (a row of the run's contacts) in a journey, in order.

    Events that belong to no journey are told too; those of other journeys are not.
    """
    log = result.log
    ours = (log.journey == code_of(log.names, journey.id)) | (log.journey == 0)
    lines: list[StoryLine] = []
    for row in np.flatnonzero((log.contact == contact) & ours).tolist():
        names = (log.names[int(column[row])] for column in (log.step, log.event, log.detail))
        lines += _told(int(log.time[row]), *names, workspace=workspace, journey=journey)
    return tuple(_without_doubles(lines))


def _without_doubles(lines: list[StoryLine]) -> list[StoryLine]:
    """Leaves out the event that an entry at the same instant names anyway."""
    entries = {(line.time, line.text) for line in lines if line.tone == "enter"}
    return [line for line in lines if line.word != "event" or (line.time, line.text) not in entries]


def _told(
    time: int, step: str, event: str, detail: str, *, workspace: Workspace, journey: Journey
) -> list[StoryLine]:
    """One row of the log as lines; the names it has are the engine's."""

    def line(tone: Tone, word: str, text: str) -> StoryLine:
        return StoryLine(time, tone, word, text, step)

    known = journey.steps.get(step)
    title = step_title(step, known) if known is not None else step
    if event in _VERBS:
        word, form = _VERBS[event]
        return [line("action", word, form.format(detail))]
    if event in _OF_MESSAGE:
        return [line("aside", *_of_message(event, title, detail))]
    match event:
        case "entered":
            return [line("enter", "enter", entry_text(journey.entry))]
        case "refused":
            return [line("exit", "not in", _REFUSED.get(detail, detail))]
        case "sent":
            word = kind_word(known, journey, workspace) if known is not None else "sent"
            return [line("send", word, title)]
        case "held":
            rule = gate_words(workspace, journey, detail)
            return [line("aside", "due", title), line("held", "held", rule)]
        case "skipped":
            reason = skipped_words(detail)
            return [line("aside", "due", title), line("held", "skipped", reason)]
        case "went":
            return [_decided(time, step, known, detail)]
        case "goal" | "goal_after":
            late = " (after the last step)" if event == "goal_after" else ""
            return [line("goal", "goal", f"{journey.goal.name if journey.goal else detail}{late}")]
        case "exit" | "finished":
            return [line("exit", "exit", detail or "the path ends")]
        case "handed_off":
            return [line("exit", "hand-off", f"to {detail}")]
    return [line("aside", "event", f"{event}, {detail}" if detail else event)]


def _of_message(event: str, title: str, detail: str) -> tuple[str, str]:
    if event == "unsubscribed":
        return "left", f"unsubscribed at {title}" if title else "unsubscribed"
    if event == "soft_bounced":
        return "bounced", f"{title}, again in 24 h"
    if detail == BY_MACHINE:
        return event, f"{title}, says a machine"
    return event, title


def _decided(time: int, step: str, known: Step | None, port: str) -> StoryLine:
    if known is not None and known.type == "split":
        return StoryLine(time, "split", "split", f"{port}, by the draw", step)
    if known is not None and known.type == "branch":
        return StoryLine(time, "branch", "branch", port, step)
    return StoryLine(time, "aside", "wait", "timed out" if port == "else" else "in time", step)


def told_until(lines: tuple[StoryLine, ...], instant: int) -> tuple[StoryLine, ...]:
    """The part of a story that has happened by an instant."""
    times = np.array([line.time for line in lines], dtype=np.int64)
    return lines[: int(np.searchsorted(times, instant, side="right"))]
