"""Settings that all tests share."""

from __future__ import annotations

from hypothesis import settings

# A shared machine is slow now and then, and that is no failure; the same examples every time.
settings.register_profile("nurture", deadline=None, derandomize=True)
settings.load_profile("nurture")
