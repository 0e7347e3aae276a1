"""Blocks of columns as Parquet: the same columns and values as CSV, in far fewer bytes."""

from __future__ import annotations

from importlib import import_module
from types import TracebackType
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from nurture_tui.errors import FileError
from nurture_tui.report.columns import Block, Coded, Column, Moments, Numbered, offset_text

DELTA = "DELTA_BINARY_PACKED"
_BATCH = 1 << 17
_FEW = 1_000
"""Of so many names all are written with each row group, whichever are in it."""
_MANY = 12
_GROUP = 1 << 18
"""About how many rows a row group has: the writer keeps some KB of each until the end."""


def require_parquet(where: str) -> None:
    """Refuse to write Parquet where pyarrow is not installed."""
    try:
        import_module("pyarrow.parquet")
    except ImportError:
        raise FileError(
            "is to be a Parquet file, and pyarrow, which writes it, is not installed",
            where=where,
            fix="Install nurture-tui[parquet], or write .csv.",
        ) from None


class ParquetBlocks:
    """Writes blocks to a stream, as many in a row group as it has room for.

    Instants are timestamps (ms, UTC) as differences; texts of which there are few are a dictionary,
    others lie as they are: compressed they are no longer than as differences, and written in less
    time.
    """

    def __init__(self, stream: IO[bytes], columns: Block) -> None:
        """`columns` is a block, empty or not, that tells of what kind the columns are."""
        self._pa: Any = import_module("pyarrow")
        parquet: Any = import_module("pyarrow.parquet")
        pa = self._pa
        moments = [name for name, column in columns.items() if isinstance(column, Moments)]
        few = [name for name, column in columns.items() if _is_few(column)]
        texts = [name for name in columns if name not in (*moments, *few)]
        kinds = {
            **dict.fromkeys(moments, pa.timestamp("ms", tz="UTC")),
            **dict.fromkeys(few, pa.dictionary(pa.int32(), pa.string())),
            **dict.fromkeys(texts, pa.string()),
        }
        self._schema = pa.schema([(name, kinds[name]) for name in columns])
        self._waiting: list[Any] = []
        self._rows = 0
        self._writer = parquet.ParquetWriter(
            stream,
            self._schema,
            compression="zstd",
            compression_level=1,
            use_dictionary=few,
            column_encoding=dict.fromkeys(moments, DELTA),
            write_statistics=moments,
            write_batch_size=_BATCH,
        )

    def __enter__(self) -> ParquetBlocks:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self._write_group()
        self._writer.close()

    def write(self, block: Block) -> None:
        """Write a block."""
        arrays = [self._array(column) for column in block.values()]
        batch = self._pa.RecordBatch.from_arrays(arrays, schema=self._schema)
        if self._rows + batch.num_rows > _GROUP:
            self._write_group()
        self._waiting.append(batch)
        self._rows += batch.num_rows

    def _write_group(self) -> None:
        """Write the blocks that wait as a row group."""
        if self._waiting:
            self._writer.write_table(self._pa.Table.from_batches(self._waiting, self._schema))
            self._waiting, self._rows = [], 0
            # Kept for the next one it would be touched in other places, and grow all the while.
            self._pa.default_memory_pool().release_unused()

    def _array(self, column: Column) -> Any:
        pa = self._pa
        match column:
            case Moments(seconds=seconds):
                return pa.array(seconds * 1_000).cast(pa.timestamp("ms", tz="UTC"))
            case Numbered():
                return self._fixed(column.letters())
            case Coded(codes=codes, texts=texts):
                if column.few and len(texts) <= _FEW:
                    codes = np.ascontiguousarray(codes, dtype=np.int32)
                    words = pa.array(texts.all, pa.string())
                    return pa.DictionaryArray.from_arrays(codes, words, safe=False)
                found, places = _those_there(codes, len(texts))
                words = pa.array([texts.all[code] for code in found.tolist()], pa.string())
                named = pa.DictionaryArray.from_arrays(pa.array(places), words, safe=False)
                return named if column.few else named.cast(pa.string())
        days = np.datetime_as_string(column.walls.astype("datetime64[s]"), unit="s")
        offsets, places = np.unique(column.walls - column.seconds, return_inverse=True)
        shown = np.array([offset_text(offset) for offset in offsets.tolist()], dtype=np.str_)
        return pa.array(np.char.add(days, shown[places]).tolist(), pa.string())

    def _fixed(self, letters: Any) -> Any:
        """Texts of one length, without making each of them."""
        rows, width = letters.shape
        pa = self._pa
        ends = np.arange(0, (rows + 1) * width, width, dtype=np.int32)
        data = np.ascontiguousarray(letters)
        return pa.StringArray.from_buffers(rows, pa.py_buffer(ends), pa.py_buffer(data))


def _those_there(
    codes: npt.NDArray[np.integer], count: int
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.int32]]:
    """The codes that occur, and for each row which of them it has."""
    if count > _MANY * len(codes):  # so many that to go through all of them takes longer
        found, places = np.unique(codes, return_inverse=True)
        return found.astype(np.intp), places.astype(np.int32)
    there = np.zeros(count, dtype=np.bool_)
    there[codes] = True
    return np.flatnonzero(there), (np.cumsum(there, dtype=np.int32) - 1)[codes].astype(np.int32)


def _is_few(column: Column) -> bool:
    return isinstance(column, Coded) and column.few
