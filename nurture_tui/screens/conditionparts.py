"""What the rows of a condition are made of, and what a row can be about."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from nurture_tui.edit.conditionrows import ConditionRow, ConditionRows
from nurture_tui.screens.completion import known_words, subjects_of_calls
from nurture_tui.screens.session import Session

Column = Literal["text", "join", "subject", "operator", "value"]


def with_value(row: ConditionRow, name: Column, value: str) -> ConditionRow:
    """The row with another subject, operator or value."""
    match name:
        case "subject":
            return replace(row, subject=value)
        case "operator":
            return replace(row, operator=value)
    return replace(row, value=value)


def outer_of(shown: ConditionRows, rows: list[ConditionRow]) -> Literal["and", "or"]:
    """Which word binds last: the only one there is, else the one that did."""
    joins = {row.join for row in rows[1:]}
    return next(iter(joins)) if len(joins) == 1 else shown.outer


def subjects_of(session: Session, *, of_journey: bool) -> list[str]:
    """What a row can be about: fields, definitions, dates, and what happened."""
    names = known_words(session, of_journey=of_journey).names()
    calls = subjects_of_calls(session)
    functions = ("clicked", "opened", "did", "count", "since", "reached", "inside", "sent", "done")
    found = [f"{function}('{name}')" for function in functions for name in calls[function]]
    # What a message brought about is asked most; that it can be is seen by its first two.
    shown = [f"{function}('{name}')" for name in calls["clicked"][:1] for function in functions[:2]]
    rest = [text for text in found if text not in shown]
    return [*shown, *names, *rest, "weekday()", "hour()", "today()"]
