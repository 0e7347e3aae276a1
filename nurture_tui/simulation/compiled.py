"""The conditions of a journey as functions of a chunk of contacts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nurture_tui.model.condition import Condition
from nurture_tui.model.step import Branch, Send
from nurture_tui.model.typed import TypedNot
from nurture_tui.model.workspace import CUSTOMER
from nurture_tui.simulation.conditions import Compiler
from nurture_tui.simulation.truths import Truth
from nurture_tui.simulation.watch import typed_condition

if TYPE_CHECKING:
    from nurture_tui.simulation.journeyrun import JourneyRun
    from nurture_tui.simulation.people import People
    from nurture_tui.simulation.plan import RunPlan


@dataclass(frozen=True)
class CompiledJourney:
    """Goal, exits, entry and hold; `until`, `only_if` and cases by the place of their step.

    `truth` compiles a further condition of the journey.
    """

    truth: Callable[[Condition], Truth]
    goal: Truth | None
    exits: tuple[tuple[str, Truth], ...]
    when: Truth | None
    not_let_in: Truth | None
    hold_if: Truth | None
    customer: Truth
    until: Mapping[int, Truth] = field(default_factory=dict)
    only_if: Mapping[int, Truth] = field(default_factory=dict)
    cases: Mapping[int, list[Truth]] = field(default_factory=dict)


def compile_journey(
    plan: RunPlan, people: People, run: JourneyRun, runs: Mapping[str, JourneyRun]
) -> CompiledJourney:
    """Compile all conditions of one journey for a chunk."""
    journey, watch = run.plan.journey, run.plan.watch
    compiler = Compiler(
        people, plan.clock, run.zone, run, runs, plan.dates_of(journey), plan.fixed_instant
    )

    def truth(condition: Condition) -> Truth:
        typed = typed_condition(condition, plan.workspace, journey, plan.contacts)
        return compiler.truth(typed)

    steps = list(enumerate(journey.steps.values()))
    sends = [(place, step.only_if) for place, step in steps if isinstance(step, Send)]
    return CompiledJourney(
        truth=truth,
        goal=compiler.truth(watch.goal) if watch.goal is not None else None,
        exits=tuple((name, compiler.truth(rule)) for name, rule in watch.exits),
        when=compiler.truth(watch.when) if watch.when is not None else None,
        not_let_in=compiler.truth(TypedNot(watch.only_if)) if watch.only_if is not None else None,
        hold_if=compiler.truth(watch.hold_if) if watch.hold_if is not None else None,
        customer=truth(plan.workspace.definitions.get("customer", CUSTOMER)),
        until={run.plan.places[id_]: compiler.truth(rule) for id_, rule in watch.until.items()},
        only_if={place: truth(rule) for place, rule in sends if rule is not None},
        cases={
            place: [truth(case.condition) for case in step.cases]
            for place, step in steps
            if isinstance(step, Branch)
        },
    )
