"""An account as plain values, in the shape of `nurture explain --json`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nurture_tui.model.workspace import Workspace
from nurture_tui.report.account import Account, where_at_end
from nurture_tui.report.storyline import Decision, StoryLine
from nurture_tui.report.told import OwnClock
from nurture_tui.report.whynot import WhyNot
from nurture_tui.simulation.result import RunRecord

Record = dict[str, Any]


def account_record(
    account: Account, workspace: Workspace, run: RunRecord, why_not: Iterable[WhyNot]
) -> Record:
    """The contact, its story line by line, where it is at the end, and why not; ready for JSON.

    Moments carry the offset of the contact's own clock.
    """
    clock = account.clock
    return {
        "run": {
            "seed": run.seed,
            "start": clock.local(run.start).isoformat(),
            "days": run.days,
            "simulated": True,
        },
        "contact": {
            "id": account.id,
            "name": account.name,
            "email": account.email,
            "timezone": clock.zone,
        },
        "account": [_line(line, clock) for line in account.lines],
        "at_end": where_at_end(account, workspace),
        "why_not": [_why_not(answer, clock) for answer in why_not],
    }


def _line(line: StoryLine, clock: OwnClock) -> Record:
    found: Record = {
        "time": clock.local(line.time).isoformat(),
        "journey": line.journey,
        "step": line.step,
        "what": line.word,
        "text": line.text,
        "why": line.why,
        "until": _moment(line.until, clock),
        "decisions": [_decision(decision) for decision in line.decisions],
        "log": None,
    }
    if line.row is not None:
        found["log"] = {"event": line.row.event, "detail": line.row.detail}
    if line.message is not None:
        message = line.message
        found["message"] = {
            "channel": message.channel,
            "subject": message.subject,
            "sender": message.sender,
            "way": message.way,
            "due": _moment(message.due, clock),
            "held_by": list(message.held_by),
        }
    return found


def _decision(decision: Decision) -> Record:
    return {
        "name": decision.name,
        "condition": decision.condition,
        "holds": decision.holds,
        "because": decision.because,
    }


def _why_not(answer: WhyNot, clock: OwnClock) -> Record:
    return {
        "journey": answer.journey,
        "step": answer.step,
        "kind": answer.kind,
        "text": answer.text,
        "at": answer.at,
        "time": _moment(answer.time, clock),
        "until": _moment(answer.until, clock),
        "decisions": [_decision(decision) for decision in answer.decisions],
    }


def _moment(instant: int | None, clock: OwnClock) -> str | None:
    return None if instant is None else clock.local(instant).isoformat()
