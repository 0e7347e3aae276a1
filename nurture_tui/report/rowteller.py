"""Rows of the log as lines of a contact's story."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nurture_tui.model.inherit import effective_sending
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Branch, Exit, Send, Split, Step, Wait, case_label
from nurture_tui.report.held import gate_words, held_words, skipped_words
from nurture_tui.report.sketch import entry_text, kind_word, step_title
from nurture_tui.report.sofar import SoFar
from nurture_tui.report.storyline import Decision, LogRow, Message, StoryLine, Tone
from nurture_tui.simulation.probe import Question
from nurture_tui.simulation.result import BY_MACHINE

_VERBS = {
    "set": ("set", "{}"),
    "add": ("set", "{}"),
    "copy": ("copy", "{}"),
    "map": ("set", "{}"),
    "add_to_list": ("list", "on {}"),
    "remove_from_list": ("list", "off {}"),
    "add_to_audience": ("ads", "into {}"),
    "remove_from_audience": ("ads", "out of {}"),
    "create_deal": ("deal", "new: {}"),
    "update_deal": ("deal", "now {}"),
    "notify": ("notify", "{}"),
    "task": ("task", "{}"),
    "webhook": ("webhook", "{}"),
}
_OF_MESSAGE = ("opened", "clicked", "bounced", "soft_bounced", "unsubscribed")

Reason = tuple[str, str, tuple[Decision, ...]]
"""What the reason is called, why it holds, and the conditions that were asked."""
Messages = Mapping[tuple[str, str, int], Sequence[Message]]


class RowTeller:
    """Tells rows of the log at the instant of `sofar`; `messages` are by journey, step and time."""

    def __init__(self, sofar: SoFar, messages: Messages) -> None:
        self.sofar = sofar
        self.workspace, self.clock, self.happened = sofar.workspace, sofar.clock, sofar.happened
        self._tried: set[tuple[str, str]] = set()
        self._messages = {key: list(sent) for key, sent in messages.items()}

    def lines(self, row: LogRow) -> list[StoryLine]:
        """The lines of a row, the last of which is the row's own."""
        journey = self.workspace.journeys.get(row.journey)
        if journey is None:
            return [self._event(row)]
        lines = self._lines(row, journey)
        if row.event not in ("held", *_OF_MESSAGE):  # the send is over, and the next is another
            self._tried.discard((row.journey, row.step))
        if row.event in ("goal", "exit", "finished"):
            self._tried = {(id_, step) for id_, step in self._tried if id_ != row.journey}
        return lines

    def _lines(self, row: LogRow, journey: Journey) -> list[StoryLine]:
        step = journey.steps.get(row.step)
        title = step_title(row.step, step) if step is not None else row.step
        if row.event in _VERBS:
            word, form = _VERBS[row.event]
            return [self._line(row, "action", word, form.format(row.detail))]
        if row.event in _OF_MESSAGE and step is not None:
            return [self._line(row, "aside", *_of_message(row, title))]
        match row.event:
            case "entered":
                return [self._entered(row, journey)]
            case "refused":
                return [self._refused(row, journey)]
            case "sent" if step is not None:
                return [self._message(row, journey, step, title)]
            case "held" if isinstance(step, Send):
                rule = gate_words(self.workspace, journey, row.detail)
                return [*self._due(row, title), self._line(row, "held", "held", rule)]
            case "skipped" if isinstance(step, Send):
                words, why, asked = self._skipped(row, journey, step)
                line = self._line(row, "held", "skipped", words, why=why, decisions=asked)
                return [*self._due(row, title), line]
            case "went" if step is not None:
                return [self._went(row, journey, step, title)]
            case "goal" | "goal_after":
                return [self._goal(row, journey)]
            case "exit" | "finished":
                return [self._left(row, journey)]
            case "handed_off":
                other = self.workspace.journeys.get(row.detail)
                name = f" ({other.name})" if other is not None else ""
                return [self._line(row, "exit", "hand-off", f"to {row.detail}{name}")]
        return [self._event(row)]

    def _line(
        self,
        row: LogRow,
        tone: Tone,
        word: str,
        text: str,
        *,
        why: str = "",
        decisions: Sequence[Decision] = (),
        message: Message | None = None,
    ) -> StoryLine:
        return StoryLine(
            self.sofar.now,
            tone,
            word,
            text,
            row.step,
            row.journey,
            why,
            None,
            tuple(decisions),
            message,
            row,
        )

    def _due(self, row: LogRow, title: str) -> list[StoryLine]:
        """A send is tried; a second gate holds the same one."""
        if (row.journey, row.step) in self._tried:
            return []
        self._tried.add((row.journey, row.step))
        return [StoryLine(self.sofar.now, "aside", "due", title, row.step, row.journey)]

    def _event(self, row: LogRow) -> StoryLine:
        text = f"{row.event}, {row.detail}" if row.detail else row.event
        return self._line(row, "aside", "event", text)

    def _entered(self, row: LogRow, journey: Journey) -> StoryLine:
        text, when = entry_text(journey.entry), journey.entry.when
        why, asked = self.sofar.asked(journey, "when", "", when) if when is not None else ("", ())
        text = "came in" if why else text
        return self._line(row, "enter", "enter", text, why=why, decisions=asked)

    def _refused(self, row: LogRow, journey: Journey) -> StoryLine:
        text, why, decisions = self._refusal(row.detail, journey)
        return self._line(row, "exit", "not in", text, why=why, decisions=decisions)

    def _refusal(self, reason: str, journey: Journey) -> Reason:
        """Why an attempt was refused, by the log's name for it."""
        id_, moment = journey.id, self.clock.moment
        rules = {rule.name: rule for rule in journey.exits}
        if reason in rules and self.sofar.holds_now(Question(id_, "exit", reason)):
            asked = self.sofar.asked(journey, "exit", reason, rules[reason].when)
            return f"the exit “{reason}” holds", *asked
        match reason:
            case "inside":
                since = self.happened.before(id_, "entered", None, self.sofar.now)
                return "is in it already", f"since {moment(since)}" if since else "", ()
            case "again":
                return "was in it before", self._too_soon(journey), ()
            case "unsubscribed" | "bounced":
                words = "has unsubscribed" if reason == "unsubscribed" else "its address bounced"
                return words, self.sofar.at(reason), ()
            case "goal" if journey.goal is not None:
                asked = self.sofar.asked(journey, "goal", "", journey.goal.when)
                return "has reached the goal already", *asked
            case "only_if" if journey.entry.only_if is not None:
                asked = self.sofar.asked(journey, "entry_only_if", "", journey.entry.only_if)
                return "only_if does not hold", *asked
        return reason, "", ()

    def _too_soon(self, journey: Journey) -> str:
        left = self.happened.left(journey.id, self.sofar.now)
        again = journey.entry.again
        if isinstance(again, str) or left is None:
            return "nobody comes in a second time" if again == "never" else ""
        earliest = self.clock.moment(left + again.elapsed)
        return f"it left on {self.clock.moment(left)}, and may come again from {earliest}"

    def _message(self, row: LogRow, journey: Journey, step: Step, title: str) -> StoryLine:
        word = kind_word(step, journey, self.workspace)
        known = self._messages.get((row.journey, row.step, self.sofar.now))
        if isinstance(step, Send) and effective_sending(self.workspace, journey, step).marketing:
            self.sofar.sent.append(self.sofar.now)
        if not known:
            return self._line(row, "send", word, title)
        message = known.pop(0)
        parts = [f"“{message.subject}”"] if message.subject else []
        parts += [f"from {message.sender}"] if message.sender else []
        parts += [f"by the way {message.way}"] if message.way else []
        if message.held_by:
            rules = held_words(self.workspace, journey, " ".join(message.held_by))
            parts.append(f"held by {rules} from {self.clock.moment(message.due)} on")
        return self._line(row, "send", word, title, why=", ".join(parts), message=message)

    def _skipped(self, row: LogRow, journey: Journey, step: Send) -> Reason:
        words = skipped_words(row.detail)
        match row.detail:
            case "only_if" if step.only_if is not None:
                return words, *self.sofar.asked(journey, "only_if", row.step, step.only_if)
            case "no_permission":
                return words, self._no_permission(journey, step), ()
            case "bounced":
                return words, self.sofar.at("bounced"), ()
            case "cap":
                rule = gate_words(self.workspace, journey, "cap")
                return rule, self.sofar.used_up(journey, step), ()
        return words, "", ()

    def _no_permission(self, journey: Journey, step: Send) -> str:
        fact = self.sofar.permission
        if fact is None:
            return ""
        if fact.unsubscribed:
            return f"has unsubscribed {self.sofar.at('unsubscribed')}".rstrip()
        if effective_sending(self.workspace, journey, step).basis == "customer":
            return self.sofar.asked(journey, "customer", "", "customer")[0] or "is no customer"
        return f"consent is {'not known' if fact.consent is None else 'no'}"

    def _went(self, row: LogRow, journey: Journey, step: Step, title: str) -> StoryLine:
        match step:
            case Split():
                return self._line(
                    row, "split", "split", f"{title} → {row.detail}", why="by the draw"
                )
            case Branch():
                decisions = self._cases(journey, row, step)
                why = _why_this_way(decisions)
                text = f"{title} → {row.detail}"
                return self._line(row, "branch", "branch", text, why=why, decisions=decisions)
        words = "timed out" if row.detail == "else" else "in time"
        if isinstance(step, Wait) and step.until is not None:
            why, asked = self.sofar.asked(journey, "until", row.step, step.until)
            return self._line(row, "aside", "wait", words, why=why, decisions=asked)
        return self._line(row, "aside", "wait", "too late" if row.detail == "else" else words)

    def _cases(self, journey: Journey, row: LogRow, step: Branch) -> list[Decision]:
        """The cases that were asked, up to the one that held."""
        found = []
        for place, case in enumerate(step.cases):
            question = Question(journey.id, "case", row.step, place)
            label = case_label(step, place)
            asked = self.sofar.decision(journey, question, label, str(case.condition))
            found += [] if asked is None else [asked]
            if label == row.detail:
                break
        return found

    def _goal(self, row: LogRow, journey: Journey) -> StoryLine:
        goal = journey.goal
        late = " (after the last step)" if row.event == "goal_after" else ""
        if goal is None:
            return self._line(row, "goal", "goal", f"{row.detail}{late}")
        why, asked = self.sofar.asked(journey, "goal", "", goal.when)
        return self._line(row, "goal", "goal", f"{goal.name}{late}", why=why, decisions=asked)

    def _left(self, row: LogRow, journey: Journey) -> StoryLine:
        text = row.detail or "the path ends"
        rules = {rule.name: rule.when for rule in journey.exits}
        if row.event == "finished" or row.step:
            step = journey.steps.get(row.step)
            title = step_title(row.step, step) if step is not None else ""
            why = f"at the end of the path, “{title}”" if title and title != text else ""
            return self._line(row, "exit", "exit", text, why=why if isinstance(step, Exit) else "")
        if row.detail in rules:
            why, asked = self.sofar.asked(journey, "exit", row.detail, rules[row.detail])
            return self._line(row, "exit", "exit", text, why=why, decisions=asked)
        if row.detail == "late-goal" and journey.goal is not None:
            why = f"the goal was met later than {journey.goal.within} after the entry"
            return self._line(row, "exit", "exit", text, why=why)
        return self._line(row, "exit", "exit", text)


def _why_this_way(decisions: Sequence[Decision]) -> str:
    """The case that held; else what kept the contact from each of them."""
    if decisions and decisions[-1].holds:
        return decisions[-1].because
    if len(decisions) == 1:
        return decisions[0].because
    return "; ".join(f"not {one.name}: {one.because}" for one in decisions)


def _of_message(row: LogRow, title: str) -> tuple[str, str]:
    if row.event == "unsubscribed":
        return "left", f"unsubscribed at {title}" if title else "unsubscribed"
    if row.event == "soft_bounced":
        return "bounced", f"{title}, again in 24 h"
    if row.detail == BY_MACHINE:
        return row.event, f"{title}, says a machine"
    return row.event, title
