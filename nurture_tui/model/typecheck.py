"""Type-checking of conditions: every name is known, every comparison makes sense."""

from __future__ import annotations

import re
from dataclasses import replace

from nurture_tui.frozen import dataclass
from nurture_tui.model.clock import WEEKDAYS, parse_fixed_date
from nurture_tui.model.condition import (
    And,
    Call,
    Compare,
    Condition,
    Expr,
    ListOf,
    Literal,
    Name,
    Not,
    Or,
    as_duration,
    walk,
)
from nurture_tui.model.expansion import MAX_DEPTH, Expansion
from nurture_tui.model.fields import DATE, NUMBER, TEXT, YES_NO, FieldKind
from nurture_tui.model.kinds import alike, choices, kind_word, ordered, with_kind
from nurture_tui.model.typed import (
    DURATION,
    WEEKDAY,
    DateLiteral,
    DateRef,
    FieldRef,
    Typed,
    TypedAll,
    TypedAny,
    TypedCall,
    TypedCompare,
    TypedNot,
)
from nurture_tui.model.vocabulary import FUNCTIONS, Vocabulary, suggestion
from nurture_tui.model.words import quoted, with_article


@dataclass(frozen=True, slots=True)
class ConditionProblem:
    """What is wrong with a condition: code F006, D601 or D602, and where (character, from 0)."""

    code: str
    message: str
    fix: str
    at: int


@dataclass(frozen=True, slots=True)
class Checked:
    """A type-checked condition: the resolved expression, or the problems that forbid it."""

    typed: Typed | None
    problems: tuple[ConditionProblem, ...]


def check_condition(condition: Condition, vocabulary: Vocabulary) -> Checked:
    """Resolve names, expand definitions and check types; problems are returned, not raised.

    A condition whose definitions, written out, have more than MAX_EXPANDED parts, or lie deeper in
    one another than MAX_DEPTH, is refused with one problem.
    """
    expanded = Expansion()
    checker = _Checker(vocabulary, expanded, ())
    typed = checker.truth(condition.expr)
    if expanded.too_large:
        return Checked(None, (_TOO_LARGE,))
    return Checked(None if checker.problems else typed, tuple(checker.problems))


_ANYTHING = Literal(True)


def _unquoted(compare: Compare) -> str:
    """What to write where a number stands in quotes; else ""."""
    for side in (compare.left, compare.right):
        text = side.value if isinstance(side, Literal) else None
        if isinstance(text, str) and re.fullmatch(r"-?\d+(\.\d+)?", text.strip()):
            return f"Write {text.strip()} without quotes: it is a number."
    return ""


_TOO_LARGE = ConditionProblem(
    "F006",
    "the condition is too large once its definitions are written out",
    "Use fewer definitions inside definitions.",
    0,
)


class _Checker:
    """Checks one condition; `inside` holds the definitions that are being expanded."""

    def __init__(
        self, vocabulary: Vocabulary, expanded: Expansion, inside: tuple[str, ...]
    ) -> None:
        self.vocabulary = vocabulary
        self.expanded = expanded
        self.inside = inside
        self.problems: list[ConditionProblem] = []

    def problem(self, at: int, message: str, fix: str, code: str = "F006") -> Typed:
        self.problems.append(ConditionProblem(code, message, fix, at))
        return _ANYTHING

    # ---------------------------------------------------------------- true or false
    def truth(self, expr: Expr) -> Typed:
        self.expanded.depth += 1
        typed = self.true_or_false(expr)
        self.expanded.depth -= 1
        return typed

    def true_or_false(self, expr: Expr) -> Typed:
        if self.expanded.depth > MAX_DEPTH:
            self.expanded.too_large = True
            return _ANYTHING
        match expr:
            case And(items=items):
                return TypedAll(tuple(self.truth(item) for item in items))
            case Or(items=items):
                return TypedAny(tuple(self.truth(item) for item in items))
            case Not(item=item):
                return TypedNot(self.truth(item))
            case Compare():
                return self.comparison(expr)
            case Literal(value=bool()):
                return expr
            case Name(name=name) if name in self.vocabulary.definitions:
                return self.definition(expr)
        typed, kind = self.value(expr)
        if kind not in (YES_NO, None):
            return self.problem(
                expr.at,
                "a value stands where a yes or no is needed",
                "Compare it, for example score >= 40 or email != ''.",
            )
        return typed

    def definition(self, name: Name) -> Typed:
        if name.name in self.inside:
            return self.problem(
                name.at,
                f"the definition {quoted(name.name)} uses itself",
                "A definition may use others, never itself.",
            )
        if self.expanded.too_large:
            return _ANYTHING
        body = self.vocabulary.definitions[name.name]
        self.expanded.grow(len(walk(body.expr)))
        checker = _Checker(self.vocabulary, self.expanded, (*self.inside, name.name))
        typed = checker.truth(body.expr)
        for found in checker.problems:
            message = f"in the definition {quoted(name.name)}: {found.message}"
            self.problems.append(replace(found, message=message, at=name.at))
        return typed

    # ---------------------------------------------------------------- values
    def value(self, expr: Expr) -> tuple[Typed, FieldKind | str | None]:
        """The resolved expression and its type; a type of None is not known."""
        match expr:
            case Literal(value=bool()):
                return expr, YES_NO
            case Literal(value=float()):
                return expr, NUMBER
            case Literal():
                return expr, TEXT
            case Name():
                return self.name(expr)
            case Call():
                return self.call(expr)
            case ListOf():
                return self.problem(expr.at, "a list stands alone", "Write field in [...]."), None
        return self.truth(expr), YES_NO

    def name(self, name: Name) -> tuple[Typed, FieldKind | str | None]:
        if name.name in self.vocabulary.definitions:
            return self.definition(name), YES_NO
        kind = self.vocabulary.kind_of(name.name)
        if kind is not None:
            return FieldRef(name.name, kind), kind
        if name.name in self.vocabulary.dates:
            return DateRef(name.name), DATE
        if self.vocabulary.fields is None:
            return FieldRef(name.name, TEXT), None
        known = self.vocabulary.names()
        message = f"there is no field {quoted(name.name)}"
        return self.problem(name.at, message, suggestion(name.name, known), "D601"), None

    # ---------------------------------------------------------------- comparisons
    def comparison(self, compare: Compare) -> Typed:
        if compare.operator in ("in", "not in"):
            return self.membership(compare)
        left, left_kind = self.value(compare.left)
        right, right_kind = self.value(compare.right)
        if isinstance(compare.left, Literal) and not isinstance(compare.right, Literal):
            left, left_kind = self.adapt(compare.left, left, left_kind, right_kind)
        else:
            right, right_kind = self.adapt(compare.right, right, right_kind, left_kind)
        kind = left_kind if left_kind is not None else right_kind
        if kind is None:
            kind = TEXT
        if left_kind is not None and right_kind is not None and not alike(left_kind, right_kind):
            return self.problem(
                compare.at,
                f"{kind_word(left_kind)} is compared with {kind_word(right_kind)}",
                _unquoted(compare) or "Compare values of one kind.",
            )
        if compare.operator not in ("==", "!=") and not ordered(kind):
            return self.problem(
                compare.at,
                f"{kind_word(kind)} has no order, so {compare.operator} says nothing",
                "Use == or in, or mark the choice as ordered in [fields].",
            )
        return TypedCompare(compare.operator, with_kind(left, kind), with_kind(right, kind), kind)

    def membership(self, compare: Compare) -> Typed:
        if not isinstance(compare.right, ListOf):
            return self.problem(
                compare.right.at,
                f"after {compare.operator} a list is needed",
                "Write country in ['FI', 'SE'].",
            )
        left, kind = self.value(compare.left)
        items: list[Typed] = []
        for item in compare.right.items:
            typed, item_kind = self.adapt(item, *self.value(item), kind)
            if kind is None:
                kind = item_kind
            elif item_kind is not None and not alike(kind, item_kind):
                return self.problem(
                    item.at,
                    f"{kind_word(kind)} is compared with {kind_word(item_kind)}",
                    "The list must hold values of the field's kind.",
                )
            items.append(typed)
        kind = kind if kind is not None else TEXT
        return TypedCompare(compare.operator, with_kind(left, kind), tuple(items), kind)

    def adapt(
        self, expr: Expr, typed: Typed, kind: FieldKind | str | None, wanted: FieldKind | str | None
    ) -> tuple[Typed, FieldKind | str | None]:
        """A text constant takes the kind of what it is compared with: date, duration, choice."""
        if not (isinstance(expr, Literal) and isinstance(expr.value, str)) or wanted is None:
            return typed, kind
        if wanted == DATE:
            try:
                return DateLiteral(parse_fixed_date(expr.value)), DATE
            except ValueError as error:
                return self.problem(expr.at, str(error), "Dates are written 2026-12-01."), DATE
        if wanted == DURATION:
            duration = as_duration(expr)
            if duration is None or duration.business_days:
                fix = "Durations are written 7d, 26w, 12h; bd cannot be used here."
                return self.problem(
                    expr.at, f"{quoted(expr.value)} is not a duration of time", fix
                ), DURATION
            return Literal(duration, expr.at), DURATION
        allowed = WEEKDAYS if wanted == WEEKDAY else choices(wanted)
        if allowed:
            if expr.value not in allowed:
                self.problem(
                    expr.at,
                    f"{quoted(expr.value)} is not one of the field's choices",
                    suggestion(expr.value, allowed),
                    "D602",
                )
            return typed, wanted
        return typed, kind

    # ---------------------------------------------------------------- functions
    def call(self, call: Call) -> tuple[Typed, FieldKind | str | None]:
        name = call.function
        if name not in FUNCTIONS:
            fix = suggestion(name, tuple(FUNCTIONS))
            return self.problem(call.at, f"there is no function {quoted(name)}", fix), None
        if (call.within is not None or call.object is not None) and name not in ("did", "count"):
            return self.usage(call), None
        match name:
            case "weekday" | "hour" | "today":
                kinds: dict[str, FieldKind | str] = {
                    "weekday": WEEKDAY,
                    "hour": NUMBER,
                    "today": DATE,
                }
                return self.arity(call, 0) or TypedCall(name), kinds[name]
            case "did" | "count":
                return self.event(call), YES_NO if name == "did" else NUMBER
            case "sent" | "opened" | "clicked" | "done":
                return self.step(call), YES_NO
            case "since" | "left":
                return self.span(call), DURATION
            case "missing" | "contains":
                return self.field_test(call), YES_NO
        return self.listed(call), YES_NO

    def usage(self, call: Call) -> Typed:
        return self.problem(
            call.at, f"“{call.function}” is not written so", f"Write {FUNCTIONS[call.function]}."
        )

    def arity(self, call: Call, count: int) -> Typed | None:
        return None if len(call.arguments) == count else self.usage(call)

    def text(self, call: Call, place: int) -> str | None:
        argument = call.arguments[place] if place < len(call.arguments) else None
        if isinstance(argument, Literal) and isinstance(argument.value, str):
            return argument.value
        return None

    def event(self, call: Call) -> Typed:
        subject = self.text(call, 0)
        if subject is None or len(call.arguments) != 1:
            return self.usage(call)
        within: str | int | None = None
        if call.within is not None:
            duration = as_duration(call.within)
            if isinstance(call.within, Literal) and call.within.value == "stay":
                within = "stay"
            elif duration is None or duration.business_days or duration.elapsed < 1:
                return self.problem(
                    call.within.at,
                    "what stands after within= must be an elapsed time or 'stay'",
                    "Write within='7d', or min for minutes: within='30min'.",
                )
            else:
                within = duration.elapsed
        thing = None
        if call.object is not None:
            if not (isinstance(call.object, Literal) and isinstance(call.object.value, str)):
                return self.usage(call)
            thing = call.object.value
        return TypedCall(call.function, subject, within=within, object=thing)

    def step(self, call: Call) -> Typed:
        if not call.arguments and call.function != "done":
            return TypedCall(call.function)
        subject = self.text(call, 0)
        if subject is None or len(call.arguments) != 1:
            return self.usage(call)
        steps = self.vocabulary.steps
        if subject not in steps:
            fix = suggestion(subject, tuple(steps))
            return self.problem(call.arguments[0].at, f"there is no step {quoted(subject)}", fix)
        if call.function != "done" and steps[subject] != "send":
            what = f"{quoted(subject)} is {with_article(steps[subject])}"
            message = f"{what}, and only a send can be {call.function}"
            return self.problem(call.arguments[0].at, message, "Name a send, or use done('step').")
        return TypedCall(call.function, subject)

    def span(self, call: Call) -> Typed:
        if len(call.arguments) != 1:
            return self.usage(call)
        subject = self.text(call, 0)
        if subject is not None:
            if call.function == "left":
                return self.usage(call)
            return TypedCall("since", subject)
        argument = call.arguments[0]
        if not isinstance(argument, Name):
            return self.usage(call)
        of, kind = self.name(argument)
        if kind not in (DATE, None):
            message = f"{quoted(argument.name)} is not a date"
            return self.problem(argument.at, message, f"Write {FUNCTIONS[call.function]}.")
        if isinstance(of, FieldRef):
            of = FieldRef(of.name, DATE)
        return TypedCall(call.function, of=of if isinstance(of, FieldRef | DateRef) else None)

    def field_test(self, call: Call) -> Typed:
        wanted = 1 if call.function == "missing" else 2
        argument = call.arguments[0] if call.arguments else None
        if len(call.arguments) != wanted or not isinstance(argument, Name):
            return self.usage(call)
        of, kind = self.name(argument)
        if not isinstance(of, FieldRef):
            if kind is not None:
                message = f"{quoted(argument.name)} is not a field"
                self.problem(argument.at, message, "Name a field.")
            return _ANYTHING
        if call.function == "missing":
            return TypedCall("missing", of=of)
        text = self.text(call, 1)
        if text is None or of.kind.kind not in ("text", "choice"):
            return self.usage(call)
        return TypedCall("contains", text, of=of)

    def listed(self, call: Call) -> Typed:
        subject = self.text(call, 0)
        if subject is None or len(call.arguments) != 1:
            return self.usage(call)
        journeys = self.vocabulary.journeys
        if call.function in ("reached", "inside") and subject not in journeys:
            fix = suggestion(subject, tuple(journeys))
            return self.problem(call.arguments[0].at, f"there is no journey {quoted(subject)}", fix)
        return TypedCall(call.function, subject)
