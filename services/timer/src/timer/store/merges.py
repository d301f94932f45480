"""What belongs to a customer that is merged, and that it was."""

from datetime import datetime
from uuid import UUID

from database import Row, Session, Statement
from timer.store.timesheets import STILL_BILLED

_PREVIEW = Statement("""
SELECT (SELECT count(*) FROM contacts c WHERE c.organization_id = :id) AS contacts,
    (SELECT count(*) FROM projects p WHERE p.organization_id = :id) AS projects,
    (SELECT count(*) FROM tickets t WHERE t.requester_id IN (SELECT c.id FROM contacts c WHERE c.organization_id = :id))
        AS tickets,
    (SELECT coalesce(array_agg(domain ORDER BY domain), '{}') FROM organization_domains d WHERE d.organization_id = :id)
        AS email_domains, e.entries, e.seconds
FROM (SELECT count(*) AS entries, coalesce(sum(seconds), 0)::bigint AS seconds FROM time_entries
    WHERE organization_id = :id AND state <> 'billed') AS e
""")
_NOTE = Statement("""
INSERT INTO organization_merges (id, organization_id, into_id, merged_at, merged_by)
VALUES (:id, :organization_id, :into_id, :at, :by)
""")
_UNDO = Statement("""
UPDATE organization_merges SET undone_at = :at, undone_by = :by
WHERE organization_id = :organization_id AND undone_at IS NULL
""")
_BILLED = Statement(f"""
SELECT EXISTS (SELECT FROM time_entries e JOIN billed_ranges b ON b.entry_id = e.id
    WHERE e.organization_id = :organization_id AND e.state = 'billed' AND {STILL_BILLED}
        AND b.billed_at >= CAST(:since AS timestamptz))
""")


async def preview(session: Session, organization_id: UUID) -> Row:
    """What there is of a customer."""
    return await _PREVIEW.one(session, {"id": organization_id})


async def note(
    session: Session, merge_id: UUID, organization_id: UUID, into_id: UUID, *, by: str, at: datetime
) -> None:
    """Note that and by whom it was merged."""
    values = {"id": merge_id, "organization_id": organization_id, "into_id": into_id}
    await _NOTE.all(session, {**values, "by": by, "at": at})


async def note_undone(session: Session, organization_id: UUID, *, by: str, at: datetime) -> None:
    """Note that and by whom it was undone."""
    await _UNDO.all(session, {"organization_id": organization_id, "by": by, "at": at})


async def was_billed(session: Session, organization_id: UUID, since: datetime) -> bool:
    """Whether an invoice since then bills time that was recorded for the customer."""
    return bool(await _BILLED.scalar(session, {"organization_id": organization_id, "since": since}))
