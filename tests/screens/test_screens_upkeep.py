"""Counts after an edit, and all of a run only where a screen needs it: a session without an app."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from screens_app import START, workspace

from nurture_tui.edit.change import set_value
from nurture_tui.edit.history import Edit, SharedEdit
from nurture_tui.edit.rename import rename_step
from nurture_tui.model.condition import parse_condition
from nurture_tui.screens.opening import ROOMS, open_path
from nurture_tui.screens.plain import AtOnce
from nurture_tui.screens.rooms import Rooms
from nurture_tui.screens.session import Session
from nurture_tui.screens.upkeep import AT_ONCE, DIM_AFTER, Need
from nurture_tui.simulation.settings import RunSettings

Made = list[tuple[str, str]]


@pytest.fixture
def made() -> Made:
    """The runs that were asked for: what kind, of which journey."""
    return []


@pytest.fixture
def session(tmp_path: Path, made: Made) -> Session:
    """A session on two journeys, the guide being open, that writes down its runs."""

    def noted(kind: str, run: Any) -> Any:
        def go(workspace: Any, id_: str, *rest: Any) -> Any:
            made.append((kind, id_))
            return run(workspace, id_, *rest)

        return go

    rooms = replace(
        ROOMS, count=noted("count", ROOMS.count), simulate=noted("whole", ROOMS.simulate)
    )
    opened = open_path(workspace(tmp_path) / "guide.toml")
    return Session(opened, RunSettings(START), AtOnce(), rooms)


def finish(session: Session) -> None:
    assert isinstance(session.runner, AtOnce)
    session.runner.finish()


def edited(session: Session, share: float) -> None:
    assert session.journey is not None
    journey = set_value(session.journey, ("steps", "deliver", "assume", "open"), share)
    session.apply(Edit("open", journey))
    finish(session)


def test_after_an_edit_there_are_counts_and_all_of_the_run_only_when_it_is_needed(
    session: Session, made: Made
) -> None:
    session.start()
    finish(session)
    edited(session, 0.7)
    assert made == [("count", "guide"), ("count", "thanks"), ("count", "guide")]
    assert not session.stale
    assert session.result is None
    counts = session.counts
    session.upkeep.need("now")
    finish(session)
    assert made[3:] == [("whole", "guide")]
    assert session.result is not None
    assert session.counts == counts == session.result.journeys["guide"]
    session.upkeep.need("counts")
    session.upkeep.need("now")
    finish(session)
    assert made[4:] == []


def test_a_screen_that_shows_all_of_a_run_has_one_run_for_an_edit(
    session: Session, made: Made
) -> None:
    session.upkeep.need("now")
    session.start()
    finish(session)
    edited(session, 0.7)
    assert made == [("whole", "guide"), ("count", "thanks"), ("whole", "guide")]
    assert not session.stale


@pytest.mark.parametrize(("need", "kept"), [("counts", False), ("at rest", True)])
def test_days_after_entry_stay_from_before_an_edit_and_follow_when_edits_pause(
    session: Session, need: Need, kept: bool
) -> None:
    session.upkeep.need("now")
    session.start()
    finish(session)
    assert session.outcome is not None
    before = session.outcome.days
    assert before["close"]
    session.upkeep.need(need)
    assert session.journey is not None
    session.apply(Edit("longer", set_value(session.journey, ("steps", "pause", "for"), "9d")))
    finish(session)
    assert not session.stale
    assert (session.result is not None) is kept
    assert (session.outcome.days != before) is kept


def test_a_run_for_a_state_that_is_gone_does_not_take_the_place_of_newer_counts(
    session: Session,
) -> None:
    whole = session.rooms.simulate
    assert whole is not None

    def slow(*asked: Any) -> Any:
        """A run that cannot be ended, while which the journey is edited and counted."""
        session.upkeep.need("counts")
        edited(session, 0.9)
        return whole(*asked)

    session.rooms = Rooms(**{**vars(session.rooms), "simulate": slow})
    session.upkeep.need("now")
    session.upkeep.run_soon()
    finish(session)
    assert not session.stale
    assert session.result is None


@pytest.mark.parametrize(("took", "pause"), [(0.0, 0.005), (0.1, 0.03), (2.0, 0.12)])
def test_edits_in_quick_succession_are_counted_the_sooner_the_shorter_a_run_takes(
    session: Session, monkeypatch: pytest.MonkeyPatch, took: float, pause: float
) -> None:
    session.start()
    finish(session)
    runner, waits, now = session.runner, [], [100.0]
    count, later = session.rooms.count, runner.later
    assert count is not None

    def counted(*asked: Any) -> Any:
        now[0] += took
        return count(*asked)

    def noted(seconds: float, call: Any) -> Any:
        waits.append(seconds)
        return later(seconds, call)

    session.rooms = replace(session.rooms, count=counted)
    monkeypatch.setattr(runner, "clock", lambda: now[0])
    monkeypatch.setattr(runner, "later", noted)
    edited(session, 0.7)
    dims, run, check = waits[:3]
    assert run == 0.005 < check < dims + run + 0.2
    now[0] += 5
    edited(session, 0.71)
    now[0] -= took - 0.1  # a letter a tenth of a second after the last one
    waits.clear()
    edited(session, 0.72)
    assert waits[1] == pytest.approx(pause)


def test_counts_are_dimmed_only_where_those_of_the_edit_do_not_come_soon(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.start()
    finish(session)
    timers: dict[float, Any] = {}

    def later(seconds: float, call: Any) -> Any:
        timers[seconds] = call
        return lambda: timers.pop(seconds, None)

    told: list[str] = []
    session.listen(told.append)
    monkeypatch.setattr(session.runner, "later", later)
    assert session.journey is not None
    before = session.journey
    for share in (0.7, 0.71):
        journey = set_value(before, ("steps", "deliver", "assume", "open"), share)
        session.apply(Edit("open", journey))
    assert (session.stale, session.upkeep.dimmed, told) == (True, False, ["journey", "journey"])
    # An edit that comes meanwhile does not put it off.
    timers.pop(DIM_AFTER)()
    assert session.upkeep.dimmed
    assert told[2:] == ["lag"]
    session.undo()
    session.undo()
    assert not session.stale
    session.redo()
    assert session.stale
    assert not session.upkeep.dimmed
    # Of another journey's counts it says nothing.
    session.open("thanks")
    assert not session.stale
    session.outcomes.pop("thanks")
    assert session.upkeep.dimmed
    session.open("guide")
    session.upkeep.run_soon()
    timers[AT_ONCE]()
    finish(session)
    assert (session.stale, DIM_AFTER in timers) == (False, False)


def test_what_does_not_run_is_dimmed_at_once(session: Session) -> None:
    session.start()
    finish(session)
    assert session.journey is not None
    session.apply(Edit("to", set_value(session.journey, ("steps", "pause", "next"), "nowhere")))
    finish(session)
    assert session.outcome is not None
    assert session.outcome.problem is not None
    assert session.upkeep.dimmed


def test_an_edit_is_checked_behind_its_counts_and_at_once_where_nothing_is_run(
    session: Session,
) -> None:
    session.start()
    finish(session)
    told: list[str] = []
    session.listen(told.append)
    edited(session, 0.7)
    assert [what for what in told if what != "lag"][:3] == ["journey", "result", "findings"]
    session.rooms = replace(session.rooms, count=None)
    told.clear()
    edited(session, 0.8)
    assert "findings" in told
    assert "result" not in told


def test_a_step_that_is_renamed_with_a_definition_is_one_edit_made_at_the_step(
    session: Session,
) -> None:
    shared = session.workspace.settings
    asking = {**shared.definitions, "keen": parse_condition("clicked('deliver')")}
    settings = shared.model_copy(update={"definitions": asking})
    session.apply_shared(SharedEdit("ask", replace(session.workspace, settings=settings)))
    session.select("deliver")
    assert session.journey is not None
    session.change(rename_step(session.workspace, session.journey, "deliver", "first"))
    assert (session.current, session.selected) == ("guide", "first")
    assert str(session.workspace.definitions["keen"]) == "clicked('first')"
    session.undo()
    assert session.selected == "deliver"
    assert str(session.workspace.definitions["keen"]) == "clicked('deliver')"


def test_an_edit_of_what_no_run_reads_keeps_the_counts_and_shows_its_words(
    session: Session, made: Made
) -> None:
    session.upkeep.need("now")
    session.start()
    finish(session)
    counts, days = session.counts, session.outcome and session.outcome.days
    session.upkeep.need("counts")
    made.clear()
    assert session.journey is not None
    session.apply(Edit("title", set_value(session.journey, ("steps", "deliver", "title"), "New")))
    assert (session.stale, session.counts is counts) == (False, True)
    assert session.outcome is not None
    assert session.outcome.journey.steps["deliver"].title == "New"
    assert session.outcome.workspace is session.workspace
    finish(session)
    assert made == []
    assert session.outcome.days is days
    # What happened to whom is told in words of the file, and so made anew where it is shown.
    assert session.result is None
    session.upkeep.need("now")
    finish(session)
    assert made == [("whole", "guide")]
    assert session.counts == counts
    settings = session.workspace.settings.model_copy(update={"name": "Another"})
    session.upkeep.need("counts")
    made.clear()
    session.apply_shared(SharedEdit("name", replace(session.workspace, settings=settings)))
    finish(session)
    assert made == []
    assert all(map(session.fresh, session.workspace.journeys))
    edited(session, 0.9)
    assert made == [("count", "guide")]


def test_what_was_refused_is_run_again_after_any_edit(session: Session, made: Made) -> None:
    session.start()
    finish(session)
    assert session.journey is not None
    session.apply(Edit("to", set_value(session.journey, ("steps", "pause", "next"), "nowhere")))
    finish(session)
    made.clear()
    session.apply(Edit("title", set_value(session.journey, ("steps", "deliver", "title"), "New")))
    finish(session)
    assert made == [("count", "guide")]
