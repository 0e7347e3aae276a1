"""Kinds of values: which can be compared, which have an order, and what they are called."""

from __future__ import annotations

from nurture_tui.model.fields import TEXT, FieldKind
from nurture_tui.model.typed import DURATION, FieldRef, Typed


def choices(kind: FieldKind | str) -> tuple[str, ...]:
    """The choices of a field, none if it is not a choice."""
    return kind.choices if isinstance(kind, FieldKind) else ()


def alike(left: FieldKind | str, right: FieldKind | str) -> bool:
    """True if values of the two kinds can be compared."""
    return _family(left) == _family(right)


def _family(kind: FieldKind | str) -> str:
    if isinstance(kind, str):
        return kind
    return "text" if kind.kind == "choice" else kind.kind


def ordered(kind: FieldKind | str) -> bool:
    """True if values of the kind can be less or more."""
    if isinstance(kind, str):
        return kind == DURATION
    return kind.kind in ("number", "date") or kind.ordered


def with_kind(typed: Typed, kind: FieldKind | str) -> Typed:
    """A field of unknown kind takes the kind it is compared with."""
    if isinstance(typed, FieldRef) and typed.kind == TEXT and isinstance(kind, FieldKind):
        return FieldRef(typed.name, kind)
    return typed


def kind_word(kind: FieldKind | str) -> str:
    """The kind as a noun with its article."""
    words = {"text": "text", "number": "a number", "yes/no": "a yes or no", "date": "a date"}
    if isinstance(kind, str):
        return f"a {kind}"
    return "a choice" if kind.kind == "choice" else words[kind.kind]
