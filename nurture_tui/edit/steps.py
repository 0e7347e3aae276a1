"""Edits of the graph: add, connect, remove with healing, duplicate, change the type."""

from __future__ import annotations

from typing import Any

from nurture_tui.edit.change import EditError, Plain, changed
from nurture_tui.edit.history import Edit
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import STEP_TYPES, Branch, Exit, Split, Step, ports

ENTRY = "entry:"


def title_of(journey: Journey, id_: str) -> str:
    """What the names of edits call a step: its title, else its id."""
    step = journey.steps.get(id_)
    return (step.title if step is not None else None) or id_


def add_after(journey: Journey, source: str, port: str, type_: str) -> Edit:
    """A new step on the line that leaves `source` by `port`; it leads on to where that led.

    `source` may be ENTRY (port `start`). An exit ends the path, so what came after it is no longer
    reached from there. A port that is not there is an EditError.
    """
    after = _target(journey, source, port)
    id_ = fresh_id(journey, type_)

    def change(data: Plain) -> None:
        _insert(data, id_, _new(type_, after), behind=source)
        _point(data, source, port, id_)

    return Edit(f"add {_with_article(type_)}", changed(journey, change), id_)


def add_before(journey: Journey, target: str, type_: str) -> Edit:
    """A new step in front of `target`: all lines that led there lead to the new one."""
    _known(journey, target)
    if type_ == "exit":
        raise EditError("nothing can come after an exit", fix="Add it after a step.")
    id_ = fresh_id(journey, type_)

    def change(data: Plain) -> None:
        steps = list(data["steps"])
        place = steps.index(target)
        _redirect(data, target, id_)
        behind = steps[place - 1] if place else ENTRY
        _insert(data, id_, _new(type_, target), behind=behind)

    return Edit(f"add {_with_article(type_)}", changed(journey, change), id_)


def connect(journey: Journey, source: str, port: str, target: str | None) -> Edit:
    """The line that leaves `source` by `port` leads to `target`; None ends the path there.

    A branch's `else` and the entry's `start` must lead somewhere (EditError).
    """
    _target(journey, source, port)
    if target is not None:
        _known(journey, target)
    elif source == ENTRY or (port == "else" and isinstance(journey.steps[source], Branch)):
        raise EditError("this line must lead to a step", fix="Choose one.")

    def change(data: Plain) -> None:
        _point(data, source, port, target)

    return Edit(f"connect “{title_of(journey, source)}”", changed(journey, change), source)


def remove(journey: Journey, id_: str, keep: str | None = None) -> Edit:
    """The journey without a step; the lines that led to it lead to what came after it.

    A branch or split with several ways asks for the one to `keep` (EditError without). The step
    that starts the journey can go only if something comes after it (EditError).
    """
    step = _known(journey, id_)
    after = _after_removal(id_, step, keep)
    starts = journey.entry.start == id_
    if starts and after is None:
        raise EditError(
            f"“{title_of(journey, id_)}” is where the journey starts",
            fix="Let the entry lead to another step first.",
        )

    def change(data: Plain) -> None:
        del data["steps"][id_]
        _redirect(data, id_, after)

    fallback = after or next((i for i in journey.steps if i != id_), ENTRY)
    selected = fallback if after else _before(journey, id_) or fallback
    return Edit(f"remove “{title_of(journey, id_)}”", changed(journey, change), selected)


def ways_out(journey: Journey, id_: str) -> tuple[tuple[str, str | None], ...]:
    """The ways that `remove` would choose among: ports that lead to different steps."""
    different: dict[str | None, str] = {}
    for port, target in ports(journey.steps[id_]):
        if target != id_:
            different.setdefault(target, port)
    return tuple((port, target) for target, port in different.items())


def duplicate(journey: Journey, id_: str) -> Edit:
    """A copy of a step right behind it.

    What has one way on leads to its copy; a branch, split or exit is copied beside, and no line
    leads to the copy yet.
    """
    step = _known(journey, id_)
    copy = fresh_id(journey, base=id_)

    def change(data: Plain) -> None:
        table = dict(data["steps"][id_])
        if table.get("title"):
            table["title"] = f"{table['title']} (copy)"
        _insert(data, copy, table, behind=id_)
        if not isinstance(step, Branch | Split | Exit):
            data["steps"][id_]["next"] = copy

    return Edit(f"copy “{title_of(journey, id_)}”", changed(journey, change), copy)


def change_type(journey: Journey, id_: str, type_: str) -> Edit:
    """The step with another type: title, notes and its first way on stay, the rest is new."""
    step = _known(journey, id_)
    first = next((target for _, target in ports(step) if target is not None), None)

    def change(data: Plain) -> None:
        old = data["steps"][id_]
        kept = {key: old[key] for key in ("title", "notes", "ignore") if key in old}
        table = {key: value for key, value in _new(type_, first).items() if key != "title"}
        data["steps"][id_] = {**table, **kept}

    name = f"make “{title_of(journey, id_)}” {_with_article(type_)}"
    return Edit(name, changed(journey, change), id_)


def fresh_id(journey: Journey, type_: str = "step", *, base: str = "") -> str:
    """An id that no step has: `wait`, `wait-2`; of a `base` its own next number."""
    stem = base.rstrip("0123456789").rstrip("-") if base else ""
    stem = stem or {"send": "message"}.get(type_, type_)
    if stem not in journey.steps and not base:
        return stem
    number = 2
    while f"{stem}-{number}" in journey.steps:
        number += 1
    return f"{stem}-{number}"


def _new(type_: str, after: str | None) -> Plain:
    """A new step of a type that leads on to `after`."""
    if type_ not in STEP_TYPES:
        raise EditError(f"“{type_}” is no type of step", fix=f"Types: {', '.join(STEP_TYPES)}.")
    on = {} if after is None else {"next": after}
    match type_:
        case "wait":
            return {"type": "wait", "for": "3d", **on}
        case "branch" if after is None:
            raise EditError(
                "a branch needs a step to lead to", fix="Add a step first, then the branch."
            )
        case "branch":
            return {
                "type": "branch",
                "cases": [{"if": "consent", "label": "yes", **on}],
                "else": after,
            }
        case "split":
            return {"type": "split", "ways": [{"name": "a", **on}, {"name": "b", **on}]}
        case "action":
            return {"type": "action", "do": [{"notify": "owner"}], **on}
        case "exit":
            return {"type": "exit"}
    return {"type": type_, **on}


def _known(journey: Journey, id_: str) -> Step:
    step = journey.steps.get(id_)
    if step is None:
        raise EditError(f"there is no step “{id_}”")
    return step


def _target(journey: Journey, source: str, port: str) -> str | None:
    if source == ENTRY:
        return journey.entry.start if journey.entry.start in journey.steps else None
    found = dict(ports(_known(journey, source)))
    if port not in found:
        raise EditError(f"“{title_of(journey, source)}” has no way on called “{port}”")
    return found[port] if found[port] in journey.steps else None


def _point(data: Plain, source: str, port: str, target: str | None) -> None:
    """Let a port lead to a step."""
    if source == ENTRY:
        data["entry"]["start"] = target
        return
    table = data["steps"][source]
    holder, key = _place_of(table, port)
    if target is None:
        holder.pop(key, None)
    else:
        holder[key] = target


def _place_of(table: Plain, port: str) -> tuple[Plain, str]:
    """The table and key at which a step's file form keeps the target of a port."""
    if table["type"] == "branch" and port != "else":
        for number, case in enumerate(table["cases"]):
            if (case.get("label") or f"case {number + 1}") == port:
                return case, "next"
    if table["type"] == "split":
        return next(way for way in table["ways"] if way["name"] == port), "next"
    return table, port


def _redirect(data: Plain, old: str, new: str | None) -> None:
    """All lines that led to `old` lead to `new`; where that may not be nothing, an EditError."""
    if data["entry"]["start"] == old and new is not None:
        data["entry"]["start"] = new
    for id_, table in data["steps"].items():
        holders: list[Plain] = [table, *table.get("cases", []), *table.get("ways", [])]
        for holder in holders:
            for key in ("next", "else"):
                if holder.get(key) != old:
                    continue
                if new is None and key == "else" and table["type"] == "branch":
                    raise EditError(
                        f"the else of “{table.get('title') or id_}” leads here, and must lead on",
                        fix="Let it lead to another step first.",
                    )
                if new is None:
                    del holder[key]
                else:
                    holder[key] = new


def _insert(data: Plain, id_: str, table: Plain, *, behind: str) -> None:
    """Put a step behind another in the file's order (behind ENTRY: first)."""
    steps: Any = data.setdefault("steps", {})
    order = list(steps)
    place = order.index(behind) + 1 if behind in steps else 0
    order.insert(place, id_)
    steps[id_] = table
    data["steps"] = {name: steps[name] for name in order}


def _after_removal(id_: str, step: Step, keep: str | None) -> str | None:
    ways = [(port, target) for port, target in ports(step) if target != id_]
    if keep is not None:
        for port, target in ways:
            if port == keep:
                return target
        raise EditError(f"there is no way on called “{keep}”")
    targets = {target for _, target in ways}
    if len(targets) > 1:
        raise EditError(
            "several ways lead on from here", fix="Say which of them the path should keep."
        )
    return next(iter(targets), None)


def _before(journey: Journey, id_: str) -> str | None:
    return next(
        (other for other, step in journey.steps.items() if id_ in dict(ports(step)).values()), None
    )


def _with_article(type_: str) -> str:
    word = {"send": "message"}.get(type_, type_)
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"
