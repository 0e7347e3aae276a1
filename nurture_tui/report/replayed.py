"""What became of an event history in a run: for a program, and in sentences (R18)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import Any

from nurture_tui.simulation.result import HistoryRecord
from nurture_tui.text import count


def history_record(history: HistoryRecord, zone: tzinfo) -> dict[str, Any]:
    """The counts of the rows, and from when to when they were replayed, in workspace time."""

    def iso(seconds: int | None) -> str | None:
        return None if seconds is None else datetime.fromtimestamp(seconds, zone).isoformat()

    return {
        "rows": history.rows,
        "facts": history.facts,
        "replayed": history.replayed,
        "from": iso(history.first),
        "to": iso(history.last),
        "last_row": iso(history.until),
        "not_replayed": {
            "sent, opened, clicked": history.of_messages,
            "after_the_end": history.later,
            "not_in_the_list": history.not_listed,
            "shared_address": history.shared_address,
            "refused": history.refused,
        },
        "entries": list(history.entries),
        "off": list(history.off),
    }


def history_lines(history: HistoryRecord, zone: tzinfo) -> tuple[str, ...]:
    """What a reader of the result must know of the history, a sentence each."""

    def when(seconds: int) -> str:
        moment = datetime.fromtimestamp(seconds, zone)
        return f"{moment:%a} {moment.day} {moment:%b %Y %H:%M}"

    lines = [f"event history: {_replayed(history, when)}; {_facts(history)}"]
    if history.entries:
        lines.append(f"contacts turn up as the history tells at {', '.join(history.entries)}")
    if history.off:
        until = when(history.until)
        lines.append(f"assumed {', '.join(history.off)} off up to its last row, {until}")
    aside = [
        (history.of_messages, "of sent, opened and clicked from the start on: a run has its own"),
        (history.later, "after the end of the run"),
        (history.not_listed, "of contacts that are not in the list"),
        (history.shared_address, "by an e-mail address that several contacts have"),
        (history.refused, "refused: nurture contacts --events lists them"),
    ]
    lines += [f"{_rows(number)} left out, {why}" for number, why in aside if number]
    return tuple(lines)


def _replayed(history: HistoryRecord, when: Callable[[int], str]) -> str:
    if history.first is None or history.last is None:
        return "no row is replayed"
    span = f"from {when(history.first)} to {when(history.last)}"
    return f"{_rows(history.replayed)} replayed, {span}"


def _facts(history: HistoryRecord) -> str:
    return f"{_rows(history.facts)} from before the start known as facts"


def _rows(number: int) -> str:
    return f"{count(number)} row{'' if number == 1 else 's'}"
