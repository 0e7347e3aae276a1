"""What contacts do: R14 (messages), R15 (after-events), R16 (own events), scoring, R19 (luck)."""

from __future__ import annotations

import csv
import io
import random
from datetime import UTC, datetime
from math import log

import numpy as np
import pytest
from small import CERTAIN, Run, run
from test_simulation_steps import LAST, MAIL, REST, after

from nurture_tui.simulation import Result

ENTRY = '[entry]\nevent = "asked"\nstart = "first"\n'
FIRST = '[steps.first]\ntype = "send"\nsubject = "x"\n'
MANY = "contact\n" + "\n".join(f"c{i}" for i in range(8_000))


def assume(**numbers: object) -> str:
    """CERTAIN with some of its numbers changed, and others added."""
    lines = {line.split(" = ")[0]: line for line in CERTAIN.strip().splitlines()}
    for name, value in numbers.items():
        shown = f'"{value}"' if isinstance(value, str) else value
        lines[name] = f"{name} = {shown}"
    return "\n".join(lines.values()) + "\n"


# ---------------------------------------------------------------- R14
def test_r14_opens_and_clicks_have_the_rates_and_medians_assumed() -> None:
    made = run(ENTRY + assume(open=0.5, click_to_open=0.4) + FIRST, MANY, days=60)
    counts = made.journey.steps["first"]
    assert abs(counts.opened - 4_000) < 4 * (8_000 * 0.25) ** 0.5 + 8_000 * 0.02  # cut at 30 days
    assert abs(counts.clicked - 0.2 * 8_000) < 4 * (8_000 * 0.16) ** 0.5 + 8_000 * 0.01
    clickers = {row.contact for row in made.rows if row.event == "clicked"}
    others = [
        _hours(row.time) for row in made.rows
        if row.event == "opened" and row.contact not in clickers
    ]  # fmt: skip
    of_clickers = [
        _hours(row.time) for row in made.rows if row.event == "opened" and row.contact in clickers
    ]
    assert 5.2 < float(np.median(others)) < 6.5
    assert 2.4 < float(np.median(of_clickers)) < 3.3


def test_r14_a_click_comes_a_minute_after_the_open() -> None:
    made = run(ENTRY + assume(open=1, click_to_open=1, open_delay="6h", open_spread=0) + FIRST)
    assert made.times("opened") == ["2026-11-23 06:00"]
    assert made.times("clicked") == ["2026-11-23 06:01"]


def test_r14_a_soft_bounce_delivers_a_day_later_through_no_gate() -> None:
    made = run(ENTRY + assume(open=1, soft_bounce=1, open_delay="6h", open_spread=0) + FIRST)
    assert made.times("sent") == ["2026-11-23 00:00"]
    assert made.times("opened") == ["2026-11-24 06:00"]
    assert made.journey.steps["first"].bounced == 0


def test_r14_an_unsubscribe_comes_a_minute_after_an_open_delay_of_its_own() -> None:
    made = run(ENTRY + assume(unsubscribe=1, open_delay="6h", open_spread=0) + FIRST)
    assert made.times("unsubscribed") == ["2026-11-23 06:01"]


def test_r14_opens_later_than_30_days_do_not_happen() -> None:
    made = run(ENTRY + assume(open=1, open_delay="31d", open_spread=0) + FIRST, days=60)
    assert made.journey.steps["first"].opened == 0


def test_r14_an_address_bounces_at_its_first_message_or_never() -> None:
    two = FIRST + 'next = "again"\n[steps.again]\ntype = "send"\nsubject = "y"\n'
    made = run(ENTRY + assume(bounce=0.1) + two, MANY)
    assert made.journey.steps["first"].bounced == made.journey.exits["bounced"]
    assert abs(made.journey.exits["bounced"] - 800) < 4 * (8_000 * 0.09) ** 0.5
    assert made.journey.steps["again"].bounced == 0


@pytest.mark.parametrize("channel", ["letter", "sms"])
def test_r14_other_channels_have_no_opens_unless_the_step_says_so(channel: str) -> None:
    step = FIRST + f'channel = "{channel}"\n'
    assert run(ENTRY + assume(open=1, click_to_open=1) + step).journey.steps["first"].opened == 0
    told = run(ENTRY + CERTAIN + step + "assume = { open = 1.0 }\n")
    assert told.journey.steps["first"].opened == (0 if channel == "letter" else 1)


def test_r14_what_a_message_causes_happens_also_after_the_contact_has_left() -> None:
    made = run(ENTRY + assume(open=1, open_delay="6h", open_spread=0) + FIRST)
    assert made.times("finished") == ["2026-11-23 00:00"]
    assert made.journey.steps["first"].opened == 1


# ---------------------------------------------------------------- R15
def test_r15_each_cause_draws_once_with_its_chance() -> None:
    event = """
[[assume.events]]
event = "asked_more"
after = "sent('first')"
chance = 0.3
delay = "2h"
"""
    made = run(ENTRY + CERTAIN + event + FIRST, MANY)
    hours = [_hours(time) for time in made.times("asked_more")]
    assert abs(len(hours) - 2_400) < 4 * (8_000 * 0.21) ** 0.5
    assert 1.85 < float(np.median(hours)) < 2.15  # the spread is 1.0 unless said
    assert 0.9 < float(np.std([log(hour) for hour in hours])) < 1.1


def test_r15_if_is_asked_at_that_instant_and_set_happens_with_the_event() -> None:
    event = after("upgraded", "sent('first')", "1h", "if = \"seats > 5\"\nset = { plan = 'pro' }")
    rules = '[[exits]]\nname = "pro"\nwhen = "plan == \'pro\'"\n'
    made = run(ENTRY + rules + CERTAIN + event + MAIL + REST + LAST, "contact,seats\nada,9\nbob,2")
    assert made.journey.exits["pro"] == 1
    assert made.times("exit", contact="ada") == ["2026-11-23 01:00"]


def test_r15_causes_can_be_events_and_steps_left() -> None:
    events = after("a", "done('rest')", "1h") + after("b", "did('a')", "1h")
    made = run(ENTRY + CERTAIN + events + MAIL + REST + LAST)
    assert made.times("a") == ["2026-11-25 01:00"]
    assert made.times("b") == ["2026-11-25 02:00"]


def test_r15_an_event_at_the_very_instant_of_entry_is_a_cause() -> None:
    made = run(ENTRY + CERTAIN + after("thanked", "did('asked')", "1h") + FIRST)
    assert made.times("thanked") == ["2026-11-23 01:00"]


# ---------------------------------------------------------------- R16
WAIT_LONG = '[steps.first]\ntype = "wait"\nfor = "600h"\n'


def own(chance: str, more: str = "") -> str:
    return f'\n[[assume.events]]\nevent = "bought"\nchance = "{chance}"\n{more}\n'


def test_r16_an_own_event_has_the_constant_hazard_that_gives_its_chance() -> None:
    made = run(ENTRY + CERTAIN + own("30% per 10d") + WAIT_LONG, MANY)
    hours = np.array([_hours(time) for time in made.times("bought")])
    assert abs((hours < 240).sum() - 2_400) < 4 * (8_000 * 0.21) ** 0.5
    expected = 8_000 * (1 - 0.7 ** (600 / 240))
    assert abs(len(hours) - expected) < 4 * 45


def test_r16_at_most_once_a_stay_and_again_and_again_if_it_repeats() -> None:
    once = run(ENTRY + CERTAIN + own("90% per 1d") + WAIT_LONG, days=20)
    assert len(once.times("bought")) == 1
    often = run(ENTRY + CERTAIN + own("90% per 1d", "repeat = true") + WAIT_LONG, days=20)
    assert len(often.times("bought")) > 20


def test_r16_an_own_event_ends_with_the_stay() -> None:
    short = '[steps.first]\ntype = "wait"\nfor = "24h"\n'
    made = run(ENTRY + CERTAIN + own("50% per 1d", "repeat = true") + short, MANY)
    assert max(_hours(time) for time in made.times("bought")) <= 24


def test_r16_an_own_event_of_the_workspace_lasts_to_the_end_of_the_run() -> None:
    settings = '[[assume.events]]\nevent = "bought"\nchance = "50% per 1d"\nrepeat = true\n'
    short = '[steps.first]\ntype = "wait"\nfor = "24h"\n'
    made = run(ENTRY + CERTAIN + short, settings=settings)
    assert max(_hours(time) for time in made.times("bought")) > 24


def test_r16_a_date_event_happens_at_its_moment_inside_or_not() -> None:
    event = '\n[[assume.events]]\nevent = "came"\ndate = "renews + 5min"\nchance = 1.0\n'
    contacts = "contact,renews,entered_at\nada,2026-12-01T12:00,\nbob,2026-12-01T12:00,2026-12-03"
    made = run(ENTRY + CERTAIN + event + FIRST, contacts)
    assert made.times("came", contact="ada") == ["2026-12-01 12:05"]
    assert made.times("came", contact="bob") == []  # entered later


# ---------------------------------------------------------------- scoring
def test_scoring_adds_points_and_tells_when_a_score_is_first_reached() -> None:
    settings = "[scoring]\nopened = 15\nclicked = 30\n[scoring.reached]\nhot = 40\n"
    made = run(
        ENTRY + assume(open=1, click_to_open=1, open_delay="6h", open_spread=0) + FIRST,
        "contact,score\nada,\nbob,39\ncleo,50",
        settings=settings,
    )
    assert made.times("hot", contact="ada") == ["2026-11-23 06:01"]
    assert made.times("hot", contact="bob") == ["2026-11-23 06:00"]
    assert made.times("hot", contact="cleo") == []  # was there before


def test_actions_change_fields_lists_and_deals() -> None:
    action = """
[steps.first]
type = "action"
do = [
  { set = { renews = "now + 30d", owns_it = true } },
  { add = { seats = 3 } },
  { copy = { from = "country", to = "company.country" } },
  { map = { field = "owner", by = "country", to = { FI = "anna", SE = "bo" }, else = "desk" } },
  { add_to_list = "new" },
  { create_deal = { pipeline = "sales", stage = "open" } },
]
next = "check"
[steps.check]
type = "branch"
cases = [ { if = "CONDITION", label = "yes", next = "last" } ]
else = "last"
"""
    for condition in (
        "owns_it and seats == 3", "company.country == 'FI'", "owner == 'anna'",
        "in_list('new')", "deal.stage == 'open'", "left(renews) == '30d'",
    ):  # fmt: skip
        text = ENTRY + CERTAIN + action.replace("CONDITION", condition) + LAST
        made = run(text, "contact,country\nada,FI")
        assert made.journey.steps["check"].out["yes"] == 1, condition


# ---------------------------------------------------------------- R19
SERIES = (
    ENTRY
    + """
[goal]
name = "Bought"
when = "did('bought')"
within = "20d"
[sending]
basis = "consent"
window = "Mon-Fri 08:00-17:00"
cap = "2 per 7d"
[[assume.events]]
event = "bought"
after = "clicked()"
chance = 0.4
delay = "1d"
[steps.first]
type = "send"
subject = "x"
next = "angle"
[steps.angle]
type = "split"
ways = [ { name = "a", next = "rest" }, { name = "b", next = "second" } ]
[steps.second]
type = "send"
subject = "y"
next = "rest"
[steps.rest]
type = "wait"
for = "3d"
next = "third"
[steps.third]
type = "send"
subject = "z"
"""
)
PEOPLE = "contact,timezone,consent\n" + "\n".join(
    f"c{i},{('Asia/Tokyo', 'Europe/Helsinki', '')[i % 3]},{'no' if i % 7 == 0 else 'yes'}"
    for i in range(300)
)


def as_text(result: Result) -> str:
    """All that a result says, by contact id, as one text: equal results have equal texts."""
    ids = result.contacts.ids
    out = io.StringIO()
    writer = csv.writer(out)
    for table in (result.log, result.sends, result.stays):
        columns = [getattr(table, name) for name in vars(table) if name not in ("contact", "names")]
        names = np.array(table.names, dtype=object)
        for i in range(len(table)):
            cells = [names[c[i]] if c.dtype == np.int32 and c.max() < len(names) else int(c[i])
                     for c in columns]  # fmt: skip
            writer.writerow([ids[table.contact[i]], *cells])
    writer.writerow([repr(result.journeys), repr(result.per_day)])
    return out.getvalue()


@pytest.fixture(scope="module")
def series() -> Run:
    return run(SERIES, PEOPLE)


def test_r19_rows_in_any_order_give_the_same_result(series: Run) -> None:
    head, *rows = PEOPLE.splitlines()
    random.Random(5).shuffle(rows)
    shuffled = run(SERIES, "\n".join([head, *rows]))
    assert as_text(shuffled.result) == as_text(series.result)


@pytest.mark.parametrize("chunk", [1, 7, 100])
def test_r19_chunks_of_any_size_give_the_same_result(series: Run, chunk: int) -> None:
    assert as_text(run(SERIES, PEOPLE, chunk=chunk).result) == as_text(series.result)


def test_r19_another_seed_is_other_luck(series: Run) -> None:
    assert as_text(run(SERIES, PEOPLE, seed=2).result) != as_text(series.result)


def test_r19_fewer_contacts_have_the_same_luck_as_before(series: Run) -> None:
    some = run(SERIES, "\n".join(PEOPLE.splitlines()[:101]))
    kept = {f"c{i}" for i in range(100)}
    before = [row for row in series.rows if row.contact in kept]
    assert sorted(map(repr, some.rows)) == sorted(map(repr, before))


def test_r19_a_change_to_one_step_leaves_the_luck_of_the_others(series: Run) -> None:
    changed = run(SERIES.replace('subject = "z"', 'subject = "z"\nwindow = "any"'), PEOPLE)
    for step in ("first", "second"):
        before = [r for r in series.rows if r.step == step and r.event in ("sent", "opened")]
        now = [r for r in changed.rows if r.step == step and r.event in ("sent", "opened")]
        assert now == before


def _hours(time: str) -> float:
    form = "%Y-%m-%d %H:%M:%S" if time.count(":") == 2 else "%Y-%m-%d %H:%M"
    moment = datetime.strptime(time, form).replace(tzinfo=UTC)
    return (moment - datetime(2026, 11, 23, tzinfo=UTC)).total_seconds() / 3_600
