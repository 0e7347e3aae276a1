"""Contacts told apart: a number for each id, the same on every machine, and their order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import blake2b
from operator import le

import numpy as np
import numpy.typing as npt

U64 = npt.NDArray[np.uint64]
Codes = npt.NDArray[np.int32]

_DRAWN = re.compile(r"c-0*([0-9]{1,18})")
_LEAST_DIGITS = 6
_STEP = 0x9FB21C651E98DF25
_MASK = (1 << 64) - 1


def text_hash(text: str) -> int:
    """64 bits of a text, the same on every machine."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")


def digits_of(count: int) -> int:
    """How many digits the ids of so many drawn contacts have."""
    return max(_LEAST_DIGITS, len(str(count)))


def drawn_ids(numbers: npt.NDArray[np.int64], of: int) -> npt.NDArray[np.object_]:
    """The ids of some of `of` contacts that are drawn from a list, by their numbers from 0 on.

    `c-000001` is the first; all of a run have as many digits, so that they sort by their numbers.
    """
    width = digits_of(of)
    return np.array([f"c-{number:0{width}d}" for number in (numbers + 1).tolist()], dtype=object)


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


def id_hashes(ids: npt.NDArray[np.object_]) -> U64:
    """64 bits for each id."""
    return np.fromiter((id_hash(id_) for id_ in ids), dtype=np.uint64, count=len(ids))


def text_hashes(texts: Iterable[str]) -> U64:
    """64 bits for each text."""
    return np.fromiter((text_hash(text) for text in texts), dtype=np.uint64)


def id_order(ids: npt.NDArray[np.object_]) -> Codes:
    """The rows in the order of their ids, as Python compares texts.

    numpy sorts texts of one width in a third of the memory that Python's list of numbers takes; it
    does not see a NUL at the end of one.
    """
    if all(map(le, ids[:-1], ids[1:])):
        return np.arange(len(ids), dtype=np.int32)
    if any("\0" in id_ for id_ in ids):
        return np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int32)
    try:
        texts = ids.astype(np.bytes_)
    except UnicodeEncodeError:
        texts = ids.astype(np.str_)
    return np.argsort(texts, kind="stable").astype(np.int32)
