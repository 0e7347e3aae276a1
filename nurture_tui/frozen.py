"""Frozen data classes that cost little until they are used, so that imports stay quick."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError
from operator import attrgetter
from types import MemberDescriptorType
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, cast

T = TypeVar("T")


def _frozen(
    *, frozen: bool, slots: bool = False, eq: bool = True, kw_only: bool = False
) -> Callable[[type[T]], type[T]]:
    """What `dataclasses.dataclass` makes with these arguments, of which `frozen` is always true.

    Python writes six methods a class as source text and compiles them at once, which was a fifth
    of what starting a command took. Here they are the same functions for all classes, and
    `__init__` alone is written, when the first object is made.
    """
    assert frozen

    def made(written: type[T]) -> type[T]:
        written.__doc__ = written.__doc__ or written.__name__  # else Python puts one together
        plain = dataclasses.dataclass(
            init=False, repr=False, eq=False, slots=slots, kw_only=kw_only
        )
        cls = plain(written)
        fields = dataclasses.fields(cast(Any, cls))
        methods = {"__init__": _first_init(cls), "__repr__": _repr, "__setattr__": _set}
        methods |= {"__delattr__": _delete}
        if slots:
            names = tuple(field.name for field in fields)
            methods |= {"__getstate__": _values(names), "__setstate__": _put(names)}
        if eq:
            values = _values(tuple(field.name for field in fields if field.compare))
            methods |= {"__eq__": _equal(values), "__hash__": _hash(values)}
        for name, method in methods.items():
            if cls.__dict__.get(name) is None:  # `__eq__` alone leaves a `__hash__` of None
                setattr(cls, name, method)
        return cls

    return made


def _first_init(cls: type) -> Callable[..., None]:
    def first(self: object, *values: object, **named: object) -> None:
        init = _init(cls)
        type.__setattr__(cls, "__init__", init)  # from now on that one is called
        init(self, *values, **named)

    return first


def _init(cls: type) -> Callable[..., None]:
    """`__init__` with an argument for each field, by place or by name, and their defaults."""
    known: dict[str, object] = {"__put__": object.__setattr__, "__MISSING__": MISSING}
    by_place, by_name, lines = ["self"], list[str](), list[str]()
    for field in dataclasses.fields(cls):
        name = field.name
        if field.init:
            (by_name if field.kw_only else by_place).append(name + _default(field, known))
        if field.default_factory is not MISSING:
            known[make := f"__make_{name}__"] = field.default_factory
            asked = f"{make}() if {name} is __MISSING__ else {name}"
            lines.append(_put_line(cls, name, asked if field.init else f"{make}()", known))
        elif field.init:
            lines.append(_put_line(cls, name, name, known))
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    arguments = ", ".join([*by_place, *(["*", *by_name] if by_name else [])])
    exec(f"def __init__({arguments}):\n  " + "\n  ".join(lines or ["pass"]), known)
    init: Any = known["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return cast(Callable[..., None], init)


def _put_line(cls: type, name: str, value: str, known: dict[str, object]) -> str:
    """The line that gives a field its value; a slot's own way in is faster than that of all."""
    slot = getattr(cls, name, None)
    if not isinstance(slot, MemberDescriptorType):
        return f"__put__(self, '{name}', {value})"
    known[f"__put_{name}__"] = slot.__set__
    return f"__put_{name}__(self, {value})"


def _default(field: Field[Any], known: dict[str, object]) -> str:
    """What follows an argument; its default value goes among what is `known`."""
    if field.default is not MISSING:
        known[f"__default_{field.name}__"] = field.default
        return f"=__default_{field.name}__"
    return "" if field.default_factory is MISSING else "=__MISSING__"


def _values(names: tuple[str, ...]) -> Callable[[Any], tuple[object, ...]]:
    """The values of these fields of an object."""
    if not names:
        return lambda self: ()
    get = attrgetter(*names)
    return (lambda self: get(self)) if len(names) > 1 else (lambda self: (get(self),))


def _put(names: tuple[str, ...]) -> Callable[[object, tuple[object, ...]], None]:
    def put(self: object, values: tuple[object, ...]) -> None:
        for name, value in zip(names, values, strict=True):
            object.__setattr__(self, name, value)

    return put


def _equal(values: Callable[[Any], tuple[object, ...]]) -> Callable[[object, object], object]:
    def equal(self: object, other: object) -> object:
        return (
            values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented
        )

    return equal


def _hash(values: Callable[[Any], tuple[object, ...]]) -> Callable[[object], int]:
    return lambda self: hash(values(self))


def _repr(self: Any) -> str:
    shown = (f for f in dataclasses.fields(self) if f.repr)
    values = ", ".join(f"{field.name}={getattr(self, field.name)!r}" for field in shown)
    return f"{self.__class__.__qualname__}({values})"


def _set(self: object, name: str, value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _delete(self: object, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:
    dataclass = _frozen
