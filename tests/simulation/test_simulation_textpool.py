"""Texts as numbers: what is equal has one number, however its column is kept."""

from __future__ import annotations

import pytest

from nurture_tui.contacts.identity import packed
from nurture_tui.simulation import textpool
from nurture_tui.simulation.textpool import TextPool


class Searched(str):
    """A text that counts how often it is searched."""

    times = 0

    def casefold(self) -> str:
        self.times += 1
        return super().casefold()


def test_texts_that_come_later_are_searched_too_and_those_before_them_not_again() -> None:
    pool, lead = TextPool(), Searched("HR lead")
    pool.code(lead)
    assert pool.containing("hr").tolist() == [False, True]
    pool.code("other")
    pool.code("CHRO")
    assert pool.containing("hr").tolist() == [False, True, False, True]
    assert lead.times == 1


@pytest.fixture
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(textpool, "MANY", 2)


@pytest.mark.usefixtures("few_are_many")
def test_a_text_has_one_number_in_columns_of_many_texts_in_others_and_alone() -> None:
    pool = TextPool()
    ann = pool.code("ann")
    columns = {
        "email": packed(["bo", "", "ann", "cy"]),
        "name": ("cy", "di", ""),
        "phone": packed(["di", "eve", "cy", "ann", "", "flo"]),
    }
    codes = {name: pool.codes_of(name, texts) for name, texts in columns.items()}
    found = {name: [pool[code] for code in some.tolist()] for name, some in codes.items()}
    assert found == {name: list(texts) for name, texts in columns.items()}
    numbers = {(text, pool.code(text)) for text in ("", "ann", "bo", "cy", "di", "eve", "flo")}
    for name, texts in columns.items():
        numbers |= set(zip(map(str, texts), codes[name].tolist(), strict=True))
    assert len(numbers) == 7
    assert ("", 0) in numbers
    assert ("ann", ann) in numbers


@pytest.mark.usefixtures("few_are_many")
def test_columns_of_many_texts_are_searched_as_others_are() -> None:
    pool = TextPool()
    codes = pool.codes_of("email", packed(["Bo@x", "", "cy@Y"]))
    assert pool.containing("@X")[codes].tolist() == [True, False, False]
    later = pool.code("an@x")
    assert pool.containing("@X")[[later, *codes]].tolist() == [True, True, False, False]
