"""Public holidays and named closed days (R2), by country and contact."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date

import holidays
import numpy as np
import pytest
from calendar_words import at

from nurture_tui.errors import SimulationError
from nurture_tui.model.clock import Days, parse_closed
from nurture_tui.simulation.calendar import Horizon
from nurture_tui.simulation.closed_days import NO_DAY, WORKING_DAYS, closed_days
from nurture_tui.simulation.public_holidays import country_code, public_holidays

HORIZON = Horizon(at("2026-01-01T00:00+00:00"), at("2027-01-01T00:00+00:00"))


def day(text: str) -> int:
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


def test_r2_finland_has_fifteen_public_holidays_in_2026() -> None:
    dates = closed_days("FI", (), HORIZON).dates()["FI"]
    assert [d for d in dates if d.startswith("2026")] == [
        "2026-01-01",
        "2026-01-06",
        "2026-04-03",
        "2026-04-05",
        "2026-04-06",
        "2026-05-01",
        "2026-05-14",
        "2026-05-24",
        "2026-06-19",
        "2026-06-20",
        "2026-10-31",
        "2026-12-06",
        "2026-12-24",
        "2026-12-25",
        "2026-12-26",
    ]


def test_r2_a_part_of_a_country_has_its_own_holidays() -> None:
    epiphany = day("2026-01-06")
    assert closed_days("DE-BY", (), HORIZON).is_closed(0, epiphany)
    assert not closed_days("DE", (), HORIZON).is_closed(0, epiphany)


def test_r2_named_days_and_spans_are_closed_everywhere() -> None:
    spans = [parse_closed("2026-12-28"), parse_closed("2026-07-01..2026-07-03")]
    days = closed_days("contact", spans, HORIZON, ["FI", "", "US"])
    assert days.countries == ("", "FI", "US")
    asked = [day(f"2026-{text}") for text in ("06-30", "07-01", "07-02", "12-27", "12-28")]
    for variant in range(3):
        found = days.is_closed(variant, asked).tolist()
        assert found == [False, True, True, False, True]


def test_r2_weekends_are_no_closed_days() -> None:
    assert not closed_days("FI", (), HORIZON).is_closed(0, day("2026-03-07"))


def test_r2_dates_outside_of_the_compiled_days_are_not_closed() -> None:
    days = closed_days("FI", (), HORIZON)
    far = [day("1990-01-01"), day("2060-01-01"), HORIZON.first_day - 1, HORIZON.last_day + 1]
    assert not days.is_closed(0, far).any()


def test_r2_holidays_are_looked_up_of_those_countries_alone_that_are_asked_for() -> None:
    program = (
        "import sys\n"
        "from nurture_tui.simulation.calendar import Horizon\n"
        "from nurture_tui.simulation.closed_days import closed_days\n"
        "closed_days('', (), Horizon(0, 86400), [''])\n"
        "assert 'holidays' not in sys.modules\n"
        "assert closed_days('fi-01', (), Horizon(0, 86400)).closed.any()\n"
        "sys.exit('holidays.countries' in sys.modules)\n"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.parametrize("country", ["FI", "DE-BY", "GB-SCT", "US-CA", "GU", "IN-MH", "IR"])
def test_r2_holidays_of_one_country_are_those_that_the_package_gives(country: str) -> None:
    code, _, region = country.partition("-")
    theirs = holidays.country_holidays(
        code, subdiv=region or None, years=range(2025, 2029), categories=(holidays.PUBLIC,)
    )
    assert public_holidays(country, 2025, 2028) == tuple(sorted(day.toordinal() for day in theirs))


def test_r2_an_unknown_country_of_a_journey_is_refused_in_words() -> None:
    for country in ("XX", "DE-XX"):
        with pytest.raises(SimulationError, match=re.escape(f"no holidays for “{country}”")):
            closed_days(country, (), HORIZON)


def test_r2_an_unknown_country_of_a_contact_means_none_and_is_counted() -> None:
    days = closed_days("contact", (), HORIZON, ["FI", "", "Atlantis", "fi", "Finland", "Atlantis"])
    assert days.countries == ("", "FI")
    assert days.codes.tolist() == [1, 0, 0, 1, 1, 0]
    assert days.unknown.tolist() == [False, False, True, False, False, True]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("FI", "FI"),
        (" fi ", "FI"),
        ("Finland", "FI"),
        ("FIN", "FI"),
        ("UK", "GB"),
        ("United States", "US"),
        ("UNITED KINGDOM", "GB"),
        ("de-by", "DE-BY"),
        ("", ""),
        ("  ", ""),
        ("Atlantis", None),
        ("DE-XX", None),
        ("Suomi", None),
    ],
)
def test_a_contacts_country_is_read_as(text: str, code: str | None) -> None:
    assert country_code(text) == code


def test_r2_business_days_are_counted_over_weekends_and_closed_days() -> None:
    working = closed_days("FI", (), HORIZON).open_days(WORKING_DAYS)
    thursday = day("2026-04-02")
    counted = [working.moved(0, np.array([thursday]), n)[0] - thursday for n in (1, 2, 3, 0, -1)]
    assert counted == [5, 6, 7, 0, -1]
    saturday = day("2026-03-07")
    assert working.moved(0, np.array([saturday]), 1)[0] == saturday + 2
    assert working.moved(0, np.array([saturday]), -1)[0] == saturday - 1


def test_r2_counting_out_of_the_compiled_days_comes_to_no_day_or_before_the_run() -> None:
    working = closed_days("", (), HORIZON).open_days(WORKING_DAYS)
    last, first = np.array([HORIZON.last_day]), np.array([HORIZON.first_day])
    assert working.moved(0, last, 5).tolist() == [NO_DAY]
    assert working.moved(0, last + 5, -1).tolist() == [NO_DAY]
    assert working.moved(0, first + 3, -20)[0] < HORIZON.first_day + 7
    assert working.moved(0, first - 4_000, 5)[0] < HORIZON.start // 86_400


def test_r7_the_next_day_of_none_is_no_day() -> None:
    nothing = closed_days("", (), HORIZON).open_days(Days(()))
    assert nothing.next(0, np.array([day("2026-03-02")])).tolist() == [NO_DAY]
    assert nothing.moved(0, np.array([day("2026-03-02")]), 1).tolist() == [NO_DAY]
