"""Builds the pages of the checks, docs/rules/, from the declarations and examples of the rules."""

from __future__ import annotations

from pathlib import Path

from nurture_tui.checks import RULES
from nurture_tui.checks.page import index, page

FOLDER = Path(__file__).parent / "rules"


def pages() -> dict[str, str]:
    """The text of every page by its file name."""
    return {"README.md": index(), **{f"{rule.code}.md": page(rule) for rule in RULES}}


def main() -> None:
    """Write the pages, and take out those of rules that are no more."""
    built = pages()
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.md"):
        if path.name not in built:
            path.unlink()
    for name, text in built.items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(built)} pages in docs/rules")


if __name__ == "__main__":
    main()
