"""The three rows on top of every screen: screens and file, name and purpose, goal and rate."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from textual import events
from textual.geometry import Size

from nurture_tui.screens.cells import Part, cells, filled
from nurture_tui.screens.places import PLACES, Place
from nurture_tui.screens.rate import WIDTH, drawing, figures, verdict
from nurture_tui.screens.rowbyrow import RowByRow
from nurture_tui.screens.session import SHARED, Session
from nurture_tui.text import count, cut, safe, width

# Below this, purpose and interval go (look.md, sizes); names of screens where they do not fit.
WIDE = 100
NAME_LEAST = 6
# How wide the rate is drawn where there is not room for all of it.
SMALLER = (WIDTH - 4, WIDTH - 8)

# The places that are of the whole workspace.
OF_ALL = ("journeys", "workspace")


class Header(RowByRow):
    """Renders a session; never scrolls. A click on a screen's name goes there."""

    DEFAULT_CSS = "Header { dock: top; height: 3; width: 100%; }"

    def __init__(self, here: str, session: Session) -> None:
        super().__init__()
        self.here, self.session = here, session
        self._tabs: list[tuple[int, int, str]] = []
        self._keys: dict[str, str] | None = None

    def line(self, y: int, room: Size) -> list[Part]:
        size, session = room.width, self.session
        if y == 0:
            return self._first(size)
        of_all = self.here in OF_ALL or session.journey is None
        return (_WORKSPACE_ROWS if of_all else _JOURNEY_ROWS)[y - 1](session, size)

    def _first(self, size: int) -> list[Part]:
        every = [place.id for place in PLACES]
        journeys = [id_ for id_ in every if id_ not in OF_ALL]
        forms: tuple[tuple[Sequence[str], int, bool], ...] = (
            (every, 1, True),
            (every, 0, True),
            (journeys, 0, True),
            (journeys, -1, True),
            (journeys, -1, False),
            ((), 0, True),
        )
        for named, apart, ending in forms:
            right: list[Part] = [*self._file(size, ending), ("  ", "")]
            left, self._tabs = self._places(named, apart)
            if cells(left) + cells(right) + 2 <= size:
                break
        return filled(size, left, right)

    def _places(
        self, all_named: Sequence[str], apart: int
    ) -> tuple[list[Part], list[tuple[int, int, str]]]:
        """The screens, with the names of these and of this one, and the cells of each.

        `apart` are the cells between two, besides one before and one behind each.
        """
        left: list[Part] = [(" ", "")]
        tabs: list[tuple[int, int, str]] = []
        for place in PLACES:
            if place.needs_journey and not self.session.workspace.journeys:
                continue
            current = place.id == self.here
            key, named = self._key(place), place.id in all_named
            before = "" if apart < 0 and not current else " "
            label = f"{before}{key} {place.name} " if named or current else f"{before}{key} "
            at = cells(left)
            tabs.append((at, at + width(label), place.id))
            left += [(label, "here" if current else "muted"), (" " * apart if named else "", "")]
        return left, tabs

    def _key(self, place: Place) -> str:
        """The key that goes there now; the config may have given it another place."""
        if self._keys is None:
            bound = [active.binding for active in self.screen.active_bindings.values()]
            self._keys = {
                one.id.removeprefix("go."): self.app.get_key_display(one)
                for one in bound
                if one.id is not None and one.id.startswith("go.")
            }
        return self._keys.get(place.id, place.key)

    def _file(self, size: int, ending: bool) -> list[Part]:
        """The open file and whether it is saved; if it is, whether others are not.

        Where there is no room for the `ending` of its name, it goes.
        """
        session = self.session
        if self.here in OF_ALL or session.journey is None:
            name = safe(session.opened.folder.resolve().name)
            ids = [SHARED, *session.workspace.journeys]
        else:
            name = f"{session.journey.id}{'.toml' if ending else ''}"
            ids = [session.journey.id]
        name = cut(name, 40)
        wide = size >= WIDE
        if any(session.changed(id_) or session.refused(id_) for id_ in ids):
            said = "  * not saved" if wide else " *"
        elif others := session.unsaved:
            more = "" if others == [SHARED] else f"{len(others)} other files"
            said = f"  * {more or 'nurture.toml'} not saved" if wide else " *"
        else:
            return [(name, "muted")]
        if any(id_ in session.elsewhere for id_ in ids):
            return [(name, "text"), (said, "text"), (" and changed on disk", "warning")]
        return [(name, "text"), (said, "text")]

    async def on_click(self, event: events.Click) -> None:
        if event.y == 0:
            for start, end, id_ in self._tabs:
                if start <= event.x < end:
                    await self.app.run_action(f"go('{id_}')")


def _name_row(session: Session, size: int) -> list[Part]:
    """The journey's name, purpose, status and owner."""
    journey = session.journey
    assert journey is not None
    wide = size >= WIDE
    left: list[Part] = [("  ", ""), (safe(journey.name), "bold")]
    if wide and journey.purpose:
        left.append((f"   {safe(journey.purpose)}", "muted"))
    owner = f", {safe(journey.owner)}" if journey.owner else ""
    right: list[Part] = [(f"{journey.status}{owner}", "muted"), ("  ", "")] if wide else []
    return filled(size if right else size - 2, left, right)


def _goal_row(session: Session, size: int) -> list[Part]:
    """The goal row in the fullest form that fits; goal, rate, target and verdict always stay."""
    journey = session.journey
    assert journey is not None
    if journey.goal is None:
        words = "no goal" if journey.kind in ("internal", "service") else "no goal yet"
        return filled(size, [("  ", ""), (words, "muted")], _simulated(session))
    name = safe(journey.goal.name)
    within = f" within {journey.goal.within}" if journey.goal.within else ""
    forms = [
        (name, within, True, True),
        (name, within, True, False),
        (name, "", True, False),
        (name, "", False, False),
    ]
    for shown, limit, full, simulated in forms:
        left = _goal_parts(session, shown, limit, full)
        right = _simulated(session) if simulated else []
        if cells(left) + cells(right) + 4 <= size and (size >= WIDE or not (limit or full)):
            return filled(size, left, right)
    # The drawing shrinks first, then the name is cut; where that is not enough the drawing goes.
    for drawn in SMALLER:
        left = _goal_parts(session, name, "", False, drawn=drawn)
        if cells(left) + 2 <= size:
            return filled(size, left)
    drawn = SMALLER[-1]
    if cells(_goal_parts(session, "", "", False, drawn=drawn)) + NAME_LEAST + 2 > size:
        drawn = 0
    rest = cells(_goal_parts(session, "", "", False, drawn=drawn))
    name = cut(name, max(size - rest - 2, 4))
    return filled(size, _goal_parts(session, name, "", False, drawn=drawn))


def _goal_parts(
    session: Session, name: str, within: str, full: bool, *, drawn: int = WIDTH
) -> list[Part]:
    """The parts of the row, with the rate drawn in so many cells, 0 for not at all."""
    journey, outcome, stale = session.journey, session.outcome, session.upkeep.dimmed
    assert journey is not None
    goal = session.counts.goal if session.counts else None
    parts: list[Part] = [("  ", ""), ("goal ", "goal"), (name, "text"), (within, "muted")]
    if goal is None:
        target = journey.goal.target if journey.goal else None
        if target is not None:
            parts.append((f"   target {target:.0%}", "muted"))
        failed = outcome is not None and outcome.problem is not None
        words = ("does not run", "error") if failed else (waiting_words(session), "muted")
        return [*parts, ("   ", ""), words]
    if goal.rate is not None and goal.target and drawn:
        rate = [(t, "line" if stale else s) for t, s in drawing(goal, drawn)]
        parts += [("   ", ""), *rate, ("  ", "")]
    else:
        parts.append(("   ", ""))
    parts += figures(goal, stale=stale, with_interval=full)
    if outcome is not None and outcome.problem is not None:
        return [*parts, ("  does not run", "error")]
    word, style = verdict(goal)
    return [*parts, (f"  {word}", "muted" if stale else style)]


def waiting_words(session: Session) -> str:
    """Why there are no numbers yet, in a few words."""
    if session.opened.to_read:
        return "reading the contacts …"
    return "no contacts to simulate" if session.contacts is None else "not simulated yet"


def _simulated(session: Session) -> list[Part]:
    outcome = session.outcome
    if outcome is None or outcome.counts is None:
        return []
    return [(f"{count(outcome.contacts)} simulated", "muted"), ("  ", "")]


def _workspace_row(session: Session, size: int) -> list[Part]:
    """The workspace's name and what is in it."""
    workspace = session.workspace
    name = safe(workspace.settings.name) or safe(session.opened.folder.resolve().name)
    number = len(workspace.journeys)
    said = f"{number} journey{'' if number == 1 else 's'}"
    if session.unread:
        said += f", {len(session.unread)} unreadable"
    if session.contacts is not None:
        file = PurePath(session.contacts.source).name
        source = f" in {safe(file)}" if file else ""
        said += f", {_contacts(len(session.contacts))}{source}"
    elif session.opened.contacts_note:
        said += f", {safe(session.opened.contacts_note)}"
    return filled(size, [("  ", ""), (name, "bold"), (f"   {said}", "muted")])


def _run_row(session: Session, size: int) -> list[Part]:
    """What the workspace's numbers come from."""
    settings = session.settings
    done = [outcome for outcome in session.outcomes.values() if outcome.counts is not None]
    if not done:
        return filled(size, [("  ", ""), (waiting_words(session), "muted")])
    start = settings.start
    words = (
        f"simulated on {_contacts(max(outcome.contacts for outcome in done))}, "
        f"{settings.days} days from {start:%a} {start.day} {start:%b %Y}, seed {settings.seed}"
    )
    return filled(size, [("  ", ""), (words, "muted")])


def _contacts(number: int) -> str:
    return "1 contact" if number == 1 else f"{count(number)} contacts"


_JOURNEY_ROWS = (_name_row, _goal_row)
_WORKSPACE_ROWS = (_workspace_row, _run_row)
