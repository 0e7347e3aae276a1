"""The look's colours: two themes of our own, and names of styles made of theme tokens only."""

from __future__ import annotations

from collections.abc import Mapping

from rich.style import Style as RichStyle
from textual.content import Content
from textual.dom import DOMNode
from textual.style import Style
from textual.theme import Theme

from nurture_tui.checks.finding import Severity
from nurture_tui.text import to_ascii


def _theme(name: str, dark: bool, ground: tuple[str, str, str, str], *hues: str) -> Theme:
    """A theme from its grounds (background, surface, panel, foreground) and six hues."""
    primary, secondary, accent, success, warning, error = hues
    background, surface, panel, foreground = ground
    return Theme(
        name=name,
        dark=dark,
        background=background,
        surface=surface,
        panel=panel,
        foreground=foreground,
        primary=primary,
        secondary=secondary,
        accent=accent,
        success=success,
        warning=warning,
        error=error,
        variables={
            "text-primary": primary,
            "text-secondary": secondary,
            "text-accent": accent,
            "text-success": success,
            "text-warning": warning,
            "text-error": error,
            # Muted text has to be read: 5.8:1 on both grounds.
            "foreground-muted": foreground + ("a6" if dark else "b8"),
        },
    )


DARK = _theme(
    "nurture-dark",
    True,
    ("#14171c", "#1c2128", "#2a313b", "#d8dce3"),
    *("#7fb0ea", "#c3a4ec", "#ffc14d", "#86cf97", "#f0906a", "#f2708a"),
)
LIGHT = _theme(
    "nurture-light",
    False,
    ("#fbfaf7", "#f1efe9", "#e3e0d7", "#26282c"),
    *("#1d5fae", "#7442a6", "#c43d00", "#1f7338", "#8a5a00", "#b3173f"),
)
THEMES = (DARK, LIGHT)

_HEAT_STEPS = 6

STYLES: Mapping[str, str] = {
    # Weight and distance.
    "": "$foreground",
    "text": "$foreground",
    "bold": "bold $foreground",
    "muted": "$foreground-muted",
    "line": "$foreground-disabled",
    # Kinds of steps (look.md, "Kinds").
    "enter": "$foreground-muted",
    "send": "$text-primary",
    "wait": "$foreground-muted",
    "branch": "$text-secondary",
    "split": "$text-secondary",
    "action": "$foreground",
    "run": "$foreground",
    "exit": "$foreground-muted",
    "goal": "$text-success",
    "removed": "$foreground-disabled",
    # What the layout's painter calls its parts.
    "label": "$foreground",
    "share": "$foreground-muted",
    "title": "$foreground",
    "count": "$foreground",
    "added": "$text-success",
    "changed": "$text-warning",
    "lit": "bold $foreground",
    # Meaning.
    "ok": "$text-success",
    "warning": "$text-warning",
    "error": "$text-error",
    "note": "$foreground-muted",
    "move": "bold $text-accent",
    "here": "bold reverse $foreground",
    "selected": "bold $foreground on $panel",
    "field": "$foreground on $surface",
    "inherited": "$foreground-muted on $surface",
} | {
    # Six steps of a tint from 5 to 45 % (the number in the cell is the truth).
    f"heat{step}": f"$foreground on $primary {5 + step * 8}%"
    for step in range(_HEAT_STEPS)
}
_FLAGS = {"fill": "$panel", "chip": "$surface"}
SEVERITY_MARKS: Mapping[Severity, str] = {"error": "×", "warning": "!", "note": "i"}


def token(name: str) -> str:
    """The tokens of a style name; a name with ` on $token` behind it gets that ground.

    A text that is no name is taken as tokens already.
    """
    head, on, ground = name.partition(" on ")
    style = STYLES.get(name) or STYLES.get(head, head)
    return f"{style}{on}{ground}" if on and name not in STYLES else style


def painted(style: str) -> str:
    """A style of the layout's painter (an ink and the flags bold, fill, chip) as a style name."""
    ink, *flags = style.split(" ") if style else [""]
    weight = "bold " if "bold" in flags and not token(ink).startswith("bold") else ""
    ground = next((f" on {back}" for flag, back in _FLAGS.items() if flag in flags), "")
    return f"{weight}{token(ink)}{ground}"


def rich_style(node: DOMNode, name: str) -> RichStyle:
    """A style name as the colours of the current theme, for widgets that make strips.

    Colours with alpha are laid over the ground that the widget stands on, since a strip has none.
    """
    base = Style(background=node.background_colors[1]) + Style.parse("$foreground")
    return (base + Style.parse(token(name))).rich_style


def line(*parts: tuple[str, str] | str, ascii_only: bool = False) -> Content:
    """Content from (text, style name) pairs; text is never read as markup."""
    pairs = [(part, "") if isinstance(part, str) else part for part in parts]
    return Content.assemble(
        *((to_ascii(text) if ascii_only else text, token(name)) for text, name in pairs if text)
    )
