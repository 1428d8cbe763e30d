-- Brings the balance rows of the legs up to date. They are locked by the caller; accounts without a floor have none.
CREATE FUNCTION ledger_apply(p_phases text[], p_debits bigint[], p_credits bigint[], p_amounts bigint[], p_freed bigint[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_accounts bigint[];
    v_posted bigint[];
    v_held bigint[];
BEGIN
    SELECT array_agg(side.account), array_agg(side.posted), array_agg(side.held) INTO v_accounts, v_posted, v_held
    FROM (
        SELECT account, sum(posted)::bigint AS posted, sum(held)::bigint AS held FROM (
            SELECT leg.debit AS account,
                CASE WHEN leg.phase IN ('posted', 'post') THEN -leg.amount ELSE 0 END AS posted,
                CASE leg.phase WHEN 'hold' THEN leg.amount WHEN 'posted' THEN 0 ELSE -(leg.amount + leg.freed) END AS held
            FROM unnest(p_phases, p_debits, p_amounts, p_freed) AS leg(phase, debit, amount, freed)
            UNION ALL
            SELECT leg.credit, CASE WHEN leg.phase IN ('posted', 'post') THEN leg.amount ELSE 0 END, 0
            FROM unnest(p_phases, p_credits, p_amounts) AS leg(phase, credit, amount)
        ) legs GROUP BY account
    ) side;
    PERFORM ledger_change_balances(v_accounts, v_posted, v_held);
END
$$
