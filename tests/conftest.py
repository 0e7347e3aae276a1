"""Settings that all tests share."""

from __future__ import annotations

import gc
import os
import sys

import pytest
from hypothesis import settings

# A shared machine is slow now and then, and that is no failure; the same examples every time.
settings.register_profile("nurture", deadline=None, derandomize=True, max_examples=40)
# For hours of looking: pytest tests/simulation -k "reference or properties" \
#     --hypothesis-profile=soak (make soak)
settings.register_profile("soak", deadline=None, max_examples=2_000)
settings.load_profile("nurture")

# Where the environment says not to keep byte code, each process of the tests would rewrite all
# asserts anew, which takes eight seconds of a processor. Git does not see what is kept.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is imported stays to the end: sweeps of memory need not go through it time and again.

    They were a third of the processor time of the tests of the app.
    """
    _put_aside()
    gc.set_threshold(50_000, 10, 10)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Sweep once; pytest's own five sweeps after the last test then have little to go through.

    When they take longer than five seconds, xdist interrupts them with a KeyboardInterrupt.
    """
    _put_aside()


def _put_aside() -> None:
    gc.collect()
    gc.freeze()
