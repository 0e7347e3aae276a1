"""Figures on every screen are those that the command line gives for the same run."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from contextlib import redirect_stdout
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from sampled import copied, running
from screens_app import shown, until

from nurture_tui.cli import main
from nurture_tui.edit.change import set_value
from nurture_tui.edit.history import Edit
from nurture_tui.files.saving import save_journey
from nurture_tui.screens.schedule import Schedule
from nurture_tui.text import count, half_up, interval, rate

WEEK = timedelta(days=7)
RUN = ["--start", "2026-11-23", "--days", "60"]


@pytest.fixture
def folder(tmp_path):
    made = copied(tmp_path, "hr-guide", "hand-to-sales")
    settings = made / "nurture.toml"
    kept = re.sub(r"(?m)^priority *=.*$", "", settings.read_text("utf-8"))
    settings.write_text(kept, "utf-8")  # it names journeys that are not copied
    people = made.parent / "sample_contacts" / "leads.csv"
    few = people.read_text("utf-8").splitlines(keepends=True)[:161]
    people.write_text("".join(few), "utf-8")
    return made


def said(*arguments: object) -> dict:
    """What a command says as JSON."""
    out = StringIO()
    with redirect_stdout(out):
        assert main([*map(str, arguments), "--json"]) == 0
    return json.loads(out.getvalue())


def flat(app) -> str:
    """The text on the screen, one blank between words."""
    return " ".join(shown(app).split())


async def test_every_screen_has_the_figures_of_the_command_line(folder, tmp_path):
    alone = {
        path.stem: said("simulate", path, *RUN)["journeys"][path.stem]
        for path in folder.glob("*-*.toml")
    }
    both = said("simulate", folder, *RUN)
    whole = both["journeys"]
    async with running(folder / "hr-guide.toml", size=(160, 60)) as pilot:
        app = pilot.app
        session = app.session
        mine = alone["hr-guide"]
        goal = mine["goal"]
        rates = f"{rate(goal['rate'])} ({interval(goal['low'], goal['high'])})"
        for key, name in zip("12345", ("Design", "Simulate", "Schedule", "Compare", "Brief"),
                             strict=True):  # fmt: skip
            await pilot.press(key)
            await until(pilot, lambda name=name: f" {name} " in shown(app))
            assert rates in flat(app), name

        await pilot.press("1")
        await until(pilot, lambda: " Design " in shown(app))
        drawn = flat(app)
        for id_, step in mine["steps"].items():
            counted = session.counts.steps[id_]
            assert (counted.entered, counted.sent) == (step["entered"], step.get("sent", 0))
            title = session.journey.steps[id_].title
            if step["type"] in ("send", "branch", "split"):
                assert re.search(rf"{re.escape(title)}.{{0,40}}[│\\]? {step['entered']:,} ", drawn)
        for name, number in mine["exits"].items():
            assert not number or re.search(rf"{re.escape(name)} .*?\b{number:,}\b", drawn), name

        await pilot.press("2")
        await until(pilot, lambda: f"messages sent {mine['sends']:,}" in flat(app))
        assert f"in the path now {mine['inside']:,}" in flat(app)

        await pilot.press("5")
        await until(pilot, lambda: "When it ends" in shown(app))
        for step in mine["steps"].values():
            if step["type"] == "send":
                share = int(half_up(100 * step["sent"] / mine["entered"], 0))
                assert f"{share} of 100" in flat(app)

        await pilot.press("3")
        await until(pilot, lambda: isinstance(app.screen, Schedule) and app.screen.heat)
        assert len(app.screen.data.result.sends) == mine["sends"]
        rows = listed(folder / "hr-guide.toml", tmp_path)
        held = Counter(gate for row in rows for gate in row["held_by"].split())
        for gate, number in held.items():
            assert f" {gate.partition('_')[0]} {number:,} " in flat(app), gate
        hours = Counter(row["send_at_local"][:13] for row in rows)
        days = Counter(row["send_at_local"][:10] for row in rows)
        assert f"busiest hour {max(hours.values()):,} " in flat(app)
        assert f"busiest day {max(days.values()):,} " in flat(app)
        for most, number in crowded(rows, mine["entered"]).items():
            assert re.search(rf" {most}[+ ]+▆* +{number:,} *$", shown(app), re.M), most
        await pilot.press("m")
        await pilot.pause()
        weeks = re.findall(r"^ +week \d+ .* ([\d,]+)(?: {3,}|$)", by_week(app), re.M)
        assert sum(int(number.replace(",", "")) for number in weeks) == mine["sends"]
        await pilot.press("a")
        await until(pilot, lambda: app.screen.data.several)
        assert len(app.screen.data.result.sends) == sum(one["sends"] for one in whole.values())
        assert app.screen.data.result.tasks.most == both["tasks"]["most"]
        assert f"tasks a day {both['tasks']['most']} of " in flat(app)
        given = Counter(
            (app.screen.data.task_clock.given(one).date().isoformat(), one.whose)
            for one in app.screen.data.given
        )
        told = both["tasks"]["per_day"]
        assert given == {(one["date"], one["owner"]): one["tasks"] for one in told}

        await pilot.press("0")
        await until(pilot, lambda: app.screen.whole.fresh)
        for id_, one in whole.items():
            assert re.search(rf"{id_} +{one['entered']:,} [├┣│┃]", shown(app))
            for target, number in one["handed_off"].items():
                drawn = target in whole and number
                assert not drawn or re.search(rf" {number:,} [─┬]+", shown(app)), target
        for id_, one in alone.items():
            row = next(line for line in shown(app).splitlines() if names(session)[id_] in line)
            assert row.rstrip().endswith(f" {count(round(one['sends'] * 7 / 60))}")
            if one["goal"]:
                assert f" {rate(one['goal']['rate'])} " in row

        edited = set_value(session.journey, ("steps", "pause-2", "for"), "1d")
        session.apply(Edit("wait less", edited))
        other = folder.parent / "edited"
        other.mkdir()
        for path in folder.glob("*.toml"):
            (other / path.name).write_bytes(path.read_bytes())
        text = save_journey(session.opened.files.journeys["hr-guide"], session.journey).text
        (other / "hr-guide.toml").write_text(text, "utf-8")
        compared = said("compare", folder / "hr-guide.toml", other / "hr-guide.toml", *RUN)
        await pilot.press("4")
        await until(pilot, lambda: app.screen.versus.fresh)
        await pilot.press("e")
        await until(pilot, lambda: "Save the comparison" in shown(app))
        target = tmp_path / "comparison.json"
        field = app.screen.query_one("Input")
        field.value = str(target)
        await pilot.press("enter")
        await until(pilot, target.exists)
        await until(pilot, lambda: "Saved to" in shown(app))
        assert json.loads(target.read_text("utf-8")) == compared
        found = compared["journeys"]["hr-guide"]
        page = target.with_suffix(".md")
        await pilot.press("escape")
        await pilot.press("e")
        await until(pilot, lambda: "Save the comparison" in shown(app))
        app.screen.query_one("Input").value = str(page)
        await pilot.press("enter")
        await until(pilot, page.exists)
        text = page.read_text("utf-8")
        for side in ("first", "second"):
            assert rate(found[side]["goal"]["rate"]) in text
            assert count(found[side]["sends"]) in text
        assert "waits 1d instead of 6d" in text
        assert "◆" not in text


def listed(path: Path, folder: Path) -> list[dict[str, str]]:
    """The sends of a journey as `nurture schedule` lists them."""
    out = folder / "sends.csv"
    assert main(["schedule", str(path), "--out", str(out), *RUN]) == 0
    with out.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def crowded(rows: list[dict[str, str]], let_in: int) -> dict[int, int]:
    """Contacts by the most messages in any seven days, counted one by one; four and more are 4."""
    sent: dict[str, list[datetime]] = {}
    for row in rows:
        sent.setdefault(row["contact"], []).append(datetime.fromisoformat(row["send_at_utc"]))
    most = Counter(
        min(4, max(sum(at - WEEK < one <= at for one in times) for at in times))
        for times in sent.values()
    )
    return {**dict.fromkeys(range(5), 0), 0: let_in - len(sent), **most}


def by_week(app) -> str:
    """The part of the screen left of the filter."""
    return "\n".join(line[:120] for line in shown(app).splitlines())


def names(session) -> dict[str, str]:
    """The names of a session's journeys, as far as every table shows them."""
    return {id_: one.name[:24] for id_, one in session.workspace.journeys.items()}
