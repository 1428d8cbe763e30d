"""What clients ask for, what they see of it, and that they may take it back."""

from __future__ import annotations

from typing import Any

import pytest

from tenants.approvals import services as approvals
from tenants.approvals.models import Approval
from tenants.ibs.models import Partner
from tests.client_portal.conftest import make_client, portal_of

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def clara() -> Any:
    return make_client("Clara Client", "clara@example.com")


@pytest.fixture
def portal(acme: Any, clara: Any) -> Any:
    return portal_of(acme, clara.user)


def test_a_change_of_details_is_asked_for_shown_and_taken_back(portal: Any, clara: Any) -> None:
    said = {"name": "Clara Newname", "phone": "+34612345678", "country": "ES", "reason": "Married"}
    assert portal.post("/requests/new/profile", said).status_code == 302
    request = Approval.objects.get(kind="profile_change")
    assert (request.client_id, request.requested_by_id) == (clara.id, clara.user_id)
    page = portal.get("/requests/").content.decode()
    assert "Change of your details" in page
    assert "A person looks at it" in page
    assert portal.post(f"/requests/{request.id}/cancel").status_code == 302
    request.refresh_from_db()
    assert request.state == "withdrawn"
    assert "Cancelled" in portal.get("/requests/").content.decode()


def test_nothing_new_is_no_request(portal: Any) -> None:
    said = {"name": "Clara Client", "phone": "+34612345678", "country": "ES", "reason": "?"}
    answer = portal.post("/requests/new/profile", said)
    assert answer.status_code == 422
    assert not Approval.objects.exists()


def test_a_bad_number_is_said_beside_its_field(portal: Any) -> None:
    said = {"name": "Clara Client", "phone": "12", "country": "ES", "reason": "New phone"}
    assert portal.post("/requests/new/profile", said).status_code == 422
    assert not Approval.objects.exists()


def test_a_refusal_is_read_with_its_reason(portal: Any) -> None:
    from tests.approvals.people import colleague

    assert portal.post("/requests/new/partner", {"reason": "I run a trading school."}).status_code == 302
    request = Approval.objects.get(kind="become_ib")
    approvals.decide(
        approval_id=request.id, by=colleague("Ann", "Administrator").user_id, outcome="refused", note="Not in your country."
    )  # fmt: skip
    page = portal.get("/requests/").content.decode()
    assert "Not approved" in page
    assert "Not in your country." in page
    assert not Partner.objects.exists()


def test_somebody_elses_request_does_not_exist(portal: Any, acme: Any) -> None:
    other = make_client("Nora Other", "nora@example.com")
    portal_of(acme, other.user).post("/requests/new/partner", {"reason": "I have a channel too."})
    request = Approval.objects.get(kind="become_ib")
    assert portal.post(f"/requests/{request.id}/cancel").status_code == 404
    assert "Become a partner" not in portal.get("/requests/list").content.decode()
    request.refresh_from_db()
    assert request.state == "pending"


def test_an_account_that_is_asked_about_waits_among_the_requests(portal: Any, clara: Any) -> None:
    assert portal.get("/requests/new/leverage").status_code == 200
    assert portal.get("/requests/new/magic").status_code == 404
    empty = portal.post("/requests/new/leverage", {"account": "x", "leverage": "200"})
    assert empty.status_code == 422
    assert not Approval.objects.exists()
