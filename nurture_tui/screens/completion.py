"""What can be typed into a field: steps, events, journeys, assets, fields, and choices."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from textual.suggester import Suggester

from nurture_tui.edit.form import Field
from nurture_tui.model.action import Emit
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Action, Send
from nurture_tui.model.vocabulary import FUNCTIONS, Vocabulary
from nurture_tui.model.workspace import Workspace, vocabulary
from nurture_tui.model.zones import zone_names
from nurture_tui.screens.actiontexts import names_for_action
from nurture_tui.screens.session import Session

_LAST_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*$")
# Inside the quotes of a call: `clicked('off` is about to name a step.
_IN_CALL = re.compile(r"([a-z_]+)\(\s*['\"]([^'\"]*)$")
_CALL_BEGUN = re.compile(r"([a-z_]+)\(\s*$")
_OF_STEPS = ("sent", "opened", "clicked", "done")
_OF_JOURNEYS = ("reached", "inside")
_OF_EVENTS = {"event", "event name", "tapahtuma"}
MOST_FILES = 1_000
HEAD_BYTES = 4_096


def known_texts(session: Session, field: Field) -> list[str]:
    """The whole texts that suit a field; empty where anything may be written."""
    journey, workspace = session.journey, session.workspace
    if "do" in field.path or "set" in field.path:
        named = names_for_action(session, field, known_words(session))
        if named is not None:
            return named
    match field.path[-1]:
        case "contacts":
            return lists_in(session.opened.folder)
        case "timezone":
            return ["contact", *sorted(zone_names())] if field.path[:-1] else sorted(zone_names())
        case "asset":
            return sorted(workspace.settings.assets)
        case "cta" | "event" | "emit":
            return events_of(workspace)
        case "enter":
            return sorted(workspace.journeys)
        case "persona":
            return sorted(workspace.settings.personas)
        case "date" if field.type == "text":
            return dates_of(session)
        case "owner" | "sender" | "sender_fallback":
            return people_of(workspace)
    if field.type == "step" and journey is not None:
        return list(journey.steps)
    return list(field.choices)


def lists_in(folder: Path) -> list[str]:
    """The files beside the journeys, or in a folder there, that can be a list of contacts.

    Histories of events, which look alike, come last.
    """
    endings = (".csv", ".tsv", ".xlsx", ".parquet")
    every = (path for pattern in ("*", "*/*") for path in folder.glob(pattern))
    found = [path for path in islice(every, MOST_FILES) if path.suffix.lower() in endings]
    named = sorted(
        (_is_history(path), len(path.parts), path.relative_to(folder).as_posix()) for path in found
    )
    return [name for _, _, name in named if not name.startswith(".") and "/." not in name]


def _is_history(path: Path) -> bool:
    """Whether the first line of a text file has the columns of events."""
    if path.suffix.lower() not in (".csv", ".tsv"):
        return False
    try:
        with path.open("rb") as file:
            head = file.readline(HEAD_BYTES).decode("utf-8", "replace").casefold()
    except OSError:
        return False
    columns = {column.strip(' "\r\n\ufeff') for column in re.split(r"[,;\t|]", head)}
    return bool(columns & _OF_EVENTS)


def words_of_conditions(session: Session, *, of_journey: bool = True) -> list[str]:
    """The words a condition can use: fields, definitions, dates, then functions."""
    words = known_words(session, of_journey=of_journey)
    named = subjects_of_calls(session)
    return [*words.names(), *(f"{name}('" if name in named else f"{name}(" for name in FUNCTIONS)]


def known_words(session: Session, *, of_journey: bool = True) -> Vocabulary:
    """What a condition of the open journey (or of nurture.toml) may name."""
    fields = session.contacts.kinds if session.contacts is not None else None
    return vocabulary(session.workspace, session.journey if of_journey else None, fields)


def dates_of(session: Session) -> list[str]:
    """What a wait can wait for: date fields, and the dates with names."""
    words = known_words(session)
    fields = {**(words.fields or {})}
    return [*(name for name, kind in fields.items() if kind.kind == "date"), *sorted(words.dates)]


def people_of(workspace: Workspace) -> list[str]:
    """`owner`, and the addresses that the files name."""
    found = {asset.owner for asset in workspace.settings.assets.values()}
    for journey in workspace.journeys.values():
        found |= {journey.owner, journey.sending.sender, journey.sending.sender_fallback}
    return ["owner", *sorted(name for name in found if name and name != "owner")]


def events_of(workspace: Workspace) -> list[str]:
    """The events that the files of the workspace name."""
    found: set[str] = {*workspace.settings.scoring.points, *workspace.settings.scoring.reached}
    found |= {assumed.event for assumed in workspace.settings.assume.events}
    for journey in workspace.journeys.values():
        found |= _events_in(journey)
    return sorted(found)


def _events_in(journey: Journey) -> set[str]:
    found = {assumed.event for assumed in journey.assume.events}
    if journey.entry.event:
        found.add(journey.entry.event)
    for step in journey.steps.values():
        if isinstance(step, Send) and step.cta:
            found.add(step.cta)
        elif isinstance(step, Action):
            found |= {verb.event for verb in step.do if isinstance(verb, Emit)}
    return found


def subjects_of_calls(session: Session) -> dict[str, list[str]]:
    """What can stand in the quotes of each function of the conditions."""
    journey = session.journey
    steps = list(journey.steps) if journey is not None else []
    sends = [id_ for id_ in steps if journey and isinstance(journey.steps[id_], Send)]
    events = events_of(session.workspace)
    found = dict.fromkeys(_OF_STEPS, sends) | {"done": steps}
    found |= {function: sorted(session.workspace.journeys) for function in _OF_JOURNEYS}
    return found | dict.fromkeys(("did", "count", "since"), events)


class Known(Suggester):
    """Suggests the rest of what is being typed; in a condition, of its last word.

    `texts` are whole values; `words` those of a condition, `inside` what its calls can name.
    """

    def __init__(
        self,
        texts: Sequence[str],
        words: Sequence[str] = (),
        inside: dict[str, list[str]] | None = None,
    ) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self.texts, self.words, self.inside = texts, words, inside or {}

    async def get_suggestion(self, value: str) -> str | None:
        return self.complete(value)

    def complete(self, value: str) -> str | None:
        """The first known text that begins like this."""
        fitting = self.fitting(value)
        if not fitting:
            return None
        if self.words:
            value = self._in_quotes(value)
            begun, rest = _begun(value)
            call = _IN_CALL.search(value)
            end = f"{rest[-1]})" if call else ""
            whole = rest + fitting[0] + end
            return whole if (begun or call) and whole != value else None
        begins = fitting[0].startswith(value) and fitting[0] != value
        return fitting[0] if begins else None

    def fitting(self, value: str) -> list[str]:
        """The known texts that begin like what is typed, or of nothing typed, all."""
        if self.words:
            value = self._in_quotes(value)
            call = _IN_CALL.search(value)
            begun, _ = _begun(value)
            words = self.inside.get(call[1], []) if call else self.words
            return [word for word in words if word.startswith(begun)] if begun or call else []
        begins = [text for text in self.texts if text.startswith(value)]
        low = value.casefold()
        within = [text for text in self.texts if low in text.casefold() and text not in begins]
        if value in self.texts:
            return list(self.texts)
        return [*begins, *within]

    @property
    def every(self) -> set[str]:
        """All that can be offered: whole values, words, what calls can name."""
        return {
            *self.texts,
            *self.words,
            *(text for named in self.inside.values() for text in named),
        }

    def with_text(self, value: str, text: str) -> str:
        """What is typed with an offered text in place of what was begun."""
        if not self.words:
            return text
        value = self._in_quotes(value)
        call = _IN_CALL.search(value)
        _, rest = _begun(value)
        return rest + text + (f"{rest[-1]})" if call else "")

    def _in_quotes(self, value: str) -> str:
        """With the quote that a call goes on with: `opened(` is about to name a step."""
        call = _CALL_BEGUN.search(value)
        return f"{value}'" if call and call[1] in self.inside else value

    def only(self, value: str) -> str | None:
        """The one known text that begins like this, None if there are several or none."""
        begins = [text for text in self.texts if text.startswith(value.casefold())]
        return begins[0] if len(begins) == 1 else None

    def next_after(self, value: str) -> str | None:
        """The known text after this one, round and round: for choices without typing."""
        if self.words or not self.texts:
            return self.complete(value)
        if value in self.texts:
            return self.texts[(list(self.texts).index(value) + 1) % len(self.texts)]
        fitting = self.fitting(value)
        return fitting[0] if fitting else self.texts[0]


def _begun(value: str) -> tuple[str, str]:
    """The word that is being typed, and what stands before it."""
    call = _IN_CALL.search(value)
    if call:
        return call[2], value[: call.start(2)]
    last = _LAST_WORD.search(value)
    return (last[0], value[: last.start()]) if last else ("", value)
