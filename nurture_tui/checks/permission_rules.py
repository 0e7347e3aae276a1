"""M501, M502 and M506: the ground on which a message goes."""

from __future__ import annotations

from collections.abc import Iterator

from nurture_tui.checks.finding import Mark, and_more
from nurture_tui.checks.leads import events_before
from nurture_tui.checks.parts import Placed, conditions, sends
from nurture_tui.checks.rule import Rule
from nurture_tui.checks.subject import Subject
from nurture_tui.model.condition import Condition, Or
from nurture_tui.model.effective import basis_of
from nurture_tui.model.typecheck import check_condition
from nurture_tui.model.typed import FieldRef, atoms
from nurture_tui.model.workspace import vocabulary

CONSENT = "consent"


def _no_basis(subject: Subject) -> Iterator[Mark]:
    bare = [
        id_
        for id_, send in sends(subject.journey)
        if basis_of(subject.workspace, subject.journey, send) is None
    ]
    if bare:
        what = f"“{bare[0]}”{and_more(bare[1:])}"
        message = f"Nothing says on what ground {what} may be sent."
        fix = "Add basis to [sending]: consent, customer, b2b-role or service."
        yield Mark(("steps", bare[0]), message, fix, bare[0])


def _no_permission_check(subject: Subject) -> Iterator[Mark]:
    if any(_asks_consent(subject, condition) for condition in conditions(subject.journey)):
        return
    for id_, send in sends(subject.journey):
        if basis_of(subject.workspace, subject.journey, send) == CONSENT:
            message = f"Consent is the ground of “{id_}”, and nobody without it is kept out."
            asked = _with_consent(subject.journey.entry.only_if)
            fix = f'Let the entry ask for it: only_if = "{asked}" in [entry].'
            yield Mark(("entry", "only_if"), message, fix)
            return


def _with_consent(only_if: Condition | None) -> str:
    """What the entry would ask for with consent besides."""
    if only_if is None:
        return CONSENT
    each = f"({only_if})" if isinstance(only_if.expr, Or) else str(only_if)
    return f"{each} and {CONSENT}"


def _asks_consent(subject: Subject, condition: Placed[Condition]) -> bool:
    """True if the condition lets in, sorts or takes out, and (or so it may be) asks for consent."""
    if condition.path[0] == "assume" or condition.path[-1] == "hold_if":
        return False
    typed = subject.typed(condition.part)
    return typed is None or any(
        isinstance(atom, FieldRef) and atom.name == CONSENT for atom in atoms(typed)
    )


def _offer_in_service(subject: Subject) -> Iterator[Mark]:
    for id_, send in sends(subject.journey):
        if basis_of(subject.workspace, subject.journey, send) != "service":
            continue
        if send.role == "ask":
            message = "This message asks for something, so it is marketing and not service."
            fix = "Give it a basis of marketing, such as consent, or another role."
            yield Mark(("steps", id_, "role"), message, fix, id_)
        elif send.cta is not None and (selling := _sells(send.cta, subject)):
            message = f"“{send.cta}” leads to the goal of “{selling}”, so this is marketing."
            fix = "Give the message a basis of marketing, such as consent, or another cta."
            yield Mark(("steps", id_, "cta"), message, fix, id_)


def _sells(event: str, subject: Subject) -> str:
    """A lead or customer journey whose goal the event leads to, or ""."""
    for id_, journey in subject.workspace.journeys.items():
        if journey.goal is None or journey.kind not in ("lead", "customer"):
            continue
        words = vocabulary(subject.workspace, journey, subject.vocabulary.fields)
        typed = check_condition(journey.goal.when, words).typed
        if typed is not None and event in events_before(typed, subject.causes.assumed):
            return id_
    return ""


NO_BASIS = Rule(
    "M501",
    "no-basis",
    "error",
    "Neither the message nor [sending] says on what ground it may be sent: consent, an existing "
    "customer, the recipient's role at work, or service.",
    "L1: each message has a legal basis (Act 917/2014 s. 200, 202; GDPR art. 6)",
    journey=(_no_basis,),
)
NO_PERMISSION_CHECK = Rule(
    "M502",
    "no-permission-check",
    "warning",
    "Consent is the ground of a message, and no condition of the journey asks for it. Nobody is "
    "written to without consent, for such messages are skipped; but they take part in every rate.",
    "L2, S50: consent before marketing; contacts lost for want of permission",
    journey=(_no_permission_check,),
)
OFFER_IN_SERVICE = Rule(
    "M506",
    "offer-in-service",
    "warning",
    "A service message that sells: it has the role ask, or a call to action that leads to the goal "
    "of a lead or customer journey. The law sees marketing, whatever it is called.",
    "L6: a service message with an offer is marketing",
    journey=(_offer_in_service,),
)
