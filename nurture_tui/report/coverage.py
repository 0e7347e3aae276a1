"""What nobody came to in a run, why, and who came nearest to it; or the proof that nobody can."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from nurture_tui.contacts.distinct import distinct
from nurture_tui.contacts.history import EventHistory
from nurture_tui.contacts.table import Contacts
from nurture_tui.model.condition import Condition
from nurture_tui.model.duration import DAY
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Branch, Split, Wait, case_label
from nurture_tui.model.typed import TypedCall
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.account import Accounts
from nurture_tui.report.cannot import why_nobody_can
from nurture_tui.report.gaps import Gap, gaps
from nurture_tui.report.happened import Happened
from nurture_tui.report.nearest import Shortfall, shortfall
from nurture_tui.report.noentry import no_hand_off
from nurture_tui.report.people import person
from nurture_tui.report.settled import Settled, settled
from nurture_tui.report.sketch import step_title
from nurture_tui.report.timeline import code_of
from nurture_tui.report.told import joined, number, span
from nurture_tui.simulation.atstart import AtStart
from nurture_tui.simulation.probe import Answer, Note, Question, Waits
from nurture_tui.simulation.result import NO_TIME, Result
from nurture_tui.simulation.seen import Seen
from nurture_tui.simulation.settings import RunSettings
from nurture_tui.simulation.watched import Watched, watch_run
from nurture_tui.text import count, share

MOST_FOLLOWED = 1_000


@dataclass(frozen=True, slots=True)
class Nearest:
    """The contact that came nearest, and what kept it: texts may come from files."""

    contact: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A gap with why it is one. `proved`: nobody of the list can, whatever the luck."""

    gap: Gap
    text: str
    proved: bool = False
    nearest: Nearest | None = None


@dataclass(frozen=True)
class Coverage:
    """What nobody came to; `followed` contacts were asked, of `of` that could tell."""

    found: tuple[Uncovered, ...]
    followed: int = 0
    of: int = 0


def coverage(
    workspace: Workspace,
    result: Result,
    settings: RunSettings,
    events: EventHistory | None = None,
    drawn_from: Contacts | None = None,
) -> Coverage:
    """Why steps and ports of a run were not reached, or that all were.

    The contacts that came to the places in question (the first 1,000 of them by their rows) are
    run once more and watched, so that the answer has their values; where all were reached it costs
    nothing. `settings` and `events` are those of the run; `drawn_from` is the list that its
    contacts were drawn from, where they were.
    """
    found = gaps(workspace.journeys, result.journeys)
    if not found:
        return Coverage(())
    rows = _rows(result, found)
    chosen = rows[:MOST_FOLLOWED]
    asked = frozenset(
        question for gap in found for question in _questions(workspace.journeys[gap.journey], gap)
    )
    ids = list(result.journeys)
    watched = watch_run(
        workspace,
        ids,
        result.contacts if drawn_from is None else drawn_from,
        settings,
        chosen,
        asked.__contains__,
        events=events,
        people=None if drawn_from is None else len(result.contacts),
    )
    at_start = AtStart(workspace, ids, result.contacts, settings, events)
    names = () if events is None else events.names
    asker = _Asker(workspace, result, watched, at_start, settled(workspace, ids, names), chosen)
    return Coverage(tuple(asker.ask(gap) for gap in found), len(chosen), len(rows))


def _rows(result: Result, found: Sequence[Gap]) -> list[int]:
    """The contacts whose run can tell about these gaps: those who came to the steps in question."""
    if any(gap.where == "entry" for gap in found):
        return list(range(len(result.contacts)))
    visits = result.visits
    mine = np.zeros(len(visits), dtype=np.bool_)
    for gap in found:
        journey, step = (code_of(visits.names, name) for name in (gap.journey, gap.step))
        mine |= (visits.journey == journey) & (visits.step == step)
    rows: list[int] = distinct(visits.contact[mine]).tolist()
    return rows


def _questions(journey: Journey, gap: Gap) -> Iterator[Question]:
    step = journey.steps.get(gap.step)
    if gap.where == "entry":
        yield from (Question(journey.id, "when"), Question(journey.id, "entry_only_if"))
        yield Question(journey.id, "goal")
        yield from (Question(journey.id, "exit", rule.name) for rule in journey.exits)
    elif isinstance(step, Branch):
        numbers = range(len(step.cases))
        yield from (Question(journey.id, "case", gap.step, number) for number in numbers)
    elif isinstance(step, Wait):
        yield Question(journey.id, "until", gap.step)


@dataclass
class _Asker:
    """Asks the contacts that were followed about the gaps of a run."""

    workspace: Workspace
    result: Result
    watched: Watched
    at_start: AtStart
    run: Settled
    rows: Sequence[int]
    _accounts: Accounts = field(init=False)

    def __post_init__(self) -> None:
        self._accounts = Accounts(self.watched, self.workspace)
        self._notes = {row: self.watched.notes.of(row) for row in self.rows}

    def ask(self, gap: Gap) -> Uncovered:
        journey = self.workspace.journeys[gap.journey]
        match gap.where:
            case "no_path":
                return Uncovered(gap, "no path leads there from the entry", True)
            case "entry":
                return self._entry(gap, journey)
            case "stop":
                return self._stop(gap, journey)
        match journey.steps[gap.step]:
            case Branch() as branch:
                return self._branch(gap, journey, branch)
            case Split() as split:
                return self._split(gap, split)
            case Wait(until=None):
                return self._date(gap)
            case Wait() as wait:
                return self._until(gap, journey, wait)
        return Uncovered(gap, "nobody went this way")

    # ---------------------------------------------------------------- ports
    def _branch(self, gap: Gap, journey: Journey, branch: Branch) -> Uncovered:
        came = self.result.journeys[gap.journey].steps[gap.step].entered
        labels = [case_label(branch, place) for place in range(len(branch.cases))]
        if gap.port not in labels:
            taken = [
                f"“{label}” {count(number)}" for label, number in self._out(gap).items() if number
            ]
            text = f"everybody who came met a case: {joined(taken)}"
            questions = {Question(journey.id, "case", gap.step, n) for n in range(len(labels))}
            return Uncovered(gap, text, nearest=self._nearest(journey, questions, wanted=False))
        place = labels.index(gap.port)
        question = Question(journey.id, "case", gap.step, place)
        condition = branch.cases[place].condition
        proof = self._proof(journey, condition)
        if proof:
            return Uncovered(gap, f"nobody can: {proof}", True)
        nearest = self._nearest(journey, {question}, wanted=True)
        if nearest is None:
            before = [f"“{label}”" for label in labels[:place] if self._out(gap).get(label)]
            return Uncovered(gap, f"everybody who came met {joined(before, 'or')} before it")
        return Uncovered(gap, f"{count(came)} came, and it held for nobody", nearest=nearest)

    def _split(self, gap: Gap, split: Split) -> Uncovered:
        came = sum(self._out(gap).values())
        total = float(sum(way.weight for way in split.ways))
        mine = next(float(way.weight) for way in split.ways if way.name == gap.port)
        chance = share((1 - mine / total) ** came)
        text = f"{number(mine)} of {number(total)} go there, and only {count(came)} came: "
        return Uncovered(gap, f"{text}with so few nobody is drawn to it in {chance} of runs")

    def _until(self, gap: Gap, journey: Journey, wait: Wait) -> Uncovered:
        question = Question(journey.id, "until", gap.step)
        came = self.result.journeys[gap.journey].steps[gap.step].entered
        if gap.port == "next" and wait.until is not None:
            proof = self._proof(journey, wait.until)
            if proof:
                return Uncovered(gap, f"nobody can: {proof}", True)
            nearest = self._nearest(journey, {question}, wanted=True)
            return Uncovered(gap, f"{count(came)} waited, and it held for nobody", nearest=nearest)
        stayed = self._longest(gap)
        text = f"nobody waited for all of {wait.timeout}" if wait.timeout else "it has no end"
        if stayed is None:
            return Uncovered(gap, text, proved=wait.timeout is None)
        row, seconds = stayed
        return Uncovered(gap, text, nearest=self._who(row, f"waited longest, {span(seconds)}"))

    def _date(self, gap: Gap) -> Uncovered:
        """A wait for a date: nobody came too late, or nobody got through in time."""
        waits = [found for found in self._waits(gap) if found[2].base is not None]
        if gap.port == "else":
            margins = [(fact.until - note.time, row) for row, note, fact in waits]
            text, side = "everybody came in time", "before"
        else:
            ahead = [(fact.until, row) for row, _, fact in waits if not fact.past]
            if ahead:
                until, row = min(ahead)
                text = f"{count(len(ahead))} waited for it, and nobody to the end"
                when = self._accounts.of(row).clock.moment(until)
                return Uncovered(gap, text, nearest=self._who(row, f"it would be over on {when}"))
            margins = [(note.time - fact.until, row) for row, note, fact in waits]
            text, side = "everybody came too late", "after"
        if not margins:
            return Uncovered(gap, "the date was known of nobody who came")
        margin, row = min(margins)
        words = f"came nearest to it, {span(margin)} {side} the moment"
        return Uncovered(gap, text, nearest=self._who(row, words))

    # ---------------------------------------------------------------- nobody went on
    def _stop(self, gap: Gap, journey: Journey) -> Uncovered:
        counted = self.result.journeys[gap.journey].steps[gap.step]
        title = f"“{step_title(gap.step, journey.steps[gap.step])}”"
        gone = counted.entered - counted.inside
        came = count(counted.entered)
        still = "still there when the run ended"
        if not gone:
            text = f"nobody went on from {title}: all {came} who came were {still}"
        elif not counted.inside:
            text = f"nobody went on from {title}: all {came} who came left the journey there"
        else:
            text = f"nobody went on from {title}: of {came} who came, {count(gone)} left the "
            text += f"journey there and {count(counted.inside)} were {still}"
        ends = [
            (fact.until, row)
            for row, _, fact in self._waits(gap)
            if self.result.run.end <= fact.until < NO_TIME
        ]
        if not ends:
            return Uncovered(gap, text)
        until, row = min(ends)
        when = self._accounts.of(row).clock.moment(until)
        return Uncovered(gap, text, nearest=self._who(row, f"would go on first, on {when}"))

    def _waits(self, gap: Gap) -> Iterator[tuple[int, Note, Waits]]:
        for row, notes in self._notes.items():
            for note in notes:
                fact = note.fact
                if isinstance(fact, Waits) and (fact.journey, fact.step) == (gap.journey, gap.step):
                    yield row, note, fact

    def _longest(self, gap: Gap) -> tuple[int, int] | None:
        visits = self.result.visits
        journey, step = (code_of(visits.names, name) for name in (gap.journey, gap.step))
        mine = np.flatnonzero((visits.journey == journey) & (visits.step == step))
        if not len(mine):
            return None
        stayed = visits.left[mine] - visits.entered[mine]
        longest = int(np.argmax(stayed))
        return int(visits.contact[mine[longest]]), int(stayed[longest])

    # ---------------------------------------------------------------- nobody came in
    def _entry(self, gap: Gap, journey: Journey) -> Uncovered:
        counted, entry = self.result.journeys[gap.journey], journey.entry
        if counted.considered:
            return self._all_refused(gap, journey)
        if entry.when is not None:
            proof = self._proof(journey, entry.when)
            if proof:
                return Uncovered(gap, f"nobody can come in: {proof}", True)
            nearest = self._nearest(journey, {Question(journey.id, "when")}, wanted=True)
            return Uncovered(
                gap, "the condition of the entry came true for nobody", nearest=nearest
            )
        if entry.event is None:
            text = f"it is entered only by hand-off, and {no_hand_off(self.workspace, journey)}"
            return Uncovered(gap, text)
        arrivals = self.watched.arrivals[journey.id]
        if len(arrivals) and int(arrivals.min()) != NO_TIME:
            row = int(np.argmin(arrivals))
            when = self._accounts.of(row).clock.moment(int(arrivals[row]))
            return Uncovered(
                gap,
                "everybody turns up after the end of the run",
                nearest=self._who(row, f"turns up first, on {when}"),
            )
        if entry.event not in self.run.events:
            text = (
                f"nobody turns up by itself, and nothing in this run makes “{entry.event}” happen"
            )
            return Uncovered(gap, text, True)
        return Uncovered(gap, f"“{entry.event}” happened to nobody in this run")

    def _all_refused(self, gap: Gap, journey: Journey) -> Uncovered:
        counted = self.result.journeys[gap.journey]
        reasons = [f"{name} {count(number)}" for name, number in counted.not_entered.items()]
        text = f"{count(counted.considered)} tried and nobody was let in: {joined(reasons)}"
        only_if = journey.entry.only_if
        proof = self._proof(journey, only_if) if only_if is not None else None
        if proof:
            return Uncovered(gap, f"{text}; nobody can be: {proof}", True)
        questions = {Question(journey.id, "entry_only_if"), Question(journey.id, "goal")}
        questions |= {Question(journey.id, "exit", rule.name) for rule in journey.exits}
        return Uncovered(gap, text, nearest=self._nearest(journey, questions, wanted=False))

    # ---------------------------------------------------------------- conditions
    def _proof(self, journey: Journey, condition: Condition) -> str | None:
        return why_nobody_can(self.at_start.part(journey.id, condition), self.run)

    def _nearest(
        self, journey: Journey, questions: set[Question], *, wanted: bool
    ) -> Nearest | None:
        """Who came nearest to an answer `wanted`, over all times that one of these was asked."""
        best: tuple[tuple[int, float], int, int, Shortfall] | None = None
        for row, notes in self._notes.items():
            happened: Happened | None = None
            for note in notes:
                fact = note.fact
                if not isinstance(fact, Answer) or fact.question not in questions:
                    continue
                if fact.holds == wanted:
                    continue
                happened = happened or self._accounts.happened(row)
                found = shortfall(fact.seen, wanted, _later(happened, journey, note.time))
                if best is None or found.rank < best[0]:
                    best = (found.rank, row, note.time, found)
        if best is None:
            return None
        _, row, time, found = best
        account = self._accounts.of(row)
        because = account.known.because(journey, time)
        parts = joined(list(dict.fromkeys(because.part(part) for part in found.parts)))
        return self._who(row, f"on {account.clock.moment(time)}: {parts}")

    def _who(self, row: int, text: str) -> Nearest:
        contacts = self.result.contacts
        return Nearest(str(contacts.ids[row]), person(contacts, row), text)

    def _out(self, gap: Gap) -> dict[str, int]:
        return dict(self.result.journeys[gap.journey].steps[gap.step].out)


def _later(happened: Happened, journey: Journey, now: int) -> Callable[[Seen], float | None]:
    """How many days after an instant what a part asked for did happen."""

    def days(part: Seen) -> float | None:
        if not isinstance(part.typed, TypedCall):
            return None
        after = happened.after(journey.id, part.typed.function, part.typed.subject, now)
        return None if after is None else (after - now) / DAY

    return days
