"""How the exports of the usual products name the fields that every workspace knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Reading = Literal["plain", "opposite", "status", "first address", "tags", "stage"]


@dataclass(frozen=True, slots=True)
class Alias:
    """A column that is a field under another name, and how its cells are to be read.

    `opposite`: yes means no (an opt-out). `status`: words such as `unsubscribed`. `first address`:
    the first of several. `tags`: comma or bar between them. `stage`: a product's lifecycle labels.
    """

    field: str
    reading: Reading = "plain"


def squash(header: str) -> str:
    """A header without case, blanks and signs, so that `First Name` and `first_name` are one."""
    return "".join(char for char in header.casefold() if char.isalnum())


# A date of creation or of the last change is on purpose no alias of entered_at: it does not say
# when the contact turned up for a journey.
_PRODUCTS: dict[str, dict[str, Alias]] = {
    "any": {
        "contact": Alias("contact"),
        "contact id": Alias("contact"),
        "id": Alias("contact"),
        "kontakti": Alias("contact"),
        "asiakasnumero": Alias("contact"),
        "e-mail": Alias("email"),
        "e-mail address": Alias("email"),
        "mail": Alias("email"),
        "s-posti": Alias("email"),
        "primary email": Alias("email"),
        "work email": Alias("email"),
        "sähköposti": Alias("email"),
        "sähköpostiosoite": Alias("email"),
        "e-post": Alias("email"),
        "given name": Alias("first_name"),
        "forename": Alias("first_name"),
        "etunimi": Alias("first_name"),
        "förnamn": Alias("first_name"),
        "vorname": Alias("first_name"),
        "surname": Alias("last_name"),
        "family name": Alias("last_name"),
        "sukunimi": Alias("last_name"),
        "efternamn": Alias("last_name"),
        "nachname": Alias("last_name"),
        "company": Alias("company"),
        "organisation": Alias("company"),
        "organization": Alias("company"),
        "yritys": Alias("company"),
        "country": Alias("country"),
        "maa": Alias("country"),
        "time zone": Alias("timezone"),
        "aikavyöhyke": Alias("timezone"),
        "tidszon": Alias("timezone"),
        "land": Alias("country"),
        "företag": Alias("company"),
        "organisaatio": Alias("company"),
        "pisteet": Alias("score"),
        "poäng": Alias("score"),
        "elinkaari": Alias("lifecycle", "stage"),
        "elinkaaren vaihe": Alias("lifecycle", "stage"),
        "listat": Alias("lists"),
        "tunnisteet": Alias("lists", "tags"),
        "owner email": Alias("owner"),
        "omistaja": Alias("owner"),
        "vastuuhenkilö": Alias("owner"),
        "asiakasvastaava": Alias("owner"),
        "myyjä": Alias("owner"),
        "ansvarig": Alias("owner"),
        "email consent": Alias("consent"),
        "marketing consent": Alias("consent"),
        "opt-in": Alias("consent"),
        "markkinointilupa": Alias("consent"),
        "suostumus": Alias("consent"),
        "markkinointisuostumus": Alias("consent"),
        "samtycke": Alias("consent"),
        "markkinointikielto": Alias("consent", "opposite"),
        "suoramarkkinointikielto": Alias("consent", "opposite"),
        "opt-out": Alias("consent", "opposite"),
        "unsubscribed": Alias("consent", "opposite"),
        "list": Alias("lists"),
        "tags": Alias("lists", "tags"),
        "status": Alias("consent", "status"),
    },
    "HubSpot": {
        "Record ID": Alias("contact"),
        "Contact ID": Alias("contact"),
        "First Name": Alias("first_name"),
        "Last Name": Alias("last_name"),
        "Email": Alias("email"),
        "Contact owner": Alias("owner"),
        "Company Name": Alias("company"),
        "Associated Company": Alias("company"),
        "Country/Region": Alias("country"),
        "Lifecycle Stage": Alias("lifecycle", "stage"),
        "HubSpot Score": Alias("score"),
        "Unsubscribed from all email": Alias("consent", "opposite"),
        "Opted out of all email": Alias("consent", "opposite"),
        "hs_email_optout": Alias("consent", "opposite"),
        "hubspot_owner_id": Alias("owner"),
        "hs_object_id": Alias("contact"),
        "hubspotscore": Alias("score"),
    },
    "Mailchimp": {
        "Email Address": Alias("email"),
        "CC": Alias("country"),
        "TIMEZONE": Alias("timezone"),
    },
    "Klaviyo": {
        "Klaviyo ID": Alias("contact"),
        "Organization": Alias("company"),
        "Email Marketing Consent": Alias("consent", "status"),
        "Email Marketing Status": Alias("consent", "status"),
        "$consent": Alias("consent", "status"),
    },
    "Salesforce": {
        "Account Name": Alias("company"),
        "Company / Account": Alias("company"),
        "Account Owner": Alias("owner"),
        "Lead Owner": Alias("owner"),
        "OwnerId": Alias("owner"),
        "Mailing Country": Alias("country"),
        "HasOptedOutOfEmail": Alias("consent", "opposite"),
        "Email Opt Out": Alias("consent", "opposite"),
    },
    "Pipedrive": {
        "Person - Pipedrive System ID": Alias("contact"),
        "Person - First name": Alias("first_name"),
        "Person - Last name": Alias("last_name"),
        "Person - Email": Alias("email", "first address"),
        "Person - Email (Work)": Alias("email", "first address"),
        "Person - Email (Home)": Alias("email", "first address"),
        "Person - Email (Other)": Alias("email", "first address"),
        "Person - Organization": Alias("company"),
        "Organization - Name": Alias("company"),
        "Person - Owner": Alias("owner"),
        "Person - Marketing status": Alias("consent", "status"),
    },
    "ActiveCampaign": {
        "Organization Name": Alias("company"),
        "Account": Alias("company"),
        "Contact Score": Alias("score"),
    },
    "Mautic": {
        "firstname": Alias("first_name"),
        "lastname": Alias("last_name"),
        "points": Alias("score"),
        "ownerusername": Alias("owner"),
        "doNotEmail": Alias("consent", "opposite"),
    },
    "Brevo": {
        "EMAIL_BLACKLISTED": Alias("consent", "opposite"),
        "EMAIL_BLOCKLISTED": Alias("consent", "opposite"),
        "Email blocklisted": Alias("consent", "opposite"),
    },
    "Kit": {
        "email_address": Alias("email"),
        "state": Alias("consent", "status"),
    },
}

ALIASES: dict[str, Alias] = {
    squash(header): alias for table in _PRODUCTS.values() for header, alias in table.items()
}

# What HubSpot calls the stages on screen and inside, as the words that the samples use.
STAGES = {
    "marketing qualified lead": "mql",
    "marketingqualifiedlead": "mql",
    "sales qualified lead": "sql",
    "salesqualifiedlead": "sql",
}

# Columns that only Mailchimp writes; it tells who may be written to by the file's name.
MAILCHIMP_MARKS = frozenset({"leid", "euid"})
