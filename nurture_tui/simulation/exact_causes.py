"""What may follow from what in a journey: from messages, steps and events, chains included."""

from __future__ import annotations

from collections.abc import Sequence

from nurture_tui.simulation.assumed import AssumedPlan
from nurture_tui.simulation.exact_events import Happening, Mark
from nurture_tui.simulation.exact_laws import Delay, log_normal
from nurture_tui.simulation.exact_sources import UNSUBSCRIBED, Reading
from nurture_tui.simulation.messages import AFTER_OPEN, CUT
from nurture_tui.simulation.plan import JourneyPlan


class Causes:
    """The consequences of each cause in a journey, as trees; each is made once."""

    def __init__(self, plan: JourneyPlan) -> None:
        self.plan = plan
        self._trees: dict[tuple[int, frozenset[int]], Happening] = {}
        self._readings: dict[tuple[int, frozenset[int]], Reading] = {}

    def caused(self, function: str, subject: int | str) -> tuple[AssumedPlan, ...]:
        return self.plan.causes.get((function, subject), ())

    def tree(self, assumed: AssumedPlan, wanted: frozenset[int]) -> Happening:
        """An assumed event with all that follows from it, of the assumptions wanted."""
        key = (assumed.place, wanted)
        if key not in self._trees:
            self._trees[key] = Happening(
                assumed.chance,
                log_normal(assumed.delay, assumed.spread),
                self.marks_of(assumed),
                self.following([("did", assumed.name)], wanted),
            )
        return self._trees[key]

    def marks_of(self, assumed: AssumedPlan) -> tuple[tuple[Mark, float], ...]:
        marks: list[Mark] = [("did", assumed.name), ("effect", str(assumed.place))]
        return tuple((mark, 0.0) for mark in marks)

    def following(
        self, causes: Sequence[tuple[str, int | str]], wanted: frozenset[int], later: float = 0.0
    ) -> tuple[Happening, ...]:
        """What follows from any of these causes, some seconds after the happening itself."""
        found = []
        for cause in causes:
            for each in self.caused(*cause):
                if each.place in wanted:
                    made = self.tree(each, wanted)
                    delay = Delay(made.delay.law, made.delay.shift + later, made.delay.most)
                    found.append(
                        made if not later else
                        Happening(made.share, delay, made.marks, made.then)
                    )  # fmt: skip
        return tuple(found)

    def reading(self, place: int, wanted: frozenset[int]) -> Reading:
        """What the message of a step may lead to (R14)."""
        key = (place, wanted)
        if key not in self._readings:
            self._readings[key] = self._reading(place, wanted)
        return self._readings[key]

    def _reading(self, place: int, wanted: frozenset[int]) -> Reading:
        behaviour, id_ = self.plan.sends[place].behaviour, self.plan.steps[place].id
        later = float(behaviour.click_delay)
        cut = CUT + 0.5
        opened: tuple[tuple[Mark, float], ...] = ((("opened", id_), 0.0), (("opened", ""), 0.0))
        clicked: tuple[tuple[Mark, float], ...] = (
            (("clicked", id_), later),
            (("clicked", ""), later),
        )
        of_open = self.following([("opened", place), ("opened", -1), ("did", "opened")], wanted)
        causes: list[tuple[str, int | str]] = [("clicked", place), ("clicked", -1)]
        of_click = self.following([*causes, ("did", "clicked")], wanted, later)
        delay = log_normal(behaviour.open_delay, behaviour.open_spread, cut)
        clicker = log_normal(behaviour.clicker_delay, behaviour.clicker_spread, cut)
        clicks = behaviour.open * behaviour.click_to_open
        gone = Happening(behaviour.unsubscribe, delay, ((UNSUBSCRIBED, float(AFTER_OPEN)),))
        return Reading(
            behaviour.soft_bounce,
            (
                Happening(clicks, clicker, (*opened, *clicked), (*of_open, *of_click)),
                Happening(behaviour.open - clicks, delay, opened, of_open),
            ),
            (gone,) if behaviour.unsubscribe else (),
        )
