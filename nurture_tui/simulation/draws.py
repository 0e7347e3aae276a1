"""Luck: each draw is a hash of who, where and what for, and of nothing else (R19)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from nurture_tui.contacts.identity import id_hashes, text_hash

U64 = npt.NDArray[np.uint64]
Ints = npt.NDArray[np.int64]

_MASK = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15
STAY = np.uint64(0xD1342543DE82EF95)
OCCURRENCE = np.uint64(0xAF251AF3B0F025B5)
# Arrays without dimensions: with an array of a few contacts numpy is faster than with its scalars.
_M1, _M2, _S30, _S27, _S31, _S32 = (
    np.array(number, dtype=np.uint64)
    for number in (0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 30, 27, 31, 32)
)
_TWO_32 = 4_294_967_296
_FEW_WAYS = 8


def mix(bits: U64) -> U64:
    """Spread 64-bit values evenly (the finaliser of splitmix64); a new array."""
    z = bits >> _S30
    z ^= bits
    z *= _M1
    rest = z >> _S27
    z ^= rest
    z *= _M2
    np.right_shift(z, _S31, out=rest)
    z ^= rest
    return z


def contact_keys(ids: npt.NDArray[np.object_], seed: int) -> U64:
    """One 64-bit key a contact, from its id and the seed: the root of all its draws."""
    return keys_of(id_hashes(ids), seed)


def keys_of(hashes: U64, seed: int) -> U64:
    """The keys of contacts whose ids have these hashes."""
    return mix(hashes + np.uint64((seed * _GOLDEN + _GOLDEN) & _MASK))


@lru_cache(maxsize=1 << 14)
def purpose(*names: str) -> np.uint64:
    """The constant of a draw: journey, step or event with its number, and what it is for."""
    return np.uint64(text_hash("\x1f".join(names)))


def roots(keys: U64, stay: Ints, occurrence: Ints) -> U64:
    """Keys from which `draw` needs no stay and no visit or occurrence any more."""
    found: U64 = keys + stay.astype(np.uint64) * STAY + occurrence.astype(np.uint64) * OCCURRENCE
    return found


def draw(
    keys: U64, constant: np.uint64 | U64, stay: Ints | int = 0, occurrence: Ints | int = 0
) -> U64:
    """64 random bits a contact for this constant, stay and visit or occurrence."""
    bits = keys + constant
    if not isinstance(stay, int) or stay:
        bits = bits + np.asarray(stay).astype(np.uint64) * STAY
    if not isinstance(occurrence, int) or occurrence:
        bits = bits + np.asarray(occurrence).astype(np.uint64) * OCCURRENCE
    return mix(bits)


def happens(bits: U64, probability: float | npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """True with this probability (one for all, or one for each), by the upper 32 bits."""
    return below(bits, threshold(probability))


def threshold(probability: float | npt.NDArray[np.float64]) -> np.uint64 | U64:
    """How many of 2**32 draws make something of this probability happen."""
    if isinstance(probability, np.ndarray):
        return np.rint(np.clip(probability, 0.0, 1.0) * _TWO_32).astype(np.uint64)
    return np.uint64(min(_TWO_32, max(0, round(probability * _TWO_32))))


def below(bits: U64, limit: np.uint64 | U64) -> npt.NDArray[np.bool_]:
    """Whether the upper 32 bits of each draw are below a threshold."""
    return np.asarray((bits >> _S32) < limit)


def share_of(bits: U64, bounds: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Which of the spans that end at `bounds` (rising, the last is 1) the upper 32 bits fall in."""
    edges = np.round(bounds[:-1] * _TWO_32).astype(np.uint64)
    upper = bits >> _S32
    if len(edges) > _FEW_WAYS:
        return np.searchsorted(edges, upper, side="right").astype(np.int64)
    place = np.zeros(len(bits), dtype=np.int64)
    for edge in edges:
        place += upper >= edge
    return place
