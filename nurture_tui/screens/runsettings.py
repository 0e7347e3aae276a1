"""The settings of a run as rows that can be typed: start, length, contacts, luck."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from nurture_tui.edit.change import EditError
from nurture_tui.model.clock import parse_fixed_date
from nurture_tui.screens.asked import LIVE_CONTACTS, TYPED, Asked
from nurture_tui.screens.session import Session
from nurture_tui.simulation.span import MOST_DAYS
from nurture_tui.text import count

MOST_PEOPLE = 250_000
MOST_SEED = 2**63 - 1
NUMBERS = (1, 10, 50, 100, 200, 400, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)
LABELS = {"start": "start", "days": "length", "people": "contacts", "seed": "luck (seed)"}
_FINNISH = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting of a run as it is shown: its value in words, as it is typed, where it is from."""

    name: str
    value: str
    typed: str
    origin: str
    about: str


def settings_of_run(session: Session) -> tuple[Setting, ...]:
    """The settings of the session's runs, in order."""
    run, first = session.settings, session.first_day
    known = 0 if session.contacts is None else len(session.contacts)
    start = run.start
    clock = f" {start:%H:%M}" if isinstance(start, datetime) else ""
    people, source = _people(session, run.people, known)
    return (
        Setting(
            "start",
            f"{first:%a} {first.day} {first:%b} {first.year}{clock}",
            first.isoformat() if not clock else str(start),
            run.origin("start"),
            "The first day of the run. Write 2026-11-23 or 23.11.2026.",
        ),
        Setting(
            "days",
            f"{run.days} day{'' if run.days == 1 else 's'}",
            str(run.days),
            run.origin("days"),
            "How many days are simulated; what would happen later does not happen.",
        ),
        Setting("people", people, str(run.people or known), source, _about_people(known)),
        Setting(
            "seed",
            str(run.seed),
            str(run.seed),
            run.origin("seed"),
            "Another number is another luck; the same number gives the same run.",
        ),
    )


def _people(session: Session, people: int | None, known: int) -> tuple[str, str]:
    """How many contacts a run has, and where they come from."""
    named = session.workspace.settings.contacts
    file = str(named).rpartition("/")[2] if named is not None else "the list"
    if people is None:
        used = min(known, LIVE_CONTACTS)
        some = "" if used == known else f" of {count(known)}"
        return f"{count(used)}{some}", file
    if people == known:
        return f"all {count(known)}", TYPED
    return f"{count(people)} drawn", TYPED


def _about_people(known: int) -> str:
    if not known:
        return "There are no contacts to draw from."
    more = f" {count(LIVE_CONTACTS)} of them are run unless asked." if known > LIVE_CONTACTS else ""
    return (
        f"The file has {count(known)}.{more} Any other number is drawn from it, with replacement, "
        "as nurture simulate --people does."
    )


def typed_setting(session: Session, name: str, text: str) -> Asked:
    """The settings with one of them as typed; empty gives back what it was without typing.

    What cannot be is an EditError.
    """
    run, text = session.settings, text.strip()
    if not text:
        return inherited_setting(session, name)
    if name == "start":
        return run.typed("start", _day(text))
    if name == "days":
        return run.typed("days", _number(text, 1, MOST_DAYS))
    if name == "seed":
        return run.typed("seed", _number(text, 0, MOST_SEED))
    if session.contacts is None or not len(session.contacts):
        raise EditError("there are no contacts to draw from", fix="Name a file in nurture.toml.")
    return run.typed("people", _number(text, 1, MOST_PEOPLE))


def nudged_setting(session: Session, name: str, by: int) -> Asked:
    """The settings with one of them a little less or more."""
    run = session.settings
    if name == "start":
        start = run.start
        return run.typed("start", start + timedelta(days=by))
    if name == "days":
        return run.typed("days", min(max(run.days + by, 1), MOST_DAYS))
    if name == "seed":
        return run.typed("seed", min(max(run.seed + by, 0), MOST_SEED))
    known = 0 if session.contacts is None else len(session.contacts)
    if not known:
        return run
    now = run.people or min(known, LIVE_CONTACTS)
    rounds = sorted({*NUMBERS, known})
    ahead = [n for n in rounds if (n > now if by > 0 else n < now) and n <= MOST_PEOPLE]
    return run.typed("people", (ahead[0] if by > 0 else ahead[-1]) if ahead else now)


def inherited_setting(session: Session, name: str) -> Asked:
    """The settings with one of them as it was when the app began."""
    return session.settings.untyped(name, session.asked_first)


def _day(text: str) -> date | datetime:
    finnish = _FINNISH.fullmatch(text)
    if finnish:
        text = f"{finnish[3]}-{int(finnish[2]):02}-{int(finnish[1]):02}"
    try:
        start = parse_fixed_date(text)
    except ValueError as error:
        raise EditError(str(error), fix="Write 2026-11-23 or 23.11.2026.") from None
    if not 1971 <= start.year <= 2190:
        raise EditError(f"“{text}” lies outside of 1971 to 2190")
    return start


def _number(text: str, least: int, most: int) -> int:
    digits = text.replace(",", "").replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
    plain = digits.isascii() and digits.isdigit() and len(digits) < 20
    if not plain or not least <= int(digits) <= most:
        raise EditError(f"“{text}” is not a whole number from {least:,} to {most:,}")
    return int(digits)
