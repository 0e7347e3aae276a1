"""How long checks take after a keystroke: p50 and p95 of CPU time.

Journeys of 60, 300 and 1,000 steps (messages, waits, branches on clicks and on the size of the
company, actions, ways back) in a workspace of 20. Before each check a wait is changed, as typing
does. `journey` is the edited journey alone, checked anew; `workspace` is all 20 of them, as the app
does it, where the 19 others are as they were. Memory is swept as it is in the app: what was made at
the start is put aside. CPU time, for other programs take turns too.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import time
from pathlib import Path
from typing import Any

from nurture_tui.checks import check_journey
from nurture_tui.checks.again import look_again
from nurture_tui.files.reading import parse_settings
from nurture_tui.files.workspace import WorkspaceFiles
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings, Workspace

LIMITS = {60: 0.030, 300: 0.100}
HEAD = {
    "format": 1,
    "kind": "lead",
    "entry": {"event": "came", "only_if": "consent and email != ''", "start": "s0"},
    "goal": {"name": "Bought", "when": "did('bought')", "target": 0.1, "within": "90d"},
    "exits": [{"name": "customer", "when": "customer"}],
    "assume": {"events": [{"event": "bought", "after": "clicked()", "chance": 0.1}]},
}
SETTINGS = Settings.model_validate(
    {
        "fields": {
            "email": "text",
            "consent": "yes/no",
            "company_size": "number",
            "tries": "number",
            "lifecycle": {"choice": ["lead", "mql", "customer"], "ordered": True},
        },
        "sending": {"basis": "consent", "cap": "3 per 7d", "window": "Mon-Fri 08:00-17:00"},
        "limits": {"max_steps": 2_000},
    }
)


def journey(id_: str, count: int, days: int = 2) -> Journey:
    """A journey of so many steps; its first wait takes `days`."""
    steps: dict[str, Any] = {}
    for i in range(count - 1):
        after, back = f"s{i + 1}", f"s{max(i - 4, 0)}"
        wait = {"type": "wait", "for": f"{days if i == 1 else 2 + i % 3}d", "at": "09:00"}
        clicked = {"if": f"clicked('s{i - 2}') and company_size >= {i}", "next": after}
        tried = {"if": "tries >= 3", "next": after}
        steps[f"s{i}"] = [
            {"type": "send", "subject": f"No. {i}", "cta": "bought", "next": after},
            {**wait, "next": after},
            {"type": "branch", "cases": [clicked, tried], "else": back},
            {"type": "action", "do": [{"add": {"tries": 1}}], "next": after},
            {"type": "wait", "until": f"clicked('s{i - 4}')", "timeout": "5d", "next": after},
            {"type": "wait", "for": "1d", "next": after},
        ][i % 6]
    steps[f"s{count - 1}"] = {"type": "exit"}
    return Journey.model_validate({**HEAD, "id": id_, "name": id_, "steps": steps})


def measured(count: int, times: int) -> tuple[list[float], list[float]]:
    """Seconds of CPU time of so many checks of the edited journey, and of the workspace."""
    others = {f"j{i}": journey(f"j{i}", 25) for i in range(19)}
    alone, all_ = [], []
    workspace = Workspace(SETTINGS, others).with_journey(journey("edited", count))
    files = WorkspaceFiles(Path("."), parse_settings("format = 1", Path("nurture.toml")), {}, ())
    looked = look_again(files, workspace)
    for number in range(times):
        one = journey("edited", count, days=1 + number)
        began = time.process_time()
        check_journey(workspace, one)
        alone.append(time.process_time() - began)
        edited = workspace.with_journey(one)
        began = time.process_time()
        looked = look_again(files, edited, before=looked)
        all_.append(time.process_time() - began)
    return alone, all_


def main() -> None:
    """Print a line for each size, and whether it is within its limit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=60, help="checks of each size")
    times = parser.parse_args().times
    measured(20, 2)  # loads what is loaded at the first check
    gc.freeze()
    for count in (60, 300, 1_000):
        alone, all_ = measured(count, times if count < 1_000 else max(times // 6, 2))
        print(f"{count:>5} steps: journey {_shown(alone, count)}   workspace {_shown(all_, count)}")


def _shown(spent: list[float], count: int) -> str:
    p50, p95 = statistics.median(spent), statistics.quantiles(spent, n=20)[-1]
    said = ""
    if count in LIMITS:
        kept = "kept" if p95 < LIMITS[count] else "MISSED"
        said = f" (limit {LIMITS[count] * 1000:.0f} ms {kept})"
    return f"p50 {p50 * 1000:5.1f} ms, p95 {p95 * 1000:5.1f} ms{said}"


if __name__ == "__main__":
    main()
