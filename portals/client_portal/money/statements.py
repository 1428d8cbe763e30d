"""The statement of a wallet for any time: looked at, and taken away as PDF, CSV or Excel."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portals.client_portal.access import client_page
from portals.shared.statements import pages
from tenants.clients.models import Client
from tenants.ledger import addresses
from tenants.ledger import selectors as ledger

_TEMPLATE: Final = "client_portal/money/statements.html"
_LINKS: Final = ("statements", "statement_file")


@require_safe
@client_page
def statements(request: HttpRequest, client: Client) -> HttpResponse:
    return pages.page(  # type: ignore[return-value]
        request, _TEMPLATE, wallets=wallets_of(client), links=_LINKS,
        address=lambda currency: addresses.client_wallet(client.number, currency),
    )  # fmt: skip


@require_safe
@client_page
def statement_file(request: HttpRequest, client: Client, format: str) -> HttpResponse:
    return pages.file(  # type: ignore[return-value]
        request, _TEMPLATE, format, wallets=wallets_of(client), links=_LINKS, holder=client.lead.name,
        number=str(client.number), address=lambda currency: addresses.client_wallet(client.number, currency),
    )  # fmt: skip


def wallets_of(client: Client) -> list[str]:
    """One's own currency first, then those that an exchange opened."""
    others = [held.posted.currency for held in ledger.pocket(f"client:{client.number}:wallet")]
    return list(dict.fromkeys([client.currency, *others]))
