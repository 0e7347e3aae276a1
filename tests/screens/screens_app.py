"""A small workspace, and the app on it, for the tests of screens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from textual._context import visible_screen_stack
from textual.pilot import Pilot

from nurture_tui.screens.app import NurtureApp
from nurture_tui.screens.opening import ROOMS, open_path
from nurture_tui.screens.preferences import Preferences
from nurture_tui.screens.rooms import Rooms
from nurture_tui.simulation.settings import RunSettings

START = date(2026, 11, 23)
SETTINGS = """
format = 1
name = "Acme HR"
contacts = "leads.csv"
sending = { basis = "consent", sender = "anna@example.com", window = "Mon-Fri 08:00-17:00" }

[fields]
consent = "yes/no"
score = "number"

[personas.director]
title = "HR director, 50+ employees"

[assets."email/guide"]
status = "ready"
"""
GUIDE = """
# A remark that a save keeps.
format  = 1
name    = "Lead > MQL | HR directors"
purpose = "Bring a reader of the guide to the offer."
kind    = "lead"
status  = "agreed"
persona = "director"
owner   = "anna@example.com"
entry   = { event = "guide", only_if = "consent", start = "deliver" }
goal    = { name = "Took the offer", when = "did('taken')", target = 0.3, within = "30d" }
exits   = [{ name = "bought", when = "customer" }]

[[assume.events]]
event  = "taken"
after  = "clicked('offer')"
chance = 0.5

[[assume.events]]
event  = "bought"
chance = "1% per 30d"
set    = { lifecycle = "customer" }

[steps.deliver]
type    = "send"
title   = "The guide"
asset   = "email/guide"
subject = "Your guide"
role    = "inform"
next    = "pause"

[steps.pause]
type = "wait"
for  = "3d"
next = "read"

[steps.read]
type  = "branch"
title = "Read it?"
cases = [{ if = "clicked('deliver')", label = "clicked", next = "offer" }]
else  = "again"

[steps.again]
type    = "send"
title   = "Once more"
subject = "The guide, once more"
role    = "remind"
next    = "offer"

[steps.offer]
type    = "send"
title   = "The offer"
subject = "How to choose"
cta     = "taken"
role    = "ask"
next    = "close"

[steps.close]
type   = "exit"
reason = "series over"
"""
THANKS = """
format = 1
name   = "Service: thanks"
kind   = "service"
entry  = { event = "bought", start = "thanks" }

[steps.thanks]
type    = "send"
subject = "Thank you"
"""


def workspace(folder: Path, **journeys: str) -> Path:
    """Write the workspace; further journeys by their id."""
    (folder / "nurture.toml").write_text(SETTINGS, "utf-8")
    rows = [f"c{n}@example.com,{'yes' if n % 5 else 'no'},{n % 7}" for n in range(40)]
    (folder / "leads.csv").write_text("email,consent,score\n" + "\n".join(rows) + "\n", "utf-8")
    for id_, text in {"guide": GUIDE, "thanks": THANKS, **journeys}.items():
        (folder / f"{id_}.toml").write_text(text, "utf-8")
    return folder


def the_app(
    path: Path,
    *,
    simulated: bool = False,
    preferences: Preferences | None = None,
    keep_theme: Callable[[str], None] | None = None,
) -> NurtureApp:
    """The app on a path; without `simulated` no run is made, which most tests do not need."""
    rooms = ROOMS if simulated else Rooms(**{**vars(ROOMS), "count": None, "simulate": None})
    return NurtureApp(open_path(path), RunSettings(START), preferences, rooms, keep_theme)


def picture(app: NurtureApp) -> list[str]:
    """The rows of cells that are on the screen, with those below that one lets through."""
    visible_screen_stack.set(app._background_screens)
    strips = app.screen._compositor.render_strips()
    return [strip.text.rstrip() for strip in strips]


def shown(app: NurtureApp) -> str:
    """The text that is on the screen."""
    return "\n".join(picture(app))


async def until(pilot: Pilot[Any], true: Callable[[], object]) -> None:
    """Wait until something holds, and what follows from it is drawn; fail after twenty seconds."""
    for _ in range(1_000):
        if true():
            await pilot.pause()
            return
        await pilot.pause(0.02)
    raise AssertionError(f"it never came to be:\n{shown(pilot.app)}")


async def checked(pilot: Pilot[Any]) -> None:
    """Wait until the checks have looked at the journeys as they are."""
    app = pilot.app
    assert isinstance(app, NurtureApp)
    await until(pilot, lambda: bool(app.session.findings))
    await pilot.pause(0.1)


async def typed(pilot: Pilot[Any], text: str) -> None:
    """Press the keys of a text."""
    names = {" ": "space", "'": "apostrophe", "(": "left_parenthesis", ")": "right_parenthesis"}
    names |= {
        "[": "left_square_bracket",
        "]": "right_square_bracket",
        "/": "slash",
        "<": "less_than_sign",
    }
    await pilot.press(*(names.get(letter, letter) for letter in text))
