"""The text of an edited journey file: what did not change stays, with its remarks and its order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nurture_tui.files.canonical import canonical, journey_data, lines, text_of
from nurture_tui.files.draft import Draft
from nurture_tui.files.formatting import formatted, settings_data
from nurture_tui.files.layout import JOURNEY, SETTINGS
from nurture_tui.files.merging import merge
from nurture_tui.files.reading import (
    JourneyFile,
    SettingsFile,
    parse_journey,
    parse_settings,
)
from nurture_tui.files.renamed import renamed_steps
from nurture_tui.files.values import key_text
from nurture_tui.files.writing import write_atomically
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings

__all__ = ["Saved", "save_journey", "save_settings", "write_atomically"]


@dataclass(frozen=True, slots=True)
class Saved:
    """A text to write; `anew` is True where it had to be written anew, in the canonical form."""

    text: str
    anew: bool = False


def save_journey(file: JourneyFile, journey: Journey) -> Saved:
    """The file's text with the journey as it is now; read again, it gives exactly that journey.

    Only the keys that differ from `file.journey` are touched, and no change gives the same text,
    byte for byte. New steps come behind their predecessor; with a removed step go the remarks
    inside and directly above it. A text that cannot be edited so is written anew, with its
    remarks where they can be placed; so is one that had problems, without: no edit is ever lost.
    """
    if file.journey is None:
        return Saved(canonical(journey), anew=True)
    if _same(file.journey, journey):
        return Saved(file.text)
    data = journey_data(journey)
    try:
        edited = _edited(file.text, journey_data(file.journey), data)
    except (LookupError, ValueError):
        edited = ""  # lines that the pen cannot follow; the edit is more than the form of the file
    if _gives(edited, journey):
        return Saved(edited)
    written_anew = formatted(file.text, data, JOURNEY)
    return Saved(written_anew if _gives(written_anew, journey) else canonical(journey), anew=True)


def save_settings(file: SettingsFile, settings: Settings) -> Saved:
    """The text of nurture.toml with the settings as they are now, as save_journey does.

    What was wrong in the file, and so is not in the settings, stays where the text can be edited
    around it, and goes where it has to be written anew.
    """
    data, old = settings_data(settings), settings_data(file.settings)
    if not file.exists:
        return Saved(text_of(lines({"format": 1, **data}, SETTINGS)), anew=True)
    if data == old and _orders(data) == _orders(old):
        return Saved(file.text)
    try:
        draft = Draft(file.text)
        merge(draft, old, data, SETTINGS)
        edited = draft.whole
    except (LookupError, ValueError):
        edited = ""  # lines that the pen cannot follow
    if edited and _reads_as(edited, data, ordered=False):
        return Saved(edited)
    anew = formatted(file.text, data, SETTINGS) if not file.problems else ""
    return Saved(anew if _reads_as(anew, data) else text_of(lines(data, SETTINGS)), anew=True)


def _reads_as(text: str, data: dict[str, Any], *, ordered: bool = True) -> bool:
    again = settings_data(parse_settings(text, "nurture.toml").settings)
    return again == data and (not ordered or _orders(again) == _orders(data))


def _orders(data: object) -> object:
    """The names of all tables, in their order."""
    if isinstance(data, dict):
        return [(name, _orders(inner)) for name, inner in data.items()]
    return None


def _gives(text: str, journey: Journey) -> bool:
    again = parse_journey(text, f"{journey.id}.toml").journey
    return again is not None and _same(again, journey)


def _same(one: Journey, other: Journey) -> bool:
    """True if both would be written alike, whatever their ids."""
    return one.model_copy(update={"id": other.id}) == other and list(one.steps) == list(other.steps)


def _edited(text: str, old: dict[str, Any], new: dict[str, Any]) -> str:
    draft = Draft(text)
    renamed = renamed_steps(old.get("steps", {}), new.get("steps", {}))
    if all(draft.under(("steps", before)) for before in renamed):
        for before, after in renamed.items():
            _rename(draft, before, after)
        steps = old.get("steps", {})
        old = {**old, "steps": {renamed.get(id_, id_): steps[id_] for id_ in steps}}
    merge(draft, old, new, JOURNEY)
    _put_in_order(draft, list(new.get("steps", {})))
    return draft.whole


def _rename(draft: Draft, before: str, after: str) -> None:
    for statement in reversed(draft.under(("steps", before))):
        depth = 1 - (len(statement.table) if statement.kind == "pair" else 0)
        if depth >= 0:
            part = statement.parts[depth]
            draft.text = draft.text[: part.start] + key_text(after) + draft.text[part.end :]
    draft.rearrange(draft.text)


def _put_in_order(draft: Draft, wanted: list[str]) -> None:
    """Bring the sections of the steps into an order; each takes the remarks above it along."""
    runs = {id_: draft.runs(("steps", id_)) for id_ in wanted}
    if any(len(run) != 1 for run in runs.values()):
        return  # written inline, or the lines of two steps are mixed: such an order is not changed
    order = sorted(wanted, key=lambda id_: runs[id_][0][0].start)
    if order == wanted:
        return
    spans = {
        id_: (draft.first_line(first), draft.last_line(last))
        for id_, [(first, last)] in runs.items()
    }
    text, done, at = draft.text, "", 0
    for slot, id_ in zip(order, wanted, strict=True):
        start, end = spans[slot]
        section = text[slice(*spans[id_])]
        done += text[at:start] + section
        if not section.endswith("\n"):
            done += draft.newline  # it was the last of a file without a line end
        at = end
    draft.rearrange(done + text[at:])
