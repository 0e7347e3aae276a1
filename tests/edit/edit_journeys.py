"""The journeys that the tests of edits work on: one of their own, and the samples."""

from __future__ import annotations

import tomllib
from pathlib import Path

from nurture_tui.model.journey import Journey

SAMPLES = Path(__file__).parents[2] / "journeys"
_GUIDE = """
format = 1
name = "Lead > MQL | HR directors"
kind = "lead"
tags = ["hr"]
entry = { event = "guide", start = "deliver" }
goal = { name = "Guide taken", when = "did('taken')", target = 0.1, within = "45d" }
exits = [{ name = "customer", when = "customer", do = [{ remove_from_list = "leads" }] }]

[[assume.events]]
event = "taken"
after = "clicked('offer-guide') or clicked('last-offer')"
chance = 0.35

[steps.deliver]
type = "send"
subject = "Your guide"
role = "inform"
next = "pause"

[steps.pause]
type = "wait"
for = "3d"
next = "opened-guide"

[steps.opened-guide]
type = "branch"
cases = [{ if = "clicked('deliver')", label = "clicked", next = "offer-guide" }]
else = "angle"

[steps.angle]
type = "split"
ways = [{ name = "stories", next = "stories" }, { name = "numbers", next = "pause-2" }]

[steps.stories]
type = "send"
subject = "Three stories"
next = "pause-2"

[steps.pause-2]
type = "wait"
for = "5d"
next = "offer-guide"

[steps.offer-guide]
type = "send"
subject = "The offer"
next = "read"

[steps.read]
type = "wait"
until = "clicked('offer-guide')"
timeout = "10d"
next = "close-clicked"
else = "last-offer"

[steps.last-offer]
type = "send"
subject = "Still there?"
next = "task"

[steps.task]
type = "action"
do = [{ notify = "owner" }, { set = { lifecycle = "mql" } }]
next = "close"

[steps.close-clicked]
type = "exit"
reason = "has seen the offer"

[steps.close]
type = "exit"
reason = "series over"
"""


def read(id_: str, text: str) -> Journey:
    return Journey.model_validate({**tomllib.loads(text), "id": id_})


GUIDE = read("guide", _GUIDE)
NAMES = sorted(path.stem for path in SAMPLES.glob("*.toml") if path.stem != "nurture")
JOURNEYS = {name: read(name, (SAMPLES / f"{name}.toml").read_text("utf-8")) for name in NAMES}
JOURNEYS["guide"] = GUIDE
