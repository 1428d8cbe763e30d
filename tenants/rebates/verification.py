"""Proves that the subledger is what lines and ledger say: within half a minor unit of lines, exactly of the ledger."""

from decimal import Decimal

from django.db.models import Sum

from atrium.kernel.money import Money, round_half_even
from tenants.clients.models import Client
from tenants.ibs.models import Partner
from tenants.ledger import selectors as ledger

from . import postings
from .models import Accrual, Line, PartyKind
from .types import Discrepancy


def verify() -> list[Discrepancy]:
    """Empty, or the books do not agree."""
    return [problem for accrual in Accrual.objects.order_by("id") for problem in _check(accrual)]


def _check(accrual: Accrual) -> list[Discrepancy]:
    party = f"{accrual.party_kind} {accrual.party_number} {accrual.currency}"
    lines = _lines_sum(accrual)
    rounded = round_half_even(lines, accrual.currency)
    address = postings.accrued_address(accrual.party_kind, accrual.party_number, accrual.currency)
    left = Money(accrual.posted_minor - accrual.settled_minor, accrual.currency)
    pairs = (
        ("sum of lines", str(accrual.lines_sum), str(lines)),
        ("posted", str(Money(accrual.posted_minor, accrual.currency)), str(rounded)),
        ("ledger", str(left), str(ledger.balance(address).posted)),
    )
    return [
        Discrepancy(party, check, expected, found) for check, expected, found in pairs if expected != found
    ]


def _lines_sum(accrual: Accrual) -> Decimal:
    lines = Line.objects.filter(currency=accrual.currency)
    if accrual.party_kind == PartyKind.PARTNER:
        lines = lines.filter(partner=Partner.objects.get(number=accrual.party_number))
    else:
        lines = lines.filter(client=Client.objects.get(number=accrual.party_number))
    total = lines.aggregate(total=Sum("amount"))["total"]
    return total if total is not None else Decimal(0).quantize(Decimal("1e-10"))
