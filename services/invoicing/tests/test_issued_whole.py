"""An issued document is written whole: what its database role may insert adds nothing to one that is there."""

from collections.abc import Mapping
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from services.invoicing.tests.driver import Driver

MORE: Mapping[str, str] = {
    "invoice_lines": """
        INSERT INTO invoice_lines (invoice_id, line_id, position, kind, description, amount, tax_category, tax_rate)
        SELECT id, uuidv7(), 99, 'fee', 'One more', 100, 'standard', 25 FROM invoices WHERE id = :invoice_id
    """,
    "invoice_taxes": """
        INSERT INTO invoice_taxes (invoice_id, category, rate, base, tax)
        SELECT id, 'zero', 0, 100, 0 FROM invoices WHERE id = :invoice_id
    """,
    "credit_note_lines": """
        INSERT INTO credit_note_lines (credit_note_id, invoice_id, line_id, position, kind, description, amount,
            tax_category, tax_rate)
        SELECT n.id, n.invoice_id, l.line_id, 99, 'fee', 'One more', 0, 'standard', 25
        FROM credit_notes n JOIN invoice_lines l ON l.invoice_id = n.invoice_id
        WHERE n.invoice_id = :invoice_id AND l.kind = 'text'
    """,
    "credit_note_taxes": """
        INSERT INTO credit_note_taxes (credit_note_id, category, rate, base, tax)
        SELECT id, 'zero', 0, 100, 0 FROM credit_notes WHERE invoice_id = :invoice_id
    """,
    "vat_entries": """
        INSERT INTO vat_entries (document_id, category, rate, tax_code, kind, issue_date, currency, organization_id, base,
            tax)
        SELECT id, 'standard', 25, 'X', 'invoice', issue_date, currency, organization_id, -100, -25
        FROM invoices WHERE id = :invoice_id
    """,
    "vat_entries of a credit note": """
        INSERT INTO vat_entries (document_id, category, rate, tax_code, kind, issue_date, currency, organization_id, base,
            tax)
        SELECT id, 'standard', 25, 'X', 'credit-note', issue_date, currency, organization_id, -100, -25
        FROM credit_notes WHERE invoice_id = :invoice_id
    """,
}


@pytest.mark.parametrize("of", MORE)
async def test_nothing_is_added_to_an_issued_document(driver: Driver, of: str) -> None:
    made = await driver.worked()
    draft = await driver.draft(entry_ids=[str(made.entry_id)])
    await driver.add_line(draft["id"], kind="text")
    invoice = await driver.issue(draft["id"])
    await driver.credit(invoice["id"])
    with pytest.raises(IntegrityError, match="that is being issued"):
        async with driver.served.database.transaction(driver.account) as session:
            await session.execute(text(MORE[of]), {"invoice_id": UUID(invoice["id"])})
