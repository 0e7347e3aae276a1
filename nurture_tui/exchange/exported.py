"""A journey in the form of another tool, and what that form cannot hold."""

from __future__ import annotations

from dataclasses import dataclass

from nurture_tui.model.action import verb_name
from nurture_tui.model.step import Action, Branch, Exit, Send, Split, Step, Wait


@dataclass(frozen=True, slots=True)
class Exported:
    """The text of an export, and a sentence for each thing of the journey that it leaves out."""

    text: str
    lost: tuple[str, ...] = ()


def title_of(step_id: str, step: Step) -> str:
    """A step's title, else its id."""
    return step.title or step_id


def said_by(step: Step) -> str:
    """What a step does, in a few words; "" where its title says all there is."""
    match step:
        case Send(subject=subject, asset=asset):
            return subject or asset or ""
        case Wait():
            return _waiting(step)
        case Branch() | Split():
            return ""
        case Action(do=do):
            return ", ".join(dict.fromkeys(verb_name(verb) for verb in do))
        case Exit(reason=reason):
            return reason or ""


def _waiting(wait: Wait) -> str:
    if wait.until is not None:
        return f"until {wait.until}, at most {wait.timeout}" if wait.timeout else f"{wait.until}"
    start = str(wait.date or wait.for_ or "")
    then = " ".join(str(part) for part in (wait.on, wait.at) if part is not None)
    return f"{start}, then {then}" if start and then else start or f"then {then}"
