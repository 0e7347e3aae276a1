"""The screens as plain text, for screen readers and pipes: one fact a line, no drawing."""

from __future__ import annotations

from collections.abc import Iterable

from nurture_tui.edit.form import GOAL
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import ports
from nurture_tui.report.sketch import ENTRY, entry_text, kind_word, port_label, step_title
from nurture_tui.report.together import handed_by, served
from nurture_tui.screens.beside import together_text
from nurture_tui.screens.journeytable import findings, row_of
from nurture_tui.screens.lane import lane_rows
from nurture_tui.screens.problems import in_order, place_of
from nurture_tui.screens.rate import figures, verdict
from nurture_tui.screens.session import Session
from nurture_tui.screens.whole import WholeRun
from nurture_tui.simulation.result import JourneyResult
from nurture_tui.text import count, safe, share


def journeys_text(session: Session) -> str:
    """Each journey with what the table of the Journeys screen says of it."""
    name = session.workspace.settings.name or session.opened.folder.resolve().name
    lines = [safe(name), ""]
    for journey in session.workspace.journeys.values():
        row = row_of(session, journey)
        found = "".join(text for text, _ in findings(session, journey.id)) or "no findings"
        lines.append(safe(journey.name))
        lines.append(f"  {journey.id}, {journey.kind}, {journey.status}, {found}")
        lines.append(f"  {_goal(session, journey)}")
        week = "".join(text for text, _ in row.parts.get("week", ()))
        lines += [f"  {week} messages a week", ""] if week else [""]
    lines += _across(session)
    if not session.workspace.journeys:
        lines.append("No journey here yet: nurture new ID --template NAME makes one.")
    return "\n".join(lines).rstrip() + "\n"


def _across(session: Session) -> list[str]:
    """Who hands over to whom, whom the journeys serve, and what several of them do together."""
    workspace = session.workspace
    lines = ["Hand-offs"]
    for one in handed_by(workspace.journeys):
        more = f" and {one.more} more" if one.more else ""
        lines.append(f"  {one.source} to {one.target}: {safe(one.by)}{more}")
    if len(lines) == 1:
        lines.append("  none")
    lines += ["", "Journeys for"]
    for persona, stages in served(workspace).items():
        said = ", ".join(f"{stage} {number}" for stage, number in stages.items() if number)
        lines.append(f"  {safe(persona)}: {said or 'none'}")
    found = WholeRun(session).now()
    rows = together_text(session, found) if found is not None else []
    return [*lines, "", *(["Together", *rows, ""] if rows else [])] if workspace.journeys else []


def _goal(session: Session, journey: Journey) -> str:
    outcome = session.outcomes.get(journey.id)
    if outcome is None:
        return "not simulated"
    if outcome.problem is not None:
        return f"does not run: {outcome.problem}"
    goal = outcome.counts.goal if outcome.counts else None
    said = "".join(text for text, _ in figures(goal)) if goal is not None else ""
    return ", ".join(filter(None, (said.replace("  ", ", "), verdict(goal)[0])))


def design_text(session: Session) -> str:
    """The open journey: its steps in file order, with counts and where each way leads."""
    journey = session.journey
    if journey is None:
        return "No journey is open.\n"
    lines = [safe(journey.name), safe(journey.purpose), ""]
    if journey.goal is not None:
        within = f" within {journey.goal.within}" if journey.goal.within else ""
        lines.append(f"goal: {safe(journey.goal.name)}{within}, {_goal(session, journey)}")
    lines += ["", f"enter: {safe(entry_text(journey.entry))}{_came(session.counts, ENTRY)}"]
    lines.append(f"  then {journey.entry.start}")
    for id_, step in journey.steps.items():
        word, title = kind_word(step, journey, session.workspace), safe(step_title(id_, step))
        named = f"{id_}, {word}" + (f": {title}" if title != id_ else "")
        lines.append(f"{named}{_came(session.counts, id_)}")
        for port, target in ports(step):
            label = port_label(step, port)
            led = _share(session.counts, id_, port) if label else ""
            lines.append(f"  {label + led + ': ' if label else 'then '}{target or 'the path ends'}")
    lines += ["", "Watched everywhere"]
    lines += [f"  {text}" for text in _lane(session)]
    lines += ["", "Problems"]
    lines += [
        f"  {found.severity} {found.code} {place_of(found)}: {safe(f'{found.message} {found.fix}')}"
        for found in in_order(session.problems)
    ] or ["  nothing found"]
    return "\n".join(lines) + "\n"


def _lane(session: Session) -> Iterable[str]:
    """The lane's numbers without its boxes."""
    journey, counts = session.journey, session.counts
    if journey is None:
        return
    for rule in journey.exits:
        left = counts.exits.get(rule.name, 0) if counts else 0
        yield f"exit rule {safe(rule.name)}: {count(left)}" + (
            f", to {rule.enter}" if rule.enter else ""
        )
    if counts is None:
        return
    ends = [row for row in lane_rows(session, 40) if len(row.parts) == 3 and not row.id]
    for row in ends:
        name, _, number = (text for text, _ in row.parts)
        if not number.endswith("%"):
            yield f"{name.strip()}: {number}"


def _came(counts: JourneyResult | None, id_: str) -> str:
    if counts is None:
        return ""
    if id_ in (ENTRY, GOAL):
        return f", {count(counts.entered)} let in"
    step = counts.steps.get(id_)
    return f", {count(step.entered)} came" if step is not None else ""


def _share(counts: JourneyResult | None, id_: str, port: str) -> str:
    step = counts.steps.get(id_) if counts else None
    return f" {share(step.out.get(port, 0) / step.entered)}" if step and step.entered else ""
