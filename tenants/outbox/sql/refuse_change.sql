CREATE FUNCTION outbox_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'OB001', MESSAGE = 'what happened is never changed or removed from the outbox';
END
$$
