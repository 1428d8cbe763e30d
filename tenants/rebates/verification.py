"""Proves that the subledger is what lines and ledger say: within half a minor unit of lines, exactly of the ledger."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from django.db.models import Sum

from atrium.kernel.money import Money, round_half_even
from tenants.ledger import selectors as ledger

from . import postings
from .models import Accrual, Line
from .types import Discrepancy

Party = tuple[str, str, str]
"""Kind, number, currency."""
NOTHING: Final = Decimal(0).quantize(Decimal("1e-10"))


def verify() -> list[Discrepancy]:
    """Empty, or the books do not agree. The lines are summed once for everybody."""
    sums = _sums()
    return [problem for accrual in Accrual.objects.order_by("id") for problem in _check(accrual, sums)]


def _check(accrual: Accrual, sums: Mapping[Party, Decimal]) -> list[Discrepancy]:
    party = f"{accrual.party_kind} {accrual.party_number} {accrual.currency}"
    lines = sums.get((accrual.party_kind, str(accrual.party_number), accrual.currency), NOTHING)
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


def _sums() -> dict[Party, Decimal]:
    rows = Line.objects.exclude(party="").values_list("party_kind", "party", "currency")
    return {
        (kind, party, currency): total for kind, party, currency, total in rows.annotate(total=Sum("amount"))
    }
