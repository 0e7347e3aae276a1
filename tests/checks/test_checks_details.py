"""Where a rule speaks and where it keeps silent, beyond its bad and its ok journey."""

from __future__ import annotations

from pathlib import Path

import pytest

from nurture_tui.checks import Finding, check_workspace
from nurture_tui.files.reading import parse_journey, parse_settings
from nurture_tui.files.workspace import WorkspaceFiles

RULES = Path(__file__).parents[2] / "nurture_tui" / "checks" / "examples"
OK = (RULES / "O201" / "ok.toml").read_text(encoding="utf-8")
SETTINGS = (RULES / "nurture.toml").read_text(encoding="utf-8")
Change = tuple[str, str]

SERVICE = ('kind   = "lead"', 'kind   = "service"')
NO_EXITS = ('[[exits]]\nname = "became-customer"\nwhen = "customer"\n', "")
LAST_EXIT = '[steps.close]\ntype   = "exit"\nreason = "series over"'


def changed(text: str, *changes: Change) -> str:
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def findings(*changes: Change, settings: str = SETTINGS, **beside: str) -> list[Finding]:
    """What is found in the ok journey after these changes, in a workspace with others beside."""
    texts = {"x": changed(OK, *changes), **beside}
    files = {id_: parse_journey(text, f"{id_}.toml") for id_, text in texts.items()}
    read = parse_settings(settings, "nurture.toml")
    return check_workspace(WorkspaceFiles(Path(), read, files, ("x",)))


def codes(*changes: Change, settings: str = SETTINGS, **beside: str) -> set[str]:
    return {found.code for found in findings(*changes, settings=settings, **beside)}


def test_the_journey_that_is_changed_here_has_no_finding() -> None:
    assert findings() == []


def goalless(kind: str) -> list[str]:
    start, end = OK.index("[goal]"), OK.index("[[exits]]")
    found = findings((OK[start:end], ""), ('kind   = "lead"', f'kind   = "{kind}"'))
    return [one.severity for one in found if one.code == "O201"]


def test_a_missing_goal_weighs_less_in_a_service_journey_and_nothing_in_an_internal_one() -> None:
    assert goalless("lead") == goalless("customer") == ["error"]
    assert goalless("service") == ["warning"]
    assert goalless("internal") == []


def test_only_a_lead_journey_must_let_customers_go() -> None:
    assert "E301" in codes(('when = "customer"', "when = \"lifecycle == 'sql'\""))
    customer = ('kind   = "lead"', 'kind   = "customer"')
    assert "E301" not in codes(('when = "customer"', "when = \"lifecycle == 'sql'\""), customer)


def test_a_goal_that_follows_from_customer_is_a_way_out_too() -> None:
    goal = ("did('demo_requested')", "customer or did('demo_requested')")
    assert "E301" not in codes(NO_EXITS, goal)


def test_only_if_of_each_message_takes_the_place_of_exit_rules() -> None:
    guards = [
        ("[steps.deliver]", '[steps.deliver]\nonly_if = "not customer"'),
        ("[steps.remind]", '[steps.remind]\nonly_if = "not customer"'),
    ]
    assert "E304" in codes(NO_EXITS)
    assert "E304" not in codes(NO_EXITS, *guards)


def test_a_service_message_needs_no_exit_rule_and_no_call_to_action() -> None:
    no_cta = ('cta     = "demo_requested"\n', "")
    assert {"E304", "M504"}.isdisjoint(codes(SERVICE, NO_EXITS, no_cta))


def test_a_service_journey_is_service_whatever_nurture_toml_says() -> None:
    assert "M502" not in codes(SERVICE, ("consent and email", "email"))


def test_waiting_at_the_end_keeps_an_exit_rule_with_work_to_do_watched() -> None:
    pause = '[steps.close]\ntype = "wait"\nfor  = "14d"\nnext = "end"\n\n'
    wait = (LAST_EXIT, pause + LAST_EXIT.replace("close", "end"))
    work = ('when = "customer"', 'when = "customer"\ndo = [{ add_to_list = "customers" }]')
    assert "T403" in codes(wait)
    assert "T403" not in codes(wait, work)


def test_a_wait_that_tells_two_endings_apart_waits_for_something() -> None:
    until = (
        LAST_EXIT,
        '[steps.close]\ntype = "wait"\nuntil = "clicked()"\ntimeout = "3d"\nnext = "read"\n'
        'else = "unread"\n\n[steps.read]\ntype = "exit"\nreason = "read"\n\n'
        '[steps.unread]\ntype = "exit"\nreason = "unread"',
    )
    assert "T403" not in codes(until)


def test_a_first_message_after_a_day_is_not_yet_slow() -> None:
    settle = '[steps.settle]\ntype = "wait"\nfor = "{}"\nnext = "deliver"\n\n[steps.deliver]'
    start = ('start   = "deliver"', 'start   = "settle"')
    assert "T407" not in codes(start, ("[steps.deliver]", settle.format("1d")))
    assert "T407" in codes(start, ("[steps.deliver]", settle.format("25h")))


def test_a_past_date_sends_nothing_at_once_where_a_wait_comes_between() -> None:
    dated = ('for  = "3d"\nnext = "remind"', 'date = "trial_ends"\nnext = "settle"')
    settle = '[steps.settle]\ntype = "wait"\n{}\nnext = "remind"\n\n[steps.remind]'
    assert "T412" in codes(dated, ("[steps.remind]", settle.format('at = "09:00"')))
    assert "T412" not in codes(dated, ("[steps.remind]", settle.format('for = "1d"')))


def test_a_second_message_may_be_called_a_reply() -> None:
    assert "M508" in codes(('"Your guide', '"FWD: Your guide'))
    assert "M508" in codes(('"Your guide', '"VS: Your guide'))
    assert "M508" not in codes(('"Shall we', '"Re: shall we'))
    assert "M508" not in codes(('"Your guide', '"Regarding your guide'))


def test_an_asset_that_goes_only_to_whom_it_did_not_go_is_no_repetition() -> None:
    twice = ('"email/reminder"', '"email/guide"')
    once = ("[steps.remind]", "[steps.remind]\nonly_if = \"not sent('deliver') and consent\"")
    assert "M509" in codes(twice)
    assert "M509" not in codes(twice, once)


def test_a_loop_repeats_its_message() -> None:
    again = ('next    = "close"', 'next    = "pause"')
    assert "the loop" in next(f.message for f in findings(again) if f.code == "M509")


def test_a_letter_needs_no_subject() -> None:
    bare = ('subject = "Shall we show you?"', 'channel = "letter"')
    assert "M507" not in codes(bare)
    assert "M507" in codes(('subject = "Shall we show you?"', 'subject = "  "'))


@pytest.mark.parametrize("sender", ["info@example.com", "NoReply@example.com"])
def test_an_address_of_nobody_is_no_sender_of_marketing(sender: str) -> None:
    assert "M503" in codes(("[[assume", f'[sending]\nsender = "{sender}"\n\n[[assume'))
    assert "M503" not in codes(SERVICE, ("[[assume", f'[sending]\nsender = "{sender}"\n\n[[assume'))


def test_an_owner_without_a_fallback_is_named_once() -> None:
    bare = changed(SETTINGS, ('sender_fallback = "anna@example.com"\n', ""))
    assert [f.step for f in findings(settings=bare) if f.code == "M503"] == ["deliver"]


def test_a_call_to_action_may_lead_to_the_goal_by_an_assumed_event() -> None:
    off = ('cta     = "demo_requested"', 'cta     = "prices_read"')
    both = (off, off)
    follows = (
        "[[assume",
        '[[assume.events]]\nevent  = "demo_requested"\nafter  = "did(\'prices_read\')"\n'
        "chance = 0.2\n\n[[assume",
    )
    assert "O206" in codes(*both)
    assert "O206" not in codes(*both, follows)


def test_a_goal_that_no_event_need_bring_about_has_no_call_to_action_of_its_own() -> None:
    off = ('cta     = "demo_requested"', 'cta     = "prices_read"')
    goal = ("\"did('demo_requested')\"", "\"clicked('remind')\"")
    assert "O206" not in codes(off, off, goal)


def test_arms_that_differ_further_on_differ() -> None:
    split = (RULES / "X802" / "bad.toml").read_text(encoding="utf-8")
    longer = changed(
        split,
        ('title   = "The longer one"', ""),
        ('next    = "close"\n\n[steps.remind]', 'next    = "thank"\n\n[steps.remind]'),
    )
    assert {f.code for f in findings((OK, split))} == {"X802"}
    thanks = '\n[steps.thank]\ntype = "action"\ndo = [{ notify = "owner" }]\n'
    assert "X802" not in {f.code for f in findings((OK, longer + thanks))}


def test_a_journey_of_hand_offs_only_needs_somebody_who_hands_over() -> None:
    alone = ('event   = "guide_downloaded"\n', "")
    handing = changed(OK, ('reason = "series over"', 'enter = "x"'), ("readers", "leavers"))
    assert "P904" in codes(alone)
    assert "P904" not in codes(alone, other=handing)


def test_a_circle_that_a_contact_goes_round_once_is_no_loop() -> None:
    out = ('reason = "series over"', 'enter = "other"')
    back = changed(OK, ('reason = "series over"', 'enter = "x"'), ("readers", "leavers"))
    again = ('start   = "deliver"', 'again   = "always"\nstart   = "deliver"')
    assert "P901" not in codes(out, other=back)
    assert "P901" not in codes(out, again, other=back)
    assert "P901" in codes(out, again, other=changed(back, again))


def test_two_journeys_may_both_add_and_both_use_lists() -> None:
    work = '[steps.close]\ntype = "action"\ndo = [{ add = { score = 1 } }, { add_to_list = "a" }]\n'
    other = changed(OK, (LAST_EXIT, work), ("readers", "leavers"))
    assert "P902" not in codes((LAST_EXIT, work), other=other)


def test_a_misspelt_start_is_one_finding() -> None:
    assert codes(('start   = "deliver"', 'start   = "delivr"')) == {"G101"}


def test_a_character_inside_a_condition_is_pointed_at() -> None:
    text = "\"did('demo_requested') and compny_size > 5\""
    found = findings(("\"did('demo_requested')\"", text))
    place = next(f for f in found if f.code == "D601")
    line = OK.splitlines()[place.line - 1]
    assert line.startswith("when   = ")
    assert place.column == len("when   = ") + text.index("compny") + 1


def test_nurture_toml_has_findings_of_its_own() -> None:
    wrong = (
        SETTINGS.replace("Europe/Helsinki", "Helsinki")
        + '\n[definitions]\nemail = "consent"\nhot = "hot or scor > 3"\n'
        + '\n[assets."a"]\nfields = ["frist_name|there"]\n'
        + '\n[limits]\npriority = ["y"]\n'
    )
    found = [f for f in findings(settings=wrong) if f.file == "nurture.toml"]
    lines = {wrong.splitlines()[f.line - 1].split(" ")[0]: set[str]() for f in found}
    for one in found:
        lines[wrong.splitlines()[one.line - 1].split(" ")[0]].add(one.code)
    assert lines == {
        "timezone": {"F004"},
        "email": {"F006"},
        "hot": {"F006", "D601"},
        "fields": {"D601"},
        "priority": {"F004"},
    }


@pytest.mark.parametrize(
    ("verb", "code"),
    [
        ('{ set = { lifecycle = "customer", trial_ends = "now + 30d" } }', ""),
        ("{ set = { trial_ends = 2026-12-10 } }", ""),
        ('{ set = { trial_ends = "email + 3d" } }', "D601"),
        ('{ set = { trial_ends = "3 days" } }', "F004"),
        ('{ set = { consent = "yes" } }', "F004"),
        ("{ set = { company_size = true } }", "F004"),
        ("{ set = { customer = true } }", "D601"),
        ("{ add = { points = 3 } }", "D601"),
        ('{ copy = { from = "segment", to = "company.segment" } }', "D601"),
        ('{ map = { field = "segment", by = "lifecycle", to = { lead = "small" } } }', ""),
        ('{ map = { field = "segment", by = "job_titel", to = { a = "small" } } }', "D601"),
        ('{ map = { field = "segment", by = "lifecycle", to = { lead = "tiny" } } }', "D602"),
        ('{ webhook = "https://crm.example.com" }', ""),
        ('{ webhook = "ftp://crm.example.com" }', "F004"),
    ],
)
def test_a_verb_names_fields_that_are_there_and_values_they_can_have(verb: str, code: str) -> None:
    action = (LAST_EXIT, f'[steps.close]\ntype = "action"\ndo = [{verb}]')
    assert codes(action) == ({code} if code else set())


def test_without_declared_fields_any_field_is_one() -> None:
    start, end = SETTINGS.index("[fields]"), SETTINGS.index('[assets."email/guide"]')
    bare = SETTINGS[:start] + SETTINGS[end:]
    change = ("{first_name|there}", "{nickname|there}")
    assert "D601" in codes(change)
    assert codes(change, settings=bare) == set()


ONLY = 'subject = "Shall we show you?"'


def told(*changes: Change) -> list[tuple[str, str, str]]:
    return [(one.code, one.step, one.message) for one in findings(*changes)]


def test_a_message_that_nobody_who_comes_to_it_gets_is_told() -> None:
    both = (ONLY, ONLY + "\nonly_if = \"segment == 'small' and segment == 'large'\"")
    assert [row[:2] for row in told(both)] == [("G107", "remind")]
    without = (ONLY, ONLY + '\nonly_if = "not consent"')
    assert [row[:2] for row in told(without)] == [("G107", "remind")], "the entry asks for consent"
    assert told((ONLY, ONLY + '\nonly_if = "company_size > 50"')) == []


def test_an_entry_that_can_never_hold_is_told_of_the_entry_and_not_of_the_goal() -> None:
    never = ("consent and email", "consent and company_size > 100 and company_size < 50 and email")
    assert told(never) == [
        ("O204", "", "Nobody can come in: what the entry asks for can never hold.")
    ]


def test_a_journey_that_takes_in_none_again_hands_none_to_itself() -> None:
    itself = ('reason = "series over"', 'reason = "series over"\nenter = "x"')
    assert [row[:2] for row in told(itself)] == [("P901", "close")]
    assert told(itself, ('start   = "deliver"', 'again = "90d"\nstart   = "deliver"')) == []


def test_exits_on_opened_messages_are_told_and_letters_are_not_clicked() -> None:
    reader = (
        "[[assume.events]]",
        '[[exits]]\nname = "reader"\nwhen = "opened()"\n\n[[assume.events]]',
    )
    assert [row[0] for row in told(reader)] == ["M505"]
    letter = ('asset   = "email/guide"', 'asset   = "email/guide"\nchannel = "letter"')
    wait = ('for  = "3d"', 'until = "clicked(\'deliver\')"\ntimeout = "5d"\nelse = "remind"')
    on = ('next = "remind"', 'next = "close"')
    assert any("a letter is neither opened nor clicked" in row[2] for row in told(letter, wait, on))


def test_a_number_in_quotes_is_told_as_one() -> None:
    (one,) = findings(("consent and email", "company_size >= '50' and consent and email"))
    assert one.fix == "Write 50 without quotes: it is a number."
