-- The hash of the balances that changed on a day, by address.
CREATE FUNCTION ledger_balances_hash(p_day date) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(coalesce(string_agg(sha256(convert_to(ROW(account.address, kept.posted, kept.held, kept.booked,
        kept.booked_held)::text, 'UTF8')), ''::bytea ORDER BY account.address COLLATE "C"), ''::bytea))
    FROM ledger_daybalance kept JOIN ledger_account account ON account.id = kept.account_id WHERE kept.day = p_day
$$
