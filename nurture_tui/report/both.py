"""Two versions of a journey in one picture: what was added, taken away and changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from nurture_tui.layout.sketch import Edge, EdgeKey, Node, Sketch
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import ports
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.difference import Change
from nurture_tui.report.sketch import END, ENTRY, MISSING, sketch, wait_text
from nurture_tui.report.woven import NOWHERE, OLD, Strand, Ways, Woven, old_place, weave
from nurture_tui.text import cut

ADDED, REMOVED, CHANGED = "+", "−", "~"
ASIDE = 18
_SIGNS = (f"{ADDED} ", f"{REMOVED} ")
_SAID = ("title", "reason", "for", "on", "at", "date", "timeout")
"""What a box says itself, so that what it was needs no name."""


def both(
    first: tuple[Journey, Workspace], second: tuple[Journey, Workspace], changes: Sequence[Change]
) -> Sketch:
    """The picture of the second version with what only the first has drawn as gone.

    `first` has the names of the second (as `matched` gives them), `changes` lead from one to the
    other. A step that differs says how beside it. What was put in or taken out stands on its line:
    the first version is read by leaving out what is new, the second by leaving out what is gone.
    A step that has moved stands at both places, at the old one with another id.
    """
    ways = ways_of(first[0]), ways_of(second[0])
    called = _called_otherwise(*ways)
    woven = weave(_with_ports(ways[0], called), ways[1])
    redrawn = {strand.source for strand in woven.strands if strand.kind != "kept"}
    told = _told(changes, redrawn, woven.moved)
    before, after = _Version.of(*first, called), _Version.of(*second, {})
    nodes = _nodes(before, after, woven, told)
    lines = [
        line
        for strand in woven.strands
        if (line := _line(strand, before, after, nodes)) is not None
    ]
    concerned = set(told) | (set(first[0].steps) ^ set(second[0].steps))
    folded = _folded(*first, concerned) & _folded(*second, concerned)
    notes = {id_: wait_text(second[0].steps[id_]) for id_ in folded}
    return _with_notes(Sketch(tuple(nodes.values()), tuple(lines)), notes)


def _folded(journey: Journey, workspace: Workspace, unfolded: Collection[str]) -> set[str]:
    """The waits that a version has as notes on its lines."""
    drawn = sketch(journey, workspace, unfolded=unfolded)
    return set(journey.steps) - {node.id for node in drawn.nodes}


@dataclass(frozen=True)
class _Version:
    """Everything of one version with a box of its own, by its name and port."""

    nodes: Mapping[str, Node]
    labels: Mapping[EdgeKey, str]

    @classmethod
    def of(
        cls, journey: Journey, workspace: Workspace, called: Mapping[EdgeKey, EdgeKey]
    ) -> _Version:
        """A version whose ports go by the names they are `called` now."""
        drawn = sketch(journey, workspace, unfolded=journey.steps)
        nodes = {node.id: replace(node, counted=False) for node in drawn.nodes}
        return cls(nodes, {called.get(edge.key, edge.key): edge.label for edge in drawn.edges})

    def label(self, step: str, port: str) -> str:
        """What stands on a line of this version, "" for one without words."""
        return self.labels.get((step, port), "")


def ways_of(journey: Journey) -> Ways:
    """Where each port of the entry and of each step leads; a step that is not there has none."""
    found = {ENTRY: {"start": _target(journey, journey.entry.start)}}
    for id_, step in journey.steps.items():
        found[id_] = {port: _target(journey, to) for port, to in ports(step)}
    missing = {to for way in found.values() for to in way.values() if to.startswith(MISSING)}
    return found | {id_: {} for id_ in sorted(missing)}


def _called_otherwise(first: Ways, second: Ways) -> dict[EdgeKey, EdgeKey]:
    """Ways of a fork that only have another name now: the one of its old ones and the one of its
    new ones that lead to the same step."""
    found: dict[EdgeKey, EdgeKey] = {}
    for step, before in first.items():
        after = second.get(step, {})
        gone = {port: to for port, to in before.items() if port not in after}
        for new, target in after.items():
            alike = [port for port, to in gone.items() if to == target]
            if new not in before and len(alike) == 1:
                found.setdefault((step, alike[0]), (step, new))
    return found


def _with_ports(ways: Ways, called: Mapping[EdgeKey, EdgeKey]) -> Ways:
    """The ways with ports by their new names."""
    return {
        step: {called.get((step, port), (step, port))[1]: to for port, to in out.items()}
        for step, out in ways.items()
    }


def _target(journey: Journey, to: str | None) -> str:
    if to is None:
        return NOWHERE
    return to if to in journey.steps else f"{MISSING}{to}"


def _told(
    changes: Sequence[Change], redrawn: Collection[str], moved: Collection[str]
) -> dict[str, str]:
    """What is said beside each step (ENTRY for the entry): that it has moved, else the first
    change; and how many more.

    Where a line leads is said of the steps that are `redrawn` only: the lines of others run on
    through what was put in or taken out.
    """
    by_step: dict[str, list[Change]] = {step: [] for step in moved}
    for change in changes:
        step = step_of(change)
        if step and (step in redrawn or not _leads(change)):
            by_step.setdefault(step, []).append(change)
    told = {}
    for step, found in by_step.items():
        others = len(found) - (step not in moved)
        more = f" +{others}" if others else ""
        first = "moved here" if step in moved else _short(found[0], ASIDE - len(more))
        told[step] = first + more
    return told


def _leads(change: Change) -> bool:
    """Whether a change is only that a line of the step leads elsewhere."""
    match change.path:
        case ("steps", _, "next" | "else") | ("entry", "start"):
            return True
        case ("steps", _, "cases" | "ways", int(), "next"):
            return True
    return False


def _short(change: Change, room: int) -> str:
    """The change in few words: what it was, or only what is different where that is too long."""
    _, _, before = change.words.partition(" instead of ")
    match change.path:
        case ("steps", _):
            kind, _, _ = before.partition(":")
            return cut(f"was {kind}" if kind else "renamed", room)
        case ("steps", _, "cases" | "ways", int()):
            return "ways changed"
        case ("steps", _, "do", *_):
            return "other actions"
    if _leads(change):
        return "leads elsewhere"
    # A word alone (`10d`) needs no quotes.
    before = before if " " in before else before.strip("“”")
    key = str(change.path[-1])
    name = {"if": "condition", "when": "condition"}.get(key, key.replace("_", " "))
    was = f"was {before}" if key in _SAID else f"{name} was {before}"
    return was if before and len(was) <= room else cut(f"{name} changed", room)


def step_of(change: Change) -> str:
    """The step that a change is about, ENTRY for the entry, "" for the journey."""
    match change.path:
        case ("steps", str(step), *_):
            return step
        case ("entry", *_):
            return ENTRY
    return ""


def _nodes(
    before: _Version, after: _Version, woven: Woven, told: Mapping[str, str]
) -> dict[str, Node]:
    """The boxes of the second version, those of the first alone behind what they came after."""
    drawn: dict[str, Node] = {}
    for id_, node in after.nodes.items():
        if id_ in woven.moved:
            drawn[id_] = replace(node, word=f"{ADDED} {node.word}", aside=told[id_])
        elif id_ not in before.nodes and not id_.startswith(END):
            drawn[id_] = replace(node, word=f"{ADDED} {node.word}", aside="added")
        elif id_ in told:
            drawn[id_] = replace(node, word=f"{CHANGED} {node.word}", aside=told[id_])
        else:
            drawn[id_] = node
    order = list(drawn)
    here = ENTRY
    for id_, node in before.nodes.items():
        moved = id_ in woven.moved
        # An end of a step that goes on now says nothing: its line is drawn as new.
        if moved or (id_ not in after.nodes and not _ends_of(id_, after.nodes)):
            name = old_place(id_) if moved else id_
            aside = "moved away" if moved else "removed"
            gone = replace(node, id=name, word=f"{REMOVED} {node.word}", aside=aside)
            drawn[name] = replace(gone, kind="removed")
            order.insert(order.index(here) + 1, name)
            here = name
        elif id_ in drawn:
            here = id_
    return {id_: drawn[id_] for id_ in order}


def _ends_of(id_: str, nodes: Mapping[str, Node]) -> bool:
    """Whether this is the end of a way of one of these steps."""
    return id_.startswith(END) and id_.removeprefix(END).rpartition(":")[0] in nodes


def _line(
    strand: Strand, before: _Version, after: _Version, nodes: Mapping[str, Node]
) -> Edge | None:
    """A line of the picture; None for one that ends the path without a box of its own."""
    source, target = (_name(end, nodes) for end in (strand.source, strand.target))
    step = strand.source.removeprefix(OLD)
    if target == NOWHERE:
        target = f"{END}{step}:{strand.port}"
    if target not in nodes:
        return None
    gone, new = strand.kind == "gone", strand.kind == "new"
    was, label = (one.label(step, strand.port) for one in (before, after))
    kept_place = strand.source == step
    if gone or not kept_place:
        label = was
    if (gone or new) and not _signed(nodes[target]):
        # Both versions have the step that it leads to: nothing else says what became of it.
        if label or not _signed(nodes[source]):
            label = f"{REMOVED} {label or 'before'}" if gone else f"{ADDED} {label or 'now'}"
    elif label and was and kept_place and label != was:
        label = f"{CHANGED} {label}"
    port = f"{strand.port} {REMOVED}" if gone and source in after.nodes else strand.port
    # Nobody is counted here: no box needs room for a number, no label for a share.
    return Edge(source, target, port, label, removed=gone, added=new, counted=False)


def _signed(node: Node) -> bool:
    """Whether a step is of one version alone, or not at this place in both."""
    return node.word[:2] in _SIGNS


def _name(step: str, nodes: Mapping[str, Node]) -> str:
    """What a step goes by in the picture: a moved one at its old place by both its names."""
    return step if step in nodes else step.removeprefix(OLD)


def _with_notes(whole: Sketch, notes: Mapping[str, str]) -> Sketch:
    """The sketch with these waits as notes on the lines to them, where one line leads on as it
    did."""
    out = Counter(edge.source for edge in whole.edges)
    into = {edge.target for edge in whole.edges}
    on = {
        edge.source: edge
        for edge in whole.edges
        if edge.source in notes and out[edge.source] == 1 and edge.source in into
        if not (edge.removed or edge.added)
    }
    lines = []
    for edge in whole.edges:
        if edge.source in on:
            continue
        while edge.target in on:
            via, note = (*edge.via, edge.target), notes[edge.target]
            said = f"{edge.note}; {note}" if edge.note else note
            edge = replace(edge, target=on[edge.target].target, via=via, note=said)
        lines.append(edge)
    # An end to which no line leads is of a step that the path runs on through.
    led_to = {edge.target for edge in lines}
    nodes = (n for n in whole.nodes if n.id in led_to or not n.id.startswith((END, MISSING)))
    return Sketch(tuple(node for node in nodes if node.id not in on), tuple(lines))
