"""What the verbs of an action do to what is known of a contact."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from operator import is_

from nurture_tui.checks.causes import LISTS, changed_fields
from nurture_tui.checks.formula import Key, Language
from nurture_tui.checks.knowledge import State
from nurture_tui.checks.ranges import EITHER, FALSE, TRUE, Spans, Values, among, compared
from nurture_tui.model.action import AddNumbers, AddToList, RemoveFromList, SetFields, Verb
from nurture_tui.model.fields import NUMBER, FieldKind
from nurture_tui.model.typed import FieldRef
from nurture_tui.model.vocabulary import Vocabulary


def after_verbs(
    state: State, verbs: Iterable[Verb], language: Language, words: Vocabulary
) -> State:
    """What is known once a `do` list has been gone through (what else happens aside)."""
    for verb in verbs:
        match verb:
            case SetFields(values=values):
                for name, value in values.items():
                    kind = words.kind_of(name)
                    state = _without(state, name)
                    state = _with(state, name, kind, _constant(value, kind), language)
            case AddNumbers(amounts=amounts):
                for name, amount in amounts.items():
                    key = language.field(FieldRef(name, NUMBER))
                    sum_ = _sum(state.box.get(key, key.top), float(amount))
                    state = _with(_without(state, name), name, NUMBER, sum_, language)
            case AddToList(list_name=name) | RemoveFromList(list_name=name):
                listed = language.key("list", name, None, EITHER, fields=(LISTS,))
                state = _dropped(state, partial(is_, listed))
                member = TRUE if isinstance(verb, AddToList) else FALSE
                state = state._replace(box={**state.box, listed: member})
            case _:
                for name in changed_fields(verb):
                    state = _without(state, name)
    return state


def _constant(value: object, kind: FieldKind | None) -> Values | None:
    """The value that a field has after `set`; None where it is not followed."""
    match kind.kind if kind is not None else "", value:
        case "number", int() | float() if not isinstance(value, bool):
            return compared("==", float(value))
        case ("yes/no", bool()) | ("text", str()):
            return among([value])
        case "choice", str() if kind is not None and value in kind.choices:
            return among([value])
    return None


def _sum(values: Values, amount: float) -> Values | None:
    """What a number can be after `add`, which takes a missing one for 0."""
    if not isinstance(values, Spans):
        return None
    known = Spans(values.pieces)
    return (known.join(compared("==", 0.0)) if values.missing else known).moved(amount)


def _with(
    state: State, name: str, kind: FieldKind | None, values: Values | None, language: Language
) -> State:
    if kind is None or values is None:
        return state
    return state._replace(box={**state.box, language.field(FieldRef(name, kind)): values})


def _without(state: State, name: str) -> State:
    """The state without what hangs on a field."""
    return _dropped(state, lambda key: name in key.fields)


def _dropped(state: State, off: Callable[[Key], bool]) -> State:
    box = {key: values for key, values in state.box.items() if not off(key)}
    facts = {fact: None for fact in state.facts if not any(map(off, fact.keys))}
    return state._replace(box=box, facts=facts)
