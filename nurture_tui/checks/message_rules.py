"""M503, M504, M505, M507 and M508: who a message comes from, what it says first and asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nurture_tui.checks.finding import Mark, Path
from nurture_tui.checks.parts import Placed, conditions, sends
from nurture_tui.checks.rule import Rule
from nurture_tui.checks.subject import Subject
from nurture_tui.graph.reach import reached_past
from nurture_tui.model.condition import Condition
from nurture_tui.model.effective import channel_of, sender_fallback_of, sender_of
from nurture_tui.model.step import Send
from nurture_tui.model.typed import TypedCall, atoms

OWNER = "owner"
_NOBODY = """asiakaspalvelu contact customerservice donotreply do-not-reply hello hei hi info mail
    mailer marketing markkinointi marknadsforing myynti newsletter news no-reply noreply no_reply
    office posti sales sahkoposti service support team tiedotus toimisto uutiskirje viestinta web
    webmaster"""
GENERIC_SENDERS = frozenset(_NOBODY.split())
REPLY = re.compile(r"\s*(re|fwd?|aw|wg|sv|vs|vb|vl)\s*:", re.IGNORECASE)


def _generic_sender(subject: Subject) -> Iterator[Mark]:
    """Once for each sender, at the place where the journey names it, else at its first use."""
    journey = subject.journey
    seen = set()
    for id_, send in subject.marketing_sends():
        sender = sender_of(subject.workspace, journey, send)
        own = send.sender is not None
        if sender is None or sender in seen:
            continue
        seen.add(sender)
        path: Path = ("steps", id_, "sender") if own else ("sending", "sender")
        step = id_ if own else ""
        if not own and journey.sending.sender is None:
            path, step = ("steps", id_), id_
        if sender == OWNER and sender_fallback_of(subject.workspace, journey) is None:
            message = "The message comes from the contact's owner, and some contacts have none."
            yield Mark(path, message, "Add sender_fallback to [sending]: a person's address.", step)
        elif sender.partition("@")[0].strip().casefold() in GENERIC_SENDERS:
            message = f"“{sender}” is nobody: people answer people."
            fix = "Let it come from owner, or from the address of a person."
            yield Mark(path, message, fix, step)


def _no_cta(subject: Subject) -> Iterator[Mark]:
    for id_, send in subject.marketing_sends():
        if send.cta is None and send.role != "inform":
            message = "The message asks for nothing: it has no call to action."
            fix = 'Name the event that it is to bring about in cta, or write role = "inform".'
            yield Mark(("steps", id_), message, fix, id_)


def _branch_on_open(subject: Subject) -> Iterator[Mark]:
    for condition in conditions(subject.journey):
        decides = condition.step or condition.path[0] in ("entry", "goal", "exits")
        if decides and _asks_for_opens(condition, subject):
            message = "This decides by who opened a message, and much of that is done by machines."
            fix = "Decide by who clicked, or by what contacts did."
            yield Mark(condition.path, message, fix, condition.step)


def _asks_for_opens(condition: Placed[Condition], subject: Subject) -> bool:
    typed = subject.typed(condition.part)
    return typed is not None and any(
        isinstance(atom, TypedCall) and "opened" in (atom.function, _event_of(atom))
        for atom in atoms(typed)
    )


def _event_of(call: TypedCall) -> str | None:
    return call.subject if call.function in ("did", "count", "since") else None


def _no_subject(subject: Subject) -> Iterator[Mark]:
    for id_, send in sends(subject.journey):
        channel = channel_of(subject.workspace, subject.journey, send)
        if channel == "email" and not (send.subject or "").strip():
            path: Path = ("steps", id_, "subject") if send.subject is not None else ("steps", id_)
            message = "The e-mail has no subject, and the subject decides whether it is read."
            yield Mark(path, message, "Add subject: in 50 letters, what is in it.", id_)


def _false_reply(subject: Subject) -> Iterator[Mark]:
    steps = subject.journey.steps
    start = [subject.journey.entry.start]
    first = reached_past(subject.graph, start, lambda id_: isinstance(steps[id_], Send))
    for id_, send in sends(subject.journey):
        found = REPLY.match(send.subject or "")
        if found and id_ in first:
            message = f"A first message with “{found[0].strip()}” pretends to answer something."
            yield Mark(("steps", id_, "subject"), message, "Leave that out of the subject.", id_)


GENERIC_SENDER = Rule(
    "M503",
    "generic-sender",
    "warning",
    "A marketing message from markkinointi@, info@, noreply@ and the like, or from the contact's "
    "owner with nobody to stand in where there is none. A message from a person is opened and "
    "answered more often.",
    "S28, L9: a personal sender from the CRM; never noreply",
    journey=(_generic_sender,),
)
NO_CTA = Rule(
    "M504",
    "no-cta",
    "note",
    "A marketing message without a call to action, unless its role is to inform. Who is convinced "
    "needs to know what to do next.",
    "S49: a call to action that leads to the goal",
    journey=(_no_cta,),
)
BRANCH_ON_OPEN = Rule(
    "M505",
    "branch-on-open",
    "warning",
    "A decision on who opened a message. Mail programs open messages by themselves, and others "
    "hide that they were opened; a click is a person.",
    "S22: decisions on what is really known (domain research, section 1)",
    journey=(_branch_on_open,),
)
NO_SUBJECT = Rule(
    "M507",
    "no-subject",
    "error",
    "An e-mail without a subject. Mail programs show it as an empty line, and filters take it for "
    "spam.",
    "S25: prepare before building",
    journey=(_no_subject,),
)
FALSE_REPLY = Rule(
    "M508",
    "false-reply",
    "warning",
    "A first message whose subject begins with Re: or Fwd:, as if there had been a talk before. It "
    "is opened once, and trust is gone.",
    "L10: recognisable as what it is; no Re: or Fwd: in a first message",
    journey=(_false_reply,),
)
