"""Sketches written in two lines, for tests of the layout."""

from __future__ import annotations

from hypothesis import strategies as st

from nurture_tui.layout import Edge, Layout, Node, Show, Sketch, paint_row

WORDS = {"send": "email"}


def sketch(steps: str, lines: str) -> Sketch:
    """`a b:wait` are steps with their kinds, `a>b label|note;` lines in file order."""
    nodes = []
    for step in steps.split():
        name, _, kind = step.partition(":")
        kind = kind or "send"
        title = f"Title of {name}"
        nodes.append(Node(name, kind, WORDS.get(kind, kind), title, kind == "exit"))
    edges: list[Edge] = []
    for line in filter(None, (part.strip() for part in lines.split(";"))):
        ends, _, rest = line.partition(" ")
        source, target = ends.split(">")
        label, _, note = rest.partition("|")
        port = f"{source}-{sum(edge.source == source for edge in edges)}"
        via = (f"wait {note}",) if note else ()
        edges.append(Edge(source, target, port, label.strip(), note, via))
    return Sketch(tuple(nodes), tuple(edges))


def picture(layout: Layout, show: Show | None = None) -> list[str]:
    """All rows as text, as wide as the layout."""
    return ["".join(text for text, _ in paint_row(layout, y, show)) for y in range(layout.height)]


def everything(given_sketch: Sketch) -> Show:
    """A count beside every step, a share on every line."""
    return Show(
        counts={node.id: "23,456" for node in given_sketch.nodes},
        shares={edge.key: "100%" for edge in given_sketch.edges},
    )


KINDS = ["send", "wait", "branch", "split", "action", "exit", "goal", "rule", "removed", "enter"]
TITLES = [
    "Guide",
    "Grüße",
    "Gru\u0308ße an alle",
    "資料請求のご案内です",
    "Launch 🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀",
    "🇫🇮🇫🇮🇫🇮🇫🇮🇫🇮🇫🇮🇫🇮🇫🇮🇫🇮🇫🇮🇫🇮",
    "\x1b[31mred\nline",
    "Asiakastyytyväisyyskyselymuistutus ja kutsu",
    "",
]


@st.composite
def sketches(draw: st.DrawFn, most: int = 12) -> Sketch:
    """Any graph: loops, islands, lines from a step to itself, several lines between two steps."""
    size = draw(st.integers(0, most))
    nodes = []
    for index in range(size):
        kind = draw(st.sampled_from(KINDS))
        nodes.append(
            Node(
                f"s{index}",
                kind,
                WORDS.get(kind, kind),
                draw(st.sampled_from(TITLES)),
                draw(st.booleans()),
                draw(st.sampled_from(["", "", "! X801", "× X101 +2", "i M504"])),
                aside=draw(st.sampled_from(["", "", "was max 14d"])),
            )
        )
    edges: list[Edge] = []
    if size:
        step = st.integers(0, size - 1)
        # Mostly lines a few steps on, as in a journey, and some anywhere.
        for index in range(draw(st.integers(0, 2 * size))):
            source = draw(step)
            near = st.integers(1, 3).map(lambda on, s=source: min(s + on, size - 1))
            target = draw(st.one_of(near, near, step))
            label = draw(st.sampled_from(["", "yes", "else", "timed out", "clicked the link 資料"]))
            note = draw(st.sampled_from(["", "", "3d", "4d, then Tue-Thu 10:00"]))
            via = draw(st.sampled_from([(), ("w1",), (f"w{index}",)])) if note else ()
            edges.append(Edge(f"s{source}", f"s{target}", f"p{index}", label, note, via))
    return Sketch(tuple(nodes), tuple(edges))
