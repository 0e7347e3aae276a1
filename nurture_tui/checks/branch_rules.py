"""G108 and X802: decisions that decide nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nurture_tui.checks.finding import Mark
from nurture_tui.checks.rule import Rule
from nurture_tui.checks.subject import Subject
from nurture_tui.model.step import Branch, Split, Step, ports
from nurture_tui.model.values import written

_WORDS_ONLY = frozenset({"title", "notes", "ignore"})
_WAYS = frozenset({"next", "else"})


def _pointless(subject: Subject) -> Iterator[Mark]:
    for id_, step in subject.journey.steps.items():
        if isinstance(step, Branch) and len({target for _, target in ports(step)}) == 1:
            message = f"All ways out of “{id_}” lead to “{step.else_}”, so it decides nothing."
            fix = "Lead one of them to another step, or take the branch out."
            yield Mark(("steps", id_), message, fix, id_)


def _same_arms(subject: Subject) -> Iterator[Mark]:
    steps = subject.journey.steps
    for id_, step in steps.items():
        if not isinstance(step, Split):
            continue
        for i, way in enumerate(step.ways):
            like = next((w for w in step.ways[:i] if _alike(w.next, way.next, steps)), None)
            if like is not None:
                message = f"The ways “{like.name}” and “{way.name}” do not differ in what they do."
                fix = "Change what one of them sends, or when; else leave one out."
                yield Mark(("steps", id_, "ways", i), message, fix, id_)


def _alike(one: str | None, other: str | None, steps: Mapping[str, Step]) -> bool:
    """True if the two steps, and what follows them way by way, say the same.

    Pairs already under way count as alike, so that loops come to an end.
    """
    assumed: set[tuple[str | None, str | None]] = set()
    pending = [(one, other)]
    while pending:
        pair = pending.pop()
        left, right = steps.get(pair[0] or ""), steps.get(pair[1] or "")
        if pair[0] == pair[1] or pair in assumed:
            continue
        if left is None or right is None or _content(left) != _content(right):
            return False
        assumed.add(pair)
        pending += [(a, b) for (_, a), (_, b) in zip(ports(left), ports(right), strict=True)]
    return True


def _content(step: Step) -> object:
    """What the step does, without its words for colleagues and without where it leads."""
    kept = {key: value for key, value in written(step).items() if key not in _WORDS_ONLY | _WAYS}
    for key in ("cases", "ways"):
        if key in kept:
            kept[key] = [{k: v for k, v in one.items() if k != "next"} for one in kept[key]]
    return type(step), kept, [label for label, _ in ports(step)]


POINTLESS_BRANCH = Rule(
    "G108",
    "pointless-branch",
    "note",
    "A branch all of whose ways lead to the same step. It costs the reader a thought and changes "
    "nothing.",
    "S6: keep it simple",
    journey=(_pointless,),
)
SAME_ARMS = Rule(
    "X802",
    "same-arms",
    "warning",
    "Ways of a split that do the same: the test cannot show anything, however long it runs.",
    "S21, S23: try, measure, improve",
    journey=(_same_arms,),
)
