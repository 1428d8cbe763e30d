-- A locked period takes no postings. Days are UTC. The caller holds the table's lock, so what is read here stays.
CREATE FUNCTION ledger_check_period(p_at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_through date := (SELECT max(through) FROM ledger_period WHERE unlocked_at IS NULL);
BEGIN
    IF (p_at AT TIME ZONE 'UTC')::date <= v_through THEN
        RAISE EXCEPTION USING ERRCODE = 'LG009', MESSAGE = 'the period is locked', DETAIL = v_through;
    END IF;
END
$$
