"""A screen as text without a terminal: `nurture --plain SCREEN`."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from importlib import import_module
from typing import TypeVar, cast

from nurture_tui.errors import NurtureError
from nurture_tui.screens.page import Page
from nurture_tui.screens.places import PLACES, Place
from nurture_tui.screens.rooms import Opened, Rooms
from nurture_tui.screens.session import Session
from nurture_tui.screens.upkeep import Lane
from nurture_tui.simulation.settings import RunSettings

T = TypeVar("T")


class AtOnce:
    """A runner that does all work in turn, when `finish` is called."""

    def __init__(self) -> None:
        self._waiting: deque[Callable[[], None]] = deque()
        self._cancelled: set[int] = set()
        self._number = 0

    def later(self, seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        self._number += 1
        number = self._number
        self._waiting.append(lambda: None if number in self._cancelled else call())
        return lambda: self._cancelled.add(number)

    def work(self, job: Callable[[], T], done: Callable[[T], None], lane: Lane = "screen") -> None:
        self._waiting.append(lambda: done(job()))

    def clock(self) -> float:
        return 0.0

    def finish(self) -> None:
        """Do all there is to do, and what follows from it."""
        while self._waiting:
            self._waiting.popleft()()


def page_of(place: Place) -> type[Page]:
    """The class that draws a place."""
    module, name = place.page.split(":")
    return cast(type[Page], getattr(import_module(module), name))


def place_called(id_: str) -> Place:
    """The place of this id; a NurtureError names those there are."""
    for place in PLACES:
        if place.id == id_:
            return place
    known = ", ".join(place.id for place in PLACES)
    raise NurtureError(f"there is no screen “{id_}”", fix=f"There are: {known}.")


def plain_text(opened: Opened, settings: RunSettings, id_: str, rooms: Rooms) -> str:
    """The content of a screen as text, checked and simulated first.

    A screen of one journey on a folder of several is a NurtureError.
    """
    place = place_called(id_)
    if place.needs_journey and opened.current is None:
        raise NurtureError(
            f"the {place.name} screen is of one journey",
            where=str(opened.folder),
            fix="Name its file, such as journeys/hr-guide.toml.",
        )
    runner = AtOnce()
    session = Session(opened, settings, runner, rooms, only_current=place.needs_journey)
    page = page_of(place)
    session.upkeep.need(page.NEEDS)
    session.start()
    runner.finish()
    return page.plain(session)
