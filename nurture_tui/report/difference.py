"""The difference of two journeys as changes to the journey, in words, and not to the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from nurture_tui.edit.rename import rename
from nurture_tui.errors import NurtureError
from nurture_tui.files.canonical import journey_data
from nurture_tui.files.renamed import renamed_steps
from nurture_tui.files.values import value_text
from nurture_tui.model.journey import Journey
from nurture_tui.model.words import quoted

Table = Mapping[str, Any]
Path = tuple[str | int, ...]

SHOWN = 80


@dataclass(frozen=True, slots=True)
class Change:
    """One change from a journey to another: `kind` is added, removed, renamed or changed.

    `where` says what it is about (“step “pause””, “goal”), `words` what is different; `path` is
    the place in the file of the second journey, or of the first for what was removed. `table` is
    the end of the words that is a whole table as the file has it.
    """

    kind: str
    where: str
    words: str
    path: Path
    table: str = ""

    @property
    def sentence(self) -> str:
        return f"{self.where}: {self.words}" if self.where else self.words

    @property
    def brief(self) -> str:
        """The sentence without the table: for who sees the step itself beside it."""
        return self.sentence.removesuffix(self.table)


def difference(first: Journey, second: Journey) -> tuple[Change, ...]:
    """What has to be changed to make the second journey of the first; none if they are equal.

    The order is that of the file: head, entry, goal, exits, sending, assumptions, steps. A step
    that has another id and else says the same is renamed, and what refers to it has not changed
    by that. The order of steps in the file is no part of the journey.
    """
    if first.model_copy(update={"id": second.id}) == second:
        return ()
    named, renames = _with_names_of(first, second)
    old, new = journey_data(named), journey_data(second)
    sections = ("dates", "entry", "goal", "exits", "sending", "assume", "steps")
    own = {key: value for key, value in old.items() if key not in sections}
    others = {key: value for key, value in new.items() if key not in sections}
    return (
        *_of_keys("", (), own, others),
        *_of_keys("dates", ("dates",), old.get("dates", {}), new.get("dates", {})),
        *_of_part("entry", old, new),
        *_of_part("goal", old, new),
        *_of_list("exit", ("exits",), "name", old.get("exits", []), new.get("exits", [])),
        *_of_part("sending", old, new),
        *_of_assumptions(old.get("assume", {}), new.get("assume", {})),
        *renames,
        *_of_steps(old.get("steps", {}), new.get("steps", {})),
    )


def _with_names_of(first: Journey, second: Journey) -> tuple[Journey, list[Change]]:
    """The first journey with its renamed steps under their new names, and the changes of name."""
    renames: list[Change] = []
    steps = journey_data(first).get("steps", {}), journey_data(second).get("steps", {})
    for old, new in renamed_steps(*steps).items():
        try:
            first = rename(first, old, new).journey
        except NurtureError:
            continue  # a condition names it in a way that cannot be followed: two steps, then
        words = f"is now called {quoted(new)}"
        renames.append(Change("renamed", f"step {quoted(old)}", words, ("steps", new)))
    return first, renames


def _of_part(name: str, old: Table, new: Table) -> Iterator[Change]:
    """A table of the head: there now, gone, or different in some keys."""
    path = (name,)
    if name in new and name not in old:
        table = f": {_shown(new[name])}"
        yield Change("added", name, f"new{table}", path, table)
    elif name in old and name not in new:
        yield Change("removed", name, "gone", path)
    else:
        yield from _of_keys(name, path, old.get(name, {}), new.get(name, {}))


def _of_keys(where: str, path: Path, old: Table, new: Table) -> Iterator[Change]:
    for key in dict.fromkeys((*new, *old)):
        if _same(old.get(key), new.get(key)):
            continue
        here = (*path, key)
        if key == "do":
            yield from _of_verbs(where, here, old.get(key, []), new.get(key, []))
        elif key not in old:
            yield Change("added", where, f"{_label(key)} is {_shown(new[key])}, was not set", here)
        elif key not in new:
            words = f"{_label(key)} is no longer set, was {_shown(old[key])}"
            yield Change("removed", where, words, here)
        elif key == "for" and path[:1] == ("steps",):
            yield Change("changed", where, f"waits {new[key]} instead of {old[key]}", here)
        else:
            words = f"{_label(key)} is {_shown(new[key])} instead of {_shown(old[key])}"
            yield Change("changed", where, words, here)


def _of_verbs(where: str, path: Path, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Change]:
    """What is done, verb by verb: `do` is a list of tables of one verb each."""
    before, after = [_verb(verb) for verb in old], [_verb(verb) for verb in new]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for _, i1, i2, j1, j2 in matcher.get_opcodes():
        gone, come = before[i1:i2], after[j1:j2]
        if gone == come:
            continue
        for number in range(max(len(gone), len(come))):
            if number >= len(gone):
                words = f"does {come[number]} too"
                yield Change("added", where, words, (*path, j1 + number))
            elif number >= len(come):
                words = f"no longer does {gone[number]}"
                yield Change("removed", where, words, (*path, i1 + number))
            else:
                words = f"does {come[number]} instead of {gone[number]}"
                yield Change("changed", where, words, (*path, j1 + number))


def _of_list(
    noun: str, path: Path, name: str, old: Sequence[Table], new: Sequence[Table]
) -> Iterator[Change]:
    """Tables that go by a name: exits, ways, cases. Their order counts."""
    before, after = _by_name(old, name), _by_name(new, name)
    for key, (number, item) in before.items():
        if key not in after:
            what, table = f"{noun} {quoted(key)}", f": {_shown(item)}"
            yield Change("removed", what, f"gone{table}", (*path, number), table)
    for key, (number, item) in after.items():
        what, here = f"{noun} {quoted(key)}", (*path, number)
        if key in before:
            yield from _of_keys(what, here, before[key][1], item)
        else:
            table = f": {_shown(item)}"
            yield Change("added", what, f"new{table}", here, table)
    kept = [key for key in before if key in after]
    order = [key for key in after if key in before]
    for number, (was, now) in enumerate(zip(kept, order, strict=True)):
        if was != now:
            words = f"comes before {quoted(was)} now"
            yield Change("changed", f"{noun} {quoted(now)}", words, (*path, number))
            return


def _by_name(items: Sequence[Table], name: str) -> dict[str, tuple[int, Table]]:
    """Items by their name, or by their number where they have none; a name twice is numbered."""
    found: dict[str, tuple[int, Table]] = {}
    for number, item in enumerate(items):
        key = str(item.get(name) or f"{number + 1}")
        found[key if key not in found else f"{key} ({number + 1})"] = (number, item)
    return found


def _of_assumptions(old: Table, new: Table) -> Iterator[Change]:
    yield from _of_keys(
        "assumptions", ("assume",), _without(old, "events"), _without(new, "events")
    )
    events = old.get("events", []), new.get("events", [])
    yield from _of_list("assumed event", ("assume", "events"), "event", *events)


def _of_steps(old: Mapping[str, Table], new: Mapping[str, Table]) -> Iterator[Change]:
    for id_, step in old.items():
        if id_ not in new:
            what = f"step {quoted(id_)}"
            yield Change("removed", what, f"gone ({step['type']})", ("steps", id_))
    before = ""
    for id_, step in new.items():
        if id_ not in old:
            place = f" after {quoted(before)}" if before else " at the start"
            table = f": {_shown(step)}"
            words = f"added{place}{table}"
            yield Change("added", f"step {quoted(id_)}", words, ("steps", id_), table)
        elif old[id_]["type"] != step["type"]:
            types = f"{_one(step['type'])} instead of {_one(old[id_]['type'])}"
            table = f": {_shown(step)}"
            words = f"is {types}{table}"
            yield Change("changed", f"step {quoted(id_)}", words, ("steps", id_), table)
        else:
            yield from _of_step(id_, old[id_], step)
        before = id_


def _of_step(id_: str, old: Table, new: Table) -> Iterator[Change]:
    what, path = f"step {quoted(id_)}", ("steps", id_)
    lists = {"cases": ("case", "label"), "ways": ("way", "name")}
    edges = ("next", "else")
    others = (*lists, *edges, "assume")
    own = [key for key in dict.fromkeys((*new, *old)) if key not in others]
    yield from _of_keys(what, path, _only(old, own), _only(new, own))
    assumed = old.get("assume", {}), new.get("assume", {})
    yield from _of_keys(f"{what}, assumptions", (*path, "assume"), *assumed)
    for key, (noun, name) in lists.items():
        yield from _of_list(
            f"{what}, {noun}", (*path, key), name, old.get(key, []), new.get(key, [])
        )
    for key in edges:
        if old.get(key) != new.get(key):
            words = _leads(key, new.get(key), old.get(key))
            yield Change("changed", what, words, (*path, key))


def _leads(key: str, now: str | None, was: str | None) -> str:
    verb = "goes on to" if key == "next" else "else goes to"
    end = "the end" if key == "next" else "next"
    target, before = (quoted(step) if step else end for step in (now, was))
    return f"{verb} {target} instead of {before}"


def _one(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def _verb(verb: Table) -> str:
    return value_text(verb).removeprefix("{ ").removesuffix(" }")


def _only(table: Table, keys: Sequence[str]) -> dict[str, Any]:
    return {key: table[key] for key in keys if key in table}


def _without(table: Table, name: str) -> dict[str, Any]:
    return {key: value for key, value in table.items() if key != name}


def _label(key: str) -> str:
    return {"if": "condition", "when": "condition", "for": "duration"}.get(key, key)


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return quoted(value, SHOWN)
    text = value_text(value)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def _same(one: Any, other: Any) -> bool:
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)
