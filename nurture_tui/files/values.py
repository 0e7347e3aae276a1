"""Values of TOML as text: the one way in which a saved file writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import tomli_w

_ASSIGN = " = "
_NAME = "x" + _ASSIGN


def key_text(key: str) -> str:
    """A key, in quotes where it needs them."""
    return tomli_w.dumps({key: 0}).rpartition(_ASSIGN)[0]


def value_text(value: Any) -> str:
    """A value on one line: `"text"`, `["a", "b"]`, `{ a = 1 }`."""
    match value:
        case Mapping():
            pairs = ", ".join(f"{key_text(k)}{_ASSIGN}{value_text(v)}" for k, v in value.items())
            return f"{{ {pairs} }}" if pairs else "{}"
        case str():
            return _scalar(value)
        case Sequence():
            return f"[{', '.join(map(value_text, value))}]"
        case date():
            return value.isoformat()
    return _scalar(value)


def folded_text(value: str) -> str:
    """A text with its line ends as they are, between three quotes; one without on one line."""
    if "\n" not in value or "\r" in value:
        return value_text(value)
    return _scalar(value, folded=True)


def _scalar(value: Any, *, folded: bool = False) -> str:
    written = tomli_w.dumps({"x": value}, multiline_strings=folded)
    return written[len(_NAME) : -1]
