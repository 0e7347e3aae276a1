"""The history in a contact's life: known at the start, and happening as it did (R18)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference_fields import add_to, set_field
from reference_history import Happened

if TYPE_CHECKING:
    from reference_life import Life
    from reference_state import Stay
    from reference_world import Assumed


def know_the_past(life: Life) -> None:
    """What lies before the start is known and starts nothing; unsubscribing and a bounce count."""
    for told in life.world.past.before(life.row, life.world.start):
        life.history.append((told.time, told.name, told.object))
        take_effect(life, told.name)


def take_effect(life: Life, event: str) -> None:
    """R11: what a contact's unsubscribing or bounce changes."""
    if event == "unsubscribed":
        life.unsubscribed = True
        life.fields["consent"] = False
    if event == "bounced":
        life.dead.add("email")


def replay(life: Life, told: Happened) -> None:
    """The first assumption of its name that sets, and the first that adds, apply."""
    stated = [assumed for assumed in life.world.assumed if assumed.model.event == told.name]
    setting = [assumed for assumed in stated if assumed.model.values]
    adding = [assumed for assumed in stated if assumed.model.amounts]
    for assumed in setting[:1]:
        for name, value in assumed.model.values.items():
            set_field(life, assumed.owner, _stay(life, assumed), name, value)
    for assumed in adding[:1]:
        for name, amount in assumed.model.amounts.items():
            add_to(life, name, amount)


def _stay(life: Life, assumed: Assumed) -> Stay | None:
    return life.paths[assumed.owner].stay if assumed.owner else None


def has_happened(life: Life, assumed: Assumed, since: int) -> bool:
    """R16: an event at most once a stay, which has really happened in it."""
    world = life.world
    return (
        not assumed.model.repeat
        and assumed.model.event in world.past.real
        and any(
            told.name == assumed.model.event and told.time >= since
            for told in world.past.replayed(life.row, world.start, world.end)
        )
    )
