"""New journeys from the packaged templates."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files

from nurture_tui.errors import ExchangeError
from nurture_tui.model.vocabulary import suggestion

TEMPLATES: dict[str, str] = {
    "blank": "one message, a goal and an exit, to build on",
    "contact-request": "confirmation, the right seller, a reminder to sales",
    "lead-guide": "a first guide, then the guide on choosing, with a reminder",
    "onboarding": "the first month of a new customer",
    "trial": "help at the start, reminders that count back from the end",
    "webinar": "confirmation, a reminder, a follow-up by attendance",
}
WEEKS_AHEAD = 6
_THURSDAY = 3
_ID = re.compile(r"[A-Za-z0-9_-]+")
_NAME = re.compile(r'^name\s*= "(.*)"$', re.MULTILINE)
_TITLE = "TITLE"
_DAY = "2000-01-01"


@dataclass(frozen=True, slots=True)
class NewJourney:
    """The text of a new journey file, and the name that it gives the journey."""

    text: str
    name: str


def new_journey(
    id_: str, template: str, today: date, taken: Collection[str] = (), *, title: str = ""
) -> NewJourney:
    """A journey from a template; a date in it is a Thursday six weeks ahead.

    Its name has `title` in it, without one what the id says in words. `taken` are the names that
    other journeys have (N702). Refuses an unknown template and what cannot be the id of a journey.
    """
    if template not in TEMPLATES:
        raise ExchangeError(
            f"There is no template “{template}”.", fix=suggestion(template, tuple(TEMPLATES))
        )
    if not _ID.fullmatch(id_) or len(id_) > 100:
        raise ExchangeError(
            f"“{id_}” cannot be the id of a journey.", fix="Use letters, digits, - and _."
        )
    day = today + timedelta(weeks=WEEKS_AHEAD)
    day += timedelta(days=(_THURSDAY - day.weekday()) % 7)
    text = template_text(template).replace(_DAY, day.isoformat())
    pattern = next(m[1] for m in _NAME.finditer(text))
    title = " ".join(title.split()) or _title(id_)
    name = pattern.replace(_TITLE, title)
    if name in taken:
        name = pattern.replace(_TITLE, f"{title} ({id_})")
    # What JSON writes between quotes, TOML reads there.
    written = json.dumps(name, ensure_ascii=False)[1:-1].replace("\x7f", "\\u007f")
    return NewJourney(text.replace(pattern, written, 1), name)


def template_text(template: str) -> str:
    """The packaged file of a template."""
    folder = files("nurture_tui.exchange").joinpath("templates")
    return folder.joinpath(f"{template}.toml").read_text(encoding="utf-8")


def _title(id_: str) -> str:
    words = " ".join(re.split(r"[-_]+", id_)).strip() or id_
    return words[:1].upper() + words[1:]
