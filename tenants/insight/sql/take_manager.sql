-- Figures that are written for the first time: whoever changes the lead meanwhile is waited for, or waits and then finds them.
CREATE FUNCTION insight_take_manager() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM leads_lead WHERE id IN (SELECT lead_id FROM added) ORDER BY id FOR SHARE;
    UPDATE insight_personfigures kept SET manager_id = lead.assigned_to_id
    FROM leads_lead lead JOIN added ON added.lead_id = lead.id
    WHERE kept.lead_id = lead.id AND kept.manager_id IS DISTINCT FROM lead.assigned_to_id;
    RETURN NULL;
END $$
