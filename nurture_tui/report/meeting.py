"""How many contacts of a list meet a condition as the file has them, before anything happens."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nurture_tui.contacts.table import Contacts
from nurture_tui.errors import NurtureError
from nurture_tui.model.assume import JourneyAssume
from nurture_tui.model.condition import parse_condition
from nurture_tui.model.journey import Entry, Journey, Sending
from nurture_tui.model.step import Exit, Send, Step
from nurture_tui.model.workspace import Scoring, Workspace
from nurture_tui.simulation.atstart import AtStart
from nurture_tui.simulation.settings import RunSettings


@dataclass(frozen=True, slots=True)
class Met:
    """How many of how many contacts meet a condition."""

    met: int
    of: int


class Meeting:
    """The contacts of a list, asked conditions as a journey (None: nurture.toml) words them.

    Only what conditions need of the journey is looked at, so that one that is unfinished
    elsewhere can be asked too.
    """

    def __init__(
        self,
        workspace: Workspace,
        journey: Journey | None,
        contacts: Contacts,
        settings: RunSettings,
    ) -> None:
        """A workspace that no run can be made of, whatever the journey, is a NurtureError."""
        shared = workspace.settings.model_copy(
            update={
                "sending": Sending(timezone=workspace.settings.sending.timezone),
                "scoring": Scoring(),
                "assume": JourneyAssume(),
            }
        )
        asking = _asking(journey)
        bare = replace(workspace, settings=shared).with_journey(asking)
        self._id = asking.id
        self._at_start = AtStart(bare, [asking.id], contacts, settings)
        self._of = len(contacts)

    def met(self, text: str) -> Met | None:
        """How many meet the condition of this text; None for one that cannot be asked."""
        try:
            holds = self._at_start.part(self._id, parse_condition(text)).holds
        except NurtureError:
            return None
        return Met(int(holds.sum()), self._of)


def _asking(journey: Journey | None) -> Journey:
    """A journey with the same names for conditions, and nothing else that could be wrong."""
    if journey is None:
        steps: dict[str, Step] = {"end": Exit()}
        return Journey(format=1, name="-", kind="internal", entry=Entry(start="end"), steps=steps)
    steps = {
        id_: Send(subject="-") if isinstance(step, Send) else Exit()
        for id_, step in journey.steps.items()
    } or {"end": Exit()}
    return Journey(
        id=journey.id,
        format=1,
        name="-",
        kind=journey.kind,
        dates=journey.dates,
        entry=Entry(start=next(iter(steps))),
        sending=Sending(timezone=journey.sending.timezone),
        steps=steps,
    )
