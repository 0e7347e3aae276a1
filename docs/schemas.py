"""Writes the published JSON Schemas into docs/schemas: `make docs`."""

from __future__ import annotations

import json
from pathlib import Path

from nurture_tui.model.schema import schemas

FOLDER = Path(__file__).parent / "schemas"


def texts() -> dict[str, str]:
    """The files of the schemas by name."""
    return {
        name: json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        for name, schema in schemas().items()
    }


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in texts().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(FOLDER / name)
