"""The proof: what the balances say is what the history says. Each check is one statement, so one moment in time."""

from typing import Final

from django.db import connection

from ..types import Discrepancy

_CHECKS: Final[dict[str, str]] = {
    "a balance is the sum of its movements": """
        SELECT account.address, format('%s posted, %s held', coalesce(history.posted, 0), coalesce(history.held, 0)),
            format('%s posted, %s held', balance.posted, balance.held)
        FROM ledger_balance balance JOIN ledger_account account ON account.id = balance.account_id
        LEFT JOIN (SELECT account_id, sum(posted) AS posted, sum(held) AS held FROM ledger_entry GROUP BY account_id)
            history ON history.account_id = account.id
        WHERE (balance.posted, balance.held) IS DISTINCT FROM (coalesce(history.posted, 0), coalesce(history.held, 0))
    """,
    "an account with a floor keeps it": """
        SELECT account.address, format('at least %s', account.floor),
            coalesce((balance.posted - balance.held)::text, 'no balance row')
        FROM ledger_account account LEFT JOIN ledger_balance balance ON balance.account_id = account.id
        WHERE account.floor IS DISTINCT FROM balance.floor OR balance.posted - balance.held < account.floor
    """,
    "all accounts of a currency add up to zero": """
        SELECT account.currency, '0', sum(coalesce(balance.posted, history.posted, 0))::text
        FROM ledger_account account LEFT JOIN ledger_balance balance ON balance.account_id = account.id
        LEFT JOIN (SELECT account_id, sum(posted) AS posted FROM ledger_entry GROUP BY account_id)
            history ON history.account_id = account.id
        GROUP BY account.currency HAVING sum(coalesce(balance.posted, history.posted, 0)) <> 0
    """,
    "a hold is decided once, by its own image": """
        SELECT hold.id::text, 'one decision over the same movement', string_agg(done.phase || ' ' || done.amount_minor, ', ')
        FROM ledger_movement done JOIN ledger_movement hold ON hold.id = done.of_hold GROUP BY hold.id
        HAVING count(*) > 1 OR bool_or(hold.phase <> 'hold' OR (hold.debit_id, hold.credit_id, hold.currency, hold.amount_minor)
            <> (done.debit_id, done.credit_id, done.currency, done.amount_minor + done.freed_minor))
    """,
    "a reversal is the mirror of a posted movement": """
        SELECT original.id::text, 'one mirror image', string_agg(done.phase || ' ' || done.amount_minor, ', ')
        FROM ledger_movement done JOIN ledger_movement original ON original.id = done.reverses GROUP BY original.id
        HAVING count(*) > 1 OR bool_or(original.phase NOT IN ('posted', 'post') OR done.phase <> 'posted'
            OR (original.debit_id, original.credit_id, original.currency, original.amount_minor)
            <> (done.credit_id, done.debit_id, done.currency, done.amount_minor))
    """,
    "a ledger transaction has all its legs": """
        SELECT min(idem_key), 'legs from 0 to ' || max(leg), count(*)::text FROM ledger_movement
        GROUP BY ledger_transaction_id HAVING count(*) <> max(leg) + 1 OR count(DISTINCT idem_key) > 1
    """,
}


def verify() -> tuple[Discrepancy, ...]:
    """Everything in this broker's ledger that its history does not bear out: nothing, if all is well."""
    found: list[Discrepancy] = []
    with connection.cursor() as cursor:
        for check, statement in _CHECKS.items():
            cursor.execute(statement)
            found += (Discrepancy(check, *row) for row in cursor.fetchall())
    return tuple(found)
