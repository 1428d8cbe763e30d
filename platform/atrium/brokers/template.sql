-- atrium template, migrations 90b033b227132445d6b6ab7db7ae585b





CREATE SCHEMA t_templatezzzz;



CREATE FUNCTION t_templatezzzz.abuse_refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'AB001', MESSAGE = 'evidence of abuse is never changed or removed';
END
$$;



CREATE FUNCTION t_templatezzzz.audit_add_keys(p_owners uuid[], p_version integer, p_wrapped bytea[], p_at timestamp with time zone) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 't_templatezzzz', 'pg_temp'
    AS $$
    INSERT INTO audit_personkey (owner, version, wrapped, created_at)
    SELECT owner, p_version, wrapped, p_at FROM unnest(p_owners, p_wrapped) AS given(owner, wrapped)
    ON CONFLICT (owner) DO NOTHING
$$;



CREATE FUNCTION t_templatezzzz.audit_destroy_keys(p_person uuid, p_owners uuid[], p_at timestamp with time zone, p_reason text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 't_templatezzzz', 'pg_temp'
    AS $$
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
$$;



CREATE FUNCTION t_templatezzzz.audit_record() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 't_templatezzzz', 'pg_temp'
    AS $$
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
$$;



CREATE FUNCTION t_templatezzzz.audit_record_truncate() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 't_templatezzzz', 'pg_temp'
    AS $_$
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
$_$;



CREATE FUNCTION t_templatezzzz.audit_refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'AU008', MESSAGE = 'what the audit holds is never changed or removed';
END
$$;



CREATE FUNCTION t_templatezzzz.audit_seal(p_broker uuid, p_seq bigint, p_hash bytea, p_sealed_at timestamp with time zone, p_ids uuid[], p_texts text[], p_buckets integer[]) RETURNS bytea
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 't_templatezzzz', 'pg_temp'
    AS $$
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
$$;



CREATE FUNCTION t_templatezzzz.ibs_freeze_agreement() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF OLD.state = 'draft' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE' OR ROW(NEW.programme_id, NEW.version, NEW.title, NEW.wording, NEW.published_at)
        IS DISTINCT FROM ROW(OLD.programme_id, OLD.version, OLD.title, OLD.wording, OLD.published_at) THEN
        RAISE EXCEPTION USING ERRCODE = 'IB002',
            MESSAGE = 'a published agreement is never changed or removed; publish its next version instead';
    END IF;
    RETURN NEW;
END
$$;



CREATE FUNCTION t_templatezzzz.ibs_refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'IB001',
        MESSAGE = 'clicks and referrals are never changed or removed';
END
$$;



CREATE FUNCTION t_templatezzzz.insight_follow_manager() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 't_templatezzzz', 'pg_temp'
    AS $$
BEGIN
    UPDATE insight_personfigures SET manager_id = NEW.assigned_to_id WHERE lead_id = NEW.id;
    RETURN NULL;
END $$;



CREATE FUNCTION t_templatezzzz.insight_take_manager() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 't_templatezzzz', 'pg_temp'
    AS $$
BEGIN
    PERFORM FROM leads_lead WHERE id IN (SELECT lead_id FROM added) ORDER BY id FOR SHARE;
    UPDATE insight_personfigures kept SET manager_id = lead.assigned_to_id
    FROM leads_lead lead JOIN added ON added.lead_id = lead.id
    WHERE kept.lead_id = lead.id AND kept.manager_id IS DISTINCT FROM lead.assigned_to_id;
    RETURN NULL;
END $$;



CREATE FUNCTION t_templatezzzz.ledger_accounts(p_addresses text[]) RETURNS bigint[]
    LANGUAGE plpgsql
    AS $_$
BEGIN
    WITH missing AS (  -- one order for all, so two transactions that open the same accounts cannot deadlock
        SELECT DISTINCT wanted.address COLLATE "C" AS address FROM unnest(p_addresses) AS wanted(address)
        WHERE NOT EXISTS (SELECT 1 FROM ledger_account l WHERE l.address = wanted.address)
        ORDER BY 1
    ), opened AS (
        INSERT INTO ledger_account (address, currency, kind, floor)
        SELECT address, substring(address FROM '[^:]*$'), split_part(address, ':', 1),
            CASE WHEN address ~ '^(client|ib):[0-9]+:wallet:' THEN 0 END
        FROM missing
        ON CONFLICT (address) DO NOTHING RETURNING id, floor
    )
    INSERT INTO ledger_balance (account_id, posted, held, version, floor)
    SELECT id, 0, 0, 0, floor FROM opened WHERE floor IS NOT NULL;
    RETURN ARRAY(
        SELECT l.id FROM unnest(p_addresses) WITH ORDINALITY AS wanted(address, place)
        JOIN ledger_account l ON l.address = wanted.address ORDER BY wanted.place
    );
END
$_$;



CREATE FUNCTION t_templatezzzz.ledger_apply(p_phases text[], p_debits bigint[], p_credits bigint[], p_amounts bigint[], p_freed bigint[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    v_accounts bigint[];
    v_posted bigint[];
    v_held bigint[];
BEGIN
    SELECT array_agg(side.account), array_agg(side.posted), array_agg(side.held) INTO v_accounts, v_posted, v_held
    FROM (
        SELECT account, sum(posted)::bigint AS posted, sum(held)::bigint AS held FROM (
            SELECT leg.debit AS account,
                CASE WHEN leg.phase IN ('posted', 'post') THEN -leg.amount ELSE 0 END AS posted,
                CASE leg.phase WHEN 'hold' THEN leg.amount WHEN 'posted' THEN 0 ELSE -(leg.amount + leg.freed) END AS held
            FROM unnest(p_phases, p_debits, p_amounts, p_freed) AS leg(phase, debit, amount, freed)
            UNION ALL
            SELECT leg.credit, CASE WHEN leg.phase IN ('posted', 'post') THEN leg.amount ELSE 0 END, 0
            FROM unnest(p_phases, p_credits, p_amounts) AS leg(phase, credit, amount)
        ) legs GROUP BY account
    ) side;
    PERFORM ledger_change_balances(v_accounts, v_posted, v_held);
END
$$;



CREATE FUNCTION t_templatezzzz.ledger_balances_hash(p_day date) RETURNS bytea
    LANGUAGE sql STABLE
    AS $$
    SELECT sha256(coalesce(string_agg(sha256(convert_to(ROW(account.address, kept.posted, kept.held, kept.booked,
        kept.booked_held)::text, 'UTF8')), ''::bytea ORDER BY account.address COLLATE "C"), ''::bytea))
    FROM ledger_daybalance kept JOIN ledger_account account ON account.id = kept.account_id WHERE kept.day = p_day
$$;



CREATE FUNCTION t_templatezzzz.ledger_barrier() RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 't_templatezzzz', 'pg_temp'
    AS $$
BEGIN
    LOCK TABLE ledger_movement IN SHARE MODE;
    RETURN coalesce(pg_sequence_last_value(pg_get_serial_sequence('ledger_movement', 'seq')::regclass), 0);
END
$$;



CREATE FUNCTION t_templatezzzz.ledger_change_balances(p_accounts bigint[], p_posted bigint[], p_held bigint[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    v_short record;
BEGIN
    -- The CHECK on ledger_balance has the last word; this question only finds the words for people.
    SELECT account.address, balance.posted - balance.held AS available INTO v_short
    FROM unnest(p_accounts, p_posted, p_held) AS change(account, posted, held)
    JOIN ledger_balance balance ON balance.account_id = change.account
    JOIN ledger_account account ON account.id = change.account
    WHERE balance.posted + change.posted - balance.held - change.held < balance.floor
    ORDER BY account.address LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'LG001', MESSAGE = 'not enough money',
            DETAIL = v_short.address || ' ' || v_short.available;
    END IF;

    UPDATE ledger_balance balance
    SET posted = balance.posted + change.posted, held = balance.held + change.held, version = balance.version + 1
    FROM unnest(p_accounts, p_posted, p_held) AS change(account, posted, held)
    WHERE balance.account_id = change.account;
END
$$;



CREATE FUNCTION t_templatezzzz.ledger_check_period(p_at timestamp with time zone) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    v_through date := (SELECT max(through) FROM ledger_period WHERE unlocked_at IS NULL);
BEGIN
    IF (p_at AT TIME ZONE 'UTC')::date <= v_through THEN
        RAISE EXCEPTION USING ERRCODE = 'LG009', MESSAGE = 'the period is locked', DETAIL = v_through;
    END IF;
END
$$;



CREATE FUNCTION t_templatezzzz.ledger_check_sources(p_phases text[], p_of_holds uuid[], p_reverses uuid[], p_debits bigint[], p_credits bigint[], p_currencies text[], p_amounts bigint[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    v_fault record;
BEGIN
    SELECT leg.source, CASE
        WHEN hold.id IS NULL OR hold.phase <> 'hold' THEN 'LG004'
        WHEN EXISTS (SELECT 1 FROM ledger_movement done WHERE done.of_hold = hold.id) THEN 'LG003'
        WHEN (hold.debit_id, hold.credit_id, hold.currency) <> (leg.debit, leg.credit, leg.currency)
            OR hold.amount_minor < leg.amount OR (leg.phase <> 'post' AND hold.amount_minor <> leg.amount) THEN 'LG007'
    END AS state INTO v_fault
    FROM unnest(p_of_holds, p_phases, p_debits, p_credits, p_currencies, p_amounts)
        AS leg(source, phase, debit, credit, currency, amount)
    LEFT JOIN ledger_movement hold ON hold.id = leg.source
    WHERE leg.source IS NOT NULL ORDER BY 2 NULLS LAST LIMIT 1;
    IF v_fault.state IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = v_fault.state, MESSAGE = 'the hold cannot be settled or voided so', DETAIL = v_fault.source;
    END IF;

    SELECT leg.source, CASE
        WHEN original.id IS NULL OR original.phase NOT IN ('posted', 'post') OR original.reverses IS NOT NULL THEN 'LG006'
        WHEN EXISTS (SELECT 1 FROM ledger_movement done WHERE done.reverses = original.id) THEN 'LG005'
        WHEN leg.phase <> 'posted' OR (original.debit_id, original.credit_id, original.currency, original.amount_minor)
            <> (leg.credit, leg.debit, leg.currency, leg.amount) THEN 'LG007'
    END AS state INTO v_fault
    FROM unnest(p_reverses, p_phases, p_debits, p_credits, p_currencies, p_amounts)
        AS leg(source, phase, debit, credit, currency, amount)
    LEFT JOIN ledger_movement original ON original.id = leg.source
    WHERE leg.source IS NOT NULL ORDER BY 2 NULLS LAST LIMIT 1;
    IF v_fault.state IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = v_fault.state, MESSAGE = 'the movement cannot be reversed so', DETAIL = v_fault.source;
    END IF;
END
$$;





CREATE TABLE t_templatezzzz.ledger_day (
    day date NOT NULL,
    last_seq bigint NOT NULL,
    open_seq bigint NOT NULL,
    movements bigint NOT NULL,
    balances bigint NOT NULL,
    movements_hash bytea NOT NULL,
    balances_hash bytea NOT NULL,
    previous bytea NOT NULL,
    hash bytea NOT NULL,
    sealed_at timestamp with time zone NOT NULL
);



CREATE FUNCTION t_templatezzzz.ledger_day_hash(p_row t_templatezzzz.ledger_day) RETURNS bytea
    LANGUAGE sql STABLE
    AS $$
    SELECT sha256(convert_to(ROW(to_char(p_row.day, 'YYYY-MM-DD'), p_row.last_seq, p_row.open_seq, p_row.movements,
        p_row.balances, encode(p_row.movements_hash, 'hex'), encode(p_row.balances_hash, 'hex'),
        encode(p_row.previous, 'hex'), extract(epoch FROM p_row.sealed_at))::text, 'UTF8'))
$$;



CREATE FUNCTION t_templatezzzz.ledger_move(p_transaction uuid, p_key text, p_effective_at timestamp with time zone, p_created_at timestamp with time zone, p_id uuid, p_phase text, p_of_hold uuid, p_reverses uuid, p_debit text, p_credit text, p_currency text, p_amount bigint, p_kind text) RETURNS TABLE(transaction_id uuid, replayed boolean)
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 't_templatezzzz', 'pg_temp'
    AS $$
    SELECT * FROM ledger_move_batch(p_transaction, p_key, p_effective_at, p_created_at,
        ARRAY[p_id], ARRAY[p_phase], ARRAY[p_of_hold], ARRAY[p_reverses],
        ARRAY[p_debit], ARRAY[p_credit], ARRAY[p_currency], ARRAY[p_amount], ARRAY[p_kind])
$$;



CREATE FUNCTION t_templatezzzz.ledger_move_batch(p_transaction uuid, p_key text, p_effective_at timestamp with time zone, p_created_at timestamp with time zone, p_ids uuid[], p_phases text[], p_of_holds uuid[], p_reverses uuid[], p_debits text[], p_credits text[], p_currencies text[], p_amounts bigint[], p_kinds text[]) RETURNS TABLE(transaction_id uuid, replayed boolean)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 't_templatezzzz', 'pg_temp'
    AS $$
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
$$;



CREATE FUNCTION t_templatezzzz.ledger_move_many(p_transaction uuid, p_key text, p_effective_at timestamp with time zone, p_created_at timestamp with time zone, p_whole bytea, p_addresses text[], p_ids uuid[], p_debits integer[], p_credits integer[], p_currencies text[], p_amounts bigint[], p_kinds text[]) RETURNS TABLE(transaction_id uuid, replayed boolean)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 't_templatezzzz', 'pg_temp'
    AS $$
DECLARE
    v_legs integer := cardinality(p_ids);
    -- How many there are belongs to it: a bulk that was cut into other parts before is another posting.
    v_hash bytea := sha256(p_whole || convert_to(ROW(v_legs, extract(epoch FROM p_effective_at))::text, 'UTF8'));
    v_accounts bigint[];
    v_changed bigint[];
    v_change numeric[];
BEGIN
    IF coalesce(v_legs, 0) < 1 OR p_whole IS NULL OR array_fill(v_legs, ARRAY[5]) IS DISTINCT FROM ARRAY[
        cardinality(p_debits), cardinality(p_credits), cardinality(p_currencies), cardinality(p_amounts),
        cardinality(p_kinds)
    ] THEN
        RAISE EXCEPTION USING ERRCODE = 'LG007', MESSAGE = 'the legs of the posting are not complete';
    END IF;
    v_accounts := ledger_accounts(p_addresses);

    LOCK TABLE ledger_movement IN ROW EXCLUSIVE MODE;
    PERFORM 1 FROM ledger_balance WHERE account_id = ANY (v_accounts) ORDER BY account_id FOR NO KEY UPDATE;
    RETURN QUERY SELECT * FROM ledger_replayed(p_key, v_hash);
    IF FOUND THEN
        RETURN;
    END IF;
    PERFORM ledger_check_period(coalesce(p_effective_at, p_created_at));

    BEGIN
        INSERT INTO ledger_movement (id, idem_key, leg, idem_hash, phase, debit_id, credit_id, currency,
            amount_minor, freed_minor, kind, ledger_transaction_id, effective_at, created_at)
        SELECT leg.id, p_key, leg.place - 1, v_hash, 'posted', v_accounts[leg.debit], v_accounts[leg.credit], leg.currency,
            leg.amount, 0, leg.kind, p_transaction, coalesce(p_effective_at, p_created_at), p_created_at
        FROM unnest(p_ids, p_debits, p_credits, p_currencies, p_amounts, p_kinds)
            WITH ORDINALITY AS leg(id, debit, credit, currency, amount, kind, place)
        ORDER BY leg.place;
    EXCEPTION WHEN unique_violation THEN  -- accounts without a floor are not locked: a twin got in between
        RAISE EXCEPTION USING ERRCODE = '40001', MESSAGE = 'the ledger lost a race for this key; try again';
    END;

    SELECT array_agg(v_accounts[side.place]), array_agg(side.change) INTO v_changed, v_change
    FROM (
        SELECT legs.place, sum(legs.change) AS change FROM (
            SELECT debit AS place, -amount AS change FROM unnest(p_debits, p_amounts) AS leg(debit, amount)
            UNION ALL
            SELECT credit, amount FROM unnest(p_credits, p_amounts) AS leg(credit, amount)
        ) legs GROUP BY legs.place
    ) side;
    PERFORM ledger_change_balances(v_changed, v_change::bigint[], array_fill(0::bigint, ARRAY[cardinality(v_changed)]));
    RETURN QUERY SELECT p_transaction, false;
END
$$;



CREATE FUNCTION t_templatezzzz.ledger_movements_hash(p_after bigint, p_until bigint) RETURNS bytea
    LANGUAGE sql STABLE
    AS $$
    SELECT sha256(coalesce(string_agg(sha256(convert_to(ROW(m.id, m.seq, m.idem_key, m.leg, encode(m.idem_hash, 'hex'),
        m.phase, m.of_hold, m.reverses, debit.address, credit.address, m.currency, m.amount_minor, m.freed_minor, m.kind,
        m.ledger_transaction_id, extract(epoch FROM m.effective_at), extract(epoch FROM m.created_at))::text, 'UTF8')),
        ''::bytea ORDER BY m.seq), ''::bytea))
    FROM ledger_movement m
    JOIN ledger_account debit ON debit.id = m.debit_id JOIN ledger_account credit ON credit.id = m.credit_id
    WHERE m.seq > p_after AND m.seq <= p_until
$$;



CREATE FUNCTION t_templatezzzz.ledger_refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'LG008',
        MESSAGE = 'rows of the ledger are never changed or removed; post a reversal instead';
END
$$;



CREATE FUNCTION t_templatezzzz.ledger_replayed(p_key text, p_hash bytea) RETURNS TABLE(transaction_id uuid, replayed boolean)
    LANGUAGE plpgsql
    AS $$
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
$$;



CREATE FUNCTION t_templatezzzz.ledger_seal_day(p_day date, p_until bigint, p_at timestamp with time zone) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 't_templatezzzz', 'pg_temp'
    AS $$
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
$$;



CREATE FUNCTION t_templatezzzz.outbox_refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'OB001', MESSAGE = 'what happened is never changed or removed from the outbox';
END
$$;



CREATE FUNCTION t_templatezzzz.rates_refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'RT001', MESSAGE = 'a rate that was told is never changed or removed; tell the next one';
END
$$;



CREATE FUNCTION t_templatezzzz.rebates_freeze_plan() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF OLD.status IN ('draft', 'simulated') THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    -- What a second person looks at, and what accrues in the shadow, keeps what it says; its status may go on.
    IF TG_OP = 'UPDATE' AND OLD.status IN ('pending', 'shadow')
        AND (NEW.id, NEW.code, NEW.version, NEW.name, NEW.document, NEW.created_at)
            = (OLD.id, OLD.code, OLD.version, OLD.name, OLD.document, OLD.created_at) THEN
        RETURN NEW;
    END IF;
    -- A published plan may be given its end, once. Nothing else of it changes.
    IF TG_OP = 'UPDATE' AND OLD.status = 'published' AND OLD.valid_to IS NULL
        AND (NEW.id, NEW.code, NEW.version, NEW.name, NEW.document, NEW.status, NEW.created_at, NEW.published_at)
            = (OLD.id, OLD.code, OLD.version, OLD.name, OLD.document, OLD.status, OLD.created_at, OLD.published_at)
        AND (NEW.valid_from, NEW.shadow_from, NEW.shadow_to, NEW.approval_id)
            IS NOT DISTINCT FROM (OLD.valid_from, OLD.shadow_from, OLD.shadow_to, OLD.approval_id) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'RB002',
        MESSAGE = 'a published rebate plan is frozen; publish its next version instead';
END
$$;



CREATE FUNCTION t_templatezzzz.rebates_refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'RB001',
        MESSAGE = 'rebate lines and what was posted of them are never changed or removed; write a reversing line instead';
END
$$;



CREATE FUNCTION t_templatezzzz.trading_attach_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    was record;
BEGIN
    was := OLD;
    -- Three facts may arrive later than the deal, each once: whose it is, and when and where its position began.
    IF OLD.account_id IS NULL THEN was.account_id := NEW.account_id; END IF;
    IF OLD.opened_at IS NULL THEN was.opened_at := NEW.opened_at; END IF;
    IF OLD.open_price IS NULL THEN was.open_price := NEW.open_price; END IF;
    IF was IS DISTINCT FROM NEW THEN
        RAISE EXCEPTION USING ERRCODE = 'TR001', MESSAGE = 'what a trading server dealt is never changed or removed here';
    END IF;
    RETURN NEW;
END
$$;



CREATE FUNCTION t_templatezzzz.trading_refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'TR001', MESSAGE = 'what a trading server dealt is never changed or removed here';
END
$$;



CREATE TABLE t_templatezzzz.abuse_evidence (
    id bigint NOT NULL,
    mark character varying(200) NOT NULL,
    facts jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    flag_id uuid NOT NULL
);



ALTER TABLE t_templatezzzz.abuse_evidence ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME t_templatezzzz.abuse_evidence_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE t_templatezzzz.abuse_flag (
    id uuid NOT NULL,
    rule character varying(16) NOT NULL,
    state character varying(9) NOT NULL,
    holds_everybody boolean NOT NULL,
    held_at timestamp with time zone,
    decided_by uuid,
    decided_at timestamp with time zone,
    decision character varying(400) NOT NULL,
    appeal character varying(1000) NOT NULL,
    appealed_at timestamp with time zone,
    signs integer NOT NULL,
    found_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    client_id uuid NOT NULL,
    other_id uuid,
    partner_id uuid NOT NULL,
    CONSTRAINT abuse_flag_held_since CHECK (((NOT ((state)::text = ANY ((ARRAY['held'::character varying, 'confirmed'::character varying])::text[]))) OR (held_at IS NOT NULL))),
    CONSTRAINT abuse_flag_signs_check CHECK ((signs >= 0)),
    CONSTRAINT abuse_flag_state CHECK (((state)::text = ANY ((ARRAY['open'::character varying, 'held'::character varying, 'released'::character varying, 'confirmed'::character varying])::text[])))
);



CREATE TABLE t_templatezzzz.abuse_settings (
    id smallint NOT NULL,
    lookback_days smallint NOT NULL,
    shared_by_most smallint NOT NULL,
    min_seconds integer NOT NULL,
    short_span_seconds integer NOT NULL,
    short_least smallint NOT NULL,
    short_percent smallint NOT NULL,
    mirror_seconds integer NOT NULL,
    mirror_least smallint NOT NULL,
    holds_at_once boolean NOT NULL,
    CONSTRAINT abuse_settings_one CHECK ((id = 1)),
    CONSTRAINT abuse_settings_ranges CHECK (((lookback_days >= 1) AND (lookback_days <= 366) AND (min_seconds >= 0) AND (mirror_least >= 1) AND (mirror_seconds >= 1) AND (shared_by_most >= 2) AND (short_least >= 2) AND (short_percent >= 1) AND (short_percent <= 100) AND (short_span_seconds >= 1)))
);



CREATE TABLE t_templatezzzz.account_emailaddress (
    id integer NOT NULL,
    email character varying(254) NOT NULL,
    verified boolean NOT NULL,
    "primary" boolean NOT NULL,
    user_id uuid NOT NULL
);



ALTER TABLE t_templatezzzz.account_emailaddress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME t_templatezzzz.account_emailaddress_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE t_templatezzzz.account_emailconfirmation (
    id integer NOT NULL,
    created timestamp with time zone NOT NULL,
    sent timestamp with time zone,
    key character varying(64) NOT NULL,
    email_address_id integer NOT NULL
);



ALTER TABLE t_templatezzzz.account_emailconfirmation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME t_templatezzzz.account_emailconfirmation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE t_templatezzzz.activity_entry (
    id uuid NOT NULL,
    subject_kind character varying(40) NOT NULL,
    subject_id uuid NOT NULL,
    verb character varying(60) NOT NULL,
    text text NOT NULL,
    data jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    actor jsonb NOT NULL,
    key character varying(200) NOT NULL
);



CREATE TABLE t_templatezzzz.apikeys_apikey (
    id uuid NOT NULL,
    label character varying(80) NOT NULL,
    digest character varying(64) NOT NULL,
    hint character varying(4) NOT NULL,
    scopes jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone,
    last_used_at timestamp with time zone,
    user_id uuid NOT NULL
);



CREATE TABLE t_templatezzzz.apikeys_storedanswer (
    id uuid NOT NULL,
    principal character varying(80) NOT NULL,
    operation character varying(120) NOT NULL,
    idem_key character varying(200) NOT NULL,
    fingerprint character varying(64) NOT NULL,
    status smallint,
    body jsonb,
    started_at timestamp with time zone NOT NULL,
    CONSTRAINT apikeys_storedanswer_whole CHECK ((((body = 'null'::jsonb) AND (status IS NULL)) OR (status IS NOT NULL)))
);



CREATE TABLE t_templatezzzz.approvals_amendment (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    makes_maker boolean NOT NULL,
    note text NOT NULL,
    before jsonb NOT NULL,
    after jsonb NOT NULL,
    hash_before character varying(64) NOT NULL,
    hash_after character varying(64) NOT NULL,
    at timestamp with time zone NOT NULL,
    approval_id uuid NOT NULL,
    by_id uuid NOT NULL
);



CREATE TABLE t_templatezzzz.approvals_approval (
    id uuid NOT NULL,
    kind character varying(60) NOT NULL,
    subject_id uuid NOT NULL,
    title character varying(200) NOT NULL,
    facts jsonb NOT NULL,
    facts_hash character varying(64) NOT NULL,
    amount_minor bigint,
    currency character varying(8) NOT NULL,
    permission character varying(60) NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    state character varying(10) NOT NULL,
    decided_at timestamp with time zone,
    requested_by_id uuid,
    applied boolean,
    applied_at timestamp with time zone,
    broker_minor bigint,
    chain_name character varying(120) NOT NULL,
    client_id uuid,
    country character varying(2) NOT NULL,
    desk_id uuid,
    due_at timestamp with time zone,
    escalated_at timestamp with time zone,
    requested_as character varying(160) NOT NULL,
    result character varying(400) NOT NULL,
    risk character varying(20) NOT NULL,
    round smallint NOT NULL,
    CONSTRAINT approvals_approval_decided CHECK ((((decided_at IS NULL) AND ((state)::text = 'pending'::text)) OR ((NOT ((state)::text = 'pending'::text)) AND (decided_at IS NOT NULL)))),
    CONSTRAINT approvals_approval_money CHECK ((((amount_minor IS NULL) AND ((currency)::text = ''::text)) OR ((amount_minor IS NOT NULL) AND (NOT ((currency)::text = ''::text))))),
    CONSTRAINT approvals_approval_round_check CHECK ((round >= 0)),
    CONSTRAINT approvals_approval_state CHECK (((state)::text = ANY ((ARRAY['pending'::character varying, 'approved'::character varying, 'refused'::character varying, 'withdrawn'::character varying])::text[])))
);



CREATE TABLE t_templatezzzz.approvals_chain (
    id uuid NOT NULL,
    kind character varying(60) NOT NULL,
    version integer NOT NULL,
    condition jsonb NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    valid_to timestamp with time zone,
    line uuid NOT NULL,
    name character varying(120) NOT NULL,
    priority smallint NOT NULL,
    steps jsonb NOT NULL,
    made_by_id uuid,
    CONSTRAINT approvals_chain_dates CHECK (((valid_to IS NULL) OR (valid_to >= valid_from))),
    CONSTRAINT approvals_chain_priority_check CHECK ((priority >= 0)),
    CONSTRAINT approvals_chain_version_check CHECK ((version >= 0))
);



CREATE TABLE t_templatezzzz.approvals_decision (
    id uuid NOT NULL,
    outcome character varying(10) NOT NULL,
    note text NOT NULL,
    facts_hash character varying(64) NOT NULL,
    at timestamp with time zone NOT NULL,
    approval_id uuid NOT NULL,
    by_id uuid NOT NULL,
    for_member_id uuid,
    for_name character varying(160) NOT NULL,
    for_person_id uuid,
    is_void boolean NOT NULL,
    person_id uuid,
    round smallint NOT NULL,
    step_id uuid,
    CONSTRAINT approvals_decision_outcome CHECK (((outcome)::text = ANY ((ARRAY['approved'::character varying, 'refused'::character varying])::text[]))),
    CONSTRAINT approvals_decision_round_check CHECK ((round >= 0))
);



CREATE TABLE t_templatezzzz.approvals_delegation (
    id uuid NOT NULL,
    kinds jsonb NOT NULL,
    because character varying(200) NOT NULL,
    active_from timestamp with time zone NOT NULL,
    active_to timestamp with time zone NOT NULL,
    made_at timestamp with time zone NOT NULL,
    ended_by_id uuid,
    from_member_id uuid NOT NULL,
    made_by_id uuid NOT NULL,
    to_member_id uuid NOT NULL,
    CONSTRAINT approvals_delegation_dates CHECK ((active_to >= active_from)),
    CONSTRAINT approvals_delegation_other CHECK ((NOT (from_member_id = to_member_id)))
);



CREATE TABLE t_templatezzzz.approvals_policy (
    id uuid NOT NULL,
    kind character varying(60) NOT NULL,
    version integer NOT NULL,
    condition jsonb NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    valid_to timestamp with time zone,
    mode character varying(6) NOT NULL,
    made_by_id uuid,
    CONSTRAINT approvals_policy_dates CHECK (((valid_to IS NULL) OR (valid_to >= valid_from))),
    CONSTRAINT approvals_policy_mode CHECK (((mode)::text = ANY ((ARRAY['always'::character varying, 'when'::character varying, 'never'::character varying])::text[]))),
    CONSTRAINT approvals_policy_version_check CHECK ((version >= 0))
);



CREATE TABLE t_templatezzzz.approvals_step (
    id uuid NOT NULL,
    round smallint NOT NULL,
    place smallint NOT NULL,
    who character varying(10) NOT NULL,
    permission character varying(60) NOT NULL,
    role_id uuid,
    role_name character varying(80) NOT NULL,
    people smallint NOT NULL,
    sla_minutes integer NOT NULL,
    escalate_role_id uuid,
    escalate_role_name character varying(80) NOT NULL,
    state character varying(8) NOT NULL,
    opened_at timestamp with time zone,
    due_at timestamp with time zone,
    escalated_at timestamp with time zone,
    ended_at timestamp with time zone,
    approval_id uuid NOT NULL,
    CONSTRAINT approvals_step_people_check CHECK ((people >= 0)),
    CONSTRAINT approvals_step_place_check CHECK ((place >= 0)),
    CONSTRAINT approvals_step_round_check CHECK ((round >= 0)),
    CONSTRAINT approvals_step_sla_minutes_check CHECK ((sla_minutes >= 0)),
    CONSTRAINT approvals_step_state CHECK (((state)::text = ANY ((ARRAY['waiting'::character varying, 'open'::character varying, 'done'::character varying, 'void'::character varying])::text[]))),
    CONSTRAINT approvals_step_who CHECK (((who)::text = ANY ((ARRAY['permission'::character varying, 'role'::character varying, 'leader'::character varying])::text[])))
);



CREATE TABLE t_templatezzzz.audit_block (
    number bigint NOT NULL,
    first_seq bigint NOT NULL,
    last_seq bigint NOT NULL,
    entries integer NOT NULL,
    hash bytea NOT NULL,
    sealed_at timestamp with time zone NOT NULL,
    CONSTRAINT audit_block_entries CHECK (((entries = ((last_seq - first_seq) + 1)) AND (entries > 0)))
);



CREATE TABLE t_templatezzzz.audit_change (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    txid bigint NOT NULL,
    table_name character varying(63) NOT NULL,
    row_id text NOT NULL,
    op character varying(8) NOT NULL,
    keys jsonb NOT NULL,
    before jsonb,
    after jsonb,
    actor jsonb NOT NULL
);



CREATE TABLE t_templatezzzz.audit_check (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    entries bigint NOT NULL,
    anchored_seq bigint,
    findings jsonb NOT NULL
);



CREATE TABLE t_templatezzzz.audit_entry (
    seq bigint NOT NULL,
    id uuid NOT NULL,
    text text NOT NULL,
    hash bytea NOT NULL,
    at timestamp with time zone NOT NULL,
    table_name character varying(63) NOT NULL,
    row_id text NOT NULL,
    op character varying(8) NOT NULL,
    actor_kind character varying(16) NOT NULL,
    actor_id character varying(60) NOT NULL,
    surface character varying(16) NOT NULL,
    for_id character varying(60) NOT NULL,
    ip_bucket integer NOT NULL,
    subjects uuid[] NOT NULL
);



CREATE TABLE t_templatezzzz.audit_head (
    id smallint NOT NULL,
    broker uuid NOT NULL,
    seq bigint NOT NULL,
    hash bytea NOT NULL,
    blocks bigint NOT NULL,
    CONSTRAINT audit_head_single CHECK ((id = 1))
);



CREATE TABLE t_templatezzzz.audit_personkey (
    owner uuid NOT NULL,
    version integer NOT NULL,
    wrapped bytea,
    created_at timestamp with time zone NOT NULL,
    erased_at timestamp with time zone,
    CONSTRAINT audit_personkey_erased CHECK ((((erased_at IS NOT NULL) AND (wrapped IS NULL)) OR ((erased_at IS NULL) AND (wrapped IS NOT NULL))))
);



CREATE TABLE t_templatezzzz.branding_brand (
    id smallint NOT NULL,
    name character varying(120) NOT NULL,
    "primary" character varying(7) NOT NULL,
    accent character varying(7) NOT NULL,
    neutral character varying(8) NOT NULL,
    radius smallint NOT NULL,
    heading_font character varying(32) NOT NULL,
    body_font character varying(32) NOT NULL,
    mark character varying(32) NOT NULL,
    support_email character varying(254) NOT NULL,
    legal_text text NOT NULL,
    language character varying(10) NOT NULL,
    CONSTRAINT branding_brand_colours CHECK (((("primary")::text ~ '^#[0-9a-f]{6}$'::text) AND ((accent)::text ~ '^#[0-9a-f]{6}$'::text))),
    CONSTRAINT branding_brand_one_row CHECK ((id = 1)),
    CONSTRAINT branding_brand_radius CHECK ((radius = ANY (ARRAY[0, 4, 8, 12])))
);



CREATE TABLE t_templatezzzz.clients_client (
    id uuid NOT NULL,
    number bigint NOT NULL,
    "group" character varying(40) NOT NULL,
    country character varying(2) NOT NULL,
    currency character varying(8) NOT NULL,
    legal_entity character varying(40) NOT NULL,
    kyc_level smallint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    lead_id uuid NOT NULL,
    user_id uuid NOT NULL
);



CREATE TABLE t_templatezzzz.connections_connection (
    id uuid NOT NULL,
    kind character varying(16) NOT NULL,
    vendor character varying(40) NOT NULL,
    label character varying(80) NOT NULL,
    state character varying(8) NOT NULL,
    public_key character varying(40) NOT NULL,
    credentials text NOT NULL,
    shown jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT connections_connection_sealed CHECK ((credentials ~~ 'v1:%'::text)),
    CONSTRAINT connections_connection_state CHECK (((state)::text = ANY ((ARRAY['active'::character varying, 'disabled'::character varying])::text[])))
);



CREATE TABLE t_templatezzzz.connections_datakey (
    version integer NOT NULL,
    wrapped bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT connections_datakey_version_check CHECK ((version >= 0))
);



CREATE TABLE t_templatezzzz.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);



ALTER TABLE t_templatezzzz.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME t_templatezzzz.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE t_templatezzzz.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);



CREATE TABLE t_templatezzzz.ibs_acceptance (
    id uuid NOT NULL,
    digest character varying(64) NOT NULL,
    at timestamp with time zone NOT NULL,
    partner_id uuid NOT NULL,
    agreement_id uuid NOT NULL
);



CREATE TABLE t_templatezzzz.ibs_agreement (
    id uuid NOT NULL,
    version integer NOT NULL,
    title character varying(120) NOT NULL,
    wording text NOT NULL,
    state character varying(10) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    published_at timestamp with time zone,
    programme_id uuid
);



CREATE TABLE t_templatezzzz.ibs_application (
    id uuid NOT NULL,
    approval_id uuid NOT NULL,
    name character varying(160) NOT NULL,
    email character varying(254) NOT NULL,
    answers jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    partner_id uuid,
    invitation_id uuid,
    programme_id uuid
);



CREATE TABLE t_templatezzzz.ibs_click (
    id bigint NOT NULL,
    code character varying(24) NOT NULL,
    at timestamp with time zone NOT NULL,
    kind character varying(6) NOT NULL,
    visitor character varying(32) NOT NULL,
    device character varying(8) NOT NULL,
    came_from character varying(80) NOT NULL,
    channel character varying(60) NOT NULL,
    partner_id uuid NOT NULL,
    link_id uuid
);



ALTER TABLE t_templatezzzz.ibs_click ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME t_templatezzzz.ibs_click_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE t_templatezzzz.ibs_clientpartner (
    id uuid NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    valid_to timestamp with time zone,
    share numeric(7,6) NOT NULL,
    client_id uuid NOT NULL,
    partner_id uuid NOT NULL,
    CONSTRAINT ibs_clientpartner_range CHECK (((valid_to IS NULL) OR (valid_to > valid_from))),
    CONSTRAINT ibs_clientpartner_share CHECK (((share > (0)::numeric) AND (share <= (1)::numeric)))
);



CREATE TABLE t_templatezzzz.ibs_clientrebate (
    id uuid NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    valid_to timestamp with time zone,
    client_group character varying(40) NOT NULL,
    share numeric(7,6) NOT NULL,
    partner_id uuid NOT NULL,
    CONSTRAINT ibs_clientrebate_range CHECK (((valid_to IS NULL) OR (valid_to > valid_from))),
    CONSTRAINT ibs_clientrebate_share CHECK (((share >= (0)::numeric) AND (share <= (1)::numeric)))
);



CREATE TABLE t_templatezzzz.ibs_clientrebatechange (
    id uuid NOT NULL,
    client_group character varying(40) NOT NULL,
    share numeric(7,6) NOT NULL,
    wanted_from timestamp with time zone,
    state character varying(9) NOT NULL,
    result character varying(300) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    partner_id uuid NOT NULL,
    valid_from timestamp with time zone,
    CONSTRAINT ibs_rebatechange_share CHECK (((share >= (0)::numeric) AND (share <= (1)::numeric)))
);



CREATE TABLE t_templatezzzz.ibs_invitation (
    id uuid NOT NULL,
    code character varying(24) NOT NULL,
    name character varying(160) NOT NULL,
    email character varying(254) NOT NULL,
    share numeric(7,6),
    state character varying(9) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    partner_id uuid NOT NULL,
    programme_id uuid,
    mailed_at timestamp with time zone,
    mails smallint NOT NULL,
    CONSTRAINT ibs_invitation_mails_check CHECK ((mails >= 0)),
    CONSTRAINT ibs_invitation_share CHECK (((share IS NULL) OR ((share >= (0)::numeric) AND (share <= (1)::numeric))))
);



CREATE TABLE t_templatezzzz.ibs_landing (
    id uuid NOT NULL,
    title character varying(80) NOT NULL,
    target character varying(300) NOT NULL,
    language character varying(10) NOT NULL,
    is_on boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT ibs_landing_target CHECK ((((target)::text ~~ '/%'::text) OR ((target)::text ~~ 'https://%'::text)))
);



CREATE TABLE t_templatezzzz.ibs_ownshare (
    id uuid NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    valid_to timestamp with time zone,
    share numeric(7,6) NOT NULL,
    parent_id uuid NOT NULL,
    partner_id uuid NOT NULL,
    CONSTRAINT ibs_ownshare_range CHECK (((valid_to IS NULL) OR (valid_to > valid_from))),
    CONSTRAINT ibs_ownshare_share CHECK (((share >= (0)::numeric) AND (share <= (1)::numeric)))
);



CREATE TABLE t_templatezzzz.ibs_partner (
    id uuid NOT NULL,
    number bigint NOT NULL,
    name character varying(160) NOT NULL,
    code character varying(24) NOT NULL,
    currency character varying(8) NOT NULL,
    status character varying(10) NOT NULL,
    ratio numeric(12,6) NOT NULL,
    client_shares jsonb NOT NULL,
    payout_schedule character varying(8) NOT NULL,
    payout_delay_days smallint NOT NULL,
    payout_minimum_minor bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    person_id uuid NOT NULL,
    user_id uuid NOT NULL,
    CONSTRAINT ibs_partner_ratio CHECK ((ratio >= (0)::numeric))
);



CREATE TABLE t_templatezzzz.ibs_partnerparent (
    id uuid NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    valid_to timestamp with time zone,
    parent_id uuid NOT NULL,
    partner_id uuid NOT NULL,
    CONSTRAINT ibs_partnerparent_not_self CHECK ((NOT (partner_id = parent_id))),
    CONSTRAINT ibs_partnerparent_range CHECK (((valid_to IS NULL) OR (valid_to > valid_from)))
);



CREATE TABLE t_templatezzzz.ibs_partnerprogramme (
    id uuid NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    valid_to timestamp with time zone,
    partner_id uuid NOT NULL,
    programme_id uuid NOT NULL,
    CONSTRAINT ibs_partnerprogramme_range CHECK (((valid_to IS NULL) OR (valid_to > valid_from)))
);



CREATE TABLE t_templatezzzz.ibs_partnerrank (
    id uuid NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    valid_to timestamp with time zone,
    rank smallint NOT NULL,
    partner_id uuid NOT NULL,
    CONSTRAINT ibs_partnerrank_range CHECK (((valid_to IS NULL) OR (valid_to > valid_from)))
);



CREATE TABLE t_templatezzzz.ibs_partnerstatus (
    id uuid NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    valid_to timestamp with time zone,
    status character varying(10) NOT NULL,
    partner_id uuid NOT NULL,
    CONSTRAINT ibs_partnerstatus_range CHECK (((valid_to IS NULL) OR (valid_to > valid_from)))
);



CREATE TABLE t_templatezzzz.ibs_programme (
    id uuid NOT NULL,
    code character varying(40) NOT NULL,
    title character varying(80) NOT NULL,
    description character varying(600) NOT NULL,
    is_public boolean NOT NULL,
    is_on boolean NOT NULL,
    window_days integer,
    rank smallint NOT NULL,
    questions jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    landing_id uuid,
    parent_id uuid,
    CONSTRAINT ibs_programme_window CHECK (((window_days IS NULL) OR ((window_days >= 1) AND (window_days <= 365))))
);



CREATE TABLE t_templatezzzz.ibs_programmepolicy (
    id smallint NOT NULL,
    click character varying(5) NOT NULL,
    window_days integer NOT NULL,
    sight character varying(6) NOT NULL,
    partners_invite boolean NOT NULL,
    client_rebates_asked boolean NOT NULL,
    most_client_share numeric(7,6) NOT NULL,
    CONSTRAINT ibs_policy_one CHECK ((id = 1)),
    CONSTRAINT ibs_policy_share CHECK (((most_client_share >= (0)::numeric) AND (most_client_share <= (1)::numeric))),
    CONSTRAINT ibs_policy_window CHECK (((window_days >= 1) AND (window_days <= 365)))
);



CREATE TABLE t_templatezzzz.ibs_promo (
    id uuid NOT NULL,
    kind character varying(6) NOT NULL,
    title character varying(80) NOT NULL,
    language character varying(10) NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    image bytea NOT NULL,
    image_type character varying(20) NOT NULL,
    words character varying(600) NOT NULL,
    is_on boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    landing_id uuid,
    CONSTRAINT ibs_promo_size CHECK ((((kind)::text = 'words'::text) OR ((height > 0) AND (width > 0))))
);



CREATE TABLE t_templatezzzz.ibs_rank (
    level smallint NOT NULL,
    title character varying(60) NOT NULL,
    reach jsonb NOT NULL,
    keep jsonb NOT NULL,
    period_days smallint NOT NULL,
    CONSTRAINT ibs_rank_level CHECK ((level > 0)),
    CONSTRAINT ibs_rank_period CHECK (((period_days >= 1) AND (period_days <= 366)))
);



CREATE TABLE t_templatezzzz.ibs_rankchange (
    id uuid NOT NULL,
    before smallint NOT NULL,
    after smallint NOT NULL,
    figures jsonb NOT NULL,
    reason character varying(400) NOT NULL,
    state character varying(8) NOT NULL,
    decided_by uuid,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    partner_id uuid NOT NULL,
    CONSTRAINT ibs_rankchange_changes CHECK ((NOT (before = after))),
    CONSTRAINT ibs_rankchange_state CHECK (((state)::text = ANY ((ARRAY['proposed'::character varying, 'applied'::character varying, 'declined'::character varying])::text[])))
);



CREATE TABLE t_templatezzzz.ibs_rankpolicy (
    id smallint NOT NULL,
    up character varying(7) NOT NULL,
    down character varying(7) NOT NULL,
    CONSTRAINT ibs_rankpolicy_doing CHECK ((((down)::text = ANY ((ARRAY['off'::character varying, 'propose'::character varying, 'apply'::character varying])::text[])) AND ((up)::text = ANY ((ARRAY['off'::character varying, 'propose'::character varying, 'apply'::character varying])::text[])))),
    CONSTRAINT ibs_rankpolicy_one CHECK ((id = 1))
);



CREATE TABLE t_templatezzzz.ibs_referral (
    client_id uuid NOT NULL,
    how character varying(6) NOT NULL,
    code character varying(40) NOT NULL,
    reason character varying(400) NOT NULL,
    considered jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    click_id bigint,
    partner_id uuid,
    link_id uuid
);



CREATE TABLE t_templatezzzz.ibs_referrallink (
    id uuid NOT NULL,
    code character varying(24) NOT NULL,
    title character varying(80) NOT NULL,
    is_on boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    landing_id uuid,
    partner_id uuid NOT NULL
);



CREATE TABLE t_templatezzzz.ibs_treemove (
    id uuid NOT NULL,
    with_downline boolean NOT NULL,
    at timestamp with time zone NOT NULL,
    state character varying(8) NOT NULL,
    reason character varying(300) NOT NULL,
    changes jsonb NOT NULL,
    approval_id uuid,
    requested_by uuid,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    outcome character varying(300) NOT NULL,
    from_parent_id uuid,
    partner_id uuid NOT NULL,
    to_parent_id uuid,
    CONSTRAINT ibs_treemove_not_self CHECK (((to_parent_id IS NULL) OR (NOT ((to_parent_id = partner_id) AND (to_parent_id IS NOT NULL))))),
    CONSTRAINT ibs_treemove_state CHECK (((state)::text = ANY ((ARRAY['waiting'::character varying, 'written'::character varying, 'undone'::character varying, 'refused'::character varying])::text[])))
);



CREATE TABLE t_templatezzzz.identity_login (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    surface character varying(10) NOT NULL,
    ip inet,
    user_agent character varying(300) NOT NULL,
    device character varying(80) NOT NULL,
    succeeded boolean NOT NULL,
    user_id uuid NOT NULL
);



CREATE TABLE t_templatezzzz.identity_person (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL
);



CREATE TABLE t_templatezzzz.identity_user (
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    id uuid NOT NULL,
    realm character varying(8) NOT NULL,
    login character varying(264) NOT NULL,
    email character varying(254) NOT NULL,
    name character varying(160) NOT NULL,
    language character varying(10) NOT NULL,
    time_zone character varying(40) NOT NULL,
    is_active boolean NOT NULL,
    date_joined timestamp with time zone NOT NULL,
    person_id uuid NOT NULL,
    must_change_password boolean NOT NULL
);



CREATE TABLE t_templatezzzz.identity_visit (
    id uuid NOT NULL,
    surface character varying(10) NOT NULL,
    reason character varying(300) NOT NULL,
    minutes smallint NOT NULL,
    token_digest character varying(64) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    begun_at timestamp with time zone,
    ends_at timestamp with time zone,
    ended_at timestamp with time zone,
    ended_because character varying(12) NOT NULL,
    by_id uuid NOT NULL,
    to_id uuid NOT NULL,
    CONSTRAINT identity_visit_begun CHECK ((((begun_at IS NULL) AND (ends_at IS NULL)) OR ((begun_at IS NOT NULL) AND (ends_at IS NOT NULL)))),
    CONSTRAINT identity_visit_minutes CHECK (((minutes >= 1) AND (minutes <= 60))),
    CONSTRAINT identity_visit_minutes_check CHECK ((minutes >= 0))
);



CREATE TABLE t_templatezzzz.imports_import (
    id uuid NOT NULL,
    name character varying(200) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    kind character varying(4) NOT NULL,
    encoding character varying(20) NOT NULL,
    delimiter character varying(1) NOT NULL,
    headings jsonb NOT NULL,
    mapping jsonb NOT NULL,
    settings jsonb NOT NULL,
    check_job_id uuid,
    created_by_id uuid NOT NULL,
    run_job_id uuid
);



CREATE TABLE t_templatezzzz.imports_knownheadings (
    digest character varying(64) NOT NULL,
    mapping jsonb NOT NULL,
    settings jsonb NOT NULL,
    at timestamp with time zone NOT NULL
);



CREATE TABLE t_templatezzzz.inbox_message (
    id uuid NOT NULL,
    provider_kind character varying(16) NOT NULL,
    connection_id uuid NOT NULL,
    external_id character varying(200) NOT NULL,
    headers jsonb NOT NULL,
    body bytea NOT NULL,
    state character varying(8) NOT NULL,
    note character varying(300) NOT NULL,
    received_at timestamp with time zone NOT NULL,
    done_at timestamp with time zone,
    CONSTRAINT inbox_message_state CHECK (((state)::text = ANY ((ARRAY['received'::character varying, 'done'::character varying, 'ignored'::character varying])::text[])))
);



CREATE TABLE t_templatezzzz.insight_personfigures (
    lead_id uuid NOT NULL,
    name_key character varying(160) NOT NULL,
    client_id uuid,
    client_number bigint,
    kyc_level smallint NOT NULL,
    currency character varying(8) NOT NULL,
    accounts integer NOT NULL,
    deposit_count integer NOT NULL,
    deposits numeric(24,8) NOT NULL,
    withdrawals numeric(24,8) NOT NULL,
    balance numeric(24,8) NOT NULL,
    equity numeric(24,8) NOT NULL,
    result numeric(24,8) NOT NULL,
    lots numeric(24,8) NOT NULL,
    first_deposit_at timestamp with time zone,
    last_deposit_at timestamp with time zone,
    last_deal_at timestamp with time zone,
    last_login_at timestamp with time zone,
    open_tasks integer NOT NULL,
    next_task_at timestamp with time zone,
    manager_id uuid
);



CREATE TABLE t_templatezzzz.jobs_job (
    id uuid NOT NULL,
    kind character varying(80) NOT NULL,
    title character varying(200) NOT NULL,
    params jsonb NOT NULL,
    state character varying(10) NOT NULL,
    result jsonb NOT NULL,
    result_text text NOT NULL,
    error text NOT NULL,
    input_name character varying(200) NOT NULL,
    output_name character varying(200) NOT NULL,
    actor jsonb NOT NULL,
    authority character varying(64) NOT NULL,
    cancel_asked boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    ended_at timestamp with time zone,
    files_gone boolean NOT NULL,
    started_by_id uuid NOT NULL,
    undoes_id uuid,
    CONSTRAINT jobs_job_state CHECK (((state)::text = ANY ((ARRAY['queued'::character varying, 'running'::character varying, 'done'::character varying, 'failed'::character varying, 'cancelled'::character varying])::text[])))
);



CREATE TABLE t_templatezzzz.jobs_outcome (
    id bigint NOT NULL,
    line integer NOT NULL,
    what character varying(8) NOT NULL,
    subject_id uuid,
    reason text NOT NULL,
    before jsonb,
    job_id uuid NOT NULL
);



ALTER TABLE t_templatezzzz.jobs_outcome ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME t_templatezzzz.jobs_outcome_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE t_templatezzzz.jobs_progress (
    job_id uuid NOT NULL,
    phase character varying(80) NOT NULL,
    done bigint NOT NULL,
    total bigint,
    checkpoint jsonb NOT NULL,
    attempt integer NOT NULL,
    tries integer NOT NULL,
    lease_until timestamp with time zone,
    rung_at timestamp with time zone
);



CREATE TABLE t_templatezzzz.jobs_selection (
    id uuid NOT NULL,
    list_code character varying(60) NOT NULL,
    document jsonb NOT NULL,
    ids uuid[] NOT NULL,
    created_at timestamp with time zone NOT NULL,
    chosen_by_id uuid NOT NULL
);



CREATE TABLE t_templatezzzz.kyc_check (
    id uuid NOT NULL,
    level smallint NOT NULL,
    state character varying(8) NOT NULL,
    document character varying(8) NOT NULL,
    document_number character varying(40) NOT NULL,
    birth_date date NOT NULL,
    expires_on date NOT NULL,
    reason character varying(400) NOT NULL,
    submitted_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    client_id uuid NOT NULL,
    decided_by_id uuid
);



CREATE TABLE t_templatezzzz.kyc_policy (
    id smallint NOT NULL,
    live_requires_level smallint NOT NULL,
    deposit_requires_level smallint NOT NULL,
    CONSTRAINT kyc_policy_one_row CHECK ((id = 1))
);



CREATE TABLE t_templatezzzz.leads_assignmentrule (
    id uuid NOT NULL,
    place integer NOT NULL,
    name character varying(80) NOT NULL,
    condition jsonb NOT NULL,
    gives character varying(8) NOT NULL,
    strategy character varying(12) NOT NULL,
    turns jsonb NOT NULL,
    is_on boolean NOT NULL,
    desk_id uuid,
    member_id uuid,
    of_desk_id uuid,
    CONSTRAINT leads_assignmentrule_desk CHECK (((desk_id IS NOT NULL) OR (NOT ((gives)::text = 'desk'::text)))),
    CONSTRAINT leads_assignmentrule_member CHECK (((member_id IS NOT NULL) OR (NOT ((gives)::text = 'member'::text))))
);



CREATE TABLE t_templatezzzz.leads_capacity (
    member_id uuid NOT NULL,
    most_open integer,
    weight integer NOT NULL,
    CONSTRAINT leads_capacity_most CHECK (((most_open IS NULL) OR (most_open >= 0))),
    CONSTRAINT leads_capacity_weight CHECK ((weight >= 0))
);



CREATE TABLE t_templatezzzz.leads_handedover (
    id bigint NOT NULL,
    before jsonb NOT NULL,
    is_back boolean NOT NULL,
    lead_id uuid NOT NULL,
    taker_id uuid NOT NULL,
    handover_id uuid NOT NULL
);



ALTER TABLE t_templatezzzz.leads_handedover ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME t_templatezzzz.leads_handedover_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE t_templatezzzz.leads_handover (
    id uuid NOT NULL,
    note text NOT NULL,
    state character varying(8) NOT NULL,
    leads integer NOT NULL,
    tasks integer NOT NULL,
    total integer NOT NULL,
    at timestamp with time zone NOT NULL,
    undone_at timestamp with time zone,
    by_id uuid,
    giver_id uuid NOT NULL,
    chosen jsonb
);



CREATE TABLE t_templatezzzz.leads_handover_takers (
    id bigint NOT NULL,
    handover_id uuid NOT NULL,
    member_id uuid NOT NULL
);



ALTER TABLE t_templatezzzz.leads_handover_takers ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME t_templatezzzz.leads_handover_takers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE t_templatezzzz.leads_lead (
    id uuid NOT NULL,
    number bigint NOT NULL,
    name character varying(160) NOT NULL,
    email character varying(254) NOT NULL,
    phone character varying(20) NOT NULL,
    country character varying(2) NOT NULL,
    language character varying(10) NOT NULL,
    source character varying(40) NOT NULL,
    referral_code character varying(40) NOT NULL,
    campaign jsonb NOT NULL,
    status character varying(8) NOT NULL,
    assigned_because character varying(300) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    assigned_to_id uuid,
    desk_id uuid,
    address character varying(300) NOT NULL,
    assigned_at timestamp with time zone,
    birth_date date,
    first_contact_at timestamp with time zone,
    last_contact_at timestamp with time zone,
    last_deal_at timestamp with time zone,
    merged_into_id uuid,
    name_folded character varying(200) NOT NULL,
    national_id character varying(40) NOT NULL,
    origin_key character varying(100),
    person_id uuid,
    protected_until timestamp with time zone,
    reclaimed_at timestamp with time zone,
    score integer NOT NULL,
    version integer NOT NULL,
    warned_at timestamp with time zone
);



CREATE TABLE t_templatezzzz.leads_merge (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    before jsonb NOT NULL,
    undone_at timestamp with time zone,
    by_id uuid,
    dropped_id uuid NOT NULL,
    kept_id uuid NOT NULL
);



CREATE TABLE t_templatezzzz.leads_participation (
    id uuid NOT NULL,
    part character varying(40) NOT NULL,
    lead_id uuid NOT NULL,
    member_id uuid NOT NULL,
    since timestamp with time zone NOT NULL
);



CREATE TABLE t_templatezzzz.leads_policy (
    id smallint NOT NULL,
    default_country character varying(2) NOT NULL,
    protection_days integer NOT NULL,
    warning_days integer NOT NULL,
    dormant_days integer NOT NULL,
    converts_by jsonb NOT NULL,
    approved_fields jsonb NOT NULL,
    score_most integer NOT NULL,
    first_contact_minutes integer NOT NULL,
    CONSTRAINT leads_policy_days CHECK (((dormant_days >= 1) AND (protection_days >= 1) AND (warning_days >= 0))),
    CONSTRAINT leads_policy_first_contact CHECK ((first_contact_minutes >= 1)),
    CONSTRAINT leads_policy_one CHECK ((id = 1))
);



CREATE TABLE t_templatezzzz.leads_profilechange (
    id uuid NOT NULL,
    changes jsonb NOT NULL,
    seen jsonb NOT NULL,
    approval_id uuid,
    state character varying(8) NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id uuid NOT NULL,
    lead_id uuid NOT NULL
);



CREATE TABLE t_templatezzzz.leads_protection (
    desk_id uuid NOT NULL,
    days integer NOT NULL,
    warning_days integer NOT NULL,
    CONSTRAINT leads_protection_days CHECK (((days >= 1) AND (warning_days >= 0)))
);



CREATE TABLE t_templatezzzz.leads_scoringrule (
    id uuid NOT NULL,
    place integer NOT NULL,
    name character varying(80) NOT NULL,
    condition jsonb NOT NULL,
    points integer NOT NULL,
    per character varying(40) NOT NULL,
    most integer,
    is_on boolean NOT NULL,
    CONSTRAINT leads_scoringrule_points CHECK (((points >= '-1000'::integer) AND (points <= 1000)))
);



CREATE TABLE t_templatezzzz.leads_source (
    id uuid NOT NULL,
    code character varying(40) NOT NULL,
    label character varying(80) NOT NULL,
    is_on boolean NOT NULL
);



CREATE TABLE t_templatezzzz.leads_statuschange (
    id uuid NOT NULL,
    old character varying(8) NOT NULL,
    new character varying(8) NOT NULL,
    fact character varying(40) NOT NULL,
    at timestamp with time zone NOT NULL,
    lead_id uuid NOT NULL
);



CREATE TABLE t_templatezzzz.ledger_account (
    id bigint NOT NULL,
    address character varying(120) NOT NULL,
    currency character varying(8) NOT NULL,
    kind character varying(40) NOT NULL,
    floor bigint,
    CONSTRAINT ledger_account_address_shape CHECK (((address)::text ~ '^(((client|ib):[1-9][0-9]{0,17}:[a-z][a-z0-9_]*)|((?!(client|ib):)[a-z][a-z0-9_]*(:[a-z0-9][a-z0-9_.-]*)*)):[A-Z0-9]{3,8}$'::text))
);



ALTER TABLE t_templatezzzz.ledger_account ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME t_templatezzzz.ledger_account_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE t_templatezzzz.ledger_balance (
    account_id bigint NOT NULL,
    posted bigint NOT NULL,
    held bigint NOT NULL,
    version bigint NOT NULL,
    floor bigint NOT NULL,
    CONSTRAINT ledger_balance_floor CHECK ((posted >= (held + floor))),
    CONSTRAINT ledger_balance_held CHECK ((held >= 0))
)
WITH (fillfactor='50');



CREATE TABLE t_templatezzzz.ledger_daybalance (
    id bigint NOT NULL,
    day date NOT NULL,
    posted bigint NOT NULL,
    held bigint NOT NULL,
    booked bigint NOT NULL,
    booked_held bigint NOT NULL,
    account_id bigint NOT NULL
);



ALTER TABLE t_templatezzzz.ledger_daybalance ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME t_templatezzzz.ledger_daybalance_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE t_templatezzzz.ledger_movement (
    id uuid NOT NULL,
    seq bigint NOT NULL,
    idem_key character varying(200) NOT NULL,
    leg integer NOT NULL,
    idem_hash bytea NOT NULL,
    phase character varying(6) NOT NULL,
    currency character varying(8) NOT NULL,
    amount_minor bigint NOT NULL,
    kind character varying(80) NOT NULL,
    ledger_transaction_id uuid NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL,
    credit_id bigint NOT NULL,
    debit_id bigint NOT NULL,
    of_hold uuid,
    reverses uuid,
    freed_minor bigint NOT NULL,
    CONSTRAINT ledger_movement_amount CHECK ((amount_minor > 0)),
    CONSTRAINT ledger_movement_freed CHECK (((freed_minor = 0) OR ((freed_minor > 0) AND ((phase)::text = 'post'::text)))),
    CONSTRAINT ledger_movement_of_hold CHECK ((((of_hold IS NOT NULL) AND ((phase)::text = ANY ((ARRAY['post'::character varying, 'void'::character varying])::text[]))) OR ((of_hold IS NULL) AND ((phase)::text = ANY ((ARRAY['posted'::character varying, 'hold'::character varying])::text[]))))),
    CONSTRAINT ledger_movement_phase CHECK (((phase)::text = ANY ((ARRAY['posted'::character varying, 'hold'::character varying, 'post'::character varying, 'void'::character varying])::text[]))),
    CONSTRAINT ledger_movement_two_accounts CHECK ((NOT (debit_id = credit_id)))
);



CREATE VIEW t_templatezzzz.ledger_entry AS
 SELECT ledger_movement.id AS movement_id,
    ledger_movement.seq,
    ledger_movement.debit_id AS account_id,
    ledger_movement.phase,
    ledger_movement.currency,
        CASE
            WHEN ((ledger_movement.phase)::text = ANY ((ARRAY['posted'::character varying, 'post'::character varying])::text[])) THEN (- ledger_movement.amount_minor)
            ELSE (0)::bigint
        END AS posted,
        CASE ledger_movement.phase
            WHEN 'hold'::text THEN ledger_movement.amount_minor
            WHEN 'posted'::text THEN (0)::bigint
            ELSE (- (ledger_movement.amount_minor + ledger_movement.freed_minor))
        END AS held,
    ledger_movement.effective_at
   FROM t_templatezzzz.ledger_movement
UNION ALL
 SELECT ledger_movement.id AS movement_id,
    ledger_movement.seq,
    ledger_movement.credit_id AS account_id,
    ledger_movement.phase,
    ledger_movement.currency,
        CASE
            WHEN ((ledger_movement.phase)::text = ANY ((ARRAY['posted'::character varying, 'post'::character varying])::text[])) THEN ledger_movement.amount_minor
            ELSE (0)::bigint
        END AS posted,
    0 AS held,
    ledger_movement.effective_at
   FROM t_templatezzzz.ledger_movement;



ALTER TABLE t_templatezzzz.ledger_movement ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME t_templatezzzz.ledger_movement_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE t_templatezzzz.ledger_period (
    id uuid NOT NULL,
    through date NOT NULL,
    locked_at timestamp with time zone NOT NULL,
    locked_by uuid,
    reason character varying(300) NOT NULL,
    unlocked_at timestamp with time zone,
    unlocked_by uuid,
    unlock_reason character varying(300) NOT NULL
);



CREATE TABLE t_templatezzzz.lists_preference (
    id uuid NOT NULL,
    list_code character varying(40) NOT NULL,
    columns jsonb NOT NULL,
    member_id uuid NOT NULL,
    default_view_id uuid,
    CONSTRAINT lists_preference_list CHECK ((NOT ((list_code)::text = ''::text)))
);



CREATE TABLE t_templatezzzz.lists_segment (
    id uuid NOT NULL,
    list_code character varying(40) NOT NULL,
    name character varying(80) NOT NULL,
    document jsonb NOT NULL,
    audience character varying(9) NOT NULL,
    audience_ids jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    owner_id uuid NOT NULL
);



CREATE TABLE t_templatezzzz.lists_view (
    id uuid NOT NULL,
    list_code character varying(40) NOT NULL,
    name character varying(80) NOT NULL,
    document jsonb NOT NULL,
    audience character varying(9) NOT NULL,
    audience_ids jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    sort character varying(60) NOT NULL,
    columns jsonb NOT NULL,
    owner_id uuid NOT NULL
);



CREATE TABLE t_templatezzzz.messaging_mail (
    id uuid NOT NULL,
    "to" jsonb NOT NULL,
    sender character varying(254) NOT NULL,
    subject character varying(400) NOT NULL,
    body text NOT NULL,
    html text NOT NULL,
    state character varying(6) NOT NULL,
    error text NOT NULL,
    at timestamp with time zone NOT NULL
);



CREATE TABLE t_templatezzzz.mfa_authenticator (
    id bigint NOT NULL,
    type character varying(20) NOT NULL,
    data jsonb NOT NULL,
    user_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone
);



ALTER TABLE t_templatezzzz.mfa_authenticator ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME t_templatezzzz.mfa_authenticator_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE t_templatezzzz.notifications_mailing (
    id uuid NOT NULL,
    period character varying(60) NOT NULL,
    state character varying(7) NOT NULL,
    claimed_at timestamp with time zone NOT NULL,
    error character varying(400) NOT NULL,
    told boolean NOT NULL,
    user_id uuid NOT NULL
);



CREATE TABLE t_templatezzzz.notifications_notification (
    id uuid NOT NULL,
    kind character varying(60) NOT NULL,
    title character varying(200) NOT NULL,
    text character varying(600) NOT NULL,
    url character varying(300) NOT NULL,
    key character varying(200) NOT NULL,
    urgent boolean NOT NULL,
    bell boolean NOT NULL,
    mail character varying(6) NOT NULL,
    at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    mailing_id uuid,
    user_id uuid NOT NULL,
    CONSTRAINT notifications_titled CHECK ((NOT ((title)::text = ''::text)))
);



CREATE TABLE t_templatezzzz.notifications_preference (
    id uuid NOT NULL,
    kind character varying(60) NOT NULL,
    bell boolean NOT NULL,
    mail character varying(6) NOT NULL,
    user_id uuid NOT NULL,
    CONSTRAINT notifications_preference_mail CHECK (((mail)::text = ANY ((ARRAY['off'::character varying, 'once'::character varying, 'hourly'::character varying, 'daily'::character varying])::text[])))
);



CREATE TABLE t_templatezzzz.numbering_series (
    name character varying(40) NOT NULL,
    last bigint NOT NULL
);



CREATE TABLE t_templatezzzz.outbox_delivery (
    id bigint NOT NULL,
    subscriber character varying(200) NOT NULL,
    state character varying(10) NOT NULL,
    attempt integer NOT NULL,
    next_at timestamp with time zone NOT NULL,
    lease_until timestamp with time zone,
    error text NOT NULL,
    done_at timestamp with time zone,
    event_id uuid NOT NULL,
    CONSTRAINT outbox_delivery_lease CHECK ((((lease_until IS NOT NULL) AND ((state)::text = 'sending'::text)) OR ((NOT ((state)::text = 'sending'::text)) AND (lease_until IS NULL)))),
    CONSTRAINT outbox_delivery_state CHECK (((state)::text = ANY ((ARRAY['waiting'::character varying, 'sending'::character varying, 'done'::character varying, 'dead'::character varying])::text[])))
);



ALTER TABLE t_templatezzzz.outbox_delivery ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME t_templatezzzz.outbox_delivery_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE t_templatezzzz.outbox_event (
    id uuid NOT NULL,
    kind character varying(60) NOT NULL,
    payload jsonb NOT NULL,
    actor jsonb NOT NULL,
    at timestamp with time zone NOT NULL
);



CREATE TABLE t_templatezzzz.payments_attempt (
    id uuid NOT NULL,
    place integer NOT NULL,
    connection_id uuid NOT NULL,
    psp_code character varying(40) NOT NULL,
    outcome character varying(8) NOT NULL,
    reason character varying(300) NOT NULL,
    at timestamp with time zone NOT NULL,
    deposit_id uuid NOT NULL,
    CONSTRAINT payments_attempt_outcome CHECK (((outcome)::text = ANY ((ARRAY['asked'::character varying, 'opened'::character varying, 'declined'::character varying])::text[]))),
    CONSTRAINT payments_attempt_place_check CHECK ((place >= 0))
);



CREATE TABLE t_templatezzzz.payments_bankaccount (
    id uuid NOT NULL,
    code character varying(24) NOT NULL,
    label character varying(80) NOT NULL,
    currency character varying(8) NOT NULL,
    holder character varying(140) NOT NULL,
    bank character varying(140) NOT NULL,
    iban character varying(42) NOT NULL,
    bic character varying(11) NOT NULL,
    address character varying(200) NOT NULL,
    active boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT payments_bank_code CHECK (((code)::text ~ '^[a-z0-9][a-z0-9_.-]*$'::text))
);



CREATE TABLE t_templatezzzz.payments_bankline (
    id uuid NOT NULL,
    fingerprint character varying(64) NOT NULL,
    number integer NOT NULL,
    booked_on date NOT NULL,
    amount_minor bigint NOT NULL,
    currency character varying(8) NOT NULL,
    rest numeric(30,18) NOT NULL,
    bank_reference character varying(140) NOT NULL,
    end_to_end character varying(140) NOT NULL,
    text character varying(600) NOT NULL,
    name character varying(200) NOT NULL,
    iban character varying(42) NOT NULL,
    state character varying(8) NOT NULL,
    deposit_id uuid,
    matched_by uuid,
    matched_at timestamp with time zone,
    why character varying(200) NOT NULL,
    account_id uuid NOT NULL,
    statement_id uuid NOT NULL,
    CONSTRAINT payments_bankline_match CHECK (((NOT ((state)::text = 'matched'::text)) OR (deposit_id IS NOT NULL))),
    CONSTRAINT payments_bankline_state CHECK (((state)::text = ANY ((ARRAY['open'::character varying, 'matched'::character varying, 'outgoing'::character varying, 'returned'::character varying, 'payback'::character varying])::text[])))
);



CREATE TABLE t_templatezzzz.payments_case (
    way character varying(8) NOT NULL,
    source character varying(80) NOT NULL,
    subject character varying(20) NOT NULL,
    reference character varying(200) NOT NULL,
    verdict character varying(13) NOT NULL,
    ours_minor bigint,
    theirs_minor bigint,
    currency character varying(8) NOT NULL,
    account character varying(120) NOT NULL,
    since timestamp with time zone NOT NULL,
    record_kind character varying(20) NOT NULL,
    record_id uuid,
    id uuid NOT NULL,
    number bigint NOT NULL,
    fingerprint character varying(400) NOT NULL,
    state character varying(8) NOT NULL,
    explained_minor bigint NOT NULL,
    found_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    closed_why character varying(300) NOT NULL,
    owner_id uuid,
    found_in_id uuid NOT NULL,
    CONSTRAINT payments_case_state CHECK (((state)::text = ANY ((ARRAY['open'::character varying, 'proposed'::character varying, 'booked'::character varying, 'closed'::character varying])::text[])))
);



CREATE TABLE t_templatezzzz.payments_confirmation (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    key character varying(100) NOT NULL,
    facts_hash character varying(64) NOT NULL,
    code_hash character varying(64) NOT NULL,
    wrong smallint NOT NULL,
    sent smallint NOT NULL,
    sent_at timestamp with time zone,
    method character varying(10) NOT NULL,
    confirmed_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT payments_confirmation_done CHECK ((((confirmed_at IS NULL) AND ((method)::text = ''::text)) OR ((NOT ((method)::text = ''::text)) AND (confirmed_at IS NOT NULL)))),
    CONSTRAINT payments_confirmation_sent_check CHECK ((sent >= 0)),
    CONSTRAINT payments_confirmation_wrong_check CHECK ((wrong >= 0))
);



CREATE TABLE t_templatezzzz.payments_correction (
    id uuid NOT NULL,
    kind character varying(8) NOT NULL,
    state character varying(8) NOT NULL,
    reverses uuid,
    debit character varying(120) NOT NULL,
    credit character varying(120) NOT NULL,
    amount_minor bigint NOT NULL,
    currency character varying(8) NOT NULL,
    explains_minor bigint NOT NULL,
    reason character varying(300) NOT NULL,
    key character varying(100) NOT NULL,
    approval_id uuid,
    transaction_id uuid,
    asked_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    result character varying(300) NOT NULL,
    asked_by_id uuid NOT NULL,
    case_id uuid,
    CONSTRAINT payments_correction_amount CHECK ((amount_minor >= 0)),
    CONSTRAINT payments_correction_kind CHECK (((kind)::text = ANY ((ARRAY['reverse'::character varying, 'adjust'::character varying, 'explain'::character varying])::text[]))),
    CONSTRAINT payments_correction_state CHECK (((state)::text = ANY ((ARRAY['asked'::character varying, 'posted'::character varying, 'refused'::character varying, 'failed'::character varying])::text[])))
);



CREATE TABLE t_templatezzzz.payments_deposit (
    id uuid NOT NULL,
    client_number bigint NOT NULL,
    amount_minor bigint NOT NULL,
    currency character varying(8) NOT NULL,
    state character varying(10) NOT NULL,
    connection_id uuid NOT NULL,
    psp_code character varying(40) NOT NULL,
    psp_reference character varying(200) NOT NULL,
    payment_id character varying(200) NOT NULL,
    checkout_url text NOT NULL,
    key character varying(100) NOT NULL,
    received_minor bigint,
    received_currency character varying(8) NOT NULL,
    fee_minor bigint NOT NULL,
    approval_id uuid,
    reason character varying(300) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone,
    finished_at timestamp with time zone,
    client_id uuid NOT NULL,
    charge_minor bigint NOT NULL,
    kind character varying(6) NOT NULL,
    pay_to jsonb NOT NULL,
    reference character varying(24) NOT NULL,
    rest numeric(30,18) NOT NULL,
    bank_account_id uuid,
    method_id uuid,
    CONSTRAINT payments_deposit_amount CHECK ((amount_minor > 0)),
    CONSTRAINT payments_deposit_charge CHECK ((charge_minor >= 0)),
    CONSTRAINT payments_deposit_fee CHECK ((fee_minor >= 0)),
    CONSTRAINT payments_deposit_received CHECK (((NOT ((state)::text = ANY ((ARRAY['settled'::character varying, 'review'::character varying])::text[]))) OR (received_minor IS NOT NULL))),
    CONSTRAINT payments_deposit_state CHECK (((state)::text = ANY ((ARRAY['initiated'::character varying, 'open'::character varying, 'settled'::character varying, 'failed'::character varying, 'review'::character varying])::text[])))
);



CREATE TABLE t_templatezzzz.payments_destination (
    id uuid NOT NULL,
    party_kind character varying(6) NOT NULL,
    party_id uuid NOT NULL,
    party_number bigint NOT NULL,
    kind character varying(6) NOT NULL,
    holder character varying(140) NOT NULL,
    number character varying(140) NOT NULL,
    bic character varying(11) NOT NULL,
    network character varying(20) NOT NULL,
    state character varying(8) NOT NULL,
    approval_id uuid,
    requested_by uuid NOT NULL,
    key character varying(100) NOT NULL,
    reason character varying(300) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    asset character varying(10) NOT NULL,
    CONSTRAINT payments_destination_kind CHECK (((kind)::text = ANY ((ARRAY['bank'::character varying, 'crypto'::character varying, 'wallet'::character varying])::text[]))),
    CONSTRAINT payments_destination_party CHECK (((party_kind)::text = ANY ((ARRAY['client'::character varying, 'ib'::character varying])::text[]))),
    CONSTRAINT payments_destination_state CHECK (((state)::text = ANY ((ARRAY['pending'::character varying, 'verified'::character varying, 'refused'::character varying, 'removed'::character varying])::text[])))
);



CREATE TABLE t_templatezzzz.payments_dispute (
    id uuid NOT NULL,
    connection_id uuid NOT NULL,
    reference character varying(200) NOT NULL,
    amount_minor bigint NOT NULL,
    wallet_minor bigint NOT NULL,
    currency character varying(8) NOT NULL,
    state character varying(4) NOT NULL,
    reason character varying(120) NOT NULL,
    ledger_transaction_id uuid NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    deposit_id uuid NOT NULL,
    fee_back_minor bigint NOT NULL,
    fee_minor bigint NOT NULL,
    CONSTRAINT payments_dispute_amount CHECK ((amount_minor > 0)),
    CONSTRAINT payments_dispute_fee CHECK (((fee_back_minor >= 0) AND (fee_back_minor <= fee_minor))),
    CONSTRAINT payments_dispute_state CHECK (((state)::text = ANY ((ARRAY['open'::character varying, 'won'::character varying, 'lost'::character varying])::text[]))),
    CONSTRAINT payments_dispute_wallet CHECK (((wallet_minor >= 0) AND (wallet_minor <= amount_minor)))
);



CREATE TABLE t_templatezzzz.payments_finding (
    way character varying(8) NOT NULL,
    source character varying(80) NOT NULL,
    subject character varying(20) NOT NULL,
    reference character varying(200) NOT NULL,
    verdict character varying(13) NOT NULL,
    ours_minor bigint,
    theirs_minor bigint,
    currency character varying(8) NOT NULL,
    account character varying(120) NOT NULL,
    since timestamp with time zone NOT NULL,
    record_kind character varying(20) NOT NULL,
    record_id uuid,
    id bigint NOT NULL,
    case_id uuid,
    run_id uuid NOT NULL,
    CONSTRAINT payments_finding_verdict CHECK (((verdict)::text = ANY ((ARRAY['matched'::character varying, 'missing_here'::character varying, 'missing_there'::character varying, 'differs'::character varying])::text[])))
);



ALTER TABLE t_templatezzzz.payments_finding ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME t_templatezzzz.payments_finding_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE t_templatezzzz.payments_method (
    id uuid NOT NULL,
    label character varying(80) NOT NULL,
    kind character varying(6) NOT NULL,
    active boolean NOT NULL,
    place integer NOT NULL,
    option character varying(40) NOT NULL,
    fee_fixed numeric(20,8) NOT NULL,
    fee_percent numeric(7,4) NOT NULL,
    fee_payer character varying(6) NOT NULL,
    smallest numeric(20,8),
    largest numeric(20,8),
    minutes integer NOT NULL,
    instructions text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT payments_method_fee CHECK (((fee_fixed >= (0)::numeric) AND (fee_percent >= (0)::numeric) AND (fee_percent <= (50)::numeric))),
    CONSTRAINT payments_method_kind CHECK (((kind)::text = ANY ((ARRAY['card'::character varying, 'crypto'::character varying, 'wire'::character varying, 'manual'::character varying])::text[]))),
    CONSTRAINT payments_method_largest CHECK (((largest IS NULL) OR (smallest IS NULL) OR (largest >= smallest))),
    CONSTRAINT payments_method_minutes_check CHECK ((minutes >= 0)),
    CONSTRAINT payments_method_payer CHECK (((fee_payer)::text = ANY ((ARRAY['broker'::character varying, 'client'::character varying])::text[]))),
    CONSTRAINT payments_method_place_check CHECK ((place >= 0)),
    CONSTRAINT payments_method_smallest CHECK (((smallest IS NULL) OR (smallest > (0)::numeric)))
);



CREATE TABLE t_templatezzzz.payments_monthclose (
    id uuid NOT NULL,
    month date NOT NULL,
    state character varying(8) NOT NULL,
    period_id uuid NOT NULL,
    checklist jsonb NOT NULL,
    closed_at timestamp with time zone NOT NULL,
    approval_id uuid,
    reopened_at timestamp with time zone,
    reason character varying(300) NOT NULL,
    closed_by_id uuid NOT NULL,
    CONSTRAINT payments_monthclose_first_day CHECK ((EXTRACT(day FROM month) = (1)::numeric)),
    CONSTRAINT payments_monthclose_state CHECK (((state)::text = ANY ((ARRAY['closed'::character varying, 'reopened'::character varying])::text[])))
);



CREATE TABLE t_templatezzzz.payments_payout (
    id uuid NOT NULL,
    place smallint NOT NULL,
    token character varying(31) NOT NULL,
    kind character varying(6) NOT NULL,
    connection_id uuid,
    route_code character varying(80) NOT NULL,
    amount_minor bigint NOT NULL,
    paid_minor bigint NOT NULL,
    returned_minor bigint NOT NULL,
    currency character varying(8) NOT NULL,
    hold_id uuid NOT NULL,
    state character varying(8) NOT NULL,
    reference character varying(200) NOT NULL,
    attempts integer NOT NULL,
    lookups integer NOT NULL,
    lease_until timestamp with time zone,
    look_at timestamp with time zone,
    error character varying(300) NOT NULL,
    sent_at timestamp with time zone,
    finished_at timestamp with time zone,
    deposit_id uuid,
    withdrawal_id uuid NOT NULL,
    batch_id uuid,
    proof character varying(140) NOT NULL,
    sent_as character varying(60) NOT NULL,
    CONSTRAINT payments_payout_amount CHECK ((amount_minor > 0)),
    CONSTRAINT payments_payout_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT payments_payout_lookups_check CHECK ((lookups >= 0)),
    CONSTRAINT payments_payout_paid CHECK (((paid_minor >= 0) AND (paid_minor <= amount_minor))),
    CONSTRAINT payments_payout_place_check CHECK ((place >= 0)),
    CONSTRAINT payments_payout_returned CHECK (((returned_minor >= 0) AND (returned_minor <= paid_minor))),
    CONSTRAINT payments_payout_route CHECK ((((connection_id IS NOT NULL) AND (deposit_id IS NOT NULL) AND ((kind)::text = 'refund'::text)) OR ((connection_id IS NOT NULL) AND (deposit_id IS NULL) AND ((kind)::text = 'psp'::text)) OR ((connection_id IS NULL) AND (deposit_id IS NULL) AND ((kind)::text = 'bank'::text)))),
    CONSTRAINT payments_payout_state CHECK (((state)::text = ANY ((ARRAY['new'::character varying, 'sending'::character varying, 'sent'::character varying, 'unknown'::character varying, 'manual'::character varying, 'paid'::character varying, 'refused'::character varying, 'void'::character varying, 'returned'::character varying])::text[])))
);



CREATE TABLE t_templatezzzz.payments_payoutbatch (
    id uuid NOT NULL,
    number bigint NOT NULL,
    account_id uuid NOT NULL,
    account_code character varying(80) NOT NULL,
    currency character varying(8) NOT NULL,
    state character varying(8) NOT NULL,
    payments integer NOT NULL,
    total_minor bigint NOT NULL,
    document bytea NOT NULL,
    sha256 character varying(64) NOT NULL,
    key character varying(100) NOT NULL,
    made_by uuid NOT NULL,
    made_by_person uuid NOT NULL,
    made_at timestamp with time zone NOT NULL,
    sent_by uuid,
    sent_at timestamp with time zone,
    CONSTRAINT payments_payoutbatch_payments_check CHECK ((payments >= 0)),
    CONSTRAINT payments_payoutbatch_sent CHECK ((((sent_at IS NOT NULL) AND ((state)::text = 'sent'::text)) OR ((NOT ((state)::text = 'sent'::text)) AND (sent_at IS NULL)))),
    CONSTRAINT payments_payoutbatch_state CHECK (((state)::text = ANY ((ARRAY['made'::character varying, 'sent'::character varying, 'dropped'::character varying])::text[]))),
    CONSTRAINT payments_payoutbatch_total CHECK (((payments > 0) AND (total_minor > 0)))
);



CREATE TABLE t_templatezzzz.payments_policy (
    id smallint NOT NULL,
    deposit_min numeric(20,8) NOT NULL,
    deposit_max numeric(20,8) NOT NULL,
    payout_min numeric(20,8) NOT NULL,
    payout_max numeric(20,8) NOT NULL,
    CONSTRAINT payments_policy_deposit CHECK (((deposit_min > (0)::numeric) AND (deposit_min <= deposit_max))),
    CONSTRAINT payments_policy_one_row CHECK ((id = 1)),
    CONSTRAINT payments_policy_payout CHECK (((payout_min > (0)::numeric) AND (payout_min <= payout_max)))
);



CREATE TABLE t_templatezzzz.payments_proof (
    id uuid NOT NULL,
    name character varying(200) NOT NULL,
    media_type character varying(60) NOT NULL,
    size integer NOT NULL,
    digest character varying(64) NOT NULL,
    uploaded_by uuid NOT NULL,
    uploaded_at timestamp with time zone NOT NULL,
    deposit_id uuid NOT NULL,
    CONSTRAINT payments_proof_size CHECK ((size > 0))
);



CREATE TABLE t_templatezzzz.payments_reconciliation (
    id uuid NOT NULL,
    state character varying(8) NOT NULL,
    since timestamp with time zone NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    matched bigint NOT NULL,
    differing bigint NOT NULL,
    opened integer NOT NULL,
    closed integer NOT NULL,
    sources jsonb NOT NULL,
    unasked jsonb NOT NULL,
    started_by_id uuid,
    CONSTRAINT payments_reconciliation_state CHECK (((state)::text = ANY ((ARRAY['running'::character varying, 'done'::character varying, 'partly'::character varying, 'failed'::character varying])::text[])))
);



CREATE TABLE t_templatezzzz.payments_route (
    id uuid NOT NULL,
    direction character varying(3) NOT NULL,
    priority integer NOT NULL,
    connection_id uuid,
    countries character varying(2)[] NOT NULL,
    currencies character varying(8)[] NOT NULL,
    groups character varying(40)[] NOT NULL,
    amount_from numeric(20,8),
    amount_to numeric(20,8),
    active boolean NOT NULL,
    bank_account_id uuid,
    method_id uuid NOT NULL,
    CONSTRAINT payments_route_amounts CHECK (((amount_to IS NULL) OR (amount_from IS NULL) OR (amount_to >= amount_from))),
    CONSTRAINT payments_route_direction CHECK (((direction)::text = ANY ((ARRAY['in'::character varying, 'out'::character varying])::text[]))),
    CONSTRAINT payments_route_one_target CHECK (((connection_id IS NULL) OR (bank_account_id IS NULL))),
    CONSTRAINT payments_route_priority_check CHECK ((priority >= 0))
);



CREATE TABLE t_templatezzzz.payments_statement (
    id uuid NOT NULL,
    name character varying(200) NOT NULL,
    digest character varying(64) NOT NULL,
    state character varying(8) NOT NULL,
    report jsonb NOT NULL,
    check_job_id uuid,
    book_job_id uuid,
    uploaded_by uuid NOT NULL,
    uploaded_at timestamp with time zone NOT NULL,
    account_id uuid NOT NULL,
    CONSTRAINT payments_statement_state CHECK (((state)::text = ANY ((ARRAY['checking'::character varying, 'checked'::character varying, 'booking'::character varying, 'booked'::character varying, 'refused'::character varying])::text[])))
);



CREATE TABLE t_templatezzzz.payments_withdrawal (
    id uuid NOT NULL,
    party_kind character varying(6) NOT NULL,
    party_id uuid NOT NULL,
    party_number bigint NOT NULL,
    amount_minor bigint NOT NULL,
    currency character varying(8) NOT NULL,
    state character varying(10) NOT NULL,
    connection_id uuid,
    psp_code character varying(40) NOT NULL,
    psp_reference character varying(200) NOT NULL,
    destination character varying(200) NOT NULL,
    approval_id uuid,
    requested_by uuid NOT NULL,
    key character varying(100) NOT NULL,
    attempts integer NOT NULL,
    reason character varying(300) NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    finished_at timestamp with time zone,
    asked_minor bigint,
    fee_hold_id uuid,
    fee_minor bigint NOT NULL,
    paid_minor bigint,
    plan character varying(600) NOT NULL,
    purpose character varying(10) NOT NULL,
    risk character varying(10) NOT NULL,
    signs character varying(400) NOT NULL,
    target_id uuid,
    CONSTRAINT payments_withdrawal_amount CHECK ((amount_minor > 0)),
    CONSTRAINT payments_withdrawal_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT payments_withdrawal_fee CHECK (((fee_minor >= 0) AND (fee_minor < amount_minor))),
    CONSTRAINT payments_withdrawal_fee_held CHECK (((fee_minor = 0) OR (fee_hold_id IS NOT NULL))),
    CONSTRAINT payments_withdrawal_paid CHECK (((paid_minor IS NULL) OR ((paid_minor >= 0) AND (paid_minor <= amount_minor)))),
    CONSTRAINT payments_withdrawal_party CHECK (((party_kind)::text = ANY ((ARRAY['client'::character varying, 'ib'::character varying])::text[]))),
    CONSTRAINT payments_withdrawal_purpose CHECK (((purpose)::text = ANY ((ARRAY['withdrawal'::character varying, 'refund'::character varying])::text[]))),
    CONSTRAINT payments_withdrawal_state CHECK (((state)::text = ANY ((ARRAY['requested'::character varying, 'approved'::character varying, 'sending'::character varying, 'paid'::character varying, 'partial'::character varying, 'rejected'::character varying, 'cancelled'::character varying, 'failed'::character varying, 'returned'::character varying])::text[])))
);



CREATE TABLE t_templatezzzz.payments_withdrawalpolicy (
    id smallint NOT NULL,
    smallest numeric(20,8) NOT NULL,
    largest numeric(20,8) NOT NULL,
    daily numeric(20,8) NOT NULL,
    kyc_level smallint NOT NULL,
    fee_fixed numeric(20,8) NOT NULL,
    fee_percent numeric(7,4) NOT NULL,
    refund_days smallint NOT NULL,
    large numeric(20,8) NOT NULL,
    fresh_hours smallint NOT NULL,
    CONSTRAINT payments_withdrawalpolicy_fee CHECK (((fee_fixed >= (0)::numeric) AND (fee_percent >= (0)::numeric) AND (fee_percent <= (50)::numeric))),
    CONSTRAINT payments_withdrawalpolicy_fresh_hours_check CHECK ((fresh_hours >= 0)),
    CONSTRAINT payments_withdrawalpolicy_limits CHECK (((largest <= daily) AND (smallest > (0)::numeric) AND (smallest <= largest))),
    CONSTRAINT payments_withdrawalpolicy_one_row CHECK ((id = 1)),
    CONSTRAINT payments_withdrawalpolicy_refund_days_check CHECK ((refund_days >= 0))
);



CREATE TABLE t_templatezzzz.rates_markup (
    id uuid NOT NULL,
    source character varying(8) NOT NULL,
    target character varying(8) NOT NULL,
    percent numeric(7,4) NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT rates_markup_percent CHECK (((percent >= (0)::numeric) AND (percent <= (25)::numeric))),
    CONSTRAINT rates_markup_two_currencies CHECK ((((source)::text = ''::text) OR (NOT ((source)::text = (target)::text))))
);



CREATE TABLE t_templatezzzz.rates_rate (
    id uuid NOT NULL,
    base character varying(8) NOT NULL,
    quote character varying(8) NOT NULL,
    rate numeric(28,12) NOT NULL,
    at timestamp with time zone NOT NULL,
    source character varying(20) NOT NULL,
    CONSTRAINT rates_rate_pair CHECK ((NOT ((base)::text = (quote)::text))),
    CONSTRAINT rates_rate_positive CHECK ((rate > (0)::numeric))
);



CREATE TABLE t_templatezzzz.rebates_accountterms (
    account_id uuid NOT NULL,
    rebates boolean NOT NULL,
    redirect_id uuid
);



CREATE TABLE t_templatezzzz.rebates_accrual (
    id uuid NOT NULL,
    party_kind character varying(7) NOT NULL,
    party_number bigint NOT NULL,
    currency character varying(8) NOT NULL,
    lines_sum numeric(38,10) NOT NULL,
    posted_minor bigint NOT NULL,
    settled_minor bigint NOT NULL
);



CREATE TABLE t_templatezzzz.rebates_billingdetails (
    partner_id uuid NOT NULL,
    legal_name character varying(160) NOT NULL,
    address character varying(300) NOT NULL,
    country character varying(2) NOT NULL,
    tax_number character varying(40) NOT NULL,
    tax character varying(8) NOT NULL,
    tax_percent numeric(5,2) NOT NULL,
    agreed_at timestamp with time zone,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT rebates_billing_percent CHECK (((((tax)::text = 'included'::text) AND (tax_percent > (0)::numeric) AND (tax_percent < (100)::numeric)) OR ((NOT ((tax)::text = 'included'::text)) AND (tax_percent = (0)::numeric)))),
    CONSTRAINT rebates_billing_tax CHECK (((tax)::text = ANY ((ARRAY['included'::character varying, 'reverse'::character varying, 'exempt'::character varying, 'outside'::character varying])::text[])))
);



CREATE TABLE t_templatezzzz.rebates_cell (
    id bigint NOT NULL,
    by character varying(8) NOT NULL,
    key character varying(120) NOT NULL,
    deals integer NOT NULL,
    lots numeric(28,10) NOT NULL,
    revenue numeric(38,10) NOT NULL,
    cost numeric(38,10) NOT NULL,
    cost_before numeric(38,10) NOT NULL,
    what_if_id uuid NOT NULL
);



ALTER TABLE t_templatezzzz.rebates_cell ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME t_templatezzzz.rebates_cell_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE t_templatezzzz.rebates_clawback (
    id uuid NOT NULL,
    of_kind character varying(6) NOT NULL,
    of_source character varying(120) NOT NULL,
    reason character varying(8) NOT NULL,
    explanation character varying(400) NOT NULL,
    state character varying(7) NOT NULL,
    approval_id uuid,
    requested_by uuid,
    lines integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    client_id uuid,
    partner_id uuid,
    CONSTRAINT rebates_clawback_lines_check CHECK ((lines >= 0)),
    CONSTRAINT rebates_clawback_state CHECK (((state)::text = ANY ((ARRAY['waiting'::character varying, 'done'::character varying, 'refused'::character varying])::text[])))
);



CREATE TABLE t_templatezzzz.rebates_computation (
    id uuid NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    after_time bigint NOT NULL,
    after_key character varying(120) NOT NULL,
    chunks integer NOT NULL,
    deals bigint NOT NULL,
    lines bigint NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone
);



CREATE TABLE t_templatezzzz.rebates_dealfacts (
    deal_id bigint NOT NULL,
    spread numeric(20,8) NOT NULL,
    markup numeric(20,8) NOT NULL,
    revenue numeric(28,10),
    equity numeric(28,10),
    credit numeric(28,10) NOT NULL,
    flags jsonb NOT NULL,
    close_by bigint
);



CREATE TABLE t_templatezzzz.rebates_difference (
    id bigint NOT NULL,
    source_kind character varying(6) NOT NULL,
    source character varying(120) NOT NULL,
    plan_code character varying(60) NOT NULL,
    leg character varying(40) NOT NULL,
    party_kind character varying(7) NOT NULL,
    party character varying(40) NOT NULL,
    symbol character varying(32) NOT NULL,
    "time" timestamp with time zone NOT NULL,
    currency character varying(8) NOT NULL,
    was numeric(28,10),
    now numeric(28,10),
    was_line bigint,
    generation smallint NOT NULL,
    "row" jsonb,
    posted boolean NOT NULL,
    client_id uuid,
    partner_id uuid,
    recalculation_id uuid NOT NULL
);



ALTER TABLE t_templatezzzz.rebates_difference ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME t_templatezzzz.rebates_difference_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE t_templatezzzz.rebates_dispute (
    id uuid NOT NULL,
    number integer NOT NULL,
    text character varying(1000) NOT NULL,
    state character varying(9) NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    answer character varying(1000) NOT NULL,
    batch_id uuid,
    answered_by_id uuid,
    line_id bigint NOT NULL,
    partner_id uuid NOT NULL,
    CONSTRAINT rebates_dispute_answered CHECK ((((state)::text = 'open'::text) OR (answered_at IS NOT NULL)))
);



CREATE TABLE t_templatezzzz.rebates_goodwill (
    id uuid NOT NULL,
    partner_number bigint NOT NULL,
    amount_minor bigint NOT NULL,
    currency character varying(8) NOT NULL,
    explanation character varying(400) NOT NULL,
    state character varying(7) NOT NULL,
    approval_id uuid,
    requested_by uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    dispute_id uuid NOT NULL,
    CONSTRAINT rebates_goodwill_amount CHECK ((amount_minor > 0)),
    CONSTRAINT rebates_goodwill_state CHECK (((state)::text = ANY ((ARRAY['waiting'::character varying, 'paid'::character varying, 'refused'::character varying])::text[])))
);



CREATE TABLE t_templatezzzz.rebates_happening (
    id uuid NOT NULL,
    code character varying(120) NOT NULL,
    kind character varying(10) NOT NULL,
    at timestamp with time zone NOT NULL,
    facts jsonb NOT NULL,
    client_id uuid
);



CREATE TABLE t_templatezzzz.rebates_invoice (
    id uuid NOT NULL,
    kind character varying(11) NOT NULL,
    number character varying(24) NOT NULL,
    year smallint NOT NULL,
    serial bigint NOT NULL,
    currency character varying(8) NOT NULL,
    net_minor bigint NOT NULL,
    tax_minor bigint NOT NULL,
    gross_minor bigint NOT NULL,
    period_from date NOT NULL,
    period_to date NOT NULL,
    content jsonb NOT NULL,
    digest character varying(64) NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    corrects_id uuid,
    partner_id uuid NOT NULL,
    CONSTRAINT rebates_invoice_adds_up CHECK ((gross_minor = (net_minor + tax_minor))),
    CONSTRAINT rebates_invoice_kind CHECK ((((corrects_id IS NULL) AND (gross_minor > 0) AND ((kind)::text = 'invoice'::text)) OR ((corrects_id IS NOT NULL) AND (gross_minor < 0) AND ((kind)::text = 'credit_note'::text))))
);



CREATE TABLE t_templatezzzz.rebates_invoiceitem (
    id bigint NOT NULL,
    invoice_id uuid NOT NULL,
    settlement_id uuid NOT NULL
);



ALTER TABLE t_templatezzzz.rebates_invoiceitem ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME t_templatezzzz.rebates_invoiceitem_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE t_templatezzzz.rebates_late (
    id bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    found_at timestamp with time zone NOT NULL,
    plan_id uuid NOT NULL
);



ALTER TABLE t_templatezzzz.rebates_late ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME t_templatezzzz.rebates_late_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE t_templatezzzz.rebates_line (
    id bigint NOT NULL,
    source_kind character varying(6) NOT NULL,
    source character varying(120) NOT NULL,
    leg character varying(40) NOT NULL,
    party_kind character varying(7) NOT NULL,
    party character varying(40) NOT NULL,
    generation smallint NOT NULL,
    level smallint,
    deal_id bigint,
    symbol character varying(32) NOT NULL,
    lots numeric(28,10) NOT NULL,
    amount numeric(28,10) NOT NULL,
    currency character varying(8) NOT NULL,
    reason character varying(24) NOT NULL,
    "time" timestamp with time zone NOT NULL,
    due timestamp with time zone NOT NULL,
    batch_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    client_id uuid,
    of_client_id uuid,
    partner_id uuid,
    plan_id uuid,
    inputs jsonb,
    CONSTRAINT rebates_line_zero_has_reason CHECK (((NOT (amount = (0)::numeric)) OR (NOT ((reason)::text = ''::text))))
);



ALTER TABLE t_templatezzzz.rebates_line ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME t_templatezzzz.rebates_line_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE t_templatezzzz.rebates_payoutitem (
    id bigint NOT NULL,
    party_kind character varying(7) NOT NULL,
    party_number bigint NOT NULL,
    amount_minor bigint NOT NULL,
    paid_minor bigint,
    run_id uuid NOT NULL,
    CONSTRAINT rebates_payoutitem_amount CHECK ((amount_minor > 0))
);



ALTER TABLE t_templatezzzz.rebates_payoutitem ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME t_templatezzzz.rebates_payoutitem_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE t_templatezzzz.rebates_payoutrun (
    id uuid NOT NULL,
    number bigint NOT NULL,
    currency character varying(8) NOT NULL,
    due_until timestamp with time zone NOT NULL,
    state character varying(8) NOT NULL,
    approval_id uuid,
    requested_by uuid,
    parties integer NOT NULL,
    asked_minor bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT rebates_payoutrun_parties_check CHECK ((parties >= 0)),
    CONSTRAINT rebates_payoutrun_state CHECK (((state)::text = ANY ((ARRAY['waiting'::character varying, 'approved'::character varying, 'done'::character varying, 'refused'::character varying])::text[])))
);



CREATE TABLE t_templatezzzz.rebates_plan (
    id uuid NOT NULL,
    code character varying(40) NOT NULL,
    version smallint NOT NULL,
    name character varying(120) NOT NULL,
    document jsonb NOT NULL,
    status character varying(10) NOT NULL,
    valid_from timestamp with time zone,
    valid_to timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    published_at timestamp with time zone,
    approval_id uuid,
    shadow_from timestamp with time zone,
    shadow_to timestamp with time zone,
    CONSTRAINT rebates_plan_published CHECK (((NOT ((status)::text = 'published'::text)) OR (published_at IS NOT NULL))),
    CONSTRAINT rebates_plan_range CHECK (((valid_to IS NULL) OR (valid_from IS NULL) OR (valid_to > valid_from))),
    CONSTRAINT rebates_plan_shadow CHECK (((NOT ((status)::text = 'shadow'::text)) OR (shadow_from IS NOT NULL)))
);



CREATE TABLE t_templatezzzz.rebates_posting (
    id bigint NOT NULL,
    batch_id uuid NOT NULL,
    run smallint NOT NULL,
    party_kind character varying(7) NOT NULL,
    party_number bigint NOT NULL,
    currency character varying(8) NOT NULL,
    lines_sum numeric(38,10) NOT NULL,
    amount_minor bigint NOT NULL,
    transaction_id uuid NOT NULL,
    at timestamp with time zone NOT NULL
);



ALTER TABLE t_templatezzzz.rebates_posting ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME t_templatezzzz.rebates_posting_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE t_templatezzzz.rebates_recalculation (
    id uuid NOT NULL,
    number integer NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    reason character varying(300) NOT NULL,
    state character varying(10) NOT NULL,
    job_id uuid,
    approval_id uuid,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    deals integer NOT NULL,
    lines integer NOT NULL,
    left_out integer NOT NULL,
    fingerprint character varying(64) NOT NULL,
    result character varying(300) NOT NULL,
    asked_by_id uuid NOT NULL,
    CONSTRAINT rebates_recalculation_period CHECK ((until > since))
);



CREATE TABLE t_templatezzzz.rebates_running (
    id bigint NOT NULL,
    scope character varying(80) NOT NULL,
    period bigint NOT NULL,
    party_kind character varying(7) NOT NULL,
    party character varying(40) NOT NULL,
    value text NOT NULL,
    last_time bigint NOT NULL,
    last_key character varying(120) NOT NULL
);



ALTER TABLE t_templatezzzz.rebates_running ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME t_templatezzzz.rebates_running_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE t_templatezzzz.rebates_settlement (
    id uuid NOT NULL,
    party_kind character varying(7) NOT NULL,
    party_number bigint NOT NULL,
    currency character varying(8) NOT NULL,
    amount_minor bigint NOT NULL,
    due_until timestamp with time zone NOT NULL,
    transaction_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    batch_id uuid,
    run_id uuid,
    CONSTRAINT rebates_settlement_positive CHECK ((amount_minor > 0))
);



CREATE TABLE t_templatezzzz.rebates_shadowcourse (
    plan_id uuid NOT NULL,
    since timestamp with time zone,
    news bigint NOT NULL,
    computed_at timestamp with time zone,
    busy_until timestamp with time zone
);



CREATE TABLE t_templatezzzz.rebates_shadowline (
    id bigint NOT NULL,
    source_kind character varying(6) NOT NULL,
    source character varying(120) NOT NULL,
    leg character varying(40) NOT NULL,
    party_kind character varying(7) NOT NULL,
    party character varying(40) NOT NULL,
    deal_id bigint,
    symbol character varying(32) NOT NULL,
    lots numeric(28,10) NOT NULL,
    amount numeric(28,10) NOT NULL,
    currency character varying(8) NOT NULL,
    reason character varying(24) NOT NULL,
    "time" timestamp with time zone NOT NULL,
    partner_id uuid,
    plan_id uuid NOT NULL
);



ALTER TABLE t_templatezzzz.rebates_shadowline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME t_templatezzzz.rebates_shadowline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE t_templatezzzz.rebates_waiting (
    deal_id bigint NOT NULL,
    batch_id uuid NOT NULL,
    reason character varying(300) NOT NULL,
    since timestamp with time zone NOT NULL,
    kind character varying(16) NOT NULL,
    what character varying(64) NOT NULL
);



CREATE TABLE t_templatezzzz.rebates_whatif (
    id uuid NOT NULL,
    document jsonb NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    currency character varying(8) NOT NULL,
    state character varying(10) NOT NULL,
    job_id uuid,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    deals integer NOT NULL,
    lines integer NOT NULL,
    left_out integer NOT NULL,
    revenue numeric(38,10) NOT NULL,
    cost numeric(38,10) NOT NULL,
    cost_before numeric(38,10) NOT NULL,
    asked_by_id uuid NOT NULL,
    plan_id uuid NOT NULL,
    CONSTRAINT rebates_whatif_period CHECK ((until > since))
);



CREATE TABLE t_templatezzzz.search_entry (
    subject_id uuid NOT NULL,
    kind character varying(10) NOT NULL,
    lead_id uuid,
    terms tsvector NOT NULL
);



CREATE TABLE t_templatezzzz.staff_appointment (
    id uuid NOT NULL,
    is_leader boolean NOT NULL,
    active_from timestamp with time zone NOT NULL,
    active_to timestamp with time zone,
    because character varying(200) NOT NULL,
    desk_id uuid,
    member_id uuid NOT NULL,
    role_id uuid NOT NULL,
    CONSTRAINT staff_appointment_dates CHECK (((active_to IS NULL) OR (active_to >= active_from)))
);



CREATE TABLE t_templatezzzz.staff_desk (
    id uuid NOT NULL,
    name character varying(80) NOT NULL,
    countries jsonb NOT NULL,
    languages jsonb NOT NULL,
    parent_id uuid,
    kind character varying(12) NOT NULL
);



CREATE TABLE t_templatezzzz.staff_member (
    id uuid NOT NULL,
    takes_leads boolean NOT NULL,
    joined_at timestamp with time zone CONSTRAINT staff_member_active_from_not_null NOT NULL,
    desk_id uuid,
    user_id uuid NOT NULL
);



CREATE TABLE t_templatezzzz.staff_role (
    id uuid NOT NULL,
    name character varying(80) NOT NULL,
    permissions jsonb NOT NULL,
    description character varying(200) NOT NULL,
    limits jsonb NOT NULL,
    masks jsonb NOT NULL,
    scopes jsonb NOT NULL,
    version integer NOT NULL
);



CREATE TABLE t_templatezzzz.staff_roleversion (
    id uuid NOT NULL,
    version integer NOT NULL,
    name character varying(80) NOT NULL,
    document jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id uuid,
    role_id uuid NOT NULL
);



CREATE TABLE t_templatezzzz.trading_balanceoperation (
    id uuid NOT NULL,
    key character varying(200) NOT NULL,
    token character varying(31) NOT NULL,
    login bigint NOT NULL,
    kind character varying(12) NOT NULL,
    amount_minor bigint NOT NULL,
    currency character varying(8) NOT NULL,
    state character varying(9) NOT NULL,
    ticket bigint,
    sends integer NOT NULL,
    lookups integer NOT NULL,
    error text NOT NULL,
    lease_until timestamp with time zone,
    first_sent_at timestamp with time zone,
    sent_at timestamp with time zone,
    look_at timestamp with time zone,
    ended_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    server_id uuid NOT NULL,
    account_id uuid NOT NULL,
    CONSTRAINT trading_balance_amount CHECK ((NOT (amount_minor = 0))),
    CONSTRAINT trading_balance_confirmed CHECK (((((state)::text = 'confirmed'::text) AND (ticket IS NOT NULL)) OR ((NOT ((state)::text = 'confirmed'::text)) AND (ticket IS NULL)))),
    CONSTRAINT trading_balanceoperation_lookups_check CHECK ((lookups >= 0)),
    CONSTRAINT trading_balanceoperation_sends_check CHECK ((sends >= 0))
);



CREATE TABLE t_templatezzzz.trading_balancerule (
    currency character varying(8) NOT NULL,
    amount numeric(20,2) NOT NULL,
    margin_call_percent smallint NOT NULL,
    CONSTRAINT trading_balancerule_amount CHECK ((amount >= (0)::numeric)),
    CONSTRAINT trading_balancerule_margin_call_percent_check CHECK ((margin_call_percent >= 0))
);



CREATE TABLE t_templatezzzz.trading_balancesignal (
    id uuid NOT NULL,
    kind character varying(11) NOT NULL,
    equity numeric(28,10) NOT NULL,
    line numeric(28,10) NOT NULL,
    since timestamp with time zone NOT NULL,
    over_at timestamp with time zone,
    account_id uuid NOT NULL
);



CREATE TABLE t_templatezzzz.trading_dailyequity (
    id bigint NOT NULL,
    day date NOT NULL,
    balance numeric(28,10) NOT NULL,
    equity numeric(28,10) NOT NULL,
    margin numeric(28,10) NOT NULL,
    free_margin numeric(28,10) NOT NULL,
    read_at timestamp with time zone NOT NULL,
    account_id uuid NOT NULL
);



ALTER TABLE t_templatezzzz.trading_dailyequity ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME t_templatezzzz.trading_dailyequity_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE t_templatezzzz.trading_deal (
    id bigint NOT NULL,
    ticket bigint NOT NULL,
    login bigint NOT NULL,
    batch_id uuid NOT NULL,
    action character varying(24) NOT NULL,
    entry character varying(8) NOT NULL,
    side character varying(4) NOT NULL,
    symbol character varying(64) NOT NULL,
    lots numeric(28,10) NOT NULL,
    closed_lots numeric(28,10) NOT NULL,
    price numeric(20,8) NOT NULL,
    position_id bigint NOT NULL,
    open_price numeric(20,8),
    opened_at timestamp with time zone,
    profit numeric(28,10) NOT NULL,
    commission numeric(28,10) NOT NULL,
    swap numeric(28,10) NOT NULL,
    fee numeric(28,10) NOT NULL,
    contract_size numeric(20,8) NOT NULL,
    "time" timestamp with time zone NOT NULL,
    reason character varying(24) NOT NULL,
    comment character varying(64) NOT NULL,
    digest character varying(64) NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    server_id uuid NOT NULL,
    account_id uuid,
    CONSTRAINT trading_deal_side CHECK (((side)::text = ANY ((ARRAY[''::character varying, 'buy'::character varying, 'sell'::character varying])::text[])))
);



ALTER TABLE t_templatezzzz.trading_deal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME t_templatezzzz.trading_deal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE t_templatezzzz.trading_dealchange (
    id bigint NOT NULL,
    facts jsonb NOT NULL,
    digest character varying(64) NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    deal_id bigint NOT NULL
);



ALTER TABLE t_templatezzzz.trading_dealchange ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME t_templatezzzz.trading_dealchange_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE t_templatezzzz.trading_opening (
    id uuid NOT NULL,
    key character varying(200) NOT NULL,
    token character varying(31) NOT NULL,
    client_id uuid NOT NULL,
    state character varying(8) NOT NULL,
    password text NOT NULL,
    attempts integer NOT NULL,
    error text NOT NULL,
    lease_until timestamp with time zone,
    sent_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    product_id uuid NOT NULL,
    account_id uuid,
    CONSTRAINT trading_opening_account CHECK ((((account_id IS NOT NULL) AND ((state)::text = 'done'::text)) OR ((NOT ((state)::text = 'done'::text)) AND (account_id IS NULL)))),
    CONSTRAINT trading_opening_attempts_check CHECK ((attempts >= 0))
);



CREATE TABLE t_templatezzzz.trading_positionopen (
    id bigint NOT NULL,
    position_id bigint NOT NULL,
    since_ticket bigint NOT NULL,
    login bigint NOT NULL,
    symbol character varying(64) NOT NULL,
    side character varying(4) NOT NULL,
    price numeric(20,8) NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    server_id uuid NOT NULL
);



ALTER TABLE t_templatezzzz.trading_positionopen ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME t_templatezzzz.trading_positionopen_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE t_templatezzzz.trading_product (
    id uuid NOT NULL,
    code character varying(40) NOT NULL,
    name character varying(80) NOT NULL,
    kind character varying(4) NOT NULL,
    "group" character varying(128) NOT NULL,
    currency character varying(8) NOT NULL,
    leverage integer NOT NULL,
    starting_balance_minor bigint NOT NULL,
    volume_factor numeric(12,6) NOT NULL,
    visible boolean NOT NULL,
    place integer NOT NULL,
    server_id uuid NOT NULL,
    CONSTRAINT trading_product_factor CHECK ((volume_factor > (0)::numeric)),
    CONSTRAINT trading_product_kind CHECK (((kind)::text = ANY ((ARRAY['demo'::character varying, 'live'::character varying])::text[]))),
    CONSTRAINT trading_product_leverage_check CHECK ((leverage >= 0)),
    CONSTRAINT trading_product_place_check CHECK ((place >= 0)),
    CONSTRAINT trading_product_start CHECK (((starting_balance_minor = 0) OR (((kind)::text = 'demo'::text) AND (starting_balance_minor > 0))))
);



CREATE TABLE t_templatezzzz.trading_server (
    id uuid NOT NULL,
    code character varying(40) NOT NULL,
    name character varying(80) NOT NULL,
    vendor character varying(40) NOT NULL,
    kind character varying(4) NOT NULL,
    connection_id uuid NOT NULL,
    quiet_seconds integer NOT NULL,
    active boolean NOT NULL,
    state character varying(12) NOT NULL,
    cursor character varying(80) NOT NULL,
    last_seen_at timestamp with time zone,
    last_error text NOT NULL,
    last_error_at timestamp with time zone,
    night_read_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT trading_server_kind CHECK (((kind)::text = ANY ((ARRAY['demo'::character varying, 'live'::character varying, 'both'::character varying])::text[]))),
    CONSTRAINT trading_server_quiet_seconds_check CHECK ((quiet_seconds >= 0))
);



CREATE TABLE t_templatezzzz.trading_symbol (
    id uuid NOT NULL,
    symbol character varying(64) NOT NULL,
    description character varying(128) NOT NULL,
    base character varying(8) NOT NULL,
    quote character varying(8) NOT NULL,
    digits smallint NOT NULL,
    contract_size numeric(20,8) NOT NULL,
    pip_size numeric(20,10) NOT NULL,
    groups jsonb NOT NULL,
    CONSTRAINT trading_symbol_digits_check CHECK ((digits >= 0)),
    CONSTRAINT trading_symbol_sizes CHECK (((contract_size > (0)::numeric) AND (pip_size > (0)::numeric)))
);



CREATE TABLE t_templatezzzz.trading_tradingaccount (
    id uuid NOT NULL,
    client_id uuid NOT NULL,
    client_number bigint NOT NULL,
    login bigint NOT NULL,
    "group" character varying(128) NOT NULL,
    currency character varying(8) NOT NULL,
    kind character varying(4) NOT NULL,
    leverage integer NOT NULL,
    status character varying(10) NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    product_id uuid NOT NULL,
    server_id uuid NOT NULL,
    CONSTRAINT trading_account_kind CHECK (((kind)::text = ANY ((ARRAY['demo'::character varying, 'live'::character varying])::text[]))),
    CONSTRAINT trading_tradingaccount_leverage_check CHECK ((leverage >= 0))
);



CREATE TABLE t_templatezzzz.wallets_transfer (
    id uuid NOT NULL,
    direction character varying(10) NOT NULL,
    amount_minor bigint NOT NULL,
    currency character varying(8) NOT NULL,
    state character varying(8) NOT NULL,
    hold_id uuid,
    operation_id uuid NOT NULL,
    key character varying(100) NOT NULL,
    reason character varying(300) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    account_id uuid NOT NULL,
    client_id uuid NOT NULL,
    CONSTRAINT wallets_transfer_amount CHECK ((amount_minor > 0)),
    CONSTRAINT wallets_transfer_hold CHECK (((((direction)::text = 'to_account'::text) AND (hold_id IS NOT NULL)) OR (((direction)::text = 'to_wallet'::text) AND (hold_id IS NULL)))),
    CONSTRAINT wallets_transfer_state CHECK (((state)::text = ANY ((ARRAY['moving'::character varying, 'settled'::character varying, 'refused'::character varying, 'manual'::character varying])::text[])))
);



CREATE TABLE t_templatezzzz.wallets_wallettransfer (
    id uuid NOT NULL,
    from_kind character varying(6) NOT NULL,
    from_id uuid NOT NULL,
    from_number bigint NOT NULL,
    from_minor bigint NOT NULL,
    from_currency character varying(8) NOT NULL,
    to_kind character varying(6) NOT NULL,
    to_id uuid NOT NULL,
    to_number bigint NOT NULL,
    to_minor bigint NOT NULL,
    to_currency character varying(8) NOT NULL,
    rate numeric(34,18) NOT NULL,
    reference_rate numeric(34,18) NOT NULL,
    markup_percent numeric(7,4) NOT NULL,
    spread_minor bigint NOT NULL,
    rate_source character varying(60) NOT NULL,
    rate_path character varying(200) NOT NULL,
    rate_at timestamp with time zone,
    key character varying(100) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT wallets_wallettransfer_amounts CHECK (((from_minor > 0) AND (rate > (0)::numeric) AND (spread_minor >= 0) AND (to_minor > 0))),
    CONSTRAINT wallets_wallettransfer_one_to_one CHECK (((NOT ((from_currency)::text = (to_currency)::text)) OR ((from_minor = to_minor) AND (rate = (1)::numeric) AND (spread_minor = 0)))),
    CONSTRAINT wallets_wallettransfer_rate CHECK ((((from_currency)::text = (to_currency)::text) OR (rate_at IS NOT NULL)))
);



CREATE TABLE t_templatezzzz.work_calendarfeed (
    user_id uuid NOT NULL,
    digest character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL
);



CREATE TABLE t_templatezzzz.work_note (
    id uuid NOT NULL,
    subject_kind character varying(40) NOT NULL,
    subject_id uuid NOT NULL,
    merged_from uuid,
    private boolean NOT NULL,
    text text NOT NULL,
    sealed text NOT NULL,
    pinned boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    edited_at timestamp with time zone,
    author_id uuid NOT NULL,
    CONSTRAINT work_note_private_is_sealed CHECK (((private AND (text = ''::text) AND (NOT (sealed = ''::text))) OR ((NOT private) AND (sealed = ''::text) AND (NOT (text = ''::text)))))
);



CREATE TABLE t_templatezzzz.work_occasion (
    id uuid NOT NULL,
    kind character varying(8) NOT NULL,
    "on" date NOT NULL,
    at timestamp with time zone,
    title character varying(200) NOT NULL,
    symbol character varying(64) NOT NULL,
    country character varying(2) NOT NULL,
    note character varying(400) NOT NULL,
    subject_kind character varying(40) NOT NULL,
    subject_id uuid,
    created_at timestamp with time zone NOT NULL,
    created_by_id uuid
);



CREATE TABLE t_templatezzzz.work_tag (
    id uuid NOT NULL,
    name character varying(40) NOT NULL,
    colour character varying(5) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT work_tag_named CHECK ((NOT ((name)::text = ''::text)))
);



CREATE TABLE t_templatezzzz.work_tagged (
    id uuid NOT NULL,
    subject_kind character varying(40) NOT NULL,
    subject_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    tag_id uuid NOT NULL
);



CREATE TABLE t_templatezzzz.work_task (
    id uuid NOT NULL,
    title character varying(200) NOT NULL,
    kind character varying(9) NOT NULL,
    note text NOT NULL,
    subject_kind character varying(40) NOT NULL,
    subject_id uuid,
    subject_label character varying(200) NOT NULL,
    merged_from uuid,
    due_at timestamp with time zone,
    minutes smallint NOT NULL,
    remind_at timestamp with time zone,
    reminded_at timestamp with time zone,
    priority smallint NOT NULL,
    state character varying(7) NOT NULL,
    outcome character varying(14) NOT NULL,
    result character varying(400) NOT NULL,
    repeats character varying(8) NOT NULL,
    key character varying(200) NOT NULL,
    done_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    before_id uuid,
    created_by_id uuid,
    done_by_id uuid,
    owner_id uuid NOT NULL,
    CONSTRAINT work_task_done CHECK ((((done_at IS NULL) AND ((state)::text = 'open'::text)) OR ((NOT ((state)::text = 'open'::text)) AND (done_at IS NOT NULL)))),
    CONSTRAINT work_task_minutes_check CHECK ((minutes >= 0)),
    CONSTRAINT work_task_priority_check CHECK ((priority >= 0)),
    CONSTRAINT work_task_state CHECK (((state)::text = ANY ((ARRAY['open'::character varying, 'done'::character varying, 'dropped'::character varying])::text[]))),
    CONSTRAINT work_task_subject CHECK ((((subject_id IS NULL) AND ((subject_kind)::text = ''::text)) OR ((NOT ((subject_kind)::text = ''::text)) AND (subject_id IS NOT NULL)))),
    CONSTRAINT work_task_titled CHECK ((NOT ((title)::text = ''::text)))
);














































































INSERT INTO t_templatezzzz.django_migrations VALUES (1, 'identity', '0001_initial', '2026-11-23 19:36:20.441004+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (2, 'staff', '0001_initial', '2026-11-23 19:36:20.473975+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (3, 'leads', '0001_initial', '2026-11-23 19:36:20.557688+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (4, 'clients', '0001_initial', '2026-11-23 19:36:20.582305+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (5, 'ibs', '0001_initial', '2026-11-23 19:36:20.964243+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (6, 'ibs', '0002_programmes_links_and_client_rebates', '2026-11-23 19:36:21.986801+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (7, 'ibs', '0003_append_only_and_frozen', '2026-11-23 19:36:22.00027+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (8, 'ibs', '0004_moves_and_ranks', '2026-11-23 19:36:22.128616+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (9, 'abuse', '0001_initial', '2026-11-23 19:36:22.490176+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (10, 'abuse', '0002_append_only', '2026-11-23 19:36:22.497273+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (11, 'account', '0001_initial', '2026-11-23 19:36:22.639423+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (12, 'account', '0002_email_max_length', '2026-11-23 19:36:22.67423+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (13, 'account', '0003_alter_emailaddress_create_unique_verified_email', '2026-11-23 19:36:22.675955+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (14, 'account', '0004_alter_emailaddress_drop_unique_email', '2026-11-23 19:36:22.691649+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (15, 'account', '0005_emailaddress_idx_upper_email', '2026-11-23 19:36:22.712488+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (16, 'account', '0006_emailaddress_lower', '2026-11-23 19:36:22.985326+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (17, 'account', '0007_emailaddress_idx_email', '2026-11-23 19:36:23.021669+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (18, 'account', '0008_emailaddress_unique_primary_email_fixup', '2026-11-23 19:36:23.082222+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (19, 'account', '0009_emailaddress_unique_primary_email', '2026-11-23 19:36:23.100775+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (20, 'activity', '0001_initial', '2026-11-23 19:36:23.113362+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (21, 'apikeys', '0001_initial', '2026-11-23 19:36:23.168779+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (22, 'staff', '0002_appointments', '2026-11-23 19:36:23.436584+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (23, 'approvals', '0001_initial', '2026-11-23 19:36:23.673101+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (24, 'approvals', '0002_chains_steps_and_delegations', '2026-11-23 19:36:25.388427+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (25, 'approvals', '0003_steps_of_what_was_open', '2026-11-23 19:36:25.395217+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (26, 'audit', '0001_initial', '2026-11-23 19:36:25.432175+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (27, 'audit', '0002_recording', '2026-11-23 19:36:25.445303+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (28, 'audit', '0003_in_the_order_of_time', '2026-11-23 19:36:25.449086+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (29, 'contenttypes', '0001_initial', '2026-11-23 19:36:25.45382+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (30, 'contenttypes', '0002_remove_content_type_name', '2026-11-23 19:36:25.470085+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (31, 'auth', '0001_initial', '2026-11-23 19:36:25.497515+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (32, 'auth', '0002_alter_permission_name_max_length', '2026-11-23 19:36:25.514527+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (33, 'auth', '0003_alter_user_email_max_length', '2026-11-23 19:36:25.527524+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (34, 'auth', '0004_alter_user_username_opts', '2026-11-23 19:36:25.540699+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (35, 'auth', '0005_alter_user_last_login_null', '2026-11-23 19:36:25.557531+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (36, 'auth', '0006_require_contenttypes_0002', '2026-11-23 19:36:25.55993+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (37, 'auth', '0007_alter_validators_add_error_messages', '2026-11-23 19:36:25.569545+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (38, 'auth', '0008_alter_user_username_max_length', '2026-11-23 19:36:25.578569+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (39, 'auth', '0009_alter_user_last_name_max_length', '2026-11-23 19:36:25.58837+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (40, 'auth', '0010_alter_group_name_max_length', '2026-11-23 19:36:25.596964+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (41, 'auth', '0011_update_proxy_permissions', '2026-11-23 19:36:25.599828+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (42, 'auth', '0012_alter_user_first_name_max_length', '2026-11-23 19:36:25.610153+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (43, 'branding', '0001_initial', '2026-11-23 19:36:25.62023+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (44, 'brokers', '0001_initial', '2026-11-23 19:36:25.630963+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (45, 'staff', '0003_role_versions', '2026-11-23 19:36:25.718203+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (46, 'identity', '0002_own_password', '2026-11-23 19:36:25.742289+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (47, 'leads', '0002_life_of_a_lead', '2026-11-23 19:36:28.821849+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (48, 'identity', '0003_log_ins', '2026-11-23 19:36:28.907082+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (49, 'leads', '0003_handover_of_chosen', '2026-11-23 19:36:29.135716+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (50, 'identity', '0004_visits', '2026-11-23 19:36:29.248212+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (51, 'leads', '0004_lists_narrow_by_country_and_desk', '2026-11-23 19:36:29.331362+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (52, 'leads', '0005_first_contact_within', '2026-11-23 19:36:29.347983+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (53, 'leads', '0006_leading_indexes', '2026-11-23 19:36:29.975962+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (54, 'leads', '0007_whom_to_call_first', '2026-11-23 19:36:30.066074+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (55, 'clients', '0002_listed', '2026-11-23 19:36:30.131761+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (56, 'connections', '0001_initial', '2026-11-23 19:36:30.154288+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (57, 'ibs', '0005_invitations_are_mailed_and_rebates_taken_back', '2026-11-23 19:36:30.303578+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (58, 'jobs', '0001_initial', '2026-11-23 19:36:30.893235+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (59, 'imports', '0001_initial', '2026-11-23 19:36:31.242178+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (60, 'inbox', '0001_initial', '2026-11-23 19:36:31.255187+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (61, 'insight', '0001_initial', '2026-11-23 19:36:31.420815+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (62, 'insight', '0002_manager', '2026-11-23 19:36:32.057479+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (63, 'insight', '0003_few_people_of_one_manager', '2026-11-23 19:36:32.078246+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (64, 'jobs', '0002_leading_index', '2026-11-23 19:36:32.202376+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (65, 'kyc', '0001_initial', '2026-11-23 19:36:32.335347+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (66, 'ledger', '0001_initial', '2026-11-23 19:36:32.569582+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (67, 'ledger', '0002_posting', '2026-11-23 19:36:32.591526+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (68, 'ledger', '0003_partial_settlement_and_periods', '2026-11-23 19:36:32.685264+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (69, 'ledger', '0004_posting_functions', '2026-11-23 19:36:32.702009+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (70, 'ledger', '0005_days', '2026-11-23 19:36:32.773881+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (71, 'ledger', '0006_sealing', '2026-11-23 19:36:32.789643+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (72, 'ledger', '0007_pockets', '2026-11-23 19:36:32.804449+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (73, 'ledger', '0008_bulk_of_its_own', '2026-11-23 19:36:32.813343+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (74, 'ledger', '0009_accounts_are_opened_together', '2026-11-23 19:36:32.817905+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (75, 'lists', '0001_initial', '2026-11-23 19:36:33.366299+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (76, 'messaging', '0001_initial', '2026-11-23 19:36:33.375235+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (77, 'messaging', '0002_whose_mail', '2026-11-23 19:36:33.38807+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (78, 'messaging', '0003_addresses_in_their_place', '2026-11-23 19:36:33.400594+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (79, 'mfa', '0001_initial', '2026-11-23 19:36:33.502047+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (80, 'mfa', '0002_authenticator_timestamps', '2026-11-23 19:36:33.585093+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (81, 'mfa', '0003_authenticator_type_uniq', '2026-11-23 19:36:33.71614+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (82, 'notifications', '0001_initial', '2026-11-23 19:36:34.586572+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (83, 'numbering', '0001_initial', '2026-11-23 19:36:34.600501+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (84, 'outbox', '0001_initial', '2026-11-23 19:36:34.640683+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (85, 'outbox', '0002_append_only', '2026-11-23 19:36:34.652826+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (86, 'payments', '0001_initial', '2026-11-23 19:36:34.833965+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (87, 'payments', '0002_methods_banks_and_proofs', '2026-11-23 19:36:36.819373+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (88, 'payments', '0003_reconciliation', '2026-11-23 19:36:38.683468+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (89, 'payments', '0004_withdrawals_in_parts', '2026-11-23 19:36:40.612425+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (90, 'payments', '0005_payouts_that_come_back_by_bank', '2026-11-23 19:36:40.685955+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (91, 'payments', '0006_coins_of_destinations_and_payouts', '2026-11-23 19:36:40.801697+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (92, 'payments', '0007_fees_of_disputes', '2026-11-23 19:36:40.879622+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (93, 'plans', '0001_initial', '2026-11-23 19:36:40.903271+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (94, 'rates', '0001_initial', '2026-11-23 19:36:40.916614+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (95, 'rates', '0002_append_only', '2026-11-23 19:36:40.929745+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (96, 'rates', '0003_markup', '2026-11-23 19:36:40.942429+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (97, 'rebates', '0001_initial', '2026-11-23 19:36:41.247523+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (98, 'rebates', '0002_append_only', '2026-11-23 19:36:41.273228+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (99, 'rebates', '0003_rates_have_a_room', '2026-11-23 19:36:41.293298+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (100, 'rebates', '0004_life_of_plans', '2026-11-23 19:36:45.548218+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (101, 'rebates', '0005_lines_keep_their_inputs', '2026-11-23 19:36:48.681224+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (102, 'rebates', '0006_payout_runs_invoices_clawbacks', '2026-11-23 19:36:50.633204+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (103, 'rebates', '0007_goodwill', '2026-11-23 19:36:50.835532+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (104, 'rebates', '0008_shadow_course', '2026-11-23 19:36:51.448777+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (105, 'search', '0001_initial', '2026-11-23 19:36:51.464148+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (106, 'search', '0002_words_in_their_place', '2026-11-23 19:36:51.488922+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (107, 'search', '0003_how_words_begin', '2026-11-23 19:36:51.519755+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (108, 'sessions', '0001_initial', '2026-11-23 19:36:51.534864+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (109, 'trading', '0001_initial', '2026-11-23 19:36:52.408401+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (110, 'trading', '0002_append_only', '2026-11-23 19:36:52.422144+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (111, 'trading', '0003_equity_and_signals', '2026-11-23 19:36:52.504524+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (112, 'trading', '0004_leading_indexes', '2026-11-23 19:36:52.611752+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (113, 'wallets', '0001_initial', '2026-11-23 19:36:52.899751+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (114, 'wallets', '0002_between_wallets', '2026-11-23 19:36:52.938539+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (115, 'work', '0001_initial', '2026-11-23 19:36:54.136068+00');






















































































































































































































































































































































































































































SELECT pg_catalog.setval('t_templatezzzz.abuse_evidence_id_seq', 1, false);



SELECT pg_catalog.setval('t_templatezzzz.account_emailaddress_id_seq', 1, false);



SELECT pg_catalog.setval('t_templatezzzz.account_emailconfirmation_id_seq', 1, false);



SELECT pg_catalog.setval('t_templatezzzz.django_migrations_id_seq', 115, true);



SELECT pg_catalog.setval('t_templatezzzz.ibs_click_id_seq', 1, false);



SELECT pg_catalog.setval('t_templatezzzz.jobs_outcome_id_seq', 1, false);



SELECT pg_catalog.setval('t_templatezzzz.leads_handedover_id_seq', 1, false);



SELECT pg_catalog.setval('t_templatezzzz.leads_handover_takers_id_seq', 1, false);



SELECT pg_catalog.setval('t_templatezzzz.ledger_account_id_seq', 1, false);



SELECT pg_catalog.setval('t_templatezzzz.ledger_daybalance_id_seq', 1, false);



SELECT pg_catalog.setval('t_templatezzzz.ledger_movement_seq_seq', 1, false);



SELECT pg_catalog.setval('t_templatezzzz.mfa_authenticator_id_seq', 1, false);



SELECT pg_catalog.setval('t_templatezzzz.outbox_delivery_id_seq', 1, false);



SELECT pg_catalog.setval('t_templatezzzz.payments_finding_id_seq', 1, false);



SELECT pg_catalog.setval('t_templatezzzz.rebates_cell_id_seq', 1, false);



SELECT pg_catalog.setval('t_templatezzzz.rebates_difference_id_seq', 1, false);



SELECT pg_catalog.setval('t_templatezzzz.rebates_invoiceitem_id_seq', 1, false);



SELECT pg_catalog.setval('t_templatezzzz.rebates_late_id_seq', 1, false);



SELECT pg_catalog.setval('t_templatezzzz.rebates_line_id_seq', 1, false);



SELECT pg_catalog.setval('t_templatezzzz.rebates_payoutitem_id_seq', 1, false);



SELECT pg_catalog.setval('t_templatezzzz.rebates_posting_id_seq', 1, false);



SELECT pg_catalog.setval('t_templatezzzz.rebates_running_id_seq', 1, false);



SELECT pg_catalog.setval('t_templatezzzz.rebates_shadowline_id_seq', 1, false);



SELECT pg_catalog.setval('t_templatezzzz.trading_dailyequity_id_seq', 1, false);



SELECT pg_catalog.setval('t_templatezzzz.trading_deal_id_seq', 1, false);



SELECT pg_catalog.setval('t_templatezzzz.trading_dealchange_id_seq', 1, false);



SELECT pg_catalog.setval('t_templatezzzz.trading_positionopen_id_seq', 1, false);



ALTER TABLE ONLY t_templatezzzz.abuse_evidence
    ADD CONSTRAINT abuse_evidence_once UNIQUE (flag_id, mark);



ALTER TABLE ONLY t_templatezzzz.abuse_evidence
    ADD CONSTRAINT abuse_evidence_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.abuse_flag
    ADD CONSTRAINT abuse_flag_once UNIQUE NULLS NOT DISTINCT (rule, partner_id, client_id, other_id);



ALTER TABLE ONLY t_templatezzzz.abuse_flag
    ADD CONSTRAINT abuse_flag_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.abuse_settings
    ADD CONSTRAINT abuse_settings_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.account_emailaddress
    ADD CONSTRAINT account_emailaddress_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_email_987c8728_uniq UNIQUE (user_id, email);



ALTER TABLE ONLY t_templatezzzz.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_key_key UNIQUE (key);



ALTER TABLE ONLY t_templatezzzz.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.activity_entry
    ADD CONSTRAINT activity_entry_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.apikeys_apikey
    ADD CONSTRAINT apikeys_apikey_digest UNIQUE (digest);



ALTER TABLE ONLY t_templatezzzz.apikeys_apikey
    ADD CONSTRAINT apikeys_apikey_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.apikeys_storedanswer
    ADD CONSTRAINT apikeys_storedanswer_once UNIQUE (principal, operation, idem_key);



ALTER TABLE ONLY t_templatezzzz.apikeys_storedanswer
    ADD CONSTRAINT apikeys_storedanswer_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.approvals_amendment
    ADD CONSTRAINT approvals_amendment_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.approvals_approval
    ADD CONSTRAINT approvals_approval_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.approvals_chain
    ADD CONSTRAINT approvals_chain_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.approvals_chain
    ADD CONSTRAINT approvals_chain_version UNIQUE (line, version);



ALTER TABLE ONLY t_templatezzzz.approvals_decision
    ADD CONSTRAINT approvals_decision_once UNIQUE (approval_id, round, person_id);



ALTER TABLE ONLY t_templatezzzz.approvals_decision
    ADD CONSTRAINT approvals_decision_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.approvals_delegation
    ADD CONSTRAINT approvals_delegation_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.approvals_policy
    ADD CONSTRAINT approvals_policy_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.approvals_policy
    ADD CONSTRAINT approvals_policy_version UNIQUE (kind, version);



ALTER TABLE ONLY t_templatezzzz.approvals_step
    ADD CONSTRAINT approvals_step_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.approvals_step
    ADD CONSTRAINT approvals_step_place UNIQUE (approval_id, round, place);



ALTER TABLE ONLY t_templatezzzz.audit_block
    ADD CONSTRAINT audit_block_first_seq_key UNIQUE (first_seq);



ALTER TABLE ONLY t_templatezzzz.audit_block
    ADD CONSTRAINT audit_block_pkey PRIMARY KEY (number);



ALTER TABLE ONLY t_templatezzzz.audit_change
    ADD CONSTRAINT audit_change_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.audit_check
    ADD CONSTRAINT audit_check_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.audit_entry
    ADD CONSTRAINT audit_entry_id_key UNIQUE (id);



ALTER TABLE ONLY t_templatezzzz.audit_entry
    ADD CONSTRAINT audit_entry_pkey PRIMARY KEY (seq);



ALTER TABLE ONLY t_templatezzzz.audit_head
    ADD CONSTRAINT audit_head_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.audit_personkey
    ADD CONSTRAINT audit_personkey_pkey PRIMARY KEY (owner);



ALTER TABLE ONLY t_templatezzzz.branding_brand
    ADD CONSTRAINT branding_brand_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.clients_client
    ADD CONSTRAINT clients_client_lead_id_key UNIQUE (lead_id);



ALTER TABLE ONLY t_templatezzzz.clients_client
    ADD CONSTRAINT clients_client_number_key UNIQUE (number);



ALTER TABLE ONLY t_templatezzzz.clients_client
    ADD CONSTRAINT clients_client_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.clients_client
    ADD CONSTRAINT clients_client_user_id_key UNIQUE (user_id);



ALTER TABLE ONLY t_templatezzzz.connections_connection
    ADD CONSTRAINT connections_connection_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.connections_connection
    ADD CONSTRAINT connections_connection_public_key_key UNIQUE (public_key);



ALTER TABLE ONLY t_templatezzzz.connections_datakey
    ADD CONSTRAINT connections_datakey_pkey PRIMARY KEY (version);



ALTER TABLE ONLY t_templatezzzz.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);



ALTER TABLE ONLY t_templatezzzz.ibs_acceptance
    ADD CONSTRAINT ibs_acceptance_once UNIQUE (partner_id, agreement_id);



ALTER TABLE ONLY t_templatezzzz.ibs_acceptance
    ADD CONSTRAINT ibs_acceptance_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.ibs_agreement
    ADD CONSTRAINT ibs_agreement_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.ibs_agreement
    ADD CONSTRAINT ibs_agreement_version UNIQUE NULLS NOT DISTINCT (programme_id, version);



ALTER TABLE ONLY t_templatezzzz.ibs_application
    ADD CONSTRAINT ibs_application_approval_id_key UNIQUE (approval_id);



ALTER TABLE ONLY t_templatezzzz.ibs_application
    ADD CONSTRAINT ibs_application_partner_id_key UNIQUE (partner_id);



ALTER TABLE ONLY t_templatezzzz.ibs_application
    ADD CONSTRAINT ibs_application_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.ibs_click
    ADD CONSTRAINT ibs_click_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.ibs_clientpartner
    ADD CONSTRAINT ibs_clientpartner_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.ibs_clientpartner
    ADD CONSTRAINT ibs_clientpartner_start UNIQUE (client_id, partner_id, valid_from);



ALTER TABLE ONLY t_templatezzzz.ibs_clientrebate
    ADD CONSTRAINT ibs_clientrebate_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.ibs_clientrebate
    ADD CONSTRAINT ibs_clientrebate_start UNIQUE (partner_id, client_group, valid_from);



ALTER TABLE ONLY t_templatezzzz.ibs_clientrebatechange
    ADD CONSTRAINT ibs_clientrebatechange_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.ibs_invitation
    ADD CONSTRAINT ibs_invitation_code_key UNIQUE (code);



ALTER TABLE ONLY t_templatezzzz.ibs_invitation
    ADD CONSTRAINT ibs_invitation_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.ibs_landing
    ADD CONSTRAINT ibs_landing_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.ibs_ownshare
    ADD CONSTRAINT ibs_ownshare_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.ibs_ownshare
    ADD CONSTRAINT ibs_ownshare_start UNIQUE (partner_id, valid_from);



ALTER TABLE ONLY t_templatezzzz.ibs_partner
    ADD CONSTRAINT ibs_partner_code_key UNIQUE (code);



ALTER TABLE ONLY t_templatezzzz.ibs_partner
    ADD CONSTRAINT ibs_partner_number_key UNIQUE (number);



ALTER TABLE ONLY t_templatezzzz.ibs_partner
    ADD CONSTRAINT ibs_partner_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.ibs_partner
    ADD CONSTRAINT ibs_partner_user_id_key UNIQUE (user_id);



ALTER TABLE ONLY t_templatezzzz.ibs_partnerparent
    ADD CONSTRAINT ibs_partnerparent_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.ibs_partnerparent
    ADD CONSTRAINT ibs_partnerparent_start UNIQUE (partner_id, valid_from);



ALTER TABLE ONLY t_templatezzzz.ibs_partnerprogramme
    ADD CONSTRAINT ibs_partnerprogramme_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.ibs_partnerprogramme
    ADD CONSTRAINT ibs_partnerprogramme_start UNIQUE (partner_id, valid_from);



ALTER TABLE ONLY t_templatezzzz.ibs_partnerrank
    ADD CONSTRAINT ibs_partnerrank_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.ibs_partnerrank
    ADD CONSTRAINT ibs_partnerrank_start UNIQUE (partner_id, valid_from);



ALTER TABLE ONLY t_templatezzzz.ibs_partnerstatus
    ADD CONSTRAINT ibs_partnerstatus_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.ibs_partnerstatus
    ADD CONSTRAINT ibs_partnerstatus_start UNIQUE (partner_id, valid_from);



ALTER TABLE ONLY t_templatezzzz.ibs_programme
    ADD CONSTRAINT ibs_programme_code_key UNIQUE (code);



ALTER TABLE ONLY t_templatezzzz.ibs_programme
    ADD CONSTRAINT ibs_programme_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.ibs_programmepolicy
    ADD CONSTRAINT ibs_programmepolicy_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.ibs_promo
    ADD CONSTRAINT ibs_promo_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.ibs_rank
    ADD CONSTRAINT ibs_rank_pkey PRIMARY KEY (level);



ALTER TABLE ONLY t_templatezzzz.ibs_rankchange
    ADD CONSTRAINT ibs_rankchange_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.ibs_rankpolicy
    ADD CONSTRAINT ibs_rankpolicy_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.ibs_referral
    ADD CONSTRAINT ibs_referral_pkey PRIMARY KEY (client_id);



ALTER TABLE ONLY t_templatezzzz.ibs_referrallink
    ADD CONSTRAINT ibs_referrallink_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.ibs_treemove
    ADD CONSTRAINT ibs_treemove_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.identity_login
    ADD CONSTRAINT identity_login_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.identity_person
    ADD CONSTRAINT identity_person_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.identity_user
    ADD CONSTRAINT identity_user_login_key UNIQUE (login);



ALTER TABLE ONLY t_templatezzzz.identity_user
    ADD CONSTRAINT identity_user_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.identity_user
    ADD CONSTRAINT identity_user_realm_email UNIQUE (realm, email);



ALTER TABLE ONLY t_templatezzzz.identity_visit
    ADD CONSTRAINT identity_visit_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.identity_visit
    ADD CONSTRAINT identity_visit_token_digest_key UNIQUE (token_digest);



ALTER TABLE ONLY t_templatezzzz.imports_import
    ADD CONSTRAINT imports_import_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.imports_knownheadings
    ADD CONSTRAINT imports_knownheadings_pkey PRIMARY KEY (digest);



ALTER TABLE ONLY t_templatezzzz.inbox_message
    ADD CONSTRAINT inbox_message_once UNIQUE (connection_id, external_id);



ALTER TABLE ONLY t_templatezzzz.inbox_message
    ADD CONSTRAINT inbox_message_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.insight_personfigures
    ADD CONSTRAINT insight_personfigures_pkey PRIMARY KEY (lead_id);



ALTER TABLE ONLY t_templatezzzz.jobs_job
    ADD CONSTRAINT jobs_job_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.jobs_outcome
    ADD CONSTRAINT jobs_outcome_once UNIQUE (job_id, line);



ALTER TABLE ONLY t_templatezzzz.jobs_outcome
    ADD CONSTRAINT jobs_outcome_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.jobs_progress
    ADD CONSTRAINT jobs_progress_pkey PRIMARY KEY (job_id);



ALTER TABLE ONLY t_templatezzzz.jobs_selection
    ADD CONSTRAINT jobs_selection_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.kyc_check
    ADD CONSTRAINT kyc_check_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.kyc_policy
    ADD CONSTRAINT kyc_policy_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.leads_assignmentrule
    ADD CONSTRAINT leads_assignmentrule_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.leads_capacity
    ADD CONSTRAINT leads_capacity_pkey PRIMARY KEY (member_id);



ALTER TABLE ONLY t_templatezzzz.leads_handedover
    ADD CONSTRAINT leads_handedover_once UNIQUE (handover_id, lead_id);



ALTER TABLE ONLY t_templatezzzz.leads_handedover
    ADD CONSTRAINT leads_handedover_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.leads_handover
    ADD CONSTRAINT leads_handover_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.leads_handover_takers
    ADD CONSTRAINT leads_handover_takers_handover_id_member_id_23e61086_uniq UNIQUE (handover_id, member_id);



ALTER TABLE ONLY t_templatezzzz.leads_handover_takers
    ADD CONSTRAINT leads_handover_takers_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.leads_lead
    ADD CONSTRAINT leads_lead_number_key UNIQUE (number);



ALTER TABLE ONLY t_templatezzzz.leads_lead
    ADD CONSTRAINT leads_lead_origin UNIQUE (origin_key);



ALTER TABLE ONLY t_templatezzzz.leads_lead
    ADD CONSTRAINT leads_lead_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.leads_merge
    ADD CONSTRAINT leads_merge_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.leads_participation
    ADD CONSTRAINT leads_participation_once UNIQUE (lead_id, member_id);



ALTER TABLE ONLY t_templatezzzz.leads_participation
    ADD CONSTRAINT leads_participation_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.leads_policy
    ADD CONSTRAINT leads_policy_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.leads_profilechange
    ADD CONSTRAINT leads_profilechange_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.leads_protection
    ADD CONSTRAINT leads_protection_pkey PRIMARY KEY (desk_id);



ALTER TABLE ONLY t_templatezzzz.leads_scoringrule
    ADD CONSTRAINT leads_scoringrule_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.leads_source
    ADD CONSTRAINT leads_source_code_key UNIQUE (code);



ALTER TABLE ONLY t_templatezzzz.leads_source
    ADD CONSTRAINT leads_source_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.leads_statuschange
    ADD CONSTRAINT leads_statuschange_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.ledger_account
    ADD CONSTRAINT ledger_account_address UNIQUE (address);



ALTER TABLE ONLY t_templatezzzz.ledger_account
    ADD CONSTRAINT ledger_account_currency UNIQUE (id, currency);



ALTER TABLE ONLY t_templatezzzz.ledger_account
    ADD CONSTRAINT ledger_account_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.ledger_balance
    ADD CONSTRAINT ledger_balance_pkey PRIMARY KEY (account_id);



ALTER TABLE ONLY t_templatezzzz.ledger_day
    ADD CONSTRAINT ledger_day_pkey PRIMARY KEY (day);



ALTER TABLE ONLY t_templatezzzz.ledger_daybalance
    ADD CONSTRAINT ledger_daybalance_once UNIQUE (account_id, day);



ALTER TABLE ONLY t_templatezzzz.ledger_daybalance
    ADD CONSTRAINT ledger_daybalance_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.ledger_movement
    ADD CONSTRAINT ledger_movement_key UNIQUE (idem_key, leg);



ALTER TABLE ONLY t_templatezzzz.ledger_movement
    ADD CONSTRAINT ledger_movement_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.ledger_period
    ADD CONSTRAINT ledger_period_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.lists_preference
    ADD CONSTRAINT lists_preference_once UNIQUE (member_id, list_code);



ALTER TABLE ONLY t_templatezzzz.lists_preference
    ADD CONSTRAINT lists_preference_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.lists_segment
    ADD CONSTRAINT lists_segment_name UNIQUE (owner_id, list_code, name);



ALTER TABLE ONLY t_templatezzzz.lists_segment
    ADD CONSTRAINT lists_segment_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.lists_view
    ADD CONSTRAINT lists_view_name UNIQUE (owner_id, list_code, name);



ALTER TABLE ONLY t_templatezzzz.lists_view
    ADD CONSTRAINT lists_view_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.messaging_mail
    ADD CONSTRAINT messaging_mail_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.notifications_mailing
    ADD CONSTRAINT notifications_mailing_once UNIQUE (user_id, period);



ALTER TABLE ONLY t_templatezzzz.notifications_mailing
    ADD CONSTRAINT notifications_mailing_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.notifications_notification
    ADD CONSTRAINT notifications_notification_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.notifications_preference
    ADD CONSTRAINT notifications_preference_once UNIQUE (user_id, kind);



ALTER TABLE ONLY t_templatezzzz.notifications_preference
    ADD CONSTRAINT notifications_preference_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.numbering_series
    ADD CONSTRAINT numbering_series_pkey PRIMARY KEY (name);



ALTER TABLE ONLY t_templatezzzz.outbox_delivery
    ADD CONSTRAINT outbox_delivery_once UNIQUE (event_id, subscriber);



ALTER TABLE ONLY t_templatezzzz.outbox_delivery
    ADD CONSTRAINT outbox_delivery_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.outbox_event
    ADD CONSTRAINT outbox_event_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.payments_attempt
    ADD CONSTRAINT payments_attempt_once UNIQUE (deposit_id, connection_id);



ALTER TABLE ONLY t_templatezzzz.payments_attempt
    ADD CONSTRAINT payments_attempt_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.payments_attempt
    ADD CONSTRAINT payments_attempt_place UNIQUE (deposit_id, place);



ALTER TABLE ONLY t_templatezzzz.payments_bankaccount
    ADD CONSTRAINT payments_bankaccount_code_key UNIQUE (code);



ALTER TABLE ONLY t_templatezzzz.payments_bankaccount
    ADD CONSTRAINT payments_bankaccount_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.payments_bankline
    ADD CONSTRAINT payments_bankline_once UNIQUE (account_id, fingerprint);



ALTER TABLE ONLY t_templatezzzz.payments_bankline
    ADD CONSTRAINT payments_bankline_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.payments_case
    ADD CONSTRAINT payments_case_fingerprint UNIQUE (fingerprint);



ALTER TABLE ONLY t_templatezzzz.payments_case
    ADD CONSTRAINT payments_case_number UNIQUE (number);



ALTER TABLE ONLY t_templatezzzz.payments_case
    ADD CONSTRAINT payments_case_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.payments_confirmation
    ADD CONSTRAINT payments_confirmation_key UNIQUE (user_id, key);



ALTER TABLE ONLY t_templatezzzz.payments_confirmation
    ADD CONSTRAINT payments_confirmation_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.payments_correction
    ADD CONSTRAINT payments_correction_key UNIQUE (key);



ALTER TABLE ONLY t_templatezzzz.payments_correction
    ADD CONSTRAINT payments_correction_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.payments_deposit
    ADD CONSTRAINT payments_deposit_key UNIQUE (client_id, key);



ALTER TABLE ONLY t_templatezzzz.payments_deposit
    ADD CONSTRAINT payments_deposit_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.payments_destination
    ADD CONSTRAINT payments_destination_key UNIQUE (party_kind, party_id, key);



ALTER TABLE ONLY t_templatezzzz.payments_destination
    ADD CONSTRAINT payments_destination_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.payments_dispute
    ADD CONSTRAINT payments_dispute_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.payments_dispute
    ADD CONSTRAINT payments_dispute_reference UNIQUE (connection_id, reference);



ALTER TABLE ONLY t_templatezzzz.payments_finding
    ADD CONSTRAINT payments_finding_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.payments_method
    ADD CONSTRAINT payments_method_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.payments_monthclose
    ADD CONSTRAINT payments_monthclose_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.payments_payout
    ADD CONSTRAINT payments_payout_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.payments_payout
    ADD CONSTRAINT payments_payout_place UNIQUE (withdrawal_id, place);



ALTER TABLE ONLY t_templatezzzz.payments_payout
    ADD CONSTRAINT payments_payout_token UNIQUE (token);



ALTER TABLE ONLY t_templatezzzz.payments_payoutbatch
    ADD CONSTRAINT payments_payoutbatch_key UNIQUE (key);



ALTER TABLE ONLY t_templatezzzz.payments_payoutbatch
    ADD CONSTRAINT payments_payoutbatch_number UNIQUE (number);



ALTER TABLE ONLY t_templatezzzz.payments_payoutbatch
    ADD CONSTRAINT payments_payoutbatch_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.payments_policy
    ADD CONSTRAINT payments_policy_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.payments_proof
    ADD CONSTRAINT payments_proof_once UNIQUE (deposit_id, digest);



ALTER TABLE ONLY t_templatezzzz.payments_proof
    ADD CONSTRAINT payments_proof_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.payments_reconciliation
    ADD CONSTRAINT payments_reconciliation_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.payments_route
    ADD CONSTRAINT payments_route_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.payments_statement
    ADD CONSTRAINT payments_statement_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.payments_withdrawal
    ADD CONSTRAINT payments_withdrawal_key UNIQUE (party_kind, party_id, key);



ALTER TABLE ONLY t_templatezzzz.payments_withdrawal
    ADD CONSTRAINT payments_withdrawal_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.payments_withdrawalpolicy
    ADD CONSTRAINT payments_withdrawalpolicy_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.rates_markup
    ADD CONSTRAINT rates_markup_pair UNIQUE (source, target);



ALTER TABLE ONLY t_templatezzzz.rates_markup
    ADD CONSTRAINT rates_markup_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.rates_rate
    ADD CONSTRAINT rates_rate_moment UNIQUE (base, quote, at);



ALTER TABLE ONLY t_templatezzzz.rates_rate
    ADD CONSTRAINT rates_rate_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.rebates_accountterms
    ADD CONSTRAINT rebates_accountterms_pkey PRIMARY KEY (account_id);



ALTER TABLE ONLY t_templatezzzz.rebates_accrual
    ADD CONSTRAINT rebates_accrual_party UNIQUE (party_kind, party_number, currency);



ALTER TABLE ONLY t_templatezzzz.rebates_accrual
    ADD CONSTRAINT rebates_accrual_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.rebates_billingdetails
    ADD CONSTRAINT rebates_billingdetails_pkey PRIMARY KEY (partner_id);



ALTER TABLE ONLY t_templatezzzz.rebates_cell
    ADD CONSTRAINT rebates_cell_once UNIQUE (what_if_id, by, key);



ALTER TABLE ONLY t_templatezzzz.rebates_cell
    ADD CONSTRAINT rebates_cell_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.rebates_clawback
    ADD CONSTRAINT rebates_clawback_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.rebates_computation
    ADD CONSTRAINT rebates_computation_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.rebates_dealfacts
    ADD CONSTRAINT rebates_dealfacts_pkey PRIMARY KEY (deal_id);



ALTER TABLE ONLY t_templatezzzz.rebates_difference
    ADD CONSTRAINT rebates_difference_once UNIQUE (recalculation_id, source_kind, source, plan_code, leg, party_kind, party);



ALTER TABLE ONLY t_templatezzzz.rebates_difference
    ADD CONSTRAINT rebates_difference_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.rebates_dispute
    ADD CONSTRAINT rebates_dispute_number_key UNIQUE (number);



ALTER TABLE ONLY t_templatezzzz.rebates_dispute
    ADD CONSTRAINT rebates_dispute_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.rebates_goodwill
    ADD CONSTRAINT rebates_goodwill_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.rebates_happening
    ADD CONSTRAINT rebates_happening_code_key UNIQUE (code);



ALTER TABLE ONLY t_templatezzzz.rebates_happening
    ADD CONSTRAINT rebates_happening_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.rebates_invoice
    ADD CONSTRAINT rebates_invoice_corrects_id_key UNIQUE (corrects_id);



ALTER TABLE ONLY t_templatezzzz.rebates_invoice
    ADD CONSTRAINT rebates_invoice_gapless UNIQUE (kind, year, serial);



ALTER TABLE ONLY t_templatezzzz.rebates_invoice
    ADD CONSTRAINT rebates_invoice_number_key UNIQUE (number);



ALTER TABLE ONLY t_templatezzzz.rebates_invoice
    ADD CONSTRAINT rebates_invoice_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.rebates_invoiceitem
    ADD CONSTRAINT rebates_invoiceitem_once UNIQUE (invoice_id, settlement_id);



ALTER TABLE ONLY t_templatezzzz.rebates_invoiceitem
    ADD CONSTRAINT rebates_invoiceitem_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.rebates_late
    ADD CONSTRAINT rebates_late_once UNIQUE (plan_id, since, until);



ALTER TABLE ONLY t_templatezzzz.rebates_late
    ADD CONSTRAINT rebates_late_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.rebates_line
    ADD CONSTRAINT rebates_line_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.rebates_payoutitem
    ADD CONSTRAINT rebates_payoutitem_party UNIQUE (run_id, party_kind, party_number);



ALTER TABLE ONLY t_templatezzzz.rebates_payoutitem
    ADD CONSTRAINT rebates_payoutitem_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.rebates_payoutrun
    ADD CONSTRAINT rebates_payoutrun_number_key UNIQUE (number);



ALTER TABLE ONLY t_templatezzzz.rebates_payoutrun
    ADD CONSTRAINT rebates_payoutrun_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.rebates_plan
    ADD CONSTRAINT rebates_plan_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.rebates_plan
    ADD CONSTRAINT rebates_plan_version UNIQUE (code, version);



ALTER TABLE ONLY t_templatezzzz.rebates_posting
    ADD CONSTRAINT rebates_posting_once UNIQUE (batch_id, run, party_kind, party_number, currency);



ALTER TABLE ONLY t_templatezzzz.rebates_posting
    ADD CONSTRAINT rebates_posting_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.rebates_recalculation
    ADD CONSTRAINT rebates_recalculation_number_key UNIQUE (number);



ALTER TABLE ONLY t_templatezzzz.rebates_recalculation
    ADD CONSTRAINT rebates_recalculation_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.rebates_running
    ADD CONSTRAINT rebates_running_once UNIQUE (scope, period, party_kind, party);



ALTER TABLE ONLY t_templatezzzz.rebates_running
    ADD CONSTRAINT rebates_running_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.rebates_settlement
    ADD CONSTRAINT rebates_settlement_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.rebates_shadowcourse
    ADD CONSTRAINT rebates_shadowcourse_pkey PRIMARY KEY (plan_id);



ALTER TABLE ONLY t_templatezzzz.rebates_shadowline
    ADD CONSTRAINT rebates_shadowline_once UNIQUE (plan_id, source_kind, source, leg, party_kind, party);



ALTER TABLE ONLY t_templatezzzz.rebates_shadowline
    ADD CONSTRAINT rebates_shadowline_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.rebates_waiting
    ADD CONSTRAINT rebates_waiting_pkey PRIMARY KEY (deal_id);



ALTER TABLE ONLY t_templatezzzz.rebates_whatif
    ADD CONSTRAINT rebates_whatif_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.search_entry
    ADD CONSTRAINT search_entry_pkey PRIMARY KEY (subject_id);



ALTER TABLE ONLY t_templatezzzz.staff_appointment
    ADD CONSTRAINT staff_appointment_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.staff_desk
    ADD CONSTRAINT staff_desk_name_key UNIQUE (name);



ALTER TABLE ONLY t_templatezzzz.staff_desk
    ADD CONSTRAINT staff_desk_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.staff_member
    ADD CONSTRAINT staff_member_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.staff_member
    ADD CONSTRAINT staff_member_user_id_key UNIQUE (user_id);



ALTER TABLE ONLY t_templatezzzz.staff_role
    ADD CONSTRAINT staff_role_name_key UNIQUE (name);



ALTER TABLE ONLY t_templatezzzz.staff_role
    ADD CONSTRAINT staff_role_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.staff_roleversion
    ADD CONSTRAINT staff_role_version_once UNIQUE (role_id, version);



ALTER TABLE ONLY t_templatezzzz.staff_roleversion
    ADD CONSTRAINT staff_roleversion_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.trading_tradingaccount
    ADD CONSTRAINT trading_account_login UNIQUE (server_id, login);



ALTER TABLE ONLY t_templatezzzz.trading_balanceoperation
    ADD CONSTRAINT trading_balance_key UNIQUE (key);



ALTER TABLE ONLY t_templatezzzz.trading_balanceoperation
    ADD CONSTRAINT trading_balance_ticket UNIQUE (server_id, ticket);



ALTER TABLE ONLY t_templatezzzz.trading_balanceoperation
    ADD CONSTRAINT trading_balance_token UNIQUE (token);



ALTER TABLE ONLY t_templatezzzz.trading_balanceoperation
    ADD CONSTRAINT trading_balanceoperation_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.trading_balancerule
    ADD CONSTRAINT trading_balancerule_pkey PRIMARY KEY (currency);



ALTER TABLE ONLY t_templatezzzz.trading_balancesignal
    ADD CONSTRAINT trading_balancesignal_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.trading_dailyequity
    ADD CONSTRAINT trading_dailyequity_once UNIQUE (account_id, day);



ALTER TABLE ONLY t_templatezzzz.trading_dailyequity
    ADD CONSTRAINT trading_dailyequity_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.trading_deal
    ADD CONSTRAINT trading_deal_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.trading_deal
    ADD CONSTRAINT trading_deal_ticket UNIQUE (server_id, ticket);



ALTER TABLE ONLY t_templatezzzz.trading_dealchange
    ADD CONSTRAINT trading_dealchange_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.trading_opening
    ADD CONSTRAINT trading_opening_account_id_key UNIQUE (account_id);



ALTER TABLE ONLY t_templatezzzz.trading_opening
    ADD CONSTRAINT trading_opening_key UNIQUE (key);



ALTER TABLE ONLY t_templatezzzz.trading_opening
    ADD CONSTRAINT trading_opening_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.trading_opening
    ADD CONSTRAINT trading_opening_token UNIQUE (token);



ALTER TABLE ONLY t_templatezzzz.trading_positionopen
    ADD CONSTRAINT trading_positionopen_once UNIQUE (server_id, position_id, since_ticket);



ALTER TABLE ONLY t_templatezzzz.trading_positionopen
    ADD CONSTRAINT trading_positionopen_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.trading_product
    ADD CONSTRAINT trading_product_code UNIQUE (code);



ALTER TABLE ONLY t_templatezzzz.trading_product
    ADD CONSTRAINT trading_product_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.trading_server
    ADD CONSTRAINT trading_server_code UNIQUE (code);



ALTER TABLE ONLY t_templatezzzz.trading_server
    ADD CONSTRAINT trading_server_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.trading_symbol
    ADD CONSTRAINT trading_symbol_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.trading_symbol
    ADD CONSTRAINT trading_symbol_symbol UNIQUE (symbol);



ALTER TABLE ONLY t_templatezzzz.trading_tradingaccount
    ADD CONSTRAINT trading_tradingaccount_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.wallets_transfer
    ADD CONSTRAINT wallets_transfer_key UNIQUE (client_id, key);



ALTER TABLE ONLY t_templatezzzz.wallets_transfer
    ADD CONSTRAINT wallets_transfer_operation UNIQUE (operation_id);



ALTER TABLE ONLY t_templatezzzz.wallets_transfer
    ADD CONSTRAINT wallets_transfer_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.wallets_wallettransfer
    ADD CONSTRAINT wallets_wallettransfer_key UNIQUE (from_kind, from_id, key);



ALTER TABLE ONLY t_templatezzzz.wallets_wallettransfer
    ADD CONSTRAINT wallets_wallettransfer_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.work_calendarfeed
    ADD CONSTRAINT work_calendarfeed_digest_key UNIQUE (digest);



ALTER TABLE ONLY t_templatezzzz.work_calendarfeed
    ADD CONSTRAINT work_calendarfeed_pkey PRIMARY KEY (user_id);



ALTER TABLE ONLY t_templatezzzz.work_note
    ADD CONSTRAINT work_note_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.work_occasion
    ADD CONSTRAINT work_occasion_once UNIQUE (kind, "on", title, symbol);



ALTER TABLE ONLY t_templatezzzz.work_occasion
    ADD CONSTRAINT work_occasion_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.work_tag
    ADD CONSTRAINT work_tag_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.work_tagged
    ADD CONSTRAINT work_tagged_once UNIQUE (subject_id, tag_id);



ALTER TABLE ONLY t_templatezzzz.work_tagged
    ADD CONSTRAINT work_tagged_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.work_task
    ADD CONSTRAINT work_task_pkey PRIMARY KEY (id);



CREATE INDEX abuse_evidence_flag_id_7e586986 ON t_templatezzzz.abuse_evidence USING btree (flag_id);



CREATE INDEX abuse_flag_client_id_10aec40b ON t_templatezzzz.abuse_flag USING btree (client_id);



CREATE INDEX abuse_flag_held ON t_templatezzzz.abuse_flag USING btree (partner_id, client_id) WHERE ((state)::text = 'held'::text);



CREATE INDEX abuse_flag_newest ON t_templatezzzz.abuse_flag USING btree (found_at DESC, id DESC);



CREATE INDEX abuse_flag_other_id_c7c2e3c7 ON t_templatezzzz.abuse_flag USING btree (other_id);



CREATE INDEX abuse_flag_partner ON t_templatezzzz.abuse_flag USING btree (partner_id, found_at DESC);



CREATE INDEX abuse_flag_partner_id_478e20f1 ON t_templatezzzz.abuse_flag USING btree (partner_id);



CREATE INDEX account_emailaddress_email_03be32b2 ON t_templatezzzz.account_emailaddress USING btree (email);



CREATE INDEX account_emailaddress_email_03be32b2_like ON t_templatezzzz.account_emailaddress USING btree (email varchar_pattern_ops);



CREATE INDEX account_emailaddress_user_id_2c513194 ON t_templatezzzz.account_emailaddress USING btree (user_id);



CREATE INDEX account_emailconfirmation_email_address_id_5b7f8c58 ON t_templatezzzz.account_emailconfirmation USING btree (email_address_id);



CREATE INDEX account_emailconfirmation_key_f43612bd_like ON t_templatezzzz.account_emailconfirmation USING btree (key varchar_pattern_ops);



CREATE UNIQUE INDEX activity_entry_once ON t_templatezzzz.activity_entry USING btree (subject_kind, subject_id, verb, key) WHERE (NOT ((key)::text = ''::text));



CREATE INDEX activity_entry_timeline ON t_templatezzzz.activity_entry USING btree (subject_kind, subject_id, at DESC, id DESC);



CREATE INDEX apikeys_apikey_newest ON t_templatezzzz.apikeys_apikey USING btree (created_at DESC, id DESC);



CREATE INDEX apikeys_apikey_user_id_65d44bd6 ON t_templatezzzz.apikeys_apikey USING btree (user_id);



CREATE INDEX apikeys_storedanswer_age ON t_templatezzzz.apikeys_storedanswer USING btree (started_at);



CREATE INDEX approvals_amendment_approval_id_fb353ccd ON t_templatezzzz.approvals_amendment USING btree (approval_id);



CREATE INDEX approvals_amendment_by_id_ea61b9cf ON t_templatezzzz.approvals_amendment USING btree (by_id);



CREATE INDEX approvals_amendment_of ON t_templatezzzz.approvals_amendment USING btree (approval_id, at);



CREATE INDEX approvals_approval_client ON t_templatezzzz.approvals_approval USING btree (client_id, requested_at DESC);



CREATE INDEX approvals_approval_decided_at ON t_templatezzzz.approvals_approval USING btree (decided_at DESC, id DESC);



CREATE UNIQUE INDEX approvals_approval_open ON t_templatezzzz.approvals_approval USING btree (kind, subject_id) WHERE ((state)::text = 'pending'::text);



CREATE INDEX approvals_approval_queue ON t_templatezzzz.approvals_approval USING btree (requested_at, id) WHERE ((state)::text = 'pending'::text);



CREATE INDEX approvals_approval_requested_by_id_8ea6ded8 ON t_templatezzzz.approvals_approval USING btree (requested_by_id);



CREATE INDEX approvals_approval_subject ON t_templatezzzz.approvals_approval USING btree (subject_id);



CREATE UNIQUE INDEX approvals_chain_in_force ON t_templatezzzz.approvals_chain USING btree (line) WHERE (valid_to IS NULL);



CREATE INDEX approvals_chain_made_by_id_0bac2d03 ON t_templatezzzz.approvals_chain USING btree (made_by_id);



CREATE INDEX approvals_decision_approval_id_28bc1ade ON t_templatezzzz.approvals_decision USING btree (approval_id);



CREATE INDEX approvals_decision_by_id_ba72a32e ON t_templatezzzz.approvals_decision USING btree (by_id);



CREATE INDEX approvals_decision_step_id_24830d10 ON t_templatezzzz.approvals_decision USING btree (step_id);



CREATE INDEX approvals_delegation_ended_by_id_d700cfc4 ON t_templatezzzz.approvals_delegation USING btree (ended_by_id);



CREATE INDEX approvals_delegation_from_member_id_d51b82b5 ON t_templatezzzz.approvals_delegation USING btree (from_member_id);



CREATE INDEX approvals_delegation_held ON t_templatezzzz.approvals_delegation USING btree (to_member_id, active_to);



CREATE INDEX approvals_delegation_made_by_id_2b413c95 ON t_templatezzzz.approvals_delegation USING btree (made_by_id);



CREATE INDEX approvals_delegation_to_member_id_b9d2e3c6 ON t_templatezzzz.approvals_delegation USING btree (to_member_id);



CREATE UNIQUE INDEX approvals_policy_in_force ON t_templatezzzz.approvals_policy USING btree (kind) WHERE (valid_to IS NULL);



CREATE INDEX approvals_policy_made_by_id_3072a528 ON t_templatezzzz.approvals_policy USING btree (made_by_id);



CREATE INDEX approvals_step_approval_id_cb8616d6 ON t_templatezzzz.approvals_step USING btree (approval_id);



CREATE INDEX approvals_step_due ON t_templatezzzz.approvals_step USING btree (due_at) WHERE ((due_at IS NOT NULL) AND (escalated_at IS NULL) AND ((state)::text = 'open'::text));



CREATE UNIQUE INDEX approvals_step_one_open ON t_templatezzzz.approvals_step USING btree (approval_id) WHERE ((state)::text = 'open'::text);



CREATE INDEX audit_change_at ON t_templatezzzz.audit_change USING btree (at);



CREATE INDEX audit_check_newest ON t_templatezzzz.audit_check USING btree (at DESC);



CREATE INDEX audit_entry_at ON t_templatezzzz.audit_entry USING btree (at);



CREATE INDEX audit_entry_by_actor ON t_templatezzzz.audit_entry USING btree (actor_id, seq DESC);



CREATE INDEX audit_entry_of_table ON t_templatezzzz.audit_entry USING btree (table_name, seq DESC);



CREATE INDEX audit_entry_subjects ON t_templatezzzz.audit_entry USING gin (subjects) WITH (fastupdate=off);



CREATE INDEX clients_client_listed ON t_templatezzzz.clients_client USING btree (created_at DESC, lead_id DESC);



CREATE INDEX clients_client_newest ON t_templatezzzz.clients_client USING btree (created_at DESC, id DESC);



CREATE INDEX connections_connection_kind ON t_templatezzzz.connections_connection USING btree (kind, created_at);



CREATE INDEX connections_connection_public_key_0c0a1f27_like ON t_templatezzzz.connections_connection USING btree (public_key varchar_pattern_ops);



CREATE INDEX django_session_expire_date_a5c62663 ON t_templatezzzz.django_session USING btree (expire_date);



CREATE INDEX django_session_session_key_c0390e0f_like ON t_templatezzzz.django_session USING btree (session_key varchar_pattern_ops);



CREATE INDEX ibs_acceptance_agreement_id_813cfdb7 ON t_templatezzzz.ibs_acceptance USING btree (agreement_id);



CREATE INDEX ibs_acceptance_partner_id_8e79184c ON t_templatezzzz.ibs_acceptance USING btree (partner_id);



CREATE UNIQUE INDEX ibs_agreement_in_force ON t_templatezzzz.ibs_agreement USING btree (programme_id) NULLS NOT DISTINCT WHERE ((state)::text = 'published'::text);



CREATE INDEX ibs_agreement_programme_id_82b4a4b0 ON t_templatezzzz.ibs_agreement USING btree (programme_id);



CREATE INDEX ibs_application_invitation_id_6e745bae ON t_templatezzzz.ibs_application USING btree (invitation_id);



CREATE INDEX ibs_application_newest ON t_templatezzzz.ibs_application USING btree (created_at DESC, id DESC);



CREATE INDEX ibs_application_programme_id_39507df5 ON t_templatezzzz.ibs_application USING btree (programme_id);



CREATE INDEX ibs_click_link_id_32671836 ON t_templatezzzz.ibs_click USING btree (link_id);



CREATE INDEX ibs_click_of_link ON t_templatezzzz.ibs_click USING btree (link_id, at DESC);



CREATE INDEX ibs_click_of_partner ON t_templatezzzz.ibs_click USING btree (partner_id, at DESC, id DESC);



CREATE INDEX ibs_click_of_visitor ON t_templatezzzz.ibs_click USING btree (visitor, at DESC);



CREATE INDEX ibs_click_partner_id_f23030c4 ON t_templatezzzz.ibs_click USING btree (partner_id);



CREATE INDEX ibs_clientpartner_client_id_015382f6 ON t_templatezzzz.ibs_clientpartner USING btree (client_id);



CREATE INDEX ibs_clientpartner_now ON t_templatezzzz.ibs_clientpartner USING btree (partner_id) WHERE (valid_to IS NULL);



CREATE UNIQUE INDEX ibs_clientpartner_one_open ON t_templatezzzz.ibs_clientpartner USING btree (client_id, partner_id) WHERE (valid_to IS NULL);



CREATE INDEX ibs_clientpartner_partner_id_8817e540 ON t_templatezzzz.ibs_clientpartner USING btree (partner_id);



CREATE UNIQUE INDEX ibs_clientrebate_one_open ON t_templatezzzz.ibs_clientrebate USING btree (partner_id, client_group) WHERE (valid_to IS NULL);



CREATE INDEX ibs_clientrebate_partner_id_e38ce04f ON t_templatezzzz.ibs_clientrebate USING btree (partner_id);



CREATE INDEX ibs_clientrebatechange_partner_id_d955fcdc ON t_templatezzzz.ibs_clientrebatechange USING btree (partner_id);



CREATE INDEX ibs_invitation_code_d908185f_like ON t_templatezzzz.ibs_invitation USING btree (code varchar_pattern_ops);



CREATE INDEX ibs_invitation_of_partner ON t_templatezzzz.ibs_invitation USING btree (partner_id, created_at DESC, id DESC);



CREATE INDEX ibs_invitation_partner_id_263fda4b ON t_templatezzzz.ibs_invitation USING btree (partner_id);



CREATE INDEX ibs_invitation_programme_id_be729c2c ON t_templatezzzz.ibs_invitation USING btree (programme_id);



CREATE UNIQUE INDEX ibs_link_code ON t_templatezzzz.ibs_referrallink USING btree (lower((code)::text));



CREATE INDEX ibs_link_of_partner ON t_templatezzzz.ibs_referrallink USING btree (partner_id, created_at DESC, id DESC);



CREATE UNIQUE INDEX ibs_ownshare_one_open ON t_templatezzzz.ibs_ownshare USING btree (partner_id) WHERE (valid_to IS NULL);



CREATE INDEX ibs_ownshare_parent_id_3c5b10f8 ON t_templatezzzz.ibs_ownshare USING btree (parent_id);



CREATE INDEX ibs_ownshare_partner_id_0cfc6ec3 ON t_templatezzzz.ibs_ownshare USING btree (partner_id);



CREATE INDEX ibs_partner_code_d3fd6a79_like ON t_templatezzzz.ibs_partner USING btree (code varchar_pattern_ops);



CREATE INDEX ibs_partner_person_id_aedcd0f5 ON t_templatezzzz.ibs_partner USING btree (person_id);



CREATE UNIQUE INDEX ibs_partnerparent_one_open ON t_templatezzzz.ibs_partnerparent USING btree (partner_id) WHERE (valid_to IS NULL);



CREATE INDEX ibs_partnerparent_parent_id_84defb8c ON t_templatezzzz.ibs_partnerparent USING btree (parent_id);



CREATE INDEX ibs_partnerparent_partner_id_30f8838a ON t_templatezzzz.ibs_partnerparent USING btree (partner_id);



CREATE UNIQUE INDEX ibs_partnerprogramme_one_open ON t_templatezzzz.ibs_partnerprogramme USING btree (partner_id) WHERE (valid_to IS NULL);



CREATE INDEX ibs_partnerprogramme_partner_id_8bedbb1b ON t_templatezzzz.ibs_partnerprogramme USING btree (partner_id);



CREATE INDEX ibs_partnerprogramme_programme_id_120a532a ON t_templatezzzz.ibs_partnerprogramme USING btree (programme_id);



CREATE UNIQUE INDEX ibs_partnerrank_one_open ON t_templatezzzz.ibs_partnerrank USING btree (partner_id) WHERE (valid_to IS NULL);



CREATE INDEX ibs_partnerrank_partner_id_d20862d2 ON t_templatezzzz.ibs_partnerrank USING btree (partner_id);



CREATE UNIQUE INDEX ibs_partnerstatus_one_open ON t_templatezzzz.ibs_partnerstatus USING btree (partner_id) WHERE (valid_to IS NULL);



CREATE INDEX ibs_partnerstatus_partner_id_d7a9b2b1 ON t_templatezzzz.ibs_partnerstatus USING btree (partner_id);



CREATE INDEX ibs_programme_code_20708b45_like ON t_templatezzzz.ibs_programme USING btree (code varchar_pattern_ops);



CREATE INDEX ibs_programme_landing_id_5292b6ca ON t_templatezzzz.ibs_programme USING btree (landing_id);



CREATE INDEX ibs_programme_parent_id_ac391397 ON t_templatezzzz.ibs_programme USING btree (parent_id);



CREATE INDEX ibs_promo_landing_id_bf72a300 ON t_templatezzzz.ibs_promo USING btree (landing_id);



CREATE INDEX ibs_promo_newest ON t_templatezzzz.ibs_promo USING btree (created_at DESC, id DESC);



CREATE INDEX ibs_rankchange_newest ON t_templatezzzz.ibs_rankchange USING btree (created_at DESC, id DESC);



CREATE UNIQUE INDEX ibs_rankchange_one_open ON t_templatezzzz.ibs_rankchange USING btree (partner_id) WHERE ((state)::text = 'proposed'::text);



CREATE INDEX ibs_rankchange_partner ON t_templatezzzz.ibs_rankchange USING btree (partner_id, created_at DESC);



CREATE INDEX ibs_rankchange_partner_id_ed687fb4 ON t_templatezzzz.ibs_rankchange USING btree (partner_id);



CREATE INDEX ibs_rebatechange_of_partner ON t_templatezzzz.ibs_clientrebatechange USING btree (partner_id, created_at DESC, id DESC);



CREATE UNIQUE INDEX ibs_rebatechange_one_asked ON t_templatezzzz.ibs_clientrebatechange USING btree (partner_id, client_group) WHERE ((state)::text = 'asked'::text);



CREATE INDEX ibs_referral_click_id_ed747f14 ON t_templatezzzz.ibs_referral USING btree (click_id);



CREATE INDEX ibs_referral_link_id_b2fbb1fe ON t_templatezzzz.ibs_referral USING btree (link_id);



CREATE INDEX ibs_referral_of_link ON t_templatezzzz.ibs_referral USING btree (link_id, at DESC);



CREATE INDEX ibs_referral_of_partner ON t_templatezzzz.ibs_referral USING btree (partner_id, at DESC);



CREATE INDEX ibs_referral_partner_id_697cb6bd ON t_templatezzzz.ibs_referral USING btree (partner_id);



CREATE INDEX ibs_referrallink_landing_id_e2ee2b31 ON t_templatezzzz.ibs_referrallink USING btree (landing_id);



CREATE INDEX ibs_referrallink_partner_id_306a731b ON t_templatezzzz.ibs_referrallink USING btree (partner_id);



CREATE INDEX ibs_treemove_from_parent_id_c94b80d8 ON t_templatezzzz.ibs_treemove USING btree (from_parent_id);



CREATE INDEX ibs_treemove_newest ON t_templatezzzz.ibs_treemove USING btree (created_at DESC, id DESC);



CREATE INDEX ibs_treemove_partner_id_9dfbbfa7 ON t_templatezzzz.ibs_treemove USING btree (partner_id);



CREATE INDEX ibs_treemove_to_parent_id_3d53c521 ON t_templatezzzz.ibs_treemove USING btree (to_parent_id);



CREATE INDEX identity_login_newest ON t_templatezzzz.identity_login USING btree (user_id, at DESC, id DESC);



CREATE INDEX identity_login_user_id_c001b472 ON t_templatezzzz.identity_login USING btree (user_id);



CREATE INDEX identity_user_login_b6369b5b_like ON t_templatezzzz.identity_user USING btree (login varchar_pattern_ops);



CREATE INDEX identity_user_person_id_fc7d85e9 ON t_templatezzzz.identity_user USING btree (person_id);



CREATE INDEX identity_visit_by_id_10cc9be6 ON t_templatezzzz.identity_visit USING btree (by_id);



CREATE INDEX identity_visit_newest ON t_templatezzzz.identity_visit USING btree (to_id, asked_at DESC);



CREATE INDEX identity_visit_to_id_3bc354c2 ON t_templatezzzz.identity_visit USING btree (to_id);



CREATE INDEX identity_visit_token_digest_807be370_like ON t_templatezzzz.identity_visit USING btree (token_digest varchar_pattern_ops);



CREATE INDEX imports_import_age ON t_templatezzzz.imports_import USING btree (created_at);



CREATE INDEX imports_import_check_job_id_2e5343e9 ON t_templatezzzz.imports_import USING btree (check_job_id);



CREATE INDEX imports_import_created_by_id_e72bfbc5 ON t_templatezzzz.imports_import USING btree (created_by_id);



CREATE INDEX imports_import_of_person ON t_templatezzzz.imports_import USING btree (created_by_id, created_at DESC);



CREATE INDEX imports_import_run_job_id_aaae59ac ON t_templatezzzz.imports_import USING btree (run_job_id);



CREATE INDEX imports_knownheadings_digest_24c4a403_like ON t_templatezzzz.imports_knownheadings USING btree (digest varchar_pattern_ops);



CREATE INDEX inbox_message_waiting ON t_templatezzzz.inbox_message USING btree (received_at) WHERE ((state)::text = 'received'::text);



CREATE INDEX insight_person_accounts ON t_templatezzzz.insight_personfigures USING btree (accounts DESC, lead_id DESC, manager_id);



CREATE INDEX insight_person_balance ON t_templatezzzz.insight_personfigures USING btree (balance DESC, lead_id DESC, manager_id);



CREATE INDEX insight_person_deposits ON t_templatezzzz.insight_personfigures USING btree (deposits DESC, lead_id DESC, manager_id);



CREATE INDEX insight_person_equity ON t_templatezzzz.insight_personfigures USING btree (equity DESC, lead_id DESC, manager_id);



CREATE INDEX insight_person_first_deposit_ ON t_templatezzzz.insight_personfigures USING btree (first_deposit_at DESC NULLS LAST, lead_id DESC, manager_id);



CREATE INDEX insight_person_kyc_level ON t_templatezzzz.insight_personfigures USING btree (kyc_level DESC, lead_id DESC, manager_id);



CREATE INDEX insight_person_last_deal_at ON t_templatezzzz.insight_personfigures USING btree (last_deal_at DESC NULLS LAST, lead_id DESC, manager_id);



CREATE INDEX insight_person_last_login_at ON t_templatezzzz.insight_personfigures USING btree (last_login_at DESC NULLS LAST, lead_id DESC, manager_id);



CREATE INDEX insight_person_lots ON t_templatezzzz.insight_personfigures USING btree (lots DESC, lead_id DESC, manager_id);



CREATE INDEX insight_person_manager ON t_templatezzzz.insight_personfigures USING btree (manager_id);



CREATE INDEX insight_person_name ON t_templatezzzz.insight_personfigures USING btree (name_key, lead_id, manager_id);



CREATE INDEX insight_person_next_task_at ON t_templatezzzz.insight_personfigures USING btree (next_task_at DESC NULLS LAST, lead_id DESC, manager_id);



CREATE INDEX jobs_job_newest ON t_templatezzzz.jobs_job USING btree (created_at DESC, id DESC);



CREATE INDEX jobs_job_of_person ON t_templatezzzz.jobs_job USING btree (started_by_id, created_at DESC, id DESC);



CREATE INDEX jobs_job_open ON t_templatezzzz.jobs_job USING btree (id) WHERE ((state)::text = ANY ((ARRAY['queued'::character varying, 'running'::character varying])::text[]));



CREATE INDEX jobs_job_started_by_id_2c714dad ON t_templatezzzz.jobs_job USING btree (started_by_id);



CREATE INDEX jobs_job_undoes_id_94dd5891 ON t_templatezzzz.jobs_job USING btree (undoes_id);



CREATE INDEX jobs_outcome_refused ON t_templatezzzz.jobs_outcome USING btree (job_id, line) WHERE ((what)::text = 'refused'::text);



CREATE INDEX jobs_selection_age ON t_templatezzzz.jobs_selection USING btree (created_at);



CREATE INDEX jobs_selection_chosen_by_id_dc4c6fc2 ON t_templatezzzz.jobs_selection USING btree (chosen_by_id);



CREATE INDEX kyc_check_client_id_2151b29b ON t_templatezzzz.kyc_check USING btree (client_id);



CREATE INDEX kyc_check_decided_by_id_10d9bc24 ON t_templatezzzz.kyc_check USING btree (decided_by_id);



CREATE UNIQUE INDEX kyc_check_one_pending ON t_templatezzzz.kyc_check USING btree (client_id, level) WHERE ((state)::text = 'pending'::text);



CREATE INDEX leads_assignmentrule_desk_id_b88405a2 ON t_templatezzzz.leads_assignmentrule USING btree (desk_id);



CREATE INDEX leads_assignmentrule_member_id_5a6a2923 ON t_templatezzzz.leads_assignmentrule USING btree (member_id);



CREATE INDEX leads_assignmentrule_of_desk_id_70d83391 ON t_templatezzzz.leads_assignmentrule USING btree (of_desk_id);



CREATE INDEX leads_assignmentrule_order ON t_templatezzzz.leads_assignmentrule USING btree (of_desk_id, place);



CREATE INDEX leads_change_of_lead ON t_templatezzzz.leads_statuschange USING btree (lead_id, at);



CREATE INDEX leads_handedover_handover_id_6524737a ON t_templatezzzz.leads_handedover USING btree (handover_id);



CREATE INDEX leads_handedover_lead_id_2afc7618 ON t_templatezzzz.leads_handedover USING btree (lead_id);



CREATE INDEX leads_handedover_taker_id_88632d9f ON t_templatezzzz.leads_handedover USING btree (taker_id);



CREATE INDEX leads_handover_by_id_901b3b4d ON t_templatezzzz.leads_handover USING btree (by_id);



CREATE INDEX leads_handover_giver_id_72614979 ON t_templatezzzz.leads_handover USING btree (giver_id);



CREATE INDEX leads_handover_newest ON t_templatezzzz.leads_handover USING btree (at DESC);



CREATE INDEX leads_handover_takers_handover_id_e8b5b415 ON t_templatezzzz.leads_handover_takers USING btree (handover_id);



CREATE INDEX leads_handover_takers_member_id_9d1d0495 ON t_templatezzzz.leads_handover_takers USING btree (member_id);



CREATE INDEX leads_lead_by_country ON t_templatezzzz.leads_lead USING btree (country, created_at DESC, id DESC);



CREATE INDEX leads_lead_by_desk ON t_templatezzzz.leads_lead USING btree (desk_id, created_at DESC, id DESC);



CREATE INDEX leads_lead_by_member ON t_templatezzzz.leads_lead USING btree (assigned_to_id, created_at DESC, id DESC);



CREATE INDEX leads_lead_by_score ON t_templatezzzz.leads_lead USING btree (score DESC, id DESC);



CREATE INDEX leads_lead_by_status ON t_templatezzzz.leads_lead USING btree (status, created_at DESC, id DESC);



CREATE INDEX leads_lead_dealt ON t_templatezzzz.leads_lead USING btree (last_deal_at) WHERE ((status)::text = 'active'::text);



CREATE INDEX leads_lead_email ON t_templatezzzz.leads_lead USING btree (email);



CREATE INDEX leads_lead_folded ON t_templatezzzz.leads_lead USING btree (name_folded) WHERE (NOT ((name_folded)::text = ''::text));



CREATE INDEX leads_lead_merged_into_id_c068178b ON t_templatezzzz.leads_lead USING btree (merged_into_id);



CREATE INDEX leads_lead_national ON t_templatezzzz.leads_lead USING btree (national_id) WHERE (NOT ((national_id)::text = ''::text));



CREATE INDEX leads_lead_newest ON t_templatezzzz.leads_lead USING btree (created_at DESC, id DESC);



CREATE INDEX leads_lead_person_id_b17a05d7 ON t_templatezzzz.leads_lead USING btree (person_id);



CREATE INDEX leads_lead_phone ON t_templatezzzz.leads_lead USING btree (phone) WHERE (NOT ((phone)::text = ''::text));



CREATE INDEX leads_lead_pool ON t_templatezzzz.leads_lead USING btree (desk_id, created_at DESC, id DESC) WHERE ((assigned_to_id IS NULL) AND (merged_into_id IS NULL));



CREATE INDEX leads_lead_protected ON t_templatezzzz.leads_lead USING btree (protected_until) WHERE ((assigned_to_id IS NOT NULL) AND (protected_until IS NOT NULL));



CREATE INDEX leads_lead_to_win ON t_templatezzzz.leads_lead USING btree (assigned_to_id, score DESC) WHERE ((merged_into_id IS NULL) AND ((status)::text = ANY ((ARRAY['lead'::character varying, 'demo'::character varying])::text[])));



CREATE INDEX leads_merge_by_id_f2e180c6 ON t_templatezzzz.leads_merge USING btree (by_id);



CREATE INDEX leads_merge_dropped_id_79c4878d ON t_templatezzzz.leads_merge USING btree (dropped_id);



CREATE INDEX leads_merge_kept_id_449dbe9c ON t_templatezzzz.leads_merge USING btree (kept_id);



CREATE UNIQUE INDEX leads_merge_once ON t_templatezzzz.leads_merge USING btree (dropped_id) WHERE (undone_at IS NULL);



CREATE INDEX leads_participation_lead_id_933ed55d ON t_templatezzzz.leads_participation USING btree (lead_id);



CREATE INDEX leads_participation_member_id_8d9c928b ON t_templatezzzz.leads_participation USING btree (member_id);



CREATE INDEX leads_profilechange_by_id_b0d2ce17 ON t_templatezzzz.leads_profilechange USING btree (by_id);



CREATE INDEX leads_profilechange_lead_id_e47ba270 ON t_templatezzzz.leads_profilechange USING btree (lead_id);



CREATE UNIQUE INDEX leads_profilechange_one ON t_templatezzzz.leads_profilechange USING btree (lead_id) WHERE ((state)::text = 'pending'::text);



CREATE INDEX leads_scoringrule_order ON t_templatezzzz.leads_scoringrule USING btree (place);



CREATE INDEX leads_source_code_ab9cc3a4_like ON t_templatezzzz.leads_source USING btree (code varchar_pattern_ops);



CREATE INDEX ledger_account_pockets ON t_templatezzzz.ledger_account USING btree (address varchar_pattern_ops);



CREATE INDEX ledger_daybalance_day ON t_templatezzzz.ledger_daybalance USING btree (day);



CREATE INDEX ledger_movement_credits ON t_templatezzzz.ledger_movement USING btree (credit_id, seq) INCLUDE (amount_minor, freed_minor, phase);



CREATE INDEX ledger_movement_days ON t_templatezzzz.ledger_movement USING brin (seq) WITH (pages_per_range='32');



CREATE INDEX ledger_movement_debits ON t_templatezzzz.ledger_movement USING btree (debit_id, seq) INCLUDE (amount_minor, freed_minor, phase);



CREATE UNIQUE INDEX ledger_movement_one_decision ON t_templatezzzz.ledger_movement USING btree (of_hold) WHERE (of_hold IS NOT NULL);



CREATE UNIQUE INDEX ledger_movement_one_reversal ON t_templatezzzz.ledger_movement USING btree (reverses) WHERE (reverses IS NOT NULL);



CREATE INDEX ledger_movement_transaction ON t_templatezzzz.ledger_movement USING btree (ledger_transaction_id);



CREATE UNIQUE INDEX ledger_period_locked_once ON t_templatezzzz.ledger_period USING btree (through) WHERE (unlocked_at IS NULL);



CREATE INDEX lists_preference_default_view_id_1f43166b ON t_templatezzzz.lists_preference USING btree (default_view_id);



CREATE INDEX lists_preference_member_id_c0a8d9f0 ON t_templatezzzz.lists_preference USING btree (member_id);



CREATE INDEX lists_segment_owner_id_d2fb31e4 ON t_templatezzzz.lists_segment USING btree (owner_id);



CREATE INDEX lists_view_owner_id_f75a0738 ON t_templatezzzz.lists_view USING btree (owner_id);



CREATE INDEX messaging_mail_newest ON t_templatezzzz.messaging_mail USING btree (at DESC);



CREATE INDEX messaging_mail_to ON t_templatezzzz.messaging_mail USING gin ("to" jsonb_path_ops) WITH (fastupdate=off);



CREATE INDEX mfa_authenticator_user_id_0c3a50c0 ON t_templatezzzz.mfa_authenticator USING btree (user_id);



CREATE INDEX notifications_mailing_open ON t_templatezzzz.notifications_mailing USING btree (claimed_at) WHERE ((state)::text = 'claimed'::text);



CREATE INDEX notifications_mailing_user_id_84ed6128 ON t_templatezzzz.notifications_mailing USING btree (user_id);



CREATE INDEX notifications_newest ON t_templatezzzz.notifications_notification USING btree (user_id, at DESC, id DESC);



CREATE INDEX notifications_notification_mailing_id_f6d3998c ON t_templatezzzz.notifications_notification USING btree (mailing_id);



CREATE INDEX notifications_notification_user_id_b5e8c0ff ON t_templatezzzz.notifications_notification USING btree (user_id);



CREATE UNIQUE INDEX notifications_once ON t_templatezzzz.notifications_notification USING btree (user_id, key) WHERE (NOT ((key)::text = ''::text));



CREATE INDEX notifications_preference_user_id_c839c2d6 ON t_templatezzzz.notifications_preference USING btree (user_id);



CREATE INDEX notifications_to_mail ON t_templatezzzz.notifications_notification USING btree (user_id, at) WHERE ((mailing_id IS NULL) AND (NOT ((mail)::text = 'off'::text)));



CREATE INDEX notifications_unread ON t_templatezzzz.notifications_notification USING btree (user_id) WHERE (bell AND (read_at IS NULL));



CREATE INDEX numbering_series_name_46be9ccc_like ON t_templatezzzz.numbering_series USING btree (name varchar_pattern_ops);



CREATE INDEX outbox_delivery_dead ON t_templatezzzz.outbox_delivery USING btree (id) WHERE ((state)::text = 'dead'::text);



CREATE INDEX outbox_delivery_event_id_9d7b7ab0 ON t_templatezzzz.outbox_delivery USING btree (event_id);



CREATE INDEX outbox_delivery_sending ON t_templatezzzz.outbox_delivery USING btree (lease_until) WHERE ((state)::text = 'sending'::text);



CREATE INDEX outbox_delivery_waiting ON t_templatezzzz.outbox_delivery USING btree (next_at) WHERE ((state)::text = 'waiting'::text);



CREATE INDEX outbox_event_kind ON t_templatezzzz.outbox_event USING btree (kind, at);



CREATE INDEX payments_attempt_deposit_id_0af43213 ON t_templatezzzz.payments_attempt USING btree (deposit_id);



CREATE INDEX payments_bankaccount_code_327ed0e8_like ON t_templatezzzz.payments_bankaccount USING btree (code varchar_pattern_ops);



CREATE INDEX payments_bankline_account_id_3191516f ON t_templatezzzz.payments_bankline USING btree (account_id);



CREATE UNIQUE INDEX payments_bankline_deposit ON t_templatezzzz.payments_bankline USING btree (deposit_id) WHERE (deposit_id IS NOT NULL);



CREATE INDEX payments_bankline_newest ON t_templatezzzz.payments_bankline USING btree (booked_on DESC, id DESC);



CREATE INDEX payments_bankline_of ON t_templatezzzz.payments_bankline USING btree (statement_id, number);



CREATE INDEX payments_bankline_open ON t_templatezzzz.payments_bankline USING btree (currency, amount_minor) WHERE ((state)::text = 'open'::text);



CREATE INDEX payments_bankline_statement_id_2217fa7d ON t_templatezzzz.payments_bankline USING btree (statement_id);



CREATE INDEX payments_case_found_in_id_dc510cb9 ON t_templatezzzz.payments_case USING btree (found_in_id);



CREATE INDEX payments_case_newest ON t_templatezzzz.payments_case USING btree (found_at DESC, id DESC);



CREATE INDEX payments_case_owner_id_2e5363da ON t_templatezzzz.payments_case USING btree (owner_id);



CREATE INDEX payments_case_unclosed ON t_templatezzzz.payments_case USING btree (way, source) WHERE ((state)::text = ANY ((ARRAY['open'::character varying, 'proposed'::character varying, 'booked'::character varying])::text[]));



CREATE INDEX payments_confirmation_newest ON t_templatezzzz.payments_confirmation USING btree (user_id, created_at DESC);



CREATE INDEX payments_correction_asked_by_id_54b699d2 ON t_templatezzzz.payments_correction USING btree (asked_by_id);



CREATE INDEX payments_correction_case_id_a71ace98 ON t_templatezzzz.payments_correction USING btree (case_id);



CREATE INDEX payments_correction_newest ON t_templatezzzz.payments_correction USING btree (asked_at DESC, id DESC);



CREATE UNIQUE INDEX payments_correction_one_asked ON t_templatezzzz.payments_correction USING btree (case_id) WHERE ((state)::text = 'asked'::text);



CREATE INDEX payments_deposit_bank_account_id_2f8b9159 ON t_templatezzzz.payments_deposit USING btree (bank_account_id);



CREATE INDEX payments_deposit_client ON t_templatezzzz.payments_deposit USING btree (client_id, created_at DESC);



CREATE INDEX payments_deposit_client_id_41b754f1 ON t_templatezzzz.payments_deposit USING btree (client_id);



CREATE INDEX payments_deposit_method_id_79d19565 ON t_templatezzzz.payments_deposit USING btree (method_id);



CREATE INDEX payments_deposit_newest ON t_templatezzzz.payments_deposit USING btree (created_at DESC, id DESC);



CREATE INDEX payments_deposit_open ON t_templatezzzz.payments_deposit USING btree (created_at) WHERE ((state)::text = ANY ((ARRAY['initiated'::character varying, 'open'::character varying])::text[]));



CREATE UNIQUE INDEX payments_deposit_payment ON t_templatezzzz.payments_deposit USING btree (connection_id, payment_id) WHERE (NOT ((payment_id)::text = ''::text));



CREATE UNIQUE INDEX payments_deposit_reference ON t_templatezzzz.payments_deposit USING btree (connection_id, psp_reference) WHERE (NOT ((psp_reference)::text = ''::text));



CREATE UNIQUE INDEX payments_deposit_wire_reference ON t_templatezzzz.payments_deposit USING btree (reference) WHERE (NOT ((reference)::text = ''::text));



CREATE UNIQUE INDEX payments_destination_once ON t_templatezzzz.payments_destination USING btree (party_kind, party_id, kind, number, network, asset) WHERE ((state)::text = ANY ((ARRAY['pending'::character varying, 'verified'::character varying])::text[]));



CREATE INDEX payments_destination_party_at ON t_templatezzzz.payments_destination USING btree (party_id, created_at DESC);



CREATE INDEX payments_dispute_deposit ON t_templatezzzz.payments_dispute USING btree (deposit_id, opened_at DESC);



CREATE INDEX payments_dispute_deposit_id_b1759d3a ON t_templatezzzz.payments_dispute USING btree (deposit_id);



CREATE INDEX payments_finding_case_id_5fb3f366 ON t_templatezzzz.payments_finding USING btree (case_id);



CREATE INDEX payments_finding_differing ON t_templatezzzz.payments_finding USING btree (run_id) WHERE (NOT ((verdict)::text = 'matched'::text));



CREATE INDEX payments_finding_of_run ON t_templatezzzz.payments_finding USING btree (run_id, id DESC);



CREATE INDEX payments_finding_run_id_a8450a2b ON t_templatezzzz.payments_finding USING btree (run_id);



CREATE INDEX payments_method_order ON t_templatezzzz.payments_method USING btree (place, created_at);



CREATE INDEX payments_monthclose_closed_by_id_060716a5 ON t_templatezzzz.payments_monthclose USING btree (closed_by_id);



CREATE UNIQUE INDEX payments_monthclose_once ON t_templatezzzz.payments_monthclose USING btree (month) WHERE ((state)::text = 'closed'::text);



CREATE INDEX payments_payout_batch_id_a4d315d8 ON t_templatezzzz.payments_payout USING btree (batch_id);



CREATE INDEX payments_payout_deposit_id_e2cae93a ON t_templatezzzz.payments_payout USING btree (deposit_id);



CREATE INDEX payments_payout_look_at ON t_templatezzzz.payments_payout USING btree (look_at) WHERE ((state)::text = ANY ((ARRAY['sending'::character varying, 'sent'::character varying, 'unknown'::character varying])::text[]));



CREATE UNIQUE INDEX payments_payout_reference ON t_templatezzzz.payments_payout USING btree (connection_id, reference) WHERE (NOT ((reference)::text = ''::text));



CREATE INDEX payments_payout_to_bank ON t_templatezzzz.payments_payout USING btree (currency, id) WHERE (((kind)::text = 'bank'::text) AND ((state)::text = 'new'::text));



CREATE INDEX payments_payout_withdrawal_id_404916ba ON t_templatezzzz.payments_payout USING btree (withdrawal_id);



CREATE INDEX payments_payoutbatch_newest ON t_templatezzzz.payments_payoutbatch USING btree (made_at DESC, id DESC);



CREATE INDEX payments_proof_deposit_id_78ea2e59 ON t_templatezzzz.payments_proof USING btree (deposit_id);



CREATE INDEX payments_reconciliation_new ON t_templatezzzz.payments_reconciliation USING btree (started_at DESC, id DESC);



CREATE UNIQUE INDEX payments_reconciliation_one_running ON t_templatezzzz.payments_reconciliation USING btree (state) WHERE ((state)::text = 'running'::text);



CREATE INDEX payments_reconciliation_started_by_id_93fc6c40 ON t_templatezzzz.payments_reconciliation USING btree (started_by_id);



CREATE INDEX payments_route_bank_account_id_ac2a6413 ON t_templatezzzz.payments_route USING btree (bank_account_id);



CREATE INDEX payments_route_method_id_63c86686 ON t_templatezzzz.payments_route USING btree (method_id);



CREATE INDEX payments_route_order ON t_templatezzzz.payments_route USING btree (method_id, priority);



CREATE INDEX payments_statement_account_id_7c12832e ON t_templatezzzz.payments_statement USING btree (account_id);



CREATE INDEX payments_statement_newest ON t_templatezzzz.payments_statement USING btree (uploaded_at DESC, id DESC);



CREATE INDEX payments_withdrawal_newest ON t_templatezzzz.payments_withdrawal USING btree (requested_at DESC, id DESC);



CREATE INDEX payments_withdrawal_party_at ON t_templatezzzz.payments_withdrawal USING btree (party_id, requested_at DESC);



CREATE INDEX payments_withdrawal_target_id_50ca131a ON t_templatezzzz.payments_withdrawal USING btree (target_id);



CREATE INDEX payments_withdrawal_under_way ON t_templatezzzz.payments_withdrawal USING btree (requested_at) WHERE ((state)::text = ANY ((ARRAY['approved'::character varying, 'sending'::character varying])::text[]));



CREATE INDEX rebates_accountterms_redirect_id_440afa05 ON t_templatezzzz.rebates_accountterms USING btree (redirect_id);



CREATE INDEX rebates_cell_what_if_id_30950ef4 ON t_templatezzzz.rebates_cell USING btree (what_if_id);



CREATE INDEX rebates_clawback_client_id_ab640562 ON t_templatezzzz.rebates_clawback USING btree (client_id);



CREATE INDEX rebates_clawback_newest ON t_templatezzzz.rebates_clawback USING btree (created_at DESC, id DESC);



CREATE INDEX rebates_clawback_of ON t_templatezzzz.rebates_clawback USING btree (of_kind, of_source);



CREATE UNIQUE INDEX rebates_clawback_one_open ON t_templatezzzz.rebates_clawback USING btree (of_kind, of_source, partner_id) NULLS NOT DISTINCT WHERE ((state)::text = 'waiting'::text);



CREATE INDEX rebates_clawback_partner_id_3aae4f9f ON t_templatezzzz.rebates_clawback USING btree (partner_id);



CREATE INDEX rebates_difference_client_id_af8c9567 ON t_templatezzzz.rebates_difference USING btree (client_id);



CREATE INDEX rebates_difference_partner_id_776c41dd ON t_templatezzzz.rebates_difference USING btree (partner_id);



CREATE INDEX rebates_difference_recalculation_id_3cd8d7ad ON t_templatezzzz.rebates_difference USING btree (recalculation_id);



CREATE INDEX rebates_dispute_answered_by_id_187c5562 ON t_templatezzzz.rebates_dispute USING btree (answered_by_id);



CREATE INDEX rebates_dispute_line_id_cf476709 ON t_templatezzzz.rebates_dispute USING btree (line_id);



CREATE INDEX rebates_dispute_newest ON t_templatezzzz.rebates_dispute USING btree (opened_at DESC, id DESC);



CREATE INDEX rebates_dispute_of_partner ON t_templatezzzz.rebates_dispute USING btree (partner_id, opened_at DESC, id DESC);



CREATE UNIQUE INDEX rebates_dispute_one_open ON t_templatezzzz.rebates_dispute USING btree (line_id) WHERE ((state)::text = 'open'::text);



CREATE INDEX rebates_dispute_partner_id_59a2d4dd ON t_templatezzzz.rebates_dispute USING btree (partner_id);



CREATE INDEX rebates_goodwill_dispute_id_658e6319 ON t_templatezzzz.rebates_goodwill USING btree (dispute_id);



CREATE UNIQUE INDEX rebates_goodwill_once ON t_templatezzzz.rebates_goodwill USING btree (dispute_id) WHERE (NOT ((state)::text = 'refused'::text));



CREATE INDEX rebates_happening_client ON t_templatezzzz.rebates_happening USING btree (client_id, at);



CREATE INDEX rebates_happening_client_id_7313390b ON t_templatezzzz.rebates_happening USING btree (client_id);



CREATE INDEX rebates_happening_code_887df653_like ON t_templatezzzz.rebates_happening USING btree (code varchar_pattern_ops);



CREATE INDEX rebates_happening_kind ON t_templatezzzz.rebates_happening USING btree (kind, at);



CREATE INDEX rebates_invoice_newest ON t_templatezzzz.rebates_invoice USING btree (issued_at DESC, id DESC);



CREATE INDEX rebates_invoice_number_ebadbbff_like ON t_templatezzzz.rebates_invoice USING btree (number varchar_pattern_ops);



CREATE INDEX rebates_invoice_partner ON t_templatezzzz.rebates_invoice USING btree (partner_id, issued_at DESC, id DESC);



CREATE INDEX rebates_invoice_partner_id_5b91e704 ON t_templatezzzz.rebates_invoice USING btree (partner_id);



CREATE INDEX rebates_invoiceitem_invoice_id_e6d30345 ON t_templatezzzz.rebates_invoiceitem USING btree (invoice_id);



CREATE INDEX rebates_invoiceitem_settlement_id_ba933343 ON t_templatezzzz.rebates_invoiceitem USING btree (settlement_id);



CREATE INDEX rebates_late_plan_id_b745f09a ON t_templatezzzz.rebates_late USING btree (plan_id);



CREATE INDEX rebates_line_client_due ON t_templatezzzz.rebates_line USING btree (client_id, currency, due) WHERE (client_id IS NOT NULL);



CREATE INDEX rebates_line_due ON t_templatezzzz.rebates_line USING btree (partner_id, currency, due) INCLUDE (amount);



CREATE INDEX rebates_line_newest ON t_templatezzzz.rebates_line USING btree (partner_id, "time" DESC, id DESC);



CREATE UNIQUE INDEX rebates_line_of_deal ON t_templatezzzz.rebates_line USING btree (deal_id, plan_id, leg, party_kind, party, generation) NULLS NOT DISTINCT WHERE ((source_kind)::text = 'deal'::text);



CREATE UNIQUE INDEX rebates_line_of_other ON t_templatezzzz.rebates_line USING btree (source, plan_id, leg, party_kind, party, generation) NULLS NOT DISTINCT WHERE (NOT ((source_kind)::text = 'deal'::text));



CREATE INDEX rebates_payoutitem_run_id_23cda5ef ON t_templatezzzz.rebates_payoutitem USING btree (run_id);



CREATE INDEX rebates_payoutrun_newest ON t_templatezzzz.rebates_payoutrun USING btree (created_at DESC, id DESC);



CREATE UNIQUE INDEX rebates_payoutrun_one_open ON t_templatezzzz.rebates_payoutrun USING btree (currency) WHERE ((state)::text = ANY ((ARRAY['waiting'::character varying, 'approved'::character varying])::text[]));



CREATE INDEX rebates_plan_code_64622405 ON t_templatezzzz.rebates_plan USING btree (code);



CREATE INDEX rebates_plan_code_64622405_like ON t_templatezzzz.rebates_plan USING btree (code varchar_pattern_ops);



CREATE INDEX rebates_recalculation_asked_by_id_b53ee218 ON t_templatezzzz.rebates_recalculation USING btree (asked_by_id);



CREATE INDEX rebates_settlement_latest ON t_templatezzzz.rebates_settlement USING btree (at DESC, id DESC);



CREATE INDEX rebates_settlement_newest ON t_templatezzzz.rebates_settlement USING btree (party_kind, party_number, at DESC);



CREATE INDEX rebates_settlement_run_id_b7b1d9e8 ON t_templatezzzz.rebates_settlement USING btree (run_id);



CREATE INDEX rebates_shadowline_deal ON t_templatezzzz.rebates_shadowline USING btree (plan_id, deal_id);



CREATE INDEX rebates_shadowline_partner_id_37a71ba3 ON t_templatezzzz.rebates_shadowline USING btree (partner_id);



CREATE INDEX rebates_shadowline_plan_id_1585e745 ON t_templatezzzz.rebates_shadowline USING btree (plan_id);



CREATE INDEX rebates_whatif_asked_by_id_78007aec ON t_templatezzzz.rebates_whatif USING btree (asked_by_id);



CREATE INDEX rebates_whatif_newest ON t_templatezzzz.rebates_whatif USING btree (plan_id, created_at DESC);



CREATE INDEX rebates_whatif_plan_id_e8f621c5 ON t_templatezzzz.rebates_whatif USING btree (plan_id);



CREATE INDEX search_entry_terms ON t_templatezzzz.search_entry USING gin (terms) WITH (fastupdate=off);



CREATE INDEX staff_appointment_desk_id_e49b751e ON t_templatezzzz.staff_appointment USING btree (desk_id);



CREATE INDEX staff_appointment_member_id_cac97689 ON t_templatezzzz.staff_appointment USING btree (member_id);



CREATE INDEX staff_appointment_of_member ON t_templatezzzz.staff_appointment USING btree (member_id, active_from);



CREATE INDEX staff_appointment_role_id_e7e49aab ON t_templatezzzz.staff_appointment USING btree (role_id);



CREATE INDEX staff_desk_name_81c95a4b_like ON t_templatezzzz.staff_desk USING btree (name varchar_pattern_ops);



CREATE INDEX staff_desk_parent_id_5692b55c ON t_templatezzzz.staff_desk USING btree (parent_id);



CREATE INDEX staff_member_desk_id_fe070f65 ON t_templatezzzz.staff_member USING btree (desk_id);



CREATE INDEX staff_role_name_7c587bd9_like ON t_templatezzzz.staff_role USING btree (name varchar_pattern_ops);



CREATE INDEX staff_roleversion_by_id_88456ed6 ON t_templatezzzz.staff_roleversion USING btree (by_id);



CREATE INDEX staff_roleversion_role_id_8ce725ea ON t_templatezzzz.staff_roleversion USING btree (role_id);



CREATE INDEX trading_account_client ON t_templatezzzz.trading_tradingaccount USING btree (client_id, opened_at);



CREATE UNIQUE INDEX trading_balance_one_in_flight ON t_templatezzzz.trading_balanceoperation USING btree (server_id, login) WHERE ((state)::text = ANY ((ARRAY['sending'::character varying, 'unknown'::character varying])::text[]));



CREATE INDEX trading_balance_waiting ON t_templatezzzz.trading_balanceoperation USING btree (look_at) WHERE ((state)::text = ANY ((ARRAY['new'::character varying, 'sending'::character varying, 'unknown'::character varying])::text[]));



CREATE INDEX trading_balanceoperation_account_id_154c2d96 ON t_templatezzzz.trading_balanceoperation USING btree (account_id);



CREATE INDEX trading_balanceoperation_server_id_bda2aa60 ON t_templatezzzz.trading_balanceoperation USING btree (server_id);



CREATE INDEX trading_balancerule_currency_4a481ed6_like ON t_templatezzzz.trading_balancerule USING btree (currency varchar_pattern_ops);



CREATE INDEX trading_balancesignal_account_id_cef56168 ON t_templatezzzz.trading_balancesignal USING btree (account_id);



CREATE INDEX trading_balancesignal_newest ON t_templatezzzz.trading_balancesignal USING btree (since DESC);



CREATE UNIQUE INDEX trading_balancesignal_open ON t_templatezzzz.trading_balancesignal USING btree (account_id, kind) WHERE (over_at IS NULL);



CREATE INDEX trading_dailyequity_account_id_f6ea69d2 ON t_templatezzzz.trading_dailyequity USING btree (account_id);



CREATE INDEX trading_deal_account ON t_templatezzzz.trading_deal USING btree (account_id, "time" DESC, ticket DESC);



CREATE INDEX trading_deal_batch_id_5ae2fa17 ON t_templatezzzz.trading_deal USING btree (batch_id);



CREATE INDEX trading_deal_newest ON t_templatezzzz.trading_deal USING btree ("time" DESC, id DESC);



CREATE INDEX trading_deal_no_opening ON t_templatezzzz.trading_deal USING btree (server_id, position_id) WHERE (((entry)::text = ANY ((ARRAY['out'::character varying, 'in_out'::character varying, 'out_by'::character varying])::text[])) AND (opened_at IS NULL));



CREATE INDEX trading_deal_unmatched ON t_templatezzzz.trading_deal USING btree (server_id, login) WHERE (account_id IS NULL);



CREATE INDEX trading_dealchange_deal_id_4eea9cd8 ON t_templatezzzz.trading_dealchange USING btree (deal_id);



CREATE INDEX trading_dealchange_latest ON t_templatezzzz.trading_dealchange USING btree (deal_id, id DESC);



CREATE INDEX trading_opening_product_id_c51ca5fc ON t_templatezzzz.trading_opening USING btree (product_id);



CREATE INDEX trading_opening_waiting ON t_templatezzzz.trading_opening USING btree (sent_at) WHERE ((state)::text = ANY ((ARRAY['new'::character varying, 'sending'::character varying, 'unknown'::character varying])::text[]));



CREATE INDEX trading_positionopen_server_id_48adc988 ON t_templatezzzz.trading_positionopen USING btree (server_id);



CREATE INDEX trading_product_code_2b41c2b3 ON t_templatezzzz.trading_product USING btree (code);



CREATE INDEX trading_product_code_2b41c2b3_like ON t_templatezzzz.trading_product USING btree (code varchar_pattern_ops);



CREATE INDEX trading_product_server_id_16adae66 ON t_templatezzzz.trading_product USING btree (server_id);



CREATE INDEX trading_server_code_f9712f63 ON t_templatezzzz.trading_server USING btree (code);



CREATE INDEX trading_server_code_f9712f63_like ON t_templatezzzz.trading_server USING btree (code varchar_pattern_ops);



CREATE INDEX trading_tradingaccount_product_id_fef8441f ON t_templatezzzz.trading_tradingaccount USING btree (product_id);



CREATE INDEX trading_tradingaccount_server_id_f114b240 ON t_templatezzzz.trading_tradingaccount USING btree (server_id);



CREATE UNIQUE INDEX unique_authenticator_type ON t_templatezzzz.mfa_authenticator USING btree (user_id, type) WHERE ((type)::text = ANY ((ARRAY['totp'::character varying, 'recovery_codes'::character varying])::text[]));



CREATE UNIQUE INDEX unique_primary_email ON t_templatezzzz.account_emailaddress USING btree (user_id, "primary") WHERE "primary";



CREATE INDEX wallets_transfer_account_id_b9abc0d1 ON t_templatezzzz.wallets_transfer USING btree (account_id);



CREATE INDEX wallets_transfer_client ON t_templatezzzz.wallets_transfer USING btree (client_id, created_at DESC);



CREATE INDEX wallets_transfer_client_id_c5934e78 ON t_templatezzzz.wallets_transfer USING btree (client_id);



CREATE INDEX wallets_transfer_open ON t_templatezzzz.wallets_transfer USING btree (created_at) WHERE ((state)::text = ANY ((ARRAY['moving'::character varying, 'manual'::character varying])::text[]));



CREATE INDEX wallets_wallettransfer_from ON t_templatezzzz.wallets_wallettransfer USING btree (from_kind, from_id, created_at DESC);



CREATE INDEX wallets_wallettransfer_to ON t_templatezzzz.wallets_wallettransfer USING btree (to_kind, to_id, created_at DESC);



CREATE INDEX work_calendarfeed_digest_3dcea63a_like ON t_templatezzzz.work_calendarfeed USING btree (digest varchar_pattern_ops);



CREATE INDEX work_note_author_id_aae2ad43 ON t_templatezzzz.work_note USING btree (author_id);



CREATE INDEX work_note_newest ON t_templatezzzz.work_note USING btree (subject_id, created_at DESC, id DESC);



CREATE INDEX work_occasion_by_day ON t_templatezzzz.work_occasion USING btree ("on", kind);



CREATE INDEX work_occasion_created_by_id_d18dc64d ON t_templatezzzz.work_occasion USING btree (created_by_id);



CREATE UNIQUE INDEX work_tag_name ON t_templatezzzz.work_tag USING btree (lower((name)::text));



CREATE INDEX work_tagged_by_tag ON t_templatezzzz.work_tagged USING btree (tag_id, subject_id);



CREATE INDEX work_tagged_tag_id_5c40d132 ON t_templatezzzz.work_tagged USING btree (tag_id);



CREATE INDEX work_task_before_id_198ed702 ON t_templatezzzz.work_task USING btree (before_id);



CREATE INDEX work_task_created_by_id_2b386c3c ON t_templatezzzz.work_task USING btree (created_by_id);



CREATE INDEX work_task_done_by_id_0b31e15f ON t_templatezzzz.work_task USING btree (done_by_id);



CREATE INDEX work_task_due ON t_templatezzzz.work_task USING btree (due_at, id) WHERE ((state)::text = 'open'::text);



CREATE INDEX work_task_ended ON t_templatezzzz.work_task USING btree (owner_id, done_at DESC) WHERE (NOT ((state)::text = 'open'::text));



CREATE INDEX work_task_of_subject ON t_templatezzzz.work_task USING btree (subject_id, created_at DESC);



CREATE UNIQUE INDEX work_task_once ON t_templatezzzz.work_task USING btree (key) WHERE (NOT ((key)::text = ''::text));



CREATE INDEX work_task_open ON t_templatezzzz.work_task USING btree (owner_id, due_at, id) WHERE ((state)::text = 'open'::text);



CREATE INDEX work_task_owner_id_40f60110 ON t_templatezzzz.work_task USING btree (owner_id);



CREATE INDEX work_task_to_remind ON t_templatezzzz.work_task USING btree (remind_at) WHERE ((remind_at IS NOT NULL) AND (reminded_at IS NULL) AND ((state)::text = 'open'::text));



CREATE TRIGGER abuse_evidence_refuse_rows BEFORE DELETE OR UPDATE ON t_templatezzzz.abuse_evidence FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.abuse_refuse_change();

ALTER TABLE t_templatezzzz.abuse_evidence ENABLE ALWAYS TRIGGER abuse_evidence_refuse_rows;



CREATE TRIGGER abuse_evidence_refuse_truncate BEFORE TRUNCATE ON t_templatezzzz.abuse_evidence FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.abuse_refuse_change();

ALTER TABLE t_templatezzzz.abuse_evidence ENABLE ALWAYS TRIGGER abuse_evidence_refuse_truncate;



CREATE TRIGGER audit_block_refuse_rows BEFORE DELETE OR UPDATE ON t_templatezzzz.audit_block FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_refuse_change();

ALTER TABLE t_templatezzzz.audit_block ENABLE ALWAYS TRIGGER audit_block_refuse_rows;



CREATE TRIGGER audit_block_refuse_truncate BEFORE TRUNCATE ON t_templatezzzz.audit_block FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_refuse_change();

ALTER TABLE t_templatezzzz.audit_block ENABLE ALWAYS TRIGGER audit_block_refuse_truncate;



CREATE TRIGGER audit_entry_refuse_rows BEFORE DELETE OR UPDATE ON t_templatezzzz.audit_entry FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_refuse_change();

ALTER TABLE t_templatezzzz.audit_entry ENABLE ALWAYS TRIGGER audit_entry_refuse_rows;



CREATE TRIGGER audit_entry_refuse_truncate BEFORE TRUNCATE ON t_templatezzzz.audit_entry FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_refuse_change();

ALTER TABLE t_templatezzzz.audit_entry ENABLE ALWAYS TRIGGER audit_entry_refuse_truncate;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.abuse_flag FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('abuse_flag', 'id', '{}', '{client_id,decided_by,id,other_id,partner_id}', '{}');

ALTER TABLE t_templatezzzz.abuse_flag ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.abuse_settings FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('abuse_settings', 'id', '{}', '{}', '{}');

ALTER TABLE t_templatezzzz.abuse_settings ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.account_emailaddress FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('account_emailaddress', 'id', '{}', '{user_id}', '{}');

ALTER TABLE t_templatezzzz.account_emailaddress ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.account_emailconfirmation FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('account_emailconfirmation', 'id', '{key}', '{}', '{}');

ALTER TABLE t_templatezzzz.account_emailconfirmation ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.apikeys_apikey FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('apikeys_apikey', 'id', '{digest}', '{id,user_id}', '{last_used_at}');

ALTER TABLE t_templatezzzz.apikeys_apikey ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.approvals_amendment FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('approvals_amendment', 'id', '{}', '{approval_id,by_id,id,person_id}', '{}');

ALTER TABLE t_templatezzzz.approvals_amendment ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.approvals_approval FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('approvals_approval', 'id', '{}', '{client_id,desk_id,id,requested_by_id,subject_id}', '{}');

ALTER TABLE t_templatezzzz.approvals_approval ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.approvals_chain FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('approvals_chain', 'id', '{}', '{id,line,made_by_id}', '{}');

ALTER TABLE t_templatezzzz.approvals_chain ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.approvals_decision FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('approvals_decision', 'id', '{}', '{approval_id,by_id,for_member_id,for_person_id,id,person_id,step_id}', '{}');

ALTER TABLE t_templatezzzz.approvals_decision ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.approvals_delegation FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('approvals_delegation', 'id', '{}', '{ended_by_id,from_member_id,id,made_by_id,to_member_id}', '{}');

ALTER TABLE t_templatezzzz.approvals_delegation ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.approvals_policy FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('approvals_policy', 'id', '{}', '{id,made_by_id}', '{}');

ALTER TABLE t_templatezzzz.approvals_policy ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.approvals_step FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('approvals_step', 'id', '{}', '{approval_id,escalate_role_id,id,role_id}', '{}');

ALTER TABLE t_templatezzzz.approvals_step ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.branding_brand FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('branding_brand', 'id', '{}', '{}', '{}');

ALTER TABLE t_templatezzzz.branding_brand ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.clients_client FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('clients_client', 'id', '{}', '{id,lead_id,user_id}', '{}');

ALTER TABLE t_templatezzzz.clients_client ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.connections_connection FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('connections_connection', 'id', '{credentials,public_key}', '{id}', '{}');

ALTER TABLE t_templatezzzz.connections_connection ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.connections_datakey FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('connections_datakey', 'version', '{wrapped}', '{}', '{}');

ALTER TABLE t_templatezzzz.connections_datakey ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.ibs_acceptance FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('ibs_acceptance', 'id', '{}', '{agreement_id,id,partner_id}', '{}');

ALTER TABLE t_templatezzzz.ibs_acceptance ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.ibs_agreement FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('ibs_agreement', 'id', '{}', '{id,programme_id}', '{}');

ALTER TABLE t_templatezzzz.ibs_agreement ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.ibs_application FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('ibs_application', 'id', '{}', '{approval_id,id,invitation_id,partner_id,programme_id}', '{}');

ALTER TABLE t_templatezzzz.ibs_application ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.ibs_clientpartner FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('ibs_clientpartner', 'id', '{}', '{client_id,id,partner_id}', '{}');

ALTER TABLE t_templatezzzz.ibs_clientpartner ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.ibs_clientrebate FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('ibs_clientrebate', 'id', '{}', '{id,partner_id}', '{}');

ALTER TABLE t_templatezzzz.ibs_clientrebate ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.ibs_clientrebatechange FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('ibs_clientrebatechange', 'id', '{}', '{id,partner_id}', '{}');

ALTER TABLE t_templatezzzz.ibs_clientrebatechange ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.ibs_invitation FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('ibs_invitation', 'id', '{}', '{id,partner_id,programme_id}', '{}');

ALTER TABLE t_templatezzzz.ibs_invitation ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.ibs_landing FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('ibs_landing', 'id', '{}', '{id}', '{}');

ALTER TABLE t_templatezzzz.ibs_landing ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.ibs_ownshare FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('ibs_ownshare', 'id', '{}', '{id,parent_id,partner_id}', '{}');

ALTER TABLE t_templatezzzz.ibs_ownshare ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.ibs_partner FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('ibs_partner', 'id', '{}', '{id,person_id,user_id}', '{}');

ALTER TABLE t_templatezzzz.ibs_partner ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.ibs_partnerparent FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('ibs_partnerparent', 'id', '{}', '{id,parent_id,partner_id}', '{}');

ALTER TABLE t_templatezzzz.ibs_partnerparent ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.ibs_partnerprogramme FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('ibs_partnerprogramme', 'id', '{}', '{id,partner_id,programme_id}', '{}');

ALTER TABLE t_templatezzzz.ibs_partnerprogramme ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.ibs_partnerrank FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('ibs_partnerrank', 'id', '{}', '{id,partner_id}', '{}');

ALTER TABLE t_templatezzzz.ibs_partnerrank ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.ibs_partnerstatus FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('ibs_partnerstatus', 'id', '{}', '{id,partner_id}', '{}');

ALTER TABLE t_templatezzzz.ibs_partnerstatus ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.ibs_programme FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('ibs_programme', 'id', '{}', '{id,landing_id,parent_id}', '{}');

ALTER TABLE t_templatezzzz.ibs_programme ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.ibs_programmepolicy FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('ibs_programmepolicy', 'id', '{}', '{}', '{}');

ALTER TABLE t_templatezzzz.ibs_programmepolicy ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.ibs_promo FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('ibs_promo', 'id', '{}', '{id,landing_id}', '{}');

ALTER TABLE t_templatezzzz.ibs_promo ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.ibs_rank FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('ibs_rank', 'level', '{}', '{}', '{}');

ALTER TABLE t_templatezzzz.ibs_rank ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.ibs_rankchange FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('ibs_rankchange', 'id', '{}', '{decided_by,id,partner_id}', '{}');

ALTER TABLE t_templatezzzz.ibs_rankchange ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.ibs_rankpolicy FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('ibs_rankpolicy', 'id', '{}', '{}', '{}');

ALTER TABLE t_templatezzzz.ibs_rankpolicy ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.ibs_referrallink FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('ibs_referrallink', 'id', '{}', '{id,landing_id,partner_id}', '{}');

ALTER TABLE t_templatezzzz.ibs_referrallink ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.ibs_treemove FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('ibs_treemove', 'id', '{}', '{approval_id,from_parent_id,id,partner_id,requested_by,to_parent_id}', '{}');

ALTER TABLE t_templatezzzz.ibs_treemove ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.identity_person FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('identity_person', 'id', '{}', '{id}', '{}');

ALTER TABLE t_templatezzzz.identity_person ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.identity_user FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('identity_user', 'id', '{password}', '{id,person_id}', '{}');

ALTER TABLE t_templatezzzz.identity_user ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.identity_visit FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('identity_visit', 'id', '{token_digest}', '{by_id,id,to_id}', '{}');

ALTER TABLE t_templatezzzz.identity_visit ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.imports_import FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('imports_import', 'id', '{}', '{check_job_id,created_by_id,id,run_job_id}', '{}');

ALTER TABLE t_templatezzzz.imports_import ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.imports_knownheadings FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('imports_knownheadings', 'digest', '{}', '{}', '{}');

ALTER TABLE t_templatezzzz.imports_knownheadings ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.jobs_job FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('jobs_job', 'id', '{}', '{id,started_by_id,undoes_id}', '{}');

ALTER TABLE t_templatezzzz.jobs_job ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.kyc_check FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('kyc_check', 'id', '{}', '{client_id,decided_by_id,id}', '{}');

ALTER TABLE t_templatezzzz.kyc_check ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.kyc_policy FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('kyc_policy', 'id', '{}', '{}', '{}');

ALTER TABLE t_templatezzzz.kyc_policy ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.leads_assignmentrule FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('leads_assignmentrule', 'id', '{}', '{desk_id,id,member_id,of_desk_id}', '{}');

ALTER TABLE t_templatezzzz.leads_assignmentrule ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.leads_capacity FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('leads_capacity', 'member_id', '{}', '{member_id}', '{}');

ALTER TABLE t_templatezzzz.leads_capacity ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.leads_handedover FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('leads_handedover', 'id', '{}', '{handover_id,lead_id,taker_id}', '{}');

ALTER TABLE t_templatezzzz.leads_handedover ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.leads_handover FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('leads_handover', 'id', '{}', '{by_id,giver_id,id}', '{}');

ALTER TABLE t_templatezzzz.leads_handover ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.leads_handover_takers FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('leads_handover_takers', 'id', '{}', '{handover_id,member_id}', '{}');

ALTER TABLE t_templatezzzz.leads_handover_takers ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.leads_lead FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('leads_lead', 'id', '{}', '{assigned_to_id,desk_id,id,merged_into_id,person_id}', '{last_deal_at,name_folded,score,version}');

ALTER TABLE t_templatezzzz.leads_lead ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.leads_merge FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('leads_merge', 'id', '{}', '{by_id,dropped_id,id,kept_id}', '{}');

ALTER TABLE t_templatezzzz.leads_merge ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.leads_participation FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('leads_participation', 'id', '{}', '{id,lead_id,member_id}', '{}');

ALTER TABLE t_templatezzzz.leads_participation ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.leads_policy FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('leads_policy', 'id', '{}', '{}', '{}');

ALTER TABLE t_templatezzzz.leads_policy ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.leads_profilechange FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('leads_profilechange', 'id', '{}', '{approval_id,by_id,id,lead_id}', '{}');

ALTER TABLE t_templatezzzz.leads_profilechange ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.leads_protection FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('leads_protection', 'desk_id', '{}', '{desk_id}', '{}');

ALTER TABLE t_templatezzzz.leads_protection ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.leads_scoringrule FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('leads_scoringrule', 'id', '{}', '{id}', '{}');

ALTER TABLE t_templatezzzz.leads_scoringrule ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.leads_source FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('leads_source', 'id', '{}', '{id}', '{}');

ALTER TABLE t_templatezzzz.leads_source ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.ledger_day FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('ledger_day', 'day', '{}', '{}', '{}');

ALTER TABLE t_templatezzzz.ledger_day ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.ledger_period FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('ledger_period', 'id', '{}', '{id,locked_by,unlocked_by}', '{}');

ALTER TABLE t_templatezzzz.ledger_period ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.lists_preference FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('lists_preference', 'id', '{}', '{default_view_id,id,member_id}', '{}');

ALTER TABLE t_templatezzzz.lists_preference ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.lists_segment FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('lists_segment', 'id', '{}', '{id,owner_id}', '{}');

ALTER TABLE t_templatezzzz.lists_segment ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.lists_view FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('lists_view', 'id', '{}', '{id,owner_id}', '{}');

ALTER TABLE t_templatezzzz.lists_view ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.messaging_mail FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('messaging_mail', 'id', '{body,html,subject,to}', '{id}', '{}');

ALTER TABLE t_templatezzzz.messaging_mail ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.mfa_authenticator FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('mfa_authenticator', 'id', '{data}', '{user_id}', '{last_used_at}');

ALTER TABLE t_templatezzzz.mfa_authenticator ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.notifications_preference FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('notifications_preference', 'id', '{}', '{id,user_id}', '{}');

ALTER TABLE t_templatezzzz.notifications_preference ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.payments_attempt FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('payments_attempt', 'id', '{}', '{connection_id,deposit_id,id}', '{}');

ALTER TABLE t_templatezzzz.payments_attempt ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.payments_bankaccount FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('payments_bankaccount', 'id', '{}', '{id}', '{}');

ALTER TABLE t_templatezzzz.payments_bankaccount ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.payments_bankline FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('payments_bankline', 'id', '{}', '{account_id,deposit_id,id,matched_by,statement_id}', '{}');

ALTER TABLE t_templatezzzz.payments_bankline ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.payments_case FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('payments_case', 'id', '{}', '{found_in_id,id,owner_id,record_id}', '{}');

ALTER TABLE t_templatezzzz.payments_case ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.payments_confirmation FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('payments_confirmation', 'id', '{code_hash}', '{id,user_id}', '{}');

ALTER TABLE t_templatezzzz.payments_confirmation ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.payments_correction FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('payments_correction', 'id', '{}', '{approval_id,asked_by_id,case_id,id,reverses,transaction_id}', '{}');

ALTER TABLE t_templatezzzz.payments_correction ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.payments_deposit FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('payments_deposit', 'id', '{checkout_url}', '{approval_id,bank_account_id,client_id,connection_id,id,method_id}', '{}');

ALTER TABLE t_templatezzzz.payments_deposit ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.payments_destination FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('payments_destination', 'id', '{}', '{approval_id,id,party_id,requested_by}', '{}');

ALTER TABLE t_templatezzzz.payments_destination ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.payments_dispute FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('payments_dispute', 'id', '{}', '{connection_id,deposit_id,id,ledger_transaction_id}', '{}');

ALTER TABLE t_templatezzzz.payments_dispute ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.payments_method FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('payments_method', 'id', '{}', '{id}', '{}');

ALTER TABLE t_templatezzzz.payments_method ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.payments_monthclose FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('payments_monthclose', 'id', '{}', '{approval_id,closed_by_id,id,period_id}', '{}');

ALTER TABLE t_templatezzzz.payments_monthclose ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.payments_payout FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('payments_payout', 'id', '{}', '{batch_id,connection_id,deposit_id,hold_id,id,withdrawal_id}', '{}');

ALTER TABLE t_templatezzzz.payments_payout ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.payments_payoutbatch FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('payments_payoutbatch', 'id', '{document}', '{account_id,id,made_by,made_by_person,sent_by}', '{}');

ALTER TABLE t_templatezzzz.payments_payoutbatch ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.payments_policy FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('payments_policy', 'id', '{}', '{}', '{}');

ALTER TABLE t_templatezzzz.payments_policy ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.payments_proof FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('payments_proof', 'id', '{}', '{deposit_id,id,uploaded_by}', '{}');

ALTER TABLE t_templatezzzz.payments_proof ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.payments_reconciliation FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('payments_reconciliation', 'id', '{}', '{id,started_by_id}', '{}');

ALTER TABLE t_templatezzzz.payments_reconciliation ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.payments_route FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('payments_route', 'id', '{}', '{bank_account_id,connection_id,id,method_id}', '{}');

ALTER TABLE t_templatezzzz.payments_route ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.payments_statement FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('payments_statement', 'id', '{}', '{account_id,book_job_id,check_job_id,id,uploaded_by}', '{}');

ALTER TABLE t_templatezzzz.payments_statement ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.payments_withdrawal FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('payments_withdrawal', 'id', '{}', '{approval_id,connection_id,fee_hold_id,id,party_id,requested_by,target_id}', '{}');

ALTER TABLE t_templatezzzz.payments_withdrawal ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.payments_withdrawalpolicy FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('payments_withdrawalpolicy', 'id', '{}', '{}', '{}');

ALTER TABLE t_templatezzzz.payments_withdrawalpolicy ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.rates_markup FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('rates_markup', 'id', '{}', '{id}', '{}');

ALTER TABLE t_templatezzzz.rates_markup ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.rebates_accountterms FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('rebates_accountterms', 'account_id', '{}', '{account_id,redirect_id}', '{}');

ALTER TABLE t_templatezzzz.rebates_accountterms ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.rebates_billingdetails FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('rebates_billingdetails', 'partner_id', '{}', '{partner_id}', '{}');

ALTER TABLE t_templatezzzz.rebates_billingdetails ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.rebates_clawback FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('rebates_clawback', 'id', '{}', '{approval_id,client_id,id,partner_id,requested_by}', '{}');

ALTER TABLE t_templatezzzz.rebates_clawback ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.rebates_dealfacts FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('rebates_dealfacts', 'deal_id', '{}', '{}', '{}');

ALTER TABLE t_templatezzzz.rebates_dealfacts ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.rebates_dispute FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('rebates_dispute', 'id', '{}', '{answered_by_id,batch_id,id,partner_id}', '{}');

ALTER TABLE t_templatezzzz.rebates_dispute ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.rebates_goodwill FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('rebates_goodwill', 'id', '{}', '{approval_id,dispute_id,id,requested_by}', '{}');

ALTER TABLE t_templatezzzz.rebates_goodwill ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.rebates_happening FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('rebates_happening', 'id', '{}', '{client_id,id}', '{}');

ALTER TABLE t_templatezzzz.rebates_happening ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.rebates_payoutitem FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('rebates_payoutitem', 'id', '{}', '{run_id}', '{}');

ALTER TABLE t_templatezzzz.rebates_payoutitem ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.rebates_payoutrun FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('rebates_payoutrun', 'id', '{}', '{approval_id,id,requested_by}', '{}');

ALTER TABLE t_templatezzzz.rebates_payoutrun ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.rebates_plan FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('rebates_plan', 'id', '{}', '{approval_id,id}', '{}');

ALTER TABLE t_templatezzzz.rebates_plan ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.rebates_recalculation FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('rebates_recalculation', 'id', '{}', '{approval_id,asked_by_id,id,job_id}', '{}');

ALTER TABLE t_templatezzzz.rebates_recalculation ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.rebates_whatif FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('rebates_whatif', 'id', '{}', '{asked_by_id,id,job_id,plan_id}', '{}');

ALTER TABLE t_templatezzzz.rebates_whatif ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.staff_appointment FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('staff_appointment', 'id', '{}', '{desk_id,id,member_id,role_id}', '{}');

ALTER TABLE t_templatezzzz.staff_appointment ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.staff_desk FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('staff_desk', 'id', '{}', '{id,parent_id}', '{}');

ALTER TABLE t_templatezzzz.staff_desk ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.staff_member FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('staff_member', 'id', '{}', '{desk_id,id,user_id}', '{}');

ALTER TABLE t_templatezzzz.staff_member ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.staff_role FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('staff_role', 'id', '{}', '{id}', '{}');

ALTER TABLE t_templatezzzz.staff_role ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.staff_roleversion FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('staff_roleversion', 'id', '{}', '{by_id,id,role_id}', '{}');

ALTER TABLE t_templatezzzz.staff_roleversion ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.trading_balanceoperation FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('trading_balanceoperation', 'id', '{}', '{account_id,id,server_id}', '{first_sent_at,lease_until,look_at,lookups,sends,sent_at}');

ALTER TABLE t_templatezzzz.trading_balanceoperation ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.trading_balancerule FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('trading_balancerule', 'currency', '{}', '{}', '{}');

ALTER TABLE t_templatezzzz.trading_balancerule ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.trading_balancesignal FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('trading_balancesignal', 'id', '{}', '{account_id,id}', '{}');

ALTER TABLE t_templatezzzz.trading_balancesignal ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.trading_opening FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('trading_opening', 'id', '{password}', '{account_id,client_id,id,product_id}', '{attempts,lease_until,sent_at}');

ALTER TABLE t_templatezzzz.trading_opening ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.trading_product FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('trading_product', 'id', '{}', '{id,server_id}', '{}');

ALTER TABLE t_templatezzzz.trading_product ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.trading_server FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('trading_server', 'id', '{}', '{connection_id,id}', '{cursor,last_error,last_error_at,last_seen_at,night_read_at}');

ALTER TABLE t_templatezzzz.trading_server ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.trading_symbol FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('trading_symbol', 'id', '{}', '{id}', '{}');

ALTER TABLE t_templatezzzz.trading_symbol ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.trading_tradingaccount FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('trading_tradingaccount', 'id', '{}', '{client_id,id,product_id,server_id}', '{}');

ALTER TABLE t_templatezzzz.trading_tradingaccount ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.wallets_transfer FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('wallets_transfer', 'id', '{}', '{account_id,client_id,hold_id,id,operation_id}', '{}');

ALTER TABLE t_templatezzzz.wallets_transfer ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.wallets_wallettransfer FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('wallets_wallettransfer', 'id', '{}', '{from_id,id,to_id}', '{}');

ALTER TABLE t_templatezzzz.wallets_wallettransfer ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.work_calendarfeed FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('work_calendarfeed', 'user_id', '{digest}', '{user_id}', '{}');

ALTER TABLE t_templatezzzz.work_calendarfeed ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.work_note FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('work_note', 'id', '{sealed}', '{author_id,id,merged_from,subject_id}', '{}');

ALTER TABLE t_templatezzzz.work_note ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.work_occasion FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('work_occasion', 'id', '{}', '{created_by_id,id,subject_id}', '{}');

ALTER TABLE t_templatezzzz.work_occasion ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.work_tag FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('work_tag', 'id', '{}', '{id}', '{}');

ALTER TABLE t_templatezzzz.work_tag ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.work_tagged FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('work_tagged', 'id', '{}', '{id,subject_id,tag_id}', '{}');

ALTER TABLE t_templatezzzz.work_tagged ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_rows AFTER INSERT OR DELETE OR UPDATE ON t_templatezzzz.work_task FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.audit_record('work_task', 'id', '{}', '{before_id,created_by_id,done_by_id,id,merged_from,owner_id,subject_id}', '{}');

ALTER TABLE t_templatezzzz.work_task ENABLE ALWAYS TRIGGER audit_rows;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.abuse_flag FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('abuse_flag', 'id', '{}', '{client_id,decided_by,id,other_id,partner_id}', '{}');

ALTER TABLE t_templatezzzz.abuse_flag ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.abuse_settings FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('abuse_settings', 'id', '{}', '{}', '{}');

ALTER TABLE t_templatezzzz.abuse_settings ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.account_emailaddress FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('account_emailaddress', 'id', '{}', '{user_id}', '{}');

ALTER TABLE t_templatezzzz.account_emailaddress ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.account_emailconfirmation FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('account_emailconfirmation', 'id', '{key}', '{}', '{}');

ALTER TABLE t_templatezzzz.account_emailconfirmation ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.apikeys_apikey FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('apikeys_apikey', 'id', '{digest}', '{id,user_id}', '{last_used_at}');

ALTER TABLE t_templatezzzz.apikeys_apikey ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.approvals_amendment FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('approvals_amendment', 'id', '{}', '{approval_id,by_id,id,person_id}', '{}');

ALTER TABLE t_templatezzzz.approvals_amendment ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.approvals_approval FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('approvals_approval', 'id', '{}', '{client_id,desk_id,id,requested_by_id,subject_id}', '{}');

ALTER TABLE t_templatezzzz.approvals_approval ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.approvals_chain FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('approvals_chain', 'id', '{}', '{id,line,made_by_id}', '{}');

ALTER TABLE t_templatezzzz.approvals_chain ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.approvals_decision FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('approvals_decision', 'id', '{}', '{approval_id,by_id,for_member_id,for_person_id,id,person_id,step_id}', '{}');

ALTER TABLE t_templatezzzz.approvals_decision ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.approvals_delegation FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('approvals_delegation', 'id', '{}', '{ended_by_id,from_member_id,id,made_by_id,to_member_id}', '{}');

ALTER TABLE t_templatezzzz.approvals_delegation ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.approvals_policy FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('approvals_policy', 'id', '{}', '{id,made_by_id}', '{}');

ALTER TABLE t_templatezzzz.approvals_policy ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.approvals_step FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('approvals_step', 'id', '{}', '{approval_id,escalate_role_id,id,role_id}', '{}');

ALTER TABLE t_templatezzzz.approvals_step ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.branding_brand FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('branding_brand', 'id', '{}', '{}', '{}');

ALTER TABLE t_templatezzzz.branding_brand ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.clients_client FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('clients_client', 'id', '{}', '{id,lead_id,user_id}', '{}');

ALTER TABLE t_templatezzzz.clients_client ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.connections_connection FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('connections_connection', 'id', '{credentials,public_key}', '{id}', '{}');

ALTER TABLE t_templatezzzz.connections_connection ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.connections_datakey FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('connections_datakey', 'version', '{wrapped}', '{}', '{}');

ALTER TABLE t_templatezzzz.connections_datakey ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.ibs_acceptance FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('ibs_acceptance', 'id', '{}', '{agreement_id,id,partner_id}', '{}');

ALTER TABLE t_templatezzzz.ibs_acceptance ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.ibs_agreement FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('ibs_agreement', 'id', '{}', '{id,programme_id}', '{}');

ALTER TABLE t_templatezzzz.ibs_agreement ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.ibs_application FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('ibs_application', 'id', '{}', '{approval_id,id,invitation_id,partner_id,programme_id}', '{}');

ALTER TABLE t_templatezzzz.ibs_application ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.ibs_clientpartner FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('ibs_clientpartner', 'id', '{}', '{client_id,id,partner_id}', '{}');

ALTER TABLE t_templatezzzz.ibs_clientpartner ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.ibs_clientrebate FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('ibs_clientrebate', 'id', '{}', '{id,partner_id}', '{}');

ALTER TABLE t_templatezzzz.ibs_clientrebate ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.ibs_clientrebatechange FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('ibs_clientrebatechange', 'id', '{}', '{id,partner_id}', '{}');

ALTER TABLE t_templatezzzz.ibs_clientrebatechange ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.ibs_invitation FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('ibs_invitation', 'id', '{}', '{id,partner_id,programme_id}', '{}');

ALTER TABLE t_templatezzzz.ibs_invitation ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.ibs_landing FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('ibs_landing', 'id', '{}', '{id}', '{}');

ALTER TABLE t_templatezzzz.ibs_landing ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.ibs_ownshare FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('ibs_ownshare', 'id', '{}', '{id,parent_id,partner_id}', '{}');

ALTER TABLE t_templatezzzz.ibs_ownshare ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.ibs_partner FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('ibs_partner', 'id', '{}', '{id,person_id,user_id}', '{}');

ALTER TABLE t_templatezzzz.ibs_partner ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.ibs_partnerparent FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('ibs_partnerparent', 'id', '{}', '{id,parent_id,partner_id}', '{}');

ALTER TABLE t_templatezzzz.ibs_partnerparent ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.ibs_partnerprogramme FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('ibs_partnerprogramme', 'id', '{}', '{id,partner_id,programme_id}', '{}');

ALTER TABLE t_templatezzzz.ibs_partnerprogramme ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.ibs_partnerrank FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('ibs_partnerrank', 'id', '{}', '{id,partner_id}', '{}');

ALTER TABLE t_templatezzzz.ibs_partnerrank ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.ibs_partnerstatus FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('ibs_partnerstatus', 'id', '{}', '{id,partner_id}', '{}');

ALTER TABLE t_templatezzzz.ibs_partnerstatus ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.ibs_programme FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('ibs_programme', 'id', '{}', '{id,landing_id,parent_id}', '{}');

ALTER TABLE t_templatezzzz.ibs_programme ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.ibs_programmepolicy FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('ibs_programmepolicy', 'id', '{}', '{}', '{}');

ALTER TABLE t_templatezzzz.ibs_programmepolicy ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.ibs_promo FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('ibs_promo', 'id', '{}', '{id,landing_id}', '{}');

ALTER TABLE t_templatezzzz.ibs_promo ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.ibs_rank FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('ibs_rank', 'level', '{}', '{}', '{}');

ALTER TABLE t_templatezzzz.ibs_rank ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.ibs_rankchange FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('ibs_rankchange', 'id', '{}', '{decided_by,id,partner_id}', '{}');

ALTER TABLE t_templatezzzz.ibs_rankchange ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.ibs_rankpolicy FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('ibs_rankpolicy', 'id', '{}', '{}', '{}');

ALTER TABLE t_templatezzzz.ibs_rankpolicy ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.ibs_referrallink FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('ibs_referrallink', 'id', '{}', '{id,landing_id,partner_id}', '{}');

ALTER TABLE t_templatezzzz.ibs_referrallink ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.ibs_treemove FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('ibs_treemove', 'id', '{}', '{approval_id,from_parent_id,id,partner_id,requested_by,to_parent_id}', '{}');

ALTER TABLE t_templatezzzz.ibs_treemove ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.identity_person FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('identity_person', 'id', '{}', '{id}', '{}');

ALTER TABLE t_templatezzzz.identity_person ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.identity_user FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('identity_user', 'id', '{password}', '{id,person_id}', '{}');

ALTER TABLE t_templatezzzz.identity_user ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.identity_visit FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('identity_visit', 'id', '{token_digest}', '{by_id,id,to_id}', '{}');

ALTER TABLE t_templatezzzz.identity_visit ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.imports_import FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('imports_import', 'id', '{}', '{check_job_id,created_by_id,id,run_job_id}', '{}');

ALTER TABLE t_templatezzzz.imports_import ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.imports_knownheadings FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('imports_knownheadings', 'digest', '{}', '{}', '{}');

ALTER TABLE t_templatezzzz.imports_knownheadings ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.jobs_job FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('jobs_job', 'id', '{}', '{id,started_by_id,undoes_id}', '{}');

ALTER TABLE t_templatezzzz.jobs_job ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.kyc_check FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('kyc_check', 'id', '{}', '{client_id,decided_by_id,id}', '{}');

ALTER TABLE t_templatezzzz.kyc_check ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.kyc_policy FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('kyc_policy', 'id', '{}', '{}', '{}');

ALTER TABLE t_templatezzzz.kyc_policy ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.leads_assignmentrule FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('leads_assignmentrule', 'id', '{}', '{desk_id,id,member_id,of_desk_id}', '{}');

ALTER TABLE t_templatezzzz.leads_assignmentrule ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.leads_capacity FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('leads_capacity', 'member_id', '{}', '{member_id}', '{}');

ALTER TABLE t_templatezzzz.leads_capacity ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.leads_handedover FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('leads_handedover', 'id', '{}', '{handover_id,lead_id,taker_id}', '{}');

ALTER TABLE t_templatezzzz.leads_handedover ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.leads_handover FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('leads_handover', 'id', '{}', '{by_id,giver_id,id}', '{}');

ALTER TABLE t_templatezzzz.leads_handover ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.leads_handover_takers FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('leads_handover_takers', 'id', '{}', '{handover_id,member_id}', '{}');

ALTER TABLE t_templatezzzz.leads_handover_takers ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.leads_lead FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('leads_lead', 'id', '{}', '{assigned_to_id,desk_id,id,merged_into_id,person_id}', '{last_deal_at,name_folded,score,version}');

ALTER TABLE t_templatezzzz.leads_lead ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.leads_merge FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('leads_merge', 'id', '{}', '{by_id,dropped_id,id,kept_id}', '{}');

ALTER TABLE t_templatezzzz.leads_merge ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.leads_participation FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('leads_participation', 'id', '{}', '{id,lead_id,member_id}', '{}');

ALTER TABLE t_templatezzzz.leads_participation ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.leads_policy FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('leads_policy', 'id', '{}', '{}', '{}');

ALTER TABLE t_templatezzzz.leads_policy ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.leads_profilechange FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('leads_profilechange', 'id', '{}', '{approval_id,by_id,id,lead_id}', '{}');

ALTER TABLE t_templatezzzz.leads_profilechange ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.leads_protection FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('leads_protection', 'desk_id', '{}', '{desk_id}', '{}');

ALTER TABLE t_templatezzzz.leads_protection ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.leads_scoringrule FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('leads_scoringrule', 'id', '{}', '{id}', '{}');

ALTER TABLE t_templatezzzz.leads_scoringrule ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.leads_source FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('leads_source', 'id', '{}', '{id}', '{}');

ALTER TABLE t_templatezzzz.leads_source ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.ledger_day FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('ledger_day', 'day', '{}', '{}', '{}');

ALTER TABLE t_templatezzzz.ledger_day ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.ledger_period FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('ledger_period', 'id', '{}', '{id,locked_by,unlocked_by}', '{}');

ALTER TABLE t_templatezzzz.ledger_period ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.lists_preference FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('lists_preference', 'id', '{}', '{default_view_id,id,member_id}', '{}');

ALTER TABLE t_templatezzzz.lists_preference ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.lists_segment FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('lists_segment', 'id', '{}', '{id,owner_id}', '{}');

ALTER TABLE t_templatezzzz.lists_segment ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.lists_view FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('lists_view', 'id', '{}', '{id,owner_id}', '{}');

ALTER TABLE t_templatezzzz.lists_view ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.messaging_mail FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('messaging_mail', 'id', '{body,html,subject,to}', '{id}', '{}');

ALTER TABLE t_templatezzzz.messaging_mail ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.mfa_authenticator FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('mfa_authenticator', 'id', '{data}', '{user_id}', '{last_used_at}');

ALTER TABLE t_templatezzzz.mfa_authenticator ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.notifications_preference FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('notifications_preference', 'id', '{}', '{id,user_id}', '{}');

ALTER TABLE t_templatezzzz.notifications_preference ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.payments_attempt FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('payments_attempt', 'id', '{}', '{connection_id,deposit_id,id}', '{}');

ALTER TABLE t_templatezzzz.payments_attempt ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.payments_bankaccount FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('payments_bankaccount', 'id', '{}', '{id}', '{}');

ALTER TABLE t_templatezzzz.payments_bankaccount ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.payments_bankline FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('payments_bankline', 'id', '{}', '{account_id,deposit_id,id,matched_by,statement_id}', '{}');

ALTER TABLE t_templatezzzz.payments_bankline ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.payments_case FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('payments_case', 'id', '{}', '{found_in_id,id,owner_id,record_id}', '{}');

ALTER TABLE t_templatezzzz.payments_case ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.payments_confirmation FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('payments_confirmation', 'id', '{code_hash}', '{id,user_id}', '{}');

ALTER TABLE t_templatezzzz.payments_confirmation ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.payments_correction FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('payments_correction', 'id', '{}', '{approval_id,asked_by_id,case_id,id,reverses,transaction_id}', '{}');

ALTER TABLE t_templatezzzz.payments_correction ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.payments_deposit FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('payments_deposit', 'id', '{checkout_url}', '{approval_id,bank_account_id,client_id,connection_id,id,method_id}', '{}');

ALTER TABLE t_templatezzzz.payments_deposit ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.payments_destination FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('payments_destination', 'id', '{}', '{approval_id,id,party_id,requested_by}', '{}');

ALTER TABLE t_templatezzzz.payments_destination ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.payments_dispute FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('payments_dispute', 'id', '{}', '{connection_id,deposit_id,id,ledger_transaction_id}', '{}');

ALTER TABLE t_templatezzzz.payments_dispute ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.payments_method FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('payments_method', 'id', '{}', '{id}', '{}');

ALTER TABLE t_templatezzzz.payments_method ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.payments_monthclose FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('payments_monthclose', 'id', '{}', '{approval_id,closed_by_id,id,period_id}', '{}');

ALTER TABLE t_templatezzzz.payments_monthclose ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.payments_payout FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('payments_payout', 'id', '{}', '{batch_id,connection_id,deposit_id,hold_id,id,withdrawal_id}', '{}');

ALTER TABLE t_templatezzzz.payments_payout ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.payments_payoutbatch FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('payments_payoutbatch', 'id', '{document}', '{account_id,id,made_by,made_by_person,sent_by}', '{}');

ALTER TABLE t_templatezzzz.payments_payoutbatch ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.payments_policy FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('payments_policy', 'id', '{}', '{}', '{}');

ALTER TABLE t_templatezzzz.payments_policy ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.payments_proof FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('payments_proof', 'id', '{}', '{deposit_id,id,uploaded_by}', '{}');

ALTER TABLE t_templatezzzz.payments_proof ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.payments_reconciliation FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('payments_reconciliation', 'id', '{}', '{id,started_by_id}', '{}');

ALTER TABLE t_templatezzzz.payments_reconciliation ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.payments_route FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('payments_route', 'id', '{}', '{bank_account_id,connection_id,id,method_id}', '{}');

ALTER TABLE t_templatezzzz.payments_route ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.payments_statement FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('payments_statement', 'id', '{}', '{account_id,book_job_id,check_job_id,id,uploaded_by}', '{}');

ALTER TABLE t_templatezzzz.payments_statement ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.payments_withdrawal FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('payments_withdrawal', 'id', '{}', '{approval_id,connection_id,fee_hold_id,id,party_id,requested_by,target_id}', '{}');

ALTER TABLE t_templatezzzz.payments_withdrawal ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.payments_withdrawalpolicy FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('payments_withdrawalpolicy', 'id', '{}', '{}', '{}');

ALTER TABLE t_templatezzzz.payments_withdrawalpolicy ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.rates_markup FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('rates_markup', 'id', '{}', '{id}', '{}');

ALTER TABLE t_templatezzzz.rates_markup ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.rebates_accountterms FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('rebates_accountterms', 'account_id', '{}', '{account_id,redirect_id}', '{}');

ALTER TABLE t_templatezzzz.rebates_accountterms ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.rebates_billingdetails FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('rebates_billingdetails', 'partner_id', '{}', '{partner_id}', '{}');

ALTER TABLE t_templatezzzz.rebates_billingdetails ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.rebates_clawback FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('rebates_clawback', 'id', '{}', '{approval_id,client_id,id,partner_id,requested_by}', '{}');

ALTER TABLE t_templatezzzz.rebates_clawback ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.rebates_dealfacts FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('rebates_dealfacts', 'deal_id', '{}', '{}', '{}');

ALTER TABLE t_templatezzzz.rebates_dealfacts ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.rebates_dispute FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('rebates_dispute', 'id', '{}', '{answered_by_id,batch_id,id,partner_id}', '{}');

ALTER TABLE t_templatezzzz.rebates_dispute ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.rebates_goodwill FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('rebates_goodwill', 'id', '{}', '{approval_id,dispute_id,id,requested_by}', '{}');

ALTER TABLE t_templatezzzz.rebates_goodwill ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.rebates_happening FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('rebates_happening', 'id', '{}', '{client_id,id}', '{}');

ALTER TABLE t_templatezzzz.rebates_happening ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.rebates_payoutitem FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('rebates_payoutitem', 'id', '{}', '{run_id}', '{}');

ALTER TABLE t_templatezzzz.rebates_payoutitem ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.rebates_payoutrun FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('rebates_payoutrun', 'id', '{}', '{approval_id,id,requested_by}', '{}');

ALTER TABLE t_templatezzzz.rebates_payoutrun ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.rebates_plan FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('rebates_plan', 'id', '{}', '{approval_id,id}', '{}');

ALTER TABLE t_templatezzzz.rebates_plan ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.rebates_recalculation FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('rebates_recalculation', 'id', '{}', '{approval_id,asked_by_id,id,job_id}', '{}');

ALTER TABLE t_templatezzzz.rebates_recalculation ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.rebates_whatif FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('rebates_whatif', 'id', '{}', '{asked_by_id,id,job_id,plan_id}', '{}');

ALTER TABLE t_templatezzzz.rebates_whatif ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.staff_appointment FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('staff_appointment', 'id', '{}', '{desk_id,id,member_id,role_id}', '{}');

ALTER TABLE t_templatezzzz.staff_appointment ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.staff_desk FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('staff_desk', 'id', '{}', '{id,parent_id}', '{}');

ALTER TABLE t_templatezzzz.staff_desk ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.staff_member FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('staff_member', 'id', '{}', '{desk_id,id,user_id}', '{}');

ALTER TABLE t_templatezzzz.staff_member ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.staff_role FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('staff_role', 'id', '{}', '{id}', '{}');

ALTER TABLE t_templatezzzz.staff_role ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.staff_roleversion FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('staff_roleversion', 'id', '{}', '{by_id,id,role_id}', '{}');

ALTER TABLE t_templatezzzz.staff_roleversion ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.trading_balanceoperation FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('trading_balanceoperation', 'id', '{}', '{account_id,id,server_id}', '{first_sent_at,lease_until,look_at,lookups,sends,sent_at}');

ALTER TABLE t_templatezzzz.trading_balanceoperation ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.trading_balancerule FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('trading_balancerule', 'currency', '{}', '{}', '{}');

ALTER TABLE t_templatezzzz.trading_balancerule ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.trading_balancesignal FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('trading_balancesignal', 'id', '{}', '{account_id,id}', '{}');

ALTER TABLE t_templatezzzz.trading_balancesignal ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.trading_opening FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('trading_opening', 'id', '{password}', '{account_id,client_id,id,product_id}', '{attempts,lease_until,sent_at}');

ALTER TABLE t_templatezzzz.trading_opening ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.trading_product FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('trading_product', 'id', '{}', '{id,server_id}', '{}');

ALTER TABLE t_templatezzzz.trading_product ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.trading_server FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('trading_server', 'id', '{}', '{connection_id,id}', '{cursor,last_error,last_error_at,last_seen_at,night_read_at}');

ALTER TABLE t_templatezzzz.trading_server ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.trading_symbol FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('trading_symbol', 'id', '{}', '{id}', '{}');

ALTER TABLE t_templatezzzz.trading_symbol ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.trading_tradingaccount FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('trading_tradingaccount', 'id', '{}', '{client_id,id,product_id,server_id}', '{}');

ALTER TABLE t_templatezzzz.trading_tradingaccount ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.wallets_transfer FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('wallets_transfer', 'id', '{}', '{account_id,client_id,hold_id,id,operation_id}', '{}');

ALTER TABLE t_templatezzzz.wallets_transfer ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.wallets_wallettransfer FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('wallets_wallettransfer', 'id', '{}', '{from_id,id,to_id}', '{}');

ALTER TABLE t_templatezzzz.wallets_wallettransfer ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.work_calendarfeed FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('work_calendarfeed', 'user_id', '{digest}', '{user_id}', '{}');

ALTER TABLE t_templatezzzz.work_calendarfeed ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.work_note FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('work_note', 'id', '{sealed}', '{author_id,id,merged_from,subject_id}', '{}');

ALTER TABLE t_templatezzzz.work_note ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.work_occasion FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('work_occasion', 'id', '{}', '{created_by_id,id,subject_id}', '{}');

ALTER TABLE t_templatezzzz.work_occasion ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.work_tag FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('work_tag', 'id', '{}', '{id}', '{}');

ALTER TABLE t_templatezzzz.work_tag ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.work_tagged FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('work_tagged', 'id', '{}', '{id,subject_id,tag_id}', '{}');

ALTER TABLE t_templatezzzz.work_tagged ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON t_templatezzzz.work_task FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.audit_record_truncate('work_task', 'id', '{}', '{before_id,created_by_id,done_by_id,id,merged_from,owner_id,subject_id}', '{}');

ALTER TABLE t_templatezzzz.work_task ENABLE ALWAYS TRIGGER audit_truncate;



CREATE TRIGGER ibs_agreement_freeze BEFORE DELETE OR UPDATE ON t_templatezzzz.ibs_agreement FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.ibs_freeze_agreement();

ALTER TABLE t_templatezzzz.ibs_agreement ENABLE ALWAYS TRIGGER ibs_agreement_freeze;



CREATE TRIGGER ibs_click_refuse_rows BEFORE DELETE OR UPDATE ON t_templatezzzz.ibs_click FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.ibs_refuse_change();

ALTER TABLE t_templatezzzz.ibs_click ENABLE ALWAYS TRIGGER ibs_click_refuse_rows;



CREATE TRIGGER ibs_click_refuse_truncate BEFORE TRUNCATE ON t_templatezzzz.ibs_click FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.ibs_refuse_change();

ALTER TABLE t_templatezzzz.ibs_click ENABLE ALWAYS TRIGGER ibs_click_refuse_truncate;



CREATE TRIGGER ibs_referral_refuse_rows BEFORE DELETE OR UPDATE ON t_templatezzzz.ibs_referral FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.ibs_refuse_change();

ALTER TABLE t_templatezzzz.ibs_referral ENABLE ALWAYS TRIGGER ibs_referral_refuse_rows;



CREATE TRIGGER ibs_referral_refuse_truncate BEFORE TRUNCATE ON t_templatezzzz.ibs_referral FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.ibs_refuse_change();

ALTER TABLE t_templatezzzz.ibs_referral ENABLE ALWAYS TRIGGER ibs_referral_refuse_truncate;



CREATE TRIGGER insight_follow_manager AFTER UPDATE OF assigned_to_id ON t_templatezzzz.leads_lead FOR EACH ROW WHEN ((old.assigned_to_id IS DISTINCT FROM new.assigned_to_id)) EXECUTE FUNCTION t_templatezzzz.insight_follow_manager();

ALTER TABLE t_templatezzzz.leads_lead ENABLE ALWAYS TRIGGER insight_follow_manager;



CREATE TRIGGER insight_take_manager AFTER INSERT ON t_templatezzzz.insight_personfigures REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.insight_take_manager();

ALTER TABLE t_templatezzzz.insight_personfigures ENABLE ALWAYS TRIGGER insight_take_manager;



CREATE TRIGGER ledger_account_refuse_rows BEFORE DELETE OR UPDATE ON t_templatezzzz.ledger_account FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.ledger_refuse_change();

ALTER TABLE t_templatezzzz.ledger_account ENABLE ALWAYS TRIGGER ledger_account_refuse_rows;



CREATE TRIGGER ledger_account_refuse_truncate BEFORE TRUNCATE ON t_templatezzzz.ledger_account FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.ledger_refuse_change();

ALTER TABLE t_templatezzzz.ledger_account ENABLE ALWAYS TRIGGER ledger_account_refuse_truncate;



CREATE TRIGGER ledger_balance_refuse_rows BEFORE DELETE ON t_templatezzzz.ledger_balance FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.ledger_refuse_change();

ALTER TABLE t_templatezzzz.ledger_balance ENABLE ALWAYS TRIGGER ledger_balance_refuse_rows;



CREATE TRIGGER ledger_balance_refuse_truncate BEFORE TRUNCATE ON t_templatezzzz.ledger_balance FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.ledger_refuse_change();

ALTER TABLE t_templatezzzz.ledger_balance ENABLE ALWAYS TRIGGER ledger_balance_refuse_truncate;



CREATE TRIGGER ledger_day_refuse_rows BEFORE DELETE OR UPDATE ON t_templatezzzz.ledger_day FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.ledger_refuse_change();

ALTER TABLE t_templatezzzz.ledger_day ENABLE ALWAYS TRIGGER ledger_day_refuse_rows;



CREATE TRIGGER ledger_day_refuse_truncate BEFORE TRUNCATE ON t_templatezzzz.ledger_day FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.ledger_refuse_change();

ALTER TABLE t_templatezzzz.ledger_day ENABLE ALWAYS TRIGGER ledger_day_refuse_truncate;



CREATE TRIGGER ledger_daybalance_refuse_rows BEFORE DELETE OR UPDATE ON t_templatezzzz.ledger_daybalance FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.ledger_refuse_change();

ALTER TABLE t_templatezzzz.ledger_daybalance ENABLE ALWAYS TRIGGER ledger_daybalance_refuse_rows;



CREATE TRIGGER ledger_daybalance_refuse_truncate BEFORE TRUNCATE ON t_templatezzzz.ledger_daybalance FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.ledger_refuse_change();

ALTER TABLE t_templatezzzz.ledger_daybalance ENABLE ALWAYS TRIGGER ledger_daybalance_refuse_truncate;



CREATE TRIGGER ledger_movement_refuse_rows BEFORE DELETE OR UPDATE ON t_templatezzzz.ledger_movement FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.ledger_refuse_change();

ALTER TABLE t_templatezzzz.ledger_movement ENABLE ALWAYS TRIGGER ledger_movement_refuse_rows;



CREATE TRIGGER ledger_movement_refuse_truncate BEFORE TRUNCATE ON t_templatezzzz.ledger_movement FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.ledger_refuse_change();

ALTER TABLE t_templatezzzz.ledger_movement ENABLE ALWAYS TRIGGER ledger_movement_refuse_truncate;



CREATE TRIGGER outbox_event_refuse_rows BEFORE DELETE OR UPDATE ON t_templatezzzz.outbox_event FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.outbox_refuse_change();

ALTER TABLE t_templatezzzz.outbox_event ENABLE ALWAYS TRIGGER outbox_event_refuse_rows;



CREATE TRIGGER outbox_event_refuse_truncate BEFORE TRUNCATE ON t_templatezzzz.outbox_event FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.outbox_refuse_change();

ALTER TABLE t_templatezzzz.outbox_event ENABLE ALWAYS TRIGGER outbox_event_refuse_truncate;



CREATE TRIGGER rates_rate_refuse_rows BEFORE DELETE OR UPDATE ON t_templatezzzz.rates_rate FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.rates_refuse_change();

ALTER TABLE t_templatezzzz.rates_rate ENABLE ALWAYS TRIGGER rates_rate_refuse_rows;



CREATE TRIGGER rates_rate_refuse_truncate BEFORE TRUNCATE ON t_templatezzzz.rates_rate FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.rates_refuse_change();

ALTER TABLE t_templatezzzz.rates_rate ENABLE ALWAYS TRIGGER rates_rate_refuse_truncate;



CREATE TRIGGER rebates_invoice_refuse_rows BEFORE DELETE OR UPDATE ON t_templatezzzz.rebates_invoice FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.rebates_refuse_change();

ALTER TABLE t_templatezzzz.rebates_invoice ENABLE ALWAYS TRIGGER rebates_invoice_refuse_rows;



CREATE TRIGGER rebates_invoice_refuse_truncate BEFORE TRUNCATE ON t_templatezzzz.rebates_invoice FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.rebates_refuse_change();

ALTER TABLE t_templatezzzz.rebates_invoice ENABLE ALWAYS TRIGGER rebates_invoice_refuse_truncate;



CREATE TRIGGER rebates_invoiceitem_refuse_rows BEFORE DELETE OR UPDATE ON t_templatezzzz.rebates_invoiceitem FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.rebates_refuse_change();

ALTER TABLE t_templatezzzz.rebates_invoiceitem ENABLE ALWAYS TRIGGER rebates_invoiceitem_refuse_rows;



CREATE TRIGGER rebates_invoiceitem_refuse_truncate BEFORE TRUNCATE ON t_templatezzzz.rebates_invoiceitem FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.rebates_refuse_change();

ALTER TABLE t_templatezzzz.rebates_invoiceitem ENABLE ALWAYS TRIGGER rebates_invoiceitem_refuse_truncate;



CREATE TRIGGER rebates_line_refuse_rows BEFORE DELETE OR UPDATE ON t_templatezzzz.rebates_line FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.rebates_refuse_change();

ALTER TABLE t_templatezzzz.rebates_line ENABLE ALWAYS TRIGGER rebates_line_refuse_rows;



CREATE TRIGGER rebates_line_refuse_truncate BEFORE TRUNCATE ON t_templatezzzz.rebates_line FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.rebates_refuse_change();

ALTER TABLE t_templatezzzz.rebates_line ENABLE ALWAYS TRIGGER rebates_line_refuse_truncate;



CREATE TRIGGER rebates_plan_freeze BEFORE DELETE OR UPDATE ON t_templatezzzz.rebates_plan FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.rebates_freeze_plan();

ALTER TABLE t_templatezzzz.rebates_plan ENABLE ALWAYS TRIGGER rebates_plan_freeze;



CREATE TRIGGER rebates_posting_refuse_rows BEFORE DELETE OR UPDATE ON t_templatezzzz.rebates_posting FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.rebates_refuse_change();

ALTER TABLE t_templatezzzz.rebates_posting ENABLE ALWAYS TRIGGER rebates_posting_refuse_rows;



CREATE TRIGGER rebates_posting_refuse_truncate BEFORE TRUNCATE ON t_templatezzzz.rebates_posting FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.rebates_refuse_change();

ALTER TABLE t_templatezzzz.rebates_posting ENABLE ALWAYS TRIGGER rebates_posting_refuse_truncate;



CREATE TRIGGER rebates_settlement_refuse_rows BEFORE DELETE OR UPDATE ON t_templatezzzz.rebates_settlement FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.rebates_refuse_change();

ALTER TABLE t_templatezzzz.rebates_settlement ENABLE ALWAYS TRIGGER rebates_settlement_refuse_rows;



CREATE TRIGGER rebates_settlement_refuse_truncate BEFORE TRUNCATE ON t_templatezzzz.rebates_settlement FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.rebates_refuse_change();

ALTER TABLE t_templatezzzz.rebates_settlement ENABLE ALWAYS TRIGGER rebates_settlement_refuse_truncate;



CREATE TRIGGER trading_deal_attach_only BEFORE UPDATE ON t_templatezzzz.trading_deal FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.trading_attach_only();

ALTER TABLE t_templatezzzz.trading_deal ENABLE ALWAYS TRIGGER trading_deal_attach_only;



CREATE TRIGGER trading_deal_refuse_rows BEFORE DELETE ON t_templatezzzz.trading_deal FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.trading_refuse_change();

ALTER TABLE t_templatezzzz.trading_deal ENABLE ALWAYS TRIGGER trading_deal_refuse_rows;



CREATE TRIGGER trading_deal_refuse_truncate BEFORE TRUNCATE ON t_templatezzzz.trading_deal FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.trading_refuse_change();

ALTER TABLE t_templatezzzz.trading_deal ENABLE ALWAYS TRIGGER trading_deal_refuse_truncate;



CREATE TRIGGER trading_dealchange_refuse_rows BEFORE DELETE OR UPDATE ON t_templatezzzz.trading_dealchange FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.trading_refuse_change();

ALTER TABLE t_templatezzzz.trading_dealchange ENABLE ALWAYS TRIGGER trading_dealchange_refuse_rows;



CREATE TRIGGER trading_dealchange_refuse_truncate BEFORE TRUNCATE ON t_templatezzzz.trading_dealchange FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.trading_refuse_change();

ALTER TABLE t_templatezzzz.trading_dealchange ENABLE ALWAYS TRIGGER trading_dealchange_refuse_truncate;



CREATE TRIGGER trading_positionopen_refuse_rows BEFORE DELETE OR UPDATE ON t_templatezzzz.trading_positionopen FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.trading_refuse_change();

ALTER TABLE t_templatezzzz.trading_positionopen ENABLE ALWAYS TRIGGER trading_positionopen_refuse_rows;



CREATE TRIGGER trading_positionopen_refuse_truncate BEFORE TRUNCATE ON t_templatezzzz.trading_positionopen FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.trading_refuse_change();

ALTER TABLE t_templatezzzz.trading_positionopen ENABLE ALWAYS TRIGGER trading_positionopen_refuse_truncate;



ALTER TABLE ONLY t_templatezzzz.abuse_evidence
    ADD CONSTRAINT abuse_evidence_flag_id_7e586986_fk_abuse_flag_id FOREIGN KEY (flag_id) REFERENCES t_templatezzzz.abuse_flag(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.abuse_flag
    ADD CONSTRAINT abuse_flag_client_id_10aec40b_fk_clients_client_id FOREIGN KEY (client_id) REFERENCES t_templatezzzz.clients_client(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.abuse_flag
    ADD CONSTRAINT abuse_flag_other_id_c7c2e3c7_fk_clients_client_id FOREIGN KEY (other_id) REFERENCES t_templatezzzz.clients_client(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.abuse_flag
    ADD CONSTRAINT abuse_flag_partner_id_478e20f1_fk_ibs_partner_id FOREIGN KEY (partner_id) REFERENCES t_templatezzzz.ibs_partner(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_2c513194_fk_identity_user_id FOREIGN KEY (user_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirm_email_address_id_5b7f8c58_fk_account_e FOREIGN KEY (email_address_id) REFERENCES t_templatezzzz.account_emailaddress(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.apikeys_apikey
    ADD CONSTRAINT apikeys_apikey_user_id_65d44bd6_fk_identity_user_id FOREIGN KEY (user_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.approvals_amendment
    ADD CONSTRAINT approvals_amendment_approval_id_fb353ccd_fk_approvals FOREIGN KEY (approval_id) REFERENCES t_templatezzzz.approvals_approval(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.approvals_amendment
    ADD CONSTRAINT approvals_amendment_by_id_ea61b9cf_fk_identity_user_id FOREIGN KEY (by_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.approvals_approval
    ADD CONSTRAINT approvals_approval_requested_by_id_8ea6ded8_fk_identity_user_id FOREIGN KEY (requested_by_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.approvals_chain
    ADD CONSTRAINT approvals_chain_made_by_id_0bac2d03_fk_identity_user_id FOREIGN KEY (made_by_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.approvals_decision
    ADD CONSTRAINT approvals_decision_approval_id_28bc1ade_fk_approvals FOREIGN KEY (approval_id) REFERENCES t_templatezzzz.approvals_approval(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.approvals_decision
    ADD CONSTRAINT approvals_decision_by_id_ba72a32e_fk_identity_user_id FOREIGN KEY (by_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.approvals_decision
    ADD CONSTRAINT approvals_decision_step_id_24830d10_fk_approvals_step_id FOREIGN KEY (step_id) REFERENCES t_templatezzzz.approvals_step(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.approvals_delegation
    ADD CONSTRAINT approvals_delegation_ended_by_id_d700cfc4_fk_identity_user_id FOREIGN KEY (ended_by_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.approvals_delegation
    ADD CONSTRAINT approvals_delegation_from_member_id_d51b82b5_fk_staff_member_id FOREIGN KEY (from_member_id) REFERENCES t_templatezzzz.staff_member(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.approvals_delegation
    ADD CONSTRAINT approvals_delegation_made_by_id_2b413c95_fk_identity_user_id FOREIGN KEY (made_by_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.approvals_delegation
    ADD CONSTRAINT approvals_delegation_to_member_id_b9d2e3c6_fk_staff_member_id FOREIGN KEY (to_member_id) REFERENCES t_templatezzzz.staff_member(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.approvals_policy
    ADD CONSTRAINT approvals_policy_made_by_id_3072a528_fk_identity_user_id FOREIGN KEY (made_by_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.approvals_step
    ADD CONSTRAINT approvals_step_approval_id_cb8616d6_fk_approvals_approval_id FOREIGN KEY (approval_id) REFERENCES t_templatezzzz.approvals_approval(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.clients_client
    ADD CONSTRAINT clients_client_lead_id_e3a47901_fk_leads_lead_id FOREIGN KEY (lead_id) REFERENCES t_templatezzzz.leads_lead(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.clients_client
    ADD CONSTRAINT clients_client_user_id_57c8fc4a_fk_identity_user_id FOREIGN KEY (user_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_acceptance
    ADD CONSTRAINT ibs_acceptance_agreement_id_813cfdb7_fk_ibs_agreement_id FOREIGN KEY (agreement_id) REFERENCES t_templatezzzz.ibs_agreement(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_acceptance
    ADD CONSTRAINT ibs_acceptance_partner_id_8e79184c_fk_ibs_partner_id FOREIGN KEY (partner_id) REFERENCES t_templatezzzz.ibs_partner(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_agreement
    ADD CONSTRAINT ibs_agreement_programme_id_82b4a4b0_fk_ibs_programme_id FOREIGN KEY (programme_id) REFERENCES t_templatezzzz.ibs_programme(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_application
    ADD CONSTRAINT ibs_application_invitation_id_6e745bae_fk_ibs_invitation_id FOREIGN KEY (invitation_id) REFERENCES t_templatezzzz.ibs_invitation(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_application
    ADD CONSTRAINT ibs_application_partner_id_2aca9855_fk_ibs_partner_id FOREIGN KEY (partner_id) REFERENCES t_templatezzzz.ibs_partner(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_application
    ADD CONSTRAINT ibs_application_programme_id_39507df5_fk_ibs_programme_id FOREIGN KEY (programme_id) REFERENCES t_templatezzzz.ibs_programme(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_click
    ADD CONSTRAINT ibs_click_link_id_32671836_fk_ibs_referrallink_id FOREIGN KEY (link_id) REFERENCES t_templatezzzz.ibs_referrallink(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_click
    ADD CONSTRAINT ibs_click_partner_id_f23030c4_fk_ibs_partner_id FOREIGN KEY (partner_id) REFERENCES t_templatezzzz.ibs_partner(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_clientpartner
    ADD CONSTRAINT ibs_clientpartner_client_id_015382f6_fk_clients_client_id FOREIGN KEY (client_id) REFERENCES t_templatezzzz.clients_client(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_clientpartner
    ADD CONSTRAINT ibs_clientpartner_partner_id_8817e540_fk_ibs_partner_id FOREIGN KEY (partner_id) REFERENCES t_templatezzzz.ibs_partner(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_clientrebate
    ADD CONSTRAINT ibs_clientrebate_partner_id_e38ce04f_fk_ibs_partner_id FOREIGN KEY (partner_id) REFERENCES t_templatezzzz.ibs_partner(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_clientrebatechange
    ADD CONSTRAINT ibs_clientrebatechange_partner_id_d955fcdc_fk_ibs_partner_id FOREIGN KEY (partner_id) REFERENCES t_templatezzzz.ibs_partner(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_invitation
    ADD CONSTRAINT ibs_invitation_partner_id_263fda4b_fk_ibs_partner_id FOREIGN KEY (partner_id) REFERENCES t_templatezzzz.ibs_partner(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_invitation
    ADD CONSTRAINT ibs_invitation_programme_id_be729c2c_fk_ibs_programme_id FOREIGN KEY (programme_id) REFERENCES t_templatezzzz.ibs_programme(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_ownshare
    ADD CONSTRAINT ibs_ownshare_parent_id_3c5b10f8_fk_ibs_partner_id FOREIGN KEY (parent_id) REFERENCES t_templatezzzz.ibs_partner(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_ownshare
    ADD CONSTRAINT ibs_ownshare_partner_id_0cfc6ec3_fk_ibs_partner_id FOREIGN KEY (partner_id) REFERENCES t_templatezzzz.ibs_partner(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_partner
    ADD CONSTRAINT ibs_partner_person_id_aedcd0f5_fk_identity_person_id FOREIGN KEY (person_id) REFERENCES t_templatezzzz.identity_person(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_partner
    ADD CONSTRAINT ibs_partner_user_id_738cbdec_fk_identity_user_id FOREIGN KEY (user_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_partnerparent
    ADD CONSTRAINT ibs_partnerparent_parent_id_84defb8c_fk_ibs_partner_id FOREIGN KEY (parent_id) REFERENCES t_templatezzzz.ibs_partner(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_partnerparent
    ADD CONSTRAINT ibs_partnerparent_partner_id_30f8838a_fk_ibs_partner_id FOREIGN KEY (partner_id) REFERENCES t_templatezzzz.ibs_partner(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_partnerprogramme
    ADD CONSTRAINT ibs_partnerprogramme_partner_id_8bedbb1b_fk_ibs_partner_id FOREIGN KEY (partner_id) REFERENCES t_templatezzzz.ibs_partner(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_partnerprogramme
    ADD CONSTRAINT ibs_partnerprogramme_programme_id_120a532a_fk_ibs_programme_id FOREIGN KEY (programme_id) REFERENCES t_templatezzzz.ibs_programme(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_partnerrank
    ADD CONSTRAINT ibs_partnerrank_partner_id_d20862d2_fk_ibs_partner_id FOREIGN KEY (partner_id) REFERENCES t_templatezzzz.ibs_partner(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_partnerstatus
    ADD CONSTRAINT ibs_partnerstatus_partner_id_d7a9b2b1_fk_ibs_partner_id FOREIGN KEY (partner_id) REFERENCES t_templatezzzz.ibs_partner(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_programme
    ADD CONSTRAINT ibs_programme_landing_id_5292b6ca_fk_ibs_landing_id FOREIGN KEY (landing_id) REFERENCES t_templatezzzz.ibs_landing(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_programme
    ADD CONSTRAINT ibs_programme_parent_id_ac391397_fk_ibs_partner_id FOREIGN KEY (parent_id) REFERENCES t_templatezzzz.ibs_partner(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_promo
    ADD CONSTRAINT ibs_promo_landing_id_bf72a300_fk_ibs_landing_id FOREIGN KEY (landing_id) REFERENCES t_templatezzzz.ibs_landing(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_rankchange
    ADD CONSTRAINT ibs_rankchange_partner_id_ed687fb4_fk_ibs_partner_id FOREIGN KEY (partner_id) REFERENCES t_templatezzzz.ibs_partner(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_referral
    ADD CONSTRAINT ibs_referral_click_id_ed747f14_fk_ibs_click_id FOREIGN KEY (click_id) REFERENCES t_templatezzzz.ibs_click(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_referral
    ADD CONSTRAINT ibs_referral_client_id_d428a683_fk_clients_client_id FOREIGN KEY (client_id) REFERENCES t_templatezzzz.clients_client(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_referral
    ADD CONSTRAINT ibs_referral_link_id_b2fbb1fe_fk_ibs_referrallink_id FOREIGN KEY (link_id) REFERENCES t_templatezzzz.ibs_referrallink(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_referral
    ADD CONSTRAINT ibs_referral_partner_id_697cb6bd_fk_ibs_partner_id FOREIGN KEY (partner_id) REFERENCES t_templatezzzz.ibs_partner(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_referrallink
    ADD CONSTRAINT ibs_referrallink_landing_id_e2ee2b31_fk_ibs_landing_id FOREIGN KEY (landing_id) REFERENCES t_templatezzzz.ibs_landing(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_referrallink
    ADD CONSTRAINT ibs_referrallink_partner_id_306a731b_fk_ibs_partner_id FOREIGN KEY (partner_id) REFERENCES t_templatezzzz.ibs_partner(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_treemove
    ADD CONSTRAINT ibs_treemove_from_parent_id_c94b80d8_fk_ibs_partner_id FOREIGN KEY (from_parent_id) REFERENCES t_templatezzzz.ibs_partner(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_treemove
    ADD CONSTRAINT ibs_treemove_partner_id_9dfbbfa7_fk_ibs_partner_id FOREIGN KEY (partner_id) REFERENCES t_templatezzzz.ibs_partner(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_treemove
    ADD CONSTRAINT ibs_treemove_to_parent_id_3d53c521_fk_ibs_partner_id FOREIGN KEY (to_parent_id) REFERENCES t_templatezzzz.ibs_partner(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.identity_login
    ADD CONSTRAINT identity_login_user_id_c001b472_fk_identity_user_id FOREIGN KEY (user_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.identity_user
    ADD CONSTRAINT identity_user_person_id_fc7d85e9_fk_identity_person_id FOREIGN KEY (person_id) REFERENCES t_templatezzzz.identity_person(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.identity_visit
    ADD CONSTRAINT identity_visit_by_id_10cc9be6_fk_identity_user_id FOREIGN KEY (by_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.identity_visit
    ADD CONSTRAINT identity_visit_to_id_3bc354c2_fk_identity_user_id FOREIGN KEY (to_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.imports_import
    ADD CONSTRAINT imports_import_check_job_id_2e5343e9_fk_jobs_job_id FOREIGN KEY (check_job_id) REFERENCES t_templatezzzz.jobs_job(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.imports_import
    ADD CONSTRAINT imports_import_created_by_id_e72bfbc5_fk_identity_user_id FOREIGN KEY (created_by_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.imports_import
    ADD CONSTRAINT imports_import_run_job_id_aaae59ac_fk_jobs_job_id FOREIGN KEY (run_job_id) REFERENCES t_templatezzzz.jobs_job(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.insight_personfigures
    ADD CONSTRAINT insight_personfigures_lead_id_42e32be2_fk_leads_lead_id FOREIGN KEY (lead_id) REFERENCES t_templatezzzz.leads_lead(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.jobs_job
    ADD CONSTRAINT jobs_job_started_by_id_2c714dad_fk_identity_user_id FOREIGN KEY (started_by_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.jobs_job
    ADD CONSTRAINT jobs_job_undoes_id_94dd5891_fk_jobs_job_id FOREIGN KEY (undoes_id) REFERENCES t_templatezzzz.jobs_job(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.jobs_outcome
    ADD CONSTRAINT jobs_outcome_job_id_fb68ea3d_fk_jobs_job_id FOREIGN KEY (job_id) REFERENCES t_templatezzzz.jobs_job(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.jobs_progress
    ADD CONSTRAINT jobs_progress_job_id_de757899_fk_jobs_job_id FOREIGN KEY (job_id) REFERENCES t_templatezzzz.jobs_job(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.jobs_selection
    ADD CONSTRAINT jobs_selection_chosen_by_id_dc4c6fc2_fk_identity_user_id FOREIGN KEY (chosen_by_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.kyc_check
    ADD CONSTRAINT kyc_check_client_id_2151b29b_fk_clients_client_id FOREIGN KEY (client_id) REFERENCES t_templatezzzz.clients_client(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.kyc_check
    ADD CONSTRAINT kyc_check_decided_by_id_10d9bc24_fk_identity_user_id FOREIGN KEY (decided_by_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.leads_assignmentrule
    ADD CONSTRAINT leads_assignmentrule_desk_id_b88405a2_fk_staff_desk_id FOREIGN KEY (desk_id) REFERENCES t_templatezzzz.staff_desk(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.leads_assignmentrule
    ADD CONSTRAINT leads_assignmentrule_member_id_5a6a2923_fk_staff_member_id FOREIGN KEY (member_id) REFERENCES t_templatezzzz.staff_member(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.leads_assignmentrule
    ADD CONSTRAINT leads_assignmentrule_of_desk_id_70d83391_fk_staff_desk_id FOREIGN KEY (of_desk_id) REFERENCES t_templatezzzz.staff_desk(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.leads_capacity
    ADD CONSTRAINT leads_capacity_member_id_60d27e3c_fk_staff_member_id FOREIGN KEY (member_id) REFERENCES t_templatezzzz.staff_member(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.leads_handedover
    ADD CONSTRAINT leads_handedover_handover_id_6524737a_fk_leads_handover_id FOREIGN KEY (handover_id) REFERENCES t_templatezzzz.leads_handover(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.leads_handedover
    ADD CONSTRAINT leads_handedover_lead_id_2afc7618_fk_leads_lead_id FOREIGN KEY (lead_id) REFERENCES t_templatezzzz.leads_lead(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.leads_handedover
    ADD CONSTRAINT leads_handedover_taker_id_88632d9f_fk_staff_member_id FOREIGN KEY (taker_id) REFERENCES t_templatezzzz.staff_member(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.leads_handover
    ADD CONSTRAINT leads_handover_by_id_901b3b4d_fk_staff_member_id FOREIGN KEY (by_id) REFERENCES t_templatezzzz.staff_member(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.leads_handover
    ADD CONSTRAINT leads_handover_giver_id_72614979_fk_staff_member_id FOREIGN KEY (giver_id) REFERENCES t_templatezzzz.staff_member(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.leads_handover_takers
    ADD CONSTRAINT leads_handover_takers_handover_id_e8b5b415_fk_leads_handover_id FOREIGN KEY (handover_id) REFERENCES t_templatezzzz.leads_handover(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.leads_handover_takers
    ADD CONSTRAINT leads_handover_takers_member_id_9d1d0495_fk_staff_member_id FOREIGN KEY (member_id) REFERENCES t_templatezzzz.staff_member(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.leads_lead
    ADD CONSTRAINT leads_lead_assigned_to_id_d7a91e6c_fk_staff_member_id FOREIGN KEY (assigned_to_id) REFERENCES t_templatezzzz.staff_member(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.leads_lead
    ADD CONSTRAINT leads_lead_desk_id_e3b11d78_fk_staff_desk_id FOREIGN KEY (desk_id) REFERENCES t_templatezzzz.staff_desk(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.leads_lead
    ADD CONSTRAINT leads_lead_merged_into_id_c068178b_fk_leads_lead_id FOREIGN KEY (merged_into_id) REFERENCES t_templatezzzz.leads_lead(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.leads_lead
    ADD CONSTRAINT leads_lead_person_id_b17a05d7_fk_identity_person_id FOREIGN KEY (person_id) REFERENCES t_templatezzzz.identity_person(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.leads_merge
    ADD CONSTRAINT leads_merge_by_id_f2e180c6_fk_staff_member_id FOREIGN KEY (by_id) REFERENCES t_templatezzzz.staff_member(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.leads_merge
    ADD CONSTRAINT leads_merge_dropped_id_79c4878d_fk_leads_lead_id FOREIGN KEY (dropped_id) REFERENCES t_templatezzzz.leads_lead(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.leads_merge
    ADD CONSTRAINT leads_merge_kept_id_449dbe9c_fk_leads_lead_id FOREIGN KEY (kept_id) REFERENCES t_templatezzzz.leads_lead(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.leads_participation
    ADD CONSTRAINT leads_participation_lead_id_933ed55d_fk_leads_lead_id FOREIGN KEY (lead_id) REFERENCES t_templatezzzz.leads_lead(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.leads_participation
    ADD CONSTRAINT leads_participation_member_id_8d9c928b_fk_staff_member_id FOREIGN KEY (member_id) REFERENCES t_templatezzzz.staff_member(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.leads_profilechange
    ADD CONSTRAINT leads_profilechange_by_id_b0d2ce17_fk_staff_member_id FOREIGN KEY (by_id) REFERENCES t_templatezzzz.staff_member(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.leads_profilechange
    ADD CONSTRAINT leads_profilechange_lead_id_e47ba270_fk_leads_lead_id FOREIGN KEY (lead_id) REFERENCES t_templatezzzz.leads_lead(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.leads_protection
    ADD CONSTRAINT leads_protection_desk_id_fe6a94e4_fk_staff_desk_id FOREIGN KEY (desk_id) REFERENCES t_templatezzzz.staff_desk(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.leads_statuschange
    ADD CONSTRAINT leads_statuschange_lead_id_704bfbd7_fk_leads_lead_id FOREIGN KEY (lead_id) REFERENCES t_templatezzzz.leads_lead(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ledger_balance
    ADD CONSTRAINT ledger_balance_account_id_c2c102a5_fk_ledger_account_id FOREIGN KEY (account_id) REFERENCES t_templatezzzz.ledger_account(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ledger_daybalance
    ADD CONSTRAINT ledger_daybalance_account_id_4122b733_fk_ledger_account_id FOREIGN KEY (account_id) REFERENCES t_templatezzzz.ledger_account(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ledger_movement
    ADD CONSTRAINT ledger_movement_credit FOREIGN KEY (credit_id, currency) REFERENCES t_templatezzzz.ledger_account(id, currency) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ledger_movement
    ADD CONSTRAINT ledger_movement_debit FOREIGN KEY (debit_id, currency) REFERENCES t_templatezzzz.ledger_account(id, currency) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ledger_movement
    ADD CONSTRAINT ledger_movement_of_hold_fcbb78e5_fk_ledger_movement_id FOREIGN KEY (of_hold) REFERENCES t_templatezzzz.ledger_movement(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ledger_movement
    ADD CONSTRAINT ledger_movement_reverses_6de20cfd_fk_ledger_movement_id FOREIGN KEY (reverses) REFERENCES t_templatezzzz.ledger_movement(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.lists_preference
    ADD CONSTRAINT lists_preference_default_view_id_1f43166b_fk_lists_view_id FOREIGN KEY (default_view_id) REFERENCES t_templatezzzz.lists_view(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.lists_preference
    ADD CONSTRAINT lists_preference_member_id_c0a8d9f0_fk_staff_member_id FOREIGN KEY (member_id) REFERENCES t_templatezzzz.staff_member(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.lists_segment
    ADD CONSTRAINT lists_segment_owner_id_d2fb31e4_fk_staff_member_id FOREIGN KEY (owner_id) REFERENCES t_templatezzzz.staff_member(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.lists_view
    ADD CONSTRAINT lists_view_owner_id_f75a0738_fk_staff_member_id FOREIGN KEY (owner_id) REFERENCES t_templatezzzz.staff_member(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_user_id_0c3a50c0_fk_identity_user_id FOREIGN KEY (user_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.notifications_mailing
    ADD CONSTRAINT notifications_mailing_user_id_84ed6128_fk_identity_user_id FOREIGN KEY (user_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.notifications_notification
    ADD CONSTRAINT notifications_notifi_mailing_id_f6d3998c_fk_notificat FOREIGN KEY (mailing_id) REFERENCES t_templatezzzz.notifications_mailing(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.notifications_notification
    ADD CONSTRAINT notifications_notification_user_id_b5e8c0ff_fk_identity_user_id FOREIGN KEY (user_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.notifications_preference
    ADD CONSTRAINT notifications_preference_user_id_c839c2d6_fk_identity_user_id FOREIGN KEY (user_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.outbox_delivery
    ADD CONSTRAINT outbox_delivery_event_id_9d7b7ab0_fk_outbox_event_id FOREIGN KEY (event_id) REFERENCES t_templatezzzz.outbox_event(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.payments_attempt
    ADD CONSTRAINT payments_attempt_deposit_id_0af43213_fk_payments_deposit_id FOREIGN KEY (deposit_id) REFERENCES t_templatezzzz.payments_deposit(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.payments_bankline
    ADD CONSTRAINT payments_bankline_account_id_3191516f_fk_payments_ FOREIGN KEY (account_id) REFERENCES t_templatezzzz.payments_bankaccount(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.payments_bankline
    ADD CONSTRAINT payments_bankline_statement_id_2217fa7d_fk_payments_ FOREIGN KEY (statement_id) REFERENCES t_templatezzzz.payments_statement(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.payments_case
    ADD CONSTRAINT payments_case_found_in_id_dc510cb9_fk_payments_ FOREIGN KEY (found_in_id) REFERENCES t_templatezzzz.payments_reconciliation(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.payments_case
    ADD CONSTRAINT payments_case_owner_id_2e5363da_fk_identity_user_id FOREIGN KEY (owner_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.payments_correction
    ADD CONSTRAINT payments_correction_asked_by_id_54b699d2_fk_identity_user_id FOREIGN KEY (asked_by_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.payments_correction
    ADD CONSTRAINT payments_correction_case_id_a71ace98_fk_payments_case_id FOREIGN KEY (case_id) REFERENCES t_templatezzzz.payments_case(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.payments_deposit
    ADD CONSTRAINT payments_deposit_bank_account_id_2f8b9159_fk_payments_ FOREIGN KEY (bank_account_id) REFERENCES t_templatezzzz.payments_bankaccount(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.payments_deposit
    ADD CONSTRAINT payments_deposit_client_id_41b754f1_fk_clients_client_id FOREIGN KEY (client_id) REFERENCES t_templatezzzz.clients_client(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.payments_deposit
    ADD CONSTRAINT payments_deposit_method_id_79d19565_fk_payments_method_id FOREIGN KEY (method_id) REFERENCES t_templatezzzz.payments_method(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.payments_dispute
    ADD CONSTRAINT payments_dispute_deposit_id_b1759d3a_fk_payments_deposit_id FOREIGN KEY (deposit_id) REFERENCES t_templatezzzz.payments_deposit(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.payments_finding
    ADD CONSTRAINT payments_finding_case_id_5fb3f366_fk_payments_case_id FOREIGN KEY (case_id) REFERENCES t_templatezzzz.payments_case(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.payments_finding
    ADD CONSTRAINT payments_finding_run_id_a8450a2b_fk_payments_reconciliation_id FOREIGN KEY (run_id) REFERENCES t_templatezzzz.payments_reconciliation(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.payments_monthclose
    ADD CONSTRAINT payments_monthclose_closed_by_id_060716a5_fk_identity_user_id FOREIGN KEY (closed_by_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.payments_payout
    ADD CONSTRAINT payments_payout_batch_id_a4d315d8_fk_payments_payoutbatch_id FOREIGN KEY (batch_id) REFERENCES t_templatezzzz.payments_payoutbatch(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.payments_payout
    ADD CONSTRAINT payments_payout_deposit_id_e2cae93a_fk_payments_deposit_id FOREIGN KEY (deposit_id) REFERENCES t_templatezzzz.payments_deposit(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.payments_payout
    ADD CONSTRAINT payments_payout_withdrawal_id_404916ba_fk_payments_ FOREIGN KEY (withdrawal_id) REFERENCES t_templatezzzz.payments_withdrawal(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.payments_proof
    ADD CONSTRAINT payments_proof_deposit_id_78ea2e59_fk_payments_deposit_id FOREIGN KEY (deposit_id) REFERENCES t_templatezzzz.payments_deposit(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.payments_reconciliation
    ADD CONSTRAINT payments_reconciliat_started_by_id_93fc6c40_fk_identity_ FOREIGN KEY (started_by_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.payments_route
    ADD CONSTRAINT payments_route_bank_account_id_ac2a6413_fk_payments_ FOREIGN KEY (bank_account_id) REFERENCES t_templatezzzz.payments_bankaccount(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.payments_route
    ADD CONSTRAINT payments_route_method_id_63c86686_fk_payments_method_id FOREIGN KEY (method_id) REFERENCES t_templatezzzz.payments_method(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.payments_statement
    ADD CONSTRAINT payments_statement_account_id_7c12832e_fk_payments_ FOREIGN KEY (account_id) REFERENCES t_templatezzzz.payments_bankaccount(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.payments_withdrawal
    ADD CONSTRAINT payments_withdrawal_target_id_50ca131a_fk_payments_ FOREIGN KEY (target_id) REFERENCES t_templatezzzz.payments_destination(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.rebates_accountterms
    ADD CONSTRAINT rebates_accountterms_redirect_id_440afa05_fk_ibs_partner_id FOREIGN KEY (redirect_id) REFERENCES t_templatezzzz.ibs_partner(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.rebates_billingdetails
    ADD CONSTRAINT rebates_billingdetails_partner_id_be5f590c_fk_ibs_partner_id FOREIGN KEY (partner_id) REFERENCES t_templatezzzz.ibs_partner(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.rebates_cell
    ADD CONSTRAINT rebates_cell_what_if_id_30950ef4_fk_rebates_whatif_id FOREIGN KEY (what_if_id) REFERENCES t_templatezzzz.rebates_whatif(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.rebates_clawback
    ADD CONSTRAINT rebates_clawback_client_id_ab640562_fk_clients_client_id FOREIGN KEY (client_id) REFERENCES t_templatezzzz.clients_client(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.rebates_clawback
    ADD CONSTRAINT rebates_clawback_partner_id_3aae4f9f_fk_ibs_partner_id FOREIGN KEY (partner_id) REFERENCES t_templatezzzz.ibs_partner(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.rebates_difference
    ADD CONSTRAINT rebates_difference_client_id_af8c9567_fk_clients_client_id FOREIGN KEY (client_id) REFERENCES t_templatezzzz.clients_client(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.rebates_difference
    ADD CONSTRAINT rebates_difference_partner_id_776c41dd_fk_ibs_partner_id FOREIGN KEY (partner_id) REFERENCES t_templatezzzz.ibs_partner(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.rebates_difference
    ADD CONSTRAINT rebates_difference_recalculation_id_3cd8d7ad_fk_rebates_r FOREIGN KEY (recalculation_id) REFERENCES t_templatezzzz.rebates_recalculation(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.rebates_dispute
    ADD CONSTRAINT rebates_dispute_answered_by_id_187c5562_fk_identity_user_id FOREIGN KEY (answered_by_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.rebates_dispute
    ADD CONSTRAINT rebates_dispute_partner_id_59a2d4dd_fk_ibs_partner_id FOREIGN KEY (partner_id) REFERENCES t_templatezzzz.ibs_partner(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.rebates_goodwill
    ADD CONSTRAINT rebates_goodwill_dispute_id_658e6319_fk_rebates_dispute_id FOREIGN KEY (dispute_id) REFERENCES t_templatezzzz.rebates_dispute(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.rebates_happening
    ADD CONSTRAINT rebates_happening_client_id_7313390b_fk_clients_client_id FOREIGN KEY (client_id) REFERENCES t_templatezzzz.clients_client(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.rebates_invoice
    ADD CONSTRAINT rebates_invoice_corrects_id_5f3439cc_fk_rebates_invoice_id FOREIGN KEY (corrects_id) REFERENCES t_templatezzzz.rebates_invoice(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.rebates_invoice
    ADD CONSTRAINT rebates_invoice_partner_id_5b91e704_fk_ibs_partner_id FOREIGN KEY (partner_id) REFERENCES t_templatezzzz.ibs_partner(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.rebates_invoiceitem
    ADD CONSTRAINT rebates_invoiceitem_invoice_id_e6d30345_fk_rebates_invoice_id FOREIGN KEY (invoice_id) REFERENCES t_templatezzzz.rebates_invoice(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.rebates_invoiceitem
    ADD CONSTRAINT rebates_invoiceitem_settlement_id_ba933343_fk_rebates_s FOREIGN KEY (settlement_id) REFERENCES t_templatezzzz.rebates_settlement(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.rebates_late
    ADD CONSTRAINT rebates_late_plan_id_b745f09a_fk_rebates_plan_id FOREIGN KEY (plan_id) REFERENCES t_templatezzzz.rebates_plan(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.rebates_line
    ADD CONSTRAINT rebates_line_client_id_2519e9f5_fk_clients_client_id FOREIGN KEY (client_id) REFERENCES t_templatezzzz.clients_client(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.rebates_line
    ADD CONSTRAINT rebates_line_partner_id_77f90902_fk_ibs_partner_id FOREIGN KEY (partner_id) REFERENCES t_templatezzzz.ibs_partner(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.rebates_line
    ADD CONSTRAINT rebates_line_plan_id_57b72478_fk_rebates_plan_id FOREIGN KEY (plan_id) REFERENCES t_templatezzzz.rebates_plan(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.rebates_payoutitem
    ADD CONSTRAINT rebates_payoutitem_run_id_23cda5ef_fk_rebates_payoutrun_id FOREIGN KEY (run_id) REFERENCES t_templatezzzz.rebates_payoutrun(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.rebates_recalculation
    ADD CONSTRAINT rebates_recalculation_asked_by_id_b53ee218_fk_identity_user_id FOREIGN KEY (asked_by_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.rebates_settlement
    ADD CONSTRAINT rebates_settlement_run_id_b7b1d9e8_fk_rebates_payoutrun_id FOREIGN KEY (run_id) REFERENCES t_templatezzzz.rebates_payoutrun(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.rebates_shadowcourse
    ADD CONSTRAINT rebates_shadowcourse_plan_id_3d0e571b_fk_rebates_plan_id FOREIGN KEY (plan_id) REFERENCES t_templatezzzz.rebates_plan(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.rebates_shadowline
    ADD CONSTRAINT rebates_shadowline_partner_id_37a71ba3_fk_ibs_partner_id FOREIGN KEY (partner_id) REFERENCES t_templatezzzz.ibs_partner(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.rebates_shadowline
    ADD CONSTRAINT rebates_shadowline_plan_id_1585e745_fk_rebates_plan_id FOREIGN KEY (plan_id) REFERENCES t_templatezzzz.rebates_plan(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.rebates_whatif
    ADD CONSTRAINT rebates_whatif_asked_by_id_78007aec_fk_identity_user_id FOREIGN KEY (asked_by_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.rebates_whatif
    ADD CONSTRAINT rebates_whatif_plan_id_e8f621c5_fk_rebates_plan_id FOREIGN KEY (plan_id) REFERENCES t_templatezzzz.rebates_plan(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.staff_appointment
    ADD CONSTRAINT staff_appointment_desk_id_e49b751e_fk_staff_desk_id FOREIGN KEY (desk_id) REFERENCES t_templatezzzz.staff_desk(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.staff_appointment
    ADD CONSTRAINT staff_appointment_member_id_cac97689_fk_staff_member_id FOREIGN KEY (member_id) REFERENCES t_templatezzzz.staff_member(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.staff_appointment
    ADD CONSTRAINT staff_appointment_role_id_e7e49aab_fk_staff_role_id FOREIGN KEY (role_id) REFERENCES t_templatezzzz.staff_role(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.staff_desk
    ADD CONSTRAINT staff_desk_parent_id_5692b55c_fk_staff_desk_id FOREIGN KEY (parent_id) REFERENCES t_templatezzzz.staff_desk(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.staff_member
    ADD CONSTRAINT staff_member_desk_id_fe070f65_fk_staff_desk_id FOREIGN KEY (desk_id) REFERENCES t_templatezzzz.staff_desk(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.staff_member
    ADD CONSTRAINT staff_member_user_id_f45ddd23_fk_identity_user_id FOREIGN KEY (user_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.staff_roleversion
    ADD CONSTRAINT staff_roleversion_by_id_88456ed6_fk_staff_member_id FOREIGN KEY (by_id) REFERENCES t_templatezzzz.staff_member(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.staff_roleversion
    ADD CONSTRAINT staff_roleversion_role_id_8ce725ea_fk_staff_role_id FOREIGN KEY (role_id) REFERENCES t_templatezzzz.staff_role(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.trading_balanceoperation
    ADD CONSTRAINT trading_balanceopera_account_id_154c2d96_fk_trading_t FOREIGN KEY (account_id) REFERENCES t_templatezzzz.trading_tradingaccount(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.trading_balanceoperation
    ADD CONSTRAINT trading_balanceopera_server_id_bda2aa60_fk_trading_s FOREIGN KEY (server_id) REFERENCES t_templatezzzz.trading_server(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.trading_balancesignal
    ADD CONSTRAINT trading_balancesigna_account_id_cef56168_fk_trading_t FOREIGN KEY (account_id) REFERENCES t_templatezzzz.trading_tradingaccount(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.trading_dailyequity
    ADD CONSTRAINT trading_dailyequity_account_id_f6ea69d2_fk_trading_t FOREIGN KEY (account_id) REFERENCES t_templatezzzz.trading_tradingaccount(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.trading_deal
    ADD CONSTRAINT trading_deal_account_id_edf3bad0_fk_trading_tradingaccount_id FOREIGN KEY (account_id) REFERENCES t_templatezzzz.trading_tradingaccount(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.trading_deal
    ADD CONSTRAINT trading_deal_server_id_4f026d05_fk_trading_server_id FOREIGN KEY (server_id) REFERENCES t_templatezzzz.trading_server(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.trading_dealchange
    ADD CONSTRAINT trading_dealchange_deal_id_4eea9cd8_fk_trading_deal_id FOREIGN KEY (deal_id) REFERENCES t_templatezzzz.trading_deal(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.trading_opening
    ADD CONSTRAINT trading_opening_account_id_79d9bdf3_fk_trading_t FOREIGN KEY (account_id) REFERENCES t_templatezzzz.trading_tradingaccount(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.trading_opening
    ADD CONSTRAINT trading_opening_product_id_c51ca5fc_fk_trading_product_id FOREIGN KEY (product_id) REFERENCES t_templatezzzz.trading_product(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.trading_positionopen
    ADD CONSTRAINT trading_positionopen_server_id_48adc988_fk_trading_server_id FOREIGN KEY (server_id) REFERENCES t_templatezzzz.trading_server(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.trading_product
    ADD CONSTRAINT trading_product_server_id_16adae66_fk_trading_server_id FOREIGN KEY (server_id) REFERENCES t_templatezzzz.trading_server(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.trading_tradingaccount
    ADD CONSTRAINT trading_tradingaccou_product_id_fef8441f_fk_trading_p FOREIGN KEY (product_id) REFERENCES t_templatezzzz.trading_product(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.trading_tradingaccount
    ADD CONSTRAINT trading_tradingaccount_server_id_f114b240_fk_trading_server_id FOREIGN KEY (server_id) REFERENCES t_templatezzzz.trading_server(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.wallets_transfer
    ADD CONSTRAINT wallets_transfer_account_id_b9abc0d1_fk_trading_t FOREIGN KEY (account_id) REFERENCES t_templatezzzz.trading_tradingaccount(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.wallets_transfer
    ADD CONSTRAINT wallets_transfer_client_id_c5934e78_fk_clients_client_id FOREIGN KEY (client_id) REFERENCES t_templatezzzz.clients_client(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.work_calendarfeed
    ADD CONSTRAINT work_calendarfeed_user_id_1419e26c_fk_identity_user_id FOREIGN KEY (user_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.work_note
    ADD CONSTRAINT work_note_author_id_aae2ad43_fk_identity_user_id FOREIGN KEY (author_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.work_occasion
    ADD CONSTRAINT work_occasion_created_by_id_d18dc64d_fk_identity_user_id FOREIGN KEY (created_by_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.work_tagged
    ADD CONSTRAINT work_tagged_tag_id_5c40d132_fk_work_tag_id FOREIGN KEY (tag_id) REFERENCES t_templatezzzz.work_tag(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.work_task
    ADD CONSTRAINT work_task_before_id_198ed702_fk_work_task_id FOREIGN KEY (before_id) REFERENCES t_templatezzzz.work_task(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.work_task
    ADD CONSTRAINT work_task_created_by_id_2b386c3c_fk_identity_user_id FOREIGN KEY (created_by_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.work_task
    ADD CONSTRAINT work_task_done_by_id_0b31e15f_fk_identity_user_id FOREIGN KEY (done_by_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.work_task
    ADD CONSTRAINT work_task_owner_id_40f60110_fk_identity_user_id FOREIGN KEY (owner_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;




