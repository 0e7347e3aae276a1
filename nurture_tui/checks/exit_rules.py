"""E301, E304 and E305: who must leave, and messages that nothing holds back."""

from __future__ import annotations

from collections.abc import Iterator

from nurture_tui.checks.finding import Mark
from nurture_tui.checks.rule import Rule
from nurture_tui.checks.solve import implies
from nurture_tui.checks.subject import Subject
from nurture_tui.graph.reach import leading_to
from nurture_tui.model.condition import Condition, Name
from nurture_tui.model.step import Action, Branch, Exit, Send, ports
from nurture_tui.model.typed import TypedAny

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
        fix = 'Add under [[exits]]: name = "became-customer" and when = "customer".'
        yield Mark(("exits",), message, fix)


def _unguarded(subject: Subject) -> Iterator[Mark]:
    if subject.journey.exits:
        return
    for id_, send in subject.marketing_sends():
        if send.only_if is None:
            message = "No exit rule and no only_if keeps this message from people it is not for."
            fix = "Add [[exits]] to the journey, or only_if to the message."
            yield Mark(("steps", id_), message, fix, id_)


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
            message = f"By “{leaving[0]}” contacts leave here, but nothing would follow anyway."
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
