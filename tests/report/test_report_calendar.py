"""The send calendar: cells, filters, weeks, the busiest, held sends."""

from __future__ import annotations

from datetime import date

from handmade import DAY, HOUR, at, contacts, result

from nurture_tui.report.calendar import Filter, heat, held_counts, send_calendar

START, END = at("2026-11-02 00:00"), at("2026-11-30 00:00")  # four weeks from a Monday
NINE = START + 9 * HOUR
PEOPLE = contacts(
    {"contact": "a-1", "first_name": "Aino", "last_name": "Salo", "owner": "sami"},
    {"contact": "a-2", "first_name": "Hanako", "timezone": "Asia/Tokyo", "owner": "export"},
    {"contact": "a-3", "email": "ola@example.com", "timezone": "not a zone", "owner": "sami"},
)


def calendar(*sends: tuple, steps=("hello", "again")):
    return send_calendar(result(PEOPLE, start=START, end=END, steps=steps, sends=sends))


def test_a_send_is_in_the_cell_of_its_contacts_own_clock():
    made = calendar((0, "hello", NINE), (1, "hello", NINE), (2, "hello", NINE))
    own, shared = heat(made), heat(made, Filter(clock="workspace"))
    assert own.first == date(2026, 11, 2)
    assert (own.counts[0, 9], own.counts[0, 16]) == (2, 1)  # Tokyo is 7 h ahead of Helsinki
    assert shared.counts[0, 9] == 3


def test_the_counts_of_all_cells_are_all_sends():
    sends = [(i % 3, "hello", START + i * 7_919) for i in range(300)]
    own = heat(calendar(*sends))
    assert own.total == own.counts.sum() == 300
    assert sum(own.week_total(week) for week in range(own.weeks)) == 300
    cells = [own.cell(day, hour) for day in range(len(own.counts)) for hour in range(24)]
    assert [len(cell) for cell in cells] == own.counts.ravel().tolist()


def test_the_sends_of_a_cell_are_ordered_by_wall_time_then_contact():
    made = calendar((1, "hello", NINE + 60), (0, "hello", NINE + 60), (2, "again", NINE))
    rows = heat(made, Filter(clock="workspace")).cell(0, 9)
    assert made.result.sends.contact[rows].tolist() == [2, 0, 1]


def test_weeks_begin_on_monday_though_the_run_does_not():
    start, end = at("2026-11-05 00:00"), at("2026-11-11 00:00")
    made = send_calendar(result(PEOPLE, start=start, end=end, sends=[(0, "hello", start)]))
    found = heat(made)
    assert (found.first, found.weeks) == (date(2026, 11, 2), 2)
    assert found.counts[3, 0] == 1


def test_a_contact_ahead_of_the_workspace_can_be_in_the_week_after_the_run():
    made = calendar((1, "hello", END - HOUR))
    found = heat(made)
    assert found.weeks == 5
    assert found.counts[28, 6] == 1


def test_filters_name_journey_step_owner_contact_and_gate():
    made = calendar(
        (0, "hello", NINE),
        (0, "again", NINE + DAY, NINE, "window cap"),
        (1, "hello", NINE),
        (2, "hello", NINE, NINE - HOUR, "window"),
    )
    assert heat(made, Filter(journey="j")).total == 4
    assert heat(made, Filter(journey="other")).total == 0
    assert heat(made, Filter(step="again")).total == 1
    assert heat(made, Filter(owner="sami")).total == 3
    assert heat(made, Filter(owner="nobody")).total == 0
    assert heat(made, Filter(contact="SALO ai")).total == 2
    assert heat(made, Filter(contact="ola@")).total == 1
    assert heat(made, Filter(held_by="window")).total == 2
    assert heat(made, Filter(held_by="cap")).total == 1
    assert heat(made, Filter(held_by="held")).total == 2
    assert heat(made, Filter(owner="sami", held_by="window", step="hello")).total == 1


def test_what_can_be_filtered_for_is_what_was_sent():
    made = calendar((0, "hello", NINE), (1, "hello", NINE), steps=("again", "hello"))
    assert made.journeys() == ("j",)
    assert made.steps("j") == ("hello",)
    assert made.owners_with_sends() == ("export", "sami")


def test_the_busiest_hour_and_day_are_named_the_earliest_of_equals():
    made = calendar((0, "hello", NINE), (2, "hello", NINE), (0, "again", NINE + DAY))
    found = heat(made)
    hour, day = found.busiest_hour(), found.busiest_day()
    assert hour is not None
    assert day is not None
    assert (hour.sends, hour.day, hour.hour) == (2, date(2026, 11, 2), 9)
    assert (day.sends, day.day) == (2, date(2026, 11, 2))


def test_gates_are_counted_once_for_each_send_they_held():
    made = calendar(
        (0, "hello", NINE, NINE - HOUR, "window cap"),
        (1, "hello", NINE, NINE - HOUR, "cap"),
        (2, "hello", NINE),
    )
    counts = held_counts(made, heat(made).rows)
    assert counts == {"hold_if": 0, "holiday": 0, "window": 1, "cap": 2, "throttle": 0, "held": 2}


def test_due_times_are_by_the_same_clock():
    made = calendar((1, "hello", NINE, NINE - HOUR, "window"))
    assert (made.wall - made.due).tolist() == [HOUR]
    assert (made.workspace_wall - made.workspace_due).tolist() == [HOUR]
    assert (made.wall - made.workspace_wall).tolist() == [7 * HOUR]


def test_a_run_without_sends_has_its_weeks_and_nothing_in_them():
    found = heat(calendar())
    assert (found.weeks, found.total, found.hours()) == (4, 0, (8, 17))
    assert found.busiest_hour() is None
    assert len(found.cell(0, 9)) == 0
