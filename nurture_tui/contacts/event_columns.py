"""Which column of an event file says who, when and what."""

from __future__ import annotations

from collections.abc import Sequence

from nurture_tui.contacts.aliases import ALIASES, squash
from nurture_tui.errors import ContactsError

# In the order in which they are tried: an export may have several of them. An `id` alone is on
# purpose no name of the contact: in an export of events it is mostly that of the event.
_NAMES: dict[str, tuple[str, ...]] = {
    "contact": (
        "contact", "contact id", "contact_id", "contactid", "kontakti", "kontaktin tunnus",
        "yhteyshenkilö", "yhteyshenkilön tunnus", "asiakas", "asiakkaan tunnus", "asiakasnumero",
        "henkilö", "henkilön tunnus", "customer", "customer id", "person", "person id", "lead id",
        "profile id", "subscriber key", "subscriber id", "user", "user id", "distinct id",
        "record id", "kund", "kontakt",
    ),
    "email": ("email", "recipient", "recipient email", "vastaanottaja"),
    "time": (
        "time", "timestamp", "event time", "event timestamp", "event date", "occurred at",
        "occurred", "happened at", "datetime", "date time", "date and time", "activity date",
        "action time", "aika", "aikaleima", "ajankohta", "tapahtuma-aika", "tapahtumahetki",
        "tapahtunut", "päivämäärä ja aika", "päivämäärä", "päiväys", "pvm", "tidpunkt", "tid",
        "zeitpunkt", "date", "created at", "created", "datum",
    ),
    "event": (
        "event", "event name", "event type", "tapahtuma", "tapahtuman nimi", "tapahtumatyyppi",
        "activity", "activity name", "activity type", "action", "metric", "metric name",
        "toiminto", "toimenpide", "händelse", "ereignis", "type", "laji", "tyyppi",
    ),
    "object": (
        "object", "object name", "kohde", "asset", "campaign", "campaign name", "email name",
        "message", "kampanja", "viesti", "page", "url", "link", "sivu", "linkki", "product", "item",
        "tuote", "objekt",
    ),
    "value": ("value", "arvo", "amount", "summa", "sum", "revenue", "price", "hinta", "määrä",
              "värde", "wert"),
}  # fmt: skip
_NEEDED = {
    "time": "says when each event happened",
    "event": "says what happened",
}


def event_columns(names: Sequence[str]) -> dict[str, int]:
    """The place of the column of each part of an event: contact, email, time, event, object, value.

    Each is found by its own name, else by what exports call it in English or Finnish; the others
    are left out. Refuses a file without a time, an event, or a name of the contact.
    """
    places: dict[str, int] = {}
    squashed = [squash(name) for name in names]
    for part, known in _NAMES.items():
        wanted = [squash(name) for name in known]
        free = [place for place in range(len(names)) if place not in places.values()]
        fits = [place for place in free if squashed[place] in wanted]
        if not fits and part == "email":
            fits = [place for place in free if _is_address(squashed[place])]
        if fits:
            places[part] = min(fits, key=lambda place: _rank(squashed[place], wanted))
    for part, says in _NEEDED.items():
        if part not in places:
            raise _none(names, says, part)
    if "contact" not in places and "email" not in places:
        raise _none(names, "names the contact, by its id or e-mail address", "contact")
    return places


def _is_address(squashed: str) -> bool:
    alias = ALIASES.get(squashed)
    return alias is not None and alias.field == "email"


def _rank(squashed: str, wanted: Sequence[str]) -> int:
    return wanted.index(squashed) if squashed in wanted else len(wanted)


def _none(names: Sequence[str], says: str, part: str) -> ContactsError:
    shown = ", ".join(names[:8]) + (", …" if len(names) > 8 else "")
    return ContactsError(
        f"no column {says}", fix=f"Call it {part} in the first line. The columns are: {shown}."
    )
