"""Small journeys of each kind whose expected numbers are worked out, as TOML without a head."""

from __future__ import annotations

from pathlib import Path

READ = """
[assume]
open = 0.5
click_to_open = 0.5
unsubscribe = 0.04
bounce = 0.02
soft_bounce = 0.05
open_delay = "4h"
open_spread = 1.2
"""

WINDOWS = (
    READ
    + """
[entry]
event = "came"
start = "hello"
[goal]
name = "Bought"
when = "did('bought')"
[sending]
basis = "consent"
window = "Mon-Fri 08:00-17:00"
holidays = "FI"
cap = "2 per 5d"
[[assume.events]]
event = "bought"
after = "clicked()"
chance = 0.3
delay = "1d"
[steps.hello]
type = "send"
subject = "Hello"
window = "any"
next = "pause"
[steps.pause]
type = "wait"
for = "1d"
next = "second"
[steps.second]
type = "send"
subject = "Second"
next = "morning"
[steps.morning]
type = "wait"
for = "1bd"
at = "09:30"
next = "third"
[steps.third]
type = "send"
subject = "Third"
next = "read-it"
[steps.read-it]
type = "branch"
cases = [
  { if = "clicked('hello') or clicked('second')", label = "clicked", next = "offer" },
  { if = "opened('hello') and not opened('third')", label = "opened", next = "reminder" },
]
else = "over"
[steps.offer]
type = "send"
subject = "Offer"
next = "over"
[steps.reminder]
type = "send"
subject = "Reminder"
next = "over"
[steps.over]
type = "exit"
reason = "over"
"""
)

OWN_EVENTS = (
    READ
    + """
[entry]
event = "came"
start = "hello"
[goal]
name = "Bought"
when = "did('bought')"
within = "20d"
[[exits]]
name = "lost"
when = "did('lost', within='stay')"
[sending]
basis = "consent"
[[assume.events]]
event = "bought"
chance = "40% per 30d"
[[assume.events]]
event = "bought"
after = "did('asked')"
chance = 0.6
delay = "3d"
spread = 0.8
[[assume.events]]
event = "asked"
after = "opened('hello')"
chance = 0.7
delay = "2d"
spread = 1.4
[[assume.events]]
event = "lost"
chance = "25% per 14d"
[[assume.events]]
event = "logged_in"
chance = "50% per 7d"
repeat = true
[[assume.events]]
event = "imported"
chance = "50% per 7d"
[steps.hello]
type = "send"
subject = "Hello"
next = "pause"
[steps.pause]
type = "wait"
for = "9d"
next = "in-use"
[steps.in-use]
type = "branch"
cases = [
  { if = "did('logged_in', within='3d') and did('imported')", label = "in use", next = "more" },
  { if = "opened('hello')", label = "asked", next = "answer" },
]
else = "help"
[steps.more]
type = "send"
subject = "More"
next = "rest"
[steps.answer]
type = "send"
subject = "Answer"
next = "over"
[steps.help]
type = "send"
subject = "Help"
next = "rest"
[steps.rest]
type = "wait"
for = "16d"
next = "late"
[steps.late]
type = "send"
subject = "Late"
[steps.over]
type = "exit"
reason = "answered"
"""
)

UNTIL = (
    READ
    + """
[entry]
event = "came"
start = "offer"
[goal]
name = "Began"
when = "did('began')"
within = "30d"
[[exits]]
name = "bought-elsewhere"
when = "did('bought')"
[sending]
basis = "consent"
[[assume.events]]
event = "began"
after = "clicked('offer') or clicked('last-call')"
chance = 0.4
delay = "6h"
[[assume.events]]
event = "bought"
after = "clicked('offer')"
chance = 0.3
delay = "2d"
[[assume.events]]
event = "called"
after = "done('call')"
chance = 0.7
delay = "20h"
[steps.offer]
type = "send"
subject = "Offer"
next = "decide"
[steps.decide]
type = "wait"
until = "clicked('offer')"
timeout = "6d"
next = "think"
else = "last-call"
[steps.think]
type = "wait"
for = "2d"
next = "call"
[steps.call]
type = "action"
do = [ { task = { title = "Call" } } ]
next = "reached"
[steps.reached]
type = "wait"
until = "did('called', within='stay')"
timeout = "2d"
next = "talks"
else = "nobody"
[steps.last-call]
type = "send"
subject = "Last call"
next = "some-days"
[steps.some-days]
type = "wait"
for = "4d"
next = "nobody"
[steps.talks]
type = "exit"
reason = "in talks"
[steps.nobody]
type = "exit"
reason = "not now"
"""
)

FIELDS = (
    READ
    + """
[entry]
event = "came"
only_if = "email != ''"
start = "mark"
[goal]
name = "Bought"
when = "customer"
within = "40d"
[[exits]]
name = "in-sales"
when = "lifecycle == 'opportunity' or plan == 'pro'"
[sending]
basis = "b2b-role"
[[assume.events]]
event = "purchased"
after = "clicked()"
chance = 0.3
delay = "1d"
if = "not customer"
set = { lifecycle = "customer" }
[[assume.events]]
event = "purchased"
chance = "15% per 30d"
if = "plan != 'basic'"
set = { lifecycle = "customer" }
[[assume.events]]
event = "opened_deal"
chance = "20% per 30d"
if = "seats >= 10"
set = { lifecycle = "opportunity" }
[steps.mark]
type = "action"
do = [ { set = { renews = "now + 10d" } }, { emit = "marked" } ]
next = "way"
[steps.way]
type = "split"
ways = [ { name = "a", weight = 2, next = "first" }, { name = "b", weight = 1, next = "again" } ]
[steps.first]
type = "send"
subject = "First"
only_if = "plan == 'free'"
next = "until-renewal"
[steps.until-renewal]
type = "wait"
date = "renews - 2d"
at = "10:00"
next = "size"
else = "over"
[steps.size]
type = "branch"
cases = [ { if = "seats >= 10", label = "large", next = "large" } ]
else = "again"
[steps.large]
type = "send"
subject = "Large"
next = "over"
[steps.again]
type = "action"
do = [ { emit = "marked" } ]
next = "day"
[steps.day]
type = "wait"
for = "1d"
at = "12:00"
next = "often"
[steps.often]
type = "branch"
cases = [ { if = "count('marked', within='stay') >= 4", label = "often", next = "last" } ]
else = "again"
[steps.last]
type = "send"
subject = "Last"
[steps.over]
type = "exit"
reason = "over"
"""
)

SERVICE = (
    READ
    + """
[entry]
event = "came"
start = "confirm"
[goal]
name = "Has it"
when = "did('watched', within='stay') or did('slides')"
within = "12d"
[[exits]]
name = "cancelled"
when = "did('cancelled')"
[sending]
timezone = "Europe/Helsinki"
basis = "service"
[dates]
fair = 2026-03-31T14:00:00
[[assume.events]]
event = "attended"
date = "fair + 5min"
chance = 0.45
[[assume.events]]
event = "cancelled"
chance = "30% per 14d"
[[assume.events]]
event = "slides"
after = "clicked('slides') or opened('recording')"
chance = 0.8
delay = "5min"
spread = 0
[[assume.events]]
event = "watched"
after = "done('came')"
chance = 0.2
delay = "6h"
[steps.confirm]
type = "send"
subject = "Booked"
next = "eve"
[steps.eve]
type = "wait"
date = "fair - 1d"
at = "09:00"
next = "tomorrow"
else = "after"
[steps.tomorrow]
type = "send"
subject = "Tomorrow"
next = "after"
[steps.after]
type = "wait"
for = "3d"
next = "came"
[steps.came]
type = "branch"
cases = [ { if = "did('attended', within='stay')", label = "came", next = "slides" } ]
else = "recording"
[steps.slides]
type = "send"
subject = "Slides"
next = "over"
[steps.recording]
type = "send"
subject = "Recording"
[steps.over]
type = "exit"
reason = "has the slides"
"""
)

_FILE = Path(__file__).with_name("reference.toml").read_text(encoding="utf-8")
REFERENCE = _FILE[_FILE.index("[entry]") :]

ALL = {
    "windows": WINDOWS,
    "own events": OWN_EVENTS,
    "until": UNTIL,
    "fields": FIELDS,
    "service": SERVICE,
}
KINDS = {"service": "service"}
