"""The send schedule of a run: when, to whom, what, from whom, and what held it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from nurture_tui.contacts.distinct import distinct
from nurture_tui.model.effective import channel_of, sender_fallback_of, sender_of
from nurture_tui.model.merge import Piece, fill, parse_merge
from nurture_tui.model.step import Send
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.columns import Block, Coded, Moments, Texts, Walls, rows_of
from nurture_tui.report.people import Rows, texts
from nurture_tui.report.said import Said, what_was_said
from nurture_tui.simulation.calendar import Clock
from nurture_tui.simulation.result import Codes, Result
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


@dataclass(frozen=True, slots=True)
class Message:
    """What is the same for all sends of a step: `fixed` has journey, step and channel."""

    fixed: tuple[str, str, str]
    subject: tuple[Piece, ...]
    sender: str
    fallback: str


def schedule_rows(result: Result, workspace: Workspace) -> Iterator[tuple[str, ...]]:
    """A row for each send, ordered by time, then contact (columns SCHEDULE_COLUMNS)."""
    return rows_of(schedule_block(result, workspace))


def schedule_block(result: Result, workspace: Workspace, rows: Rows | None = None) -> Block:
    """The sends of a run (those at `rows`; None: all) as columns, SCHEDULE_COLUMNS in order.

    `workspace` is the one that was run. Local times are of the journey's clock (R1). Subjects are
    filled with what is known of the contact at that moment, `owner` is the contact's owner, else
    the sender's fallback.
    """
    sends, contacts = result.sends, result.contacts
    chosen = np.arange(len(sends)) if rows is None else rows
    zones, zone_of_send = zones_of_sends(result, workspace)
    zone, time, who = zone_of_send[chosen], sends.time[chosen], sends.contact[chosen]
    names, said = Texts(sends.names), what_was_said(result, workspace)
    channels, subjects, senders = Texts(), Texts(), Texts()
    channel, subject, sender = (np.zeros(len(chosen), dtype=np.int32) for _ in range(3))
    journey, step = sends.journey[chosen], sends.step[chosen]
    pair, many = journey * np.int64(len(sends.names)) + step, len(sends.names)
    for key in distinct(pair).tolist():
        message = message_of(workspace, *(sends.names[code] for code in divmod(key, many)))
        mine = np.flatnonzero(pair == key)
        channel[mine] = channels.code(message.fixed[2])
        for place in mine.tolist():
            of = int(who[place]), int(chosen[place])
            subject[place] = subjects.code(subject_of(message, said, *of))
            sender[place] = senders.code(sender_text(message, said, *of))
    addresses = [str(text) for text in texts(contacts, "email").tolist()]
    return {
        "send_at_utc": Moments(time),
        "send_at_local": Walls(Clock(zones).local(zone, time), time),
        "timezone": Coded(zone, Texts(zones)),
        "contact": Coded(who, Texts([str(id_) for id_ in contacts.ids.tolist()]), few=False),
        "email": Coded(who, Texts(addresses), few=False),
        "journey": Coded(journey, names),
        "step": Coded(step, names),
        "channel": Coded(channel, channels),
        "subject": Coded(subject, subjects),
        "sender": Coded(sender, senders),
        "way": Coded(sends.way[chosen], names),
        "due_at_utc": Moments(sends.due[chosen]),
        "held_by": Coded(sends.held_by[chosen], names),
    }


def zones_of_sends(result: Result, workspace: Workspace) -> tuple[tuple[str, ...], Codes]:
    """The zones that occur, and for each send the place of the one whose clock rules it (R1)."""
    sends = result.sends
    own, zone_of_contact, _ = compile_zones(texts(result.contacts, "timezone"), result.run.timezone)
    zones = dict.fromkeys(own)
    zone_of_send = zone_of_contact[sends.contact].astype(np.int32)
    shared = workspace.settings.sending.timezone
    for code in distinct(sends.journey).tolist():
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
