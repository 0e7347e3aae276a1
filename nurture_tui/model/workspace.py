"""A workspace: what the journeys of a folder share, and the journeys themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StrictBool
from pydantic_core import PydanticCustomError

from nurture_tui.frozen import dataclass
from nurture_tui.model.assume import JourneyAssume
from nurture_tui.model.condition import Condition, parse_condition
from nurture_tui.model.fields import KNOWN_FIELDS, FieldKind
from nurture_tui.model.journey import Journey, Sending
from nurture_tui.model.values import (
    TOLD,
    Amount,
    ConditionText,
    Count,
    ElapsedText,
    EventName,
    FixedDate,
    Part,
    RateText,
    Texts,
)
from nurture_tui.model.vocabulary import Vocabulary
from nurture_tui.model.words import in_words

DEFAULT_TIMEZONE = "UTC"
CUSTOMER = parse_condition("lifecycle == 'customer'")


class ChoiceSpec(Part):
    """A field with choices, which compare by their place if `ordered`."""

    choice: Texts = Field(min_length=1)
    ordered: StrictBool = False


class Persona(Part):
    title: str


class Asset(Part):
    """A thing to prepare: an e-mail, a guide, a page."""

    title: str | None = None
    status: Literal["idea", "draft", "ready"] = "idea"
    owner: str | None = None
    hours: Amount | None = Field(default=None, ge=0)
    fields: Texts = ()


class Limits(Part):
    """What the workspace can take: of sends, of sales, of complexity."""

    throttle: RateText | None = None
    tasks_per_day: Count | None = None
    max_steps: Count = 25
    min_gap: ElapsedText | None = None
    priority: Texts = ()


class Scoring(Part):
    """Points per event, and the events at which a score is first reached."""

    points: dict[EventName, Amount] = Field(default_factory=dict)
    reached: dict[EventName, Amount] = Field(default_factory=dict)


def _scoring(value: object) -> object:
    """The file has the points beside the table `reached`; the model keeps them apart."""
    if not isinstance(value, dict) or isinstance(value.get("points"), dict):
        return value
    points = {name: number for name, number in value.items() if name != "reached"}
    return {"points": points, "reached": value.get("reached", {})}


def _one_or_several(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _field_spec(value: object) -> object:
    if isinstance(value, dict | ChoiceSpec):
        return value
    if not isinstance(value, str) or value not in ("text", "number", "date", "yes/no"):
        raise PydanticCustomError(
            "F004",
            "{message}",
            {
                "message": f"{in_words(value)} is not a kind of field",
                "fix": "The kinds are text, number, date, yes/no and { choice = [...] }.",
            },
        )
    return value


FieldSpec = Annotated[
    Literal["text", "number", "date", "yes/no"] | ChoiceSpec, BeforeValidator(_field_spec)
]


NEEDED_KINDS = {
    "contact": "text",
    "email": "text",
    "timezone": "text",
    "country": "text",
    "lists": "text",
    "score": "number",
    "consent": "yes/no",
    "entered_at": "date",
}
"""The fields that a simulation itself reads, and the kind that each must be."""


def _known_kinds(fields: dict[str, str | ChoiceSpec]) -> dict[str, str | ChoiceSpec]:
    for name, kind in NEEDED_KINDS.items():
        if name in fields and fields[name] != kind:
            raise PydanticCustomError(
                "F004",
                "{message}",
                {
                    "message": f"the field “{name}” is always of the kind {kind}",
                    "fix": f'Write {name} = "{kind}", or leave it out.',
                },
            )
    return fields


class Settings(Part):
    """The file nurture.toml."""

    format: Literal[1] = 1
    name: Annotated[str, TOLD] = ""
    timezone: str | None = None
    naming: Annotated[Texts, BeforeValidator(_one_or_several), TOLD] = ()
    contacts: str | None = None
    fields: Annotated[dict[str, FieldSpec], AfterValidator(_known_kinds)] | None = None
    personas: dict[str, Persona] = Field(default_factory=dict)
    definitions: dict[str, ConditionText] = Field(default_factory=dict)
    scoring: Annotated[Scoring, BeforeValidator(_scoring)] = Field(default_factory=Scoring)
    dates: dict[str, FixedDate] = Field(default_factory=dict)
    assets: dict[str, Asset] = Field(default_factory=dict)
    sending: Sending = Field(default_factory=Sending)
    assume: JourneyAssume = Field(default_factory=JourneyAssume)
    limits: Limits = Field(default_factory=Limits)


@dataclass(frozen=True)
class Workspace:
    """Settings and the journeys beside them, by id in the order of `limits.priority`, then id.

    `folder` is where they lie ("" if nowhere).
    """

    settings: Settings = field(default_factory=Settings)
    journeys: Mapping[str, Journey] = field(default_factory=dict)
    folder: str = ""

    @property
    def timezone(self) -> str:
        """The workspace's zone; UTC if none is set."""
        return self.settings.timezone or DEFAULT_TIMEZONE

    @cached_property
    def field_kinds(self) -> dict[str, FieldKind] | None:
        """The kinds of all fields, or None if nurture.toml has no `[fields]`."""
        if self.settings.fields is None:
            return None
        declared = {name: _kind(spec) for name, spec in self.settings.fields.items()}
        return KNOWN_FIELDS | declared

    @cached_property
    def definitions(self) -> dict[str, Condition]:
        """The definitions, `customer` among them by default."""
        return {"customer": CUSTOMER} | self.settings.definitions

    def with_journey(self, journey: Journey) -> Workspace:
        """The workspace with this journey in place of the one of its id, or added."""
        journeys = {**self.journeys, journey.id: journey}
        return Workspace(self.settings, in_order(journeys, self.settings), self.folder)


def in_order(journeys: Mapping[str, Journey], settings: Settings) -> dict[str, Journey]:
    """Journeys in the order in which they act at one instant: `limits.priority`, then id (R6)."""
    first = {id_: place for place, id_ in enumerate(settings.limits.priority)}
    ids = sorted(journeys, key=lambda id_: (first.get(id_, len(first)), id_))
    return {id_: journeys[id_] for id_ in ids}


def vocabulary(
    workspace: Workspace,
    journey: Journey | None,
    fields: Mapping[str, FieldKind] | None = None,
) -> Vocabulary:
    """What a condition of this journey may name.

    `fields` are the columns of the contact file, which count where nurture.toml has no `[fields]`.
    """
    kinds = workspace.field_kinds
    return Vocabulary(
        fields=kinds if kinds is not None else fields,
        definitions=workspace.definitions,
        dates=frozenset({*workspace.settings.dates, *(journey.dates if journey else ())}),
        steps={id_: step.type for id_, step in journey.steps.items()} if journey else {},
        journeys=frozenset({*workspace.journeys, *([journey.id] if journey else [])}),
    )


def _kind(spec: str | ChoiceSpec) -> FieldKind:
    if isinstance(spec, ChoiceSpec):
        return FieldKind("choice", spec.choice, spec.ordered)
    match spec:
        case "number" | "date" | "yes/no":
            return FieldKind(spec)
    return FieldKind("text")
