"""Where the files of a workspace name something, and the same with another name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from nurture_tui.edit.change import EditError, Plain
from nurture_tui.model.condition import Call, Condition, Expr, Name, parse_condition, walk
from nurture_tui.model.condition import Literal as Constant

Kind = Literal["step", "event", "persona", "asset", "definition", "field", "date", "journey"]

_CALLS: dict[Kind, tuple[str, ...]] = {
    "step": ("sent", "opened", "clicked", "done"),
    "event": ("did", "count", "since"),
    "journey": ("reached", "inside"),
}
_NAMES: tuple[Kind, ...] = ("definition", "field", "date")
# Tables whose keys and values are the user's own words.
USER_KEYS = ("set", "add", "to")
CONDITION_KEYS = ("when", "only_if", "hold_if", "until", "if", "after")
_KEYS: dict[Kind, tuple[str, ...]] = {
    "event": ("event", "cta", "emit"),
    "persona": ("persona",),
    "asset": ("asset",),
    "field": ("from", "field", "by"),
    "journey": ("enter",),
}
_MOMENT = re.compile(r"(\s*)([^\W\d][\w.-]*?)(\s*(?:[+-].*)?)$")


@dataclass(frozen=True, slots=True)
class Renaming:
    """Something of a kind that gets another name."""

    kind: Kind
    old: str
    new: str

    def follow(self, data: Plain) -> int:
        """Write the new name wherever plain values of a file name the old one; how many places.

        A condition that writes the name in pieces cannot be followed: EditError.
        """
        return sum(self._places(data, ()))

    def _places(self, inner: Any, path: tuple[str | int, ...]) -> Iterator[int]:
        if isinstance(inner, list):
            for number, item in enumerate(inner):
                yield from self._places(item, (*path, number))
            return
        if not isinstance(inner, dict):
            return
        for key in list(inner):
            value = inner[key]
            after = self._renamed(key, value, path)
            if after != value:
                inner[key] = after
                yield 1
            elif not (isinstance(value, dict) and key in USER_KEYS):
                yield from self._places(value, (*path, key))

    def _renamed(self, key: str, value: Any, path: tuple[str | int, ...]) -> Any:
        """What is at a key once the renaming is followed there."""
        if isinstance(value, str):
            if _is_condition(key, path):
                return renamed_in(parse_condition(value), self)
            return self._text(key, value, path)
        if self.kind == "field" and key in ("set", "add") and isinstance(value, dict):
            return {self.new if name == self.old else name: one for name, one in value.items()}
        if self.kind == "journey" and key == "priority" and isinstance(value, list):
            return [self.new if id_ == self.old else id_ for id_ in value]
        if self.kind == "field" and key == "fields" and isinstance(value, list):
            return [_merge_swapped(text, self, "") for text in value]
        return value

    def _text(self, key: str, value: str, path: tuple[str | int, ...]) -> str:
        if key in _KEYS.get(self.kind, ()) and value == self.old:
            return self.new
        if self.kind == "field" and key == "to" and path[-1:] == ("copy",) and value == self.old:
            return self.new
        if self.kind in ("date", "field") and key == "date":
            match = _MOMENT.match(value)
            if match and match[2] == self.old:
                return f"{match[1]}{self.new}{match[3]}"
        if self.kind == "field" and key == "subject":
            return _merge_swapped(value, self, "{")
        return value


def _is_condition(key: str, path: tuple[str | int, ...]) -> bool:
    return path == ("definitions",) or (key in CONDITION_KEYS and path[-1:] != ("scoring",))


def _merge_swapped(text: str, renaming: Renaming, opens: str) -> str:
    """Merge fields with the new name: `{old|there}` in a subject, `old|there` in a list."""
    start, end = (re.escape(opens), r"(?=[|}])") if opens else ("^", r"(?=\||$)")
    pattern = rf"{start}{re.escape(renaming.old)}{end}"
    return re.sub(pattern, lambda _: f"{opens}{renaming.new}", text)


def renamed_in(condition: Condition, renaming: Renaming) -> str:
    """The text of a condition in which what named the old name names the new one.

    Everything else of the text stays as it was written. A name that is put together from pieces
    cannot be followed: EditError.
    """
    text, old, new = condition.text, renaming.old, renaming.new
    quoted, plain = _where(condition.expr, renaming)
    for at in sorted((*quoted, *plain), reverse=True):
        if at in plain:
            _expect(text[at : at + len(old)] == old, text, old)
            text = f"{text[:at]}{new}{text[at + len(old) :]}"
            continue
        quote, end = text[at : at + 1], at + 1 + len(old)
        written = text[at + 1 : end] == old and text[end : end + 1] == quote
        _expect(quote in "'\"" and written, text, old)
        text = f"{text[: at + 1]}{new}{text[end:]}"
    return text


def _where(expr: Expr, renaming: Renaming) -> tuple[set[int], set[int]]:
    """Where a condition has the name in quotes, and where it stands by itself."""
    quoted, plain = set(), set()
    calls = _CALLS.get(renaming.kind, ())
    for part in walk(expr):
        match part:
            case Call(function=function, arguments=(Constant(value=value, at=at), *_)) if (
                function in calls and value == renaming.old
            ):
                quoted.add(at)
            case Name(name=name, at=at) if renaming.kind in _NAMES and name == renaming.old:
                plain.add(at)
    return quoted, plain


def _expect(true: bool, text: str, old: str) -> None:
    if not true:
        raise EditError(
            f"the condition {text} writes “{old}” in a way that cannot be followed",
            fix="Write it plainly in quotes first.",
        )
