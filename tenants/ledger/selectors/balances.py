"""What accounts hold. A wallet keeps a balance row; every other account is the sum of its movements."""

from collections.abc import Iterable
from typing import Final

from django.db import connection

from atrium.kernel.money import Money

from ..addresses import parse
from ..types import Balance, TrialLine

_BALANCES: Final = """
SELECT account.address, coalesce(balance.posted, history.posted, 0), coalesce(balance.held, history.held, 0)
FROM ledger_account account
LEFT JOIN ledger_balance balance ON balance.account_id = account.id
LEFT JOIN LATERAL (
    SELECT sum(entry.posted)::bigint AS posted, sum(entry.held)::bigint AS held
    FROM ledger_entry entry WHERE entry.account_id = account.id AND balance.account_id IS NULL
) history ON true
WHERE account.address = ANY (%s)
"""

_TRIAL: Final = """
SELECT account.kind, account.currency, sum(coalesce(balance.posted, history.posted, 0))::bigint
FROM ledger_account account
LEFT JOIN ledger_balance balance ON balance.account_id = account.id
LEFT JOIN (
    SELECT account_id, sum(posted)::bigint AS posted FROM ledger_entry GROUP BY account_id
) history ON history.account_id = account.id
GROUP BY account.kind, account.currency ORDER BY account.currency, account.kind
"""


def balance(address: str) -> Balance:
    """An account nobody has posted to holds zero."""
    return balances([address])[address]


def balances(addresses: Iterable[str]) -> dict[str, Balance]:
    wanted = {address: parse(address).currency for address in addresses}
    with connection.cursor() as cursor:
        cursor.execute(_BALANCES, [list(wanted)])
        found = {address: (posted, held) for address, posted, held in cursor.fetchall()}
    return {
        address: _balance(address, currency, *found.get(address, (0, 0)))
        for address, currency in wanted.items()
    }


def trial_balance() -> tuple[TrialLine, ...]:
    """What each family of accounts holds per currency. The lines of one currency add up to zero."""
    with connection.cursor() as cursor:
        cursor.execute(_TRIAL)
        return tuple(
            TrialLine(family, Money(total, currency)) for family, currency, total in cursor.fetchall()
        )


def _balance(address: str, currency: str, posted: int, held: int) -> Balance:
    return Balance(address=address, posted=Money(posted, currency), held=Money(held, currency))
