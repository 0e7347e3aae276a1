"""Why a contact did not come to a step, or did not get its message: the first thing in the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from nurture_tui.graph.build import journey_graph
from nurture_tui.graph.reach import leading_to, path_between
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Send, Split, Step, ports
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.account import Account, Stay, Visit, still_at
from nurture_tui.report.noentry import never_came
from nurture_tui.report.sketch import port_label, step_title
from nurture_tui.report.storyline import Decision, StoryLine
from nurture_tui.report.told import joined, number
from nurture_tui.simulation.result import Ints

if TYPE_CHECKING:
    from nurture_tui.graph.build import StepGraph

Kind = Literal[
    "got", "came", "skipped", "held", "refused", "never_came", "left", "went", "waiting", "no_path"
]
_LEAVES = frozenset(["goal", "exit", "finished"])


@dataclass(frozen=True, slots=True)
class WhyNot:
    """What kept a contact from a step (or `got`, `came`: nothing did), in words.

    `at` is the step at which it happened ("": at the entry), `time` when (None: never), `until` is
    when a wait or a hold would be over.
    """

    journey: str
    step: str
    kind: Kind
    text: str
    at: str = ""
    time: int | None = None
    until: int | None = None
    decisions: tuple[Decision, ...] = ()


class Paths:
    """The ways through one journey: which steps still lead to a step."""

    def __init__(self, journey: Journey) -> None:
        self.journey = journey
        self._leading: dict[str, frozenset[str]] = {}

    @cached_property
    def graph(self) -> StepGraph:
        return journey_graph(self.journey)

    def leading_to(self, step: str) -> frozenset[str]:
        if step not in self._leading:
            self._leading[step] = leading_to(self.graph, [step])
        return self._leading[step]

    def steps_to(self, start: str, step: str) -> int:
        return len(path_between(self.graph, [start], [step]))


class WhyNots:
    """Answers for the contacts of one watched run; `arrivals` are those of `Watched`."""

    def __init__(self, workspace: Workspace, arrivals: Mapping[str, Ints]) -> None:
        self.workspace = workspace
        self.arrivals = arrivals
        self._paths: dict[str, Paths] = {}

    def every_send(self, account: Account) -> Iterator[WhyNot]:
        """Why not, for each message of the run's journeys that the contact did not get."""
        for id_ in self.arrivals:
            for step_id, step in self.workspace.journeys[id_].steps.items():
                if isinstance(step, Send):
                    answer = self.of(account, id_, step_id)
                    if answer.kind != "got":
                        yield answer

    def of(self, account: Account, journey_id: str, step_id: str) -> WhyNot:
        """Why the contact did not come to a step of a journey of the run."""
        journey = self.workspace.journeys[journey_id]
        paths = self._paths.setdefault(journey_id, Paths(journey))
        way = paths.leading_to(step_id)
        question = _Question(account, self.workspace, journey, step_id, way)
        if journey.entry.start not in way:
            return question.answer("no_path", "no path leads there from the entry, for nobody")
        stays = account.stays_in(journey_id)
        for stay in stays:
            for visit in stay.visits:
                if visit.step == step_id:
                    return question.came(stays)
        if not stays:
            return question.not_in(int(self.arrivals[journey_id][account.row]))
        ends = [(question.last_chance(stay), stay) for stay in stays]
        nearest = min(ends, key=lambda end: paths.steps_to(end[0].step, step_id))
        return question.turned_off(*nearest, len(stays))


class _Question:
    """One contact and one step of a journey; `way` are the steps from which it can be reached."""

    def __init__(
        self,
        account: Account,
        workspace: Workspace,
        journey: Journey,
        step: str,
        way: frozenset[str],
    ) -> None:
        self.account = account
        self.workspace = workspace
        self.journey = journey
        self.step = step
        self.way = way
        self.moment = account.clock.moment

    def answer(
        self,
        kind: Kind,
        text: str,
        at: str = "",
        time: int | None = None,
        until: int | None = None,
        decisions: tuple[Decision, ...] = (),
    ) -> WhyNot:
        return WhyNot(self.journey.id, self.step, kind, text, at, time, until, decisions)

    def lines(self, *events: str, step: str | None = None) -> list[StoryLine]:
        """The lines that tell these rows of this journey, of a step if one is named."""
        return [
            line
            for line in self.account.lines
            if line.row is not None
            and line.row.journey == self.journey.id
            and line.row.event in events
            and (step is None or line.row.step == step)
        ]

    # ---------------------------------------------------------------- it came there
    def came(self, stays: list[Stay]) -> WhyNot:
        """The contact was at the step: a message may have been left out, or be held."""
        step = self.journey.steps[self.step]
        visit, stay = [(v, s) for s in stays for v in s.visits if v.step == self.step][-1]
        if not isinstance(step, Send):
            return self.answer("came", f"came to it on {self.moment(visit.entered)}", self.step)
        sent = self.lines("sent", step=self.step)
        if sent:
            text = f"got it on {self.moment(sent[-1].time)}"
            return self.answer("got", text, self.step, sent[-1].time)
        skipped = self.lines("skipped", step=self.step)
        if skipped:
            line = skipped[-1]
            text = f"was left out on {self.moment(line.time)}: {_with_why(line)}"
            return self.answer("skipped", text, self.step, line.time, None, line.decisions)
        held = [line for line in self.account.lines if self._holds(line)]
        why = f"held by {_with_why(held[-1])}" if held else "it was not its turn yet"
        until = held[-1].until if held else None
        if stay.end == "inside":
            text = f"the run ended while it was {why}"
            return self.answer("held", text, self.step, self.account.end, until)
        gone = self._end_of(stay)
        return self.answer(
            "left",
            f"{gone.words} on {self.moment(stay.ended)} while it was {why}",
            self.step,
            stay.ended,
            until,
            gone.decisions,
        )

    def _holds(self, line: StoryLine) -> bool:
        return (line.word, line.journey, line.step) == ("held", self.journey.id, self.step)

    # ---------------------------------------------------------------- it was not let in
    def not_in(self, arrival: int) -> WhyNot:
        refused = self.lines("refused")
        if refused:
            line = refused[-1]
            times = f" (as {len(refused) - 1} times before)" if len(refused) > 2 else ""
            times = " (as once before)" if len(refused) == 2 else times
            text = f"was not let in on {self.moment(line.time)}{times}: {_with_why(line)}"
            return self.answer("refused", text, "", line.time, None, line.decisions)
        text, decisions = never_came(self.account, self.workspace, self.journey, arrival)
        return self.answer("never_came", text, decisions=decisions)

    # ---------------------------------------------------------------- it went elsewhere
    def last_chance(self, stay: Stay) -> Visit:
        """The last visit of a stay at a step from which this one could still be reached."""
        return next(visit for visit in reversed(stay.visits) if visit.step in self.way)

    def turned_off(self, visit: Visit, stay: Stay, stays: int) -> WhyNot:
        """What happened at the last visit from which the step could be reached."""
        several = f" (of its {stays} stays the one that came nearest)" if stays > 1 else ""
        step = self.journey.steps[visit.step]
        title = f"“{step_title(visit.step, step)}”"
        if visit.port:
            return self._went(visit, step, title, several)
        if stay.end == "inside":
            text = (
                f"{still_at(self.account, self.journey, visit.step)}; the run ends before{several}"
            )
            until = self._until(visit.step)
            return self.answer("waiting", text, visit.step, self.account.end, until)
        gone = self._end_of(stay)
        why = f", because {gone.why}" if gone.why else ""
        text = f"{gone.words} on {self.moment(stay.ended)}, at {title}{why}{several}"
        return self.answer("left", text, visit.step, stay.ended, None, gone.decisions)

    def _until(self, step: str) -> int | None:
        for line in reversed(self.account.lines):
            if (line.journey, line.step) == (self.journey.id, step) and line.until is not None:
                return line.until
        return None

    def _went(self, visit: Visit, step: Step, title: str, several: str) -> WhyNot:
        lines = self.lines("went", step=visit.step)
        line = next((line for line in lines if line.time == visit.left), None)
        right = [label for label, target in ports(step) if target in self.way]
        wanted = joined([f"“{port_label(step, label) or label}”" for label in right], "or")
        taken = port_label(step, visit.port) or visit.port
        text = f"took “{taken}” at {title} on {self.moment(visit.left)}, not {wanted}"
        decisions: tuple[Decision, ...] = ()
        if isinstance(step, Split):
            text = f"{text}, by the draw ({_odds(step, right)})"
        elif line is not None:
            decisions = line.decisions
            text = f"{text}: {line.why}" if line.why else text
        return self.answer("went", f"{text}{several}", visit.step, visit.left, None, decisions)

    def _end_of(self, stay: Stay) -> _Gone:
        """How a stay ended that did not end at the run's."""
        lines = [line for line in self.lines(*_LEAVES) if line.time == stay.ended]
        line = lines[-1] if lines else None
        why, decisions = (line.why, line.decisions) if line is not None else ("", ())
        if stay.end == "goal":
            goal = self.journey.goal
            return _Gone(f"reached the goal “{goal.name if goal else ''}”", why, decisions)
        if stay.end == "finished":
            return _Gone("came to the end of its path", why, decisions)
        return _Gone(f"left by the exit “{stay.end}”", why, decisions)


@dataclass(frozen=True, slots=True)
class _Gone:
    words: str
    why: str
    decisions: tuple[Decision, ...]


def _with_why(line: StoryLine) -> str:
    return f"{line.text}, {line.why}" if line.why else line.text


def _odds(step: Split, labels: list[str]) -> str:
    """`1 of 2 goes that way`."""
    total = sum(way.weight for way in step.ways)
    mine = sum(way.weight for way in step.ways if way.name in labels)
    return f"{number(float(mine))} of {number(float(total))} go there"
