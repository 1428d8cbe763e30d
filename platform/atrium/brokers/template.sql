-- atrium template, migrations e5ebc3b82f2d093e86987798b38138b5





CREATE SCHEMA t_templatezzzz;



CREATE FUNCTION t_templatezzzz.ledger_accounts(p_addresses text[]) RETURNS bigint[]
    LANGUAGE plpgsql
    AS $_$
DECLARE
    v_address text;
    v_id bigint;
    v_floor bigint;
BEGIN
    FOR v_address IN  -- one order for all, so two transactions that open the same accounts cannot deadlock
        SELECT DISTINCT wanted.address COLLATE "C" FROM unnest(p_addresses) AS wanted(address)
        WHERE NOT EXISTS (SELECT 1 FROM ledger_account l WHERE l.address = wanted.address)
        ORDER BY 1
    LOOP
        v_floor := CASE WHEN v_address ~ '^(client|ib):[0-9]+:wallet:' THEN 0 END;
        INSERT INTO ledger_account (address, currency, kind, floor)
        VALUES (v_address, substring(v_address FROM '[^:]*$'), split_part(v_address, ':', 1), v_floor)
        ON CONFLICT (address) DO NOTHING RETURNING id INTO v_id;
        IF v_id IS NOT NULL AND v_floor IS NOT NULL THEN
            INSERT INTO ledger_balance (account_id, posted, held, version, floor) VALUES (v_id, 0, 0, 0, v_floor);
        END IF;
    END LOOP;
    RETURN ARRAY(
        SELECT l.id FROM unnest(p_addresses) WITH ORDINALITY AS wanted(address, place)
        JOIN ledger_account l ON l.address = wanted.address ORDER BY wanted.place
    );
END
$_$;



CREATE FUNCTION t_templatezzzz.ledger_apply(p_phases text[], p_debits bigint[], p_credits bigint[], p_amounts bigint[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    v_accounts bigint[];
    v_posted bigint[];
    v_held bigint[];
    v_short record;
BEGIN
    SELECT array_agg(side.account), array_agg(side.posted), array_agg(side.held) INTO v_accounts, v_posted, v_held
    FROM (
        SELECT account, sum(posted)::bigint AS posted, sum(held)::bigint AS held FROM (
            SELECT leg.debit AS account,
                CASE WHEN leg.phase IN ('posted', 'post') THEN -leg.amount ELSE 0 END AS posted,
                CASE leg.phase WHEN 'hold' THEN leg.amount WHEN 'posted' THEN 0 ELSE -leg.amount END AS held
            FROM unnest(p_phases, p_debits, p_amounts) AS leg(phase, debit, amount)
            UNION ALL
            SELECT leg.credit, CASE WHEN leg.phase IN ('posted', 'post') THEN leg.amount ELSE 0 END, 0
            FROM unnest(p_phases, p_credits, p_amounts) AS leg(phase, credit, amount)
        ) legs GROUP BY account
    ) side;

    -- The CHECK on ledger_balance has the last word; this question only finds the words for people.
    SELECT account.address, balance.posted - balance.held AS available INTO v_short
    FROM unnest(v_accounts, v_posted, v_held) AS change(account, posted, held)
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
    FROM unnest(v_accounts, v_posted, v_held) AS change(account, posted, held)
    WHERE balance.account_id = change.account;
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
        WHEN (hold.debit_id, hold.credit_id, hold.currency, hold.amount_minor)
            <> (leg.debit, leg.credit, leg.currency, leg.amount) THEN 'LG007'
    END AS state INTO v_fault
    FROM unnest(p_of_holds, p_debits, p_credits, p_currencies, p_amounts) AS leg(source, debit, credit, currency, amount)
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

    -- Locks: first the movements that are settled, voided or reversed, then the balances, each by ascending id.
    PERFORM 1 FROM ledger_movement WHERE id = ANY (p_of_holds || p_reverses) ORDER BY id FOR NO KEY UPDATE;
    PERFORM 1 FROM ledger_balance WHERE account_id = ANY (v_accounts) ORDER BY account_id FOR NO KEY UPDATE;

    -- The key is asked for under the locks: a twin that held them has committed by now.
    RETURN QUERY SELECT * FROM ledger_replayed(p_key, v_hash);
    IF FOUND THEN
        RETURN;
    END IF;
    PERFORM ledger_check_sources(p_phases, p_of_holds, p_reverses, v_debits, v_credits, p_currencies, p_amounts);

    -- Written under the locks, so `seq` counts the movements of a wallet in the order in which they took effect.
    INSERT INTO ledger_movement (id, idem_key, leg, idem_hash, phase, of_hold, reverses, debit_id, credit_id, currency,
        amount_minor, kind, ledger_transaction_id, effective_at, created_at)
    SELECT leg.id, p_key, leg.place - 1, v_hash, leg.phase, leg.of_hold, leg.reverses, leg.debit, leg.credit, leg.currency,
        leg.amount, leg.kind, p_transaction, coalesce(p_effective_at, p_created_at), p_created_at
    FROM unnest(p_ids, p_phases, p_of_holds, p_reverses, v_debits, v_credits, p_currencies, p_amounts, p_kinds)
        WITH ORDINALITY AS leg(id, phase, of_hold, reverses, debit, credit, currency, amount, kind, place)
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

    PERFORM ledger_apply(p_phases, v_debits, v_credits, p_amounts);
    RETURN QUERY SELECT p_transaction, false;
END
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



CREATE FUNCTION t_templatezzzz.outbox_refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'OB001', MESSAGE = 'what happened is never changed or removed from the outbox';
END
$$;



CREATE FUNCTION t_templatezzzz.rebates_freeze_plan() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF OLD.status = 'draft' THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    -- A published plan may be given its end, once. Nothing else of it changes.
    IF TG_OP = 'UPDATE' AND OLD.valid_to IS NULL
        AND (NEW.id, NEW.code, NEW.version, NEW.name, NEW.document, NEW.status, NEW.created_at, NEW.published_at)
            = (OLD.id, OLD.code, OLD.version, OLD.name, OLD.document, OLD.status, OLD.created_at, OLD.published_at)
        AND NEW.valid_from IS NOT DISTINCT FROM OLD.valid_from THEN
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
    CONSTRAINT approvals_approval_decided CHECK ((((decided_at IS NULL) AND ((state)::text = 'pending'::text)) OR ((NOT ((state)::text = 'pending'::text)) AND (decided_at IS NOT NULL)))),
    CONSTRAINT approvals_approval_money CHECK ((((amount_minor IS NULL) AND ((currency)::text = ''::text)) OR ((amount_minor IS NOT NULL) AND (NOT ((currency)::text = ''::text))))),
    CONSTRAINT approvals_approval_state CHECK (((state)::text = ANY ((ARRAY['pending'::character varying, 'approved'::character varying, 'refused'::character varying])::text[])))
);



CREATE TABLE t_templatezzzz.approvals_decision (
    id uuid NOT NULL,
    outcome character varying(10) NOT NULL,
    note text NOT NULL,
    facts_hash character varying(64) NOT NULL,
    at timestamp with time zone NOT NULL,
    approval_id uuid NOT NULL,
    by_id uuid NOT NULL,
    CONSTRAINT approvals_decision_outcome CHECK (((outcome)::text = ANY ((ARRAY['approved'::character varying, 'refused'::character varying])::text[])))
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
    person_id uuid NOT NULL
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
    assigned_because character varying(200) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    contacted_at timestamp with time zone,
    assigned_to_id uuid,
    desk_id uuid
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
    CONSTRAINT ledger_movement_amount CHECK ((amount_minor > 0)),
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
            ELSE (- ledger_movement.amount_minor)
        END AS held
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
    0 AS held
   FROM t_templatezzzz.ledger_movement;



ALTER TABLE t_templatezzzz.ledger_movement ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME t_templatezzzz.ledger_movement_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
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
    CONSTRAINT payments_deposit_amount CHECK ((amount_minor > 0)),
    CONSTRAINT payments_deposit_fee CHECK ((fee_minor >= 0)),
    CONSTRAINT payments_deposit_received CHECK (((NOT ((state)::text = ANY ((ARRAY['settled'::character varying, 'review'::character varying])::text[]))) OR (received_minor IS NOT NULL))),
    CONSTRAINT payments_deposit_state CHECK (((state)::text = ANY ((ARRAY['initiated'::character varying, 'open'::character varying, 'settled'::character varying, 'failed'::character varying, 'review'::character varying])::text[])))
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



CREATE TABLE t_templatezzzz.payments_withdrawal (
    id uuid NOT NULL,
    party_kind character varying(6) NOT NULL,
    party_id uuid NOT NULL,
    party_number bigint NOT NULL,
    amount_minor bigint NOT NULL,
    currency character varying(8) NOT NULL,
    state character varying(10) NOT NULL,
    connection_id uuid NOT NULL,
    psp_code character varying(40) NOT NULL,
    psp_reference character varying(200) NOT NULL,
    destination character varying(200) NOT NULL,
    hold_id uuid NOT NULL,
    approval_id uuid,
    requested_by uuid NOT NULL,
    key character varying(100) NOT NULL,
    attempts integer NOT NULL,
    reason character varying(300) NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    finished_at timestamp with time zone,
    CONSTRAINT payments_withdrawal_amount CHECK ((amount_minor > 0)),
    CONSTRAINT payments_withdrawal_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT payments_withdrawal_party CHECK (((party_kind)::text = ANY ((ARRAY['client'::character varying, 'ib'::character varying])::text[]))),
    CONSTRAINT payments_withdrawal_state CHECK (((state)::text = ANY ((ARRAY['requested'::character varying, 'approved'::character varying, 'sending'::character varying, 'paid'::character varying, 'rejected'::character varying, 'failed'::character varying])::text[])))
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



CREATE TABLE t_templatezzzz.rebates_line (
    id bigint NOT NULL,
    source_kind character varying(6) NOT NULL,
    source character varying(120) NOT NULL,
    plan_code character varying(60) NOT NULL,
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
    trace jsonb NOT NULL,
    batch_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    client_id uuid,
    of_client_id uuid,
    partner_id uuid,
    plan_id uuid,
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
    CONSTRAINT rebates_plan_published CHECK ((((status)::text = 'draft'::text) OR (published_at IS NOT NULL))),
    CONSTRAINT rebates_plan_range CHECK (((valid_to IS NULL) OR (valid_from IS NULL) OR (valid_to > valid_from)))
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



CREATE TABLE t_templatezzzz.rebates_rate (
    id uuid NOT NULL,
    base character varying(8) NOT NULL,
    quote character varying(8) NOT NULL,
    rate numeric(28,12) NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT rebates_rate_pair CHECK ((NOT ((base)::text = (quote)::text))),
    CONSTRAINT rebates_rate_positive CHECK ((rate > (0)::numeric))
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
    CONSTRAINT rebates_settlement_positive CHECK ((amount_minor > 0))
);



CREATE TABLE t_templatezzzz.rebates_waiting (
    deal_id bigint NOT NULL,
    batch_id uuid NOT NULL,
    reason character varying(300) NOT NULL,
    since timestamp with time zone NOT NULL
);



CREATE TABLE t_templatezzzz.staff_desk (
    id uuid NOT NULL,
    name character varying(80) NOT NULL,
    countries jsonb NOT NULL,
    languages jsonb NOT NULL,
    parent_id uuid
);



CREATE TABLE t_templatezzzz.staff_member (
    id uuid NOT NULL,
    takes_leads boolean NOT NULL,
    active_from timestamp with time zone NOT NULL,
    active_to timestamp with time zone,
    desk_id uuid,
    user_id uuid NOT NULL,
    role_id uuid NOT NULL,
    CONSTRAINT staff_member_dates CHECK (((active_to IS NULL) OR (active_to > active_from)))
);



CREATE TABLE t_templatezzzz.staff_role (
    id uuid NOT NULL,
    name character varying(80) NOT NULL,
    permissions jsonb NOT NULL
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




































INSERT INTO t_templatezzzz.django_migrations VALUES (1, 'identity', '0001_initial', '2026-11-22 02:13:40.200556+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (2, 'account', '0001_initial', '2026-11-22 02:13:40.285699+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (3, 'account', '0002_email_max_length', '2026-11-22 02:13:40.329877+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (4, 'account', '0003_alter_emailaddress_create_unique_verified_email', '2026-11-22 02:13:40.332932+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (5, 'account', '0004_alter_emailaddress_drop_unique_email', '2026-11-22 02:13:40.348196+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (6, 'account', '0005_emailaddress_idx_upper_email', '2026-11-22 02:13:40.368029+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (7, 'account', '0006_emailaddress_lower', '2026-11-22 02:13:40.391088+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (8, 'account', '0007_emailaddress_idx_email', '2026-11-22 02:13:40.423954+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (9, 'account', '0008_emailaddress_unique_primary_email_fixup', '2026-11-22 02:13:40.448097+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (10, 'account', '0009_emailaddress_unique_primary_email', '2026-11-22 02:13:40.467091+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (11, 'activity', '0001_initial', '2026-11-22 02:13:40.492037+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (12, 'apikeys', '0001_initial', '2026-11-22 02:13:40.537319+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (13, 'approvals', '0001_initial', '2026-11-22 02:13:40.785835+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (14, 'contenttypes', '0001_initial', '2026-11-22 02:13:40.793482+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (15, 'contenttypes', '0002_remove_content_type_name', '2026-11-22 02:13:40.807131+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (16, 'auth', '0001_initial', '2026-11-22 02:13:40.851432+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (17, 'auth', '0002_alter_permission_name_max_length', '2026-11-22 02:13:40.870878+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (18, 'auth', '0003_alter_user_email_max_length', '2026-11-22 02:13:40.890157+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (19, 'auth', '0004_alter_user_username_opts', '2026-11-22 02:13:40.900119+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (20, 'auth', '0005_alter_user_last_login_null', '2026-11-22 02:13:40.915561+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (21, 'auth', '0006_require_contenttypes_0002', '2026-11-22 02:13:40.920445+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (22, 'auth', '0007_alter_validators_add_error_messages', '2026-11-22 02:13:40.931567+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (23, 'auth', '0008_alter_user_username_max_length', '2026-11-22 02:13:40.945488+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (24, 'auth', '0009_alter_user_last_name_max_length', '2026-11-22 02:13:40.960592+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (25, 'auth', '0010_alter_group_name_max_length', '2026-11-22 02:13:40.973065+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (26, 'auth', '0011_update_proxy_permissions', '2026-11-22 02:13:40.979207+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (27, 'auth', '0012_alter_user_first_name_max_length', '2026-11-22 02:13:40.992287+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (28, 'branding', '0001_initial', '2026-11-22 02:13:41.009377+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (29, 'brokers', '0001_initial', '2026-11-22 02:13:41.029013+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (30, 'staff', '0001_initial', '2026-11-22 02:13:41.155061+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (31, 'leads', '0001_initial', '2026-11-22 02:13:41.42677+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (32, 'clients', '0001_initial', '2026-11-22 02:13:41.49869+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (33, 'connections', '0001_initial', '2026-11-22 02:13:41.547425+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (34, 'ibs', '0001_initial', '2026-11-22 02:13:42.478729+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (35, 'inbox', '0001_initial', '2026-11-22 02:13:42.505925+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (36, 'kyc', '0001_initial', '2026-11-22 02:13:42.552129+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (37, 'ledger', '0001_initial', '2026-11-22 02:13:43.023268+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (38, 'ledger', '0002_posting', '2026-11-22 02:13:43.065872+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (39, 'messaging', '0001_initial', '2026-11-22 02:13:43.084445+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (40, 'mfa', '0001_initial', '2026-11-22 02:13:43.151719+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (41, 'mfa', '0002_authenticator_timestamps', '2026-11-22 02:13:43.303447+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (42, 'mfa', '0003_authenticator_type_uniq', '2026-11-22 02:13:43.438845+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (43, 'numbering', '0001_initial', '2026-11-22 02:13:43.457055+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (44, 'outbox', '0001_initial', '2026-11-22 02:13:43.55892+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (45, 'outbox', '0002_append_only', '2026-11-22 02:13:43.576106+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (46, 'payments', '0001_initial', '2026-11-22 02:13:43.820252+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (47, 'plans', '0001_initial', '2026-11-22 02:13:43.855791+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (48, 'rebates', '0001_initial', '2026-11-22 02:13:43.993208+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (49, 'rebates', '0002_append_only', '2026-11-22 02:13:44.004902+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (50, 'sessions', '0001_initial', '2026-11-22 02:13:44.027682+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (51, 'trading', '0001_initial', '2026-11-22 02:13:45.50017+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (52, 'trading', '0002_append_only', '2026-11-22 02:13:45.520413+00');
INSERT INTO t_templatezzzz.django_migrations VALUES (53, 'wallets', '0001_initial', '2026-11-22 02:13:45.715982+00');







































































































































SELECT pg_catalog.setval('t_templatezzzz.account_emailaddress_id_seq', 1, false);



SELECT pg_catalog.setval('t_templatezzzz.account_emailconfirmation_id_seq', 1, false);



SELECT pg_catalog.setval('t_templatezzzz.django_migrations_id_seq', 53, true);



SELECT pg_catalog.setval('t_templatezzzz.ledger_account_id_seq', 1, false);



SELECT pg_catalog.setval('t_templatezzzz.ledger_movement_seq_seq', 1, false);



SELECT pg_catalog.setval('t_templatezzzz.mfa_authenticator_id_seq', 1, false);



SELECT pg_catalog.setval('t_templatezzzz.outbox_delivery_id_seq', 1, false);



SELECT pg_catalog.setval('t_templatezzzz.rebates_line_id_seq', 1, false);



SELECT pg_catalog.setval('t_templatezzzz.rebates_posting_id_seq', 1, false);



SELECT pg_catalog.setval('t_templatezzzz.trading_deal_id_seq', 1, false);



SELECT pg_catalog.setval('t_templatezzzz.trading_dealchange_id_seq', 1, false);



SELECT pg_catalog.setval('t_templatezzzz.trading_positionopen_id_seq', 1, false);



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



ALTER TABLE ONLY t_templatezzzz.approvals_approval
    ADD CONSTRAINT approvals_approval_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.approvals_decision
    ADD CONSTRAINT approvals_decision_approval_id_key UNIQUE (approval_id);



ALTER TABLE ONLY t_templatezzzz.approvals_decision
    ADD CONSTRAINT approvals_decision_pkey PRIMARY KEY (id);



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



ALTER TABLE ONLY t_templatezzzz.ibs_clientpartner
    ADD CONSTRAINT ibs_clientpartner_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.ibs_clientpartner
    ADD CONSTRAINT ibs_clientpartner_start UNIQUE (client_id, partner_id, valid_from);



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



ALTER TABLE ONLY t_templatezzzz.ibs_partnerrank
    ADD CONSTRAINT ibs_partnerrank_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.ibs_partnerrank
    ADD CONSTRAINT ibs_partnerrank_start UNIQUE (partner_id, valid_from);



ALTER TABLE ONLY t_templatezzzz.ibs_partnerstatus
    ADD CONSTRAINT ibs_partnerstatus_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.ibs_partnerstatus
    ADD CONSTRAINT ibs_partnerstatus_start UNIQUE (partner_id, valid_from);



ALTER TABLE ONLY t_templatezzzz.identity_person
    ADD CONSTRAINT identity_person_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.identity_user
    ADD CONSTRAINT identity_user_login_key UNIQUE (login);



ALTER TABLE ONLY t_templatezzzz.identity_user
    ADD CONSTRAINT identity_user_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.identity_user
    ADD CONSTRAINT identity_user_realm_email UNIQUE (realm, email);



ALTER TABLE ONLY t_templatezzzz.inbox_message
    ADD CONSTRAINT inbox_message_once UNIQUE (connection_id, external_id);



ALTER TABLE ONLY t_templatezzzz.inbox_message
    ADD CONSTRAINT inbox_message_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.kyc_check
    ADD CONSTRAINT kyc_check_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.kyc_policy
    ADD CONSTRAINT kyc_policy_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.leads_lead
    ADD CONSTRAINT leads_lead_number_key UNIQUE (number);



ALTER TABLE ONLY t_templatezzzz.leads_lead
    ADD CONSTRAINT leads_lead_pkey PRIMARY KEY (id);



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



ALTER TABLE ONLY t_templatezzzz.ledger_movement
    ADD CONSTRAINT ledger_movement_key UNIQUE (idem_key, leg);



ALTER TABLE ONLY t_templatezzzz.ledger_movement
    ADD CONSTRAINT ledger_movement_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.messaging_mail
    ADD CONSTRAINT messaging_mail_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.numbering_series
    ADD CONSTRAINT numbering_series_pkey PRIMARY KEY (name);



ALTER TABLE ONLY t_templatezzzz.outbox_delivery
    ADD CONSTRAINT outbox_delivery_once UNIQUE (event_id, subscriber);



ALTER TABLE ONLY t_templatezzzz.outbox_delivery
    ADD CONSTRAINT outbox_delivery_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.outbox_event
    ADD CONSTRAINT outbox_event_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.payments_deposit
    ADD CONSTRAINT payments_deposit_key UNIQUE (client_id, key);



ALTER TABLE ONLY t_templatezzzz.payments_deposit
    ADD CONSTRAINT payments_deposit_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.payments_policy
    ADD CONSTRAINT payments_policy_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.payments_withdrawal
    ADD CONSTRAINT payments_withdrawal_key UNIQUE (party_kind, party_id, key);



ALTER TABLE ONLY t_templatezzzz.payments_withdrawal
    ADD CONSTRAINT payments_withdrawal_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.rebates_accrual
    ADD CONSTRAINT rebates_accrual_party UNIQUE (party_kind, party_number, currency);



ALTER TABLE ONLY t_templatezzzz.rebates_accrual
    ADD CONSTRAINT rebates_accrual_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.rebates_line
    ADD CONSTRAINT rebates_line_natural UNIQUE (source_kind, source, plan_code, leg, party_kind, party, generation);



ALTER TABLE ONLY t_templatezzzz.rebates_line
    ADD CONSTRAINT rebates_line_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.rebates_plan
    ADD CONSTRAINT rebates_plan_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.rebates_plan
    ADD CONSTRAINT rebates_plan_version UNIQUE (code, version);



ALTER TABLE ONLY t_templatezzzz.rebates_posting
    ADD CONSTRAINT rebates_posting_once UNIQUE (batch_id, run, party_kind, party_number, currency);



ALTER TABLE ONLY t_templatezzzz.rebates_posting
    ADD CONSTRAINT rebates_posting_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.rebates_rate
    ADD CONSTRAINT rebates_rate_moment UNIQUE (base, quote, at);



ALTER TABLE ONLY t_templatezzzz.rebates_rate
    ADD CONSTRAINT rebates_rate_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.rebates_settlement
    ADD CONSTRAINT rebates_settlement_pkey PRIMARY KEY (id);



ALTER TABLE ONLY t_templatezzzz.rebates_waiting
    ADD CONSTRAINT rebates_waiting_pkey PRIMARY KEY (deal_id);



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



CREATE UNIQUE INDEX approvals_approval_open ON t_templatezzzz.approvals_approval USING btree (kind, subject_id) WHERE ((state)::text = 'pending'::text);



CREATE INDEX approvals_approval_queue ON t_templatezzzz.approvals_approval USING btree (requested_at, id) WHERE ((state)::text = 'pending'::text);



CREATE INDEX approvals_approval_requested_by_id_8ea6ded8 ON t_templatezzzz.approvals_approval USING btree (requested_by_id);



CREATE INDEX approvals_approval_subject ON t_templatezzzz.approvals_approval USING btree (subject_id);



CREATE INDEX approvals_decision_by_id_ba72a32e ON t_templatezzzz.approvals_decision USING btree (by_id);



CREATE INDEX clients_client_newest ON t_templatezzzz.clients_client USING btree (created_at DESC, id DESC);



CREATE INDEX connections_connection_kind ON t_templatezzzz.connections_connection USING btree (kind, created_at);



CREATE INDEX connections_connection_public_key_0c0a1f27_like ON t_templatezzzz.connections_connection USING btree (public_key varchar_pattern_ops);



CREATE INDEX django_session_expire_date_a5c62663 ON t_templatezzzz.django_session USING btree (expire_date);



CREATE INDEX django_session_session_key_c0390e0f_like ON t_templatezzzz.django_session USING btree (session_key varchar_pattern_ops);



CREATE INDEX ibs_clientpartner_client_id_015382f6 ON t_templatezzzz.ibs_clientpartner USING btree (client_id);



CREATE INDEX ibs_clientpartner_now ON t_templatezzzz.ibs_clientpartner USING btree (partner_id) WHERE (valid_to IS NULL);



CREATE UNIQUE INDEX ibs_clientpartner_one_open ON t_templatezzzz.ibs_clientpartner USING btree (client_id, partner_id) WHERE (valid_to IS NULL);



CREATE INDEX ibs_clientpartner_partner_id_8817e540 ON t_templatezzzz.ibs_clientpartner USING btree (partner_id);



CREATE INDEX ibs_partner_code_d3fd6a79_like ON t_templatezzzz.ibs_partner USING btree (code varchar_pattern_ops);



CREATE INDEX ibs_partner_person_id_aedcd0f5 ON t_templatezzzz.ibs_partner USING btree (person_id);



CREATE UNIQUE INDEX ibs_partnerparent_one_open ON t_templatezzzz.ibs_partnerparent USING btree (partner_id) WHERE (valid_to IS NULL);



CREATE INDEX ibs_partnerparent_parent_id_84defb8c ON t_templatezzzz.ibs_partnerparent USING btree (parent_id);



CREATE INDEX ibs_partnerparent_partner_id_30f8838a ON t_templatezzzz.ibs_partnerparent USING btree (partner_id);



CREATE UNIQUE INDEX ibs_partnerrank_one_open ON t_templatezzzz.ibs_partnerrank USING btree (partner_id) WHERE (valid_to IS NULL);



CREATE INDEX ibs_partnerrank_partner_id_d20862d2 ON t_templatezzzz.ibs_partnerrank USING btree (partner_id);



CREATE UNIQUE INDEX ibs_partnerstatus_one_open ON t_templatezzzz.ibs_partnerstatus USING btree (partner_id) WHERE (valid_to IS NULL);



CREATE INDEX ibs_partnerstatus_partner_id_d7a9b2b1 ON t_templatezzzz.ibs_partnerstatus USING btree (partner_id);



CREATE INDEX identity_user_login_b6369b5b_like ON t_templatezzzz.identity_user USING btree (login varchar_pattern_ops);



CREATE INDEX identity_user_person_id_fc7d85e9 ON t_templatezzzz.identity_user USING btree (person_id);



CREATE INDEX inbox_message_waiting ON t_templatezzzz.inbox_message USING btree (received_at) WHERE ((state)::text = 'received'::text);



CREATE INDEX kyc_check_client_id_2151b29b ON t_templatezzzz.kyc_check USING btree (client_id);



CREATE INDEX kyc_check_decided_by_id_10d9bc24 ON t_templatezzzz.kyc_check USING btree (decided_by_id);



CREATE UNIQUE INDEX kyc_check_one_pending ON t_templatezzzz.kyc_check USING btree (client_id, level) WHERE ((state)::text = 'pending'::text);



CREATE INDEX leads_change_of_lead ON t_templatezzzz.leads_statuschange USING btree (lead_id, at);



CREATE INDEX leads_lead_assigned_to_id_d7a91e6c ON t_templatezzzz.leads_lead USING btree (assigned_to_id);



CREATE INDEX leads_lead_by_member ON t_templatezzzz.leads_lead USING btree (assigned_to_id, created_at DESC, id DESC);



CREATE INDEX leads_lead_by_status ON t_templatezzzz.leads_lead USING btree (status, created_at DESC, id DESC);



CREATE INDEX leads_lead_desk_id_e3b11d78 ON t_templatezzzz.leads_lead USING btree (desk_id);



CREATE INDEX leads_lead_email ON t_templatezzzz.leads_lead USING btree (email);



CREATE INDEX leads_lead_newest ON t_templatezzzz.leads_lead USING btree (created_at DESC, id DESC);



CREATE INDEX leads_statuschange_lead_id_704bfbd7 ON t_templatezzzz.leads_statuschange USING btree (lead_id);



CREATE INDEX ledger_movement_credits ON t_templatezzzz.ledger_movement USING btree (credit_id, seq) INCLUDE (amount_minor, phase);



CREATE INDEX ledger_movement_debits ON t_templatezzzz.ledger_movement USING btree (debit_id, seq) INCLUDE (amount_minor, phase);



CREATE UNIQUE INDEX ledger_movement_one_decision ON t_templatezzzz.ledger_movement USING btree (of_hold) WHERE (of_hold IS NOT NULL);



CREATE UNIQUE INDEX ledger_movement_one_reversal ON t_templatezzzz.ledger_movement USING btree (reverses) WHERE (reverses IS NOT NULL);



CREATE INDEX ledger_movement_transaction ON t_templatezzzz.ledger_movement USING btree (ledger_transaction_id);



CREATE INDEX messaging_mail_newest ON t_templatezzzz.messaging_mail USING btree (at DESC);



CREATE INDEX mfa_authenticator_user_id_0c3a50c0 ON t_templatezzzz.mfa_authenticator USING btree (user_id);



CREATE INDEX numbering_series_name_46be9ccc_like ON t_templatezzzz.numbering_series USING btree (name varchar_pattern_ops);



CREATE INDEX outbox_delivery_dead ON t_templatezzzz.outbox_delivery USING btree (id) WHERE ((state)::text = 'dead'::text);



CREATE INDEX outbox_delivery_event_id_9d7b7ab0 ON t_templatezzzz.outbox_delivery USING btree (event_id);



CREATE INDEX outbox_delivery_sending ON t_templatezzzz.outbox_delivery USING btree (lease_until) WHERE ((state)::text = 'sending'::text);



CREATE INDEX outbox_delivery_waiting ON t_templatezzzz.outbox_delivery USING btree (next_at) WHERE ((state)::text = 'waiting'::text);



CREATE INDEX outbox_event_kind ON t_templatezzzz.outbox_event USING btree (kind, at);



CREATE INDEX payments_deposit_client ON t_templatezzzz.payments_deposit USING btree (client_id, created_at DESC);



CREATE INDEX payments_deposit_client_id_41b754f1 ON t_templatezzzz.payments_deposit USING btree (client_id);



CREATE INDEX payments_deposit_newest ON t_templatezzzz.payments_deposit USING btree (created_at DESC, id DESC);



CREATE INDEX payments_deposit_open ON t_templatezzzz.payments_deposit USING btree (created_at) WHERE ((state)::text = ANY ((ARRAY['initiated'::character varying, 'open'::character varying])::text[]));



CREATE UNIQUE INDEX payments_deposit_payment ON t_templatezzzz.payments_deposit USING btree (connection_id, payment_id) WHERE (NOT ((payment_id)::text = ''::text));



CREATE UNIQUE INDEX payments_deposit_reference ON t_templatezzzz.payments_deposit USING btree (connection_id, psp_reference) WHERE (NOT ((psp_reference)::text = ''::text));



CREATE INDEX payments_withdrawal_newest ON t_templatezzzz.payments_withdrawal USING btree (requested_at DESC, id DESC);



CREATE INDEX payments_withdrawal_party_at ON t_templatezzzz.payments_withdrawal USING btree (party_id, requested_at DESC);



CREATE INDEX payments_withdrawal_under_way ON t_templatezzzz.payments_withdrawal USING btree (requested_at) WHERE ((state)::text = ANY ((ARRAY['approved'::character varying, 'sending'::character varying])::text[]));



CREATE INDEX rebates_line_client_due ON t_templatezzzz.rebates_line USING btree (client_id, currency, due) WHERE (client_id IS NOT NULL);



CREATE INDEX rebates_line_client_id_2519e9f5 ON t_templatezzzz.rebates_line USING btree (client_id);



CREATE INDEX rebates_line_deal ON t_templatezzzz.rebates_line USING btree (deal_id);



CREATE INDEX rebates_line_due ON t_templatezzzz.rebates_line USING btree (partner_id, currency, due) INCLUDE (amount);



CREATE INDEX rebates_line_newest ON t_templatezzzz.rebates_line USING btree (partner_id, "time" DESC, id DESC);



CREATE INDEX rebates_line_of_client_id_b5ec1ff5 ON t_templatezzzz.rebates_line USING btree (of_client_id);



CREATE INDEX rebates_line_partner_id_77f90902 ON t_templatezzzz.rebates_line USING btree (partner_id);



CREATE INDEX rebates_line_plan_id_57b72478 ON t_templatezzzz.rebates_line USING btree (plan_id);



CREATE INDEX rebates_plan_code_64622405 ON t_templatezzzz.rebates_plan USING btree (code);



CREATE INDEX rebates_plan_code_64622405_like ON t_templatezzzz.rebates_plan USING btree (code varchar_pattern_ops);



CREATE INDEX rebates_settlement_newest ON t_templatezzzz.rebates_settlement USING btree (party_kind, party_number, at DESC);



CREATE INDEX staff_desk_name_81c95a4b_like ON t_templatezzzz.staff_desk USING btree (name varchar_pattern_ops);



CREATE INDEX staff_desk_parent_id_5692b55c ON t_templatezzzz.staff_desk USING btree (parent_id);



CREATE INDEX staff_member_desk_id_fe070f65 ON t_templatezzzz.staff_member USING btree (desk_id);



CREATE INDEX staff_member_role_id_3c51c75b ON t_templatezzzz.staff_member USING btree (role_id);



CREATE INDEX staff_role_name_7c587bd9_like ON t_templatezzzz.staff_role USING btree (name varchar_pattern_ops);



CREATE INDEX trading_account_client ON t_templatezzzz.trading_tradingaccount USING btree (client_id, opened_at);



CREATE UNIQUE INDEX trading_balance_one_in_flight ON t_templatezzzz.trading_balanceoperation USING btree (server_id, login) WHERE ((state)::text = ANY ((ARRAY['sending'::character varying, 'unknown'::character varying])::text[]));



CREATE INDEX trading_balance_waiting ON t_templatezzzz.trading_balanceoperation USING btree (look_at) WHERE ((state)::text = ANY ((ARRAY['new'::character varying, 'sending'::character varying, 'unknown'::character varying])::text[]));



CREATE INDEX trading_balanceoperation_account_id_154c2d96 ON t_templatezzzz.trading_balanceoperation USING btree (account_id);



CREATE INDEX trading_balanceoperation_server_id_bda2aa60 ON t_templatezzzz.trading_balanceoperation USING btree (server_id);



CREATE INDEX trading_deal_account ON t_templatezzzz.trading_deal USING btree (account_id, "time" DESC, ticket DESC);



CREATE INDEX trading_deal_account_id_edf3bad0 ON t_templatezzzz.trading_deal USING btree (account_id);



CREATE INDEX trading_deal_batch_id_5ae2fa17 ON t_templatezzzz.trading_deal USING btree (batch_id);



CREATE INDEX trading_deal_newest ON t_templatezzzz.trading_deal USING btree ("time" DESC, id DESC);



CREATE INDEX trading_deal_no_opening ON t_templatezzzz.trading_deal USING btree (server_id, position_id) WHERE (((entry)::text = ANY ((ARRAY['out'::character varying, 'in_out'::character varying, 'out_by'::character varying])::text[])) AND (opened_at IS NULL));



CREATE INDEX trading_deal_server_id_4f026d05 ON t_templatezzzz.trading_deal USING btree (server_id);



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



CREATE TRIGGER ledger_account_refuse_rows BEFORE DELETE OR UPDATE ON t_templatezzzz.ledger_account FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.ledger_refuse_change();

ALTER TABLE t_templatezzzz.ledger_account ENABLE ALWAYS TRIGGER ledger_account_refuse_rows;



CREATE TRIGGER ledger_account_refuse_truncate BEFORE TRUNCATE ON t_templatezzzz.ledger_account FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.ledger_refuse_change();

ALTER TABLE t_templatezzzz.ledger_account ENABLE ALWAYS TRIGGER ledger_account_refuse_truncate;



CREATE TRIGGER ledger_balance_refuse_rows BEFORE DELETE ON t_templatezzzz.ledger_balance FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.ledger_refuse_change();

ALTER TABLE t_templatezzzz.ledger_balance ENABLE ALWAYS TRIGGER ledger_balance_refuse_rows;



CREATE TRIGGER ledger_balance_refuse_truncate BEFORE TRUNCATE ON t_templatezzzz.ledger_balance FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.ledger_refuse_change();

ALTER TABLE t_templatezzzz.ledger_balance ENABLE ALWAYS TRIGGER ledger_balance_refuse_truncate;



CREATE TRIGGER ledger_movement_refuse_rows BEFORE DELETE OR UPDATE ON t_templatezzzz.ledger_movement FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.ledger_refuse_change();

ALTER TABLE t_templatezzzz.ledger_movement ENABLE ALWAYS TRIGGER ledger_movement_refuse_rows;



CREATE TRIGGER ledger_movement_refuse_truncate BEFORE TRUNCATE ON t_templatezzzz.ledger_movement FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.ledger_refuse_change();

ALTER TABLE t_templatezzzz.ledger_movement ENABLE ALWAYS TRIGGER ledger_movement_refuse_truncate;



CREATE TRIGGER outbox_event_refuse_rows BEFORE DELETE OR UPDATE ON t_templatezzzz.outbox_event FOR EACH ROW EXECUTE FUNCTION t_templatezzzz.outbox_refuse_change();

ALTER TABLE t_templatezzzz.outbox_event ENABLE ALWAYS TRIGGER outbox_event_refuse_rows;



CREATE TRIGGER outbox_event_refuse_truncate BEFORE TRUNCATE ON t_templatezzzz.outbox_event FOR EACH STATEMENT EXECUTE FUNCTION t_templatezzzz.outbox_refuse_change();

ALTER TABLE t_templatezzzz.outbox_event ENABLE ALWAYS TRIGGER outbox_event_refuse_truncate;



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



ALTER TABLE ONLY t_templatezzzz.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_2c513194_fk_identity_user_id FOREIGN KEY (user_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirm_email_address_id_5b7f8c58_fk_account_e FOREIGN KEY (email_address_id) REFERENCES t_templatezzzz.account_emailaddress(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.apikeys_apikey
    ADD CONSTRAINT apikeys_apikey_user_id_65d44bd6_fk_identity_user_id FOREIGN KEY (user_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.approvals_approval
    ADD CONSTRAINT approvals_approval_requested_by_id_8ea6ded8_fk_identity_user_id FOREIGN KEY (requested_by_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.approvals_decision
    ADD CONSTRAINT approvals_decision_approval_id_28bc1ade_fk_approvals FOREIGN KEY (approval_id) REFERENCES t_templatezzzz.approvals_approval(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.approvals_decision
    ADD CONSTRAINT approvals_decision_by_id_ba72a32e_fk_identity_user_id FOREIGN KEY (by_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.clients_client
    ADD CONSTRAINT clients_client_lead_id_e3a47901_fk_leads_lead_id FOREIGN KEY (lead_id) REFERENCES t_templatezzzz.leads_lead(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.clients_client
    ADD CONSTRAINT clients_client_user_id_57c8fc4a_fk_identity_user_id FOREIGN KEY (user_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_clientpartner
    ADD CONSTRAINT ibs_clientpartner_client_id_015382f6_fk_clients_client_id FOREIGN KEY (client_id) REFERENCES t_templatezzzz.clients_client(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_clientpartner
    ADD CONSTRAINT ibs_clientpartner_partner_id_8817e540_fk_ibs_partner_id FOREIGN KEY (partner_id) REFERENCES t_templatezzzz.ibs_partner(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_partner
    ADD CONSTRAINT ibs_partner_person_id_aedcd0f5_fk_identity_person_id FOREIGN KEY (person_id) REFERENCES t_templatezzzz.identity_person(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_partner
    ADD CONSTRAINT ibs_partner_user_id_738cbdec_fk_identity_user_id FOREIGN KEY (user_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_partnerparent
    ADD CONSTRAINT ibs_partnerparent_parent_id_84defb8c_fk_ibs_partner_id FOREIGN KEY (parent_id) REFERENCES t_templatezzzz.ibs_partner(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_partnerparent
    ADD CONSTRAINT ibs_partnerparent_partner_id_30f8838a_fk_ibs_partner_id FOREIGN KEY (partner_id) REFERENCES t_templatezzzz.ibs_partner(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_partnerrank
    ADD CONSTRAINT ibs_partnerrank_partner_id_d20862d2_fk_ibs_partner_id FOREIGN KEY (partner_id) REFERENCES t_templatezzzz.ibs_partner(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ibs_partnerstatus
    ADD CONSTRAINT ibs_partnerstatus_partner_id_d7a9b2b1_fk_ibs_partner_id FOREIGN KEY (partner_id) REFERENCES t_templatezzzz.ibs_partner(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.identity_user
    ADD CONSTRAINT identity_user_person_id_fc7d85e9_fk_identity_person_id FOREIGN KEY (person_id) REFERENCES t_templatezzzz.identity_person(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.kyc_check
    ADD CONSTRAINT kyc_check_client_id_2151b29b_fk_clients_client_id FOREIGN KEY (client_id) REFERENCES t_templatezzzz.clients_client(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.kyc_check
    ADD CONSTRAINT kyc_check_decided_by_id_10d9bc24_fk_identity_user_id FOREIGN KEY (decided_by_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.leads_lead
    ADD CONSTRAINT leads_lead_assigned_to_id_d7a91e6c_fk_staff_member_id FOREIGN KEY (assigned_to_id) REFERENCES t_templatezzzz.staff_member(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.leads_lead
    ADD CONSTRAINT leads_lead_desk_id_e3b11d78_fk_staff_desk_id FOREIGN KEY (desk_id) REFERENCES t_templatezzzz.staff_desk(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.leads_statuschange
    ADD CONSTRAINT leads_statuschange_lead_id_704bfbd7_fk_leads_lead_id FOREIGN KEY (lead_id) REFERENCES t_templatezzzz.leads_lead(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ledger_balance
    ADD CONSTRAINT ledger_balance_account_id_c2c102a5_fk_ledger_account_id FOREIGN KEY (account_id) REFERENCES t_templatezzzz.ledger_account(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ledger_movement
    ADD CONSTRAINT ledger_movement_credit FOREIGN KEY (credit_id, currency) REFERENCES t_templatezzzz.ledger_account(id, currency) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ledger_movement
    ADD CONSTRAINT ledger_movement_debit FOREIGN KEY (debit_id, currency) REFERENCES t_templatezzzz.ledger_account(id, currency) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ledger_movement
    ADD CONSTRAINT ledger_movement_of_hold_fcbb78e5_fk_ledger_movement_id FOREIGN KEY (of_hold) REFERENCES t_templatezzzz.ledger_movement(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.ledger_movement
    ADD CONSTRAINT ledger_movement_reverses_6de20cfd_fk_ledger_movement_id FOREIGN KEY (reverses) REFERENCES t_templatezzzz.ledger_movement(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_user_id_0c3a50c0_fk_identity_user_id FOREIGN KEY (user_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.outbox_delivery
    ADD CONSTRAINT outbox_delivery_event_id_9d7b7ab0_fk_outbox_event_id FOREIGN KEY (event_id) REFERENCES t_templatezzzz.outbox_event(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.payments_deposit
    ADD CONSTRAINT payments_deposit_client_id_41b754f1_fk_clients_client_id FOREIGN KEY (client_id) REFERENCES t_templatezzzz.clients_client(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.rebates_line
    ADD CONSTRAINT rebates_line_client_id_2519e9f5_fk_clients_client_id FOREIGN KEY (client_id) REFERENCES t_templatezzzz.clients_client(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.rebates_line
    ADD CONSTRAINT rebates_line_of_client_id_b5ec1ff5_fk_clients_client_id FOREIGN KEY (of_client_id) REFERENCES t_templatezzzz.clients_client(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.rebates_line
    ADD CONSTRAINT rebates_line_partner_id_77f90902_fk_ibs_partner_id FOREIGN KEY (partner_id) REFERENCES t_templatezzzz.ibs_partner(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.rebates_line
    ADD CONSTRAINT rebates_line_plan_id_57b72478_fk_rebates_plan_id FOREIGN KEY (plan_id) REFERENCES t_templatezzzz.rebates_plan(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.staff_desk
    ADD CONSTRAINT staff_desk_parent_id_5692b55c_fk_staff_desk_id FOREIGN KEY (parent_id) REFERENCES t_templatezzzz.staff_desk(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.staff_member
    ADD CONSTRAINT staff_member_desk_id_fe070f65_fk_staff_desk_id FOREIGN KEY (desk_id) REFERENCES t_templatezzzz.staff_desk(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.staff_member
    ADD CONSTRAINT staff_member_role_id_3c51c75b_fk_staff_role_id FOREIGN KEY (role_id) REFERENCES t_templatezzzz.staff_role(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.staff_member
    ADD CONSTRAINT staff_member_user_id_f45ddd23_fk_identity_user_id FOREIGN KEY (user_id) REFERENCES t_templatezzzz.identity_user(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.trading_balanceoperation
    ADD CONSTRAINT trading_balanceopera_account_id_154c2d96_fk_trading_t FOREIGN KEY (account_id) REFERENCES t_templatezzzz.trading_tradingaccount(id) DEFERRABLE;



ALTER TABLE ONLY t_templatezzzz.trading_balanceoperation
    ADD CONSTRAINT trading_balanceopera_server_id_bda2aa60_fk_trading_s FOREIGN KEY (server_id) REFERENCES t_templatezzzz.trading_server(id) DEFERRABLE;



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




