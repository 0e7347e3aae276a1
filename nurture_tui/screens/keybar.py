"""The footer: the keys that matter for what has the focus, and help at the right."""

from __future__ import annotations

from textual import events
from textual.binding import ActiveBinding, Binding
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from nurture_tui.screens.cells import Part, cells, content
from nurture_tui.screens.keynames import keys_of
from nurture_tui.text import width

AT_MOST = 8
WIDE_GAP, GAP = 3, 2
TYPED = ("slash", "comma", "full_stop", "plus", "minus", "question_mark", "semicolon", "space")


def _is_typed(key: str) -> bool:
    """Whether a key gives a character, which an input would take for itself."""
    return len(key) == 1 or key in TYPED or key.endswith("_bracket")


def _as_declared(
    found: list[tuple[str, str, ActiveBinding]],
) -> list[tuple[str, str, ActiveBinding]]:
    """The keys in the order in which their widgets declare them.

    Textual has those that the config gives a command behind all others.
    """
    nodes = list(dict.fromkeys(active.node for *_, active in found))
    ids = {node: _ids_of(type(node)) for node in nodes}

    def place(one: tuple[str, str, ActiveBinding]) -> tuple[int, int]:
        node, id_ = one[2].node, one[2].binding.id
        return nodes.index(node), ids[node].index(id_) if id_ in ids[node] else len(ids[node])

    return sorted(found, key=place)


def _ids_of(kind: type[DOMNode]) -> list[str | None]:
    """The ids of what a class binds, those of the classes that it is made from first."""
    every = (vars(one).get("BINDINGS", ()) for one in reversed(kind.__mro__))
    return [one.id for own in every for one in own if isinstance(one, Binding)]


class KeyBar(Widget):
    """One row: key bold, word muted; a key that can do nothing now is left out.

    It is made from the bindings of the focused widget, then its pane, then the screen: those with
    `show=True` and a description, in their order. A click does what the key does.
    """

    DEFAULT_CSS = "KeyBar { dock: bottom; height: 1; width: 100%; }"

    def __init__(self) -> None:
        super().__init__()
        self._places: list[tuple[int, int, ActiveBinding | None]] = []
        self._drawn: list[tuple[str, str, ActiveBinding]] = []
        self._due = False
        self._given = 0
        self._helps: list[Part] = []

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._updated)

    def _updated(self, _: Screen[object]) -> None:
        """Look, once what is more urgent has been painted, whether other keys matter now."""
        if not self._due:
            self._due = True
            self.call_after_refresh(self._look)

    def _look(self) -> None:
        self._due = False
        if self.is_attached and (self.shown(), self._help()) != (self._drawn, self._helps):
            self.refresh()

    def shown(self) -> list[tuple[str, str, ActiveBinding]]:
        """The keys to show: as they are written, the word, and the binding."""
        found: list[tuple[str, str, ActiveBinding]] = []
        last: list[tuple[str, str, ActiveBinding]] = []
        seen: set[str] = set()
        ahead: str = getattr(self.screen, "NEXT", "")
        typing = isinstance(self.screen.focused, Input)
        for active in self.screen.active_bindings.values():
            binding = active.binding
            leads_on = bool(ahead) and binding.id == f"go.{ahead}"
            if not ((binding.show or leads_on) and active.enabled and binding.description):
                continue
            if binding.action in seen or (typing and _is_typed(binding.key)):
                continue
            seen.add(binding.action)
            word = binding.description.lower() if leads_on else binding.description
            (last if leads_on else found).append((self.app.get_key_display(binding), word, active))
        if keys_of(self.app).given:
            found = _as_declared(found)
        return [*found[: AT_MOST - len(last)], *last]

    def _help(self) -> list[Part]:
        """The key for help; a field takes for itself what can be typed."""
        keys = keys_of(self.app).every("app.help")
        typing = isinstance(self.screen.focused, Input)
        key = next((key for key in keys if not typing or len(key) > 1), "")
        return [(key, "bold"), (" help" if key else "", "muted")]

    def give_way(self, room: int) -> None:
        """Leave so many cells at the right to what is said in passing."""
        self._given = room
        self.refresh()

    def render(self) -> Content:
        helps = self._helps = self._help()
        size = max(self.size.width - self._given, cells(helps) + 4)
        room = size - cells(helps) - 5
        parts: list[Part] = [("  ", "")]
        self._places = []
        at = 2
        self._drawn = self.shown()
        drawn, gap = self._fitting(room)
        for key, word, active in drawn:
            taken = width(key) + 1 + width(word)
            if at + taken > room:
                break
            parts += [(key, "bold"), (f" {word}", "muted"), (" " * gap, "")]
            self._places.append((at, at + taken, active))
            at += taken + gap
        start = size - cells(helps) - 2
        self._places.append((start, size, None))
        return content([*parts, (" " * max(start - at, 0), ""), *helps])

    def _fitting(self, room: int) -> tuple[list[tuple[str, str, ActiveBinding]], int]:
        """The keys for a bar of `room` cells, and the cells between them.

        Where not all fit, they stand closer, and the screen says which of them give way first.
        """
        drawn = list(self._drawn)
        needed = 2 + sum(width(key) + 1 + width(word) for key, word, _ in drawn)
        if needed + WIDE_GAP * (len(drawn) - 1) <= room:
            return drawn, WIDE_GAP
        for id_ in getattr(self.screen, "GIVES_WAY", ()):
            if needed + GAP * (len(drawn) - 1) <= room:
                break
            for one in [one for one in drawn if one[2].binding.id == id_]:
                drawn.remove(one)
                needed -= width(one[0]) + 1 + width(one[1])
        return drawn, WIDE_GAP if needed + WIDE_GAP * (len(drawn) - 1) <= room else GAP

    async def on_click(self, event: events.Click) -> None:
        for start, end, active in self._places:
            if start <= event.x < end:
                if active is None:
                    await self.app.run_action("help")
                else:
                    await self.app.run_action(active.binding.action, active.node)
                return
