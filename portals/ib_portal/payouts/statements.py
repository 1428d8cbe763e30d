"""The statement of a partner's wallet for any time."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portals.ib_portal.access import partner_page
from portals.shared.statements import pages
from tenants.ibs.models import Partner
from tenants.ledger import addresses
from tenants.ledger import selectors as ledger

_TEMPLATE: Final = "ib_portal/payouts/statements.html"
_LINKS: Final = ("ib_statements", "ib_statement_file")


@require_safe
@partner_page
def statements(request: HttpRequest, partner: Partner) -> HttpResponse:
    return pages.page(  # type: ignore[return-value]
        request, _TEMPLATE, wallets=wallets_of(partner), links=_LINKS,
        address=lambda currency: addresses.ib_wallet(partner.number, currency),
    )  # fmt: skip


@require_safe
@partner_page
def statement_file(request: HttpRequest, partner: Partner, format: str) -> HttpResponse:
    return pages.file(  # type: ignore[return-value]
        request, _TEMPLATE, format, wallets=wallets_of(partner), links=_LINKS, holder=partner.name,
        number=str(partner.number), address=lambda currency: addresses.ib_wallet(partner.number, currency),
    )  # fmt: skip


def wallets_of(partner: Partner) -> list[str]:
    others = [held.posted.currency for held in ledger.pocket(f"ib:{partner.number}:wallet")]
    return list(dict.fromkeys([partner.currency, *others]))
