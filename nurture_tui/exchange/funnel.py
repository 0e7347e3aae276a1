"""Where contacts came to and where they ended, as tables of a page with a bar in each row."""

from __future__ import annotations

from collections.abc import Sequence

from nurture_tui.exchange.markup import element, shown
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.brief.reached import paths
from nurture_tui.report.sketch import kind_word, step_title
from nurture_tui.simulation.result import JourneyResult
from nurture_tui.text import count, rate, share

_WIDE, _HIGH = 160, 10
Cells = Sequence[tuple[str, str]]

FUNNEL_STYLE = """\
td.bar { width: 172px; padding-top: .55rem; }
.fill { fill: var(--send); } .rest { fill: var(--soft); }
.fill-goal { fill: var(--goal); } .fill-plain { fill: var(--muted); }
td.word { color: var(--muted); white-space: nowrap; }
"""


def funnel(journey: Journey, workspace: Workspace, counts: JourneyResult) -> str:
    """Each step in the order of the path: who came, of those let in; sent, opened, clicked."""
    heads = ("", "Step", "Came", "", "Sent", "Opened", "Clicked")
    rows = []
    for id_ in paths(journey).order:
        step, found = journey.steps[id_], counts.steps.get(id_)
        if found is None:
            continue
        of = found.entered / counts.entered if counts.entered else 0.0
        send = found.type == "send"
        kind = {"send": "send", "branch": "choice", "split": "choice"}.get(found.type, "")
        rows.append(
            (
                (kind_word(step, journey, workspace), "word"),
                (step_title(id_, step), kind),
                (count(found.entered), "number"),
                (_bar(of, "fill" if send else "fill-plain"), "bar"),
                (count(found.sent) if send else "", "number"),
                (rate(found.opened / found.sent) if found.sent else "", "number"),
                (rate(found.clicked / found.sent) if found.sent else "", "number"),
            )
        )
    return _table(heads, rows)


def ends(journey: Journey, counts: JourneyResult) -> str:
    """Rows that add up to those let in, then those who were not."""
    rows: list[Cells] = []

    def add(name: str, number: int, of: int, fill: str = "fill-plain", weight: str = "") -> None:
        part = number / of if of else 0.0
        rows.append(
            (
                (name, weight),
                (count(number), f"number {weight}".strip()),
                (share(part) if of else "", "number"),
                (_bar(part, fill), "bar"),
            )
        )

    let_in = counts.entered
    if counts.goal is not None and journey.goal is not None:
        inside = counts.goal.reached - counts.goal.after_last_step
        add(journey.goal.name, inside, let_in, "fill-goal", "goal")
    rules = [rule.name for rule in journey.exits]
    for name, number in counts.exits.items():
        if number or name in rules:
            add(name, number, let_in)
    if counts.finished:
        add("end of the path", counts.finished, let_in)
    if counts.inside:
        add("still inside", counts.inside, let_in)
    foot = f'<tr><td>Let in</td><td class="number">{count(let_in)}</td><td></td><td></td></tr>'
    said = _table(("", "Times", "Share", ""), rows, foot)
    refused = {why: n for why, n in counts.not_entered.items() if n}
    later = counts.goal.after_last_step if counts.goal is not None else 0
    notes = []
    if later:
        notes.append(f"{count(later)} reached the goal later, in time, after they had ended above.")
    if refused:
        why = ", ".join(f"{name} {count(number)}" for name, number in refused.items())
        notes.append(f"Not let in: {count(sum(refused.values()))} ({why}).")
    return said + "".join(f'<p class="muted">{shown(note)}</p>' for note in notes)


def _bar(part: float, fill: str) -> str:
    """A bar of markup; its number stands beside it."""
    wide = max(round(_WIDE * min(part, 1.0), 1), 1.0 if part else 0.0)
    whole = element("rect", class_="rest", width=_WIDE, height=_HIGH, rx="2")
    filled = element("rect", class_=fill, width=f"{wide:g}", height=_HIGH, rx="2") if wide else ""
    return element("svg", whole + filled, width=_WIDE, height=_HIGH, aria_hidden="true")


def _table(heads: Sequence[str], rows: Sequence[Cells], foot: str = "") -> str:
    """A table; the cells of the class `bar` are markup, all others text."""
    kinds = [kind for _, kind in rows[0]] if rows else [""] * len(heads)
    top = "".join(
        f'<th class="number">{shown(head)}</th>' if "number" in kind else f"<th>{shown(head)}</th>"
        for head, kind in zip(heads, kinds, strict=True)
    )
    body = "\n".join(f"<tr>{''.join(_cell(*cell) for cell in row)}</tr>" for row in rows)
    last = f"<tfoot>{foot}</tfoot>" if foot else ""
    return f"<table>\n<thead><tr>{top}</tr></thead>\n<tbody>\n{body}\n</tbody>{last}\n</table>"


def _cell(text: str, kind: str) -> str:
    inside = text if kind == "bar" else f"<bdi>{shown(text)}</bdi>" if text else ""
    return f'<td class="{kind}">{inside}</td>' if kind else f"<td>{inside}</td>"
