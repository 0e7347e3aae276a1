"""The brief in English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from nurture_tui.model.clock import Window
from nurture_tui.model.duration import Duration
from nurture_tui.report.brief.english_clauses import EnglishClauses, span
from nurture_tui.report.brief.tongue import Case
from nurture_tui.text import count, half_up

WORDS: Mapping[str, str] = {
    "brief": "Brief",
    "language": "English",
    "note": "in plain words",
    "older": "figures are older than the edit",
    "beside": "Beside the page",
    "for": "For",
    "gets": "What they get",
    "ends": "When it ends",
    "told": "Who is told, and when",
    "rules": "How we send",
    "prepare": "To prepare",
    "assume": "What we assume",
    "agreed": "Agreed",
    "open": "Still open",
    "guess": "guess",
    "own data": "own data",
    "marketing": "marketing",
    "sales": "sales",
    "not yet": "not yet",
    "idea": "idea",
    "draft": "draft",
    "missing": "no asset",
    "ready": "ready",
    "nothing to prepare": "Nothing.",
    "at once": "At once",
    "same day": "Same day",
    "never": "Never",
    "let in": "everyone let in",
    "still here": "everyone still here",
    "in time": "those who are in time for it",
    "too late": "those for whom the moment has passed",
    "goal": "the goal",
    "nothing more": "nothing more is sent",
    "end of path": "The path ends",
    "still inside": "Still on the way",
    "run ends": "when the simulated time is up",
    "unsubscribed": "Unsubscribes",
    "bounced": "The address does not work",
    "late-goal": "Reaches the goal too late",
    "too late for goal": "does not count for the goal",
    "no goal": "It has no goal.",
    "no goal yet": "What is its goal?",
    "no target": "How many of 100 should reach the goal?",
    "no within": "By when should the goal be reached?",
    "by hand-off": "Others hand contacts on to it; it does not begin by itself.",
    "email": "e-mail",
    "sms": "text message",
    "push": "push message",
    "letter": "letter",
    "not simulated": "Not simulated yet.",
    "does not run": "Not simulated yet: it does not run before its errors are mended.",
    "simulated numbers": "The numbers are simulated, and of 100 who are let in.",
    "nobody": "Nobody is let in during the simulated time.",
    "no messages": "No message is sent to the contact.",
    "tasks": "tasks",
    "above target": "above the target",
    "below target": "below the target",
    "cannot tell": "with so few contacts one cannot tell whether the target is met",
    "nothing open": "Nothing.",
    "what": "What",
    "where": "Where",
    "value": "Value",
    "source": "Source",
    "state": "State",
    "owner": "Owner",
    "hours": "Hours",
    "asset": "What",
    "end": "How it ends",
    "then": "What follows",
    "when": "When",
    "message": "Message",
    "who": "Who",
    "of 100": "Of 100",
    "all messages": "all messages",
    "everywhere": "all journeys",
    "consent for all": "everyone has given consent",
    "consent asked": "Has everyone given consent? The contact file does not say.",
    "machine opens": "opens by machines",
    "no owner": "nobody yet",
}
COUNTRIES = {
    "AT": "Austrian", "BE": "Belgian", "CA": "Canadian", "CH": "Swiss", "CZ": "Czech",
    "DE": "German", "DK": "Danish", "EE": "Estonian", "ES": "Spanish", "FI": "Finnish",
    "FR": "French", "GB": "British", "IE": "Irish", "IS": "Icelandic", "IT": "Italian",
    "LT": "Lithuanian", "LU": "Luxembourg", "LV": "Latvian", "NL": "Dutch", "NO": "Norwegian",
    "PL": "Polish", "PT": "Portuguese", "SE": "Swedish", "US": "American",
}  # fmt: skip
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_RATES = {
    "open": "open",
    "click_to_open": "click, of opened",
    "unsubscribe": "unsubscribe",
    "bounce": "address fails",
    "soft_bounce": "comes a day late",
}
_ASKED = {
    "open": "Do {value} really open {where}?",
    "click_to_open": "Do {value} of those who open {where} really click?",
}
_CAUSES = {"clicked": "a click on", "opened": "opening", "done": "the step"}
MOST_NAMED = 3
_FRACTIONS = {(1, 2): "half", (1, 3): "a third", (2, 3): "two thirds", (1, 4): "a quarter"}


class English:
    """English sentences."""

    code = "en"
    words = WORDS
    clauses = EnglishClauses()

    def quoted(self, text: str) -> str:
        return f"“{text}”"

    def number(self, value: float, decimals: int) -> str:
        return f"{half_up(value, decimals):,}"

    def count(self, number: int) -> str:
        return count(number)

    def percent(self, share: float) -> str:
        decimals = 0 if share >= 0.01 or share == 0 else 1 if share >= 0.001 else 2
        return f"{half_up(share, decimals + 2) * 100:.{decimals}f}%"

    def in_time(self, event: str, duration: Duration) -> str:
        return f"{event} in {span(duration)}"

    def of_100(self, share: float) -> str:
        if 0 < share < 0.005:
            return "<1 of 100"
        if 0.995 <= share < 1:
            return ">99 of 100"
        return f"{half_up(share, 2) * 100:.0f} of 100"

    def span(self, duration: Duration, case: Case = "plain") -> str:
        return span(duration)

    def days(self, first: int, last: int) -> str:
        return f"Day {first}" if first == last else f"Day {first}–{last}"

    def moment(self, name: str, sign: int, offset: str) -> str:
        if not offset:
            return f"At “{name}”"
        return f"{offset} {'after' if sign > 0 else 'before'} “{name}”"

    def entry(self, event: str, clause: str) -> str:
        if event:
            return f"It begins when “{event}” happens"
        return f"It begins for those {clause}" if clause else WORDS["by hand-off"].rstrip(".")

    def let_in(self, clause: str) -> str:
        return f"It lets in only those {clause}."

    def again(self, span: str) -> str:
        if not span:
            return "Those who have left may come in again at any time."
        return f"Those who have left may come in again after {span}."

    def aim(self, goal: str, target: str, within: str) -> str:
        by = f" within {within}" if within else ""
        if not target:
            return f"The goal is “{goal}”{by}."
        return f"We want {target} to reach the goal “{goal}”{by}."

    def simulated(self, of_100: str, low: str, high: str, verdict: str) -> str:
        said = f": {verdict}" if verdict else ""
        return f"In the simulation {of_100} do ({low} to {high}){said}."

    def chance(self, share: float, name: str, of: str) -> str:
        part = next(
            (word for (a, b), word in _FRACTIONS.items() if abs(share - a / b) < 0.005),
            self.of_100(share),
        )
        return f"{part} of {of}, by chance (“{name}”)" if of else f"{part}, by chance (“{name}”)"

    def those(self, clause: str, within: str) -> str:
        return f"those {clause}{f' within {within}' if within else ''}"

    def others(self, title: str) -> str:
        return f"the others at “{title}”"

    def on_way(self, label: str, title: str) -> str:
        return f"“{label}” at “{title}”"

    def several(self, ways: Sequence[str]) -> str:
        return " or ".join(ways)

    def only(self, clause: str) -> str:
        return f"only those {clause}"

    def goes_on(self, journey: str) -> str:
        return f"goes on in “{journey}”"

    def gets_task(self, who: str, title: str, due: str) -> str:
        return f"{self.person(who)} gets a task: “{title}”{f', within {due}' if due else ''}"

    def is_told(self, who: str, message: str) -> str:
        return f"{self.person(who)} is told{f': “{message}”' if message else ''}"

    def person(self, who: str) -> str:
        return {"owner": "the owner"}.get(who, who)

    def later(self, of_100: str) -> str:
        return (
            f"A further {of_100} reach the goal in time, but after their last step: "
            "above they are counted where their path ended."
        )

    def cap(self, number: int, span: Duration, wait: bool) -> str:
        messages = "one message" if number == 1 else f"{_small(number)} messages"
        more = "the next one waits" if wait else "one more is left out"
        return f"Never more than {messages} in {self.span(span)}; {more}."

    def window(self, window: Window, zone: str) -> str:
        clock = "on the reader's own clock" if zone == "contact" else f"by the clock of {zone}"
        spans = " and ".join(
            f"{_days(one.days.numbers)}from {_clock(one.opens)} to {_clock(one.closes)}"
            for one in window.spans
        )
        return f"Messages go {spans}, {clock}."

    def holidays(self, country: str) -> str:
        if country == "contact":
            return "Never on a public holiday of the reader's country."
        name = COUNTRIES.get(country[:2])
        return f"Never on a {name} holiday." if name else f"Never on a public holiday of {country}."

    def closed(self, days: Sequence[str]) -> str:
        return f"Nor on {', '.join(days)}."

    def dates(self, first: date, last: date) -> str:
        if first == last:
            return f"{first.day} {first:%b %Y}"
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}–{last.day} {last:%b %Y}"
        return f"{first.day} {first:%b %Y} – {last.day} {last:%b %Y}"

    def waits_for(self, clause: str) -> str:
        return f"No message goes to those {clause}: it waits."

    def at_once(self, titles: Sequence[str]) -> str:
        return f"At any hour: {_listed([self.quoted(title) for title in titles])}."

    def basis(self, basis: str) -> str:
        return {
            "consent": "Only to those who have given consent.",
            "customer": "As messages to customers, to those who have not unsubscribed.",
            "b2b-role": "On the basis of their role at work, to those who have not unsubscribed.",
            "service": "As service messages, to everyone.",
        }[basis]

    def hours(self, hours: float) -> str:
        return f"{hours:g} h"

    def guesses(self, guesses: int, of: int) -> str:
        if not guesses:
            return "None of them is a guess."
        return f"{guesses} of {of} {'is a guess' if guesses == 1 else 'are guesses'}."

    def weighs(self, name: str, was: str, value: str, rate: float) -> str:
        goal = self.number(rate * 100, 1)
        return (
            f"The one that weighs most: {name}. If it were {value} instead of {was}, the goal "
            f"would be at {goal}%."
        )

    def asked(self, what: str, value: str, titles: Sequence[str]) -> str:
        named = [self.quoted(title) for title in titles[:MOST_NAMED]]
        if len(titles) > MOST_NAMED:
            named.append(f"{len(titles) - MOST_NAMED} more")
        return _ASKED[what].format(value=value, where=_listed(named))

    def asked_event(self, event: str, value: str) -> str:
        return f"Is {value} right for {event}?"

    def to_make(self, titles: Sequence[str]) -> str:
        return f"Not ready yet: {_listed([self.quoted(title) for title in titles])}."

    def no_asset(self, title: str) -> str:
        return f"Who makes the content of “{title}”? It names no asset of the workspace."

    def not_agreed(self, side: str) -> str:
        return f"{side.capitalize()} has not agreed yet."

    def finding(self, code: str, severity: str, title: str, message: str) -> str:
        return f"{code}{f', “{title}”' if title else ''}: {message}"

    def rate_name(self, what: str) -> str:
        return _RATES.get(what, what.replace("_", " "))

    def after_cause(self, event: str, causes: Sequence[tuple[str, str]]) -> str:
        said = []
        for function in dict.fromkeys(function for function, _ in causes):
            names = [self.quoted(n) if n else "any message" for f, n in causes if f == function]
            said.append(f"{_CAUSES.get(function, '')} {_listed(names, 'or')}".strip())
        return f"“{event}” after {_listed(said, 'or')}"

    def messages(self, number: int) -> str:
        return "one message" if number == 1 else f"{number} messages"

    def run(self, contacts: int, days: int, start: str) -> str:
        people = "1 contact" if contacts == 1 else f"{count(contacts)} contacts"
        length = "1 day" if days == 1 else f"{days} days"
        return f"Simulated with {people}, {length} from {start}."


def _small(number: int) -> str:
    return _SMALL[number] if number < len(_SMALL) else str(number)


def _listed(parts: Sequence[str], word: str = "and") -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def _days(numbers: Sequence[int]) -> str:
    names = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
    if len(numbers) == 7:
        return ""
    if tuple(numbers) == (0, 1, 2, 3, 4):
        return "only on working days "
    if tuple(numbers) == (5, 6):
        return "only at weekends "
    return f"only on {_listed([names[day] for day in numbers])} "


def _clock(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours}:{rest:02}"
