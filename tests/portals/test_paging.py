"""Lists page by cursor: every row once, in order, whatever is added meanwhile; a broken cursor starts anew."""

from datetime import UTC, datetime
from typing import Any

import pytest

from portals.shared.paging import page_of
from tenants.leads.models import Lead
from tests.portals import people

pytestmark = pytest.mark.usefixtures("in_acme")


def walk(size: int) -> list[Any]:
    seen: list[Any] = []
    cursor = ""
    while True:
        page = page_of(Lead.objects.all(), cursor, size=size)
        seen += [row.pk for row in page.rows]
        cursor = page.next_cursor
        if not cursor:
            return seen


def test_every_row_comes_once_even_when_all_have_the_same_time() -> None:
    people.leads(7)
    Lead.objects.update(created_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert walk(3) == list(Lead.objects.order_by("-created_at", "-id").values_list("id", flat=True))


def test_a_row_that_comes_while_one_reads_shifts_nothing() -> None:
    people.leads(4)
    first = page_of(Lead.objects.all(), size=2)
    people.leads(1)
    second = page_of(Lead.objects.all(), first.next_cursor, size=2)
    assert {row.pk for row in first.rows} & {row.pk for row in second.rows} == set()
    assert not second.is_first


@pytest.mark.parametrize("cursor", ["x", "e30", "WyJ0IiwiMSIsIjIiXQ", "=" * 9, "☃"])
def test_a_broken_cursor_begins_at_the_beginning(cursor: str) -> None:
    people.leads(1)
    assert page_of(Lead.objects.all(), cursor).is_first
