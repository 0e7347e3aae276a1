"""The figures of briefs, reports and schedules are those of `nurture simulate --json`."""

from __future__ import annotations

import re
from html import unescape

import pytest
from exchange_runs import ran, samples

from nurture_tui.exchange.brieffile import BRIEFS
from nurture_tui.exchange.report import to_report
from nurture_tui.exchange.sendplan import send_plan
from nurture_tui.report.brief import LANGUAGES, brief
from nurture_tui.report.record import as_record
from nurture_tui.text import count, half_up, rate

IDS = ("hr-guide", "trial", "lead-scoring", "hand-to-sales")


def of_100(part: int, whole: int, language: str) -> str:
    return LANGUAGES[language].of_100(part / whole)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id_", IDS)
def test_a_brief_has_the_figures_of_the_record(id_: str, language: str) -> None:
    result, journey = ran(id_), samples().journeys[id_]
    record = as_record(result)["journeys"][id_]
    told = brief(samples(), journey, result, (), language)
    entered = record["entered"]
    assert {one.step: one.share for one in told.gets} == {
        step: of_100(found["sent"], entered, language)
        for step, found in record["steps"].items()
        if found["type"] == "send"
    }
    ended = {
        **{name: number for name, number in record["exits"].items() if number},
        "finished": record["finished"],
        "inside": record["inside"],
    }
    shares = [one.share for one in told.ends if not one.goal]
    wanted = [of_100(number, entered, language) for number in ended.values() if number]
    assert sorted(share for share in shares if not share.startswith("0 ")) == sorted(wanted)
    goal = record["goal"]
    if goal is not None:
        inside = goal["reached"] - goal["after_last_step"]
        assert told.ends[0].share == of_100(inside, entered, language)
        tongue = LANGUAGES[language]
        assert tongue.of_100(goal["rate"]) in told.intro[-1]
        assert tongue.number(goal["low"] * 100, 1) in told.intro[-1]
        assert tongue.number(goal["high"] * 100, 1) in told.intro[-1]
    guesses = [one for one in told.assumed if one.guess]
    assert len(
        {(a["what"], a["value"], a["source"]) for a in as_record(result)["assumptions"]}
    ) >= (len(told.assumed))
    assert f"{len(guesses)}" in told.guesses
    for suffix, made in BRIEFS.items():
        text = " ".join(unescape(made(told)).split())
        for one in (*told.gets, *told.ends):
            assert one.share in text, (suffix, one)


@pytest.mark.parametrize("id_", IDS)
def test_a_report_has_the_figures_of_the_record(id_: str) -> None:
    result, journey = ran(id_), samples().journeys[id_]
    record = as_record(result)["journeys"][id_]
    page = to_report(journey, samples(), result, ())
    figures = dict(re.findall(r"<dt><bdi>(.*?)</bdi></dt><dd>(.*?)<small>", page))
    assert figures["Let in"] == count(record["entered"])
    assert figures["Messages"] == count(record["sends"])
    goal = record["goal"]
    if goal is not None and goal["rate"] is not None:
        assert rate(result.journeys[id_].goal.rate) in figures.values()
        assert f"of {count(goal['of'])}" in page
    cells = r'<td class="word"><bdi>(.*?)</bdi></td><td.*?><bdi>(.*?)</bdi></td>'
    numbers = r'<td class="number[^"]*"><bdi>([\d,]+)</bdi></td>'
    came = [int(n.replace(",", "")) for _, _, n in re.findall(cells + numbers, page)]
    assert sorted(came) == sorted(step["entered"] for step in record["steps"].values())
    ends = page.split("<h2>Where they end</h2>")[1].split("</table>")[0]
    shown = [int(n.replace(",", "")) for n in re.findall(numbers, ends)]
    assert sum(shown) == record["entered"]
    assert f'<td class="number">{count(record["entered"])}</td>' in ends


@pytest.mark.parametrize("by", ["journey", "owner", "contact"])
def test_a_send_plan_has_every_send_once(by: str) -> None:
    result = ran("hr-guide", "webinar")
    plan = send_plan(result, samples(), by)
    rows = sorted(row for mailing in plan.mailings for row in mailing.rows.tolist())
    assert rows == list(range(len(result.sends)))
    per_day: dict[str, int] = {}
    for mailing in plan.mailings:
        day = mailing.day.isoformat()
        per_day[day] = per_day.get(day, 0) + len(mailing)
    record = as_record(result)
    assert per_day == {day["date"]: day["sends"] for day in record["per_day"] if day["sends"]}
    of_journey = {id_: found["sends"] for id_, found in record["journeys"].items()}
    found = dict.fromkeys(of_journey, 0)
    for mailing in plan.mailings:
        found[mailing.journey] += len(mailing)
    assert found == of_journey


def test_shares_are_rounded_as_people_round() -> None:
    english, finnish = LANGUAGES["en"], LANGUAGES["fi"]
    for number in range(1001):
        share = number / 1000
        if 0.005 <= share < 0.995 or share in (0, 1):
            expected = f"{half_up(share, 2) * 100:.0f}"
            assert english.of_100(share) == f"{expected} of 100"
            assert finnish.of_100(share) == f"{expected} sadasta"
    assert english.of_100(0.001) == "<1 of 100"
    assert finnish.of_100(0.999) == "yli 99 sadasta"
