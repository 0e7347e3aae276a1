"""What `do` lists, assumed events and scoring change: fields, lists, deals, tasks, hand-offs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from nurture_tui.errors import SimulationError
from nurture_tui.model.action import (
    AddNumbers,
    AddToAudience,
    AddToList,
    CopyField,
    CreateDeal,
    Emit,
    EnterJourney,
    GiveTask,
    MapField,
    MapSpec,
    Notify,
    RemoveFromAudience,
    RemoveFromList,
    SetFields,
    UpdateDeal,
    Verb,
    Webhook,
    verb_name,
)
from nurture_tui.model.clock import parse_fixed_date, parse_moment
from nurture_tui.model.duration import DAY
from nurture_tui.model.fields import NUMBER, TEXT, FieldKind
from nurture_tui.simulation.events import PLAIN, pack, unpack
from nurture_tui.simulation.people import Field
from nurture_tui.simulation.tasks import task_giver
from nurture_tui.simulation.view import Flags, Ints, Rows

if TYPE_CHECKING:
    from nurture_tui.simulation.host import Host, Stage

Doing = Callable[[Rows], None]


class Emission:
    """An event that a `do` list emits: it happens in its place, and leads on after the list."""

    def __init__(self, host: Host, event: str) -> None:
        self.host = host
        self.code = host.plan.event_codes[event]
        self.been: list[Flags] = []

    def occur(self, rows: Rows) -> None:
        self.been = self.host.occur(rows, self.code, unpack(pack(PLAIN, 0, 0, 0 * rows)))

    def follow(self, rows: Rows) -> None:
        self.host.follow(rows, self.code, unpack(pack(PLAIN, 0, 0, 0 * rows)), self.been)


class Doings:
    """Compiles verbs to functions of contacts, and keeps the score."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self.plan = host.plan
        self.people = host.people
        points = self.plan.scoring.points
        self.scorers = {event: self._scorer(float(number)) for event, number in points.items()}
        self.reached: list[tuple[int, float, Flags]] = []
        for event, threshold in sorted(self.plan.scoring.reached.items()):
            already = self.current_score(np.arange(self.people.n)) >= threshold
            self.reached.append((self.plan.event_codes[event], float(threshold), already))

    # ---------------------------------------------------------------- scoring
    @cached_property
    def score_field(self) -> Field:
        """The score, as the file says it; read where something asks for it."""
        return self.people.field("score", NUMBER)

    def current_score(self, rows: Rows) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        scores = self.score_field.values[rows].astype(np.float64)
        return np.where(np.isnan(scores), 0.0, scores)

    def score(self, rows: Rows, event: str) -> None:
        """The points of an event, and the events at which a score is first reached (R6)."""
        scorer = self.scorers.get(event)
        if scorer is not None and len(rows):
            scorer(rows)

    def _scorer(self, points: float) -> Doing:
        score = self.score_field  # read now: a probe notes the fields that are known by then

        def put(rows: Rows) -> None:
            score.values[rows] = self.current_score(rows) + points
            self.see_score(rows)

        return self.probed(["score"], put)

    def probed(self, fields: Sequence[str], doing: Doing) -> Doing:
        """The change of these fields, noted where the run is watched by a probe."""
        probe = self.host.probe
        return doing if probe is None else probe.changing(self.people, fields, doing)

    def see_score(self, rows: Rows) -> None:
        for code, threshold, already in self.reached:
            fresh = rows[~already[rows] & (self.current_score(rows) >= threshold)]
            already[fresh] = True
            now = self.people.now[fresh]
            self.host.push(fresh, code, 0, now, pack(PLAIN, 0, 0, 0 * fresh))

    # ---------------------------------------------------------------- verbs
    def compile(self, run: Stage, verbs: Sequence[Verb], step: int) -> list[Doing]:
        """The functions of a `do` list, in order; each also writes its row in the log.

        What is emitted happens in its place; the entries that it makes come after the list (R6).
        """
        doings: list[Doing] = []
        emissions: list[Emission] = []
        for verb in verbs:
            if isinstance(verb, Emit):
                emissions.append(Emission(self.host, verb.event))
                doings.append(emissions[-1].occur)
            else:
                doings.append(self.logged(run, verb, self.verb(run, verb), step))
        return [*doings, *(emission.follow for emission in emissions)]

    def logged(self, run: Stage, verb: Verb, doing: Doing, step: int) -> Doing:
        name = verb_name(verb)
        if name == "enter":
            return doing
        event = self.host.names.code(name)
        detail = self.host.names.code(describe(verb))
        doing = self.probed(written_by(verb), doing)

        def do(rows: Rows) -> None:
            run.log(rows, event, step, detail)
            doing(rows)

        return do

    def verb(self, run: Stage, verb: Verb) -> Doing:
        match verb:
            case SetFields(values=values):
                return _in_turn([self.setter(run, name, value) for name, value in values.items()])
            case AddNumbers(amounts=amounts):
                return _in_turn([self.adder(name, float(by)) for name, by in amounts.items()])
            case CopyField(spec=spec):
                return self.copier(spec.source, spec.to)
            case MapField(spec=spec):
                return self.mapper(run, spec)
            case AddToList(list_name=name):
                return self.list_setter(name, True)
            case RemoveFromList(list_name=name):
                return self.list_setter(name, False)
            case CreateDeal(deal=deal):
                fields = {"deal.pipeline": deal.pipeline, "deal.stage": deal.stage}
                return self.deal(run, fields)
            case UpdateDeal(deal=deal):
                return self.deal(run, {"deal.stage": deal.stage})
            case EnterJourney(journey=target):
                return lambda rows: self.enter(run, rows, target)
            case GiveTask(task=task):
                return task_giver(self, run, task.for_)
            case AddToAudience() | RemoveFromAudience() | Notify() | Webhook():
                return _nothing
        raise SimulationError("An action has a verb that the simulation does not know.")

    def enter(self, run: Stage, rows: Rows, target: str) -> None:
        self.host.hand_over(run, rows, target)

    def deal(self, run: Stage, values: Mapping[str, str]) -> Doing:
        known = [name for name in values if self.plan.kind_of(name) is not None]
        return _in_turn([self.setter(run, name, values[name]) for name in known])

    def list_setter(self, name: str, member: bool) -> Doing:
        members = self.people.list_members(name)

        def put(rows: Rows) -> None:
            members[rows] = member

        return put

    # ---------------------------------------------------------------- fields
    def field(self, name: str) -> Field:
        kind = self.plan.kind_of(name) or TEXT
        return self.people.field(name, kind)

    def setter(self, run: Stage | None, name: str, value: object) -> Doing:
        """A function that gives a field this value (R1 for dates: `now + 30d`)."""
        field = self.field(name)
        if field.kind.kind == "date":
            return self.date_setter(run, field, value)
        constant = encode(value, field.kind, self.people.pool.code)

        def put(rows: Rows) -> None:
            field.values[rows] = constant
            self.see_change(name, field, rows)

        return put

    def see_change(self, name: str, field: Field, rows: Rows) -> None:
        """A consent of yes ends what unsubscribing began (R11); a score may reach a threshold."""
        if name == "consent":
            self.people.unsubscribed[rows[field.values[rows] == 1]] = False
        if name == "score":
            self.see_score(rows)

    def date_setter(self, run: Stage | None, field: Field, value: object) -> Doing:
        if isinstance(value, str):
            text = value
            try:
                value = parse_fixed_date(text)
            except ValueError:
                moment = self.host.moments.moved(run, parse_moment(text))
                return lambda rows: _put_date(field, rows, moment(rows), False)
        if isinstance(value, datetime):
            instant = self.plan.fixed_instant(value)
            return lambda rows: _put_date(field, rows, instant, False)
        if isinstance(value, date):
            midnight = (value - date(1970, 1, 1)).days * DAY
            return lambda rows: _put_date(field, rows, midnight, True)
        raise SimulationError(f"“{value}” is not a date.")

    def adder(self, name: str, by: float) -> Doing:
        field = self.field(name)
        if field.kind != NUMBER:
            raise SimulationError(f"“{name}” is not a number, so nothing can be added to it.")

        def add(rows: Rows) -> None:
            numbers = field.values[rows].astype(np.float64)
            field.values[rows] = np.where(np.isnan(numbers), 0.0, numbers) + by
            self.see_change(name, field, rows)

        return add

    def copier(self, source: str, to: str) -> Doing:
        origin, target = self.field(source), self.field(to)
        if origin.kind == target.kind:

            def copy(rows: Rows) -> None:
                target.values[rows] = origin.values[rows]
                target.day_only[rows] = origin.day_only[rows]
                self.see_change(to, target, rows)

            return copy
        if {origin.kind.kind, target.kind.kind} <= {"text", "choice"}:
            return self.recode(origin, target)
        raise SimulationError(
            f"“{source}” cannot be copied to “{to}”, which is a {target.kind.kind}.",
            fix="Copy between fields of one kind.",
        )

    def recode(self, origin: Field, target: Field) -> Doing:
        """Copy between texts and choices, by what they say."""
        pool = self.people.pool
        choices = origin.kind.choices

        def copy(rows: Rows) -> None:
            codes = origin.values[rows].astype(np.intp)
            if choices:  # a list that was read before a choice was taken out has more
                codes[codes >= len(choices)] = -1
            texts = [*choices, ""] if choices else pool
            values = [encode(texts[code], target.kind, pool.code) for code in codes.tolist()]
            target.values[rows] = values

        return copy

    def mapper(self, run: Stage, spec: MapSpec) -> Doing:
        """`map`: by the text of one field, set another; without a match `else`, if there is one."""
        by = self.field(spec.by)
        code = self.people.pool.code
        setters = [
            (wanted_by(key, by.kind, code), self.setter(run, spec.field, value))
            for key, value in spec.to.items()
        ]
        otherwise = None if spec.else_ is None else self.setter(run, spec.field, spec.else_)

        def apply(rows: Rows) -> None:
            rest = np.ones(len(rows), dtype=np.bool_)
            for wanted, put in setters:
                hit = rest & np.isin(by.values[rows], wanted)
                put(rows[hit])
                rest &= ~hit
            if otherwise is not None:
                otherwise(rows[rest])

        return apply


def encode(value: object, kind: FieldKind, text_code: Callable[[str], int]) -> float | int:
    """A value as the number that stands for it in a field of this kind."""
    match kind.kind:
        case "number" if isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
        case "yes/no" if isinstance(value, bool):
            return int(value)
        case "choice" if isinstance(value, str):
            return kind.choices.index(value) if value in kind.choices else -1
        case "text":
            return text_code(str(value))
    raise SimulationError(f"“{value}” is not a value for a field that is a {kind.kind}.")


def written_by(verb: Verb) -> tuple[str, ...]:
    """The fields of the contact that a verb can change."""
    match verb:
        case SetFields(values=values):
            return tuple(values)
        case AddNumbers(amounts=amounts):
            return tuple(amounts)
        case CopyField(spec=spec):
            return (spec.to,)
        case MapField(spec=spec):
            return (spec.field,)
        case CreateDeal():
            return ("deal.pipeline", "deal.stage")
        case UpdateDeal():
            return ("deal.stage",)
    return ()


def wanted_by(key: str, kind: FieldKind, text_code: Callable[[str], int]) -> list[float | int]:
    """What a field of this kind holds where a key of a `map` table is meant.

    A missing yes/no is no; a missing choice, as a missing text, is the key "". A key that is none
    of the choices is nobody's.
    """
    match kind.kind:
        case "number":
            try:
                return [float(key)]
            except ValueError:
                raise SimulationError(f"“{key}” is not a number, as the map's field is.") from None
        case "yes/no":
            if key.lower() in ("yes", "true", "1"):
                return [1]
            if key.lower() in ("no", "false", "0"):
                return [0, -1]
            raise SimulationError(f"“{key}” is neither yes nor no, as the map's field is.")
        case "choice":
            known = (*kind.choices, "")
            return [encode(key, kind, text_code)] if key in known else []
    return [encode(key, kind, text_code)]


def _put_date(field: Field, rows: Rows, seconds: Ints | int, day_only: bool) -> None:
    field.values[rows] = seconds
    field.day_only[rows] = day_only


def _in_turn(doings: list[Doing]) -> Doing:
    def do(rows: Rows) -> None:
        for doing in doings:
            doing(rows)

    return do


def _nothing(rows: Rows) -> None:
    """What changes nothing in the simulation: it is in the log."""


def describe(verb: Verb) -> str:
    """A verb in a few words, for the log."""
    match verb:
        case SetFields(values=values):
            return ", ".join(f"{name} = {_shown(value)}" for name, value in values.items())
        case AddNumbers(amounts=amounts):
            return ", ".join(f"{name} {by:+g}" for name, by in amounts.items())
        case CopyField(spec=spec):
            return f"{spec.source} to {spec.to}"
        case MapField(spec=spec):
            return f"{spec.field} by {spec.by}"
        case AddToList(list_name=name) | RemoveFromList(list_name=name):
            return name
        case AddToAudience(audience=name) | RemoveFromAudience(audience=name):
            return name
        case CreateDeal(deal=deal):
            return f"{deal.pipeline}, {deal.stage}"
        case UpdateDeal(deal=deal):
            return deal.stage
        case Notify(who=who):
            return who
        case GiveTask(task=task):
            due = f", due in {task.due}" if task.due is not None else ""
            return f"{task.title}, for {task.for_}{due}"
        case Webhook(address=address):
            return address
    return ""


def _shown(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
