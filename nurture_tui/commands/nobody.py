"""The block of a summary that says where nobody came, why, and who came nearest."""

from __future__ import annotations

from itertools import groupby

from rich.padding import Padding
from rich.text import Text

from nurture_tui.commands.output import console
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.coverage import Coverage
from nurture_tui.report.coveragerecord import sentences
from nurture_tui.text import count, safe


def show_nobody(workspace: Workspace, found: Coverage) -> None:
    """Print the gaps of a run by journey; nothing where all steps and ports were reached."""
    if not found.found:
        return
    out = console()
    out.print()
    out.print(Text("Nobody came here", style="bold"))
    for id_, gaps in groupby(found.found, key=lambda one: one.gap.journey):
        out.print(Text(f"  {safe(id_)}", style="dim"))
        for one in gaps:
            where, why, nearest = sentences(one, workspace.journeys[id_])
            line = Text(safe(where))
            line.append(f": {safe(why)}")
            if nearest:
                line.append(f"; {safe(nearest)}", style="dim")
            out.print(Padding(line, (0, 0, 0, 4)))
    if found.followed < found.of:
        out.print(
            Text(
                f"  the nearest are of the first {count(found.followed)} "
                f"of {count(found.of)} contacts that could tell",
                style="dim",
            )
        )
