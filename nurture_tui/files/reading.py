"""Journey files and nurture.toml, read with the position of every value; problems are collected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from pathlib import Path

from nurture_tui.files.positions import Places, Position
from nurture_tui.files.problems import Problem, placed
from nurture_tui.files.scanner import TomlPath
from nurture_tui.files.toml import TomlText, parse_toml, read_toml
from nurture_tui.frozen import dataclass
from nurture_tui.model.journey import Journey
from nurture_tui.model.reading import read_journey_data, read_settings_data
from nurture_tui.model.workspace import Settings


@dataclass(frozen=True)
class JourneyFile:
    """A journey file as read: `journey` is None if and only if there are `problems`.

    `id` is the file's stem; `text` the text as on disk, with its byte order mark and line ends.
    `foreign` if it evidently is no journey but a file of another program, such as pyproject.toml.
    """

    path: Path
    id: str
    text: str = ""
    journey: Journey | None = None
    problems: tuple[Problem, ...] = ()
    places: Places = field(default_factory=Places)
    foreign: bool = False

    def position(self, path: TomlPath, *, key: bool = False) -> Position:
        """Line and column of the value (or key) at a path; of its nearest parent in the file."""
        return self.places.of_key(path) if key else self.places.of_value(path)

    def position_in(self, path: TomlPath, character: int) -> Position:
        """Line and column of a character (from 0) of the text value at a path."""
        return self.places.within(path, character)


@dataclass(frozen=True)
class SettingsFile:
    """nurture.toml as read; what was wrong is in `problems` and left out of `settings`.

    A file that is not there is an empty one: `exists` is then False.
    """

    path: Path
    text: str = ""
    settings: Settings = field(default_factory=Settings)
    problems: tuple[Problem, ...] = ()
    places: Places = field(default_factory=Places)
    exists: bool = True

    def position(self, path: TomlPath, *, key: bool = False) -> Position:
        """Line and column of the value (or key) at a path; of its nearest parent in the file."""
        return self.places.of_key(path) if key else self.places.of_value(path)

    def position_in(self, path: TomlPath, character: int) -> Position:
        """Line and column of a character (from 0) of the text value at a path."""
        return self.places.within(path, character)


def read_journey(path: Path | str) -> JourneyFile:
    """Read a journey file. Nothing is raised: all that is wrong is in `problems`, in file order."""
    return _journey_file(Path(path), read_toml(Path(path)))


def parse_journey(text: str, path: Path | str) -> JourneyFile:
    """A journey file of this text, as if it had been read from `path`, which need not exist."""
    return _journey_file(Path(path), parse_toml(text))


def _journey_file(path: Path, read: TomlText) -> JourneyFile:
    id_ = path.name.removesuffix(".toml")
    if read.problem is not None:
        return JourneyFile(path, id_, read.text, None, (read.problem,))
    if _is_foreign(read.data):
        return JourneyFile(path, id_, read.text, None, (_FOREIGN,), read.places, foreign=True)
    journey, found = read_journey_data(id_, read.data)
    problems = _in_file_order(placed(problem, read.places) for problem in found)
    return JourneyFile(path, id_, read.text, journey, problems, read.places)


_FOREIGN = Problem(
    "F003",
    "this is no journey: it has no kind, entry, steps or goal",
    "A journey begins with format = 1, and nurture new writes one.",
)


def _is_foreign(data: Mapping[str, object]) -> bool:
    """True for a file with nothing that makes a journey, and something that no journey has."""
    ours = data.get("format") == 1 or not _OF_A_JOURNEY.isdisjoint(data)
    return not ours and not data.keys() <= Journey.model_fields.keys()


_OF_A_JOURNEY = frozenset({"kind", "entry", "steps", "goal", "exits"})


def read_settings(path: Path | str) -> SettingsFile:
    """Read a nurture.toml. Nothing is raised; a file that does not exist is an empty one."""
    path = Path(path)
    if not path.exists() and not path.is_symlink():
        return SettingsFile(path, exists=False)
    return _settings_file(path, read_toml(path))


def parse_settings(text: str, path: Path | str) -> SettingsFile:
    """A nurture.toml of this text, as if it had been read from `path`, which need not exist."""
    return _settings_file(Path(path), parse_toml(text))


def _settings_file(path: Path, read: TomlText) -> SettingsFile:
    if read.problem is not None:
        return SettingsFile(path, read.text, problems=(read.problem,))
    settings, found = read_settings_data(read.data)
    problems = _in_file_order(placed(problem, read.places) for problem in found)
    return SettingsFile(path, read.text, settings, problems, read.places)


def _in_file_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda p: (p.line, p.column)))
