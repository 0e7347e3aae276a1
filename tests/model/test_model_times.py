"""Durations, times, days, windows, rates, chances, moments: what is read, written and refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st

from nurture_tui.model.clock import (
    ClosedSpan,
    parse_closed,
    parse_days,
    parse_fixed_date,
    parse_hazard,
    parse_moment,
    parse_rate,
    parse_time,
    parse_window,
)
from nurture_tui.model.duration import DAY, Duration, parse_duration, parse_elapsed


@pytest.mark.parametrize(
    ("text", "duration", "written"),
    [
        ("3d", Duration(days=3), "3d"),
        ("2w 3d 1bd 4h 30min 5s", Duration(2, 3, 1, 4 * 3600 + 30 * 60 + 5), None),
        ("2bd", Duration(business_days=2), "2bd"),
        ("90min", Duration(seconds=5400), "1h 30min"),
        ("25h", Duration(seconds=25 * 3600), "25h"),
        ("90s", Duration(seconds=90), "1min 30s"),
        ("0d", Duration(), "0d"),
        ("0h", Duration(), "0d"),
        (" 1w  2d ", Duration(weeks=1, days=2), "1w 2d"),
        ("1w2d", Duration(weeks=1, days=2), "1w 2d"),
        ("P3DT4H", Duration(days=3, seconds=4 * 3600), "3d 4h"),
        ("P1W", Duration(weeks=1), "1w"),
        ("PT15M", Duration(seconds=900), "15min"),
    ],
)
def test_a_duration_is_read_and_written_in_the_short_form(
    text: str, duration: Duration, written: str | None
) -> None:
    assert parse_duration(text) == duration
    assert str(duration) == (written or text)


REFUSED_DURATIONS = (
    "",
    " ",
    "3",
    "d",
    "3m",
    "3 days",
    "-3d",
    "3.5d",
    "4h 3d",
    "3d 3d",
    "3D",
    "P",
    "PT",
    "P3M",
    "P1Y",
    "101 w 1y",
    "99999w",
    "9999999999d",
    "3d\0",
)


@pytest.mark.parametrize("text", REFUSED_DURATIONS)
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_duration(text)


def test_a_bare_m_is_refused_for_it_could_be_two_things() -> None:
    with pytest.raises(ValueError, match="minutes or months"):
        parse_duration("3m")


def test_a_rule_counts_elapsed_time_so_it_has_no_business_days() -> None:
    with pytest.raises(ValueError, match="bd cannot be used"):
        parse_elapsed("2bd")
    assert parse_elapsed("1w 1d").elapsed == 8 * DAY


@pytest.mark.parametrize(
    ("text", "numbers", "written"),
    [
        ("Mon", (0,), "Mon"),
        ("Mon-Fri", (0, 1, 2, 3, 4), "Mon-Fri"),
        ("Mon,Wed,Fri", (0, 2, 4), "Mon,Wed,Fri"),
        ("Sat-Mon", (0, 5, 6), "Mon,Sat,Sun"),
        ("fri, mon", (0, 4), "Mon,Fri"),
        ("Mon-Sun", (0, 1, 2, 3, 4, 5, 6), "Mon-Sun"),
        ("Tue-Tue", (1,), "Tue"),
    ],
)
def test_days_are_read(text: str, numbers: tuple[int, ...], written: str) -> None:
    assert parse_days(text).numbers == numbers
    assert str(parse_days(text)) == written


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("any", []),
        ("Mon-Fri 08:00-17:00", [(5, 480, 1020, False)]),
        ("08:00-24:00", [(7, 480, 1440, False)]),
        ("22:00-06:00", [(7, 1320, 360, True)]),
        ("Sat 10:00-14:00; Sun 12:00-14:00", [(1, 600, 840, False), (1, 720, 840, False)]),
    ],
)
def test_a_window_is_read(text: str, spans: list[tuple[int, int, int, bool]]) -> None:
    window = parse_window(text)
    found = [(len(s.days.numbers), s.opens, s.closes, s.overnight) for s in window.spans]
    assert found == spans
    assert str(window) == text
    assert window.is_any == (text == "any")


@pytest.mark.parametrize(
    ("parse", "texts"),
    [
        (parse_time, ["", "9", "24:00", "09:60", "25:00", "9.00", "09:00:00"]),
        (parse_days, ["", "Monday", "Mon-", "Mon;Tue", "1"]),
        (parse_window, ["", "Mon", "08:00", "08:00-08:00", "24:00-06:00", "08:00-24:30", "x 1-2"]),
        (parse_rate, ["", "2", "0 per 7d", "2 per 0d", "x per 7d", "2 per 2bd", "2 per 7m"]),
        (parse_hazard, ["", "2%", "100% per 30d", "1 per 30d", "-1% per 1d", "2% per 0d"]),
        (parse_moment, ["", "1x", "a b", "a + ", "a + b", "a - 3m", "a * 3d"]),
        (parse_closed, ["", "2026-02-30", "2026-07-31..2026-07-01", "2026-01-01..2046-01-01"]),
        (parse_fixed_date, ["", "tomorrow", "2026-02-30", "2026-12-10T25:00"]),
    ],
)
def test_what_cannot_be_read_is_refused(parse: Callable[[str], object], texts: list[str]) -> None:
    for text in texts:
        with pytest.raises(ValueError, match=r"."):
            parse(text)


@pytest.mark.parametrize(
    ("text", "count", "seconds", "written"),
    [
        ("2 per 7d", 2, 7 * DAY, "2 per 7d"),
        ("40 per day", 40, DAY, "40 per 1d"),
        ("2000 per hour", 2000, 3600, "2000 per 1h"),
        ("1 per week", 1, 7 * DAY, "1 per 7d"),
    ],
)
def test_a_rate_is_read(text: str, count: int, seconds: int, written: str) -> None:
    rate = parse_rate(text)
    assert (rate.count, rate.seconds, str(rate)) == (count, seconds, written)


@pytest.mark.parametrize(
    ("text", "probability"), [("2% per 30d", 0.02), ("0.5 per 1w", 0.5), ("0% per 1d", 0.0)]
)
def test_a_chance_per_time_is_read(text: str, probability: float) -> None:
    assert parse_hazard(text).probability == pytest.approx(probability)


@pytest.mark.parametrize(
    ("text", "name", "sign", "offset"),
    [
        ("trial_ends", "trial_ends", 1, Duration()),
        ("trial_ends - 3d", "trial_ends", -1, Duration(days=3)),
        ("webinar + 5min", "webinar", 1, Duration(seconds=300)),
        ("company.renewal+2bd", "company.renewal", 1, Duration(business_days=2)),
        ("päättyy - 1w", "päättyy", -1, Duration(weeks=1)),
        ("x - 0d", "x", 1, Duration()),
    ],
)
def test_a_moment_is_read(text: str, name: str, sign: int, offset: Duration) -> None:
    moment = parse_moment(text)
    assert (moment.name, moment.sign, moment.offset) == (name, sign, offset)


def test_closed_days_and_fixed_dates_are_read() -> None:
    span = parse_closed("2026-07-01..2026-07-03")
    assert span == ClosedSpan(date(2026, 7, 1), date(2026, 7, 3))
    assert [day.day for day in span.days()] == [1, 2, 3]
    assert parse_fixed_date("2026-12-10") == date(2026, 12, 10)
    moment = parse_fixed_date("2026-12-10T14:00")
    assert isinstance(moment, datetime)
    assert (moment.hour, moment.tzinfo) == (14, None)


WRITTEN_BACK = [
    (parse_duration, strategies.DURATIONS),
    (parse_time, strategies.TIMES),
    (parse_days, strategies.DAYS),
    (parse_window, strategies.WINDOWS),
    (parse_rate, strategies.RATES),
    (parse_hazard, strategies.HAZARDS),
    (parse_moment, strategies.MOMENTS),
    (parse_closed, strategies.CLOSED),
]


@pytest.mark.parametrize(("parse", "texts"), WRITTEN_BACK, ids=lambda x: getattr(x, "__name__", ""))
@given(data=st.data())
def test_what_is_written_reads_back_equal(
    parse: Callable[[str], object], texts: st.SearchStrategy[str], data: st.DataObject
) -> None:
    read = parse(data.draw(texts))
    assert parse(str(read)) == read


@given(st.text())
def test_any_text_is_read_or_refused_in_one_sentence(text: str) -> None:
    for parse, _ in WRITTEN_BACK:
        try:
            read = parse(text)
        except ValueError as error:
            said = str(error)
        else:
            said = str(read)
            assert parse(said) == read
        assert said.isprintable()
        assert len(said) < 200
