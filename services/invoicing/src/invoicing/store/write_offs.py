"""Write-offs, and the claims by which they keep time from being charged."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select, text
from sqlalchemy import insert as insert_into

from database import Session, Statement
from invoicing.domain.attributes import build
from invoicing.domain.pieces import Piece
from invoicing.domain.write_off import (
    LinedPiece,
    Undoing,
    WriteOff,
    WriteOffLine,
    WrittenOffEntry,
)
from invoicing.store.claims import ClaimedRange
from invoicing.store.mapping import all_to_json, insert_sql, to_values
from invoicing.store.merged_time import staying
from invoicing.store.organization_locks import lock_alone
from invoicing.store.tables.write_offs import (
    UndoneWriteOffLineRow,
    UndoneWriteOffRow,
    WriteOffLineRow,
    WriteOffRow,
)

_LINE = "line_id", "entry_id", "hourly_rate", "seconds", "billed_seconds", "amount"
_PIECE = """
    lower(open.seconds) AS start, upper(open.seconds) AS end, {version} AS price_version, segment.hourly_rate,
    segment."start" AS segment_start, segment."end" AS segment_end, segment.billed_seconds::int AS segment_billed,
    coalesce(segment.treatment = 'overage', false) AS overage
"""
_SEGMENTS = """
    CROSS JOIN LATERAL jsonb_to_recordset(e.segments)
        AS segment("start" int, "end" int, billed_seconds bigint, hourly_rate numeric, treatment text)
"""
# What a draft of these entries would claim (`claims._claim`).
_READY = Statement(f"""
    SELECT e.entry_id, {_PIECE.format(version="e.price_version")}
    FROM unnest(CAST(:entry_ids AS uuid[])) AS asked(entry_id)
    CROSS JOIN LATERAL (SELECT * FROM time_entries e WHERE e.entry_id = asked.entry_id LIMIT 1) AS e
    {_SEGMENTS}
    LEFT JOIN LATERAL (SELECT range_agg(c.seconds) AS seconds FROM claims c WHERE e.claimed_seconds > 0
        AND c.account_id = e.account_id AND c.entry_id = e.entry_id AND c.released_by IS NULL) AS taken ON true
    CROSS JOIN LATERAL unnest(int4multirange(int4range(segment."start", segment."end"))
        - coalesce(taken.seconds, '{{}}')) AS open(seconds)
    WHERE e.organization_id = :organization_id AND e.billable AND e.priced AND e.currency = :currency
        AND (segment.treatment IS NULL OR segment.treatment = 'overage')
    ORDER BY e.entry_id, open.seconds
""")
_OF_LINE = Statement(f"""
    SELECT open.entry_id, {_PIECE.format(version="open.price_version")}
    FROM claims AS open
    CROSS JOIN LATERAL (SELECT * FROM time_entries e WHERE e.entry_id = open.entry_id LIMIT 1) AS e
    {_SEGMENTS}
    WHERE open.invoice_id = :draft_id AND open.line_id = :line_id
        AND open.seconds <@ int4range(segment."start", segment."end")
    ORDER BY open.entry_id, open.seconds
""")
_CLAIMS = """
    INSERT INTO claims (invoice_id, line_id, entry_id, seconds, price_version, billed_seconds, written_off)
    SELECT CAST(:invoice_id AS uuid), line_id, entry_id, int4range("start", "end"), price_version, billed_seconds,
        CAST(:written_off AS boolean)
    FROM unnest(CAST(:line_ids AS uuid[]), CAST(:entry_ids AS uuid[]), CAST(:starts AS int[]), CAST(:ends AS int[]),
        CAST(:price_versions AS int[]), CAST(:billed AS int[]))
        AS piece(line_id, entry_id, "start", "end", price_version, billed_seconds)
"""
_CLAIM = Statement(_CLAIMS)
_CURRENCIES = Statement("""
    SELECT DISTINCT currency FROM time_entries WHERE entry_id = ANY(:entry_ids) AND priced
""")
_FREE = Statement("""
    DELETE FROM claims WHERE invoice_id = :draft_id AND line_id = :line_id AND entry_id = ANY(:entry_ids)
""")
_INSERT_LINES = Statement(
    insert_sql(WriteOffLineRow, "lines", write_off_id="CAST(:write_off_id AS uuid)")
)
_LOCK = text(f"""
    SELECT ARRAY(SELECT {lock_alone("place.id")}::text FROM (SELECT DISTINCT id
        FROM unnest(ARRAY[w.organization_id, {staying("w.organization_id")}]) AS id ORDER BY id) AS place)
    FROM write_offs w WHERE id = :write_off_id
""")
_RELEASE = Statement("""
    WITH line AS (
        INSERT INTO undone_write_off_lines (write_off_id, line_id, undoing_id)
        SELECT CAST(:write_off_id AS uuid), line_id, CAST(:undoing_id AS uuid)
        FROM unnest(CAST(:line_ids AS uuid[])) AS line_id RETURNING line_id
    )
    UPDATE claims SET released_by = :undoing_id
    WHERE invoice_id = :write_off_id AND released_by IS NULL AND line_id IN (SELECT line_id FROM line)
    RETURNING entry_id, line_id, lower(seconds) AS start, upper(seconds) AS end
""")
_ENTRIES = Statement("""
    SELECT l.write_off_id, l.line_id, l.entry_id, l.hourly_rate, l.seconds, l.billed_seconds, l.amount, e.work_date,
        e.agent_name, e.project_name, e.work_item_name, e.description, u.id AS undoing_id, u.undone_at, u.undone_by
    FROM write_off_lines l JOIN time_entries e ON e.account_id = l.account_id AND e.entry_id = l.entry_id
    LEFT JOIN undone_write_off_lines x ON x.account_id = l.account_id AND x.write_off_id = l.write_off_id
        AND x.line_id = l.line_id
    LEFT JOIN undone_write_offs u ON u.account_id = l.account_id AND u.write_off_id = l.write_off_id AND u.id = x.undoing_id
    WHERE l.write_off_id = ANY(:write_off_ids) ORDER BY e.work_date, l.entry_id, l.line_id
""")


# Something of it is not undone.
HOLDS = (
    exists()
    .where(WriteOffLineRow.write_off_id == WriteOffRow.id)
    .where(
        ~exists()
        .where(UndoneWriteOffLineRow.write_off_id == WriteOffLineRow.write_off_id)
        .where(UndoneWriteOffLineRow.line_id == WriteOffLineRow.line_id)
    )
)


async def ready(
    session: Session, organization_id: UUID, currency: str, entry_ids: Sequence[UUID]
) -> list[Piece]:
    """What is ready of these entries of a customer whose billable time is locked."""
    about = {"organization_id": organization_id, "currency": currency, "entry_ids": list(entry_ids)}
    return [Piece(**row) for row in await _READY.all(session, about)]


async def currencies(session: Session, entry_ids: Sequence[UUID]) -> list[str]:
    """In what these entries are priced."""
    return [row["currency"] for row in await _CURRENCIES.all(session, {"entry_ids": entry_ids})]


async def of_line(session: Session, draft_id: UUID, line_id: UUID) -> list[Piece]:
    """What a line of time has, of a draft that is locked."""
    about = {"draft_id": draft_id, "line_id": line_id}
    return [Piece(**row) for row in await _OF_LINE.all(session, about)]


async def leave_on_line(
    session: Session, draft_id: UUID, line_id: UUID, stays: Sequence[Piece], *, of: Sequence[Piece]
) -> None:
    """Let a line of a draft have, of the entries of these pieces, just what stays."""
    entry_ids = list({one.entry_id for one in of})
    about = {"draft_id": draft_id, "line_id": line_id, "entry_ids": entry_ids}
    await _FREE.all(session, about)
    kept = [LinedPiece(line_id, one) for one in stays if one.entry_id in entry_ids]
    if kept:
        await claim(session, draft_id, kept)


async def claim(
    session: Session, invoice_id: UUID, lined: Sequence[LinedPiece], *, written_off: bool = False
) -> None:
    """Claim pieces, each for its line of a draft or write-off."""
    pieces = [one.piece for one in lined]
    columns = {
        "line_ids": [one.line_id for one in lined],
        "entry_ids": [one.entry_id for one in pieces],
        "starts": [one.start for one in pieces],
        "ends": [one.end for one in pieces],
        "price_versions": [one.price_version for one in pieces],
        "billed": [one.billed_seconds for one in pieces],
    }
    about = {"invoice_id": invoice_id, "written_off": written_off}
    await _CLAIM.all(session, about | columns)


async def insert(session: Session, write_off: WriteOff) -> None:
    """Write a write-off with its lines."""
    values = to_values(WriteOffRow, write_off)
    await session.execute(insert_into(WriteOffRow).values(values))
    lines = all_to_json(_LINE, write_off.lines)
    await _INSERT_LINES.all(session, {"write_off_id": write_off.id, "lines": lines})


async def lock(session: Session, write_off_id: UUID) -> bool:
    """Be alone with the billable time of a write-off's customer, and of who stands for it; whether there is one."""
    found = await session.execute(_LOCK, {"write_off_id": write_off_id})
    return found.first() is not None


async def undo(
    session: Session, write_off_id: UUID, undoing: Undoing, line_ids: Sequence[UUID]
) -> list[ClaimedRange]:
    """Write down that lines of a write-off are undone, and let their time go; returns that."""
    values = to_values(UndoneWriteOffRow, undoing, write_off_id=write_off_id)
    await session.execute(insert_into(UndoneWriteOffRow).values(values))
    about = {"write_off_id": write_off_id, "undoing_id": undoing.id, "line_ids": line_ids}
    return [ClaimedRange(**row) for row in await _RELEASE.all(session, about)]


async def load(
    session: Session, *conditions: ColumnElement[bool], limit: int | None = None
) -> list[WriteOff]:
    """Write-offs with their lines, the newest first."""
    query = select(WriteOffRow).where(*conditions).order_by(WriteOffRow.id.desc()).limit(limit)
    rows = (await session.scalars(query)).all()
    lines = await _lines(session, [row.id for row in rows]) if rows else {}
    return [build(WriteOff, row, lines=tuple(lines[row.id])) for row in rows]


async def _lines(
    session: Session, write_off_ids: Collection[UUID]
) -> dict[UUID, list[WriteOffLine]]:
    found: dict[UUID, list[WriteOffLine]] = {}
    for row in await _ENTRIES.all(session, {"write_off_ids": list(write_off_ids)}):
        values: dict[str, Any] = dict(row)
        write_off_id, undoing_id, at, by = (
            values.pop(name) for name in ("write_off_id", "undoing_id", "undone_at", "undone_by")
        )
        undone = Undoing(undoing_id, at, by) if undoing_id else None
        found.setdefault(write_off_id, []).append(WrittenOffEntry(**values, undone=undone))
    return found
