"""The lane beside the path: goal and exits, which are watched everywhere, and where all end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView

from nurture_tui.edit.form import EXIT, GOAL
from nurture_tui.model.journey import RESERVED_EXITS, Journey
from nurture_tui.screens.cells import Part, fit
from nurture_tui.screens.rowbyrow import RowByRow
from nurture_tui.screens.session import Session
from nurture_tui.simulation.result import JourneyResult
from nurture_tui.text import count, cut, pad, rate, safe, width

GAP = 2


@dataclass(frozen=True)
class LaneRow:
    """A row of the lane and what a click on it selects ("" nothing)."""

    parts: tuple[Part, ...] = ()
    id: str = ""


def lane_rows(session: Session, size: int) -> list[LaneRow]:
    """All rows of the lane for a pane of `size` cells; numbers are muted when they are stale."""
    journey = session.journey
    if journey is None:
        return []
    counts = session.counts
    rows = [LaneRow()]
    if journey.goal is not None:
        goal = counts.goal if counts else None
        number = rate(goal.rate) if goal is not None and goal.rate is not None else ""
        foot = f" to {journey.goal.enter} " if journey.goal.enter else ""
        rows += _box(session, GOAL, "goal", journey.goal.name, number, foot, size)
    for rule in journey.exits:
        foot = f" to {rule.enter} " if rule.enter else ""
        number = _share(counts, rule.name)
        rows += _box(session, EXIT + rule.name, "exit rule", rule.name, number, foot, size)
    for name in RESERVED_EXITS[:2]:
        rows.append(LaneRow(_line(f"  {name}", _share(counts, name), size - 2, _weight(session))))
    if counts is None:
        return rows
    ends = _ends(journey, counts)
    style = "muted" if session.upkeep.dimmed else "text"
    rows += [LaneRow(), LaneRow(), LaneRow((("Where they all end", "bold"),))]
    for name, ended, ink in ends:
        number = count(ended)
        room = size - width(number) - GAP
        first, *more = _broken(safe(name), (room,), room)
        rows.append(LaneRow(_line(first, number, size, style if ended else "muted", ink)))
        rows += [LaneRow(((f"  {cut(text, size - 2)}", ink),)) for text in more]
    later = counts.goal.after_last_step if counts.goal is not None else 0
    if later:
        # They count for the goal rate, but their stay ended elsewhere, in the rows above.
        rows.append(LaneRow(_line("later at the goal", count(later), size, "muted", "muted")))
    rows.append(LaneRow((("─" * size, "line"),)))
    bold = "muted" if session.upkeep.dimmed else "bold"
    rows.append(LaneRow(_line("let in", count(counts.entered), size, bold, "text")))
    refused = sum(counts.not_entered.values())
    rows.append(LaneRow(_line("not let in", count(refused), size, "muted", "muted")))
    for why, kept_out in counts.not_entered.items():
        if kept_out:
            name = f"  {_WHY.get(why, why)}"
            rows.append(LaneRow(_line(name, count(kept_out), size, "muted", "muted")))
    return rows


_WHY = {"only_if": "only if not met", "goal": "goal met before", "exit": "exit rule holds"}


def _ends(journey: Journey, counts: JourneyResult) -> list[tuple[str, int, str]]:
    """Where the stays ended, in rows that add up to those let in (goals inside the path)."""
    rows: list[tuple[str, int, str]] = []
    if counts.goal is not None:
        inside = counts.goal.reached - counts.goal.after_last_step
        rows.append(("goal", inside, "goal"))
    for name, number in counts.exits.items():
        if number or name in [rule.name for rule in journey.exits]:
            rows.append((name, number, "text" if number else "muted"))
    if counts.finished:
        rows.append(("end of the path", counts.finished, "text"))
    rows.append(("still inside", counts.inside, "text" if counts.inside else "muted"))
    return rows


def _weight(session: Session) -> str:
    return "muted" if session.upkeep.dimmed else "text"


def _share(counts: JourneyResult | None, exit_: str) -> str:
    if counts is None or not counts.entered:
        return ""
    return rate(counts.exits.get(exit_, 0) / counts.entered)


def _line(name: str, number: str, size: int, style: str, ink: str = "muted") -> tuple[Part, ...]:
    """A name at the left, its number at the right edge."""
    room = max(size - width(number) - GAP, 1)
    return ((pad(safe(name), room), ink), (" " * GAP, ""), (number, style))


def _broken(name: str, rooms: Sequence[int], last: int) -> list[str]:
    """A name on as many rows as it takes, up to one more than `rooms`, the cells of the first ones.

    It is broken at blanks and behind hyphens; the last row has `last` cells.
    """
    if width(name) <= last or not rooms:
        return [name]
    ends = [at + 1 for at, letter in enumerate(name) if letter in " -"]
    first = max((end for end in ends if width(name[:end].rstrip()) <= rooms[0]), default=0)
    if not first:
        return [name]
    return [name[:first].rstrip(), *_broken(name[first:], rooms[1:], last)]


def _box(
    session: Session, id_: str, word: str, title: str, number: str, foot: str, size: int
) -> list[LaneRow]:
    """A box of the lane with one number at its right edge, and a blank row."""
    goal, selected = word == "goal", session.selected == id_
    ink = "goal" if goal else "exit"
    if goal:
        tl, tr, bl, br, top, side, bottom = "╔╗╚╝═║═"
    elif selected:
        tl, tr, bl, br, top, side, bottom = "┏┓┗┛━┃━"
    else:
        tl, tr, bl, br, top, side, bottom = "┌┐╘╛─│═"
    inner = size - 2
    gap = GAP if number else 0
    room = inner - 2 - width(number) - gap
    # The number stands on the last row of the name.
    *above, last = _broken(safe(title), (inner - 2,) * 2, room)
    on = " on $panel" if selected else ""
    weight = "muted" if session.upkeep.dimmed else ("bold" if goal else "text")
    titled = ("bold" if selected else "text") + on
    middle: list[list[Part]] = [
        [(side, ink), (f" {pad(text, inner - 2)} ", titled), (side, ink)] for text in above
    ]
    middle.append(
        [
            (side, ink),
            (f" {pad(last, room)}", titled),
            (f"{' ' * gap}{number} ", weight + on),
            (side, ink),
        ]
    )
    foot = cut(foot, inner - 2)
    return [
        LaneRow(((f"{tl}{top} {word} ", ink), (top * (inner - len(word) - 3) + tr, ink)), id_),
        *(LaneRow(tuple(fit(parts, size)), id_) for parts in middle),
        LaneRow(
            ((bl + bottom, ink), (foot, ink), (bottom * (inner - 1 - width(foot)) + br, ink)), id_
        ),
        LaneRow(),
    ]


class Lane(ScrollView, RowByRow, can_focus=True):
    """The lane; up and down choose among goal and exits, Enter edits."""

    DEFAULT_CSS = "Lane { height: 1fr; width: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "edit", "edit", id="lane.edit"),
        Binding("up,k", "choose(-1)", "up", show=False, id="lane.up"),
        Binding("down,j", "choose(1)", "down", show=False, id="lane.down"),
        Binding("left,h", "path", "to the path", show=False, id="lane.path"),
    ]

    class Picked(Message):
        """A goal or exit was chosen; `open` to edit it."""

        def __init__(self, id_: str, *, open_: bool = False) -> None:
            super().__init__()
            self.id, self.open = id_, open_

    class Beside(Message):
        """Back to the path, on the left."""

    def __init__(self, session: Session, *, id_: str | None = None) -> None:
        super().__init__(id=id_)
        self.session = session
        self.rows: list[LaneRow] = []

    def on_mount(self) -> None:
        self.rebuild()

    def on_resize(self) -> None:
        self.rebuild()

    def rebuild(self) -> None:
        """Show the goal, the exits and where all end as they are now."""
        rows = lane_rows(self.session, self.size.width)
        if rows != self.rows:
            self.rows = rows
            self.virtual_size = Size(0, len(self.rows))
            self.repaint()

    def line(self, y: int, room: Size) -> Sequence[Part]:
        at = y + self.scroll_offset.y
        parts = self.rows[at].parts if at < len(self.rows) else ()
        below = len(self.rows) - at
        if y == room.height - 1 and below > 1:
            parts = ((f"  ▼ {below} more rows", "muted"),)
        return parts

    def action_choose(self, by: int) -> None:
        ids = list(dict.fromkeys(row.id for row in self.rows if row.id))
        if not ids:
            return
        selected = self.session.selected
        at = ids.index(selected) + by if selected in ids else 0
        if 0 <= at < len(ids):
            own = [y for y, row in enumerate(self.rows) if row.id == ids[at]]
            # One more row, since the last row in view may say how many more there are.
            self.scroll_to_region(Region(0, own[0], 1, len(own) + 1), animate=False)
            self.post_message(self.Picked(ids[at]))

    def action_path(self) -> None:
        self.post_message(self.Beside())

    def action_edit(self) -> None:
        selected = self.session.selected
        if any(row.id == selected for row in self.rows if row.id):
            self.post_message(self.Picked(selected, open_=True))
        else:
            self.action_choose(0)

    def on_click(self, event: events.Click) -> None:
        at = event.y + self.scroll_offset.y
        if event.y == self.size.height - 1 and at < len(self.rows) - 1:
            self.scroll_page_down(animate=False)
            return
        if at < len(self.rows) and self.rows[at].id:
            self.post_message(self.Picked(self.rows[at].id, open_=event.chain == 2))
