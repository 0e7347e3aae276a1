"""The outlines of steps in SVG, told apart by shape as on the canvas: kind, then colour."""

from __future__ import annotations

from nurture_tui.exchange.markup import element

_ROUND, _SLANT, _GAP = 9.0, 11.0, 3.0


def outline(kind: str, x: float, y: float, w: float, h: float, *, ends: bool = False) -> str:
    """The outline of a box of this kind; one that ends a path has a double bottom."""
    match kind:
        case "goal":
            inner = _rect(x + _GAP, y + _GAP, w - 2 * _GAP, h - 2 * _GAP, "line")
            return _rect(x, y, w, h, "box") + inner
        case "branch" | "split":
            shape = (
                f"M{x + _SLANT:g} {y:g}H{x + w - _SLANT:g}L{x + w:g} {y + h / 2:g}"
                f"L{x + w - _SLANT:g} {y + h:g}H{x + _SLANT:g}L{x:g} {y + h / 2:g}Z"
            )
            return element("path", d=shape, class_="box")
    drawn = _rect(x, y, w, h, "box", _ROUND if kind == "send" else 0)
    if ends and kind != "goal":
        low = y + h - _GAP
        drawn += element("path", d=f"M{x:g} {low:g}H{x + w:g}", class_="line")
    return drawn


def _rect(x: float, y: float, w: float, h: float, name: str, rx: float = 0) -> str:
    sizes = {"x": f"{x:g}", "y": f"{y:g}", "width": f"{w:g}", "height": f"{h:g}"}
    return element("rect", **sizes, rx=f"{rx:g}" if rx else None, class_=name)
