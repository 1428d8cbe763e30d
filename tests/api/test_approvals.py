"""Approvals for programs: the same sight, permission, limits and order as for people."""

from __future__ import annotations

from typing import Any

import pytest

from atrium.kernel import tenancy
from tenants.approvals import services
from tenants.approvals.models import Approval, Decision
from tenants.staff.models import Member
from tests.approvals.people import asked, colleague, role
from tests.surfaces import browse

pytestmark = pytest.mark.usefixtures("in_acme")

HERE = "/api/v1/approvals"


def get(acme: Any, member: Member, path: str = "") -> Any:
    answer = browse(acme, "staff", member.user).get(f"{HERE}{path}")
    tenancy.switch(acme)
    return answer


def decide(acme: Any, member: Member, approval: Approval, key: str = "k1", **body: str) -> Any:
    said = {"outcome": "approved", "facts_hash": approval.facts_hash, **body}
    answer = browse(acme, "staff", member.user).post(
        f"{HERE}/{approval.id}/decision",
        said,
        content_type="application/json",
        headers={"Idempotency-Key": key},
    )
    tenancy.switch(acme)
    return answer


def test_the_list_holds_what_is_in_sight(acme: Any) -> None:
    mara, chen = colleague("Mara"), colleague("Chen")
    approval = asked(mara)
    row = get(acme, chen).json()["results"][0]
    assert (row["id"], row["state"], row["requested_by"]) == (str(approval.id), "pending", "Mara")
    assert row["money"] == {"amount": "120.00", "currency": "USD"}
    assert row["facts"]["destination"] == "TR76 0001"
    assert [one["id"] for one in get(acme, chen, "?which=waiting_for_me").json()["results"]] == [
        str(approval.id)
    ]
    assert get(acme, mara, "?which=waiting_for_me").json()["results"] == []
    assert get(acme, mara, "?which=asked_by_me").json()["results"][0]["id"] == str(approval.id)
    assert get(acme, chen, "?which=nonsense").status_code == 422
    assert get(acme, colleague("Sam", "Sales")).status_code == 404


def test_one_is_shown_with_its_steps(acme: Any) -> None:
    approval = asked(colleague("Mara"))
    body = get(acme, colleague("Chen"), f"/{approval.id}").json()
    assert body["steps"][0]["permission"] == "payouts.approve"
    assert get(acme, colleague("Sam", "Sales"), f"/{approval.id}").status_code == 404


def test_what_a_role_masks_is_masked_here_too(acme: Any) -> None:
    found = role("Half blind", "clients.edit")
    found.masks = {"email": "hidden"}
    found.save()
    approval = asked(
        None,
        kind="password_reset",
        permission="clients.edit",
        money=None,
        facts={"email": "clara@example.com"},
    )
    assert get(acme, colleague("Hal", "Half blind"), f"/{approval.id}").json()["facts"] == {"email": "•••••"}


def test_a_decision_is_made_once_and_by_a_second_person(acme: Any) -> None:
    mara, chen = colleague("Mara"), colleague("Chen")
    approval = asked(mara)
    assert decide(acme, mara, approval).status_code == 403
    first = decide(acme, chen, approval)
    again = decide(acme, chen, approval)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert first.json()["state"] == "approved"
    assert Decision.objects.count() == 1


def test_an_amount_above_the_limit_is_refused_in_words(acme: Any) -> None:
    role("Small", "payouts.approve", limits={"payouts.approve": 10_000})
    answer = decide(acme, colleague("Sid", "Small"), asked(None))
    assert answer.status_code == 403
    assert "up to 100.00 USD" in answer.json()["detail"]


def test_what_was_amended_since_it_was_read_is_not_decided(acme: Any) -> None:
    from atrium.kernel.money import Money

    approval = asked(colleague("Mara"))
    services.amend(
        approval_id=approval.id, by=colleague("Amy").user_id, money=Money.of("90", "USD"), note="Less"
    )
    assert decide(acme, colleague("Chen"), approval).status_code == 409
    assert not Decision.objects.exists()
