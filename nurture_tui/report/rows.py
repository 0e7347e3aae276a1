"""Rows of text to a CSV file: streamed, whole or not at all, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import errno
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from nurture_tui.errors import FileError

Row = Sequence[str]

# A spreadsheet runs a cell that begins so; the wide forms count too (CWE-1236, OWASP).
_FORMULA = re.compile("[=+\\-@\t\r＝＋－＠]")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_UNCLEAN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def cell(text: str) -> str:
    """The text as a cell that no spreadsheet runs as a formula and no terminal obeys.

    Control characters, breaks and turns of the writing direction become blanks. What then begins
    as a formula does gets a leading `'`, which spreadsheets take as "this is text"; a plain number
    such as -5 or +358401 stays as it is.
    """
    if _UNCLEAN.search(text):
        text = _UNCLEAN.sub(" ", text)
    begins = text.lstrip()[:1]
    if begins and _FORMULA.match(begins) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def write_rows(stream: IO[str], columns: Row, rows: Iterable[Row]) -> int:
    """Write a header and rows as CSV (RFC 4180, with plain line feeds); gives how many rows."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    count = 0
    for row in rows:
        writer.writerow([cell(text) for text in row])
        count += 1
    return count


def write_csv(path: Path, columns: Row, rows: Iterable[Row]) -> int:
    """Write a CSV file in UTF-8, row by row; gives how many rows.

    The file appears whole or not at all; an old one is replaced only by a finished new one.
    Refuses with a FileError what cannot be written.
    """
    try:
        if path.is_dir():
            raise FileError("is a folder", where=str(path), fix="Name a file.")
        if path.exists() and not path.is_file():  # a device or a pipe, such as /dev/stdout
            with path.open("w", encoding="utf-8", newline="") as stream:
                return write_rows(stream, columns, rows)
        with _whole_file(path.resolve()) as stream:
            return write_rows(stream, columns, rows)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "that is not the name of a file"
        raise FileError(f"cannot be written: {reason.lower()}", where=str(path)) from None


@contextmanager
def _whole_file(path: Path) -> Iterator[IO[str]]:
    """A stream to a file beside `path`, which takes its place at the end if all went well."""
    name, mode = "", _mode(path)
    try:
        with NamedTemporaryFile(
            "w",
            encoding="utf-8",
            newline="",
            dir=path.parent,
            prefix=f".{path.name[:100]}.",
            suffix=".part",
            delete=False,
        ) as stream:
            name = stream.name
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, mode)
        os.replace(name, path)
        name = ""
    finally:
        if name:
            with suppress(OSError):
                os.unlink(name)


def _mode(path: Path) -> int:
    """The permissions of the old file, or those that a new one gets; a protected one stays."""
    if path.exists():
        if not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, "it is write-protected")
        return path.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
