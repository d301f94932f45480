"""What the database does for expenses by itself."""

EXPENSES = (
    """
CREATE FUNCTION expense_claims_dropped() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM expense_claims c USING gone
    WHERE c.account_id = gone.account_id AND c.invoice_id = gone.draft_id AND c.line_id = gone.line_id
        AND NOT EXISTS (SELECT FROM invoices i WHERE i.account_id = gone.account_id AND i.id = gone.draft_id);
    RETURN NULL;
END $$
""",
    """
CREATE TRIGGER expense_claims_dropped AFTER DELETE ON draft_lines REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION expense_claims_dropped()
""",
    """
CREATE FUNCTION expense_claims_released() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE expense_claims q SET released_by = made.credit_note_id
    FROM made JOIN invoice_lines l
        ON l.account_id = made.account_id AND l.invoice_id = made.invoice_id AND l.line_id = made.line_id
    WHERE q.account_id = made.account_id AND q.invoice_id = made.invoice_id AND q.line_id = made.line_id
        AND q.released_by IS NULL AND l.amount = (SELECT sum(c.amount) FROM credit_note_lines c
            WHERE c.account_id = made.account_id AND c.invoice_id = made.invoice_id AND c.line_id = made.line_id);
    RETURN NULL;
END $$
""",
    """
CREATE TRIGGER expense_claims_released AFTER INSERT ON credit_note_lines REFERENCING NEW TABLE AS made
    FOR EACH STATEMENT EXECUTE FUNCTION expense_claims_released()
""",
    """
CREATE FUNCTION expenses_claimed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one expense_claims := coalesce(NEW, OLD);
BEGIN
    UPDATE expenses e SET version = e.version + 1, claimed = EXISTS (SELECT FROM expense_claims c
            WHERE c.account_id = e.account_id AND c.expense_id = e.id AND c.released_by IS NULL)
        WHERE e.account_id = one.account_id AND e.id = one.expense_id;
    RETURN NULL;
END $$
""",
    """
CREATE TRIGGER expenses_claimed AFTER INSERT OR DELETE OR UPDATE ON expense_claims
    FOR EACH ROW EXECUTE FUNCTION expenses_claimed()
""",
    """
CREATE FUNCTION billed_receipts_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM expense_claims c JOIN invoices i ON i.account_id = c.account_id AND i.id = c.invoice_id
            WHERE c.account_id = OLD.account_id AND c.expense_id = OLD.expense_id) THEN
        RAISE EXCEPTION 'a receipt behind an issued invoice is kept'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'billed_receipts_are_kept';
    END IF;
    RETURN OLD;
END $$
""",
    """
CREATE TRIGGER billed_receipts_are_kept BEFORE DELETE ON receipts
    FOR EACH ROW EXECUTE FUNCTION billed_receipts_are_kept()
""",
)
"""What charges an expense goes with the draft's line, and ends when the invoice's is credited. Billed receipts stay."""
