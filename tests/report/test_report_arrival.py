"""Days after entry at which a step is reached."""

from __future__ import annotations

from handmade import DAY, at, contacts, result

from nurture_tui.report.arrival import days_after_entry

START = at("2026-11-02 09:00")
PEOPLE = contacts({"contact": "a"}, {"contact": "b"})
END = START + 60 * DAY


def test_days_count_from_the_entry_of_the_same_stay() -> None:
    again = START + 30 * DAY
    run = result(
        PEOPLE,
        start=START,
        end=END,
        steps=("mail",),
        stays=[
            (0, START, START + 20 * DAY, "finished"),
            (0, again, END, "inside"),
            (1, START + DAY, END, "inside"),
        ],
        visits=[
            (0, "mail", START + 4 * DAY, START + 5 * DAY, "next"),
            (0, "mail", again + 4 * DAY, END, ""),
            (1, "mail", START + 5 * DAY, END, ""),
        ],
    )
    assert days_after_entry(run, "j")["mail"] == (4.0, 4.0, 4.0)


def test_a_step_that_nobody_came_to_has_no_days() -> None:
    run = result(PEOPLE, start=START, end=END, steps=("mail",))
    assert "mail" not in days_after_entry(run, "j")
    assert days_after_entry(run, "elsewhere") == {}
