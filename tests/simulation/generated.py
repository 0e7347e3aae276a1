"""Small workspaces and contacts drawn at random, mostly coarse in time: many things coincide."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
from generated_history import histories, rows_of
from generated_words import (
    BESIDE,
    ENTRY_EVENT,
    EVENTS,
    FIELDS,
    Words,
    assumed_events,
    conditions,
    do_lists,
    holds,
    rules,
)
from hypothesis import strategies as st

from nurture_tui.contacts.history import EventHistory
from nurture_tui.contacts.table import (
    NO_DATE,
    ChoiceColumn,
    Contacts,
    DateColumn,
    NumberColumn,
    TextColumn,
    YesNoColumn,
)
from nurture_tui.model.fields import DATE, NUMBER, TEXT, YES_NO, FieldKind
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings, Workspace
from nurture_tui.simulation import RunSettings

PLAN = FieldKind("choice", ("free", "basic", "pro"), ordered=True)
ZONES = ("Europe/Helsinki", "America/New_York", "Asia/Tokyo", "Asia/Kolkata", "Nowhere", "")
STARTS = (
    date(2026, 3, 27),  # two days before the clocks change in Europe
    date(2026, 3, 6),  # and in America
    date(2026, 10, 23),
    date(2026, 11, 23),
    date(2026, 12, 22),  # before Christmas
    datetime(2026, 11, 23, 6, 0),  # noqa: DTZ001  # workspace time
)
WINDOWS = ("any", "Mon-Fri 08:00-17:00", "06:00-12:00", "22:00-06:00", "Sat-Mon 00:00-24:00",
           "Mon,Thu 12:00-13:00; Tue 00:00-06:00")  # fmt: skip
THROTTLES = ("1 per 1h", "2 per 1d", "3 per 1d", "1 per 1d", "2 per 1h", "5 per 1d", "4 per 6h",
             "1 per 15min")  # fmt: skip
CAPS = ("1 per 1d", "2 per 7d", "1 per 12h", "3 per 3d", "2 per 24h", "2 per 45min", "1 per 25min")
KINDS = ("lead", "lead", "customer", "service", "internal")
OF_MESSAGES = {
    "open": (1, 1, 0.5, 0, 0.7),
    "click_to_open": (1, 0.5, 0),
    "unsubscribe": (0, 0, 0, 0.3, 1),
    "bounce": (0, 0, 0, 0, 0.3),
    "soft_bounce": (0, 0, 0.5),
    "open_delay": ("6h", "24h", "0min", "31d", "1d", "10min"),
    "open_spread": (0, 0, 0, 1.5),
    "click_delay": ("0min", "1min", "6h"),
}
MODIFIERS = {
    "contact_spread": (1.0, 3.0),
    "fatigue": (0.1, 1.5),
    "position": (0.1, 1.4),
    "weekend": (0.05, 1.8),
    "machine_opens": (1, 0.5, 0.2),
}
"""Mostly none, else one of them or several together (R17)."""


@dataclass(frozen=True)
class Case:
    """One generated run."""

    workspace: Workspace
    journeys: tuple[str, ...]
    contacts: Contacts
    settings: RunSettings
    texts: dict[str, Any]
    events: EventHistory | None = None

    def __repr__(self) -> str:
        columns = {
            name: [self.contacts.text(name, row) for row in range(len(self.contacts))]
            for name in self.contacts.columns
        }
        past = [] if self.events is None else rows_of(self.events)
        return f"Case({self.texts!r}, {columns!r}, {self.settings!r}, {past!r})"


def _maybe(values: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    return st.none() | st.sampled_from(values)


def _seldom(one: st.SearchStrategy[Any], of: int = 4) -> st.SearchStrategy[Any]:
    """None, but for one time in `of`."""
    return st.sampled_from([False] * (of - 1) + [True]).flatmap(
        lambda chosen: one if chosen else st.none()
    )


def _given(table: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if value is not None}


@st.composite
def _assume(draw: st.DrawFn, onward: bool = False) -> dict[str, Any]:
    found = {name: draw(st.sampled_from(values)) for name, values in OF_MESSAGES.items()}
    return found if onward else found | draw(_modifiers())


@st.composite
def _modifiers(draw: st.DrawFn) -> dict[str, Any]:
    one = st.sampled_from(sorted(MODIFIERS))
    chosen = draw(st.just([]) | st.lists(one, min_size=1, max_size=1) | st.lists(one, unique=True))
    return {name: draw(st.sampled_from(MODIFIERS[name])) for name in chosen}


def _hold_if(words: Words) -> st.SearchStrategy[Any]:
    if words.held:
        return holds(words)
    return st.none() if words.onward else _seldom(conditions(words), 3)


@st.composite
def _sending(draw: st.DrawFn, words: Words) -> dict[str, Any]:
    zones = ("Europe/Helsinki", "America/New_York", "contact")
    return _given(
        {
            "window": draw(_maybe(WINDOWS)),
            "cap": draw(st.sampled_from((None, *CAPS))),
            "capped": draw(_maybe(("wait", "skip"))),
            "timezone": draw(_maybe(zones)),
            "holidays": draw(_maybe(("FI", "contact"))),
            "closed": draw(_maybe((["2026-11-25"], ["2026-03-29", "2026-10-25..2026-10-26"]))),
            "hold_if": draw(_hold_if(words)),
            "basis": draw(st.sampled_from(("consent", None, "b2b-role", "consent", "customer"))),
        }
    )


@st.composite
def _step(draw: st.DrawFn, words: Words, place: int) -> dict[str, Any]:
    """A step that goes on to a later one, or back only from a wait that takes time."""
    kind = words.kinds[place]
    later = [f"s{i}" for i in range(place + 1, len(words.kinds))]
    ahead = st.sampled_from([*later[:1], *later[:1], *later, None] if later else [None])
    if kind == "send":
        step = {
            "subject": "x",
            "only_if": draw(_seldom(conditions(words, stay=not words.held))),
            "channel": draw(st.sampled_from((None, None, None, None, "sms", "letter"))),
            "basis": draw(st.sampled_from((None, None, None, "service", "customer", "b2b-role"))),
            "window": draw(st.sampled_from((None, None, None, "any", WINDOWS[1], WINDOWS[2]))),
            "assume": draw(_seldom(_assume(words.onward))),
            "next": draw(ahead),
        }
    elif kind == "branch":
        cases = draw(st.lists(conditions(words), min_size=1, max_size=2))
        step = {
            "cases": [_given({"if": case, "next": draw(ahead)}) for case in cases],
            "else": draw(st.sampled_from(later)),
        }
    elif kind == "split":
        names = draw(st.sampled_from((["a", "b"], ["a", "b", "c"], ["a"])))
        ways = [{"name": n, "weight": draw(st.integers(1, 3)), "next": draw(ahead)} for n in names]
        step = {"ways": [_given(way) for way in ways]}
    elif kind == "action":
        step = {"do": draw(do_lists(words)), "next": draw(ahead)}
    elif kind == "exit":
        reason = draw(st.sampled_from((None, "over")))
        others = ["elsewhere"] if words.onward else words.others
        step = {"reason": reason, "enter": draw(st.none() | st.sampled_from(others))}
    else:
        step = draw(_wait(words, ahead, [f"s{i}" for i in range(place + 1)]))
    return _given({"type": kind, **step})


@st.composite
def _wait(
    draw: st.DrawFn, words: Words, ahead: st.SearchStrategy[Any], back: list[str]
) -> dict[str, Any]:
    clock = st.sampled_from((None, "06:00", "09:00", "02:30", "00:00"))
    days = st.sampled_from((None, "Mon-Fri", "Sat", "Tue,Thu"))
    forms = ("elapsed", "for", "until", "elapsed", "back", "until", "date")
    form = draw(st.sampled_from([form for form in forms if form != "back" or not words.held]))
    if form == "for":
        length = draw(st.sampled_from(("1d", "0d", "2d", "1bd", "1w", "2bd")))
        return {"for": length, "at": draw(clock), "on": draw(days), "next": draw(ahead)}
    if form == "elapsed":
        length = draw(
            st.sampled_from(("1h", "6h", "24h", "90min", "1d 6h", "48h", "20min", "5min"))
        )
        at = None if "d" in length else draw(clock)
        return {"for": length, "at": at, "on": draw(days), "next": draw(ahead)}
    if form == "back":
        length = draw(st.sampled_from(("24h", "1d", "12h")))
        return {"for": length, "next": draw(st.sampled_from(back))}
    other = draw(ahead)
    if form == "until":
        timeout = draw(st.sampled_from(("6h", "24h", "3d", "1min", "40min")))
        until = draw(rules(words) if words.onward else conditions(words))
        return {"until": until, "timeout": timeout, "next": draw(ahead), "else": other}
    name = draw(st.sampled_from(("renews", "fair", "day", "entered_at")))
    move = draw(st.sampled_from(("", " + 1d", " - 1d", " + 6h", " - 2bd", " + 0d", " + 3d")))
    at = None if "h" in move else draw(clock)
    return {"date": name + move, "at": at, "on": draw(days), "next": draw(ahead), "else": other}


@st.composite
def journeys(
    draw: st.DrawFn, id_: str, others: tuple[str, ...], onward: bool = False, held: bool = False
) -> dict[str, Any]:
    """A journey as the values of its file; `onward`, one that the frontier can do, as a rule.

    With `held`, one in which nothing but held sends looks at what time changes, as a rule.
    """
    count = draw(st.sampled_from((4, 5, 3, 6, 2, 7, 1)))
    one = st.sampled_from(("send", "wait", "send", "wait", "send", "action", "branch", "split"))
    kinds = [draw(one) for _ in range(count)]
    kinds[-1] = draw(st.sampled_from(("send", "exit", "action", "wait")))
    words = Words(tuple(kinds), id_, others, onward=onward, held=held)
    events = draw(assumed_events(words))
    words = replace(words, events=tuple(event["event"] for event in events))
    if held or draw(st.integers(0, 2)) == 0:
        events += draw(
            st.lists(st.sampled_from(BESIDE), max_size=2, unique_by=lambda e: e["event"])
        )
    entry = draw(st.sampled_from((
        {"event": ENTRY_EVENT}, {"event": ENTRY_EVENT}, {"event": ENTRY_EVENT},
        {"event": EVENTS[0]}, {"when": ""}, {},
    )))  # fmt: skip
    if "when" in entry:
        entry = {"when": draw(conditions(words, stay=False))}
    if onward or (not entry and len(others) == 1):
        entry = {"event": ENTRY_EVENT}
    entry |= _given(
        {
            "only_if": draw(_seldom(conditions(words, stay=False), 5)),
            "again": None if held else draw(_maybe(("always", "12h", "1d", "always", "never"))),
            "arrivals": draw(st.sampled_from((None, "all", None, "2 per day", None, None, "none"))),
            "start": "s0",
        }
    )
    goal = _given(
        {
            "name": "Goal",
            "when": draw(rules(words)),
            "within": draw(_maybe(("6h", "1d", "3d", "10d"))),
            "do": draw(_seldom(do_lists(words))),
            "enter": None if onward else draw(_seldom(st.sampled_from(others))),
        }
    )
    exits = [
        _given(
            {
                "name": f"rule {number}",
                "when": draw(rules(words)),
                "do": draw(_seldom(do_lists(words), 2)),
                "enter": None if onward else draw(_seldom(st.sampled_from(others))),
            }
        )
        for number in range(draw(st.integers(0, 2)))
    ]
    return _given(
        {
            "format": 1,
            "name": id_,
            "kind": draw(st.sampled_from(KINDS[: 3 if onward else 5])),
            "dates": {"day": "2026-11-26"},
            "entry": entry,
            "goal": draw(st.sampled_from((goal, goal, None))),
            "exits": exits,
            "sending": draw(_sending(words)),
            "assume": draw(_assume(onward)) | {"events": events},
            "steps": {f"s{i}": draw(_step(words, i)) for i in range(count)},
        }
    )


@st.composite
def _nurture(
    draw: st.DrawFn, ids: tuple[str, ...], throttled: bool, onward: bool
) -> dict[str, Any]:
    words = Words((), "", ids, onward=onward)
    throttles = st.sampled_from(THROTTLES)
    throttle = None if onward else draw(throttles if throttled else _seldom(throttles))
    limits = _given({"throttle": throttle})
    if len(ids) > 1:
        limits["priority"] = list(draw(st.permutations(ids)))
    scoring = {"opened": 10, "clicked": 25, EVENTS[1]: 20, "reached": {"hot": 40, "warm": 20}}
    return _given(
        {
            "timezone": draw(st.sampled_from(("UTC", "Europe/Helsinki", "America/New_York"))),
            "fields": FIELDS,
            "dates": {"fair": "2026-11-25T06:00:00"},
            "scoring": draw(st.sampled_from((None, *(2 * [None] if onward else []), scoring))),
            "definitions": draw(st.sampled_from((None, None, {"customer": "plan == 'pro'"}))),
            "sending": draw(_seldom(_sending(words))),
            "limits": limits,
            "assume": draw(st.just({}) if onward else _modifiers())
            | {"events": draw(assumed_events(words))},
        }
    )


@st.composite
def contacts(draw: st.DrawFn, start: date | datetime, count: int) -> Contacts:
    """A few contacts, with some of the columns that a file may have."""
    first = datetime(start.year, start.month, start.day, tzinfo=UTC)
    hours = st.sampled_from((-48, 0, 6, 12, 24, 30, 48, 54, 75))
    odd = st.sampled_from((0, 0, 0, 0, 1_499, 1_500, 2_700, 3_599, 47))  # seconds, now and then
    instants = st.builds(
        lambda h, more: int((first + timedelta(hours=h, seconds=more)).timestamp()), hours, odd
    )
    days = hours.map(lambda h: int(first.timestamp()) + h // 24 * 86_400)

    def several(one: st.SearchStrategy[Any]) -> list[Any]:
        return [draw(one) for _ in range(count)]

    def text(values: tuple[str, ...]) -> TextColumn:
        return TextColumn(np.array(several(st.sampled_from(values)), dtype=object))

    def dates() -> DateColumn:
        one = st.just((NO_DATE, False)) | st.tuples(instants, st.just(False))
        found = several(one | st.tuples(days, st.just(True)))
        return DateColumn(np.array([f[0] for f in found], np.int64),
                          np.array([f[1] for f in found], np.bool_))  # fmt: skip

    answers = st.sampled_from((1, 1, 1, 1, 0, -1))
    numbers = st.sampled_from((0.0, 5.0, 9.0, 20.0, 39.0, np.nan))
    table: dict[str, tuple[Any, FieldKind]] = {
        "timezone": (lambda: text(ZONES), TEXT),
        "country": (lambda: text(("FI", "US", "")), TEXT),
        "owner": (lambda: text(("anna", "", "sami")), TEXT),
        "email": (lambda: text(("ann@x.fi", "Ann@X.fi", "bo@x.fi", "")), TEXT),
        "note": (lambda: text(("", "HR lead", "other")), TEXT),
        "lifecycle": (lambda: text(("lead", "customer", "")), TEXT),
        "lists": (lambda: text(("", "news", "news; vip")), TEXT),
        "consent": (lambda: YesNoColumn(np.array(several(answers), np.int8)), YES_NO),
        "owns_it": (lambda: YesNoColumn(np.array(several(answers), np.int8)), YES_NO),
        "seats": (lambda: NumberColumn(np.array(several(numbers))), NUMBER),
        "score": (lambda: NumberColumn(np.array(several(numbers))), NUMBER),
        "plan": (lambda: ChoiceColumn(
            np.array(several(st.integers(-1, 2)), np.int16), PLAN.choices), PLAN),
        "renews": (dates, DATE),
        "entered_at": (dates, DATE),
    }  # fmt: skip
    chosen = draw(st.lists(st.sampled_from(sorted(table)), max_size=6, unique=True))
    places = draw(st.permutations(range(count)))
    ids = np.array([f"c{place}" for place in places], dtype=object)
    return Contacts(
        ids=ids,
        columns={name: table[name][0]() for name in chosen} | {"contact": TextColumn(ids)},
        kinds={name: table[name][1] for name in chosen} | {"contact": TEXT},
    )


@st.composite
def cases(
    draw: st.DrawFn,
    most: int = 1,
    people: int = 3,
    throttled: bool = False,
    onward: bool = False,
    held: bool = False,
) -> Case:
    """A run of one journey, or of up to `most` that hand contacts to each other.

    With `throttled` each has a throttle, else some have one. `onward`, of one that the frontier
    scheduler can do, as a rule; and `held`, of one that it could but for sends that are held.
    """
    ids = ("j0", "j1", "j2")[: draw(st.integers(min(most, 2), most))]
    start = draw(st.sampled_from(STARTS))
    nurture = draw(_nurture(ids, throttled, onward))
    texts = {id_: draw(journeys(id_, ids, onward, held)) for id_ in ids}
    workspace = Workspace(Settings(**nurture), {})
    for id_, text in texts.items():
        workspace = workspace.with_journey(Journey(id=id_, **text))
    return Case(
        workspace,
        ids,
        draw(contacts(start, draw(st.integers(people // 2 if throttled else 1, people)))),
        RunSettings(start, draw(st.sampled_from((5, 3, 8, 14, 1))), draw(st.integers(1, 3))),
        {"nurture": nurture, **texts},
        None if onward else draw(_seldom(histories(start, nurture.get("timezone", "UTC")), 3)),
    )
