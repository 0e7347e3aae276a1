"""Decisions on all paths: those for whom a condition holds now, and those for whom it does not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nurture_tui.model.typed import Typed
from nurture_tui.simulation.exact_conditions import Factors, minus
from nurture_tui.simulation.exact_state import State, with_bars
from nurture_tui.simulation.exact_world import World


def decide(world: World, state: State, typed: Typed) -> tuple[list[State], list[State]]:
    """Those for whom a condition holds now, and those for whom it does not."""
    holding: list[State] = []
    others: list[State] = []
    for split in world.splits(typed, state):
        some = state.some(split.rows)
        for factors, side in ((split.factors, holding), (minus(split.factors), others)):
            if factors == {frozenset(): 1.0}:
                side.append(some)
            elif factors:
                side.append(given(some, factors))
    return holding, others


def given(state: State, factors: Factors) -> State:
    """The state, where it is known that a condition holds now."""
    known = replace(state, terms=with_bars(state.terms, factors, state.moment))
    return replace(known, alive=np.maximum(known.until_now(), 0.0))
