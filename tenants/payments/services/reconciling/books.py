"""Our own books: what clients may claim beside what is held for them, and whether history bears the balances out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from django.db import connection as database

from tenants.ledger import addresses
from tenants.ledger import selectors as ledger

from ...engine.comparing import DIFFERS, MATCHED, Found, Key
from ...models import Way
from ...types import ClientMoney
from .sources import Asking, Source

# A debt of one client never makes less what is owed to another: only accounts above zero count.
_REQUIRED: Final = """
SELECT account.currency, sum(greatest(coalesce(balance.posted, history.posted, 0), 0))::bigint
FROM ledger_account account
LEFT JOIN ledger_balance balance ON balance.account_id = account.id
LEFT JOIN LATERAL (
    SELECT sum(entry.posted)::bigint AS posted FROM ledger_entry entry
    WHERE entry.account_id = account.id AND balance.account_id IS NULL
) history ON true
WHERE account.address LIKE 'client:%%:wallet:%%' OR account.kind = 'trading'
GROUP BY account.currency
"""
_HELD: Final = ("psp", "bank")


def sources() -> list[Source]:
    return [Source(Way.BOOKS, "ledger", "Ledger", _compare)]


def client_money() -> list[ClientMoney]:
    """By currency: what clients may claim from wallets and trading accounts, and what providers and banks hold for it."""
    required: dict[str, int] = {}
    with database.cursor() as cursor:
        cursor.execute(_REQUIRED)
        required.update(cursor.fetchall())
    held: dict[str, int] = defaultdict(int)
    for line in ledger.trial_balance():
        if line.family in _HELD:
            held[line.total.currency] -= line.total.amount_minor
    currencies = sorted({*required, *held})
    fees = _fees_borne(currencies)
    return [
        ClientMoney(currency, required.get(currency, 0), held.get(currency, 0), fees[currency])
        for currency in currencies
    ]


def _fees_borne(currencies: Sequence[str]) -> dict[str, int]:
    """Providers keep their fee of what a client paid in, and the client has the whole of it: the house owes the difference,
    less what clients paid it for moving their money and what it has paid in of its own."""
    names = {
        currency: (
            addresses.psp_fees(currency),
            addresses.fees_income(currency),
            addresses.adjustments(currency),
        )
        for currency in currencies
    }
    found = ledger.balances([name for three in names.values() for name in three])
    return {
        currency: -sum(found[name].posted.amount_minor for name in three if name in found)
        for currency, three in names.items()
    }


def _compare(asking: Asking) -> Iterable[Found]:
    yield from (_client_money(one, asking) for one in client_money())
    yield from _history(asking)


def _client_money(one: ClientMoney, asking: Asking) -> Found:
    """More than is owed is the house's own; less is a shortfall, to be paid in the same day."""
    key = Key("client_money", one.currency, one.currency)
    found = Found(Way.BOOKS, "ledger", key, MATCHED, one.held_minor, one.required_minor, asking.now)
    missing = one.required_minor - one.held_minor - asking.explained.get(found.fingerprint, 0)
    return found if missing <= 0 else _differs(found)


def _history(asking: Asking) -> Iterator[Found]:
    for fault in ledger.verify():
        key = Key("books", f"{fault.check}: {fault.subject}"[:200], "")
        yield Found(Way.BOOKS, "ledger", key, DIFFERS, None, None, asking.now)


def _differs(found: Found) -> Found:
    return Found(
        found.way, found.source, found.key, DIFFERS, found.ours, found.theirs, found.at, found.account
    )
