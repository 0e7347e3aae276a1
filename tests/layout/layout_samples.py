"""The samples as they are drawn in a pane of 72 columns: run this file to draw them again."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from layout_sketches import picture

from nurture_tui.files.workspace import read_workspace
from nurture_tui.layout import Layout, Show, Zoom, lay_out
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.sketch import sketch

FOLDER = Path(__file__).parent / "samples"
JOURNEYS = Path(__file__).parents[2] / "journeys"
ROOMS: dict[Zoom, int] = {"boxes": 72, "chips": 80}
NAMES = [path.stem for path in sorted(JOURNEYS.glob("*.toml")) if path.stem != "nurture"]


@cache
def samples() -> Workspace:
    return read_workspace(JOURNEYS).workspace


def laid_out(name: str, zoom: Zoom) -> Layout:
    """The sample in the room it has on a screen: boxes at 140 columns, chips at 80."""
    drawn = sketch(samples().journeys[name], samples())
    return lay_out(drawn, zoom=zoom, room=ROOMS[zoom])


def draw(name: str) -> str:
    """Both pictures of a sample, with a count beside each step and a share on each line."""
    parts = []
    for zoom in ROOMS:
        layout = laid_out(name, zoom)
        show = Show(
            selected=next(iter(samples().journeys[name].steps)),
            counts=dict.fromkeys(layout.boxes, "9,786"),
            shares={line.edge.key: "18%" for line in layout.lines},
        )
        parts.append("".join(f"{row.rstrip()}\n" for row in picture(layout, show)))
    return "\n\n".join(parts)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for sample in NAMES:
        (FOLDER / f"{sample}.txt").write_text(draw(sample), encoding="utf-8")
