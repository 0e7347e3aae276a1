"""The verbs of an action: what happens inside, without a message to the contact."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from nurture_tui.model.values import Amount, DurationText, EventName, FieldValue, Id, Part


class CopySpec(Part):
    source: str = Field(alias="from")
    to: str


class MapSpec(Part):
    field: str
    by: str
    to: dict[str, FieldValue]
    else_: FieldValue | None = Field(default=None, alias="else")


class DealSpec(Part):
    pipeline: str
    stage: str


class StageSpec(Part):
    stage: str


class TaskSpec(Part):
    title: str
    for_: str = Field(default="owner", alias="for")
    due: DurationText | None = None


class SetFields(Part):
    """`set`: give fields a value; a date field takes a date or `now`, `now + 30d`."""

    values: dict[str, FieldValue] = Field(alias="set")


class AddNumbers(Part):
    """`add`: add to number fields; a missing one starts at 0."""

    amounts: dict[str, Amount] = Field(alias="add")


class CopyField(Part):
    """`copy`: from the contact to the company or deal."""

    spec: CopySpec = Field(alias="copy")


class MapField(Part):
    """`map`: set `field` by the value of `by`, as a table says."""

    spec: MapSpec = Field(alias="map")


class AddToList(Part):
    list_name: str = Field(alias="add_to_list", min_length=1)


class RemoveFromList(Part):
    list_name: str = Field(alias="remove_from_list", min_length=1)


class AddToAudience(Part):
    audience: str = Field(alias="add_to_audience", min_length=1)


class RemoveFromAudience(Part):
    audience: str = Field(alias="remove_from_audience", min_length=1)


class CreateDeal(Part):
    deal: DealSpec = Field(alias="create_deal")


class UpdateDeal(Part):
    deal: StageSpec = Field(alias="update_deal")


class Notify(Part):
    who: str = Field(alias="notify", min_length=1)
    message: str | None = None


class GiveTask(Part):
    task: TaskSpec


class Webhook(Part):
    """`webhook`: an address that the real system calls; a simulation never does."""

    address: str = Field(alias="webhook")


class EnterJourney(Part):
    journey: Id = Field(alias="enter")


class Emit(Part):
    event: EventName = Field(alias="emit")


VERBS: dict[str, type[Part]] = {
    "set": SetFields,
    "add": AddNumbers,
    "copy": CopyField,
    "map": MapField,
    "add_to_list": AddToList,
    "remove_from_list": RemoveFromList,
    "add_to_audience": AddToAudience,
    "remove_from_audience": RemoveFromAudience,
    "create_deal": CreateDeal,
    "update_deal": UpdateDeal,
    "notify": Notify,
    "task": GiveTask,
    "webhook": Webhook,
    "enter": EnterJourney,
    "emit": Emit,
}


def _verb_of(value: Any) -> str | None:
    """The verb whose key the table holds; None lets pydantic refuse it."""
    if isinstance(value, Part):
        return next(verb for verb, part in VERBS.items() if isinstance(value, part))
    if isinstance(value, dict):
        return next((verb for verb in VERBS if verb in value), None)
    return None


Verb = Annotated[
    Annotated[SetFields, Tag("set")]
    | Annotated[AddNumbers, Tag("add")]
    | Annotated[CopyField, Tag("copy")]
    | Annotated[MapField, Tag("map")]
    | Annotated[AddToList, Tag("add_to_list")]
    | Annotated[RemoveFromList, Tag("remove_from_list")]
    | Annotated[AddToAudience, Tag("add_to_audience")]
    | Annotated[RemoveFromAudience, Tag("remove_from_audience")]
    | Annotated[CreateDeal, Tag("create_deal")]
    | Annotated[UpdateDeal, Tag("update_deal")]
    | Annotated[Notify, Tag("notify")]
    | Annotated[GiveTask, Tag("task")]
    | Annotated[Webhook, Tag("webhook")]
    | Annotated[EnterJourney, Tag("enter")]
    | Annotated[Emit, Tag("emit")],
    Discriminator(
        _verb_of,
        custom_error_type="F002",
        custom_error_message="this is none of the verbs an action knows",
        custom_error_context={"fix": f"The verbs are {', '.join(VERBS)}."},
    ),
]


def verb_name(verb: Part) -> str:
    """The key under which the journey file writes this verb."""
    name = _verb_of(verb)
    assert name is not None
    return name
