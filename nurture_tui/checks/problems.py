"""What the model cannot see by itself: names that are not there, values that cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nurture_tui.checks import values
from nurture_tui.checks.causes import causes_of
from nurture_tui.checks.finding import Mark, Path, sentence
from nurture_tui.checks.parts import (
    Placed,
    assumed_events,
    conditions,
    sends,
    settings_conditions,
    verbs,
)
from nurture_tui.checks.values import Problem
from nurture_tui.model.assume import AssumedEvent
from nurture_tui.model.condition import Call, Condition, Or
from nurture_tui.model.fields import KNOWN_FIELDS
from nurture_tui.model.journey import Journey
from nurture_tui.model.merge import asset_field, merge_fields
from nurture_tui.model.step import Wait
from nurture_tui.model.typecheck import check_condition
from nurture_tui.model.vocabulary import Vocabulary
from nurture_tui.model.workspace import Settings

CAUSES = ("sent", "opened", "clicked", "done", "did")


def in_journey(journey: Journey, words: Vocabulary) -> Iterator[Problem]:
    """Each problem of a journey with its code: F004, F006, D601 or D602."""
    yield from _of_conditions(conditions(journey), words)
    for verb in verbs(journey):
        yield from values.of_verb(verb.part, verb.path, verb.step, words)
    yield from _of_assumed(assumed_events(journey.assume), words)
    for id_, step in journey.steps.items():
        if isinstance(step, Wait) and step.date is not None:
            yield from values.of_moment(step.date, ("steps", id_, "date"), id_, words)
    for id_, send in sends(journey):
        for merged in merge_fields(send.subject or ""):
            path: Path = ("steps", id_, "subject")
            yield from values.unknown_field(merged.name, path, id_, words)


def in_settings(settings: Settings, words: Vocabulary) -> Iterator[Problem]:
    """Each problem of nurture.toml with its code."""
    yield from _of_conditions(settings_conditions(settings), words)
    yield from _of_assumed(assumed_events(settings.assume), words)
    yield from _definition_names(settings)
    for name, asset in settings.assets.items():
        for i, text in enumerate(asset.fields):
            path: Path = ("assets", name, "fields", i)
            field = asset_field(text)
            if field is None:
                message = f"“{text}” does not name a field."
                yield "F004", Mark(path, message, "Write it like first_name|there.")
            else:
                yield from values.unknown_field(field.name, path, "", words)


def _of_conditions(placed: Iterable[Placed[Condition]], words: Vocabulary) -> Iterator[Problem]:
    for condition in placed:
        for problem in check_condition(condition.part, words).problems:
            message = sentence(problem.message)
            mark = Mark(condition.path, message, problem.fix, condition.step, problem.at)
            yield problem.code, mark


def _of_assumed(placed: Iterable[Placed[AssumedEvent]], words: Vocabulary) -> Iterator[Problem]:
    for event in placed:
        yield from values.of_assumed(event.part, event.path, words)
        if event.part.after is not None:
            yield from _of_after(event.part.after, (*event.path, "after"))


def _of_after(after: Condition, path: Path) -> Iterator[Problem]:
    """R15: a cause, or several joined by `or`, and nothing else."""
    parts = after.expr.items if isinstance(after.expr, Or) else (after.expr,)
    for part in parts:
        if not isinstance(part, Call) or part.function not in CAUSES:
            message = "An event can come after a cause, or several joined by or, and nothing else."
            written = ", ".join(f"{name}('step')" for name in CAUSES[:-1])
            fix = f"The causes are {written} and did('event'); a condition goes into if."
            yield "F006", Mark(path, message, fix, at=part.at)
    for call in causes_of(after):
        if call.within is not None or call.object is not None:
            message = "A cause has no within and no object: each occurrence counts."
            yield "F006", Mark(path, message, "Leave them out.", at=call.at)


def _definition_names(settings: Settings) -> Iterator[Problem]:
    fields = {*(settings.fields or ()), *KNOWN_FIELDS}
    for name in settings.definitions:
        path: Path = ("definitions", name)
        if name in fields:
            message = f"“{name}” is a definition and a field, so a condition could mean either."
            yield "F006", Mark(path, message, "Give one of them another name.")
        elif not name.isidentifier():
            message = f"“{name}” cannot be written in a condition."
            yield "F006", Mark(path, message, "Use letters, digits and _ in a definition's name.")
