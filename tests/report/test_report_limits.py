"""Tasks for sales against the limit, as text and as plain values."""

from __future__ import annotations

from nurture_tui.report.limits import task_lines, tasks_record
from nurture_tui.simulation.result import Tasks

ROWS = (
    ("2026-11-23", "", 1),
    ("2026-11-23", "anna", 2),
    ("2026-11-24", "anna", 1),
    ("2026-11-24", "sami", 3),
)


def test_the_limit_is_of_all_sellers_together() -> None:
    tasks = Tasks(3, ROWS)
    assert tasks.totals == {"2026-11-23": 3, "2026-11-24": 4}
    assert tasks.most == 4
    assert tasks.over == {"2026-11-24": 4}


def test_the_lines_say_how_many_whose_and_when_there_are_too_many() -> None:
    assert task_lines(Tasks(3, ROWS)) == (
        "Tasks for sales: 7, at most 4 a day (Tue 24 Nov 2026, limit 3)",
        "  anna 3, sami 3, no owner 1",
        "  more than 3 on 1 day:",
        "    Tue 24 Nov 2026 4: sami 3, anna 1",
    )


def test_days_over_the_limit_beyond_three_are_counted() -> None:
    rows = tuple((f"2026-11-{day}", "anna", 2) for day in range(20, 26))
    assert task_lines(Tasks(1, rows))[-1] == "    and on 3 more"


def test_without_tasks_only_a_limit_is_worth_a_line() -> None:
    assert task_lines(Tasks(None)) == ()
    assert task_lines(Tasks(20)) == ("Tasks for sales: none (limit 20 a day)",)


def test_the_record_has_the_days_over_the_limit_and_each_row() -> None:
    assert tasks_record(Tasks(3, ROWS)) == {
        "limit": 3,
        "most": 4,
        "over": [{"date": "2026-11-24", "tasks": 4}],
        "per_day": [
            {"date": "2026-11-23", "owner": "", "tasks": 1},
            {"date": "2026-11-23", "owner": "anna", "tasks": 2},
            {"date": "2026-11-24", "owner": "anna", "tasks": 1},
            {"date": "2026-11-24", "owner": "sami", "tasks": 3},
        ],
    }
