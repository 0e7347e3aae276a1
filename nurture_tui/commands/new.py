"""`nurture new`: a new journey from a template."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from nurture_tui.commands.arguments import Parser, a_path
from nurture_tui.commands.output import write
from nurture_tui.errors import FileError, NurtureError
from nurture_tui.exchange.new import TEMPLATES, new_journey
from nurture_tui.files.workspace import read_workspace


def run(arguments: list[str]) -> int:
    """Write a new journey file, or list the templates."""
    options = _parser().read(arguments)
    if options.list:
        write("".join(f"{name:<16} {text}\n" for name, text in TEMPLATES.items()))
        return 0
    if options.id is None or options.template is None:
        raise NurtureError(
            "a new journey needs an id and a template.",
            fix=f"Write nurture new ID --template NAME; there are {', '.join(TEMPLATES)}.",
        )
    folder: Path = options.into
    if not folder.is_dir():
        raise FileError("there is no such folder", where=str(folder), fix="Make it first.")
    today = datetime.now().astimezone().date()
    path = create(options.id, options.template, folder, today)
    write(f"{path}\n")
    return 0


def create(id_: str, template: str, folder: Path, today: date) -> Path:
    """Write the journey `<id>.toml` into a folder; a file that is there is never written over."""
    names = {journey.name for journey in read_workspace(folder).workspace.journeys.values()}
    new = new_journey(id_, template, today, names)
    path = folder / f"{id_}.toml"
    try:
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(new.text)
    except FileExistsError:
        raise FileError(
            "is there already", where=str(path), fix="Choose another id, or remove it."
        ) from None
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise FileError(f"cannot be written: {reason}", where=str(path)) from None
    return path


def _parser() -> Parser:
    parser = Parser(
        "new", "A new journey from a template, which the checks find nothing wrong with."
    )
    parser.add_argument("id", nargs="?", metavar="ID", help="its id, which is the file's name")
    parser.add_argument("--template", metavar="NAME", help="what to start from")
    parser.add_argument(
        "--into", type=a_path, default=Path(), metavar="DIR", help="folder (default: the current)"
    )
    parser.add_argument("--list", action="store_true", help="the templates there are")
    return parser
