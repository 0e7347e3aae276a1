"""The types of the journey file's values, each read from text and written back as text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from math import isfinite
from typing import Annotated, Any, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    StrictFloat,
    StrictInt,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from nurture_tui.errors import ConditionError
from nurture_tui.model.clock import (
    ClosedSpan,
    Days,
    Hazard,
    Moment,
    Rate,
    TimeOfDay,
    Window,
    parse_closed,
    parse_days,
    parse_fixed_date,
    parse_hazard,
    parse_moment,
    parse_rate,
    parse_time,
    parse_window,
)
from nurture_tui.model.condition import Condition, parse_condition
from nurture_tui.model.duration import Duration, parse_duration, parse_elapsed
from nurture_tui.model.words import in_words, quoted


class Part(BaseModel):
    """A frozen part of a journey file; unknown keys are refused."""

    # Built at first use: a journey needs a few of the many parts, and `check` is to be instant.
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)


class Told:
    """Marks a field that is told to people alone: no run is given it (`asrun.py`)."""


TOLD = Told()

_T = TypeVar("_T")


def _no_text(value: object, kind: type) -> tuple[str, str]:
    """Message and fix where a text is needed; a bare number is a duration without its unit."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if kind is Duration and number:
        message = f"{in_words(value)} does not say of what: days, hours, minutes?"
        return message, f'Write "{value}d" for days, "{value}h" for hours or "{value}min".'
    return f"text is needed here, not {in_words(value)}", _HOW_TEXT


def _read(parse: Callable[[str], _T], kind: type, code: str) -> PlainValidator:
    def read(value: object) -> object:
        if isinstance(value, kind):
            return value
        if not isinstance(value, str):
            raise _refused("F004", *_no_text(value, kind))
        if code == "F005" and len(value) > MOST_LETTERS:
            raise _refused(code, f"{quoted(value)} is too long to be read here", "Write it short.")
        try:
            return parse(value)
        except ConditionError as error:
            context = {"message": error.message, "fix": error.fix, "at": error.at}
            raise PydanticCustomError(code, "{message}", context) from None
        except ValueError as error:
            raise _refused(code, *_with_fix(error)) from None

    return PlainValidator(read)


MOST_NUMBER = (1 << 63) - 1
MOST_CAPPED = 1_000
MOST_LETTERS = 400
_HOW_TEXT = 'Write it in quotes: "…".'


def _refused(code: str, message: str, fix: str = "") -> PydanticCustomError:
    return PydanticCustomError(code, "{message}", {"message": message, "fix": fix})


def _with_fix(error: ValueError) -> tuple[str, str]:
    """What is wrong, and, after the semicolon, how to write it: the words of our own parsers."""
    message, _, fix = str(error).partition("; ")
    return message, f"{fix[:1].upper()}{fix[1:]}." if fix else ""


_WRITE = PlainSerializer(str, return_type=str)


_A_DAY = Duration(days=1)


def _write_arrivals(value: Rate | str) -> str:
    if isinstance(value, Rate) and value.per == _A_DAY:
        return f"{value.count} per day"
    return str(value)


def _parse_arrivals(text: str) -> Rate | str:
    return text if text in ("all", "none") else parse_rate(text)


def _parse_again(text: str) -> Duration | str:
    return text if text in ("never", "always") else parse_elapsed(text)


def _read_chance(value: object) -> float | Hazard:
    if isinstance(value, Hazard):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        if 0 <= value <= 1:
            return float(value)
        message = f"a chance lies between 0 and 1, and {in_words(value)} does not"
        raise _refused("F004", message, "Write 0.35 for 35 %.")
    if not isinstance(value, str):
        message = f"a chance is a number or text, not {in_words(value)}"
        raise _refused("F004", message, 'Write 0.35, or "2% per 30d".')
    try:
        return parse_hazard(value)
    except ValueError as error:
        raise _refused("F005", *_with_fix(error)) from None


def _write_chance(value: float | Hazard) -> float | str:
    return value if isinstance(value, float) else str(value)


def _read_fixed_date(value: object) -> date | datetime:
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        message = f"a date is needed here, not {in_words(value)}"
        raise _refused("F004", message, "Write 2026-12-10 or 2026-12-10T14:00:00.")
    try:
        return parse_fixed_date(value)
    except ValueError as error:
        raise _refused("F005", *_with_fix(error)) from None


def _as_it_is(value: object) -> Any:
    return value


def _read_field_value(value: object) -> object:
    """A value as it is; a date with a time keeps its time, which pydantic's own date refuses."""
    value = _within_64_bits(value)
    if isinstance(value, bool | int | str | date) or (isinstance(value, float) and isfinite(value)):
        return value
    message = f"a field takes text, a number, a date, true or false, not {in_words(value)}"
    raise _refused("F004", message, _HOW_TEXT)


def _within_64_bits(value: object) -> object:
    """The nearest number of TOML: what is larger is named on reading, and must not overflow."""
    if isinstance(value, int) and not isinstance(value, bool):
        return max(-MOST_NUMBER - 1, min(value, MOST_NUMBER))
    return value


def _parse_cap(text: str) -> Rate:
    rate = parse_rate(text)
    if rate.count > MOST_CAPPED:
        raise ValueError(f"{quoted(text)} is no cap: nobody gets {rate.count:,} messages")
    return rate


def _read_closed(value: object) -> object:
    return ClosedSpan(value, value) if type(value) is date else value


def _tuple_from_list(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _shown(description: str, *examples: str, **more: Any) -> WithJsonSchema:
    """What the published JSON Schema says of a text that has a form of its own."""
    said = {"type": "string", "description": description, "examples": list(examples), **more}
    return WithJsonSchema(said, mode="serialization")


DurationText = Annotated[
    Duration,
    _read(parse_duration, Duration, "F005"),
    _WRITE,
    _shown("A duration: w d bd (working days) h min, in this order.", "3d", "2w", "1bd"),
]
ElapsedText = Annotated[
    Duration,
    _read(parse_elapsed, Duration, "F005"),
    _WRITE,
    _shown("A length of time, 1d = 24 h.", "60d", "26w"),
]
TimeText = Annotated[
    TimeOfDay,
    _read(parse_time, TimeOfDay, "F005"),
    _WRITE,
    _shown("A time of the day.", "09:00", pattern=r"^\d{1,2}:\d{2}$"),
]
DaysText = Annotated[
    Days, _read(parse_days, Days, "F005"), _WRITE, _shown("Days of the week.", "Mon-Fri", "Tue,Thu")
]
WindowText = Annotated[
    Window,
    _read(parse_window, Window, "F005"),
    _WRITE,
    _shown("When messages may go, or any.", "Mon-Fri 08:00-17:00"),
]
RateText = Annotated[
    Rate,
    _read(parse_rate, Rate, "F005"),
    _WRITE,
    _shown("So many in a length of time.", "2000 per 1h"),
]
MomentText = Annotated[
    Moment,
    _read(parse_moment, Moment, "F005"),
    _WRITE,
    _shown("A date field or a date of [dates], moved by a duration.", "trial_ends - 3d"),
]
ConditionText = Annotated[
    Condition,
    _read(parse_condition, Condition, "F006"),
    _WRITE,
    _shown("A condition.", "clicked('deliver') and not customer"),
]
ClosedText = Annotated[
    ClosedSpan,
    _read(parse_closed, ClosedSpan, "F005"),
    BeforeValidator(_read_closed),
    _WRITE,
    _shown("A closed day, or a span of them.", "2026-12-28", "2026-07-01..2026-07-31"),
]
ArrivalsText = Annotated[
    Rate | str,
    _read(_parse_arrivals, Rate, "F005"),
    PlainSerializer(_write_arrivals, return_type=str),
    _shown("all, none, or so many a day.", "40 per day"),
]
AgainText = Annotated[
    Duration | str,
    _read(_parse_again, Duration, "F005"),
    _WRITE,
    _shown("never, always, or how long after leaving.", "90d"),
]
Chance = Annotated[
    float | Hazard,
    PlainValidator(_read_chance),
    PlainSerializer(_write_chance, return_type=float | str),
    WithJsonSchema(
        {
            "description": "A share from 0 to 1, or a chance in a length of time.",
            "examples": [0.35, "2% per 30d"],
            "anyOf": [{"type": "number", "minimum": 0, "maximum": 1}, {"type": "string"}],
        },
        mode="serialization",
    ),
]
FixedDate = Annotated[
    date | datetime,
    PlainValidator(_read_fixed_date),
    _shown("A day or a moment, in JSON as ISO 8601 text.", "2026-12-10", "2026-12-10T14:00:00"),
]
FieldValue = Annotated[
    bool | int | float | str | date,
    PlainValidator(_read_field_value),
    PlainSerializer(_as_it_is),
    WithJsonSchema(
        {
            "description": "Text, a number, true or false, or a date as text.",
            "type": ["string", "number", "boolean"],
        },
        mode="serialization",
    ),
]
Share = Annotated[
    StrictFloat | StrictInt,
    Field(ge=0, le=1),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1}, mode="serialization"),
]
Amount = Annotated[
    StrictFloat | StrictInt, Field(allow_inf_nan=False), BeforeValidator(_within_64_bits)
]
Positive = Annotated[
    StrictFloat | StrictInt,
    Field(gt=0, le=1e300, allow_inf_nan=False),
    BeforeValidator(_within_64_bits),
    WithJsonSchema({"type": "number", "exclusiveMinimum": 0}, mode="serialization"),
]
CapText = Annotated[
    Rate,
    _read(_parse_cap, Rate, "F005"),
    _WRITE,
    _shown("The most messages in a length of time.", "2 per 7d"),
]
Count = Annotated[StrictInt, Field(ge=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+$")]
EventName = Annotated[str, StringConstraints(pattern=r"^[^'\"\n\r]+$", max_length=200)]
Texts = Annotated[tuple[str, ...], BeforeValidator(_tuple_from_list)]


def written(part: BaseModel) -> dict[str, Any]:
    """A part as plain TOML values, with the keys that were set and under the names of the file."""
    return part.model_dump(by_alias=True, exclude_unset=True)
