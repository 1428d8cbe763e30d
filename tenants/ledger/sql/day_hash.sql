-- The link of the chain: everything that a day says, and the link before.
CREATE FUNCTION ledger_day_hash(p_row ledger_day) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(convert_to(ROW(to_char(p_row.day, 'YYYY-MM-DD'), p_row.last_seq, p_row.open_seq, p_row.movements,
        p_row.balances, encode(p_row.movements_hash, 'hex'), encode(p_row.balances_hash, 'hex'),
        encode(p_row.previous, 'hex'), extract(epoch FROM p_row.sealed_at))::text, 'UTF8'))
$$
