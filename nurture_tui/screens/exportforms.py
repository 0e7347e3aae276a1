"""The forms in which a schedule, a comparison and a journey are exported from the app."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from nurture_tui.exchange.brieffile import write_brief
from nurture_tui.exchange.export import export
from nurture_tui.exchange.report import to_report
from nurture_tui.exchange.schedulefile import Part, parts, write_part
from nurture_tui.exchange.sendplan import SendPlan
from nurture_tui.files.targets import refuse_inputs
from nurture_tui.files.writing import write_atomically
from nurture_tui.model.journey import Journey
from nurture_tui.report.brief import Brief
from nurture_tui.report.calendar import Filter
from nurture_tui.report.compared import compared_record
from nurture_tui.report.comparison import Comparison
from nurture_tui.report.mailings import By
from nurture_tui.report.people import Rows
from nurture_tui.report.tasklist import passing
from nurture_tui.screens.comparetext import Sections, to_markdown, to_text
from nurture_tui.screens.exportdialog import Export, Form
from nurture_tui.screens.scheduled import Scheduled
from nurture_tui.screens.session import Session
from nurture_tui.text import by_number, count

_SCHEDULE: tuple[tuple[str, By, str], ...] = (
    (".csv", "journey", "a row for each send, for spreadsheets"),
    (".ics", "journey", "calendar: how many get what on each day, and who"),
    (".ics", "owner", "calendars: a file for each owner, with their tasks"),
    (".ics", "contact", "calendar: an entry for each send"),
    (".html", "journey", "page: sends by day and hour, then day by day"),
    (".html", "owner", "page: day by day, for each owner"),
    (".md", "journey", "text: day by day, for wikis and mail"),
)
_JOURNEY = (
    (".svg", "svg", "the picture of the path"),
    (".mmd", "mermaid", "a Mermaid drawing, for wikis and pull requests"),
    (".dot", "dot", "a Graphviz drawing"),
    (".json", "json", "the journey for programs"),
)


def export_dialog(session: Session, title: str, about: str, forms: Sequence[Form]) -> Export:
    """The dialog for files beside the folder of journeys; none may be one that the run is of.

    Where the app was started in that folder, they go there.
    """
    files = session.opened.files

    def refuse(path: Path) -> None:
        refuse_inputs([path], files)

    return Export(title, about, forms, session.opened.folder.parent.resolve(), refuse)


def schedule_export(session: Session, data: Scheduled, rows: Rows, wanted: Filter) -> Export:
    """The dialog for these sends of a schedule, and the tasks that the filter lets through."""
    tasks = passing(data.given, wanted, data.result)
    plan = SendPlan(data.workspace, data.calendar, "journey", rows, tasks)
    part = ", those that the filter shows" if len(rows) < len(data.result.sends) else ""
    name = "all-journeys" if data.several else data.journey.id
    stamp = datetime.fromtimestamp(data.result.run.start, UTC)
    about = f"{_sends(len(rows), len(tasks))}{part}, as:"
    return export_dialog(session, "Save the schedule", about, schedule_forms(plan, stamp, name))


def _sends(sends: int, tasks: int) -> str:
    """`549 sends`, `1 send and 12 tasks`."""
    said = "1 send" if sends == 1 else f"{count(sends)} sends"
    more = "1 task" if tasks == 1 else f"{count(tasks)} tasks"
    return f"{said} and {more}" if tasks else said


def schedule_forms(plan: SendPlan, stamp: datetime, name: str) -> list[Form]:
    """The forms of a schedule of what `name` says; `stamp` is when its calendars were made."""

    def made(suffix: str, by: By, words: str) -> Form:
        grouped = replace(plan, by=by)

        def files(path: Path) -> list[Part]:
            return parts(path, grouped)

        def write(path: Path) -> str:
            written = files(path)
            sends = sum(write_part(part, stamp) for part in written)
            said = _sends(sends, len(grouped.tasks))
            return f"Saved {said} to {_listed([part.path for part in written])}"

        return Form(
            f"{name}-schedule{suffix}", words, write, lambda path: [p.path for p in files(path)]
        )

    return [made(*one) for one in _SCHEDULE]


def comparison_forms(journey: Journey, sections: Sections, found: Comparison | None) -> list[Form]:
    """The forms of a comparison; `found` is that of the run of both, None where there was none."""
    made = [
        (".md", "text, for wikis and mail", to_markdown(journey.name, sections)),
        (".txt", "text, as nurture --plain prints it", to_text(journey.name, sections)),
    ]
    if found is not None:
        record = by_number(json.dumps(compared_record(found), ensure_ascii=False, indent=1))
        made.append((".json", "for programs, as nurture compare --json", f"{record}\n"))
    name = f"{journey.id}-comparison"
    return [Form(f"{name}{suffix}", words, _saving(_writer(text))) for suffix, words, text in made]


def brief_forms(session: Session, brief: Brief) -> list[Form]:
    """The forms of a brief, the report of the run, and the drawings of the journey."""
    journey, workspace = session.journey, session.workspace
    assert journey is not None
    forms = [
        Form(f"{journey.id}-brief{suffix}", words, _saving(lambda path: write_brief(path, brief)))
        for suffix, words in (
            (".md", "the brief, for wikis and mail"),
            (".html", "the brief as a page"),
            (".txt", "the brief as text"),
        )
    ]
    report = to_report(journey, workspace, session.result, session.problems)
    forms.append(
        Form(
            f"{journey.id}-report.html",
            "report: picture, sends, funnel, assumptions, findings",
            _saving(lambda path: write_atomically(path, report)),
        )
    )
    for suffix, form, words in _JOURNEY:
        text = export(journey, workspace, form).text
        forms.append(Form(f"{journey.id}{suffix}", words, _saving(_writer(text))))
    return forms


def _writer(text: str) -> Callable[[Path], None]:
    return lambda path: write_atomically(path, text)


def _saving(write: Callable[[Path], object]) -> Callable[[Path], str]:
    def saved(path: Path) -> str:
        write(path)
        return f"Saved to {path.resolve()}"

    return saved


def _listed(paths: Sequence[Path]) -> str:
    if len(paths) == 1:
        return str(paths[0].resolve())
    return f"{len(paths)} files in {paths[0].resolve().parent}: {', '.join(p.name for p in paths)}"
