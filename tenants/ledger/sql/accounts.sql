-- The ids of the addresses, in their order; accounts that are not there yet are opened, all by one statement.
-- Only a wallet has a floor, and only an account with a floor has a balance row: a house account that everybody
-- posts to must not become one row that everybody waits for. Its balance is the sum of its movements.
CREATE FUNCTION ledger_accounts(p_addresses text[]) RETURNS bigint[] LANGUAGE plpgsql AS $$
BEGIN
    WITH missing AS (  -- one order for all, so two transactions that open the same accounts cannot deadlock
        SELECT DISTINCT wanted.address COLLATE "C" AS address FROM unnest(p_addresses) AS wanted(address)
        WHERE NOT EXISTS (SELECT 1 FROM ledger_account l WHERE l.address = wanted.address)
        ORDER BY 1
    ), opened AS (
        INSERT INTO ledger_account (address, currency, kind, floor)
        SELECT address, substring(address FROM '[^:]*$'), split_part(address, ':', 1),
            CASE WHEN address ~ '^(client|ib):[0-9]+:wallet:' THEN 0 END
        FROM missing
        ON CONFLICT (address) DO NOTHING RETURNING id, floor
    )
    INSERT INTO ledger_balance (account_id, posted, held, version, floor)
    SELECT id, 0, 0, 0, floor FROM opened WHERE floor IS NOT NULL;
    RETURN ARRAY(
        SELECT l.id FROM unnest(p_addresses) WITH ORDINALITY AS wanted(address, place)
        JOIN ledger_account l ON l.address = wanted.address ORDER BY wanted.place
    );
END
$$
