"""Merge fields: the places of a message that are filled from the contact."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_MERGE = re.compile(r"\{([^\W\d][\w.]*)(?:\|([^{}]*))?\}")
_FIELD = re.compile(r"\s*([^\W\d][\w.]*)\s*(?:\|(.*))?")


@dataclass(frozen=True, slots=True)
class MergeField:
    """A field of the contact in a message; `fallback` of None means that it has none."""

    name: str
    fallback: str | None = None

    def __str__(self) -> str:
        return f"{{{self.name}}}" if self.fallback is None else f"{{{self.name}|{self.fallback}}}"


Piece = str | MergeField


def parse_merge(text: str) -> tuple[Piece, ...]:
    """The pieces of a text such as `Hello {first_name|there}`, in order.

    What is in braces and no field name stays text.
    """
    pieces: list[Piece] = []
    end = 0
    for match in _MERGE.finditer(text):
        pieces += [text[end : match.start()], MergeField(match[1], match[2])]
        end = match.end()
    pieces.append(text[end:])
    return tuple(piece for piece in pieces if piece != "")


def merge_fields(text: str) -> tuple[MergeField, ...]:
    """The merge fields of a text, in order."""
    return tuple(piece for piece in parse_merge(text) if isinstance(piece, MergeField))


def asset_field(text: str) -> MergeField | None:
    """One entry of an asset's `fields`, such as `first_name|there`; None if it names no field."""
    match = _FIELD.fullmatch(text)
    return MergeField(match[1], match[2]) if match else None


def fill(pieces: tuple[Piece, ...], value: Callable[[str], str]) -> str:
    """The text, each merge field replaced by `value(name)`, or by its fallback where that is ""."""
    return "".join(
        piece if isinstance(piece, str) else value(piece.name) or piece.fallback or ""
        for piece in pieces
    )
