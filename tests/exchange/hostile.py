"""A workspace whose every name wants to do harm, and its run."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from nurture_tui.contacts.read import read_contacts
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings, Workspace
from nurture_tui.simulation import RunSettings, simulate
from nurture_tui.simulation.result import Result

HARM = (
    '=HYPERLINK("http://x.example","hi")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "[bold red]x[/] [link=http://x.example]y[/link]",
    "\x1b[2J\x1b]0;owned\x07\x9b31m",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "\"onload=\"alert(1)' style='x",
    "a\u202etxt.exe\u2066b",
    "one\r\ntwo\u2028three\u0085four",
    "]]>--><!--&lt;&#60;",
    "BEGIN:VEVENT;x=y,z\\n",
    "| `code` ![i](http://x.example) <b>b</b> www.x.example",
    "</style></svg></title>{}%%{init}%%",
)
MARK = "QQ"
"""A word in every name, by which it is found again."""


def name(number: int) -> str:
    """A name that begins with harm and can be found again."""
    return f"{HARM[number % len(HARM)]} {MARK}{number}"


def journey() -> Journey:
    """A journey with harm in each text that it can hold."""
    return Journey.model_validate(
        {
            "id": "bad",
            "format": 1,
            "name": " ".join(HARM),
            "purpose": name(4),
            "kind": "lead",
            "owner": name(0),
            "persona": "p",
            "approved_by": [f"{name(3)} (marketing)"],
            "notes": name(4),
            "entry": {"event": "e\u202ee<script>", "start": "hi"},
            "goal": {
                "name": name(5),
                "when": "did('bought')",
                "target": 0.1,
                "within": "20d",
                "do": [{"notify": name(0), "message": name(4)}],
                "enter": "bad",
            },
            "exits": [{"name": name(2), "when": "did('gone')", "do": [
                {"task": {"title": name(6), "for": name(7)}}]}],
            "assume": {"events": [
                {"event": "bought", "after": "clicked('hi')", "chance": 0.5, "source": name(4)}]},
            "steps": {
                "hi": {"type": "send", "title": name(4), "subject": name(0), "asset": "a",
                       "basis": "b2b-role", "next": "who"},
                "who": {
                    "type": "branch",
                    "title": name(7),
                    "cases": [{"if": "clicked('hi')", "label": name(1), "next": "way"}],
                    "else": "way",
                },
                "way": {"type": "split", "title": name(11), "ways": [
                    {"name": name(8), "next": "pause"}, {"name": name(9), "next": "pause"}]},
                "pause": {"type": "wait", "for": "2d", "title": name(10), "next": "act"},
                "act": {"type": "action", "title": name(3), "do": [
                    {"task": {"title": name(4), "for": name(1)}},
                    {"notify": name(9), "message": name(7)}], "next": "again"},
                "again": {"type": "send", "title": name(9), "subject": name(7),
                          "basis": "b2b-role", "next": "end"},
                "end": {"type": "exit", "reason": name(6)},
            },
        }
    )  # fmt: skip


@cache
def workspace() -> Workspace:
    """The workspace of the journey, with harm in its own names too."""
    settings = Settings.model_validate(
        {
            "name": name(0),
            "timezone": "Europe/Helsinki",
            "personas": {"p": {"title": name(4)}},
            "assets": {"a": {"title": name(7), "status": "draft", "owner": name(1), "hours": 2}},
        }
    )
    return Workspace(settings, {"bad": journey()})


@cache
def result(folder: Path) -> Result:
    """A run of it, with contacts of its kind; `folder` is where their file may lie."""
    rows = ["contact;email;first_name;company;owner"]
    for number in range(24):
        cells = [
            f"{HARM[number % len(HARM)]} c{number}",
            f"a{number}@x.example",
            *(name(number + i) for i in range(3)),
        ]
        rows.append(";".join('"' + cell.replace('"', '""') + '"' for cell in cells))
    path = folder / "people.csv"
    path.write_text("\n".join(rows), encoding="utf-8", newline="")
    contacts = read_contacts(path, workspace())
    return simulate(workspace(), ["bad"], contacts, RunSettings(date(2026, 11, 23), 30, 1))
