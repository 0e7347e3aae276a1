"""How long the imports take, beside those of the libraries that they need, in turn.

Run it with `make bench`. CPU seconds of new processes, with bytecode as it lies there.
"""

from __future__ import annotations

import os
import subprocess
import sys
from statistics import median

from limits import Limits

TURNS = 15
LIMIT = 0.25
LIBRARIES = "import numpy; from pydantic import BaseModel"
OURS = ("nurture_tui.simulation", "nurture_tui.checks", "nurture_tui.cli")
TIMED = """
from time import process_time
begin = process_time()
{}
print(process_time() - begin)
"""


def import_seconds(statement: str) -> float:
    """The CPU seconds that a new process takes for a statement."""
    # Without it bytecode is written by the first process and read by the others, as it is of all
    # that is installed.
    kept = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-c", TIMED.format(statement)]
    return float(subprocess.check_output(command, text=True, env=kept))


def in_turn(statements: list[str]) -> list[list[float]]:
    """The seconds of each statement, in rising order, after one turn that writes bytecode."""
    turns = [[import_seconds(one) for one in statements] for _ in range(TURNS + 1)][1:]
    return [sorted(found) for found in zip(*turns, strict=True)]


def main() -> None:
    limits = Limits()
    libraries, *ours = in_turn([LIBRARIES, *(f"import {module}" for module in OURS)])
    print(f"{'import':<24} {'least ms':>8} {'median':>7} {'numpy and pydantic / it':>24}")
    for name, found in zip(["numpy and pydantic", *OURS], [libraries, *ours], strict=True):
        share = libraries[0] / found[0]
        print(f"{name:<24} {1e3 * found[0]:>8.0f} {1e3 * median(found):>7.0f} {share:>24.2f}")
    limits.most("import of nurture_tui.simulation", ours[0][0], LIMIT, "s")
    limits.tell()


if __name__ == "__main__":
    main()
