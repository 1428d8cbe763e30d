-- A single movement, by the same door.
CREATE FUNCTION ledger_move(
    p_transaction uuid, p_key text, p_effective_at timestamptz, p_created_at timestamptz,
    p_id uuid, p_phase text, p_of_hold uuid, p_reverses uuid,
    p_debit text, p_credit text, p_currency text, p_amount bigint, p_kind text
) RETURNS TABLE (transaction_id uuid, replayed boolean) LANGUAGE sql SECURITY DEFINER AS $$
    SELECT * FROM ledger_move_batch(p_transaction, p_key, p_effective_at, p_created_at,
        ARRAY[p_id], ARRAY[p_phase], ARRAY[p_of_hold], ARRAY[p_reverses],
        ARRAY[p_debit], ARRAY[p_credit], ARRAY[p_currency], ARRAY[p_amount], ARRAY[p_kind])
$$
