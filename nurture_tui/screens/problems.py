"""The findings of the open journey, live: what, where, how to mend it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.strip import Strip

from nurture_tui.checks.answers import Answer, ignored, may_be_ignored, may_be_mended, mended
from nurture_tui.checks.example import differences
from nurture_tui.checks.finding import Finding, Path, Severity
from nurture_tui.checks.rules import explain
from nurture_tui.checks.run import Fields
from nurture_tui.edit.change import EditError
from nurture_tui.edit.history import Edit, SharedEdit
from nurture_tui.model.workspace import Workspace
from nurture_tui.screens.cells import Part, cells, column
from nurture_tui.screens.dialogs import (
    INSIDE,
    Choose,
    Option,
    Rows,
    Say,
    Told,
    TypeWord,
    paragraphs,
    said,
)
from nurture_tui.screens.drafts import drafts_of, field_in_words
from nurture_tui.screens.lines import Lines
from nurture_tui.screens.session import Session
from nurture_tui.screens.theme import SEVERITY_MARKS
from nurture_tui.text import cut, safe, width, wrapped

if TYPE_CHECKING:
    pass

RIGHT = 3
STEP = 2  # parts of the path of a step
_ANSWERS = (
    Option("f", "mend it", "mend"),
    Option("i", "explain it", "explain"),
    Option("I", "ignore it, and say why", "ignore"),
)
BY_KEYS = {
    "G101": "On the path, [design.connect] leads a step's line to another step.",
    "G102": "On the path, [design.connect] leads a line to it from the step before.",
    "O201": "On the path, [design.add] and then g adds it.",
    "E301": "On the path, [design.add] and then r adds one.",
    "E304": "On the path, [design.add] and then r adds one.",
    "X801": "On the path, [design.remove] takes the test out and asks which way stays.",
}
"""What a planner presses, for findings that no single field mends."""
FIELDS = {"M503": "sender", "M504": "cta", "M507": "subject", "T401": "window"}
"""The field that mends a finding about a whole step: what is not written has no place there."""
_WORDS: dict[Severity, tuple[str, str]] = {
    "error": ("error", "errors"),
    "warning": ("warning", "warnings"),
    "note": ("note", "notes"),
}


def summary(findings: tuple[Finding, ...]) -> str:
    """`1 warning, 2 notes`."""
    found = Counter(finding.severity for finding in findings)
    return ", ".join(
        f"{found[severity]} {one if found[severity] == 1 else many}"
        for severity, (one, many) in _WORDS.items()
        if found[severity]
    )


def in_order(findings: tuple[Finding, ...]) -> list[Finding]:
    """The worst first, else in the order of the file."""
    order = list(SEVERITY_MARKS)
    return sorted(findings, key=lambda finding: order.index(finding.severity))


def problem_line(finding: Finding, where: int, mend: str) -> list[Part]:
    """Mark, code, place in `where` cells, sentence, and how to mend it."""
    mark = SEVERITY_MARKS[finding.severity]
    return [
        (" ", ""),
        (f"{mark} {finding.code} ", finding.severity),
        column(place_of(finding), "bold", where),
        (f"  {safe(finding.message)}", "text"),
        (f"  {safe(mend)}" if mend else "", "muted"),
    ]


def field_of(finding: Finding) -> Path:
    """The place of the field to edit for a finding."""
    key = FIELDS.get(finding.code)
    whole_step = finding.path[:1] == ("steps",) and len(finding.path) == STEP
    return (*finding.path, key) if key is not None and whole_step else finding.path


def place_of(finding: Finding) -> str:
    """The step, else the part of the file that the finding is about."""
    if finding.step:
        return finding.step
    return str(finding.path[0]) if finding.path else "journey"


def why_it_does_not_run(session: Session) -> list[Part]:
    """What to say where the checks found nothing: also what only the simulation refuses."""
    problem = session.outcome.problem if session.outcome is not None else None
    if session.opened.to_read:
        return [("Nothing found; the contacts are being read.", "muted")]
    if problem is None and session.contacts is None:
        note = safe(session.opened.contacts_note)
        where = f"{session.keys['go.workspace']}, then {session.keys['shared.edit']}"
        return [
            ("Nothing found. ", "muted"),
            (f"Not simulated: {note}. {where}, names one.", "text"),
        ]
    if problem is None:
        return [("Nothing found.", "muted"), *_left_out(session)]
    words = f"{problem.message} {problem.fix}".strip()
    return [("× ", "error"), ("does not run", "bold"), (f"  {safe(words)}", "text")]


def not_right_yet(session: Session) -> str:
    """`1 field not right yet`: of the open journey, whose findings do not know what was refused."""
    number = len(session.refused(session.current or ""))
    return f"{number} {'field' if number == 1 else 'fields'} not right yet" if number else ""


def _left_out(session: Session) -> list[Part]:
    """What is typed and refused, so that nobody believes it to be checked."""
    journey = session.journey
    left = [
        f"“{safe(text)}” ({safe(field_in_words(path))})"
        for path, text in (drafts_of(session.drafts, journey) if journey is not None else ())
    ]
    return [(f" Not right yet, so not in the journey: {', '.join(left)}.", "text")] if left else []


class Explained(Say):
    """What a rule finds and why that matters, with its example."""

    def __init__(self, finding: Finding, mend: str) -> None:
        rule = explain(finding.code)
        self.code = finding.code
        super().__init__(
            f"{rule.code} {rule.name}",
            f"{finding.message} {mend}".strip(),
            "",
            f"{rule.severity.capitalize()}. {rule.explanation}",
            f"It comes from {rule.source}.",
        )

    def compose_body(self) -> ComposeResult:
        rows = paragraphs(*self.texts)
        for title, texts in (
            ("Not so:", [part.bad for part in differences(self.code) if part.bad]),
            ("But so:", [part.mended for part in differences(self.code) if part.mended]),
        ):
            if texts:
                rows += [[], [("  ", ""), (title, "bold")]]
                lines = "\n\n".join(texts).splitlines()
                rows += [[("    ", ""), (cut(line, INSIDE - 2), "text")] for line in lines]
        with Told():
            yield Rows(rows)


class Findings(Lines):
    """Findings in rows, the worst first; each can be mended, explained, ignored."""

    KEEPS_SELECTION = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "mend", "mend", tooltip="mend this problem", id="problems.mend"),
        Binding("i", "explain", "explain", tooltip="explain this problem", id="problems.explain"),
        Binding("I", "ignore", "ignore", tooltip="ignore it, and say why", id="problems.ignore"),
        Binding("semicolon", "menu", "what can be done here", show=False, id="problems.menu"),
    ]

    def __init__(self, session: Session, *, id_: str | None = None) -> None:
        super().__init__(id_=id_)
        self.session = session
        self.findings: list[Finding] = []
        self._shown: tuple[Finding, ...] | None = None
        self._said: list[Part] = []
        self._weighed: tuple[Finding, Workspace] | None = None
        self._has_answer = True
        self._whole: tuple[int, int, list[str]] | None = None

    def found(self) -> tuple[Finding, ...]:
        """The findings to show: of nurture.toml."""
        return self.session.findings.get("", ())

    def nothing(self) -> list[Part]:
        """What to say where there are none."""
        return [("Nothing found.", "muted")]

    def rebuild(self) -> None:
        """Show the findings as they are now."""
        found, nothing = self.found(), self.nothing()
        if found is self._shown and (found or nothing == self._said):
            return
        self._shown, self._said = found, nothing
        self.findings, self._whole = in_order(found), None
        where = min(max([width(place_of(f)) for f in self.findings] + [4]), 20)
        lines = [problem_line(finding, where, self._mend(finding)) for finding in self.findings]
        self.show(lines, empty=[("  ", ""), *nothing])
        self._weigh()

    def render_line(self, y: int) -> Strip:
        """A finding a row; below, where rows are free, all of the selected one if it is cut."""
        below = y - len(self.findings)
        if not self.has_focus or not self.findings or below < 0:
            return super().render_line(y)
        said = self._said_whole()
        free = self.size.height - len(self.findings)
        blank = int(len(said) < free)
        if not blank <= below < len(said) + blank:
            return super().render_line(y)
        return self.ink.strip([("   ", ""), (said[below - blank], "text")], self.room)

    def _said_whole(self) -> list[str]:
        """The sentences of the selected finding in rows; none where its own row holds them."""
        if self._whole is None or self._whole[:2] != (self.chosen, self.room):
            finding = self.findings[self.chosen]
            fits = cells(self._items[self.chosen]) + 1 <= self.room - 2
            text = f"{finding.message} {self._mend(finding)}".strip()
            self._whole = (self.chosen, self.room, [] if fits else wrapped(text, self.room - 6))
        return self._whole[2]

    def on_mount(self) -> None:
        self.rebuild()

    def on_resize(self, _: events.Resize) -> None:
        self.rebuild()

    @property
    def finding(self) -> Finding | None:
        """The selected finding."""
        return self.findings[self.chosen] if self.findings else None

    def _mend(self, finding: Finding) -> str:
        """The mend in words, and the keys for it where it is drawn rather than typed."""
        if finding.code not in BY_KEYS:
            return finding.fix
        return f"{finding.fix} {self.session.keys.named_in(BY_KEYS[finding.code])}".strip()

    # -------------------------------------------------------------- answers
    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        finding = self.finding
        match action:
            case "mend":
                return finding is not None and self._may_mend(finding)
            case "ignore":
                return finding is not None and may_be_ignored(finding)
            case "explain" | "menu" | "open":
                return finding is not None
        return super().check_action(action, parameters)

    def watch_chosen(self, chosen: int) -> None:
        super().watch_chosen(chosen)
        self._weigh()
        self.refresh_bindings()

    def on_focus(self) -> None:
        self._weigh()

    def _weigh(self) -> None:
        """Find out off the screen's thread whether `f` has an answer; till then it may have."""
        finding, session = self.finding, self.session
        if not self.has_focus or finding is None or not may_be_mended(finding):
            return
        asked = (finding, session.workspace)
        if self._weighed is not None and all(
            a is b for a, b in zip(self._weighed, asked, strict=True)
        ):
            return
        self._weighed, self._has_answer = asked, True

        def weighed(answer: Answer | None) -> None:
            if self._weighed is asked and self.is_attached:
                self._has_answer = answer is not None
                self.refresh_bindings()

        files = session.opened.files
        fields = self._fields()
        session.runner.work(lambda: mended(finding, files, asked[1], fields), weighed, "figures")

    def _may_mend(self, finding: Finding) -> bool:
        """Whether there may be one right answer: as long as it is not known, there may."""
        weighed = self._weighed is not None and self._weighed[0] is finding
        return may_be_mended(finding) and (self._has_answer or not weighed)

    def _fields(self) -> Fields | None:
        return self.session.contacts.kinds if self.session.contacts is not None else None

    def action_mend(self) -> None:
        """Mend the finding where there is one right answer; else say what would help."""
        finding, session = self.finding, self.session
        if finding is None:
            return
        session.settle()
        answer = mended(finding, session.opened.files, session.workspace, self._fields())
        if answer is None:
            self.notify(
                f"There is no one right answer. {self._mend(finding)}",
                markup=False,
                title=finding.code,
            )
        else:
            self._take(answer, finding)

    def action_explain(self) -> None:
        if self.finding is not None:
            self.app.push_screen(Explained(self.finding, self._mend(self.finding)))

    def action_ignore(self) -> None:
        """Ask for the reason, and ignore the finding with it."""
        finding = self.finding
        if finding is None:
            return

        def reasoned(reason: str | None) -> None:
            if reason is None:
                return
            try:
                self._take(ignored(finding, self.session.workspace, reason), finding)
            except EditError as error:
                self.app.push_screen(said("Not ignored", error))

        at = f" of “{finding.step}”" if finding.step else ""
        title = f"Ignore {finding.code}{at}: why?"
        self.app.push_screen(
            TypeWord(title, "", finding.message, "Who agreed to it, and when? It is written down."),
            reasoned,
        )

    def _take(self, answer: Answer, finding: Finding) -> None:
        journey = answer.workspace.journeys.get(finding.journey)
        if journey is None:
            self.session.apply_shared(SharedEdit(answer.name, answer.workspace))
        else:
            self.session.apply(Edit(answer.name, journey, finding.step))
        undo = self.session.keys["design.undo"]
        self.notify(f"Done: {answer.name}. {undo} undoes it.", markup=False, timeout=4)

    def action_menu(self) -> None:
        """What can be done about the finding, to choose by key or click."""
        finding = self.finding
        if finding is None:
            return
        can = {
            "mend": self._may_mend(finding),
            "explain": True,
            "ignore": may_be_ignored(finding),
        }
        options = [option for option in _ANSWERS if can[option.answer]]

        async def chosen(answer: str | None) -> None:
            if answer is not None:
                await self.run_action(answer)

        title = f"{finding.code} {finding.name}"
        self.app.push_screen(Choose(title, options, finding.message, self._mend(finding)), chosen)

    def on_click(self, event: events.Click) -> None:
        super().on_click(event)
        if event.button == RIGHT and self.findings:
            self.action_menu()


class Problems(Findings):
    """The findings of the open journey; Enter goes to where the selected one is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "go", id="problems.go"),
        Binding("escape", "screen.back", "back", key_display="esc", id="problems.back"),
    ]

    def found(self) -> tuple[Finding, ...]:
        return self.session.problems

    def nothing(self) -> list[Part]:
        return why_it_does_not_run(self.session)
