"""The timeline: where a journey stands at any instant."""

from __future__ import annotations

from handmade import DAY, HOUR, at, contacts, result

from nurture_tui.report.timeline import midnights, timeline

START, END = at("2026-11-02 00:00"), at("2026-11-12 00:00")
PEOPLE = contacts({}, {}, {}, {})


def run(**parts):
    return result(PEOPLE, start=START, end=END, **parts)


def stays_of_four():
    return [
        (0, START, START + 5 * DAY, "goal", START + 5 * DAY),
        (1, START + HOUR, START + 2 * DAY, "unsubscribed"),
        (2, START + DAY, END, "inside"),
        (3, START + 2 * DAY, START + 3 * DAY, "finished"),
    ]


def test_who_has_come_and_who_is_still_inside_is_known_at_any_instant():
    line = timeline(run(stays=stays_of_four(), exits=["unsubscribed"]), "j")
    before, at_start, day_2, at_end = (
        line.standing(t) for t in (START - 1, START, START + 2 * DAY, END)
    )
    assert (before.let_in, before.inside) == (0, 0)
    assert (at_start.let_in, at_start.inside) == (1, 1)
    assert (day_2.let_in, day_2.inside) == (4, 3)  # one left in this very second
    assert (at_end.let_in, at_end.inside) == (4, 1)


def test_the_ends_so_far_and_those_inside_add_up_to_who_was_let_in():
    line = timeline(run(stays=stays_of_four(), exits=["unsubscribed", "became-customer"]), "j")
    for day in range(11):
        now = line.standing(START + day * DAY)
        assert sum(now.ended.values()) + now.inside == now.let_in
    assert list(now.ended) == ["goal", "unsubscribed", "became-customer", "finished"]
    assert now.ended["became-customer"] == 0


def test_the_counts_of_a_step_are_those_who_came_who_left_and_who_were_sent_to():
    line = timeline(
        run(
            visits=[
                (0, "hello", START, START + HOUR, "next"),
                (1, "hello", START + HOUR, END, ""),
                (0, "pause", START + HOUR, END, ""),
            ],
            sends=[(0, "hello", START + HOUR)],
        ),
        "j",
    )
    hello = line.step("hello", START + HOUR)
    assert (hello.entered, hello.left, hello.sent, hello.inside) == (2, 1, 1, 1)
    assert line.step("hello", START).sent == 0
    assert line.step("hello", END).inside == 1, "who never left is inside at the end too"
    assert line.step("nobody-came", END).entered == 0


def test_shares_are_of_those_who_came_to_the_step():
    line = timeline(
        run(
            visits=[
                (0, "fork", START, START, "left"),
                (1, "fork", START, START, "right"),
                (2, "fork", START, START, "right"),
                (3, "fork", START + DAY, START + DAY, ""),
            ]
        ),
        "j",
    )
    assert line.shares(START) == {("fork", "left"): 1 / 3, ("fork", "right"): 2 / 3}
    assert line.shares(END)[("fork", "right")] == 0.5
    assert line.shares(START - 1) == {}


def test_sends_of_a_day_are_those_of_the_workspaces_date():
    line = timeline(
        run(sends=[(0, "a", START + DAY - 1), (1, "a", START + DAY), (2, "a", END - 1)]), "j"
    )
    assert line.sends_a_day().tolist() == [1, 1, 0, 0, 0, 0, 0, 0, 0, 1]


def test_days_of_a_run_follow_the_clock_through_its_change():
    start, end = at("2026-10-24 00:00"), at("2026-10-27 00:00")
    assert (midnights(start, end, "Europe/Helsinki")[1:] - start).tolist() == [
        24 * HOUR,
        49 * HOUR,
        73 * HOUR,
    ]


def test_a_run_that_begins_in_the_day_has_a_short_first_day():
    start, end = at("2026-11-02 15:00"), at("2026-11-04 15:00")
    marks = midnights(start, end, "Europe/Helsinki")
    assert (marks - start).tolist() == [0, 9 * HOUR, 33 * HOUR, 48 * HOUR]
    line = timeline(result(PEOPLE, start=start, end=end), "j")
    assert [line.day_of(start), line.day_of(end - 1), line.day_of(end)] == [1, 3, 3]


def test_the_goal_counts_first_stays_whose_time_ends_in_the_run():
    stays = [
        (0, START, START + DAY, "goal", START + DAY),
        (0, START + 2 * DAY, END, "inside"),  # a second stay says nothing
        (1, START, START + 6 * DAY, "finished", START + 8 * DAY),  # reached, but too late
        (2, START, END, "inside"),
        (3, END - DAY, END - HOUR, "goal", END - HOUR),  # entered too late to tell
    ]
    line = timeline(run(stays=stays), "j", within=5 * DAY)
    now, end = line.goal(START), line.goal(END)
    assert now is not None
    assert end is not None
    assert (now.reached, now.of) == (0, 3)
    assert (end.reached, end.of, end.rate) == (1, 3, 1 / 3)


def test_without_a_limit_every_first_stay_counts_for_the_goal():
    line = timeline(run(stays=stays_of_four()), "j")
    goal = line.goal(END)
    assert goal is not None
    assert (goal.reached, goal.of) == (1, 4)


def test_a_goal_that_nobody_could_tell_has_no_rate():
    line = timeline(run(stays=stays_of_four()), "j", within=60 * DAY)
    goal = line.goal(END)
    assert goal is not None
    assert goal.rate is None


def test_a_journey_without_a_goal_has_none_at_any_instant():
    assert timeline(run(stays=stays_of_four(), goal=None), "j").goal(END) is None


def test_an_empty_run_stands_still():
    line = timeline(run(), "j")
    now = line.standing(END)
    assert (now.let_in, now.inside, now.sent) == (0, 0, 0)
    assert line.counts(END) == {}
    assert line.sends_a_day().sum() == 0


def test_a_run_can_be_told_by_the_clock_of_another_zone():
    line = timeline(run(), "j").by_clock_of("Asia/Tokyo")
    assert f"{line.local(at('2026-11-02 10:00')):%a %H:%M}" == "Mon 17:00"
    assert line.days == timeline(run(), "j").days


def test_who_ended_elsewhere_and_reached_the_goal_later_is_counted_apart():
    stays = [*stays_of_four(), (3, START + DAY, START + 2 * DAY, "finished", START + 4 * DAY)]
    line = timeline(run(stays=stays), "j")
    assert line.standing(START + 3 * DAY).later_at_goal == 0
    assert line.standing(END).later_at_goal == 1
    assert line.standing(END).ended["goal"] == 1
