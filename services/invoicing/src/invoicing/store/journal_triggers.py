"""What the database refuses of the journal."""

JOURNAL = (
    """
CREATE FUNCTION journal_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM made GROUP BY account_id, export_id, transaction
               HAVING sum(debit) <> sum(credit) OR count(DISTINCT currency) > 1) THEN
        RAISE EXCEPTION 'a transaction has other debits than credits'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'journal_balanced';
    END IF;
    RETURN NULL;
END $$
""",
    """
CREATE TRIGGER journal_balanced AFTER INSERT ON journal_lines REFERENCING NEW TABLE AS made
    FOR EACH STATEMENT EXECUTE FUNCTION journal_balanced()
""",
)
"""Debits are credits in each transaction, in one currency."""
