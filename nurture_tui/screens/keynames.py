"""Keys as sentences name them: by the id of their binding, so that a key given in the config is it.

A sentence that named a key itself would send those who gave the command another one astray.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from nurture_tui.screens.places import PLACES

USUAL: Mapping[str, str] = {
    "app.save": "ctrl+s",
    "canvas.edit": "enter",
    "design.undo": "ctrl+z",
    "dialog.close": "escape",
    **{f"go.{place.id}": place.key for place in PLACES},
}
"""The first key of each command that sentences name, as its binding has it."""
_NAMES = {
    "slash": "/",
    "question_mark": "?",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "comma": ",",
    "full_stop": ".",
    "plus": "+",
    "minus": "-",
    "semicolon": ";",
    "delete": "del",
    "escape": "esc",
}
_ID = re.compile(r"\[([a-z]+\.[a-z-]+)\]")


def key_in_words(key: str) -> str:
    """A key as it is written for people: `ctrl+z`, `f8`, `/`, `esc`."""
    *modifiers, last = key.split("+")
    return "+".join([*modifiers, _NAMES.get(last, last)])


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys that commands have now: those `given` in the config, by id, else the usual ones."""

    given: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, id_: str) -> str:
        """The first key of a command, in words."""
        keys = self.given.get(id_) or USUAL[id_]
        return key_in_words(keys.split(",")[0].strip())

    def named_in(self, words: str) -> str:
        """A sentence of the app in which `[app.save]` stands for the key of that command.

        Only for what is written here: what users typed is put in behind this.
        """
        return _ID.sub(lambda found: self[found[1]], words)
