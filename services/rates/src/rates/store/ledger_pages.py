"""Reading months, blocks and time of agreements."""

import json
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from database import Row, Session, Statement
from database.mapping import as_dataclass
from rates.domain.agreement_ledgers import BlockOnRecord, CoveredEntry, LedgerEntry, LedgerMonth
from rates.domain.agreements import Agreement
from rates.domain.segments import segments_of
from rates.store.segments import segments_in

_BILLING = """LEFT JOIN agreement_charges AS charge USING (charge_id)
LEFT JOIN charge_billings AS billing ON billing.charge_id = charge.charge_id AND billing.line_id = charge.billed_line_id"""
_MONTHS = Statement(f"""
SELECT month.month, month.first_day, month.last_day, month.charge_id, month.amount, month.fees, month.minimum, base_seconds,
    rolled_over::text, month.rolled_over_seconds, month.used_seconds, month.overage_seconds, unused_seconds,
    expiring_seconds, CASE WHEN NOT charge.cancelled THEN charge.billable_from END AS billable_from,
    charge.billed_at AS closed_at, billing.invoice_id, billing.number AS invoice_number
FROM agreement_months AS month {_BILLING}
WHERE month.agreement_id = :agreement_id AND month.month BETWEEN CAST(:first AS date) AND CAST(:last AS date)
ORDER BY month.month
""")
_ROWS = Statement("""
SELECT row_id, month, kind, seconds, amount, reason, coalesce(entries, '[]')::text AS entries, recorded_at
FROM agreement_ledger
WHERE agreement_id = :agreement_id AND month BETWEEN CAST(:first AS date) AND CAST(:last AS date) ORDER BY row_id
""")
_BLOCKS = Statement(f"""
SELECT block_id, bought_on, expires_on, usable_from, price, seconds, block.amount, drawn_seconds, drawn_amount,
    billing.invoice_id, billing.number AS invoice_number
FROM agreement_blocks AS block {_BILLING} WHERE block.agreement_id = :agreement_id ORDER BY bought_on, block_id
""")
_TIME = Statement("""
SELECT entry_id, work_date, agent_id, work_item_id, project_id, service_type_id, seconds,
    coalesce(currency, segments_currency) AS currency, billed_at IS NOT NULL AS billed, segments, rounding_seconds, amount,
    rule_id
FROM time_entries AS entry
WHERE live AND billable AND work_date BETWEEN CAST(:first AS date) AND CAST(:last AS date)
    AND organization_id = ANY(CAST(:names AS uuid[]))
    AND (CAST(:spending AS bool) AND currency = :currency
            AND (CAST(:projects AS uuid[]) = '{}' OR project_id = ANY(CAST(:projects AS uuid[])))
            AND (CAST(:service_types AS uuid[]) = '{}' OR service_type_id = ANY(CAST(:service_types AS uuid[])))
        OR segments IS NOT NULL AND EXISTS (
            SELECT FROM jsonb_array_elements(segments) AS segment JOIN agreement_charges AS charge
                ON charge.charge_id = CAST(segment ->> 'charge_id' AS uuid) WHERE charge.agreement_id = :agreement_id))
    AND entry_id > coalesce(CAST(:after AS uuid), '00000000-0000-0000-0000-000000000000'::uuid)
ORDER BY entry_id LIMIT :limit
""")


async def months(
    session: Session, agreement_id: UUID, first: date, last: date
) -> list[LedgerMonth]:
    """The months of an agreement from one to another, by their first days, with the rows of their ledgers."""
    asked = {"agreement_id": agreement_id, "first": first, "last": last}
    rows: dict[date, list[LedgerEntry]] = {}
    for row in await _ROWS.all(session, asked):
        entry = LedgerEntry(**{**dict(row.items()), "entries": json.loads(row.entries)})
        rows.setdefault(entry.month, []).append(entry)
    return [_month(row, rows) for row in await _MONTHS.all(session, asked)]


async def blocks(session: Session, agreement_id: UUID) -> list[BlockOnRecord]:
    """The blocks of an agreement, the oldest first."""
    rows = await _BLOCKS.all(session, {"agreement_id": agreement_id})
    return [as_dataclass(BlockOnRecord, row) for row in rows]


async def time(
    session: Session,
    agreement: Agreement,
    names: Collection[UUID],
    days: tuple[date, date],
    after: UUID | None,
    limit: int,
) -> list[CoveredEntry]:
    """The time of some days that an agreement covers, of a customer with these ids, in the order of ids."""
    asked = {
        "agreement_id": agreement.agreement_id,
        "spending": agreement.kind == "spend-minimum",
        "currency": agreement.currency,
        "projects": list(agreement.coverage.project_ids),
        "service_types": list(agreement.coverage.service_type_ids),
        "names": list(names),
        "first": days[0],
        "last": days[1],
        "after": after,
        "limit": limit,
    }
    return [_entry(row) for row in await _TIME.all(session, asked)]


def _month(row: Row, rows: Mapping[date, list[LedgerEntry]]) -> LedgerMonth:
    columns: dict[str, Any] = dict(row.items())
    columns["rolled_over"] = json.loads(row.rolled_over)
    return LedgerMonth(**columns, rows=rows.get(row.month, []))


def _entry(row: Row) -> CoveredEntry:
    whole = segments_of(row.seconds, row.rounding_seconds, row.amount, row.rule_id)
    columns: dict[str, Any] = dict(row.items())
    for name in ("rounding_seconds", "amount", "rule_id"):
        del columns[name]
    columns["segments"] = segments_in(row.segments) or whole
    return CoveredEntry(**columns)
