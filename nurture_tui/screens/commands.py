"""Every command that can be given now, with its key: for the palette and for help."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from textual.actions import parse
from textual.app import App
from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

if TYPE_CHECKING:
    from nurture_tui.screens.app import NurtureApp

CALLED = {
    "answer input": "answer",
    "assumed view": "what is assumed",
    "canvas": "path",
    "cell input": "conditions",
    "change lines": "changes",
    "choice lines": "choices",
    "closer": "simulate",
    "edit keys": "design",
    "field input": "field",
    "filter input": "filter",
    "filter row": "filter",
    "findings": "problems",
    "hand map": "hand-offs",
    "heat map": "calendar",
    "help lines": "help",
    "journey list": "journeys",
    "lines": "lists",
    "matters view": "what matters",
    "month map": "calendar",
    "nurture app": "everywhere",
    "page": "everywhere",
    "part list": "workspace",
    "path canvas": "path",
    "playing": "simulate",
    "pointing": "choosing a step",
    "reading": "page",
    "say": "message",
    "search input": "help",
    "send lines": "sends",
    "shared": "workspace",
    "sheet": "conditions",
    "story lines": "story",
    "template lines": "templates",
    "text filter": "filter",
    "together lines": "together",
    "typed part": "conditions",
    "typed value": "conditions",
    "view": "look closer",
    "why view": "why not",
}
"""Names of classes that are not words of the screens."""


@dataclass(frozen=True)
class Command:
    """What can be done now: its key, the words, where it belongs, its action and how to run it."""

    key: str
    words: str
    where: str
    action: str
    run: Callable[[], Any]


def commands_of(app: App[Any], screen: Screen[Any]) -> list[Command]:
    """The commands that the footer shows, then the others, from the focus outwards to the app."""
    found: list[Command] = []
    seen: dict[str, int] = {}
    bindings = screen.active_bindings.values()
    for active in sorted(bindings, key=lambda active: not active.binding.show):
        binding = active.binding
        ours = bool(binding.id)  # Textual's own (scrolling, the cursor of a field) have no id.
        if not (binding.description and active.enabled and ours) or binding.system:
            continue
        key = app.get_key_display(binding)
        if binding.action in seen:
            continue
        seen[binding.action] = len(found)
        where = "everywhere" if active.node is app else where_of(type(active.node).__name__)
        run = partial(app.run_action, binding.action, active.node)
        words = binding.tooltip or binding.description
        found.append(Command(key, words, where, binding.action, run))
    return found


def commands_elsewhere(
    app: App[Any], screen: Screen[Any], keymap: Mapping[str, str]
) -> Iterator[Command]:
    """The commands that the focus keeps away: of other panes, and where letters are typed.

    Running one of a pane takes the focus there. `keymap` has the keys of bindings that were given
    others.
    """
    said = {command.words for command in commands_of(app, screen)}
    known: set[DOMNode] = set()
    for widget in (screen, *screen.focus_chain):
        for node in widget.ancestors_with_self:
            if node in known:
                continue
            known.add(node)
            for binding in _bindings_of(node):
                words = binding.tooltip or binding.description
                if not words or words in said or not _can(node, binding.action):
                    continue
                said.add(words)
                keys = keymap.get(binding.id or "", binding.key)
                key = app.get_key_display(replace(binding, key=keys.split(",")[0]))
                where = where_of(type(node).__name__)
                run = partial(_go_and_run, app, widget, binding.action, node)
                yield Command(key, words, where, binding.action, run)


def _bindings_of(node: DOMNode) -> Iterator[Binding]:
    """The bindings of our own that a widget has, its own before those of what it is made from."""
    for kind in type(node).__mro__:
        for binding in vars(kind).get("BINDINGS", ()):
            if isinstance(binding, Binding) and binding.id:
                yield binding


def _can(node: DOMNode, action: str) -> bool:
    target, name, parameters = parse(action)
    return bool(target) or bool(node.check_action(name, parameters))


async def _go_and_run(app: App[Any], widget: Widget, action: str, node: DOMNode) -> None:
    if not isinstance(widget, Screen):
        widget.screen.set_focus(widget)
    await app.run_action(action, node)


def where_of(name: str) -> str:
    """Where the keys of a widget's class work, as the screens call it: `HeatMap` is `calendar`."""
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)
    return CALLED.get(words.strip(), words.strip())


class Commands(Provider):
    """The palette's entries: each command with its key, and what has no key."""

    def _commands(self) -> list[Command]:
        theme = ("", "choose other colours: a theme", "everywhere", "change_theme")
        keymap = cast("NurtureApp", self.app).preferences.keymap
        return [
            *commands_of(self.app, self.screen),
            *commands_elsewhere(self.app, self.screen, keymap),
            Command(*theme, run=self.app.action_change_theme),
        ]

    async def discover(self) -> Hits:
        for command in self._commands():
            yield DiscoveryHit(_title(command), command.run, help=_help(command))

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for command in self._commands():
            score = matcher.match(_title(command))
            if score > 0:
                yield Hit(
                    score, matcher.highlight(_title(command)), command.run, help=_help(command)
                )


def _title(command: Command) -> str:
    return command.words[:1].upper() + command.words[1:]


def _help(command: Command) -> str:
    return f"{command.key}   {command.where}" if command.key else command.where
