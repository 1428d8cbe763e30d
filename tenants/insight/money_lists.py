"""The lists of deposits and payouts."""

import uuid
from collections.abc import Collection, Sequence
from typing import Any, Final

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from tenants.clients.models import Client
from tenants.ibs.models import Partner
from tenants.lists.types import Column, ListDefinition
from tenants.payments.models import Deposit, Withdrawal
from tenants.payments.selectors import deposits_for, withdrawals_for


def _name_parties(payouts: Sequence[Any], _columns: Collection[str] = ()) -> None:
    """Names of the clients and partners that payouts point to by id, and the places they go to: three questions a page."""
    ids = [payout.party_id for payout in payouts]
    prefetch_related_objects(list(payouts), "target")
    partners = Partner.objects.filter(id__in=ids).values_list("id", "name")
    clients = Client.objects.filter(id__in=ids).values_list("id", "lead__name")
    names: dict[uuid.UUID, str] = dict([*partners, *clients])
    for payout in payouts:
        payout.party_name = names.get(payout.party_id, "")


_AMOUNT: Final = Column(
    "amount", _("Amount"), "money", "amount_minor", show="money", value=lambda row: row.money, minor_of="currency",
    mask="balance", align="right", default=True, phone="side",
)  # fmt: skip

deposits: Final = ListDefinition(
    code="deposits",
    label=_("Deposits"),
    permission="finance.view",
    default_sort="-created",
    base=deposits_for,
    columns=(
        Column("client", _("Client"), path="client__lead__name", show="name", fixed=True, default=True, phone="main"),
        Column("client_number", _("Client no."), "number", "client_number", show="number", whole=True, default=True),
        Column("created", _("Begun"), "datetime", "created_at", show="time", sortable=True, default=True, phone="line"),
        Column("psp", _("Through"), path="psp_code", show="word", default=True, phone="line"),
        Column("state", _("Status"), "choice", "state", show="status", choices=lambda: Deposit.State.choices,
               default=True, phone="line"),
        Column("reason", _("Reason"), path="reason"),
        Column("reference", _("Reference"), path="psp_reference", show="mono"),
        Column("currency", _("Currency"), path="currency"),
        Column("finished", _("Ended"), "datetime", "finished_at", show="time"),
        Column("fee", _("Fee"), "money", "fee_minor", show="minor", minor_of="currency", align="right", default=True),
        _AMOUNT,
    ),
)  # fmt: skip

payouts: Final = ListDefinition(
    code="payouts",
    label=_("Payouts"),
    permission="finance.view",
    default_sort="-asked",
    base=withdrawals_for,
    prepare=_name_parties,
    columns=(
        Column("party", _("To"), show="name", value=lambda row: row.party_name, fixed=True, default=True, phone="main"),
        Column("party_kind", _("Kind"), "choice", "party_kind", show="choice",
               choices=lambda: Withdrawal.Party.choices, default=True),
        Column("party_number", _("No."), "number", "party_number", show="number", whole=True, default=True),
        Column("asked", _("Asked"), "datetime", "requested_at", show="time", sortable=True, default=True, phone="line"),
        Column("destination", _("Destination"), path="target__number", value=lambda row: row.where, mask="document",
               default=True, phone="line"),
        Column("state", _("Status"), "choice", "state", show="status", choices=lambda: Withdrawal.State.choices,
               default=True, phone="line"),
        Column("reason", _("Reason"), path="reason"),
        Column("psp", _("Through"), path="psp_code", show="word"),
        Column("reference", _("Reference"), path="psp_reference", show="mono"),
        Column("currency", _("Currency"), path="currency"),
        Column("finished", _("Ended"), "datetime", "finished_at", show="time"),
        _AMOUNT,
    ),
)  # fmt: skip
