"""The console's pages of approvals: what is shown to whom, and that each button does its one thing."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest

from atrium.kernel import clock, tenancy
from atrium.kernel.money import Money
from tenants.approvals import services
from tenants.approvals.models import Amendment, Approval, Chain, Delegation, Policy
from tenants.identity.models import User
from tenants.staff.models import Member, Role
from tests.ibs.people import client
from tests.portals import people

pytestmark = pytest.mark.django_db

FACTS = {"partner": "7", "amount": "120.00 USD", "destination": "TR76", "provider": "stripe"}


def asked(by: User | None, **changes: Any) -> Approval:
    given: dict[str, Any] = {
        "kind": "payout", "subject_id": uuid.uuid4(), "title": "Payout to Iris", "facts": FACTS,
        "permission": "payouts.approve", "requested_by": by.id if by else None, "money": Money.of("120", "USD"),
    }  # fmt: skip
    return services.ask(**(given | changes))


@pytest.fixture
def approval(acme: Any) -> Approval:
    with tenancy.entered(acme):
        return asked(people.staff("Fay", "Finance"))


def fresh(acme: Any, approval: Approval) -> Approval:
    with tenancy.entered(acme):
        return Approval.objects.get(id=approval.id)


def test_the_tabs_count_and_show_what_they_say(admin: Any, acme: Any, approval: Approval) -> None:
    with tenancy.entered(acme):
        own = asked(User.objects.get(name="Sam"), title="What Sam asked")
    page = admin.get("/approvals/").content.decode()
    assert "Payout to Iris" in page
    assert "What Sam asked" not in page
    assert 'id="count-approvals"' in page
    everything = admin.get("/approvals/?view=all").content.decode()
    assert "Payout to Iris" in everything
    assert "What Sam asked" in everything
    mine = admin.get("/approvals/?view=asked").content.decode()
    assert "What Sam asked" in mine
    assert "Payout to Iris" not in mine
    assert "Payout to Iris" not in admin.get("/approvals/?view=overdue").content.decode()
    assert str(own.id) in admin.get("/approvals/?view=all&kind=payout&sort=amount").content.decode()
    assert str(own.id) not in admin.get("/approvals/?view=all&kind=kyc").content.decode()


def test_the_drawer_says_who_could_decide_and_what_follows(admin: Any, approval: Approval) -> None:
    page = admin.get(f"/approvals/{approval.id}/").content.decode()
    for words in (
        "Destination",
        "TR76",
        "Can approve it:",
        "Sam",
        "The provider is told to pay it.",
        "Approve payouts",
    ):
        assert words in page


def test_a_kind_without_an_effect_says_so(admin: Any, acme: Any) -> None:
    with tenancy.entered(acme):
        request = asked(
            None, kind="document", permission="kyc.decide", facts={"document": "Utility bill"}, money=None
        )
    assert "Nothing else follows by itself" in admin.get(f"/approvals/{request.id}/").content.decode()


def test_an_amendment_is_made_once_and_its_maker_decides_no_more(
    admin: Any, acme: Any, approval: Approval
) -> None:
    url, said = (
        f"/approvals/{approval.id}/amend/",
        {"amend_note": "Agreed", "facts_hash": approval.facts_hash},
    )
    assert admin.post(url, {**said, "amount": "lots"}).status_code == 422
    more = admin.post(url, {**said, "amount": "500"})
    assert "not more" in more.content.decode()
    with tenancy.entered(acme):
        assert not Amendment.objects.exists()
    assert admin.post(url, {**said, "amount": "100.00"}).status_code == 302
    assert fresh(acme, approval).money == Money.of("100", "USD")
    page = admin.get(f"/approvals/{approval.id}/").content.decode()
    assert "You changed what is asked" in page
    assert 'value="approved"' not in page
    stale = admin.post(url, {**said, "amount": "90"})
    assert stale.status_code == 422
    assert "120.00 USD" in stale.content.decode()


def test_what_a_role_masks_is_neither_shown_nor_to_be_amended(as_role: Any, acme: Any) -> None:
    with tenancy.entered(acme):
        Role.objects.create(
            name="Half blind", permissions=["approvals.view", "clients.edit", "clients.view"], scopes=["all"],
            masks={"phone": "hidden"},
        )  # fmt: skip
        request = asked(
            None, kind="profile_change", permission="clients.edit", money=None,
            facts={"name": "Nora", "phone": "+35799123456", "phone_was": "+35799000000"},
        )  # fmt: skip
    browser = as_role("Half blind", "Hal")
    page = browser.get(f"/approvals/{request.id}/").content.decode()
    assert "+35799" not in page
    assert "fact_name" in page
    assert "fact_phone" not in page


def test_amounts_are_masked_in_the_queue_on_the_page_and_among_the_facts(as_role: Any, acme: Any) -> None:
    """A role that sees no balances decides without the amount: not in the title, not in the row, not to be amended."""
    with tenancy.entered(acme):
        permissions = ["approvals.view", "payouts.approve", "finance.view"]
        Role.objects.create(
            name="No sums", permissions=permissions, scopes=["all"], masks={"balance": "hidden"}
        )
        Role.objects.create(name="All sums", permissions=permissions, scopes=["all"])
        request = asked(
            None, title="Withdrawal of 1,234.56 USD by Nora", money=Money.of("1234.56", "USD"),
            facts={"partner": "7", "amount": "1,234.56 USD", "destination": "TR76 0001", "provider": "stripe"},
        )  # fmt: skip
    for role, name, sees in (("No sums", "Nils", False), ("All sums", "Alma", True)):
        browser = as_role(role, name)
        for address in ("/approvals/?view=all", f"/approvals/{request.id}/"):
            page = browser.get(address).content.decode()
            assert ("1,234.56" in page or "1234.56" in page) is sees, (role, address)
            assert ("Withdrawal of ••••• by Nora" in page) is not sees


def test_only_the_one_who_asked_cancels(admin: Any, acme: Any, approval: Approval) -> None:
    assert admin.post(f"/approvals/{approval.id}/withdraw/").status_code == 422
    assert fresh(acme, approval).state == "pending"
    with tenancy.entered(acme):
        own = asked(User.objects.get(name="Sam"))
    assert admin.post(f"/approvals/{own.id}/withdraw/").status_code == 302
    assert fresh(acme, own).state == "withdrawn"


def test_in_the_drawer_the_list_stays(admin: Any, acme: Any, approval: Approval) -> None:
    answer = admin.post(
        f"/approvals/{approval.id}/decide/",
        {"outcome": "approved", "facts_hash": approval.facts_hash},
        headers={"HX-Request": "true", "HX-Target": "drawer-body"},
    )
    assert answer.status_code == 204
    assert "closeDrawer" in answer.headers["HX-Trigger"]
    assert fresh(acme, approval).state == "approved"


def test_a_colleague_asks_for_a_client_in_scope(admin: Any, acme: Any) -> None:
    with tenancy.entered(acme):
        clara = client("Clara")
    assert "Clara" in admin.get("/approvals/new/?q=Clara").content.decode()
    url = f"/approvals/new/deposit/{clara.id}/"
    key = admin.get(url).content.decode().split('name="key" value="')[1].split('"')[0]
    said = {"amount": "1,250.00", "method": "wire", "reference": "INV", "reason": "Wire", "key": key}
    for _ in range(2):
        assert admin.post(url, said).status_code == 302
    with tenancy.entered(acme):
        request = Approval.objects.get(kind="deposit")
        assert request.money == Money.of("1250", "USD")
    assert admin.post(url, {**said, "amount": "x"}).status_code == 422
    assert admin.get(f"/approvals/new/magic/{clara.id}/").status_code == 404
    assert admin.get(f"/approvals/new/deposit/{uuid.uuid4()}/").status_code == 404


def test_whoever_lacks_the_right_asks_for_nothing(as_role: Any, acme: Any) -> None:
    with tenancy.entered(acme):
        clara = client("Clara")
    rita = as_role("Compliance")
    assert rita.post(f"/approvals/new/deposit/{clara.id}/", {"amount": "1"}).status_code == 404
    with tenancy.entered(acme):
        assert not Approval.objects.exists()


def test_everybody_hands_over_their_own_and_nobody_elses(as_role: Any, acme: Any) -> None:
    fay = as_role("Finance", "Fay")
    with tenancy.entered(acme):
        me, chen = Member.objects.get(user__name="Fay"), people.staff("Chen", "Finance").member
    now = clock.now()
    said = {
        "from_member": str(me.id), "to_member": str(chen.id), "because": "Holiday",
        "active_from": f"{now:%Y-%m-%dT%H:%M}", "active_to": f"{now + timedelta(days=3):%Y-%m-%dT%H:%M}",
    }  # fmt: skip
    assert fay.post("/approvals/delegations/", {**said, "from_member": str(chen.id)}).status_code == 422
    with tenancy.entered(acme):
        assert not Delegation.objects.exists()
    assert fay.post("/approvals/delegations/", said).status_code == 302
    assert "Chen for Fay" in fay.get("/approvals/delegations/").content.decode()
    with tenancy.entered(acme):
        made = Delegation.objects.get()
    assert as_role("Finance", "Third").post(f"/approvals/delegations/{made.id}/end/").status_code == 404
    assert fay.post(f"/approvals/delegations/{made.id}/end/").status_code == 302
    with tenancy.entered(acme):
        assert Delegation.objects.get().active_to <= clock.now()


def test_a_chain_is_made_shown_in_words_and_kept_in_versions(admin: Any, acme: Any) -> None:
    with tenancy.entered(acme):
        compliance = Role.objects.get(name="Compliance")
    said = {
        "name": "Large", "priority": "10", "field_0": "amount", "operator_0": "at_least", "value_0": "10000",
        "step_0_who": "permission:payouts.approve", "step_0_people": "1", "step_0_within": "2", "step_0_unit": "60",
        "step_0_escalate": str(compliance.id), "step_1_who": f"role:{compliance.id}", "step_1_people": "1",
    }  # fmt: skip
    url = "/settings/approvals/payout/chain/"
    bad = admin.post(url, {**said, "value_0": "plenty"})
    assert bad.status_code == 422
    assert "needs a number" in bad.content.decode()
    assert admin.post(url, {**said, "step_0_who": "", "step_1_who": ""}).status_code == 422
    with tenancy.entered(acme):
        assert not Chain.objects.exists()
    assert admin.post(url, said).status_code == 302
    page = admin.get("/settings/approvals/payout/").content.decode()
    for words in ("Large", "10,000", "Compliance", "within 2 h", "then also Compliance"):
        assert words in page
    with tenancy.entered(acme):
        line = Chain.objects.get().line
    assert 'value="10000"' in admin.get(f"{url}{line}/").content.decode()
    assert admin.post(f"{url}{line}/", {**said, "name": "Larger"}).status_code == 302
    with tenancy.entered(acme):
        assert list(Chain.objects.order_by("version").values_list("version", "name")) == [
            (1, "Large"),
            (2, "Larger"),
        ]
    assert admin.post(f"{url}{line}/end/").status_code == 302
    with tenancy.entered(acme):
        assert not Chain.objects.filter(valid_to=None).exists()


def test_what_is_missing_is_said(admin: Any, acme: Any) -> None:
    page = admin.get("/settings/approvals/payout/").content.decode()
    assert "What is missing" not in page
    with tenancy.entered(acme):
        empty = Role.objects.create(name="Empty", permissions=["approvals.view"], scopes=["all"])
        services.save_chain(
            kind="payout", name="Lost", condition={}, steps=[{"who": "role", "role": str(empty.id)}], priority=1, by=None
        )  # fmt: skip
    assert "such a request would wait for ever" in admin.get("/settings/approvals/payout/").content.decode()


def test_when_it_is_asked_about_is_set_where_it_may_be(admin: Any, acme: Any) -> None:
    said = {"mode": "when", "field_0": "amount", "operator_0": "at_least", "value_0": "5000"}
    assert admin.post("/settings/approvals/transfer/asked/", said).status_code == 302
    assert "at least 5,000" in admin.get("/settings/approvals/").content.decode()
    assert admin.post("/settings/approvals/payout/asked/", {"mode": "never"}).status_code == 422
    assert admin.post("/settings/approvals/transfer/asked/", {"mode": "when"}).status_code == 422
    with tenancy.entered(acme):
        assert list(Policy.objects.values_list("kind", "mode")) == [("transfer", "when")]


@pytest.mark.parametrize("path", ["", "payout/", "payout/chain/"])
def test_the_rules_are_for_those_who_manage_them(as_role: Any, path: str) -> None:
    assert as_role("Finance").get(f"/settings/approvals/{path}").status_code == 404


def test_a_list_of_many_asks_no_more_questions_than_one_of_few(admin: Any, acme: Any) -> None:
    from tests.portals.test_staff_pages import _questions

    def add(count: int) -> None:
        with tenancy.entered(acme):
            for _ in range(count):
                asked(None)

    add(3)
    admin.get("/approvals/")
    few = _questions(admin, "/approvals/")
    add(30)
    assert _questions(admin, "/approvals/") == few
