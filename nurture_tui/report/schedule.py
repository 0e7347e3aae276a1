"""The send schedule of a run as rows of text: when, to whom, what, from whom, and what held it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from nurture_tui.model.effective import channel_of, sender_fallback_of, sender_of
from nurture_tui.model.merge import Piece, fill, parse_merge
from nurture_tui.model.step import Send
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.columns import offset_text
from nurture_tui.report.log import utc_texts
from nurture_tui.report.people import texts
from nurture_tui.report.said import Said, what_was_said
from nurture_tui.simulation.calendar import Clock
from nurture_tui.simulation.result import Codes, Ints, Result
from nurture_tui.simulation.zone_rules import compile_zones

SCHEDULE_COLUMNS = (
    "send_at_utc",
    "send_at_local",
    "timezone",
    "contact",
    "email",
    "journey",
    "step",
    "channel",
    "subject",
    "sender",
    "way",
    "due_at_utc",
    "held_by",
)
_CHUNK = 20_000


@dataclass(frozen=True, slots=True)
class Message:
    """What is the same for all sends of a step: `fixed` has journey, step and channel."""

    fixed: tuple[str, str, str]
    subject: tuple[Piece, ...]
    sender: str
    fallback: str


def schedule_rows(result: Result, workspace: Workspace) -> Iterator[tuple[str, ...]]:
    """A row for each send, ordered by time, then contact (columns SCHEDULE_COLUMNS).

    `workspace` is the one that was run. Local times are of the journey's clock (R1). Subjects are
    filled with what is known of the contact at that moment, `owner` is the contact's owner, else
    the sender's fallback.
    """
    sends, contacts, names = result.sends, result.contacts, result.sends.names
    zones, zone_of_send = zones_of_sends(result, workspace)
    clock = Clock(zones)
    messages: dict[tuple[int, int], Message] = {}
    addresses = texts(contacts, "email")
    said = what_was_said(result, workspace)
    for start in range(0, len(sends), _CHUNK):
        part = slice(start, start + _CHUNK)
        zone = zone_of_send[part]
        columns = zip(
            utc_texts(sends.time[part]),
            _local_texts(sends.time[part], clock.local(zone, sends.time[part])),
            zone.tolist(),
            sends.contact[part].tolist(),
            sends.journey[part].tolist(),
            sends.step[part].tolist(),
            sends.way[part].tolist(),
            utc_texts(sends.due[part]),
            sends.held_by[part].tolist(),
            strict=True,
        )
        for number, row in enumerate(columns, start=start):
            utc, local, place, who, journey, step, way, due, held = row
            key = (journey, step)
            if key not in messages:
                messages[key] = message_of(workspace, names[journey], names[step])
            message = messages[key]
            yield (
                utc,
                local,
                zones[place],
                str(contacts.ids[who]),
                str(addresses[who]),
                *message.fixed,
                subject_of(message, said, who, number),
                sender_text(message, said, who, number),
                names[way],
                due,
                names[held],
            )


def zones_of_sends(result: Result, workspace: Workspace) -> tuple[tuple[str, ...], Codes]:
    """The zones that occur, and for each send the place of the one whose clock rules it (R1)."""
    sends = result.sends
    own, zone_of_contact, _ = compile_zones(texts(result.contacts, "timezone"), result.run.timezone)
    zones = dict.fromkeys(own)
    zone_of_send = zone_of_contact[sends.contact].astype(np.int32)
    shared = workspace.settings.sending.timezone
    for code in np.unique(sends.journey).tolist():
        journey = workspace.journeys[sends.names[code]]
        named = journey.sending.timezone or shared or "contact"
        if named != "contact":
            zones.setdefault(named)
            zone_of_send[sends.journey == code] = [*zones].index(named)
    return tuple(zones), zone_of_send


def message_of(workspace: Workspace, journey_id: str, step_id: str) -> Message:
    journey = workspace.journeys[journey_id]
    step = journey.steps[step_id]
    assert isinstance(step, Send)
    return Message(
        fixed=(journey_id, step_id, channel_of(workspace, journey, step)),
        subject=parse_merge(step.subject or ""),
        sender=sender_of(workspace, journey, step) or "",
        fallback=sender_fallback_of(workspace, journey) or "",
    )


def subject_of(message: Message, said: Said, who: int, send: int) -> str:
    return fill(message.subject, lambda name: said.text(name, who, send))


def sender_text(message: Message, said: Said, who: int, send: int) -> str:
    if message.sender != "owner":
        return message.sender
    return said.text("owner", who, send) or message.fallback


def _local_texts(instants: Ints, walls: Ints) -> list[str]:
    """Wall times in ISO 8601 with their offsets, `+02:00`."""
    shown = np.datetime_as_string(walls.astype("datetime64[s]"), unit="s").tolist()
    offsets = (walls - instants).tolist()
    known = {offset: offset_text(offset) for offset in set(offsets)}
    return [f"{text}{known[offset]}" for text, offset in zip(shown, offsets, strict=True)]
