"""The event log of a run as rows of text."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from nurture_tui.simulation.result import Ints, Result

LOG_COLUMNS = ("time_utc", "contact", "journey", "step", "event", "detail")
_CHUNK = 50_000


def log_rows(result: Result) -> Iterator[tuple[str, ...]]:
    """A row for each thing that happened, ordered by time, then contact (columns LOG_COLUMNS)."""
    log = result.log
    ids = result.contacts.ids
    names = log.names
    for start in range(0, len(log), _CHUNK):
        part = slice(start, start + _CHUNK)
        yield from zip(
            utc_texts(log.time[part]),
            ids[log.contact[part]].tolist(),
            *(
                [names[code] for code in column[part].tolist()]
                for column in (log.journey, log.step, log.event, log.detail)
            ),
            strict=True,
        )


def utc_texts(seconds: Ints) -> list[str]:
    """Seconds UTC in ISO 8601 with `Z`."""
    texts: list[str] = np.datetime_as_string(seconds.astype("datetime64[s]"), unit="s").tolist()
    return [f"{text}Z" for text in texts]
