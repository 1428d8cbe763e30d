"""What partners gave their clients of their own amounts, as of a time. It changes at its own second, like everything dated."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from tenants.ibs.models import ClientRebate, Partner

from .gather import Facts

NOTHING: Final[Mapping[str, Decimal]] = {}
_EVER: Final = 10**15


class Gifts:
    """Partner's number → client group (“*”: any other) → fraction, at a time in whole seconds. A partner without any dated row
    has what its own row says."""

    def __init__(self, facts: Facts) -> None:
        self._rows: dict[str, list[tuple[int, int, str, Decimal]]] = {}
        for row in facts.gifts:
            self._rows.setdefault(str(facts.numbers[row.partner_id]), []).append(_read(row))
        self._undated = {
            str(partner.number): _undated(partner) for partner in facts.partners if partner.client_shares
        }

    def at(self, partner: str, time: int) -> Mapping[str, Decimal]:
        rows = self._rows.get(partner)
        if rows is None:
            return self._undated.get(partner, NOTHING)
        return {group: share for since, until, group, share in rows if since <= time < until and share}


def _read(row: ClientRebate) -> tuple[int, int, str, Decimal]:
    until = int(row.valid_to.timestamp()) if row.valid_to else _EVER
    return int(row.valid_from.timestamp()), until, row.client_group, row.share


def _undated(partner: Partner) -> Mapping[str, Decimal]:
    return {group: Decimal(share) for group, share in partner.client_shares.items()}
