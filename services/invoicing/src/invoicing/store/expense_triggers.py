"""What the database does for expenses by itself."""

from invoicing.store.line_claim_triggers import ending_with_lines

EXPENSES = (
    *ending_with_lines("expense_claims"),
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
