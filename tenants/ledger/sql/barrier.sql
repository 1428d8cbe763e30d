-- Waits until every posting under way has ended, and holds new ones up until the caller commits. Whoever calls it sets
-- a short lock_timeout. Answers the last number given to a movement: all up to it are decided.
CREATE FUNCTION ledger_barrier() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    LOCK TABLE ledger_movement IN SHARE MODE;
    RETURN coalesce(pg_sequence_last_value(pg_get_serial_sequence('ledger_movement', 'seq')::regclass), 0);
END
$$
