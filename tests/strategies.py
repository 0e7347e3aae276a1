"""Strategies that draw whole journeys, as the plain values of a file or as the model reads them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from hypothesis import strategies as st

from nurture_tui.model.journey import Journey
from nurture_tui.model.reading import read_journey_data

LETTERS = st.characters(exclude_categories=["Cs"])
TEXTS = st.text(LETTERS, max_size=30)
NAMES = st.text(LETTERS, min_size=1, max_size=20)
WORDS = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=8)
IDS = st.text("abcdefghijkxyzABC0123456789-_", min_size=1, max_size=10)
EVENTS = WORDS | st.text("abc äö.|/ -", min_size=1, max_size=12)
SHARES = st.floats(0, 1) | st.integers(0, 1)
POSITIVE = st.floats(0.001, 1e6) | st.integers(1, 10**6)
AMOUNTS = st.floats(-1e9, 1e9) | st.integers(-(10**9), 10**9)

_COUNTS = st.integers(0, 99)


def _joined(units: list[str]) -> st.SearchStrategy[str]:
    """A duration of some of the units, in their order, each with a count."""
    parts = st.tuples(*(st.none() | _COUNTS.map(f"{{}}{unit}".format) for unit in units))
    return parts.map(lambda found: " ".join(part for part in found if part) or "0d")


DURATIONS = _joined(["w", "d", "bd", "h", "min", "s"])
ELAPSED = _joined(["w", "d", "h", "min", "s"])
SPANS = st.integers(1, 99).flatmap(lambda n: st.sampled_from([f"{n}d", f"{n}h", f"{n}w", "day"]))
DAYS = st.lists(
    st.sampled_from(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Mon-Fri", "Sat-Mon"]),
    min_size=1,
    max_size=4,
).map(",".join)
TIMES = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
CLOCKS = st.tuples(TIMES, TIMES | st.just("24:00")).filter(lambda t: t[0] != t[1]).map("-".join)
WINDOWS = st.just("any") | st.lists(
    CLOCKS | st.tuples(DAYS, CLOCKS).map(" ".join), min_size=1, max_size=3
).map("; ".join)
RATES = st.builds("{} per {}".format, st.integers(1, 999), SPANS)
HAZARDS = st.builds("{}% per {}".format, st.integers(0, 99) | st.floats(0.001, 99), SPANS)
CLOSED = st.dates().map(str) | st.tuples(st.dates(), st.integers(0, 30)).map(
    lambda t: f"{t[0]}..{t[0]}"
)
MOMENTS = WORDS | st.builds("{} {} {}".format, WORDS, st.sampled_from("+-"), DURATIONS)
FIELD_VALUES = (
    st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS
    | st.dates()
    | st.datetimes()
)
FIELDS = WORDS | st.builds("{}.{}".format, WORDS, WORDS) | NAMES

_ATOMS = st.sampled_from(
    [
        "did('bought', within='7d')",
        "count('opened') >= 3",
        "score > 4.5",
        "country in ['FI', 'SE']",
        "lifecycle != 'it\\'s'",
        'contains(job_title, "ä")',
        "since(customer_since) >= '26w'",
        "hour() < 12",
        "missing(company.size)",
        "customer",
        "true",
    ]
)
CONDITIONS = st.recursive(
    _ATOMS,
    lambda inner: (
        st.builds("({} and {})".format, inner, inner)
        | st.builds("{}\n  or {}".format, inner, inner)
        | st.builds("not ({})".format, inner)
    ),
    max_leaves=4,
)


def table(required: dict[str, Any] | None = None, **optional: Any) -> Any:
    """A table with these required keys, and any of the optional ones; `for_` stands for `for`."""
    named = {key.rstrip("_"): value for key, value in optional.items()}
    return st.fixed_dictionaries(required or {}, optional=named)


ASSUME = table(
    open=SHARES,
    click_to_open=SHARES,
    unsubscribe=SHARES,
    open_delay=DURATIONS,
    open_spread=st.floats(0, 5),
    fatigue=POSITIVE,
    source=TEXTS,
)
VERBS = st.one_of(
    st.fixed_dictionaries({"set": st.dictionaries(FIELDS, FIELD_VALUES, max_size=3)}),
    st.fixed_dictionaries({"add": st.dictionaries(FIELDS, AMOUNTS, max_size=2)}),
    st.fixed_dictionaries({"copy": st.fixed_dictionaries({"from": FIELDS, "to": FIELDS})}),
    st.fixed_dictionaries(
        {
            "map": table(
                {
                    "field": FIELDS,
                    "by": FIELDS,
                    "to": st.dictionaries(TEXTS, FIELD_VALUES, max_size=3),
                },
                else_=FIELD_VALUES,
            )
        }
    ),
    st.fixed_dictionaries({"add_to_list": NAMES}),
    st.fixed_dictionaries({"remove_from_audience": NAMES}),
    st.fixed_dictionaries(
        {"create_deal": st.fixed_dictionaries({"pipeline": TEXTS, "stage": TEXTS})}
    ),
    st.fixed_dictionaries({"update_deal": st.fixed_dictionaries({"stage": TEXTS})}),
    table({"notify": NAMES}, message=TEXTS),
    st.fixed_dictionaries({"task": table({"title": TEXTS}, for_=TEXTS, due=DURATIONS)}),
    st.fixed_dictionaries({"webhook": TEXTS}),
    st.fixed_dictionaries({"enter": IDS}),
    st.fixed_dictionaries({"emit": EVENTS}),
)
DO = st.lists(VERBS, min_size=1, max_size=3)
ASSUMED_EVENTS = st.one_of(
    table(
        {"event": EVENTS, "after": CONDITIONS, "chance": SHARES},
        delay=DURATIONS,
        if_=CONDITIONS,
        set=st.dictionaries(FIELDS, FIELD_VALUES, max_size=2),
    ),
    table({"event": EVENTS, "chance": HAZARDS}, repeat=st.booleans(), source=TEXTS),
    table({"event": EVENTS, "date": MOMENTS, "chance": SHARES}),
)
SENDING = table(
    window=WINDOWS,
    timezone=st.sampled_from(["contact", "Europe/Helsinki"]),
    holidays=st.sampled_from(["", "FI", "contact", "DE-BY"]),
    closed=st.lists(CLOSED, max_size=3),
    cap=RATES,
    capped=st.sampled_from(["wait", "skip"]),
    hold_if=CONDITIONS,
    sender=TEXTS,
    channel=st.sampled_from(["email", "sms"]),
    basis=st.sampled_from(["consent", "b2b-role"]),
)
_SAYS: dict[str, Any] = {"title": TEXTS, "notes": TEXTS, "ignore": st.lists(TEXTS, max_size=2)}


@dataclass(frozen=True)
class Place:
    """Where the id of a step is to stand.

    So the strategies for two steps, say, are made once, and not anew for each two ids.
    """

    number: int


def steps_among(places: list[Place]) -> Any:
    """A step whose edges lead to these steps, or nowhere."""
    to = st.sampled_from(places)
    cases = st.lists(table({"if": CONDITIONS}, next=to), min_size=1, max_size=3)
    ways = st.lists(
        table({"name": NAMES}, weight=POSITIVE, next=to),
        min_size=1,
        max_size=3,
        unique_by=lambda way: way["name"],
    )
    wait = {"type": st.just("wait")}
    return st.one_of(
        table(
            {"type": st.just("send")},
            asset=TEXTS,
            subject=TEXTS,
            cta=EVENTS,
            role=st.sampled_from(["inform", "ask"]),
            only_if=CONDITIONS,
            window=WINDOWS,
            assume=ASSUME,
            next=to,
            **_SAYS,
        ),
        table({**wait, "for": _joined(["w", "d", "bd"])}, at=TIMES, on=DAYS, next=to, **_SAYS),
        table({**wait, "until": CONDITIONS}, timeout=ELAPSED, next=to, else_=to),
        table({**wait, "date": MOMENTS}, on=DAYS, next=to, else_=to),
        table({"type": st.just("branch"), "cases": cases, "else": to}, **_SAYS),
        table({"type": st.just("split"), "ways": ways}, **_SAYS),
        table({"type": st.just("action"), "do": DO}, next=to, **_SAYS),
        table({"type": st.just("exit")}, reason=NAMES.map("over {}".format), enter=IDS, **_SAYS),
    )


@cache
def _with_steps(count: int) -> Any:
    places = [Place(number) for number in range(count)]
    step = steps_among(places)
    return table(
        {
            "format": st.just(1),
            "name": NAMES,
            "kind": st.sampled_from(["lead", "customer", "service", "internal"]),
            "entry": table(
                {"start": st.sampled_from(places)},
                event=EVENTS,
                only_if=CONDITIONS,
                again=st.sampled_from(["never", "always", "90d"]),
                arrivals=st.sampled_from(["all", "none", "40 per day", "3 per 24h"]),
            ),
            "steps": st.fixed_dictionaries(dict.fromkeys(places, step)),
        },
        purpose=TEXTS,
        status=st.sampled_from(["draft", "agreed", "ready"]),
        approved_by=st.lists(TEXTS, max_size=2),
        tags=st.lists(TEXTS, max_size=4),
        notes=TEXTS,
        dates=st.dictionaries(NAMES, st.dates() | st.datetimes(), max_size=2),
        goal=table(
            {"name": NAMES, "when": CONDITIONS},
            target=SHARES,
            within=ELAPSED,
            do=st.lists(VERBS, max_size=2),
            enter=IDS,
        ),
        exits=st.lists(
            table({"name": IDS, "when": CONDITIONS}, do=DO, enter=IDS),
            max_size=3,
            unique_by=lambda rule: rule["name"],
        ),
        sending=SENDING,
        assume=st.builds(
            lambda own, events: {**own, "events": events},
            ASSUME,
            st.lists(ASSUMED_EVENTS, max_size=3),
        ),
    )


def _named(data: Any, ids: list[str]) -> Any:
    """The data with the ids in their places."""
    if isinstance(data, Place):
        return ids[data.number]
    if isinstance(data, dict):
        return {_named(key, ids): _named(value, ids) for key, value in data.items()}
    return [_named(one, ids) for one in data] if isinstance(data, list) else data


@st.composite
def _journey_data(draw: st.DrawFn) -> dict[str, Any]:
    ids = draw(st.lists(IDS, min_size=1, max_size=5, unique=True))
    return _named(draw(_with_steps(len(ids))), ids)


JOURNEY_DATA = _journey_data()


def read(data: dict[str, Any]) -> Journey:
    """The journey of these values, which have to be right."""
    journey, problems = read_journey_data("generated", data)
    assert journey is not None, problems
    return journey


JOURNEYS = JOURNEY_DATA.map(read)
