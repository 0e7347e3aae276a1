"""Conditions, actions and assumed events drawn at random, for generated journeys."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

ENTRY_EVENT = "asked"
EVENTS = ("alpha", "beta", "told", "zeta")
"""Events of a higher place come after those of a lower one only, so that none goes on for ever."""

FIELDS = {
    "plan": {"choice": ["free", "basic", "pro"], "ordered": True},
    "seats": "number",
    "owns_it": "yes/no",
    "renews": "date",
    "note": "text",
    "company.country": "text",
    "deal.stage": "text",
    "deal.pipeline": "text",
}
OF_MESSAGES = ("clicked", "clicked", "unsubscribed", "bounced")
DELAYS = ("6h", "24h", "1d", "90min", "12h", "3d", "20min")


@lru_cache(maxsize=None, typed=True)
def among(*values: Hashable) -> st.SearchStrategy[Any]:
    """One of these values, from a strategy that is made and looked through once, not each time."""
    return st.sampled_from(values)


@lru_cache(maxsize=None, typed=True)
def some(*values: Hashable, least: int = 1, most: int | None = 2) -> st.SearchStrategy[Any]:
    """Several of these values, each once."""
    return st.lists(st.sampled_from(values), min_size=least, max_size=most, unique=True)


def chosen(draw: st.DrawFn, values: Sequence[Any]) -> Any:
    """One of these tables or lists."""
    return values[draw(among(*range(len(values))))]


@dataclass(frozen=True)
class Words:
    """What a journey's conditions may name: its steps' kinds, its id, the journeys of the run.

    `onward` ones ask only for what goes on to hold once it does, and change nothing that is asked
    but by assumed events. With `held`, sends are held by an event of late, and steps are come to
    once.
    """

    kinds: tuple[str, ...]
    id: str
    others: tuple[str, ...]
    events: tuple[str, ...] = EVENTS
    onward: bool = False
    held: bool = False

    @property
    def sends(self) -> list[str]:
        return [f"s{i}" for i, kind in enumerate(self.kinds) if kind == "send"]

    @property
    def steps(self) -> list[str]:
        return [f"s{i}" for i, kind in enumerate(self.kinds) if kind != "exit"]


_PLAIN = (
    "did('alpha')", "did('beta')", "did('told')", "did('zeta')", "did('alpha', within='1d')",
    "did('beta', within='stay')", "did('opened', within='24h')", "did('sent')", "did('asked')",
    "did('asked', within='stay')", "count('opened', within='1d') >= 2", "count('sent') >= 2",
    "count('alpha') == 1", "count('asked', within='stay') > 1", "did('hot')", "did('clicked')",
    "since('alpha') >= '6h'", "since('sent') < '24h'", "since('asked') == '24h'",
    "since('zeta') != '1d'", "since(renews) >= '1d'", "left(renews) < '1d'",
    "left(renews) <= '6h'", "since(entered_at) >= '2d'", "since(entered_at) > '6h'",
    "left(fair) < '2d'",
    "in_list('news')", "in_list('vip')", "missing(renews)", "missing(note)", "missing(seats)",
    "missing(plan)", "missing(entered_at)", "contains(note, 'hr')", "plan == 'pro'",
    "plan >= 'basic'", "plan != 'free'", "plan in ['free', 'pro']", "plan not in ['free']",
    "seats >= 5", "seats < 9", "seats != 5", "seats in [5, 9]", "score >= 20", "score == 0",
    "owns_it", "not owns_it", "owns_it == false", "consent", "note == ''", "note == plan",
    "note != 'other'",
    "renews < '2026-11-25'", "renews >= today()", "renews == today()", "renews > fair",
    "today() >= '2026-11-24'", "entered_at >= '2026-11-24T00:00'",
    "weekday() == 'Tue'", "weekday() in ['Mon', 'Sat']", "hour() >= 12", "hour() == 6",
    "hour() < 8", "customer", "lifecycle == 'customer'", "company.country == 'FI'",
    "deal.stage == 'open'", "true", "false",
)  # fmt: skip


_OF_A_THING = (
    "did('alpha', object='x')", "did('beta', object='x', within='1d')",
    "count('alpha', object='y') == 1", "count('told', object='x', within='stay') >= 1",
    "did('sent', object='x')", "count('opened', object='x', within='2d') < 2",
)  # fmt: skip
"""Rows of an event history may have an object; nothing else has."""

_OF_A_DAY = ("since(day) >= '0h'", "day <= today()", "day > renews")
"""Of a date that the journey names, and nurture.toml does not."""


_OF_THE_FILE = (
    "plan == 'pro'", "plan >= 'basic'", "plan != 'free'", "seats >= 5", "seats < 9", "owns_it",
    "not owns_it", "missing(renews)", "contains(note, 'hr')", "in_list('news')", "note != 'other'",
    "renews < '2026-11-25'", "not in_list('vip')", "missing(seats)",
    "consent", "consent and note != 'other'",
)  # fmt: skip
_OF_THE_MOMENT = (
    "hour() >= 12", "weekday() == 'Tue'", "since(renews) >= '1d'", "left(fair) < '2d'",
    "renews >= today()", "since(entered_at) > '6h'",
)  # fmt: skip


_OF_LATE = (
    "did('late', within='6h')", "did('late', within='stay')", "count('late', within='1d') >= 2",
)  # fmt: skip
BESIDE: tuple[dict[str, Any], ...] = (
    {"event": "late", "chance": "90% per 12h", "repeat": True},
    {"event": "late", "chance": "50% per 1d"},
    {"event": "idle", "chance": "90% per 12h", "repeat": True},
    {"event": "idle", "chance": "50% per 1d", "if": "owns_it"},
)
"""Own events that nothing comes after, and that nothing watches: some of them nobody asks for."""


@st.composite
def onward(draw: st.DrawFn, words: Words, *, watched: bool) -> str:
    """A condition that goes on to hold, but for the moment of the day where it is not watched."""
    named = [f"{w}('{s}')" for w in ("sent", "opened", "clicked") for s in words.sends]
    named += [form.format(e) for form in ("did('{}')", "did('{}', within='stay')") for e in EVENTS]
    parts = [*2 * named, "sent()", "opened()", "clicked()", "did('asked')", *_OF_THE_FILE]
    if not watched:
        parts += [*_OF_THE_MOMENT, *(f"done('{step}')" for step in words.steps)]
        parts += 3 * _OF_LATE if words.held else ()
    one = among(*parts)
    forms = ("{}", "{}", "{} or {}", "{} and {}", "{} and ({} or {})")
    form = draw(among(*forms if watched else (*forms, "not {}")))
    return form.format(*(draw(one) for _ in range(form.count("{}"))))


@st.composite
def conditions(draw: st.DrawFn, words: Words, stay: bool = True) -> str:
    """A condition of one or two parts; without `stay` it asks nothing of steps."""
    if words.onward:
        return draw(onward(words, watched=False) if stay else among(*_OF_THE_FILE))
    parts = [*_PLAIN, *_OF_A_THING, *2 * _OF_LATE]
    if len(words.others) > 1:
        parts += [f"{what}('{id_}')" for id_ in words.others for what in ("inside", "reached")] * 3
    if stay:
        parts += [f"reached('{id_}')" for id_ in words.others if id_ != words.id]
        parts += ["sent()", "opened()", "clicked()"] * 3
        named = [f"{w}('{s}')" for w in ("sent", "opened", "clicked") for s in words.sends]
        parts += 3 * [*named, *(f"done('{step}')" for step in words.steps)]
    if words.id:
        parts += _OF_A_DAY
    one = among(*parts)
    form = draw(among("{}", "{}", "{}", "not {}", "{} and {}", "{} or {}", "{} and not {}"))
    return form.format(draw(one), draw(one)) if form.count("{}") == 2 else form.format(draw(one))


_RULES = (
    "count('opened', within='1d') >= 2", "count('sent') >= 2", "count('sent') >= 3",
    "since('sent') >= '24h'", "since(entered_at) >= '2d'",
    "since(entered_at) >= '36h'", "since('opened') >= '6h'", "did('opened')", "did('clicked')",
    "plan == 'pro'", "seats >= 5", "owns_it", "in_list('vip')", "score >= 20", "customer",
    "did('hot')", "note == 'HR'", "deal.stage == 'open'",
    "left(fair) < '1d'", "left(renews) <= '6h'", "hour() >= 12", "weekday() == 'Tue'",
)  # fmt: skip
_OF_EVENTS = ("did('{}')", "did('{}')", "count('{}') >= 2", "since('{}') >= '6h'",
              "did('{}', within='stay')", "did('{}', within='6h')")  # fmt: skip


@st.composite
def rules(draw: st.DrawFn, words: Words) -> str:
    """A condition that seldom holds at entry and may come to hold later."""
    if words.onward:
        return draw(onward(words, watched=True))
    parts = [*_RULES]
    parts += 4 * [form.format(event) for form in _OF_EVENTS for event in words.events]
    named = [f"{w}('{s}')" for w in ("sent", "opened", "clicked") for s in words.sends]
    parts += 4 * [*named, *(f"done('{step}')" for step in words.steps)]
    if len(words.others) > 1:
        parts += [f"{what}('{id_}')" for id_ in words.others if id_ != words.id
                  for what in ("inside", "reached")] * 2  # fmt: skip
    one = among(*parts)
    form = draw(among("{}", "{}", "{}", "{} or {}", "{} and {}", "?"))
    if form == "?":
        return draw(conditions(words))
    return form.format(draw(one), draw(one)) if form.count("{}") == 2 else form.format(draw(one))


_VERBS: tuple[dict[str, Any], ...] = (
    {"set": {"plan": "pro"}},
    {"set": {"owns_it": True, "note": "HR"}},
    {"set": {"renews": "now + 1d"}},
    {"set": {"renews": "2026-11-26", "seats": 9}},
    {"set": {"renews": "renews - 1bd"}},
    {"set": {"renews": "fair + 2d"}},
    {"set": {"renews": "now + 40bd"}},
    {"set": {"consent": False}},
    {"set": {"consent": True}},
    {"set": {"lifecycle": "customer"}},
    {"set": {"score": 45}},
    {"add": {"seats": 3}},
    {"add": {"score": 20}},
    {"copy": {"from": "country", "to": "company.country"}},
    {"copy": {"from": "note", "to": "company.country"}},
    {"map": {"field": "note", "by": "plan", "to": {"pro": "big", "free": ""}, "else": "?"}},
    {"map": {"field": "seats", "by": "country", "to": {"FI": 5}}},
    {"map": {"field": "note", "by": "owns_it", "to": {"no": "HR", "yes": "mine"}}},
    {"map": {"field": "note", "by": "plan", "to": {"gold": "HR"}, "else": "?"}},
    {"map": {"field": "plan", "by": "seats", "to": {"5": "pro", "9": "free"}}},
    {"copy": {"from": "score", "to": "seats"}},
    {"copy": {"from": "seats", "to": "score"}},
    {"copy": {"from": "owns_it", "to": "consent"}},
    {"copy": {"from": "consent", "to": "owns_it"}},
    {"map": {"field": "consent", "by": "plan", "to": {"pro": True, "free": False}}},
    {"map": {"field": "score", "by": "plan", "to": {"pro": 45, "free": 0}, "else": 20}},
    {"map": {"field": "seats", "by": "consent", "to": {"yes": 5, "no": 9}}},
    {"map": {"field": "owns_it", "by": "score", "to": {"20": True, "0": False}}},
    {"add_to_list": "news"},
    {"remove_from_list": "news"},
    {"add_to_list": "vip"},
    {"add_to_audience": "ads"},
    {"remove_from_audience": "ads"},
    {"create_deal": {"pipeline": "sales", "stage": "open"}},
    {"update_deal": {"stage": "won"}},
    {"notify": "sales"},
    {"task": {"title": "Call", "due": "2bd"}},
    {"task": {"title": "Call", "for": "sami"}},
    {"set": {"owner": "anna"}},
    {"webhook": "https://example.com/x"},
)


def _is_harmless(verb: dict[str, Any]) -> bool:
    """Changes neither consent nor the score."""
    told = {*verb.get("set", ()), *verb.get("add", ())}
    told |= {verb.get("copy", {}).get("to"), verb.get("map", {}).get("field")}
    return not told & {"consent", "score"}


_HARMLESS = tuple(filter(_is_harmless, _VERBS))


@st.composite
def do_lists(draw: st.DrawFn, words: Words) -> list[dict[str, Any]]:
    """One to three verbs, hand-offs and emitted events among them."""
    if words.onward:
        return [chosen(draw, _HARMLESS) for _ in range(draw(among(1, 2, 3)))]
    emits = [{"emit": name} for name in (*EVENTS, ENTRY_EVENT, "unsubscribed", "bounced")]
    enters = [{"enter": id_} for id_ in words.others]
    kinds = (_VERBS, emits, enters)
    return [chosen(draw, chosen(draw, kinds)) for _ in range(draw(among(1, 2, 3)))]


@st.composite
def assumed_events(draw: st.DrawFn, words: Words) -> list[dict[str, Any]]:
    """Up to three assumed events; those of nurture.toml (no steps) name no step."""
    return [draw(_assumed(words)) for _ in range(draw(among(2, 1, 3, 4, 0)))]


@st.composite
def _assumed(draw: st.DrawFn, words: Words) -> dict[str, Any]:
    if words.onward:
        return draw(_assumed_onward(words))
    event = draw(among(*EVENTS, *EVENTS, *3 * (ENTRY_EVENT,), *OF_MESSAGES))
    form = draw(among("after", "own", "after", "after", "date", "own"))
    made: dict[str, Any] = {"event": event}
    if form == "after":
        place = EVENTS.index(event) if event in EVENTS else 0
        causes = ["sent()", "opened()", "clicked()", "did('sent')", "did('opened')"]
        causes += ["did('clicked')"] if event != "clicked" else []
        causes += 2 * [f"{w}('{s}')" for w in ("sent", "opened", "clicked") for s in words.sends]
        causes += 2 * [f"done('{step}')" for step in words.steps]
        causes += [f"did('{name}')" for name in EVENTS[:place]]
        causes += ["did('asked')"] if event != ENTRY_EVENT else []
        of = draw(some(*causes))
        made["after"] = " or ".join(of)
        made["chance"] = draw(among(1, 1, 0.5))
        at_once = () if any("did" in cause for cause in of) else ("0min",)
        # Who comes anew may set off what brings another anew: within the hour, that would be
        # millions of events in a few days.
        slow = event == ENTRY_EVENT
        made["delay"] = draw(among("24h", "1d", "3d") if slow else among(*DELAYS, *at_once))
        made["spread"] = draw(among(0, 0, 0, 1))
    elif form == "own":
        made["chance"] = draw(among("50% per 1d", "90% per 12h", "10% per 3d"))
        made["repeat"] = draw(among(False, True))
    else:
        made["chance"] = draw(among(1, 1, 0.5))
        name = draw(among("renews", "fair"))
        made["date"] = name + draw(among("", " + 1d", " - 6h", " + 2bd"))
    if draw(among(0, 1, 2, 3)) == 0:
        made["if"] = draw(conditions(Words((), "", words.others), stay=False))
    if draw(among(0, 1, 2, 3)) == 0:
        made["set"] = chosen(draw, _VERBS[:10])["set"]
    if draw(among(0, 1, 2, 3)) == 0:
        made["add"] = chosen(draw, ({"seats": 1}, {"score": 20}))
    return made


@st.composite
def _assumed_onward(draw: st.DrawFn, words: Words) -> dict[str, Any]:
    """An assumed event that follows messages, steps or the entry, or comes by itself."""
    made: dict[str, Any] = {"event": draw(among(*EVENTS))}
    form = draw(among("after", "after", "own", "date"))
    if form == "after":
        causes = ["sent()", "opened()", "clicked()", "did('asked')"]
        causes += 2 * [f"{w}('{s}')" for w in ("sent", "opened", "clicked") for s in words.sends]
        causes += 2 * [f"done('{step}')" for step in words.steps]
        of = draw(some(*causes))
        made["after"] = " or ".join(of)
        made["chance"] = draw(among(1, 1, 0.5))
        made["delay"] = draw(among(*DELAYS, "0min"))
        made["spread"] = draw(among(0, 1, 1))
    elif form == "own":
        made["chance"] = draw(among("50% per 1d", "90% per 12h", "10% per 3d"))
        made["repeat"] = draw(among(False, True))
    else:
        made["chance"] = draw(among(1, 0.5))
        made["date"] = draw(among("renews", "fair", "renews + 1d", "fair - 6h"))
    if draw(among(0, 1, 2, 3)) == 0:
        made["if"] = draw(among(*_OF_THE_FILE))
    if draw(among(0, 1, 2)) == 0:
        made["set"] = chosen(draw, _SET_ONWARD)
    return made


@st.composite
def holds(draw: st.DrawFn, words: Words) -> str:
    """A condition that holds for some time after an event."""
    events = (*2 * EVENTS, "opened", "clicked", ENTRY_EVENT, *6 * ("late",))
    form = draw(
        among(
            *("{}", "{}", "{} or {}"),
            *("{} or plan == 'pro'", "{} or did('zeta')", "{} and owns_it"),
        )
    )
    asked = [
        f"did('{draw(among(*events))}', within='{draw(among('6h', '1d', '2d', '90min'))}')"
        for _ in range(form.count("{}"))
    ]
    return form.format(*asked)


_SET_ONWARD: tuple[dict[str, Any], ...] = (
    {"plan": "pro"},
    {"plan": "free"},
    {"owns_it": True, "note": "HR"},
    {"owns_it": False},
    {"note": "other", "renews": "now + 1d"},
    {"seats": 9},
)
