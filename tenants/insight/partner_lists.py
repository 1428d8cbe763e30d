"""The list of partners, with what stands beside them in a fixed number of questions."""

import uuid
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from atrium.kernel import clock
from atrium.kernel.money import round_half_even
from tenants.ibs.models import ClientPartner, Partner, PartnerParent
from tenants.ibs.selectors import all_partners, holding
from tenants.ledger import addresses
from tenants.ledger.selectors import balances
from tenants.lists.types import Column, ListDefinition, Searched
from tenants.rebates.models import Line
from tenants.staff.models import Member


def beside(partners: Sequence[Any], _columns: Collection[str] = ()) -> None:
    """Each gets `parent_name`, `client_count`, `wallet` and `earned`."""
    wallets = balances(_wallet(partner) for partner in partners)
    parents, clients, earned = _parents(partners), _clients(partners), _earned(partners)
    for partner in partners:
        partner.parent_name = parents.get(partner.id, "")
        partner.client_count = clients.get(partner.id, 0)
        partner.wallet = wallets[_wallet(partner)].posted
        partner.earned = round_half_even(earned.get(partner.id, Decimal(0)), partner.currency)


def _wallet(partner: Partner) -> str:
    return addresses.ib_wallet(partner.number, partner.currency)


def _parents(partners: Sequence[Partner]) -> dict[uuid.UUID, str]:
    rows = PartnerParent.objects.filter(holding(clock.now()), partner__in=partners)
    return dict(rows.values_list("partner_id", "parent__name"))


def _clients(partners: Sequence[Partner]) -> dict[uuid.UUID, int]:
    rows = ClientPartner.objects.filter(holding(clock.now()), partner__in=partners).order_by()
    return dict(rows.values_list("partner_id").annotate(Count("id")))


def _earned(partners: Sequence[Partner]) -> dict[uuid.UUID, Decimal]:
    rows = Line.objects.filter(partner__in=partners).order_by()
    return dict(rows.values_list("partner_id").annotate(Sum("amount")))


def _base(member: Member) -> QuerySet[Partner]:
    return all_partners() if member.allows("partners.view") else Partner.objects.none()


def _search(rows: QuerySet[Any], text: str, closed: frozenset[str]) -> Searched:
    """Partners are few enough to be read through."""
    fits = Q(name__icontains=text.strip()) | Q(code__istartswith=text.strip())
    if text.strip().isdecimal() and len(text.strip()) <= 18:
        fits |= Q(number=int(text))
    return Searched(rows.filter(fits), few=True)


partners: Final = ListDefinition(
    code="partners",
    label=_("Partners"),
    permission="partners.view",
    default_sort="-created",
    base=_base,
    search=_search,
    prepare=beside,
    columns=(
        Column("name", _("Name"), path="name", show="name", sortable=True, fixed=True, default=True, phone="main"),
        Column("number", _("No."), "number", "number", show="number", whole=True, sortable=True, default=True),
        Column("code", _("Code"), path="code", show="mono", sortable=True, default=True),
        Column("under", _("Under"), value=lambda row: row.parent_name, default=True, phone="line"),
        Column("clients", _("Clients"), "number", show="number", value=lambda row: row.client_count, align="right",
               default=True, phone="line"),
        Column("status", _("Status"), "choice", "status", show="status", choices=lambda: Partner.Status.choices,
               default=True),
        Column("schedule", _("Paid out"), "choice", "payout_schedule", show="choice",
               choices=lambda: Partner.Schedule.choices),
        Column("currency", _("Currency"), path="currency"),
        Column("created", _("Since"), "datetime", "created_at", show="time", sortable=True),
        Column("wallet", _("Wallet"), "money", show="money", value=lambda row: row.wallet, align="right", default=True),
        Column("earned", _("Earned in all"), "money", show="money", value=lambda row: row.earned, align="right",
               default=True, phone="side"),
    ),
)  # fmt: skip
