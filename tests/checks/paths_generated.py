"""Journeys whose conditions touch each other, for what the checks prove of paths."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st

from nurture_tui.contacts.read import read_contacts
from nurture_tui.contacts.table import Contacts
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
            "company_size": "number",
            "tries": "number",
            "trial_ends": "date",
            "country": "text",
            "segment": {"choice": ["small", "large", "huge"], "ordered": True},
            "lifecycle": {
                "choice": ["subscriber", "lead", "mql", "sql", "opportunity", "customer"],
                "ordered": True,
            },
        },
        "definitions": {"big": "company_size >= 200 or segment == 'huge'"},
        "scoring": {"clicked": 5, "reached": {"hot": 10}},
    }
)
EVENTS = ["bought", "called"]
CONDITIONS = [
    *("consent", "not consent", "big", "not big"),
    *("company_size >= 50", "company_size > 200", "company_size < 50", "missing(company_size)"),
    *("tries >= 1", "tries >= 2", "tries == 1", "missing(tries)", "tries != 2"),
    *("score >= 5", "score < 10", "score > 40"),
    *("segment == 'small'", "segment != 'small'", "segment >= 'large'", "missing(segment)"),
    *("lifecycle == 'customer'", "lifecycle < 'mql'", "lifecycle in ['lead', 'mql']"),
    *("country == 'FI'", "country in ['FI', 'SE']", "country != 'FI'", "country == ''"),
    *("did('bought')", "not did('bought', within='stay')", "count('bought') >= 2"),
    *("count('called', within='stay') == 0", "did('came', within='stay')", "did('hot')"),
    *("did('called', within='2d')", "since('called') < '3d'", "since('bought') >= '1d'"),
    *("sent('s1')", "clicked('s1')", "opened('s1')", "clicked()", "not sent()"),
    *("done('s1')", "done('s2')", "not done('s3')", "done('s5')"),
    *("hour() >= 12", "hour() < 9", "weekday() == 'Mon'", "today() > '2026-12-01'"),
    *("missing(trial_ends)", "trial_ends < '2026-12-10'", "left(trial_ends) > '3d'"),
    *("in_list('good')", "inside('x')", "reached('x')", "entered_at > trial_ends"),
    *("contains(country, 'f')", "contains(lifecycle, 'm')", "true"),
]
Asking = st.SearchStrategy[str]
STEPS = [f"s{i}" for i in range(7)]
KINDS = ["send", "wait", "wait", "until", "date", "branch", "branch", "branch", "action"]


def conditions(few: list[str]) -> st.SearchStrategy[str]:
    """Conditions made of a few parts, so that many of them have to do with each other."""
    return st.recursive(
        st.sampled_from(few),
        lambda inner: st.one_of(
            st.builds("({} and {})".format, inner, inner),
            st.builds("({} or {})".format, inner, inner),
            st.builds("not ({})".format, inner),
        ),
        max_leaves=3,
    )


def verbs(own: bool) -> st.SearchStrategy[dict[str, Any]]:
    found = [
        {"emit": "bought"},
        {"emit": "called"},
        {"add_to_list": "good"},
        {"set": {"lifecycle": "customer"}},
        {"add": {"score": 3}},
    ]
    if own:
        found += [
            {"add": {"tries": 1}},
            {"set": {"tries": 2}},
            {"set": {"segment": "small"}},
            {"set": {"segment": "large"}},
            {"map": {"field": "segment", "by": "country", "to": {"FI": "huge"}}},
            {"remove_from_list": "good"},
        ]
    return st.sampled_from(found)


def drawn_steps(draw: st.DrawFn, asking: Asking, own: bool) -> dict[str, Any]:
    """Steps that lead on to later ones, with a way back now and then."""
    steps: dict[str, Any] = {}
    for place, id_ in enumerate(STEPS):
        following = [*STEPS[place + 1 :], "end"]
        ahead = st.sampled_from([*following[:1] * 8, *following])
        kind = "send" if id_ == "s1" else draw(st.sampled_from(KINDS))
        # Only waits lead back, so that no loop goes round in no time.
        back = st.one_of(ahead, st.sampled_from(STEPS))
        to = {"next": draw(back if kind == "wait" else ahead)}
        match kind:
            case "send":
                more = {"assume": {"open_delay": "0d"}} if draw(st.booleans()) else {}
                if draw(st.booleans()):
                    more["only_if"] = draw(asking)
                step = {"type": "send", "subject": "Hi", **more, **to}
            case "wait":
                step = {"type": "wait", "for": draw(st.sampled_from(["1h", "1d", "3d"])), **to}
            case "until":
                other = {"else": draw(ahead)} if draw(st.booleans()) else {}
                step = {"type": "wait", "until": draw(asking), "timeout": "3d", **to, **other}
            case "date":
                step = {"type": "wait", "date": "trial_ends - 3d", "else": draw(ahead), **to}
            case "branch":
                asked = draw(st.lists(asking, min_size=1, max_size=3))
                cases = [{"if": one, "next": draw(ahead)} for one in asked]
                step = {"type": "branch", "cases": cases, "else": draw(ahead)}
            case _:
                do = draw(st.lists(verbs(own), min_size=1, max_size=2))
                step = {"type": "action", "do": do, **to}
        steps[id_] = step
    return steps | {"end": {"type": "exit"}}


def assumed(draw: st.DrawFn) -> list[dict[str, Any]]:
    causes = ["clicked()", "done('s1')", "done('s2')", "did('bought')", "sent('s1')"]
    return draw(
        st.lists(
            st.one_of(
                st.builds(
                    lambda e, s: {"event": e, "chance": "60% per 7d", **s},
                    st.sampled_from(EVENTS),
                    st.sampled_from([{}, {}, {"set": {"lifecycle": "customer"}}]),
                ),
                st.builds(
                    lambda e, c, d, s: {"event": e, "after": c, "chance": 0.6, **d, **s},
                    st.sampled_from(["called", "hot"]),
                    st.sampled_from(causes),
                    st.sampled_from([{}, {"delay": "2h"}]),
                    st.sampled_from([{}, {"add": {"score": 4}}]),
                ),
            ),
            max_size=2,
        )
    )


@st.composite
def workspaces(draw: st.DrawFn) -> Workspace:
    """A journey x, and at times a journey y beside it that goes first or second."""

    def journey(id_: str, event: str, own: bool) -> Journey:
        asking = conditions(draw(st.lists(st.sampled_from(CONDITIONS), min_size=2, max_size=4)))
        entry: dict[str, Any] = {"event": event, "start": "s0", "again": "3d"}
        if draw(st.integers(0, 2)) == 0:
            entry["only_if"] = draw(asking)
        exits = draw(st.lists(asking, max_size=1))
        met = st.one_of(st.just("did('bought', within='stay') and score > 30"), asking)
        goal = {"name": "goal", "when": draw(met), "within": "9d"}
        if draw(st.booleans()):
            goal["do"] = [draw(verbs(own=False))]
        return Journey.model_validate(
            {
                "id": id_,
                "format": 1,
                "name": id_,
                "kind": draw(st.sampled_from(["lead", "service"])),
                "entry": entry,
                "goal": goal,
                "exits": [{"name": f"out{i}", "when": when} for i, when in enumerate(exits)],
                "sending": {"basis": "b2b-role"},
                "assume": {"open": 0.7, "click_to_open": 0.7, "events": assumed(draw)},
                "steps": drawn_steps(draw, asking, own),
            }
        )

    journeys = {"x": journey("x", draw(st.sampled_from(["came", "called"])), True)}
    if draw(st.booleans()):
        journeys["y"] = journey("y", draw(st.sampled_from(["bought", "came"])), False)
    priority = draw(st.sampled_from([(), ("y", "x")]))
    limits = SETTINGS.limits.model_copy(update={"priority": priority})
    settings = SETTINGS.model_copy(update={"limits": limits})
    whole = Workspace(settings)
    for one in journeys.values():
        whole = whole.with_journey(one)
    return whole


@cache
def contacts() -> Contacts:
    everybody = read_contacts(
        ROOT / "sample_contacts" / "leads.csv", Workspace(SETTINGS, folder=str(ROOT))
    )
    return everybody.take(np.arange(0, 400, 8))


def run(workspace: Workspace) -> Result:
    """The journeys of the workspace for some contacts and weeks."""
    settings = RunSettings(date(2026, 11, 23), 25)
    return simulate(workspace, list(workspace.journeys), contacts(), settings)
