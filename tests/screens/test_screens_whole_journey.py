"""A whole journey by keystrokes alone, from an empty folder: made, saved, checked, simulated."""

from __future__ import annotations

import shutil
from pathlib import Path

from hypothesis import settings
from screens_app import START, until
from textual import events
from textual.pilot import Pilot

from nurture_tui.files.workspace import read_workspace
from nurture_tui.model.step import Branch
from nurture_tui.screens.app import NurtureApp
from nurture_tui.screens.inspector import Inspector
from nurture_tui.screens.opening import ROOMS, open_path
from nurture_tui.screens.pointing import Pointing
from nurture_tui.screens.rooms import Rooms
from nurture_tui.simulation.settings import RunSettings

LEADS = Path(__file__).parents[2] / "sample_contacts" / "leads.csv"
GOAL_EVENT = "selection_guide_downloaded"
LETTERS = settings().max_examples > 100
NAMES = {" ": "space", "'": "apostrophe", "(": "left_parenthesis", ")": "right_parenthesis"}
NAMES |= {"{": "left_curly_bracket", "}": "right_curly_bracket", "|": "vertical_line"}
NAMES |= {"?": "question_mark", "/": "slash", "_": "underscore", ".": "full_stop", ",": "comma"}
NAMES |= {"-": "minus", "%": "percent_sign", ":": "colon", ">": "greater_than_sign"}
NAMES |= {"=": "equals_sign", "@": "at", "!": "exclamation_mark"}


class Planner:
    """Presses keys, and counts them: `type` is a letter a key."""

    def __init__(self, pilot: Pilot[object]) -> None:
        self.pilot, self.keys = pilot, 0

    async def press(self, *keys: str) -> None:
        self.keys += len(keys)
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        """A text, completed (by ctrl+space) where it has a →."""
        for number, part in enumerate(text.split("→")):
            if number:
                await self.press("ctrl+space")
            if part:
                await self._letters(part)

    async def _letters(self, text: str) -> None:
        """A text of some words: letter by letter in a soak, else as a terminal gives it in one."""
        if LETTERS:
            await self.press(*(NAMES.get(letter, letter) for letter in text))
            return
        self.keys += len(text)
        self.pilot.app.post_message(events.Paste(text))
        await self.pilot.pause()

    async def add(self, kind: str, *answers: str, line: str = "") -> None:
        """`a`, the kind's key, the line where there are several, and the answers in turn."""
        await self.press("a", kind, *line)
        for number, answer in enumerate(answers):
            if number:
                await self.press("tab")
            if answer:
                await self.type(answer)
        await self.press("enter")

    async def go_on(self, **fields: str) -> None:
        """By Tab to each field in turn, and type over what is there."""
        inspector = self.pilot.app.screen.query_one(Inspector)
        await self.pilot.pause(0.05)
        for key, text in fields.items():
            for _ in range(60):
                if inspector.edited is not None and inspector.edited[-1] == key:
                    break
                await self.press("tab")
            if self.pilot.app.focused.selection.is_empty:
                await self.press("ctrl+u")
            await self.type(text)


async def test_the_hr_guide_is_built_from_an_empty_folder_by_keys_alone(tmp_path: Path) -> None:
    shutil.copy(LEADS, tmp_path)
    app = NurtureApp(
        open_path(tmp_path),
        RunSettings(START, days=90),
        None,
        Rooms(**{**vars(ROOMS), "count": None, "simulate": None}),
    )
    async with app.run_test(size=(80, 24)) as pilot:
        planner = Planner(pilot)
        # The list of contacts, in what journeys share.
        await planner.press("W", "enter")
        await planner.press("ctrl+space", "escape")
        # The journey, and how contacts come in.
        await planner.press("0", "n")
        await planner.type("HR guide")
        await planner.press("enter")
        await until(pilot, lambda: app.session.current == "hr-guide")
        await pilot.pause(0.1)
        await planner.press("up")
        await planner.press("enter")
        await planner.go_on(event="hr_guide_downloaded")
        await planner.press("pagedown")
        await planner.go_on(purpose="From the guide to sales.")
        await planner.press("escape")
        # The path: what is asked for comes at once, then a wait and a question.
        await planner.press("down")
        await planner.press("enter")
        await planner.go_on(title="HR guide", subject="Your HR guide", cta="", role="i")
        await planner.press("pagedown")
        await planner.go_on(window="any")
        await planner.press("escape")
        await planner.add("w", "", "Mon-Fri", "09:00")
        await planner.add("b")
        branch = app.session.selected
        story = ("Three stories", "Three HR directors on their time", "hr_story_read", "ac")
        await planner.add("e", *story, line="2")
        await planner.add("w", "6d")
        guide = ("Selection guide", "How to choose an HR system", GOAL_EVENT, "as")
        await planner.add("e", *guide)
        await planner.add("u", "", "10d")
        again = ("Reminder", "Still comparing HR systems?", "s→", "r")
        await planner.add("e", *again, line="2")
        await planner.press("up")
        await planner.add("x", "has seen the offer", line="1")
        # Who clicked at once goes straight to the offer.
        await planner.press("slash")
        await planner.type("branch")
        await planner.press("enter", "c", "1")
        await pilot.pause(0.1)
        assert isinstance(app.screen, Pointing)
        await planner.press(app.screen._letters["selection-guide"])
        # What is watched everywhere, and what contacts are taken to do.
        await planner.press("g", "g")
        await planner.go_on(name="Downloaded the guide", when="di→s→", target="8%", within="45d")
        await planner.press("escape", "g", "a", "pagedown")
        await planner.go_on(event="s→", after="cl→s→ or cl→r→", chance="45%")
        await planner.press("escape", "ctrl+s")
        await until(pilot, lambda: not app.session.changed())
        app.session.rooms = ROOMS
        app.session.upkeep.run_soon(0)
        await until(pilot, lambda: app.session.counts is not None and not app.session.stale)

        journey = app.session.journey
        assert journey is not None
        assert isinstance(journey.steps[branch], Branch)
        assert app.session.problems == ()
        assert app.session.counts is not None
        assert app.session.counts.entered > 100
        assert app.session.counts.goal is not None
        assert app.session.counts.goal.reached > 0
        files = read_workspace(tmp_path)
        assert files.problems == ()
        assert files.workspace.journeys["hr-guide"] == journey
        # Two minutes at three and a half keys a second, which is no fast typing.
        assert planner.keys < 420
