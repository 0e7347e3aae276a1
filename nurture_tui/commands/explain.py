"""`nurture explain`: one contact's story, and why it did not come to a step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nurture_tui.commands.arguments import Parser
from nurture_tui.commands.output import working, write_json
from nurture_tui.commands.runs import add_run_arguments, drawn, prepare_run
from nurture_tui.errors import NurtureError

if TYPE_CHECKING:
    from nurture_tui.model.workspace import Workspace


def run(arguments: list[str]) -> int:
    """Explain one contact; 0 if it is there."""
    options = _parser().read(arguments)
    prepared = prepare_run(options)
    from nurture_tui.report.account import Accounts
    from nurture_tui.report.accountrecord import account_record
    from nurture_tui.report.whois import contact_called
    from nurture_tui.report.whynot import WhyNots
    from nurture_tui.simulation.watched import watch_run

    workspace = prepared.workspace
    steps = steps_called(workspace, prepared.chosen, options.step)
    row = contact_called(drawn(options, prepared.contacts), options.contact)
    with working(f"Following {options.contact}"):
        watched = watch_run(
            workspace,
            prepared.chosen,
            prepared.contacts,
            prepared.settings,
            [row],
            events=prepared.events,
            people=prepared.people,
        )
        account = Accounts(watched, workspace).of(row)
        answers = WhyNots(workspace, watched.arrivals)
        if options.step is None:
            why_not = list(answers.every_send(account))
        else:
            why_not = [answers.of(account, journey, step) for journey, step in steps]
    if options.json:
        write_json(account_record(account, workspace, watched.result.run, why_not))
    else:
        from nurture_tui.commands.accounttext import show_account, show_answers

        if options.step is None:
            show_account(account, workspace, watched.result.run)
        show_answers(account, workspace, why_not, asked=options.step is not None)
    return 0


def steps_called(
    workspace: Workspace, journeys: Sequence[str], text: str | None
) -> list[tuple[str, str]]:
    """The steps (journey, step) of this id or title; JOURNEY/STEP names one of several.

    Refuses what is no step, and names those that are spelled nearly so.
    """
    from difflib import get_close_matches

    from nurture_tui.report.sketch import step_title

    if text is None:
        return []
    known: dict[str, list[tuple[str, str]]] = {}
    for id_ in journeys:
        for step_id, step in workspace.journeys[id_].steps.items():
            names = (step_id, f"{id_}/{step_id}", step_title(step_id, step).casefold())
            for name in dict.fromkeys(names):
                known.setdefault(name, []).append((id_, step_id))
    for name in (text, text.casefold()):
        if name in known:
            return known[name]
    ids = [name for name in known if any(step == name for _, step in known[name])]
    close = get_close_matches(text, ids, n=3)
    fix = f"Near to it: {', '.join(close)}." if close else f"Its steps: {', '.join(ids[:12])}."
    raise NurtureError(f"there is no step “{text}”", fix=fix)


def _parser() -> Parser:
    parser = Parser(
        "explain",
        "One contact's story: what it got, what it did not get, and why, by its own clock.\n"
        "All of it is simulated; the same seed tells the same story as nurture simulate.",
    )
    parser.add_argument(
        "contact", metavar="CONTACT", help="an id, an e-mail address, or a part of a name"
    )
    add_run_arguments(parser)
    parser.add_argument("--step", metavar="STEP", help="why not this step (its id or title)")
    parser.add_argument("--json", action="store_true", help="the story for a program")
    return parser
