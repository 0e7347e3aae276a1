"""G106 and G107: ways that no contact can go, since others have taken all who could."""

from __future__ import annotations

from collections.abc import Iterator

from nurture_tui.checks.finding import Mark, Path
from nurture_tui.checks.parts import sends
from nurture_tui.checks.rule import Rule
from nurture_tui.checks.subject import Subject
from nurture_tui.model.condition import Condition
from nurture_tui.model.step import Branch, Wait, ports
from nurture_tui.model.typed import TypedCall, atoms


def _shadowed(subject: Subject) -> Iterator[Mark]:
    for (id_, place), one in subject.known.shadowed.items():
        labels = [label for label, _ in ports(subject.journey.steps[id_])]
        before = f"“{labels[one]}” takes" if one is not None else "the cases before it take"
        message = f"“{labels[place]}” can never be taken: {before} all for whom it holds."
        fix = "Put it before them, or take it out."
        yield Mark((*_case(id_, place), "if"), message, fix, id_)


def _dead(subject: Subject) -> Iterator[Mark]:
    for id_, port in subject.known.dead_ports():
        step = subject.journey.steps[id_]
        label = ports(step)[port][0]
        if isinstance(step, Branch) and port < len(step.cases):
            if (id_, port) not in subject.known.shadowed:
                case = step.cases[port].condition
                yield Mark((*_case(id_, port), "if"), *_why(subject, id_, label, case), id_)
        elif isinstance(step, Branch):
            message = f"Nobody goes on at else of “{id_}”: every contact here meets a case."
            fix = "Let the last case be the else, or widen what the cases leave."
            yield Mark(("steps", id_, "else"), message, fix, id_)
        elif isinstance(step, Wait) and step.until is not None and port == 0:
            yield Mark(("steps", id_, "until"), *_why(subject, id_, label, step.until), id_)
        elif isinstance(step, Wait):
            message = f"The time of “{id_}” never runs out: what it waits for holds on arrival."
            fix = "Take the wait out, or wait for something that is still to happen."
            yield Mark(("steps", id_, "else"), message, fix, id_)


def _never_sent(subject: Subject) -> Iterator[Mark]:
    """Messages whose only_if nobody meets who comes to them, also after being held a while."""
    known = subject.known
    for id_, send in sends(subject.journey):
        arrival = known.arrivals.get(id_)
        if send.only_if is None or arrival is None:
            continue
        known.effort.where = ("steps", id_)
        asked = [*known.still_inside, known.said(send.only_if, True)]
        if known.knowledge.assume(known.knowledge.later(arrival), asked) is None:
            message = f"“{id_}” is never sent: nobody who comes here meets “{send.only_if}”."
            fix = "Correct only_if, or take the message out."
            yield Mark(("steps", id_, "only_if"), message, fix, id_)


def _why(subject: Subject, id_: str, label: str, condition: Condition) -> tuple[str, str]:
    """What keeps every contact from a port that hangs on a condition, and what would help."""
    known, journey = subject.known, subject.journey
    own, place = known.said(condition, True), ("steps", id_)
    start = f"Nobody leaves “{id_}” by “{label}”"
    if not known.may_hold([own], place):
        event = _absent(subject, condition)
        if event:
            return (
                f"{start}: nothing in the workspace makes “{event}” happen.",
                "Correct the name, or say in [[assume.events]] what makes contacts do it; only a "
                "history of events (--events) could bring it else.",
            )
        if _asks_a_letter(subject, condition):
            return (
                f"{start}: a letter is neither opened nor clicked, as “{condition}” asks.",
                "Ask for an event that follows from the letter, or send something else.",
            )
        return f"{start}: “{condition}” can never hold.", "Correct the condition."
    rules = [("goal", journey.goal.name, journey.goal.when)] if journey.goal else []
    rules += [("exit", rule.name, rule.when) for rule in journey.exits]
    for kind, name, when in rules:
        if not known.may_hold([own, known.said(when, False)], place):
            met = f"meets the {kind} “{name}” and has left"
            return (
                f"{start}: whoever meets “{condition}” {met}.",
                f"Take this way out; what it is for can be done by do of the {kind}.",
            )
    return (
        f"{start}: after what comes before it, “{condition}” cannot hold here.",
        "Take this way out, or correct what is asked before it.",
    )


def _asks_a_letter(subject: Subject, condition: Condition) -> bool:
    """True if a condition asks who opened or clicked a message of a silent channel."""
    typed = subject.typed(condition)
    return typed is not None and any(
        isinstance(atom, TypedCall)
        and atom.function in ("opened", "clicked")
        and atom.subject in subject.known.language.silent
        for atom in atoms(typed)
    )


def _absent(subject: Subject, condition: Condition) -> str:
    """The first event in a condition that never happens, or ""."""
    typed = subject.typed(condition)
    calls = atoms(typed) if typed is not None else ()
    names = (
        atom.subject or ""
        for atom in calls
        if isinstance(atom, TypedCall) and atom.function in ("did", "count", "since")
    )
    return next((name for name in names if name and name not in subject.causes.events), "")


def _case(id_: str, place: int) -> Path:
    return ("steps", id_, "cases", place)


SHADOWED_CASE = Rule(
    "G106",
    "shadowed-case",
    "warning",
    "A case of a branch that no contact can take, since the cases before it take all for whom it "
    "holds: the first case that holds is taken. It is found only where that is proved.",
    "S18, R8: both outcomes wired, conditions that exclude each other",
    journey=(_shadowed,),
)
DEAD_BRANCH = Rule(
    "G107",
    "dead-branch",
    "warning",
    "A port that no contact can take, or a message that nobody gets, given what is known on every "
    "path to it: who was let in, which cases were taken, what was set on the way, and that whoever "
    "meets the goal or an exit has left. It is found only where that is proved. An event that "
    "nothing in the workspace brings about counts as one that never happens; a history of events "
    "(`--events`) may have it.",
    "S18, S22: points where the path changes; find the broken parts",
    journey=(_dead, _never_sent),
)
