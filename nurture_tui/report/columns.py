"""Columns of what is written to files: instants, wall times, and texts by number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from nurture_tui.simulation.view import Ints

_GROUP, _BASE = 4, 10_000


class Texts:
    """Texts by number, of which there may come more."""

    def __init__(self, texts: Sequence[str] = ("",)) -> None:
        self.all = list(texts)
        self._codes: dict[str, int] | None = None

    def __len__(self) -> int:
        return len(self.all)

    def code(self, text: str) -> int:
        """The number of a text, a new one if it is not there."""
        if self._codes is None:
            self._codes = {known: place for place, known in enumerate(self.all)}
        code = self._codes.setdefault(text, len(self.all))
        if code == len(self.all):
            self.all.append(text)
        return code


@dataclass(frozen=True)
class Moments:
    """Instants in seconds UTC, written in ISO 8601 with `Z`."""

    seconds: Ints

    def __len__(self) -> int:
        return len(self.seconds)


@dataclass(frozen=True)
class Walls:
    """Wall times (seconds as if UTC) of instants, written in ISO 8601 with their offset."""

    walls: Ints
    seconds: Ints

    def __len__(self) -> int:
        return len(self.seconds)


@dataclass(frozen=True)
class Coded:
    """Text `texts.all[codes[i]]` in row i. `few` where there are few texts and many rows."""

    codes: npt.NDArray[np.integer]
    texts: Texts
    few: bool = True

    def __len__(self) -> int:
        return len(self.codes)


@dataclass(frozen=True)
class Numbered:
    """Ids made of a number with leading zeros, such as `c-000001`."""

    numbers: Ints
    width: int
    prefix: str

    def __len__(self) -> int:
        return len(self.numbers)

    def letters(self) -> npt.NDArray[np.uint8]:
        """The ids as an array (rows, letters) of ASCII codes."""
        rows, size = len(self.numbers), len(self.prefix) + self.width
        whole = -(-self.width // _GROUP)
        words = -(-size // _GROUP) + 1
        groups = np.empty((rows, words), dtype=np.uint32)
        left = self.numbers.astype(np.uint32)
        for place in range(whole):
            higher = left // np.uint32(_BASE)
            left -= higher * np.uint32(_BASE)
            groups[:, words - 1 - place] = _groups().take(left)
            left = higher
        # The letters of a row stand at its right end, with room at the left to be cut off.
        letters = groups.view(np.uint8)
        first = letters.shape[1] - size
        for place, letter in enumerate(self.prefix.encode("ascii"), start=first):
            letters[:, place] = letter
        if not rows:
            return np.empty((0, size), dtype=np.uint8)
        cut = np.ndarray(rows, f"V{size}", letters, first, letters.strides[:1])
        return np.ascontiguousarray(cut).view(np.uint8).reshape(rows, size)


@lru_cache(maxsize=1)
def _groups() -> npt.NDArray[np.uint32]:
    """The letters of 0000 to 9999, each group of four as one number."""
    numbers = np.arange(_BASE)
    digits = [numbers // 10 ** (_GROUP - 1 - place) % 10 + ord("0") for place in range(_GROUP)]
    letters = np.column_stack(digits).astype(np.uint8)
    return letters.view(np.uint32).ravel()


Column = Moments | Walls | Coded | Numbered
Block = Mapping[str, Column]
"""Columns of one length by their names, in the order in which they are written."""


def rows_of(block: Block) -> Iterator[tuple[str, ...]]:
    """The rows of a block as texts, one for each column."""
    return zip(*map(_texts_of, block.values()), strict=True)


def _texts_of(column: Column) -> list[str]:
    match column:
        case Moments(seconds=seconds):
            return [f"{text}Z" for text in _times(seconds)]
        case Walls(walls=walls, seconds=seconds):
            offsets = (walls - seconds).tolist()
            known = {offset: offset_text(offset) for offset in set(offsets)}
            return [
                f"{text}{known[offset]}"
                for text, offset in zip(_times(walls), offsets, strict=True)
            ]
        case Coded(codes=codes, texts=texts):
            return [texts.all[code] for code in codes.tolist()]
    return [bytes(row).decode("ascii") for row in column.letters()]


def _times(seconds: Ints) -> list[str]:
    found: list[str] = np.datetime_as_string(seconds.astype("datetime64[s]"), unit="s").tolist()
    return found


def offset_text(seconds: int) -> str:
    """An offset as ISO 8601 has it; one with seconds, as before 1900, has them too."""
    hours, rest = divmod(abs(seconds), 3_600)
    minutes, odd = divmod(rest, 60)
    sign = "-" if seconds < 0 else "+"
    return f"{sign}{hours:02d}:{minutes:02d}" + (f":{odd:02d}" if odd else "")
