"""Who gets a message, who is told of what, and how stays end: in the words of a language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from nurture_tui.model.action import EnterJourney, GiveTask, Notify, Verb
from nurture_tui.model.effective import channel_of
from nurture_tui.model.journey import Journey
from nurture_tui.model.merge import fill, parse_merge
from nurture_tui.model.step import Action, Branch, Exit, Send, Split, Wait
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.arrival import Days, days_after_entry
from nurture_tui.report.brief.clause import Telling, telling
from nurture_tui.report.brief.facts import End, Get, Told
from nurture_tui.report.brief.reached import Paths, Way, paths
from nurture_tui.report.brief.tongue import Tongue
from nurture_tui.report.brief.when import days_words, when_sent
from nurture_tui.report.sketch import step_title
from nurture_tui.report.told import words_of
from nurture_tui.simulation.result import JourneyResult, Result

MOST_WAYS = 2
GOAL, EXIT = "goal:", "exit:"
DAY = 86_400


@dataclass(frozen=True)
class People:
    """Tells what a journey does to contacts and colleagues; `result` may be missing."""

    workspace: Workspace
    journey: Journey
    tongue: Tongue
    counts: JourneyResult | None
    result: Result | None

    @cached_property
    def paths(self) -> Paths:
        return paths(self.journey)

    @cached_property
    def days(self) -> Mapping[str, Days]:
        """When contacts come to each step, in days after entry."""
        return days_after_entry(self.result, self.journey.id) if self.result is not None else {}

    @cached_property
    def told(self) -> Telling:
        return telling(self.tongue, self.workspace, self.journey)

    @property
    def _simulated(self) -> bool:
        """Whether a run tells of anybody: where nobody is let in, it tells nothing of messages."""
        return self.counts is not None and self.counts.entered > 0

    def share(self, number: int) -> str:
        """So many of those let in, of 100; "" without a run."""
        if self.counts is None or not self._simulated:
            return ""
        return self.tongue.of_100(number / self.counts.entered)

    # ---------------------------------------------------------------- messages
    def gets(self) -> Iterator[Get]:
        """The messages in the order of the path."""
        tongue, journey = self.tongue, self.journey
        for id_ in self.paths.order:
            step = journey.steps[id_]
            if not isinstance(step, Send):
                continue
            sent = self.counts.steps[id_].sent if self.counts and id_ in self.counts.steps else 0
            only = tongue.only(self.told.clause(step.only_if)) if step.only_if else ""
            when = when_sent(journey, id_, self.result, tongue)
            if not when and self._simulated:
                when = tongue.words["never"]
            yield Get(
                step=id_,
                when=when,
                title=step_title(id_, step),
                channel=tongue.words[channel_of(self.workspace, journey, step)],
                subject=tongue.quoted(_readable(step.subject)) if step.subject else "",
                who=self._who(id_),
                only=only,
                share=self.share(sent),
            )

    def _who(self, id_: str) -> str:
        ways = self.paths.to(id_)
        if not ways:
            first = id_ == self.journey.entry.start or not self._messages_before(id_)
            return self.tongue.words["let in" if first else "still here"]
        if len(ways) > MOST_WAYS:
            return self.tongue.words["still here"]
        return self.tongue.several([self._by(way) for way in ways])

    def _messages_before(self, id_: str) -> bool:
        """Whether a wait or a message lies before it: some may have left by then."""
        order = self.paths.order
        earlier = order[: order.index(id_)]
        return any(isinstance(self.journey.steps[one], Send | Wait) for one in earlier)

    def _by(self, way: Way) -> str:
        """Those who leave a step by a port."""
        tongue, step = self.tongue, self.journey.steps[way.step]
        title = step_title(way.step, step)
        match step:
            case Branch(cases=cases):
                for number, case in enumerate(cases):
                    if way.port == (case.label or f"case {number + 1}"):
                        return tongue.those(self.told.clause(case.condition), "")
                if len(cases) == 1:
                    return tongue.those(self.told.clause(cases[0].condition, False), "")
                return tongue.others(title)
            case Split(ways=split):
                weight = next((one.weight for one in split if one.name == way.port), 0)
                return tongue.chance(
                    weight / sum(one.weight for one in split), way.port, self._of(way.step)
                )
            case Wait(until=until, timeout=timeout) if until is not None:
                within = tongue.span(timeout, "in") if timeout is not None else ""
                return tongue.those(self.told.clause(until, way.port == "next"), within)
            case Wait():
                return tongue.words["in time" if way.port == "next" else "too late"]
        return tongue.on_way(way.port, title)

    def _of(self, step: str) -> str:
        """Of whom a split takes its parts; "" where all come to it."""
        ways = self.paths.to(step)
        steps = self.journey.steps
        if len(ways) != 1 or isinstance(steps[ways[0].step], Split):
            return ""
        return self._by(ways[0])

    # ---------------------------------------------------------------- ends
    def ends(self) -> Iterator[End]:
        """The goal, the exit rules, unsubscribed and bounced, the path's own ends, still inside."""
        words, journey, counts = self.tongue.words, self.journey, self.counts
        exits = counts.exits if counts is not None else {}
        goal = journey.goal
        if goal is not None:
            found = counts.goal if counts is not None else None
            inside = found.reached - found.after_last_step if found is not None else 0
            then = self._then(goal.do, goal.enter, words["nothing more"])
            said = f"{words['goal']}; {then}"
            yield End(GOAL, goal.name, said, self.share(inside), goal=True)
        for rule in journey.exits:
            then = self._then(rule.do, rule.enter, words["nothing more"])
            yield End(EXIT + rule.name, rule.name, then, self.share(exits.get(rule.name, 0)))
        for name in ("unsubscribed", "bounced"):
            if exits.get(name, 0):
                yield End("", words[name], words["nothing more"], self.share(exits[name]))
        if exits.get("late-goal", 0):
            share = self.share(exits["late-goal"])
            yield End("", words["late-goal"], words["too late for goal"], share)
        yield from self._ends_of_paths(exits)
        if counts is not None and counts.finished:
            yield End("", words["end of path"], words["nothing more"], self.share(counts.finished))
        if counts is not None and counts.inside:
            yield End("", words["still inside"], words["run ends"], self.share(counts.inside))

    def _ends_of_paths(self, exits: object) -> Iterator[End]:
        """The exit steps; those of one reason are one, since they are counted together."""
        seen: set[str] = set()
        counted = exits if isinstance(exits, dict) else {}
        for id_ in self.paths.order:
            step = self.journey.steps[id_]
            if not isinstance(step, Exit):
                continue
            reason = step.reason or id_
            if reason in seen:
                continue
            seen.add(reason)
            then = self._then((), step.enter, self.tongue.words["nothing more"])
            yield End(id_, reason, then, self.share(counted.get(reason, 0)))

    def _then(self, do: Sequence[Verb], enter: str | None, nothing: str) -> str:
        """What follows: who is told, where the contact goes on."""
        said = [text for verb in do if (text := self.says(verb))]
        if enter is not None:
            said.append(self.tongue.goes_on(self._journey(enter)))
        return "; ".join(said) or nothing

    def _journey(self, id_: str) -> str:
        other = self.workspace.journeys.get(id_)
        return other.name if other is not None else id_

    # ---------------------------------------------------------------- colleagues
    def says(self, verb: Verb) -> str:
        """What a colleague notices of a verb; "" where it is work inside the systems."""
        match verb:
            case Notify(who=who, message=message):
                return self.tongue.is_told(who, message or "")
            case GiveTask(task=task):
                due = self.tongue.span(task.due) if task.due is not None else ""
                return self.tongue.gets_task(task.for_, task.title, due)
            case EnterJourney(journey=journey):
                return self.tongue.goes_on(self._journey(journey))
        return ""

    def colleagues(self) -> Iterator[Told]:
        """The steps at which somebody is told or gets a task, in the order of the path."""
        for id_ in self.paths.order:
            step = self.journey.steps[id_]
            if not isinstance(step, Action):
                continue
            for verb in step.do:
                said = self.says(verb)
                if said:
                    found = self.counts.steps.get(id_) if self.counts is not None else None
                    came = found.entered if found is not None else 0
                    yield Told(id_, self._comes(id_), said, self.share(came))

    def _comes(self, id_: str) -> str:
        if not self._simulated:
            return ""
        found = self.days.get(id_)
        if found is None:
            return self.tongue.words["never"]
        return days_words(self.tongue, (found[0] * DAY, found[2] * DAY))


def _readable(subject: str) -> str:
    """A subject with its merge fields as `[first name]`."""
    return fill(parse_merge(subject), lambda name: f"[{words_of(name)}]")
