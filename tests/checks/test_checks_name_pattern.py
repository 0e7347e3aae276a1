"""Patterns of names: what follows one, and that no pattern takes for ever."""

from __future__ import annotations

import pytest

from nurture_tui.checks.naming import follows


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        ("Lead > MQL | HR directors", True),
        ("Lead > MQL | x", True),
        ("Lead > MQL |  ", False),
        ("Lead > MQL", False),
        ("Two words > MQL | x", False),
    ],
)
def test_a_name_follows_its_pattern_or_not(name: str, fits: bool) -> None:
    assert follows(name, "{from} > {to} | {audience}") is fits


def test_placeholders_that_touch_are_decided_at_once() -> None:
    assert not follows("x" * 60, "{a}" * 10 + "!")
    assert follows("x" * 60, "{a}" * 10)
