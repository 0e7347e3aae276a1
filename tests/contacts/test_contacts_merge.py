"""Merge fields in messages."""

from __future__ import annotations

from nurture_tui.model.merge import MergeField, asset_field, fill, merge_fields, parse_merge


def test_a_merge_field_has_a_name_and_a_fallback() -> None:
    assert parse_merge("Your guide, {first_name|there}!") == (
        "Your guide, ",
        MergeField("first_name", "there"),
        "!",
    )


def test_a_merge_field_may_lack_a_fallback_and_name_a_related_object() -> None:
    assert merge_fields("{company.size} {owner|}") == (
        MergeField("company.size"),
        MergeField("owner", ""),
    )


def test_braces_without_a_field_name_stay_text() -> None:
    text = "{} {1} {a b} {{x"
    assert parse_merge(text) == (text,)


def test_filling_takes_the_value_or_else_the_fallback() -> None:
    pieces = parse_merge("{first_name|there} of {company}")
    assert fill(pieces, {"first_name": "", "company": "Acme"}.__getitem__) == "there of Acme"


def test_a_value_is_not_read_for_merge_fields_again() -> None:
    assert fill(parse_merge("{first_name}"), lambda _name: "{email}") == "{email}"


def test_an_entry_of_an_asset_is_a_merge_field_without_braces() -> None:
    assert asset_field("first_name|there") == MergeField("first_name", "there")
    assert asset_field("two words") is None
