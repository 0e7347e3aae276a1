"""What holds for every test of the app."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from stillness import awaited_as_it_moves
from textual._styles_cache import StylesCache


@pytest.fixture(autouse=True)
def pilots_wait_until_nothing_moves() -> Iterator[None]:
    """They wait until nothing moves; and nothing is kept of an app that has ended.

    Textual's cache of colours holds on to the rows drawn by widgets that have long gone.
    """
    with awaited_as_it_moves():
        yield
    StylesCache.get_inner_outer.cache_clear()
