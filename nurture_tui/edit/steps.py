"""Edits of the graph: add, connect, move, duplicate, change the type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nurture_tui.edit.change import EditError, Plain, changed
from nurture_tui.edit.history import Edit
from nurture_tui.edit.newstep import called, fresh_id, id_for, new_table, type_in_words
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Branch, Exit, Split, Step, Wait, ports

ENTRY = "entry:"


def title_of(journey: Journey, id_: str) -> str:
    """What the names of edits call a step: its title, else its id."""
    step = journey.steps.get(id_)
    return (step.title if step is not None else None) or id_


def leaving(step: Step) -> tuple[tuple[str, str | None], ...]:
    """The ways out of a step that a line can be led from: its ports, and an `else` it may have.

    A wait for a condition or a date may have an `else`, also where none is set yet.
    """
    found = ports(step)
    may_have = isinstance(step, Wait) and (step.until is not None or step.date is not None)
    return (*found, ("else", None)) if may_have and len(found) == 1 else found


def add_after(
    journey: Journey, source: str, port: str, kind: str, answers: Mapping[str, str] | None = None
) -> Edit:
    """A new step on the line that leaves `source` by `port`; it leads on to where that led.

    `source` may be ENTRY (port `start`). An exit ends the path, so what came after it is no longer
    reached from there. A port that is not there is an EditError. `kind` is one of KINDS, `answers`
    the typed answers to its questions; a title among them gives the step its id.
    """
    after = _target(journey, source, port)
    id_ = id_for(journey, kind, answers or {})
    table = new_table(journey, kind, after, source, answers)

    def change(data: Plain) -> None:
        _insert(data, id_, table, behind=source)
        _point(data, source, port, id_)

    return Edit(f"add {called(kind, answers or {})}", changed(journey, change), id_)


def add_before(
    journey: Journey, target: str, kind: str, answers: Mapping[str, str] | None = None
) -> Edit:
    """A new step in front of `target`: all lines that led there lead to the new one.

    `kind` and `answers` as in add_after.
    """
    known(journey, target)
    if kind == "exit":
        raise EditError("nothing can come after an exit", fix="Add it after a step.")
    id_ = id_for(journey, kind, answers or {})
    leader = before(journey, target) or ENTRY
    table = new_table(journey, kind, target, leader, answers)

    def change(data: Plain) -> None:
        steps = list(data["steps"])
        place = steps.index(target)
        redirect(data, target, id_)
        behind = steps[place - 1] if place else ENTRY
        _insert(data, id_, table, behind=behind)

    return Edit(f"add {called(kind, answers or {})}", changed(journey, change), id_)


def move(journey: Journey, id_: str, source: str, port: str, keep: str | None = None) -> Edit:
    """A step taken out of its line, which heals as if it were removed, and put on another.

    That is the line that leaves `source` by `port`.
    Of a branch or split the way to `keep` goes on at what comes after the new place; its other
    ways lead where they led. An exit, or a step onto its own line, is an EditError.
    """
    step = known(journey, id_)
    title = title_of(journey, id_)
    if not ports(step):
        raise EditError("an exit has no way on", fix="Lead a line to it (c) in place of moving it.")
    if source == id_:
        raise EditError(f"“{title}” cannot come after itself", fix="Choose another step.")
    _target(journey, source, port)
    after = after_removal(id_, step, keep)
    if journey.entry.start == id_ and after is None:
        raise EditError(
            f"“{title}” is where the journey starts, and nothing comes after it",
            fix="Let the entry lead to another step first.",
        )
    way = keep or next((port for port, target in ports(step) if target == after), ports(step)[0][0])

    def change(data: Plain) -> None:
        redirect(data, id_, after)
        following = _pointed(data, source, port)
        _point(data, source, port, id_)
        _point(data, id_, way, following)
        table = data["steps"].pop(id_)
        _insert(data, id_, table, behind=source)

    return Edit(f"move “{title}”", changed(journey, change), id_)


def connect(journey: Journey, source: str, port: str, target: str | None) -> Edit:
    """The line that leaves `source` by `port` leads to `target`; None ends the path there.

    A branch's `else` and the entry's `start` must lead somewhere (EditError). A wait for a
    condition or a date may get its `else` so.
    """
    _target(journey, source, port)
    if target is not None:
        known(journey, target)
    elif source == ENTRY or (port == "else" and isinstance(journey.steps[source], Branch)):
        raise EditError("this line must lead to a step", fix="Choose one.")

    def change(data: Plain) -> None:
        _point(data, source, port, target)

    name = "connect" if target is not None else "end the path after"
    of = "the entry" if source == ENTRY else f"“{title_of(journey, source)}”"
    return Edit(f"{name} {of}", changed(journey, change), source)


def duplicate(journey: Journey, id_: str) -> Edit:
    """A copy of a step right behind it.

    What has one way on leads to its copy; a branch, split or exit is copied beside, and no line
    leads to the copy yet.
    """
    step = known(journey, id_)
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
    step = known(journey, id_)
    first = next((target for _, target in ports(step) if target is not None), None)

    def change(data: Plain) -> None:
        old = data["steps"][id_]
        kept = {key: old[key] for key in ("title", "notes", "ignore") if key in old}
        data["steps"][id_] = {**new_table(journey, type_, first, id_), **kept}

    name = f"make “{title_of(journey, id_)}” {type_in_words(type_)}"
    return Edit(name, changed(journey, change), id_)


def known(journey: Journey, id_: str) -> Step:
    """The step of this id; an EditError where there is none."""
    step = journey.steps.get(id_)
    if step is None:
        raise EditError(f"there is no step “{id_}”")
    return step


def _target(journey: Journey, source: str, port: str) -> str | None:
    if source == ENTRY:
        return journey.entry.start if journey.entry.start in journey.steps else None
    found = dict(leaving(known(journey, source)))
    if port not in found:
        raise EditError(f"“{title_of(journey, source)}” has no way on called “{port}”")
    step = journey.steps[source]
    # A time-out goes on at `next` as long as there is no `else`.
    after = step.next if isinstance(step, Wait) and step.else_ is None else found[port]
    return after if after in journey.steps else None


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


def _pointed(data: Plain, source: str, port: str) -> str | None:
    """Where a port leads to."""
    if source == ENTRY:
        start: str | None = data["entry"]["start"]
        return start
    holder, key = _place_of(data["steps"][source], port)
    target: str | None = holder.get(key)
    return target


def _place_of(table: Plain, port: str) -> tuple[Plain, str]:
    """The table and key at which a step's file form keeps the target of a port."""
    if table["type"] == "branch" and port != "else":
        for number, case in enumerate(table["cases"]):
            if (case.get("label") or f"case {number + 1}") == port:
                return case, "next"
    if table["type"] == "split":
        return next(way for way in table["ways"] if way["name"] == port), "next"
    return table, port


def redirect(data: Plain, old: str, new: str | None) -> None:
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


def after_removal(id_: str, step: Step, keep: str | None) -> str | None:
    """Where a line to a step leads once it is gone: of several ways to what `keep` leads to."""
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


def before(journey: Journey, id_: str) -> str | None:
    """The first step that leads to this one, None where there is none."""
    return next(
        (other for other, step in journey.steps.items() if id_ in dict(ports(step)).values()), None
    )
