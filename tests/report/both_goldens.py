"""Pictures of two versions, in golden/: run this file to draw them again, then look at each."""

from __future__ import annotations

from pathlib import Path

from nurture_tui.edit.removal import remove
from nurture_tui.files.workspace import read_workspace
from nurture_tui.layout import Show, Sketch, lay_out, paint_row
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.both import both
from nurture_tui.report.difference import difference

FOLDER = Path(__file__).parent / "golden"
WORKSPACE = read_workspace(Path(__file__).parents[2] / "journeys").workspace
GUIDE = WORKSPACE.journeys["hr-guide"]


def picture(first: Journey, second: Journey) -> Sketch:
    """Both versions in one picture."""

    def place(journey: Journey) -> tuple[Journey, Workspace]:
        return journey, WORKSPACE.with_journey(journey)

    return both(place(first), place(second), difference(first, second))


def draw(name: str) -> str:
    """The guide's journey with its split and one way of it taken out, in the usual measures."""
    drawn = lay_out(picture(GUIDE, remove(GUIDE, "angle", "stories").journey))
    show = GOLDENS[name]
    rows = ("".join(text for text, _ in paint_row(drawn, y, show)) for y in range(drawn.height))
    return "".join(f"{row.rstrip()}\n" for row in rows)


GOLDENS = {"branch-taken-out": Show(), "branch-taken-out-ascii": Show(ascii=True)}


if __name__ == "__main__":
    for golden in GOLDENS:
        (FOLDER / f"{golden}.txt").write_text(draw(golden), encoding="utf-8")
