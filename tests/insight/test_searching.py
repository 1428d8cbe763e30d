"""A text above a list finds everybody it fits, in the list's order and page by page, however common the word is."""

from typing import Any

import pytest

from tenants.insight import searching
from tenants.leads.models import Lead
from tenants.lists.registry import definition_of
from tenants.lists.selectors import count, run, selected
from tests.ibs import people
from tests.portals.people import staff

pytestmark = pytest.mark.usefixtures("in_acme")
NAMES = ("Maria Bell", "Otto Marin", "Mark Twain", "Zoe Mars", "Mara Lind")


@pytest.fixture(params=[3, 2_000], ids=["very many", "few"])
def everybody(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, in_acme: Any) -> Any:
    """Five whom “mar” fits and one whom it does not, once as more than are asked for by key."""
    monkeypatch.setattr(searching, "FEW", request.param)
    for name in (*NAMES[:3], "Anna Kovac", *NAMES[3:]):
        people.client(name)
    return staff("Vera", "Administrator").member


def names(member: Any, **asked: Any) -> list[str]:
    return [row.name for row in run(definition_of("clients"), member, **asked).rows]


def test_all_are_found_newest_first(everybody: Any) -> None:
    assert names(everybody, text="mar") == list(reversed(NAMES))
    assert count(selected(definition_of("clients"), everybody, text="mar")).number == 5


def test_another_order_and_a_filter_hold_for_them_too(everybody: Any) -> None:
    assert names(everybody, text="mar", sort="number") == list(NAMES)
    Lead.objects.filter(name="Zoe Mars").update(country="IS")
    assert names(everybody, text="mar", document={"field": "country", "is": "IS"}) == ["Zoe Mars"]


def test_pages_follow_each_other_without_a_gap(everybody: Any) -> None:
    first = run(definition_of("clients"), everybody, text="mar", limit=2)
    second = run(definition_of("clients"), everybody, text="mar", limit=2, cursor=first.next_cursor)
    third = run(definition_of("clients"), everybody, text="mar", limit=2, cursor=second.next_cursor)
    found = [row.name for page in (first, second, third) for row in page.rows]
    assert found == list(reversed(NAMES))
    assert third.next_cursor == ""


def test_nobody_outside_the_scope_is_found(everybody: Any) -> None:
    sam = staff("Sam", "Sales").member
    Lead.objects.update(assigned_to=everybody)
    Lead.objects.filter(name="Mark Twain").update(assigned_to=sam)
    assert names(sam, text="mar") == ["Mark Twain"]


def test_a_word_that_fits_nobody_finds_nobody(everybody: Any) -> None:
    assert names(everybody, text="qqqq") == []
