"""What an app draws while tests press keys: the screens that come to rest, in place of each frame.

A third of the work of a test of the app was frames that nothing looks at, two or three a key. Each
screen on which the app rests is drawn to its last cell still, and what cannot be drawn raises.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch
from weakref import WeakKeyDictionary

from textual._compositor import Compositor
from textual.css.stylesheet import Stylesheet
from textual.screen import Screen


@contextmanager
def drawn_at_rest() -> Iterator[Callable[[], None]]:
    """Put the drawing of changed cells off; gives what draws them, to be called at rest."""
    put_off: WeakKeyDictionary[Compositor, list[Any] | None] = WeakKeyDictionary()
    draw = Compositor.render_update

    def gather(compositor: Compositor, full: bool = False, screen_stack=None, **how: Any) -> Any:
        if full:  # a picture of the screen was asked for
            return draw(compositor, full, screen_stack, **how)
        put_off[compositor] = screen_stack  # its changed regions stay, and others join them
        return None

    def draw_what_waits() -> None:
        while put_off:
            compositor, screen_stack = put_off.popitem()
            screen = compositor.root
            if isinstance(screen, Screen) and screen.is_current:
                draw(compositor, screen_stack=screen_stack)

    with patch.object(Compositor, "render_update", gather):
        yield draw_what_waits


@contextmanager
def styles_read_once() -> Iterator[None]:
    """Have all apps share the rules of a style sheet, as an app's screens do, by its variables."""
    read = Stylesheet._parse_rules

    def shared(sheet: Stylesheet, css: str, **how: Any) -> Any:
        key = (css, *how.items(), *sheet._variables.items())
        if key not in _RULES:
            _RULES[key] = read(sheet, css, **how)
        return _RULES[key]

    with patch.object(Stylesheet, "_parse_rules", shared):
        yield


_RULES: dict[Any, Any] = {}
