"""A service just large enough to show every convention of `web`: notes of an account."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

from fastapi import Form, Query, Response, UploadFile
from pydantic import Field
from sqlalchemy import CheckConstraint, UniqueConstraint, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

import service_runtime
import web
from database import new_id
from database.mapping import TYPES, AccountOwned, grants, new_metadata
from domain_errors import ConflictError, NotFoundError, check_version

router = web.router(tags=["notes"])
Writer = Annotated[web.Caller, web.allow("manager", "agent")]


class Base(DeclarativeBase):
    metadata = new_metadata()
    type_annotation_map = TYPES


class NoteRow(AccountOwned, Base):
    """The deferred constraint is checked at commit."""

    __tablename__ = "notes"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    text: Mapped[str]
    seconds: Mapped[int]
    version: Mapped[int] = mapped_column(server_default="1")

    __table_args__ = (
        CheckConstraint("length(text) <= 100", name="short_note"),
        UniqueConstraint("account_id", "text", name="one_note_per_text"),
        UniqueConstraint(
            "account_id",
            "seconds",
            name="one_note_per_length",
            deferrable=True,
            initially="DEFERRED",
        ),
        grants("SELECT, INSERT, UPDATE"),
    )


class NoteRefusedError(ConflictError):
    """Not this note."""


class NoteRequest(web.RequestModel):
    text: web.Name
    seconds: int
    price: web.Money | None = None
    day: Annotated[web.Day, Field(ge=date(1970, 1, 1))] = date(2026, 1, 1)


class NoteFilterRequest(web.FilterModel):
    text: str | None = None
    """Notes with just this text."""


class NoteResponse(web.ResponseModel):
    id: UUID
    text: str
    version: int


@router.post("/notes", status_code=201)
@web.refuses(
    NoteRefusedError, web.Constraint("one_note_per_text"), web.Constraint("one_note_per_length")
)
async def create_note(
    body: NoteRequest, session: web.Session, caller: Writer, response: Response, then: str = ""
) -> NoteResponse:
    note = NoteRow(id=new_id(), text=body.text, seconds=body.seconds)
    session.add(note)
    await session.flush()
    response.headers["ETag"] = web.etag(1)
    if then == "problem":
        raise NoteRefusedError("because")
    if then == "error":
        raise RuntimeError(f"a secret detail of {body.text}")
    if then == "undocumented":
        raise NotFoundError("note")
    if then == "sql":
        await session.execute(text("SELECT nonsense"))
    return NoteResponse.model_validate(note)


@router.put("/notes/{note_id}/approval")
@web.requires_idempotency_key
async def approve_note(
    note_id: UUID,
    session: web.Session,
    caller: Annotated[web.Caller, web.allow("manager")],
    expected: web.RequiredIfMatch,
) -> NoteResponse:
    note = await session.get_one(NoteRow, (caller.account_id, note_id))
    check_version(expected, note.version)
    note.version += 1
    return NoteResponse.model_validate(note)


@router.post("/files")
@web.refuses(web.Constraint("one_note_per_text"), web.Constraint("one_note_per_length"))
async def upload(
    session: web.Session, caller: Writer, file: UploadFile, mark: Annotated[str, Form()] = ""
) -> NoteResponse:
    note = NoteRow(id=new_id(), text=(await file.read()).decode() + mark, seconds=1)
    session.add(note)
    await session.flush()
    return NoteResponse.model_validate(note)


@router.get("/days")
async def get_day(caller: web.AnyCaller, day: web.Day) -> dict[str, str]:
    return {"day": day.isoformat()}


@router.get("/notes")
async def list_notes(
    session: web.Session,
    caller: web.AnyCaller,
    paging: web.Paging,
    asked: Annotated[NoteFilterRequest, Query()],
) -> web.Page[NoteResponse]:
    query = select(NoteRow).order_by(NoteRow.id).limit(paging.limit + 1)
    if asked.text is not None:
        query = query.where(NoteRow.text == asked.text)
    if paging.after is not None:
        query = query.where(NoteRow.id > paging.after)
    notes = (await session.scalars(query)).all()
    return web.Page[NoteResponse].of(notes, paging, NoteResponse.model_validate)


@router.put("/notes/{note_id}")
async def update_note(
    note_id: UUID,
    body: NoteRequest,
    session: web.Session,
    caller: Writer,
    expected: web.IfMatch,
    response: Response,
) -> NoteResponse:
    note = await session.scalar(select(NoteRow).where(NoteRow.id == note_id).with_for_update())
    if note is None:
        raise NotFoundError("note")
    check_version(expected, note.version)
    note.text, note.version = body.text, note.version + 1
    response.headers["ETag"] = web.etag(note.version)
    return NoteResponse.model_validate(note)


@router.get("/me")
async def get_caller(caller: web.AnyCaller) -> dict[str, Any]:
    return {"subject": caller.subject, "roles": sorted(caller.roles)}


def service(settings: service_runtime.Settings) -> service_runtime.Service:
    return service_runtime.Service(
        name="notebook",
        description="Notes.",
        migrations=Path(__file__).parent / "migrations",
        routers=[router],
        problems={
            NoteRefusedError: web.Problem(409, "note-refused", "Not this one"),
            web.Constraint("one_note_per_text"): web.Problem(
                409, "note-known", "There is such a note"
            ),
            web.Constraint("one_note_per_length"): web.Problem(
                409, "length-known", "There is one of that length"
            ),
        },
    )
