"""Contacts told apart: a number for each id, the same on every machine, and their order."""

from __future__ import annotations

import re
from hashlib import blake2b

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


def drawn_id(number: int, width: int = _LEAST_DIGITS) -> str:
    """The id of the n-th contact that is drawn from a list (from 1 on): `c-000001`."""
    return f"c-{number:0{width}d}"


def drawn_hashes(numbers: npt.NDArray[np.int64]) -> U64:
    """The hashes of drawn contacts, by their numbers: no text is made for them."""
    return numbers.astype(np.uint64) * np.uint64(_STEP)


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


def id_order(ids: npt.NDArray[np.object_]) -> Codes:
    """The rows in the order of their ids."""
    order = sorted(range(len(ids)), key=ids.tolist().__getitem__)
    return np.array(order, dtype=np.int32)
