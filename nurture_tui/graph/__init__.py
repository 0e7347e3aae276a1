"""Journeys as graphs."""

from __future__ import annotations

from nurture_tui.graph.deferred import defer_networkx

defer_networkx()
