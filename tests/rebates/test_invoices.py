"""Self-billing invoices: of what was paid in a month, numbered without a gap, never changed, corrected by a credit note."""

import uuid
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from atrium.kernel import clock
from atrium.kernel.errors import InvalidInput, Refused
from tenants.ibs.models import Partner
from tenants.rebates.models import Invoice, Settlement
from tenants.rebates.services import invoices
from tests.ibs.people import Family, family

pytestmark = pytest.mark.usefixtures("in_acme")
FEBRUARY = date(2026, 2, 1)


@pytest.fixture
def cast(in_acme: Any) -> Family:
    return family()


def billing(of: Partner, **facts: Any) -> None:
    invoices.set_billing(
        **{
            "partner_id": of.id, "legal_name": "Ida Trading Ltd", "address": "1 Harbour Road\nLimassol", "country": "cy",
            "tax_number": "CY10259033P", "tax": "outside", "tax_percent": Decimal(0), "agrees": True, **facts,
        }
    )  # fmt: skip


def paid(of: Partner, minor: int, day: int, *, month: int = 2, currency: str = "USD") -> Settlement:
    at = datetime(2026, month, day, 9, tzinfo=UTC)
    return Settlement.objects.create(
        party_kind="partner", party_number=of.number, currency=currency, amount_minor=minor, due_until=at, at=at,
        transaction_id=uuid.uuid4(),
    )  # fmt: skip


def write(of: Partner, currency: str = "USD") -> Invoice | None:
    return invoices.write_invoice(partner_id=of.id, currency=currency, month=FEBRUARY)


def test_an_invoice_is_about_the_payments_of_its_month_and_no_others(cast: Family) -> None:
    billing(cast.ida)
    for minor, day in ((1000, 3), (250, 3), (4000, 28)):
        paid(cast.ida, minor, day)
    paid(cast.ida, 77_700, 1, month=3)
    paid(cast.ida, 9_900, 4, currency="EUR")
    paid(cast.ivan, 8_800, 5)
    made = write(cast.ida)
    assert made is not None
    assert (str(made.gross), str(made.net), str(made.tax)) == ("52.50 USD", "52.50 USD", "0.00 USD")
    assert made.content["days"] == [
        {"day": "2026-02-03", "payments": "2", "amount": "12.50"},
        {"day": "2026-02-28", "payments": "1", "amount": "40.00"},
    ]
    assert (made.period_from, made.period_to) == (date(2026, 2, 1), date(2026, 2, 28))
    assert write(cast.ida) is None  # told again it writes nothing
    assert write(cast.ivan) is None  # who did not agree gets none
    assert str(getattr(write(cast.ida, "EUR"), "gross", None)) == "99.00 EUR"


def test_numbers_of_a_year_have_no_gap_also_when_one_fails(cast: Family) -> None:
    year = clock.now().year
    for partner in (cast.ida, cast.ivan, cast.iris):
        billing(partner)
        paid(partner, 1000, 5)
    assert write(cast.ida).number == f"SB-{year}-00001"  # type: ignore[union-attr]
    with transaction.atomic():
        write(cast.ivan)
        transaction.set_rollback(True)  # as if the worker had died before the end
    assert write(cast.iris).number == f"SB-{year}-00002"  # type: ignore[union-attr]
    assert write(cast.ivan).number == f"SB-{year}-00003"  # type: ignore[union-attr]


def test_vat_in_the_amount_is_half_even_and_adds_up(cast: Family) -> None:
    billing(cast.ida, tax="included", tax_percent=Decimal("19"))
    paid(cast.ida, 10_000, 5)
    made = write(cast.ida)
    assert made is not None
    assert (made.net_minor, made.tax_minor, made.gross_minor) == (8403, 1597, 10_000)


def test_an_issued_invoice_is_never_changed(cast: Family) -> None:
    billing(cast.ida)
    paid(cast.ida, 1000, 5)
    made = write(cast.ida)
    assert made is not None
    billing(cast.ida, legal_name="Another Name Ltd")
    with pytest.raises(DatabaseError), transaction.atomic():
        Invoice.objects.filter(id=made.id).update(gross_minor=1)
    made.refresh_from_db()
    assert made.content["supplier"]["name"] == "Ida Trading Ltd"
    assert len(made.digest) == 64


def test_a_credit_note_takes_all_of_it_back_and_frees_its_payments(cast: Family) -> None:
    billing(cast.ida)
    paid(cast.ida, 1000, 5)
    wrong = write(cast.ida)
    assert wrong is not None
    note = invoices.credit_invoice(invoice_id=wrong.id, reason="The tax number was missing")
    assert (note.kind, note.gross_minor, note.corrects_id) == ("credit_note", -1000, wrong.id)
    assert note.number == f"CN-{clock.now().year}-00001"
    assert note.content["corrects"] == wrong.number
    with pytest.raises(Refused, match="already"):
        invoices.credit_invoice(invoice_id=wrong.id, reason="Once more, by mistake")
    billing(cast.ida, tax="reverse")
    right = write(cast.ida)
    assert right is not None
    assert (right.gross_minor, right.content["tax_kind"]) == (1000, "reverse")
    assert write(cast.ida) is None


def test_a_month_that_is_not_over_has_no_invoice(cast: Family) -> None:
    billing(cast.ida)
    with pytest.raises(Refused, match="not over"):
        invoices.write_invoice(partner_id=cast.ida.id, currency="USD", month=clock.now().date())
    assert invoices.month_before(datetime(2026, 1, 2, tzinfo=UTC)) == date(2025, 12, 1)


def test_all_of_a_month_at_once_and_again_only_what_is_missing(cast: Family) -> None:
    for partner in (cast.ida, cast.ivan):
        billing(partner)
        paid(partner, 1000, 5)
    assert invoices.write_invoices(month=FEBRUARY) == 2
    paid(cast.ivan, 500, 6)
    assert invoices.write_invoices(month=FEBRUARY) == 1
    assert sorted(Invoice.objects.values_list("gross_minor", flat=True)) == [500, 1000, 1000]


@pytest.mark.parametrize(
    ("field", "facts"),
    [
        ("legal_name", {"legal_name": " "}),
        ("address", {"address": ""}),
        ("country", {"country": "Cyprus"}),
        ("tax_number", {"tax": "reverse", "tax_number": ""}),
        ("tax_percent", {"tax": "included", "tax_percent": Decimal(0)}),
        ("tax", {"tax": "whatever"}),
    ],
)
def test_details_that_no_tax_office_would_take_are_refused(cast: Family, field: str, facts: Any) -> None:
    with pytest.raises(InvalidInput) as refusal:
        billing(cast.ida, **facts)
    assert refusal.value.field == field
    assert not hasattr(Partner.objects.get(id=cast.ida.id), "billing")
