CREATE OR REPLACE FUNCTION rebates_freeze_plan() RETURNS trigger LANGUAGE plpgsql AS $$
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
$$
