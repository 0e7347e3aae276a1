"""A journey as JSON: the keys of the journey file, and its edges for programs that draw."""

from __future__ import annotations

import json
from datetime import date, datetime

from nurture_tui.exchange.exported import Exported
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import ports
from nurture_tui.model.values import written
from nurture_tui.text import by_number

_LOST = ("comments of the file",)


def to_json(journey: Journey) -> Exported:
    """`{"id", "journey", "edges"}`.

    `journey` has the keys and values of the journey file as they are written there, dates as
    ISO 8601 text. `edges` has one `{"from", "port", "to"}` for each port of each step in file
    order, where `to` is null for the end of the path; it follows from `journey` and is there for
    convenience.
    """
    edges = [
        {"from": id_, "port": port, "to": target}
        for id_, step in journey.steps.items()
        for port, target in ports(step)
    ]
    record = {"id": journey.id, "journey": written(journey), "edges": edges}
    text = json.dumps(record, ensure_ascii=False, indent=2, default=_date)
    return Exported(by_number(text) + "\n", _LOST)


def _date(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no value of a journey file")
