"""A brief as rows of text: a page of 72 columns, and notes for its margin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nurture_tui.report.brief.facts import Asset, Assumed, Brief, End, Get, Told
from nurture_tui.report.brief.gather import LANGUAGES
from nurture_tui.text import cut, pad, safe, width, wrapped

Piece = tuple[str, str]
Row = tuple[Piece, ...]
"""Texts side by side, each with the name of its style (text, bold, muted, line, send, goal, ok,
warning). Texts are harmless already."""

PAGE, MARGIN = 72, 44
_WHEN, _SHARE = 12, 12
_NAME = 26
_STATE, _OWNER, _HOURS = 9, 9, 6
_TITLE_ROWS = 2
_VALUE, _SOURCE, _SOURCE_NARROW = 6, 11, 8
_NARROW = 40
_HEAD = re.compile(r"[:,;(]|\s(?=\d)")
_STATES = {"ready": "ok", "draft": "muted", "idea": "muted", "missing": "warning"}


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that belong together; `step` is what Enter goes to on the canvas ("" nothing)."""

    rows: tuple[Row, ...]
    step: str = ""


def page(brief: Brief, room: int = PAGE) -> list[Block]:
    """The page: what it is for, what they get, when it ends, who is told, rules, what is open."""
    words = LANGUAGES[brief.language].words
    return [
        Block((*_paragraph(brief.title, room, "bold"), (("─" * room, "text"),), ())),
        *(Block((*_paragraph(text, room), ())) for text in brief.intro),
        *_section(
            words["gets"], [_get(one, room) for one in brief.gets], room, words["no messages"]
        ),
        *_section(words["ends"], _ends(brief, room), room),
        *_section(words["told"], [_told(one, room) for one in brief.told], room),
        *_section(words["rules"], _rules(brief, room), room),
        *_section(words["open"], [_open(text, room) for text in brief.open], room),
    ]


def beside(brief: Brief, room: int = MARGIN, *, guesses: bool = False) -> list[Row]:
    """The notes of the margin: to prepare, assumed (with `guesses` only those), agreed."""
    words = LANGUAGES[brief.language].words
    rows: list[Row] = []
    if not guesses:
        rows += [_ends_of(words["prepare"], brief.hours, room, "bold"), ()]
        rows += [row for one in brief.assets for row in _asset(one, words, room)]
        rows += [] if brief.assets else [((words["nothing to prepare"], "muted"),)]
        rows += [(), ()]
    assumed = [one for one in brief.assumed if one.guess or not guesses]
    rows += [((words["assume"], "bold"),), ()]
    rows += _all_assumed(assumed, words, room)
    rows += [(), *_paragraph(brief.guesses or brief.run, room)]
    if not guesses:
        rows += [(), ((words["agreed"], "bold"),), ()]
        for one in brief.agreed:
            side = words.get(one.side, one.side)
            who = (safe(one.who), "text") if one.who else (words["not yet"], "warning")
            rows.append(((pad(side, 14), "muted"), (cut(who[0], room - 14), who[1])))
    if brief.guesses:
        rows += [(), *_paragraph(brief.run, room, "muted")]
    return rows


def plain_text(brief: Brief) -> str:
    """The brief as text: the page, then its margin."""
    rows = [row for block in page(brief) for row in block.rows]
    rows += [(), *beside(brief, PAGE)]
    lines = ["".join(text for text, _ in row).rstrip() for row in rows]
    return "\n".join(lines).rstrip() + "\n"


def _section(title: str, blocks: Sequence[Block], room: int, none: str = "") -> Iterator[Block]:
    """A heading with a light rule; without blocks what there is instead, or nothing at all."""
    if not blocks and not none:
        return
    yield Block(((), ((title, "bold"),), (("─" * room, "line"),)))
    yield from blocks or [Block((((none, "muted"),), ()))]


def _get(one: Get, room: int) -> Block:
    inside = room - _WHEN
    when, title, who = safe(one.when), safe(one.title), safe(one.who)
    rows: list[Row] = []
    if width(when) >= _WHEN:
        rows.append(((cut(when, room), "muted"),))
        when = ""
    fits = width(title) + 2 + width(who) <= inside
    lead = (pad(when, _WHEN), "muted")
    if fits:
        gap = " " * (inside - width(title) - width(who))
        rows.append((lead, (title, "send"), (gap, ""), (who, "muted")))
    else:
        named = wrapped(title, inside) or [""]
        rows.append((lead, (named[0], "send")))
        rows += [((" " * _WHEN, ""), (line, "send")) for line in named[1:]]
    lines = wrapped(one.subject or one.channel, inside - _SHARE) or [""]
    for number, line in enumerate(lines):
        share = one.share if number == 0 else ""
        rows.append(((" " * _WHEN, ""), *_ends_of(line, share, inside, "text")))
    if not fits:
        rows += [((" " * _WHEN, ""), (line, "muted")) for line in wrapped(one.who, inside)]
    if one.only:
        rows += [((" " * _WHEN, ""), (line, "muted")) for line in wrapped(one.only, inside)]
    return Block((*rows, ()), one.step)


def _ends(brief: Brief, room: int) -> list[Block]:
    blocks = [_end(one, room) for one in brief.ends]
    return [*blocks, Block(((), *_paragraph(brief.ends_note, room, "muted"), ()))]


def _end(one: End, room: int) -> Block:
    then = room - _NAME - 2 - _SHARE
    names, thens = wrapped(one.name, _NAME) or [""], wrapped(one.then, then) or [""]
    rows: list[Row] = []
    for number in range(max(len(names), len(thens))):
        name = names[number] if number < len(names) else ""
        said = thens[number] if number < len(thens) else ""
        share = one.share if number == 0 else ""
        style = "goal" if one.goal else "text"
        rows.append(
            (
                (pad(name, _NAME + 2), style),
                (pad(said, then), "muted"),
                (pad(share, _SHARE, "right"), "text"),
            )
        )
    return Block(tuple(rows), one.step)


def _told(one: Told, room: int) -> Block:
    inside = room - _WHEN
    lines = wrapped(one.what, inside - _SHARE) or [""]
    rows = [
        (
            (pad(one.when if number == 0 else "", _WHEN), "muted"),
            *_ends_of(line, one.share if number == 0 else "", inside, "text"),
        )
        for number, line in enumerate(lines)
    ]
    return Block(tuple(rows), one.step)


def _rules(brief: Brief, room: int) -> list[Block]:
    if not brief.rules:
        return []
    return [Block((*_paragraph(" ".join(brief.rules), room), ()))]


def _open(text: str, room: int) -> Block:
    lines = wrapped(text, room - 2)
    rows = [
        (("· " if not number else "  ", "muted"), (line, "text"))
        for number, line in enumerate(lines)
    ]
    return Block(tuple(rows))


def _asset(one: Asset, words: Mapping[str, str], room: int) -> list[Row]:
    """State, title, the maker's name without its address where there is room for it, hours."""
    owner = _OWNER if room >= MARGIN else 0
    title = room - _STATE - owner - _HOURS
    who = cut(safe(one.owner).partition("@")[0], max(owner - 1, 0))
    lines = wrapped(one.title, title - 1)[:_TITLE_ROWS] or [""]
    first: Row = (
        (pad(words[one.state], _STATE), _STATES[one.state]),
        (pad(lines[0], title), "text"),
        (pad(who, owner), "muted"),
        (pad(one.hours, _HOURS, "right"), "muted"),
    )
    return [first, *((((" " * _STATE, ""), (line, "text"))) for line in lines[1:])]


def _all_assumed(found: Sequence[Assumed], words: Mapping[str, str], room: int) -> list[Row]:
    """Rates of messages under what they are, the messages indented; then what happens."""
    rows: list[Row] = []
    before = ""
    for one in found:
        alone = sum(other.what == one.what for other in found) == 1
        if one.titles and not alone:
            if one.what != before:
                rows.append(((one.what, "text"),))
            rows += _assumed(f"  {one.where}", one, words, room)
        else:
            said = ": ".join(part for part in (one.what, one.where) if part)
            rows += _assumed(said, one, words, room)
        before = one.what
    return rows


def _assumed(said: str, one: Assumed, words: Mapping[str, str], room: int) -> list[Row]:
    """What, its value, and where it comes from in a word, or that it is a guess.

    What is too long for its column stands in rows above the value.
    """
    from_ = _SOURCE if room >= _NARROW else _SOURCE_NARROW
    label = room - _VALUE - 2 - from_
    indent = said[: len(said) - len(said.lstrip())]
    lines = [indent + line for line in wrapped(said, label - 1 - len(indent))] or [""]
    if len(lines) > 1:
        whole = wrapped(said, room - len(indent) - 2)
        lines = [indent + ("  " if number else "") + line for number, line in enumerate(whole)]
        lines += [] if width(lines[-1]) < label else [""]
    source = (f"? {words['guess']}", "warning") if one.guess else (_short(one.source), "muted")
    last: Row = (
        (pad(lines[-1], label), "muted"),
        (pad(one.value, _VALUE, "right"), "text"),
        ("  ", ""),
        (cut(source[0], from_), source[1]),
    )
    return [*(((line, "muted"),) for line in lines[:-1]), last]


def _short(source: str) -> str:
    """The first words of a source: `own data`, `Mailchimp`."""
    return (wrapped(_HEAD.split(safe(source), maxsplit=1)[0], _SOURCE) or [""])[0]


def _paragraph(text: str, room: int, style: str = "text") -> list[Row]:
    return [((line, style),) for line in wrapped(text, room)]


def _ends_of(left: str, right: str, room: int, style: str) -> Row:
    """A text at the left, one at the right edge."""
    shown = cut(left, room - (width(right) + 2 if right else 0))
    gap = " " * (room - width(shown) - width(right))
    return ((shown, style), (gap, ""), (right, "muted"))
