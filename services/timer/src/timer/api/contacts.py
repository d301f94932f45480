"""People at an organization; one of them gets the invoices."""

from uuid import UUID

from fastapi import Response

import web
from timer.api.answers import created, versioned
from timer.api.callers import Manager, Reader
from timer.api.texts import Email, Name, Short
from timer.commands import catalog
from timer.commands import contacts as commands
from timer.store import rows
from timer.store.tables import contacts, organizations

router = web.router(prefix="/v1/organizations/{organization_id}/contacts", tags=["organizations"])


class ContactIn(web.RequestModel):
    """`billing`: this one gets the invoices, instead of whoever got them before."""

    name: Name
    email: Email | None = None
    phone: Short = ""
    billing: bool = False


class Contact(web.ResponseModel):
    id: UUID
    version: int
    organization_id: UUID
    name: str
    email: str | None
    phone: str
    billing: bool


@router.post("", status_code=201)
async def add(
    organization_id: UUID,
    body: ContactIn,
    session: web.Session,
    caller: Manager,
    response: Response,
) -> Contact:
    row = await commands.add(session, caller.account_id, organization_id, body.model_dump())
    created(response, f"organizations/{organization_id}/contacts", row.id, row.version)
    return Contact.model_validate(row)


@router.get("")
async def several(
    organization_id: UUID, session: web.Session, caller: Reader, paging: web.Paging
) -> web.Page[Contact]:
    await catalog.get(session, organizations, organization_id)
    found = await rows.page(
        session, contacts, paging.after, paging.limit, organization_id=organization_id
    )
    return web.Page[Contact].of(found, paging, Contact.model_validate)


@router.get("/{contact_id}")
async def one(
    organization_id: UUID,
    contact_id: UUID,
    session: web.Session,
    caller: Reader,
    response: Response,
) -> Contact:
    row = await commands.get(session, organization_id, contact_id)
    versioned(response, row.version)
    return Contact.model_validate(row)


@router.put("/{contact_id}")
async def replace(
    organization_id: UUID,
    contact_id: UUID,
    body: ContactIn,
    session: web.Session,
    caller: Manager,
    if_match: web.IfMatch,
    response: Response,
) -> Contact:
    row = await commands.change(session, organization_id, contact_id, if_match, body.model_dump())
    versioned(response, row.version)
    return Contact.model_validate(row)
