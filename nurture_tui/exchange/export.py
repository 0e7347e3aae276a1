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
from nurture_tui.model.workspace import Workspace
from nurture_tui.text import by_number


def to_toml(journey: Journey) -> Exported:
    """The journey file in its canonical form."""
    return Exported(by_number(canonical(journey)), ("comments of the file",))


def _to_svg(journey: Journey, workspace: Workspace) -> Exported:
    from nurture_tui.exchange.svg import to_svg

    return to_svg(journey, workspace)


EXPORTS: dict[str, Callable[[Journey, Workspace], Exported]] = {
    "toml": lambda journey, _: to_toml(journey),
    "json": lambda journey, _: to_json(journey),
    "mermaid": lambda journey, _: to_mermaid(journey),
    "dot": lambda journey, _: to_dot(journey),
    "svg": _to_svg,
}
REPORT = "html"
"""The format that is of a run too: see `nurture_tui.exchange.report`."""
PLANNED = ("dittofeed", "hubspot", "klaviyo", "mautic")


def export(journey: Journey, workspace: Workspace, form: str) -> Exported:
    """The journey in a format, with what the format cannot hold; an unknown one is refused."""
    known = (*EXPORTS, REPORT)
    if form in PLANNED:
        raise ExchangeError(
            f"The export to {form} is not there yet.", fix=f"There are: {', '.join(known)}."
        )
    if form not in EXPORTS:
        raise ExchangeError(f"There is no format “{form}”.", fix=suggestion(form, known))
    return EXPORTS[form](journey, workspace)
