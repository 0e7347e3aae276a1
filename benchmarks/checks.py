"""How long a journey takes to be checked again after a keystroke: p50 and p95 of CPU time.

Journeys of 60, 300 and 1,000 steps (messages, waits, branches on clicks and on the size of the
company, actions, ways back) in a workspace of 20. Before each check one wait is changed, as typing
does, so nothing of the last check can be used again. CPU time, for other programs take turns too.
"""

from __future__ import annotations

import argparse
import statistics
import time
from typing import Any

from nurture_tui.checks import check_journey
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


def measured(count: int, times: int) -> list[float]:
    """Seconds of CPU time of so many checks of a journey in a workspace of 20."""
    others = {f"j{i}": journey(f"j{i}", 25) for i in range(19)}
    workspace = Workspace(SETTINGS, others)
    spent = []
    for number in range(times + 1):
        one = journey("edited", count, days=1 + number)
        began = time.process_time()
        check_journey(workspace, one)
        spent.append(time.process_time() - began)
    return spent[1:]  # the first one loads what the others find loaded


def main() -> None:
    """Print a line for each size, and whether it is within its limit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=60, help="checks of each size")
    times = parser.parse_args().times
    for count in (60, 300, 1_000):
        spent = measured(count, times if count < 1_000 else max(times // 6, 2))
        p50, p95 = statistics.median(spent), statistics.quantiles(spent, n=20)[-1]
        said = ""
        if count in LIMITS:
            kept = "kept" if p95 < LIMITS[count] else "MISSED"
            said = f"  limit {LIMITS[count] * 1000:.0f} ms {kept}"
        print(f"{count:>5} steps: p50 {p50 * 1000:7.1f} ms  p95 {p95 * 1000:7.1f} ms{said}")


if __name__ == "__main__":
    main()
