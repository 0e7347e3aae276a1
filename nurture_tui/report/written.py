"""Blocks of columns to a file, CSV or Parquet by its name, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from nurture_tui.files.writing import whole_file
from nurture_tui.report.blocks_csv import CsvBlocks, csv_header
from nurture_tui.report.blocks_parquet import ParquetBlocks, require_parquet
from nurture_tui.report.columns import Block


def is_parquet(path: Path) -> bool:
    """Whether a file is to be Parquet, by its name."""
    return path.suffix.lower() == ".parquet"


def write_blocks(path: Path, columns: tuple[str, ...], blocks: Iterable[Block], kind: Block) -> int:
    """Write a table of these columns; gives how many rows.

    `kind` is a block, empty or not, that tells of what kind the columns are. Refuses with a
    FileError what cannot be written.
    """
    if is_parquet(path):
        require_parquet(str(path))
    with whole_file(path) as file:
        rows = 0
        if is_parquet(path):
            with ParquetBlocks(file, kind) as table:
                for block in blocks:
                    table.write(block)
                    rows += len(block[columns[0]])
            return rows
        counted = _Counted(blocks, columns[0])
        for piece in csv_pieces(columns, counted):
            file.write(piece)
        return counted.rows


def csv_pieces(columns: tuple[str, ...], blocks: Iterable[Block]) -> Iterator[bytes]:
    """A CSV file in pieces (UTF-8, RFC 4180 with plain line feeds)."""
    yield csv_header(columns)
    lines = CsvBlocks()
    for block in blocks:
        yield from lines.lines(block)


class _Counted:
    """Blocks that are counted as they go by."""

    def __init__(self, blocks: Iterable[Block], column: str) -> None:
        self._blocks, self._column, self.rows = blocks, column, 0

    def __iter__(self) -> Iterator[Block]:
        for block in self._blocks:
            self.rows += len(block[self._column])
            yield block
