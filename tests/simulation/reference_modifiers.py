"""The chances of one message as the rules have them: spread, fatigue, position, weekend (R17)."""

from __future__ import annotations

from functools import cache
from math import exp, fsum
from typing import TYPE_CHECKING

from reference_state import Stay

from nurture_tui.simulation.assume import BehaviourOfSend
from nurture_tui.simulation.delays import normal
from nurture_tui.simulation.draws import draw, happens, purpose

if TYPE_CHECKING:
    from reference_life import Life

WEEK = 7 * 86_400


def chances(life: Life, journey: str, stay: Stay, how: BehaviourOfSend) -> tuple[float, float]:
    """The chance of an open, and that of a click of an opener, of a message that goes now."""
    opens, clicks = how.open, how.click_to_open
    if how.contact_spread:
        own = float(normal(draw(life.key, purpose("contact", "spread")))[0]) * how.contact_spread
        to_open, to_click = _middle(opens, clicks, how.contact_spread)
        opens, clicks = _share(to_open, own), _share(to_click, own)
    lately = sum(life.now - WEEK < time <= life.now for time in life.tiring)
    opens *= how.fatigue**lately * how.position**stay.had
    clicks *= how.position**stay.had
    if life.person(journey).local(life.now).weekday() >= 5:
        opens *= how.weekend
    return min(opens, 1.0), min(clicks, 1.0)


def is_machine(life: Life, how: BehaviourOfSend) -> bool:
    return bool(happens(draw(life.key, purpose("contact", "machine opens")), how.machine_opens)[0])


def _share(log_odds: float | None, own: float, certain: float = 0.0) -> float:
    """A share by its log-odds in the middle and the contact's own shift; None: nobody does it."""
    if log_odds is None:
        return certain
    return 1 / (1 + exp(-log_odds - own)) if log_odds < 500 else 1.0


@cache
def _middle(opens: float, clicks: float, spread: float) -> tuple[float | None, float | None]:
    """Log-odds at which the shares over all contacts are those stated, that of clicks of openers.

    The normal law is cut into slices of a hundredth each.
    """
    slices = [number / 100 for number in range(-850, 851)]
    law = [exp(-at * at / 2) for at in slices]
    to_open = _log_odds(opens, [spread * at for at in slices], law)
    openers = [w * _share(to_open, spread * at, 1.0) for w, at in zip(law, slices, strict=True)]
    return to_open, _log_odds(clicks, [spread * at for at in slices], openers)


def _log_odds(share: float, shifts: list[float], weights: list[float]) -> float | None:
    if share == 0:
        return None
    if share == 1:
        return 1_000.0
    low, high = -100.0, 100.0
    for _ in range(60):
        middle = (low + high) / 2
        parts = (w * _share(middle, shift) for w, shift in zip(weights, shifts, strict=True))
        low, high = (middle, high) if fsum(parts) < share * fsum(weights) else (low, middle)
    return middle
