"""The zones there are are those of tzdata (R1)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from nurture_tui.model.zones import zone_info, zone_names


def test_r1_names_are_those_of_tzdata_exactly() -> None:
    assert {"Europe/Helsinki", "UTC", "Asia/Kolkata", "EET"} <= zone_names()
    assert not {"europe/helsinki", "Helsinki", "", "Europe", "+02:00"} & zone_names()


def test_r1_a_zone_is_read_by_its_name() -> None:
    zone = zone_info("Europe/Helsinki")
    assert zone.key == "Europe/Helsinki"
    assert datetime(2026, 7, 1, tzinfo=zone).utcoffset() == timedelta(hours=3)


@pytest.mark.parametrize("name", ["Europe/Atlantis", "", "../zones", "europe/helsinki"])
def test_r1_an_unknown_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is not a time zone"):
        zone_info(name)
