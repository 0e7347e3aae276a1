"""Coverage as plain values (the key `coverage` of `nurture simulate --json`) and as sentences."""

from __future__ import annotations

from typing import Any

from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Step, Wait
from nurture_tui.report.coverage import Coverage, Uncovered
from nurture_tui.report.sketch import port_label, step_title
from nurture_tui.report.told import joined

_MOST_TITLES = 4


def coverage_record(found: Coverage) -> dict[str, Any]:
    """What nobody came to, with why and who came nearest; `followed` of `of` were asked."""
    return {
        "followed": found.followed,
        "of": found.of,
        "gaps": [_gap(one) for one in found.found],
    }


def _gap(one: Uncovered) -> dict[str, Any]:
    gap, nearest = one.gap, one.nearest
    return {
        "journey": gap.journey,
        "where": gap.where,
        "step": gap.step,
        "port": gap.port,
        "steps": list(gap.behind),
        "text": one.text,
        "proved": one.proved,
        "nearest": None
        if nearest is None
        else {"contact": nearest.contact, "name": nearest.name, "text": nearest.text},
    }


def sentences(one: Uncovered, journey: Journey) -> tuple[str, str, str]:
    """A gap for a person: where it is, why it is one, and who came nearest ("" for nobody).

    Texts may come from files: they are to be made harmless before they are shown.
    """
    nearest = ""
    if one.nearest is not None:
        who = dict.fromkeys((one.nearest.contact, one.nearest.name))
        nearest = f"nearest: {' '.join(who)}, {one.nearest.text}"
    return _where(one, journey), one.text, nearest


def _where(one: Uncovered, journey: Journey) -> str:
    gap = one.gap
    told = [id_ for id_ in gap.behind if not _is_plain_wait(journey.steps[id_])] or gap.behind
    behind = [f"“{_title(journey, id_)}”" for id_ in told]
    if len(behind) > _MOST_TITLES:
        behind = [*behind[:_MOST_TITLES], f"{len(behind) - _MOST_TITLES} more"]
    missed = joined(behind)
    match gap.where:
        case "entry":
            return "the entry"
        case "port":
            port = port_label(journey.steps[gap.step], gap.port) or gap.port
            way = f"“{port}” at “{_title(journey, gap.step)}”"
            return f"{way}, and so {missed}" if missed else way
    return missed or f"what comes after “{_title(journey, gap.step)}”"


def _is_plain_wait(step: Step) -> bool:
    return isinstance(step, Wait) and not step.title


def _title(journey: Journey, id_: str) -> str:
    step: Step = journey.steps[id_]
    return step_title(id_, step)


def why_never(found: Coverage, step: str, journey: Journey) -> str:
    """Why a step of a journey was never reached, in a sentence or two; "" if it was."""
    for one in found.found:
        if one.gap.journey == journey.id and step in one.gap.behind:
            where, text, nearest = sentences(one, journey)
            at = (
                f"Nobody took {where.partition(', and so')[0]}: " if one.gap.where == "port" else ""
            )
            return f"{at}{text}{f'; {nearest}' if nearest else ''}."
    return ""
