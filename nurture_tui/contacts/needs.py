"""Which fields of a contact a journey reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from nurture_tui.model.action import CopyField, GiveTask, MapField, Notify
from nurture_tui.model.clock import Moment
from nurture_tui.model.condition import Call, Condition, Name, walk
from nurture_tui.model.effective import basis_of, channel_of, sender_of
from nurture_tui.model.journey import Journey
from nurture_tui.model.merge import asset_field, merge_fields
from nurture_tui.model.step import Send
from nurture_tui.model.values import Part
from nurture_tui.model.workspace import Workspace

_NO_FIELDS = frozenset({"now"})


def needed_fields(workspace: Workspace, journey: Journey) -> frozenset[str]:
    """The fields that the journey's conditions, dates, messages and actions read.

    Definitions are followed; a field that is only written is not needed.
    """
    dates = {*workspace.settings.dates, *journey.dates}
    found: set[str] = set()
    for part in (journey, workspace.settings.sending, workspace.settings.assume):
        for value in values_in(part):
            found.update(_read_by(value, workspace.definitions))
    for step in journey.steps.values():
        if isinstance(step, Send):
            found.update(_for_message(workspace, journey, step))
    clock = journey.sending.timezone or workspace.settings.sending.timezone or "contact"
    if clock == "contact":
        found.add("timezone")
    holidays = journey.sending.holidays
    if (workspace.settings.sending.holidays if holidays is None else holidays) == "contact":
        found.add("country")
    return frozenset(found - dates - _NO_FIELDS)


def values_in(part: object) -> Iterator[object]:
    """All values in a part of a journey file, at any depth."""
    yield part
    if isinstance(part, Part):
        for _, value in part:
            yield from values_in(value)
    elif isinstance(part, Mapping):
        for value in part.values():
            yield from values_in(value)
    elif isinstance(part, tuple):
        for value in part:
            yield from values_in(value)


def _read_by(value: object, definitions: Mapping[str, Condition]) -> Iterable[str]:
    match value:
        case Condition():
            return _names(value, definitions, frozenset())
        case Moment(name=name):
            return (name,)
        case MapField(spec=spec):
            return (spec.by,)
        case CopyField(spec=spec):
            return (spec.source,)
        case Notify(who="owner"):
            return ("owner",)
        case GiveTask(task=task) if task.for_ == "owner":
            return ("owner",)
    return ()


def _names(
    condition: Condition, definitions: Mapping[str, Condition], inside: frozenset[str]
) -> Iterator[str]:
    for node in walk(condition.expr):
        match node:
            case Call(function="in_list"):
                yield "lists"
            case Name(name=name) if name in definitions:
                if name not in inside:
                    yield from _names(definitions[name], definitions, inside | {name})
            case Name(name=name):
                yield name


def _for_message(workspace: Workspace, journey: Journey, send: Send) -> Iterator[str]:
    asset = workspace.settings.assets.get(send.asset or "")
    fields = [*merge_fields(send.subject or "")]
    fields += [found for text in (asset.fields if asset else ()) if (found := asset_field(text))]
    yield from (field.name for field in fields)
    if channel_of(workspace, journey, send) == "email":
        yield "email"
    if sender_of(workspace, journey, send) == "owner":
        yield "owner"
    if basis_of(workspace, journey, send) == "consent":
        yield "consent"
