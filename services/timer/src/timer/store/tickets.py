"""Tickets: what they refer to, added with the next number, locked, saved."""

from collections.abc import Collection, Sequence
from dataclasses import fields
from uuid import UUID

from database import Row, Session, Statement
from database.mapping import as_dataclass, attributes
from domain_errors import NotFoundError
from timer.names import search_words
from timer.ticket import Requester, Ticket, TicketReferences

_NAMES = [field.name for field in fields(Ticket)]
_INSERTED = [name for name in _NAMES if name != "number"]
_UPDATED = [name for name in _NAMES if name not in ("id", "number", "created_at")]

_REFERENCES = Statement("""
SELECT c.id, c.name, c.email, coalesce(o.merged_into, o.id) AS organization_id, a.active, s.archived AS kind_archived,
    (p.archived OR p.closed) AS project_closed
FROM (SELECT) always
LEFT JOIN contacts c ON c.id = :requester_id
LEFT JOIN organizations o ON o.id = c.organization_id
LEFT JOIN agents a ON a.id = CAST(:assignee_id AS uuid)
LEFT JOIN service_types s ON s.id = CAST(:service_type_id AS uuid)
LEFT JOIN projects p ON p.id = CAST(:project_id AS uuid)
""")
_INSERT = Statement(f"""
WITH next AS (
    INSERT INTO ticket_counts AS c (last_number) VALUES (1)
    ON CONFLICT (account_id) DO UPDATE SET last_number = c.last_number + 1
    RETURNING last_number
), ticket AS (
    INSERT INTO tickets (number, {", ".join(_INSERTED)})
    SELECT last_number, {", ".join(f":{name}" for name in _INSERTED)} FROM next
    RETURNING id, number
), words AS (
    INSERT INTO ticket_words (word, ticket_id)
    SELECT word, ticket.id FROM ticket, unnest(CAST(:words AS text[]) || CAST(number AS text)) AS word
    ON CONFLICT DO NOTHING
)
SELECT number FROM ticket
""")
_LOCK = Statement(f"""
SELECT {", ".join(_NAMES)} FROM tickets WHERE id = ANY(CAST(:ids AS uuid[])) ORDER BY id FOR NO KEY UPDATE
""")
_UPDATE = Statement(f"""
UPDATE tickets SET {", ".join(f"{name} = :{name}" for name in _UPDATED)} WHERE id = :id
""")
_REPLACE_WORDS = Statement("""
WITH gone AS (
    DELETE FROM ticket_words WHERE ticket_id = :id AND NOT (word = ANY(CAST(:words AS text[])))
)
INSERT INTO ticket_words (word, ticket_id) SELECT unnest(CAST(:words AS text[])), :id ON CONFLICT DO NOTHING
""")


async def look_up_references(session: Session, ticket: Ticket) -> TicketReferences:
    """What is stored of the things that a ticket names."""
    row = await _REFERENCES.one(session, attributes(ticket))
    requester = _requester(row) if row.id is not None else None
    return TicketReferences(requester, row.active, row.kind_archived, row.project_closed)


def _requester(row: Row) -> Requester:
    return as_dataclass(Requester, row)


async def add(session: Session, ticket: Ticket) -> int:
    """Add a ticket under the account's next number, which is returned; to be done last, since the next one waits for it."""
    words = list(search_words(ticket.name))
    number: int = await _INSERT.scalar(session, {**attributes(ticket), "words": words})
    return number


async def lock(session: Session, ticket_ids: Collection[UUID]) -> dict[UUID, Ticket]:
    """Those that exist, by id. Nobody else changes them until the transaction ends; time may still be spent on them."""
    rows = await _LOCK.all(session, {"ids": list(ticket_ids)})
    return {row.id: as_dataclass(Ticket, row) for row in rows}


async def lock_one(session: Session, ticket_id: UUID) -> Ticket:
    """One, locked. Raises `NotFoundError`."""
    found = await lock(session, [ticket_id])
    if not found:
        raise NotFoundError("ticket")
    return found[ticket_id]


async def save(session: Session, ticket: Ticket, before: Ticket) -> None:
    """Write what changed."""
    await _UPDATE.all(session, attributes(ticket))
    if ticket.name != before.name:
        words: Sequence[str] = [*search_words(ticket.name), str(ticket.number)]
        await _REPLACE_WORDS.all(session, {"id": ticket.id, "words": words})
