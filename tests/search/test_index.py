"""The index in the database: what was said last counts, and only what may be asked by finds anything."""

import uuid
from importlib import import_module
from typing import Any

import pytest
from django.db import connection

from tenants.search import selectors, services
from tenants.search.models import Entry
from tenants.search.types import Indexed, Terms
from tests.audit.conftest import as_owner

CLARA = uuid.uuid4()


def found(text: str, kind: str = "person", **more: Any) -> set[uuid.UUID]:
    return set(selectors.matching(kind, text, **more).values_list("subject_id", flat=True))


@pytest.fixture
def clara(in_acme: Any) -> uuid.UUID:
    terms = Terms(
        names=("Клара Жукова",),
        emails=("clara@example.com",),
        phones=("+35722123456",),
        numbers=(42,),
        documents=("AB1234",),
    )
    services.index(kind="person", subject_id=CLARA, lead_id=CLARA, terms=terms)
    return CLARA


@pytest.mark.parametrize(
    "typed",
    ["Клара", "klar", "zhuk kla", "k z", "cl exampl", "clar", "@exampl", "clara@ex", "example.com", "3456", "22 12 34 56", "42",
     "#42", "ab1234", "+3572212"],
)  # fmt: skip
def test_clara_is_found(clara: uuid.UUID, typed: str) -> None:
    assert found(typed) == {clara}


@pytest.mark.parametrize("typed", ["lara", "456", "4", "421", "klara petrova", "", "'", "a' | 'b", "🙂"])
def test_clara_is_not_found(clara: uuid.UUID, typed: str) -> None:
    assert found(typed) == set()


def test_another_kind_is_another_list(clara: uuid.UUID) -> None:
    assert found("klara", kind="partner") == set()


def test_by_a_closed_field_nobody_is_found(clara: uuid.UUID) -> None:
    for typed in ("clara@example.com", "clara", "clar", "exampl", "k c"):
        assert found(typed) == {clara}
        assert found(typed, without=["email"]) == set()
    assert found("3456", without=["phone"]) == set()
    assert found("klara", without=["email", "phone"]) == {clara}


def test_a_whole_word_is_told_from_a_beginning(clara: uuid.UUID) -> None:
    assert found("klara", exact=True) == {clara}
    assert found("klar", exact=True) == set()


def test_a_new_name_replaces_the_old_one(clara: uuid.UUID) -> None:
    services.index(kind="person", subject_id=clara, terms=Terms(names=("Clara Cole",)))
    assert found("zhukova") == set()
    assert found("cole") == {clara}
    assert Entry.objects.count() == 1


def test_what_has_no_words_any_more_is_forgotten(clara: uuid.UUID) -> None:
    services.index(kind="person", subject_id=clara, terms=Terms())
    assert not Entry.objects.exists()


def test_many_are_indexed_at_once(in_acme: Any, django_assert_num_queries: Any) -> None:
    entries = [Indexed("person", uuid.uuid4(), Terms(names=(f"Person {number}",))) for number in range(500)]
    with django_assert_num_queries(2):  # one says who writes, for the audit
        services.index_many(entries)
    assert len(found("person")) == 500


def test_the_other_broker_finds_nothing(clara: uuid.UUID, borealis: Any) -> None:
    from atrium.kernel import tenancy

    with tenancy.entered(borealis):
        assert found("klara") == set()


def test_what_was_just_written_stands_in_the_index_itself(in_acme: Any) -> None:
    """A list of what waits for its place would be read through by every search, for days after an import."""
    for number in range(50):
        terms = Terms(names=(f"Word{number}",))
        services.index(kind="person", subject_id=uuid.uuid4(), lead_id=uuid.uuid4(), terms=terms)
    with as_owner(in_acme) as owner:
        waiting = owner.execute("SELECT gin_clean_pending_list(%s)", ["search_entry_terms"])
        assert waiting.fetchone() == (0,)


def test_what_the_release_before_indexed_is_found_by_its_first_letters_too(clara: uuid.UUID) -> None:
    before = [
        "pn:klara",
        "pn:zhukova",
        "pe:clara@example.com",
        "pe:clara",
        "pe:example.com",
        "pe:ibm.com",
        "pn:7",
        "p#:42",
    ]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE search_entry SET terms = array_to_tsvector(%s)", [before])
        assert found("kl zh") == found("clar") == set()
        cursor.execute(import_module("tenants.search.migrations.0003_how_words_begin").BEGINNINGS)
        cursor.execute("SELECT tsvector_to_array(terms) FROM search_entry")
        (words,) = cursor.fetchone() or ()
    assert found("kl zh") == found("clar") == found("kl c") == {clara}
    begin = {f"pN:{word[:length]}" for word in ("klara", "zhukova") for length in (1, 2, 3, 4)}
    begin |= {f"pE:{'clara'[:length]}" for length in (1, 2, 3, 4)}
    assert set(words) == {*before, *begin, "pE:ibm"}
