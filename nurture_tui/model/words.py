"""Values of a file in words that can stand in a sentence on a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time

SHOWN = 60
# What joins an emoji of several signs belongs to it; a place to hyphenate shows nothing.
_UNSEEN = {"\u200d": "\u200d", "\u00ad": ""}


def quoted(text: str, most: int = SHOWN) -> str:
    """The text in quotation marks, shortened, and without anything a terminal would act on."""
    return f"“{plain(text, most)}”"


def plain(text: str, most: int = SHOWN) -> str:
    """The text on one line, at most `most` characters long, control characters made visible."""
    short = text if len(text) <= most else text[: most - 1] + "…"
    return "".join(c if c.isprintable() else _visible(c) for c in short)


def with_article(word: str) -> str:
    """A word with its article: `a message`, `an action`, `a user id`."""
    return f"{'an' if word[:1] in ('a', 'e', 'i', 'o') else 'a'} {word}"


def _visible(character: str) -> str:
    if character in "\t\n\r":
        return " "
    if character in _UNSEEN:
        return _UNSEEN[character]
    # The control pictures of Unicode begin with the picture of NUL.
    return chr(0x2400 + ord(character)) if ord(character) < 0x20 else "\ufffd"


def in_words(value: object) -> str:
    """What a value of a TOML file is, for a sentence: “text”, 3, true, a list, a table."""
    match value:
        case str():
            return quoted(value)
        case bool():
            return "true" if value else "false"
        case int():
            return str(value) if abs(value) < 10**15 else "a very large number"
        case float() | date() | time():
            return str(value)
        case list() | tuple():
            return "a list"
        case Mapping():
            return "a table"
    return "this"
