"""Lists inside a TOML text: items are changed, put in, taken out; remarks stay with theirs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from nurture_tui.files.canonical import INDENT
from nurture_tui.files.positions import Places
from nurture_tui.files.scanner import TomlPath
from nurture_tui.files.values import value_text

_COMMA = re.compile(r"#[^\n]*|(,)")


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list: what leads to it, its value, and the remark behind it on its line."""

    lead: str
    value: str
    remark: str = ""


def opcodes(old: Sequence[Any], new: Sequence[Any]) -> list[tuple[str, int, int, int, int]]:
    """How to come from one list of plain values to the other, as difflib says it."""
    matcher = SequenceMatcher(None, [repr(v) for v in old], [repr(v) for v in new], autojunk=False)
    return list(matcher.get_opcodes())


def edited_list(places: Places, path: TomlPath, old: Sequence[Any], new: Sequence[Any]) -> str:
    """The text of the list at a path, written over several lines, with the new values in it."""
    opening, items, closing, comma = taken_apart(places, path, len(old))
    indent = _indent(items)
    changed: list[Item] = []
    for _, i1, i2, j1, j2 in opcodes(old, new):
        for number, j in enumerate(range(j1, j2)):
            if i1 + number >= i2:
                changed.append(Item(f"\n{indent}", value_text(new[j])))
            elif old[i1 + number] == new[j]:
                changed.append(items[i1 + number])
            else:
                changed.append(replace(items[i1 + number], value=value_text(new[j])))
    text = opening
    remark = opening[1:]
    for number, item in enumerate(changed):
        last = number == len(changed) - 1
        text += _on_its_line(item.lead, remark, indent) + item.value
        text += ("" if last and not comma else ",") + item.remark
        remark = item.remark
    return text + _on_its_line(closing, remark, "")


def taken_apart(places: Places, path: TomlPath, count: int) -> tuple[str, list[Item], str, bool]:
    """A list as its opening bracket, its items, what closes it, and whether a comma ends it."""
    whole = places.by_path[path]
    spots = [places.by_path[(*path, number)] for number in range(count)]
    ends = [whole.start + 1, *(spot.end for spot in spots)]
    starts = [*(spot.start for spot in spots), whole.end - 1]
    gaps = [_gap(places.text[end:start]) for end, start in zip(ends, starts, strict=True)]
    items = [
        Item(gaps[n][1], places.text[spot.start : spot.end], gaps[n + 1][0])
        for n, spot in enumerate(spots)
    ]
    return f"[{gaps[0][0]}", items, f"{gaps[-1][1]}]", gaps[-1][2]


def _gap(text: str) -> tuple[str, str, bool]:
    """What stands between two items: the remark behind the first, the lead to the second.

    And whether there is a comma, which is taken out.
    """
    comma = next((match.start(1) for match in _COMMA.finditer(text) if match[1]), None)
    bare = text if comma is None else text[:comma] + text[comma + 1 :]
    remark, newline, lead = bare.partition("\n")
    if not newline:
        return "", bare, comma is not None
    carriage = "\r" if remark.endswith("\r") else ""
    return remark.rstrip(), f"{carriage}\n{lead}", comma is not None


def _on_its_line(lead: str, remark: str, indent: str) -> str:
    """What leads to the next thing, on a new line where a remark would swallow it."""
    return f"\n{indent}{lead.lstrip()}" if remark and "\n" not in lead else lead


def _indent(items: list[Item]) -> str:
    for item in items:
        if "\n" in item.lead:
            return item.lead[item.lead.rfind("\n") + 1 :]
    return INDENT
