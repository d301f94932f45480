CREATE FUNCTION hint_at_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('identity_hints', json_build_array(NEW.account_id, 'identity.members')::text);
    RETURN NULL;
END $$;
CREATE TRIGGER members_hint AFTER INSERT OR UPDATE ON members
    FOR EACH ROW EXECUTE FUNCTION hint_at_members();
CREATE TRIGGER invitations_hint AFTER INSERT OR UPDATE ON invitations
    FOR EACH ROW EXECUTE FUNCTION hint_at_members();
