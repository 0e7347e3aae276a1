"""`nurture rule`: a check explained."""

from __future__ import annotations

import textwrap

from nurture_tui.checks import RULES, explain
from nurture_tui.checks.page import page
from nurture_tui.commands.arguments import Parser
from nurture_tui.commands.output import write

WIDTH = 78


def run(arguments: list[str]) -> int:
    """Print what a rule finds and why, or the list of all rules."""
    parser = Parser("rule", "A check explained; without a code, the list of all.")
    parser.add_argument("code", nargs="?", metavar="CODE", help="such as G102")
    options = parser.read(arguments)
    if options.code is None:
        write("".join(f"{rule.code}  {rule.severity:<8} {rule.name}\n" for rule in RULES))
        return 0
    rule = explain(options.code)
    write(_wrapped(page(rule)))
    return 0


def _wrapped(text: str) -> str:
    """A page with its paragraphs folded; what is fenced stays as it is."""
    blocks = text.split("\n\n")
    fenced, lines = False, []
    for block in blocks:
        keep = fenced or block.startswith(("```", "#", "- "))
        lines.append(block if keep else textwrap.fill(block, WIDTH))
        fenced ^= block.count("```") % 2 == 1
    return "\n\n".join(lines).rstrip() + "\n"
