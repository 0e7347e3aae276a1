"""What a reader of the picture of both versions can tell of each of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from both_goldens import WORKSPACE, picture
from edited_journeys import IN_LINE, edited
from hypothesis import given, settings

from nurture_tui.layout.sketch import Edge, Node, Sketch
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import ports
from nurture_tui.report.sketch import END, ENTRY, sketch, wait_text
from nurture_tui.screens.bothfit import fitted

Way = tuple[str, str, str]
# Three pictures an example, each fitted anew: a third of the examples.
FEWER = settings(max_examples=max(settings().max_examples // 3, 1))
ROOM, NEARLY = 64, 12
"""The cells of the left part of the screen, and by how many a picture that does not fit them may be
wider than that of one version: signs on borders."""


def ways_of(journey: Journey) -> set[Way]:
    """Every line of a journey that leads to a step: from where, by which port, to which."""
    ways = {(ENTRY, "start", journey.entry.start)}
    for id_, step in journey.steps.items():
        ways |= {(id_, port, to) for port, to in ports(step) if to is not None}
    return ways


def own(id_: str) -> str:
    """The id of a step that is drawn at the place that it had."""
    return id_.removeprefix("was:")


def read(drawn: Sketch, version: Literal["first", "second"]) -> set[Way]:
    """The lines of a version: those drawn as of the other left out, and its steps run through."""
    other = "+ " if version == "first" else "− "
    skipped = {node.id for node in drawn.nodes if node.word.startswith(other)}
    lines = [edge for edge in drawn.edges if not (edge.added if other == "+ " else edge.removed)]

    def runs_on(step: str) -> Edge | None:
        on = [edge for edge in lines if edge.source == step and not edge.removed | edge.added]
        assert len(on) < 2
        return on[0] if on else None

    ways = set()
    for edge in lines:
        if edge.source in skipped or not edge.port:
            continue  # after an exit stands only what took its place
        stops, line = list(edge.via), edge
        while line.target in skipped and (following := runs_on(line.target)) is not None:
            line = following
            stops += line.via
        if line.target not in skipped and not line.target.startswith(END):
            stops.append(line.target)
        here, port = own(edge.source), edge.port.removesuffix(" −")
        for stop in stops:
            ways.add((here, port, own(stop)))
            here, port = stop, "next"
    return ways


@given(edited())
def test_each_version_can_be_read_from_the_picture_of_both(pair: tuple[Journey, Journey]) -> None:
    first, second = pair
    drawn = picture(first, second)
    assert read(drawn, "first") == ways_of(first)
    assert read(drawn, "second") == ways_of(second)


@given(edited())
def test_every_step_is_on_it_with_the_sign_of_what_became_of_it(
    pair: tuple[Journey, Journey],
) -> None:
    first, second = pair
    drawn = picture(first, second)
    signs = {node.id: node.word[0] for node in drawn.nodes}
    folded = {wait for edge in drawn.edges for wait in edge.via}
    moved = {own(id_) for id_ in signs if id_ != own(id_)}
    before, after = set(first.steps), set(second.steps)
    ends = {id_ for id_ in signs if id_.startswith(END)}
    assert {own(id_) for id_ in signs} | folded == before | after | {ENTRY} | ends
    assert {id_ for id_, sign in signs.items() if sign == "+"} == (after - before) | moved
    gone = {own(id_) for id_, sign in signs.items() if sign == "−"} - ends
    assert gone == (before - after) | moved
    # A wait stands on a line, and not in a box, where it is as it was.
    assert folded <= before & after
    said = [{id_: wait_text(one.steps[id_]) for id_ in folded} for one in pair]
    assert said[0] == said[1]
    differ = {id_ for id_ in before & after - moved if first.steps[id_] != second.steps[id_]}
    assert {id_ for id_, sign in signs.items() if sign == "~" and id_ != ENTRY} <= differ


@given(edited())
def test_what_only_one_version_has_is_told_without_colour(pair: tuple[Journey, Journey]) -> None:
    drawn = picture(*pair)
    signs: dict[str, Node] = {node.id: node for node in drawn.nodes}

    def signed(id_: str, sign: str) -> bool:
        return signs[id_].word.startswith(f"{sign} ")

    for edge in drawn.edges:
        for only, sign in ((edge.removed, "−"), (edge.added, "+")):
            if not only:
                continue
            told = signed(edge.source, sign) or signed(edge.target, sign)
            assert told or edge.label.startswith(f"{sign} ")


@FEWER
@given(edited(IN_LINE))
def test_the_picture_is_hardly_wider_than_that_of_one_version(
    pair: tuple[Journey, Journey],
) -> None:
    drawn = picture(*pair)
    boxes = [node.id for node in drawn.nodes]

    def alone(journey: Journey) -> Sketch:
        """One version, with the same waits in boxes, and without room for counts."""
        whole = sketch(journey, WORKSPACE.with_journey(journey), unfolded=boxes)
        return Sketch(
            tuple(replace(node, counted=False) for node in whole.nodes),
            tuple(replace(edge, counted=False) for edge in whole.edges),
        )

    widest = max(fitted(alone(one), "boxes", ROOM).width for one in pair)
    assert fitted(drawn, "boxes", ROOM).width <= max(ROOM, widest + NEARLY)
