"""A journey: entry, goal, exits, and the steps between them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from nurture_tui.model.action import Verb
from nurture_tui.model.assume import JourneyAssume
from nurture_tui.model.step import Basis, Channel, Exit, Step
from nurture_tui.model.values import (
    TOLD,
    AgainText,
    ArrivalsText,
    CapText,
    ClosedText,
    ConditionText,
    ElapsedText,
    EventName,
    FixedDate,
    Id,
    Part,
    Share,
    Texts,
    WindowText,
)
from nurture_tui.model.words import quoted

Kind = Literal["lead", "customer", "service", "internal"]
Status = Literal["draft", "agreed", "ready"]
Stage = Literal["awareness", "consideration", "decision"]
RESERVED_EXITS = ("unsubscribed", "bounced", "late-goal")


class Entry(Part):
    """How contacts come in (R4)."""

    event: EventName | None = None
    when: ConditionText | None = None
    only_if: ConditionText | None = None
    again: AgainText = "never"
    arrivals: ArrivalsText = "all"
    start: Id

    @model_validator(mode="after")
    def _one_way_in(self) -> Entry:
        if self.event is not None and self.when is not None:
            raise _wrong("an entry has one of event and when", "Leave one of them out.", "when")
        return self


class Goal(Part):
    """What the journey is for; met, the stay ends and nothing more is sent."""

    name: str = Field(min_length=1)
    when: ConditionText
    target: Share | None = None
    within: ElapsedText | None = None
    do: tuple[Verb, ...] = ()
    enter: Id | None = None


class ExitRule(Part):
    """A rule that is watched all the time, and ends the stay when it holds."""

    name: str = Field(min_length=1)
    when: ConditionText
    do: tuple[Verb, ...] = ()
    enter: Id | None = None


class Sending(Part):
    """When, how and on what ground messages go; None means: as the workspace says."""

    window: WindowText | None = None
    timezone: str | None = None
    holidays: str | None = Field(default=None, pattern=r"^(|contact|[A-Z]{2}(-[A-Za-z0-9-]+)?)$")
    closed: tuple[ClosedText, ...] | None = None
    cap: CapText | None = None
    capped: Literal["wait", "skip"] | None = None
    hold_if: ConditionText | None = None
    sender: str | None = None
    sender_fallback: str | None = None
    channel: Channel | None = None
    basis: Basis | None = None


class Journey(Part):
    """One journey file. `id` is the file's stem and not a key of the file."""

    id: Id = Field(default="journey", exclude=True)
    format: Literal[1]
    name: Annotated[str, TOLD] = Field(min_length=1)
    purpose: Annotated[str, TOLD] = ""
    kind: Kind
    status: Annotated[Status, TOLD] = "draft"
    persona: str | None = None
    stage: Annotated[Stage | None, TOLD] = None
    owner: Annotated[str | None, TOLD] = None
    approved_by: Annotated[Texts, TOLD] = ()
    tags: Annotated[Texts, TOLD] = ()
    notes: Annotated[str, TOLD] = ""
    ignore: Texts = ()
    dates: dict[str, FixedDate] = Field(default_factory=dict)
    entry: Entry
    goal: Goal | None = None
    exits: tuple[ExitRule, ...] = ()
    sending: Sending = Field(default_factory=Sending)
    assume: JourneyAssume = Field(default_factory=JourneyAssume)
    steps: dict[Id, Step] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _exits_differ(self) -> Journey:
        names = [rule.name for rule in self.exits]
        for number, name in enumerate(names):
            path = ("exits", number, "name")
            if name in RESERVED_EXITS:
                message = f"the exit name {quoted(name)} is built in"
                raise _wrong(message, "Choose another name.", *path)
            if name in names[:number]:
                message = f"two exits are called {quoted(name)}"
                raise _wrong(message, "Give each its own name.", *path)
        for id_, step in self.steps.items():
            reason = step.reason if isinstance(step, Exit) else None
            if reason in names or reason in RESERVED_EXITS:
                message = (
                    f"the reason {quoted(reason)} of step {quoted(id_)} is an exit rule's name"
                )
                fix = "Give one of them another name."
                raise _wrong(message, fix, "steps", id_, "reason")
        return self


def _wrong(message: str, fix: str, *path: str | int) -> PydanticCustomError:
    """A wrong value at a path inside the part that is looked at."""
    context = {"message": message, "fix": fix, "path": path}
    return PydanticCustomError("F004", "{message}", context)
