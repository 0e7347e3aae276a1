"""A journey as a sketch to lay out: its steps, its lines, and waits folded onto them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from nurture_tui.layout.sketch import Edge, EdgeKey, Node, Sketch
from nurture_tui.model.journey import Entry, Journey
from nurture_tui.model.step import Exit, Send, Step, Wait, ports
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.terse import terse
from nurture_tui.simulation.result import JourneyResult
from nurture_tui.text import count, share

ENTRY = "entry:"
MISSING = "missing:"
END = "end:"
_SEVERITIES = ("error", "warning", "note")
_MARKS = {"error": "×", "warning": "!", "note": "i"}


@dataclass(frozen=True)
class _Way:
    """Where a port leads once the waits on the way are folded."""

    target: str | None
    waits: tuple[str, ...]


def sketch(
    journey: Journey,
    workspace: Workspace,
    *,
    marks: Mapping[str, str] | None = None,
    unfolded: Collection[str] = (),
) -> Sketch:
    """The picture of a journey; its entry has the id ENTRY.

    A wait that is only `for`, `on`, `at` becomes a note on its line, unless it is among
    `unfolded` (the selected one, those with findings) or no line leads to it. `marks` are findings
    by step. A port that ends the path beside others that go on gets an end of its own (END before
    its step and label), a target that does not exist a box that says so (MISSING before its id).
    """
    marks = marks or {}
    folded = _folded(journey, unfolded)
    nodes = [_entry(journey.entry, marks.get(ENTRY, ""))]
    extra: dict[str, Node] = {}
    edges: list[Edge] = []

    def connect(source: str, port: str, label: str, to: str | None) -> None:
        way = _follow(journey, to, folded)
        note = "; ".join(wait_text(journey.steps[wait]) for wait in way.waits)
        target = way.target
        if target is None:
            target = f"{END}{source}:{port}"
            extra[target] = Node(target, "exit", "end", "the path ends", ends=True, counted=False)
        elif target not in journey.steps:
            target = f"{MISSING}{target}"
            missing = way.target or ""
            extra[target] = Node(target, "removed", "missing", missing, ends=True, counted=False)
        edges.append(Edge(source, target, port, label, note, way.waits))

    connect(ENTRY, "start", "", journey.entry.start)
    for id_, step in journey.steps.items():
        if id_ in folded:
            continue
        leaving = ports(step)
        ends = all(to is None for _, to in leaving)
        nodes.append(_node(id_, step, journey, workspace, ends, marks.get(id_, "")))
        if not ends:
            for port, to in leaving:
                connect(id_, port, port_label(step, port), to)
    return Sketch((*nodes, *extra.values()), tuple(edges))


def _folded(journey: Journey, unfolded: Collection[str]) -> frozenset[str]:
    """The waits that become notes: no port but `next`, which leads on, and not round in a ring.

    One that no line leads to has none to be a note of: without a box of its own it would be lost.
    """
    led_to = {to for step in journey.steps.values() for _, to in ports(step)}
    led_to.add(journey.entry.start)
    plain = {
        id_: step.next
        for id_, step in journey.steps.items()
        if isinstance(step, Wait)
        and id_ not in unfolded
        and id_ in led_to
        and step.until is None
        and step.date is None
        and step.else_ is None
        and step.next is not None
    }
    return frozenset(id_ for id_ in plain if _leads_out(id_, plain))


def _leads_out(start: str, plain: Mapping[str, str | None]) -> bool:
    seen: set[str] = set()
    here: str | None = start
    while here is not None and here in plain:
        if here in seen:
            return False
        seen.add(here)
        here = plain[here]
    return True


def _follow(journey: Journey, to: str | None, folded: frozenset[str]) -> _Way:
    waits: list[str] = []
    while to in folded:
        assert to is not None
        waits.append(to)
        step = journey.steps[to]
        assert isinstance(step, Wait)
        to = step.next
    return _Way(to, tuple(waits))


def _entry(entry: Entry, mark: str) -> Node:
    return Node(ENTRY, "enter", "enter", entry_text(entry), ends=False, mark=mark)


def entry_text(entry: Entry) -> str:
    """How contacts come in, in a few words."""
    if entry.event is not None:
        return entry.event
    return terse(entry.when) if entry.when is not None else "by hand-off"


def _node(
    id_: str, step: Step, journey: Journey, workspace: Workspace, ends: bool, mark: str
) -> Node:
    foot = f"to {step.enter}" if isinstance(step, Exit) and step.enter else ""
    word = kind_word(step, journey, workspace)
    return Node(id_, step.type, word, step_title(id_, step), ends, mark, foot)


def kind_word(step: Step, journey: Journey, workspace: Workspace) -> str:
    """The word on a step's border: a send's channel, else its type."""
    if isinstance(step, Send):
        given = step.channel or journey.sending.channel or workspace.settings.sending.channel
        return given or "email"
    return step.type


def step_title(id_: str, step: Step) -> str:
    """The title of a step; without one an exit's reason, a wait's time, else its id."""
    if step.title:
        return step.title
    if isinstance(step, Exit) and step.reason:
        return step.reason
    return wait_text(step) if isinstance(step, Wait) else id_


def wait_text(step: Step) -> str:
    """A wait in a line: `3d, then Mon-Fri 09:00`, `pricing seen, max 14d`, `trial_ends - 3d`."""
    assert isinstance(step, Wait)
    moment = " ".join(str(part) for part in (step.on, step.at) if part is not None)
    if step.until is not None:
        limit = f", max {step.timeout}" if step.timeout is not None else ""
        return f"{terse(step.until)}{limit}"
    if step.date is not None:
        return f"{step.date}{', ' + moment if moment else ''}"
    if step.for_ is None or (moment and str(step.for_) == "0d"):
        return f"until {moment}"
    return f"{step.for_}{', then ' + moment if moment else ''}"


def port_label(step: Step, port: str) -> str:
    """The words on a port's line; a step with one port has none."""
    if len(ports(step)) == 1 and step.type not in ("branch", "split"):
        return ""
    if isinstance(step, Wait):
        missed = "timed out" if step.until is not None else "too late"
        return missed if port == "else" else "in time"
    return port


def mark_texts(findings: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """The marks of findings (step, severity, code), by step: the worst, and how many more."""
    # Of the worst the first, as the list of problems has it.
    by_step: dict[str, list[tuple[int, str]]] = {}
    for step, severity, code in findings:
        by_step.setdefault(step, []).append((_SEVERITIES.index(severity), code))
    marks = {}
    for step, found in by_step.items():
        worst, code = min(found, key=lambda one: one[0])
        more = f" +{len(found) - 1}" if len(found) > 1 else ""
        marks[step] = f"{_MARKS[_SEVERITIES[worst]]} {code}{more}"
    return marks


def count_texts(counts: JourneyResult) -> dict[str, str]:
    """The number beside each step: contacts that came there (visits, where a loop leads back)."""
    return {ENTRY: count(counts.entered)} | {
        id_: count(step.entered) for id_, step in counts.steps.items()
    }


def share_texts(counts: JourneyResult) -> dict[EdgeKey, str]:
    """The share on each port's line, of those who came to its step."""
    return {
        (id_, port): share(left / step.entered)
        for id_, step in counts.steps.items()
        if step.entered
        for port, left in step.out.items()
    }
