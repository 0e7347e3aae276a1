"""Columns of text take little memory, and give back what the file has."""

from __future__ import annotations

import numpy as np
import pytest

from nurture_tui.contacts.identity import id_order, packed
from nurture_tui.contacts.table import FEW, TextColumn

MANY = [f"{number}.ääkkönen@example-{number % 7}.fi" for number in range(3 * FEW)]


@pytest.mark.parametrize(
    "texts", [MANY, ["FI", "", "SE"] * FEW, ["", *MANY], [*MANY, *MANY[::-2], "", ""]]
)
def test_a_column_gives_back_its_texts(texts: list[str]) -> None:
    column = TextColumn(packed(texts))
    assert column.values.tolist() == texts
    assert [column.text(row) for row in (0, 1, FEW)] == [texts[row] for row in (0, 1, FEW)]
    rows = np.array([5, 1, 1, FEW + 2])
    some = TextColumn.of(column.coded.take(rows))
    assert some.values.tolist() == [texts[row] for row in rows]


def test_texts_that_many_have_are_kept_once_and_those_of_some_only_with_them() -> None:
    assert len(TextColumn(packed(["FI", "SE"] * 5_000)).coded.texts) == 2
    some = TextColumn(packed(MANY)).coded.take(np.arange(FEW))
    assert len(some.texts) == FEW


@pytest.mark.parametrize("texts", [MANY, ["b", "a", "b"] * FEW, [*MANY, *MANY[::-2], "", "a"]])
def test_texts_are_numbered_as_they_first_come_however_they_are_given(texts: list[str]) -> None:
    places = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    for values in (texts, packed(texts), np.array(texts, dtype=object)):
        found = TextColumn(values).coded
        assert found.codes.tolist() == [places[text] for text in texts]
        assert [str(text) for text in found.texts] == [*places]
        assert found.codes.itemsize == (1 if len(places) <= 256 else 2)


def test_half_a_character_that_no_file_can_have_is_kept_as_it_is() -> None:
    assert TextColumn(packed(["\ud800", "a"])).values.tolist() == ["\ud800", "a"]


def test_ids_are_in_the_order_in_which_python_compares_texts() -> None:
    ids = ["b", "a\0", "a", "ä", "Z", "😀", "\uffff", "a\0b", "", "B"]
    assert [ids[row] for row in id_order(packed(ids))] == sorted(ids)
    broken = [*ids, "\ud800"]
    assert [broken[row] for row in id_order(packed(broken))] == sorted(broken)
