"""What is wrong with a file, and where."""

from __future__ import annotations

from nurture_tui.files.positions import Places, Position
from nurture_tui.files.scanner import TomlPath
from nurture_tui.frozen import dataclass
from nurture_tui.model.reading import DataProblem


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a file: code F001-F006, a sentence, how to mend it, and where.

    `path` is the path inside the file, () for the file itself; `line` and `column` are from 1.
    """

    code: str
    message: str
    fix: str
    path: TomlPath = ()
    line: int = 1
    column: int = 1


def placed(problem: DataProblem, places: Places) -> Problem:
    """A problem of the values, at the line and column where they are written."""
    if problem.at is not None:
        position = places.within(problem.path, problem.at)
    elif problem.on_key:
        position = places.of_key(problem.path)
    else:
        position = places.of_value(problem.path)
    return unplaced(problem.code, problem.message, problem.fix, problem.path, position)


def unplaced(
    code: str,
    message: str,
    fix: str,
    path: TomlPath = (),
    position: Position | None = None,
) -> Problem:
    """A problem at a position, else at the start of the file."""
    where = position or Position()
    return Problem(code, message, fix, path, where.line, where.column)
