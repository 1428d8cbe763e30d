-- The hash of the movements after one number up to another, in their order: of their texts one by one, then of those.
CREATE FUNCTION ledger_movements_hash(p_after bigint, p_until bigint) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(coalesce(string_agg(sha256(convert_to(ROW(m.id, m.seq, m.idem_key, m.leg, encode(m.idem_hash, 'hex'),
        m.phase, m.of_hold, m.reverses, debit.address, credit.address, m.currency, m.amount_minor, m.freed_minor, m.kind,
        m.ledger_transaction_id, extract(epoch FROM m.effective_at), extract(epoch FROM m.created_at))::text, 'UTF8')),
        ''::bytea ORDER BY m.seq), ''::bytea))
    FROM ledger_movement m
    JOIN ledger_account debit ON debit.id = m.debit_id JOIN ledger_account credit ON credit.id = m.credit_id
    WHERE m.seq > p_after AND m.seq <= p_until
$$
