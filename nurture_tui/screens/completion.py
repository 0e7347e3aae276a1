"""What can be typed into a field: steps, events, journeys, assets, fields, and choices."""

from __future__ import annotations

import re

from textual.suggester import Suggester

from nurture_tui.edit.form import Field
from nurture_tui.model.action import Emit
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Action, Send
from nurture_tui.model.vocabulary import FUNCTIONS
from nurture_tui.model.workspace import Workspace, vocabulary
from nurture_tui.screens.session import Session

_LAST_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*$")


def known_texts(session: Session, field: Field) -> list[str]:
    """The whole texts that suit a field; empty where anything may be written."""
    journey, workspace = session.journey, session.workspace
    if journey is None:
        return []
    match field.path[-1]:
        case "asset":
            return sorted(workspace.settings.assets)
        case "cta" | "event":
            return events_of(workspace)
        case "enter":
            return sorted(workspace.journeys)
        case "persona":
            return sorted(workspace.settings.personas)
    if field.type == "step":
        return list(journey.steps)
    return list(field.choices)


def words_of_conditions(session: Session) -> list[str]:
    """The words a condition can use: fields, definitions, dates, then functions."""
    fields = session.contacts.kinds if session.contacts is not None else None
    words = vocabulary(session.workspace, session.journey, fields)
    return [*words.names(), *(f"{name}(" for name in FUNCTIONS)]


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


class Known(Suggester):
    """Suggests the rest of what is being typed; in a condition, of its last word."""

    def __init__(self, texts: list[str], words: list[str]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self.texts, self.words = texts, words

    async def get_suggestion(self, value: str) -> str | None:
        return self.complete(value)

    def complete(self, value: str) -> str | None:
        """The first known text that begins like this."""
        if self.words:
            last = _LAST_WORD.search(value)
            if last is None:
                return None
            starts = [word for word in self.words if word.startswith(last[0]) and word != last[0]]
            return value + starts[0][len(last[0]) :] if starts else None
        return next((text for text in self.texts if text.startswith(value) and text != value), None)

    def next_after(self, value: str) -> str | None:
        """The known text after this one, round and round: for choices without typing."""
        if not self.texts:
            return self.complete(value)
        if value in self.texts:
            return self.texts[(self.texts.index(value) + 1) % len(self.texts)]
        return self.complete(value) or self.texts[0]
