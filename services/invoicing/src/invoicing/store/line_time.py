"""The time on lines of drafts: what their claims add up to."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from uuid import UUID

from sqlalchemy import delete, update

from database import Session, Statement
from invoicing.domain.draft import Draft
from invoicing.domain.grouping import GroupBy
from invoicing.domain.lines import Line, LineTime
from invoicing.domain.pieces import Piece
from invoicing.domain.regrouping import DraftedTime
from invoicing.domain.write_off import LinedPiece
from invoicing.store.claims import KEYS
from invoicing.store.drafts import insert_lines, rewrite
from invoicing.store.mapping import all_to_json
from invoicing.store.tables.drafts import DraftLineRow, DraftRow
from invoicing.store.write_offs import claim

_PIECE = [field.name for field in fields(Piece)]

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
_FREE_LINES = Statement("""
    DELETE FROM claims WHERE invoice_id = :draft_id AND line_id = ANY(CAST(:line_ids AS uuid[]))
""")


def _drafted(group_by: GroupBy) -> Statement:
    return Statement(f"""
        SELECT c.line_id, e.entry_id, lower(c.seconds) AS start, upper(c.seconds) AS end, c.price_version,
            segment.hourly_rate, segment."start" AS segment_start, segment."end" AS segment_end,
            segment.billed_seconds::int AS segment_billed, coalesce(segment.treatment = 'overage', false) AS overage,
            {KEYS[group_by]} AS group_key, e.work_date, e.agent_name,
            e.project_name, e.work_item_name, e.service_type_id, e.service_type_name, e.description
        FROM (SELECT line_id, entry_id AS claimed, seconds, price_version FROM claims
            WHERE invoice_id = :draft_id AND charge_id IS NULL) AS c
        CROSS JOIN LATERAL (SELECT * FROM time_entries e WHERE e.entry_id = c.claimed LIMIT 1) AS e
        CROSS JOIN LATERAL jsonb_to_recordset(e.segments)
            AS segment("start" int, "end" int, billed_seconds bigint, hourly_rate numeric, treatment text)
        WHERE c.seconds <@ int4range(segment."start", segment."end")
        ORDER BY c.claimed, c.seconds
    """)


_DRAFTED: dict[GroupBy, Statement] = {one: _drafted(one) for one in KEYS}
_CHARGED = {
    "seconds": "int",
    "billed_seconds": "int",
    "hourly_rate": "numeric",
    "hours": "numeric",
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


async def drafted_time(session: Session, draft_id: UUID, group_by: GroupBy) -> list[DraftedTime]:
    """All time by the hour on a draft's lines, with the keys by which it is grouped so."""
    rows = [dict(row) for row in await _DRAFTED[group_by].all(session, {"draft_id": draft_id})]
    return [
        DraftedTime(piece=Piece(**{name: row.pop(name) for name in _PIECE}), **row) for row in rows
    ]


async def have(
    session: Session,
    draft_id: UUID,
    emptied: Collection[UUID],
    pieces: Mapping[UUID, Sequence[Piece]],
) -> None:
    """Let lines of a draft have just these pieces, and others, which are emptied, nothing."""
    about = {"draft_id": draft_id, "line_ids": [*emptied, *pieces]}
    await _FREE_LINES.all(session, about)
    await claim(session, draft_id, [LinedPiece(id_, one) for id_ in pieces for one in pieces[id_]])


async def put_on_lines(
    session: Session, before: Draft, after: Draft, pieces: Mapping[UUID, Sequence[Piece]]
) -> None:
    """Write how a draft is grouped, its lines of time anew, and let these have the pieces."""
    gone = {line.line_id for line in before.lines if line.kind == "time"}
    made = [line for line in after.lines if line.kind == "time"]
    await _FREE_LINES.all(session, {"draft_id": after.id, "line_ids": list(gone)})
    await insert_lines(session, after.id, made)
    await rewrite(session, before, after)  # before the old lines go, and their discounts with them
    await remove_lines(session, gone)
    await claim(session, after.id, [LinedPiece(id_, one) for id_ in pieces for one in pieces[id_]])
    grouped = update(DraftRow).where(DraftRow.id == after.id)
    await session.execute(grouped.values(group_by=after.group_by, version=after.version))
