"""The pictures kept in golden/: run this file to draw them again, then look at each."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from layout_sketches import picture, sketch

from nurture_tui.layout import Edge, Node, Show, Sketch, Zoom, lay_out

FOLDER = Path(__file__).parent / "golden"

STEPS = {
    "enter": ("enter", "enter", "hr_guide_downloaded", "9,786"),
    "guide": ("send", "email", "HR guide", "9,741"),
    "clicked": ("branch", "branch", "Clicked in HR guide?", "9,602"),
    "angle": ("split", "split", "Which angle?", "7,874"),
    "three": ("send", "email", "Three challenges", "3,942"),
    "peer": ("send", "email", "A peer's story", "3,932"),
    "offer": ("send", "email", "Selection guide", "9,523"),
    "pricing": ("wait", "wait", "pricing_seen, max 14d", "9,523"),
    "task": ("action", "action", "Task for the owner", "552"),
    "over": ("exit", "exit", "series over", "7,512"),
}
ENDS = {"task", "over"}
MARKS = {"angle": "! X801", "three": "i M504"}
DESIGN = Sketch(
    tuple(
        Node(name, kind, word, title, name in ENDS, MARKS.get(name, ""))
        for name, (kind, word, title, _) in STEPS.items()
    ),
    (
        Edge("enter", "guide", "next"),
        Edge("guide", "clicked", "next", note="3d, then Mon-Fri 09:00", via=("wait-3d",)),
        Edge("clicked", "offer", "clicked", "clicked"),
        Edge("clicked", "angle", "else", "else"),
        Edge("angle", "three", "facts", "facts"),
        Edge("angle", "peer", "story", "story"),
        Edge("three", "offer", "next", note="4d, then Tue-Thu 10:00", via=("wait-4d",)),
        Edge("peer", "offer", "next", note="4d, then Tue-Thu 10:00", via=("wait-4d",)),
        Edge("offer", "pricing", "next"),
        Edge("pricing", "task", "in time", "in time"),
        Edge("pricing", "over", "timed out", "timed out"),
    ),
)
SHARES = {
    ("clicked", "clicked"): "18%",
    ("clicked", "else"): "82%",
    ("angle", "facts"): "50%",
    ("angle", "story"): "50%",
    ("pricing", "in time"): "6%",
    ("pricing", "timed out"): "79%",
}
SHOWN = Show(
    selected="offer", counts={name: step[3] for name, step in STEPS.items()}, shares=SHARES
)

COMPARE = Sketch(
    (
        Node("guide", "send", "email", "HR guide", False),
        Node("angle", "removed", "− split", "Which angle?", False, aside="removed"),
        Node("three", "send", "email", "Three challenges", False),
        Node("peer", "removed", "− email", "A peer's story", False, aside="removed"),
        Node("offer", "send", "~ email", "Selection guide", False, aside="new subject"),
        Node("last", "send", "+ email", "Last call: the guide", False, aside="added"),
        Node("over", "exit", "exit", "series over", True, foot="to onboarding"),
    ),
    (
        Edge("guide", "angle", "next"),
        Edge("angle", "three", "facts"),
        Edge("angle", "peer", "story", removed=True),
        Edge("three", "offer", "next"),
        Edge("peer", "offer", "next", removed=True),
        Edge("offer", "last", "next"),
        Edge("last", "over", "next"),
    ),
)

WIDE = Sketch(
    tuple(
        Node(f"s{index}", kind, word, title, False)
        for index, (kind, word, title) in enumerate(
            [
                ("send", "email", "Grüße an alle"),
                ("send", "email", "Gru\u0308ße an alle"),
                ("send", "sms", "資料請求のご案内です。見てください"),
                ("send", "push", "Launch 🚀🚀 today 👩‍💻👩‍💻👩‍💻👩‍💻"),
                ("wait", "wait", "🇫🇮🇸🇪🇩🇰🇳🇴🇮🇸🇪🇪🇱🇻🇱🇹🇩🇪🇫🇷🇪🇸"),
                ("send", "whatsapp message", "a word is never cut"),
                ("action", "action", "\x1b[31mred\nline\u202e"),
            ]
        )
    ),
    tuple(Edge(f"s{index}", f"s{index + 1}", "next") for index in range(6)),
)

LOOP = sketch(
    "e:enter a b:branch c d:wait f:exit",
    "e>a;a>b |2d;b>c done;b>a again|7d;c>d;d>f in time;d>a timed out;d>d once more",
)
SKIPS = sketch(
    "e:enter b1:branch b2:branch a c x:exit",
    "e>b1;b1>x no;b1>b2 yes;b2>c skip;b2>a yes;a>c;c>x",
)
LEAVES = sketch(
    "e:enter b1:branch x1:exit a b2:branch x2:exit c d:exit",
    "e>b1;b1>x1 no;b1>a yes;a>b2;b2>x2 no;b2>c yes;c>d",
)
ONE_EXIT = sketch(
    "e:enter b1:branch a b2:branch c b3:branch d x:exit",
    "e>b1;b1>a yes;b1>x no;a>b2;b2>c yes;b2>x no;c>b3;b3>d yes;b3>x no;d>x",
)
FOUR = sketch(
    "e:enter s:split a b c d j x:exit",
    "e>s;s>a one;s>b two|2d;s>c three;s>d four;a>j;b>j;c>j;d>j;j>x",
)
NESTED = sketch(
    "e:enter b:branch b2:branch a c d j k:exit",
    "e>b;b>b2 left;b>d right;b2>a hot;b2>c cold;a>j |1d;c>j |1d;d>j;j>k",
)
PARALLEL = sketch(
    "e:enter a:branch c b:branch x:exit",
    "e>a;a>c yes;a>c no;c>b;b>x yes;b>x no;b>x maybe|3d",
)
CROSS = sketch("s:split a b c d x:exit y:exit", "s>a left;s>b right;a>c;a>d;b>c;b>d;c>x;d>y")
STRAY = sketch("e:enter a b c x z:exit lone", "e>a;a>b;b>c;x>c;lone>z")

GOLDENS: dict[str, tuple[Sketch, Show, Zoom, int | None]] = {
    "design": (DESIGN, SHOWN, "boxes", None),
    "design-chips": (DESIGN, SHOWN, "chips", None),
    "design-chips-with-room-for-dots": (
        DESIGN,
        replace(SHOWN, selected="enter", dots={(35, 1): "move", (0, 10): "move"}),
        "chips",
        2,
    ),
    "design-ascii": (DESIGN, replace(SHOWN, ascii=True), "boxes", None),
    "compare": (COMPARE, Show(), "boxes", None),
    "wide-characters": (WIDE, Show(selected="s2"), "boxes", None),
    "loops": (LOOP, Show(), "boxes", None),
    "loops-chips": (LOOP, Show(), "chips", None),
    "skips": (SKIPS, Show(), "boxes", None),
    "leaves": (LEAVES, Show(), "boxes", None),
    "one-exit": (ONE_EXIT, Show(), "boxes", None),
    "four-ways": (FOUR, Show(), "boxes", None),
    "nested": (NESTED, Show(), "boxes", None),
    "parallel": (PARALLEL, Show(), "boxes", None),
    "cross": (CROSS, Show(), "boxes", None),
    "stray-steps": (STRAY, Show(), "boxes", None),
}


def draw(name: str) -> str:
    """The picture of this name as it comes out now, counts and shares filled in."""
    given, show, zoom, gap = GOLDENS[name]
    if not show.counts and given not in (COMPARE,):
        counts = {node.id: "1,234" for node in given.nodes}
        show = replace(show, counts=counts, shares={edge.key: "18%" for edge in given.edges})
    rows = picture(lay_out(given, zoom=zoom, gap=gap), show)
    return "".join(f"{row.rstrip()}\n" for row in rows)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for golden in GOLDENS:
        (FOLDER / f"{golden}.txt").write_text(draw(golden), encoding="utf-8")
