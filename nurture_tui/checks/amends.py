"""What would mend a finding of a journey that can be read: edits of its steps and rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nurture_tui.checks.finding import Path
from nurture_tui.checks.message_rules import REPLY
from nurture_tui.checks.neighbours import obvious
from nurture_tui.edit.steps import add_before
from nurture_tui.files.reading import JourneyFile
from nurture_tui.files.saving import save_journey
from nurture_tui.model.action import SetFields
from nurture_tui.model.condition import Or, parse_condition
from nurture_tui.model.journey import ExitRule, Journey
from nurture_tui.model.step import Action, Branch, Send, Step, Wait
from nurture_tui.model.workspace import Settings

Amend = tuple[Journey, str]
"""The journey after it, and in a few words what is different."""


def customer_exit(_: Path, journey: Journey, shared: Settings) -> Iterator[Amend]:
    """E301: the exit rule that a lead journey lacks, behind those that it has."""
    name = "became-customer"
    if all(rule.name != name for rule in journey.exits):
        rule = ExitRule.model_validate({"name": name, "when": "customer"})
        exits = (*journey.exits, rule)
        yield journey.model_copy(update={"exits": exits}), f"exit “{name}” when customer"


def guard(path: Path, journey: Journey, shared: Settings) -> Iterator[Amend]:
    """T411: a reminder asks whether its date is still to come."""
    id_ = str(path[1])
    send = journey.steps.get(id_)
    if not isinstance(send, Send):
        return
    dates = {
        step.date.name
        for step in journey.steps.values()
        if isinstance(step, Wait) and step.date is not None and step.date.sign < 0
    }
    for name in sorted(dates):
        asked = f"left({name}) > '0h'"
        if send.only_if is not None:
            own = f"({send.only_if})" if isinstance(send.only_if.expr, Or) else str(send.only_if)
            asked = f"{own} and {asked}"
        guarded = send.model_copy(update={"only_if": parse_condition(asked)})
        yield _with_step(journey, id_, guarded), f'only_if = "{asked}"'


def plain_subject(path: Path, journey: Journey, shared: Settings) -> Iterator[Amend]:
    """M508: a subject without the Re: before it."""
    send = journey.steps.get(str(path[1]))
    if not isinstance(send, Send) or send.subject is None:
        return
    subject = send.subject
    while found := REPLY.match(subject):
        subject = subject[found.end() :].strip()
    if subject:
        shown = send.model_copy(update={"subject": subject})
        yield _with_step(journey, str(path[1]), shown), f'subject = "{subject}"'


def asset(path: Path, journey: Journey, shared: Settings) -> Iterator[Amend]:
    """M510: an asset whose name is a slip of one that there is."""
    send = journey.steps.get(str(path[1]))
    if isinstance(send, Send) and send.asset is not None and send.asset not in shared.assets:
        near = obvious(send.asset, shared.assets)
        if near:
            named = send.model_copy(update={"asset": near})
            yield _with_step(journey, str(path[1]), named), f'asset = "{near}"'


def only_forward(path: Path, journey: Journey, shared: Settings) -> Iterator[Amend]:
    """D605: a branch before a step that sets nothing but a stage, past it for who is further.

    What else an action does would be passed by too, so then there is more than one answer.
    """
    id_ = str(path[1])
    step = journey.steps.get(id_)
    if path[0] != "steps" or not isinstance(step, Action) or step.next is None:
        return
    match step.do:
        case (SetFields(values=values),) if len(values) == 1:
            ((field, value),) = values.items()
        case _:
            return
    added = add_before(journey, id_, "branch")
    case = {
        "if": f"missing({field}) or {field} < '{value}'",
        "label": "not further yet",
        "next": id_,
    }
    branch = Branch.model_validate({"type": "branch", "cases": [case], "else": step.next})
    said = f"a branch before it, past it for whose {field} is further"
    yield _with_step(added.journey, added.selected, branch), said


def text_of(file: JourneyFile, journey: Journey) -> str:
    """The text of the file with the journey as it is now."""
    return save_journey(file, journey).text


def _with_step(journey: Journey, id_: str, step: Step) -> Journey:
    steps: Mapping[str, Any] = {**journey.steps, id_: step}
    return journey.model_copy(update={"steps": steps})
