CREATE FUNCTION rebates_freeze_plan() RETURNS trigger LANGUAGE plpgsql AS $$
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
$$
