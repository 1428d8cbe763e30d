"""The statement of a wallet for any time: looked at, and taken away as PDF, CSV or Excel."""

import uuid
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from portals.client_portal.access import client_page
from portals.shared.statements import pages, printing
from portals.shared.statements.pages import Links, Owner
from tenants.clients.models import Client
from tenants.ledger import addresses
from tenants.ledger import selectors as ledger

_TEMPLATE: Final = "client_portal/money/statements.html"
_PRINTING: Final = "client_portal/money/statement_printing.html"
_LINKS: Final = Links(
    "statements", "statement_file", "statement_print", "statement_printing", "statement_printed"
)


@require_safe
@client_page
def statements(request: HttpRequest, client: Client) -> HttpResponse:
    return pages.page(request, _TEMPLATE, _owner(client))  # type: ignore[return-value]


@require_safe
@client_page
def statement_file(request: HttpRequest, client: Client, format: str) -> HttpResponse:
    return pages.file(request, _TEMPLATE, format, _owner(client))  # type: ignore[return-value]


@require_POST
@client_page
def print_statement(request: HttpRequest, client: Client) -> HttpResponse:
    return printing.begin(request, _TEMPLATE, _owner(client))  # type: ignore[return-value]


@require_safe
@client_page
def printing_statement(request: HttpRequest, client: Client, job_id: uuid.UUID) -> HttpResponse:
    return printing.show(request, _PRINTING, _owner(client), job_id)


@require_safe
@client_page
def printed_statement(request: HttpRequest, client: Client, job_id: uuid.UUID) -> HttpResponse:
    return printing.hand_out(_owner(client), job_id)  # type: ignore[return-value]


def wallets_of(client: Client) -> list[str]:
    """One's own currency first, then those that an exchange opened."""
    others = [held.posted.currency for held in ledger.pocket(f"client:{client.number}:wallet")]
    return list(dict.fromkeys([client.currency, *others]))


def _owner(client: Client) -> Owner:
    return Owner(
        user=client.user,
        holder=client.lead.name,
        number=str(client.number),
        wallets=wallets_of(client),
        address=lambda currency: addresses.client_wallet(client.number, currency),
        links=_LINKS,
    )
