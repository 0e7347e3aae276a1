"""Names that follow a pattern, and names proposed in place of those that do not (N701)."""

from __future__ import annotations

import pytest

from nurture_tui.checks.naming import follows, proposal

FROM_TO = "{from} > {to} | {audience}"
SERVICE = "Service: {occasion}"


@pytest.mark.parametrize(
    "name", ["Lead > MQL | HR directors", "MQL > SQL | markkinointipäättäjät", "lead > mql | x"]
)
def test_a_name_of_the_pattern_follows_it(name: str) -> None:
    assert follows(name, FROM_TO)


@pytest.mark.parametrize(
    "name", ["Newsletter", "New lead > MQL | HR", "Lead > MQL |", "Lead>MQL|HR", "x Lead > MQL | "]
)
def test_a_name_with_missing_or_several_words_does_not(name: str) -> None:
    assert not follows(name, FROM_TO)


def test_the_last_placeholder_takes_several_words() -> None:
    assert follows("Service: contact request", SERVICE)
    assert follows("Lead > MQL HR directors", "{from} > {to} {audience}")


@pytest.mark.parametrize(
    ("name", "kind", "made"),
    [
        ("Lead -> MQL: HR directors", "lead", "Lead > MQL | HR directors"),
        ("New lead > MQL | HR", "lead", "New-lead > MQL | HR"),
        ("Newsletter 3", "lead", "… > … | Newsletter 3"),
        ("Contact form", "service", "Service: Contact form"),
        ("service - contact form", "service", "Service: contact form"),
        ("a > b > c > d", "lead", "a > b | c d"),
        ("> | :", "lead", "… > … | …"),
        (":", "service", "Service: …"),
    ],
)
def test_a_proposal_keeps_the_words_of_the_name(name: str, kind: str, made: str) -> None:
    assert proposal(name, (FROM_TO, SERVICE), kind) == made
