"""A run as the app asks for it: when, how long, of whom, with what luck, and who hears of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, fields, replace
from typing import Any

import numpy as np

from nurture_tui.contacts.table import Contacts
from nurture_tui.errors import NurtureError
from nurture_tui.frozen import dataclass
from nurture_tui.simulation.heard import Heard
from nurture_tui.simulation.settings import RunSettings

LIVE_CONTACTS = 10_000
"""So many contacts of a longer list are run, unless another number is asked for."""
DEFAULT = "default"
TYPED = "typed here"


class RunCancelledError(NurtureError):
    """A run was ended by whoever asked for it."""


@dataclass(frozen=True, slots=True)
class Asked(RunSettings):
    """Settings of a run, and besides of how many contacts it is.

    `people` contacts are drawn from the list, as `nurture simulate --people` does; the number of
    the list's own contacts is the list itself, None too, or LIVE_CONTACTS of a longer one.
    `origins` says where start, days, people and seed come from; what is not named is a default.
    """

    people: int | None = None
    origins: Mapping[str, str] = field(default_factory=dict, compare=False)
    heard: Heard | None = field(default=None, compare=False, repr=False)

    def origin(self, name: str) -> str:
        """Where one of the settings comes from, in a word or two."""
        return self.origins.get(name, DEFAULT)

    def typed(self, name: str, value: object) -> Asked:
        """The same with one of the settings as it was typed; unchanged if it is what it was."""
        if getattr(self, name) == value:
            return self
        changes: dict[str, Any] = {name: value, "origins": {**self.origins, name: TYPED}}
        return replace(self, **changes)

    def untyped(self, name: str, first: Asked) -> Asked:
        """The same with one of the settings as it is in `first`, and from where that is."""
        origins = {**self.origins, name: first.origin(name)}
        changes: dict[str, Any] = {name: getattr(first, name), "origins": origins}
        return replace(self, **changes)


def asked(settings: RunSettings, origins: Mapping[str, str] | None = None) -> Asked:
    """Settings of the engine as the app's."""
    if isinstance(settings, Asked):
        return settings
    own = {each.name: getattr(settings, each.name) for each in fields(settings)}
    return Asked(**own, origins=dict(origins or {}))


def whom(contacts: Contacts, settings: RunSettings) -> tuple[Contacts, int | None]:
    """The contacts of a run, and how many are drawn from them (None: they themselves)."""
    people = settings.people if isinstance(settings, Asked) else None
    if people is None:
        return sample(contacts, settings.seed), None
    return contacts, None if people == len(contacts) else people


def sample(contacts: Contacts, seed: int) -> Contacts:
    """Up to LIVE_CONTACTS contacts, the same ones for the same seed.

    They are kept with the list: what a run works out of them is there for the next one.
    """
    if len(contacts) <= LIVE_CONTACTS:
        return contacts
    kept: tuple[int, Contacts] | None = contacts.__dict__.get("sample")
    if kept is None or kept[0] != seed:
        drawn = np.random.default_rng(seed).choice(len(contacts), LIVE_CONTACTS, replace=False)
        kept = (seed, contacts.take(np.sort(drawn)))
        contacts.__dict__["sample"] = kept
    return kept[1]
