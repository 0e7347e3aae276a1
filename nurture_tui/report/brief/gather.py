"""The brief of a journey, from the journey, its run and what the checks found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from nurture_tui.model.duration import Duration
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Workspace
from nurture_tui.model.zones import zone_info
from nurture_tui.report.brief.beside import Assumptions, agreed, assets, hours_left
from nurture_tui.report.brief.english import English
from nurture_tui.report.brief.facts import Asset, Brief
from nurture_tui.report.brief.finnish import Finnish
from nurture_tui.report.brief.people import People
from nurture_tui.report.brief.rules import rules
from nurture_tui.report.brief.tongue import Tongue
from nurture_tui.report.sketch import step_title
from nurture_tui.report.summary import verdict
from nurture_tui.report.taken import Taken, taken
from nurture_tui.report.told import words_of
from nurture_tui.report.weighs import Weighs
from nurture_tui.simulation.result import JourneyResult, Result

LANGUAGES: dict[str, Tongue] = {"en": English(), "fi": Finnish()}


@dataclass(frozen=True, slots=True)
class Problem:
    """What the checks found: code, severity, step ("" of the journey), the message in English."""

    code: str
    severity: str
    step: str
    message: str


def brief(
    workspace: Workspace,
    journey: Journey,
    result: Result | None = None,
    problems: Sequence[Problem] = (),
    language: str = "en",
    weighs: Weighs | None = None,
) -> Brief:
    """The brief in a language of LANGUAGES; without a run it has no numbers.

    Shares are of the stays of the run, the words for the goal are of its rate. What comes from
    files is as they have it, and not translated. Problems that are notes are left out. `weighs` is
    the guess that weighs most, if it is known.
    """
    tongue = LANGUAGES[language]
    counts = result.journeys.get(journey.id) if result is not None else None
    people = People(workspace, journey, tongue, counts, result if counts is not None else None)
    found = taken(result.assumptions, journey.id) if result is not None else ()
    assumptions = Assumptions(workspace, journey, tongue)
    prepared = assets(workspace, journey, tongue)
    left = hours_left(workspace, journey)
    sides = agreed(journey)
    return Brief(
        language=language,
        title=journey.name,
        intro=tuple(_intro(people)),
        gets=tuple(people.gets()),
        ends=tuple(people.ends()),
        ends_note=_ends_note(people, _not_simulated(problems, tongue)),
        told=tuple(people.colleagues()),
        rules=tuple(rules(workspace, journey, tongue)),
        assets=prepared,
        hours=tongue.hours(left) if left else "",
        assumed=assumptions.told(found),
        guesses=_guesses(found, assumptions.weighing(weighs) if weighs else "", tongue),
        agreed=sides,
        open=(
            *_open_goal(journey, tongue),
            *_open_assets(prepared, tongue),
            *assumptions.asked(found),
            *(tongue.not_agreed(tongue.words[one.side]) for one in sides if not one.who),
            *_open_problems(journey, problems, tongue),
        ),
        run=_run(result, tongue) if result is not None else _not_simulated(problems, tongue),
    )


def _intro(people: People) -> Iterator[str]:
    """What it is for, for whom, how it begins, what we want, and what the simulation says."""
    journey, tongue = people.journey, people.tongue
    if journey.purpose:
        yield journey.purpose
    persona = people.workspace.settings.personas.get(journey.persona or "")
    if persona is not None:
        yield f"{tongue.words['for']}: {persona.title}"
    entry, told = journey.entry, people.told
    begins = tongue.entry(
        words_of(entry.event) if entry.event else "",
        told.clause(entry.when) if entry.when is not None else "",
    )
    sentences = [f"{begins}."]
    if entry.only_if is not None:
        sentences.append(tongue.let_in(told.clause(entry.only_if)))
    if str(entry.again) != "never":
        again = entry.again
        sentences.append(tongue.again(tongue.span(again) if isinstance(again, Duration) else ""))
    yield " ".join(sentences)
    yield from _goal(people.counts, journey, tongue)


def _goal(counts: JourneyResult | None, journey: Journey, tongue: Tongue) -> Iterator[str]:
    goal = journey.goal
    if goal is None:
        yield tongue.words["no goal"]
        return
    within = tongue.span(goal.within, "in") if goal.within is not None else ""
    target = tongue.of_100(goal.target) if goal.target is not None else ""
    said = [tongue.aim(goal.name, target, within)]
    found = counts.goal if counts is not None else None
    if counts is not None and not counts.entered:
        said.append(tongue.words["nobody"])
    elif found is not None and found.rate is not None:
        low, high = found.low or 0.0, found.high or 0.0
        shown = (tongue.number(low * 100, 1), tongue.number(high * 100, 1))
        word = verdict(found)
        words = tongue.words[word] if word else ""
        said.append(tongue.simulated(tongue.of_100(found.rate), *shown, words))
    yield " ".join(said)


def _guesses(found: Sequence[Taken], weighs: str, tongue: Tongue) -> str:
    """How many of the assumptions are guesses, and which of these weighs most."""
    if not found:
        return ""
    return f"{tongue.guesses(sum(one.guess for one in found), len(found))} {weighs}".rstrip()


def _not_simulated(problems: Sequence[Problem], tongue: Tongue) -> str:
    """Why there are no numbers."""
    errors = any(one.severity == "error" for one in problems)
    return tongue.words["does not run" if errors else "not simulated"]


def _ends_note(people: People, not_simulated: str) -> str:
    """What the rows of the ends are of."""
    tongue, counts = people.tongue, people.counts
    if counts is None:
        return not_simulated
    if not counts.entered:
        return tongue.words["nobody"]
    later = counts.goal.after_last_step if counts.goal is not None else 0
    said = [tongue.words["simulated numbers"]]
    if later:
        said.append(tongue.later(people.share(later)))
    return " ".join(said)


def _open_goal(journey: Journey, tongue: Tongue) -> Iterator[str]:
    if journey.goal is None:
        if journey.kind in ("lead", "customer"):
            yield tongue.words["no goal yet"]
        return
    if journey.goal.target is None:
        yield tongue.words["no target"]
    if journey.goal.within is None:
        yield tongue.words["no within"]


def _open_assets(prepared: Sequence[Asset], tongue: Tongue) -> Iterator[str]:
    yield from (tongue.no_asset(one.title) for one in prepared if one.state == "missing")
    making = [one.title for one in prepared if one.state in ("idea", "draft")]
    if making:
        yield tongue.to_make(making)


def _open_problems(journey: Journey, problems: Sequence[Problem], tongue: Tongue) -> Iterator[str]:
    for one in problems:
        if one.severity != "note":
            step = journey.steps.get(one.step)
            title = step_title(one.step, step) if step is not None else ""
            yield tongue.finding(one.code, one.severity, title, one.message)


def _run(result: Result, tongue: Tongue) -> str:
    run = result.run
    start = datetime.fromtimestamp(run.start, zone_info(run.timezone))
    return tongue.run(run.contacts, run.days, tongue.dates(start.date(), start.date()))
