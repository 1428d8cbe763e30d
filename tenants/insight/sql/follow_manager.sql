-- Whose a person is stands in the figures too, so that an order of them can be walked for one manager alone.
CREATE FUNCTION insight_follow_manager() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE insight_personfigures SET manager_id = NEW.assigned_to_id WHERE lead_id = NEW.id;
    RETURN NULL;
END $$
