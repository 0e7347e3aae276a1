"""An assumption stated anew: its value as people write it, and the edit that puts it in place."""

from __future__ import annotations

import re
from typing import Any

from nurture_tui.edit.change import EditError, Plain, changed
from nurture_tui.edit.history import Edit, SharedEdit
from nurture_tui.model.clock import Hazard
from nurture_tui.model.duration import Duration, parse_elapsed
from nurture_tui.model.effective import channel_of
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Send
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.uncertain import Uncertain

OFF = "off"
_NUMBER = re.compile(r"(\d+(?:[.,]\d+)?)\s*(%?)(?:\s*per\s+\S+)?(?:\s+(.*))?")
_SPAN = re.compile(r"(\S+)(?:\s+(.*))?")


def value_text(found: Uncertain, value: float) -> str:
    """A value of this assumption as it is typed: `30%`, `10min`, `0.93`, `off`."""
    if found.delay:
        return _span_text(round(value))
    if found.off is not None and value == found.off:
        return OFF
    if found.unit == "share":
        return f"{value * 100:.4g}%"
    return f"{value:.4g}"


def range_text(found: Uncertain) -> str:
    """The range in which it may well lie, in two digits: `29% to 39%`, `1.5% to 5.8%`."""
    if found.delay or found.off is not None:
        return f"{value_text(found, found.low)} to {value_text(found, found.high)}"
    return f"{_two_digits(found.low)} to {_two_digits(found.high)}"


def _two_digits(part: float) -> str:
    """A share in per cent, in two digits: a range is a judgement and has no more in it."""
    per_cent = part * 100
    return f"{per_cent:.0f}%" if per_cent >= 9.95 else f"{per_cent:.2g}%"


def nudged(found: Uncertain, by: int) -> float:
    """The value some small steps up or down, on round numbers; a share stays below 100 %."""
    if found.delay:
        step = _step_of(found.value)
        return max(step, (round(found.value / step) + by) * step)
    if found.unit == "share":
        point = 0.01 if found.value >= 0.1 else 0.005 if found.value >= 0.02 else 0.0005
        return min(max(round((round(found.value / point) + by) * point, 6), 0.0), 0.99)
    if found.unit == "spread":
        return min(max(round(found.value + by * 0.1, 2), 0.0), 5.0)
    return max(round(found.value + by * 0.01, 3), 0.01)


def restated(
    workspace: Workspace, journey_id: str, found: Uncertain, text: str
) -> Edit | SharedEdit:
    """The edit that states an assumption anew, for one of the journeys that it holds for.

    `text` is the value, and behind it where it comes from, if that is known (`35% own data 2026`);
    empty it leaves the number out, so that what is inherited holds. What stands in the defaults or
    in nurture.toml is stated in the journey, or where other messages of it have another default, in
    each send. An assumed event of nurture.toml is changed there, for all journeys. Without a source
    a number is a guess from then on, which names what it was. What is refused is an EditError.
    """
    journey = workspace.journeys[journey_id]
    value, source = _read(found, text.strip())
    merge = f"assume {found.what} {found.level}"
    name = f"{found.what} {text}" if text.strip() else f"{found.what} as inherited"
    if found.event is not None and not found.event[0]:
        settings = changed(workspace.settings, lambda data: _event(data, found, value, source))
        shared = Workspace(settings, workspace.journeys, workspace.folder)
        return SharedEdit(name, shared, merge=merge)

    def change(data: Plain) -> None:
        if found.event is not None:
            _event(data, found, value, source)
            return
        for stands_in in _parts(data, workspace, journey, found):
            _state(stands_in, found, value, source)

    return Edit(name, changed(journey, change), merge=merge)


# ---------------------------------------------------------------- what is typed
def _read(found: Uncertain, text: str) -> tuple[float | None, str]:
    """The value (None: leave it out) and the source that is typed behind it."""
    if not text:
        return None, ""
    word, _, rest = text.partition(" ")
    if word.casefold() == OFF and found.off is not None:
        return found.off, rest.strip()
    if found.delay:
        match = _SPAN.fullmatch(text)
        assert match is not None
        try:
            return float(parse_elapsed(match[1]).elapsed), match[2] or ""
        except ValueError as error:
            raise EditError(str(error), fix="Write 10min, 6h or 2d.") from None
    match = _NUMBER.fullmatch(text)
    if match is None:
        example = "30% or 0.3" if found.unit == "share" else "0.9"
        raise EditError(f"“{text}” is no number", fix=f"Write {example}, and a source behind it.")
    number = float(match[1].replace(",", "."))
    in_per_cent = bool(match[2]) or (found.unit == "share" and number > 1)
    return (number / 100 if in_per_cent else number), match[3] or ""


# ---------------------------------------------------------------- where it is put
def _event(data: Plain, found: Uncertain, value: float | None, source: str) -> None:
    if value is None:
        raise EditError("an assumed event needs its number", fix="Type one, or undo it.")
    assert found.event is not None
    event: dict[str, Any] = data["assume"]["events"][found.event[1]]
    if found.delay:
        event["delay"] = _span_text(round(value))
    else:
        per = str(event["chance"]).partition(" per ")[2]
        event["chance"] = str(Hazard(value, parse_elapsed(per))) if per else round(value, 12)
    _say_source(event, found, source)


def _parts(
    data: Plain, workspace: Workspace, journey: Journey, found: Uncertain
) -> list[dict[str, Any]]:
    """The steps, or the journey, whose assumptions state the number for its sends."""
    mine = [step for id_, step in found.sends if id_ == journey.id]
    if found.place == "step":
        return [data["steps"][step] for step in mine]
    e_mails = [
        id_
        for id_, step in journey.steps.items()
        if isinstance(step, Send) and channel_of(workspace, journey, step) == "email"
    ]
    if found.place == "journey" or set(e_mails) <= set(mine):
        return [data]
    return [data["steps"][step] for step in mine]


def _state(part: dict[str, Any], found: Uncertain, value: float | None, source: str) -> None:
    table: dict[str, Any] = part.setdefault("assume", {})
    if value is not None:
        table[found.what] = round(value, 12)
        _say_source(table, found, source)
    elif found.what not in table:
        raise EditError("it is inherited already", fix="Type a number to state it here.")
    else:
        del table[found.what]
        if set(table) <= {"source"}:
            del part["assume"]


def _say_source(table: dict[str, Any], found: Uncertain, source: str) -> None:
    """The source that was typed; else what was own data is a guess now, which says what it was.

    Where other numbers have the same source they keep it, and it says which one is a guess.
    """
    known = str(table.get("source", ""))
    name = found.what.split()[0]
    if source:
        table["source"] = source
    elif known and not known.casefold().startswith("guess") and f"; {name} a guess" not in known:
        was = f", was {value_text(found, found.value)}" if found.place != "default" else ""
        others = set(table) - {"source", found.what} if found.event is None else set()
        alone = f"guess: {name}{was.replace(',', '')} ({known})"
        table["source"] = f"{known}; {name} a guess{was}" if others else alone


def _span_text(seconds: int) -> str:
    return str(Duration(seconds=max(seconds, 60) // 60 * 60))


def _step_of(seconds: float) -> int:
    """Small steps of a delay: minutes of an hour or less, hours of two days, else days."""
    if seconds <= 7_200:
        return 300
    return 3_600 if seconds <= 172_800 else 86_400
