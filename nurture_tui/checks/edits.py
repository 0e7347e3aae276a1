"""What would mend a finding: edits of its file, each of which is still to be tried."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nurture_tui.checks import amends
from nurture_tui.checks.causes import Causes
from nurture_tui.checks.finding import Finding, Path
from nurture_tui.checks.ignores import CANNOT_BE_IGNORED
from nurture_tui.checks.naming import UNKNOWN, proposal
from nurture_tui.checks.neighbours import obvious
from nurture_tui.checks.wait_rules import as_long_as_the_goal
from nurture_tui.files.layout import JOURNEY, SETTINGS, Layout
from nurture_tui.files.touch import with_key, with_value, without
from nurture_tui.files.workspace import WorkspaceFiles
from nurture_tui.model.condition import MAX_LENGTH
from nurture_tui.model.journey import Journey
from nurture_tui.model.shape import choices_of, keys, part_at, value_at
from nurture_tui.model.step import STEP_TYPES, Wait
from nurture_tui.model.values import Part
from nurture_tui.model.vocabulary import FUNCTIONS
from nurture_tui.model.workspace import Settings, vocabulary
from nurture_tui.model.zones import zone_names

_WORD = re.compile(r"[^\W\d][\w.-]*")
_AMOUNT = re.compile(r"(\d+)\s*([a-z]+)\.?,?\s*(?:and\s+)?", re.IGNORECASE)
_UNITS = {
    "w": ("week", "weeks", "wk", "wks"),
    "d": ("day", "days"),
    "bd": ("workday", "workdays"),
    "h": ("hour", "hours", "hr", "hrs"),
    "min": ("minute", "minutes", "mins"),
    "s": ("second", "seconds", "sec", "secs"),
}
_STRAIGHT = str.maketrans(dict.fromkeys('“”‘’„«»"', "'"))
_ELSE_BY_OTHER_NAMES = ("next", "default", "otherwise", "no")


@dataclass(frozen=True)
class Source:
    """The file of a finding: its text, its plain values, and what the workspace knows."""

    text: str
    data: Mapping[str, Any]
    files: WorkspaceFiles
    journey: str = ""

    @property
    def layout(self) -> Layout:
        return JOURNEY if self.journey else SETTINGS

    @property
    def root(self) -> type[Part]:
        return Journey if self.journey else Settings


@dataclass(frozen=True, slots=True)
class Edit:
    """The new text of a file, and in a few words what is different."""

    text: str
    said: str


def edits(finding: Finding, source: Source) -> Iterator[Edit]:
    """The edits that could mend a finding: none of them is more than tried yet."""
    look = MENDS.get(finding.code)
    if look is not None and finding.path:
        yield from look(finding.path, source)


def _key(path: Path, source: Source) -> Iterator[Edit]:
    """F002: a key that is a slip of one that there is."""
    owner = part_at(source.root, source.data, path[:-1])
    if owner is not None and isinstance(path[-1], str):
        yield from _renamed(path, obvious(path[-1], keys(owner)), source)


def _word(path: Path, source: Source) -> Iterator[Edit]:
    """G101, E302, D601, D602, F006: a name that is a slip of one that there is."""
    value, last = value_at(source.data, path), path[-1]
    words = frozenset(_known(source))
    if isinstance(value, str):
        yield from _respelt(path, value, words, source)
        yield from _valued(path, _in_our_signs(value), source)
    if isinstance(last, str):
        yield from _renamed(path, obvious(last, words), source)


def _event(path: Path, source: Source) -> Iterator[Edit]:
    """D606: the name of an event that is a slip of one that is asked for, or that happens."""
    value = value_at(source.data, path)
    causes = Causes(source.files.workspace)
    if isinstance(value, str) and path[-1] in ("cta", "emit", "event"):
        near = obvious(value, causes.events_asked & causes.events)
        if near:
            yield from _valued(path, near, source)
    elif isinstance(value, str):
        yield from _respelt(path, value, causes.events, source)


def _respelt(path: Path, value: str, words: frozenset[str], source: Source) -> Iterator[Edit]:
    if len(value) > MAX_LENGTH:  # no condition, and whoever typed it has to cut it first
        return
    for match in _WORD.finditer(value):
        near = "" if match[0] in words else obvious(match[0], words)
        if near:
            yield from _valued(path, value[: match.start()] + near + value[match.end() :], source)


def _in_our_signs(condition: str) -> str:
    """A condition with the signs that spreadsheets, word processors and SQL have for ours."""
    texts = condition.translate(_STRAIGHT)
    parts = re.split(r"('[^']*')", texts)
    for number in range(0, len(parts), 2):
        part = parts[number].replace("&&", " and ").replace("||", " or ").replace("<>", "!=")
        part = re.sub(r"(?<![=!<>])=(?!=)", "==", part)
        part = re.sub(r"\b(AND|OR|NOT|IN|TRUE|FALSE|True|False)\b", _lower, part)
        parts[number] = re.sub(r" {2,}", " ", part)
    return re.sub(r"\b(within|object)\s*==\s*", r"\1=", "".join(parts)).strip()


def _lower(match: re.Match[str]) -> str:
    return match[0].lower()


def _known(source: Source) -> Iterator[str]:
    """The names that a journey's values may have: steps, journeys, fields, definitions, choices."""
    workspace = source.files.workspace
    yield from _names(source.data.get("steps"))
    yield from source.files.journeys
    words = vocabulary(workspace, workspace.journeys.get(source.journey))
    yield from words.names()
    yield from _names(source.data.get("dates"))
    for kind in (words.kind_of(name) for name in words.names()):
        yield from kind.choices if kind is not None else ()
    yield from FUNCTIONS


def _names(table: object) -> Iterable[str]:
    return list(table) if isinstance(table, Mapping) else ()


def _value(path: Path, source: Source) -> Iterator[Edit]:
    """F004: a slip of one of the choices, a number in quotes, an ignore of what cannot be."""
    value = value_at(source.data, path)
    if not isinstance(value, str):
        return
    if path[-2:-1] == ("ignore",):
        if value.strip()[:4] in CANNOT_BE_IGNORED and ":" in value:
            yield from _ignore(path, source)
        return
    choices: Iterable[str] = ()
    owner = part_at(source.root, source.data, path[:-1])
    if path[-1] == "type" and path[:1] == ("steps",):
        choices = STEP_TYPES
    elif path == ("persona",):
        choices = source.files.settings.settings.personas
    elif path[-1] == "timezone":
        choices = zone_names()
    elif owner is not None:
        choices = map(str, choices_of(keys(owner).get(str(path[-1]))))
    near = obvious(value, choices)
    if near:
        yield from _valued(path, near, source)
    number = _number(value)
    if number is not None:
        yield from _valued(path, number, source)


def _number(text: str) -> bool | int | float | None:
    plain = text.strip()
    if plain in ("true", "false"):
        return plain == "true"
    if re.fullmatch(r"-?\d{1,15}", plain):
        return int(plain)
    if re.fullmatch(r"-?\d{1,15}\.\d{1,15}", plain):
        return float(plain)
    percent = re.fullmatch(r"(\d{1,2}(?:\.\d{1,6})?) ?%", plain)
    return float(f"{float(percent[1]) / 100:.10g}") if percent else None


def _duration(path: Path, source: Source) -> Iterator[Edit]:
    """F005: a duration with its units in words. A bare m stays: minutes or months?"""
    value = value_at(source.data, path)
    if not isinstance(value, str):
        return
    amounts = _AMOUNT.findall(value)
    if not amounts or _AMOUNT.sub("", value).strip():
        return
    units = {word: unit for unit, words in _UNITS.items() for word in (unit, *words)}
    if all(unit.lower() in units for _, unit in amounts):
        written = " ".join(f"{number}{units[unit.lower()]}" for number, unit in amounts)
        yield from _valued(path, written, source)


def _missing_key(path: Path, source: Source) -> Iterator[Edit]:
    """F003: a key that stands there as a slip of it; the format; and the else of a branch."""
    table, key = value_at(source.data, path[:-1]), path[-1]
    if not isinstance(table, Mapping) or not isinstance(key, str):
        return
    owner = part_at(source.root, source.data, path[:-1])
    known = keys(owner) if owner is not None else {}
    slips = [name for name in table if name not in known and obvious(name, [key])]
    for name in slips:
        yield from _renamed((*path[:-1], name), key, source)
    if key == "format" and not slips:
        yield from _valued(path, 1, source)
    if key == "else" and not slips:
        yield from _missing_else(path, table, source)


def _missing_else(path: Path, branch: Mapping[str, Any], source: Source) -> Iterator[Edit]:
    """The else of a branch, if it stands there by another name, or one step waits for it."""
    for name in _ELSE_BY_OTHER_NAMES:
        if isinstance(branch.get(name), str):
            yield from _renamed((*path[:-1], name), "else", source)
            return
    steps = source.data.get("steps")
    entry = source.data.get("entry")
    named = set(_strings(steps)) | set(_strings(entry))
    waiting = [id_ for id_ in _names(steps) if id_ not in named and id_ != path[1]]
    if len(waiting) == 1:
        yield from _valued(path, waiting[0], source)


def _strings(value: object, key: str = "") -> Iterator[str]:
    """The steps that a part of the file names as the next one."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _strings(inner, str(name))
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner, key)
    elif isinstance(value, str) and key in ("next", "else", "start", *_ELSE_BY_OTHER_NAMES):
        yield value


def _timeout(path: Path, source: Source) -> Iterator[Edit]:
    """T408: a time-out of the time in which the goal counts, where that is the answer."""
    journey = source.files.journeys[source.journey].journey
    wait = journey.steps.get(str(path[1])) if journey is not None else None
    if journey is not None and isinstance(wait, Wait):
        time = as_long_as_the_goal(journey, wait)
        if time:
            yield from _valued((*path[:-1], "timeout"), time, source)


def _name(path: Path, source: Source) -> Iterator[Edit]:
    """N701: the name's own words in the form of the pattern, if none is missing."""
    name, kind = source.data.get("name"), source.data.get("kind")
    patterns = source.files.settings.settings.naming
    if isinstance(name, str) and isinstance(kind, str) and patterns:
        made = proposal(name, patterns, kind)
        if UNKNOWN not in made and _letters(made) == _letters(name):
            yield from _valued(path, made, source)


def _letters(text: str) -> str:
    return "".join(re.findall(r"\w", text)).casefold()


def _ignore(path: Path, source: Source) -> Iterator[Edit]:
    """N706 (and F004): an ignore of nothing goes."""
    text = without(source.text, path, source.layout)
    if text is not None:
        yield Edit(text, f"{value_at(source.data, path)!s} taken out of ignore")


def _renamed(path: Path, key: str, source: Source) -> Iterator[Edit]:
    text = with_key(source.text, path, key) if key else None
    if text is not None:
        yield Edit(text, f"{path[-1]} is now called {key}")


def _valued(path: Path, value: str | float, source: Source) -> Iterator[Edit]:
    text = with_value(source.text, path, value, source.layout)
    if text is not None and text != source.text:
        key = next((str(part) for part in reversed(path) if isinstance(part, str)), "")
        shown = f'"{value}"' if isinstance(value, str) else str(value).lower()
        yield Edit(text, f"{key} = {shown}")


def _amended(
    amend: Callable[[Path, Journey, Settings], Iterator[amends.Amend]],
) -> Callable[[Path, Source], Iterator[Edit]]:
    """Edits of a journey as edits of its text; none where it cannot be read."""

    def look(path: Path, source: Source) -> Iterator[Edit]:
        file = source.files.journeys[source.journey]
        if file.journey is not None:
            for journey, said in amend(path, file.journey, source.files.settings.settings):
                yield Edit(amends.text_of(file, journey), said)

    return look


MENDS: Mapping[str, Callable[[Path, Source], Iterator[Edit]]] = {
    "F002": _key,
    "F003": _missing_key,
    "F004": _value,
    "F005": _duration,
    "F006": _word,
    "G101": _word,
    "E301": _amended(amends.customer_exit),
    "E302": _word,
    "T408": _timeout,
    "T411": _amended(amends.guard),
    "M508": _amended(amends.plain_subject),
    "M510": _amended(amends.asset),
    "D601": _word,
    "D602": _word,
    "D605": _amended(amends.only_forward),
    "D606": _event,
    "N701": _name,
    "N706": _ignore,
}
"""The rules that `--fix` mends, where there is one right answer and only one."""
