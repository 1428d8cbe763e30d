"""Reads of what was paid and is to be paid: runs, settlements, invoices, what is taken back."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from atrium.kernel import clock
from atrium.kernel.errors import NotFound
from atrium.kernel.money import Money
from tenants.clients.models import Client
from tenants.ibs.models import Partner

from .models import Accrual, BillingDetails, Clawback, Invoice, PartyKind, PayoutItem, PayoutRun, Settlement
from .services.payable import payables
from .services.settlement import wants_second_person

SHOWN = 500


@dataclass(frozen=True, slots=True)
class Row:
    """One party of a run: what was asked for, and what was paid. None: not yet."""

    party_kind: str
    name: str
    number: int
    partner_id: uuid.UUID | None
    asked: Money
    paid: Money | None


def runs() -> QuerySet[PayoutRun]:
    return PayoutRun.objects.order_by("-created_at", "-id")


def rows_of(run: PayoutRun) -> tuple[list[Row], int]:
    """The first of them, and how many more there are. A run that asked nobody has its payments alone."""
    rows: list[PayoutItem | Settlement]
    order = ("party_kind", "party_number")
    if run.items.exists():
        rows, count = list(run.items.order_by(*order)[:SHOWN]), run.items.count()
    else:
        rows, count = list(run.settlements.order_by(*order)[:SHOWN]), run.settlements.count()
    named = _names((row.party_kind, row.party_number) for row in rows)
    return [_row(run, row, named) for row in rows], max(0, count - SHOWN)


def owed() -> list[Money]:
    """Earned by anybody and not in a wallet yet, by currency, due or not."""
    sums = Accrual.objects.values("currency").annotate(
        posted=Sum("posted_minor"), settled=Sum("settled_minor")
    )
    rows = sums.order_by("currency").values_list("currency", "posted", "settled")
    return [Money(posted - settled, currency) for currency, posted, settled in rows if posted != settled]


def due_now(partner: Partner) -> Money:
    """What a settlement would bring to the wallet this moment: nothing below the minimum, nothing held, nothing that waits for
    a second person."""
    rows = Accrual.objects.filter(
        party_kind=PartyKind.PARTNER, party_number=partner.number, currency=partner.currency
    )
    money = next((each.money for each in payables(list(rows), clock.now())), Money(0, partner.currency))
    return money if money and not wants_second_person()(money) else Money(0, partner.currency)


def settlements_of(partner: Partner) -> QuerySet[Settlement]:
    return Settlement.objects.filter(party_kind=PartyKind.PARTNER, party_number=partner.number).order_by(
        "-at", "-id"
    )


def invoices() -> QuerySet[Invoice]:
    return Invoice.objects.select_related("partner", "corrects", "credit_note").order_by("-issued_at", "-id")


def invoices_of(partner: Partner) -> QuerySet[Invoice]:
    return invoices().filter(partner=partner)


def invoice(invoice_id: uuid.UUID, *, of: Partner | None = None) -> Invoice:
    """A stranger's does not exist."""
    rows = invoices() if of is None else invoices_of(of)
    found = rows.filter(id=invoice_id).first()
    if found is None:
        raise NotFound("There is no such invoice.")
    return found


def billing_of(partner: Partner) -> BillingDetails | None:
    return BillingDetails.objects.filter(partner=partner).first()


def clawbacks() -> QuerySet[Clawback]:
    return Clawback.objects.select_related("client__lead", "partner").order_by("-created_at", "-id")


def _row(
    run: PayoutRun, row: PayoutItem | Settlement, named: dict[tuple[str, int], tuple[str, uuid.UUID | None]]
) -> Row:
    name, partner_id = named.get((row.party_kind, row.party_number), ("", None))
    asked = Money(row.amount_minor, run.currency)
    paid = asked if isinstance(row, Settlement) else None
    if isinstance(row, PayoutItem) and row.paid_minor is not None:
        paid = Money(row.paid_minor, run.currency)
    return Row(row.party_kind, name, row.party_number, partner_id, asked, paid)


def _names(parties: Iterable[tuple[str, int]]) -> dict[tuple[str, int], tuple[str, uuid.UUID | None]]:
    wanted = list(parties)
    partners = Partner.objects.filter(
        number__in=[number for kind, number in wanted if kind == PartyKind.PARTNER]
    )
    clients = Client.objects.filter(
        number__in=[number for kind, number in wanted if kind == PartyKind.CLIENT]
    )
    named: dict[tuple[str, int], tuple[str, uuid.UUID | None]] = {
        ("partner", each.number): (each.name, each.id) for each in partners
    }
    named |= {("client", each.number): (each.lead.name, None) for each in clients.select_related("lead")}
    return named
