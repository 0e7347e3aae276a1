"""Values in one line of TOML, as an action's verbs are typed, and back."""

from __future__ import annotations

import json
import tomllib
from datetime import date

from nurture_tui.edit.change import EditError


def from_inline(text: str) -> object:
    """What is typed of an action: `notify = "sales"` or `{ notify = "sales" }`, or a list."""
    for attempt in (text, f"{{ {text} }}"):
        try:
            return tomllib.loads(f"value = {attempt}")["value"]
        except tomllib.TOMLDecodeError:
            continue
    raise EditError(
        "this cannot be read", fix='Write it like notify = "sales", or set = { score = 10 }.'
    )


def inline(value: object) -> str:
    """A plain value in one line of TOML; a table with one key without its braces."""
    if isinstance(value, dict) and len(value) == 1:
        return ", ".join(f"{_key(key)} = {_inline(inner)}" for key, inner in value.items())
    return _inline(value)


def _inline(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return _quoted(value)
        case dict():
            pairs = ", ".join(f"{_key(key)} = {_inline(inner)}" for key, inner in value.items())
            return f"{{ {pairs} }}"
        case list() | tuple():
            return f"[{', '.join(map(_inline, value))}]"
        case date():
            return value.isoformat()
    return str(value)


def _key(key: object) -> str:
    text = str(key)
    bare = text.isascii() and text.replace("-", "").replace("_", "").isalnum()
    return text if bare else _quoted(text)


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's escapes, and DEL, which TOML wants escaped too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
