"""The config file: theme, ASCII drawing and keys of the app, where XDG says."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomlkit

from nurture_tui.errors import FileError
from nurture_tui.model.vocabulary import suggestion
from nurture_tui.screens.preferences import Preferences

KEYS = ("theme", "ascii", "keymap")


def config_path(environment: Mapping[str, str] | None = None) -> Path:
    """Where the config file is, whether there is one or not.

    `NURTURE_CONFIG` names it; else it is nurture/config.toml in XDG_CONFIG_HOME, which is
    ~/.config where it is not set (or not absolute, as XDG says).
    """
    values = os.environ if environment is None else environment
    if values.get("NURTURE_CONFIG"):
        return Path(values["NURTURE_CONFIG"]).expanduser()
    home = values.get("XDG_CONFIG_HOME", "")
    base = Path(home) if home and Path(home).is_absolute() else Path("~/.config").expanduser()
    return base / "nurture" / "config.toml"


def read_config(path: Path) -> Preferences:
    """What the file says; defaults where there is none. What it cannot say is a FileError."""
    text = _text(path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FileError(f"the config cannot be read: {error}", where=str(path)) from None
    for key in data:
        if key not in KEYS:
            raise FileError(
                f"there is no setting “{key}”", where=str(path), fix=suggestion(key, KEYS)
            )
    theme, ascii_only, keymap = data.get("theme"), data.get("ascii"), data.get("keymap", {})
    if theme is not None and not isinstance(theme, str):
        raise FileError("theme is the name of one", where=str(path), fix='Write "nurture-light".')
    if ascii_only is not None and not isinstance(ascii_only, bool):
        raise FileError("ascii is true or false", where=str(path), fix="Write ascii = true.")
    default = Preferences()
    return Preferences(
        theme if theme is not None else default.theme,
        default.ascii if ascii_only is None else ascii_only,
        _keymap(keymap, path),
    )


def _keymap(keymap: Any, path: Path) -> dict[str, str]:
    if not isinstance(keymap, dict):
        raise FileError("keymap is a table", where=str(path), fix='Write "design.add" = "insert".')
    for name, keys in keymap.items():
        if not isinstance(keys, str) or not keys.strip():
            raise FileError(
                f"the key of “{name}” is text",
                where=str(path),
                fix='Write it like "ctrl+a,insert".',
            )
    return dict(keymap)


def as_toml(preferences: Preferences) -> str:
    """The preferences as the file would say them."""
    document = tomlkit.document()
    document["theme"] = preferences.theme
    document["ascii"] = preferences.ascii
    keymap = tomlkit.table()
    for name, keys in preferences.keymap.items():
        keymap[name] = keys
    document["keymap"] = keymap
    return tomlkit.dumps(document)


def keep_theme(path: Path, theme: str) -> None:
    """Write the choice of a theme into the file; what else it says stays as it is."""
    from nurture_tui.files.writing import write_atomically

    document = tomlkit.parse(_text(path))
    document["theme"] = theme
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(
            f"the config cannot be kept: {error.strerror or 'unknown reason'}", where=str(path)
        ) from None
    write_atomically(path, tomlkit.dumps(document))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise FileError(f"the config cannot be read: {reason}", where=str(path)) from None
