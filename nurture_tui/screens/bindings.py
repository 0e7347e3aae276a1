"""Every binding of the app by its id: to list them, and to check the keys of the config."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module

from textual.binding import Binding
from textual.dom import DOMNode

from nurture_tui import screens
from nurture_tui.errors import FileError
from nurture_tui.model.vocabulary import suggestion
from nurture_tui.screens.commands import where_of


@dataclass(frozen=True)
class Bound:
    """A command by its id: the keys it has, what it does in words, and where it belongs."""

    id: str
    keys: tuple[str, ...]
    words: str
    where: str


def bindings() -> Iterator[tuple[type[DOMNode], Binding]]:
    """The bindings that each of the app's classes declares itself."""
    for found in pkgutil.iter_modules(screens.__path__):
        module = import_module(f"{screens.__name__}.{found.name}")
        for thing in vars(module).values():
            ours = isinstance(thing, type) and issubclass(thing, DOMNode)
            if ours and thing.__module__ == module.__name__:
                for binding in Binding.make_bindings(thing.__dict__.get("BINDINGS", ())):
                    yield thing, binding


def all_bound() -> dict[str, Bound]:
    """Every command that has keys, by its id, in the order of the ids."""
    found: dict[str, Bound] = {}
    for owner, binding in bindings():
        before = found.get(binding.id or "")
        keys = (*(before.keys if before is not None else ()), binding.key)
        words = binding.tooltip or binding.description
        if binding.id:
            found[binding.id] = Bound(
                binding.id, tuple(dict.fromkeys(keys)), words, where_of(owner.__name__)
            )
    return dict(sorted(found.items()))


def check_keymap(keymap: Mapping[str, str], where: str) -> None:
    """Refuse, with a FileError, keys for a command that there is not."""
    known = all_bound() if keymap else {}
    for id_ in keymap:
        if id_ not in known:
            raise FileError(
                f"there is no command “{id_}”",
                where=where,
                fix=f"{suggestion(id_, tuple(known))} nurture config --keys lists all.".strip(),
            )
