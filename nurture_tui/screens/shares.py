"""How many contacts meet a condition now: asked of the session's list, and kept while it holds."""

from __future__ import annotations

from nurture_tui.contacts.table import Contacts
from nurture_tui.errors import ConditionError, NurtureError
from nurture_tui.model.condition import Call, parse_condition, walk
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings
from nurture_tui.report.clocks import Place, clocks_of, places_of
from nurture_tui.report.meeting import Meeting, Met
from nurture_tui.screens.asked import sample
from nurture_tui.screens.session import Session
from nurture_tui.text import count, rate


def asks_of_the_way(condition: str) -> bool:
    """Whether a condition asks what happens in the journey: messages, steps, events."""
    try:
        parts = walk(parse_condition(condition).expr)
    except ConditionError:
        return False
    on_the_way = ("sent", "opened", "clicked", "done", "did", "count", "since")
    return any(isinstance(part, Call) and part.function in on_the_way for part in parts)


class Shares:
    """The contacts of a session, asked conditions; `for_journey` False asks as nurture.toml does.

    Of a long list as many are asked as the live simulation takes.
    """

    def __init__(self, session: Session, *, for_journey: bool = True) -> None:
        self._session, self._for_journey = session, for_journey
        self._of: tuple[Contacts | None, Settings, Journey | None] | None = None
        self._meeting: Meeting | None = None
        self._found: dict[str, Met | None] = {}
        self._placed: tuple[Contacts, tuple[str, str]] | None = None
        self._places: list[Place] = []

    def met(self, condition: str) -> Met | None:
        """How many meet a condition; None where it cannot be asked, or of nobody."""
        self._renew()
        if self._meeting is None or not condition.strip():
            return None
        if condition not in self._found:
            self._found[condition] = self._meeting.met(condition)
        return self._found[condition]

    def said(self, condition: str) -> str:
        """The same in words: `306 of 400 contacts meet it now, 76.5%`."""
        met = self.met(condition)
        if met is None or not met.of:
            return ""
        if not met.met and asks_of_the_way(condition):
            return "nobody meets it yet: it asks what happens on the way"
        return f"{count(met.met)} of {count(met.of)} contacts meet it now, {rate(met.met / met.of)}"

    def places(self) -> list[Place]:
        """The clocks that the journey goes by, looked for again where it goes by others."""
        session = self._session
        journey, contacts = session.journey, session.contacts
        if journey is None or contacts is None:
            return []
        zones = clocks_of(session.workspace, journey)
        placed = self._placed
        if placed is None or placed[0] is not contacts or placed[1] != zones:
            self._placed = contacts, zones
            asked = sample(contacts, session.settings.seed)
            self._places = places_of(session.workspace, journey, asked)
        return self._places

    def _renew(self) -> None:
        """Take the contacts, the settings and the journey as they are now."""
        session = self._session
        journey = session.journey if self._for_journey else None
        of = session.contacts, session.workspace.settings, journey
        if self._of is not None and all(a is b for a, b in zip(of, self._of, strict=True)):
            return
        self._of, self._found, self._meeting = of, {}, None
        if session.contacts is None:
            return
        asked = sample(session.contacts, session.settings.seed)
        try:
            self._meeting = Meeting(session.workspace, journey, asked, session.settings)
        except NurtureError:
            # Settings that no run can be made of are among the findings.
            return
