"""The programs that read the exports for real, where the machine has them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

ROOT = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--allow-file-access-from-files",
    "--enable-logging=stderr",
]


@cache
def graphviz() -> str:
    """Graphviz, or the test is skipped."""
    found = shutil.which("dot")
    if found is None:
        pytest.skip("Graphviz is not installed: nothing reads the DOT drawings for real")
    return found


@cache
def browser() -> str:
    """A Chromium, or the test is skipped."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("Chromium is not installed: nothing opens the HTML and SVG files for real")
    return found


@cache
def mermaid() -> Path:
    """The mermaid package of npm, in node_modules here or globally, or the test is skipped."""
    places = [ROOT / "node_modules", *map(Path, os.environ.get("NODE_PATH", "").split(":"))]
    if npm := shutil.which("npm"):
        said = subprocess.run([npm, "root", "-g"], capture_output=True, text=True, check=False)
        places.append(Path(said.stdout.strip()))
    for place in places:
        script = place / "mermaid" / "dist" / "mermaid.min.js"
        if script.is_file():
            return script
    pytest.skip("mermaid is not installed (npm install mermaid): nothing reads its drawings")


def opened(page: Path, *more: str) -> tuple[str, str]:
    """The DOM of a page once it has loaded, and what the browser's console says."""
    with TemporaryDirectory() as profile:
        command = [browser(), *QUIET, *more, f"--user-data-dir={profile}"]
        done = subprocess.run(
            [*command, "--dump-dom", page.as_uri()],
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
    console = "\n".join(line for line in done.stderr.splitlines() if ":CONSOLE" in line)
    return done.stdout, console


def graphs(text: str) -> list[dict[str, object]]:
    """The graphs of a DOT text as Graphviz lays them out."""
    command = [graphviz(), "-Tjson"]
    done = subprocess.run(
        command, input=text, capture_output=True, text=True, timeout=120, check=True
    )
    assert done.stderr == ""
    found, decoder, at = [], json.JSONDecoder(), 0
    while at < len(done.stdout.rstrip()):
        graph, at = decoder.raw_decode(done.stdout, at)
        found.append(graph)
        at += len(done.stdout[at:]) - len(done.stdout[at:].lstrip())
    return found
