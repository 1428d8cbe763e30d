"""The staff console's pages: they open for whom they are meant, and ask the database the same number of times
however many rows there are."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from atrium.kernel import tenancy
from tenants.identity.services import create_user
from tenants.leads.services import create_lead
from tenants.staff.services import add_member

pytestmark = pytest.mark.django_db

PAGES = ("/", "/leads/", "/leads/new/", "/clients/", "/approvals/", "/approvals/?view=decided", "/settings/",
         "/settings/brand/", "/settings/staff/")  # fmt: skip


@pytest.fixture
def admin(acme: Any, browse: Any) -> Any:
    with tenancy.entered(acme):
        user = add_member(email="sam@acme.example", name="Sam Sales", role="Administrator", takes_leads=True).user
    return browse(acme, "staff", user)


@pytest.mark.parametrize("page", PAGES)
def test_an_administrator_opens_every_page(admin: Any, page: str) -> None:
    answer = admin.get(page)
    assert answer.status_code == 200
    assert b"style=" not in answer.content and b"<script>" not in answer.content


@pytest.mark.parametrize("page", PAGES)
def test_nobody_is_sent_to_the_log_in(acme: Any, browse: Any, page: str) -> None:
    answer = browse(acme, "staff").get(page)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")
