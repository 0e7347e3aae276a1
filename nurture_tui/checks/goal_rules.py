"""O201-O206: what the journey is for, and whether that can happen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nurture_tui.checks.finding import Mark, Path, Severity
from nurture_tui.checks.leads import events_towards
from nurture_tui.checks.parts import sends
from nurture_tui.checks.possible import can_come_true
from nurture_tui.checks.rule import Rule
from nurture_tui.checks.subject import Subject
from nurture_tui.graph.timing import least_seconds
from nurture_tui.model.duration import DAY, Duration
from nurture_tui.model.typed import FieldRef, Typed, TypedCall, atoms
from nurture_tui.model.vocabulary import nearest

STEM = 4  # letters of a first word that names a thing: demo, guide; not a, new


def _no_goal(subject: Subject) -> Iterator[Mark]:
    kind = subject.journey.kind
    if subject.journey.goal is None and kind != "internal":
        message = "The journey has no goal, so nobody can say whether it works."
        fix = "Add the goal ([goal]): a name, and when, such as did('selection_guide_downloaded')."
        severity: Severity | None = "warning" if kind == "service" else None
        yield Mark(("goal",), message, fix, severity=severity)


def _cannot_happen(subject: Subject) -> Iterator[Mark]:
    goal = subject.journey.goal
    typed = subject.typed(goal.when if goal else None)
    if goal is None or typed is None or can_come_true(typed, subject):
        return
    message = f"Nothing in the workspace can make the goal “{goal.name}” come true."
    yield Mark(("goal", "when"), message, _what_would_help(typed, subject))


def _what_would_help(goal: Typed, subject: Subject) -> str:
    """The first thing that the goal needs and nobody brings about."""
    happen = subject.causes.events
    for atom in atoms(goal):
        match atom:
            case TypedCall(function="did" | "count" | "since" as asks, subject=str() as event):
                if event in happen:
                    continue
                near = nearest(event, sorted(happen)) or _of_same_stem(event, happen)
                meant = f"Did you mean {asks}('{near}')? Else add" if near else "Add"
                return (
                    f"{meant} to [[assume.events]] what makes contacts do it, such as "
                    f'event = "{event}", after = "{_click(subject)}" and chance = 0.1.'
                )
            case FieldRef(name=name) if name not in subject.causes.fields:
                return (
                    f"Say what changes “{name}”: set in an action or in [[assume.events]]. Who "
                    "meets the goal from the start is not let in."
                )
    return "Say in [[assume.events]] or with an action what brings it about."


def _of_same_stem(event: str, known: Iterable[str]) -> str:
    """The one event that begins with the same word, as demo_requested does with demo_booked."""
    stem = _words(event)[0]
    found = [other for other in known if len(stem) >= STEM and _words(other)[0] == stem]
    return found[0] if len(found) == 1 else ""


def _words(name: str) -> list[str]:
    return name.casefold().replace("-", "_").split("_")


def _click(subject: Subject) -> str:
    """The click that asks most for the goal: in the last message with a cta, else in the last."""
    asking = [id_ for id_, send in sends(subject.journey) if send.cta is not None]
    last = (asking or [id_ for id_, _ in sends(subject.journey)])[-1:]
    return f"clicked('{last[0]}')" if last else "clicked()"


def _no_target(subject: Subject) -> Iterator[Mark]:
    goal = subject.journey.goal
    if goal is not None and goal.target is None:
        message = f"The goal “{goal.name}” has no target, so no result is good or bad."
        yield Mark(("goal",), message, "Add target = 0.1 for ten of a hundred, for example.")


def _on_entry(subject: Subject) -> Iterator[Mark]:
    known, journey = subject.known, subject.journey
    if known.entering is not None:
        return
    goal, unmet = journey.goal, known.still_inside
    if known.let_in(()) is None:
        message = "Nobody can come in: what the entry asks for can never hold."
        asked: Path = ("entry", "only_if") if journey.entry.only_if is not None else ("entry",)
        yield Mark(asked, message, "Change only_if of the entry.")
    elif goal is not None and known.let_in(unmet[:1]) is None:
        message = f"Whoever may come in has met the goal “{goal.name}” already, so nobody comes in."
        fix = "Ask in the goal for what happens after the entry: did('…', within='stay')."
        yield Mark(("goal", "when"), message, fix)
    else:
        message = "Whoever may come in has met the goal or an exit already, so nobody comes in."
        yield Mark(("entry",), message, "Change only_if, or the rules that it contradicts.")


def _outlasts_goal(subject: Subject) -> Iterator[Mark]:
    goal = subject.journey.goal
    if goal is None or goal.within is None:
        return
    limit = goal.within
    least = least_seconds(subject.journey, subject.graph)
    for id_, seconds in least.items():
        early = any(least.get(before, 0) <= limit.elapsed for before in subject.graph.pred[id_])
        if seconds > limit.elapsed and early:
            days = Duration(days=-(-seconds // DAY))
            message = f"“{id_}” comes {days} after entry or later; the goal counts for {limit}."
            fix = "Shorten the waits before it, or lengthen within of the goal."
            yield Mark(("steps", id_), message, fix, id_)


def _cta_off_goal(subject: Subject) -> Iterator[Mark]:
    if subject.known.entering is None:
        return  # O204 tells: nobody comes in
    goal = subject.journey.goal
    typed = subject.typed(goal.when if goal else None)
    asked = {send.cta for _, send in sends(subject.journey) if send.cta is not None}
    if goal is None or typed is None or not asked:
        return
    towards = events_towards(typed, subject)
    if towards is None or asked & towards or not can_come_true(typed, subject):
        return
    shown = ", ".join(f"“{event}”" for event in sorted(asked))
    message = f"No call to action leads to the goal “{goal.name}”: they lead to {shown}."
    named = (atom.subject for atom in atoms(typed) if isinstance(atom, TypedCall))
    one, wanted = min(asked), next((name for name in named if name in towards), "…")
    fix = (
        f"Let the cta of a message be “{wanted}”, or say in [[assume.events]] that it follows: "
        f'event = "{wanted}", after = "did(\'{one}\')" and a chance.'
    )
    yield Mark(("goal", "when"), message, fix)


NO_GOAL = Rule(
    "O201",
    "no-goal",
    "error",
    "A journey without a goal (in a service journey a warning; an internal one needs none). The "
    "goal is what ends the messages for whoever has done what they ask for, and what tells "
    "whether the journey is worth its work.",
    "S8, S10: define the goal first, and follow its attainment",
    journey=(_no_goal,),
)
GOAL_CANNOT_HAPPEN = Rule(
    "O202",
    "goal-cannot-happen",
    "error",
    "No event, assumption, score or action in the workspace can make the goal true, so every "
    "simulation would show 0 %. A cta by itself makes nothing happen: an assumption says how many "
    "of those who click go on to do it.",
    "S8, S14: a goal that can be met, on assumptions that are written down",
    journey=(_cannot_happen,),
)
NO_TARGET = Rule(
    "O203",
    "no-target",
    "note",
    "A goal without a target share. Without one any result can be called a success.",
    "S10, S33: follow the goal's attainment; do not promise too early",
    journey=(_no_target,),
)
GOAL_ON_ENTRY = Rule(
    "O204",
    "goal-on-entry",
    "warning",
    "Whoever may come in has met the goal, or an exit, already. They are refused at the entry, so "
    "the journey stays empty. It is found only where that is proved.",
    "S8, S11, R4: from point A to point B",
    journey=(_on_entry,),
)
WAIT_OUTLASTS_GOAL = Rule(
    "O205",
    "wait-outlasts-goal",
    "warning",
    "A step that is reached only after the goal has ceased to count, whatever path is taken: what "
    "it sends can never be part of the result. Who meets the goal later than `within` leaves by "
    "the exit `late-goal`, and does not count as one who reached it.",
    "S19, R12: which messages, when, and when to stop?",
    journey=(_outlasts_goal,),
)
CTA_OFF_GOAL = Rule(
    "O206",
    "cta-off-goal",
    "warning",
    "None of the calls to action names an event that makes the goal true, directly or through an "
    "assumed event that follows from it. The messages ask for one thing and the goal counts "
    "another.",
    "S49: a call to action that leads to the goal",
    journey=(_cta_off_goal,),
)
