-- The one door into the ledger: all legs or none, once per key. Run at READ COMMITTED, because a higher level may not
-- see who won a race for the key. Ids and times come from the caller. Errors: see tenants/ledger/refusals.py.
CREATE FUNCTION ledger_move_batch(
    p_transaction uuid, p_key text, p_effective_at timestamptz, p_created_at timestamptz,
    p_ids uuid[], p_phases text[], p_of_holds uuid[], p_reverses uuid[],
    p_debits text[], p_credits text[], p_currencies text[], p_amounts bigint[], p_kinds text[]
) RETURNS TABLE (transaction_id uuid, replayed boolean) LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    v_legs integer := cardinality(p_ids);
    -- Everything the caller asked for, and nothing that a retry makes anew (ids, time of entry).
    v_hash bytea := sha256(convert_to(ROW(p_phases, p_of_holds, p_reverses, p_debits, p_credits, p_currencies,
        p_amounts, p_kinds, extract(epoch FROM p_effective_at))::text, 'UTF8'));
    v_accounts bigint[];
    v_debits bigint[];
    v_credits bigint[];
    v_freed bigint[];
    v_has_sources boolean := array_remove(p_of_holds || p_reverses, NULL) <> '{}';
    v_written integer;
BEGIN
    IF coalesce(v_legs, 0) < 1 OR array_fill(v_legs, ARRAY[8]) IS DISTINCT FROM ARRAY[
        cardinality(p_phases), cardinality(p_of_holds), cardinality(p_reverses), cardinality(p_debits),
        cardinality(p_credits), cardinality(p_currencies), cardinality(p_amounts), cardinality(p_kinds)
    ] THEN
        RAISE EXCEPTION USING ERRCODE = 'LG007', MESSAGE = 'the legs of the posting are not complete';
    END IF;

    v_accounts := ledger_accounts(p_debits || p_credits);
    v_debits := v_accounts[1:v_legs];
    v_credits := v_accounts[v_legs + 1:];

    -- Locks: first the table, which only the closing of a day or a period waits for and holds up for a moment; then the
    -- movements that are settled, voided or reversed; then the balances; each by ascending id.
    LOCK TABLE ledger_movement IN ROW EXCLUSIVE MODE;
    IF v_has_sources THEN
        PERFORM 1 FROM ledger_movement WHERE id = ANY (p_of_holds || p_reverses) ORDER BY id FOR NO KEY UPDATE;
    END IF;
    PERFORM 1 FROM ledger_balance WHERE account_id = ANY (v_accounts) ORDER BY account_id FOR NO KEY UPDATE;

    -- The key is asked for under the locks: a twin that held them has committed by now.
    RETURN QUERY SELECT * FROM ledger_replayed(p_key, v_hash);
    IF FOUND THEN
        RETURN;
    END IF;
    PERFORM ledger_check_period(coalesce(p_effective_at, p_created_at));
    v_freed := array_fill(0::bigint, ARRAY[v_legs]);
    IF v_has_sources THEN
        PERFORM ledger_check_sources(p_phases, p_of_holds, p_reverses, v_debits, v_credits, p_currencies, p_amounts);
        -- What is settled of a hold moves; the rest of it is free again with the same row.
        v_freed := ARRAY(
            SELECT CASE leg.phase WHEN 'post' THEN hold.amount_minor - leg.amount ELSE 0 END
            FROM unnest(p_phases, p_of_holds, p_amounts) WITH ORDINALITY AS leg(phase, of_hold, amount, place)
            LEFT JOIN ledger_movement hold ON hold.id = leg.of_hold ORDER BY leg.place
        );
    END IF;

    -- Written under the locks, so `seq` counts the movements of a wallet in the order in which they took effect.
    INSERT INTO ledger_movement (id, idem_key, leg, idem_hash, phase, of_hold, reverses, debit_id, credit_id, currency,
        amount_minor, freed_minor, kind, ledger_transaction_id, effective_at, created_at)
    SELECT leg.id, p_key, leg.place - 1, v_hash, leg.phase, leg.of_hold, leg.reverses, leg.debit, leg.credit, leg.currency,
        leg.amount, leg.freed, leg.kind, p_transaction, coalesce(p_effective_at, p_created_at), p_created_at
    FROM unnest(p_ids, p_phases, p_of_holds, p_reverses, v_debits, v_credits, p_currencies, p_amounts, v_freed,
        p_kinds) WITH ORDINALITY AS leg(id, phase, of_hold, reverses, debit, credit, currency, amount, freed, kind, place)
    ORDER BY leg.place
    ON CONFLICT (idem_key, leg) DO NOTHING;
    GET DIAGNOSTICS v_written = ROW_COUNT;
    IF v_written < v_legs THEN  -- accounts without a floor are not locked: a twin got in between
        RETURN QUERY SELECT * FROM ledger_replayed(p_key, v_hash);
        IF FOUND AND v_written = 0 THEN
            RETURN;
        END IF;
        RAISE EXCEPTION USING ERRCODE = '40001', MESSAGE = 'the ledger lost a race for this key; try again';
    END IF;

    PERFORM ledger_apply(p_phases, v_debits, v_credits, p_amounts, v_freed);
    RETURN QUERY SELECT p_transaction, false;
END
$$
