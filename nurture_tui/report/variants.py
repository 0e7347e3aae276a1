"""Two variants made ready to meet the same luck: journeys and steps matched by name."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nurture_tui.contacts.table import Contacts
from nurture_tui.edit.rename import rename
from nurture_tui.errors import NurtureError, SimulationError
from nurture_tui.files.canonical import journey_data
from nurture_tui.files.renamed import renamed_steps
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Workspace


@dataclass(frozen=True)
class Variant:
    """What is run of one side: journeys of a workspace, and the contacts as it reads them."""

    workspace: Workspace
    journeys: tuple[str, ...]
    contacts: Contacts

    def journey(self, id_: str) -> Journey | None:
        """The journey of this id, if it is of the run."""
        return self.workspace.journeys[id_] if id_ in self.journeys else None


@dataclass(frozen=True)
class Matched:
    """Two variants under the same names: `second` is as it was but for ids that are A's now.

    `was` has the id that a journey of the second variant had, where it is another.
    """

    first: Variant
    second: Variant
    was: dict[str, str]


def matched(first: Variant, second: Variant) -> Matched:
    """The second variant with the ids of the first, so that draws are keyed alike (R19).

    One journey on each side is compared, whatever they are called; of several, those of one id. A
    step that only has another id now (as `nurture diff` sees it) goes by its id in the first.
    Contacts that are not the same on both sides are refused.
    """
    if first.contacts.ids.tolist() != second.contacts.ids.tolist():
        raise SimulationError(
            "the two sides have different contacts",
            fix="Compare journeys on one contact list: give --contacts FILE.",
        )
    pairs = _pairs(first, second)
    workspace, was = second.workspace, {}
    for mine, theirs in pairs.items():
        journey = _with_steps_of(first.workspace.journeys[mine], workspace.journeys[theirs])
        workspace = workspace.with_journey(journey.model_copy(update={"id": mine}))
        if mine != theirs:
            was[mine] = theirs
    back = {theirs: mine for mine, theirs in pairs.items()}
    ids = tuple(back.get(id_, id_) for id_ in second.journeys)
    return Matched(first, replace(second, workspace=workspace, journeys=ids), was)


def _pairs(first: Variant, second: Variant) -> dict[str, str]:
    """Ids of the first by those of the second that they are compared with."""
    if len(first.journeys) == len(second.journeys) == 1:
        return {first.journeys[0]: second.journeys[0]}
    return {id_: id_ for id_ in first.journeys if id_ in second.journeys}


def _with_steps_of(first: Journey, second: Journey) -> Journey:
    """The second journey, with the ids of the first where a step only has another one now."""
    steps = (journey_data(journey).get("steps", {}) for journey in (first, second))
    for old, new in renamed_steps(*steps).items():
        try:
            second = rename(second, new, old).journey
        except NurtureError:
            continue  # a condition names it in a way that cannot be followed: two steps, then
    return second
