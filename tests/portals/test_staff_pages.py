"""The staff console's pages: they open for whom they are meant, hold no inline style or script, and ask the database
the same number of times however many rows there are."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from atrium.kernel import tenancy
from tests.portals import people

pytestmark = pytest.mark.django_db

PAGES = (
    "/", "/leads/", "/leads/new/", "/clients/", "/approvals/", "/approvals/?view=decided", "/approvals/?view=mine",
    "/finance/", "/finance/payouts/", "/finance/books/", "/partners/", "/partners/tree/", "/settings/",
    "/settings/brand/", "/settings/staff/",
)  # fmt: skip
INLINE = re.compile(rb"""\sstyle=|\son[a-z]+=["']|<style|<script(?![^>]*(?:src=|type="application/json"))""")


@pytest.mark.parametrize("page", PAGES)
def test_an_administrator_opens_every_page_and_it_has_nothing_inline(admin: Any, page: str) -> None:
    answer = admin.get(page)
    assert answer.status_code == 200
    assert INLINE.findall(answer.content) == []


@pytest.mark.parametrize("page", PAGES)
def test_a_visitor_is_sent_to_the_log_in(acme: Any, browse: Any, page: str) -> None:
    answer = browse(acme, "staff").get(page)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")


@pytest.mark.parametrize(
    ("role", "page"),
    [
        ("Sales", "/approvals/"), ("Sales", "/finance/"), ("Sales", "/finance/books/"), ("Sales", "/partners/"),
        ("Sales", "/partners/tree/"), ("Sales", "/settings/brand/"), ("Sales", "/settings/staff/"),
        ("Finance", "/leads/"), ("Finance", "/leads/new/"), ("Compliance", "/partners/"), ("Risk", "/approvals/"),
    ],
)  # fmt: skip
def test_a_page_that_is_not_yours_does_not_exist(as_role: Any, role: str, page: str) -> None:
    answer = as_role(role).get(page)
    assert answer.status_code == 404
    assert b"not yours to see" in answer.content


def test_the_rail_shows_only_what_one_may_open(as_role: Any) -> None:
    page = as_role("Sales").get("/").content.decode()
    assert 'href="/leads/"' in page
    assert 'href="/finance/"' not in page
    assert 'href="/partners/"' not in page


def test_detail_pages_show_a_client_a_partner_and_why_a_line_is_what_it_is(admin: Any, acme: Any) -> None:
    with tenancy.entered(acme):
        family = people.family_with_deals()
        people.paid_in(family.clara, 50_000)
        line = family.ida.rebate_lines.first()
        assert line is not None
        numbers = family.clara.number, family.clara.lead.id
    card = admin.get(f"/clients/{family.clara.id}/").content.decode()
    assert f"Client {numbers[0]}" in card
    assert "500.00" in card
    assert admin.get(f"/leads/{numbers[1]}/").status_code == 200
    assert "Ida" in admin.get(f"/partners/{family.ida.id}/").content.decode()
    explained = admin.get(f"/partners/{family.ida.id}/lines/{line.id}/")
    assert "How it was computed" in explained.content.decode()
    assert INLINE.findall(explained.content) == []


def test_another_partners_line_does_not_exist_under_this_partner(admin: Any, acme: Any) -> None:
    with tenancy.entered(acme):
        family = people.family_with_deals()
        line = family.ida.rebate_lines.first()
        assert line is not None
    assert admin.get(f"/partners/{family.zoe.id}/lines/{line.id}/").status_code == 404


def test_what_is_the_other_brokers_does_not_exist(admin: Any, borealis: Any) -> None:
    with tenancy.entered(borealis):
        family = people.family_with_deals()
    for path in (
        f"/clients/{family.clara.id}/",
        f"/leads/{family.clara.lead_id}/",
        f"/partners/{family.ida.id}/",
    ):
        assert admin.get(path).status_code == 404, path


@pytest.mark.parametrize(
    ("page", "add"),
    [
        ("/", people.leads), ("/leads/", people.leads), ("/clients/", people.clients), ("/partners/", people.partners),
        ("/partners/tree/", people.partners),
    ],
)  # fmt: skip
def test_more_rows_are_not_more_questions(
    admin: Any, acme: Any, page: str, add: Callable[[int], None]
) -> None:
    with tenancy.entered(acme):
        add(3)
    admin.get(page)
    few = _questions(admin, page)
    with tenancy.entered(acme):
        add(30)
    assert _questions(admin, page) == few


def _questions(browser: Any, page: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(page).status_code == 200
    return len(
        [query for query in asked.captured_queries if query["sql"].startswith(("SELECT", "WITH", "\nSELECT"))]
    )
