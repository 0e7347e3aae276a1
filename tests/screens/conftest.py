"""What holds for every test of the app."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from textual._styles_cache import StylesCache


@pytest.fixture(autouse=True)
def nothing_of_an_app_that_has_ended() -> Iterator[None]:
    """Textual's cache of colours holds on to the rows drawn by widgets that have long gone."""
    yield
    StylesCache.get_inner_outer.cache_clear()
