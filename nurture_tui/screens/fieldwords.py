"""What each field of a form is for, in the words of someone who plans, not of the file."""

from __future__ import annotations

from collections.abc import Mapping

from nurture_tui.edit.fields import Field

_MEANS: Mapping[str, str] = {
    # How contacts come in.
    "entry.event": "What brings a contact in: a form sent, a guide downloaded.",
    "entry.when": "Comes in as soon as this holds, without an event.",
    "entry.only_if": "Who of those is let in.",
    "entry.again": "Whether the same contact may come in once more.",
    "entry.arrivals": "Who of the list comes in a simulation that has no history.",
    "entry.start": "The first step.",
    # The journey.
    "name": "What it is called in lists and reports.",
    "purpose": "What it is for, in one sentence.",
    "kind": "lead, customer, or what is no marketing: service, internal.",
    "status": "How far it is: draft until colleagues have agreed.",
    "persona": "For whom; personas are shared by all journeys ([go.workspace]).",
    "stage": "Where these people are on the way to buying.",
    "owner": "Who answers for it, by e-mail address.",
    "approved_by": "Who has agreed to it.",
    "tags": "Words to find it by.",
    "notes": "For colleagues; nothing is done with it.",
    "goal.name": "What is to be reached, in a few words.",
    "goal.when": "A contact that meets this has reached the goal and leaves.",
    "goal.target": "The share that is to reach it.",
    "goal.within": "Counted from coming in; empty for whenever.",
    "goal.enter": "The journey that goes on with them.",
    "exits.name": "Why they leave, in a word or two.",
    "exits.when": "A contact that meets this leaves at once, wherever it is.",
    "exits.enter": "The journey that goes on with them.",
    # Sending.
    "window": "Days and hours of sending; what is due outside waits.",
    "timezone": "Whose clock the hours are by.",
    "holidays": "Whose public holidays are without sends.",
    "closed": "Days of your own without sends.",
    "cap": "The most messages to one contact in a time.",
    "capped": "What comes of a message over the cap.",
    "hold_if": "While a contact meets this, nothing is sent to it.",
    "sender": "Who it comes from; owner is the contact's seller.",
    "sender_fallback": "The sender for contacts without an owner.",
    "channel": "How it reaches the contact.",
    "basis": "Why you may write: consent, or another ground in law.",
    "throttle": "The most messages of this journey in a time, to all.",
    "min_gap": "The least time between two messages to one contact.",
    # Steps.
    "steps.title": "What it is called on the path.",
    "asset": "The text or page that is sent, by its name in your list ([go.workspace]).",
    "subject": "The line that readers see first.",
    "cta": "The event that it asks for: what a click should lead to.",
    "role": "What the message is to do.",
    "steps.only_if": "Sent only to who meets this; the others go on without it.",
    "next": "The step after this; [design.connect] draws the line by its letter.",
    "steps.else": "The step for all others.",
    "for": "How long.",
    "until": "The wait is over as soon as this happens.",
    "timeout": "How long at most; then they go the other way.",
    "on": "Only on these days.",
    "at": "The hour to go on at.",
    "steps.date": "The date that it waits for, and how long before or after.",
    "reason": "Why the path ends here.",
    # What an action does.
    "do": "What is done inside, without a message to the contact.",
    "do.notify": "Who is told: owner (the contact's seller), a team, an address.",
    "do.message": "What they are told.",
    "do.title": "What is to be done, in a few words.",
    "do.for": "Whose task it is: owner (the contact's seller), a team, an address.",
    "do.due": "How long they have.",
    "do.key": "The field that is changed.",
    "do.value": "What stands in it then.",
    "do.amount": "How much is added; -5 takes away.",
    "do.add_to_list": "The list that the contact is put on.",
    "do.remove_from_list": "The list that the contact is taken off.",
    "do.add_to_audience": "The audience of ads that the contact is put into.",
    "do.remove_from_audience": "The audience of ads that the contact is taken out of.",
    "do.emit": "The event that happens to the contact by this.",
    "do.enter": "The journey that it enters besides, without leaving this one.",
    "do.webhook": "What another system is called by; a simulation never calls it.",
    "do.pipeline": "Where the deal is opened.",
    "do.stage": "The stage that the deal is in then.",
    "do.from": "The field whose value is copied.",
    "do.to": "The field of the company or deal that it is copied to.",
    "do.field": "The field that is set, by what stands in another.",
    "do.by": "The field that is looked at.",
    "do.case": "Where this stands in the field that is looked at …",
    "do.result": "… this stands in the field that is set.",
    "do.else": "What stands in it for all others; empty leaves it.",
    # What is assumed.
    "open": "The share of those who get it.",
    "click_to_open": "The share of those who open it.",
    "unsubscribe": "The share that leaves for good at each message.",
    "bounce": "The share that cannot be reached.",
    "source": "Where the figures come from; empty counts as a guess.",
    "after": "When it may happen; empty for at any time.",
    "chance": "How likely, for who meets what stands above.",
    "delay": "How long after, for half of them.",
    # What journeys share.
    "contacts": "Your list of contacts, a file in this folder.",
    "naming": "The pattern that names of journeys follow.",
}


def means(field: Field) -> str:
    """What a field is for, "" where its label says it."""
    keys = [key for key in field.path if isinstance(key, str)]
    if "set" in keys[:-1]:
        return _MEANS[f"do.{keys[-1]}"]
    if "do" in keys:
        return _MEANS.get(f"do.{keys[-1]}") or _MEANS["do"]
    part, key = (keys[0] if len(keys) > 1 else ""), keys[-1] if keys else ""
    return _MEANS.get(f"{part}.{key}") or _MEANS.get(key, "")
