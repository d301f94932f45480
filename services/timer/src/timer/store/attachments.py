"""Attachments: added within the account's space, read, deleted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from database import Row, Session, Statement, new_id
from database.mapping import as_dataclass
from domain_errors import NotFoundError
from timer.attachment import MAX_OF_ACCOUNT_BYTES, Attachment, AttachmentsFullError

_ADD = Statement(f"""
WITH space AS (
    INSERT INTO attachment_space AS s (bytes) VALUES (CAST(:size AS bigint))
    ON CONFLICT (account_id) DO UPDATE SET bytes = s.bytes + excluded.bytes
        WHERE s.bytes + excluded.bytes <= {MAX_OF_ACCOUNT_BYTES}
    RETURNING bytes
), added AS (
    SELECT f.* FROM space, unnest(CAST(:ids AS uuid[]), CAST(:names AS text[]), CAST(:types AS text[]),
        CAST(:hashes AS bytea[]), CAST(:contents AS bytea[])) AS f (id, file_name, media_type, sha256, content)
), files AS (
    INSERT INTO attachments (id, ticket_id, file_name, media_type, size, sha256, added_by, created_at)
    SELECT id, :ticket_id, file_name, media_type, length(content), sha256, :added_by, :at FROM added
    RETURNING id
), contents AS (
    INSERT INTO attachment_contents (id, content) SELECT id, content FROM added
)
SELECT id FROM files ORDER BY id
""")
_DELETE = Statement("""
WITH gone AS (
    DELETE FROM attachments WHERE ticket_id = :ticket_id AND id = :id RETURNING size
), content AS (
    DELETE FROM attachment_contents WHERE id = :id AND EXISTS (SELECT FROM gone)
)
UPDATE attachment_space SET bytes = bytes - (SELECT size FROM gone) WHERE EXISTS (SELECT FROM gone)
""")
_COLUMNS = "id, ticket_id, file_name, media_type, size, sha256, added_by, created_at"
_LIST = Statement(f"SELECT {_COLUMNS} FROM attachments WHERE ticket_id = :ticket_id ORDER BY id")
_COUNT = Statement("SELECT count(*) FROM attachments WHERE ticket_id = :ticket_id")
_READ = Statement("""
SELECT a.file_name, a.media_type, c.content FROM attachments a JOIN attachment_contents c ON c.id = a.id
WHERE a.ticket_id = :ticket_id AND a.id = :id
""")


@dataclass(frozen=True, slots=True)
class StoredAttachment:
    """A file without its content."""

    id: UUID
    ticket_id: UUID
    file_name: str
    media_type: str
    size: int
    sha256: bytes
    added_by: str | None
    created_at: datetime


async def add(
    session: Session,
    ticket_id: UUID,
    files: Sequence[Attachment],
    *,
    added_by: str | None,
    at: datetime,
) -> None:
    """Add files to a ticket; to be done last, since others of the account then wait. Raises `AttachmentsFullError`."""
    values = {
        "size": sum(file.size for file in files),
        "ids": [new_id() for _ in files],
        "names": [file.file_name for file in files],
        "types": [file.media_type for file in files],
        "hashes": [file.sha256 for file in files],
        "contents": [file.content for file in files],
        "ticket_id": ticket_id,
        "added_by": added_by,
        "at": at,
    }
    if len(await _ADD.all(session, values)) != len(files):
        raise AttachmentsFullError("delete some that nobody needs any more")


async def count(session: Session, ticket_id: UUID) -> int:
    """How many files a ticket has."""
    number: int = await _COUNT.scalar(session, {"ticket_id": ticket_id})
    return number


async def of_ticket(session: Session, ticket_id: UUID) -> list[StoredAttachment]:
    """The files of a ticket, oldest first."""
    rows = await _LIST.all(session, {"ticket_id": ticket_id})
    return [as_dataclass(StoredAttachment, row) for row in rows]


async def read(session: Session, ticket_id: UUID, attachment_id: UUID) -> Attachment:
    """A file with its content. Raises `NotFoundError`."""
    row: Row | None = await _READ.first(session, {"ticket_id": ticket_id, "id": attachment_id})
    if row is None:
        raise NotFoundError("attachment")
    return as_dataclass(Attachment, row)


async def delete(session: Session, ticket_id: UUID, attachment_id: UUID) -> None:
    """Delete a file; a repeat is harmless."""
    await _DELETE.all(session, {"ticket_id": ticket_id, "id": attachment_id})
