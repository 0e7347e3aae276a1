"""Any sequence of edits: the file reads back equal, undo gives its bytes back, redo the edited."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from edit_journeys import SAMPLES
from hypothesis import assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from nurture_tui.edit.change import EditError
from nurture_tui.edit.fields import Field, item_of
from nurture_tui.edit.form import ENTRY, EXIT, GOAL, groups_of
from nurture_tui.edit.history import Edit, History, SharedEdit
from nurture_tui.edit.newstep import KINDS, questions
from nurture_tui.edit.parts import (
    add_exit_rule,
    add_goal,
    move_rule,
    moved_item,
    remove_item,
    remove_part,
)
from nurture_tui.edit.removal import remove, ways_out
from nurture_tui.edit.rename import rename, rename_shared
from nurture_tui.edit.sharedform import (
    TABLES,
    add_shared,
    move_shared_item,
    parts_of,
    remove_shared,
    remove_shared_item,
    shared_groups,
    typed_shared,
)
from nurture_tui.edit.steps import (
    add_after,
    add_before,
    change_type,
    connect,
    duplicate,
    leaving,
    move,
)
from nurture_tui.edit.typed import typed
from nurture_tui.files.reading import parse_journey, parse_settings
from nurture_tui.files.saving import save_journey, save_settings
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import STEP_TYPES
from nurture_tui.model.workspace import Workspace

IDS = ("hr-guide", "trial", "contact-request")
TEXTS = {id_: (SAMPLES / f"{id_}.toml").read_text("utf-8") for id_ in IDS}
SHARED_TEXT = (SAMPLES / "nurture.toml").read_text("utf-8")
FILES = {id_: parse_journey(text, f"{id_}.toml") for id_, text in TEXTS.items()}
SHARED_FILE = parse_settings(SHARED_TEXT, Path("nurture.toml"))
BEFORE = Workspace(SHARED_FILE.settings, {i: f.journey for i, f in FILES.items() if f.journey})
NUMBERS = st.integers(0, 60)
WORDS = st.sampled_from(
    (
        *("", "x", "3d", "Opened the guide?", "yes", "12%", "customer", "did('bought')"),
        *("2026-12-10", "trial", "Mon-Fri", "09:00", 'notify = "sales"', "a, b", "choice"),
        *('""', "ä [b] # c", "7"),
    )
)


def texts_of(workspace: Workspace) -> dict[str, str]:
    """What a save would write, by the journey's id; nurture.toml under ""."""
    found = {id_: save_journey(FILES[id_], j).text for id_, j in workspace.journeys.items()}
    return found | {"": save_settings(SHARED_FILE, workspace.settings).text}


class Editing(RuleBasedStateMachine):
    """A planner who does anything at all, in any order."""

    @initialize(id_=st.sampled_from(IDS))
    def open(self, id_: str) -> None:
        self.history = History(BEFORE)
        self.id = id_

    @property
    def journey(self) -> Journey:
        return self.history.now.journeys[self.id]

    def done(self, edit: Edit | SharedEdit) -> None:
        now = self.history.now
        after = edit.workspace if isinstance(edit, SharedEdit) else now.with_journey(edit.journey)
        assert edit.name
        self.history = self.history.done(edit.name, after, merge=edit.merge)

    def step(self, number: int) -> str:
        assume(self.journey.steps)
        ids = list(self.journey.steps)
        return ids[number % len(ids)]

    def line(self, number: int) -> tuple[str, str]:
        """A way out of a step, or of the entry."""
        lines = [(ENTRY, "start")]
        lines += [(id_, p) for id_, s in self.journey.steps.items() for p, _ in leaving(s)]
        return lines[number % len(lines)]

    # ------------------------------------------------------------------ the graph
    @rule(line=NUMBERS, kind=st.sampled_from(sorted(KINDS)), title=WORDS)
    def add(self, line: int, kind: str, title: str) -> None:
        source, port = self.line(line)
        answers = {q.key: q.value or title for q in questions(self.journey, kind, source)}
        self.attempt(lambda: add_after(self.journey, source, port, kind, answers))

    @rule(step=NUMBERS, kind=st.sampled_from(sorted(KINDS)))
    def add_before(self, step: int, kind: str) -> None:
        self.attempt(lambda: add_before(self.journey, self.step(step), kind))

    @rule(line=NUMBERS, lead_to=NUMBERS, ends=st.booleans())
    def connect(self, line: int, lead_to: int, ends: bool) -> None:
        source, port = self.line(line)
        to = None if ends else self.step(lead_to)
        self.attempt(lambda: connect(self.journey, source, port, to))

    @rule(step=NUMBERS, way=NUMBERS)
    def remove(self, step: int, way: int) -> None:
        id_ = self.step(step)
        ways = ways_out(self.journey, id_)
        keep = ways[way % len(ways)][0] if len(ways) > 1 else None
        self.attempt(lambda: remove(self.journey, id_, keep))

    @rule(step=NUMBERS, line=NUMBERS, way=NUMBERS)
    def move(self, step: int, line: int, way: int) -> None:
        id_ = self.step(step)
        ways = ways_out(self.journey, id_)
        keep = ways[way % len(ways)][0] if len(ways) > 1 else None
        self.attempt(lambda: move(self.journey, id_, *self.line(line), keep))

    @rule(step=NUMBERS)
    def duplicate(self, step: int) -> None:
        self.attempt(lambda: duplicate(self.journey, self.step(step)))

    @rule(step=NUMBERS, type_=st.sampled_from(STEP_TYPES))
    def change_type(self, step: int, type_: str) -> None:
        self.attempt(lambda: change_type(self.journey, self.step(step), type_))

    @rule(step=NUMBERS, new=st.sampled_from(["a", "b-2", "offer", "no blanks", ""]))
    def rename(self, step: int, new: str) -> None:
        self.attempt(lambda: rename(self.journey, self.step(step), new))

    # ------------------------------------------------------------------ what is watched, forms
    @rule(which=st.sampled_from(["goal", "exit", "no goal", "no exit", "earlier"]), number=NUMBERS)
    def watched(self, which: str, number: int) -> None:
        rules = [EXIT + rule.name for rule in self.journey.exits] or [EXIT]
        exit_ = rules[number % len(rules)]
        edits = {
            "goal": lambda: add_goal(self.journey),
            "exit": lambda: add_exit_rule(self.journey),
            "no goal": lambda: remove_part(self.journey, GOAL),
            "no exit": lambda: remove_part(self.journey, exit_),
            "earlier": lambda: move_rule(self.journey, exit_, -1),
        }
        self.attempt(edits[which])

    def field(self, selected: int, number: int) -> Field:
        exits = [EXIT + rule.name for rule in self.journey.exits]
        places = [ENTRY, *([GOAL] if self.journey.goal else []), *exits, *self.journey.steps]
        groups = groups_of(self.journey, places[selected % len(places)])
        fields = [field for group in groups for field in group.fields]
        return fields[number % len(fields)]

    @rule(selected=NUMBERS, number=NUMBERS, text=WORDS)
    def type(self, selected: int, number: int, text: str) -> None:
        field = self.field(selected, number)
        self.attempt(lambda: typed(self.journey, field, text))

    @rule(selected=NUMBERS, number=NUMBERS, by=st.sampled_from([-1, 0, 1]))
    def item(self, selected: int, number: int, by: int) -> None:
        path = item_of(self.field(selected, number))
        if path is not None:
            edit = remove_item if not by else lambda journey, path: moved_item(journey, path, by)
            self.attempt(lambda: edit(self.journey, path))

    # ------------------------------------------------------------------ nurture.toml
    @rule(number=NUMBERS, table=st.sampled_from(sorted(TABLES)), name=WORDS)
    def shared(self, number: int, table: str, name: str) -> None:
        workspace = self.history.now
        parts = parts_of(workspace.settings)
        part = parts[number % len(parts)]
        fields = [f for group in shared_groups(workspace.settings, part.id) for f in group.fields]
        self.attempt(lambda: add_shared(workspace, table, name, date(2026, 11, 23)))
        workspace = self.history.now
        if fields:
            field = fields[number % len(fields)]
            path = item_of(field)
            self.attempt(lambda: typed_shared(workspace, field, name))
            if path is not None:
                self.attempt(lambda: move_shared_item(self.history.now, path, 1))
                self.attempt(lambda: remove_shared_item(self.history.now, path))

    @rule(number=NUMBERS, name=st.sampled_from(["other", "brand_new", "two words", "score"]))
    def rename_shared(self, number: int, name: str) -> None:
        parts = parts_of(self.history.now.settings)
        self.attempt(lambda: rename_shared(self.history.now, parts[number % len(parts)].id, name))

    @rule(number=NUMBERS)
    def remove_shared(self, number: int) -> None:
        parts = parts_of(self.history.now.settings)
        self.attempt(lambda: remove_shared(self.history.now, parts[number % len(parts)].id))

    # ------------------------------------------------------------------ back and forth
    @precondition(lambda self: self.history.past)
    @rule(steps=st.integers(1, 4))
    def undo_and_redo(self, steps: int) -> None:
        before = texts_of(self.history.now)
        steps = min(steps, len(self.history.past))
        for _ in range(steps):
            self.history = self.history.undone()
        for _ in range(steps):
            self.history = self.history.redone()
        assert texts_of(self.history.now) == before

    @precondition(lambda self: self.history.past)
    @rule()
    def undo(self) -> None:
        self.history = self.history.undone()

    def attempt(self, make) -> None:
        """Make an edit, or have it refused in words with nothing changed."""
        try:
            edit = make()
        except EditError:
            return
        self.done(edit)

    def teardown(self) -> None:
        if not hasattr(self, "history"):
            return
        now, texts = self.history.now, texts_of(self.history.now)
        for id_, text in texts.items():
            read = (
                parse_journey(text, f"{id_}.toml").journey
                if id_
                else parse_settings(text, Path("nurture.toml")).settings
            )
            assert read == (now.journeys[id_] if id_ else now.settings)
        steps = len(self.history.past)
        for _ in range(steps):
            self.history = self.history.undone()
        assert texts_of(self.history.now) == {**TEXTS, "": SHARED_TEXT}
        for _ in range(steps):
            self.history = self.history.redone()
        assert texts_of(self.history.now) == texts


TestEditing = Editing.TestCase
TestEditing.settings = settings(
    max_examples=settings.default.max_examples // 4, stateful_step_count=20
)
