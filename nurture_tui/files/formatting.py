"""The canonical form of a hand-written file, with its remarks: what `nurture fmt` writes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from nurture_tui.errors import FileError
from nurture_tui.files.canonical import Line, lines
from nurture_tui.files.draft import Draft
from nurture_tui.files.layout import JOURNEY, SETTINGS, Layout, plain
from nurture_tui.files.positions import Places
from nurture_tui.files.reading import parse_journey, parse_settings
from nurture_tui.files.remarks import remarks_of, woven
from nurture_tui.files.scanner import TomlPath
from nurture_tui.files.workspace import SETTINGS_NAME
from nurture_tui.model.values import written
from nurture_tui.model.workspace import Settings


def format_text(text: str, path: Path | str) -> str:
    """The canonical form of the file's text: a journey, or nurture.toml if `path` is called so.

    Remarks stay with what they are about; blank lines between keys stay, one at most. Texts over
    several lines stay as they are broken. Where all = of a table stood below one another they do so
    again. Line ends (LF or CRLF) and a byte order mark stay. Formatting twice changes nothing more.
    A FileError names the first problem of a text that cannot be read.
    """
    path = Path(path)
    data: dict[str, Any]
    if path.name == SETTINGS_NAME:
        settings = parse_settings(text, path)
        problems, layout = settings.problems, SETTINGS
        data = settings_data(settings.settings)
    else:
        file = parse_journey(text, path)
        problems, layout = file.problems, JOURNEY
        data = plain(written(file.journey)) if file.journey else {}
    if problems:
        first = problems[0]
        where = f"{path}:{first.line}:{first.column}"
        raise FileError(first.message, where=where, fix=first.fix)
    draft = Draft(text)
    return draft.mark + formatted(text, data, layout).replace("\n", draft.newline)


def settings_data(settings: Settings) -> dict[str, Any]:
    """The settings as the plain values of nurture.toml, the points beside the table `reached`."""
    data: dict[str, Any] = plain(written(settings))
    if "scoring" in data:
        scoring = data["scoring"]
        reached = {"reached": scoring["reached"]} if scoring.get("reached") else {}
        data["scoring"] = {**scoring.get("points", {}), **reached}
    if len(data.get("naming", ())) == 1:
        data["naming"] = data["naming"][0]
    return data


def formatted(text: str, data: Mapping[str, Any], layout: Layout) -> str:
    """The canonical text of these values, with the remarks of a text that held them, or most.

    Remarks about a step or a table that is no more go with it.
    """
    draft = Draft(text.replace("\r\n", "\n"))
    remarks = remarks_of(draft).about(data)
    about = [*remarks.above.items(), *remarks.beside.items()]
    spread = {path[:-1] for path, found in about if path and found and isinstance(path[-1], int)}
    spread |= {path for path, found in remarks.ends.items() if found}
    found = [_as_broken(line, draft.places) for line in lines(data, layout, spread)]
    tables = {s.table for s in draft.places.statements if s.kind == "pair"}
    aligned = draft.aligned()

    def in_a_column(path: TomlPath) -> bool:
        return draft.in_a_column(path) if path in tables else aligned

    return woven(found, remarks, in_a_column)


def _as_broken(line: Line, places: Places) -> Line:
    """A text that was broken over lines by hand, or has quotes in single quotes, stays so."""
    place = places.by_path.get(line.path)
    if line.kind != "pair" or place is None or line.value[:1] != '"':
        return line
    before = places.text[place.start : place.end]
    single = before.startswith("'") and ('"' in before or "\\" in before)
    broken = before.startswith(('"""', "'''"))
    if (single or broken) and _value(before) == _value(line.value):
        return replace(line, value=before)
    return line


def _value(text: str) -> object:
    return tomllib.loads(f"x = {text}")["x"]
