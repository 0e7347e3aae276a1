"""G101 and E302: ways to steps and journeys that do not exist."""

from __future__ import annotations

from collections.abc import Iterator

from nurture_tui.checks.finding import Mark
from nurture_tui.checks.parts import targets
from nurture_tui.checks.rule import Rule
from nurture_tui.checks.subject import Subject
from nurture_tui.graph.handoffs import handoffs
from nurture_tui.model.vocabulary import nearest, suggestion


def _unknown_steps(subject: Subject) -> Iterator[Mark]:
    steps = tuple(subject.journey.steps)
    for target in targets(subject.journey):
        if target.part not in steps:
            message = f"There is no step “{target.part}” to go on to."
            if not target.step:
                message = f"The journey starts at “{target.part}”, and there is no such step."
            others = tuple(step for step in steps if step != target.step)
            fix, near = suggestion(target.part, others), nearest(target.part, others)
            if near and near not in subject.reached:
                fix = f"The nearest is “{near}”, to which no line leads now."
            yield Mark(target.path, message, fix, target.step)


def _unknown_journeys(subject: Subject) -> Iterator[Mark]:
    known = tuple(subject.vocabulary.journeys)
    for handoff in handoffs(subject.journey):
        if handoff.target not in known:
            message = f"There is no journey “{handoff.target}” to hand the contact to."
            fix = suggestion(handoff.target, tuple(j for j in known if j != subject.journey.id))
            yield Mark(handoff.path, message, fix, handoff.step)


UNKNOWN_STEP = Rule(
    "G101",
    "unknown-step",
    "error",
    "A way leads to a step that does not exist. Contacts who take it would fall out of the journey "
    "unseen.",
    "S18: both outcomes of every decision are wired",
    journey=(_unknown_steps,),
)
UNKNOWN_JOURNEY = Rule(
    "E302",
    "unknown-journey",
    "error",
    "A contact is handed to a journey that does not exist: whoever bought would leave the one and "
    "be welcomed by none.",
    "S3: a trial stops and becomes onboarding when the contact buys",
    journey=(_unknown_journeys,),
)
