CREATE FUNCTION ibs_freeze_agreement() RETURNS trigger LANGUAGE plpgsql AS $$
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
$$
