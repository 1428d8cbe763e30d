-- Brings the balance rows of the legs up to date. They are locked by the caller; accounts without a floor have none.
CREATE FUNCTION ledger_apply(p_phases text[], p_debits bigint[], p_credits bigint[], p_amounts bigint[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_accounts bigint[];
    v_posted bigint[];
    v_held bigint[];
    v_short record;
BEGIN
    SELECT array_agg(side.account), array_agg(side.posted), array_agg(side.held) INTO v_accounts, v_posted, v_held
    FROM (
        SELECT account, sum(posted)::bigint AS posted, sum(held)::bigint AS held FROM (
            SELECT leg.debit AS account,
                CASE WHEN leg.phase IN ('posted', 'post') THEN -leg.amount ELSE 0 END AS posted,
                CASE leg.phase WHEN 'hold' THEN leg.amount WHEN 'posted' THEN 0 ELSE -leg.amount END AS held
            FROM unnest(p_phases, p_debits, p_amounts) AS leg(phase, debit, amount)
            UNION ALL
            SELECT leg.credit, CASE WHEN leg.phase IN ('posted', 'post') THEN leg.amount ELSE 0 END, 0
            FROM unnest(p_phases, p_credits, p_amounts) AS leg(phase, credit, amount)
        ) legs GROUP BY account
    ) side;

    -- The CHECK on ledger_balance has the last word; this question only finds the words for people.
    SELECT account.address, balance.posted - balance.held AS available INTO v_short
    FROM unnest(v_accounts, v_posted, v_held) AS change(account, posted, held)
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
    FROM unnest(v_accounts, v_posted, v_held) AS change(account, posted, held)
    WHERE balance.account_id = change.account;
END
$$
