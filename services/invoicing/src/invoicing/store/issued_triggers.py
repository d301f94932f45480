"""What the database refuses of issued documents: they are written whole, and nothing is added to one later."""


def written_with_document(table: str, key: str, *documents: str) -> tuple[str, ...]:
    """Rows of this table come in the transaction that writes their document."""
    # Parents are few, and looked up one by one: a plan for a set of them may read all documents that there are.
    unknown = " AND ".join(
        f"NOT EXISTS (SELECT FROM {one} d WHERE d.account_id = parent.account_id AND d.id = parent.id"
        " AND d.xmin = pg_current_xact_id()::xid)"
        for one in documents
    )
    return (
        f"""
CREATE FUNCTION {table}_written_with_document() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    parent record;
BEGIN
    FOR parent IN SELECT DISTINCT account_id, {key} AS id FROM made LOOP
        IF {unknown} THEN
            RAISE EXCEPTION 'there is no document % that is being issued', parent.id
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'issued_documents_are_whole';
        END IF;
    END LOOP;
    RETURN NULL;
END $$
""",
        f"""
CREATE TRIGGER {table}_written_with_document AFTER INSERT ON {table} REFERENCING NEW TABLE AS made
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_written_with_document()
""",
    )


ISSUED = (
    *written_with_document("invoice_taxes", "invoice_id", "invoices"),
    *written_with_document("credit_note_lines", "credit_note_id", "credit_notes"),
    *written_with_document("credit_note_taxes", "credit_note_id", "credit_notes"),
    *written_with_document("vat_entries", "document_id", "invoices", "credit_notes"),
)
"""The lines of invoices are looked at by `triggers.LINES`."""
