-- The ledger transaction posted before under this key; the same key with other input is an error.
CREATE FUNCTION ledger_replayed(p_key text, p_hash bytea)
RETURNS TABLE (transaction_id uuid, replayed boolean) LANGUAGE plpgsql AS $$
DECLARE
    v_first record;
BEGIN
    SELECT m.ledger_transaction_id, m.idem_hash INTO v_first FROM ledger_movement m WHERE m.idem_key = p_key AND m.leg = 0;
    IF FOUND AND v_first.idem_hash <> p_hash THEN
        RAISE EXCEPTION USING ERRCODE = 'LG002', MESSAGE = 'this key was used for another posting', DETAIL = p_key;
    ELSIF FOUND THEN
        RETURN QUERY SELECT v_first.ledger_transaction_id, true;
    END IF;
END
$$
