"""What somebody types, and what it finds: words, without a database."""

import pytest

from tenants.search.rules import fold, lexemes, query
from tenants.search.types import Terms


@pytest.mark.parametrize(
    ("written", "folded"),
    [("王", "wang"), ("Ж", "zh"), ("Élodie", "elodie"), ("Łukasz", "lukasz"), ("Straße", "strasse"), ("Ｃｌａｒａ", "clara"),
     ("O'Brien", "obrien"), ("김", "gim"), ("’", "")],
)  # fmt: skip
def test_every_script_is_folded_to_latin_letters(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_a_person_is_found_by_name_mail_phone_number_and_document() -> None:
    terms = Terms(
        names=("Anne-Marie O'Brien",),
        emails=("Anne.Marie@Example.com",),
        phones=("+357 22 123456",),
        numbers=(42,),
        documents=("AB 123-456",),
    )
    assert set(lexemes("person", terms)) == {
        "pn:annemarie", "pn:anne", "pn:marie", "pn:obrien", "pn:o", "pn:brien",
        "pN:a", "pN:an", "pN:ann", "pN:anne", "pN:m", "pN:ma", "pN:mar", "pN:mari",
        "pN:o", "pN:ob", "pN:obr", "pN:obri", "pN:b", "pN:br", "pN:bri", "pN:brie",
        "pe:anne.marie@example.com", "pe:example.com",
        "pp:35722123456", "pq:65432122753", "p#:42", "pd:ab123456",
    }  # fmt: skip


def test_signs_that_are_written_without_spaces_are_words_too() -> None:
    words = [word for word in lexemes("person", Terms(names=("王芳",))) if word.startswith("pn:")]
    assert words == ["pn:fang", "pn:wang", "pn:wangfang"]


def test_an_e_mail_says_only_what_the_name_does_not_and_a_domain_only_a_short_one_whole() -> None:
    words = lexemes("person", Terms(names=("Jo Cole 7",), emails=("jo.cole7.ltd@ibm.com",)))
    assert words == [
        "pE:ibm", "pE:l", "pE:lt", "pE:ltd", "pN:c", "pN:co", "pN:col", "pN:cole", "pN:j", "pN:jo",
        "pe:cole7", "pe:ibm.com", "pe:jo.cole7.ltd@ibm.com", "pe:ltd", "pn:7", "pn:cole", "pn:jo",
    ]  # fmt: skip


def test_a_name_is_asked_for_by_its_beginning() -> None:
    assert query("person", "Жанна") == "('pn:zhanna':* | 'pe:zhanna':* | 'pr:zhanna':* | 'pd:zhanna':*)"


def test_a_beginning_of_up_to_four_letters_is_a_word_of_its_own() -> None:
    assert query("person", "Жан") == "('pN:zhan' | 'pE:zhan' | 'pr:zhan':* | 'pd:zhan':*)"
    assert query("person", "a.b") == "('pN:ab' | 'pE:ab' | 'pe:a.b':*)"
    assert query("person", "3x").startswith("('pn:3x':* | 'pe:3x':* |")


def test_every_word_must_fit() -> None:
    assert query("person", "m lo") == "('pN:m' | 'pE:m') & ('pN:lo' | 'pE:lo')"


def test_four_digits_are_the_end_of_a_phone_and_three_are_not() -> None:
    assert "'pq:6543':*" in query("person", "3456")
    assert "pq:" not in query("person", "345")
    assert "'p#:345'" in query("person", "345")


def test_a_phone_with_spaces_and_brackets_is_one_word() -> None:
    assert "'pq:65432122':*" in query("person", "(22) 12 34 56")


def test_one_letter_alone_is_asked_for_whole() -> None:
    assert query("person", "m") == "('pn:m' | 'pe:m')"


@pytest.mark.parametrize("field", ["email", "phone", "document"])
def test_by_a_field_that_is_closed_nothing_is_asked(field: str) -> None:
    sorts = {"email": ["pe:", "pE:"], "phone": ["pp:", "pq:"], "document": ["pd:"]}[field]
    for typed in ("clara@example.com", "clara", "cla", "123456", "AB123456"):
        asked = query("person", typed, without=[field])
        assert not any(sort in asked for sort in sorts)
    assert query("person", "clara@example.com", without=["email"]) == ""


@pytest.mark.parametrize("typed", ["", "  ", "’", "🙂", "-", "&", "'"])
def test_what_has_no_letter_asks_for_nothing(typed: str) -> None:
    assert query("person", typed) == ""


def test_quotes_and_operators_stay_words() -> None:
    assert query("person", "o'x@y.z|!a") == "'pe:o''x@y.z|!a':*".join("()")
    assert query("person", "a\\b@c") == "('pe:a\\\\b@c':*)"
