"""Small workspaces and contacts drawn at random, mostly coarse in time: many things coincide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
from generated_history import histories, rows_of
from generated_words import (
    BESIDE,
    ENTRY_EVENT,
    EVENTS,
    FIELDS,
    Words,
    among,
    assumed_events,
    chosen,
    conditions,
    do_lists,
    holds,
    rules,
    some,
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


def _maybe(draw: st.DrawFn, values: Sequence[Any]) -> Any:
    """None, but for one time in two."""
    return _seldom(draw, lambda: chosen(draw, values), 2)


def _seldom(draw: st.DrawFn, one: Callable[[], Any], of: int = 4) -> Any:
    """None, but for one time in `of`."""
    return one() if draw(among(*range(of))) == of - 1 else None


def _given(table: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if value is not None}


@st.composite
def _assume(draw: st.DrawFn, onward: bool = False) -> dict[str, Any]:
    found = {name: draw(among(*values)) for name, values in OF_MESSAGES.items()}
    return found | draw(_modifiers(onward))


@st.composite
def _modifiers(draw: st.DrawFn, onward: bool = False) -> dict[str, Any]:
    least, most = (0, 0) if onward else draw(among((0, 0), (1, 1), (0, None)))
    names = draw(some(*sorted(MODIFIERS), least=least, most=most))
    return {name: draw(among(*MODIFIERS[name])) for name in names}


def _hold_if(draw: st.DrawFn, words: Words) -> str | None:
    if words.held:
        return draw(holds(words))
    return None if words.onward else _seldom(draw, lambda: draw(conditions(words)), 3)


@st.composite
def _sending(draw: st.DrawFn, words: Words) -> dict[str, Any]:
    zones = ("Europe/Helsinki", "America/New_York", "contact")
    return _given(
        {
            "window": _maybe(draw, WINDOWS),
            "cap": draw(among(None, *CAPS)),
            "capped": _maybe(draw, ("wait", "skip")),
            "timezone": _maybe(draw, zones),
            "holidays": _maybe(draw, ("FI", "contact")),
            "closed": _maybe(draw, (["2026-11-25"], ["2026-03-29", "2026-10-25..2026-10-26"])),
            "hold_if": _hold_if(draw, words),
            "basis": draw(among("consent", None, "b2b-role", "consent", "customer")),
        }
    )


@st.composite
def _step(draw: st.DrawFn, words: Words, place: int) -> dict[str, Any]:
    """A step that goes on to a later one, or back only from a wait that takes time."""
    kind = words.kinds[place]
    later = [f"s{i}" for i in range(place + 1, len(words.kinds))]
    ahead = among(*[*later[:1], *later[:1], *later, None] if later else [None])
    if kind == "send":
        step = {
            "subject": "x",
            "only_if": _seldom(draw, lambda: draw(conditions(words, stay=not words.held))),
            "channel": draw(among(None, None, None, None, "sms", "letter")),
            "basis": draw(among(None, None, None, "service", "customer", "b2b-role")),
            "window": draw(among(None, None, None, "any", WINDOWS[1], WINDOWS[2])),
            "assume": _seldom(draw, lambda: draw(_assume(words.onward))),
            "next": draw(ahead),
        }
    elif kind == "branch":
        cases = [draw(conditions(words)) for _ in range(draw(among(1, 2)))]
        step = {
            "cases": [_given({"if": case, "next": draw(ahead)}) for case in cases],
            "else": draw(among(*later)),
        }
    elif kind == "split":
        names = draw(among("ab", "abc", "a"))
        ways = [{"name": n, "weight": draw(st.integers(1, 3)), "next": draw(ahead)} for n in names]
        step = {"ways": [_given(way) for way in ways]}
    elif kind == "action":
        step = {"do": draw(do_lists(words)), "next": draw(ahead)}
    elif kind == "exit":
        reason = draw(among(None, "over"))
        others = ["elsewhere"] if words.onward else words.others
        step = {"reason": reason, "enter": _maybe(draw, others)}
    else:
        step = draw(_wait(words, ahead, [f"s{i}" for i in range(place + 1)]))
    return _given({"type": kind, **step})


@st.composite
def _wait(
    draw: st.DrawFn, words: Words, ahead: st.SearchStrategy[Any], back: list[str]
) -> dict[str, Any]:
    clock = among(None, "06:00", "09:00", "02:30", "00:00")
    days = among(None, "Mon-Fri", "Sat", "Tue,Thu")
    forms = ("elapsed", "for", "until", "elapsed", "back", "until", "date")
    form = draw(among(*(form for form in forms if form != "back" or not words.held)))
    if form == "for":
        length = draw(among("1d", "0d", "2d", "1bd", "1w", "2bd"))
        return {"for": length, "at": draw(clock), "on": draw(days), "next": draw(ahead)}
    if form == "elapsed":
        length = draw(among("1h", "6h", "24h", "90min", "1d 6h", "48h", "20min", "5min"))
        at = None if "d" in length else draw(clock)
        return {"for": length, "at": at, "on": draw(days), "next": draw(ahead)}
    if form == "back":
        length = draw(among("24h", "1d", "12h"))
        return {"for": length, "next": draw(among(*back))}
    other = draw(ahead)
    if form == "until":
        timeout = draw(among("6h", "24h", "3d", "1min", "40min"))
        until = draw(rules(words) if words.onward else conditions(words))
        return {"until": until, "timeout": timeout, "next": draw(ahead), "else": other}
    name = draw(among("renews", "fair", "day", "entered_at"))
    move = draw(among("", " + 1d", " - 1d", " + 6h", " - 2bd", " + 0d", " + 3d"))
    at = None if "h" in move else draw(clock)
    return {"date": name + move, "at": at, "on": draw(days), "next": draw(ahead), "else": other}


@st.composite
def journeys(
    draw: st.DrawFn, id_: str, others: tuple[str, ...], onward: bool = False, held: bool = False
) -> dict[str, Any]:
    """A journey as the values of its file; `onward`, one that the frontier can do, as a rule.

    With `held`, one in which nothing but held sends looks at what time changes, as a rule.
    """
    count = draw(among(4, 5, 3, 6, 2, 7, 1))
    one = among("send", "wait", "send", "wait", "send", "action", "branch", "split")
    kinds = [draw(one) for _ in range(count)]
    kinds[-1] = draw(among("send", "exit", "action", "wait"))
    words = Words(tuple(kinds), id_, others, onward=onward, held=held)
    events = draw(assumed_events(words))
    words = replace(words, events=tuple(event["event"] for event in events))
    if held or draw(among(0, 1, 2)) == 0:
        beside = [chosen(draw, BESIDE) for _ in range(draw(among(0, 1, 2)))]
        events += {event["event"]: event for event in beside}.values()
    entry = dict(chosen(draw, (
        {"event": ENTRY_EVENT}, {"event": ENTRY_EVENT}, {"event": ENTRY_EVENT},
        {"event": EVENTS[0]}, {"when": ""}, {},
    )))  # fmt: skip
    if "when" in entry:
        entry = {"when": draw(conditions(words, stay=False))}
    if onward or (not entry and len(others) == 1):
        entry = {"event": ENTRY_EVENT}
    entry |= _given(
        {
            "only_if": _seldom(draw, lambda: draw(conditions(words, stay=False)), 5),
            "again": None if held else _maybe(draw, ("always", "12h", "1d", "always", "never")),
            "arrivals": draw(among(None, "all", None, "2 per day", None, None, "none")),
            "start": "s0",
        }
    )
    goal = _given(
        {
            "name": "Goal",
            "when": draw(rules(words)),
            "within": _maybe(draw, ("6h", "1d", "3d", "10d")),
            "do": _seldom(draw, lambda: draw(do_lists(words))),
            "enter": None if onward else _seldom(draw, lambda: draw(among(*others))),
        }
    )
    exits = [
        _given(
            {
                "name": f"rule {number}",
                "when": draw(rules(words)),
                "do": _seldom(draw, lambda: draw(do_lists(words)), 2),
                "enter": None if onward else _seldom(draw, lambda: draw(among(*others))),
            }
        )
        for number in range(draw(st.integers(0, 2)))
    ]
    return _given(
        {
            "format": 1,
            "name": id_,
            "kind": draw(among(*KINDS[: 3 if onward else 5])),
            "dates": {"day": "2026-11-26"},
            "entry": entry,
            "goal": chosen(draw, (goal, goal, None)),
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
    throttles = among(*THROTTLES)
    throttle = draw(throttles) if throttled else _seldom(draw, lambda: draw(throttles))
    limits = _given({"throttle": None if onward else throttle})
    if len(ids) > 1:
        limits["priority"] = list(draw(st.permutations(ids)))
    scoring = {"opened": 10, "clicked": 25, EVENTS[1]: 20, "reached": {"hot": 40, "warm": 20}}
    return _given(
        {
            "timezone": draw(among("UTC", "Europe/Helsinki", "America/New_York")),
            "fields": FIELDS,
            "dates": {"fair": "2026-11-25T06:00:00"},
            "scoring": chosen(draw, (None, *(2 * [None] if onward else []), scoring)),
            "definitions": chosen(draw, (None, None, {"customer": "plan == 'pro'"})),
            "sending": _seldom(draw, lambda: draw(_sending(words))),
            "limits": limits,
            "assume": draw(_modifiers(onward)) | {"events": draw(assumed_events(words))},
        }
    )


@st.composite
def contacts(draw: st.DrawFn, start: date | datetime, count: int) -> Contacts:
    """A few contacts, with some of the columns that a file may have."""
    first = datetime(start.year, start.month, start.day, tzinfo=UTC)
    hours = among(-48, 0, 6, 12, 24, 30, 48, 54, 75)
    odd = among(0, 0, 0, 0, 1_499, 1_500, 2_700, 3_599, 47)  # seconds, now and then

    def several(one: st.SearchStrategy[Any]) -> list[Any]:
        return [draw(one) for _ in range(count)]

    def text(values: tuple[str, ...]) -> TextColumn:
        return TextColumn(np.array(several(among(*values)), dtype=object))

    def one_date() -> tuple[int, bool]:
        form = draw(among("none", "instant", "day"))
        if form == "none":
            return NO_DATE, False
        if form == "day":
            return int(first.timestamp()) + draw(hours) // 24 * 86_400, True
        return int(first.timestamp()) + draw(hours) * 3_600 + draw(odd), False

    def dates() -> DateColumn:
        found = [one_date() for _ in range(count)]
        return DateColumn(np.array([f[0] for f in found], np.int64),
                          np.array([f[1] for f in found], np.bool_))  # fmt: skip

    answers = among(1, 1, 1, 1, 0, -1)
    numbers = among(0.0, 5.0, 9.0, 20.0, 39.0, np.nan)
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
            np.array(several(among(-1, 0, 1, 2)), np.int16), PLAN.choices), PLAN),
        "renews": (dates, DATE),
        "entered_at": (dates, DATE),
    }  # fmt: skip
    names = draw(some(*sorted(table), least=0, most=6))
    places = draw(st.permutations(range(count)))
    ids = np.array([f"c{place}" for place in places], dtype=object)
    return Contacts(
        ids=ids,
        columns={name: table[name][0]() for name in names} | {"contact": TextColumn(ids)},
        kinds={name: table[name][1] for name in names} | {"contact": TEXT},
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
    start = draw(among(*STARTS))
    nurture = draw(_nurture(ids, throttled, onward))
    texts = {id_: draw(journeys(id_, ids, onward, held)) for id_ in ids}
    workspace = Workspace(Settings(**nurture), {})
    for id_, text in texts.items():
        workspace = workspace.with_journey(Journey(id=id_, **text))
    return Case(
        workspace,
        ids,
        draw(contacts(start, draw(st.integers(people // 2 if throttled else 1, people)))),
        RunSettings(start, draw(among(5, 3, 8, 14, 1)), draw(st.integers(1, 3))),
        {"nurture": nurture, **texts},
        None
        if onward
        else _seldom(draw, lambda: draw(histories(start, nurture.get("timezone", "UTC"))), 3),
    )
