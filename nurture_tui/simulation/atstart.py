"""Conditions as all contacts of a list meet them before anything has happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from nurture_tui.contacts.history import EventHistory
from nurture_tui.contacts.table import Contacts
from nurture_tui.model.condition import Condition
from nurture_tui.model.workspace import Workspace
from nurture_tui.simulation.cohort import cohort_of
from nurture_tui.simulation.conditions import Compiler
from nurture_tui.simulation.people import People
from nurture_tui.simulation.plan import RunPlan
from nurture_tui.simulation.population import listed
from nurture_tui.simulation.run import journeys_to_run
from nurture_tui.simulation.seen import Part, Reader
from nurture_tui.simulation.settings import RunSettings
from nurture_tui.simulation.textpool import TextPool
from nurture_tui.simulation.view import View
from nurture_tui.simulation.watch import typed_condition


class AtStart:
    """The contacts of a list as the file has them, for conditions of the journeys of a run."""

    def __init__(
        self,
        workspace: Workspace,
        journey_ids: Sequence[str],
        contacts: Contacts,
        settings: RunSettings,
        events: EventHistory | None = None,
    ) -> None:
        journeys = journeys_to_run(workspace, journey_ids)
        self._plan = RunPlan(workspace, journeys, contacts, settings, events)
        cohort = cohort_of(self._plan, listed(self._plan, contacts), np.arange(len(contacts)))
        self._zones = {
            plan.id: known.zone
            for plan, known in zip(self._plan.journeys, cohort.journeys, strict=True)
        }
        # Of arrivals nothing is asked, and they are a number for each contact and journey.
        self._people = People(replace(cohort, journeys=()), TextPool())

    def part(self, journey_id: str, condition: Condition) -> Part:
        """The condition and all its parts, with an entry a contact in each array (by id)."""
        plan, people = self._plan, self._people
        journey = plan.workspace.journeys[journey_id]
        compiler = Compiler(
            people,
            plan.clock,
            self._zones[journey_id],
            None,
            {},
            plan.dates_of(journey),
            plan.fixed_instant,
        )
        reader = Reader(compiler, typed_condition(condition, plan.workspace, journey, plan.kinds))
        start = np.full(people.n, plan.start, dtype=np.int64)
        view = View(np.arange(people.n), start, start, attempt=True)
        return reader.part(reader.read(view))
