"""Cells, cuts, harmless text and numbers."""

from __future__ import annotations

import json
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nurture_tui import text

FLAG, CODER = "🇫🇮", "👩‍💻"


@pytest.mark.parametrize(
    ("given_text", "cells"),
    [("", 0), ("abc", 3), ("ä", 1), ("a\u0308", 1), ("見", 2), (FLAG, 2), (CODER, 2), ("│", 1)],
)
def test_width_counts_cells(given_text: str, cells: int) -> None:
    assert text.width(given_text) == cells


def test_a_flag_and_a_joined_emoji_are_one_grapheme_each() -> None:
    assert list(text.graphemes(f"a{FLAG}{FLAG}{CODER}e\u0301")) == [
        ("a", 1),
        (FLAG, 2),
        (FLAG, 2),
        (CODER, 2),
        ("e\u0301", 1),
    ]


@pytest.mark.parametrize(
    ("given_text", "cells", "shown"),
    [
        ("Guide", 5, "Guide"),
        ("Guide", 4, "Gui…"),
        ("Guide", 1, "…"),
        ("Guide", 0, ""),
        ("HR guide", 4, "HR…"),
        ("見見見", 4, "見…"),
        (FLAG * 3, 5, FLAG * 2 + "…"),
        (FLAG * 3, 4, FLAG + "…"),
    ],
)
def test_cut_ends_in_an_ellipsis_and_keeps_graphemes_whole(
    given_text: str, cells: int, shown: str
) -> None:
    assert text.cut(given_text, cells) == shown


@pytest.mark.parametrize(
    ("name", "cells", "shown"),
    [
        ("Opened the guide?", 17, "Opened the guide?"),
        ("Opened the guide?", 15, "Opened the gui…"),
        ("Opened the guide?", 14, "Opened the…"),
        ("Opened the guide?", 13, "Opened the…"),
        ("Opened the guide?", 11, "Opened the…"),
        ("26w ago, not yet", 12, "26w ago…"),
        ("To go on", 6, "To go…"),
        ("Asiakaskysely", 3, "As…"),
        ("Guide", 0, ""),
    ],
)
def test_a_name_is_not_cut_after_a_letter_or_two_of_a_word(
    name: str, cells: int, shown: str
) -> None:
    assert text.cut_name(name, cells) == shown


@given(st.text(), st.integers(0, 30))
def test_a_cut_text_fits_and_a_padded_one_fills(given_text: str, cells: int) -> None:
    harmless = text.safe(given_text)
    assert text.width(text.cut(harmless, cells)) <= cells
    assert text.width(text.cut_name(harmless, cells)) <= cells
    for side in ("left", "right", "center"):
        assert text.width(text.pad(harmless, cells, side)) == cells


def test_pad_stands_where_it_is_told() -> None:
    assert text.pad("ab", 5) == "ab   "
    assert text.pad("ab", 5, "right") == "   ab"
    assert text.pad("ab", 5, "center") == " ab  "


@given(st.text())
def test_safe_text_is_one_line_without_anything_a_terminal_obeys(given_text: str) -> None:
    harmless = text.safe(given_text)
    for character in harmless:
        assert unicodedata.category(character) not in {"Cc", "Cs", "Zl", "Zp"}
        assert character not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    assert len(harmless.splitlines()) <= 1
    harmless.encode("utf-8")
    assert text.safe(harmless) == harmless


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("plain", "plain"),
        ("\x1b[31mred\x1b[0m", "·[31mred·[0m"),
        ("two\r\nlines\tand a tab", "two lines and a tab"),
        ("bell\x07 and C1 \x9b31m", "bell· and C1 ·31m"),
        ("user\u202etxt.exe", "user·txt.exe"),
        ("\u2067isolated\u2069", "·isolated·"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("Gru\u0308ße", "Grüße"),
        ("\u0301starts with a mark", " \u0301starts with a mark"),
        ("a" + "\u0336" * 40, "a" + "\u0336" * 4),
        ("lone \ud800", "lone ·"),
    ],
)
def test_safe_shows_what_it_took_away(given_text: str, shown: str) -> None:
    assert text.safe(given_text) == shown


def test_ascii_keeps_every_cell_and_every_letter() -> None:
    drawn = "╭─ sähköposti ▼╮ │ ○ ● ▲ ╔═╗ ▏▆█ … – − × → ‹ › “ ”"
    plain = text.to_ascii(drawn)
    assert text.width(plain) == text.width(drawn)
    assert plain.replace("ä", "a").replace("ö", "o").isascii()
    assert plain.startswith("+- sähköposti v+ | o * ^")
    assert text.to_ascii("▁▂▃▄▅▆▇█") == "..::####"
    assert text.to_ascii("Reminder of the gu…") == "Reminder of the gu~"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (0, "0"),
        (9786, "9,786"),
        (999_999, "999,999"),
        (1_000_000, "1.0M"),
        (1_234_567, "1.2M"),
        (2_000_000_000, "2,000M"),
        (-54, "−54"),
    ],
)
def test_counts(number: int, shown: str) -> None:
    assert text.count(number) == shown
    assert text.width(shown) <= 7


@pytest.mark.parametrize(
    ("part", "share", "rate"),
    [
        (0, "0", "0"),
        (0.0004, "<0.1%", "<0.1%"),
        (0.004, "0.4%", "0.4%"),
        (0.0099, "1%", "1.0%"),
        (0.0094, "0.9%", "0.9%"),
        (0.0625, "6%", "6.3%"),
        (0.125, "13%", "12.5%"),
        (0.285, "29%", "28.5%"),
        (0.134, "13%", "13.4%"),
        (0.184, "18%", "18.4%"),
        (1, "100%", "100.0%"),
    ],
)
def test_shares_are_whole_and_rates_have_one_decimal(part: float, share: str, rate: str) -> None:
    assert text.share(part) == share
    assert text.rate(part) == rate


def test_a_half_goes_up_in_every_share() -> None:
    assert text.interval(0.0625, 0.1875) == "6.3–18.8"
    assert text.signed_points(0.0625) == "+6.3"
    assert text.signed_points(-0.0625) == "−6.3"
    assert text.half_up(0.03125, 4) == Decimal("0.0313")


def test_a_share_below_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="below 0"):
        text.share(-0.1)


def test_differences_are_points_with_a_true_minus() -> None:
    assert text.points(0.005) == "+0.5 points"
    assert text.points(-0.003) == "−0.3 points"
    assert text.signed_points(0.0) == "0.0"
    assert text.signed(276) == "+276"
    assert text.signed(-54) == "−54"
    assert text.signed(0) == "0"


def test_intervals() -> None:
    assert text.interval(0.127, 0.141) == "12.7–14.1"
    assert text.signed_interval(-0.003, 0.013) == "−0.3 to +1.3"


@pytest.mark.parametrize(
    ("number", "shown"), [(2.5, "2.5"), (40.0, "40"), (1_250_000.0, "1250000"), (0.1 + 0.2, "0.3")]
)
def test_a_number_is_written_with_all_its_digits(number: float, shown: str) -> None:
    assert text.plain_number(number) == shown


def test_json_writes_what_a_terminal_obeys_by_number_and_means_the_same() -> None:
    record = {"a\u202etxt.exe\u2066": "\x9b31m \x7f ä \ud800 \u2028"}
    written = text.by_number(json.dumps(record, ensure_ascii=False))
    assert "\\u202e" in written
    assert "ä" in written
    assert not set(written) & set("\u202e\u2066\x9b\x7f\u2028\ud800")
    assert json.loads(written) == record
