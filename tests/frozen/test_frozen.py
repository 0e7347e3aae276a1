"""Frozen data classes do what Python's own do."""

from __future__ import annotations

import copy
import inspect
import pickle
from dataclasses import FrozenInstanceError, field, fields, replace
from functools import cached_property
from typing import Any

import pytest

from nurture_tui.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Slotted:
    name: str
    put: int = 0


@dataclass(frozen=True)
class Plain:
    """With something to work out, and a list of its own."""

    name: str
    many: list[int] = field(default_factory=list)
    unsaid: int = field(default=0, compare=False, repr=False)
    worked_out: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "worked_out", self.name.upper())

    @cached_property
    def length(self) -> int:
        return len(self.name)


@dataclass(frozen=True, kw_only=True)
class ByName:
    first: int
    second: int = 2


@dataclass(frozen=True, kw_only=True)
class More(ByName):
    third: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Itself:
    value: int


@dataclass(frozen=True, slots=True)
class OwnWords:
    text: str
    rest: int

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OwnWords) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Nothing:
    pass


def test_values_come_by_place_and_by_name_with_their_defaults() -> None:
    assert Slotted("a") == Slotted(name="a", put=0) != Slotted("a", 1)
    made = Plain("ab")
    assert (made.many, made.worked_out, made.length) == ([], "AB", 2)
    assert Plain("a").many is not Plain("a").many
    wide = More(first=1, third=(3,))
    assert (wide.first, wide.second, wide.third) == (1, 2, (3,))


@pytest.mark.parametrize("wrong", [(), ("a", 1, 2), ("a", 1, 2, 3)])
def test_a_value_too_many_or_too_few_is_refused_by_the_name_of_the_class(
    wrong: tuple[Any, ...],
) -> None:
    for _ in range(2):  # the first object, and any other
        with pytest.raises(TypeError, match=r"Slotted\.__init__\(\)"):
            Slotted(*wrong)
    with pytest.raises(TypeError):
        ByName(1)  # type: ignore[misc]


def test_nothing_can_be_put_or_deleted_afterwards() -> None:
    for made in (Slotted("a"), Plain("a"), More(first=1)):
        with pytest.raises(FrozenInstanceError, match="name"):
            made.name = "b"  # type: ignore[misc, union-attr]
        with pytest.raises(FrozenInstanceError):
            del made.first  # type: ignore[misc, union-attr]


def test_equal_are_objects_of_one_class_with_equal_values() -> None:
    assert Plain("a", unsaid=1) == Plain("a", unsaid=2) != Plain("a", [1])
    assert ByName(first=1) != More(first=1)
    assert Slotted("a").__eq__("a") is NotImplemented
    assert hash(Slotted("a", 1)) == hash(Slotted("a", 1))
    assert {Nothing(), Nothing()} == {Nothing()}
    with pytest.raises(TypeError, match="unhashable"):
        hash(Plain("a"))


def test_without_equality_each_object_is_equal_to_itself_alone() -> None:
    one = Itself(1)
    assert one != Itself(1)
    assert {one: 1}[one] == 1


def test_what_a_class_says_of_itself_stays() -> None:
    one, other = OwnWords("a", 1), OwnWords("a", 2)
    assert one == other
    assert hash(one) == hash(other)
    assert repr(one) == "a"


def test_it_is_shown_as_it_is_written() -> None:
    assert repr(Slotted("a", 1)) == "Slotted(name='a', put=1)"
    assert repr(Plain("a")) == "Plain(name='a', many=[], worked_out='A')"
    assert repr(Nothing()) == "Nothing()"


@pytest.mark.parametrize("made", [Slotted("a", 1), Plain("a", [1]), More(first=1), Nothing()])
def test_it_can_be_sent_to_another_process_and_copied(made: object) -> None:
    assert pickle.loads(pickle.dumps(made)) == made
    assert copy.copy(made) == copy.deepcopy(made) == made


def test_what_python_offers_for_data_classes_works() -> None:
    assert [one.name for one in fields(Slotted)] == ["name", "put"]
    assert replace(Slotted("a"), put=3) == Slotted("a", 3)
    assert replace(More(first=1), second=5) == More(first=1, second=5)
    assert not hasattr(Slotted("a"), "__dict__")
    match Slotted("a", 1):
        case Slotted(name, put):
            assert (name, put) == ("a", 1)
    assert list(inspect.signature(Slotted("a").__init__).parameters) == ["name", "put"]
