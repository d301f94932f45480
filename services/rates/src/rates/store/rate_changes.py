"""Changes of rates and costs: previews for an hour, what was done for ever, and how far its re-pricing is."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from database import Session, Statement
from database.mapping import as_dataclass, attributes
from rates.domain.changes import Progress, RateChange
from rates.domain.previews import Preview
from rates.domain.rules import RuleKind
from rates.store.change_tables import PreviewRow, ProgressRow, RateChangeRow

_CARD = Statement("SELECT changed_at FROM rate_cards")
_UNDER_WAY = Statement("""
SELECT EXISTS (SELECT FROM scheduled_tasks WHERE kind = :kind AND state IN ('waiting', 'running'))
""")
_FORGET_EXPIRED = Statement("""
DELETE FROM rate_change_previews WHERE expires_at < CAST(:now AS timestamptz) - interval '1 day'
""")
_ADVANCE = Statement("""
UPDATE rate_change_progress SET entries_done = entries_done + :entries, prices_changed = prices_changed + :changed,
    parts_left = parts_left - CAST(:ended AS bool)::int,
    finished_at = CASE WHEN parts_left = CAST(:ended AS bool)::int THEN statement_timestamp() END
WHERE change_id = :change_id AND parts_left > 0
""")


async def changed_at(session: Session) -> datetime | None:
    """When the rates were last changed."""
    moment: datetime | None = await _CARD.scalar(session)
    return moment


async def is_under_way(session: Session, kind: str) -> bool:
    """Whether tasks of this kind are not done yet."""
    return bool(await _UNDER_WAY.scalar(session, {"kind": kind}))


async def add_preview(session: Session, preview: Preview) -> None:
    """Keep a preview, and forget those that have long expired."""
    await _FORGET_EXPIRED.all(session, {"now": preview.made_at})
    session.add(PreviewRow(**attributes(preview)))
    await session.flush()


async def find_preview(
    session: Session, change_id: UUID, made_by: str, kind: RuleKind
) -> Preview | None:
    """Read what this person previewed."""
    row = PreviewRow
    query = select(row).where(row.change_id == change_id, row.made_by == made_by, row.kind == kind)
    row = await session.scalar(query)
    return None if row is None else as_dataclass(Preview, row)


async def add(session: Session, change: RateChange) -> None:
    """Note that a change was done, and how much of it is to be priced again."""
    names = "change_id", "kind", "applied_at", "applied_by", "undoes", "content"
    row = RateChangeRow(**{name: getattr(change, name) for name in names})
    session.add_all([row, ProgressRow(change_id=change.change_id, **attributes(change.progress))])
    await session.flush()


async def advance(
    session: Session, change_id: UUID, entries: int, changed: int, *, ended: bool
) -> None:
    """Note that a chunk was priced again; `ended`: it was the last of its part."""
    values = {"change_id": change_id, "entries": entries, "changed": changed, "ended": ended}
    await _ADVANCE.all(session, values)


async def find(session: Session, change_id: UUID, kind: RuleKind) -> RateChange | None:
    """Read a change of this kind that was done."""
    query = _changes(kind).where(RateChangeRow.change_id == change_id)
    row = (await session.execute(query)).first()
    return None if row is None else _change(row)


async def list_changes(
    session: Session, kind: RuleKind, after: UUID | None, limit: int
) -> Sequence[RateChange]:
    """List changes, the one that was previewed last first."""
    query = _changes(kind).order_by(RateChangeRow.change_id.desc()).limit(limit)
    if after is not None:
        query = query.where(RateChangeRow.change_id < after)
    return [_change(row) for row in await session.execute(query)]


def _changes(kind: RuleKind) -> Select[*tuple[Any, ...]]:
    undoing = aliased(RateChangeRow)
    return (
        select(RateChangeRow, undoing.change_id, ProgressRow)
        .join(ProgressRow, ProgressRow.change_id == RateChangeRow.change_id)
        .outerjoin(undoing, undoing.undoes == RateChangeRow.change_id)
        .where(RateChangeRow.kind == kind)
    )


def _change(row: Any) -> RateChange:
    change, undone_by, progress = row
    return RateChange(
        *(change.change_id, change.kind, change.applied_at, change.applied_by),
        *(change.undoes, undone_by),
        content=change.content,
        progress=as_dataclass(Progress, progress),
    )
