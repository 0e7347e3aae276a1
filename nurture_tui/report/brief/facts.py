"""A brief: a journey in plain language, in words already, for whatever draws it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["idea", "draft", "ready", "missing"]


@dataclass(frozen=True, slots=True)
class Get:
    """A message: when it comes, its title, its channel in words, the subject (in quotes), to whom.

    `only` says who of these gets it, `share` how many of those let in, in words ("" without a run).
    """

    step: str
    when: str
    title: str
    channel: str
    subject: str
    who: str
    only: str
    share: str


@dataclass(frozen=True, slots=True)
class End:
    """A way in which a stay ends: its name, what follows, how many of 100; `goal` marks the goal.

    `step` is the exit step, or what the canvas calls the goal or the exit rule ("" if neither).
    """

    step: str
    name: str
    then: str
    share: str
    goal: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody of ours who is told of something, or gets something to do."""

    step: str
    when: str
    what: str
    share: str


@dataclass(frozen=True, slots=True)
class Asset:
    """Something to prepare; `hours` are in words, and `step` is the first message that uses it."""

    step: str
    title: str
    state: State
    owner: str
    hours: str


@dataclass(frozen=True, slots=True)
class Assumed:
    """A number taken as given: what it is, of what, its value and its source; or a `guess`.

    `titles` are the messages that it is of, `every` says that these are all.
    """

    what: str
    where: str
    value: str
    source: str
    guess: bool
    titles: tuple[str, ...] = ()
    every: bool = False


@dataclass(frozen=True, slots=True)
class Agreed:
    """Who of a side (marketing, sales) has agreed; `who` is "" while nobody has."""

    side: str
    who: str


@dataclass(frozen=True)
class Brief:
    """A whole brief; `language` is its code. Texts of files are in it as the files have them."""

    language: str
    title: str
    intro: tuple[str, ...]
    gets: tuple[Get, ...]
    ends: tuple[End, ...]
    ends_note: str
    told: tuple[Told, ...]
    rules: tuple[str, ...]
    assets: tuple[Asset, ...]
    hours: str
    assumed: tuple[Assumed, ...]
    guesses: str
    agreed: tuple[Agreed, ...]
    open: tuple[str, ...]
    run: str
