"""What a user has chosen for the app: theme, ASCII drawing, keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Preferences:
    """`keymap` gives bindings, by their id, other keys (`{"design.add": "a,insert"}`)."""

    theme: str = "nurture-dark"
    ascii: bool = False
    keymap: Mapping[str, str] = field(default_factory=dict)
