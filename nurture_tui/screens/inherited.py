"""What holds where a field is empty, and a word for where it comes from."""

from __future__ import annotations

from nurture_tui.edit.form import Field
from nurture_tui.errors import NurtureError
from nurture_tui.model.duration import Duration
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Send
from nurture_tui.model.workspace import Workspace
from nurture_tui.simulation.assume import effective_assume

_DEFAULTS = {
    "again": "never",
    "arrivals": "all",
    "status": "draft",
    "capped": "wait",
    "weight": "1",
    "window": "any",
    "channel": "email",
}
_DELAYS = ("open_delay", "click_delay")
_FACTORS = ("open_spread", "contact_spread", "fatigue", "position", "weekend")


def inherited_by(workspace: Workspace, journey: Journey, field: Field) -> tuple[str, str]:
    """What holds where a field of a journey is empty, and the word for where it comes from."""
    key = str(field.path[-1])
    step = journey.steps.get(str(field.path[1])) if field.path[0] == "steps" else None
    if field.path[0] == "steps" and "assume" in field.path:
        return _assumed(workspace, journey, str(field.path[1]), key)
    if isinstance(step, Send) and key == "asset" and step.asset:
        asset = workspace.settings.assets.get(step.asset)
        return "", asset.status if asset else "unknown"
    if isinstance(step, Send) and key in ("channel", "basis", "sender", "window"):
        if getattr(step, key) is not None:
            return "", ""
        if key == "basis" and journey.sending.basis is None and journey.kind == "service":
            return "service", "kind"
        return _shared(workspace, journey, key)
    if field.path[0] == "sending":
        value = getattr(workspace.settings.sending, key)
        if value is not None:
            return _plain(value), "workspace"
    if key == "timezone":
        return "contact", "default"
    return (_DEFAULTS[key], "default") if key in _DEFAULTS else ("", "")


def _shared(workspace: Workspace, journey: Journey, key: str) -> tuple[str, str]:
    for sending, origin in (
        (journey.sending, "journey"),
        (workspace.settings.sending, "workspace"),
    ):
        value = getattr(sending, key)
        if value is not None:
            return str(value), origin
    return (_DEFAULTS[key], "default") if key in _DEFAULTS else ("", "")


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _assumed(workspace: Workspace, journey: Journey, id_: str, key: str) -> tuple[str, str]:
    """The rate, delay or factor that a run takes, with the short word for its source."""
    try:
        found = effective_assume(workspace, journey, id_)
    except NurtureError:
        return "", ""
    if key not in found.sources:
        return "", ""
    value = getattr(found, key)
    if key in _DELAYS:
        shown = str(Duration(seconds=int(value)))
    else:
        shown = f"{value:.3g}" if key in _FACTORS else f"{value * 100:.4g}%"
    return shown, source_word(found.sources[key])


def source_word(source: str) -> str:
    """A source in a word or two: `guess`, `benchmark`, or its first words."""
    low = source.casefold()
    if low.startswith("guess"):
        return "guess"
    if low.startswith(("own data", "set in")):
        return source.split(":")[0].split(",")[0]
    return "benchmark"
