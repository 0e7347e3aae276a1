"""Event histories drawn at random, coarse in time, so that rows meet the start and each other."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from generated_words import ENTRY_EVENT, EVENTS
from hypothesis import strategies as st

from nurture_tui.contacts.history import EventHistory

_NAMES = (
    *EVENTS, *EVENTS, ENTRY_EVENT, ENTRY_EVENT, "sent", "opened", "clicked", "unsubscribed",
    "bounced", "hot", "other", "a first one",
)  # fmt: skip
_HOURS = (-72, -48, -24, -6, -1, 0, 0, 1, 6, 9, 12, 24, 24, 30, 48, 54, 72, 96, 200, 400)
_ROWS = st.lists(
    st.tuples(
        st.sampled_from(("c0", "c0", "c0", "c1", "c1", "c2", "nobody")),
        st.sampled_from(_HOURS),
        st.sampled_from((0, 0, 0, 0, -1, 1, 1_499, 2_700)),  # seconds after the hour
        st.sampled_from(_NAMES),
        st.sampled_from(("", "x", "x", "y")),
        st.sampled_from(("", "", "12")),
    ),
    min_size=1,
    max_size=12,
)
Told = tuple[str, int, str, str, str]


@st.composite
def histories(draw: st.DrawFn, start: date | datetime, zone: str) -> EventHistory:
    """Rows before and after the start of a run, at it and at one instant; some of nobody."""
    first = start if isinstance(start, datetime) else datetime.combine(start, datetime.min.time())
    begin = first.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    rows = draw(_ROWS)
    return made(
        [(c, int((begin + timedelta(hours=h)).timestamp()) + s, *rest) for c, h, s, *rest in rows]
    )


def made(rows: list[Told]) -> EventHistory:
    """A history of rows: contact, time in seconds UTC, event, object, value."""
    names = tuple(sorted({row[2] for row in rows}))

    def texts(place: int) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
        return np.array([row[place] for row in rows], dtype=object)

    return EventHistory(
        contact=texts(0),
        email=np.array([""] * len(rows), dtype=object),
        time=np.array([row[1] for row in rows], dtype=np.int64),
        event=np.array([names.index(row[2]) for row in rows], dtype=np.int32),
        object=texts(3),
        value=texts(4),
        names=names,
        lines=np.arange(2, len(rows) + 2),
    )


def rows_of(history: EventHistory) -> list[Told]:
    """The rows of a history, as `made` takes them."""
    return [
        (
            str(history.contact[i]),
            int(history.time[i]),
            history.names[history.event[i]],
            str(history.object[i]),
            str(history.value[i]),
        )
        for i in range(len(history))
    ]
