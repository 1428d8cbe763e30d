CREATE FUNCTION abuse_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'AB001', MESSAGE = 'evidence of abuse is never changed or removed';
END
$$
