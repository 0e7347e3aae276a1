"""The six types of steps, and the ports by which contacts leave them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, model_validator
from pydantic_core import PydanticCustomError

from nurture_tui.model.action import Verb
from nurture_tui.model.assume import Assume
from nurture_tui.model.values import (
    TOLD,
    ConditionText,
    DaysText,
    DurationText,
    ElapsedText,
    EventName,
    Id,
    MomentText,
    Part,
    Positive,
    Texts,
    TimeText,
    WindowText,
)
from nurture_tui.model.words import quoted

Channel = Literal["email", "sms", "push", "letter"]
Basis = Literal["consent", "customer", "b2b-role", "service"]
Role = Literal["activate", "remind", "inform", "ask"]


class StepBase(Part):
    """What every step may have; `next` of None ends the path."""

    type: str
    title: Annotated[str | None, TOLD] = None
    notes: Annotated[str | None, TOLD] = None
    ignore: Texts = ()

    def model_post_init(self, context: object) -> None:
        # A step made in code has its type by default; a file has to say it.
        self.model_fields_set.add("type")


class Send(StepBase):
    """A message to the contact (R10, R14)."""

    type: Literal["send"] = "send"
    asset: str | None = None
    subject: Annotated[str | None, TOLD] = None
    cta: Annotated[EventName | None, TOLD] = None
    role: Role | None = None
    only_if: ConditionText | None = None
    channel: Channel | None = None
    basis: Basis | None = None
    sender: str | None = None
    window: WindowText | None = None
    assume: Assume | None = None
    next: Id | None = None


class Wait(StepBase):
    """A wait for a time, a date or a condition (R7)."""

    type: Literal["wait"] = "wait"
    for_: DurationText | None = Field(default=None, alias="for")
    until: ConditionText | None = None
    timeout: ElapsedText | None = None
    date: MomentText | None = None
    on: DaysText | None = None
    at: TimeText | None = None
    next: Id | None = None
    else_: Id | None = Field(default=None, alias="else")

    @model_validator(mode="after")
    def _one_kind(self) -> Wait:
        kinds = [k for k in (self.for_, self.until, self.date) if k is not None]
        if len(kinds) > 1:
            message = "a wait has one of for, until and date"
            raise _wrong("F004", message, "Leave one of them, and take out the others.")
        if not kinds and self.at is None and self.on is None:
            raise _wrong(
                "F003",
                "a wait needs one of for, until, date, at or on",
                'Write for = "3d", for example.',
            )
        if self.until is not None and (self.at is not None or self.on is not None):
            key = "at" if self.at is not None else "on"
            message = "at and on go with for and date, not with until"
            raise _wrong("F004", message, f"Leave out {key}.", key)
        if self.timeout is not None and self.until is None:
            fix = "Write for in place of timeout."
            raise _wrong("F004", "timeout goes with until", fix, "timeout")
        if self.for_ is not None and self.else_ is not None:
            message = "a wait with for always goes on at next"
            raise _wrong("F004", message, "Leave out else.", "else")
        moved = self.for_ or (self.date.offset if self.date else None)
        mixed = self.date is not None or (moved is not None and moved.has_wall_part)
        if self.at is not None and moved is not None and moved.seconds and mixed:
            raise _wrong(
                "F005",
                f"at cannot go with “{moved}”, which has hours or minutes",
                "Write days only, or leave out at.",
                "at",
            )
        return self


class Case(Part):
    """A case of a branch: the first that holds is taken."""

    condition: ConditionText = Field(alias="if")
    label: str | None = None
    next: Id | None = None


class Branch(StepBase):
    """A decision on what is known (R8)."""

    type: Literal["branch"] = "branch"
    cases: tuple[Case, ...] = Field(min_length=1)
    else_: Id = Field(alias="else")

    @model_validator(mode="after")
    def _own_labels(self) -> Branch:
        _each_once("cases", ["else", *(case_label(self, i) for i in range(len(self.cases)))])
        return self


class Way(Part):
    """A way of a split, with a weight against the others."""

    name: str = Field(min_length=1)
    weight: Positive = 1
    next: Id | None = None


class Split(StepBase):
    """A decision by chance (R9)."""

    type: Literal["split"] = "split"
    ways: tuple[Way, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _own_names(self) -> Split:
        _each_once("ways", [way.name for way in self.ways])
        return self


class Action(StepBase):
    """Internal work, in order (the verbs of action.py)."""

    type: Literal["action"] = "action"
    do: tuple[Verb, ...] = Field(min_length=1)
    next: Id | None = None


class Exit(StepBase):
    """The end of a path, with its reason (R12)."""

    type: Literal["exit"] = "exit"
    reason: str | None = Field(default=None, min_length=1)
    enter: Id | None = None


Step = Annotated[Send | Wait | Branch | Split | Action | Exit, Discriminator("type")]
STEP_TYPES = ("send", "wait", "branch", "split", "action", "exit")


def case_label(branch: Branch, number: int) -> str:
    """The label of a case's port: its own, or `case N`."""
    return branch.cases[number].label or f"case {number + 1}"


def ports(step: Step) -> tuple[tuple[str, str | None], ...]:
    """The outgoing edges of a step in file order: (label, target); a target of None ends the path.

    An exit has none. A wait has `else` where it names one; without, a time-out or a past date
    goes on at `next`.
    """
    match step:
        case Branch():
            cases = tuple((case_label(step, i), c.next) for i, c in enumerate(step.cases))
            return (*cases, ("else", step.else_))
        case Split():
            return tuple((way.name, way.next) for way in step.ways)
        case Wait() if step.else_ is not None:
            return (("next", step.next), ("else", step.else_))
        case Exit():
            return ()
    return (("next", step.next),)


def _each_once(key: str, labels: list[str]) -> None:
    for number, label in enumerate(labels):
        if label in labels[:number]:
            message = f"two ports are called {quoted(label)}"
            raise _wrong("F004", message, "Give each its own name.", key)


def _wrong(code: str, message: str, fix: str, *path: str | int) -> PydanticCustomError:
    """What is wrong with a step, at a path inside of it."""
    context = {"message": message, "fix": fix, "path": path}
    return PydanticCustomError(code, "{message}", context)
