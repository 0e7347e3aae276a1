"""Steps that nobody came to and ports that nobody took, each gap with all that lies behind it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from nurture_tui.graph.build import journey_graph
from nurture_tui.graph.reach import reached_from
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import ports
from nurture_tui.simulation.result import JourneyResult

Where = Literal["entry", "port", "stop", "no_path"]


@dataclass(frozen=True, slots=True)
class Gap:
    """A place where a run's traffic ends: nobody came in (`entry`), nobody took a port of a step
    where contacts had a choice (`port`), nobody went on from a step (`stop`), or no path leads to a
    step (`no_path`). `behind` are the steps that nobody came to for it.
    """

    journey: str
    where: Where
    step: str = ""
    port: str = ""
    behind: tuple[str, ...] = ()


def gaps(journeys: Mapping[str, Journey], results: Mapping[str, JourneyResult]) -> list[Gap]:
    """The gaps of a run, in the order of its journeys and their files."""
    found = []
    for id_, counted in results.items():
        found += list(_of_journey(journeys[id_], counted))
    return found


def _of_journey(journey: Journey, counted: JourneyResult) -> Iterator[Gap]:
    came = {id_ for id_, step in counted.steps.items() if step.entered}
    missed = [id_ for id_ in journey.steps if id_ not in came]
    if not counted.entered:
        possible = reached_from(journey_graph(journey), [journey.entry.start])
        behind = tuple(id_ for id_ in missed if id_ in possible)
        yield Gap(journey.id, "entry", behind=behind)
        left = [id_ for id_ in missed if id_ not in possible]
    else:
        left = list(missed)
        for id_, step in journey.steps.items():
            counts = counted.steps[id_]
            if id_ not in came:
                continue
            open_ports = [(label, to) for label, to in ports(step) if not counts.out.get(label)]
            if len(open_ports) == len(ports(step)) and open_ports:
                targets = [to for _, to in open_ports]
                yield Gap(journey.id, "stop", id_, "", _behind(journey, targets, left))
            else:
                for label, to in open_ports:
                    yield Gap(journey.id, "port", id_, label, _behind(journey, [to], left))
    for id_ in list(left):
        yield Gap(journey.id, "no_path", id_, "", (id_,))


def _behind(journey: Journey, targets: Collection[str | None], left: list[str]) -> tuple[str, ...]:
    """The steps that nobody came to and that these lead to through such steps; each is told once.

    They are taken out of `left`.
    """
    found: list[str] = []
    waiting = [target for target in targets if target in left]
    while waiting:
        id_ = waiting.pop(0)
        if id_ is None or id_ not in left:
            continue
        left.remove(id_)
        found.append(id_)
        waiting += [to for _, to in ports(journey.steps[id_]) if to in left]
    return tuple(found)
