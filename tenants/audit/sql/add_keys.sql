-- Keys for people who have none yet. Whose key was destroyed gets no other.
CREATE FUNCTION audit_add_keys(p_owners uuid[], p_version int, p_wrapped bytea[], p_at timestamptz)
RETURNS void LANGUAGE sql SECURITY DEFINER AS $$
    INSERT INTO audit_personkey (owner, version, wrapped, created_at)
    SELECT owner, p_version, wrapped, p_at FROM unnest(p_owners, p_wrapped) AS given(owner, wrapped)
    ON CONFLICT (owner) DO NOTHING
$$
