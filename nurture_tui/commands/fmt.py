"""`nurture fmt`: journey files in their canonical form."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from nurture_tui.commands.arguments import Parser, a_path
from nurture_tui.commands.inputs import read_workspaces, unread
from nurture_tui.commands.output import note, write
from nurture_tui.errors import FileError
from nurture_tui.files.formatting import format_text
from nurture_tui.text import safe


def run(arguments: list[str]) -> int:
    """Write the files that are not in their canonical form; with --check only name them (1).

    Each file that cannot be read is said on stderr (2); then nothing is written.
    """
    options = _parser().read(arguments)
    texts, unreadable = _texts(options.paths)
    for error in unreadable:
        note(f"nurture: {error}")
    if unreadable and not options.check:
        if texts:  # others could have been
            note("Nothing was written.")
        return 2
    changed = {
        path: new for path, text in texts.items() if (new := format_text(text, path)) != text
    }
    for path, text in changed.items():
        if not options.check:
            from nurture_tui.files.writing import write_atomically

            write_atomically(path, text)
        write(safe(f"{path} {'would be' if options.check else 'is now'} in canonical form") + "\n")
    rest = f", and {len(unreadable):,} could not be read" if unreadable else ""
    write(f"{len(changed):,} of {len(texts):,} files differed from the canonical form{rest}\n")
    return 2 if unreadable else int(options.check and bool(changed))


def _texts(paths: Sequence[Path]) -> tuple[dict[Path, str], list[FileError]]:
    """The text of each file that is meant, nurture.toml of a folder among them.

    Those that cannot be read are apart, each with its first problem.
    """
    texts: dict[Path, str] = {}
    errors: dict[Path, FileError] = {}
    whole = {path.resolve() for path in paths if path.is_dir()}
    named = {path.resolve() for path in paths}
    for files in read_workspaces(paths):
        shared = files.settings
        meant = files.folder.resolve() in whole or shared.path.resolve() in named
        errors |= unread(files, settings_too=meant)
        if meant and shared.exists:
            texts[shared.path] = shared.text
        texts |= {files.journeys[id_].path: files.journeys[id_].text for id_ in files.chosen}
    return {path: text for path, text in texts.items() if path not in errors}, [*errors.values()]


def _parser() -> Parser:
    parser = Parser(
        "fmt",
        "Journey files and nurture.toml in their canonical form; remarks stay with what they are\n"
        "about. A file that is in this form is not written.",
    )
    parser.add_argument(
        "paths", nargs="+", type=a_path, metavar="PATH", help="files, or folders of them"
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing; 1 if a file is in another form"
    )
    return parser
