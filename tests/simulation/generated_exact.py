"""Journeys drawn at random whose expected numbers can be worked out, as tables for the model."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

LATER = ("8h", "1d", "3d", "7d")
EVENTS = ("bought", "asked", "lost")


@st.composite
def journeys(draw: st.DrawFn) -> dict[str, Any]:
    """A journey of up to seven steps that only go forward, with a goal, an exit and own events."""
    count = draw(st.integers(2, 7))
    kinds = [draw(st.sampled_from(("send", "send", "wait", "until", "branch", "split")))
             for _ in range(count)]  # fmt: skip
    sends = [place for place, kind in enumerate(kinds) if kind == "send"]
    steps = {
        f"s{place}": draw(_step(place, kind, count, [s for s in sends if s < place]))
        for place, kind in enumerate(kinds)
    }
    steps[f"s{count}"] = {"type": "exit", "reason": "over"}
    within = draw(st.sampled_from((None, "10d", "25d")))
    goal = {"name": "G", "when": "did('bought')"} | ({"within": within} if within else {})
    sending = {"basis": "consent", "window": draw(st.sampled_from(WINDOWS))}
    if draw(st.booleans()):
        sending |= {"cap": "2 per 5d", "capped": draw(st.sampled_from(("wait", "skip")))}
    return {
        "format": 1,
        "name": "Drawn",
        "kind": draw(st.sampled_from(("lead", "customer"))),
        "entry": {"event": "came", "start": "s0"},
        "goal": goal,
        "exits": [
            {"name": "lost", "when": "did('lost', within='stay')"},
            *([{"name": "deal", "when": "lifecycle == 'opportunity'"}] * draw(st.integers(0, 1))),
        ],
        "sending": sending,
        "assume": draw(_assume(sends)),
        "steps": steps,
    }


WINDOWS = ("any", "Mon-Fri 08:00-17:00", "22:00-06:00", "Sat-Mon 10:00-12:00")


@st.composite
def _assume(draw: st.DrawFn, sends: list[int]) -> dict[str, Any]:
    causes = ["clicked()", "opened()", *(f"clicked('s{s}')" for s in sends)]
    causes += [f"sent('s{s}')" for s in sends]
    delays = st.sampled_from(("10min", "5h", "2d"))
    events: list[dict[str, Any]] = [
        {
            "event": draw(st.sampled_from(EVENTS)),
            "after": draw(st.sampled_from(causes)),
            "chance": draw(st.sampled_from((0.2, 0.6))),
            "delay": draw(delays),
            "spread": draw(st.sampled_from((0.5, 1.0, 1.8))),
        }
        for _ in range(draw(st.integers(0, 2)))
    ]
    events += [
        {"event": event, "chance": draw(st.sampled_from(("10% per 7d", "30% per 10d")))}
        for event in draw(st.lists(st.sampled_from(EVENTS), max_size=2, unique=True))
    ]
    if draw(st.booleans()):
        events.append({"event": "bought", "after": "did('asked')", "chance": 0.5, "delay": "1d"})
    if draw(st.booleans()):
        own = {"event": "opened_deal", "chance": "15% per 7d", "if": "seats >= 10"}
        events.append(own | {"set": {"lifecycle": "opportunity"}})
    return {
        "open": 0.5,
        "click_to_open": 0.5,
        "unsubscribe": draw(st.sampled_from((0.0, 0.08))),
        "bounce": draw(st.sampled_from((0.0, 0.05))),
        "soft_bounce": draw(st.sampled_from((0.0, 0.1))),
        "open_delay": draw(delays),
        "open_spread": draw(st.sampled_from((0.7, 1.5, 2.4))),
        "events": events,
    }


@st.composite
def _step(draw: st.DrawFn, place: int, kind: str, count: int, sends: list[int]) -> dict[str, Any]:
    def onward() -> str:
        return f"s{draw(st.integers(place + 1, min(place + 3, count)))}"

    if kind in ("until", "branch") and not sends:
        kind = "wait"
    match kind:
        case "send":
            return {"type": "send", "subject": "S", "next": onward()}
        case "wait":
            made: dict[str, Any] = {"type": "wait", "for": draw(st.sampled_from(LATER))}
            if made["for"] != "8h" and draw(st.booleans()):
                made |= {"at": "09:00", "on": draw(st.sampled_from(("Mon-Fri", "Tue,Sat")))}
            return made | {"next": onward()}
        case "until":
            read = draw(st.sampled_from(("clicked", "opened")))
            until = (f"{read}('s{draw(st.sampled_from(sends))}')", "did('asked')")
            return {
                "type": "wait",
                "until": draw(st.sampled_from(until)),
                "timeout": draw(st.sampled_from(("12h", "4d"))),
                "next": draw(st.sampled_from((f"s{count}", onward()))),
                "else": onward(),
            }
        case "split":
            ways = [
                {"name": name, "weight": weight, "next": onward()}
                for name, weight in (("a", 2), ("b", 1))
            ]
            return {"type": "split", "ways": ways}
    condition = draw(st.sampled_from(_conditions(sends)))
    return {"type": "branch", "cases": [{"if": condition, "label": "yes", "next": onward()}],
            "else": onward()}  # fmt: skip


def _conditions(sends: list[int]) -> list[str]:
    last, first = f"s{sends[-1]}", f"s{sends[0]}"
    return [
        f"clicked('{last}')",
        f"opened('{first}') and not clicked('{last}')",
        f"clicked('{first}') or opened('{last}')",
        "seats >= 10 or opened()",
        f"plan == 'free' and sent('{last}')",
        "did('asked')",
        "did('asked', within='2d')",
        "lifecycle == 'opportunity' or plan == 'free'",
    ]
