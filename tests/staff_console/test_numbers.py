"""The little numbers around every page: right, and asked in one statement."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from atrium.kernel import tenancy
from tenants.identity.models import User
from tenants.notifications.services import notify
from tests.portals import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(acme: Any) -> User:
    with tenancy.entered(acme):
        user = people.staff("Ada", "Administrator")
        for _ in range(2):
            notify(users=[user], kind="job.ended", title="Import ended")
    return user


def test_a_page_asks_for_all_its_numbers_at_once(ada: User, acme: Any, browse: Any) -> None:
    browser = browse(acme, "staff", ada)
    browser.get("/tasks/")
    with CaptureQueriesContext(connection) as asked:
        page = browser.get("/tasks/")
    bell = [query["sql"] for query in asked if "notifications_notification" in query["sql"]]
    assert len(bell) == 1
    assert all(table in bell[0] for table in ("jobs_job", "work_task", "approvals_approval"))
    assert 'data-count="2"' in page.content.decode()
