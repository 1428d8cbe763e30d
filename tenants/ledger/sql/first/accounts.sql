-- The ids of the addresses, in their order; accounts that are not there yet are opened.
-- Only a wallet has a floor, and only an account with a floor has a balance row: a house account that everybody
-- posts to must not become one row that everybody waits for. Its balance is the sum of its movements.
CREATE FUNCTION ledger_accounts(p_addresses text[]) RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
    v_address text;
    v_id bigint;
    v_floor bigint;
BEGIN
    FOR v_address IN  -- one order for all, so two transactions that open the same accounts cannot deadlock
        SELECT DISTINCT wanted.address COLLATE "C" FROM unnest(p_addresses) AS wanted(address)
        WHERE NOT EXISTS (SELECT 1 FROM ledger_account l WHERE l.address = wanted.address)
        ORDER BY 1
    LOOP
        v_floor := CASE WHEN v_address ~ '^(client|ib):[0-9]+:wallet:' THEN 0 END;
        INSERT INTO ledger_account (address, currency, kind, floor)
        VALUES (v_address, substring(v_address FROM '[^:]*$'), split_part(v_address, ':', 1), v_floor)
        ON CONFLICT (address) DO NOTHING RETURNING id INTO v_id;
        IF v_id IS NOT NULL AND v_floor IS NOT NULL THEN
            INSERT INTO ledger_balance (account_id, posted, held, version, floor) VALUES (v_id, 0, 0, 0, v_floor);
        END IF;
    END LOOP;
    RETURN ARRAY(
        SELECT l.id FROM unnest(p_addresses) WITH ORDINALITY AS wanted(address, place)
        JOIN ledger_account l ON l.address = wanted.address ORDER BY wanted.place
    );
END
$$
