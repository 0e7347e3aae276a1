"""A journey in plain language: what contacts get and when, why it ends, what is still to do."""

from __future__ import annotations

from nurture_tui.report.brief.facts import Brief
from nurture_tui.report.brief.gather import LANGUAGES, Problem, brief

__all__ = ["LANGUAGES", "Brief", "Problem", "brief"]
