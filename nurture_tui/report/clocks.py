"""The clocks that contacts of a journey go by: in which zones and countries most of them live."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nurture_tui.contacts.table import Coded, Contacts, TextColumn
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Workspace
from nurture_tui.model.zones import zone_names

MOST_ZONES = 2


@dataclass(frozen=True, slots=True)
class Place:
    """A clock that contacts go by, by its city, and the country they live in ("" for none)."""

    zone: str
    country: str = ""

    @property
    def city(self) -> str:
        return self.zone.rsplit("/", 1)[-1].replace("_", " ")


def clocks_of(workspace: Workspace, journey: Journey) -> tuple[str, str]:
    """The clock a journey goes by (`contact`: each contact's own), and that of the workspace."""
    own = journey.sending.timezone or workspace.settings.sending.timezone or "contact"
    return own, workspace.timezone


def places_of(workspace: Workspace, journey: Journey, contacts: Contacts | None) -> list[Place]:
    """The clocks that the journey goes by: its own, or the two that most contacts have."""
    own, fallback = clocks_of(workspace, journey)
    countries = _coded(contacts, "country")
    if own != "contact":
        return [Place(own, _most(countries, None))]
    zones = _coded(contacts, "timezone")
    if zones is None:
        return [Place(fallback)]
    known = zone_names()
    of_text = [zone if zone in known else fallback for zone in zones.texts]
    found = Counter[str]()
    for code, number in enumerate(np.bincount(zones.codes, minlength=len(of_text)).tolist()):
        found[of_text[code]] += number
    return [
        Place(zone, _most(countries, np.array([text == zone for text in of_text])[zones.codes]))
        for zone, number in found.most_common(MOST_ZONES)
        if number
    ] or [Place(fallback)]


def _coded(contacts: Contacts | None, name: str) -> Coded | None:
    column = contacts.columns.get(name) if contacts is not None else None
    return column.coded if isinstance(column, TextColumn) and len(column.coded.codes) else None


def _most(coded: Coded | None, among: npt.NDArray[np.bool_] | None) -> str:
    """The text that most contacts have, or most of some of them; "" without such a column."""
    if coded is None:
        return ""
    codes = coded.codes if among is None else coded.codes[among]
    return str(coded.texts[int(np.bincount(codes).argmax())]) if len(codes) else ""
