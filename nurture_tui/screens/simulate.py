"""The Simulate screen: a finished run is played on the path, any instant at once."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from nurture_tui.layout import Layout, Sketch, lay_out
from nurture_tui.report.sketch import ENTRY, sketch
from nurture_tui.report.timeline import Standing
from nurture_tui.screens.asked import whom
from nurture_tui.screens.canvas import Canvas
from nurture_tui.screens.chooser import Chooser
from nurture_tui.screens.closer import Closer
from nurture_tui.screens.closerpane import Beside, Menu
from nurture_tui.screens.figurerows import Extent, extent_in, figure_rows
from nurture_tui.screens.kpis import ROOMY_FROM, Figures, columns_for, short_rows
from nurture_tui.screens.moving import tracks
from nurture_tui.screens.notice import Notice, why_nothing
from nurture_tui.screens.pane import Pane
from nurture_tui.screens.peoplechoice import people_choices
from nurture_tui.screens.played import (
    Followed,
    Played,
    Scene,
    follow,
    prepared,
    scene,
    shown,
    whereabouts_of,
)
from nurture_tui.screens.player import Player
from nurture_tui.screens.runtext import simulate_text
from nurture_tui.screens.session import Session, What
from nurture_tui.screens.story import StoryLines
from nurture_tui.screens.timeline import TimeLine
from nurture_tui.screens.view import Stage, View
from nurture_tui.screens.whyview import WhyView
from nurture_tui.screens.widened import Widened
from nurture_tui.simulation.result import Result
from nurture_tui.text import count

NARROW, SHORT = 100, 30
SIDE, MARGIN = (44, 60), 2
ROWS_FROM = 64
AROUND = 13
"""Rows of the screen that are not beside the path: the header, the time line, the footer."""
VIEW_ROWS = {"story": 8, "menu": 7, "why": 10, "assumed": 16, "matters": 16}
MOST_ROWS = 16
"""Rows that a view needs below the figures, which else make room for it."""


class Simulate(Closer):
    """The path with contacts moving on it, the figures, a story, and the time line."""

    HERE = "simulate"
    NEEDS = "now"
    ABOUT = (
        "The simulated run is played on the path: each dot is so many contacts, each takes the "
        "same time on any line. Numbers beside steps are contacts that came there so far. The "
        "sends a day are the time line: click or drag on it. Intervals are of 95 %."
    )
    DEFAULT_CSS = """
    Simulate #upper { height: 1fr; }
    Simulate #side { margin-left: 2; }
    Simulate #figures { height: 1fr; }
    Simulate #brief-pane { display: none; height: 3; }
    Simulate #time-pane { height: 9; }
    Simulate #notice { display: none; }
    Simulate.empty #notice { display: block; }
    Simulate.empty #upper, Simulate.empty #time-pane, Simulate.empty #brief-pane { display: none; }
    Simulate.close #figures-pane { display: none; }
    Simulate.close #brief-pane { display: block; }
    Simulate.alone #side { display: none; }
    Simulate.small #side { display: none; margin-left: 0; }
    Simulate.small #figures-pane { display: none; }
    Simulate.small #brief-pane { display: block; }
    Simulate.small.empty #brief-pane { display: none; }
    Simulate.small #brief-pane Figures, Simulate.small Beside > View { padding: 0 0 0 1; }
    Simulate.small #time-pane { height: 5; }
    Simulate.small.closer #side { display: block; }
    Simulate.small.closer #path-pane { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.scene: Scene | None = None
        self._sketch: tuple[Sketch, int, int, tuple[int, int]] | None = None
        self._layout: Layout | None = None
        self._seen_at = ""
        self._extent: Extent | None = None
        self._shared: tuple[object, ...] = ()
        self._preparing = False
        self._to_follow: tuple[int, int | None] | None = None

    @classmethod
    def plain(cls, session: Session) -> str:
        return simulate_text(session)

    def compose_body(self) -> ComposeResult:
        with Pane("Now", id_="brief-pane"):
            yield Figures(id_="brief")
        with Horizontal(id="upper"):
            with Pane("Path", id_="path-pane"):
                yield Canvas(id_="path")
            with Vertical(id="side"):
                with Pane("Now", id_="figures-pane"):
                    yield Figures(id_="figures")
                yield Beside(self.session, self.questions, id_="beside")
        with Pane("Sends a day", id_="time-pane"):
            yield TimeLine(id_="time")
        yield Notice(id_="notice")

    # -------------------------------------------------------------- what there is to play
    def on_resize(self, event: events.Resize) -> None:
        width, height = event.size
        self.set_class(width < NARROW or height < SHORT, "small")
        self.remove_class("alone")
        if self._layout is not None:
            self._share_width(self._layout.width)
        self.call_after_refresh(self._bring_up_to_date)
        self.call_after_refresh(self._show_trunk)

    def on_session_changed(self, what: What) -> None:
        if what != "findings":
            self._bring_up_to_date()

    def _bring_up_to_date(self) -> None:
        """Fit the picture to the journey, and prepare the latest result off the screen."""
        session = self.session
        words = why_nothing(session)
        self.put_away(bool(words))
        self.query_one(Notice).say(words)
        self.refresh_bindings()
        self._draw_path()
        result, outcome = session.result, session.outcome
        if words or result is None or outcome is None:
            self.pause()
            return
        if self.played is not None and self.played.result is result:
            self.show_instant()
        elif not self._preparing:
            self._preparing = True
            workspace, journey = outcome.workspace, outcome.journey
            settings, contacts = outcome.settings, session.contacts
            of, people = whom(contacts, settings) if contacts is not None else (None, None)
            drawn_from = None if people is None else of
            session.runner.work(
                lambda: prepared(result, workspace, journey, settings, drawn_from), self._take
            )

    def _draw_path(self) -> None:
        session, canvas = self.session, self.query_one(Canvas)
        if session.journey is None:
            return
        small = self.has_class("small")
        gap, side = 1 if small else 2, (0, 0) if small or self.has_class("alone") else SIDE
        wanted = (sketch(session.journey, session.workspace), gap, self.size.width, side)
        if wanted == self._sketch:
            return
        self._sketch = wanted
        self._layout = _fitted(wanted[0], gap, self.size.width, side)
        self.scene = None
        self._share_width(self._layout.width)
        canvas.show_layout(self._layout, canvas.over, fixed=self.selected or "")
        self.call_after_refresh(self._show_trunk)

    def _show_trunk(self) -> None:
        """Where the path is wider than its pane, its trunk with the counts is in view."""
        if self.selected is None:
            self.query_one(Canvas).reveal(ENTRY)

    def _share_width(self, path: int) -> None:
        """Beside the path stands what it leaves of the width, within what a story needs."""
        spare = self.size.width - path - 2
        # The path stands clear of the edge, unless what is beside it has no more than it needs.
        keep = ROOMY_FROM if spare - MARGIN >= ROOMY_FROM else SIDE[0]
        spare -= min(2 * MARGIN, max(spare - keep, 0))
        small = self.has_class("small")
        self.query_one("#side").styles.width = "1fr" if small else min(max(spare, SIDE[0]), SIDE[1])

    def _take(self, played: Played) -> None:
        """A prepared run is here: show it at the instant that was shown, or at its end."""
        self._preparing = False
        if not self.is_attached:
            return
        before, old = self.played, self.player
        same = before is not None and before.journey.id == played.journey.id
        self.played, self.scene = played, None
        if same and old is not None and not old.at_end:
            self.player = Player(played.line, played.line.clamp(old.instant), old.speed)
        else:
            self.player = Player(played.line, played.line.end)
        self.followed = self._follow_again(self.followed, played) if same else None
        self.query_one(TimeLine).show(played.line, self.player.instant)
        nobody = not played.outcome.entered
        if nobody and self.beside.name_shown == Menu.NAME and not self.has_class("small"):
            self.open_view(WhyView.NAME)
        self.pause()
        self._bring_up_to_date()
        if self._to_follow is not None and played.result is self._result:
            wanted, self._to_follow = self._to_follow, None
            self.follow_contact(*wanted)

    @property
    def _result(self) -> Result | None:
        return self.session.result

    @staticmethod
    def _follow_again(followed: Followed | None, played: Played) -> Followed | None:
        """The followed contact in another run: the row of the same id, if it is there."""
        if followed is None:
            return None
        ids = played.result.contacts.ids
        rows = (row for row in played.let_in().tolist() if str(ids[row]) == followed.id)
        row = next(rows, None)
        return None if row is None else follow(played, row)

    # -------------------------------------------------------------- showing an instant
    @on(Widened)
    def show_instant(self) -> None:
        player, played, layout = self.player, self.played, self._layout
        if player is None or played is None or layout is None:
            return
        if self.scene is None or self.scene.dots.travel != player.travel:
            self.scene = scene(played, layout, tracks(layout), player.travel)
        if self.app.animation_level == "none":
            player = player.on_day_steps()
        stale = self.session.stale
        over = shown(self.scene, player.instant, self.followed, self.selected, stale=stale)
        self.query_one(Canvas).show_over(over)
        self.query_one(TimeLine).show_instant(player.instant)
        self._show_beside(played, player)
        self._show_figures(played.line.standing(player.instant), stale)
        self._show_titles(player)

    def _show_figures(self, standing: Standing, stale: bool) -> None:
        assert self.played is not None
        outcome, days = self.played.outcome, self.played.line.days
        short = self.query_one("#brief", Figures)
        short.show(short_rows(standing, outcome.goal, days, short.room), stale=stale)
        if self.has_class("small"):
            return
        self._share_height(self.played)
        if self._extent is not None:
            at = columns_for(self.query_one("#side").size.width)
            lift = self.questions.lift(self.played)
            rows = figure_rows(standing, outcome, days, lift, at, self._extent)
            self.query_one("#figures", Figures).show(rows, stale=stale)

    def _share_height(self, played: Played) -> None:
        """Give the figures the rows that they have at the end of the run, so that nothing moves.

        Where the view below needs the room they are few, or make room for it.
        """
        view = self.beside.view
        needs = VIEW_ROWS.get(view.NAME, min(view.rows_wanted, MOST_ROWS))
        lift = self.questions.lift(played)
        across = max(self.query_one("#side").size.width, SIDE[0])
        key = (id(played), view.NAME, needs, self.size, across, lift is None)
        if key == self._shared:
            return
        self._shared = key
        line, room = played.line, self.size.height - AROUND - 2
        end, at = line.standing(line.end), columns_for(across)
        self._extent = extent_in(room, needs, end, played.outcome, line.days, lift, at)
        close = self._extent is None
        if close != self.has_class("close"):
            self.set_class(close, "close")
            self.call_after_refresh(self.show_instant)  # the figures fill the room they get now
        self._leave_alone()
        if self._extent is not None:
            self.query_one("#figures-pane").styles.height = self._extent.rows + 1

    def open_view(self, name: str, *, focus: bool = False) -> None:
        super().open_view(name, focus=focus)
        self._leave_alone()

    def _leave_alone(self) -> None:
        """Where the figures stand above the path, a path that would be cut has the whole width.

        A view that is opened takes its place beside it; the list of them waits for its key.
        """
        if self._layout is None:
            return
        cut = self._layout.width > self.size.width - SIDE[0] - 2
        menu = self.beside.name_shown == Menu.NAME
        alone = self.has_class("close") and menu and (cut or self.has_class("alone"))
        if alone != self.has_class("alone"):
            self.set_class(alone, "alone")
            self._draw_path()
            self.show_instant()

    @on(View.Resized)
    def _fit(self) -> None:
        """Rows are made for the cells that they have by now, and share the height anew."""
        if self.player is not None and self.played is not None:
            self._show_figures(self.played.line.standing(self.player.instant), self.session.stale)

    def _show_beside(self, played: Played, player: Player) -> None:
        if self.followed is not None:
            self._keep_in_view(player.instant)
        stage = Stage(self.session, played, player, self.followed, self.selected)
        self.beside.bring(stage)

    def _keep_in_view(self, instant: int) -> None:
        """The path moves along with the followed contact."""
        if self.scene is None:
            return
        where = whereabouts_of(self.scene, instant, self.followed)
        if where is not None and where.step != self._seen_at:
            self._seen_at = where.step
            self.query_one(Canvas).reveal(where.step)

    def _show_titles(self, player: Player) -> None:
        title = player.date_text
        for id_ in ("#figures-pane", "#brief-pane"):
            self.query_one(id_, Pane).title_text = title
        assert self.scene is not None
        each = count(self.scene.dots.per_dot)
        contacts = "contact" if each == "1" else "contacts"
        first, last, height = self.query_one(Canvas).rows_in_view
        pane = self.query_one("#path-pane", Pane)
        part = last - first + 1 < height and pane.size.width >= ROWS_FROM
        rows = f", rows {first}–{last} of {height}" if part else ""
        pane.note = f"● = {each} {contacts}, counts so far{rows}"
        self.query_one("#time-pane", Pane).note = player.words
        reading = f"s story of {self.followed.name}" if self.followed else "v look closer"
        if self.played is not None and not self.played.outcome.entered:
            reading = "nobody was let in, w why"
        self.query_one("#brief-pane", Pane).note = reading

    @on(TimeLine.Jumped)
    def _jumped(self, event: TimeLine.Jumped) -> None:
        self.jump(event.instant)

    # -------------------------------------------------------------- steps and contacts
    @on(Canvas.Moved)
    def _moved(self) -> None:
        if self.player is not None and self.scene is not None:
            self._show_titles(self.player)

    @on(Canvas.Picked)
    def _picked(self, event: Canvas.Picked) -> None:
        self.selected = event.id
        self.session.select(event.id)
        if event.open:
            self.app.switch_mode("design")
        else:
            self.show_instant()
            self.query_one(Canvas).reveal(event.id)

    def action_follow(self) -> None:
        if self.played is None:
            return
        chooser = Chooser(
            "Follow a contact",
            people_choices(self.played.result.contacts, self.played.let_in()),
            hint="a part of the name, the address or the id",
        )
        self.app.push_screen(chooser, self._chosen)

    def _chosen(self, row: str | None) -> None:
        if row is not None:
            self.follow_contact(int(row))

    def follow_contact(self, row: int, instant: int | None = None) -> None:
        """Follow a contact (a row of the run's contacts), at an instant if one is given.

        Before the run is prepared this waits until it is.
        """
        if self.played is None or self.player is None or self.played.result is not self._result:
            self._to_follow = (row, instant)
            return
        self.followed = follow(self.played, row)
        if instant is not None:
            self.player = self.player.at(instant)
        if self.beside.name_shown not in (StoryLines.NAME, WhyView.NAME) and not self.has_class(
            "small"
        ):
            self.open_view(StoryLines.NAME)
        self.show_instant()
        self.refresh_bindings()


def _fitted(drawn: Sketch, gap: int, width: int, side: tuple[int, int]) -> Layout:
    """The path for a screen of `width` cells, beside which stand `side` cells at least, at most.

    Steps are less wide than they are elsewhere only where the path would be cut, and as wide as
    their names where that takes no room from what stands beside it.
    """
    least, most = (width - cells - 2 if cells else width for cells in side)
    plain = lay_out(drawn, zoom="chips", gap=gap)
    if least >= plain.width > most - 2 * MARGIN:
        return plain
    room = least if plain.width > least else most - 2 * MARGIN
    return lay_out(drawn, zoom="chips", gap=gap, room=room)
