"""The Schedule screen: sends by day and hour, the sends of a cell, filters, and the export."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input

from nurture_tui.errors import NurtureError
from nurture_tui.report.calendar import Filter, Heat, heat, with_value
from nurture_tui.report.people import Rows
from nurture_tui.report.tasklist import passing
from nurture_tui.screens.celllist import CellRows, Tasks
from nurture_tui.screens.dialogs import said
from nurture_tui.screens.exportforms import schedule_export
from nurture_tui.screens.filterform import FilterForm, FilterRow, TextFilter, chooser_of
from nurture_tui.screens.heatmap import HeatMap
from nurture_tui.screens.kpis import Figures
from nurture_tui.screens.lines import Lines
from nurture_tui.screens.monthmap import MonthMap
from nurture_tui.screens.notice import Notice, nothing_sent, why_nothing
from nurture_tui.screens.page import Page
from nurture_tui.screens.pane import Pane
from nurture_tui.screens.runtext import schedule_text
from nurture_tui.screens.scheduled import (
    Scheduled,
    filter_options,
    held_forms,
    kept_cell,
    limit_rows,
    opening_cell,
    page_note,
    pressure_rows,
)
from nurture_tui.screens.sendlist import SendLines, SendRows, head_rows, held_line, widths
from nurture_tui.screens.sendruns import SendRuns
from nurture_tui.screens.session import Session, What
from nurture_tui.screens.simulate import Simulate
from nurture_tui.screens.whatwas import WhatWas
from nurture_tui.screens.widened import Widened

NARROW = 100
LIST_ROWS, LIST_ROWS_TALL = 8, 13
FILTER_ROWS = 14
TALL = 30
"""From this height on the list has room for the pressure beside it."""


class Schedule(Page):
    """The send calendar of the open journey."""

    HERE = "schedule"
    NEEDS = "now"
    ABOUT = (
        "The simulated sends by day and hour: the number in a cell is how many, the tint finds "
        "the full ones. Below stand the sends of the chosen cell, when each was due and what "
        "held it. The filter narrows what is counted, listed and exported."
    )
    DEFAULT_CSS = """
    Schedule #upper { height: 1fr; }
    Schedule #lower { height: 1fr; }
    Schedule #filter-pane, Schedule #pressure-pane { width: 30; margin-left: 1; }
    Schedule #limits { margin-top: 2; }
    Schedule #month, Schedule.monthly #heat { display: none; }
    Schedule.monthly #month { display: block; }
    Schedule #held { height: 1; margin-top: 1; dock: bottom; }
    Schedule #notice { display: none; }
    Schedule.empty #notice { display: block; }
    Schedule.empty #upper, Schedule.empty #lower { display: none; }
    Schedule.narrow #filter-pane, Schedule.narrow #pressure-pane { display: none; }
    Schedule.narrow.filtering #filter-pane, Schedule.narrow.filtering #pressure-pane
        { display: block; width: 1fr; margin-left: 0; }
    Schedule.narrow.filtering #heat-pane, Schedule.narrow.filtering #sends-pane { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", "filter", tooltip="filter the sends", id="schedule.filter"),
        Binding(
            "e", "export", "export", tooltip="export the schedule to a file", id="schedule.export"
        ),
        Binding("m", "month", "month", tooltip="by day, or by day and hour", id="schedule.month"),
        Binding("r", "rule", "rule", tooltip="the sends that a rule held", id="schedule.rule"),
        Binding(
            "a",
            "scope",
            "all journeys",
            tooltip="this journey, or all journeys together",
            id="schedule.scope",
        ),
        Binding(
            "greater_than_sign",
            "turn(1)",
            "weeks",
            key_display="< >",
            tooltip="the weeks after",
            id="schedule.after",
        ),
        Binding(
            "less_than_sign",
            "turn(-1)",
            "back",
            show=False,
            tooltip="the weeks before",
            id="schedule.before",
        ),
        Binding("escape", "back", "back", show=False, id="schedule.back"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.data: Scheduled | None = None
        self.filter = Filter()
        self.heat: Heat | None = None
        self.tasks: Tasks = ()
        self.cell: CellRows | None = None

    @classmethod
    def plain(cls, session: Session) -> str:
        return schedule_text(session)

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="upper"):
            with Pane("Sends by day and hour", id_="heat-pane"):
                yield HeatMap(id_="heat")
                yield MonthMap(id_="month")
            with Pane("Filter", id_="filter-pane"):
                yield FilterForm()
                yield Figures(id_="limits")
        with Horizontal(id="lower"):
            with Pane("Sends", id_="sends-pane"):
                yield SendLines(id_="sends")
                yield Figures(id_="held")
            with Pane("Pressure", id_="pressure-pane"):
                yield Figures(id_="pressure")
        yield Notice(id_="notice")

    # -------------------------------------------------------------- what there is to show
    def on_mount(self) -> None:
        self.runs = SendRuns(self.session)
        self.what_was = WhatWas(self.session)

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width < NARROW, "narrow")
        self.call_after_refresh(self._bring_up_to_date)

    def on_session_changed(self, what: What) -> None:
        if what not in ("findings", "selection"):
            self._bring_up_to_date()

    def _bring_up_to_date(self) -> None:
        result, words = self.session.result, why_nothing(self.session)
        if not (words or self.runs.together) and result is not None:
            words = nothing_sent(result, self.session.keys)
        self.put_away(bool(words))
        self.query_one(Notice).say(words)
        self.refresh_bindings()
        if words or result is None:
            return
        self.what_was.want()
        if self.runs.is_of_now(self.data):
            self._show_heat()
        else:
            if self.runs.together:
                self.query_one("#heat-pane", Pane).note = "all journeys are being simulated"
            self.runs.prepare(self._take, self._refused)

    def _refused(self, error: NurtureError) -> None:
        self.app.push_screen(said("All journeys cannot run together", error))
        self._bring_up_to_date()

    def _take(self, data: Scheduled) -> None:
        """A prepared calendar is here: show it, with the same cell and filters if they fit."""
        if not self.is_attached:
            return
        same = self.data is not None and self.data.journey.id == data.journey.id
        alike = same and self.data is not None and self.data.several == data.several
        self.data = data
        if not len(data.result.sends):  # what there is are tasks, which are by day
            self.add_class("monthly")
            self.call_after_refresh(self._map.focus)
        if not alike:
            self.filter, self.heat = Filter(clock=self.filter.clock), None
            self.query_one(TextFilter).clear()
        self._offer_filters()
        self._filter(keep_cell=alike)
        self._bring_up_to_date()

    def _offer_filters(self) -> None:
        assert self.data is not None
        form, values = self.query_one(FilterForm), self.filter
        for name, options in filter_options(self.data, values).items():
            known = {option.value for option in options}
            value = getattr(values, name)
            if value not in known:
                values, value = with_value(values, name, ""), ""
            form.row(name).offer(options, value)
        self.filter = values

    # -------------------------------------------------------------- the heat and its cell
    def _filter(self, *, keep_cell: bool = True) -> None:
        """Count the sends that pass the filter; stay at the chosen cell, or as near as can be."""
        assert self.data is not None
        before, old = self.heat, self.query_one(HeatMap)
        self.heat = heat(self.data.calendar, self.filter)
        self.tasks = passing(self.data.given, self.filter, self.data.result)
        keeps = keep_cell and before is not None
        day = before.day(old.day) if before is not None else self.data.first
        self._show_heat(kept_cell(self.heat, day, old.hour) if keeps else opening_cell(self.heat))

    def _was(self) -> Heat | None:
        """The sends of the saved version that pass the filter, where it is another."""
        calendar = None if self.runs.together else self.what_was.calendar
        return None if calendar is None else heat(calendar, self.filter)

    def _show_heat(self, cell: tuple[int, int] | None = None) -> None:
        if self.data is None or self.heat is None:
            return
        view, data = self.query_one(HeatMap), self.data
        words, at = held_forms(data, self.heat), cell or (view.day, view.hour)
        was = self._was()
        view.show(self.heat, data.first, data.last, words, at, was)
        month = self.query_one(MonthMap)
        tasks, narrowed = data.task_clock.by_date(self.tasks), len(self.tasks) < len(data.given)
        limit = None if narrowed else data.workspace.settings.limits.tasks_per_day
        day = view.day if cell is not None else month.day
        month.show(self.heat, data.first, data.last, tasks, limit, day)
        self._share_height(self._map.rows_wanted + 1)
        most = max(tasks.values(), default=0) if narrowed else None
        self.query_one("#limits", Figures).show(limit_rows(data, self.heat, was, most))
        self.query_one("#pressure", Figures).show(pressure_rows(data))
        self._show_cell()

    @property
    def monthly(self) -> bool:  # by day, and not by day and hour
        return self.has_class("monthly")

    @property
    def _map(self) -> HeatMap | MonthMap:
        return self.query_one(MonthMap) if self.monthly else self.query_one(HeatMap)

    def _share_height(self, wanted: int) -> None:
        """The map has the rows it wants, the filter beside it its own, the list the rest."""
        body = self.query_one("#body").size.height
        below = LIST_ROWS_TALL if self.size.height >= TALL else LIST_ROWS
        beside = self.has_class("filtering") or not self.has_class("narrow")
        least = FILTER_ROWS if beside else LIST_ROWS
        self.query_one("#upper").styles.height = max(min(max(wanted, least), body - below), 4)

    def _title_map(self) -> tuple[Tasks, Rows]:
        """The titles of the map and of the list; gives what the chosen hour or day has."""
        assert self.data is not None
        assert self.heat is not None
        found, pane = self.heat, self.query_one("#sends-pane", Pane)
        above = self.query_one("#heat-pane", Pane)
        whose = " of all journeys" if self.runs.together else ""
        if self.monthly:
            view = self.query_one(MonthMap)
            above.title_text = f"Sends by day{whose}"
            above.note = page_note(self.data, found, range(found.weeks))
            day = found.day(view.day)
            pane.title_text = f"{day:%a} {day.day} {day:%b}"
            return self.data.task_clock.then(self.tasks, day), found.day_rows(view.day)
        hours = self.query_one(HeatMap)
        above.title_text = f"Sends by day and hour{whose}"
        if hours.weeks:
            above.note = page_note(self.data, found, hours.weeks, hours.page_of)
        day = found.day(hours.day)
        at = f"{hours.hour:02}:00 to {hours.hour + 1:02}:00"
        pane.title_text = f"{day:%a} {day.day} {day:%b}, {at}"
        tasks = self.data.task_clock.then(self.tasks, day, hours.hour)
        return tasks, found.cell(hours.day, hours.hour)

    def _show_cell(self, *, anew: bool = True) -> None:
        """The titles, and what the chosen cell has, `anew` from the first of it."""
        if self.data is None or self.heat is None:
            return
        tasks, rows = self._title_map()
        lines = self.query_one(SendLines)
        room = lines.size.width or self.size.width
        columns = widths(room, self.data.several)
        sends = SendRows(self.data.calendar, self.data.workspace, rows, self.filter.clock, columns)
        self.cell = shown = CellRows(tasks, sends, self.data.task_clock)
        self.query_one("#sends-pane", Pane).note = shown.note
        if anew:
            lines.set_reactive(Lines.chosen, 0)
        lines.show(
            shown, head=head_rows(room, columns), empty=[("  nothing is sent then", "muted")]
        )
        if anew:
            lines.scroll_to(y=0, animate=False)
        held = held_line(self.data.calendar, self.data.workspace, rows, self.data.journey.id)
        self.query_one("#held", Figures).show([held] if len(rows) else [[]])

    @on(HeatMap.Resized)
    @on(Widened, "#sends")
    def _fit(self) -> None:
        """The weeks of the page, and the columns of the list, by the cells there are by now."""
        self.call_after_refresh(self._show_cell, anew=False)

    @on(HeatMap.Chosen)
    @on(MonthMap.Chosen)
    def _chosen(self) -> None:
        self._show_cell()

    @on(HeatMap.Opened)
    @on(MonthMap.Opened)
    def _opened(self) -> None:
        self.query_one(SendLines).focus()

    def action_month(self) -> None:
        """By day, or by day and hour; the chosen day stays."""
        if self.heat is None:
            return
        hours, month = self.query_one(HeatMap), self.query_one(MonthMap)
        self.toggle_class("monthly")
        if self.monthly:
            month.day = hours.day
            self._show_heat()
        else:
            used = self.heat.counts[month.day].argmax()
            self._show_heat((month.day, int(used)))
        self.action_back()

    def action_scope(self) -> None:
        """This journey, or all journeys together."""
        self.runs.together = not self.runs.together
        self._bring_up_to_date()

    def action_rule(self) -> None:
        """Choose the rule whose held sends are shown."""
        self._asked(FilterRow.Asked(self.query_one(FilterForm).row("held_by")))

    def action_turn(self, by: int) -> None:
        self.query_one(HeatMap).action_turn(by)

    def action_back(self) -> None:
        """Esc leads back to the map."""
        self.remove_class("filtering")
        self._share_height(self._map.rows_wanted + 1)
        self._map.focus()

    # -------------------------------------------------------------- filters
    def action_filter(self) -> None:
        self.add_class("filtering")
        self._share_height(self._map.rows_wanted + 1)
        self.query_one(FilterForm).row("step").focus()

    @on(FilterRow.Changed)
    def _changed(self, event: FilterRow.Changed) -> None:
        if self.data is None or getattr(self.filter, event.name) == event.value:
            return
        self.filter = with_value(self.filter, event.name, event.value)
        if event.name == "journey":
            self._offer_filters()
        self._filter()

    @on(FilterRow.Asked)
    def _asked(self, event: FilterRow.Asked) -> None:
        event.row.focus()
        self.app.push_screen(chooser_of(event.row), event.row.take)

    # -------------------------------------------------------------- to Simulate, to a file
    @on(Lines.Opened, "#sends")
    async def _follow(self, event: Lines.Opened) -> None:
        """Follow the contact of a row in Simulate, at the instant of its task or send."""
        if self.cell is None:
            return
        contact, instant, journey = self.cell.about(event.number)
        if self.runs.together:
            self.session.open(journey)
        await self.app.switch_mode("simulate")
        if isinstance(self.app.screen, Simulate):
            self.app.screen.follow_contact(contact, instant)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that can do nothing now are left out of the footer."""
        if action in ("filter", "export", "month", "rule"):
            return self.data is not None and not self.has_class("empty")
        if action == "scope":
            several = len(self.session.workspace.journeys) > 1
            can = bool(self.session.contacts) and self.session.rooms.together is not None
            return several and can
        if action == "turn":
            pages = self.query_one(HeatMap).page_of[1]
            return self.data is not None and not self.monthly and pages > 1
        return True

    def action_export(self) -> None:
        if self.data is None or self.heat is None:
            return
        rows = np.sort(self.heat.rows)
        self.app.push_screen(schedule_export(self.session, self.data, rows, self.filter))

    @on(Input.Submitted)
    def _typed(self) -> None:
        self.action_back()
