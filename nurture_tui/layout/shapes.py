"""The glyphs of each kind of step and of each way lines can meet (look.md, Kinds)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Frame:
    """The borders of a box: top left, top, top right, side, bottom left, bottom, bottom right,
    and the bottom where a line leaves."""

    tl: str
    top: str
    tr: str
    side: str
    bl: str
    bottom: str
    br: str
    tee: str


def _frame(glyphs: str) -> Frame:
    return Frame(*glyphs)


_ROUND = _frame("╭─╮│╰─╯┬")
_WAIT = _frame("┌╌┐╎└╌┘┬")
_BRANCH = _frame("╱─╲│╲─╱┬")
_SPLIT = _frame("╱╌╲╎╲╌╱┬")
_SQUARE = _frame("┌─┐│└─┘┬")
_EXIT = _frame("┌─┐│╘═╛╤")
_GOAL = _frame("╔═╗║╚═╝╤")
_REMOVED = _frame("┌┄┐┆└┄┘┬")

PLAIN: dict[str, Frame] = {
    "send": _ROUND,
    "run": _ROUND,
    "wait": _WAIT,
    "branch": _BRANCH,
    "split": _SPLIT,
    "action": _SQUARE,
    "exit": _EXIT,
    "rule": _EXIT,
    "goal": _GOAL,
    "removed": _REMOVED,
}
_HEAVY_BOX = _frame("┏━┓┃┗━┛┳")
HEAVY: dict[str, Frame] = {
    "send": _HEAVY_BOX,
    "wait": _frame("┏╍┓╏┗╍┛┳"),
    "branch": _frame("╱━╲┃╲━╱┳"),
    "split": _frame("╱╍╲╏╲╍╱┳"),
    "action": _HEAVY_BOX,
    "exit": _HEAVY_BOX,
    "rule": _HEAVY_BOX,
    "goal": _GOAL,
    "removed": _frame("┏┅┓┇┗┅┛┳"),
}
CHIP_ENDS: dict[str, tuple[str, str]] = {
    "send": ("(", ")"),
    "run": ("(", ")"),
    "wait": ("╎", "╎"),
    "branch": ("╱", "╲"),
    "split": ("╱", "╲"),
    "action": ("[", "]"),
    "exit": ("╘", "╛"),
    "rule": ("╘", "╛"),
    "goal": ("║", "║"),
    "removed": ("┆", "┆"),
}
INKS = {"rule": "exit"}


def frame(kind: str, *, ends: bool, selected: bool) -> Frame:
    """The borders of a step of this kind; what ends a path has a double bottom (rule 11)."""
    if selected:
        return HEAVY.get(kind, _HEAVY_BOX)
    shape = PLAIN.get(kind, _SQUARE)
    if ends and kind not in ("goal", "removed"):
        return Frame(shape.tl, shape.top, shape.tr, shape.side, "╘", "═", "╛", "╤")
    return shape


UP, DOWN, LEFT, RIGHT = 1, 2, 4, 8
SOLID = " │││─╯╮┤─╰╭├─┴┬┼"  # by mask
GONE = {"│": "┆", "─": "┄"}
