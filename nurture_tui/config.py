"""The config file: what a user has chosen for the app, kept between sessions."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nurture_tui.errors import FileError
from nurture_tui.model.vocabulary import suggestion

DEFAULT_THEME = "nurture-dark"
_KEYS = ("theme", "ascii", "keys")


@dataclass(frozen=True)
class Config:
    """`theme` is the name of a theme; `ascii` draws without box characters; `keys` gives bindings,
    by their id, other keys (`{"design.add": "a,insert"}`).
    """

    theme: str = DEFAULT_THEME
    ascii: bool = False
    keys: Mapping[str, str] = field(default_factory=dict)


def config_path(environment: Mapping[str, str] | None = None) -> Path:
    """Where the config file is, or would be: the XDG place, on any system."""
    env = os.environ if environment is None else environment
    base = env.get("XDG_CONFIG_HOME", "")
    folder = Path(base) if base and Path(base).is_absolute() else Path.home() / ".config"
    return folder / "nurture" / "config.toml"


def read_config(path: Path) -> Config:
    """The config in a file; a file that does not exist is the defaults.

    Refuses, with a FileError, what cannot be read, unknown keys and values of the wrong kind.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return Config()
    except tomllib.TOMLDecodeError as error:
        raise FileError(f"is not TOML: {error}", where=str(path)) from None
    except UnicodeDecodeError:
        raise FileError("is not a text file in UTF-8", where=str(path)) from None
    except RecursionError:
        raise FileError("is nested too deeply", where=str(path)) from None
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise FileError(f"cannot be read: {reason}", where=str(path)) from None
    return _config(data, str(path))


def _config(data: Mapping[str, Any], where: str) -> Config:
    for key in data:
        if key not in _KEYS:
            raise FileError(f"there is no key “{key}”", where=where, fix=suggestion(key, _KEYS))
    theme, ascii_, keys = (
        data.get("theme", DEFAULT_THEME),
        data.get("ascii", False),
        data.get("keys", {}),
    )
    if not isinstance(theme, str):
        raise FileError(
            "theme is the name of a theme", where=where, fix='Write theme = "nurture-dark".'
        )
    if not isinstance(ascii_, bool):
        raise FileError("ascii is true or false", where=where)
    if not isinstance(keys, dict) or not all(isinstance(value, str) for value in keys.values()):
        raise FileError(
            "keys is a table of texts", where=where, fix='Write [keys] and "app.quit" = "ctrl+q".'
        )
    return Config(theme, ascii_, keys)


def as_toml(config: Config) -> str:
    """The config as its file would say it."""
    import tomli_w

    keys = {"keys": dict(config.keys)} if config.keys else {}
    return tomli_w.dumps({"theme": config.theme, "ascii": config.ascii, **keys})
