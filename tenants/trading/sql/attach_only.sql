CREATE FUNCTION trading_attach_only() RETURNS trigger LANGUAGE plpgsql AS $$
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
$$
