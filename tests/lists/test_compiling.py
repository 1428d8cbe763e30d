"""A condition means the same in the database as in memory: random documents on random rows, one by one and in groups."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from atrium.rulebook import Field, holds, parse
from tenants.lists.compiling import compiled
from tenants.lists.types import Column
from tests.lists.sample import PATHS, Sample, make_table, row
from tests.rulebook.documents import FIELDS, NOW, documents, facts

pytestmark = pytest.mark.usefixtures("in_acme")


def asked(document: Any, columns: Any = PATHS, fields: Any = FIELDS) -> set[int]:
    found = Sample.objects.filter(compiled(parse(document, fields), columns, now=NOW))
    return set(found.values_list("id", flat=True))


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_the_database_and_the_rulebook_agree(data: st.DataObject) -> None:
    if not _there():
        make_table()
    people = data.draw(st.lists(facts, min_size=6, max_size=6))
    Sample.objects.all().delete()
    Sample.objects.bulk_create(row(number, person) for number, person in enumerate(people))
    for document in data.draw(st.lists(documents, min_size=4, max_size=4)):
        node = parse(document, FIELDS)
        expected = {number for number, person in enumerate(people) if holds(node, person, now=NOW).holds}
        assert asked(document) == expected, document


def _there() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('pg_temp.pg_temp_sample') IS NOT NULL")
        return bool(cursor.fetchone()[0])


EMPTY = {
    "name": "",
    "score": None,
    "deposits": None,
    "born": None,
    "seen": None,
    "country": "",
    "verified": None,
    "tags": (),
}


@pytest.mark.parametrize(
    ("test", "codes"),
    [
        ({"at_least": "10.50"}, {"USD", "JPY", "KWD"}),
        ({"at_least": "10.51"}, {"JPY", "KWD"}),
        ({"at_least": "1049.5"}, {"JPY"}),
        ({"at_most": "10.49"}, set()),
        ({"between": ["10.4", "10.6"]}, {"USD", "KWD"}),
        ({"is": "1050"}, {"JPY"}),
    ],
)  # fmt: skip
def test_minor_units_are_compared_as_amounts_of_their_currency(test: dict[str, Any], codes: set[str]) -> None:
    make_table()
    amounts = {"USD": 1_050, "JPY": 1_050, "KWD": 10_550}
    Sample.objects.bulk_create(
        Sample(id=number, minor=minor, currency=code) for number, (code, minor) in enumerate(amounts.items())
    )
    columns = {"amount": Column("amount", "Amount", "money", "minor", minor_of="currency")}
    found = Sample.objects.filter(
        compiled(parse({"field": "amount", **test}, [Field("amount", "Amount", "money")]), columns, now=NOW)
    )
    assert set(found.values_list("currency", flat=True)) == codes


def test_a_limit_between_two_whole_numbers_is_not_rounded_over() -> None:
    make_table()
    Sample.objects.bulk_create(row(number, {**EMPTY, "score": number}) for number in range(4))
    assert asked({"field": "score", "at_least": "1.5"}) == {2, 3}
    assert asked({"field": "score", "at_most": "1.5"}) == {0, 1}
    assert asked({"field": "score", "is": "1.5"}) == set()
    assert asked({"field": "score", "at_least": str(Decimal(10) ** 14)}) == set()
    assert asked({"field": "score", "at_most": str(Decimal(10) ** 14)}) == {0, 1, 2, 3}
