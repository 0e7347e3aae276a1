"""docs/rules has the page of every check, as it is built from the declarations."""

from __future__ import annotations

import rules


def test_the_pages_of_the_checks_are_those_of_their_declarations() -> None:
    built = rules.pages()
    found = {path.name: path.read_text(encoding="utf-8") for path in rules.FOLDER.glob("*.md")}
    stale = sorted({*built, *found} - {name for name in built if built[name] == found.get(name)})
    assert not stale, f"make docs (docs/rules.py) builds them anew: {stale}"
