"""The conditions of a journey as functions of a chunk of contacts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from nurture_tui.frozen import dataclass
from nurture_tui.model.condition import Condition
from nurture_tui.model.step import Branch, Send
from nurture_tui.model.typed import Typed, TypedNot
from nurture_tui.model.workspace import CUSTOMER
from nurture_tui.simulation.conditions import Compiler
from nurture_tui.simulation.truths import Truth

if TYPE_CHECKING:
    from nurture_tui.simulation.plan import JourneyPlan, RunPlan
    from nurture_tui.simulation.probe import Probe, What


@dataclass(frozen=True)
class CompiledJourney:
    """Goal, exits, entry and hold; `until`, `only_if` and cases by the place of their step.

    `truth` compiles a further condition of the journey, `compiler` one that is type-checked.
    """

    truth: Callable[[Condition], Truth]
    compiler: Compiler
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
    plan: RunPlan, journey_plan: JourneyPlan, compiler: Compiler, probe: Probe | None = None
) -> CompiledJourney:
    """Compile all conditions of one journey for a chunk; a `probe` notes each time one is asked."""
    journey, watch = journey_plan.journey, journey_plan.watch

    def typed_of(condition: Condition) -> Typed:
        return plan.typed(condition, journey)

    def asked(typed: Typed, what: What, name: str = "", number: int = 0) -> Truth:
        truth = compiler.truth(typed)
        if probe is None:
            return truth
        from nurture_tui.simulation.probe import Question  # where a run is probed only

        return probe.watched(Question(journey.id, what, name, number), compiler, typed, truth)

    def maybe(typed: Typed | None, what: What) -> Truth | None:
        return None if typed is None else asked(typed, what)

    steps = [(place, id_, step) for place, (id_, step) in enumerate(journey.steps.items())]
    customer = plan.workspace.definitions.get("customer", CUSTOMER)
    return CompiledJourney(
        truth=lambda condition: compiler.truth(typed_of(condition)),
        compiler=compiler,
        goal=maybe(watch.goal, "goal"),
        exits=tuple((name, asked(rule, "exit", name)) for name, rule in watch.exits),
        when=maybe(watch.when, "when"),
        not_let_in=maybe(
            TypedNot(watch.only_if) if watch.only_if is not None else None, "entry_only_if"
        ),
        hold_if=maybe(watch.hold_if, "hold_if"),
        customer=asked(typed_of(customer), "customer"),
        until={
            journey_plan.places[id_]: asked(rule, "until", id_) for id_, rule in watch.until.items()
        },
        only_if={
            place: asked(typed_of(step.only_if), "only_if", id_)
            for place, id_, step in steps
            if isinstance(step, Send) and step.only_if is not None
        },
        cases={
            place: [
                asked(typed_of(case.condition), "case", id_, number)
                for number, case in enumerate(step.cases)
            ]
            for place, id_, step in steps
            if isinstance(step, Branch)
        },
    )
