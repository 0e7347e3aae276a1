"""Breaks the engine on purpose, in one named way after another, and says which tests see it first.

Run as a program (`make mutants`); ends with status 1 where no test sees a fault. The code itself is
left alone: each fault is made in a copy of the package, in a folder that is removed afterwards.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
ENGINE = Path("nurture_tui") / "simulation"
COPIED = ("nurture_tui", "tests", "benchmarks", "journeys", "sample_contacts", "pyproject.toml")
PROPERTIES = "test_simulation_crowd.py", "test_simulation_properties.py"
REFERENCE = ("test_simulation_reference.py",)
ASKED = "test_simulation_asked.py", *REFERENCE
GLANCE = "from hypothesis import Phase, settings\n" + (
    "settings.register_profile('glance', settings.get_profile('nurture'),"
    " phases=(Phase.explicit, Phase.generate), database=None)\n"
)


@dataclass(frozen=True)
class Mutant:
    """A fault: `old` text of a file of the engine, which occurs once there, becomes `new`.

    `also` is a second such pair, where one is needed. `tests` are the files of which one test at
    least must fail.
    """

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...] = PROPERTIES
    also: tuple[str, str] = ("", "")


MUTANTS = (
    Mutant(
        "who has met the goal or left still gets what was held, and goes on (waves)",
        "journeyrun.py",
        "        self.due[rows] = NOTHING\n",
        "        self.due[rows] = np.where(self.phase[rows] == 1, self.due[rows], NOTHING)\n",
    ),
    Mutant(
        "who has met the goal or left goes on for an hour (frontier)",
        "frontier/leaving.py",
        "time < self.until[rows]",
        "time < self.until[rows] + 3_600",
    ),
    Mutant(
        "windows close a minute late",
        "openings.py",
        "ends * DAY + span.closes * 60",
        "ends * DAY + span.closes * 60 + 60",
    ),
    Mutant(
        "windows are not asked again after the cap (waves)",
        "gates.py",
        "here, limit = self.when_open(here, limit)",
        "here, limit = (here, limit) if len(passed) > 1 else self.when_open(here, limit)",
    ),
    Mutant(
        "closed days are a day late",
        "closed_days.py",
        "np.array(days, np.int64) - _EPOCH - horizon.first_day",
        "np.array(days, np.int64) - _EPOCH - horizon.first_day + 1",
    ),
    Mutant(
        "caps let one more go",
        "messages.py",
        "cap=sending.cap,",
        "cap=sending.cap and Rate(sending.cap.count + 1, sending.cap.per),",
    ),
    Mutant(
        "caps look back a second less",
        "lastsent.py",
        "self.times[-count][rows] + seconds",
        "self.times[-count][rows] + seconds - 1",
    ),
    Mutant(
        "throttles let one more go",
        "throttle.py",
        "return Throttle(rate.count, rate.seconds)",
        "return Throttle(rate.count + 1, rate.seconds)",
    ),
    Mutant(
        "a contact can be in a journey twice (waves)",
        "entries.py",
        '("inside", lambda rows: run.inside[rows]),',
        "",
    ),
    Mutant(
        "the first of those at the end of their paths is not counted (waves)",
        "journeyrun.py",
        "self.tally.finished += len(rows)",
        "self.tally.finished += len(rows) - 1",
    ),
    Mutant(
        "now and then a contact that comes to a step is forgotten there (waves)",
        "stays.py",
        "self.spots.rank[spots]\n        if self.tells:",
        "self.spots.rank[spots]\n        self.due[seats[seats % 3 == 2]] = NOTHING\n"
        "        if self.tells:",
        REFERENCE,
    ),
    Mutant(
        "luck hangs on the place in the list (waves)",
        "reactions.py",
        "roots(self.people.keys, one, one)",
        "roots(self.people.keys + np.arange(self.people.n, dtype=np.uint64), one, one)",
    ),
    Mutant(
        "who opened a message has other luck with the next (waves)",
        "reactions.py",
        "        opened, click = message.some(opens), odds.click[opens]\n",
        "        opened, click = message.some(opens), odds.click[opens]\n"
        "        self.luck_of_first[opened.here.rows] += np.uint64(1)\n",
    ),
    Mutant(
        "who opened a message has other luck with the next (frontier)",
        "frontier/messages.py",
        '(bits(sent.keys, send.draws["open"], sent.visit))\n',
        '(bits(sent.keys + self.luck[sent.rows], send.draws["open"], sent.visit))\n'
        "        self.luck[sent.rows[opens]] += np.uint64(1)\n",
        also=(
            "        self.addresses = addresses\n",
            "        self.addresses = addresses\n        self.luck = np.zeros(n, np.uint64)\n",
        ),
    ),
    Mutant(
        "a wall time that is skipped or occurs twice is on the wrong side of the clock change",
        "calendar.py",
        "np.maximum(offsets[:-1], offsets[1:])",
        "np.minimum(offsets[:-1], offsets[1:])",
        ("test_calendar_oracle.py", "test_calendar_wall_time.py"),
    ),
    Mutant(
        "of two journeys at one instant the later one goes first",
        "spots.py",
        "order = [j.first_place + step for j in journeys for step in j.order]",
        "order = [j.first_place + step for j in reversed(journeys) for step in j.order]",
        REFERENCE,
    ),
    Mutant(
        "events of one instant happen from Z to A",
        "events.py",
        "return tuple(sorted(names))",
        "return tuple(sorted(names, reverse=True))",
        REFERENCE,
    ),
    Mutant(
        "who has unsubscribed is written to (waves)",
        "sending.py",
        "without: Flags = self.people.unsubscribed[here.rows]",
        "without: Flags = np.zeros(len(here), dtype=np.bool_)",
        (*PROPERTIES, *REFERENCE),
    ),
    Mutant(
        "nobody is held by hold_if (waves)",
        "gates.py",
        "        here, limit = self.let_by(here, limit)\n",
        "",
        REFERENCE,
    ),
    Mutant(
        "a goal is never too late (frontier)",
        "frontier/endings.py",
        "return time > self.walk.entered[rows] + within",
        "return time > self.walk.end",
        ("test_simulation_steps.py",),
    ),
    Mutant(
        "who is refused comes in all the same (frontier)",
        "frontier/entry.py",
        "            rows, time = rows[~refused], time[~refused]\n",
        "",
        REFERENCE,
    ),
    Mutant(
        "closed days hold nobody (frontier)",
        "frontier/gates.py",
        "shut = tried & (found != OPEN)",
        "shut = tried & (found != OPEN) & (found != HOLIDAY)",
    ),
    Mutant(
        "who was held is tried again a second late (frontier)",
        "frontier/gates.py",
        "rows, arrived, now = rows[held], arrived[held], until[held]",
        "rows, arrived, now = rows[held], arrived[held], until[held] + 1",
        REFERENCE,
    ),
    Mutant(
        "time-outs are a second late (frontier)",
        "frontier/steps.py",
        "over = np.minimum(arrived + self.timeout, NEVER)",
        "over = np.minimum(arrived + self.timeout + 1, NEVER)",
        REFERENCE,
    ),
    Mutant(
        "an address that bounced is written to again (frontier)",
        "frontier/gates.py",
        'reason[walk.deliveries.bounced[rows]] = SKIPS.index("bounced")',
        "pass",
        ("test_simulation_frontier.py",),
    ),
    Mutant(
        "ways of a split hang on the place in the list (frontier)",
        "frontier/steps.py",
        "draw(self.path.keys(rows), self.constant)",
        "draw(self.path.keys(rows) + rows.astype(np.uint64), self.constant)",
    ),
    Mutant(
        "what an event comes after is left out where no log is kept",
        "asked.py",
        'events |= {one.name, *(event for what, event in one.causes if what == "did")}',
        "events |= {one.name}",
        ASKED,
    ),
    Mutant(
        "fields that events change are watched as they were at first (frontier)",
        "frontier/firsts.py",
        "            np.minimum(keys, wrote, out=keys)\n",
        "            pass\n",
        ("test_simulation_frontier.py",),
    ),
    Mutant(
        "an event follows whatever another has changed (frontier)",
        "frontier/effects.py",
        "if matters.any():",
        "if False:",
        ("test_simulation_frontier.py",),
    ),
    Mutant(
        "a held send is not tried with what happens without a turn (waves)",
        "quiet.py",
        "np.minimum(look, np.where(found >= instant",
        "np.minimum(look, np.where(found >= instant + 10**9",
        ASKED,
    ),
    Mutant(
        "what happens without a turn is remembered late (waves)",
        "quiet.py",
        "        memory = self.people.memories[self.assumed.name]\n",
        "        memory, now = self.people.memories[self.assumed.name], now - 7_200\n",
        ASKED,
    ),
)


def broken(mutant: Mutant) -> str:
    """The text of the mutant's file with its fault."""
    text = (ROOT / ENGINE / mutant.file).read_text("utf-8")
    for old, new in ((mutant.old, mutant.new), mutant.also):
        if old and text.count(old) != 1:
            raise ValueError(f"{mutant.name}: “{old}” does not occur once in {mutant.file}")
        text = text.replace(old, new) if old else text
    return text


def who_sees(mutant: Mutant, folder: Path) -> list[str]:
    """The first tests that fail with the fault, in a folder that is a copy of the project."""
    path = folder / ENGINE / mutant.file
    whole = path.read_text("utf-8")
    path.write_text(broken(mutant), "utf-8")
    tests = [f"tests/simulation/{name}" for name in mutant.tests]
    command = [sys.executable, "-m", "pytest", "-q", "-rfE", "--tb=no", "--maxfail=3"]
    told = subprocess.run(
        [*command, "-p", "no:cacheprovider", "--hypothesis-profile=glance", *tests],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    path.write_text(whole, "utf-8")
    seen = [line for line in told.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return [line.split("::")[-1].split(" - ")[0] for line in seen]


def main(names: list[str]) -> None:
    """Make each fault whose name has one of these parts, or all."""
    missed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in COPIED:
            source = ROOT / part
            ignored = shutil.ignore_patterns("__pycache__", "__snapshots__")
            if source.is_dir():
                shutil.copytree(source, folder / part, ignore=ignored)
            else:
                shutil.copy(source, folder / part)
        with (folder / "tests" / "conftest.py").open("a", encoding="utf-8") as file:
            file.write(GLANCE)
        for mutant in MUTANTS:
            if not names or any(part in mutant.name for part in names):
                seen = who_sees(mutant, folder)
                missed += not seen
                print(f"{mutant.name}: {'seen by' if seen else 'UNSEEN'}")
                print("".join(f"    {test}\n" for test in seen), end="", flush=True)
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
