"""A brief as a file: plain text, Markdown or an HTML page, by the file's name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from nurture_tui.errors import ExchangeError
from nurture_tui.exchange.markup import shown
from nurture_tui.exchange.page import page
from nurture_tui.exchange.tables import html_table, markdown, markdown_table
from nurture_tui.files.writing import write_atomically
from nurture_tui.report.brief import LANGUAGES, Brief
from nurture_tui.report.brief.page import plain_text

_STYLE = "ul { padding-left: 1.2rem; }\n"
_CLASSES = {"when": "day", "message": "send", "source": "muted", "": "guess day"}


def to_text(brief: Brief) -> str:
    """The page of 72 columns, its margin below it."""
    return plain_text(brief)


def to_markdown(brief: Brief) -> str:
    """The brief with tables for messages, ends, assets and assumptions."""
    return "\n".join(_markdown(brief)) + "\n"


def to_html(brief: Brief) -> str:
    """The brief as a page of its own."""
    words = LANGUAGES[brief.language].words
    parts = [f"<h1><bdi>{shown(brief.title)}</bdi></h1>"]
    parts += [f"<p><bdi>{shown(text)}</bdi></p>" for text in brief.intro]
    for title, heads, rows, numbers in _tables(brief):
        classes = [_CLASSES.get(place, "") for place in _places(words, heads)]
        parts.append(f"<h2>{shown(title)}</h2>")
        parts.append(html_table(heads, rows, numbers=numbers, classes=classes))
        if title == words["ends"]:
            parts.append(f'<p class="muted">{shown(brief.ends_note)}</p>')
        if title == words["assume"]:
            parts.append(f"<p>{shown(brief.guesses)}</p>")
    for title, texts in _lists(brief):
        items = "".join(f"<li><bdi>{shown(text)}</bdi></li>" for text in texts)
        parts.append(f"<h2>{shown(title)}</h2>\n<ul>{items}</ul>")
    parts.append(f"<footer>{shown(brief.run)}</footer>")
    return page(brief.title, "\n".join(parts), style=_STYLE, language=brief.language)


BRIEFS: Mapping[str, Callable[[Brief], str]] = {
    ".md": to_markdown,
    ".html": to_html,
    ".txt": to_text,
}


def write_brief(path: Path, brief: Brief) -> None:
    """Write it as the ending of the name says; refuses another ending than those of BRIEFS."""
    made = BRIEFS.get(path.suffix.lower())
    if made is None:
        raise ExchangeError(
            "a brief cannot be written as that",
            where=str(path),
            fix=f"There are {', '.join(BRIEFS)}.",
        )
    write_atomically(path, made(brief))


Table = tuple[str, Sequence[str], Sequence[Sequence[str]], Sequence[str]]


def _markdown(brief: Brief) -> Iterator[str]:
    words = LANGUAGES[brief.language].words
    yield f"# {markdown(brief.title)}"
    for text in brief.intro:
        yield from ("", markdown(text))
    for title, heads, rows, numbers in _tables(brief):
        yield from ("", f"## {markdown(title)}", "")
        yield from markdown_table(heads, rows, numbers=numbers)
        if title == words["ends"]:
            yield from ("", markdown(brief.ends_note))
        if title == words["assume"]:
            yield from ("", markdown(brief.guesses))
    for title, texts in _lists(brief):
        yield from ("", f"## {markdown(title)}", "")
        yield from (f"- {markdown(text)}" for text in texts)
    yield from ("", markdown(brief.run))


def _tables(brief: Brief) -> Iterator[Table]:
    """Title, heads, rows and the heads whose columns are numbers."""
    words = LANGUAGES[brief.language].words
    of_100 = words["of 100"]
    if brief.gets:
        heads = (words["when"], words["message"], words["who"], of_100)
        gets = [
            (one.when, _message(one.title, one.subject), _who(one.who, one.only), one.share)
            for one in brief.gets
        ]
        yield words["gets"], heads, gets, (of_100,)
    ends = [(one.name, one.then, one.share) for one in brief.ends]
    yield words["ends"], (words["end"], words["then"], of_100), ends, (of_100,)
    if brief.told:
        told = [(one.when, one.what, one.share) for one in brief.told]
        yield words["told"], (words["when"], words["what"], of_100), told, (of_100,)
    if brief.assets:
        heads = (words["state"], words["asset"], words["owner"], words["hours"])
        assets = [(words[one.state], one.title, one.owner, one.hours) for one in brief.assets]
        yield words["prepare"], heads, assets, (words["hours"],)
    if brief.assumed:
        taken = (words["what"], words["where"], words["value"], "", words["source"])
        assumed = [
            (
                one.what,
                one.where if one.every or not one.titles else ", ".join(one.titles),
                one.value,
                f"? {words['guess']}" if one.guess else "",
                one.source,
            )
            for one in brief.assumed
        ]
        yield words["assume"], taken, assumed, (words["value"],)


def _message(title: str, subject: str) -> str:
    return f"{title} – {subject}" if subject else title


def _who(who: str, only: str) -> str:
    return f"{who}; {only}" if only else who


def _places(words: Mapping[str, str], heads: Sequence[str]) -> list[str]:
    """The keys of the heads, "" for the column of guesses."""
    keys = {words[key]: key for key in _CLASSES if key}
    return [keys.get(head, "other") if head else "" for head in heads]


def _lists(brief: Brief) -> Iterator[tuple[str, tuple[str, ...]]]:
    words = LANGUAGES[brief.language].words
    if brief.rules:
        yield words["rules"], brief.rules
    yield (
        words["agreed"],
        tuple(
            f"{words.get(one.side, one.side)}: {one.who or words['not yet']}"
            if one.side
            else one.who
            for one in brief.agreed
        ),
    )
    yield words["open"], brief.open or (words["nothing open"],)
