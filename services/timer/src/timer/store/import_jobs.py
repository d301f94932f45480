"""Imports as jobs: the file in pieces, how far it is, how it ended; and what the account says of columns."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from database import Session, Statement, new_id
from timer.importing.column_mapping import M
from timer.store.tables.imports import ImportMappingRow

_CHUNK_BYTES = 1024 * 1024
_ADD = Statement("""
INSERT INTO imports (id, by, file_name, content_type, options, token)
VALUES (:id, :by, :file_name, :content_type, CAST(:options AS jsonb), :token)
""")
_ADD_CHUNK = Statement("""
INSERT INTO import_chunks (import_id, place, content) VALUES (:import_id, :place, :content)
""")
_BEGIN = Statement("""
UPDATE imports SET state = 'running', rows_total = NULL, rows_done = 0
WHERE id = :id AND ended_at IS NULL
RETURNING by, file_name, content_type, CAST(options AS text) AS options, token
""")
_CHUNKS = Statement("SELECT content FROM import_chunks WHERE import_id = :id ORDER BY place")
_PROGRESS = Statement("""
UPDATE imports SET rows_total = :total, rows_done = :done WHERE id = :id AND state = 'running' RETURNING id
""")
_END = Statement("""
WITH removed AS (DELETE FROM import_chunks WHERE import_id = :id)
UPDATE imports SET state = :state, ended_at = now(),
    rows_done = coalesce(:done, rows_done),
    report = CAST(:report AS jsonb), problem = CAST(:problem AS jsonb)
WHERE id = :id AND ended_at IS NULL RETURNING id
""")


@dataclass(frozen=True, slots=True)
class ImportJob:
    """What an import was asked to do, by the subject of whose token, with the file as it was sent."""

    body: bytes
    content_type: str
    options: Mapping[str, Any]
    token: str | None
    by: str
    file_name: str | None


async def add(session: Session, job: ImportJob) -> UUID:
    """Keep a file until it was imported."""
    import_id = new_id()
    values = {name: getattr(job, name) for name in ("content_type", "token", "by", "file_name")}
    options = json.dumps(job.options, default=str)
    await _ADD.all(session, {**values, "id": import_id, "options": options})
    for place, start in enumerate(range(0, len(job.body), _CHUNK_BYTES)):
        content = job.body[start : start + _CHUNK_BYTES]
        await _ADD_CHUNK.all(session, {"import_id": import_id, "place": place, "content": content})
    return import_id


async def begin(session: Session, import_id: UUID) -> ImportJob | None:
    """Begin, or begin again; None for one that has ended."""
    row = await _BEGIN.first(session, {"id": import_id})
    if row is None:
        return None
    chunks = await _CHUNKS.all(session, {"id": import_id})
    body = b"".join(chunk.content for chunk in chunks)
    return ImportJob(
        *(body, row.content_type, json.loads(row.options), row.token, row.by, row.file_name)
    )


async def progress(session: Session, import_id: UUID, *, total: int, done: int) -> bool:
    """Note how many of the new rows were written. False for an import that was cancelled."""
    values = {"id": import_id, "total": total, "done": done}
    return await _PROGRESS.first(session, values) is not None


async def end(
    session: Session,
    import_id: UUID,
    state: str,
    *,
    done: int | None = None,
    report: str | None = None,
    problem: Mapping[str, Any] | None = None,
) -> bool:
    """End it and drop its file. False for one that has ended already."""
    values = {"id": import_id, "state": state, "done": done, "report": report}
    told = json.dumps(problem) if problem else None
    return await _END.first(session, {**values, "problem": told}) is not None


async def column_mappings(session: Session, kind: type[M]) -> Sequence[M]:
    """What the account says of the columns of files of this kind."""
    statement = select(ImportMappingRow).where(ImportMappingRow.kind == kind.kind)
    rows = await session.scalars(statement.order_by(ImportMappingRow.id))
    return [kind(row.name, row.headers, row.columns) for row in rows]
