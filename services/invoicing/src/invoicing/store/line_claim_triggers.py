"""What the database does for claims that whole lines have: of quotes, of expenses."""


def ending_with_lines(table: str) -> tuple[str, ...]:
    """A claim of this table goes with the line of a draft, and ends, once, when that of an invoice is credited whole."""
    return (
        f"""
CREATE FUNCTION {table}_dropped() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM {table} q USING gone
    WHERE q.account_id = gone.account_id AND q.invoice_id = gone.draft_id AND q.line_id = gone.line_id
        AND NOT EXISTS (SELECT FROM invoices i WHERE i.account_id = gone.account_id AND i.id = gone.draft_id);
    RETURN NULL;
END $$
""",
        f"""
CREATE TRIGGER {table}_dropped AFTER DELETE ON draft_lines REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_dropped()
""",
        f"""
CREATE FUNCTION {table}_released() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE {table} q SET released_by = made.credit_note_id
    FROM made JOIN invoice_lines l
        ON l.account_id = made.account_id AND l.invoice_id = made.invoice_id AND l.line_id = made.line_id
    WHERE q.account_id = made.account_id AND q.invoice_id = made.invoice_id AND q.line_id = made.line_id
        AND q.released_by IS NULL AND l.amount = (SELECT sum(c.amount) FROM credit_note_lines c
            WHERE c.account_id = made.account_id AND c.invoice_id = made.invoice_id AND c.line_id = made.line_id);
    RETURN NULL;
END $$
""",
        f"""
CREATE FUNCTION {table}_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_OP = 'DELETE' OR OLD.released_by IS NOT NULL)
        AND EXISTS (SELECT FROM invoices WHERE account_id = OLD.account_id AND id = OLD.invoice_id) THEN
        RAISE EXCEPTION 'what an issued invoice bills is kept, and released once'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'issued_{table}_are_kept';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$
""",
        f"""
CREATE TRIGGER {table}_kept BEFORE DELETE OR UPDATE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_kept()
""",
        f"""
CREATE TRIGGER {table}_released AFTER INSERT ON credit_note_lines REFERENCING NEW TABLE AS made
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_released()
""",
    )
