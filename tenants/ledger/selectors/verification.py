"""The proof: what the balances say is what the history says. Each check is one statement, so one moment in time."""

from typing import Final

from django.db import connection

from ..types import Discrepancy

CHECKS: Final[dict[str, str]] = {
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
    "a sealed day is what the history says": """
        WITH days AS (SELECT array_agg(day ORDER BY day) AS day, array_agg(last_seq ORDER BY day) AS last FROM ledger_day),
        entry AS (
            SELECT e.account_id, e.posted, e.held, booked.day AS booked_day,
                greatest(booked.day, (e.effective_at AT TIME ZONE 'UTC')::date) AS counted_day
            FROM ledger_entry e CROSS JOIN days
            CROSS JOIN LATERAL (SELECT days.day[width_bucket(e.seq - 1, days.last) + 1] AS day) booked
            WHERE booked.day IS NOT NULL
        ), change AS (
            SELECT account_id, day, sum(posted) AS posted, sum(held) AS held, sum(booked) AS booked, sum(booked_held) AS booked_held
            FROM (
                SELECT account_id, counted_day AS day, posted, held, 0 AS booked, 0 AS booked_held FROM entry
                WHERE counted_day <= (SELECT max(day) FROM ledger_day)
                UNION ALL SELECT account_id, booked_day, 0, 0, posted, held FROM entry
            ) each GROUP BY account_id, day
        ), expected AS (
            SELECT account_id, day, sum(posted) OVER so_far AS posted, sum(held) OVER so_far AS held,
                sum(booked) OVER so_far AS booked, sum(booked_held) OVER so_far AS booked_held
            FROM change WINDOW so_far AS (PARTITION BY account_id ORDER BY day)
        )
        SELECT account.address || ' on ' || coalesce(expected.day, kept.day),
            format('%s posted, %s held, %s booked', expected.posted, expected.held, expected.booked),
            format('%s posted, %s held, %s booked', kept.posted, kept.held, kept.booked)
        FROM expected FULL JOIN ledger_daybalance kept ON kept.account_id = expected.account_id AND kept.day = expected.day
        JOIN ledger_account account ON account.id = coalesce(expected.account_id, kept.account_id)
        WHERE (kept.posted, kept.held, kept.booked, kept.booked_held)
            IS DISTINCT FROM (expected.posted, expected.held, expected.booked, expected.booked_held)
    """,
    "each sealed day hangs on the day before": """
        SELECT day.day::text, 'the hash of the day before', 'another'
        FROM (SELECT *, lag(day) OVER by_day AS day_before, lag(hash) OVER by_day AS hash_before,
                lag(last_seq) OVER by_day AS last_before FROM ledger_day WINDOW by_day AS (ORDER BY day)) day
        WHERE day.previous <> coalesce(day.hash_before, ''::bytea) OR day.day <> coalesce(day.day_before + 1, day.day)
            OR day.last_seq < coalesce(day.last_before, 0)
    """,
    "a seal is the hash of what it says": """
        SELECT sealed.day::text, encode(ledger_day_hash(sealed), 'hex'), encode(sealed.hash, 'hex')
        FROM ledger_day sealed WHERE ledger_day_hash(sealed) <> sealed.hash
    """,
    "a seal is the hash of its movements and balances": """
        SELECT sealed.day::text, sealed.movements || ' movements, ' || sealed.balances || ' balances as sealed', 'others'
        FROM (SELECT *, lag(last_seq, 1, 0::bigint) OVER (ORDER BY day) AS after FROM ledger_day) sealed
        WHERE movements_hash <> ledger_movements_hash(after, last_seq) OR balances_hash <> ledger_balances_hash(day)
            OR movements <> (SELECT count(*) FROM ledger_movement m WHERE m.seq > after AND m.seq <= last_seq)
            OR balances <> (SELECT count(*) FROM ledger_daybalance kept WHERE kept.day = sealed.day)
    """,
}


def verify() -> tuple[Discrepancy, ...]:
    """Everything in this broker's ledger that its history does not bear out: nothing, if all is well."""
    found: list[Discrepancy] = []
    with connection.cursor() as cursor:
        for check, statement in CHECKS.items():
            cursor.execute(statement)
            found += (Discrepancy(check, *row) for row in cursor.fetchall())
    return tuple(found)
