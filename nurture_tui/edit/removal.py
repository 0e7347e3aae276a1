"""Taking a step out: the line is healed, and what nothing leads to any more goes along."""

from __future__ import annotations

from nurture_tui.edit.change import EditError, Path, Plain, changed
from nurture_tui.edit.heal import Healed, heal
from nurture_tui.edit.history import Edit
from nurture_tui.edit.steps import ENTRY, after_removal, before, known, redirect, title_of
from nurture_tui.graph.build import journey_graph
from nurture_tui.graph.reach import reached_from, reached_past
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import ports

MOST_NAMED = 4


def remove(journey: Journey, id_: str, keep: str | None = None) -> Edit:
    """The journey without a step; the lines that led to it lead to what came after it.

    A branch or split with several ways asks for the one to `keep` (EditError without); the steps
    that only its other ways led to go along. What the rest says of steps that go is healed. The
    step that starts the journey can go only if something comes after it (EditError).
    """
    step = known(journey, id_)
    after = after_removal(id_, step, keep)
    starts = journey.entry.start == id_
    if starts and after is None:
        raise EditError(
            f"“{title_of(journey, id_)}” is where the journey starts",
            fix="Let the entry lead to another step first.",
        )
    along = goes_along(journey, id_, after)
    healed = Healed()

    def change(data: Plain) -> None:
        nonlocal healed
        for one in (id_, *along):
            del data["steps"][one]
        redirect(data, id_, after)
        healed = heal(data, (id_, *along))

    now = changed(journey, change)
    stays = [one for one in journey.steps if one in now.steps]
    fallback = after or next(iter(stays), ENTRY)
    selected = fallback if after else before(journey, id_) or fallback
    name = f"remove “{title_of(journey, id_)}”"
    return Edit(name, now, selected, told=_told(journey, id_, along, healed))


def goes_along(journey: Journey, id_: str, after: str | None) -> tuple[str, ...]:
    """The steps that only `id_` led to, where what leads to it then leads to `after`."""
    graph, start = journey_graph(journey), journey.entry.start
    was = reached_from(graph, [start])
    now = reached_past(graph, [start], lambda step: step == id_)
    if id_ in now and after is not None:
        now |= reached_past(graph, [after], lambda step: step == id_)
    return tuple(one for one in journey.steps if one in was - now and one != id_)


def ways_out(journey: Journey, id_: str) -> tuple[tuple[str, str | None], ...]:
    """The ways that `remove` would choose among: ports that lead to different steps."""
    different: dict[str | None, str] = {}
    for port, target in ports(journey.steps[id_]):
        if target != id_:
            different.setdefault(target, port)
    return tuple((port, target) for target, port in different.items())


def _told(journey: Journey, id_: str, along: tuple[str, ...], healed: Healed) -> str:
    """What went along with a step and what is left to decide, "" where it went alone."""
    taken = []
    if along:
        taken.append(f"{_named(journey, along)}, which only it led to")
    if healed.events:
        events = ", ".join(f"“{event}”" for event in dict.fromkeys(healed.events))
        taken.append(f"what was assumed to follow it: {events}")
    if healed.conditions:
        many = "a condition" if healed.conditions == 1 else f"{healed.conditions} conditions"
        taken.append(f"the part of {many} that asked of it")
    of = f"“{title_of(journey, id_)}”"
    told = [f"With {of} went {'; '.join(taken)}."] if taken else []
    places = dict.fromkeys(_place(journey, path) for path in healed.left)
    if places:
        told.append(f"Of {of} there is still asked in {', '.join(places)}: say what to ask now.")
    return " ".join(told)


def without_what(journey: Journey, id_: str, after: str | None) -> str:
    """What would go along, as an answer says it: `   without “212 answers”`; "" where nothing."""
    along = goes_along(journey, id_, after)
    return f"   without {_named(journey, along)}" if along else ""


def _named(journey: Journey, ids: tuple[str, ...]) -> str:
    """Steps by their titles, of many the first ones and how many more."""
    titles = [f"“{title_of(journey, one)}”" for one in ids[:MOST_NAMED]]
    more = len(ids) - len(titles)
    return ", ".join(titles) + (f" and {more} more" if more else "")


def _place(journey: Journey, path: Path) -> str:
    match path:
        case ("steps", str() as step, *_):
            return f"“{title_of(journey, step)}”"
        case ("exits", int() as number, *_):
            return f"the exit rule “{journey.exits[number].name}”"
        case ("assume", *_):
            return "the assumptions"
    return f"the {path[0]}"
