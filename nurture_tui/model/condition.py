"""The condition language: one expression in Python's syntax, parsed, and nothing else of Python."""

from __future__ import annotations

import ast
import re
import warnings

from nurture_tui.errors import ConditionError
from nurture_tui.frozen import dataclass
from nurture_tui.model.duration import Duration, parse_duration
from nurture_tui.model.words import quoted

MAX_LENGTH = 2_000
MAX_DEPTH = 40
MAX_DOTS = 5
MAX_NUMBER = 1e18

_TEXTS = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.In: "in",
    ast.NotIn: "not in",
}


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant: text, number, true or false, or (after type-checking) a duration."""

    value: str | float | bool | Duration
    at: int = 0


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of constants, for `in`."""

    items: tuple[Literal, ...]
    at: int = 0


@dataclass(frozen=True, slots=True)
class Name:
    """A field, a definition or a named date, by its (dotted) name."""

    name: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the language with its arguments; `within` and `object` go by keyword."""

    function: str
    arguments: tuple[Expr, ...] = ()
    within: Expr | None = None
    object: Expr | None = None
    at: int = 0


@dataclass(frozen=True, slots=True)
class Compare:
    """`left` compared with `right`; operator one of == != < <= > >= in, not in."""

    operator: str
    left: Expr
    right: Expr
    at: int = 0


@dataclass(frozen=True, slots=True)
class Not:
    item: Expr
    at: int = 0


@dataclass(frozen=True, slots=True)
class And:
    items: tuple[Expr, ...]
    at: int = 0


@dataclass(frozen=True, slots=True)
class Or:
    items: tuple[Expr, ...]
    at: int = 0


Expr = Literal | ListOf | Name | Call | Compare | Not | And | Or


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition as written, with its parsed expression. Two are equal if their texts are."""

    text: str
    expr: Expr

    def __str__(self) -> str:
        return self.text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Condition) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)


def parse_condition(text: str) -> Condition:
    """Parse a condition; a ConditionError says what is not of the language, and where (column).

    The text is never evaluated: Python's parser gives a tree, of which only the nodes that the
    language has are taken over.
    """
    if not text.strip():
        raise ConditionError("the condition is empty", fix="Write one, or leave the key out.")
    if len(text) > MAX_LENGTH:
        raise ConditionError(
            f"the condition has {len(text):,} characters; {MAX_LENGTH:,} are the most",
            fix="Name parts of it in [definitions].",
        )
    flat = text.replace("\r", " ").replace("\n", " ")
    lead = len(flat) - len(flat.lstrip())
    try:
        tree = _parsed(flat.lstrip())
    except SyntaxError as error:
        raise _unreadable(text, lead + error.offset - 1 if error.offset else len(text)) from None
    except (ValueError, RecursionError, MemoryError):
        raise ConditionError(
            "the condition cannot be read: it holds a null character or is nested too deeply",
            fix="Name parts of it in [definitions].",
        ) from None
    if "#" in _TEXTS.sub("", flat):
        raise ConditionError(
            f"{quoted(text)} has a remark behind #, which conditions do not have",
            fix="Write remarks into the file, outside of the quotes, or into notes.",
            at=flat.rindex("#"),
        )
    return Condition(text, _Reader(flat.lstrip(), lead).expression(tree.body, 0))


def _parsed(source: str) -> ast.Expression:
    with warnings.catch_warnings():
        # Python remarks on odd escapes and numbers; those words are not for a planner.
        warnings.simplefilter("ignore")
        return ast.parse(source, mode="eval")


def _unreadable(text: str, at: int) -> ConditionError:
    return ConditionError(
        f"{quoted(text)} cannot be read at character {at + 1}", fix=_hint(text), at=at
    )


def _hint(text: str) -> str:
    """What people write who come from a spreadsheet or a word processor, and what to write."""
    if any(quote in text for quote in "“”‘’„«»"):
        return "Write straight quotes: 'text'."
    if "&&" in text or "||" in text:
        return "Write and, or, not."
    if re.search(r"(?<![=!<>])=(?!=)", text) and "within=" not in text and "object=" not in text:
        return "Write == to compare."
    return "Write it like clicked('deliver') and not customer."


class _Reader:
    """Takes over Python's tree, node by node, into the language's own."""

    def __init__(self, source: str, lead: int) -> None:
        self.source = source
        self.lead = lead
        self.bytes = source.encode()

    def at(self, node: ast.expr) -> int:
        return self.lead + len(self.bytes[: node.col_offset].decode(errors="ignore"))

    def refuse(self, node: ast.expr, message: str, fix: str) -> ConditionError:
        written = ast.get_source_segment(self.source, node) or ""
        shown = f"{quoted(written)} " if written else ""
        at = self.at(node)
        return ConditionError(f"{shown}{message} (character {at + 1})", fix=fix, at=at)

    def expression(self, node: ast.expr, depth: int) -> Expr:
        if depth > MAX_DEPTH:
            raise self.refuse(node, "is nested too deeply", "Name parts of it in [definitions].")
        at = self.at(node)
        match node:
            case ast.BoolOp(op=operator, values=values):
                items = tuple(self.expression(value, depth + 1) for value in values)
                return And(items, at) if isinstance(operator, ast.And) else Or(items, at)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Not(self.expression(operand, depth + 1), at)
            case ast.UnaryOp(
                op=ast.USub(), operand=ast.Constant(value=int() | float() as value)
            ) if not isinstance(value, bool):
                return Literal(-float(min(value, MAX_NUMBER)), at)
            case ast.Compare():
                return self.comparison(node, depth)
            case ast.Call():
                return self.call(node, depth)
            case ast.Constant() | ast.List() | ast.Tuple():
                return self.constant(node)
            case ast.Name(id="true" | "false" as word):
                return Literal(word == "true", at)
            case ast.Name() | ast.Attribute():
                return Name(self.dotted(node), at)
        raise self.refuse(
            node,
            "is not part of the condition language",
            "Use and or not, comparisons, fields, definitions and the functions of the format.",
        )

    def comparison(self, node: ast.Compare, depth: int) -> Expr:
        sides = [self.expression(side, depth + 1) for side in (node.left, *node.comparators)]
        parts: list[Expr] = []
        for operator, left, right in zip(node.ops, sides, sides[1:], strict=False):
            if type(operator) not in _COMPARISONS:
                raise self.refuse(node, "compares with `is`", "Write == or != in its place.")
            parts.append(Compare(_COMPARISONS[type(operator)], left, right, self.at(node)))
        return parts[0] if len(parts) == 1 else And(tuple(parts), self.at(node))

    def call(self, node: ast.Call, depth: int) -> Expr:
        if not isinstance(node.func, ast.Name):
            raise self.refuse(node, "is not a function of the language", "Write its name plainly.")
        keywords: dict[str, Expr] = {}
        for keyword in node.keywords:
            if keyword.arg not in ("within", "object"):
                raise self.refuse(
                    node, "has an argument that does not exist", "Only within= and object= do."
                )
            keywords[keyword.arg] = self.expression(keyword.value, depth + 1)
        arguments = tuple(self.expression(argument, depth + 1) for argument in node.args)
        return Call(
            node.func.id,
            arguments,
            keywords.get("within"),
            keywords.get("object"),
            self.at(node),
        )

    def constant(self, node: ast.expr) -> Literal | ListOf:
        at = self.at(node)
        match node:
            case ast.Constant(value=str() | bool() as value):
                return Literal(value, at)
            case ast.Constant(value=int() | float() as value) if abs(value) < MAX_NUMBER:
                return Literal(float(value), at)
            case ast.List(elts=items) | ast.Tuple(elts=items):
                constants = tuple(self.list_item(item) for item in items)
                return ListOf(constants, at)
        raise self.refuse(node, "is not a value of the language", "Use text, numbers, true, false.")

    def list_item(self, node: ast.expr) -> Literal:
        expr = self.expression(node, MAX_DEPTH)
        if not isinstance(expr, Literal):
            raise self.refuse(node, "cannot stand in a list", "Lists hold text and numbers only.")
        return expr

    def dotted(self, node: ast.expr) -> str:
        parts: list[str] = []
        inner = node
        while isinstance(inner, ast.Attribute):
            parts.append(inner.attr)
            inner = inner.value
        if not isinstance(inner, ast.Name) or len(parts) > MAX_DOTS:
            raise self.refuse(node, "is not a field name", "Write it like company.size.")
        return ".".join((inner.id, *reversed(parts)))


def quote_text(text: str) -> str:
    """The text as a literal of the language."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def as_duration(literal: Expr) -> Duration | None:
    """The duration that a text constant spells, or None."""
    if isinstance(literal, Literal) and isinstance(literal.value, Duration):
        return literal.value
    if isinstance(literal, Literal) and isinstance(literal.value, str):
        try:
            return parse_duration(literal.value)
        except ValueError:
            return None
    return None


def walk(expr: Expr) -> list[Expr]:
    """The expression and all in it, outermost first, in reading order."""
    children: tuple[Expr | None, ...]
    match expr:
        case And(items=items) | Or(items=items):
            children = items
        case Not(item=item):
            children = (item,)
        case Compare(left=left, right=right):
            children = (left, right)
        case Call(arguments=arguments, within=within, object=thing):
            children = (*arguments, within, thing)
        case _:
            children = ()
    found = [expr]
    for child in children:
        if child is not None:
            found += walk(child)
    return found
