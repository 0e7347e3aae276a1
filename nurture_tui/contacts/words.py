"""The words and spellings of cells: yes and no, statuses, numbers, dates."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

YES = frozenset(["yes", "y", "true", "t", "1", "on", "kyllä", "kylla", "k", "ja", "j", "oui", "x"])
NO = frozenset(["no", "n", "false", "f", "0", "off", "ei", "e", "nej", "nein", "non"])
NOTHING = frozenset({"", "null", "none", "n/a", "#n/a", "na", "nan", "(no value)", "-", "–"})

GRANTED = frozenset(
    {
        "subscribed",
        "active",
        "confirmed",
        "opted in",
        "opt in",
        "opted_in",
        "granted",
        "explicit",
        "single opt in",
        "double opt in",
        "tilaaja",
        "sallittu",
        "lupa annettu",
    }
)
REFUSED = frozenset(
    {
        "unsubscribed",
        "not subscribed",
        "nonsubscribed",
        "non subscribed",
        "never subscribed",
        "opted out",
        "opt out",
        "no consent",
        "cancelled",
        "canceled",
        "inactive",
        "bounced",
        "cleaned",
        "complained",
        "unconfirmed",
        "pending",
        "transactional",
        "suppressed",
        "archived",
        "blacklisted",
        "blocklisted",
        "ei tilaaja",
        "kielletty",
        "ei lupaa",
        "peruttu",
    }
)
# Words that an open deal or an account never has, so that a column named `status` is told apart.
MAILING_WORDS = (GRANTED | REFUSED) - {"active", "inactive", "pending", "archived", "confirmed"}

_PLAIN_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_GROUPED_DOT = re.compile(r"[+-]?\d{1,3}(,\d{3})+\.\d+", re.ASCII)
_GROUPED_COMMA = re.compile(r"[+-]?\d{1,3}(\.\d{3})+,\d+", re.ASCII)
_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)
_BLANKS = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f'](?=\d{3})", re.ASCII)
_MOMENT = re.compile(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})"
    r"(?:[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|[+-]\d{2}(?::?\d{2})?)?)?",
    re.ASCII | re.IGNORECASE,
)
# With dots the day comes first wherever dates are written so.
_DOTTED = re.compile(
    r"(\d{1,2})\.(\d{1,2})\.(\d{4})"
    r"(?:(?:T|,?\s+)(?:klo\s+)?(\d{1,2})[.:](\d{2})(?:[.:](\d{2}))?)?",
    re.ASCII | re.IGNORECASE,
)
_OTHER_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}.*", re.ASCII)


def is_nothing(cell: str) -> bool:
    """True for an empty cell and the words that tools write for one."""
    return cell.casefold() in NOTHING


def yes_no(cell: str) -> int | None:
    """1 for a word of yes, 0 for one of no, also statuses of subscription; None for all else."""
    word = cell.casefold()
    if word in YES:
        return 1
    if word in NO:
        return 0
    return status(cell)


def status(cell: str) -> int | None:
    """1 for a status that permits marketing, 0 for one that does not, None for other words."""
    word = " ".join(cell.casefold().replace("_", " ").replace("-", " ").split())
    if word in GRANTED:
        return 1
    return 0 if word in REFUSED else None


def number(cell: str) -> float | None:
    """The number that a cell spells, or None.

    Blanks between thousands, `1,234.5` and `1.234,5` are read, `12,5` too; `1,234` is not: it
    could be either.
    """
    text = _BLANKS.sub("", cell)
    if _PLAIN_NUMBER.fullmatch(text):
        pass
    elif _GROUPED_DOT.fullmatch(text):
        text = text.replace(",", "")
    elif _GROUPED_COMMA.fullmatch(text) or (
        _COMMA.fullmatch(text) and len(text.partition(",")[2]) != 3
    ):
        text = text.replace(".", "").replace(",", ".")
    else:
        return None
    value = float(text)
    return value if abs(value) < 1e300 else None


def looks_like_a_number(cell: str) -> bool:
    """True for a number that is an amount, not a code: no leading zero, no plus, not too long."""
    digits = cell.lstrip("-")
    coded = digits[:1] == "+" or (digits[:1] == "0" and digits[1:2].isdigit())
    return not coded and len(digits) <= 15 and number(cell) is not None


def date_of(cell: str, zone: ZoneInfo) -> tuple[int, bool] | None:
    """Seconds UTC of a date in ISO 8601 (or 4.3.2026) and whether it is a day alone, or None.

    A time without offset is one of `zone`; a day alone is its midnight as if it were UTC. Dates
    whose day and month could be either are not read.
    """
    match = _MOMENT.fullmatch(_iso(cell))
    if not match:
        return None
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    try:
        if match[4] is None:
            midnight = datetime(year, month, day, tzinfo=UTC)
            return int(midnight.timestamp()), True
        clock = int(match[4]), int(match[5]), int(match[6] or 0)
        if match[7]:
            moment = datetime(year, month, day, *clock, tzinfo=_offset(match[7]))
            return int(moment.timestamp()), False
        return _instant(datetime(year, month, day, *clock, tzinfo=zone)), False
    except (ValueError, OverflowError):
        return None


def _iso(cell: str) -> str:
    dotted = _DOTTED.fullmatch(cell)
    if dotted is None:
        return cell
    day, month, year, hour, minute, second = dotted.groups()
    clock = f"T{hour}:{minute}:{second or '00'}" if hour else ""
    return f"{year}-{month}-{day}{clock}"


def is_other_date(cell: str) -> bool:
    """True for a date that cannot be told, such as 03/04/2026."""
    return _OTHER_DATE.fullmatch(cell) is not None


def _offset(text: str) -> timezone:
    if text.upper() in ("Z", "UTC"):
        return UTC
    digits = text[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:] or 0)
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))


def _instant(wall: datetime) -> int:
    """The first instant of a wall time; one that a clock change skips is the change itself (R2)."""
    first, second = int(wall.timestamp()), int(wall.replace(fold=1).timestamp())
    if second >= first:
        return first
    before, after = second, first
    offset = datetime.fromtimestamp(before, wall.tzinfo).utcoffset()
    while after - before > 1:
        middle = (before + after) // 2
        if datetime.fromtimestamp(middle, wall.tzinfo).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after
