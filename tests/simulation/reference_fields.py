"""How fields of a contact change: `set`, `add`, `copy`, `map`, lists and deals."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from reference_state import Coming, Stay
from reference_world import FieldValue, fixed, moment_of

from nurture_tui.model.clock import parse_fixed_date, parse_moment
from nurture_tui.model.fields import TEXT

if TYPE_CHECKING:
    from reference_life import Life


def set_field(life: Life, journey: str, stay: Stay | None, name: str, value: object) -> None:
    """Give a field a value of its kind."""
    kind = life.world.kind(name) or TEXT
    new: FieldValue
    match kind.kind:
        case "number":
            assert isinstance(value, int | float)
            new = float(value)
        case "yes/no":
            new = bool(value)
        case "choice":
            new = value if isinstance(value, str) and value in kind.choices else None
        case "date":
            new = _date(life, journey, stay, value)
        case _:
            new = str(value)
    life.fields[name] = new
    see(life, name)


def copy_field(life: Life, source: str, to: str) -> None:
    """Give a field what another one has; a choice that is not one of its own is missing."""
    value, choices = life.fields.get(source), (life.world.kind(to) or TEXT).choices
    life.fields[to] = None if choices and value not in choices else value
    see(life, to)


def see(life: Life, name: str) -> None:
    """What follows at once from a new value: R11 for consent, a threshold for the score."""
    if name == "consent" and life.fields[name] is True:
        life.unsubscribed = False
    if name == "score":
        reach(life)


def add_to(life: Life, name: str, amount: float) -> None:
    """Add to a number; a missing one starts at 0."""
    before = life.fields.get(name)
    life.fields[name] = (before if isinstance(before, float) else 0.0) + amount
    see(life, name)


def is_key(life: Life, name: str, key: str) -> bool:
    """Whether a key of a `map` table is what the field says; a missing yes/no is no."""
    kind, value = (life.world.kind(name) or TEXT).kind, life.fields.get(name)
    if kind == "yes/no":
        return (key == "yes") is (value is True)
    if kind == "number":
        return value is not None and value == float(key)
    return key == (value or "")


def reach(life: Life) -> None:
    """The events of `[scoring.reached]`, at the instant the score first reaches a threshold."""
    for name, threshold in life.world.workspace.settings.scoring.reached.items():
        if name not in life.thresholds and life.score >= threshold:
            life.thresholds.add(name)
            life.coming.append(Coming(life.now, name))


def _date(life: Life, journey: str, stay: Stay | None, value: object) -> date | int | None:
    if isinstance(value, date | datetime):
        return fixed(value, life.world)
    assert isinstance(value, str)
    try:
        return fixed(parse_fixed_date(value), life.world)
    except ValueError:
        moment = parse_moment(value)
    base = life.date(moment.name, journey, stay)
    return moment_of(moment, base, life.person(journey))
