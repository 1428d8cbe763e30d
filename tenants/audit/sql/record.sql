-- Writes one change of one row down, not yet sealed. Arguments: the table's name, its key column, columns whose values never get
-- in, columns that tell whom the row concerns, columns that alone are no change worth a record.
-- SECURITY DEFINER: who may change the row may not write here, nor take away what was written.
CREATE FUNCTION audit_record() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    v_old jsonb;
    v_new jsonb;
    v_row jsonb;
    v_before jsonb;
    v_after jsonb;
    v_name text;
    v_concerned text[] := '{}';
    v_actor text := current_setting('atrium.actor', true);
BEGIN
    IF TG_OP = 'INSERT' THEN
        v_row := to_jsonb(NEW);
        v_after := v_row;
    ELSIF TG_OP = 'DELETE' THEN
        v_row := to_jsonb(OLD);
        v_before := v_row;
    ELSE
        v_old := to_jsonb(OLD);
        v_new := to_jsonb(NEW);
        SELECT jsonb_object_agg(field.key, v_old -> field.key), jsonb_object_agg(field.key, field.value)
        INTO v_before, v_after
        FROM jsonb_each(v_new) AS field WHERE field.value IS DISTINCT FROM v_old -> field.key;
        IF v_after IS NULL OR v_after - TG_ARGV[4]::text[] = '{}' THEN
            RETURN NULL;
        END IF;
        v_row := v_new;
    END IF;
    FOREACH v_name IN ARRAY TG_ARGV[2]::text[] LOOP
        IF v_before -> v_name <> 'null' THEN
            v_before := jsonb_set(v_before, ARRAY[v_name], '"changed"');
        END IF;
        IF v_after -> v_name <> 'null' THEN
            v_after := jsonb_set(v_after, ARRAY[v_name], '"changed"');
        END IF;
    END LOOP;
    FOREACH v_name IN ARRAY TG_ARGV[3]::text[] LOOP
        v_concerned := array_append(v_concerned, v_row ->> v_name);
    END LOOP;
    INSERT INTO audit_change (id, at, txid, table_name, row_id, op, keys, before, after, actor)
    VALUES (
        uuidv7(), clock_timestamp(), txid_current(), TG_ARGV[0], v_row ->> TG_ARGV[1], lower(TG_OP),
        jsonb_object(TG_ARGV[3]::text[], v_concerned), v_before, v_after,
        CASE WHEN coalesce(v_actor, '') = '' THEN jsonb_build_object('kind', 'database', 'label', session_user)
            ELSE v_actor::jsonb END || jsonb_build_object('db', session_user)
    );
    RETURN NULL;
END
$$
