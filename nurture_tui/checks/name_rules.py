"""N701-N705: names, size, and whether people agreed."""

from __future__ import annotations

from collections.abc import Iterator

from nurture_tui.checks.finding import Finding, Mark
from nurture_tui.checks.naming import UNKNOWN, follows, proposal, says_nothing
from nurture_tui.checks.parts import sends
from nurture_tui.checks.rule import Rule
from nurture_tui.checks.subject import Subject
from nurture_tui.graph.reach import reached_from
from nurture_tui.model.effective import basis_of
from nurture_tui.model.step import Wait

SIDES = ("marketing", "sales")
_FOR_EXAMPLE = "Lead > MQL | HR directors"


def _name_pattern(subject: Subject) -> Iterator[Mark]:
    name, patterns = subject.journey.name, subject.workspace.settings.naming
    if patterns and not any(follows(name, pattern) for pattern in patterns):
        forms = " or ".join(map(_form, patterns))
        message = f"The name “{name}” is not of the form agreed on, {forms}."
        made = proposal(name, patterns, subject.journey.kind)
        rest = ", with words in place of the dots" if UNKNOWN in made else ""
        yield Mark(("name",), message, f"Call it something like “{made}”{rest}.")
    elif not patterns and says_nothing(name):
        message = f"The name “{name}” does not say from where to where it brings whom."
        yield Mark(("name",), message, f"Call it something like “{_FOR_EXAMPLE}”.")


def _form(pattern: str) -> str:
    """A pattern as people read it: `“from > to | audience”`."""
    return f"“{pattern.replace('{', '').replace('}', '')}”"


def _duplicate_name(subject: Subject) -> Iterator[Mark]:
    name = _plain(subject.journey.name)
    others = [
        f"“{id_}”"
        for id_, other in subject.workspace.journeys.items()
        if id_ != subject.journey.id and _plain(other.name) == name
    ]
    if others:
        more = f" and {len(others) - 1} more have" if len(others) > 1 else " has"
        message = f"{others[0]}{more} this name too, so reports cannot tell them apart."
        yield Mark(("name",), message, "Say in the name what is different about this one.")


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _too_complex(subject: Subject) -> Iterator[Mark]:
    count, most = len(subject.journey.steps), subject.workspace.settings.limits.max_steps
    if count > most:
        message = f"The journey has {count} steps, and {most} are agreed to be the most."
        fix = "Take out what changes nothing, or make two journeys of it."
        yield Mark(("name",), message, fix)


def _several_use_cases(subject: Subject) -> Iterator[Mark]:
    journey, graph = subject.journey, subject.graph
    marketing = [id_ for id_, _ in subject.marketing_sends()]
    for id_, send in sends(journey):
        if basis_of(subject.workspace, journey, send) != "service":
            continue
        waits = [w for w in reached_from(graph, [id_]) if isinstance(journey.steps[w], Wait)]
        after = reached_from(graph, waits)
        later = [other for other in marketing if other in after]
        if later:
            message = f"A service message, and marketing (“{later[0]}”) after it, in one journey."
            fix = "Let this journey serve, and hand the contact on to another that sells."
            yield Mark(("steps", id_), message, fix, id_)
            return


def _not_agreed(subject: Subject, found: list[Finding]) -> Iterator[Mark]:
    journey = subject.journey
    if journey.status != "ready":
        return
    open_ones = sorted({f.code for f in found if f.severity != "note"})
    if open_ones:
        message = f"The journey is marked ready, but {', '.join(open_ones)} are open."
        if len(open_ones) == 1:
            message = f"The journey is marked ready, but {open_ones[0]} is open."
        them = "it" if len(open_ones) == 1 else "them"
        fix = f"Mend {them}, or ignore {them} with a reason; until then it is draft or agreed."
        yield Mark(("status",), message, fix)
    for side in SIDES:
        if not any(f"({side})" in name.casefold() for name in journey.approved_by):
            message = f"The journey is marked ready, but nobody from {side} has approved it."
            yield Mark(("approved_by",), message, f'Add a name, such as "Anna ({side})".')


NAME_PATTERN = Rule(
    "N701",
    "name-pattern",
    "warning",
    "A name that does not follow `naming` of nurture.toml or, where there is none, has only words "
    "that any journey could have, such as “Campaign 2”. A good name says from where to where "
    "the journey brings whom, so that a list of thirty can be read.",
    "S4: the name tells what and for whom",
    journey=(_name_pattern,),
)
DUPLICATE_NAME = Rule(
    "N702",
    "duplicate-name",
    "error",
    "Two journeys of one name. Nobody can tell from a report which of them worked.",
    "S4: names are unique",
    journey=(_duplicate_name,),
)
TOO_COMPLEX = Rule(
    "N703",
    "too-complex",
    "warning",
    "More steps than `limits.max_steps` allows. Complexity almost never adds value, and each step "
    "must be written, tested and kept up.",
    "S6: keep it simple",
    journey=(_too_complex,),
)
SEVERAL_USE_CASES = Rule(
    "N704",
    "several-use-cases",
    "warning",
    "A service message, and after a wait marketing messages: two automations in one, with other "
    "rules on consent, caps and what counts as success.",
    "S5: one use case, one automation",
    journey=(_several_use_cases,),
)
NOT_AGREED = Rule(
    "N705",
    "not-agreed",
    "error",
    "The status is ready, but the journey has an open error or warning, or lacks an approver "
    "(marketing) or (sales) in approved_by.",
    "S30, S32: automate when the process is clear; bring sales in",
    closing=_not_agreed,
)
