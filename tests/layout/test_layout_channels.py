"""What holds for the tracks between two levels, whatever lines there are."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

from hypothesis import given, settings
from hypothesis import strategies as st

from nurture_tui.layout.channels import Net, NetKey, tracks


@st.composite
def fans(draw: st.DrawFn) -> list[Net]:
    """Lines out of some items, in few columns, so that legs come to stand over each other and
    over the texts right of some."""
    columns = st.integers(0, 12)
    tops = draw(st.lists(columns, min_size=1, max_size=5, unique=True))
    nets, taken = [], set()
    for item, top in enumerate(tops):
        lowers = draw(st.sets(columns, min_size=1, max_size=3)) - taken
        taken |= lowers
        legs = {top, *lowers}
        ends = dict.fromkeys(lowers, -1)
        text = draw(st.sampled_from([0, 0, 3])) if len(legs) > 1 else 0
        nets.append(
            Net(
                ("out", item),
                item,
                frozenset({top}),
                frozenset(lowers),
                ends,
                min(legs),
                max(legs) + text,
                frozenset(range(max(legs) + 1, max(legs) + text + 1)),
            )
        )
    return nets


def over(nets: list[Net]) -> dict[NetKey, set[NetKey]]:
    """For each net that bends those above it: whose leg comes down where its own legs or text are,
    or whose text stands where its own legs go down."""
    bent = [net for net in nets if not net.straight]

    def comes_first(o: Net, net: Net) -> bool:
        return bool(o.uppers & (net.lowers | net.text) or o.text & net.lowers)

    return {net.key: {o.key for o in bent if o is not net and comes_first(o, net)} for net in bent}


@given(fans())
@settings(max_examples=settings().max_examples * 5)
def test_a_line_jogs_only_where_lines_go_round_in_a_circle(nets: list[Net]) -> None:
    found = tracks(nets)
    above = over(nets)
    try:
        TopologicalSorter(above).prepare()
    except CycleError:
        assert found.jogs
    else:
        assert not found.jogs
        # The leg up of the one stands over the leg down of the other: never on one another, nor
        # through a text.
        assert all(found.of[o] < found.of[key] for key, others in above.items() for o in others)


@given(fans())
@settings(max_examples=settings().max_examples * 5)
def test_lines_on_one_track_keep_apart(nets: list[Net]) -> None:
    found = tracks(nets)
    spans = {net.key: (net.low, net.high) for net in nets}
    for key, row in found.of.items():
        for other, its in found.of.items():
            if key < other and row == its and key in spans and other in spans:
                (low, high), (left, right) = spans[key], spans[other]
                assert high < left or right < low
    assert all(0 <= row < found.count for row in found.of.values())
