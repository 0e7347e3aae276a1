"""The lines of a contact's story: when, a word for it, what it was and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

Tone = Literal["enter", "send", "branch", "split", "action", "goal", "exit", "held", "aside"]


@dataclass(frozen=True, slots=True)
class LogRow:
    """What a row of the log says, by the engine's names."""

    journey: str
    step: str
    event: str
    detail: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A condition that was asked: its name (a port, an exit), whether it held, and why, in words.

    `condition` is as the file has it, its values are in `because`.
    """

    name: str
    condition: str
    holds: bool
    because: str


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it went; `due` is when it would have gone (seconds UTC)."""

    channel: str
    subject: str
    sender: str
    way: str
    due: int
    held_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One thing that happened: when (seconds UTC), a word for it, what it was, and why.

    `until` is the instant to which a wait or a held send stops the contact (None: not known).
    `row` is the row of the log that it tells; a line without one tells what the log leaves out.
    Texts may come from files: they are to be made harmless before they are shown.
    """

    time: int
    tone: Tone
    word: str
    text: str
    step: str = ""
    journey: str = ""
    why: str = ""
    until: int | None = None
    decisions: tuple[Decision, ...] = ()
    message: Message | None = None
    row: LogRow | None = None


def told_until(lines: Sequence[StoryLine], instant: int) -> tuple[StoryLine, ...]:
    """The part of a story that has happened by an instant."""
    times = np.array([line.time for line in lines], dtype=np.int64)
    return tuple(lines[: int(np.searchsorted(times, instant, side="right"))])
