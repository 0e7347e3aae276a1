"""Box lines, blocks and marks as strokes within a cell, read off their Unicode names."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

CELL_WIDTH, CELL_HEIGHT = 10, 22
X, Y = CELL_WIDTH / 2, CELL_HEIGHT / 2
LIGHT, HEAVY, FILLED = 1.4, 3.0, 0.0
PENS = {"LIGHT": LIGHT, "SINGLE": LIGHT, "HEAVY": HEAVY, "DOUBLE": LIGHT}
APART = 2.2  # how far each line of a double one is from the middle
BEND = 5.0
DASHES = {"DOUBLE": 2, "TRIPLE": 3, "QUADRUPLE": 4}
INK_OF_A_DASH = 0.62
BOTH = {"HORIZONTAL": ("LEFT", "RIGHT"), "VERTICAL": ("UP", "DOWN")}
ENDS = {"UP": (X, 0.0), "DOWN": (X, CELL_HEIGHT), "LEFT": (0.0, Y), "RIGHT": (CELL_WIDTH, Y)}

Points = tuple[float, ...]


@dataclass(frozen=True)
class Stroke:
    """A path from the top left corner of its cell, drawn with a pen of this width or FILLED.

    `path` has the letter of each SVG command with its points: x, y, x, y ...
    """

    pen: float
    path: tuple[tuple[str, Points], ...]

    def at(self, column: int, row: int) -> str:
        """The path as SVG writes it, in this cell of the picture."""
        corner = (column * CELL_WIDTH, row * CELL_HEIGHT)
        return "".join(
            name + " ".join(f"{value + corner[n % 2]:g}" for n, value in enumerate(points))
            for name, points in self.path
        )


def strokes(letter: str, columns: int = 1) -> list[Stroke]:
    """How a letter is drawn; nothing if it is to be set in type.

    What goes along the row without an end is drawn over this many `columns` at once.
    """
    words = unicodedata.name(letter, "").split() if letter else []
    if words[:2] == ["BOX", "DRAWINGS"]:
        return _box(words[2:], columns)
    if "▁" <= letter <= "█":
        eighths = ord(letter) - ord("▁") + 1
        return [_rectangle(CELL_WIDTH * columns, CELL_HEIGHT * eighths / 8)]
    if "▉" <= letter <= "▏":
        return [_rectangle(CELL_WIDTH * (ord("▏") - ord(letter) + 1) / 8, CELL_HEIGHT)]
    return _mark(letter)


def spans(letter: str) -> bool:
    """Whether neighbours of this letter are drawn as one."""
    return letter in "─━═" or "▁" <= letter <= "█"


def _box(words: list[str], columns: int) -> list[Stroke]:
    match words:
        case [weight, number, "DASH", way]:
            return list(_dashes(PENS[weight], DASHES[number], way == "HORIZONTAL"))
        case [weight, "ARC", up, "AND", side]:
            (x, _), (_, y) = ENDS[side], ENDS[up]
            bend = (X, Y + (BEND if y else -BEND)), (X + (BEND if x else -BEND), Y)
            path = (("M", (X, y)), ("L", bend[0]), ("Q", (X, Y, *bend[1])), ("L", (x, Y)))
            return [Stroke(PENS[weight], path)]
        case [weight, "DIAGONAL", *rest]:
            falls = _line(LIGHT, 0, 0, CELL_WIDTH, CELL_HEIGHT)
            rises = _line(LIGHT, 0, CELL_HEIGHT, CELL_WIDTH, 0)
            return [falls, rises] if rest == ["CROSS"] else [falls if rest[1] == "LEFT" else rises]
        case [weight, "HORIZONTAL"]:
            return list(_straight(weight, CELL_WIDTH * columns, along_row=True))
        case [weight, "VERTICAL"]:
            return list(_straight(weight, CELL_HEIGHT, along_row=False))
    arms = _arms(words)
    return [stroke for way in arms for stroke in _arm(way, arms)]


def _arms(words: list[str]) -> dict[str, str]:
    """The weight of each arm: LIGHT DOWN AND RIGHT, or UP SINGLE AND RIGHT DOUBLE."""
    arms: dict[str, str] = {}
    shared = words[0] if words[0] in PENS else ""
    for half in " ".join(words).split(" AND "):
        weight = next((word for word in half.split() if word in PENS), shared)
        for word in half.split():
            for way in BOTH.get(word, (word,) if word in ENDS else ()):
                arms[way] = weight
    return arms


def _arm(way: str, arms: dict[str, str]) -> Iterator[Stroke]:
    """The lines of one arm, from where it meets the others to the edge of the cell."""
    x, y = ENDS[way]
    weight = arms[way]
    sideways = way in ("LEFT", "RIGHT")
    outward = 1 if way in ("RIGHT", "DOWN") else -1
    before, behind = ("UP", "DOWN") if sideways else ("LEFT", "RIGHT")
    for side in (-APART, APART) if weight == "DOUBLE" else (0.0,):
        crossing = {arms[other] for other in (before, behind) if other in arms}
        start = -outward * max((PENS[one] for one in crossing), default=0) / 2
        if "DOUBLE" in crossing:
            near = {before} if side < 0 else {behind} if side > 0 else {before, behind}
            stops = all(arms.get(other) == "DOUBLE" for other in near)
            start += outward * (APART if stops else -APART)
        if sideways:
            yield _line(PENS[weight], X + start, Y + side, x, Y + side)
        else:
            yield _line(PENS[weight], X + side, Y + start, X + side, y)


def _straight(weight: str, length: float, *, along_row: bool) -> Iterator[Stroke]:
    for side in (-APART, APART) if weight == "DOUBLE" else (0.0,):
        if along_row:
            yield _line(PENS[weight], 0, Y + side, length, Y + side)
        else:
            yield _line(PENS[weight], X + side, 0, X + side, length)


def _dashes(pen: float, number: int, along_row: bool) -> Iterator[Stroke]:
    length = (CELL_WIDTH if along_row else CELL_HEIGHT) / number
    for dash in range(number):
        begin = length * (dash + (1 - INK_OF_A_DASH) / 2)
        end = begin + length * INK_OF_A_DASH
        yield _line(pen, begin, Y, end, Y) if along_row else _line(pen, X, begin, X, end)


def _mark(letter: str) -> list[Stroke]:
    match letter:
        case "▲":
            return [_polygon(X, Y - 5, X + 4.5, Y + 4, X - 4.5, Y + 4)]
        case "▼":
            return [_polygon(X, Y + 5, X + 4.5, Y - 4, X - 4.5, Y - 4)]
        case "◆":
            return [_polygon(X, Y - 5, X + 4.5, Y, X, Y + 5, X - 4.5, Y)]
        case "●":
            return [_circle(FILLED, 4.2)]
        case "○":
            return [_circle(LIGHT, 3.6)]
    return []


def _line(pen: float, x: float, y: float, to_x: float, to_y: float) -> Stroke:
    return Stroke(pen, (("M", (x, y)), ("L", (to_x, to_y))))


def _rectangle(width: float, height: float) -> Stroke:
    """One that stands on the lower left corner of the cell."""
    top, low = CELL_HEIGHT - height, CELL_HEIGHT
    return _polygon(0, top, width, top, width, low, 0, low)


def _polygon(x: float, y: float, *rest: float) -> Stroke:
    return Stroke(FILLED, (("M", (x, y)), ("L", rest), ("Z", ())))


def _circle(pen: float, radius: float) -> Stroke:
    c = radius * 0.5523  # four such curves are a circle to the eye
    r = radius
    return Stroke(
        pen,
        (
            ("M", (X, Y - r)),
            ("C", (X + c, Y - r, X + r, Y - c, X + r, Y)),
            ("C", (X + r, Y + c, X + c, Y + r, X, Y + r)),
            ("C", (X - c, Y + r, X - r, Y + c, X - r, Y)),
            ("C", (X - r, Y - c, X - c, Y - r, X, Y - r)),
            ("Z", ()),
        ),
    )
