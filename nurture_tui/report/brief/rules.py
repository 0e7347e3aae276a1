"""How and when messages are sent, as sentences."""

from __future__ import annotations

from collections.abc import Iterator

from nurture_tui.model.effective import basis_of
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Send
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.brief.clause import telling
from nurture_tui.report.brief.tongue import Tongue
from nurture_tui.report.sketch import step_title


def rules(workspace: Workspace, journey: Journey, tongue: Tongue) -> Iterator[str]:
    """A sentence for each rule that holds for the journey's messages; none without messages."""
    sends = {id_: s for id_, s in journey.steps.items() if isinstance(s, Send)}
    if not sends:
        return
    own, shared = journey.sending, workspace.settings.sending
    bases = {basis_of(workspace, journey, send) for send in sends.values()}
    for basis in sorted(basis for basis in bases if basis is not None):
        yield tongue.basis(basis)
    marketing = bases != {"service"}
    cap = own.cap or shared.cap
    if cap is not None and marketing:
        waits = (own.capped or shared.capped or "wait") == "wait"
        yield tongue.cap(cap.count, cap.per, waits)
    window = own.window or shared.window
    zone = own.timezone or shared.timezone or "contact"
    if window is not None and not window.is_any and marketing:
        yield tongue.window(window, zone)
    holidays = own.holidays if own.holidays is not None else shared.holidays
    if holidays and marketing:
        yield tongue.holidays(holidays)
    closed = own.closed if own.closed is not None else shared.closed
    if closed and marketing:
        yield tongue.closed([tongue.dates(span.first, span.last) for span in closed])
    hold = own.hold_if or shared.hold_if
    if hold is not None and marketing:
        yield tongue.waits_for(telling(tongue, workspace, journey).clause(hold))
    free = [
        step_title(id_, send)
        for id_, send in sends.items()
        if send.window is not None and send.window.is_any
    ]
    if free and window is not None:
        yield tongue.at_once(free)
