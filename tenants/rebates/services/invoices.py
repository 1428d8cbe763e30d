"""Self-billing: at the end of a month the broker writes the invoice that the partner would have to write.

It is about money that reached the wallet in that month, day by day. What is issued never changes: a mistake is a credit note over
the whole of it, and a new invoice. Numbers have no gap: they are taken last, in the transaction that writes the row.
"""

import hashlib
import json
import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import connection, transaction

from atrium.kernel import clock, tenancy
from atrium.kernel.errors import InvalidInput, NotFound, Refused
from atrium.kernel.money import Money, round_half_even
from tenants.activity.services import note
from tenants.ibs.models import Partner
from tenants.jobs.services import Run
from tenants.numbering.services import next_number

from ..models import BillingDetails, Invoice, InvoiceItem, PartyKind, Settlement

SERIES: Final = {
    Invoice.Kind.INVOICE: ("self_billing", "SB"),
    Invoice.Kind.CREDIT_NOTE: ("credit_notes", "CN"),
}

_FREE: Final = """
SELECT paid.id FROM rebates_settlement paid
WHERE paid.party_kind = 'partner' AND paid.party_number = %s AND paid.currency = %s AND paid.at >= %s AND paid.at < %s
  AND NOT EXISTS (
    SELECT 1 FROM rebates_invoiceitem item
    LEFT JOIN rebates_invoice credit ON credit.corrects_id = item.invoice_id
    WHERE item.settlement_id = paid.id AND credit.id IS NULL)
ORDER BY paid.at, paid.id
"""


@transaction.atomic
def set_billing(
    *,
    partner_id: uuid.UUID,
    legal_name: str,
    address: str,
    country: str,
    tax_number: str,
    tax: str,
    tax_percent: Decimal,
    agrees: bool,
) -> BillingDetails:
    """What invoices say of the partner from now on. Those that were issued keep what they say."""
    legal_name, address = (
        " ".join(legal_name.split()),
        "\n".join(line.strip() for line in address.splitlines()).strip(),
    )
    _check_billing(legal_name, address, country, tax_number, tax, tax_percent)
    partner = Partner.objects.select_for_update(of=("self",)).filter(id=partner_id).first()
    if partner is None:
        raise NotFound("There is no such partner.")
    before = BillingDetails.objects.filter(partner=partner).first()
    agreed_at = (before.agreed_at if before and before.agreed_at else clock.now()) if agrees else None
    details, _ = BillingDetails.objects.update_or_create(
        partner=partner,
        defaults={
            "legal_name": legal_name, "address": address, "country": country.upper(),
            "tax_number": tax_number.strip().upper(), "tax": tax,
            "tax_percent": tax_percent if tax == BillingDetails.Tax.INCLUDED else Decimal(0),
            "agreed_at": agreed_at, "changed_at": clock.now(),
        },
    )  # fmt: skip
    note(subject_kind="partner", subject_id=partner.id, verb="billing", text="Details for invoices changed")
    return details


@transaction.atomic
def write_invoice(*, partner_id: uuid.UUID, currency: str, month: date) -> Invoice | None:
    """Of everything that was paid in that month (UTC) and stands on no invoice; none if there is nothing, or no agreement."""
    first, last, since, until = _month(month)
    partner = Partner.objects.select_for_update(of=("self",)).filter(id=partner_id).first()
    if partner is None:
        raise NotFound("There is no such partner.")
    if until > clock.now():
        raise Refused("The month is not over. Nothing was written.", field="month")
    details = BillingDetails.objects.filter(partner=partner, agreed_at__isnull=False).first()
    paid = _free(partner, currency, since, until)
    if details is None or not paid:
        return None
    gross = Money(sum(each.amount_minor for each in paid), currency)
    tax = _tax_in(gross, details)
    invoice = _issue(
        Invoice.Kind.INVOICE,
        partner,
        gross,
        tax,
        (first, last),
        _content(partner, details, paid, gross, tax, (first, last)),
    )
    InvoiceItem.objects.bulk_create(InvoiceItem(invoice=invoice, settlement=each) for each in paid)
    return invoice


@transaction.atomic
def credit_invoice(*, invoice_id: uuid.UUID, reason: str) -> Invoice:
    """The whole invoice is taken back; its payments are free for another. Money does not move by it."""
    reason = " ".join(reason.split())
    if len(reason) < 5:
        raise InvalidInput("Say in a sentence what was wrong: it is printed.", field="reason")
    found = Invoice.objects.select_related("partner").filter(id=invoice_id, kind=Invoice.Kind.INVOICE).first()
    if found is None:
        raise NotFound("There is no such invoice.")
    Partner.objects.select_for_update(of=("self",)).get(id=found.partner_id)
    if Invoice.objects.filter(corrects=found).exists():
        raise Refused(f"{found.number} has a credit note already. Nothing was written.")
    content = {
        **found.content, "kind": Invoice.Kind.CREDIT_NOTE, "corrects": found.number, "reason": reason[:300],
        "days": [{**day, "amount": f"-{day['amount']}"} for day in found.content["days"]],
        "net": str((-found.net).decimal), "tax": str((-found.tax).decimal), "gross": str((-found.gross).decimal),
    }  # fmt: skip
    return _issue(
        Invoice.Kind.CREDIT_NOTE, found.partner, -found.gross, -found.tax, (found.period_from, found.period_to),
        content, corrects=found,
    )  # fmt: skip


def write_invoices(*, month: date) -> int:
    """For everybody who agreed to it. Each is a transaction of its own; told again it writes what is missing."""
    return sum(
        write_invoice(partner_id=one, currency=currency, month=month) is not None
        for one, currency in due_in(month)
    )


def write_invoices_as_work(run: Run) -> None:
    """Long work that somebody watches: gone on with after a crash where it was."""
    month = date.fromisoformat(str(run.params["month"]))
    waiting = due_in(month)
    run.progress.total = run.progress.done + len(waiting)
    for partner_id, currency in waiting:
        with run.chunk():
            made = write_invoice(partner_id=partner_id, currency=currency, month=month)
            run.checkpoint(
                {"written": run.state.get("written", 0) + (made is not None)}, done=run.progress.done + 1
            )
    run.finish(f"{run.state.get('written', 0)} invoices written for {month:%Y-%m}.")


def due_in(month: date) -> list[tuple[uuid.UUID, str]]:
    """Partners who agreed and were paid in that month, with the currencies."""
    _, _, since, until = _month(month)
    agreed = BillingDetails.objects.filter(agreed_at__isnull=False)
    numbers = dict(agreed.values_list("partner__number", "partner_id"))
    rows = Settlement.objects.filter(
        party_kind=PartyKind.PARTNER, party_number__in=numbers, at__gte=since, at__lt=until
    )
    pairs = rows.order_by("party_number", "currency").values_list("party_number", "currency").distinct()
    return [(numbers[number], currency) for number, currency in pairs]


def month_before(at: datetime) -> date:
    return (at.astimezone(UTC).date().replace(day=1) - timedelta(days=1)).replace(day=1)


def _issue(
    kind: Invoice.Kind,
    partner: Partner,
    gross: Money,
    tax: Money,
    period: tuple[date, date],
    content: dict[str, Any],
    corrects: Invoice | None = None,
) -> Invoice:
    now = clock.now()
    series, letters = SERIES[kind]
    serial = next_number(f"{series}:{now.year}")
    number = f"{letters}-{now.year}-{serial:05}"
    content = {**content, "number": number, "issued": f"{now:%F}"}
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    invoice = Invoice.objects.create(
        kind=kind, number=number, year=now.year, serial=serial, partner=partner, corrects=corrects,
        currency=gross.currency, net_minor=gross.amount_minor - tax.amount_minor, tax_minor=tax.amount_minor,
        gross_minor=gross.amount_minor, period_from=period[0], period_to=period[1], content=content,
        digest=hashlib.sha256(canonical.encode()).hexdigest(), issued_at=now,
    )  # fmt: skip
    note(
        subject_kind="partner", subject_id=partner.id, verb="invoiced",
        text=f"{invoice.get_kind_display()} {number}: {invoice.gross}",
    )  # fmt: skip
    return invoice


def _content(
    partner: Partner,
    details: BillingDetails,
    paid: Sequence[Settlement],
    gross: Money,
    tax: Money,
    period: tuple[date, date],
) -> dict[str, Any]:
    return {
        "kind": Invoice.Kind.INVOICE,
        "supplier": {
            "name": details.legal_name, "address": details.address, "country": details.country,
            "tax_number": details.tax_number, "number": str(partner.number),
        },
        "customer": {"name": tenancy.require().name},
        "period": [f"{period[0]:%F}", f"{period[1]:%F}"],
        "currency": gross.currency,
        "days": _days(paid, gross.currency),
        "net": str((gross - tax).decimal), "tax": str(tax.decimal), "gross": str(gross.decimal),
        "tax_kind": details.tax, "tax_percent": format(details.tax_percent.normalize(), "f"),
        "agreed": f"{details.agreed_at:%F}",
    }  # fmt: skip


def _days(paid: Iterable[Settlement], currency: str) -> list[dict[str, str]]:
    """One row a day (UTC), however often the wallet was paid that day."""
    days: dict[str, tuple[int, int]] = {}
    for each in paid:
        count, minor = days.get(f"{each.at.astimezone(UTC):%F}", (0, 0))
        days[f"{each.at.astimezone(UTC):%F}"] = (count + 1, minor + each.amount_minor)
    return [
        {"day": day, "payments": str(count), "amount": str(Money(minor, currency).decimal)}
        for day, (count, minor) in sorted(days.items())
    ]


def _tax_in(gross: Money, details: BillingDetails) -> Money:
    """The part of the amount that is VAT, half-even; none where the amount has none in it."""
    if details.tax != BillingDetails.Tax.INCLUDED:
        return Money(0, gross.currency)
    return round_half_even(gross.decimal * details.tax_percent / (100 + details.tax_percent), gross.currency)


def _free(partner: Partner, currency: str, since: datetime, until: datetime) -> list[Settlement]:
    with connection.cursor() as cursor:
        cursor.execute(_FREE, [partner.number, currency, since, until])
        ids = [row[0] for row in cursor.fetchall()]
    return list(Settlement.objects.filter(id__in=ids).order_by("at", "id"))


def _month(month: date) -> tuple[date, date, datetime, datetime]:
    first = month.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    since, until = (datetime(day.year, day.month, 1, tzinfo=UTC) for day in (first, after))
    return first, after - timedelta(days=1), since, until


def _check_billing(
    legal_name: str, address: str, country: str, tax_number: str, tax: str, tax_percent: Decimal
) -> None:
    if not 2 <= len(legal_name) <= 160:
        raise InvalidInput("Write the name as it is registered, 2 to 160 characters.", field="legal_name")
    if not 5 <= len(address) <= 300:
        raise InvalidInput("Write the whole address, 5 to 300 characters.", field="address")
    if len(country) != 2 or not country.isascii() or not country.isalpha():
        raise InvalidInput("Write the two letters of the country, like CY.", field="country")
    if tax not in BillingDetails.Tax.values:
        raise InvalidInput("Choose how VAT applies.", field="tax")
    needs_number = tax in (BillingDetails.Tax.INCLUDED, BillingDetails.Tax.REVERSE)
    if needs_number and not tax_number.strip():
        raise InvalidInput("With VAT on the invoice the tax number must stand there too.", field="tax_number")
    if len(tax_number.strip()) > 40:
        raise InvalidInput("A tax number has 40 characters at most.", field="tax_number")
    if tax == BillingDetails.Tax.INCLUDED and not 0 < tax_percent < 100:
        raise InvalidInput("Write the per cent of VAT, above 0 and below 100.", field="tax_percent")
