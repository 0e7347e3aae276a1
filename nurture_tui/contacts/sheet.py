"""A contact file as a sheet of text cells, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass

from nurture_tui.contacts.table import RefusedRow


@dataclass(frozen=True)
class Sheet:
    """Column names, and per column the stripped cells of all rows; `lines` are those of the file.

    Every column has a cell for each row ("" where it has none).
    """

    names: tuple[str, ...]
    columns: tuple[list[str], ...]
    lines: list[int]
    refused: tuple[RefusedRow, ...] = ()
    notes: tuple[str, ...] = ()
