"""What the database does for quotes by itself."""

from invoicing.store.line_claim_triggers import ending_with_lines

QUOTES = (
    """
CREATE FUNCTION sent_quotes_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.number IS NOT NULL AND (TG_OP = 'DELETE'
            OR to_jsonb(OLD) - 'version' IS DISTINCT FROM to_jsonb(NEW) - 'version') THEN
        RAISE EXCEPTION 'a sent quote does not change'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'sent_quotes_are_kept';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$
""",
    """
CREATE TRIGGER sent_quotes_are_kept BEFORE DELETE OR UPDATE ON quotes
    FOR EACH ROW EXECUTE FUNCTION sent_quotes_are_kept()
""",
    """
CREATE FUNCTION lines_of_sent_quotes_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    line quote_lines := coalesce(NEW, OLD);
BEGIN
    IF EXISTS (SELECT FROM quotes WHERE account_id = line.account_id AND id = line.quote_id AND number IS NOT NULL) THEN
        RAISE EXCEPTION 'a sent quote does not change'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'sent_quotes_are_kept';
    END IF;
    RETURN line;
END $$
""",
    """
CREATE TRIGGER lines_of_sent_quotes_are_kept BEFORE INSERT OR DELETE ON quote_lines
    FOR EACH ROW EXECUTE FUNCTION lines_of_sent_quotes_are_kept()
""",
    *ending_with_lines("quote_claims"),
)
"""A sent quote stays as it was sent. What bills it goes with the draft's line, and ends when the invoice's is credited."""
