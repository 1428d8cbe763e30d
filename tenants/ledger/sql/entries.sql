-- Every movement twice, signed: what it did to the money and to the reservations of each of its two accounts.
CREATE VIEW ledger_entry AS
SELECT id AS movement_id, seq, debit_id AS account_id, phase, currency,
    CASE WHEN phase IN ('posted', 'post') THEN -amount_minor ELSE 0 END AS posted,
    CASE phase WHEN 'hold' THEN amount_minor WHEN 'posted' THEN 0 ELSE -(amount_minor + freed_minor) END AS held,
    effective_at
FROM ledger_movement
UNION ALL
SELECT id, seq, credit_id, phase, currency,
    CASE WHEN phase IN ('posted', 'post') THEN amount_minor ELSE 0 END,
    0, effective_at
FROM ledger_movement
