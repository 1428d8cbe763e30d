-- Adds to the balance rows of these accounts, each named once; accounts without a floor have none. The caller holds their locks.
CREATE FUNCTION ledger_change_balances(p_accounts bigint[], p_posted bigint[], p_held bigint[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_short record;
BEGIN
    -- The CHECK on ledger_balance has the last word; this question only finds the words for people.
    SELECT account.address, balance.posted - balance.held AS available INTO v_short
    FROM unnest(p_accounts, p_posted, p_held) AS change(account, posted, held)
    JOIN ledger_balance balance ON balance.account_id = change.account
    JOIN ledger_account account ON account.id = change.account
    WHERE balance.posted + change.posted - balance.held - change.held < balance.floor
    ORDER BY account.address LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'LG001', MESSAGE = 'not enough money',
            DETAIL = v_short.address || ' ' || v_short.available;
    END IF;

    UPDATE ledger_balance balance
    SET posted = balance.posted + change.posted, held = balance.held + change.held, version = balance.version + 1
    FROM unnest(p_accounts, p_posted, p_held) AS change(account, posted, held)
    WHERE balance.account_id = change.account;
END
$$
