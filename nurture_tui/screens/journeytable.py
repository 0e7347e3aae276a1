"""The table of journeys: who it is for, what is wrong with it, and how it does against its goal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from nurture_tui.model.journey import Journey
from nurture_tui.screens.cells import Part, cells, column
from nurture_tui.screens.rate import WIDTH, drawing, verdict
from nurture_tui.screens.session import Session
from nurture_tui.screens.theme import SEVERITY_MARKS
from nurture_tui.text import count, rate, safe, width

SCALE = WIDTH + 2
STATUSES = ("draft", "agreed", "ready")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its cells, and when it has to go (the highest rank goes first)."""

    head: str
    size: int
    rank: int
    right: bool = False


COLUMNS = {
    "kind": Column("kind", 8, 4),
    "persona": Column("persona", 13, 5),
    "stage": Column("stage", 13, 6),
    "status": Column("status", 6, 3),
    "findings": Column("findings", 8, 1),
    "goal": Column("goal", 6, 0, right=True),
    "scale": Column("−30%    target    +30%", SCALE, 2),
    "verdict": Column("", 12, 0),
    "week": Column("a week", 6, 1, right=True),
}
NAME_LEAST = 24
MOST_PERSONA, MOST_STRETCH = 20, 16
GAP = 2


@dataclass(frozen=True)
class Row:
    """A journey as the table shows it: its id and the parts of each column."""

    id: str
    name: Part
    parts: dict[str, Sequence[Part]]


def row_of(session: Session, journey: Journey) -> Row:
    """A journey's row, of its latest run; muted where the run is older than the journey."""
    outcome = session.outcomes.get(journey.id)
    stale = outcome is not None and not session.fresh(journey.id)
    counts = outcome.counts if outcome else None
    goal = counts.goal if counts else None
    parts: dict[str, Sequence[Part]] = {
        "kind": [(journey.kind, "muted" if journey.kind in ("service", "internal") else "text")],
        "persona": [(persona(session, journey), "muted")],
        "stage": [(journey.stage or "", "muted")],
        "status": [(journey.status, "text" if journey.status == "ready" else "muted")],
        "findings": findings(session, journey.id),
    }
    if outcome is not None and outcome.problem is not None:
        parts["verdict"] = [("does not run", "error")]
    elif counts is not None and outcome is not None:
        if goal is not None and goal.rate is not None:
            parts["goal"] = [(rate(goal.rate), "muted" if stale else "bold")]
        if goal is not None:
            drawn = drawing(goal, SCALE)
            parts["scale"] = [(t, "line" if stale else s) for t, s in drawn]
        word, style = verdict(goal)
        parts["verdict"] = [(word, "muted" if stale else style)]
        a_week = round(counts.sends * 7 / outcome.settings.days)
        parts["week"] = [(count(a_week), "muted" if stale or not a_week else "text")]
    return Row(journey.id, (safe(journey.name), "text"), parts)


def unread_row(session: Session, id_: str) -> Row:
    """The row of a file that cannot be read."""
    parts: dict[str, Sequence[Part]] = {
        "findings": findings(session, id_),
        "verdict": [("unreadable", "error")],
    }
    return Row(id_, (f"{safe(id_)}.toml", "muted"), parts)


def persona(session: Session, journey: Journey) -> str:
    """Whom a journey is for, in a few words."""
    return "any" if journey.persona is None else persona_name(session, journey.persona)


def persona_name(session: Session, id_: str) -> str:
    """A persona's title up to its first stop, else its id."""
    known = session.workspace.settings.personas.get(id_)
    title = known.title if known else id_
    for stop in (",", ":", "(", ";"):
        title = title.split(stop)[0]
    return title.strip() or id_


def findings(session: Session, id_: str) -> list[Part]:
    """`× 2  ! 1`: findings by severity, the worst first."""
    found = Counter(finding.severity for finding in session.findings.get(id_, ()))
    parts: list[Part] = []
    for severity, mark in SEVERITY_MARKS.items():
        if found[severity]:
            parts.append((f"{'  ' if parts else ''}{mark} {found[severity]}", severity))
    return parts


def layout(names: Sequence[str], room: int, columns: Mapping[str, Column]) -> tuple[int, list[str]]:
    """The cells of the name and the columns that fit beside it into `room` cells."""
    wanted = max([width(name) for name in names] + [NAME_LEAST])
    shown = list(columns)

    def rest() -> int:
        return sum(columns[name].size + GAP for name in shown)

    def next_to_go() -> str:
        return max(shown, key=lambda name: columns[name].rank)

    while room - rest() < min(wanted, 34) and columns[next_to_go()].rank > 1:
        shown.remove(next_to_go())
    return max(min(wanted, room - rest()), 8), shown


def lines(rows: Sequence[Row], room: int, chosen: int) -> tuple[list[list[Part]], list[list[Part]]]:
    """Head (two rows) and rows of the table for a pane of `room` cells."""
    found = max([cells(row.parts["findings"]) for row in rows] + [COLUMNS["findings"].size])
    columns = COLUMNS | {"findings": replace(COLUMNS["findings"], size=found)}
    size, shown = layout([row.name[0] for row in rows], room - 5, columns)
    spare = max(room - 5 - size - sum(columns[name].size + GAP for name in shown), 0)
    if "persona" in shown:
        longest = max((cells(row.parts.get("persona", ())) for row in rows), default=0)
        more = max(min(spare, longest - columns["persona"].size, MOST_PERSONA), 0)
        spare -= more
        columns["persona"] = replace(columns["persona"], size=columns["persona"].size + more)
    # The last column ends at the pane's edge, unless that is far from what it belongs to.
    before_last = GAP + (spare if spare <= MOST_STRETCH else 0)
    head: list[Part] = [("   ", ""), column("journey", "muted", size)]
    for name in shown:
        spec = columns[name]
        gap = before_last if name == "week" else GAP
        text = spec.head if name != "scale" else spec.head.center(SCALE)
        head += [(" " * gap, ""), column(text, "muted", spec.size, right=spec.right)]
    body: list[list[Part]] = []
    for number, row in enumerate(rows):
        style = "bold" if number == chosen else row.name[1]
        parts: list[Part] = [("  ", ""), column(row.name[0], style, size)]
        for name in shown:
            spec = columns[name]
            gap = before_last if name == "week" else GAP
            parts.append((" " * gap, ""))
            parts += _cell(row.parts.get(name, ()), spec)
        body.append(parts)
    return [head, [("  ", ""), ("─" * (room - 4), "line")]], body


def _cell(parts: Sequence[Part], spec: Column) -> list[Part]:
    if len(parts) == 1:
        return [column(parts[0][0], parts[0][1], spec.size, right=spec.right)]
    missing = spec.size - cells(parts)
    return [*parts, (" " * max(missing, 0), "")]


def sort_keys(session: Session) -> dict[str, Callable[[Journey], tuple[object, ...]]]:
    """The orders of the table by name; each ends with the journey's name, so none is by chance."""

    def worst(journey: Journey) -> tuple[int, ...]:
        found = Counter(f.severity for f in session.findings.get(journey.id, ()))
        return tuple(-found[severity] for severity in SEVERITY_MARKS)

    def goal(journey: Journey) -> float:
        outcome = session.outcomes.get(journey.id)
        counts = outcome.counts if outcome else None
        if counts is None or counts.goal is None or counts.goal.rate is None:
            return 2.0
        return float(counts.goal.rate)

    def sends(journey: Journey) -> int:
        outcome = session.outcomes.get(journey.id)
        return -outcome.counts.sends if outcome and outcome.counts else 0

    return {
        "name": lambda j: (j.name.casefold(),),
        "kind": lambda j: (j.kind, j.name.casefold()),
        "status": lambda j: (STATUSES.index(j.status), j.name.casefold()),
        "findings": lambda j: (*worst(j), j.name.casefold()),
        "goal": lambda j: (goal(j), j.name.casefold()),
        "messages": lambda j: (sends(j), j.name.casefold()),
    }
