"""Bytes of a file to text: encoding, byte order mark, and what is no text at all."""

from __future__ import annotations

import io
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from nurture_tui.contacts.sheet import CONTACTS, Holds
from nurture_tui.errors import ContactsError

MOST_BYTES = 1_000_000_000
_SAMPLE = 4_096
_AT_ONCE = 65_536
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_MAGIC = (
    (b"PK\x03\x04", "an Excel workbook or a zip", "Export it as CSV, or unpack it first."),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", "Export it as CSV."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first."),
    (b"%PDF", "a PDF", "Export the list as CSV."),
    (b"SQLite format 3\x00", "an SQLite database", "Export the table as CSV."),
)
_CONTROL = re.compile("[\x01-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file without byte order mark and null characters, and what there is to say.

    It is decoded anew when it is asked for, some at a time: all of it at once would take two or
    four bytes a character.
    """

    data: bytes
    encoding: str
    errors: str = "strict"
    start: int = 0
    notes: tuple[str, ...] = ()

    def open(self) -> io.TextIOWrapper:
        """The text from its beginning; lines end as they do in the file."""
        file = io.BytesIO(self.data)
        file.seek(self.start)
        return io.TextIOWrapper(file, self.encoding, self.errors, newline="")

    def pieces(self) -> Iterator[str]:
        """The text, some of it at a time."""
        file = self.open()
        while piece := file.read(_AT_ONCE):
            yield piece

    @property
    def text(self) -> str:
        """All of the text at once."""
        return "".join(self.pieces())


def read_bytes(path: Path, holds: Holds = CONTACTS) -> bytes:
    """The bytes of a plain file; refuses folders, devices, pipes and files above 1 GB."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise ContactsError("is a folder, not a file", where=str(path), fix="Name a file.")
        if not stat.S_ISREG(status.st_mode):
            raise ContactsError(
                "is a device or a pipe, not a file", where=str(path), fix="Save it to a file first."
            )
        if status.st_size > MOST_BYTES:
            raise ContactsError("is larger than 1 GB", where=str(path), fix="Split it.")
        return path.read_bytes()
    except FileNotFoundError:
        raise ContactsError(f"there is no such {holds.file}", where=str(path)) from None
    except OSError as error:
        reason = (error.strerror or "it cannot be opened").lower()
        raise ContactsError(f"cannot be read: {reason}", where=str(path)) from None
    except ValueError:  # a null character in the path
        raise ContactsError("is not the name of a file", where=repr(str(path))) from None


def decode(data: bytes, where: str, holds: Holds = CONTACTS) -> Decoded:
    """Decode UTF-8, UTF-16 or UTF-32, with or without byte order mark, else Windows-1252.

    Refuses empty files, known binary formats and what is mostly control characters.
    """
    if not data or data.isspace():  # strip() would copy all of it
        raise ContactsError("the file is empty", where=where)
    for magic, what, fix in _MAGIC:
        if data.startswith(magic):
            raise ContactsError(f"is {what}, not a list of {holds.many}", where=where, fix=fix)
    found = _decoded(data)
    if _is_binary(next(found.pieces(), "")):
        raise ContactsError(
            "is not a text file",
            where=where,
            fix=f"A list of {holds.many} is CSV, JSON Lines or Parquet.",
        )
    if nulls := _count(found, "\x00"):
        note = f"{_many(nulls, 'null character')} left out"
        plain = found.text.replace("\x00", "").encode()
        found = Decoded(plain, "utf-8", notes=(*found.notes, note))
    mark = "\ufeff".encode(found.encoding, "ignore")
    if mark and found.data.startswith(mark, found.start):
        found = replace(found, start=found.start + len(mark))
    if all(piece.isspace() for piece in found.pieces()):
        raise ContactsError("the file is empty", where=where)
    return found


def _decoded(data: bytes) -> Decoded:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _tolerant(data, encoding, len(bom))
    wide = _wide_encoding(data[:_SAMPLE])
    if wide:
        return _tolerant(data, wide)
    plain = Decoded(data, "utf-8")
    return plain if _fits(plain) else _not_quite_utf8(data)


def _tolerant(data: bytes, encoding: str, start: int = 0) -> Decoded:
    found = Decoded(data, encoding, "replace", start)
    bad = _count(found, "\ufffd")
    notes = (f"{_many(bad, 'character')} could not be decoded",) if bad else ()
    return replace(found, notes=notes)


def _fits(found: Decoded) -> bool:
    try:
        return all(found.pieces())  # none of them is empty
    except UnicodeDecodeError:
        return False


def _count(found: Decoded, what: str) -> int:
    return sum(piece.count(what) for piece in found.pieces())


def _wide_encoding(sample: bytes) -> str:
    """UTF-16 or UTF-32 without byte order mark, told by where the zero bytes of ASCII lie."""
    if len(sample) < 8:
        return ""
    quarter = len(sample) // 4
    zeros = [sample[i : quarter * 4 : 4].count(0) / quarter for i in range(4)]
    high, low = 0.7, 0.3
    patterns = {
        "utf-32-le": (low, high, high, high),
        "utf-32-be": (high, high, high, low),
        "utf-16-le": (low, high, low, high),
        "utf-16-be": (high, low, high, low),
    }
    for encoding, pattern in patterns.items():
        if all(z >= p if p == high else z <= p for z, p in zip(zeros, pattern, strict=True)):
            return encoding
    return ""


def _not_quite_utf8(data: bytes) -> Decoded:
    """UTF-8 with a few broken characters stays UTF-8; all else is Windows-1252 or Latin-1."""
    replaced = _tolerant(data, "utf-8")
    bad = _count(replaced, "\ufffd")
    plain = sum(len(piece.encode("ascii", "ignore")) for piece in replaced.pieces())
    if sum(map(len, replaced.pieces())) - plain > 2 * bad:
        return replaced
    note = "read as Windows-1252, since it is not UTF-8"
    western = Decoded(data, "cp1252", notes=(note,))
    if _fits(western):
        return western
    return Decoded(data, "latin-1", notes=("read as Latin-1, since it is not UTF-8",))


def _is_binary(sample: str) -> bool:
    strange = len(_CONTROL.findall(sample)) + sample.count("\ufffd")
    return strange > 0.05 * len(sample) or sample.count("\x00") > 0.3 * len(sample)


def _many(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
