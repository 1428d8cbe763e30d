"""The list of trading accounts."""

import uuid
from collections.abc import Collection, Sequence
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tenants.clients.models import Client
from tenants.lists.types import Column, ListDefinition, Searched
from tenants.trading.models import Product, TradingAccount
from tenants.trading.selectors import accounts_for

from .searching import searched


def _name_clients(accounts: Sequence[Any], _columns: Collection[str] = ()) -> None:
    ids = {account.client_id for account in accounts}
    names: dict[uuid.UUID, str] = dict(Client.objects.filter(id__in=ids).values_list("id", "lead__name"))
    for account in accounts:
        account.client_name = names.get(account.client_id, "")


def _search(rows: QuerySet[Any], text: str, closed: frozenset[str]) -> Searched:
    return searched(rows, "account", text, closed)


accounts: Final = ListDefinition(
    code="accounts",
    label=_("Trading accounts"),
    permission="trading.view",
    default_sort="-opened",
    base=accounts_for,
    search=_search,
    prepare=_name_clients,
    columns=(
        Column("login", _("Log-in"), "number", "login", show="number", whole=True, fixed=True, default=True,
               phone="main"),
        Column("client", _("Client"), show="text", value=lambda row: row.client_name, default=True, phone="line"),
        Column("client_number", _("Client no."), "number", "client_number", show="number", whole=True, default=True),
        Column("server", _("Server"), path="server__name", default=True, phone="line"),
        Column("product", _("Type"), path="product__name", default=True),
        Column("kind", _("Kind"), "choice", "kind", show="choice", choices=lambda: Product.Kind.choices, default=True,
               phone="line"),
        Column("group", _("Group"), path="group", show="mono"),
        Column("currency", _("Currency"), path="currency", default=True),
        Column("leverage", _("Leverage"), "number", "leverage", show="leverage", whole=True, align="right",
               default=True),
        Column("status", _("Status"), "choice", "status", show="choice",
               choices=lambda: TradingAccount.Status.choices, default=True, phone="side"),
        Column("opened", _("Opened"), "datetime", "opened_at", show="time", sortable=True, default=True),
    ),
)  # fmt: skip
