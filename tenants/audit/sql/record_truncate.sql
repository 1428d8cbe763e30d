-- TRUNCATE fires no row trigger: every row is written down before it goes. The same arguments as audit_record.
CREATE FUNCTION audit_record_truncate() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    v_actor text := current_setting('atrium.actor', true);
BEGIN
    EXECUTE format(
        'INSERT INTO audit_change (id, at, txid, table_name, row_id, op, keys, before, actor) '
        'SELECT uuidv7(), clock_timestamp(), txid_current(), $1, r.j ->> $2, ''truncate'', '
        '(SELECT coalesce(jsonb_object_agg(name, r.j -> name), ''{}'') FROM unnest($4) AS name), '
        'r.j || (SELECT coalesce(jsonb_object_agg(name, ''changed''), ''{}'') FROM unnest($3) AS name '
        'WHERE r.j -> name <> ''null''), $5 FROM (SELECT to_jsonb(t) AS j FROM %I AS t) AS r', TG_ARGV[0])
    USING TG_ARGV[0], TG_ARGV[1], TG_ARGV[2]::text[], TG_ARGV[3]::text[],
        CASE WHEN coalesce(v_actor, '') = '' THEN jsonb_build_object('kind', 'database', 'label', session_user)
            ELSE v_actor::jsonb END || jsonb_build_object('db', session_user);
    RETURN NULL;
END
$$
