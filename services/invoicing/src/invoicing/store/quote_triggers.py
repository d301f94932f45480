"""What the database does for quotes by itself."""

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
    """
CREATE FUNCTION quote_claims_dropped() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM quote_claims q USING gone
    WHERE q.account_id = gone.account_id AND q.invoice_id = gone.draft_id AND q.line_id = gone.line_id
        AND NOT EXISTS (SELECT FROM invoices i WHERE i.account_id = gone.account_id AND i.id = gone.draft_id);
    RETURN NULL;
END $$
""",
    """
CREATE TRIGGER quote_claims_dropped AFTER DELETE ON draft_lines REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION quote_claims_dropped()
""",
    """
CREATE FUNCTION quote_claims_released() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE quote_claims q SET released_by = made.credit_note_id
    FROM made JOIN invoice_lines l
        ON l.account_id = made.account_id AND l.invoice_id = made.invoice_id AND l.line_id = made.line_id
    WHERE q.account_id = made.account_id AND q.invoice_id = made.invoice_id AND q.line_id = made.line_id
        AND q.released_by IS NULL AND l.amount = (SELECT sum(c.amount) FROM credit_note_lines c
            WHERE c.account_id = made.account_id AND c.invoice_id = made.invoice_id AND c.line_id = made.line_id);
    RETURN NULL;
END $$
""",
    """
CREATE TRIGGER quote_claims_released AFTER INSERT ON credit_note_lines REFERENCING NEW TABLE AS made
    FOR EACH STATEMENT EXECUTE FUNCTION quote_claims_released()
""",
)
"""A sent quote stays as it was sent. What bills it goes with the draft's line, and ends when the invoice's is credited."""
