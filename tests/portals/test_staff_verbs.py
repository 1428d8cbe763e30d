"""What staff do in the console is done once, by services, and refused in words where it is not theirs."""

from datetime import date
from typing import Any

import pytest

from atrium.kernel import tenancy
from atrium.kernel.ids import new_id
from tenants.approvals.models import Approval
from tenants.approvals.services import ask
from tenants.branding.models import Brand
from tenants.identity.models import User
from tenants.kyc.services import submit_check
from tenants.leads.models import Lead
from tests.ibs.people import client
from tests.portals import people

pytestmark = pytest.mark.django_db


def user_of(browser: Any) -> User:
    return User.objects.get(name="Sam")


def asked(by: User) -> Approval:
    return ask(kind="test", subject_id=new_id(), title="Payout", facts={"to": "bank"}, permission="payouts.approve",
               requested_by=by.id)  # fmt: skip


def test_a_lead_needs_a_way_to_reach_the_person(admin: Any, acme: Any) -> None:
    answer = admin.post("/leads/new/", {"name": "Nobody"})
    assert answer.status_code == 422
    assert "nobody can reach this person" in answer.content.decode()
    with tenancy.entered(acme):
        assert not Lead.objects.exists()


def test_an_added_lead_is_assigned_by_rule_and_named(admin: Any, acme: Any) -> None:
    assert admin.post("/leads/new/", {"name": "Nora", "email": "nora@example.com"}).status_code == 302
    with tenancy.entered(acme):
        lead = Lead.objects.get()
        assert (lead.name, lead.source, lead.assigned_to is not None) == ("Nora", "staff", True)


def test_the_one_who_asked_reads_why_they_cannot_decide_and_nothing_changes(admin: Any, acme: Any) -> None:
    with tenancy.entered(acme):
        approval = asked(user_of(admin))
    page = admin.get(f"/approvals/{approval.id}/").content.decode()
    assert "You asked for this yourself" in page
    assert 'value="approved"' not in page
    answer = admin.post(
        f"/approvals/{approval.id}/decide/", {"outcome": "approved", "facts_hash": approval.facts_hash}
    )
    assert answer.status_code == 422
    assert "somebody else has to decide" in answer.content.decode()
    with tenancy.entered(acme):
        assert Approval.objects.get(id=approval.id).state == "pending"


def test_a_second_person_approves_and_a_refusal_needs_its_reason(admin: Any, acme: Any) -> None:
    with tenancy.entered(acme):
        approval = asked(people.staff("Fay", "Finance"))
    decide = f"/approvals/{approval.id}/decide/"
    refused = admin.post(decide, {"outcome": "refused", "facts_hash": approval.facts_hash})
    assert refused.status_code == 422
    assert admin.post(decide, {"outcome": "approved", "facts_hash": approval.facts_hash}).status_code == 302
    with tenancy.entered(acme):
        assert Approval.objects.get(id=approval.id).state == "approved"


def test_what_was_changed_since_it_was_shown_is_not_decided(admin: Any, acme: Any) -> None:
    with tenancy.entered(acme):
        approval = asked(people.staff("Fay", "Finance"))
    answer = admin.post(f"/approvals/{approval.id}/decide/", {"outcome": "approved", "facts_hash": "0" * 64})
    assert "Look at it again" in answer.content.decode()
    with tenancy.entered(acme):
        assert Approval.objects.get(id=approval.id).state == "pending"


def test_kyc_is_decided_on_the_card_by_those_who_may(admin: Any, as_role: Any, acme: Any) -> None:
    with tenancy.entered(acme):
        clara = client("Clara")
        check = submit_check(client=clara, document="passport", document_number="X1", birth_date=date(1990, 1, 1),
                             expires_on=date(2099, 1, 1))  # fmt: skip
    url = f"/clients/{clara.id}/kyc/{check.id}/"
    assert as_role("Finance").post(url, {"outcome": "approve"}).status_code == 404
    unsaid = admin.post(url, {"outcome": "refuse"}, follow=True).content.decode()
    assert "Say what is wrong and how to cure it" in unsaid
    with tenancy.entered(acme):
        check.refresh_from_db()
        assert check.state == "pending"
    assert admin.post(url, {"outcome": "approve"}).status_code == 302
    with tenancy.entered(acme):
        clara.refresh_from_db()
        assert clara.kyc_level == 1


def test_the_brand_changes_with_one_address_and_bad_values_change_nothing(admin: Any, acme: Any) -> None:
    values = {"name": "Acme", "primary": "#0B2545", "accent": "#b08d57", "neutral": "cool", "radius": "0",
              "heading_font": "plex-serif", "body_font": "plex-sans", "support_email": ""}  # fmt: skip
    before = _stylesheet(admin)
    bad = admin.post("/settings/brand/", {**values, "primary": "red;}"})
    assert bad.status_code == 422
    assert _stylesheet(admin) == before
    assert admin.post("/settings/brand/", values).status_code == 302
    after = _stylesheet(admin)
    assert after != before
    css = admin.get(after)
    assert css["Cache-Control"].endswith("immutable")
    assert '--brand-font-heading: "IBM Plex Serif";' in css.content.decode()
    assert admin.get(before).status_code == 302
    with tenancy.entered(acme):
        assert Brand.objects.get().primary == "#0b2545"


def _stylesheet(browser: Any) -> str:
    page = browser.get("/").content.decode()
    return str(page.split('href="/brand/')[1].join(["/brand/", ""]).split('"')[0])
