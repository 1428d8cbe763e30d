"""What accounts hold, now or at any time. A wallet keeps a balance row, which is what its owner may take out; every other
account is what it held when the last day was sealed and the movements since."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import connection

from atrium.kernel.money import Money

from ..addresses import parse
from ..models import Account
from ..types import Balance, TrialLine

# A balance row, or the last sealed sum of all that was booked by then and what was booked since.
_NOW: Final = """
SELECT account.address, coalesce(balance.posted, coalesce(kept.booked, 0) + coalesce(since.posted, 0)),
    coalesce(balance.held, coalesce(kept.booked_held, 0) + coalesce(since.held, 0))
FROM ledger_account account
LEFT JOIN ledger_balance balance ON balance.account_id = account.id
LEFT JOIN LATERAL (
    SELECT booked, booked_held FROM ledger_daybalance day
    WHERE day.account_id = account.id AND balance.account_id IS NULL ORDER BY day.day DESC LIMIT 1
) kept ON true
LEFT JOIN LATERAL (
    SELECT sum(entry.posted)::bigint AS posted, sum(entry.held)::bigint AS held
    FROM ledger_entry entry WHERE entry.account_id = account.id AND balance.account_id IS NULL
        AND entry.seq > coalesce((SELECT last_seq FROM ledger_day ORDER BY day DESC LIMIT 1), 0)
) since ON true
WHERE account.address = ANY (%(addresses)s)
"""

# The last day that was sealed and over at that moment, and the entries that its seal does not count.
_AT: Final = """
WITH sealed AS (
    SELECT day, last_seq, open_seq, (day + 1)::timestamp AT TIME ZONE 'UTC' AS ended FROM ledger_day
    WHERE (day + 1)::timestamp AT TIME ZONE 'UTC' <= %(at)s ORDER BY day DESC LIMIT 1
)
SELECT account.address, coalesce(kept.posted, 0) + coalesce(since.posted, 0), coalesce(kept.held, 0) + coalesce(since.held, 0)
FROM ledger_account account
LEFT JOIN LATERAL (
    SELECT old.posted, old.held FROM ledger_daybalance old JOIN sealed ON old.day <= sealed.day
    WHERE old.account_id = account.id ORDER BY old.day DESC LIMIT 1
) kept ON true
LEFT JOIN LATERAL (
    SELECT sum(entry.posted)::bigint AS posted, sum(entry.held)::bigint AS held FROM ledger_entry entry
    WHERE entry.account_id = account.id AND entry.seq >= coalesce((SELECT open_seq FROM sealed), 0)
        AND entry.effective_at < %(at)s AND (entry.seq > coalesce((SELECT last_seq FROM sealed), 0)
            OR entry.effective_at >= (SELECT ended FROM sealed))
) since ON true
WHERE account.address = ANY (%(addresses)s)
"""

_TRIAL: Final = """
SELECT account.kind, account.currency, sum(coalesce(kept.booked, 0) + coalesce(since.posted, 0))::bigint
FROM ledger_account account
LEFT JOIN LATERAL (
    SELECT booked FROM ledger_daybalance day WHERE day.account_id = account.id ORDER BY day.day DESC LIMIT 1
) kept ON true
LEFT JOIN (
    SELECT account_id, sum(posted)::bigint AS posted FROM ledger_entry
    WHERE seq > coalesce((SELECT last_seq FROM ledger_day ORDER BY day DESC LIMIT 1), 0) GROUP BY account_id
) since ON since.account_id = account.id
GROUP BY account.kind, account.currency ORDER BY account.currency, account.kind
"""


def balance(address: str, at: datetime | None = None) -> Balance:
    """An account nobody has posted to holds zero. `at`: what was effective before that moment."""
    return balances([address], at)[address]


def balances(addresses: Iterable[str], at: datetime | None = None) -> dict[str, Balance]:
    wanted = {address: parse(address).currency for address in addresses}
    with connection.cursor() as cursor:
        cursor.execute(_NOW if at is None else _AT, {"addresses": list(wanted), "at": at})
        found = {address: (posted, held) for address, posted, held in cursor.fetchall()}
    return {
        address: _balance(address, currency, *found.get(address, (0, 0)))
        for address, currency in wanted.items()
    }


def pocket(name: str) -> tuple[Balance, ...]:
    """What `client:42:wallet` holds in each currency that was ever posted there, by currency."""
    accounts = Account.objects.filter(address__startswith=f"{name}:").values_list("address", flat=True)
    found = balances(address for address in accounts if address.count(":") == name.count(":") + 1)
    return tuple(found[address] for address in sorted(found))


def trial_balance() -> tuple[TrialLine, ...]:
    """What each family of accounts holds per currency. The lines of one currency add up to zero."""
    with connection.cursor() as cursor:
        cursor.execute(_TRIAL)
        return tuple(
            TrialLine(family, Money(total, currency)) for family, currency, total in cursor.fetchall()
        )


def _balance(address: str, currency: str, posted: int, held: int) -> Balance:
    return Balance(address=address, posted=Money(posted, currency), held=Money(held, currency))
