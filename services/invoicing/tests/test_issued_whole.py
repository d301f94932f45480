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


@pytest.mark.parametrize("released", [False, True])
@pytest.mark.parametrize("table", ["quote_claims", "expense_claims"])
async def test_what_an_issued_invoice_bills_is_not_let_go_of(
    driver: Driver, table: str, *, released: bool
) -> None:
    draft = await driver.draft(entry_ids=[])
    drafted = await driver.add_line(draft["id"], kind="fixed", amount="100")
    about = {"id": UUID(draft["id"]), "line": UUID(drafted["lines"][0]["line_id"])}
    async with driver.served.database.transaction(driver.account) as session:
        for statement in map(text, _CLAIM[table]):
            needed = {name: about[name] for name in statement.compile().params}
            await session.execute(statement, needed)
    invoice = await driver.issue(draft["id"])
    if released:
        await driver.credit(invoice["id"])
    change = f"UPDATE {table} SET released_by = NULL" if released else f"DELETE FROM {table}"
    with pytest.raises(IntegrityError, match="is kept, and released once"):
        async with driver.served.database.transaction(driver.account) as session:
            await session.execute(text(change))


_CLAIM = {
    "quote_claims": [
        """
        INSERT INTO quotes (id, version, organization_id, currency, language, tax_category, tax_rate, title, pricing, notes,
            reference, created_at, created_by)
        SELECT id, 1, organization_id, currency, language, tax_category, tax_rate, '', 'fixed', '', '', now(), 'x'
        FROM drafts WHERE id = :id
        """,
        """
        INSERT INTO quote_claims (invoice_id, line_id, quote_id, quoted_id) VALUES (:id, :line, :id, :line)
        """,
    ],
    "expense_claims": [
        """
        INSERT INTO expenses (id, version, organization_id, spent_on, description, amount, currency, billable, mark_up,
            decision, reason, created_at, created_by)
        SELECT id, 1, organization_id, '2026-09-01', 'x', 100, currency, true, 0, 'approved', '', now(), 'x'
        FROM drafts WHERE id = :id
        """,
        """
        INSERT INTO expense_claims (invoice_id, expense_id, line_id, amount, currency, mark_up, charged)
        VALUES (:id, :id, :line, 100, 'DKK', 0, 100)
        """,
    ],
}
