-- A movement that settles or voids a hold repeats it, and may settle for less; one that reverses is its mirror image; each happens once.
-- The caller has locked the rows named, so what is read here is decided.
CREATE FUNCTION ledger_check_sources(
    p_phases text[], p_of_holds uuid[], p_reverses uuid[],
    p_debits bigint[], p_credits bigint[], p_currencies text[], p_amounts bigint[]
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_fault record;
BEGIN
    SELECT leg.source, CASE
        WHEN hold.id IS NULL OR hold.phase <> 'hold' THEN 'LG004'
        WHEN EXISTS (SELECT 1 FROM ledger_movement done WHERE done.of_hold = hold.id) THEN 'LG003'
        WHEN (hold.debit_id, hold.credit_id, hold.currency) <> (leg.debit, leg.credit, leg.currency)
            OR hold.amount_minor < leg.amount OR (leg.phase <> 'post' AND hold.amount_minor <> leg.amount) THEN 'LG007'
    END AS state INTO v_fault
    FROM unnest(p_of_holds, p_phases, p_debits, p_credits, p_currencies, p_amounts)
        AS leg(source, phase, debit, credit, currency, amount)
    LEFT JOIN ledger_movement hold ON hold.id = leg.source
    WHERE leg.source IS NOT NULL ORDER BY 2 NULLS LAST LIMIT 1;
    IF v_fault.state IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = v_fault.state, MESSAGE = 'the hold cannot be settled or voided so', DETAIL = v_fault.source;
    END IF;

    SELECT leg.source, CASE
        WHEN original.id IS NULL OR original.phase NOT IN ('posted', 'post') OR original.reverses IS NOT NULL THEN 'LG006'
        WHEN EXISTS (SELECT 1 FROM ledger_movement done WHERE done.reverses = original.id) THEN 'LG005'
        WHEN leg.phase <> 'posted' OR (original.debit_id, original.credit_id, original.currency, original.amount_minor)
            <> (leg.credit, leg.debit, leg.currency, leg.amount) THEN 'LG007'
    END AS state INTO v_fault
    FROM unnest(p_reverses, p_phases, p_debits, p_credits, p_currencies, p_amounts)
        AS leg(source, phase, debit, credit, currency, amount)
    LEFT JOIN ledger_movement original ON original.id = leg.source
    WHERE leg.source IS NOT NULL ORDER BY 2 NULLS LAST LIMIT 1;
    IF v_fault.state IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = v_fault.state, MESSAGE = 'the movement cannot be reversed so', DETAIL = v_fault.source;
    END IF;
END
$$
