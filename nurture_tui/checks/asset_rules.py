"""M509 and M510: the things that messages are made of."""

from __future__ import annotations

from collections.abc import Iterator

from nurture_tui.checks.finding import Mark
from nurture_tui.checks.parts import sends
from nurture_tui.checks.rule import Rule
from nurture_tui.checks.subject import Subject
from nurture_tui.graph.reach import reached_from
from nurture_tui.model.step import Send
from nurture_tui.model.typed import Typed, TypedAll, TypedCall, TypedNot
from nurture_tui.model.vocabulary import nearest


def _same_message_twice(subject: Subject) -> Iterator[Mark]:
    by_asset: dict[str, list[tuple[str, Send]]] = {}
    for id_, send in sends(subject.journey):
        if send.asset is not None and id_ in subject.reached:
            by_asset.setdefault(send.asset, []).append((id_, send))
    for asset, group in by_asset.items():
        for id_, send in group:
            before = _sent_before(subject, id_, [other for other, _ in group])
            if before and not _only_once(subject.typed(send.only_if), before):
                shown = "the loop" if before == [id_] else f"“{before[0]}”"
                message = f"“{asset}” may go to a contact twice: {shown} sends it before."
                fix = f"Send something else here, or add only_if = \"not sent('{before[0]}')\"."
                yield Mark(("steps", id_, "asset"), message, fix, id_)


def _sent_before(subject: Subject, id_: str, group: list[str]) -> list[str]:
    """The sends of the group from which a path of at least one way leads to this one."""
    graph = subject.graph
    return [other for other in group if id_ in reached_from(graph, graph.successors(other))]


def _only_once(only_if: Typed | None, before: list[str]) -> bool:
    """True if the condition keeps the message from whoever has had one of those before."""
    parts = only_if.items if isinstance(only_if, TypedAll) else (only_if,)
    kept = {
        part.item.subject
        for part in parts
        if isinstance(part, TypedNot)
        and isinstance(part.item, TypedCall)
        and part.item.function == "sent"
    }
    return None in kept or set(before) <= kept


def _asset_not_ready(subject: Subject) -> Iterator[Mark]:
    if subject.journey.status != "ready":
        return
    assets = subject.workspace.settings.assets
    for id_, send in sends(subject.journey):
        if send.asset is None:
            continue
        asset = assets.get(send.asset)
        if asset is None:
            near = nearest(send.asset, list(assets))
            fix = f"The nearest is “{near}”." if near else "Add it to nurture.toml under [assets]."
            message = f"The journey is ready, but nurture.toml has no asset “{send.asset}”."
            yield Mark(("steps", id_, "asset"), message, fix, id_)
        elif asset.status != "ready":
            message = f"The journey is ready, but “{send.asset}” is still at “{asset.status}”."
            fix = "Finish it and say so in nurture.toml, or take the journey back to agreed."
            yield Mark(("steps", id_, "asset"), message, fix, id_)


SAME_MESSAGE_TWICE = Rule(
    "M509",
    "same-message-twice",
    "warning",
    "One asset is sent twice on one path, so the same contact gets the same message again.",
    "S20: a good experience, not spam",
    journey=(_same_message_twice,),
)
ASSET_NOT_READY = Rule(
    "M510",
    "asset-not-ready",
    "warning",
    "The journey is marked ready, and something that it sends is not: the e-mail is a draft, or "
    "nurture.toml does not have it.",
    "S25, S34: prepare before building; the content is the work",
    journey=(_asset_not_ready,),
)
