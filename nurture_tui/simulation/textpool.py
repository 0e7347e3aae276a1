"""Texts as numbers, for a run and for conditions that compare them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from nurture_tui.contacts.identity import Texts, alike, each, joined

Codes = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]


MANY = 16_384
"""More texts of a column than these are numbered as they lie."""


class TextPool:
    """Texts as numbers: equal texts have equal codes, and the empty text is 0.

    One serves all chunks of one list of contacts. Of a column of many texts, as addresses are, no
    texts of Python's are kept: they are numbered one after the other as they lie.
    """

    def __init__(self) -> None:
        self._codes: dict[str, int] = {"": 0}
        self._parts: list[list[str] | Texts] = [[""]]
        self._starts = [0]
        self._size = 1
        self._matches: dict[str, Flags] = {}
        self._columns: dict[str, Codes] = {}
        self._listings: dict[str, Flags] = {}

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, code: int) -> str:
        part = bisect_right(self._starts, code) - 1
        return str(self._parts[part][code - self._starts[part]])

    def code(self, text: str) -> int:
        """The number of a text, which it is given now if it has none."""
        code = self._codes.get(text)
        if code is None:
            code = self._codes[text] = self._packed_code(text)
        return code

    def _packed_code(self, text: str) -> int:
        """The number of a text that has not been asked for so far."""
        for start, part in self._packed():
            if len(found := np.flatnonzero(part == text)):
                return start + int(found[0])
        last = self._parts[-1]
        if isinstance(last, list):
            last.append(text)
            self._size += 1
        else:
            self._add([text])
        return self._size - 1

    def _packed(self) -> Iterator[tuple[int, Texts]]:
        """The columns of many texts, each with the number of its first."""
        for start, part in zip(self._starts, self._parts, strict=True):
            if isinstance(part, np.ndarray):
                yield start, part

    def _add(self, part: list[str] | Texts) -> None:
        self._starts.append(self._size)
        self._parts.append(part)
        self._size += len(part)

    def codes_of(self, column: str, texts: Sequence[str] | Texts) -> Codes:
        """The codes of the different texts of a column of the contacts; found once a run."""
        if column not in self._columns:
            if isinstance(texts, np.ndarray) and len(texts) > MANY:
                self._columns[column] = self._packed_codes(texts)
            else:
                self._columns[column] = self._each_code(texts)
        return self._columns[column]

    def _each_code(self, texts: Sequence[str] | Texts) -> Codes:
        parts = list(self._packed())
        if not parts:
            return self._numbered(texts)
        new = {text for text in texts if text not in self._codes}
        for start, part in parts if new else ():  # all of them in one go
            for place, text in enumerate(each(part), start):
                if text in new:
                    self._codes.setdefault(text, place)
        return np.array([self.code(text) for text in texts], dtype=np.int32)

    def _numbered(self, texts: Sequence[str] | Texts) -> Codes:
        """The codes of different texts where there is no column of many: in one go, for runs ask.

        A text that has its number already leaves the next one empty.
        """
        last, size = self._parts[-1], self._size
        assert isinstance(last, list)
        told: list[str] = texts.tolist() if isinstance(texts, np.ndarray) else [*texts]
        numbers = dict(zip(told, range(size, size + len(told)), strict=True))
        codes = np.arange(size, size + len(told), dtype=np.int32)
        for text in self._codes.keys() & numbers.keys():
            codes[numbers[text] - size] = numbers[text] = self._codes[text]
        self._codes |= numbers
        last += told
        self._size += len(told)
        return codes

    def _packed_codes(self, texts: Texts) -> Codes:
        """One number after the other, but for texts that have theirs already: the first of them."""
        codes = np.arange(self._size, self._size + len(texts), dtype=np.int32)
        for start, part in reversed([*self._packed()]):
            order, again = alike(joined([part, texts]))
            here = np.flatnonzero(again)
            codes[order[here] - len(part)] = start + order[here - 1]
        for place, text in enumerate(each(texts)):
            if (code := self._codes.get(text)) is not None:
                codes[place] = code
        self._add(texts)
        return codes

    def listing(self, name: str, texts: Iterable[str]) -> Flags:
        """Which texts of the column `lists`, such as `leads; vip`, name a list."""
        if name not in self._listings:
            found = [name in [part.strip() for part in text.split(";")] for text in texts]
            self._listings[name] = np.array(found, dtype=np.bool_)
        return self._listings[name]

    def containing(self, part: str) -> Flags:
        """Per code, whether its text contains `part`, ignoring case."""
        known = self._matches.setdefault(part, np.zeros(0, dtype=np.bool_))
        if len(known) < self._size:
            wanted = part.casefold()
            more = [wanted in text.casefold() for text in self._after(len(known))]
            self._matches[part] = known = np.concatenate([known, np.array(more, dtype=np.bool_)])
        return known

    def _after(self, code: int) -> Iterator[str]:
        """The texts from a number on."""
        for start, part in zip(self._starts, self._parts, strict=True):
            some = part[max(0, code - start) :]
            yield from each(some) if isinstance(some, np.ndarray) else some
