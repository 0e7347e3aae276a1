"""What is known of a contact up to one instant of its story, and the words for its conditions."""

from __future__ import annotations

from nurture_tui.model.inherit import effective_sending
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Send
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.because import Because
from nurture_tui.report.happened import Happened
from nurture_tui.report.storyline import Decision
from nurture_tui.report.told import OwnClock, joined
from nurture_tui.simulation.probe import Answer, Permission, Question, What

Told = tuple[str, tuple[Decision, ...]]
"""Why, in words, and the conditions that were asked."""


class SoFar:
    """A contact at `now`: what was asked last, what was known at the last skip, what was sent."""

    def __init__(self, workspace: Workspace, clock: OwnClock, happened: Happened) -> None:
        self.workspace = workspace
        self.clock = clock
        self.happened = happened
        self.now = 0
        self.answers: dict[Question, tuple[int, Answer]] = {}
        self.permission: Permission | None = None
        self.sent: list[int] = []

    def because(self, journey: Journey, now: int) -> Because:
        """The words for conditions of a journey that were decided at an instant."""
        happened = self.happened

        def before(function: str, subject: str | None) -> int | None:
            return happened.before(journey.id, function, subject, now)

        def after(function: str, subject: str | None) -> int | None:
            return happened.after(journey.id, function, subject, now)

        return Because(self.workspace, journey, self.clock, before, after)

    def asked(self, journey: Journey, what: What, name: str, condition: object) -> Told:
        """What was last answered to a condition: in words, and as a decision."""
        question = Question(journey.id, what, name)
        found = self.decision(journey, question, name or what, str(condition))
        return (found.because, (found,)) if found is not None else ("", ())

    def decision(
        self, journey: Journey, question: Question, name: str, condition: str
    ) -> Decision | None:
        """What was last answered to a question, in words; None where nothing was noted."""
        if question not in self.answers:
            return None
        time, answer = self.answers[question]
        seen = answer.seen
        if question.what == "entry_only_if":  # the engine asks whether it does not hold
            seen = seen.items[0]
        return Decision(name, condition, seen.holds, self.because(journey, time).told(seen))

    def answered(self, journey: Journey, what: What) -> int | None:
        """When a condition of the journey was last asked."""
        found = self.answers.get(Question(journey.id, what))
        return found[0] if found is not None else None

    def holds_now(self, question: Question) -> bool:
        """True if the question was answered with yes at this instant."""
        if question not in self.answers:
            return False
        time, answer = self.answers[question]
        return answer.holds and time == self.now

    def at(self, event: str) -> str:
        """`on Thu 5 Nov 09:00`: when an event last happened, "" if it did not."""
        time = self.happened.before("", "did", event, self.now)
        return f"on {self.clock.moment(time)}" if time is not None else ""

    def used_up(self, journey: Journey, step: Send) -> str:
        """The messages that fill the cap of a send."""
        cap = effective_sending(self.workspace, journey, step).cap
        if cap is None:
            return ""
        sent = [time for time in self.sent if time > self.now - cap.seconds][-cap.count :]
        when = joined([f"on {self.clock.moment(time)}" for time in sent])
        return f"messages went {when}" if when else ""
