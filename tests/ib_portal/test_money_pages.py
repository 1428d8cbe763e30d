"""CPA, invoices, holds and settlements in the portal: one's own, and those of others do not exist."""

import uuid
from datetime import UTC, datetime
from decimal import Decimal

from atrium.kernel import clock
from tenants.abuse import services as abuse
from tenants.abuse.models import Flag
from tenants.identity.models import User
from tenants.payments.models import Deposit
from tenants.rebates import services
from tenants.rebates.models import BillingDetails, Plan, Settlement
from tenants.rebates.services import invoices


def text(answer):
    return answer.content.decode()


def test_cpa_shows_each_condition_with_value_target_and_state(cast, of):
    Plan.objects.create(
        code="cpa", name="CPA 300", status="published", published_at=clock.now(),
        document={
            "base": {"type": "cpa", "min_first_deposit": "200", "min_lots": "10", "within_days": 30},
            "distribution": {"kind": "levels", "rates": ["300"]}, "currency": "USD",
        },
    )  # fmt: skip
    assert "Waiting for the first deposit" in text(of(cast.people.ida).get("/cpa/"))
    clara = cast.people.clara
    Deposit.objects.create(
        client=clara, client_number=clara.number, amount_minor=25_000, received_minor=25_000, received_currency="USD",
        currency="USD", state="settled", connection_id=uuid.uuid4(), psp_code="x", key="k", created_at=clock.now(),
        finished_at=clock.now(),
    )  # fmt: skip
    page = text(of(cast.people.ida).get("/cpa/"))
    assert "250.00 of 200.00 USD · 100 %" in page
    assert "0.00 of 10.00" in page
    assert "On the way" in page
    assert "No client with a CPA here" in text(of(cast.people.zoe).get("/cpa/"))


def invoiced(partner):
    at = datetime(2026, 2, 3, tzinfo=UTC)
    Settlement.objects.create(
        party_kind="partner", party_number=partner.number, currency="USD", amount_minor=10_000, due_until=at, at=at,
        transaction_id=uuid.uuid4(),
    )  # fmt: skip
    return invoices.write_invoice(partner_id=partner.id, currency="USD", month=at.date())


DETAILS = {
    "legal_name": "Ida Ltd", "address": "1 Harbour Road", "country": "cy", "tax_number": "CY1", "tax": "included",
    "tax_percent": "19", "agrees": "on",
}  # fmt: skip


def test_details_are_given_and_the_invoice_is_the_partners_own(cast, of):
    ida = of(cast.people.ida)
    assert "No invoices are written for you yet" in text(ida.get("/invoices/"))
    assert ida.post("/invoices/details/", {**DETAILS, "tax_number": ""}).status_code == 422
    assert not BillingDetails.objects.exists()
    assert ida.post("/invoices/details/", DETAILS).status_code == 302
    assert BillingDetails.objects.get().tax_percent == Decimal(19)
    made = invoiced(cast.people.ida)
    page = text(ida.get("/invoices/"))
    assert made.number in page
    assert "100.00" in page
    assert ida.get(f"/invoices/{made.id}.pdf").content[:5] == b"%PDF-"
    assert of(cast.people.ivan).get(f"/invoices/{made.id}.pdf").status_code == 404
    assert made.number not in text(of(cast.people.ivan).get("/invoices/"))


def test_a_hold_says_why_and_takes_one_objection(cast, of):
    User.objects.filter(id=cast.people.clara.user_id).update(person=cast.people.ida.person)
    abuse.look()
    flag, ida = Flag.objects.get(), of(cast.people.ida)
    assert ida.get(f"/payouts/holds/{flag.id}/").status_code == 404  # it is only looked at
    abuse.hold(flag_id=flag.id, by=uuid.uuid4(), text="We look at your own account")
    assert "We look at your own account" in text(ida.get("/payouts/holds/"))
    assert of(cast.people.ivan).get(f"/payouts/holds/{flag.id}/").status_code == 404
    assert ida.post(f"/payouts/holds/{flag.id}/", {"text": "Clara is my sister, not me."}).status_code == 302
    page = text(ida.get(f"/payouts/holds/{flag.id}/"))
    assert "Clara is my sister, not me." in page
    assert "<textarea" not in page


def test_what_came_to_the_wallet_is_listed(cast, of):
    services.settle_due(partner_id=cast.people.ida.id)
    page = text(of(cast.people.ida).get("/payouts/settled/"))
    assert "33.00" in page
    assert "Nothing came yet" in text(of(cast.people.zoe).get("/payouts/settled/"))


def test_what_is_held_cannot_be_asked_for(cast, of):
    """33.00 are due; a hold that began before any of it was paid leaves nothing."""
    ida = cast.people.ida
    assert "33.00" in text(of(ida).get("/payouts/"))
    now = clock.now()
    Flag.objects.create(
        rule="shared_ip",
        partner=ida,
        client=cast.people.clara,
        state="held",
        held_at=now,
        found_at=now,
        seen_at=now,
    )
    page = text(of(ida).get("/payouts/"))
    assert "that come to it now" not in page
