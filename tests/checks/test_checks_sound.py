"""What the checks prove holds in the simulation: no contact ever shows otherwise."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from nurture_tui.checks import Given, blocking, check_journey
from nurture_tui.checks.planned import Planned
from nurture_tui.checks.whocan import who_can
from nurture_tui.contacts.read import read_contacts
from nurture_tui.contacts.table import Contacts
from nurture_tui.graph.build import journey_graph
from nurture_tui.graph.timing import least_seconds
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings, Workspace
from nurture_tui.simulation import simulate
from nurture_tui.simulation.result import Result
from nurture_tui.simulation.settings import RunSettings

ROOT = Path(__file__).parents[2]
SETTINGS = Settings.model_validate(
    {
        "timezone": "Europe/Helsinki",
        "fields": {
            "email": "text",
            "consent": "yes/no",
            "score": "number",
            "trial_ends": "date",
            "lifecycle": {
                "choice": ["subscriber", "lead", "mql", "sql", "opportunity", "customer"]
            },
        },
        "scoring": {"clicked": 5, "reached": {"hot": 10}},
    }
)
CONDITIONS = [
    "consent",
    "customer",
    "lifecycle == 'lead'",
    "score >= 5",
    "clicked()",
    "opened()",
    "done('s1')",
    "did('bought')",
    "did('called')",
    "did('hot')",
    "count('called') >= 2",
    "count('bought') == 0",
    "since('called') < '9d'",
    "since(entered_at) > '9d'",
    "missing(trial_ends)",
    "left(trial_ends) > '3d'",
    "in_list('good')",
    "weekday() == 'Fri'",
]
EVENTS = st.sampled_from(["bought", "called"])
STEP_IDS = [f"s{i}" for i in range(5)]


@cache
def conditions() -> st.SearchStrategy[str]:
    one = st.sampled_from(CONDITIONS)
    return st.one_of(
        one,
        st.builds("({} and {})".format, one, one),
        st.builds("({} or {})".format, one, one),
        st.builds("not {}".format, one),
    )


@cache
def steps() -> st.SearchStrategy[dict[str, Any]]:
    target = st.sampled_from(STEP_IDS)
    wait = st.one_of(
        st.builds(lambda d: {"for": d}, st.sampled_from(["0d", "2h", "1d", "3d", "1bd"])),
        st.builds(lambda d: {"for": d, "at": "09:00"}, st.sampled_from(["0d", "1d", "3d", "1bd"])),
        st.just({"on": "Mon", "at": "08:00"}),
        st.builds(lambda c, t: {"until": c, "timeout": "4d", "else": t}, conditions(), target),
        st.builds(lambda t: {"date": "trial_ends - 3d", "else": t}, target),
    )
    verb = st.one_of(
        st.builds(lambda e: {"emit": e}, EVENTS),
        st.just({"set": {"lifecycle": "customer"}}),
        st.just({"add": {"score": 3}}),
        st.just({"add_to_list": "good"}),
    )
    step = st.one_of(
        st.builds(lambda t: {"type": "send", "subject": "Hello", "next": t}, target),
        st.builds(lambda w, t: {"type": "wait", **w, "next": t}, wait, target),
        st.builds(
            lambda c, t, e: {"type": "branch", "cases": [{"if": c, "next": t}], "else": e},
            conditions(),
            target,
            target,
        ),
        st.builds(lambda v, t: {"type": "action", "do": [v], "next": t}, verb, target),
        st.just({"type": "exit"}),
    )
    return st.fixed_dictionaries(dict.fromkeys(STEP_IDS, step))


ASSUMED = st.lists(
    st.one_of(
        st.builds(lambda e: {"event": e, "chance": "40% per 7d"}, EVENTS),
        st.builds(
            lambda e, c: {"event": e, "after": c, "chance": 0.5},
            EVENTS,
            st.sampled_from(["clicked()", "done('s1')", "did('bought')", "did('called')"]),
        ),
    ),
    max_size=2,
)


@st.composite
def journeys(draw: st.DrawFn) -> Journey:
    return Journey.model_validate(
        {
            "id": "x",
            "format": 1,
            "name": "x",
            "kind": draw(st.sampled_from(["lead", "service"])),
            "entry": {"event": draw(st.sampled_from(["came", "called"])), "start": "s0"},
            "goal": {"name": "goal", "when": draw(conditions()), "within": "2d"},
            "exits": [{"name": "out", "when": draw(conditions())}],
            "sending": {"basis": "b2b-role"},
            "assume": {"open": 0.7, "click_to_open": 0.7, "events": draw(ASSUMED)},
            "steps": draw(steps()),
        }
    )


@cache
def contacts() -> Contacts:
    everybody = read_contacts(
        ROOT / "sample_contacts" / "leads.csv", Workspace(SETTINGS, folder=str(ROOT))
    )
    return everybody.take(np.arange(0, 400, 10))


def run(journey: Journey) -> Result:
    workspace = Workspace(SETTINGS).with_journey(journey)
    return simulate(workspace, ["x"], contacts(), RunSettings(date(2026, 11, 23), 40))


@given(journeys())
@settings(max_examples=settings().max_examples * 3 // 2, suppress_health_check=list(HealthCheck))
def test_no_contact_shows_otherwise(journey: Journey) -> None:
    found = check_journey(Workspace(SETTINGS), journey)
    kept = {f.code for f in blocking(found)}
    assume(not kept - {"G102", "G103"})
    result = run(journey)  # where G104 finds nothing, no loop without time stops it either
    of = result.journeys["x"]
    unreachable = {f.step for f in found if f.code == "G102"}
    assert not any(of.steps[id_].entered for id_ in unreachable)
    if any(f.code == "O202" for f in found):
        assert of.goal is not None
        assert of.goal.reached == 0
    late = {f.step for f in found if f.code == "O205"}
    least = least_seconds(journey, journey_graph(journey))
    stays = {
        int(c): int(t) for c, t in zip(result.stays.contact, result.stays.entered, strict=True)
    }
    for who, step, at in zip(
        result.visits.contact, result.visits.step, result.visits.entered, strict=True
    ):
        id_ = result.visits.names[step]
        after = int(at) - stays[int(who)]
        assert after >= least[id_]
        assert id_ not in late or after > 2 * 86_400
    planned = Planned(Workspace(SETTINGS).with_journey(journey), ("x",), Given(contacts()))
    may_come = who_can(planned, journey).steps
    number = np.argsort(contacts().by_id)
    for step, id_ in enumerate(result.visits.names):
        who = number[result.visits.contact[result.visits.step == step]]
        assert not len(who) or may_come[id_][who].all()
