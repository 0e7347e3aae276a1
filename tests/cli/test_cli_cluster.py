"""The chunks of a run on a dask cluster of two workers: the same bytes."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from nurture_tui.cli import main

distributed = pytest.importorskip("distributed")

ROOT = Path(__file__).parents[2]
RUN = ["simulate", str(ROOT / "journeys" / "hr-guide.toml"), "--start", "2026-11-23", "--json"]


def test_r19_a_cluster_gives_the_same_counts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*RUN, "--people", "20000"]) == 0
    here = json.loads(capsys.readouterr().out)
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=False,
        protocol="tcp://",  # so that all that passes is sent, as to another machine
        dashboard_address=None,
        silence_logs=40,
    ) as cluster:
        assert main([*RUN, "--people", "20000", "--cluster", cluster.scheduler_address]) == 0
    assert json.loads(capsys.readouterr().out) == here


def test_a_cluster_that_does_not_answer_is_one_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nurture_tui.commands.workers._PATIENCE", 0.2)
    assert main([*RUN, "--cluster", "tcp://127.0.0.1:1"]) == 2
    assert "there is no cluster at tcp://127.0.0.1:1" in capsys.readouterr().err
    assert main([*RUN, "--cluster", "nonsense://x"]) == 2
    assert "there is no cluster at nonsense://x" in capsys.readouterr().err


def test_without_its_package_a_cluster_asks_for_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main([*RUN, "--cluster", "tcp://127.0.0.1:1"]) == 2
    assert "Install nurture-tui[cluster]" in capsys.readouterr().err


def test_processes_and_a_cluster_are_not_combined(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*RUN, "--processes", "2", "--cluster", "tcp://127.0.0.1:1"]) == 2
    assert "cannot be combined" in capsys.readouterr().err
