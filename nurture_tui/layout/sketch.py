"""What the room draws: steps and lines between them, with nothing known of journeys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Zoom: TypeAlias = Literal["boxes", "chips", "outline"]
EdgeKey: TypeAlias = tuple[str, str]


@dataclass(frozen=True)
class Node:
    """One step. Texts may come from files: they are made harmless and cut here.

    `kind` is one of enter send wait branch split action exit goal rule removed run. `word` stands
    on the top border; `+ `, `− ` or `~ ` before it says what Compare found. `mark` is a finding at
    the right end of the top border (`! X801 +2`), `foot` a text on the bottom border (a hand-off),
    `aside` a text beside the box in place of a count (`was max 14d`). What is not `counted` needs
    no room for one.
    """

    id: str
    kind: str
    word: str
    title: str
    ends: bool
    mark: str = ""
    foot: str = ""
    aside: str = ""
    counted: bool = True


@dataclass(frozen=True)
class Edge:
    """One line from a step's port to a step; source and port name it.

    `note` is the text of folded waits on the line, `via` their ids. `removed` draws it as a line
    that is no longer there, `added` as one that was not there before. The label of what is not
    `counted` needs no room for a share.
    """

    source: str
    target: str
    port: str
    label: str = ""
    note: str = ""
    via: tuple[str, ...] = ()
    removed: bool = False
    added: bool = False
    counted: bool = True

    @property
    def key(self) -> EdgeKey:
        """What names this line in shares, lit paths and hits."""
        return (self.source, self.port)


@dataclass(frozen=True)
class Sketch:
    """Steps and lines in the order of the file."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
