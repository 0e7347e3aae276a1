"""Settings that all tests share."""

from __future__ import annotations

import gc
import os
import sys

import pytest
from hypothesis import HealthCheck, settings

# A shared machine is slow now and then, and that is no failure; the same examples every time.
SLOW_TOO = [HealthCheck.too_slow]
settings.register_profile(
    "nurture",
    deadline=None,
    derandomize=True,
    max_examples=40,
    suppress_health_check=SLOW_TOO,
)
# For hours of looking: make soak, or a part of it.
settings.register_profile("soak", deadline=None, max_examples=2_000, suppress_health_check=SLOW_TOO)
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


broke_off: list[object] = []
"""Processes of the tests that ended before their work was done, and files that were not read."""


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object, error: object) -> None:
    if error:
        broke_off.append(error)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.failed:
        broke_off.append(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Sweep once; pytest's own five sweeps after the last test then have little to go through.

    When they take longer than five seconds, xdist interrupts them with a KeyboardInterrupt. A
    process that crashed or a file that could not be read is more than a test that failed, and
    `make test` gives it no second try.
    """
    _put_aside()
    if broke_off:
        session.exitstatus = pytest.ExitCode.INTERNAL_ERROR


def _put_aside() -> None:
    gc.collect()
    gc.freeze()
