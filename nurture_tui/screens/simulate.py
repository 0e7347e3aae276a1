"""The Simulate screen: a finished run is played on the path, any instant at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.timer import Timer

from nurture_tui.layout import Layout, Show, lay_out
from nurture_tui.model.journey import Journey
from nurture_tui.report.moves import Moves, Traffic, Whereabouts, moves, traffic, whereabouts
from nurture_tui.report.people import person
from nurture_tui.report.sketch import ENTRY, sketch
from nurture_tui.report.story import StoryLine, story, told_until
from nurture_tui.report.timeline import Timeline, timeline
from nurture_tui.screens.canvas import Canvas
from nurture_tui.screens.chooser import Chooser
from nurture_tui.screens.kpis import Figures, count_rows, goal_rows, short_rows
from nurture_tui.screens.lines import Lines
from nurture_tui.screens.moving import (
    Track,
    contact_cell,
    dot_cells,
    lit_lines,
    name_beside,
    tracks,
)
from nurture_tui.screens.page import Page
from nurture_tui.screens.pane import Pane
from nurture_tui.screens.peoplechoice import people_choices
from nurture_tui.screens.player import FRAMES_A_SECOND, Player
from nurture_tui.screens.session import What
from nurture_tui.screens.story import StoryLines
from nurture_tui.screens.timeline import TimeLine
from nurture_tui.screens.whynothing import why_nothing
from nurture_tui.simulation.result import JourneyResult, Result
from nurture_tui.text import count, safe, share
