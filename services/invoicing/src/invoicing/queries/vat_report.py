"""The VAT report of a period, by the day of issue: from the VAT ledger, whatever lines documents have."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from database import Session, Statement
from invoicing.domain.attributes import build
from invoicing.domain.tax import TaxCategory
from invoicing.domain.vat import NO_CODE, EuSale, TaxedDocument, VatBox, VatLine, boxes
from invoicing.store import accounts

_LINES = Statement("""
    SELECT currency, nullif(tax_code, '') AS tax_code, category, rate,
        count(*) FILTER (WHERE kind = 'invoice')::int AS invoices,
        coalesce(sum(base) FILTER (WHERE kind = 'invoice'), 0) AS invoiced_base,
        coalesce(sum(tax) FILTER (WHERE kind = 'invoice'), 0) AS invoiced_tax,
        count(*) FILTER (WHERE kind = 'credit-note')::int AS credit_notes,
        coalesce(sum(base) FILTER (WHERE kind = 'credit-note'), 0) AS credited_base,
        coalesce(sum(tax) FILTER (WHERE kind = 'credit-note'), 0) AS credited_tax
    FROM vat_entries WHERE issue_date BETWEEN :first_day AND :last_day
    GROUP BY currency, tax_code, category, rate ORDER BY currency, category, rate DESC, tax_code
""")
_SALES = Statement("""
    SELECT sales.*, o.name AS organization_name FROM (
        SELECT currency, vat_country AS country, vat_number,
            (array_agg(organization_id ORDER BY issue_date DESC, document_id DESC))[1] AS organization_id,
            count(*) FILTER (WHERE kind = 'invoice')::int AS invoices,
            count(*) FILTER (WHERE kind = 'credit-note')::int AS credit_notes, sum(base) AS base
        FROM vat_entries WHERE category = 'reverse-charge' AND issue_date BETWEEN :first_day AND :last_day
        GROUP BY currency, vat_country, vat_number) sales
    LEFT JOIN organizations o ON o.organization_id = sales.organization_id
    ORDER BY sales.currency, sales.country, sales.vat_number
""")
_DOCUMENTS = Statement("""
    SELECT page.*, coalesce(i.number, n.number) AS number, coalesce(i.buyer, n.buyer) ->> 'name' AS organization_name
    FROM (
        SELECT * FROM vat_entries WHERE issue_date BETWEEN :first_day AND :last_day AND currency = :currency
            AND category = :category AND rate = :rate AND tax_code = :tax_code
            AND (CAST(:after AS uuid) IS NULL OR document_id > CAST(:after AS uuid))
        ORDER BY document_id LIMIT :limit) page
    LEFT JOIN invoices i ON page.kind = 'invoice' AND i.id = page.document_id
    LEFT JOIN credit_notes n ON page.kind = 'credit-note' AND n.id = page.document_id
    ORDER BY page.document_id
""")


@dataclass(frozen=True)
class Period:
    """Days, both included."""

    first_day: date
    last_day: date


@dataclass(frozen=True)
class VatReport:
    """What a period came to."""

    first_day: date
    last_day: date
    lines: tuple[VatLine, ...]
    eu_sales: tuple[EuSale, ...]
    boxes: tuple[VatBox, ...]


@dataclass(frozen=True)
class VatLineKey:
    """Which line of the report is opened."""

    currency: str
    category: TaxCategory
    rate: Decimal
    tax_code: str | None = None


@dataclass(frozen=True)
class VatDocument:
    """What a document contributes to a line."""

    document_id: UUID
    kind: TaxedDocument
    number: str
    issue_date: date
    organization_id: UUID
    organization_name: str
    currency: str
    base: Decimal
    tax: Decimal


async def vat_report(session: Session, period: Period) -> VatReport:
    """By currency, code, category and rate."""
    country = (await accounts.load_account(session)).billing.seller.country
    lines = [VatLine(**row) for row in await _LINES.all(session, vars(period))]
    sales = [EuSale(**row) for row in await _SALES.all(session, vars(period))]
    found = boxes(country, lines, sales)
    return VatReport(period.first_day, period.last_day, tuple(lines), tuple(sales), tuple(found))


async def list_documents(
    session: Session, period: Period, key: VatLineKey, *, after: UUID | None, limit: int
) -> Sequence[VatDocument]:
    """The documents behind a line, by id."""
    asked = {**vars(period), **vars(key), "tax_code": key.tax_code or NO_CODE}
    rows = await _DOCUMENTS.all(session, {**asked, "after": after, "limit": limit})
    return [build(VatDocument, row) for row in rows]
