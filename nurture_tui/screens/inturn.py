"""Keys in turn: the next goes out once the one before has done what it does, dialogs and all."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from textual.app import App
from textual.events import Event, Key, Paste
from textual.message_pump import MessagePump
from textual.widgets import Input

LOOK = 1.0
MOST_LOOKS = 10
"""A key that has not been done is looked after each second, and given up after ten."""
# What handles a key may send a message of its own the same way up: Enter in a field does.
ROUNDS = 2
MOVES = ("up", "down", "pageup", "pagedown")


class InTurn:
    """Keys that are typed faster than the app draws come to where they would have come slowly.

    Textual hands a key to what has the focus at that moment, though the key before may be about
    to open a dialog: `a` and `w` typed in one go would both be for the path.
    """

    def __init__(self, app: App[Any], pass_on: Callable[[Event], Awaitable[None]]) -> None:
        self._app, self._pass_on = app, pass_on
        self._waiting: deque[Event] = deque()
        self._number = 0
        self._behind: MessagePump = app
        self._out = False
        self._moving = False
        self._watched = False

    @property
    def at_rest(self) -> bool:
        """Whether all that was typed has had its turn."""
        return not self._out

    async def take(self, key: Event) -> None:
        """Pass a key on, now or when those before it are done."""
        if not self._out and self._is_typed(key):
            await self._pass_on(key)
            return
        if not self._out or self._may_follow(key):
            await self._send(key)
            return
        self._waiting.append(key)
        if not self._watched:
            self._watched = True
            self._app.set_timer(LOOK, partial(self._not_lost, self._number))

    def _is_typed(self, key: Event) -> bool:
        """Whether it goes into a field, and so opens nothing that the next would be for.

        A burst of letters is then painted once, not once a key.
        """
        letters = isinstance(key, Paste) or (isinstance(key, Key) and key.is_printable)
        return letters and isinstance(self._app.focused, Input)

    def _may_follow(self, key: Event) -> bool:
        """Whether it is one more move: of a held arrow key the last alone is waited for."""
        return self._moving and not self._waiting and _is_move(key)

    async def _send(self, key: Event) -> None:
        self._out = True
        self._number += 1
        self._moving = _is_move(key) and not isinstance(self._app.focused, Input)
        first = self._app.focused or self._app.screen
        await self._pass_on(key)
        self._up(first, first, self._number, ROUNDS)

    def _up(self, first: MessagePump, pump: MessagePump, number: int, rounds: int) -> None:
        """Go behind the key, to the app, by way of all that it may bubble to."""
        self._behind, above = pump, pump._parent
        if above is not None:
            if not pump.call_later(self._up, first, above, number, rounds):
                self._up(first, above, number, rounds)
        elif rounds > 1:
            self._app.call_later(self._up, first, first, number, rounds - 1)
        else:
            self._app.call_later(self._arrived, number, None)

    def _arrived(self, number: int, seen: MessagePump | None) -> None:
        """All have had the key; a screen that it opened has to have its focus first.

        So has a form, to which the focus goes after the next frame.
        """
        self._behind = screen = self._app.screen
        if screen is not seen and screen.call_later(self._arrived, number, screen):
            return
        if screen._callbacks and self._waiting:
            screen.call_after_refresh(self._next, number)
        else:
            self._next(number)

    def _not_lost(self, number: int, looks: int = 1) -> None:
        """What the key was sent to may have gone, and with it the call on its way behind.

        While it is there it is only slow, and the next key is not to overtake.
        """
        if number != self._number:
            looks = 0
        elif looks >= MOST_LOOKS or not self._behind.is_running:
            self._next(number)
        self._watched = bool(self._waiting)
        if self._watched:
            self._app.set_timer(LOOK, partial(self._not_lost, self._number, looks + 1))

    def _next(self, number: int) -> None:
        if number != self._number:
            return
        self._number += 1
        if self._waiting:
            self._app.call_later(self._go_on)
        else:
            self._out = False

    async def _go_on(self) -> None:
        while self._waiting:
            key = self._waiting.popleft()
            if self._is_typed(key):
                await self._pass_on(key)
                continue
            await self._send(key)
            while self._waiting and self._moving and _is_move(self._waiting[0]):
                await self._send(self._waiting.popleft())
            return
        self._out = False


def _is_move(key: Event) -> bool:
    return isinstance(key, Key) and key.key in MOVES
