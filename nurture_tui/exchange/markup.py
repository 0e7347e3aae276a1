"""Text for HTML and SVG: shown as it is, never read as markup."""

from __future__ import annotations

import re
from html import escape

from nurture_tui.text import safe

_NO_LETTERS = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")


def shown(text: object) -> str:
    """A text as one harmless line between tags or in a quoted attribute.

    Breaks become blanks; control signs, turns of the writing direction and what XML has no letter
    for become a visible `·`; `& < > " '` are written as entities.
    """
    return escape(_NO_LETTERS.sub("·", safe(str(text))), quote=True)


def element(name: str, content: str = "", /, **attributes: object) -> str:
    """An element; `content` is markup already, attribute values are text.

    `class_` is written class, other `_` become `-`. An attribute of None is left out, an element
    without content closes itself (so that it is right in SVG; in HTML use it for void ones only).
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{shown(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{given}>{content}</{name}>" if content else f"<{name}{given}/>"
