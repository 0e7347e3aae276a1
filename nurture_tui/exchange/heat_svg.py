"""Sends by day and hour as a picture: a column a day, a row an hour, and how many a day above."""

from __future__ import annotations

from datetime import date

from nurture_tui.exchange.markup import element, shown
from nurture_tui.report.calendar import Heat
from nurture_tui.text import count

STEPS = 6
_DAY, _HOUR, _WEEK_GAP = 10.0, 15.0, 5.0
_LEFT, _BARS, _TOP = 44.0, 64.0, 30.0
_GAP, _TOTAL_AT = 14.0, 23.0
_WIDE = 1_100.0

HEAT_STYLE = (
    """\
.heat text { font-family: "Inter", "Helvetica Neue", "Segoe UI", "DejaVu Sans", sans-serif;
  font-size: 10.5px; fill: #66676a; }
.heat .total { fill: #26282c; }
.heat .bar { fill: #1d5fae; }
.heat .none { fill: #f1efe9; }
"""
    + "\n".join(
        f".heat .h{step} {{ fill: #1d5fae; fill-opacity: {0.14 + step * 0.15:.2f}; }}"
        for step in range(STEPS)
    )
    + "\n"
)
HEAT_DARK = """\
.heat text { fill: #9aa0a9; }
.heat .total { fill: #d8dce3; }
.heat .bar, .heat .h0, .heat .h1, .heat .h2, .heat .h3, .heat .h4, .heat .h5 { fill: #7fb0ea; }
.heat .none { fill: #1c2128; }
"""


def heat_svg(found: Heat, first: date, last: date) -> str:
    """The picture of the days from `first` to `last`, in bands of whole weeks below each other.

    Tints are steps between nothing and the fullest hour; each cell and bar says its number when
    pointed at.
    """
    hours = range(found.hours()[0], found.hours()[1] + 1)
    begin = max((first - found.first).days // 7, 0)
    weeks = range(begin, min((last - found.first).days // 7 + 1, found.weeks))
    a_band = max(int((_WIDE - _LEFT) // (7 * _DAY + _WEEK_GAP)), 1)
    bands = [weeks[at : at + a_band] for at in range(0, len(weeks), a_band)]
    height = _TOP + _BARS + len(hours) * _HOUR + _GAP
    drawn = [
        element("g", _band(found, band, hours), transform=f"translate(0 {number * height:g})")
        for number, band in enumerate(bands)
    ]
    width = _LEFT + max(map(len, bands), default=0) * (7 * _DAY + _WEEK_GAP)
    whole = len(bands) * height
    return element(
        "svg",
        "\n".join(drawn) + "\n",
        xmlns="http://www.w3.org/2000/svg",
        class_="heat",
        role="img",
        aria_label="Sends by day and hour",
        width=f"{width:g}",
        height=f"{whole:g}",
        viewBox=f"0 0 {width:g} {whole:g}",
    )


def _band(found: Heat, weeks: range, hours: range) -> str:
    per_day = found.per_day()
    highest, fullest = int(per_day.max(initial=1)), int(found.counts.max(initial=1))
    parts: list[str] = []
    for place, week in enumerate(weeks):
        x = _LEFT + place * (7 * _DAY + _WEEK_GAP)
        monday = found.day(week * 7)
        label = f"{monday.day} {monday:%b}"
        parts.append(element("text", shown(label), x=f"{x:g}", y="10"))
        # The week's sends in a row of their own: beside the date they ran into it.
        total = count(found.week_total(week))
        parts.append(element("text", total, x=f"{x:g}", y=f"{_TOTAL_AT:g}", class_="total"))
        for day in range(week * 7, week * 7 + 7):
            at = x + (day - week * 7) * _DAY
            parts.append(_bar(found, day, at, int(per_day[day]), highest))
            parts += [_cell(found, day, hour, hours, at, fullest) for hour in hours]
    for hour in hours:
        if (hour - hours[0]) % 2 == 0:
            y = _TOP + _BARS + (hour - hours[0]) * _HOUR + _HOUR - 4
            place_ = {"x": f"{_LEFT - 8:g}", "y": f"{y:g}", "text_anchor": "end"}
            parts.append(element("text", f"{hour:02}:00", **place_))
    return "".join(parts)


def _bar(found: Heat, day: int, x: float, sends: int, highest: int) -> str:
    if not sends:
        return ""
    tall = max((_BARS - 12) * sends / highest, 1.5)
    title = element("title", f"{_date(found.day(day))}: {_sends(sends)}")
    return element(
        "rect",
        title,
        class_="bar",
        x=f"{x:g}",
        y=f"{_TOP + _BARS - 6 - tall:.1f}",
        width=f"{_DAY - 1.5:g}",
        height=f"{tall:.1f}",
    )


def _cell(found: Heat, day: int, hour: int, hours: range, x: float, fullest: int) -> str:
    sends = int(found.counts[day, hour])
    place = {
        "x": f"{x:g}",
        "y": f"{_TOP + _BARS + (hour - hours[0]) * _HOUR:g}",
        "width": f"{_DAY - 1.5:g}",
        "height": f"{_HOUR - 1.5:g}",
    }
    if not sends:
        return element("rect", class_="none", **place)
    # By the root, so that one very full hour leaves the others apart from each other.
    step = min(int((sends / (fullest + 1)) ** 0.5 * STEPS), STEPS - 1)
    title = element("title", f"{_date(found.day(day))}, {hour:02}:00: {_sends(sends)}")
    return element("rect", title, class_=f"h{step}", **place)


def _date(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"


def _sends(number: int) -> str:
    return "1 send" if number == 1 else f"{count(number)} sends"
