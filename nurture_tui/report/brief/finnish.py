"""The brief in Finnish."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from nurture_tui.model.clock import Window
from nurture_tui.model.duration import Duration
from nurture_tui.report.brief.finnish_clauses import FinnishClauses, span
from nurture_tui.report.brief.tongue import Case
from nurture_tui.text import half_up

WORDS: Mapping[str, str] = {
    "brief": "Tiivistelmä",
    "language": "suomi",
    "note": "selkokielellä",
    "older": "luvut ovat muutosta vanhempia",
    "beside": "Sivun laidassa",
    "for": "Kenelle",
    "gets": "Mitä he saavat",
    "ends": "Mihin polku päättyy",
    "told": "Kenelle kerrotaan ja milloin",
    "rules": "Miten lähetämme",
    "prepare": "Valmisteltavaa",
    "assume": "Mitä oletamme",
    "agreed": "Sovittu",
    "open": "Vielä avoinna",
    "guess": "arvaus",
    "own data": "omaa dataa",
    "marketing": "markkinointi",
    "sales": "myynti",
    "not yet": "ei vielä",
    "idea": "idea",
    "draft": "luonnos",
    "missing": "puuttuu",
    "ready": "valmis",
    "nothing to prepare": "Ei mitään.",
    "at once": "Heti",
    "same day": "Samana pv",
    "never": "Ei koskaan",
    "let in": "kaikki mukaan päässeet",
    "still here": "kaikki, jotka ovat vielä polulla",
    "in time": "ne, jotka ehtivät mukaan ajoissa",
    "too late": "ne, joilta hetki on jo ohi",
    "goal": "tavoite",
    "nothing more": "muuta ei lähetetä",
    "end of path": "Polku loppuu",
    "still inside": "Vielä matkalla",
    "run ends": "kun simuloitu aika loppuu",
    "unsubscribed": "Peruu tilauksen",
    "bounced": "Osoite ei toimi",
    "late-goal": "Saavuttaa tavoitteen myöhässä",
    "too late for goal": "ei lasketa tavoitteeseen",
    "no goal": "Polulla ei ole tavoitetta.",
    "no goal yet": "Mikä on polun tavoite?",
    "no target": "Kuinka monen sadasta pitäisi saavuttaa tavoite?",
    "no within": "Missä ajassa tavoite pitäisi saavuttaa?",
    "by hand-off": "Kontaktit tulevat tänne muilta poluilta; itsestään polku ei ala.",
    "email": "sähköposti",
    "sms": "tekstiviesti",
    "push": "push-viesti",
    "letter": "kirje",
    "not simulated": "Ei ole vielä simuloitu.",
    "does not run": "Ei ole vielä simuloitu: polun virheet on ensin korjattava.",
    "simulated numbers": "Luvut on simuloitu, ja ne on laskettu sataa mukaan päässyttä kohti.",
    "nobody": "Simuloituna aikana polulle ei pääse kukaan.",
    "no messages": "Kontaktille ei lähetetä viestejä.",
    "tasks": "tehtävää",
    "above target": "tavoite ylittyy",
    "below target": "jää tavoitteesta",
    "cannot tell": "näin pienellä joukolla ei voi sanoa, täyttyykö tavoite",
    "nothing open": "Ei mitään.",
    "what": "Mitä",
    "where": "Missä",
    "value": "Arvo",
    "source": "Lähde",
    "state": "Tila",
    "owner": "Tekijä",
    "hours": "Tunnit",
    "asset": "Mitä",
    "end": "Mihin päättyy",
    "then": "Mitä seuraa",
    "when": "Milloin",
    "message": "Viesti",
    "who": "Kenelle",
    "of 100": "Sadasta",
    "all messages": "kaikki viestit",
    "everywhere": "kaikki polut",
    "consent for all": "kaikilta on lupa",
    "consent asked": "Onko kaikilta todella lupa? Kontaktitiedosto ei kerro sitä.",
    "machine opens": "koneiden avaukset",
    "no owner": "ei vielä kukaan",
}
# Whose public holidays they are.
COUNTRIES = {
    "AT": "Itävallan", "BE": "Belgian", "CA": "Kanadan", "CH": "Sveitsin", "CZ": "Tšekin",
    "DE": "Saksan", "DK": "Tanskan", "EE": "Viron", "ES": "Espanjan", "FI": "Suomen",
    "FR": "Ranskan", "GB": "Britannian", "IE": "Irlannin", "IS": "Islannin", "IT": "Italian",
    "LT": "Liettuan", "LU": "Luxemburgin", "LV": "Latvian", "NL": "Alankomaiden", "NO": "Norjan",
    "PL": "Puolan", "PT": "Portugalin", "SE": "Ruotsin", "US": "Yhdysvaltain",
}  # fmt: skip
_RATES = {
    "open": "avaa viestin",
    "click_to_open": "avanneista klikkaa",
    "unsubscribe": "peruu tilauksen",
    "bounce": "osoite ei toimi",
    "soft_bounce": "tulee päivän myöhässä",
    "fatigue": "väsymys viesteihin",
    "position": "viestin paikka polulla",
    "weekend": "viikonloppu",
    "contact_spread": "kontaktien väliset erot",
    "machine_opens": "koneiden avaukset",
}
_ASKED = {
    "open": "Avaako {where} todella {value}?",
    "click_to_open": "Klikkaako todella {value} niistä, jotka avaavat {where}?",
}
_CAUSES = {
    "clicked": "klikattu viestiä",
    "opened": "avattu viesti",
    "sent": "saatu viesti",
    "done": "käyty vaiheessa",
    "did": "tapahtunut",
}
MOST_NAMED = 3
_FRACTIONS = {(1, 2): "puolet", (1, 3): "kolmannes", (2, 3): "kaksi kolmesta", (1, 4): "neljännes"}
_SMALL = ("nolla", "yksi", "kaksi", "kolme", "neljä", "viisi")
_DAYS = ("maanantaisin", "tiistaisin", "keskiviikkoisin", "torstaisin", "perjantaisin",
         "lauantaisin", "sunnuntaisin")  # fmt: skip


class Finnish:
    """Finnish sentences."""

    code = "fi"
    words = WORDS
    clauses = FinnishClauses()

    def quoted(self, text: str) -> str:
        return f"”{text}”"

    def number(self, value: float, decimals: int) -> str:
        return f"{half_up(value, decimals):,}".replace(",", "\u00a0").replace(".", ",")

    def count(self, number: int) -> str:
        return f"{number:,}".replace(",", "\u00a0")

    def percent(self, share: float) -> str:
        decimals = 0 if share >= 0.01 or share == 0 else 1 if share >= 0.001 else 2
        shown = f"{half_up(share, decimals + 2) * 100:.{decimals}f}".replace(".", ",")
        return f"{shown}\u00a0%"

    def in_time(self, event: str, duration: Duration) -> str:
        return f"{event} {span(duration, 'in')}"

    def of_100(self, share: float) -> str:
        if 0 < share < 0.005:
            return "alle 1 sadasta"
        if 0.995 <= share < 1:
            return "yli 99 sadasta"
        return f"{half_up(share, 2) * 100:.0f} sadasta"

    def span(self, duration: Duration, case: Case = "plain") -> str:
        return span(duration, case)

    def days(self, first: int, last: int) -> str:
        word = "Päivä" if last < 100 else "Pv"  # what a column of twelve cells holds
        return f"{word} {first}" if first == last else f"{word} {first}–{last}"

    def moment(self, name: str, sign: int, offset: str) -> str:
        if not offset:
            return f"Hetkellä ”{name}”"
        side = "hetken jälkeen" if sign > 0 else "ennen hetkeä"
        return f"{offset} {side} ”{name}”"

    def entry(self, event: str, clause: str) -> str:
        if event:
            return f"Polku alkaa, kun tapahtuu ”{event}”"
        return f"Polulle tulevat ne, {clause}" if clause else WORDS["by hand-off"].rstrip(".")

    def let_in(self, clause: str) -> str:
        return f"Mukaan pääsevät vain ne, {clause}."

    def again(self, span: str) -> str:
        if not span:
            return "Polulta lähtenyt voi tulla uudelleen milloin vain."
        return f"Polulta lähtenyt voi tulla uudelleen, kun lähdöstä on {span}."

    def aim(self, goal: str, target: str, within: str) -> str:
        by = f" {within}" if within else ""
        if not target:
            return f"Tavoite on ”{goal}”{by}."
        return f"Haluamme, että {target} saavuttaa tavoitteen ”{goal}”{by}."

    def simulated(self, of_100: str, low: str, high: str, verdict: str) -> str:
        said = f": {verdict}" if verdict else ""
        return f"Simuloituna sen saavuttaa {of_100} ({low}–{high}){said}."

    def chance(self, share: float, name: str, of: str) -> str:
        part = next(
            (word for (a, b), word in _FRACTIONS.items() if abs(share - a / b) < 0.005),
            self.of_100(share),
        )
        if of.startswith("ne, "):
            return f"arvalla {part} niistä, {of.removeprefix('ne, ')} (”{name}”)"
        return f"arvalla {part} (”{name}”)" + (f": {of}" if of else "")

    def those(self, clause: str, within: str) -> str:
        return f"ne, {clause}{f' {within}' if within else ''}"

    def others(self, title: str) -> str:
        return f"muut kohdassa ”{title}”"

    def on_way(self, label: str, title: str) -> str:
        return f"”{label}” kohdassa ”{title}”"

    def several(self, ways: Sequence[str]) -> str:
        return " tai ".join(ways)

    def only(self, clause: str) -> str:
        return f"vain ne, {clause}"

    def goes_on(self, journey: str) -> str:
        return f"jatkaa polulle ”{journey}”"

    def gets_task(self, who: str, title: str, due: str) -> str:
        time = f", aikaa {due}" if due else ""
        return f"{self.person(who)} saa tehtävän: ”{title}”{time}"

    def is_told(self, who: str, message: str) -> str:
        return f"{self.person(who)} saa tiedon{f': ”{message}”' if message else ''}"

    def person(self, who: str) -> str:
        return {"owner": "omistaja", "sales": "myynti", "marketing": "markkinointi"}.get(who, who)

    def later(self, of_100: str) -> str:
        return (
            f"Lisäksi tavoitteen saavuttaa ajoissa viimeisen vaiheensa jälkeen {of_100}: "
            "yllä heidät on laskettu siihen, mihin heidän polkunsa päättyi."
        )

    def cap(self, number: int, span: Duration, wait: bool) -> str:
        many = _SMALL[number] if number < len(_SMALL) else str(number)
        messages = "yksi viesti" if number == 1 else f"{many} viestiä"
        more = "seuraava odottaa vuoroaan" if wait else "ylimenevä jää lähettämättä"
        return f"Enintään {messages} {self.span(span, 'in')}; {more}."

    def window(self, window: Window, zone: str) -> str:
        clock = "vastaanottajan omaa aikaa" if zone == "contact" else f"aikaa {zone}"
        spans = " ja ".join(
            f"{_days(one.days.numbers)}klo {_clock(one.opens)}–{_clock(one.closes)}"
            for one in window.spans
        )
        return f"Viestit lähtevät {spans} {clock}."

    def holidays(self, country: str) -> str:
        if country == "contact":
            return "Ei koskaan vastaanottajan maan pyhäpäivinä."
        name = COUNTRIES.get(country[:2])
        return f"Ei koskaan {name} pyhäpäivinä." if name else f"Ei pyhäpäivinä ({country})."

    def closed(self, days: Sequence[str]) -> str:
        return f"Ei myöskään {', '.join(days)}."

    def dates(self, first: date, last: date) -> str:
        end = f"{last.day}.{last.month}.{last.year}"
        if first == last:
            return end
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}.–{end}"
        return f"{first.day}.{first.month}.{first.year}–{end}"

    def waits_for(self, clause: str) -> str:
        return f"Viesti odottaa niiden kohdalla, {clause}."

    def at_once(self, titles: Sequence[str]) -> str:
        return f"Mihin aikaan tahansa: {_listed(titles)}."

    def basis(self, basis: str) -> str:
        return {
            "consent": "Vain niille, jotka ovat antaneet luvan.",
            "customer": "Asiakasviesteinä niille, jotka eivät ole peruneet tilausta.",
            "b2b-role": "Työroolin perusteella niille, jotka eivät ole peruneet tilausta.",
            "service": "Palveluviesteinä kaikille.",
        }[basis]

    def hours(self, hours: float) -> str:
        return f"{hours:g} h".replace(".", ",")

    def guesses(self, guesses: int, of: int) -> str:
        if not guesses:
            return "Yksikään ei ole arvaus."
        return f"Oletuksia on {of}, niistä arvauksia {guesses}."

    def weighs(self, name: str, was: str, value: str, rate: float) -> str:
        goal = self.number(rate * 100, 1)
        return (
            f"Eniten painaa tämä: {name}. Jos se olisi {value} eikä {was}, tavoitteen saavuttaisi "
            f"{goal}\u00a0%."
        )

    def asked(self, what: str, value: str, titles: Sequence[str]) -> str:
        more = len(titles) - MOST_NAMED
        named = ", ".join(f"”{title}”" for title in titles[:MOST_NAMED])
        others = "yhden muun" if more == 1 else f"{more} muuta"
        where = f"{named} ja {others}" if more > 0 else _listed(titles)
        which = "viestit" if len(titles) > 1 else "viestin"
        return _ASKED[what].format(value=value, where=f"{which} {where}")

    def asked_event(self, event: str, value: str) -> str:
        return f"Onko {value} oikea arvio tapahtumalle {event}?"

    def to_make(self, titles: Sequence[str]) -> str:
        return f"Vielä kesken: {_listed(titles)}."

    def no_asset(self, title: str) -> str:
        return f"Kuka tekee sisällön viestiin ”{title}”? Sille ei ole nimetty aineistoa."

    def not_agreed(self, side: str) -> str:
        return f"{side.capitalize()} ei ole vielä hyväksynyt."

    def finding(self, code: str, severity: str, title: str, message: str) -> str:
        kind = {"error": "virhe", "warning": "varoitus"}.get(severity, "huomautus")
        return f"Tarkistuksen {kind} {code}{f', ”{title}”' if title else ''}: {message}"

    def rate_name(self, what: str) -> str:
        return _RATES.get(what, what.replace("_", " "))

    def after_cause(self, event: str, causes: Sequence[tuple[str, str]]) -> str:
        said = []
        for function in dict.fromkeys(function for function, _ in causes):
            names = [name for cause, name in causes if cause == function and name]
            of = f" {_listed(names, 'tai')}" if names else " jokin viesti"
            said.append(f"{_CAUSES.get(function, '')}{of}".strip())
        return f"”{event}”, kun on {' tai '.join(said)}"

    def messages(self, number: int) -> str:
        return "yksi viesti" if number == 1 else f"{number} viestiä"

    def run(self, contacts: int, days: int, start: str) -> str:
        people = "1 kontaktilla" if contacts == 1 else f"{self.count(contacts)} kontaktilla"
        length = "1 päivä" if days == 1 else f"{days} päivää"
        return f"Simuloitu {people} {length} {start} alkaen."


def _listed(parts: Sequence[str], word: str = "ja") -> str:
    quoted = [f"”{part}”" for part in parts]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} {word} {quoted[-1]}"


def _days(numbers: Sequence[int]) -> str:
    if len(numbers) == 7:
        return "joka päivä "
    if tuple(numbers) == (0, 1, 2, 3, 4):
        return "vain arkisin "
    if tuple(numbers) == (5, 6):
        return "vain viikonloppuisin "
    names = [_DAYS[day] for day in numbers]
    return f"vain {', '.join(names[:-1])}{' ja ' if len(names) > 1 else ''}{names[-1]} "


def _clock(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours}.{rest:02}" if rest else str(hours)
