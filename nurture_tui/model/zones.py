"""The time zones there are: those of the tzdata package, the same on every machine (R1)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """The names that count as a zone, exactly as written (R1)."""
    return frozenset(_data().joinpath("zones").read_text(encoding="utf-8").split())


def zone_bytes(name: str) -> bytes:
    """The compiled rules of a zone (TZif, RFC 8536); refuses an unknown name with a ValueError."""
    if name not in zone_names():
        raise ValueError(f"“{name}” is not a time zone; write it like Europe/Helsinki")
    return _data().joinpath("zoneinfo", *name.split("/")).read_bytes()


@lru_cache(maxsize=64)
def zone_info(name: str) -> ZoneInfo:
    """The zone for work on single dates; refuses an unknown name with a ValueError.

    It is read from the tzdata package and never from the machine's own, possibly older rules.
    """
    zone_bytes(name)
    with _data().joinpath("zoneinfo", *name.split("/")).open("rb") as stream:
        return ZoneInfo.from_file(stream, key=name)


def _data() -> Traversable:
    from importlib.resources import files  # with it comes much that no import of ours needs

    return files("tzdata")
