"""What holds for every test of the app."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings
from stillness import awaited_as_it_moves
from textual._styles_cache import StylesCache


@pytest.fixture(autouse=True)
def pilots_wait_until_nothing_moves(request: pytest.FixtureRequest) -> Iterator[None]:
    """They wait until nothing moves; and nothing is kept of an app that has ended.

    A test marked `each_frame` sees all that the app draws, and so do all of them in `make soak`.
    Textual's cache of colours holds on to the rows drawn by widgets that have long gone.
    """
    marked = request.node.get_closest_marker("each_frame") is not None
    with awaited_as_it_moves(each_frame=marked or settings.get_current_profile_name() == "soak"):
        yield
    StylesCache.get_inner_outer.cache_clear()
