-- A part of a bulk: posted movements only, their addresses told once and named by place. `p_whole` is the digest of the
-- whole bulk, so that the same key with another whole is known. Otherwise as ledger_move_batch.
CREATE FUNCTION ledger_move_many(
    p_transaction uuid, p_key text, p_effective_at timestamptz, p_created_at timestamptz, p_whole bytea,
    p_addresses text[], p_ids uuid[], p_debits integer[], p_credits integer[], p_currencies text[], p_amounts bigint[],
    p_kinds text[]
) RETURNS TABLE (transaction_id uuid, replayed boolean) LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    v_legs integer := cardinality(p_ids);
    -- How many there are belongs to it: a bulk that was cut into other parts before is another posting.
    v_hash bytea := sha256(p_whole || convert_to(ROW(v_legs, extract(epoch FROM p_effective_at))::text, 'UTF8'));
    v_accounts bigint[];
    v_changed bigint[];
    v_change numeric[];
BEGIN
    IF coalesce(v_legs, 0) < 1 OR p_whole IS NULL OR array_fill(v_legs, ARRAY[5]) IS DISTINCT FROM ARRAY[
        cardinality(p_debits), cardinality(p_credits), cardinality(p_currencies), cardinality(p_amounts),
        cardinality(p_kinds)
    ] THEN
        RAISE EXCEPTION USING ERRCODE = 'LG007', MESSAGE = 'the legs of the posting are not complete';
    END IF;
    v_accounts := ledger_accounts(p_addresses);

    LOCK TABLE ledger_movement IN ROW EXCLUSIVE MODE;
    PERFORM 1 FROM ledger_balance WHERE account_id = ANY (v_accounts) ORDER BY account_id FOR NO KEY UPDATE;
    RETURN QUERY SELECT * FROM ledger_replayed(p_key, v_hash);
    IF FOUND THEN
        RETURN;
    END IF;
    PERFORM ledger_check_period(coalesce(p_effective_at, p_created_at));

    BEGIN
        INSERT INTO ledger_movement (id, idem_key, leg, idem_hash, phase, debit_id, credit_id, currency,
            amount_minor, freed_minor, kind, ledger_transaction_id, effective_at, created_at)
        SELECT leg.id, p_key, leg.place - 1, v_hash, 'posted', v_accounts[leg.debit], v_accounts[leg.credit], leg.currency,
            leg.amount, 0, leg.kind, p_transaction, coalesce(p_effective_at, p_created_at), p_created_at
        FROM unnest(p_ids, p_debits, p_credits, p_currencies, p_amounts, p_kinds)
            WITH ORDINALITY AS leg(id, debit, credit, currency, amount, kind, place)
        ORDER BY leg.place;
    EXCEPTION WHEN unique_violation THEN  -- accounts without a floor are not locked: a twin got in between
        RAISE EXCEPTION USING ERRCODE = '40001', MESSAGE = 'the ledger lost a race for this key; try again';
    END;

    SELECT array_agg(v_accounts[side.place]), array_agg(side.change) INTO v_changed, v_change
    FROM (
        SELECT legs.place, sum(legs.change) AS change FROM (
            SELECT debit AS place, -amount AS change FROM unnest(p_debits, p_amounts) AS leg(debit, amount)
            UNION ALL
            SELECT credit, amount FROM unnest(p_credits, p_amounts) AS leg(credit, amount)
        ) legs GROUP BY legs.place
    ) side;
    PERFORM ledger_change_balances(v_changed, v_change::bigint[], array_fill(0::bigint, ARRAY[cardinality(v_changed)]));
    RETURN QUERY SELECT p_transaction, false;
END
$$
