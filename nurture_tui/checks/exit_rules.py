"""E301, E303, E304 and E305: who must leave, and messages that nothing holds back."""

from __future__ import annotations

from collections.abc import Iterator

from nurture_tui.checks.finding import Mark, and_more
from nurture_tui.checks.formula import Formula
from nurture_tui.checks.ignores import ignored
from nurture_tui.checks.possible import could_be
from nurture_tui.checks.rule import Rule
from nurture_tui.checks.solve import implies
from nurture_tui.checks.subject import Subject
from nurture_tui.graph.reach import leading_to
from nurture_tui.model.condition import Condition, Name
from nurture_tui.model.step import Action, Branch, Exit, Send, ports
from nurture_tui.model.typed import Typed, TypedAny

CUSTOMER = Condition("customer", Name("customer"))


def _no_customer_exit(subject: Subject) -> Iterator[Mark]:
    journey = subject.journey
    if journey.kind != "lead":
        return
    customer = subject.typed(CUSTOMER)
    rules = [*([journey.goal.when] if journey.goal else []), *(rule.when for rule in journey.exits)]
    typed = [subject.typed(rule) for rule in rules]
    known = [rule for rule in typed if rule is not None]
    if customer is None or len(known) < len(typed):
        return  # what cannot be understood has its own finding
    if not implies(customer, TypedAny(tuple(known))):
        message = "Whoever becomes a customer stays in this lead journey and is written to."
        fix = 'Add an exit rule ([[exits]]): name = "became-customer", when = "customer".'
        yield Mark(("exits",), message, fix)


def _cannot_fire(subject: Subject) -> Iterator[Mark]:
    journey, known = subject.journey, subject.known
    before = [known.said(journey.goal.when, False)] if journey.goal else []
    names = [f"the goal “{journey.goal.name}”"] if journey.goal else []
    for i, rule in enumerate(journey.exits):
        typed = subject.typed(rule.when)
        own = known.said(rule.when, True)
        if typed is not None:
            reason = _why_never(subject, i, typed, own, list(zip(names, before, strict=True)))
            if reason:
                message = f"The exit “{rule.name}” never takes anybody out: {reason}."
                fix = "Say what brings it about, in [[assume.events]] or an action, or take it out."
                if "first" in reason:
                    fix = "Narrow the rule that is asked before it, or take this one out."
                yield Mark(("exits", i, "when"), message, fix)
        before.append(known.said(rule.when, False))
        names.append(f"the exit “{rule.name}”")


def _why_never(
    subject: Subject, number: int, typed: Typed, own: Formula, before: list[tuple[str, Formula]]
) -> str:
    """Why an exit cannot fire, "" if it can: `before` are the rules asked first, not met."""
    if not could_be(typed, subject):
        return "nothing in the workspace can make it true"
    place = ("exits", number)
    for name, unmet in before:
        if not subject.known.may_hold([own, unmet], place):
            return f"who meets it meets {name} first"
    if not subject.known.may_hold([own, *(unmet for _, unmet in before)], place):
        return "who meets it meets one of the rules before it first"
    during = subject.known.during
    if during is None or subject.known.knowledge.assume(during, [own]) is not None:
        return ""
    return "it cannot be so for anybody who has come in"


def _unguarded(subject: Subject) -> Iterator[Mark]:
    """One finding for all such messages; those with an ignore of their own each have theirs."""
    if subject.journey.exits:
        return
    bare = [id_ for id_, send in subject.marketing_sends() if send.only_if is None]
    off = {step for code, step in ignored(subject.journey) if code == "E304"}
    for together in (
        [id_ for id_ in bare if id_ not in off],
        *([id_] for id_ in bare if id_ in off),
    ):
        if together:
            what = f"“{together[0]}”{and_more(together[1:])}"
            message = f"No exit rule and no only_if keeps {what} from people it is not for."
            fix = "Add an exit rule ([[exits]]) to the journey, or only_if to the message."
            yield Mark(("steps", together[0]), message, fix, together[0])


def _exit_too_late(subject: Subject) -> Iterator[Mark]:
    steps = subject.journey.steps
    if not any(isinstance(step, Send) for step in steps.values()):
        return
    at_work = [id_ for id_, step in steps.items() if isinstance(step, Send | Action)]
    before_work = leading_to(subject.graph, at_work)
    for id_, step in steps.items():
        if not isinstance(step, Branch) or id_ in before_work:
            continue
        leaving = [label for label, to in ports(step) if isinstance(steps.get(to or ""), Exit)]
        if leaving:
            message = f"“{leaving[0]}” leads out of the journey, but no message would follow here."
            fix = "Move the decision before the messages, or make it an exit rule."
            yield Mark(("steps", id_), message, fix, id_)


NO_CUSTOMER_EXIT = Rule(
    "E301",
    "no-customer-exit",
    "warning",
    "A lead journey in which neither the goal nor an exit rule follows from the definition "
    "`customer`. Whoever has bought would go on being asked to buy.",
    "S3: a nurture must stop when the contact buys, even after the first message",
    journey=(_no_customer_exit,),
)
EXIT_CANNOT_FIRE = Rule(
    "E303",
    "exit-cannot-fire",
    "warning",
    "An exit rule that no event, message or step in the workspace can make true, or before which "
    "the goal or an earlier exit is met whenever it is. A rule that guards nobody looks like "
    "safety. It is found only where that is proved; a field may change in the CRM at any time.",
    "S1, S3, R5: who must leave does leave",
    journey=(_cannot_fire,),
)
UNGUARDED_SEND = Rule(
    "E304",
    "unguarded-send",
    "warning",
    "A marketing message in a journey without exit rules, and without an only_if of its own: "
    "nothing keeps it from people it is not meant for.",
    "S2: exclusion criteria before every send",
    journey=(_unguarded,),
)
EXIT_TOO_LATE = Rule(
    "E305",
    "exit-too-late",
    "note",
    "A decision to leave that comes when no message and no action can follow any more: it keeps "
    "nobody from anything.",
    "S2, S18: decisions where they change what happens",
    journey=(_exit_too_late,),
)
