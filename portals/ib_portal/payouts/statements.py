"""The statement of a partner's wallet for any time."""

import uuid
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from portals.ib_portal.access import partner_page
from portals.shared.statements import pages, printing
from portals.shared.statements.pages import Links, Owner
from tenants.ibs.models import Partner
from tenants.ledger import addresses
from tenants.ledger import selectors as ledger

_TEMPLATE: Final = "ib_portal/payouts/statements.html"
_PRINTING: Final = "ib_portal/payouts/statement_printing.html"
_LINKS: Final = Links(
    "ib_statements",
    "ib_statement_file",
    "ib_statement_print",
    "ib_statement_printing",
    "ib_statement_printed",
)


@require_safe
@partner_page
def statements(request: HttpRequest, partner: Partner) -> HttpResponse:
    return pages.page(request, _TEMPLATE, _owner(partner))  # type: ignore[return-value]


@require_safe
@partner_page
def statement_file(request: HttpRequest, partner: Partner, format: str) -> HttpResponse:
    return pages.file(request, _TEMPLATE, format, _owner(partner))  # type: ignore[return-value]


@require_POST
@partner_page
def print_statement(request: HttpRequest, partner: Partner) -> HttpResponse:
    return printing.begin(request, _TEMPLATE, _owner(partner))  # type: ignore[return-value]


@require_safe
@partner_page
def printing_statement(request: HttpRequest, partner: Partner, job_id: uuid.UUID) -> HttpResponse:
    return printing.show(request, _PRINTING, _owner(partner), job_id)


@require_safe
@partner_page
def printed_statement(request: HttpRequest, partner: Partner, job_id: uuid.UUID) -> HttpResponse:
    return printing.hand_out(_owner(partner), job_id)  # type: ignore[return-value]


def wallets_of(partner: Partner) -> list[str]:
    others = [held.posted.currency for held in ledger.pocket(f"ib:{partner.number}:wallet")]
    return list(dict.fromkeys([partner.currency, *others]))


def _owner(partner: Partner) -> Owner:
    return Owner(
        user=partner.user,
        holder=partner.name,
        number=str(partner.number),
        wallets=wallets_of(partner),
        address=lambda currency: addresses.ib_wallet(partner.number, currency),
        links=_LINKS,
    )
