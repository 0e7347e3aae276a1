"""The clock changes of a time zone, read from its compiled rules into sorted arrays."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from nurture_tui.errors import SimulationError
from nurture_tui.frozen import dataclass
from nurture_tui.model.duration import DAY
from nurture_tui.model.zones import zone_bytes, zone_names

Ints = npt.NDArray[np.int64]
LAST_YEAR = 2200
_HEADER = struct.Struct(">4s c 15x 6l")
_NAME = r"(?:<[^>]+>|[A-Za-z]+)"
_OFFSET = r"[+-]?\d{1,3}(?::\d{2}){0,2}"
_FOOTER = re.compile(
    rf"{_NAME}(?P<standard>{_OFFSET})"
    rf"(?:{_NAME}(?P<summer>{_OFFSET})?,(?P<begins>[^,]+),(?P<ends>[^,]+))?"
)


@dataclass(frozen=True)
class ZoneRules:
    """A zone's clock changes: at `changes[i]` the offset becomes `offsets[i + 1]`.

    Instants and offsets east of UTC, both in seconds. `offsets[0]` holds before the first change;
    after the last, in the year 2200, its offset stays.
    """

    changes: Ints
    offsets: Ints


@lru_cache(maxsize=512)
def zone_rules(name: str) -> ZoneRules:
    """The clock changes of a zone of the tzdata package; refuses an unknown name (R1)."""
    try:
        data = zone_bytes(name)
    except ValueError as error:
        raise SimulationError(str(error), fix="Use a name of the tz database.") from None
    return read_rules(data)


def read_rules(data: bytes) -> ZoneRules:
    """The clock changes in a TZif file (RFC 8536), those of its footer up to the year 2200."""
    at = _HEADER.size + _block_size(data, 0, 4)
    _, _, _, _, _, changes, types, _ = _HEADER.unpack_from(data, at)
    body = at + _HEADER.size
    instants = np.frombuffer(data, ">i8", changes, body).astype(np.int64)
    kinds = np.frombuffer(data, ">u1", changes, body + 8 * changes)
    first = body + 9 * changes
    shifts = [struct.unpack_from(">l", data, first + 6 * i)[0] for i in range(types)]
    offsets = np.array([shifts[0], *(shifts[kind] for kind in kinds)], np.int64)
    footer = data[at + _HEADER.size + _block_size(data, at, 8) :].decode("ascii").strip()
    later, later_offsets = _footer_changes(footer)
    after = later > (instants[-1] if changes else np.iinfo(np.int64).min)
    return _without_idle(
        np.concatenate([instants, later[after]]), np.concatenate([offsets, later_offsets[after]])
    )


def _block_size(data: bytes, at: int, width: int) -> int:
    _, _, is_ut, is_standard, leaps, changes, types, letters = _HEADER.unpack_from(data, at)
    size = changes * (width + 1) + types * 6 + letters + leaps * (width + 4)
    return int(size + is_standard + is_ut)


def _without_idle(changes: Ints, offsets: Ints) -> ZoneRules:
    """Leaves out the changes of a zone's name or of its daylight flag alone."""
    real = offsets[1:] != offsets[:-1]
    return ZoneRules(changes[real], np.concatenate([offsets[:1], offsets[1:][real]]))


def _footer_changes(footer: str) -> tuple[Ints, Ints]:
    """The yearly changes that a POSIX TZ text tells, 1900 to 2200, and the offsets after them."""
    match = _FOOTER.fullmatch(footer)
    if match is None or match["begins"] is None:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    standard = -_seconds(match["standard"])
    summer = -_seconds(match["summer"]) if match["summer"] else standard + 3_600
    years = np.arange(1900, LAST_YEAR, dtype=np.int64)
    begins = _yearly(match["begins"], years) - standard
    ends = _yearly(match["ends"], years) - summer
    instants = np.concatenate([begins, ends])
    offsets = np.repeat(np.array([summer, standard], np.int64), len(years))
    order = np.argsort(instants, kind="stable")
    return instants[order], offsets[order]


def _yearly(rule: str, years: Ints) -> Ints:
    """Wall times of `M3.5.0/3` (month, week, weekday), `J60` or `59` (day of the year)."""
    day, _, time = rule.partition("/")
    january = _first_of_month(years, 1)
    if day.startswith("M"):
        month, week, weekday = (int(part) for part in day[1:].split("."))
        first = _first_of_month(years, month)
        days = first + (weekday - (first + 4)) % 7 + 7 * (week - 1)
        after = _first_of_month(years + month // 12, month % 12 + 1)
        days = np.where(days >= after, days - 7, days)
    elif day.startswith("J"):
        leap = _first_of_month(years, 3) - january == 60
        days = january + int(day[1:]) - 1 + (leap & (int(day[1:]) >= 60))
    else:
        days = january + int(day)
    return days * DAY + (_seconds(time) if time else 7_200)


def _first_of_month(years: Ints, month: int) -> Ints:
    months = (years - 1970) * 12 + month - 1
    return months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def _seconds(text: str) -> int:
    hours, *rest = text.lstrip("+-").split(":")
    minutes, seconds = (int(part) for part in (*rest, "0", "0")[:2])
    total = int(hours) * 3_600 + minutes * 60 + seconds
    return -total if text.startswith("-") else total


def compile_zones(
    names: Iterable[str], fallback: str
) -> tuple[tuple[str, ...], npt.NDArray[np.int16], int]:
    """The zones of contacts (R1): the zones that occur, a code per contact, how many fell back.

    A name that is not one of tzdata, exactly as written, gets `fallback`, which is code 0.
    """
    known = zone_names()
    codes: dict[str, int] = {fallback: 0}
    places: dict[str, int] = {}
    row_codes: list[int] = []
    fell_back = 0
    for name in names:
        code = places.get(name)
        if code is None:
            code = codes.setdefault(name, len(codes)) if name in known else -1
            places[name] = code
        fell_back += code < 0
        row_codes.append(max(code, 0))
    return tuple(codes), np.array(row_codes, np.int16), fell_back


@lru_cache(maxsize=4)
def zones_of(
    texts: tuple[str, ...], workspace: str
) -> tuple[tuple[str, ...], npt.NDArray[np.int16], npt.NDArray[np.bool_]]:
    """As `compile_zones`, once for a list; and of which texts the workspace's zone is taken."""
    found, codes, _ = compile_zones(texts, workspace)
    own = np.array([name == workspace for name in texts], dtype=np.bool_)
    return found, codes, (codes == 0) & ~own
