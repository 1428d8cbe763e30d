-- Destroys keys, for good, and writes down that it did; who is told by the transaction's actor. Returns how many there were.
CREATE FUNCTION audit_destroy_keys(p_person uuid, p_owners uuid[], p_at timestamptz, p_reason text)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    v_count bigint;
    v_actor text := current_setting('atrium.actor', true);
BEGIN
    INSERT INTO audit_personkey (owner, version, wrapped, created_at)
    SELECT owner, 0, ''::bytea, p_at FROM unnest(p_owners) AS owner ON CONFLICT (owner) DO NOTHING;
    UPDATE audit_personkey SET wrapped = NULL, erased_at = p_at WHERE owner = ANY (p_owners) AND erased_at IS NULL;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    INSERT INTO audit_change (id, at, txid, table_name, row_id, op, keys, before, after, actor)
    VALUES (
        gen_random_uuid(), clock_timestamp(), txid_current(), 'audit_personkey', p_person::text, 'erase',
        jsonb_build_object('owner', p_person), NULL, jsonb_build_object('keys', v_count, 'reason', p_reason),
        CASE WHEN coalesce(v_actor, '') = '' THEN jsonb_build_object('kind', 'database', 'label', session_user)
            ELSE v_actor::jsonb END || jsonb_build_object('db', session_user)
    );
    RETURN v_count;
END
$$
