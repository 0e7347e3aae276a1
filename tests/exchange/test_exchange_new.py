"""Templates: each a journey to start from that the checks find nothing wrong with."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from nurture_tui.checks.run import check_journey
from nurture_tui.errors import ExchangeError
from nurture_tui.exchange.new import TEMPLATES, new_journey
from nurture_tui.files.reading import parse_journey
from nurture_tui.files.workspace import read_workspace
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Workspace

SAMPLES = Path(__file__).parents[2] / "journeys"
TODAY = date(2026, 11, 23)


def made(template: str) -> Journey:
    read = parse_journey(new_journey("spring-one", template, TODAY).text, "spring-one.toml")
    assert read.problems == ()
    assert read.journey is not None
    return read.journey


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_new_journey_has_no_error_and_no_warning(template: str) -> None:
    for workspace in (Workspace(), read_workspace(SAMPLES).workspace):
        found = check_journey(workspace, made(template))
        assert [f for f in found if f.severity != "note"] == []
        assert [f for f in found if f.code[0] == "M"] == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_new_journey_is_named_after_its_id(template: str) -> None:
    new = new_journey("spring-one", template, TODAY)
    assert new.name.endswith(" Spring one")
    assert made(template).name == new.name


def test_the_date_of_a_new_webinar_is_a_thursday_ahead() -> None:
    webinar = made("webinar").dates["webinar"]
    assert webinar.isoformat() == "2027-01-07T14:00:00"


def test_every_packaged_template_is_listed() -> None:
    folder = files("nurture_tui.exchange").joinpath("templates")
    assert {file.name for file in folder.iterdir()} == {f"{name}.toml" for name in TEMPLATES}


@pytest.mark.parametrize("id_", ["", "a b", "../x", "ä", "x" * 101, "a.toml", "a\n"])
def test_what_cannot_be_an_id_is_refused(id_: str) -> None:
    with pytest.raises(ExchangeError, match="cannot be the id"):
        new_journey(id_, "blank", TODAY)


def test_an_unknown_template_is_refused_with_the_nearest() -> None:
    with pytest.raises(ExchangeError, match=r"no template “trail”.*“trial”"):
        new_journey("x", "trail", TODAY)
