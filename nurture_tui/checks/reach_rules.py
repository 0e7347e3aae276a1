"""G102, G103 and G109: steps that nobody reaches, nobody leaves, paths on which nothing is sent."""

from __future__ import annotations

from collections.abc import Iterator

from nurture_tui.checks.finding import Mark
from nurture_tui.checks.parts import targets
from nurture_tui.checks.rule import Rule
from nurture_tui.checks.subject import Subject
from nurture_tui.graph.build import ending_steps, part_of
from nurture_tui.graph.loops import loops
from nurture_tui.graph.reach import leading_to, path_between, reached_from
from nurture_tui.model.step import Action, Exit, Send
from nurture_tui.model.vocabulary import nearest

SHOWN = 6


def _unreachable(subject: Subject) -> Iterator[Mark]:
    """A step that a misspelt way is likely to mean is not reported too (G101 has the way)."""
    start, steps = subject.journey.entry.start, tuple(subject.journey.steps)
    unknown = [target.part for target in targets(subject.journey) if target.part not in steps]
    near = [nearest(target, steps) for target in unknown]
    if not all(near):
        return  # such a way may mean any step: once it is right there is more to say
    meant = reached_from(subject.graph, near)
    for id_ in steps:
        if id_ not in subject.reached and id_ not in meant:
            message = f"No path from the start “{start}” leads to “{id_}”."
            yield Mark(("steps", id_), message, "Lead a step to it, or take it out.", id_)


def _no_way_out(subject: Subject) -> Iterator[Mark]:
    can_end = leading_to(subject.graph, ending_steps(subject.journey))
    for loop in loops(part_of(subject.graph, subject.reached - can_end)):
        if any(after not in loop for id_ in loop for after in subject.graph.successors(id_)):
            continue  # it leads on, to another loop that has its own finding
        shown = " → ".join([*loop[:SHOWN], *(["…"] if len(loop) > SHOWN else [])])
        message = f"Whoever comes to {shown} goes round for ever: no way leads to an end."
        fix = "Give the loop a way to an exit step, for example a branch that ends it."
        yield Mark(("steps", loop[0]), message, fix, loop[0])


def _nothing_sent(subject: Subject) -> Iterator[Mark]:
    journey = subject.journey
    idle = {id_ for id_, step in journey.steps.items() if not _does(step)}
    quiet = part_of(subject.graph, idle)
    ends = [id_ for id_ in ending_steps(journey) if id_ in quiet]
    path = path_between(quiet, [journey.entry.start], ends)
    if path:
        message = f"On the path {' → '.join(path)} nothing is sent and nothing is done."
        fix = "Keep these contacts out with only_if of the entry, or do something for them."
        yield Mark(("steps", path[-1]), message, fix, path[-1])


def _does(step: object) -> bool:
    match step:
        case Send() | Action():
            return True
        case Exit(enter=enter):
            return enter is not None
    return False


UNREACHABLE_STEP = Rule(
    "G102",
    "unreachable-step",
    "error",
    "No path from the start leads to the step. Nobody will ever get what was written for it.",
    "S11, S18: every point of the path is connected",
    journey=(_unreachable,),
)
NO_WAY_OUT = Rule(
    "G103",
    "no-way-out",
    "error",
    "A loop from which no way leads to an exit step or to an end, so contacts go round for ever "
    "unless the goal or an exit rule takes them out.",
    "S19: which messages, when, how often, and when to stop?",
    journey=(_no_way_out,),
)
NOTHING_SENT = Rule(
    "G109",
    "nothing-sent",
    "warning",
    "A path from the start to an end on which no message is sent and nothing is done: contacts who "
    "take it were let in for nothing, and count in every rate.",
    "S7: add an element only when it is needed",
    journey=(_nothing_sent,),
)
