"""The sample journeys and contacts hold what they promise."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings

ROOT = Path(__file__).parents[2]
JOURNEYS = ROOT / "journeys"
CONTACTS = ROOT / "sample_contacts"
NAMES = (
    "contact-request",
    "cross-sell-survey",
    "hand-to-sales",
    "hr-guide",
    "lead-scoring",
    "onboarding",
    "open-deal",
    "trial",
    "webinar",
)
START = "2026-11-23T00:00:00"
FIRST_DAY_OF_HISTORY = "2026-08-25T00:00:00"


def rows_of(name: str) -> list[dict[str, str]]:
    with (CONTACTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def toml(name: str) -> dict[str, Any]:
    return tomllib.loads((JOURNEYS / f"{name}.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def leads() -> list[dict[str, str]]:
    return rows_of("leads.csv")


@pytest.fixture(scope="module")
def history() -> list[dict[str, str]]:
    return rows_of("history.csv")


@pytest.fixture(scope="module")
def settings() -> Settings:
    return Settings.model_validate(toml("nurture"))


# ------------------------------------------------------------------------------------- the script
def test_the_script_makes_both_files_again_to_the_byte(tmp_path: Path) -> None:
    command = [sys.executable, str(CONTACTS / "make.py"), str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True)
    for name in ("leads.csv", "history.csv"):
        assert (tmp_path / name).read_bytes() == (CONTACTS / name).read_bytes()


# ------------------------------------------------------------------------------------- contacts
def test_there_are_400_contacts_with_ids_and_addresses_of_their_own(
    leads: list[dict[str, str]],
) -> None:
    addresses = [row["email"] for row in leads if row["email"]]
    assert len(leads) == 400
    assert len({row["contact"] for row in leads}) == 400
    assert len({address.casefold() for address in addresses}) == len(addresses)


def test_every_address_is_at_an_example_domain(leads: list[dict[str, str]]) -> None:
    for row in leads:
        for address in (row["email"], row["owner"]):
            assert not address or re.search(r"[@.]example\.(com|org|net)$", address), address


def test_contacts_live_in_five_time_zones_and_some_have_none(leads: list[dict[str, str]]) -> None:
    zones = {row["timezone"] for row in leads}
    assert "" in zones
    assert len(zones) == 6
    for zone in zones - {""}:
        assert ZoneInfo(zone).key == zone


def test_every_lifecycle_stage_has_at_least_twenty_contacts(
    leads: list[dict[str, str]], settings: Settings
) -> None:
    lifecycle = (settings.fields or {})["lifecycle"]
    assert not isinstance(lifecycle, str)
    for stage in lifecycle.choice:
        assert sum(row["lifecycle"] == stage for row in leads) >= 20, stage
    assert {row["lifecycle"] for row in leads} == {*lifecycle.choice, ""}


@pytest.mark.parametrize(
    "column",
    ["email", "first_name", "company", "job_title", "company_size", "industry", "country", "owner"],
)
def test_data_has_gaps_as_in_life(leads: list[dict[str, str]], column: str) -> None:
    missing = sum(row[column] == "" for row in leads)
    assert 4 <= missing <= 100


def test_names_have_nordic_and_french_letters_and_one_is_in_chinese_characters(
    leads: list[dict[str, str]],
) -> None:
    names = [f"{row['first_name']} {row['last_name']}" for row in leads]
    assert all(letter in "".join(names) for letter in "äöåé")
    assert sum(bool(re.search(r"[\u4e00-\u9fff]", name)) for name in names) == 1


def test_about_a_quarter_gave_no_permission(leads: list[dict[str, str]]) -> None:
    assert {row["consent"] for row in leads} == {"yes", "no"}
    assert 80 <= sum(row["consent"] == "no" for row in leads) <= 130


def test_only_customers_have_been_customers_since_a_day(leads: list[dict[str, str]]) -> None:
    assert all(row["lifecycle"] == "customer" for row in leads if row["customer_since"])


def test_every_column_is_a_field_of_the_workspace(
    leads: list[dict[str, str]], settings: Settings
) -> None:
    assert set(leads[0]) <= set(settings.fields or {})


# ------------------------------------------------------------------------------------- history
def test_the_history_covers_the_90_days_before_the_start_in_order(
    history: list[dict[str, str]],
) -> None:
    times = [row["time"] for row in history]
    assert times == sorted(times)
    assert FIRST_DAY_OF_HISTORY <= times[0] < "2026-09-05"
    assert "2026-11-19" < times[-1] < START
    assert all(datetime.fromisoformat(moment).tzinfo is None for moment in times)


def test_the_history_is_of_contacts_in_the_list(
    leads: list[dict[str, str]], history: list[dict[str, str]]
) -> None:
    assert {row["contact"] for row in history} <= {row["contact"] for row in leads}


def test_who_unsubscribed_has_no_permission_and_got_nothing_after_it(
    leads: list[dict[str, str]], history: list[dict[str, str]]
) -> None:
    consent = {row["contact"]: row["consent"] for row in leads}
    gone = {row["contact"]: row["time"] for row in history if row["event"] == "unsubscribed"}
    assert len(gone) >= 5
    assert all(consent[contact] == "no" for contact in gone)
    for row in history:
        if row["event"] == "sent" and row["contact"] in gone:
            assert row["time"] < gone[row["contact"]]


def test_who_purchased_is_a_customer(
    leads: list[dict[str, str]], history: list[dict[str, str]]
) -> None:
    stage = {row["contact"]: row["lifecycle"] for row in leads}
    buyers = {row["contact"] for row in history if row["event"] == "purchased"}
    assert len(buyers) >= 20
    assert {stage[contact] for contact in buyers} == {"customer"}


def test_an_opening_follows_its_sending_and_a_click_its_opening(
    history: list[dict[str, str]],
) -> None:
    seen: set[tuple[str, str, str]] = set()
    before = {"opened": "sent", "clicked": "opened"}
    for row in history:
        cause = before.get(row["event"])
        assert cause is None or (row["contact"], cause, row["object"]) in seen, row
        seen.add((row["contact"], row["event"], row["object"]))


def test_the_history_speaks_of_the_events_that_the_journeys_know(
    history: list[dict[str, str]],
) -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in JOURNEYS.glob("*.toml"))
    for event in {row["event"] for row in history} - {"sent", "unsubscribed"}:
        assert event in text, event


# ------------------------------------------------------------------------------------- journeys
def test_there_are_nine_journeys() -> None:
    found = {path.stem for path in JOURNEYS.glob("*.toml")}
    assert found == {*NAMES, "nurture"}


@pytest.mark.parametrize("name", NAMES)
def test_each_journey_is_one_by_the_model(name: str) -> None:
    journey = Journey.model_validate({**toml(name), "id": name})
    assert journey.purpose
    assert journey.steps


@pytest.mark.parametrize("name", NAMES)
def test_each_name_follows_one_of_the_patterns(name: str, settings: Settings) -> None:
    def expression(pattern: str) -> str:
        before_blank = re.sub(r"\\\{\w+\\\}(?=\\ )", r"\\S+", re.escape(pattern))
        return re.sub(r"\\\{\w+\\\}", ".+", before_blank)

    journey_name = toml(name)["name"]
    assert any(re.fullmatch(expression(pattern), journey_name) for pattern in settings.naming)


def test_names_and_purposes_differ() -> None:
    assert len({toml(name)["name"] for name in NAMES}) == len(NAMES)
    assert len({toml(name)["purpose"] for name in NAMES}) == len(NAMES)


def test_every_message_has_an_asset_with_owner_hours_and_merge_fields(settings: Settings) -> None:
    used = {
        step["asset"]
        for name in NAMES
        for step in toml(name)["steps"].values()
        if step["type"] == "send"
    }
    assert used == set(settings.assets)
    assert all(asset.title and asset.owner and asset.hours for asset in settings.assets.values())
    assert all(asset.fields for asset in settings.assets.values())


def test_the_internal_journey_sends_nothing() -> None:
    assert all(step["type"] != "send" for step in toml("hand-to-sales")["steps"].values())
