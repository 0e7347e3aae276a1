"""The patterns of `naming`, and a name made to follow one."""

from __future__ import annotations

import re

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_BETWEEN = re.compile(r"\s*(?:->|=>|→|»|>|\||:|\s[-–—]\s)\s*")
UNKNOWN = "…"
_COMMON = """a automaatio automation b c campaign copy draft e email emails final flow jan feb mar
    apr may jun jul aug sep oct nov dec journey kampanja kampanj kevät kesä kopio kopia luonnos mail
    mails message my new newsletter nimetön nurture nurturing nurturointi ny of path polku q sarja
    sequence series spring summer autumn winter syksy talvi sähköposti test testi the toinen
    untitled uusi uutiskirje utkast v version versio viesti viestit workflow"""
_ANY_JOURNEY = frozenset(_COMMON.split())
"""Words, English, Finnish and Swedish, that any journey could be called by."""
_KINDS = ("lead", "customer", "service", "internal")


def follows(name: str, pattern: str) -> bool:
    """True if the name is of the pattern; before a blank a placeholder is one word."""
    return re.fullmatch(_expression(pattern), name, re.IGNORECASE) is not None


def _expression(pattern: str) -> str:
    written = ""
    end = 0
    for match in _PLACEHOLDER.finditer(pattern):
        written += re.escape(pattern[end : match.start()])
        one_word = pattern[match.end() : match.end() + 1] == " "
        touches = match.start() == end and end > 0
        # Placeholders that touch are one: two in a row would be tried in every way there is.
        written += "" if touches else r"\S+" if one_word else r"\S.*?(?<!\s)"
        end = match.end()
    return written + re.escape(pattern[end:])


def says_nothing(name: str) -> bool:
    """True if a name has only words that any journey could have, and numbers."""
    words = re.findall(r"[^\W\d_]+", name.casefold())
    return all(word in _ANY_JOURNEY for word in words)


def proposal(name: str, patterns: tuple[str, ...], kind: str) -> str:
    """A name that follows a pattern, made of the words that the name has.

    The pattern is one that begins with the journey's kind; else, of those that do not begin with
    another kind, the first with a place for each part of the name, or just the first. What the name
    does not say is “…”.
    """
    parts = [part for part in _BETWEEN.split(name.strip()) if part]
    pattern = _fitting(patterns, kind, len(parts))
    places = _PLACEHOLDER.findall(pattern)
    if pattern.casefold().startswith(kind) and parts[:1] and parts[0].casefold() == kind:
        parts = parts[1:] or parts
    if len(parts) > len(places):
        parts = [*parts[: len(places) - 1], " ".join(parts[len(places) - 1 :])]
    filled = [UNKNOWN] * (len(places) - len(parts)) + parts
    values = iter(filled)
    made = ""
    end = 0
    for match in _PLACEHOLDER.finditer(pattern):
        value = next(values)
        one_word = pattern[match.end() : match.end() + 1] == " "
        made += pattern[end : match.start()] + ("-".join(value.split()) if one_word else value)
        end = match.end()
    return made + pattern[end:]


def _fitting(patterns: tuple[str, ...], kind: str, parts: int) -> str:
    for pattern in patterns:
        if pattern.casefold().startswith(kind):
            return pattern
    for_others = tuple(other for other in _KINDS if other != kind)
    open_ones = [p for p in patterns if not p.casefold().startswith(for_others)] or list(patterns)
    fitting = [p for p in open_ones if len(_PLACEHOLDER.findall(p)) == parts]
    return (fitting or open_ones)[0]
