"""The send calendar as iCalendar (RFC 5545), for the calendar programs of sales and marketing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from nurture_tui.errors import ExchangeError
from nurture_tui.exchange.sendplan import SendPlan
from nurture_tui.report.mailings import Mailing
from nurture_tui.report.tasklist import TASK, GivenTask
from nurture_tui.text import count, safe

MOST_EVENTS = 20_000
MOST_NAMES = 150
_LONGEST = 75  # octets of a line, without its end (RFC 5545, 3.1)
_TEXT = re.compile(r"([\\;,])")
_UTC = "%Y%m%dT%H%M%SZ"
_QUARTER = "DURATION:PT15M"


def to_ics(plan: SendPlan, stamp: datetime) -> Iterator[str]:
    """The lines of a calendar, each with its end, folded.

    By journey or owner there is an event a day and message, for the whole day, that says how many
    contacts get it and who they are (the first MOST_NAMES); by owner also one for each task of
    theirs, at its instant in UTC. By contact there is an event a send, at its instant. No event
    blocks time. `stamp` (an aware time) is when the calendar was made.
    Refuses more than MOST_EVENTS events, which no calendar program shows.
    """
    events = len(plan.mailings) + len(plan.tasks)
    if events > MOST_EVENTS:
        raise ExchangeError(
            f"a calendar of {count(events)} events is more than calendar programs show",
            fix="Take an event a message (without --by contact), fewer days or contacts, or .csv.",
        )
    return _folded(_lines(plan, stamp))


def _lines(plan: SendPlan, stamp: datetime) -> Iterator[str]:
    made = stamp.astimezone(UTC).strftime(_UTC)
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//Nurture TUI//Send calendar//EN"
    yield "CALSCALE:GREGORIAN"
    yield f"NAME:{_escaped(plan.whose_name)}"
    yield f"X-WR-CALNAME:{_escaped(plan.whose_name)}"
    yield f"X-WR-CALDESC:{_escaped(plan.about())}"
    for mailing in plan.mailings:
        yield from (
            _of_contact(plan, mailing, made)
            if plan.by == "contact"
            else _of_day(plan, mailing, made)
        )
    for given in plan.tasks:
        yield from _of_task(plan, given, made)
    yield "END:VCALENDAR"


def _of_task(plan: SendPlan, given: GivenTask, made: str) -> Iterator[str]:
    """A seller's task at the hour at which it is given, for a call is made at some hour."""
    who, title = plan.contact(given.contact), given.task.title
    contact = str(plan.result.contacts.ids[given.contact])
    at = datetime.fromtimestamp(given.instant, UTC).strftime(_UTC)
    yield from _event(
        plan,
        plan.workspace.journeys[given.journey].name,
        (TASK, given.journey, given.step, title, given.whose, contact, at),
        made,
        f"DTSTART:{at}",
        _QUARTER,
        summary=f"{title}: {who}",
        said=[part for part in (f"{title}: {who}", plan.due(given)) if part],
        kinds=("Task",),
    )


def _of_day(plan: SendPlan, mailing: Mailing, made: str) -> Iterator[str]:
    number = len(mailing)
    who = "1 contact" if number == 1 else f"{count(number)} contacts"
    said = [f"{plan.message(mailing)} ({plan.channel(mailing)}), {plan.times(mailing)}, {who}"]
    said += [plan.held(mailing)] if plan.held(mailing) else []
    said += ["", *plan.people(mailing, MOST_NAMES)]
    if number > MOST_NAMES:
        said.append(f"and {count(number - MOST_NAMES)} more: the .csv has all of them")
    only = plan.by == "owner" and number == 1
    whom = plan.contact(int(plan.result.sends.contact[mailing.rows[0]])) if only else who
    yield from _event(
        plan,
        plan.journey(mailing),
        _mailing_parts(plan, mailing),
        made,
        f"DTSTART;VALUE=DATE:{mailing.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{mailing.day + timedelta(days=1):%Y%m%d}",
        summary=f"{plan.message(mailing)}: {whom}",
        said=said,
    )


def _of_contact(plan: SendPlan, mailing: Mailing, made: str) -> Iterator[str]:
    for row in mailing.rows.tolist():
        instant = int(plan.result.sends.time[row])
        at = datetime.fromtimestamp(instant, UTC)
        said = [f"{plan.message(mailing)} ({plan.channel(mailing)})", plan.subject(row)]
        yield from _event(
            plan,
            plan.journey(mailing),
            _mailing_parts(plan, mailing, str(instant)),
            made,
            f"DTSTART:{at.strftime(_UTC)}",
            _QUARTER,
            summary=f"{plan.group_name(mailing.group)}: {plan.message(mailing)}",
            said=[part for part in said if part],
        )


def _event(
    plan: SendPlan,
    journey: str,
    parts: tuple[str, ...],
    made: str,
    *when: str,
    summary: str,
    said: list[str],
    kinds: tuple[str, ...] = (),
) -> Iterator[str]:
    """An event; it is tentative and blocks no time, for it is simulated. `parts` make its UID."""
    about = [*said, "", f"{journey}. {plan.about()}"]
    yield "BEGIN:VEVENT"
    yield f"UID:{_uid((plan.workspace.settings.name, *parts))}"
    yield f"DTSTAMP:{made}"
    yield from when
    yield f"SUMMARY:{_escaped(summary)}"
    yield f"DESCRIPTION:{_break_escaped(about)}"
    yield f"CATEGORIES:{','.join(map(_escaped, (journey, *kinds)))}"
    yield "STATUS:TENTATIVE"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _mailing_parts(plan: SendPlan, mailing: Mailing, at: str = "") -> tuple[str, ...]:
    return (plan.by, mailing.group, mailing.day.isoformat(), mailing.journey, mailing.step, at)


def _uid(parts: tuple[str, ...]) -> str:
    """The same for the same mailing in each export, so that a second import adds nothing twice."""
    known = "\0".join(parts).encode("utf-8", "surrogatepass")
    return f"{hashlib.sha256(known).hexdigest()[:32]}@nurture-tui"


def _escaped(text: str) -> str:
    """A text as one value (RFC 5545, 3.3.11)."""
    return _TEXT.sub(r"\\\1", safe(text))


def _break_escaped(lines: list[str]) -> str:
    """Texts as one value with a break between them."""
    return "\\n".join(_escaped(line) for line in lines)


def _folded(lines: Iterator[str]) -> Iterator[str]:
    """Lines of at most 75 octets, none of which ends within a letter."""
    for line in lines:
        room, part, size = _LONGEST, "", 0
        for letter in line:
            octets = len(letter.encode("utf-8"))
            if size + octets > room:
                yield f"{part}\r\n"
                # The blank that begins the next line is one of its octets.
                part, size = " ", 1
            part, size = part + letter, size + octets
        yield f"{part}\r\n"
