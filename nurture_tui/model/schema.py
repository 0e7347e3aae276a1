"""The published JSON Schemas: of a journey file, of nurture.toml, and of a journey as JSON."""

from __future__ import annotations

import re
from typing import Any

from pydantic import BaseModel

from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FORMAT = 1
_NAMED = ("properties", "$defs", "patternProperties")
_RULE = re.compile(r" \((R\d+(, R\d+)*|the verbs of action.py)\)")
_STEPS = ("Send", "Wait", "Branch", "Split", "Action", "Exit")
Schema = dict[str, Any]


def schemas() -> dict[str, Schema]:
    """The schemas by the names of their files.

    They say the shape of the files, key by key. What belongs together beyond that (a wait has one
    of for, until and date) the checks say.
    """
    journey = _of(Journey, "journey", "A journey file of Nurture TUI, key by key.")
    settings = _of(Settings, "workspace", "The file nurture.toml, which journeys share.")
    # The file has the points of events beside the table `reached`.
    settings["$defs"]["Scoring"] = {
        "type": "object",
        "properties": {"reached": {"type": "object", "additionalProperties": {"type": "number"}}},
        "additionalProperties": {"type": "number"},
    }
    return {
        "journey.schema.json": journey,
        "workspace.schema.json": settings,
        "journey-export.schema.json": _exported(journey),
    }


def _of(model: type[BaseModel], name: str, description: str) -> Schema:
    made: Schema = _tidy(model.model_json_schema(mode="serialization"))
    for step in _STEPS:
        part = made.get("$defs", {}).get(step)
        if part is not None:
            part["required"] = sorted({"type", *part.get("required", [])})
    made.update(title=name, description=description)
    return {"$schema": DIALECT, "$id": f"urn:nurture-tui:{name}:{FORMAT}", **made}


def _tidy(schema: Any) -> Any:
    """Without titles that repeat the key, and without null, which no file has."""
    if isinstance(schema, list):
        return [_tidy(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {
        key: {name: _tidy(one) for name, one in value.items()} if key in _NAMED else _tidy(value)
        for key, value in schema.items()
        if not (key == "title" and isinstance(value, str)) and (key, value) != ("default", None)
    }
    said = kept.get("description")
    if isinstance(said, str):
        kept["description"] = _RULE.sub("", said.split("\n\n")[0])
    choices = kept.get("anyOf")
    if isinstance(choices, list):
        real = [one for one in choices if one != {"type": "null"}]
        del kept["anyOf"]
        kept |= real[0] if len(real) == 1 else {"anyOf": real}
    if "patternProperties" in kept:
        kept["additionalProperties"] = False
    return kept


def _exported(journey: Schema) -> Schema:
    """What `nurture export --to json` writes: the journey, and its edges for programs that draw."""
    definitions = dict(journey["$defs"])
    definitions["Journey"] = {
        key: value for key, value in journey.items() if key not in ("$schema", "$id", "$defs")
    }
    edge = {
        "type": "object",
        "description": "A port of a step; to is null where the path ends.",
        "properties": {
            "from": {"type": "string"},
            "port": {"type": "string"},
            "to": {"type": ["string", "null"]},
        },
        "required": ["from", "port", "to"],
        "additionalProperties": False,
    }
    return {
        "$schema": DIALECT,
        "$id": f"urn:nurture-tui:journey-export:{FORMAT}",
        "title": "journey-export",
        "description": "A journey as `nurture export --to json` writes it.",
        "type": "object",
        "properties": {
            "id": {"type": "string", "description": "The stem of the journey's file."},
            "journey": {"$ref": "#/$defs/Journey"},
            "edges": {"type": "array", "items": edge},
        },
        "required": ["id", "journey", "edges"],
        "additionalProperties": False,
        "$defs": dict(sorted(definitions.items())),
    }
