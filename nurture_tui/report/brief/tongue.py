"""What a language must be able to say for a brief: the sentences, and the parts of conditions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, Protocol

from nurture_tui.model.clock import Window
from nurture_tui.model.duration import Duration

Case = Literal["plain", "of", "in"]
"""`7 days`, the same before "during" and "away" (`7 päivän` aikana, päässä), and within it
(`7 päivässä`)."""


class Clauses(Protocol):
    """Parts of conditions as relative clauses on several people: `who have given consent`.

    `yes` is False for the opposite. Names and texts are as the file has them, in no quotes.
    """

    def both(self, clauses: Sequence[str]) -> str:
        """All of the clauses."""

    def either(self, clauses: Sequence[str], inside: bool) -> str:
        """One of the clauses at least; `inside` says that other clauses stand beside them."""

    def did(self, event: str, within: str, yes: bool) -> str:
        """An event happened; `within` is a stretch of time as `within` gives it."""

    def times(self, event: str, within: str, operator: str, number: str) -> str:
        """An event happened so often."""

    def message(self, function: str, title: str, yes: bool) -> str:
        """sent, opened, clicked or done, of a step by its title ("" of any message)."""

    def holds(self, name: str, yes: bool) -> str:
        """A definition, or the field `consent`."""

    def says(self, field: str, yes: bool) -> str:
        """A field is yes, or no."""

    def known(self, field: str, yes: bool) -> str:
        """A field has a value."""

    def compared(self, field: str, operator: str, value: str) -> str:
        """A field by == != < <= > >= in, not in with a value in words."""

    def contains(self, field: str, text: str, yes: bool) -> str:
        """A text field has a text in it."""

    def since(self, name: str, operator: str, span: str) -> str:
        """Time since an event or a date; `span` is plain."""

    def left(self, name: str, operator: str, span: str) -> str:
        """Time left until a date; `span` is as before "away" (of)."""

    def listed(self, name: str, yes: bool) -> str:
        """On a list."""

    def journey(self, function: str, name: str, yes: bool) -> str:
        """reached or inside, of another journey by its name."""

    def other(self, text: str, yes: bool) -> str:
        """A part that there are no words for, as it is written."""

    def within(self, span: Duration | None, stay: bool) -> str:
        """`in the last 7 days`, `since they came in`, "" for at any time."""


class Tongue(Protocol):
    """A language: its code, its words (by the keys of WORDS), and its sentences."""

    @property
    def code(self) -> str: ...

    @property
    def words(self) -> Mapping[str, str]: ...

    @property
    def clauses(self) -> Clauses: ...

    def quoted(self, text: str) -> str: ...

    def number(self, value: float, decimals: int) -> str: ...

    def count(self, number: int) -> str: ...

    def percent(self, share: float) -> str: ...

    def in_time(self, event: str, duration: Duration) -> str: ...

    def of_100(self, share: float) -> str: ...

    def span(self, duration: Duration, case: Case = "plain") -> str: ...

    def days(self, first: int, last: int) -> str: ...

    def moment(self, name: str, sign: int, offset: str) -> str: ...

    def entry(self, event: str, clause: str) -> str: ...

    def let_in(self, clause: str) -> str: ...

    def again(self, span: str) -> str: ...

    def aim(self, goal: str, target: str, within: str) -> str: ...

    def simulated(self, of_100: str, low: str, high: str, verdict: str) -> str: ...

    def chance(self, share: float, name: str, of: str) -> str: ...

    def those(self, clause: str, within: str) -> str: ...

    def others(self, title: str) -> str: ...

    def on_way(self, label: str, title: str) -> str: ...

    def several(self, ways: Sequence[str]) -> str: ...

    def only(self, clause: str) -> str: ...

    def goes_on(self, journey: str) -> str: ...

    def gets_task(self, who: str, title: str, due: str) -> str: ...

    def is_told(self, who: str, message: str) -> str: ...

    def person(self, who: str) -> str: ...

    def later(self, of_100: str) -> str: ...

    def cap(self, number: int, span: Duration, wait: bool) -> str: ...

    def window(self, window: Window, zone: str) -> str: ...

    def holidays(self, country: str) -> str: ...

    def closed(self, days: Sequence[str]) -> str: ...

    def dates(self, first: date, last: date) -> str: ...

    def waits_for(self, clause: str) -> str: ...

    def at_once(self, titles: Sequence[str]) -> str: ...

    def basis(self, basis: str) -> str: ...

    def hours(self, hours: float) -> str: ...

    def guesses(self, guesses: int, of: int) -> str: ...

    def weighs(self, name: str, was: str, value: str, rate: float) -> str: ...

    def asked(self, what: str, value: str, titles: Sequence[str]) -> str: ...

    def asked_event(self, event: str, value: str) -> str: ...

    def to_make(self, titles: Sequence[str]) -> str: ...

    def no_asset(self, title: str) -> str: ...

    def not_agreed(self, side: str) -> str: ...

    def finding(self, code: str, severity: str, title: str, message: str) -> str: ...

    def rate_name(self, what: str) -> str: ...

    def after_cause(self, event: str, causes: Sequence[tuple[str, str]]) -> str: ...

    def messages(self, number: int) -> str: ...

    def run(self, contacts: int, days: int, start: str) -> str: ...
