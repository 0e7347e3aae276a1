"""CSV files: harmless in a spreadsheet, and whole or not there at all."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from nurture_tui.errors import FileError
from nurture_tui.report.columns import Block, Coded, Texts
from nurture_tui.report.rows import cell
from nurture_tui.report.written import write_blocks


def block(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Block:
    texts = Texts()
    codes = [[texts.code(text) for text in row] for row in rows]
    table = np.array(codes, dtype=np.int64).reshape(len(rows), len(columns))
    return {name: Coded(table[:, place], texts) for place, name in enumerate(columns)}


def write_csv(path: Path, columns: tuple[str, ...], rows: Sequence[Sequence[str]]) -> int:
    return write_blocks(path, columns, [block(columns, rows)], block(columns, []))


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+SUM(A1)", "-2+3", "@cmd", " =1+1", "\t=1", "\r=1", "＝1", "-", "=HYPERLINK()"],
)
def test_what_a_spreadsheet_would_run_is_marked_as_text(text: str) -> None:
    assert cell(text).startswith("'")


@pytest.mark.parametrize("text", ["-5", "+358401234567", "-0.5", "3", "a=b", "", "Työ – jo", "#1"])
def test_numbers_and_harmless_text_stay_as_they_are(text: str) -> None:
    assert cell(text) == text


def test_control_characters_and_turned_text_become_blanks() -> None:
    assert cell("a\x1b[31mb\nc\x00d\u202ee\x9b") == "a [31mb c d e "


def test_cells_are_quoted_where_they_need_it(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    rows = [('say "hi", you', "two\nlines"), ("\ud800", "ä;|")]
    assert write_csv(path, ("a", "b"), rows) == 2
    assert path.read_bytes().startswith(b'a,b\n"say ""hi"", you",two lines\n')
    with path.open(encoding="utf-8", newline="") as stream:
        assert [*csv.reader(stream)][2] == [" ", "ä;|"]


def test_a_file_that_breaks_half_way_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("old")

    def blocks() -> Iterator[Block]:
        yield block(("a",), [("one",)])
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_blocks(path, ("a",), blocks(), block(("a",), []))
    assert path.read_text() == "old"
    assert [*tmp_path.iterdir()] == [path]


def test_a_link_stays_a_link_and_rights_stay(tmp_path: Path) -> None:
    target, link = tmp_path / "x.csv", tmp_path / "link.csv"
    target.write_text("old")
    target.chmod(0o600)
    link.symlink_to(target)
    write_csv(link, ("a",), [])
    assert link.is_symlink()
    assert target.read_text() == "a\n"
    assert target.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["no/such/folder.csv", "", "a\x00b", "x" * 300])
def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileError) as caught:
        write_csv(tmp_path / name, ("a",), [])
    assert "\n" not in caught.value.message


def test_a_device_is_written_to_and_not_replaced() -> None:
    assert write_csv(Path("/dev/null"), ("a",), [("1",)]) == 1
    assert Path("/dev/null").is_char_device()
