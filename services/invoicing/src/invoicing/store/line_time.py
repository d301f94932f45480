"""The time on lines of drafts: what their claims add up to."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from sqlalchemy import delete

from database import Session, Statement
from invoicing.domain.lines import Line, LineTime
from invoicing.store.mapping import all_to_json
from invoicing.store.tables.drafts import DraftLineRow

_TIME = Statement("""
    SELECT c.line_id, sum(upper(c.seconds) - lower(c.seconds))::int AS seconds,
        sum(c.billed_seconds)::int AS billed_seconds, min(e.work_date) AS first_day, max(e.work_date) AS last_day,
        CASE WHEN count(e.service_type_id) = count(*) AND count(DISTINCT e.service_type_id) = 1
            THEN (array_agg(e.service_type_id))[1] END AS service_type_id,
        CASE WHEN count(e.service_type_id) = count(*) AND count(DISTINCT e.service_type_id) = 1
            THEN (array_agg(e.service_type_name ORDER BY e.work_date DESC))[1] END AS service_type_name
    FROM claims c
    CROSS JOIN LATERAL (SELECT * FROM time_entries e WHERE e.entry_id = c.entry_id LIMIT 1) AS e
    WHERE c.invoice_id = ANY(CAST(:draft_ids AS uuid[])) AND c.line_id = ANY(CAST(:line_ids AS uuid[]))
    GROUP BY c.line_id
""")
_CHARGED = {
    "seconds": "int",
    "billed_seconds": "int",
    "hourly_rate": "numeric",
    "amount": "numeric",
    "first_day": "date",
    "last_day": "date",
    "service_type_id": "uuid",
    "service_type_name": "text",
}
_WRITE = Statement(f"""
    UPDATE draft_lines known SET {", ".join(f"{name} = new_row.{name}" for name in _CHARGED)}
    FROM jsonb_to_recordset(CAST(:lines AS jsonb))
        AS new_row(line_id uuid, {", ".join(f"{name} {kind}" for name, kind in _CHARGED.items())})
    WHERE known.line_id = new_row.line_id
""")


async def time_of(
    session: Session, draft_ids: Sequence[UUID], line_ids: Collection[UUID]
) -> dict[UUID, LineTime]:
    """What the claims of these lines add up to; a line that has none is left out."""
    about = {"draft_ids": list(draft_ids), "line_ids": list(line_ids)}
    return {row["line_id"]: LineTime(**row) for row in await _TIME.all(session, about)}


async def write_time(session: Session, lines: Iterable[Line]) -> None:
    """Write what lines of time charge now."""
    await _WRITE.all(session, {"lines": all_to_json(("line_id", *_CHARGED), lines)})


async def remove_lines(session: Session, line_ids: Collection[UUID]) -> None:
    """Remove lines that have no claims any more."""
    if not line_ids:
        return
    await session.execute(delete(DraftLineRow).where(DraftLineRow.line_id.in_(line_ids)))
