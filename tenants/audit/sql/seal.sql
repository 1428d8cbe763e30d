-- One block: pending changes become sealed entries, in one transaction, in the order given. The head's row is the lock, and the
-- caller says where it believes the chain to end: of two sealers one is refused and changes nothing.
-- Hashes are made here, over prev, broker, seq (8 bytes) and the text, so nobody can hand in others; and each text is held against
-- the change that it says it tells: only values of columns that it names as hidden may differ.
CREATE FUNCTION audit_seal(
    p_broker uuid, p_seq bigint, p_hash bytea, p_sealed_at timestamptz, p_ids uuid[], p_texts text[], p_buckets int[]
) RETURNS bytea LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    v_head record;
    v_text text;
    v_hash bytea := p_hash;
    v_hashes bytea[] := '{}';
    v_at bigint := p_seq;
    v_count bigint := cardinality(p_ids);
    v_rows bigint;
BEGIN
    INSERT INTO audit_head (id, broker, seq, hash, blocks) VALUES (1, p_broker, 0, decode(repeat('00', 32), 'hex'), 0)
    ON CONFLICT (id) DO NOTHING;
    SELECT * INTO v_head FROM audit_head WHERE id = 1 FOR UPDATE;
    IF v_head.broker <> p_broker THEN
        RAISE EXCEPTION USING ERRCODE = 'AU003', MESSAGE = 'this chain belongs to another broker';
    END IF;
    IF v_head.seq <> p_seq OR v_head.hash <> p_hash THEN
        RAISE EXCEPTION USING ERRCODE = 'AU001', MESSAGE = 'the chain has moved on; somebody else sealed';
    END IF;
    IF v_count = 0 OR v_count <> cardinality(p_texts) OR v_count <> cardinality(p_buckets) THEN
        RAISE EXCEPTION USING ERRCODE = 'AU002', MESSAGE = 'a block has one text and one bucket for each change, and at least one';
    END IF;

    FOREACH v_text IN ARRAY p_texts LOOP
        v_at := v_at + 1;
        v_hash := sha256(v_hash || uuid_send(p_broker) || int8send(v_at) || convert_to(v_text, 'UTF8'));
        v_hashes := v_hashes || v_hash;
    END LOOP;

    INSERT INTO audit_entry (
        seq, id, text, hash, at, table_name, row_id, op, actor_kind, actor_id, surface, for_id, ip_bucket, subjects
    )
    SELECT p_seq + given.n, change.id, given.text, given.hash, change.at, change.table_name, change.row_id, change.op,
        coalesce(change.actor ->> 'kind', ''), coalesce(change.actor ->> 'id', ''), coalesce(change.actor ->> 'surface', ''),
        coalesce(change.actor ->> 'on_behalf_of_id', ''), given.bucket,
        ARRAY(
            SELECT key.value::uuid FROM jsonb_each_text(change.keys) AS key WHERE key.value IS NOT NULL
            UNION
            SELECT (change.before ->> name)::uuid FROM jsonb_object_keys(change.keys) AS name
            WHERE change.before ->> name IS NOT NULL
        )
    FROM unnest(p_ids, p_texts, v_hashes, p_buckets) WITH ORDINALITY AS given(id, text, hash, bucket, n)
    JOIN audit_change AS change ON change.id = given.id
    CROSS JOIN LATERAL (SELECT given.text::jsonb AS said) AS told
    CROSS JOIN LATERAL (
        SELECT ARRAY(SELECT jsonb_array_elements_text(coalesce(said -> 'hidden' -> 'columns', '[]'))) AS columns
    ) AS hidden
    WHERE said ->> 'id' = change.id::text
        AND said ->> 'table' = change.table_name AND said ->> 'row' = change.row_id AND said ->> 'op' = change.op
        AND (said -> 'tx')::bigint = change.txid AND (said ->> 'at')::timestamptz = change.at
        AND said -> 'keys' = change.keys
        AND said -> 'actor' = change.actor - ARRAY['label', 'ip', 'reason', 'on_behalf_of']
        AND coalesce(change.before - hidden.columns, 'null') = said -> 'before'
        AND coalesce(change.after - hidden.columns, 'null') = said -> 'after';
    GET DIAGNOSTICS v_rows = ROW_COUNT;
    IF v_rows <> v_count THEN
        RAISE EXCEPTION USING ERRCODE = 'AU002', MESSAGE = 'a text does not tell the change that it is for, or that is sealed already';
    END IF;
    DELETE FROM audit_change WHERE id = ANY (p_ids);
    GET DIAGNOSTICS v_rows = ROW_COUNT;
    IF v_rows <> v_count THEN
        RAISE EXCEPTION USING ERRCODE = 'AU002', MESSAGE = 'a change is named twice in one block';
    END IF;
    INSERT INTO audit_block (number, first_seq, last_seq, entries, hash, sealed_at)
    VALUES (v_head.blocks + 1, p_seq + 1, v_at, v_count, v_hash, p_sealed_at);
    UPDATE audit_head SET seq = v_at, hash = v_hash, blocks = v_head.blocks + 1 WHERE id = 1;
    RETURN v_hash;
END
$$
