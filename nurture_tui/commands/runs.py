"""What the commands that run a simulation share: their arguments, and the run itself."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nurture_tui.commands.arguments import (
    Parser,
    a_path,
    a_seed,
    a_start,
    some_days,
    some_people,
    some_runs,
)
from nurture_tui.commands.inputs import (
    contacts_path,
    one_workspace,
    read_run_contacts,
    read_run_events,
    refuse_blocked,
    refuse_unread,
)
from nurture_tui.commands.output import working
from nurture_tui.commands.workers import workers
from nurture_tui.errors import NurtureError
from nurture_tui.files.targets import refuse_inputs
from nurture_tui.model.zones import zone_info

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from nurture_tui.contacts.history import EventHistory
    from nurture_tui.contacts.table import Contacts
    from nurture_tui.model.workspace import Workspace
    from nurture_tui.simulation import RunSettings
    from nurture_tui.simulation.heard import Heard
    from nurture_tui.simulation.result import Counts, Ends, Result


@dataclass(frozen=True)
class Prepared:
    """All that a run needs, read and checked; it can be made several times."""

    workspace: Workspace
    chosen: Sequence[str]
    contacts: Contacts
    settings: RunSettings
    events: EventHistory | None = None
    people: int | None = None
    executor: Executor | None = None
    heard: Heard | None = None

    @property
    def size(self) -> int:
        """How many contacts are run."""
        return len(self.contacts) if self.people is None else self.people

    def run(self, **changes: Any) -> Result:
        """Make the run, with some of its settings changed."""
        from nurture_tui.simulation import simulate

        settings = replace(self.settings, **changes)
        return simulate(self.workspace, self.chosen, self.contacts, settings, **self.how)

    @property
    def how(self) -> dict[str, Any]:
        return {
            "people": self.people,
            "executor": self.executor,
            "events": self.events,
            "heard": self.heard,
        }

    def part(self, place: int, of: int) -> Prepared:
        """The run at `place` of so many, which are heard of as one work."""
        from nurture_tui.simulation.heard import part_of

        return replace(self, heard=part_of(self.heard, place, of))

    def count(self, **changes: Any) -> Counts:
        """What the run with these changes counts, and nothing of what happened to whom."""
        from nurture_tui.simulation import count

        settings = replace(self.settings, **changes)
        return count(self.workspace, self.chosen, self.contacts, settings, **self.how)

    def ends(self, **changes: Any) -> Ends:
        """What the run with these changes counts, and how each stay ended."""
        from nurture_tui.simulation import ends

        settings = replace(self.settings, **changes)
        return ends(self.workspace, self.chosen, self.contacts, settings, **self.how)

    def seeds(self, runs: int) -> tuple[int, ...]:
        """The seeds of so many runs."""
        return tuple(range(self.settings.seed, self.settings.seed + runs))


@dataclass(frozen=True)
class Ran:
    """A run with the workspace that was run and the paths that were asked for."""

    workspace: Workspace
    chosen: Sequence[str]
    result: Result


def add_run_arguments(parser: Parser) -> None:
    """The paths of a run and its options."""
    parser.add_argument(
        "paths",
        nargs="*",
        type=a_path,
        default=[Path()],
        metavar="PATH",
        help="journey files, or their folder (the current folder if none)",
    )
    add_run_options(parser)


def add_run_options(parser: Parser) -> None:
    """What every run can be told besides its journeys; options that come later are refused."""
    parser.add_argument(
        "--contacts", type=a_path, metavar="FILE", help="the contacts (else those of nurture.toml)"
    )
    parser.add_argument(
        "--events",
        type=a_path,
        metavar="FILE",
        help="what happened to the contacts: facts before the start, replayed from then on",
    )
    parser.add_argument(
        "--start", type=a_start, metavar="DATE", help="first day of the run (default: today)"
    )
    parser.add_argument(
        "--days", type=some_days, default=90, metavar="N", help="its length (default: 90)"
    )
    parser.add_argument("--seed", type=a_seed, default=1, metavar="N", help="its luck (default: 1)")
    parser.add_argument(
        "--people",
        type=some_people,
        metavar="N",
        help="draw so many contacts from the file, with replacement, for planning beyond it",
    )


def add_number_of_runs(parser: Parser) -> None:
    """`--runs`, of the commands that can tell luck from noise."""
    parser.add_argument(
        "--runs",
        type=some_runs,
        default=1,
        metavar="N",
        help="so many runs of the same contacts, with the seeds from --seed on (default: 1)",
    )


def prepare_run(options: Namespace, *targets: Path | None) -> Prepared:
    """Read and check what the arguments name.

    Refuses journeys that do not run, and `targets` to write to that are files of the run.
    """
    files = one_workspace(options.paths)
    refuse_unread(files)
    refuse_inputs(targets, files, contacts_path(files, options.contacts), options.events)
    contacts = read_run_contacts(files, options.contacts)
    refuse_blocked(files, contacts)
    refuse_nobody(options, contacts)
    settings = run_settings(options, files.workspace)
    events = read_run_events(files, options.events)
    return Prepared(files.workspace, files.chosen, contacts, settings, events, options.people)


def refuse_nobody(options: Namespace, contacts: Contacts) -> None:
    """Refuse to draw people from an empty list."""
    if options.people is not None and not len(contacts):
        raise NurtureError("--people finds nobody in the contact file to draw from")


def drawn(options: Namespace, contacts: Contacts) -> Contacts:
    """The contacts, or as many of them as `--people` asks for, all in memory."""
    if options.people is None:
        return contacts
    if options.events is not None:
        raise NurtureError(
            "--people cannot be combined with --events here",
            fix="Leave one of them out; nurture simulate alone takes both.",
        )
    from nurture_tui.simulation.drawn import Drawn

    refuse_nobody(options, contacts)
    return Drawn(contacts, options.people, options.seed).taken()


def run_settings(options: Namespace, workspace: Workspace) -> RunSettings:
    """When a run starts, how long it is, and its luck."""
    from nurture_tui.simulation import RunSettings

    return RunSettings(
        start=options.start or _today(workspace.timezone), days=options.days, seed=options.seed
    )


def make_run(options: Namespace, *targets: Path | None) -> Ran:
    """Read, check and simulate what the arguments name, refusing what `prepare_run` does."""
    prepared = prepare_run(options, *targets)
    with (
        workers(options) as executor,
        working(f"Simulating {prepared.size:,} contacts") as heard,
    ):
        result = replace(prepared, executor=executor, heard=heard).run()
    return Ran(prepared.workspace, prepared.chosen, result)


def _today(zone: str) -> date:
    """The day that it is in the workspace."""
    try:
        return datetime.now(zone_info(zone)).date()
    except ValueError as error:
        raise NurtureError(str(error), where="nurture.toml") from None
