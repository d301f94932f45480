"""Customers."""

from typing import Any
from uuid import UUID

from fastapi import Response
from pydantic import Field

import web
from timer.api.answers import created, versioned
from timer.api.callers import Manager, Reader
from timer.api.texts import Country, CurrencyCode, Name, Short, Shorts
from timer.commands import catalog
from timer.names import folded
from timer.store import rows
from timer.store.tables import organizations

router = web.router(tags=["organizations"])


class OrganizationIn(web.RequestModel):
    """A customer. `currency` None: the account's. `language` is a BCP 47 tag."""

    name: Name
    address_lines: Shorts = Field(default_factory=list)
    postal_code: Short = ""
    city: Short = ""
    country: Country | None = None
    vat_number: Short | None = None
    language: Short = "en"
    currency: CurrencyCode | None = None
    email_domains: Shorts = Field(default_factory=list)
    archived: bool = False


class Organization(web.ResponseModel):
    id: UUID
    version: int
    name: str
    address_lines: list[str]
    postal_code: str
    city: str
    country: str | None
    vat_number: str | None
    language: str
    currency: str | None
    email_domains: list[str]
    archived: bool


@router.post("/organizations", status_code=201)
async def add(
    body: OrganizationIn, session: web.Session, caller: Manager, response: Response
) -> Organization:
    row = await catalog.add(session, caller.account_id, organizations, _values(body))
    created(response, "organizations", row.id, row.version)
    return Organization.model_validate(row)


@router.get("/organizations")
async def several(
    session: web.Session,
    caller: Reader,
    paging: web.Paging,
    name: str | None = None,
) -> web.Page[Organization]:
    found = await rows.page(
        session,
        organizations,
        paging.after,
        paging.limit,
        folded_name=name and folded(name),
    )
    return web.Page[Organization].of(found, paging, Organization.model_validate)


@router.get("/organizations/{row_id}")
async def one(
    row_id: UUID, session: web.Session, caller: Reader, response: Response
) -> Organization:
    row = await catalog.get(session, organizations, row_id)
    versioned(response, row.version)
    return Organization.model_validate(row)


@router.put("/organizations/{row_id}")
async def replace(
    row_id: UUID,
    body: OrganizationIn,
    session: web.Session,
    caller: Manager,
    if_match: web.IfMatch,
    response: Response,
) -> Organization:
    row = await catalog.change(session, organizations, row_id, if_match, _values(body))
    versioned(response, row.version)
    return Organization.model_validate(row)


def _values(body: OrganizationIn) -> dict[str, Any]:
    return body.model_dump()
