"""Keys as sentences name them: by the id of their binding, so that a key given in the config is it.

A sentence that named a key itself would send those who gave the command another one astray.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from textual.app import App

from nurture_tui.screens.places import PLACES

USUAL: Mapping[str, str] = {
    "app.help": "question_mark,f1",
    "app.save": "ctrl+s",
    "canvas.edit": "enter",
    "chooser.choose": "enter",
    "compare.undo-edit": "ctrl+z",
    "compare.version": "v",
    "design.add": "a",
    "design.connect": "c",
    "design.next-problem": "f8",
    "design.remove": "x,delete",
    "design.undo": "ctrl+z",
    "dialog.close": "escape",
    "dialog.copy": "c",
    "dialog.done": "enter,space,q",
    "export.next": "down",
    "export.previous": "up",
    **{f"go.{place.id}": place.key for place in PLACES},
    "help.run": "enter",
    "journeys.undo": "ctrl+z",
    "new.cancel": "escape",
    "rows.complete": "ctrl+space,ctrl+@",
    "rows.remove": "f6",
    "rows.turn": "f7",
    "shared.edit": "enter",
    "simulate.close": "escape",
    "simulate.follow": "p",
    "simulate.matters": "m",
    "simulate.play": "space",
    "simulate.why": "w",
}
"""The keys of each command that sentences name, as its binding has them."""
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
        return self.every(id_)[0]

    def every(self, id_: str) -> list[str]:
        """All keys of a command, in words."""
        keys = self.given.get(id_) or USUAL[id_]
        return [key_in_words(key.strip()) for key in keys.split(",")]

    def named_in(self, words: str) -> str:
        """A sentence of the app in which `[app.save]` stands for the key of that command.

        Only for what is written here: what users typed is put in behind this. What is no command,
        such as the id `[a.b]` of a contact in a note, stays as it is.
        """
        return _ID.sub(lambda found: self[found[1]] if found[1] in USUAL else found[0], words)


def keys_of(app: App[Any]) -> Keys:
    """The keys of an app, the usual ones of an app that has no others."""
    return getattr(getattr(app, "session", None), "keys", None) or Keys()
