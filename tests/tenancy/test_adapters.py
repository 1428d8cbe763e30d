"""Moments and lists as PostgreSQL and Python tell them to each other: whatever is written comes back the same."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import DataError, connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.django_db

RANDOM = settings(
    deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
EASTERN = timezone(timedelta(hours=5, minutes=30))
TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)


def asked(statement: str, *params: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {statement}", params)
        (value,) = cursor.fetchone()
    return value


@RANDOM
@given(
    st.lists(
        TEXTS | st.sampled_from(["", "NULL", "null", "{}", '"', "\\", "a,b", " a ", "\\'", "ñ", "\u2003"]),
        max_size=6,
    )
)
def test_texts_come_back_as_they_were(db: None, texts: list[str]) -> None:
    assert asked("%s::text[]", texts) == texts


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("uuid", [UUID(int=0), UUID(int=2**128 - 1), UUID("6f1d2c3b-0000-4000-8000-00000000000a")]),
        ("bigint", [0, -1, 2**63 - 1, -(2**63)]),
        ("boolean", [True, False]),
        ("numeric", [Decimal("1.10"), Decimal("-0.0000000001")]),
        ("text", ["a", None, "b"]),
        ("date", [date(2026, 3, 10)]),
        ("int", [[1, 2], [3, 4]]),
        ("uuid", []),
    ],
)
def test_a_list_comes_back_as_it_was(kind: str, values: list[Any]) -> None:
    back = asked(f"%s::{kind}[]", values)
    assert back == values
    assert list(map(type, back)) == list(map(type, values))


def test_a_text_with_a_zero_byte_is_refused_and_not_cut_off() -> None:
    with pytest.raises(DataError, match="NUL"):
        asked("%s::text[]", ["before\0after"])


def test_lists_of_mixed_kinds_are_refused() -> None:
    with pytest.raises(DataError, match="mixed types"):
        asked("%s::text[]", ["a", 1])


@RANDOM
@given(st.datetimes(timezones=st.sampled_from([UTC, EASTERN])))
def test_a_moment_comes_back_in_utc(db: None, moment: datetime) -> None:
    back = asked("%s::timestamptz", moment)
    assert back == moment
    assert back.tzinfo is UTC


def test_a_moment_of_a_connection_in_another_zone_comes_back_in_utc() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL TimeZone = 'Asia/Kolkata'")
        cursor.execute("SELECT '2026-03-10 12:00:00.25+00'::timestamptz, 'infinity'::timestamptz > now()")
        back, _ = cursor.fetchone()
    assert back == datetime(2026, 3, 10, 12, 0, 0, 250_000, tzinfo=UTC)
    assert back.tzinfo is UTC


def test_what_no_python_moment_can_hold_is_said_so() -> None:
    with pytest.raises(DataError, match="too large"):
        asked("'infinity'::timestamptz")
