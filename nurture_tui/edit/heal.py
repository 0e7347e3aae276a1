"""What a journey says of steps that are gone: taken out where nothing has to be decided anew."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from nurture_tui.edit.change import Path, Plain
from nurture_tui.edit.conditionrows import spelt
from nurture_tui.edit.references import CONDITION_KEYS, USER_KEYS
from nurture_tui.errors import ConditionError
from nurture_tui.model.condition import And, Call, Expr, Not, Or, parse_condition, walk
from nurture_tui.model.condition import Literal as Constant

ASK_OF_STEPS = ("sent", "opened", "clicked", "done")
# A condition that has come to hold always, or never, and so says nothing any more. The case of a
# branch that always holds is none: it decides the path.
_SAYS_NOTHING = (("only_if", True), ("hold_if", False), ("events.if", True))


@dataclass(frozen=True, slots=True)
class Healed:
    """What was taken out: assumed events (by name), and conditions of which a part went.

    `left` are the places whose condition still asks of a step that is gone, since all of it does:
    what it is to ask now is the planner's to say.
    """

    events: tuple[str, ...] = ()
    conditions: int = 0
    left: tuple[Path, ...] = ()


def heal(data: Plain, gone: Collection[str]) -> Healed:
    """Take out of the plain values of a journey what they say of steps that are `gone`.

    Nobody is sent, opens or clicks what is not there, so `a or clicked('gone')` is `a`. What was
    assumed to happen after a message goes with it.
    """
    events = _without_events(data, gone)
    conditions, left = 0, []
    for holder, key, path in list(_conditions(data, ())):
        now = without(parse_condition(holder[key]).expr, gone)
        if isinstance(now, bool):
            kind = f"events.{key}" if path[:2] == ("assume", "events") else key
            if (kind, now) in _SAYS_NOTHING:
                del holder[key]
                conditions += 1
            else:
                left.append(path)
        elif asks_of(now, gone):
            left.append(path)
        elif asks_of(parse_condition(holder[key]).expr, gone):
            holder[key] = spelt(now)
            conditions += 1
    if not data.get("sending", True):
        del data["sending"]
    return Healed(events, conditions, tuple(left))


def _without_events(data: Plain, gone: Collection[str]) -> tuple[str, ...]:
    """Take out what was assumed to happen because of a step that is gone."""
    assume = data.get("assume", {})
    events = assume.get("events", [])
    lost = [event for event in events if _never(event, gone)]
    if lost:
        assume["events"] = [event for event in events if event not in lost]
        if not assume["events"]:
            del assume["events"]
        if not assume:
            del data["assume"]
    return tuple(event["event"] for event in lost)


def _never(event: Plain, gone: Collection[str]) -> bool:
    conditions = (event[key] for key in ("after", "if") if key in event)
    return any(without(parse_condition(text).expr, gone) is False for text in conditions)


def _conditions(inner: Any, path: Path) -> Iterator[tuple[Plain, str, Path]]:
    """The conditions of plain values: the table and key of each, and its place."""
    if isinstance(inner, list):
        for number, item in enumerate(inner):
            yield from _conditions(item, (*path, number))
    elif isinstance(inner, dict):
        for key, value in inner.items():
            if key in CONDITION_KEYS and isinstance(value, str) and _is_one(value):
                yield inner, key, (*path, key)
            elif key not in USER_KEYS:
                yield from _conditions(value, (*path, key))


def _is_one(text: str) -> bool:
    try:
        parse_condition(text)
    except ConditionError:
        return False
    return True


def asks_of(expr: Expr, gone: Collection[str]) -> bool:
    """Whether a condition asks what became of one of these steps."""
    return any(_of(part, gone) for part in walk(expr))


def _of(expr: Expr, gone: Collection[str]) -> bool:
    match expr:
        case Call(function=function, arguments=(Constant(value=str() as step), *_)):
            return function in ASK_OF_STEPS and step in gone
    return False


def without(expr: Expr, gone: Collection[str]) -> Expr | bool:
    """The condition where nothing ever becomes of these steps; true or false where that decides."""
    match expr:
        case Call() if _of(expr, gone):
            return False
        case Not(item=item):
            now = without(item, gone)
            return not now if isinstance(now, bool) else Not(now)
        case And(items=items):
            return _joined([without(item, gone) for item in items], And, decides=False)
        case Or(items=items):
            return _joined([without(item, gone) for item in items], Or, decides=True)
    return expr


def _joined(parts: list[Expr | bool], join: type[And] | type[Or], *, decides: bool) -> Expr | bool:
    if any(part is decides for part in parts):
        return decides
    left = tuple(part for part in parts if not isinstance(part, bool))
    if not left:
        return not decides
    return left[0] if len(left) == 1 else join(left)
