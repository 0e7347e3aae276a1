"""Networkx is loaded as far as it is used, and to whoever asks for more it is all there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

JOURNEYS = Path(__file__).parents[2] / "journeys"
NAMES = """
import json, sys
names = sorted(name for name in vars(networkx) if not name.startswith("_"))
print(json.dumps(names))
"""
ASKED = """
import sys
from pathlib import Path
from nurture_tui.checks import check_workspace
from nurture_tui.files.workspace import read_workspace

files = read_workspace(Path(sys.argv[1]))
check_workspace(files)
assert "networkx.algorithms.dominance" in sys.modules
assert "networkx.algorithms.flow" not in sys.modules
import networkx
assert not hasattr(networkx, "no_such_name")
"""
SOME = """
import nurture_tui.graph
import networkx.algorithms.flow
from networkx.algorithms import bipartite, shortest_path
from networkx.generators import path_graph
import networkx as nx
assert shortest_path is nx.shortest_path
assert nx.shortest_path(path_graph(3), 0, 2) == [0, 1, 2]
assert nx.DiGraph([(1, 2)]).number_of_edges() == 1
assert bipartite.is_bipartite(nx.Graph({1: [2]}))
assert nx.algorithms.flow.maximum_flow_value(nx.DiGraph({1: {2: {"capacity": 3}}}), 1, 2) == 3
"""


def printed(code: str) -> str:
    command = [sys.executable, "-c", code, str(JOURNEYS)]
    return subprocess.check_output(command, text=True)


def test_checks_load_what_they_use_of_networkx_and_who_asks_for_more_has_every_name() -> None:
    there = json.loads(printed(f"import networkx{NAMES}"))
    assert set(json.loads(printed(ASKED + NAMES))) >= set(there)


def test_packages_of_networkx_that_were_put_off_are_what_they_are() -> None:
    assert printed(SOME) == ""
