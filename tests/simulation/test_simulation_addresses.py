"""R14: hard bounces are drawn once per address, and known to all that goes there."""

from __future__ import annotations

from small import CERTAIN, run
from test_simulation_behaviour import ENTRY, FIRST, assume
from test_simulation_steps import LAST, MAIL, REST

SHARED = "contact,email\n" + "\n".join(
    line for i in range(400) for line in (f"a{i},p{i}@x.fi", f"b{i},P{i}@X.fi")
)
ALONE = "contact,email\n" + "\n".join(f"a{i},p{i}@x.fi" for i in range(400))
SMS = 'channel = "sms"\n'


def bounced(contacts: str, chunk: int = 32_768) -> set[str]:
    made = run(ENTRY + assume(bounce=0.2) + FIRST, contacts, chunk=chunk)
    return {row.contact for row in made.rows if row.event == "bounced"}


def test_r14_rows_of_one_address_share_its_bounce() -> None:
    found = bounced(SHARED)
    assert 100 < len(found) < 220
    assert {f"b{id_[1:]}" for id_ in found if id_[0] == "a"} == {i for i in found if i[0] == "b"}


def test_r19_whether_an_address_bounces_hangs_on_nobody_else() -> None:
    assert bounced(ALONE) == {id_ for id_ in bounced(SHARED) if id_[0] == "a"}


def test_r19_rows_of_one_address_in_different_chunks_share_it_too() -> None:
    assert bounced(SHARED, chunk=7) == bounced(SHARED)


def test_r14_contacts_without_an_address_have_luck_of_their_own() -> None:
    without = "contact,email\n" + "\n".join(f"a{i}," for i in range(400))
    assert 40 < len(bounced(without)) < 125


# ---------------------------------------------------------------- other channels
TEXTS = FIRST + SMS + "assume = { bounce = 1.0 }\n"
TWO = TEXTS + 'next = "rest"\n' + REST + LAST


def test_r14_a_message_of_another_channel_bounces_only_where_the_step_says_so() -> None:
    told = run(ENTRY + CERTAIN + TEXTS)
    assert told.journey.steps["first"].bounced == 1
    assert run(ENTRY + assume(bounce=1) + FIRST + SMS).journey.steps["first"].bounced == 0


def test_r11_who_is_not_reached_by_sms_stays_and_gets_e_mails() -> None:
    made = run(ENTRY + CERTAIN + TWO)
    assert made.journey.exits["bounced"] == 0
    assert made.journey.steps["last"].sent == 1


def test_r11_who_was_not_reached_by_sms_is_sent_no_more_of_them() -> None:
    made = run(ENTRY + CERTAIN + TWO + SMS)
    assert made.journey.steps["last"].skipped == {"bounced": 1}


def test_r14_another_channel_bounces_at_its_own_first_message_or_never() -> None:
    later = MAIL + REST + LAST + SMS + "assume = { bounce = 1.0 }\n"
    assert run(ENTRY + CERTAIN + later).journey.steps["last"].bounced == 1
    again = FIRST + SMS + 'next = "rest"\n' + REST + LAST + SMS + "assume = { bounce = 1.0 }\n"
    assert run(ENTRY + CERTAIN + again).journey.steps["last"].bounced == 0


def test_r14_a_letter_can_come_back_too() -> None:
    letter = FIRST + 'channel = "letter"\nassume = { bounce = 1.0 }\n'
    made = run(ENTRY + CERTAIN + letter)
    assert made.journey.steps["first"].bounced == 1
    assert made.journey.exits["bounced"] == 0
