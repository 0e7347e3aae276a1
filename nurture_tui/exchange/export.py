"""The formats that a journey can be exported to."""

from __future__ import annotations

from collections.abc import Callable

from nurture_tui.errors import ExchangeError
from nurture_tui.exchange.dot import to_dot
from nurture_tui.exchange.exported import Exported
from nurture_tui.exchange.mermaid import to_mermaid
from nurture_tui.exchange.plain_json import to_json
from nurture_tui.files.canonical import canonical
from nurture_tui.model.journey import Journey
from nurture_tui.model.vocabulary import suggestion


def to_toml(journey: Journey) -> Exported:
    """The journey file in its canonical form."""
    return Exported(canonical(journey), ("comments of the file",))


EXPORTS: dict[str, Callable[[Journey], Exported]] = {
    "dot": to_dot,
    "json": to_json,
    "mermaid": to_mermaid,
    "toml": to_toml,
}
PLANNED = ("dittofeed", "html", "hubspot", "klaviyo", "mautic", "svg")


def export(journey: Journey, form: str) -> Exported:
    """The journey in a format, with what the format cannot hold; an unknown one is refused."""
    if form in PLANNED:
        raise ExchangeError(
            f"The export to {form} is not there yet.", fix=f"There are: {', '.join(EXPORTS)}."
        )
    if form not in EXPORTS:
        raise ExchangeError(f"There is no format “{form}”.", fix=suggestion(form, tuple(EXPORTS)))
    return EXPORTS[form](journey)
