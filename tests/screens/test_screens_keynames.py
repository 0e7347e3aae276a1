"""Sentences name keys by their commands: what the config gives another key is named by that one."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

from screens_app import checked, shown, the_app, until, workspace
from textual.app import App

import nurture_tui.screens
from nurture_tui.screens.bindings import all_bound
from nurture_tui.screens.keynames import USUAL, Keys
from nurture_tui.screens.pane import Rule
from nurture_tui.screens.preferences import Preferences

SCREENS = Path(nurture_tui.screens.__file__).parent
# What looks like the name of a key in a sentence. `enter` in a field is the field's own, as is tab.
A_KEY = re.compile(
    r"\bctrl\+\w|\bshift\+\w|\b[fF]\d{1,2}\b|\b[eE]sc\b|\b[Pp]ress [a-zA-Z0-9]\b|\b[Pp]ress space\b"
)
NAMES_OF_KEYS = ("keynames.py",)


@cache
def sentences(path: Path) -> tuple[tuple[int, str], ...]:
    """The texts of a module, without what documents it, and without its bindings."""
    found: list[tuple[int, str]] = []
    ahead: list[ast.AST] = [ast.parse(path.read_text("utf-8"))]
    while ahead:
        node = ahead.pop()
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Binding":
            ahead += [word.value for word in node.keywords if word.arg == "tooltip"]
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.append((node.lineno, node.value))
        ahead += ast.iter_child_nodes(node)
    return tuple(found)


def test_no_sentence_of_the_screens_names_a_key_itself() -> None:
    found = [
        f"{path.name}:{line}: {text}"
        for path in sorted(SCREENS.glob("*.py"))
        if path.name not in NAMES_OF_KEYS
        for line, text in sentences(path)
        if A_KEY.search(text)
    ]
    assert found == []


def test_a_key_that_a_sentence_names_is_that_of_its_command() -> None:
    bound = all_bound()
    assert {id_: ",".join(bound[id_].keys) for id_ in USUAL} == dict(USUAL)
    placed = re.compile(r"\[([a-z]+\.[a-z-]+)\]")
    for path in SCREENS.glob("*.py"):
        for _, text in sentences(path):
            for id_ in placed.findall(text):
                assert id_ in USUAL or id_ == "app.save", (path.name, id_)


def test_a_command_with_another_key_is_named_by_it() -> None:
    for id_ in USUAL:
        keys = Keys({id_: "ctrl+f12,f11"})
        assert keys.every(id_) == ["ctrl+f12", "f11"]
        said = keys.named_in(f"Press [{id_}] for it; [1] is no command.")
        assert said == "Press ctrl+f12 for it; [1] is no command."


async def test_a_note_takes_what_only_looks_like_a_command_as_it_is() -> None:
    """Ids and names of contacts stand in notes, and may be anything."""
    app: App[None] = App()
    async with app.run_test(size=(80, 3)) as pilot:
        rule = Rule()
        await app.mount(rule)
        rule.title = "Story"
        rule.note = "contact [a.b] of [go.design], [dialog.close] leaves it"
        await until(pilot, lambda: "contact [a.b] of [go.design], esc leaves it" in shown(app))


async def test_screens_and_dialogs_name_the_keys_that_the_config_gives(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    (folder / "leads.csv").unlink()
    given = {
        "app.help": "f12,f13",
        "design.undo": "f14",
        "design.next-problem": "f15",
        "dialog.close": "f16",
        "go.workspace": "f17",
        "go.design": "f18",
        "go.schedule": "f19",
        "shared.edit": "f20",
        "rows.remove": "f21",
        "compare.version": "f22",
    }
    app = the_app(folder / "guide.toml", preferences=Preferences(keymap=given))
    async with app.run_test(size=(80, 24)) as pilot:
        await checked(pilot)
        await until(pilot, lambda: "f15" in shown(app))
        assert "f8" not in shown(app)
        await until(pilot, lambda: "f12 help" in shown(app))
        await pilot.press("x")
        # In the footer it stands where the usual key did.
        await until(pilot, lambda: "x remove  f14 undo" in " ".join(shown(app).split(" ")))
        assert "ctrl+z" not in shown(app)
        app.session.select("read")
        await pilot.press("x")
        await until(pilot, lambda: "f16 leaves it" in shown(app))
        await pilot.press("f16", "enter", "tab", "f2")
        await until(pilot, lambda: "f21 removes the row" in shown(app))
        await pilot.press("f16", "escape", "4")
        await until(pilot, lambda: app.current_mode == "compare")
        await pilot.press("f19")
        await until(pilot, lambda: "Press f18 for the journey" in " ".join(shown(app).split()))
        await until(pilot, lambda: "press f17 and name another" in " ".join(shown(app).split()))
