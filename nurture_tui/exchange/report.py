"""The one-page report of a journey and its run, for people who do not have the app."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from nurture_tui.checks.finding import Finding
from nurture_tui.exchange.funnel import FUNNEL_STYLE, ends, funnel
from nurture_tui.exchange.heat_svg import HEAT_DARK, HEAT_STYLE, heat_svg
from nurture_tui.exchange.markup import element, shown
from nurture_tui.exchange.page import page
from nurture_tui.exchange.svg import DARK_STYLE, STYLE, picture
from nurture_tui.exchange.tables import html_table
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Workspace
from nurture_tui.model.zones import zone_info
from nurture_tui.report.brief import LANGUAGES
from nurture_tui.report.brief.beside import Assumptions
from nurture_tui.report.calendar import Filter, heat, run_days, send_calendar
from nurture_tui.report.sketch import ENTRY, mark_texts, step_title
from nurture_tui.report.summary import never_came, verdict
from nurture_tui.report.taken import taken
from nurture_tui.simulation.result import GoalResult, Result
from nurture_tui.text import count, half_up, interval, rate, share

_SCALE, _TALL = 220.0, 24.0
_SPREAD = 0.3

REPORT_STYLE = """\
.scale { display: block; margin-top: 4px; }
.scale .range { stroke: var(--ink); stroke-width: 3; } .scale .axis { stroke: var(--rule); }
.scale .aim { stroke: var(--ink); stroke-width: 2; } .scale .at { fill: var(--ink); }
.meta { color: var(--muted); }
td.code { white-space: nowrap; font-weight: 600; }
"""


def to_report(
    journey: Journey,
    workspace: Workspace,
    result: Result | None,
    findings: Sequence[Finding] = (),
) -> str:
    """The page: figures, picture, sends, funnel, ends, assumptions, findings; as far as known.

    It is whole by itself: it fetches nothing, runs nothing, and holds no contact's name. Without a
    run it has the picture and the findings.
    """
    body = "\n".join(
        [
            *_head(journey, workspace),
            *(_figures(journey, result) if result is not None else _no_run(findings)),
            *_picture(journey, workspace, result, findings),
            *(_sends(result) if result is not None else ()),
            *(_people(journey, workspace, result) if result is not None else ()),
            *(_assumed(journey, workspace, result) if result is not None else ()),
            *_findings(journey, findings),
            f"<footer>{shown(_about(result))}</footer>",
        ]
    )
    style = STYLE + HEAT_STYLE + FUNNEL_STYLE + REPORT_STYLE
    return page(journey.name, body, style=style, dark_style=DARK_STYLE + HEAT_DARK)


def _head(journey: Journey, workspace: Workspace) -> Iterator[str]:
    yield f"<h1><bdi>{shown(journey.name)}</bdi></h1>"
    if journey.purpose:
        yield f'<p class="lead"><bdi>{shown(journey.purpose)}</bdi></p>'
    persona = workspace.settings.personas.get(journey.persona or "")
    facts = [
        f"{journey.kind} journey",
        journey.status,
        f"for {persona.title}" if persona is not None else "",
        journey.stage or "",
        journey.owner or "",
    ]
    yield f'<p class="meta">{" · ".join(shown(fact) for fact in facts if fact)}</p>'


def _no_run(findings: Sequence[Finding]) -> Iterator[str]:
    stopped = any(one.severity == "error" for one in findings)
    why = "it does not run before its errors are mended" if stopped else "there are no contacts"
    yield f'<p class="muted">Not simulated: {why}.</p>'


def _figures(journey: Journey, result: Result) -> Iterator[str]:
    counts = result.journeys[journey.id]
    figures: list[tuple[str, str, str]] = []
    goal = counts.goal
    if journey.goal is not None and goal is not None:
        within = f" within {journey.goal.within}" if journey.goal.within is not None else ""
        figures.append((f"{journey.goal.name}{within}", *_goal(goal)))
    absent = never_came(result, journey.id)
    aside = f"of {count(counts.considered)} at the entry"
    figures.append(("Let in", count(counts.entered), aside))
    per_head = f"{half_up(counts.sends / counts.entered, 1)} each" if counts.entered else ""
    figures.append(("Messages", count(counts.sends), per_head))
    if goal is not None and goal.median_days is not None:
        figures.append(("Half of them by day", str(half_up(goal.median_days, 0)), "after entry"))
    if result.tasks.per_day:
        total = sum(number for _, _, number in result.tasks.per_day)
        figures.append(
            ("Tasks for sales", count(total), f"at most {count(result.tasks.most)} a day")
        )
    if absent:
        figures.append(("Never came", count(absent), f"of {count(result.run.contacts)} contacts"))
    scales = ["" if goal is None else _scale(goal), *[""] * len(figures)]
    shown_figures = "".join(
        f"<div><dt><bdi>{shown(name)}</bdi></dt><dd>{shown(number)}"
        f"<small>{shown(small)}</small>{scale}</dd></div>"
        for (name, number, small), scale in zip(figures, scales, strict=False)
    )
    yield f'<dl class="figures">{shown_figures}</dl>'


def _goal(goal: GoalResult) -> tuple[str, str]:
    """The rate, and its interval with the target and the word for both."""
    if goal.rate is None or goal.low is None or goal.high is None:
        return "–", "run too short" if goal.too_early else "nobody came"
    said = f"({interval(goal.low, goal.high)}) of {count(goal.of)}"
    if goal.target is None:
        return rate(goal.rate), said
    return rate(goal.rate), f"{said}, target {share(goal.target)}: {verdict(goal)}"


def _scale(goal: GoalResult) -> str:
    """The rate on a scale from 30 % under to 30 % over its target."""
    if goal.rate is None or goal.low is None or goal.high is None or not goal.target:
        return ""
    target = goal.target

    def place(value: float) -> float:
        at = (value / target - 1 + _SPREAD) / (2 * _SPREAD) * _SCALE
        return min(max(at, 0.0), _SCALE)

    middle, y = place(goal.rate), _TALL / 2
    parts = [
        element("path", class_="axis", d=f"M0 {y:g}H{_SCALE:g}"),
        element("path", class_="range", d=f"M{place(goal.low):g} {y:g}H{place(goal.high):g}"),
        element("path", class_="aim", d=f"M{place(target):g} 3V{_TALL - 3:g}"),
        element("path", class_="at", d=f"M{middle:g} {y - 7:g}l7 7l-7 7l-7 -7Z"),
    ]
    size = {"width": f"{_SCALE + 16:g}", "height": f"{_TALL:g}"}
    drawn = element("g", "".join(parts), transform="translate(8 0)")
    return element("svg", drawn, class_="scale", role="img", aria_label="rate and target", **size)


def _picture(
    journey: Journey, workspace: Workspace, result: Result | None, findings: Sequence[Finding]
) -> Iterator[str]:
    counts = result.journeys[journey.id] if result is not None else None
    marks = mark_texts((one.step or ENTRY, one.severity, one.code) for one in findings if one.step)
    drawn = picture(journey, workspace, counts, marks=marks)
    yield f'<h2>The path</h2>\n<div class="picture">{drawn}</div>'


def _sends(result: Result) -> Iterator[str]:
    if not len(result.sends):
        return
    found = heat(send_calendar(result), Filter(clock="contact"))
    busiest = found.busiest_day()
    said = f"{count(found.total)} messages"
    if busiest is not None:
        day = busiest.day
        said += f", most on {day:%a} {day.day} {day:%b %Y}: {count(busiest.sends)}"
    yield "<h2>When messages go</h2>"
    yield f"<p>{shown(said)}. Hours are those of the contacts' own clocks.</p>"
    yield f'<div class="picture">{heat_svg(found, *run_days(result))}</div>'


def _people(journey: Journey, workspace: Workspace, result: Result) -> Iterator[str]:
    counts = result.journeys[journey.id]
    yield "<h2>Who comes how far</h2>"
    yield funnel(journey, workspace, counts)
    yield "<h2>Where they end</h2>"
    yield ends(journey, counts)


def _assumed(journey: Journey, workspace: Workspace, result: Result) -> Iterator[str]:
    tongue = LANGUAGES["en"]
    found = taken(result.assumptions, journey.id)
    told = Assumptions(workspace, journey, tongue).told(found)
    yield "<h2>What is assumed</h2>"
    yield f"<p>{shown(tongue.guesses(sum(one.guess for one in told), len(told)))}</p>"
    rows = [
        (
            one.what,
            one.where if one.every or not one.titles else ", ".join(one.titles),
            one.value,
            "? guess" if one.guess else "",
            one.source,
        )
        for one in told
    ]
    heads = ("What", "Where", "Value", "", "Source")
    yield html_table(heads, rows, numbers=("Value",), classes=("", "", "", "guess day", "muted"))


def _findings(journey: Journey, findings: Sequence[Finding]) -> Iterator[str]:
    yield "<h2>What the checks find</h2>"
    if not findings:
        yield "<p>Nothing.</p>"
        return
    rows = [
        (
            f"{one.severity} {one.code}",
            step_title(one.step, journey.steps[one.step]) if one.step in journey.steps else "",
            f"{one.message} {one.fix}".strip(),
        )
        for one in findings
    ]
    yield html_table(("Finding", "Step", "What, and what to do"), rows, classes=("code", "", ""))


def _about(result: Result | None) -> str:
    if result is None:
        return "Nothing was simulated and nothing was sent."
    run = result.run
    start = datetime.fromtimestamp(run.start, zone_info(run.timezone))
    days = "1 day" if run.days == 1 else f"{run.days} days"
    return (
        f"All figures are simulated, nothing was sent: {count(run.contacts)} contacts, {days} from "
        f"{start:%a} {start.day} {start:%b %Y} ({run.timezone}), seed {run.seed}. "
        "Intervals are of 95 %."
    )
