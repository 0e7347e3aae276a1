"""D603, D604 and X801: what the contacts at hand lack, and whether they are enough for a test."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import NormalDist

from nurture_tui.checks.finding import Mark, Path
from nurture_tui.checks.parts import conditions, sends, verbs
from nurture_tui.checks.planned import Planned
from nurture_tui.checks.rule import Rule
from nurture_tui.checks.subject import Subject
from nurture_tui.model.action import CopyField, MapField
from nurture_tui.model.clock import Rate
from nurture_tui.model.condition import Literal
from nurture_tui.model.effective import basis_of
from nurture_tui.model.merge import MergeField, asset_field, merge_fields
from nurture_tui.model.step import Send, Split, Wait
from nurture_tui.model.typed import (
    FieldRef,
    Typed,
    TypedAll,
    TypedAny,
    TypedCall,
    TypedCompare,
    TypedNot,
    atoms,
)
from nurture_tui.text import count, share

CONSENT = "consent"
MOST_LACKING = 0.10
HALF_AS_MUCH_AGAIN = 0.5
ASSUMED_SHARE = 0.10
WEEK = 7 * 86_400
_NOT_MISSING = frozenset({"score", "lists", "contact", "entered_at", "timezone", "email"})
"""Fields that are never missing, or whose lack has a meaning or a finding of its own."""


def _merge_without_default(subject: Subject, planned: Planned) -> Iterator[Mark]:
    from nurture_tui.checks.whocan import known

    who = planned.who_can(subject.journey)
    for id_, send in sends(subject.journey):
        here = who.messages[id_]
        if not here.any():
            continue
        for field, path, where in _merged(subject, id_, send):
            if field.fallback is not None or field.name in who.settled.fields:
                continue
            lacking = int((here & ~known(planned, field.name)).sum())
            if lacking:
                of = int(here.sum())
                message = (
                    f"{_of(lacking, of)} who can get this message have no “{field.name}”: {where} "
                    "shows a gap there."
                )
                fix = f"Say what stands there instead: {{{field.name}|there}}."
                if path[-1] == "asset":
                    fix = f"Say what stands there instead: {field.name}|there in its fields."
                yield Mark(path, message, fix, id_)


def _merged(subject: Subject, id_: str, send: Send) -> Iterator[tuple[MergeField, Path, str]]:
    for field in merge_fields(send.subject or ""):
        yield field, ("steps", id_, "subject"), "the subject"
    asset = subject.workspace.settings.assets.get(send.asset or "")
    for text in asset.fields if asset is not None else ():
        merged = asset_field(text)
        if merged is not None:
            yield merged, ("steps", id_, "asset"), f"“{send.asset}”"


def _lacking_field(subject: Subject, planned: Planned) -> Iterator[Mark]:
    from nurture_tui.checks.whocan import known

    who = planned.who_can(subject.journey)
    spared = _asked_for_lack(subject) | who.settled.fields | _NOT_MISSING
    told: set[str] = set()
    for field, path, step in _read(subject):
        kind = subject.vocabulary.kind_of(field)
        if field in spared or field in told or (kind is not None and kind.kind == "yes/no"):
            continue
        here = who.steps[step] if step else who.entry
        lacking, of = int((here & ~known(planned, field)).sum()), int(here.sum())
        if of and lacking / of > MOST_LACKING:
            told.add(field)
            come = "come here" if step else "can come in"
            message = (
                f"{_of(lacking, of)} who {come} have no “{field}” ({share(lacking / of)}), and "
                "this is decided by it."
            )
            fix = f"Ask for it in a form, or give the others a way of their own: missing({field})."
            yield Mark(path, message, fix, step)


def _consent_unknown(subject: Subject, planned: Planned) -> Iterator[Mark]:
    """A list that has no word of consent, which a run then takes as given by everybody."""
    contacts = planned.contacts
    if CONSENT in contacts.columns or not len(contacts):
        return
    asks = any(
        any(isinstance(atom, FieldRef) and atom.name == CONSENT for atom in atoms(typed))
        for placed in conditions(subject.journey)
        for typed in [subject.typed(placed.part)]
        if typed is not None
    )
    by_consent = any(
        basis_of(subject.workspace, subject.journey, send) == CONSENT
        for _, send in sends(subject.journey)
    )
    if asks or by_consent:
        message = (
            "The list of contacts has no column for consent, so everybody counts as having given "
            "it: those who have not will get nothing, and fewer will reach the goal than is "
            "simulated."
        )
        fix = "Add the column “consent” (yes or no) to the list."
        yield Mark(("entry",), message, fix)


def _read(subject: Subject) -> Iterator[tuple[str, Path, str]]:
    """The fields that the journey goes by, each with the place and the step."""
    journey = subject.journey
    for placed in conditions(journey):
        typed = subject.typed(placed.part)
        if typed is not None and placed.path[0] != "assume":
            yield from ((name, placed.path, placed.step) for name in sorted(_fields(typed)))
    dates = {*subject.workspace.settings.dates, *journey.dates}
    for id_, step in journey.steps.items():
        if isinstance(step, Wait) and step.date is not None and step.date.name not in dates:
            yield step.date.name, ("steps", id_, "date"), id_
    for verb in verbs(journey):
        match verb.part:
            case MapField(spec=spec) if spec.else_ is None:
                yield spec.by, verb.path, verb.step
            case CopyField(spec=spec):
                yield spec.source, verb.path, verb.step


def _fields(typed: Typed) -> set[str]:
    """The fields that a condition compares, or looks for a text in."""
    found = set()
    for atom in atoms(typed):
        match atom:
            case FieldRef(name=name) | TypedCall(function="contains", of=FieldRef(name=name)):
                found.add(name)
            case TypedCall(function="since" | "left", of=FieldRef(name=name)):
                found.add(name)
    return found


def _asked_for_lack(subject: Subject) -> frozenset[str]:
    """The fields of which the journey asks somewhere whether they are missing: it has a plan."""
    found: set[str] = set()
    for placed in conditions(subject.journey):
        typed = subject.typed(placed.part)
        if typed is not None:
            found |= _whether_missing(typed)
    return frozenset(found)


def _whether_missing(typed: Typed) -> set[str]:
    """The fields that are asked for by missing(), or compared with the empty text."""
    match typed:
        case TypedAll(items=items) | TypedAny(items=items):
            return set[str]().union(*map(_whether_missing, items))
        case TypedNot(item=item):
            return _whether_missing(item)
        case TypedCall(function="missing", of=FieldRef(name=name)):
            return {name}
        case TypedCompare(left=FieldRef(name=name), right=Literal(value="")):
            return {name}
    return set()


def _small_sample(subject: Subject, planned: Planned) -> Iterator[Mark]:
    from nurture_tui.report.statistics import group_needed, smallest_told

    journey = subject.journey
    splits = [(id_, step) for id_, step in journey.steps.items() if isinstance(step, Split)]
    if not splits or journey.goal is None:
        return
    who = planned.who_can(journey)
    base = journey.goal.target or ASSUMED_SHARE
    for id_, split in splits:
        if len(split.ways) < 2:
            continue
        aim = min(1.0, base * (1 + HALF_AS_MUCH_AGAIN))
        pairs = len(split.ways) * (len(split.ways) - 1) / 2
        z = NormalDist().inv_cdf(1 - 0.025 / pairs)
        needed = group_needed(base, aim, z)
        if needed is None:
            continue
        least = min(way.weight for way in split.ways) / sum(way.weight for way in split.ways)
        here = int(who.steps[id_].sum())
        each = int(here * least)
        weeks = _weeks(journey.entry.arrivals, here / max(1, len(planned.contacts)), needed, least)
        if each >= needed or (weeks is not None and weeks * 7 <= planned.given.days):
            continue
        told = smallest_told(base, each)
        shown = f"only a rise as large as from {share(base)} to {share(base + (told or 0))}"
        message = (
            f"At most {count(each)} contacts go each way, and so few can show "
            f"{shown if told else 'no rise at all'}: to tell {share(base)} from {share(aim)} takes "
            f"{count(needed)} each way"
        )
        message += f", {count(weeks)} weeks at this inflow." if weeks is not None else "."
        fix = "Take the better guess and leave the test out, or say in ignore how long it will run."
        yield Mark(("steps", id_), message, fix, id_)


def _weeks(arrivals: Rate | str, part: float, needed: int, least: float) -> int | None:
    """The weeks until the way that the fewest go has enough; None where no inflow is stated."""
    if not isinstance(arrivals, Rate) or not part:
        return None
    a_week = arrivals.count * WEEK / arrivals.seconds * part * least
    return -int(-needed // a_week)


def _of(some: int, of: int) -> str:
    if some == of:
        return f"All {count(of)} contacts" if of > 1 else "The one contact"
    return f"{count(some)} of the {count(of)} contacts"


MERGE_WITHOUT_DEFAULT = Rule(
    "D603",
    "merge-without-default",
    "warning",
    "A field in a message without |fallback, which some of the contacts who can get the message "
    "lack. “Hello ,” tells them that nobody wrote this.",
    "S36: an e-mail address is not enough; a text for those of whom it is not known",
    needs=("contacts",),
    planned=(_merge_without_default,),
)
EMAIL_IS_NOT_ENOUGH = Rule(
    "D604",
    "e-mail-is-not-enough",
    "warning",
    "A field that decides something is missing for more than a tenth of the contacts who come to "
    "the decision. They all go one way, and not because it is right for them. Or the list has no "
    "column for consent, which the journey goes by: then everybody is taken to have given it.",
    "S36: gather the data that the journey needs at each meeting",
    needs=("contacts",),
    planned=(_lacking_field, _consent_unknown),
)
SAMPLE_TOO_SMALL = Rule(
    "X801",
    "sample-too-small",
    "warning",
    "A test of two ways that the contacts at hand cannot decide: even if one way brought half as "
    "much again to the goal as the other, so few could not show it, and at the inflow stated it "
    "takes longer than the run. Where the goal has no target, it is taken that one in ten reaches "
    "it.",
    "S21, S24: a sample large enough; a year is usually enough",
    needs=("contacts",),
    planned=(_small_sample,),
)
