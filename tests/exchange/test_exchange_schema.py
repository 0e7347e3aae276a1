"""The published JSON Schemas: they are of the model as it is, and hold what is exported."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest
from exchange_runs import ROOT, samples
from hypothesis import given, settings
from jsonschema import Draft202012Validator
from schemas import FOLDER, texts
from strategies import JOURNEYS

from nurture_tui.exchange.new import TEMPLATES, template_text
from nurture_tui.exchange.plain_json import to_json
from nurture_tui.model.journey import Journey

EXPORT = json.loads((FOLDER / "journey-export.schema.json").read_text(encoding="utf-8"))
FILE = json.loads((FOLDER / "journey.schema.json").read_text(encoding="utf-8"))
WORKSPACE = json.loads((FOLDER / "workspace.schema.json").read_text(encoding="utf-8"))


def plain(value: Any) -> Any:
    """TOML's values as JSON has them."""
    return json.loads(json.dumps(value, default=lambda date: date.isoformat()))


def test_the_published_schemas_are_those_of_the_model() -> None:
    files = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")}
    assert files == texts(), "the model has changed: `make docs` writes the schemas again"
    for schema in (EXPORT, FILE, WORKSPACE):
        Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("id_", sorted(samples().journeys))
def test_a_sample_and_its_export_are_what_the_schemas_say(id_: str) -> None:
    Draft202012Validator(EXPORT).validate(json.loads(to_json(samples().journeys[id_]).text))
    file = tomllib.loads((ROOT / "journeys" / f"{id_}.toml").read_text(encoding="utf-8"))
    Draft202012Validator(FILE).validate(plain(file))


def test_templates_and_nurture_toml_are_what_the_schemas_say() -> None:
    for name in TEMPLATES:
        Draft202012Validator(FILE).validate(plain(tomllib.loads(template_text(name))))
    shared = tomllib.loads((ROOT / "journeys" / "nurture.toml").read_text(encoding="utf-8"))
    Draft202012Validator(WORKSPACE).validate(plain(shared))


@settings(max_examples=settings().max_examples * 3 // 8)
@given(JOURNEYS)
def test_every_journey_is_exported_as_the_schema_says(journey: Journey) -> None:
    Draft202012Validator(EXPORT).validate(json.loads(to_json(journey).text))


@pytest.mark.parametrize(
    "wrong",
    [
        {"nme": "x"},
        {"kind": "b2b"},
        {"entry": {}},
        {"entry": {"start": "a", "arrivals": 40}},
        {"goal": {"name": "g", "when": "customer", "target": 15}},
        {"steps": {"a": {"type": "sned"}}},
        {"steps": {"a": {"subject": "no type"}}},
        {"steps": {"a": {"type": "wait", "at": "nine"}}},
        {"steps": {"a": {"type": "action", "do": [{"mail": "x"}]}}},
        {"steps": {"a b": {"type": "exit"}}},
    ],
    ids=str,
)
def test_what_is_not_of_the_format_is_refused(wrong: dict[str, Any]) -> None:
    good = {"format": 1, "name": "x", "kind": "lead", "entry": {"start": "a"}}
    validator = Draft202012Validator(FILE)
    validator.validate(good)
    assert not validator.is_valid(good | wrong)
