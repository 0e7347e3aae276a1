"""What a simulation takes as given: rates, delays, and the things contacts do."""

from __future__ import annotations

from pydantic import Field, StrictBool, model_validator
from pydantic_core import PydanticCustomError

from nurture_tui.model.clock import Hazard
from nurture_tui.model.values import (
    Amount,
    Chance,
    ConditionText,
    DurationText,
    EventName,
    FieldValue,
    MomentText,
    Part,
    Positive,
    Share,
)


class Assume(Part):
    """Assumptions of a send; what is None comes from the journey, the workspace, the defaults."""

    open: Share | None = None
    click_to_open: Share | None = None
    unsubscribe: Share | None = None
    bounce: Share | None = None
    soft_bounce: Share | None = None
    open_delay: DurationText | None = None
    open_spread: Amount | None = Field(default=None, ge=0, le=5)
    click_delay: DurationText | None = None
    contact_spread: Amount | None = Field(default=None, ge=0, le=5)
    fatigue: Positive | None = None
    position: Positive | None = None
    weekend: Positive | None = None
    machine_opens: Share | None = None
    source: str | None = None


class AssumedEvent(Part):
    """An event that contacts cause: after something (R15), by themselves or on a date (R16)."""

    event: EventName
    after: ConditionText | None = None
    date: MomentText | None = None
    chance: Chance | None = None
    delay: DurationText | None = None
    spread: Amount | None = Field(default=None, ge=0, le=5)
    repeat: StrictBool = False
    condition: ConditionText | None = Field(default=None, alias="if")
    values: dict[str, FieldValue] = Field(default_factory=dict, alias="set")
    amounts: dict[str, Amount] = Field(default_factory=dict, alias="add")
    source: str | None = None

    @model_validator(mode="after")
    def _one_form(self) -> AssumedEvent:
        hazard = isinstance(self.chance, Hazard)
        if self.chance is None:
            raise _wrong("an assumed event needs a chance", "Write chance = 0.35 or 2% per 30d.")
        if self.after is not None and (self.date is not None or hazard):
            raise _wrong(
                "an assumed event happens after something, by itself or on a date, one of them",
                "With after write a plain chance, such as 0.35.",
            )
        if self.date is not None and hazard:
            raise _wrong("with a date the chance is a plain number", "Write chance = 0.35.")
        if self.after is None and self.date is None and not hazard:
            raise _wrong(
                "this event has a plain chance but nothing that it comes after",
                'Write after = "clicked(\'step\')", or chance = "2% per 30d".',
            )
        if self.repeat and not hazard:
            raise _wrong("repeat goes with a chance per time", 'Write chance = "2% per 30d".')
        if self.after is None and (self.delay is not None or self.spread is not None):
            raise _wrong("delay and spread go with after", "Leave them out, or add after.")
        return self


class JourneyAssume(Assume):
    """Assumptions of a journey or a workspace, with the things contacts do."""

    events: tuple[AssumedEvent, ...] = ()


def _wrong(message: str, fix: str) -> PydanticCustomError:
    return PydanticCustomError("F004", "{message}", {"message": message, "fix": fix})
