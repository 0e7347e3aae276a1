"""Who does the work of a run: this process, several, or a cluster."""

from __future__ import annotations

import signal
from argparse import Namespace
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from multiprocessing import get_context

from nurture_tui.commands.arguments import Parser, some_processes
from nurture_tui.errors import NurtureError

_PATIENCE = 10


def add_workers(parser: Parser) -> None:
    """`--processes` and `--cluster`."""
    parser.add_argument(
        "--processes",
        type=some_processes,
        default=1,
        metavar="N",
        help="share the work among so many processes; the result is the same (default: 1)",
    )
    parser.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="share it on a running dask cluster, such as tcp://host:8786",
    )


@contextmanager
def workers(options: Namespace) -> Iterator[Executor | None]:
    """The executor that the options name; None for this process alone."""
    if options.cluster is not None:
        if options.processes > 1:
            raise NurtureError("--processes and --cluster cannot be combined", fix="Choose one.")
        with _cluster(options.cluster) as executor:
            yield executor
    elif options.processes > 1:
        # A fresh interpreter each: nothing is inherited, on any system.
        context = get_context("spawn")
        pool = ProcessPoolExecutor(options.processes, context, initializer=_leave_stopping_to_us)
        try:
            yield pool
        finally:
            pool.shutdown(cancel_futures=True)
    else:
        yield None


def _leave_stopping_to_us() -> None:
    """Ctrl+C reaches every process of a terminal; the one that was started answers it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    try:
        distributed = import_module("distributed")
    except ImportError:
        raise NurtureError(
            "--cluster needs dask.distributed, which is not installed",
            fix="Install nurture-tui[cluster], or use --processes.",
        ) from None
    try:
        client = distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise NurtureError(
            f"there is no cluster at {address} ({reason})",
            fix="Name its scheduler, such as tcp://host:8786.",
        ) from None
    with client:
        executor: Executor = client.get_executor(pure=False)
        yield executor
