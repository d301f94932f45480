"""What the database refuses of issued documents: they are written whole, and nothing is added to one later."""


def written_with_document(table: str, key: str, *documents: str) -> tuple[str, ...]:
    """Rows of this table come in the transaction that writes their document, and none later.

    It stands for a foreign key too, which would ask anew for each of an invoice's hundreds of lines.
    """
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


CLAIMS_OF_ISSUED = (
    # The owner splits them, for credit notes; what agreements cover late is on no line.
    """
CREATE FUNCTION claims_of_an_invoice() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    parent record;
BEGIN
    IF current_user = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID) THEN
        RETURN NULL;
    END IF;
    FOR parent IN SELECT DISTINCT account_id, invoice_id AS id FROM made WHERE NOT late LOOP
        IF EXISTS (SELECT FROM invoices i WHERE i.account_id = parent.account_id AND i.id = parent.id) THEN
            RAISE EXCEPTION 'invoice % is issued, and claims no more time', parent.id
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'issued_documents_are_whole';
        END IF;
    END LOOP;
    RETURN NULL;
END $$
""",
    """
CREATE TRIGGER claims_of_an_invoice AFTER INSERT ON claims REFERENCING NEW TABLE AS made
    FOR EACH STATEMENT EXECUTE FUNCTION claims_of_an_invoice()
""",
)
"""Time that an issued invoice claimed would be billed, and charged on no line of it."""

ISSUED = (
    *CLAIMS_OF_ISSUED,
    *written_with_document("invoice_lines", "invoice_id", "invoices"),
    *written_with_document("invoice_taxes", "invoice_id", "invoices"),
    *written_with_document("credit_note_lines", "credit_note_id", "credit_notes"),
    *written_with_document("credit_note_taxes", "credit_note_id", "credit_notes"),
    *written_with_document("vat_entries", "document_id", "invoices", "credit_notes"),
)
