"""A folder of journeys with what they share, read as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from nurture_tui.errors import FileError
from nurture_tui.files.problems import Problem
from nurture_tui.files.reading import JourneyFile, SettingsFile, read_journey, read_settings
from nurture_tui.frozen import dataclass
from nurture_tui.model.workspace import Workspace, in_order

SETTINGS_NAME = "nurture.toml"


@dataclass(frozen=True)
class WorkspaceFiles:
    """The files of a workspace: nurture.toml and all journeys of its folder, by id.

    `chosen` are the ids that were asked for: all of a folder, or the one of a journey file.
    """

    folder: Path
    settings: SettingsFile
    journeys: Mapping[str, JourneyFile]
    chosen: tuple[str, ...]

    @property
    def workspace(self) -> Workspace:
        """The settings and the journeys that could be read, in their order of precedence (R6)."""
        read = {id_: file.journey for id_, file in self.journeys.items() if file.journey}
        settings = self.settings.settings
        return Workspace(settings, in_order(read, settings), str(self.folder))

    @property
    def problems(self) -> tuple[tuple[Path, Problem], ...]:
        """What is wrong with nurture.toml and with the chosen journeys, each with its file."""
        shared = tuple((self.settings.path, problem) for problem in self.settings.problems)
        chosen = (self.journeys[id_] for id_ in self.chosen)
        return shared + tuple((file.path, problem) for file in chosen for problem in file.problems)


def read_workspace(path: Path | str) -> WorkspaceFiles:
    """Read a folder of journeys, or one journey file with the nurture.toml and journeys beside it.

    What is wrong inside the files is in their `problems`. A FileError is raised only if there is
    nothing at `path`, or its folder may not be listed. A path to a nurture.toml itself
    chooses no journey.
    """
    path = Path(path)
    try:
        is_folder, exists = path.is_dir(), path.exists() or path.is_symlink()
    except OSError as error:
        raise _cannot_be_read(path, error) from None
    if not exists:
        raise FileError("there is no such file or folder", where=str(path), fix="Check the name.")
    folder = path if is_folder else path.parent
    found = _read_folder(folder)
    if is_folder:
        return _workspace(folder, found, tuple(found))
    if path.name == SETTINGS_NAME:
        return _workspace(folder, found, ())
    file = next((file for file in found.values() if file.path == path), None)
    if file is None:
        file = read_journey(path)
    return _workspace(folder, {**found, file.id: file}, (file.id,))


def _workspace(
    folder: Path, journeys: Mapping[str, JourneyFile], chosen: tuple[str, ...]
) -> WorkspaceFiles:
    return WorkspaceFiles(folder, read_settings(folder / SETTINGS_NAME), journeys, chosen)


def _read_folder(folder: Path) -> dict[str, JourneyFile]:
    """All journey files of a folder by id, in the order of their names.

    What evidently is a file of another program (pyproject.toml, netlify.toml) is passed over.
    """
    files = [read_journey(path) for path in journey_paths(folder)]
    return {file.id: file for file in files if not file.foreign}


def journey_paths(folder: Path) -> list[Path]:
    """The files of a folder that may be journeys, by name; hidden files are none.

    A folder that may not be listed is a FileError.
    """
    try:
        return [path for path in sorted(folder.iterdir()) if _is_journey(path)]
    except OSError as error:
        raise _cannot_be_read(folder, error) from None


def _is_journey(path: Path) -> bool:
    hidden = path.name.startswith(".")
    return path.name.endswith(".toml") and not hidden and path.name != SETTINGS_NAME


def _cannot_be_read(path: Path, error: OSError) -> FileError:
    reason = (error.strerror or "unknown reason").lower()
    return FileError(f"the folder cannot be read: {reason}", where=str(path))
