"""The figures of some people, from the tables of the rooms that own the facts, in one statement."""

from typing import Final

from atrium.kernel.currencies import DEFAULT_EXPONENT, MINOR_UNITS

_ACCENTED: Final = "àáâãäåāăąçćčďđèéêëēėęěğģìíîïīįıķľĺļłñńňņòóôõöøōőŕřśšşșťţțùúûüūůűųýÿžźż"
_PLAIN: Final = "aaaaaaaaacccddeeeeeeeeggiiiiiiikllllnnnnoooooooorrsssstttuuuuuuuuyyzzz"


def _major(minor: str, currency: str) -> str:
    """Minor units as an amount of the currency, exactly."""
    units = " ".join(
        f"WHEN '{code}' THEN {10**places}" for code, places in MINOR_UNITS.items() if places != 2
    )
    return f"({minor})::numeric / (CASE {currency} {units} ELSE {10**DEFAULT_EXPONENT} END)"


COLUMNS: Final = (
    "lead_id", "manager_id", "name_key", "client_id", "client_number", "kyc_level", "currency", "accounts", "deposit_count",
    "deposits", "withdrawals", "balance", "equity", "result", "lots", "first_deposit_at", "last_deposit_at", "last_deal_at",
    "last_login_at", "open_tasks", "next_task_at",
)  # fmt: skip
# The manager follows the lead by a trigger; this statement may have read the one before.
_CHANGED = [name for name in COLUMNS if name not in {"lead_id", "manager_id"}]

# %s: the lead ids. Of deposits and payouts only what arrived counts; of deals only those of live accounts.
_SELECT: Final = f"""
SELECT l.id, l.assigned_to_id, left(translate(lower(l.name), '{_ACCENTED}', '{_PLAIN}'), 160),
       c.id, c.number, coalesce(c.kyc_level, 0),
       coalesce(c.currency, ''), coalesce(a.accounts, 0), coalesce(d.number, 0),
       {_major("coalesce(d.minor, 0)", "c.currency")}, {_major("coalesce(w.minor, 0)", "c.currency")},
       {_major("coalesce(b.posted, 0)", "c.currency")},
       {_major("coalesce(b.posted, 0) + coalesce(m.minor, 0)", "c.currency")} + coalesce(a.result, 0),
       coalesce(a.result, 0), coalesce(a.lots, 0), d.first_at, d.last_at, a.last_at, u.last_login,
       coalesce(t.number, 0), t.next_at
FROM leads_lead l
LEFT JOIN clients_client c ON c.lead_id = l.id
LEFT JOIN identity_user u ON u.id = c.user_id
LEFT JOIN LATERAL (
    SELECT count(*) AS number, sum(received_minor) AS minor, min(finished_at) AS first_at, max(finished_at) AS last_at
    FROM payments_deposit WHERE client_id = c.id AND state = 'settled' AND received_currency = c.currency
) d ON true
LEFT JOIN LATERAL (
    SELECT sum(coalesce(paid_minor, amount_minor)) AS minor FROM payments_withdrawal
    WHERE party_id = c.id AND party_kind = 'client' AND state IN ('paid', 'partial') AND currency = c.currency
) w ON true
LEFT JOIN LATERAL (
    SELECT bal.posted FROM ledger_account acc JOIN ledger_balance bal ON bal.account_id = acc.id
    WHERE acc.address = 'client:' || c.number || ':wallet:' || c.currency
) b ON true
LEFT JOIN LATERAL (
    SELECT sum(CASE direction WHEN 'to_account' THEN amount_minor ELSE -amount_minor END) AS minor
    FROM wallets_transfer WHERE client_id = c.id AND state = 'settled' AND currency = c.currency
) m ON true
LEFT JOIN LATERAL (
    SELECT count(*) FILTER (WHERE account.status <> 'archived') AS accounts, sum(deals.result) AS result,
           sum(deals.lots) AS lots, max(deals.last_at) AS last_at
    FROM trading_tradingaccount account
    LEFT JOIN LATERAL (
        SELECT sum(profit + commission + swap + fee) AS result, sum(closed_lots) AS lots, max(time) AS last_at
        FROM trading_deal WHERE account_id = account.id AND action IN ('buy', 'sell')
    ) deals ON true
    WHERE account.client_id = c.id AND account.kind = 'live' AND account.currency = c.currency
) a ON true
LEFT JOIN LATERAL (
    SELECT count(*) AS number, min(due_at) AS next_at FROM work_task
    WHERE state = 'open' AND subject_id IN (l.id, c.id)
) t ON true
WHERE l.id = ANY(%s)
ORDER BY l.id
"""

REFRESH: Final = f"""
INSERT INTO insight_personfigures AS kept ({", ".join(COLUMNS)})
{_SELECT}
ON CONFLICT (lead_id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _CHANGED)}
WHERE ({", ".join(f"kept.{name}" for name in _CHANGED)}) IS DISTINCT FROM ({", ".join(f"excluded.{name}" for name in _CHANGED)})
RETURNING lead_id, xmax <> 0
"""
"""Whose figures are others now, and of each whether there were some before."""
