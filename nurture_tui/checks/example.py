"""The example of a rule: a journey in which it finds something, and the same one mended.

A folder of `examples/` is named after a code and holds `bad.toml`, `ok.toml` and `bad.out`, the
findings of the bad one. Beside them may lie a `nurture.toml` (else the one of `examples/` holds), a
`bad-nurture.toml`, `contacts.csv` for the rules that look at contacts (`bad-contacts.csv` where the
list is what is wrong), and `beside/` with other journeys of the workspace.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from nurture_tui.checks.finding import Finding
from nurture_tui.checks.planned import Given
from nurture_tui.checks.rules import explain
from nurture_tui.checks.run import check_workspace
from nurture_tui.files.reading import parse_journey, parse_settings
from nurture_tui.files.workspace import WorkspaceFiles

SETTINGS = "nurture.toml"
START = date(2026, 11, 23)
DAYS = 130
"""The run of the examples: over Christmas, and over the change to summer time."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A part of a file as it is in the bad example and in the mended one; "" where it has none."""

    file: str
    bad: str
    mended: str


def example_folder(code: str) -> Path:
    """Where the example of a rule lies."""
    return Path(str(files("nurture_tui.checks").joinpath("examples", code)))


def example_text(code: str, name: str) -> str:
    """The text of one file of an example."""
    return (example_folder(code) / name).read_text(encoding="utf-8")


@lru_cache(maxsize=256)
def example_files(code: str, name: str) -> WorkspaceFiles:
    """The workspace of a rule's `bad` or `ok` journey, with only that journey chosen.

    A run is of all journeys, so they are all chosen for a rule that looks at one.
    """
    folder = example_folder(code)
    settings = _first(folder, name, SETTINGS)
    paths = [folder / f"{name}.toml", *sorted(folder.glob("beside/*.toml"))]
    journeys = {path.stem: parse_journey(path.read_text(encoding="utf-8"), path) for path in paths}
    read = parse_settings(settings.read_text(encoding="utf-8"), settings)
    chosen = tuple(journeys) if explain(code).needs else (name,)
    return WorkspaceFiles(folder, read, journeys, chosen)


def example_findings(code: str, name: str) -> list[Finding]:
    """What the checks find in a rule's `bad` or `ok` journey."""
    files = example_files(code, name)
    needs = explain(code).needs
    contacts = None
    if "contacts" in needs:
        from nurture_tui.contacts.read import read_contacts

        contacts = read_contacts(_first(files.folder, name, "contacts.csv"), files.workspace)
    given = Given(contacts, START if "start" in needs else None, DAYS)
    return check_workspace(files, given=given)


def differences(code: str) -> list[Difference]:
    """The parts in which the bad example differs from the mended one, in the order of the files."""
    folder = example_folder(code)
    found = []
    for shown, bad, ok in (
        ("", folder / "bad.toml", folder / "ok.toml"),
        (SETTINGS, _first(folder, "bad", SETTINGS), _first(folder, "ok", SETTINGS)),
    ):
        before, after = (_parts(path.read_text(encoding="utf-8")) for path in (bad, ok))
        opcodes = SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes()
        for tag, i1, i2, j1, j2 in opcodes:
            if tag != "equal":
                found.append(Difference(shown, _text(before[i1:i2]), _text(after[j1:j2])))
    if "contacts" in explain(code).needs:
        bad, ok = (_first(folder, name, "contacts.csv") for name in ("bad", "ok"))
        if bad != ok:
            texts = [path.read_text(encoding="utf-8").strip() for path in (bad, ok)]
            found.append(Difference("contacts.csv", texts[0], texts[1]))
    return found


def _first(folder: Path, name: str, file: str) -> Path:
    """The file of the journey's own, else the example's, else that of all examples."""
    own = (folder / f"{name}-{file}", folder / file)
    return next((path for path in own if path.exists()), folder.parent / file)


def _parts(text: str) -> list[str]:
    """The head of a file and its tables, each with the remarks above it."""
    parts: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.startswith("["):
            above = parts[-1]
            kept = len(above)
            while kept and above[kept - 1].startswith("#"):
                kept -= 1
            parts.append([*above[kept:], line])
            del above[kept:]
        else:
            parts[-1].append(line)
    return ["\n".join(part).strip() for part in parts]


def _text(parts: list[str]) -> str:
    return "\n\n".join(parts)
