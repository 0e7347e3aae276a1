"""Contact files in the shapes in which tools write them."""

from __future__ import annotations

from pathlib import Path
from tempfile import NamedTemporaryFile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nurture_tui.contacts.read import read_contacts
from nurture_tui.contacts.table import (
    NO_DATE,
    ChoiceColumn,
    Contacts,
    DateColumn,
    NumberColumn,
    YesNoColumn,
)
from nurture_tui.errors import ContactsError
from nurture_tui.model.workspace import ChoiceSpec, Settings, Workspace

EMPTY = Workspace()
HELSINKI = Workspace(Settings(timezone="Europe/Helsinki"))


@pytest.fixture
def read(tmp_path: Path):
    def reader(
        content: str | bytes,
        workspace: Workspace = EMPTY,
        name: str = "people.csv",
        **mapping: str,
    ) -> Contacts:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_contacts(path, workspace, mapping)

    return reader


def declared(**fields: object) -> Workspace:
    return Workspace(Settings(fields=fields))


def numbers(contacts: Contacts, field: str) -> list[float]:
    column = contacts.columns[field]
    assert isinstance(column, NumberColumn)
    return column.values.tolist()


def answers(contacts: Contacts, field: str = "consent") -> list[int]:
    column = contacts.columns[field]
    assert isinstance(column, YesNoColumn)
    return column.values.tolist()


def utc(contacts: Contacts, field: str) -> list[str]:
    column = contacts.columns[field]
    assert isinstance(column, DateColumn)
    return ["" if v == NO_DATE else str(np.datetime64(int(v), "s")) for v in column.values.tolist()]


def texts(contacts: Contacts, field: str) -> list[str]:
    return [contacts.text(field, row) for row in range(len(contacts))]


# Delimiters, encodings, shapes


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_common_delimiter_is_found(read, delimiter: str) -> None:
    rows = ["email,first_name,country", 'a@x.fi,"Aino, A; B|C",FI', "b@x.fi,Bo,SE"]
    quoted = rows[1].replace(",", delimiter).replace(f"Aino{delimiter} A", "Aino, A")
    contacts = read(
        "\n".join([rows[0].replace(",", delimiter), quoted, rows[2].replace(",", delimiter)])
    )
    assert texts(contacts, "first_name") == ["Aino, A; B|C", "Bo"]


def test_the_delimiter_may_be_rarer_than_another_sign_in_the_cells(read) -> None:
    contacts = read("email;lists\na@x.fi;one,two,three\nb@x.fi;one,two,four\n")
    assert texts(contacts, "lists") == ["one,two,three", "one,two,four"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_excel_may_say_its_delimiter_in_a_first_line(read, end: str) -> None:
    rows = ("sep=;", "email;first_name", "a@x.fi;Aino", "", "b@x.fi;", ";", "a@x.fi;x", "")
    contacts = read(end.join(rows).encode())
    assert texts(contacts, "first_name") == ["Aino", ""]
    assert [row.line for row in contacts.refused] == [7]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"],
)
def test_unicode_is_read_with_and_without_a_byte_order_mark(read, encoding: str) -> None:
    contacts = read("email,first_name\na@x.fi,Töyrylä 美咲\n".encode(encoding))
    assert texts(contacts, "first_name") == ["Töyrylä 美咲"]
    assert contacts.notes == ()


def test_what_is_not_unicode_is_read_as_windows_1252_and_says_so(read) -> None:
    contacts = read("email,first_name\na@x.fi,Töyrylä\n".encode("cp1252"))
    assert texts(contacts, "first_name") == ["Töyrylä"]
    assert contacts.notes == ("read as Windows-1252, since it is not UTF-8",)


def test_one_broken_character_does_not_spoil_the_others(read) -> None:
    contacts = read(b"email,first_name\na@x.fi,T\xc3\xb6yryl\xc3\xa4\nb@x.fi,\xff\n")
    assert texts(contacts, "first_name") == ["Töyrylä", "\ufffd"]
    assert contacts.notes == ("1 character could not be decoded",)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_is_read(read, end: str) -> None:
    assert len(read(end.join(["email,score", "a@x.fi,1", "b@x.fi,2"]))) == 2


def test_blanks_around_cells_and_blank_rows_do_not_count(read) -> None:
    contacts = read('\n\n email , first_name\n\n a@x.fi , "Aino, A" \n , \nb@x.fi,Bo\n')
    assert contacts.ids.tolist() == ["a@x.fi", "b@x.fi"]
    assert texts(contacts, "first_name") == ["Aino, A", "Bo"]
    assert contacts.refused == ()


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_letters_and_lines_that_lie_across_the_pieces_of_a_long_file_are_whole(
    read, encoding: str
) -> None:
    names = ["ä" * (number % 97 + 1) for number in range(3_000)]
    rows = [f'{number}@x.fi,"{name}\r\n{name}"' for number, name in enumerate(names)]
    contacts = read("\r\n".join(["email,first_name", *rows]).encode(encoding))
    assert texts(contacts, "first_name") == [f"{name}\r\n{name}" for name in names]


def test_null_characters_are_left_out_with_a_note(read) -> None:
    contacts = read("email,first_name\na@x.fi,Ai\x00no\n")
    assert texts(contacts, "first_name") == ["Aino"]
    assert contacts.notes == ("1 null character left out",)


def test_a_huge_cell_is_read_with_a_note(read) -> None:
    contacts = read(f"email,first_name\na@x.fi,{'x' * 200_000}\n")
    assert len(texts(contacts, "first_name")[0]) == 200_000
    assert contacts.notes == ("line 2 has a cell of 200,000 characters",)


def test_a_cell_may_hold_line_breaks_and_lines_still_count_as_in_the_file(read) -> None:
    contacts = read('email,note\na@x.fi,"one\ntwo\nthree"\n,x\n')
    assert texts(contacts, "note") == ["one\ntwo\nthree"]
    assert contacts.refused[0].line == 5


def test_rows_with_too_few_and_too_many_cells_are_kept_with_notes(read) -> None:
    contacts = read("email,first_name\na@x.fi\nb@x.fi,Bo,more\nc@x.fi,Cia,,\n")
    assert texts(contacts, "first_name") == ["", "Bo", "Cia"]
    assert contacts.notes == (
        "line 2 has fewer cells than there are columns; they count as empty",
        "line 3 has more cells than there are columns; they are left out",
    )


def test_a_second_column_of_one_name_is_kept_under_another(read) -> None:
    contacts = read("email,note,note\na@x.fi,one,two\n")
    assert (texts(contacts, "note"), texts(contacts, "note_2")) == (["one"], ["two"])
    assert contacts.notes == ("two columns are called “note”; the later one is “note (2)”",)


def test_a_quotation_mark_never_closed_costs_its_row_and_says_which(read) -> None:
    contacts = read('email,note\na@x.fi,x\nb@x.fi,"open\nc@x.fi,y\n')
    assert contacts.ids.tolist() == ["a@x.fi"]
    assert contacts.refused[0].line == 3
    assert "never closed" in contacts.refused[0].reason


def test_the_footer_of_a_report_is_no_contact(read) -> None:
    contacts = read(
        "Id,First Name,Last Name,Email\n003A,Aino,Salo,a@x.fi\n\n"
        "Leads of this quarter\nCopyright (c) 2000-2026\n"
    )
    assert contacts.ids.tolist() == ["003A"]
    assert [row.line for row in contacts.refused] == [4, 5]


def test_json_lines_are_read_with_objects_inside_as_dotted_fields(read) -> None:
    lines = (
        '{"email": "a@x.fi", "consent": true, "company": {"size": 50}, "lists": ["vip", "blog"]}\n'
        "\n"
        '{"email": "b@x.fi", "score": 4.5, "first_name": null}\n'
        "[1]\n"
    )
    contacts = read(lines, name="people.jsonl")
    assert contacts.ids.tolist() == ["a@x.fi", "b@x.fi"]
    assert numbers(contacts, "company.size")[0] == 50
    assert texts(contacts, "lists") == ["vip;blog", ""]
    assert answers(contacts) == [1, -1]
    assert [(row.line, row.reason) for row in contacts.refused] == [(4, "is not a JSON object")]


# Rows and ids (R19)


def test_the_id_is_the_contact_column_else_the_address_in_lower_case(read) -> None:
    contacts = read("contact,email\nk-1,A@X.fi\n,B@X.fi\nk-2,\n")
    assert contacts.ids.tolist() == ["k-1", "b@x.fi", "k-2"]
    assert texts(contacts, "email") == ["A@X.fi", "B@X.fi", ""]
    assert texts(contacts, "contact") == ["k-1", "b@x.fi", "k-2"]


def test_a_row_without_id_and_address_and_a_second_row_of_an_id_are_refused(read) -> None:
    contacts = read("email,score\na@x.fi,1\n,2\nA@x.fi,3\n")
    assert numbers(contacts, "score") == [1]
    assert [(row.line, row.reason) for row in contacts.refused] == [
        (3, "has neither an id nor an e-mail address"),
        (4, "has the id of line 2: a@x.fi"),
    ]


def test_of_many_rows_too_each_without_an_id_of_its_own_is_refused(read) -> None:
    ids = [f"{number % 2_500}@x.fi" for number in range(3_000)]
    ids[7], ids[2_507] = "", "7@X.fi"
    contacts = read("\n".join(["email,score", *(f"{id_},1" for id_ in ids)]))
    first: dict[str, int] = {}
    for line, id_ in enumerate(ids, start=2):
        first.setdefault(id_.lower(), line)
    assert contacts.ids.tolist() == [id_ for id_ in first if id_]
    assert {row.line: row.reason for row in contacts.refused} == {
        line: f"has the id of line {first[id_.lower()]}: {id_.lower()}"
        if id_
        else "has neither an id nor an e-mail address"
        for line, id_ in enumerate(ids, start=2)
        if not id_ or first[id_.lower()] != line
    }


def test_an_address_without_at_is_kept_and_noted(read) -> None:
    assert read("email\nnobody\nb@x.fi\n").notes == (
        "an e-mail address has no @ (such as “nobody”)",
    )


# Columns


def test_hubspot_is_recognised(read) -> None:
    contacts = read(
        "Record ID,First Name,Last Name,Email,Contact owner,Associated Company,Country/Region,"
        "Lifecycle Stage,Job Title,Unsubscribed from all email,Create Date\n"
        "101,Aino,Salo,a@x.fi,Sami,Acme,Finland,Marketing Qualified Lead,HR,true,2024-03-12 09:14\n"
        "102,Bo,Ek,b@x.fi,,,,Customer,,,\n",
        HELSINKI,
    )
    assert contacts.ids.tolist() == ["101", "102"]
    assert texts(contacts, "lifecycle") == ["mql", "customer"]
    assert texts(contacts, "owner") == ["Sami", ""]
    assert texts(contacts, "job_title") == ["HR", ""]
    assert answers(contacts) == [0, 1]
    assert utc(contacts, "create_date") == ["2024-03-12T07:14:00", ""]
    assert "entered_at" not in contacts.columns
    assert contacts.mapping["Contact owner"] == "owner"


def test_mailchimp_says_by_the_name_of_the_file_who_may_be_written_to(read) -> None:
    content = 'Email Address,First Name,LEID,EUID,TAGS\na@x.fi,Aino,1,2,"""VIP"",""Blog, daily"""\n'
    contacts = read(content, name="unsubscribed_members_export_1a2b.csv")
    assert answers(contacts) == [0]
    assert texts(contacts, "lists") == ["VIP;Blog, daily"]
    assert contacts.notes == ("consent is no for all: the file is Mailchimp's “unsubscribed”",)
    assert answers(read(content, name="subscribed_members_export_1a2b.csv")) == [1]
    assert "consent" not in read(content, name="members.csv").columns


def test_brevo_is_recognised(read) -> None:
    contacts = read(
        "EMAIL;LASTNAME;FIRSTNAME;SMS;EMAIL_BLACKLISTED;ADDED_TIME\n"
        "a@x.fi;Salo;Aino;358401;Yes;12-03-2024\nb@x.fi;Ek;Bo;;No;13-03-2024\n"
    )
    assert answers(contacts) == [0, 1]
    assert texts(contacts, "last_name") == ["Salo", "Ek"]
    assert texts(contacts, "added_time") == ["12-03-2024", "13-03-2024"]


def test_pipedrive_is_recognised_with_several_addresses_in_a_cell(read) -> None:
    contacts = read(
        "Person - First name*,Person - Last name,Person - Email (Work),Organization - Name,"
        'Person - Owner,Person - Label\nAino,Salo,"a@x.fi, a2@x.fi",Acme,Sami,Hot\n'
    )
    assert contacts.ids.tolist() == ["a@x.fi"]
    assert texts(contacts, "email") == ["a@x.fi"]
    assert texts(contacts, "company") == ["Acme"]
    assert texts(contacts, "label") == ["Hot"]


def test_kit_and_klaviyo_statuses_are_permission(read) -> None:
    kit = read(
        "first_name,email,created_at,status\nA,a@x.fi,2026-01-01,cancelled\nB,b@x.fi,,active\n"
    )
    assert answers(kit) == [0, 1]
    klaviyo = read("Email,Email Marketing Consent\na@x.fi,SUBSCRIBED\nb@x.fi,NEVER_SUBSCRIBED\n")
    assert answers(klaviyo) == [1, 0]


def test_a_status_of_something_else_is_no_permission(read) -> None:
    contacts = read("email,status\na@x.fi,active\nb@x.fi,Open\n")
    assert "consent" not in contacts.columns
    assert texts(contacts, "status") == ["active", "Open"]


def test_an_opt_out_wins_over_a_consent(read) -> None:
    contacts = read("email,consent,doNotEmail\na@x.fi,yes,1\nb@x.fi,yes,0\nc@x.fi,no,0\n")
    assert answers(contacts) == [0, 1, 0]


def test_a_mapping_comes_first(read) -> None:
    contacts = read("email,Sähköinen,first_name\nx@x.fi,a@x.fi,Aino\n", Sähköinen="email")
    assert contacts.ids.tolist() == ["a@x.fi"]


def test_a_mapping_to_no_column_or_no_field_is_refused_with_the_nearest(read) -> None:
    with pytest.raises(ContactsError, match=r"no column “Mial”.*“Mail”"):
        read("Mail\na@x.fi\n", Mial="email")
    with pytest.raises(ContactsError, match=r"no field is called “emial”.*“email”"):
        read("Mail\na@x.fi\n", declared(score="number"), Mail="emial")
    with pytest.raises(ContactsError, match="two columns are mapped to the field “email”"):
        read("A,B\na@x.fi,\n", A="email", B="email")


def test_columns_that_nothing_knows_are_kept_as_text_where_fields_are_declared(read) -> None:
    contacts = read("email,Shoe Size\na@x.fi,42\n", declared(email="text"))
    assert contacts.kinds["shoe_size"].kind == "text"


def test_declared_fields_are_found_by_their_name_in_any_spelling(read) -> None:
    contacts = read("email,Company Size\na@x.fi,42\n", declared(company_size="number"))
    assert numbers(contacts, "company_size") == [42]


def test_kinds_are_guessed_where_nothing_is_declared(read) -> None:
    contacts = read(
        "email,n,d,y,t,zip,phone\na@x.fi,1.5,2026-01-02,kyllä,x,00100,+358401\n"
        "b@x.fi,,,ei,2,33100,+358402\n"
    )
    kinds = {name: kind.kind for name, kind in contacts.kinds.items()}
    assert kinds == {
        "email": "text",
        "n": "number",
        "d": "date",
        "y": "yes/no",
        "t": "text",
        "zip": "text",
        "phone": "text",
        "contact": "text",
    }


# Cells


def test_yes_and_no_are_read_in_several_languages_and_as_statuses(read) -> None:
    words = ["kyllä", "EI", "TRUE", "0", "ja", "nein", "Subscribed", "unsubscribed", "", "maybe"]
    rows = "\n".join(f"c{i}@x.fi,{word}" for i, word in enumerate(words))
    contacts = read(f"email,consent\n{rows}\n")
    assert answers(contacts) == [1, 0, 1, 0, 1, 0, 1, 0, -1, -1]
    assert contacts.notes == (
        "“consent”: a cell is neither yes nor no and counts as missing (“maybe” in line 11). "
        "Write yes or no.",
    )


def test_numbers_are_read_unless_they_could_be_two(read) -> None:
    words = ["1 234", "1,234.5", "1.234,5", "12,5", "1,234", "1_000", "inf", "-3", "1e999"]
    rows = "\n".join(f"c{i}@x.fi;{word}" for i, word in enumerate(words))
    contacts = read(f"email;score\n{rows}\n")
    expected = [1234, 1234.5, 1234.5, 12.5, np.nan, np.nan, np.nan, -3, np.nan]
    np.testing.assert_equal(numbers(contacts, "score"), expected)
    assert (
        "4 cells are no number and count as missing (the first “1,234” in line 6)"
        in (contacts.notes[0])
    )


def test_dates_are_iso_with_or_without_time_and_offset(read) -> None:
    words = ["2026-03-04", "2026/3/4 09:00", "2026-03-04T09:00:30Z", "2026-03-04 09:00+05:30", ""]
    rows = "\n".join(f"c{i}@x.fi,{word}" for i, word in enumerate(words))
    contacts = read(f"email,entered_at\n{rows}\n", HELSINKI)
    assert utc(contacts, "entered_at") == [
        "2026-03-04T00:00:00",
        "2026-03-04T07:00:00",
        "2026-03-04T09:00:30",
        "2026-03-04T03:30:00",
        "",
    ]
    column = contacts.columns["entered_at"]
    assert isinstance(column, DateColumn)
    assert column.day_only.tolist() == [True, False, False, False, False]


def test_a_wall_time_that_a_clock_change_skips_is_the_first_instant_after_it(read) -> None:
    contacts = read(
        "email,entered_at\na@x.fi,2026-03-29T03:30\nb@x.fi,2026-10-25T03:30\n", HELSINKI
    )
    assert utc(contacts, "entered_at") == ["2026-03-29T01:00:00", "2026-10-25T00:30:00"]


def test_day_first_and_month_first_are_not_guessed(read) -> None:
    contacts = read("email,entered_at\na@x.fi,03/04/2026\nb@x.fi,30.2.2026\nc@x.fi,2026-02-30\n")
    assert utc(contacts, "entered_at") == ["", "", ""]
    assert "3 cells are no date in ISO 8601" in contacts.notes[0]
    assert "are not guessed" in contacts.notes[1]


def test_a_list_of_a_finnish_office_is_read_as_it_is(read) -> None:
    contacts = read(
        "sähköposti;etunimi;suostumus;vastuuhenkilö;pisteet;asiakas alkaen;entered_at\n"
        "äijä@älykäs.fi;Äijä;kyllä;anna@example.com;12,5;24.12.2026;4.3.2026 klo 9.05\n"
        "liisa@puu.fi;Liisa;ei;sami@example.com;7;1.3.2025;5.3.2026 09:30\n",
        HELSINKI,
    )
    assert [contacts.text("owner", row) for row in (0, 1)] == [
        "anna@example.com",
        "sami@example.com",
    ]
    consent, score = contacts.columns["consent"], contacts.columns["score"]
    assert isinstance(consent, YesNoColumn)
    assert isinstance(score, NumberColumn)
    assert consent.values.tolist() == [1, 0]
    assert score.values.tolist() == [12.5, 7.0]
    assert utc(contacts, "asiakas_alkaen") == ["2026-12-24T00:00:00", "2025-03-01T00:00:00"]
    assert utc(contacts, "entered_at") == ["2026-03-04T07:05:00", "2026-03-05T07:30:00"]


def test_a_large_number_stands_in_a_message_with_all_its_digits(read) -> None:
    contacts = read("email,score\na@x.fi,1250000\nb@x.fi,1234567.5\nc@x.fi,7\nd@x.fi,\n")
    assert texts(contacts, "score") == ["1250000", "1234567.5", "7", ""]


def test_a_cell_outside_the_choices_is_missing_and_reported(read) -> None:
    stages = ChoiceSpec(choice=("lead", "mql", "customer"), ordered=True)
    contacts = read(
        "email,Lifecycle Stage\na@x.fi,Customer\n"
        "b@x.fi,Marketing Qualified Lead\nc@x.fi,Evangelist\n",
        declared(lifecycle=stages),
    )
    column = contacts.columns["lifecycle"]
    assert isinstance(column, ChoiceColumn)
    assert column.values.tolist() == [2, 1, -1]
    assert "“Evangelist” in line 4" in contacts.notes[0]
    assert "They are lead, mql, customer." in contacts.notes[0]


# Files that cannot be used


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.csv", b"", "the file is empty"),
        ("blank.csv", b" \n\t\n", "the file is empty"),
        ("bom.csv", b"\xef\xbb\xbf", "the file is empty"),
        ("only-header.csv", b"email,first_name\n", "no contacts below"),
        ("no-header.csv", b"a@x.fi,Aino\nb@x.fi,Bo\n", "the first line holds data"),
        ("no-address.csv", b"name,size\nAino,1\n", "no column holds an e-mail address"),
        ("no-ids.csv", b"email,first_name\n,Aino\n,Bo\n", "no row can be used: line 2"),
        ("book.xlsx", b"PK\x03\x04" + bytes(range(256)), "an Excel workbook or a zip"),
        ("old.xls", b"\xd0\xcf\x11\xe0" + bytes(200), "an old Excel workbook"),
        ("list.csv.gz", b"\x1f\x8b\x08" + bytes(range(200)), "a gzip archive"),
        ("list.pdf", b"%PDF-1.7\n", "a PDF"),
        ("random.csv", bytes(range(256)) * 20, "is not a text file"),
        ("zeros.csv", bytes(5_000), "is not a text file"),
        ("broken.parquet", b"PAR1" + bytes(100), "Parquet"),
        ("list.json", b'[{"email": "a@x.fi"}]', "one JSON list"),
        ("pretty.json", b'{\n "email": "a@x.fi"\n}', "no line is a JSON object"),
        ("deep.jsonl", b'{"a":' * 5_000 + b"1" + b"}" * 5_000, "no line is a JSON object"),
        ("wide.csv", b"email" + b",x" * 3_000 + b"\na@x.fi\n", "3,001 columns"),
    ],
)
def test_an_unusable_file_is_one_sentence(read, name: str, content: bytes, message: str) -> None:
    with pytest.raises(ContactsError, match=message) as caught:
        read(content, name=name)
    assert name in caught.value.where
    assert "\n" not in str(caught.value)


def test_a_folder_and_a_missing_file_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ContactsError, match="is a folder"):
        read_contacts(tmp_path, EMPTY)
    with pytest.raises(ContactsError, match="no such contact file"):
        read_contacts(tmp_path / "missing.csv", EMPTY)
    with pytest.raises(ContactsError, match="is a device or a pipe"):
        read_contacts(Path("/dev/zero"), EMPTY)
    with pytest.raises(ContactsError, match="not the name of a file"):
        read_contacts(tmp_path / "a\x00b", EMPTY)


def test_an_unknown_zone_of_the_workspace_is_refused(read) -> None:
    with pytest.raises(ContactsError, match="Mars/Olympus"):
        read("email\na@x.fi\n", Workspace(Settings(timezone="Mars/Olympus")))


@given(
    st.one_of(st.binary(max_size=400), st.text(alphabet='a@x.,;|"\t\r\n{}[]:1-é\0=', max_size=200))
)
@settings(max_examples=settings().max_examples * 15 // 2)
def test_any_bytes_are_contacts_or_an_expected_error(content: bytes | str) -> None:
    data = content.encode() if isinstance(content, str) else content
    with NamedTemporaryFile(suffix=".csv") as file:
        file.write(data)
        file.flush()
        try:
            contacts = read_contacts(Path(file.name), HELSINKI)
        except ContactsError:
            return
    sizes = {len(column.values) for column in contacts.columns.values()}
    assert sizes == {len(contacts)}
    assert len(set(contacts.ids.tolist())) == len(contacts) > 0


def test_the_sample_contacts_are_read_whole() -> None:
    folder = Path(__file__).parents[2]
    contacts = read_contacts(folder / "sample_contacts" / "leads.csv", HELSINKI)
    assert (len(contacts), contacts.refused, contacts.notes) == (400, (), ())
