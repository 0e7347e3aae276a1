"""Contacts told apart: a number for each id, the same on every machine, and their order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from operator import le
from typing import Any

import numpy as np
import numpy.typing as npt

U64 = npt.NDArray[np.uint64]
Codes = npt.NDArray[np.int32]

Texts = npt.NDArray[Any]
"""A text each: numpy's own kind of text, a third of the size of Python's; or those as objects."""

_DRAWN = re.compile(r"c-0*([0-9]{1,18})")
_LEAST_DIGITS = 6
_STEP = 0x9FB21C651E98DF25
_MASK = (1 << 64) - 1
AT_ONCE = 2_000
"""Texts or rows that are Python objects at one time, however long the list."""


def packed(texts: Sequence[str]) -> Texts:
    """Texts close together in memory; as Python's objects where one is no text of a file."""
    try:
        return np.array(texts, dtype=np.dtypes.StringDType())
    except UnicodeEncodeError:  # half of a surrogate pair
        return np.array(texts, dtype=object)


def each(texts: Texts) -> Iterator[str]:
    """One text after the other; never are all of them made at once."""
    for start in range(0, len(texts), AT_ONCE):
        yield from texts[start : start + AT_ONCE].tolist()


def joined(parts: Sequence[Texts]) -> Texts:
    """Packed texts after each other."""
    if len({part.dtype.char for part in parts}) == 1:
        return np.concatenate(parts)
    return np.concatenate([part.astype(object) for part in parts])


def alike(texts: Texts) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
    """The rows in the order of their texts, and which of these have the text of the one before.

    Rows of one text keep their order.
    """
    order = np.argsort(texts, kind="stable")
    sorted_ = texts[order]
    again = np.zeros(len(texts), dtype=np.bool_)
    again[1:] = sorted_[1:] == sorted_[:-1]
    return order, again


def text_hash(text: str) -> int:
    """64 bits of a text, the same on every machine."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")


def digits_of(count: int) -> int:
    """How many digits the ids of so many drawn contacts have."""
    return max(_LEAST_DIGITS, len(str(count)))


def drawn_ids(numbers: npt.NDArray[np.int64], of: int) -> Texts:
    """The ids of some of `of` contacts that are drawn from a list, by their numbers from 0 on.

    `c-000001` is the first; all of a run have as many digits, so that they sort by their numbers.
    """
    width = digits_of(of)
    return packed([f"c-{number:0{width}d}" for number in (numbers + 1).tolist()])


def drawn_hashes(numbers: npt.NDArray[np.int64]) -> U64:
    """The hashes of their ids: no text is made for them."""
    return (numbers + 1).astype(np.uint64) * np.uint64(_STEP)


def id_hash(id_: str) -> int:
    """64 bits of an id. `c-000001`, as drawn contacts are called, has those of its number.

    So contacts that were drawn, and a list of the same contacts, have the same luck.
    """
    match = _DRAWN.fullmatch(id_)
    if match and len(id_) >= _LEAST_DIGITS + 2:
        return int(match[1]) * _STEP & _MASK
    return text_hash(id_)


def id_hashes(ids: Texts) -> U64:
    """64 bits for each id."""
    return np.fromiter((id_hash(id_) for id_ in ids), dtype=np.uint64, count=len(ids))


def text_hashes(texts: Iterable[str]) -> U64:
    """64 bits for each text."""
    return np.fromiter((text_hash(text) for text in texts), dtype=np.uint64)


def id_order(ids: Texts) -> Codes:
    """The rows in the order of their ids, as Python compares texts."""
    if all(map(le, ids[:-1], ids[1:])):
        return np.arange(len(ids), dtype=np.int32)
    texts = ids if isinstance(ids.dtype, np.dtypes.StringDType) else packed(ids.tolist())
    return np.argsort(texts, kind="stable").astype(np.int32)
