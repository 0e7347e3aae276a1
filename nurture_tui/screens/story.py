"""The story of the followed contact, line by line, the instant shown last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from textual.binding import Binding, BindingType

from nurture_tui.report.story import StoryLine
from nurture_tui.report.timeline import Timeline
from nurture_tui.screens.cells import Part, cells, column
from nurture_tui.screens.played import now_words
from nurture_tui.screens.view import Stage, View
from nurture_tui.text import safe, width, wrapped

WORD = 8
NOTE_BESIDE = 9
"""The cells of a pane's rule beside its title and its note."""
NOBODY = "Press [simulate.follow] to follow one contact."
BESIDE = 3
"""Cells of a row that the mark at its edge and a scroll bar take."""
LEAST = 12
"""Cells that a row has at least for what and why; what is more narrow is cut."""
MOST_MADE = 1_000
"""Lines whose rows are kept."""
ROOMY_FROM = 50
"""From this width on the days of the week have room."""
INKS = {"held": "warning", "aside": "muted"}


class StoryLines(View):
    """A story as rows: date, time, what, why. Enter on a row jumps to its instant."""

    NAME: ClassVar[str] = "story"
    TITLE: ClassVar[str] = "Story"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "jump there", id="story.jump"),
    ]

    def __init__(self, *, id_: str | None = None) -> None:
        super().__init__(id_=id_)
        self.told: Sequence[StoryLine] = ()
        self._line_at: list[int] = []
        # The rows of lines, made once for a width: a story is told anew with every frame.
        self._made: dict[tuple[int, str, int], tuple[StoryLine, list[list[Part]]]] = {}

    def bring(self, stage: Stage) -> None:
        followed = stage.followed
        if followed is None:
            self.clear(stage.session.keys.named_in(NOBODY))
            return
        line = stage.player.line.by_clock_of(followed.zone)
        now = now_words(stage.played, followed, stage.instant)
        self.tell(line, followed.until(stage.instant), stage.instant, now)

    def note(self, stage: Stage) -> str:
        followed = stage.followed
        if followed is None:
            return ""
        room = self.size.width - width(followed.name) - NOTE_BESIDE
        return whose(followed.id, followed.zone, room)

    def line_at(self, number: int) -> StoryLine | None:
        """The line that a row belongs to; the row that says where the contact is has none."""
        place = self._line_at[number] if number < len(self._line_at) else len(self.told)
        return self.told[place] if place < len(self.told) else None

    def tell(self, line: Timeline, told: Sequence[StoryLine], instant: int, now: str) -> None:
        """Show what has happened by `instant`, and `now`: where the contact is.

        `line` tells the times, so it is one by the contact's own clock (look.md rule 25).
        """
        more = len(told) != len(self.told)
        self.told = told
        roomy = self.size.width >= ROOMY_FROM
        rows: list[list[Part]] = []
        day_before = ""
        self._line_at = []
        for place, thing in enumerate(told):
            at = line.local(thing.time)
            found = self._rows(at, thing, day_before, roomy)
            rows += found
            self._line_at += [place] * len(found)
            day_before = at.date().isoformat()
        if now:
            rows.append(_now(*line.shown(instant), now, roomy))
        self.show(rows)
        if more or not self.has_focus:
            self.chosen = len(rows) - 1

    def _rows(
        self, at: datetime, thing: StoryLine, day_before: str, roomy: bool
    ) -> list[list[Part]]:
        room = self.size.width - BESIDE
        key = (id(thing), day_before, room)
        if len(self._made) > MOST_MADE:
            self._made.clear()
        if key not in self._made:
            self._made[key] = thing, rows_of(at, thing, day_before, roomy, room)
        return self._made[key][1]

    def clear(self, words: str) -> None:
        """No story: say what there could be."""
        self.told, self._line_at = (), []
        self._made.clear()
        self.show((), empty=[("  ", ""), (words, "muted")])


def whose(id_: str, zone: str, room: int) -> str:
    """The contact's id and the zone of its clock, as much as `room` holds; the zone stays last."""
    forms = (f"contact {id_}, {zone}", f"{id_}, {zone}")
    return next((form for form in forms if width(form) <= room), zone)


def rows_of(
    at: datetime, thing: StoryLine, day_before: str, roomy: bool, room: int
) -> list[list[Part]]:
    """A line in as many rows as it takes: what it was, then why, under it if there is no room.

    A decision is never cut, for its end is what was decided.
    """
    same_day = at.date().isoformat() == day_before
    day = "" if same_day else f"{at.day} {at:%b}"
    first: list[Part] = [
        (f"{day:>6} ", "muted"),
        (f"{'' if same_day else f'{at:%a}':<3} " if roomy else "", "muted"),
        (f"{at:%H:%M}  ", "text"),
        column(thing.word, INKS.get(thing.tone, thing.tone), WORD),
        (" ", ""),
    ]
    left = cells(first)
    under = left - WORD - 1
    aside = "muted" if thing.tone == "aside" else "text"
    text, why = safe(thing.text), safe(thing.why)
    space = max(room - left, LEAST)
    if not why or width(text) + width(why) + 2 <= space:
        return [[*first, (text, aside), (f": {why}" if why else "", "muted")]]
    texts = wrapped(text, space) if thing.tone in ("branch", "split") else [text]
    rows: list[list[Part]] = [[*first, (texts[0], aside)]]
    rows += [[(" " * left, ""), (more, aside)] for more in texts[1:]]
    why_rows = wrapped(why, max(room - under, LEAST))
    return rows + [[(" " * under, ""), (more, "muted")] for more in why_rows]


def _now(at: datetime, clock: str, words: str, roomy: bool) -> list[Part]:
    return [
        (f"{f'{at.day} {at:%b}':>6} ", "bold"),
        (f"{at:%a} " if roomy else "", "muted"),
        (f"{clock}  ", "text"),
        column("now", "move", WORD),
        (" ", ""),
        (safe(words), "text"),
    ]
