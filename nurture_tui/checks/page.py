"""The page of a rule in Markdown: made from its declaration and its example, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nurture_tui.checks.edits import MENDS
from nurture_tui.checks.example import differences, example_findings
from nurture_tui.checks.finding import Finding
from nurture_tui.checks.ignores import CANNOT_BE_IGNORED
from nurture_tui.checks.rule import Rule
from nurture_tui.checks.rules import BLOCKING, RULES

FAMILIES = {
    "F": "The file",
    "G": "The graph",
    "O": "The goal",
    "E": "Exits",
    "T": "Timing",
    "M": "Messages and permission",
    "D": "Data",
    "N": "Names, size and agreement",
    "X": "Experiments",
    "P": "Several journeys",
    "W": "What a simulation showed",
}
_OPTIONS = {"contacts": "`--contacts FILE`", "start": "`--start DATE`"}
_SAY_WHY = "agreed with sales 2026-11"


def page(rule: Rule) -> str:
    """What the rule finds, why that matters, an example, and how to mend it."""
    found = [one for one in example_findings(rule.code, "bad") if one.code == rule.code]
    blocks = [
        f"# {rule.code} {rule.name}",
        f"{rule.severity.capitalize()}. {rule.explanation}",
        f"Where it comes from: {rule.source}.",
        "## Example",
        *_example(rule),
        "The check says:",
        _fenced("text", "\n".join(map(_said, found[:2]))),
        "## How to mend it",
        "\n".join(f"- {fix}" for fix in dict.fromkeys(one.fix for one in found)),
        *_remarks(rule),
    ]
    return "\n\n".join(blocks) + "\n"


def index() -> str:
    """The list of all rules, family by family, with links to their pages."""
    blocks = [
        "# The checks",
        "Made by `make docs` from the declarations of the rules. S and L numbers are the rules of "
        "the field and of law that the research behind this tool collected; R numbers are the "
        "rules of the [simulation](../simulation-notes.md). None of this is legal advice.",
    ]
    for letter, title in FAMILIES.items():
        rules = [rule for rule in RULES if rule.code[0] == letter]
        if rules:
            blocks += [f"## {title}", "\n".join(_rows(rules))]
    return "\n\n".join(blocks) + "\n"


def _rows(rules: Iterable[Rule]) -> Iterator[str]:
    yield "| code | name | severity | finds |"
    yield "|---|---|---|---|"
    for rule in sorted(rules, key=lambda rule: rule.code):
        first = rule.explanation.partition(". ")[0].rstrip(".")
        shown = first.replace("|", "\\|")
        yield f"| [{rule.code}]({rule.code}.md) | {rule.name} | {rule.severity} | {shown} |"


def _example(rule: Rule) -> Iterator[str]:
    """Both sides of each difference: the parts that only one of them has are said to be missing."""
    parts = differences(rule.code)
    for title, texts in (
        ("Not so", [(one.file, one.bad) for one in parts]),
        ("But so", [(one.file, one.mended) for one in parts]),
    ):
        shown = [(file, text) for file, text in texts if text]
        yield f"{title}:" if shown else f"{title}: the file has nothing of the kind."
        for file, text in shown:
            language = "csv" if file.endswith(".csv") else "toml"
            yield _fenced(language, f"# {file}\n{text}" if file else text)


def _said(found: Finding) -> str:
    step = f" [{found.step}]" if found.step else ""
    head = f"{found.severity} {found.code} {found.name}{step}"
    return "\n    ".join(filter(None, (head, found.message, found.fix)))


def _remarks(rule: Rule) -> Iterator[str]:
    if rule.code in MENDS:
        yield "Where there is one right answer, `nurture check --fix` writes it into the file."
    if rule.needs:
        yield f"Looked for only with {' and '.join(_OPTIONS[need] for need in rule.needs)}."
    if rule.code in BLOCKING:
        yield "A journey with this finding is not run."
    if rule.code not in CANNOT_BE_IGNORED:
        yield (
            "Where it is meant so, the journey or the step can say why: "
            f'`ignore = ["{rule.code}: {_SAY_WHY}"]`.'
        )


def _fenced(language: str, text: str) -> str:
    return f"```{language}\n{text}\n```"
