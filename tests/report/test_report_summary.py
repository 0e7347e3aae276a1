"""Who never came to an entry."""

from __future__ import annotations

from handmade import DAY, at, contacts, result

from nurture_tui.report.summary import never_came
from nurture_tui.simulation.result import Result

START = at("2026-11-02 00:00")


def run(*log: tuple[int, int, str, str, str]) -> Result:
    return result(contacts({}, {}, {}), start=START, end=START + 9 * DAY, log=log)


def test_who_was_let_in_or_refused_however_often_came_to_the_entry() -> None:
    made = run(
        (START, 0, "", "entered", ""),
        (START + 1, 1, "", "refused", "only_if"),
        (START + 2, 1, "", "refused", "only_if"),
        (START + 3, 0, "", "refused", "inside"),
    )
    assert never_came(made, "j") == 1


def test_what_happens_at_steps_is_no_entry() -> None:
    made = run((START, 0, "", "entered", ""), (START, 1, "hello", "sent", ""))
    assert never_came(made, "j") == 2


def test_nobody_came_where_nothing_happened() -> None:
    assert never_came(run(), "j") == 3
    assert never_came(run((START, 0, "", "entered", "")), "another") == 3
