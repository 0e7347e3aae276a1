"""Durations as planners write them: `2w 3d 4h 30min 2bd`."""

from __future__ import annotations

import re

from nurture_tui.frozen import dataclass
from nurture_tui.model.words import quoted

DAY = 86_400
_UNIT_SECONDS = {"h": 3_600, "min": 60, "s": 1}
_PART = re.compile(r"(\d+)\s*([a-zA-Z]+)")
_SHORT = re.compile(r"\s*(?:\d+\s*[a-zA-Z]+\s*)+")
_ISO = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_ORDER = ("w", "d", "bd", "h", "min", "s")
_LIMIT_DAYS = 36_600


@dataclass(frozen=True, slots=True)
class Duration:
    """A span: `weeks`, `days` and `business_days` move the wall clock, `seconds` run (R2)."""

    weeks: int = 0
    days: int = 0
    business_days: int = 0
    seconds: int = 0

    @property
    def calendar_days(self) -> int:
        """Weeks and days together, in days of the wall clock."""
        return self.weeks * 7 + self.days

    @property
    def has_wall_part(self) -> bool:
        """True if it moves the wall clock's date (a wall part of 0 leaves the instant as it is)."""
        return bool(self.calendar_days or self.business_days)

    @property
    def elapsed(self) -> int:
        """Seconds as the durations of rules count them, 1d = 24 h; business days count as days."""
        return (self.calendar_days + self.business_days) * DAY + self.seconds

    def __str__(self) -> str:
        hours, rest = divmod(self.seconds, 3_600)
        minutes, seconds = divmod(rest, 60)
        amounts = (self.weeks, self.days, self.business_days, hours, minutes, seconds)
        parts = [f"{n}{unit}" for n, unit in zip(amounts, _ORDER, strict=True) if n]
        return " ".join(parts) or "0d"


NO_TIME = Duration()


def parse_duration(text: str) -> Duration:
    """Read `3d 4h`, `2bd`, `90s` or ISO 8601 `P3DT4H`; refuses anything else with a ValueError.

    A bare `m` is refused, for it could be minutes or months.
    """
    stripped = text.strip()
    iso = _ISO.fullmatch(stripped)
    if iso and any(iso.groups()):
        weeks, days, hours, minutes, seconds = (int(g or 0) for g in iso.groups())
        return _limited(Duration(weeks, days, 0, hours * 3_600 + minutes * 60 + seconds), text)
    if not _SHORT.fullmatch(stripped):
        raise ValueError(f"{quoted(text)} is not a duration; write it like 3d, 2w, 4h 30min or 2bd")
    amounts = dict.fromkeys(_ORDER, 0)
    last = -1
    for number, unit in _PART.findall(stripped):
        if unit == "m":
            raise ValueError(
                f"{quoted(text)} could mean minutes or months; "
                "write min for minutes, as in 30min, or 30d for a month"
            )
        if unit not in _ORDER:
            raise ValueError(f"{quoted(unit)} is not a unit of time; use w, d, bd, h or min")
        place = _ORDER.index(unit)
        if place <= last:
            raise ValueError(
                f"{quoted(text)} has its units out of order; write w d bd h min, each once"
            )
        last = place
        if len(number) > 9:
            raise ValueError(f"{quoted(text)} is longer than a hundred years; write a shorter time")
        amounts[unit] = int(number)
    seconds = sum(amounts[unit] * size for unit, size in _UNIT_SECONDS.items())
    return _limited(Duration(amounts["w"], amounts["d"], amounts["bd"], seconds), text)


def _limited(duration: Duration, text: str) -> Duration:
    if duration.elapsed > _LIMIT_DAYS * DAY:
        raise ValueError(f"{quoted(text)} is longer than a hundred years; write a shorter time")
    return duration


def parse_elapsed(text: str) -> Duration:
    """A duration of a rule (cap, within, again, timeout): elapsed time, so no business days."""
    duration = parse_duration(text)
    if duration.business_days:
        raise ValueError(
            f"{quoted(text)}: a rule counts elapsed time, so bd cannot be used here; write d"
        )
    return duration
