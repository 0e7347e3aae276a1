"""What stands beside a brief: assets, assumptions, who has agreed, what is still open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nurture_tui.model.assume import AssumedEvent
from nurture_tui.model.clock import Hazard, parse_hazard
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Send
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.brief.clause import causes
from nurture_tui.report.brief.facts import Agreed, Asset, Assumed
from nurture_tui.report.brief.tongue import Tongue
from nurture_tui.report.sketch import step_title
from nurture_tui.report.taken import Taken
from nurture_tui.report.told import words_of
from nurture_tui.report.weighs import Weighs
from nurture_tui.text import plain_number

SIDES = ("marketing", "sales")
_ASKED = ("open", "click_to_open")
_GUESS = re.compile(r"(?i)^guess\b\s*[:,]?")


def assets(workspace: Workspace, journey: Journey, tongue: Tongue) -> tuple[Asset, ...]:
    """What the messages need, each once, in the order of the file."""
    found: dict[str, Asset] = {}
    for id_, step in journey.steps.items():
        if not isinstance(step, Send):
            continue
        key = step.asset or f"step {id_}"
        known = workspace.settings.assets.get(step.asset or "")
        if key in found:
            continue
        if known is None:
            found[key] = Asset(id_, step_title(id_, step), "missing", "", "")
            continue
        hours = tongue.hours(known.hours) if known.hours is not None else ""
        title = known.title or step_title(id_, step)
        found[key] = Asset(id_, title, known.status, known.owner or "", hours)
    return tuple(found.values())


def hours_left(workspace: Workspace, journey: Journey) -> float:
    """The hours of work in assets that are not ready."""
    names = {s.asset for s in journey.steps.values() if isinstance(s, Send) and s.asset}
    known = [workspace.settings.assets[name] for name in names if name in workspace.settings.assets]
    return sum(asset.hours or 0 for asset in known if asset.status != "ready")


@dataclass(frozen=True)
class Assumptions:
    """Tells what was taken as given for a journey."""

    workspace: Workspace
    journey: Journey
    tongue: Tongue

    def told(self, found: Sequence[Taken]) -> tuple[Assumed, ...]:
        return tuple(self._told(one) for one in found)

    def _told(self, one: Taken) -> Assumed:
        titles = tuple(self._title(step) for step in one.steps)
        hazard = _hazard(one.value)
        if one.of_messages:
            what = self.tongue.rate_name(one.what)
            if one.every:
                where = self.tongue.words["all messages"]
            elif len(titles) == 1:
                where = titles[0]
            else:
                where = self.tongue.messages(len(titles))
        else:
            what, where = self._event(one), self.tongue.words["everywhere"] if one.shared else ""
        if hazard is not None:
            what = self.tongue.in_time(what, hazard.per)
        value = self._value(hazard.probability if hazard is not None else one.value)
        source = _source(one.source)
        return Assumed(what, where, value, source, one.guess, titles, one.every)

    def _event(self, one: Taken) -> str:
        if one.what in ("consent", "machine opens"):
            return self.tongue.words[{"consent": "consent for all"}.get(one.what, one.what)]
        event, _, after = one.what.partition(" after ")
        assumed = [known for known in self._events() if known.event == event]
        cause = next(
            (known.after for known in assumed if after and str(known.after) == after), None
        )
        if cause is None:
            return self.tongue.quoted(words_of(event))
        said = [
            (function, self._title(subject) if function != "did" else words_of(subject))
            for function, subject in causes(cause)
        ]
        return self.tongue.after_cause(words_of(event), said)

    def _events(self) -> Iterator[AssumedEvent]:
        yield from self.journey.assume.events
        yield from self.workspace.settings.assume.events

    def _value(self, value: float | str) -> str:
        """A share in per cent, another number as it is; "" for what its name says already."""
        try:
            number = float(value)
        except ValueError:
            return "" if value == "yes for all" else str(value)
        return self.tongue.percent(number) if 0 <= number <= 1 else plain_number(number)

    def weighing(self, weighs: Weighs) -> str:
        """The guess that weighs most, with what the goal would be if it were otherwise."""
        guess = weighs.guess
        if guess.event is None:
            steps = tuple(step for journey, step in guess.sends if journey == self.journey.id)
            what, every = guess.what, len(steps) == len(self._sends())
        else:
            shared, place = guess.event[0] == "", guess.event[1]
            settings, steps, every = self.workspace.settings, (), False
            event = (settings if shared else self.journey).assume.events[place]
            what = event.event if event.after is None else f"{event.event} after {event.after}"
        told = self._told(Taken(what, guess.value, guess.source, True, steps, every, False))
        name = told.what
        if guess.event is not None and isinstance(event.chance, Hazard):
            name = self.tongue.in_time(name, event.chance.per)
        name = f"{name} ({told.where})" if told.where else name
        return self.tongue.weighs(name, told.value, self._value(weighs.value), weighs.rate)

    def _sends(self) -> list[str]:
        return [id_ for id_, step in self.journey.steps.items() if isinstance(step, Send)]

    def asked(self, found: Sequence[Taken]) -> Iterator[str]:
        """The guesses as questions: rates of messages that matter, and events."""
        for one in found:
            if not one.guess:
                continue
            told = self._told(one)
            if one.what == "consent":
                yield self.tongue.words["consent asked"]
            elif not one.of_messages:
                name = f"{told.what} ({told.where})" if told.where else told.what
                yield self.tongue.asked_event(name, told.value)
            elif one.what in _ASKED:
                yield self.tongue.asked(one.what, told.value, told.titles)

    def _title(self, id_: str) -> str:
        step = self.journey.steps.get(id_)
        return step_title(id_, step) if step is not None else id_


def _hazard(value: float | str) -> Hazard | None:
    """A chance in a time, where the value is one."""
    try:
        return parse_hazard(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _source(source: str) -> str:
    """A source; of a guess its reason, for that it is a guess is told apart."""
    return _GUESS.sub("", source).strip()


def agreed(journey: Journey) -> tuple[Agreed, ...]:
    """Each side with who of it has agreed, then others who have."""
    found: dict[str, list[str]] = {side: [] for side in SIDES}
    others: list[Agreed] = []
    for name in journey.approved_by:
        side = next((side for side in SIDES if name.lower().endswith(f"({side})")), None)
        if side is None:
            others.append(Agreed("", name))
        else:
            found[side].append(name[: -len(side) - 2].strip() or name)
    return (*(Agreed(side, ", ".join(names)) for side, names in found.items()), *others)
