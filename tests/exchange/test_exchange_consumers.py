"""Exports read by the programs that they are for, where the machine has them."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import hostile
import pytest
from consumers import browser, graphs, mermaid, opened
from exchange_runs import ran, samples

from nurture_tui.exchange.dot import to_dot
from nurture_tui.exchange.drawing import drawing
from nurture_tui.exchange.mermaid import to_mermaid
from nurture_tui.exchange.report import to_report
from nurture_tui.exchange.svg import to_svg
from nurture_tui.model.journey import Journey

JOURNEYS = [*samples().journeys.values(), hostile.journey()]


def flat(text: str) -> str:
    """A text without what a drawing may leave out: control signs, and blanks in a row."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def test_graphviz_draws_every_node_and_edge_with_its_text() -> None:
    found = graphs("".join(to_dot(journey).text for journey in JOURNEYS))
    assert len(found) == len(JOURNEYS)
    for journey, graph in zip(JOURNEYS, found, strict=True):
        picture = drawing(journey)
        nodes = [one for one in graph["objects"] if not one["name"].startswith("cluster")]
        labels = [html.unescape(unescaped(node["label"])) for node in nodes]
        wanted = ["\n".join(map(flat, n.lines)) for n in (*picture.nodes, *picture.watched)]
        assert sorted(labels) == sorted(wanted)
        assert len(graph["edges"]) == len(picture.edges)


def unescaped(label: str) -> str:
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] == "n" else match[1], label)


def test_a_browser_shows_the_pictures_and_mermaid_draws_its_own(tmp_path: Path) -> None:
    pictures = []
    for journey in JOURNEYS:
        picture = tmp_path / f"{journey.id}.svg"
        picture.write_text(to_svg(journey, samples()).text, encoding="utf-8")
        pictures.append(picture)
    script = mermaid() if has_mermaid() else None
    page = tmp_path / "page.html"
    page.write_text(harness(JOURNEYS, pictures, script), encoding="utf-8")
    dom, console = opened(page, "--virtual-time-budget=60000")
    assert console == ""
    said = json.loads(html.unescape(re.search(r'<pre id="said">(.*?)</pre>', dom, re.S)[1]))
    assert [one["picture"] for one in said] == [True] * len(JOURNEYS)
    if script is None:
        mermaid()
    for journey, one in zip(JOURNEYS, said, strict=True):
        assert one["error"] == "", journey.id
        drawn = flat(one["text"])
        for node in (*drawing(journey).nodes, *drawing(journey).watched):
            assert all(shown_by_mermaid(line) in drawn.replace(" ", "") for line in node.lines)


def shown_by_mermaid(line: str) -> str:
    return flat(line).replace(" ", "")


def has_mermaid() -> bool:
    browser()
    try:
        mermaid()
    except pytest.skip.Exception:
        return False
    return True


def harness(journeys: list[Journey], pictures: list[Path], script: Path | None) -> str:
    """A page that shows the pictures, draws with mermaid, and says what came of it."""
    texts = json.dumps([to_mermaid(journey).text for journey in journeys]).replace("<", "\\u003c")
    images = "".join(f'<img src="{path.name}">' for path in pictures)
    load = f'<script src="{script.as_uri()}"></script>' if script is not None else ""
    return f"""<!DOCTYPE html><meta charset="utf-8">{images}{load}<pre id="said"></pre><script>
const texts = {texts};
window.addEventListener("load", async () => {{
  const images = [...document.images], said = [];
  if (window.mermaid) mermaid.initialize({{startOnLoad: false, securityLevel: "strict"}});
  for (let i = 0; i < texts.length; i++) {{
    const one = {{picture: images[i].complete && images[i].naturalWidth > 0, error: "", text: ""}};
    if (window.mermaid) try {{
      const drawn = await mermaid.render("d" + i, texts[i]);
      const box = document.createElement("div");
      box.innerHTML = drawn.svg;
      box.querySelectorAll("style").forEach(style => style.remove());
      one.text = box.textContent;
    }} catch (error) {{ one.error = String(error); }}
    said.push(one);
  }}
  document.getElementById("said").textContent = JSON.stringify(said);
}});
</script>"""


def test_a_browser_opens_the_report_and_refuses_nothing_of_it(tmp_path: Path) -> None:
    browser()
    space, page = hostile.workspace(), tmp_path / "report.html"
    made = to_report(space.journeys["bad"], space, hostile.result(tmp_path), ())
    sample = to_report(samples().journeys["hr-guide"], samples(), ran("hr-guide"), ())
    page.write_text(made.replace("</body>", f"{body_of(sample)}</body>"), encoding="utf-8")
    dom, console = opened(page)
    assert console == ""
    assert dom.count("<h2") == made.count("<h2") + sample.count("<h2")
    assert "<script" not in dom
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in dom
    assert dom.count('<svg xmlns="http://www.w3.org/2000/svg" class="journey"') == 2


def body_of(page: str) -> str:
    return page.split("<body>")[1].split("</body>")[0]
