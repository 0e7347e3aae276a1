"""R17: contact spread, fatigue, position, weekend and machine opens, each by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from math import log

import numpy as np
import pytest
from small import CERTAIN, HEAD, MONDAY, Run, rows_of, run, workspace
from test_simulation_behaviour import ENTRY, FIRST, MANY, assume

from nurture_tui.contacts.table import Contacts, TextColumn
from nurture_tui.model.fields import TEXT
from nurture_tui.model.workspace import Workspace
from nurture_tui.simulation import RunSettings, simulate
from nurture_tui.simulation.cohort import cohort_of
from nurture_tui.simulation.delays import normal
from nurture_tui.simulation.draws import draw, happens
from nurture_tui.simulation.modifiers import (
    MACHINE,
    SPREAD,
    Chances,
    Modifiers,
    machine_delay,
    modifiers_of,
    powers,
)
from nurture_tui.simulation.people import People
from nurture_tui.simulation.plan import RunPlan
from nurture_tui.simulation.population import listed
from nurture_tui.simulation.spread import odds_against, share_at, tilts
from nurture_tui.simulation.textpool import TextPool
from nurture_tui.simulation.view import Flags

DAY = 86_400
ALL = 200_000
MORNING = "2026-11-23 09:00"
SOME = "\n".join(MANY.splitlines()[:2_001])


@dataclass(frozen=True)
class Sent:
    """Messages of a run, asked for their chances one after another; times as `2026-11-23 09:00`."""

    modifiers: Modifiers

    def chances(self, step: int, time: str, *, journey: int = 0, stay: int = 1) -> Chances:
        rows = np.arange(self.modifiers.people.n)
        now = np.full(len(rows), datetime.fromisoformat(time).replace(tzinfo=UTC).timestamp())
        return self.modifiers.at_send(
            journey, step, rows, now.astype(np.int64), np.full(len(rows), stay)
        )

    def open(self, step: int, time: str, *, journey: int = 0, stay: int = 1) -> float:
        """The chance that the first contact opens."""
        return float(np.ravel(self.chances(step, time, journey=journey, stay=stay).open)[0])


@dataclass(frozen=True, eq=False)
class Shares:
    """How many open and click; equal to shares of all that they are within 4 sigma of."""

    opened: int
    clicked: int

    def __eq__(self, other: object) -> bool:
        assert isinstance(other, tuple)
        return near(self.opened, other[0]) and near(self.clicked, other[1])


def people(count: int, timezone: str = "") -> Contacts:
    ids = np.array([f"c{number}" for number in range(count)], dtype=object)
    zones = TextColumn(np.full(count, timezone, dtype=object))
    return Contacts(ids, {"timezone": zones}, {"timezone": TEXT})


def sent(
    assumed: str, steps: str = FIRST, *, second: str = "", count: int = 1, timezone: str = ""
) -> Sent:
    """The modifiers of a run of one or two journeys, with open 0.4 and click_to_open 0.5."""
    start = ENTRY + f"[assume]\nopen = 0.4\nclick_to_open = 0.5\n{assumed}\n"
    texts = {"a": HEAD + start + steps} | ({"b": HEAD + start + second} if second else {})
    found = ready(workspace(**texts), people(count, timezone))
    assert found is not None
    return Sent(found)


def ready(space: Workspace, contacts: Contacts) -> Modifiers | None:
    """The modifiers of a run of all journeys over these contacts."""
    plan = RunPlan(space, tuple(space.journeys.values()), contacts, RunSettings(MONDAY))
    cohort = cohort_of(plan, listed(plan, contacts), np.arange(len(contacts)))
    return modifiers_of(plan, People(cohort, TextPool()))


def two(more: str = "") -> str:
    """Two sends, the second with further keys."""
    return FIRST + f'next = "second"\n[steps.second]\ntype = "send"\nsubject = "y"\n{more}\n'


def drawn(made: Sent, step: int, time: str) -> tuple[Flags, Flags]:
    """Who opens and who clicks a message that goes now, by the luck of each."""
    chances = made.chances(step, time)
    luck = made.modifiers.plan.journeys[0].sends[step].draws
    keys = made.modifiers.people.keys
    opens = happens(draw(keys, luck["open"], 1, 1), chances.open)
    return opens, opens & happens(draw(keys, luck["click"], 1, 1), chances.click_to_open)


def near(count: int, share: float, of: int = ALL) -> bool:
    """Whether a count is within 4 standard deviations of what is expected."""
    return abs(count - of * share) < 4 * (of * share * (1 - share)) ** 0.5


def counts(made: Sent, step: int, time: str) -> Shares:
    opens, clicks = drawn(made, step, time)
    return Shares(int(opens.sum()), int(clicks.sum()))


# ---------------------------------------------------------------- off unless set
def test_r17_without_modifiers_there_are_none_to_ask() -> None:
    assert ready(workspace(a=HEAD + ENTRY + FIRST), people(1)) is None


def test_r17_a_send_that_sets_none_has_the_chances_stated() -> None:
    made = sent("", two("assume = { fatigue = 0.5 }"))
    assert made.chances(0, "2026-11-28 09:00") == Chances(0.4, 0.5)


def test_r17_the_nearest_statement_of_a_modifier_holds() -> None:
    made = sent("weekend = 0.5", two("assume = { weekend = 0.25 }"))
    assert made.open(0, "2026-11-28 09:00") == pytest.approx(0.2)
    assert made.open(1, "2026-11-28 09:00") == pytest.approx(0.1)


# ---------------------------------------------------------------- fatigue
def test_r17_fatigue_is_a_factor_for_each_message_of_the_last_7_days() -> None:
    made = sent("fatigue = 0.9", two())
    assert made.open(0, "2026-11-23 09:00") == 0.4
    assert made.open(1, "2026-11-24 09:00") == pytest.approx(0.36)
    assert made.open(0, "2026-11-25 09:00") == pytest.approx(0.324)


def test_r17_a_message_tires_for_7_days_to_the_second() -> None:
    for time, expected in (("2026-11-30 08:59:59", 0.36), ("2026-11-30 09:00:00", 0.4)):
        made = sent("fatigue = 0.9", two())
        made.open(0, "2026-11-23 09:00")
        assert made.open(1, time) == pytest.approx(expected), time


def test_r17_messages_of_other_journeys_at_the_same_instant_tire_too() -> None:
    made = sent("fatigue = 0.9", FIRST, second=FIRST)
    made.open(0, "2026-11-23 09:00")
    assert made.open(0, "2026-11-23 09:00", journey=1) == pytest.approx(0.36)


def test_r17_service_messages_do_not_tire() -> None:
    made = sent("fatigue = 0.9", two('basis = "service"'))
    made.open(1, "2026-11-23 09:00")
    assert made.open(0, "2026-11-23 10:00") == 0.4
    assert made.open(1, "2026-11-23 11:00") == pytest.approx(0.36)  # but may be tired of


def test_r17_fatigue_is_of_opens_and_leaves_the_clicks_of_openers() -> None:
    made = sent("fatigue = 0.9", two())
    made.open(0, "2026-11-23 09:00")
    assert made.chances(1, "2026-11-24 09:00").click_to_open == 0.5


def test_r17_any_number_of_messages_is_counted() -> None:
    made = sent("fatigue = 0.99")
    found = [made.open(0, f"2026-11-{23 + i // 24} {i % 24:02}:00") for i in range(7 * 24 + 1)]
    assert found[20] == pytest.approx(0.4 * 0.99**20)
    assert found[-1] == pytest.approx(0.4 * 0.99 ** (7 * 24 - 1))  # the first one is over


def test_r17_fatigue_shows_in_the_counts() -> None:
    made = sent("fatigue = 0.6", two(), count=ALL)
    assert counts(made, 0, MORNING) == (0.4, 0.2)
    assert counts(made, 1, MORNING) == (0.24, 0.12)


# ---------------------------------------------------------------- position
def test_r17_position_is_a_factor_for_each_message_of_this_stay_on_open_and_click() -> None:
    made = sent("position = 0.9", two())
    made.chances(0, "2026-11-23 09:00")
    made.chances(1, "2026-12-23 09:00")
    third = made.chances(0, "2027-01-23 09:00")
    assert float(np.ravel(third.open)[0]) == pytest.approx(0.4 * 0.81)
    assert float(np.ravel(third.click_to_open)[0]) == pytest.approx(0.5 * 0.81)


def test_r17_position_starts_anew_with_each_stay_and_is_of_this_journey() -> None:
    made = sent("position = 0.9", FIRST, second=FIRST)
    made.open(0, "2026-11-23 09:00", stay=1)
    assert made.open(0, "2026-11-24 09:00", stay=2) == 0.4
    assert made.open(0, "2026-11-24 09:00", journey=1) == 0.4


def test_r17_position_counts_service_messages_of_the_stay() -> None:
    made = sent("position = 0.9", two('basis = "service"'))
    made.open(1, "2026-11-23 09:00")
    assert made.open(0, "2026-11-24 09:00") == pytest.approx(0.36)


def test_r17_position_shows_in_the_counts() -> None:
    made = sent("position = 0.6", two(), count=ALL)
    assert counts(made, 0, MORNING) == (0.4, 0.2)
    assert counts(made, 1, MORNING) == (0.24, 0.24 * 0.3)


# ---------------------------------------------------------------- weekend
@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("2026-11-27 23:59:59", 0.4),
        ("2026-11-28 00:00:00", 0.3),
        ("2026-11-29 23:59:59", 0.3),
        ("2026-11-30 00:00:00", 0.4),
    ],
)
def test_r17_the_weekend_is_saturday_and_sunday(time: str, expected: float) -> None:
    assert sent("weekend = 0.75").open(0, time) == pytest.approx(expected)


def test_r17_the_weekend_is_that_of_the_journeys_clock() -> None:
    made = sent("weekend = 0.75", timezone="Asia/Tokyo")
    assert made.open(0, "2026-11-27 14:59:59") == pytest.approx(0.4)
    assert made.open(0, "2026-11-27 15:00:00") == pytest.approx(0.3)


def test_r17_the_weekend_shows_in_the_counts() -> None:
    made = sent("weekend = 1.5", count=ALL)
    assert counts(made, 0, MORNING) == (0.4, 0.2)
    assert counts(made, 0, "2026-11-28 09:00") == (0.6, 0.3)


# ---------------------------------------------------------------- together
def test_r17_factors_multiply() -> None:
    made = sent("fatigue = 0.9\nposition = 0.8\nweekend = 0.5", two())
    made.open(0, "2026-11-27 09:00")
    assert made.open(1, "2026-11-28 09:00") == pytest.approx(0.4 * 0.9 * 0.8 * 0.5)


def test_r17_what_is_over_1_is_1() -> None:
    made = sent("position = 3")
    found = [made.chances(0, f"2026-11-23 {hour:02}:00") for hour in range(3)]
    assert [float(np.ravel(chances.open)[0]) for chances in found] == [0.4, 1.0, 1.0]
    assert float(np.ravel(found[1].click_to_open)[0]) == 1.0


def test_r17_nothing_times_however_much_is_nothing() -> None:
    assert (0.0 * powers(5.0, np.array([0, 5_000]))).tolist() == [0.0, 0.0]


def test_a_number_to_a_power_is_made_by_multiplication() -> None:
    assert powers(0.9, np.array([0, 3, 1])).tolist() == [1.0, 0.9 * 0.9 * 0.9, 0.9]


# ---------------------------------------------------------------- contact spread
def log_odds(share: float) -> float:
    return log(share / (1 - share))


def test_r17_the_log_odds_of_open_and_click_move_with_one_normal_per_contact() -> None:
    made = sent("contact_spread = 0.8", count=50)
    found = made.chances(0, "2026-11-23 09:00")
    normals = normal(draw(made.modifiers.people.keys, SPREAD))
    for shares in (found.open, found.click_to_open):
        assert isinstance(shares, np.ndarray)
        moved = np.array([log_odds(float(share)) for share in shares]) - 0.8 * normals
        assert np.ptp(moved) < 1e-9


def test_r17_a_contact_has_the_same_normal_in_every_journey_and_for_every_message() -> None:
    made = sent("contact_spread = 0.8", two(), second=FIRST, count=20)
    first = made.chances(0, "2026-11-23 09:00").open
    assert np.array_equal(first, made.chances(1, "2026-12-23 09:00").open)
    assert np.array_equal(first, made.chances(0, "2026-12-23 09:00", journey=1).open)


@pytest.mark.parametrize("spread", [0.3, 0.8, 2.0, 5.0])
def test_r17_the_stated_shares_are_those_of_all_contacts_and_of_all_openers(spread: float) -> None:
    opening, clicking = odds_against(0.3, 0.18, spread)
    at = np.linspace(-9, 9, 20_001)
    law = np.exp(-at * at / 2) / np.exp(-at * at / 2).sum()
    opens, clicks = (share_at(odds, tilts(spread, at)) for odds in (opening, clicking))
    assert float((law * opens).sum()) == pytest.approx(0.3, abs=1e-9)
    assert float((law * opens * clicks).sum()) == pytest.approx(0.3 * 0.18, abs=1e-9)


def test_r17_half_stays_half_in_the_middle() -> None:
    assert odds_against(0.5, 0.5, 0.8)[0] == pytest.approx(1.0, abs=1e-12)


def test_r17_a_share_of_nothing_or_all_is_that_of_each_contact() -> None:
    tilt = tilts(2.0, np.array([-3.0, 0.0, 3.0]))
    for stated, expected in (((0.0, 0.5), 0.0), ((1.0, 0.5), 1.0)):
        assert share_at(odds_against(*stated, 2.0)[0], tilt).tolist() == [expected] * 3


def test_r17_spread_keeps_the_rates_and_makes_the_same_contacts_open_again() -> None:
    made = sent("contact_spread = 0.8", two(), count=ALL)
    first, second = (drawn(made, step, MORNING)[0] for step in (0, 1))
    assert counts(made, 0, MORNING) == (0.4, 0.2)
    assert counts(made, 1, MORNING) == (0.4, 0.2)
    at = np.linspace(-8, 8, 4_001)
    law = np.exp(-at * at / 2) / np.exp(-at * at / 2).sum()
    middle = -log(odds_against(0.4, 0.5, 0.8)[0])
    both = float((law / (1 + np.exp(-middle - 0.8 * at)) ** 2).sum())
    assert both > 0.18  # and not 0.16
    assert near(int((first & second).sum()), both)


# ---------------------------------------------------------------- machine opens
def test_r17_opens_that_machines_report_are_counted_apart() -> None:
    numbers = assume(machine_opens=0.15, open=0.4, click_to_open=0.5, open_spread=0)
    found = run(ENTRY + numbers + FIRST, SOME).journey.steps["first"]
    assert near(found.opened, 0.4, 2_000)
    assert near(found.reported_opens, 0.15, 2_000)
    assert near(found.clicked, 0.2, 2_000)


def test_r17_a_contact_whose_opens_a_machine_reports_has_them_for_every_message() -> None:
    made = run(ENTRY + assume(machine_opens=0.3) + two(), SOME)
    for step in ("first", "second"):
        told = {row.contact for row in made.rows if row.event == "opened" and row.step == step}
        assert near(len(told), 0.3, 2_000)
        assert told == {row.contact for row in made.rows if row.event == "opened"}


def test_r17_those_of_a_smaller_share_are_among_those_of_a_larger_one() -> None:
    keys = np.arange(1_000, dtype=np.uint64)
    few, more = (happens(draw(keys, MACHINE), share) for share in (0.1, 0.4))
    assert few.sum() > 50
    assert not (few & ~more).any()


def test_r17_a_machine_reports_within_3_hours_of_the_delivery_evenly() -> None:
    made = run(ENTRY + assume(machine_opens=1) + FIRST, SOME)
    seconds = np.array([_seconds(row.time) for row in made.rows if row.event == "opened"])
    assert len(seconds) == 2_000
    assert seconds.min() >= 0
    assert seconds.max() < 10_800
    shares = np.histogram(seconds, bins=6, range=(0, 10_800))[0]
    assert all(near(int(count), 1 / 6, 2_000) for count in shares)
    last = np.array([2**64 - 1, 0], dtype=np.uint64)
    assert machine_delay(last).tolist() == [10_799, 0]


def test_r17_a_machine_reports_what_is_delivered_a_day_later() -> None:
    made = run(ENTRY + assume(machine_opens=1, soft_bounce=1) + FIRST)
    assert DAY <= _seconds(made.times("opened")[0]) < DAY + 10_800


def test_r17_nothing_is_reported_of_a_message_that_bounced() -> None:
    assert run(ENTRY + assume(machine_opens=1, bounce=1) + FIRST).times("opened") == []


def test_r17_at_one_second_the_contact_opens_before_the_machine_reports() -> None:
    seconds = int(_seconds(run(ENTRY + NOBODY + FIRST).times("opened")[0]))
    numbers = assume(machine_opens=1, open=1, open_delay=f"PT{seconds}S", open_spread=0)
    told = [row for row in run(ENTRY + numbers + FIRST).rows if row.event == "opened"]
    assert [row.detail for row in told] == ["", "machine"]
    assert told[0].time == told[1].time


def test_r17_a_machine_reports_and_the_contact_opens_too() -> None:
    numbers = assume(machine_opens=1, open=1, click_to_open=1, open_delay="6h", open_spread=0)
    made = run(ENTRY + numbers + FIRST)
    told = [row for row in made.rows if row.event == "opened"]
    assert [row.detail for row in told] == ["machine", ""]
    counts = made.journey.steps["first"]
    assert (counts.opened, counts.reported_opens, counts.clicked) == (1, 1, 1)


def reported(more: str) -> Run:
    """A run in which nobody opens anything and machines report every open."""
    return run(ENTRY + more, settings=SCORED)


SCORED = "[scoring]\nopened = 15\n[scoring.reached]\nwarm = 10\n"
NOBODY = assume(machine_opens=1)


def test_r17_branches_and_waits_see_what_machines_report() -> None:
    steps = FIRST + (
        'next = "read"\n[steps.read]\ntype = "wait"\nuntil = "opened(\'first\')"\n'
        'timeout = "1d"\nnext = "check"\n[steps.check]\ntype = "branch"\n'
        "cases = [ { if = \"did('opened') and opened('first') and count('opened') == 1\", "
        'label = "yes", next = "end" } ]\nelse = "end"\n[steps.end]\ntype = "exit"\n'
    )
    made = reported(NOBODY + steps)
    assert made.journey.steps["check"].out["yes"] == 1
    assert _seconds(made.times("went", "check")[0]) < 10_800


def test_r17_goals_and_scores_see_what_machines_report() -> None:
    goal = '[goal]\nname = "Read"\nwhen = "did(\'opened\') and score == 15"\n'
    made = reported(goal + NOBODY + FIRST)
    assert made.journey.goal is not None
    assert made.journey.goal.after_last_step == 1
    assert made.times("goal_after") == made.times("warm") == made.times("opened", "first")


@pytest.mark.parametrize("cause", ["opened('first')", "opened()", "did('opened')"])
def test_r17_r15_does_not_take_a_machines_report_for_a_cause(cause: str) -> None:
    event = f'\n[[assume.events]]\nevent = "asked_more"\nafter = "{cause}"\nchance = 1\n'
    assert run(ENTRY + NOBODY + event + FIRST).times("asked_more") == []
    opened = assume(machine_opens=1, open=1, open_spread=0)
    assert len(run(ENTRY + opened + event + FIRST).times("asked_more")) == 1


def test_r17_a_machines_report_lets_contacts_in_and_is_no_cause_at_that_entry_either() -> None:
    event = '\n[[assume.events]]\nevent = "asked_more"\nafter = "did(\'opened\')"\nchance = 1\n'
    entry = ENTRY.replace('"asked"', '"opened"\narrivals = "none"')
    by_open = entry + CERTAIN + event + '[steps.first]\ntype = "exit"\n'
    space = workspace(a=HEAD + ENTRY + NOBODY + FIRST, b=HEAD + by_open)
    result = simulate(space, ["a", "b"], people(1), RunSettings(MONDAY, days=5))
    assert result.journeys["b"].entered == 1
    assert "asked_more" not in [row.event for row in rows_of(result)]


def test_r17_other_channels_have_machine_opens_only_where_the_step_says_so() -> None:
    sms = FIRST + 'channel = "sms"\n'
    assert run(ENTRY + NOBODY + sms).journey.steps["first"].reported_opens == 0
    told = run(ENTRY + CERTAIN + sms + "assume = { machine_opens = 1 }\n")
    assert told.journey.steps["first"].reported_opens == 1


# ---------------------------------------------------------------- what is said of it
def test_a_run_lists_the_modifiers_that_are_on_with_their_sources() -> None:
    numbers = assume(machine_opens=0.15, weekend=0.9, source="own data 2026")
    found = run(ENTRY + numbers + FIRST).result.assumptions
    told = [(what.what, what.value, what.source) for what in found]
    assert ("weekend", 0.9, "own data 2026") in told
    assert ("machine_opens", 0.15, "own data 2026") in told
    assert any(what.what == "machine opens" and what.guess for what in found)
    assert not {"fatigue", "position", "contact_spread"} & {what for what, _, _ in told}


# ---------------------------------------------------------------- R19
def test_r19_modifiers_leave_the_luck_of_the_contacts_as_it_was() -> None:
    plain = run(ENTRY + assume(open=0.5, click_to_open=0.5) + two(), SOME)
    tired = run(ENTRY + assume(open=0.5, click_to_open=0.5, fatigue=0.8) + two(), SOME)
    for step in ("first", "second"):
        before = {r for r in plain.rows if r.step == step and r.event == "opened"}
        now = {r for r in tired.rows if r.step == step and r.event == "opened"}
        assert now == before if step == "first" else now < before


def _seconds(time: str) -> float:
    form = "%Y-%m-%d %H:%M:%S" if time.count(":") == 2 else "%Y-%m-%d %H:%M"
    moment = datetime.strptime(time, form).replace(tzinfo=UTC)
    return (moment - datetime(2026, 11, 23, tzinfo=UTC)).total_seconds()
