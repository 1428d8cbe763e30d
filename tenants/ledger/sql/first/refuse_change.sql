CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'LG008',
        MESSAGE = 'rows of the ledger are never changed or removed; post a reversal instead';
END
$$
