"""The journal: facts that no export has become balanced transactions, in one statement."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert

from database import Session, Statement
from invoicing.domain.attributes import build
from invoicing.domain.journal import JournalExport, JournalLine, LedgerSettings, RevenueRule
from invoicing.store.tables.journal import JournalExportRow, LedgerSettingsRow

# Amounts are signed: above 0 is a debit. A side that comes to nothing is no line. `side` is its place in the transaction.
_REVENUE = """
    SELECT '{kind}' AS fact_kind, d.id AS fact_id, d.issue_date AS booked_on, d.number AS voucher,
        d.buyer ->> 'name' AS text, coalesce(rule.account, CAST(:revenue AS text)) AS account, l.tax_code, d.currency,
        {sign} * l.amount AS amount, 1 AS side
    FROM {documents} d JOIN {lines} l ON l.{key} = d.id
    LEFT JOIN LATERAL (
        SELECT r.account FROM jsonb_to_recordset(CAST(:rules AS jsonb))
            AS r(account text, tax_code text, service_type_id uuid, kind text)
        WHERE coalesce(r.tax_code = l.tax_code, r.tax_code IS NULL)
            AND coalesce(r.service_type_id = l.service_type_id, r.service_type_id IS NULL)
            AND coalesce(r.kind = l.kind, r.kind IS NULL)
        ORDER BY num_nonnulls(r.tax_code, r.service_type_id, r.kind) DESC, r.account LIMIT 1) rule ON true
    WHERE d.issue_date <= CAST(:last_day AS date) AND l.amount IS NOT NULL
    UNION ALL
    SELECT '{kind}', d.id, d.issue_date, d.number, d.buyer ->> 'name',
        CAST(:receivables AS text), NULL, d.currency, -({sign}) * d.total, 0
    FROM {documents} d WHERE d.issue_date <= CAST(:last_day AS date)
"""
_INVOICES = _REVENUE.format(
    kind="invoice", documents="invoices", lines="invoice_lines", key="invoice_id", sign="-1"
)
_CREDIT_NOTES = _REVENUE.format(
    kind="credit-note",
    documents="credit_notes",
    lines="credit_note_lines",
    key="credit_note_id",
    sign="1",
)
_FACTS = f"""
    {_INVOICES} UNION ALL {_CREDIT_NOTES}
    UNION ALL
    SELECT v.kind, v.document_id, v.issue_date, coalesce(i.number, n.number),
        coalesce(i.buyer, n.buyer) ->> 'name', coalesce(c.ledger_account, CAST(:vat AS text)), nullif(v.tax_code, ''),
        v.currency, -v.tax, 2
    FROM vat_entries v LEFT JOIN tax_codes c ON c.code = v.tax_code
    LEFT JOIN invoices i ON v.kind = 'invoice' AND i.id = v.document_id
    LEFT JOIN credit_notes n ON v.kind = 'credit-note' AND n.id = v.document_id
    WHERE v.issue_date <= CAST(:last_day AS date)
    UNION ALL
    SELECT 'payment', p.id, day.booked_on, coalesce(nullif(p.reference, ''), p.method), o.name, side.account, NULL,
        p.currency, side.sign * p.amount, side.place
    FROM payments p LEFT JOIN organizations o ON o.organization_id = p.organization_id
    CROSS JOIN LATERAL (SELECT CASE WHEN p.reverses IS NULL THEN p.received_on
        ELSE (p.recorded_at AT TIME ZONE CAST(:zone AS text))::date END AS booked_on) day
    CROSS JOIN LATERAL (VALUES
        (1, 0, CASE p.kind WHEN 'cash' THEN coalesce(CAST(:by_method AS jsonb) ->> p.method, CAST(:bank AS text))
            WHEN 'credit' THEN CAST(:credit_applied AS text) ELSE CAST(:write_offs AS text) END),
        (-1, 1, CAST(:customer_credit AS text))) side(sign, place, account)
    WHERE day.booked_on <= CAST(:last_day AS date)
    UNION ALL
    SELECT 'refund', r.id, day.booked_on, coalesce(nullif(r.reference, ''), r.method), o.name, side.account, NULL,
        r.currency, side.sign * r.amount, side.place
    FROM refunds r LEFT JOIN organizations o ON o.organization_id = r.organization_id
    CROSS JOIN LATERAL (SELECT CASE WHEN r.reverses IS NULL THEN r.refunded_on
        ELSE (r.recorded_at AT TIME ZONE CAST(:zone AS text))::date END AS booked_on) day
    CROSS JOIN LATERAL (VALUES (1, 0, CAST(:customer_credit AS text)),
        (-1, 1, coalesce(CAST(:by_method AS jsonb) ->> r.method, CAST(:bank AS text)))) side(sign, place, account)
    WHERE day.booked_on <= CAST(:last_day AS date)
    UNION ALL
    SELECT 'allocation', a.id, day.booked_on, i.number, i.buyer ->> 'name', side.account, NULL, i.currency,
        side.sign * a.amount, side.place
    FROM allocations a JOIN invoices i ON i.id = a.invoice_id
    CROSS JOIN LATERAL (SELECT (a.allocated_at AT TIME ZONE CAST(:zone AS text))::date AS booked_on) day
    CROSS JOIN LATERAL (VALUES (1, 0, CAST(:customer_credit AS text)), (-1, 1, CAST(:receivables AS text)))
        side(sign, place, account)
    WHERE day.booked_on <= CAST(:last_day AS date) AND CAST(:customer_credit AS text) <> CAST(:receivables AS text)
"""
_EXPORT = Statement(f"""
    WITH facts AS ({_FACTS}), sides AS (
        SELECT fact_kind, fact_id, booked_on, voucher, text, account, tax_code, currency, side, sum(amount) AS amount
        FROM facts WHERE NOT EXISTS (
            SELECT FROM journal_lines j WHERE j.fact_id = facts.fact_id AND j.fact_kind = facts.fact_kind)
        GROUP BY fact_kind, fact_id, booked_on, voucher, text, account, tax_code, currency, side
        HAVING sum(amount) <> 0
    ), placed AS (
        SELECT sides.*, dense_rank() OVER (ORDER BY booked_on, fact_kind, fact_id)::int AS transaction,
            (row_number() OVER (PARTITION BY fact_kind, fact_id ORDER BY side, account, tax_code))::int AS position
        FROM sides
    ), export AS (
        INSERT INTO journal_exports (id, last_day, transactions, created_at, created_by)
        SELECT CAST(:id AS uuid), CAST(:last_day AS date), max(transaction),
            CAST(:created_at AS timestamptz), CAST(:created_by AS text) FROM placed HAVING count(*) > 0
        RETURNING transactions
    ), written AS (
        INSERT INTO journal_lines (export_id, transaction, position, fact_kind, fact_id, booked_on, voucher, text, account,
            tax_code, ledger_code, currency, debit, credit)
        SELECT CAST(:id AS uuid), transaction, position, fact_kind, fact_id, booked_on, voucher, coalesce(text, ''), account,
            placed.tax_code, c.ledger_code, currency, greatest(amount, 0), greatest(-amount, 0)
        FROM placed LEFT JOIN tax_codes c ON c.code = placed.tax_code
    )
    SELECT transactions FROM export
""")
_LINES = Statement("""
    SELECT transaction, position, fact_kind, fact_id, booked_on, voucher, text, account, tax_code, ledger_code, currency,
        debit, credit
    FROM journal_lines WHERE export_id = :export_id AND (transaction, position) > (:transaction, :position)
    ORDER BY transaction, position LIMIT :limit
""")


async def load_ledger_settings(session: Session) -> LedgerSettings:
    """The accounts; none where nobody named any."""
    row = (await session.execute(select(LedgerSettingsRow))).scalars().first()
    if row is None:
        return LedgerSettings()
    rules = tuple(
        RevenueRule(**{**rule, "service_type_id": _uuid(rule.get("service_type_id"))})
        for rule in row.accounts.get("revenue_rules", ())
    )
    return LedgerSettings(**{**row.accounts, "revenue_rules": rules, "version": row.version})


async def save_ledger_settings(session: Session, settings: LedgerSettings) -> None:
    """Write the accounts."""
    accounts = json.loads(json.dumps(_plain(settings), default=str))
    statement = upsert(LedgerSettingsRow).values(version=settings.version, accounts=accounts)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["account_id"],
            set_={"version": settings.version, "accounts": accounts},
        )
    )


async def insert_export(
    session: Session, export: JournalExport, settings: LedgerSettings, zone: str
) -> int:
    """Export what no export has; returns how many transactions, 0: there is nothing, and nothing was written."""
    accounts = {
        name: value
        for name, value in vars(settings).items()
        if name not in ("version", "revenue_rules", "cash", "card", "quickbooks", "other")
    }
    accounts["customer_credit"] = settings.customer_credit or settings.receivables
    accounts["credit_applied"] = settings.credit_applied or settings.receivables
    accounts["write_offs"] = settings.write_offs or settings.revenue
    rules = json.dumps([vars(rule) for rule in settings.revenue_rules], default=str)
    asked = {**accounts, "rules": rules, "by_method": json.dumps(settings.by_method())}
    about = {name: getattr(export, name) for name in ("id", "last_day", "created_at", "created_by")}
    row = await _EXPORT.first(session, {**asked, **about, "zone": zone})
    return 0 if row is None else int(row["transactions"])


async def load_exports(
    session: Session, *, after: UUID | None, limit: int, export_id: UUID | None = None
) -> Sequence[JournalExport]:
    """Exports, the newest first."""
    query = select(JournalExportRow).order_by(JournalExportRow.id.desc()).limit(limit)
    if after is not None:
        query = query.where(JournalExportRow.id < after)
    if export_id is not None:
        query = query.where(JournalExportRow.id == export_id)
    return [build(JournalExport, row) for row in (await session.scalars(query)).all()]


async def load_lines(
    session: Session, export_id: UUID, after: tuple[int, int], limit: int
) -> list[JournalLine]:
    """Lines of an export that follow a transaction and position, in their order."""
    asked: dict[str, Any] = {"export_id": export_id, "limit": limit}
    transaction, position = after
    rows = await _LINES.all(session, {**asked, "transaction": transaction, "position": position})
    return [JournalLine(**row) for row in rows]


def _plain(settings: LedgerSettings) -> dict[str, Any]:
    found = {name: value for name, value in vars(settings).items() if name != "version"}
    return {**found, "revenue_rules": [vars(rule) for rule in settings.revenue_rules]}


def _uuid(text: str | None) -> UUID | None:
    return None if text is None else UUID(text)
