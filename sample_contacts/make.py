"""Make the sample contacts and their past: 400 invented people, the same ones every time.

    python sample_contacts/make.py [FOLDER]

writes leads.csv and history.csv. Nobody in them exists; all addresses are at example domains.
"""

from __future__ import annotations

import csv
import io
import math
import random
import sys
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
Row = dict[str, str]

SEED = 20261123
PEOPLE = 400
START = date(2026, 11, 23)  # a Monday; the history ends the evening before
HISTORY_DAYS = 90
OFFICE_DAYS = (0, 1, 2, 3, 4, 7, 8, 9, 10, 11)  # after the start: two weeks of Mon-Fri
WEBINAR = datetime.combine(date(2026, 12, 10), time(14))

# country: (share, time zone, owner, first names, last names)
PLACES: dict[str, tuple[float, str, str, str, str]] = {
    "FI": (
        0.55,
        "Europe/Helsinki",
        "sami@example.com",
        "Aino Eero Elina Hanna Heikki Ilkka Jari Johanna Jyrki Kaisa Kalle Katri Leena Lauri Marja "
        "Matti Mika Niina Oili Outi Päivi Pekka Pirjo Päivö Riikka Saara Sanna Seppo Tiina Timo "
        "Tuula Väinö Ville Yrjö",
        "Aalto Alanen Hämäläinen Heikkilä Jokinen Järvinen Kallio Karppinen Kettunen Koskinen "
        "Laakso Lehtimäki Mäkelä Mäkinen Niemelä Ojala Pöyhönen Rantanen Räsänen Saarinen Salmi "
        "Särkkä Toivonen Töyrylä Väisänen Virtanen Ylönen",
    ),
    "SE": (
        0.19,
        "Europe/Stockholm",
        "linnea@example.com",
        "Åsa Anders Björn Elsa Fredrik Göran Håkan Ingrid Jörgen Karin Lovisa Märta Nils Oskar "
        "Sören Ulla Ylva",
        "Åkesson Andersson Berglund Björk Ekström Fransén Göransson Hagström Lindén Lundqvist "
        "Norén Öberg Sandström Sjöberg Wallén",
    ),
    "GB": (
        0.10,
        "Europe/London",
        "oliver@example.com",
        "Alice Chloé Daniel Emily George Hannah Jack Olivia Renée Thomas Zoë",
        "Bennett Clarke Davies Evans Harris Hughes O'Neill Patel Turner Wright",
    ),
    "US": (
        0.10,
        "America/New_York",
        "grace@example.com",
        "Andrea Brian Carlos Denise Eric Grace José Kevin Linda Maya Rachel Steven",
        "Adams Brooks Diaz Foster García Johnson Miller Nguyen Price Reyes Walker",
    ),
    "JP": (
        0.06,
        "Asia/Tokyo",
        "export@example.com",
        "Aiko Daichi Emi Haruto Kenji Mei Naoki Sakura Yuki",
        "Fujita Itō Kobayashi Matsuda Nakamura Ōta Sasaki Suzuki",
    ),
}
COMPANY_FIRST = (
    "Aurora Birka Fjord Havu Kaarna Kettu Lumi Myrsky Nordvik Onni Pihka Polaris Revontuli Saari "
    "Sisu Sölve Tähti Tuuli Ulappa Vinter"
)
COMPANY_LAST = "Foods Group Health Logistics Metal Retail Robotics Services Software Works"
INDUSTRIES = ("manufacturing", "retail", "services", "technology", "public")
HR_TITLES = (
    "HR Director", "HR Manager", "HR-johtaja", "HR-päällikkö", "HR Business Partner",
    "Chief People Officer (HR)", "HR Specialist", "HR-chef",
)  # fmt: skip
OTHER_TITLES = (
    "Markkinointijohtaja", "Markkinointipäällikkö", "Chief Marketing Officer", "Marketing Manager",
    "Toimitusjohtaja", "CFO", "IT Manager", "Operations Director", "Kommunikationschef",
)  # fmt: skip
# stage: (people, lowest score, highest score, share without an owner)
STAGES: dict[str, tuple[int, int, int, float]] = {
    "subscriber": (32, 0, 24, 0.28),
    "lead": (108, 4, 68, 0.18),
    "mql": (53, 40, 78, 0.10),
    "sql": (26, 42, 90, 0.0),
    "opportunity": (27, 40, 99, 0.0),
    "customer": (154, 10, 85, 0.0),
}
COLUMNS = (
    "contact", "email", "first_name", "last_name", "company", "job_title", "company_size",
    "industry", "country", "timezone", "owner", "lifecycle", "score", "consent", "lists",
    "customer_since", "owns_survey", "trial_ends", "entered_at",
)  # fmt: skip
EVENT_COLUMNS = ["contact", "time", "event", "object", "value"]


class Luck:
    """Draws built on `random()` alone, whose sequence Python promises to keep for a seed."""

    def __init__(self, seed: int) -> None:
        self._source = random.Random(seed)

    def chance(self, share: float) -> bool:
        return self._source.random() < share

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self._source.random() * (high - low + 1))

    def one(self, values: Sequence[T]) -> T:
        return values[self.whole(0, len(values) - 1)]

    def weighted(self, shares: dict[str, float]) -> str:
        point = self._source.random() * sum(shares.values())
        for value, share in shares.items():
            point -= share
            if point < 0:
                return value
        return value

    def mixed(self, values: Sequence[T]) -> list[T]:
        keyed = [(self._source.random(), place, value) for place, value in enumerate(values)]
        return [value for _, _, value in sorted(keyed, key=lambda entry: entry[:2])]

    def office_time(self, day: date) -> datetime:
        """A moment of that day between 8 and 17, to the minute."""
        return datetime.combine(day, time(8)) + timedelta(minutes=self.whole(0, 9 * 60 - 1))


def ascii_letters(text: str) -> str:
    """The text as an address spells it: ä becomes a, blanks and quotes go."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "".join(letter for letter in plain.lower() if letter.isalnum())


def company_sizes(luck: Luck) -> int:
    """Employees, as companies are: most small, some very large (log-normal by sum of draws)."""
    normal = sum(luck.whole(0, 1000) for _ in range(12)) / 1000 - 6
    return max(3, round(math.exp(4.75 + 1.15 * normal)))


def person(luck: Luck, number: int, stage: str) -> Row:
    """One contact without dates; gaps where a CRM has them."""
    country = luck.weighted({code: place[0] for code, place in PLACES.items()})
    _, zone, owner, first_names, last_names = PLACES[country]
    first, last = luck.one(first_names.split()), luck.one(last_names.split())
    company = f"{luck.one(COMPANY_FIRST.split())} {luck.one(COMPANY_LAST.split())}"
    domain = f"{ascii_letters(company)}.{luck.one(('example.com', 'example.org', 'example.net'))}"
    _, lowest, highest, ownerless = STAGES[stage]
    score = lowest + min(luck.whole(0, highest - lowest), luck.whole(0, highest - lowest + 20))
    permission = 0.72 if stage in ("subscriber", "lead") else 0.82
    in_lists = [name for name in ("leads", "newsletter") if luck.chance(0.5)]
    return {
        "contact": f"a-{number:04d}",
        "email": f"{ascii_letters(first)}.{ascii_letters(last)}@{domain}",
        "first_name": "" if luck.chance(0.05) else first,
        "last_name": "" if luck.chance(0.02) else last,
        "company": "" if luck.chance(0.04) else company,
        "job_title": "" if luck.chance(0.06) else job_title(luck),
        "company_size": "" if luck.chance(0.06) else str(company_sizes(luck)),
        "industry": "" if luck.chance(0.07) else luck.one(INDUSTRIES),
        "country": "" if luck.chance(0.03) else country,
        "timezone": "" if luck.chance(0.08) else zone,
        "owner": "" if luck.chance(ownerless) else owner,
        "lifecycle": stage,
        "score": "" if stage == "subscriber" and luck.chance(0.4) else str(score),
        "consent": "yes" if luck.chance(permission) else "no",
        "lists": ";".join(name for name in in_lists if stage != "customer" or name != "leads"),
        "customer_since": "",
        "owns_survey": "no",
        "trial_ends": "",
        "entered_at": "",
    }


def job_title(luck: Luck) -> str:
    return luck.one(HR_TITLES if luck.chance(0.62) else OTHER_TITLES)


def with_customer_dates(luck: Luck, customers: list[Row]) -> None:
    """Most have been customers for long; some are new, and some contracts begin soon."""
    for place, row in enumerate(luck.mixed(customers)):
        if place < 36:
            since = START - timedelta(days=luck.whole(1, 28))
        elif place < 60:
            since = START + timedelta(days=luck.whole(2, 42))
        elif place < 72:
            since = START - timedelta(days=luck.whole(110, 180))
        else:
            since = START - timedelta(days=luck.whole(190, 1700))
            row["owns_survey"] = "yes" if luck.chance(0.12) else "no"
        row["customer_since"] = since.isoformat()
    for row in customers[::41]:
        row["customer_since"] = ""


def with_lead_dates(luck: Luck, leads: list[Row]) -> None:
    """Trials under way and over, and the moment some turn up, with a rush before the webinar."""
    mixed = luck.mixed(leads)
    for place, row in enumerate(mixed[:80]):
        turned_up = luck.office_time(START + timedelta(days=luck.one(OFFICE_DAYS)))
        days_left = luck.whole(2, 3) if place < 14 else luck.whole(4, 28)
        row["trial_ends"] = (turned_up.date() + timedelta(days=days_left)).isoformat()
        row["entered_at"] = turned_up.isoformat()
    for row in mixed[80:96]:
        row["trial_ends"] = (START - timedelta(days=luck.whole(10, 120))).isoformat()
    for row in mixed[96:120]:
        day = START + timedelta(days=luck.one(OFFICE_DAYS))
        row["entered_at"] = luck.office_time(day).isoformat()
    for row in mixed[120:144]:
        late = WEBINAR - timedelta(minutes=luck.whole(20, 28 * 60))
        row["entered_at"] = late.isoformat()


def contacts() -> list[Row]:
    """All contacts in the order of their ids."""
    luck = Luck(SEED)
    stages = [stage for stage, traits in STAGES.items() for _ in range(traits[0])]
    rows = [person(luck, number, stage) for number, stage in enumerate(luck.mixed(stages), 1)]
    with_customer_dates(luck, [row for row in rows if row["lifecycle"] == "customer"])
    with_lead_dates(luck, [row for row in rows if row["lifecycle"] != "customer"])
    misaki = next(row for row in rows if row["country"] == "JP" and row["first_name"])
    domain = misaki["email"].partition("@")[2]
    misaki |= {"first_name": "美咲", "last_name": "田中", "email": f"misaki.tanaka@{domain}"}
    seen: set[str] = set()
    for row in rows:
        name, _, domain = row["email"].partition("@")
        row["email"] = row["email"] if row["email"] not in seen else f"{name}2@{domain}"
        seen.add(row["email"])
    for row in rows[17::47]:
        row["email"] = ""
    for row in rows[29::31]:
        row["lifecycle"] = "" if row["lifecycle"] in ("subscriber", "lead") else row["lifecycle"]
    return rows


def history(rows: Sequence[Row]) -> list[Row]:
    """What is known of the 90 days before the start, in the order of time."""
    luck = Luck(SEED + 1)
    events = [event for row in rows for event in past_of(luck, row)]
    first = datetime.combine(START - timedelta(days=HISTORY_DAYS), time())
    last = datetime.combine(START, time())
    kept = [event for event in events if first.isoformat() <= event["time"] < last.isoformat()]
    return sorted(kept, key=lambda event: (event["time"], event["contact"], event["event"]))


def past_of(luck: Luck, row: Row) -> list[Row]:
    """One contact's past: a story that agrees with what the CRM says of it today."""
    past = Past(luck, row["contact"])
    stage, mailable = row["lifecycle"], row["consent"] == "yes" and row["email"] != ""
    if stage != "customer" and luck.chance(0.3):
        past.guide(mailable)
    if stage == "customer":
        past.customer(row["customer_since"])
    if row["trial_ends"]:
        past.trial(date.fromisoformat(row["trial_ends"]))
    if stage in ("mql", "sql", "opportunity"):
        past.interest()
    if stage in ("sql", "opportunity"):
        past.sales(stage)
    if luck.chance(0.05):
        past.contact_form()
    if row["consent"] == "no" and row["email"] and luck.chance(0.2):
        past.unsubscribed()
    return past.events


class Past:
    """The events of one contact as they are told, one after the other."""

    def __init__(self, luck: Luck, contact: str) -> None:
        self.luck = luck
        self.contact = contact
        self.events: list[Row] = []

    def happened(self, event: str, at: datetime, thing: str = "", value: str = "") -> None:
        when = at.isoformat()
        self.events.append(
            {"contact": self.contact, "time": when, "event": event, "object": thing, "value": value}
        )

    def some_day(self, earliest: int, latest: int) -> datetime:
        """An office hour so many days before the start."""
        return self.luck.office_time(START - timedelta(days=self.luck.whole(latest, earliest)))

    def message(self, thing: str, at: datetime, opened: float, clicked: float) -> bool:
        """A message sent, perhaps opened, perhaps clicked; true if clicked."""
        self.happened("sent", at, thing)
        if not self.luck.chance(opened):
            return False
        seen = at + timedelta(minutes=self.luck.whole(3, 900))
        self.happened("opened", seen, thing)
        if not self.luck.chance(clicked):
            return False
        self.happened("clicked", seen + timedelta(minutes=1), thing)
        return True

    def guide(self, mailable: bool) -> None:
        at = self.some_day(85, 12)
        self.happened("hr_guide_downloaded", at, "hr-guide")
        if not mailable:
            return
        self.message("hr-guide/deliver", at, 0.65, 0.40)
        self.message("hr-guide/numbers", at + timedelta(days=3), 0.30, 0.18)
        offered = at + timedelta(days=9)
        if self.message("hr-guide/offer-guide", offered, 0.35, 0.22) and self.luck.chance(0.5):
            downloaded = offered + timedelta(hours=18)
            self.happened("selection_guide_downloaded", downloaded, "selection-guide")

    def customer(self, since: str) -> None:
        for _ in range(self.luck.whole(0, 3)):
            self.happened("logged_in", self.some_day(60, 1))
        if self.luck.chance(0.05):
            self.happened("complaint_made", self.some_day(80, 20))
        began = date.fromisoformat(since) if since else None
        if began and began > START - timedelta(days=HISTORY_DAYS - 12):
            signed = min(began, START) - timedelta(days=self.luck.whole(1, 9))
            value = str(1200 + 300 * self.luck.whole(0, 20))
            self.happened("purchased", self.luck.office_time(signed), "hr-system", value)

    def trial(self, ends: date) -> None:
        at = self.luck.office_time(ends - timedelta(days=30))
        self.happened("trial_started", at, "hr-system")
        if self.luck.chance(0.5):
            imported = at + timedelta(hours=self.luck.whole(2, 90))
            self.happened("people_imported", imported, "hr-system")

    def interest(self) -> None:
        for _ in range(self.luck.whole(1, 3)):
            self.happened("pricing_viewed", self.some_day(80, 1), "/pricing")
        if self.luck.chance(0.3):
            self.happened("webinar_registered", self.some_day(60, 47), "autumn webinar")
            if self.luck.chance(0.45):
                held = datetime.combine(START - timedelta(days=46), time(14, 5))
                self.happened("webinar_attended", held, "autumn webinar")

    def sales(self, stage: str) -> None:
        met = self.some_day(70, 20)
        self.happened("meeting_requested", met)
        self.happened("seller_contacted", met + timedelta(hours=self.luck.whole(1, 40)), "call")
        if stage == "opportunity":
            opened = met + timedelta(days=self.luck.whole(3, 18))
            self.happened("deal_opened", opened, "", str(2400 + 600 * self.luck.whole(0, 30)))

    def contact_form(self) -> None:
        at = self.some_day(88, 4)
        self.happened("contact_form_sent", at, "/contact")
        self.happened("seller_contacted", at + timedelta(hours=self.luck.whole(1, 30)), "e-mail")

    def unsubscribed(self) -> None:
        at = self.some_day(40, 2)
        self.happened("sent", at, "newsletter/november")
        read = at + timedelta(minutes=self.luck.whole(5, 400))
        self.happened("opened", read, "newsletter/november")
        gone = read + timedelta(minutes=1)
        self.happened("unsubscribed", gone, "newsletter/november")


def as_csv(columns: Sequence[str], rows: Sequence[Row]) -> str:
    """The rows as text: commas, UTF-8, one line feed a row."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def main(folder: Path) -> None:
    people = contacts()
    past = history(people)
    (folder / "leads.csv").write_text(as_csv(COLUMNS, people), encoding="utf-8", newline="\n")
    (folder / "history.csv").write_text(as_csv(EVENT_COLUMNS, past), encoding="utf-8", newline="\n")
    print(f"{len(people)} contacts and {len(past)} events in {folder}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
