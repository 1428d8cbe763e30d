-- Seals one day, after the day before it. p_until: movements up to this number are decided (ledger_barrier said so).
-- A balance counts an entry on the first day on which it was both known and effective.
CREATE FUNCTION ledger_seal_day(p_day date, p_until bigint, p_at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    v_begin timestamptz := p_day::timestamp AT TIME ZONE 'UTC';
    v_end timestamptz := (p_day + 1)::timestamp AT TIME ZONE 'UTC';
    v_before ledger_day;
    v_new ledger_day;
BEGIN
    LOCK TABLE ledger_day IN SHARE ROW EXCLUSIVE MODE;  -- one at a time
    IF EXISTS (SELECT 1 FROM ledger_day WHERE day = p_day) THEN
        RETURN false;
    END IF;
    SELECT * INTO v_before FROM ledger_day ORDER BY day DESC LIMIT 1;
    IF p_day <> v_before.day + 1 OR v_end > p_at OR p_until < v_before.last_seq THEN
        RAISE EXCEPTION USING ERRCODE = 'LG007', MESSAGE = 'days are sealed one after the other, when they are over';
    END IF;

    v_new.day := p_day;
    v_new.last_seq := p_until;
    v_new.previous := coalesce(v_before.hash, ''::bytea);
    v_new.sealed_at := p_at;
    SELECT coalesce(min(seq), p_until + 1) INTO v_new.open_seq FROM ledger_movement
    WHERE seq >= coalesce(v_before.open_seq, 0) AND seq <= p_until AND effective_at >= v_end;
    SELECT count(*) INTO v_new.movements FROM ledger_movement
    WHERE seq > coalesce(v_before.last_seq, 0) AND seq <= p_until;
    v_new.movements_hash := ledger_movements_hash(coalesce(v_before.last_seq, 0), p_until);

    INSERT INTO ledger_daybalance (account_id, day, posted, held, booked, booked_held)
    SELECT change.account_id, p_day, coalesce(kept.posted, 0) + change.posted, coalesce(kept.held, 0) + change.held,
        coalesce(kept.booked, 0) + change.booked, coalesce(kept.booked_held, 0) + change.booked_held
    FROM (
        SELECT account_id,
            coalesce(sum(entry.posted) FILTER (WHERE effective_at < v_end), 0)::bigint AS posted,
            coalesce(sum(entry.held) FILTER (WHERE effective_at < v_end), 0)::bigint AS held,
            coalesce(sum(entry.posted) FILTER (WHERE seq > coalesce(v_before.last_seq, 0)), 0)::bigint AS booked,
            coalesce(sum(entry.held) FILTER (WHERE seq > coalesce(v_before.last_seq, 0)), 0)::bigint AS booked_held
        FROM ledger_entry entry
        WHERE seq >= coalesce(v_before.open_seq, 0) AND seq <= p_until
            AND (seq > coalesce(v_before.last_seq, 0) OR effective_at >= v_begin AND effective_at < v_end)
        GROUP BY account_id
    ) change LEFT JOIN LATERAL (
        SELECT * FROM ledger_daybalance old WHERE old.account_id = change.account_id ORDER BY old.day DESC LIMIT 1
    ) kept ON true;
    GET DIAGNOSTICS v_new.balances = ROW_COUNT;

    v_new.balances_hash := ledger_balances_hash(p_day);
    v_new.hash := ledger_day_hash(v_new);
    INSERT INTO ledger_day SELECT v_new.*;
    RETURN true;
END
$$
