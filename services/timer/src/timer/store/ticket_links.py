"""Links of tickets: added, listed from either end, deleted."""

from collections.abc import Sequence
from uuid import UUID

from database import Session, Statement
from database.mapping import as_dataclass, attributes
from timer.ticket_link import INVERSE, ShownLink, TicketLink

_INVERSE = " ".join(f"WHEN '{kind}' THEN '{other}'" for kind, other in INVERSE.items())
_ENDS = Statement("""
SELECT k.id AS ticket_id, o.id AS other_ticket_id, t.id AS task_id FROM (SELECT) always
LEFT JOIN tickets k ON k.id = :ticket_id
LEFT JOIN tickets o ON o.id = CAST(:other_ticket_id AS uuid)
LEFT JOIN tasks t ON t.id = CAST(:task_id AS uuid)
""")
_ADD = Statement("""
INSERT INTO ticket_links (id, ticket_id, kind, other_ticket_id, task_id)
VALUES (:id, :ticket_id, :kind, :other_ticket_id, :task_id)
""")
_LIST = Statement(f"""
WITH links AS (
    SELECT id, kind, other_ticket_id AS ticket_id, task_id FROM ticket_links WHERE ticket_id = :ticket_id
    UNION ALL
    SELECT id, CASE kind {_INVERSE} END, ticket_id, NULL FROM ticket_links WHERE other_ticket_id = :ticket_id
)
SELECT l.*, k.number, coalesce(k.name, t.name) AS name, coalesce(k.closed, t.archived) AS closed
FROM links l LEFT JOIN tickets k ON k.id = l.ticket_id LEFT JOIN tasks t ON t.id = l.task_id
ORDER BY l.id
""")
_DELETE = Statement("""
DELETE FROM ticket_links WHERE id = :id AND (ticket_id = :ticket_id OR other_ticket_id = :ticket_id)
""")


async def missing_end(session: Session, link: TicketLink) -> str | None:
    """The field of an end that does not exist."""
    row = await _ENDS.one(session, attributes(link))
    ends = ("ticket_id", "other_ticket_id", "task_id")
    return next((end for end in ends if getattr(link, end) != row[end]), None)


async def add(session: Session, link: TicketLink) -> None:
    """Add a link in its normal form. Constraints refuse one that is there."""
    await _ADD.all(session, attributes(link))


async def of_ticket(session: Session, ticket_id: UUID) -> Sequence[ShownLink]:
    """The links of a ticket as they read from it, oldest first."""
    rows = await _LIST.all(session, {"ticket_id": ticket_id})
    return [as_dataclass(ShownLink, row) for row in rows]


async def delete(session: Session, ticket_id: UUID, link_id: UUID) -> None:
    """Delete a link from either end; a repeat is harmless."""
    await _DELETE.all(session, {"ticket_id": ticket_id, "id": link_id})
