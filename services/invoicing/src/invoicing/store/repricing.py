"""Time that leaves a draft's lines for a new price and comes back to them, and what changed by that."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from database import Row, Session, Statement
from invoicing.domain.lost_time import LossReason
from invoicing.domain.pieces import Piece
from invoicing.domain.prices import Segment
from invoicing.domain.repricing import Kin, PriceNow, RepricedTime, Repricing, TakenTime
from invoicing.domain.write_off import LinedPiece
from invoicing.store.mapping import to_json

_PIECE = [field.name for field in fields(Piece)]
_CHANGE = [field.name for field in fields(Repricing)]
_SHOWN = [field.name for field in fields(RepricedTime)]
# Of what an issued invoice or a write-off has something, nothing is taken: it keeps the price that these name.
_TAKE = Statement("""
    WITH held AS MATERIALIZED (
        SELECT DISTINCT entry_id FROM claims WHERE entry_id = ANY(CAST(:entry_ids AS uuid[])) AND released_by IS NULL
            AND invoice_id <> ALL(CAST(:draft_ids AS uuid[]))
    ), taken AS (
        DELETE FROM claims WHERE entry_id = ANY(CAST(:entry_ids AS uuid[])) AND released_by IS NULL
            AND invoice_id = ANY(CAST(:draft_ids AS uuid[])) AND entry_id NOT IN (SELECT entry_id FROM held)
        RETURNING invoice_id AS draft_id, line_id, charge_id, entry_id, seconds, price_version
    )
    SELECT taken.draft_id, taken.line_id, taken.charge_id, taken.entry_id, lower(taken.seconds) AS start,
        upper(taken.seconds) AS end, taken.price_version, segment.hourly_rate, segment."start" AS segment_start,
        segment."end" AS segment_end, segment.billed_seconds::int AS segment_billed,
        coalesce(segment.treatment = 'overage', false) AS overage
    FROM taken
    CROSS JOIN LATERAL (SELECT * FROM time_entries e WHERE e.entry_id = taken.entry_id LIMIT 1) AS e
    CROSS JOIN LATERAL jsonb_to_recordset(e.segments)
        AS segment("start" int, "end" int, billed_seconds bigint, hourly_rate numeric, treatment text)
    WHERE taken.seconds <@ int4range(segment."start", segment."end")
    ORDER BY taken.draft_id, taken.entry_id, taken.seconds
""")
_PRICES = Statement("""
    SELECT e.entry_id, e.price_version AS version, e.organization_id, e.currency, e.billable AND e.priced AS ready,
        segment."start", segment."end", segment.billed_seconds::int AS billed_seconds, segment.hourly_rate,
        coalesce(segment.treatment, 'hourly') AS treatment, segment.charge_id
    FROM unnest(CAST(:entry_ids AS uuid[])) AS asked(entry_id)
    CROSS JOIN LATERAL (SELECT * FROM time_entries e WHERE e.entry_id = asked.entry_id LIMIT 1) AS e
    LEFT JOIN LATERAL jsonb_to_recordset(e.segments)
        AS segment("start" int, "end" int, billed_seconds bigint, hourly_rate numeric, treatment text, charge_id uuid)
        ON true
    ORDER BY e.entry_id, segment."start"
""")
_KIN = Statement("""
    SELECT draft_id, from_line_id, line_id, overage_before, overage FROM repriced_time
    WHERE draft_id = ANY(CAST(:draft_ids AS uuid[])) ORDER BY id
""")
_CLAIM = Statement("""
    INSERT INTO claims (invoice_id, line_id, entry_id, seconds, price_version, billed_seconds)
    SELECT draft_id, line_id, entry_id, int4range("start", "end"), price_version, billed_seconds
    FROM jsonb_to_recordset(CAST(:pieces AS jsonb)) AS piece(draft_id uuid, line_id uuid, entry_id uuid, "start" int,
        "end" int, price_version int, billed_seconds int)
""")
_OF_ENTRY = """
    CROSS JOIN LATERAL (SELECT e.agent_name, e.work_item_name, e.work_date FROM time_entries e
        WHERE e.entry_id = one.entry_id LIMIT 1) AS known
"""
_NOTE = Statement(f"""
    INSERT INTO repriced_time ({", ".join(_CHANGE)}, agent_name, work_item_name, work_date)
    SELECT {", ".join(f"one.{name}" for name in _CHANGE)}, known.agent_name, known.work_item_name, known.work_date
    FROM jsonb_to_recordset(CAST(:changes AS jsonb)) AS one(draft_id uuid, entry_id uuid, from_line_id uuid,
        line_id uuid, seconds int, hourly_rate_before numeric, hourly_rate numeric, billed_seconds_before int,
        billed_seconds int, overage_before boolean, overage boolean, price_version_before int, price_version int)
    {_OF_ENTRY}
""")
_LOSE = Statement(f"""
    INSERT INTO lost_time (draft_id, entry_id, seconds, reason, agent_name, work_item_name, work_date)
    SELECT one.draft_id, one.entry_id, one.seconds, :reason, known.agent_name, known.work_item_name, known.work_date
    FROM jsonb_to_recordset(CAST(:lost AS jsonb)) AS one(draft_id uuid, entry_id uuid, seconds int)
    {_OF_ENTRY}
""")
_LIST = Statement(f"""
    SELECT {", ".join(_SHOWN)} FROM repriced_time WHERE draft_id = :draft_id AND dismissed_at IS NULL ORDER BY id
""")
_DISMISS = Statement("""
    UPDATE repriced_time SET dismissed_at = CAST(:now AS timestamptz), dismissed_by = :by
    WHERE draft_id = :draft_id AND id = ANY(CAST(:ids AS uuid[])) AND dismissed_at IS NULL
""")


async def take(
    session: Session, entry_ids: Sequence[UUID], draft_ids: Sequence[UUID]
) -> list[TakenTime]:
    """Free these entries from drafts, but for those of which something is billed or written off; returns what it was."""
    about = {"entry_ids": list(entry_ids), "draft_ids": list(draft_ids)}
    rows = [dict(row) for row in await _TAKE.all(session, about)]
    return [TakenTime(piece=_piece(row), **row) for row in rows]


def _piece(row: dict[str, Any]) -> Piece:
    return Piece(**{name: row.pop(name) for name in _PIECE})


async def prices_now(session: Session, entry_ids: Collection[UUID]) -> dict[UUID, PriceNow]:
    """How these entries are charged."""
    rows: dict[UUID, list[Row]] = {}
    for row in await _PRICES.all(session, {"entry_ids": sorted(entry_ids)}):
        rows.setdefault(row["entry_id"], []).append(row)
    return {entry_id: _price(found) for entry_id, found in rows.items()}


def _price(rows: Sequence[Row]) -> PriceNow:
    first = rows[0]
    about = {name: first[name] for name in ("entry_id", "version", "organization_id", "currency")}
    names = [field.name for field in fields(Segment)]
    segments = [
        Segment(**{name: row[name] for name in names}) for row in rows if row["start"] is not None
    ]
    return PriceNow(**about, ready=first["ready"], segments=tuple(segments))


async def kin(session: Session, draft_ids: Sequence[UUID]) -> dict[UUID, Kin]:
    """Which lines of these drafts came of one another."""
    found: dict[UUID, tuple[dict[UUID, UUID], dict[UUID, bool]]] = {}
    for row in await _KIN.all(session, {"draft_ids": list(draft_ids)}):
        parent, overage = found.setdefault(row["draft_id"], ({}, {}))
        if row["line_id"] not in overage:
            parent[row["line_id"]] = row["from_line_id"]
        overage[row["from_line_id"]] = row["overage_before"]
        overage[row["line_id"]] = row["overage"]
    return {draft_id: Kin(parent, overage) for draft_id, (parent, overage) in found.items()}


async def claim(session: Session, pieces: Mapping[UUID, Sequence[LinedPiece]]) -> None:
    """Let lines of drafts have pieces, by the draft's id."""
    rows = [
        {
            "draft_id": draft_id,
            "line_id": one.line_id,
            "entry_id": one.piece.entry_id,
            "start": one.piece.start,
            "end": one.piece.end,
            "price_version": one.piece.price_version,
            "billed_seconds": one.piece.billed_seconds,
        }
        for draft_id, lined in pieces.items()
        for one in lined
    ]
    if rows:
        await _CLAIM.all(session, {"pieces": to_json(rows)})


async def note(session: Session, changes: Iterable[Repricing]) -> None:
    """Write down what new prices changed on drafts."""
    if rows := [asdict(one) for one in changes]:
        await _NOTE.all(session, {"changes": to_json(rows)})


async def lose(session: Session, lost: Mapping[UUID, Mapping[UUID, int]]) -> None:
    """Write down what drafts lost, by draft and entry, since its price changed."""
    reason: LossReason = "price-changed"
    rows = [
        {"draft_id": draft_id, "entry_id": entry_id, "seconds": seconds}
        for draft_id, of_draft in lost.items()
        for entry_id, seconds in of_draft.items()
    ]
    if rows:
        await _LOSE.all(session, {"lost": to_json(rows), "reason": reason})


async def repriced_time(session: Session, draft_id: UUID) -> list[RepricedTime]:
    """What new prices changed on a draft and nobody dismissed, in the order in which they came."""
    return [RepricedTime(**row) for row in await _LIST.all(session, {"draft_id": draft_id})]


async def dismiss(
    session: Session, draft_id: UUID, ids: Sequence[UUID], *, by: str, now: datetime
) -> None:
    """Show these no longer."""
    about = {"draft_id": draft_id, "ids": list(ids), "by": by, "now": now}
    await _DISMISS.all(session, about)
