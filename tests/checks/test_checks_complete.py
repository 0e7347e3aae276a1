"""What is wrong is found: on small journeys the checks say just what trying everything shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from nurture_tui.checks import check_journey
from nurture_tui.checks.causes import Causes
from nurture_tui.checks.subject import Subject
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import ports
from nurture_tui.model.workspace import Settings, Workspace, vocabulary

Contact = dict[str, Any]
Asked = tuple[str, Callable[[Contact], bool]]
SIZES = ["small", "large", "huge"]
SETTINGS = Settings.model_validate(
    {
        "fields": {
            "member": "yes/no",
            "employees": "number",
            "size": {"choice": SIZES, "ordered": True},
        }
    }
)


def employs(text: str, true: Callable[[float], bool]) -> Asked:
    return text, lambda c: c["employees"] is not None and true(c["employees"])


ATOMS: list[Asked] = [
    ("member", lambda c: c["member"] is True),
    ("missing(employees)", lambda c: c["employees"] is None),
    ("missing(size)", lambda c: c["size"] is None),
    employs("employees >= 50", lambda n: n >= 50),
    employs("employees > 50", lambda n: n > 50),
    employs("employees < 200", lambda n: n < 200),
    employs("employees == 50", lambda n: n == 50),
    ("size == 'small'", lambda c: c["size"] == "small"),
    ("size != 'huge'", lambda c: c["size"] != "huge"),
    ("size >= 'large'", lambda c: c["size"] in ("large", "huge")),
    ("size in ['small', 'huge']", lambda c: c["size"] in ("small", "huge")),
]


def both(one: Asked, other: Asked) -> Asked:
    return f"({one[0]} and {other[0]})", lambda c: one[1](c) and other[1](c)


def either(one: Asked, other: Asked) -> Asked:
    return f"({one[0]} or {other[0]})", lambda c: one[1](c) or other[1](c)


def opposite(one: Asked) -> Asked:
    return f"not ({one[0]})", lambda c: not one[1](c)


CONDITIONS = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        st.builds(both, inner, inner), st.builds(either, inner, inner), st.builds(opposite, inner)
    ),
    max_leaves=3,
)


def contacts() -> Iterator[Contact]:
    """Every contact that the conditions can tell from the others."""
    for member, employees, size in product(
        [True, False, None], [None, 10, 49.5, 50, 51, 199.5, 200, 1_000], [None, *SIZES]
    ):
        yield {"member": member, "employees": employees, "size": size}


def of(steps: dict[str, Any], start: str, only_if: str = "true") -> Journey:
    entry = {"event": "came", "start": start, "only_if": only_if}
    data = {"id": "x", "format": 1, "name": "x", "kind": "internal", "entry": entry}
    return Journey.model_validate({**data, "steps": steps})


@given(st.data(), CONDITIONS)
def test_where_paths_do_not_meet_a_port_is_called_dead_just_if_nobody_takes_it(
    data: st.DataObject, only_if: Asked
) -> None:
    steps: dict[str, Any] = {"end": {"type": "exit"}}
    asked: dict[str, list[Asked]] = {}
    for number in range(1, 8):  # a tree: step n leads to 2n and 2n + 1
        id_ = f"s{number}"
        asked[id_] = data.draw(st.lists(CONDITIONS, min_size=1, max_size=2))
        below = [f"s{n}" if n < 8 else "end" for n in (2 * number, 2 * number + 1)]
        cases = [{"if": text, "next": below[0]} for text, _ in asked[id_]]
        steps[id_] = {"type": "branch", "cases": cases[:1], "else": below[1]}
        if len(cases) > 1:
            steps[id_]["cases"].append({**cases[1], "next": "end"})
    journey = of(steps, "s1", only_if[0])
    taken = set()
    for contact in contacts():
        id_ = "s1" if only_if[1](contact) else "end"
        while id_ != "end":
            met = [place for place, (_, true) in enumerate(asked[id_]) if true(contact)]
            port = met[0] if met else len(asked[id_])
            taken.add((id_, port))
            id_ = str(ports(journey.steps[id_])[port][1])
    workspace = Workspace(SETTINGS).with_journey(journey)
    words = vocabulary(workspace, journey)
    known = Subject(workspace, journey, words, Causes(workspace)).known
    open_ones = {
        (id_, port)
        for id_, outs in known.outs.items()
        for port, out in enumerate(outs)
        if out is not None
    }
    assert open_ones == taken


@st.composite
def graphs(draw: st.DrawFn) -> Journey:
    names = [f"s{n}" for n in range(draw(st.integers(1, 6)))]
    target = st.sampled_from([*names, None])
    steps: dict[str, Any] = {}
    for name in names:
        kind = draw(st.sampled_from(["wait", "act", "branch", "exit"]))
        steps[name] = {
            "wait": {"type": "wait", "for": "1d", "next": draw(target)},
            "act": {"type": "action", "do": [{"notify": "sales"}], "next": draw(target)},
            "branch": {
                "type": "branch",
                "cases": [{"if": "member", "next": draw(target)}],
                "else": draw(st.sampled_from(names)),
            },
            "exit": {"type": "exit"},
        }[kind]
    return of(steps, names[0])


def onward(journey: Journey, id_: str) -> set[str | None]:
    step = journey.steps[id_]
    return {to for _, to in ports(step)} or {None}


def closure(ways: dict[str, set[str | None]]) -> dict[str, set[str | None]]:
    """From each step all that can be come to, by going on as often as there are steps."""
    found = {id_: set(to) for id_, to in ways.items()}
    for _ in ways:
        for reached in found.values():
            reached |= {far for near in tuple(reached) if near for far in found.get(near, set())}
    return found


@given(graphs())
@settings(max_examples=settings().max_examples * 2)
def test_lost_steps_and_loops_are_found_just_where_following_every_line_shows_them(
    journey: Journey,
) -> None:
    found = check_journey(Workspace(SETTINGS), journey)
    ways = {id_: onward(journey, id_) for id_ in journey.steps}
    far = closure(ways)
    reached = {"s0"} | {id_ for id_ in far["s0"] if id_ is not None}
    assert {f.step for f in found if f.code == "G102"} == set(journey.steps) - reached
    caught = any(None not in far[id_] for id_ in reached)
    assert any(f.code == "G103" for f in found) == caught
    at_once = {id_: to for id_, to in ways.items() if journey.steps[id_].type != "wait"}
    circles = any(id_ in closure(at_once)[id_] for id_ in at_once if id_ in reached)
    assert any(f.code == "G104" for f in found) == circles
