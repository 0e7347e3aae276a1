"""Which journeys have their expected numbers worked out, and why another has not."""

from __future__ import annotations

from datetime import date

import pytest
from exact_agreement import many, workspace_of

from nurture_tui.simulation import RunSettings
from nurture_tui.simulation.exact import covered

ENTRY = '[entry]\nevent = "came"\nstart = "first"\n'
GOAL = '[goal]\nname = "G"\nwhen = "{}"\n'
SEND = '[sending]\nbasis = "consent"\n[steps.first]\ntype = "send"\nsubject = "S"\n'
BOUGHT = '[[assume.events]]\nevent = "bought"\nchance = "5% per 7d"\n'
OTHER = '[[assume.events]]\nevent = "other"\nchance = "5% per 7d"\n'


def reason(text: str, settings: str = "", kind: str = "lead") -> str | None:
    run = RunSettings(date(2026, 3, 27), days=30)
    return covered(workspace_of(text, kind, settings), ["test"], many(24), run)


def test_a_journey_with_a_goal_by_an_event_is_covered() -> None:
    assert reason(ENTRY + GOAL.format("did('bought')") + BOUGHT + SEND) is None


@pytest.mark.parametrize(
    ("text", "settings", "words"),
    [
        (ENTRY + SEND, '[limits]\nthrottle = "10 per 1h"\n', "throttle"),
        (ENTRY + SEND + "[assume]\nfatigue = 0.9\n", "", "fatigue"),
        (ENTRY.replace('event = "came"', "when = \"plan == 'free'\"") + SEND, "", "every morning"),
        (ENTRY.replace('event = "came"\n', "") + SEND, "", "hand-offs"),
        (ENTRY + SEND + BOUGHT.replace("bought", "came"), "", "“came” also happens"),
        (ENTRY + GOAL.format("since(entered_at) > '3d'") + SEND, "", "the goal asks the time"),
        (ENTRY + GOAL.format("did('bought') and did('other')") + BOUGHT + OTHER + SEND, "",
         "more than one thing"),
        (ENTRY + GOAL.format("did('bought', within='2d')") + BOUGHT + SEND, "", "within a time"),
        (ENTRY + SEND.replace("basis", "hold_if = \"did('bought')\"\nbasis") + BOUGHT, "",
         "hold_if"),
        (ENTRY + SEND + "[[assume.events]]\nevent = \"bought\"\nafter = \"did('bought')\"\n"
         "chance = 0.5\n", "", "follows from itself"),
        (ENTRY + SEND + "[[assume.events]]\nevent = \"bought\"\nafter = \"clicked()\"\n"
         "chance = 0.5\nif = \"sent('first')\"\n", "", "asks what came before"),
        (ENTRY + SEND + "[steps.over]\ntype = \"exit\"\nenter = \"test\"\n", "", "to itself"),
        (ENTRY + GOAL.format("score >= 10") + SEND, "[scoring]\nopened = 5\n", "the score decides"),
    ],
)  # fmt: skip
def test_what_is_not_covered_is_said_in_words(text: str, settings: str, words: str) -> None:
    found = reason(text, settings)
    assert found is not None
    assert words in found


def test_several_journeys_are_not_covered() -> None:
    space = workspace_of(ENTRY + SEND)
    other = workspace_of(ENTRY + SEND).journeys["test"].model_copy(update={"id": "other"})
    run = RunSettings(date(2026, 3, 27), days=30)
    found = covered(space.with_journey(other), ["test", "other"], many(24), run)
    assert found is not None
    assert "several journeys" in found
