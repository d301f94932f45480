"""A service just large enough to show every convention of `web`."""

from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

from fastapi import Response
from sqlalchemy import text

import service_runtime
import web
from database import new_id

router = web.router(tags=["notes"])
Writer = Annotated[web.Caller, web.allow("manager", "agent")]


class NewNote(web.RequestModel):
    text: web.Name
    seconds: int
    price: web.Money | None = None


class Note(web.ResponseModel):
    id: UUID
    text: str
    version: int


@router.post("/notes", status_code=201)
async def write(
    body: NewNote, session: web.Session, caller: Writer, response: Response, then: str = ""
) -> Note:
    row = await session.execute(
        text(
            "INSERT INTO notes (id, account_id, text, seconds) VALUES (:id, :account, :text, :seconds) RETURNING *"
        ),
        {
            "id": new_id(),
            "account": caller.account_id,
            "text": body.text,
            "seconds": body.seconds,
        },
    )
    response.headers["ETag"] = web.etag(1)
    if then == "problem":
        raise web.ProblemError(409, "note-refused", "Not this one", detail="because")
    if then == "error":
        raise RuntimeError("a secret detail")
    if then == "sql":
        await session.execute(text("SELECT nonsense"))
    return Note.model_validate(row.one())


@router.get("/notes")
async def read(session: web.Session, caller: web.AnyCaller, paging: web.Paging) -> web.Page[Note]:
    rows = await session.execute(
        text(
            "SELECT * FROM notes WHERE id > coalesce(CAST(:after AS uuid), CAST(repeat('0', 32) AS uuid)) "
            "ORDER BY id LIMIT :limit"
        ),
        {"after": paging.after, "limit": paging.limit + 1},
    )
    return web.Page[Note].of(rows.all(), paging, Note.model_validate)


@router.put("/notes/{note_id}")
async def rewrite(
    note_id: UUID,
    body: NewNote,
    session: web.Session,
    caller: Writer,
    expected: web.IfMatch,
    response: Response,
) -> Note:
    found = await session.execute(
        text("SELECT version FROM notes WHERE id = :id FOR UPDATE"), {"id": note_id}
    )
    row: Any = found.first()
    if row is None:
        raise web.not_found("note")
    web.check_version(expected, row.version)
    changed = await session.execute(
        text("UPDATE notes SET text = :text, version = version + 1 WHERE id = :id RETURNING *"),
        {"id": note_id, "text": body.text},
    )
    note = Note.model_validate(changed.one())
    response.headers["ETag"] = web.etag(note.version)
    return note


@router.get("/me")
async def me(caller: web.AnyCaller) -> dict[str, Any]:
    return {"subject": caller.subject, "roles": sorted(caller.roles)}


def notebook(settings: service_runtime.Settings) -> service_runtime.Service:
    return service_runtime.Service(
        name="notebook",
        description="Notes.",
        migrations=Path(__file__).parent / "migrations",
        routers=[router],
        problems={
            web.Constraint("one_note_per_text"): web.Problem(
                409, "note-known", "There is such a note"
            ),
            web.Constraint("one_note_per_length"): web.Problem(
                409, "length-known", "There is one of that length"
            ),
        },
    )
