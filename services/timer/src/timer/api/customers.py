"""Customers, and the people there, of whom one gets the invoices."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response

import web
from timer.api.callers import Manager, Reader
from timer.api.resources import MasterData, Resource, created, with_etag
from timer.commands import contacts
from timer.customer_merging import OrganizationMergedError
from timer.queries.account_settings import account_settings
from timer.queries.customer_search import search_contacts, search_organizations
from timer.queries.master_data import CONTACTS, ORGANIZATIONS
from timer.schemas.customers import (
    ContactPatch,
    ContactReplacement,
    ContactRequest,
    ContactResponse,
    OrganizationPatch,
    OrganizationReplacement,
    OrganizationRequest,
    OrganizationResponse,
)

router = web.router(tags=["organizations"])
ByName = Annotated[
    str | None, Query(description="Only the one with this name, whatever its case and spaces")
]
Search = Annotated[
    str | None,
    Query(
        max_length=255,
        description="Only those with words that begin like each of these words, without case and accents: of name, city, "
        "e-mail domains and numbers; in the order of those words, the first page only",
    ),
]
SearchContacts = Annotated[
    str | None,
    Query(
        max_length=255,
        description="Only those with words of name or e-mail address that begin like each of these words, without case "
        "and accents; in the order of those words, the first page only",
    ),
]
ByEmail = Annotated[
    str | None, Query(max_length=255, description="Only those with this e-mail address")
]
_TAKEN = web.Constraint("organization_name_taken"), web.Constraint("email_domain_taken")


async def _name_currencies(session: web.Session, rows: Sequence[Any]) -> None:
    """Which currency holds where a customer has none of their own."""
    currency = (await account_settings(session)).currency
    for row in rows:
        row.effective_currency = row.currency or currency


async def shown_organization(session: web.Session, row: Any) -> OrganizationResponse:
    """An organization as callers see it."""
    await _name_currencies(session, [row])
    return OrganizationResponse.model_validate(row)


_ORGANIZATIONS = Resource(
    ORGANIZATIONS, "organizations", OrganizationResponse, complete=_name_currencies
)
_CONTACTS = Resource(CONTACTS, "contacts", ContactResponse)


@router.post("/organizations", status_code=201)
@web.refuses(*_TAKEN)
async def create_organization(
    body: OrganizationRequest, caller: Manager, data: MasterData
) -> OrganizationResponse:
    """Create a customer."""
    return await data.create(_ORGANIZATIONS, body)


@router.get("/organizations")
async def list_organizations(
    session: web.Session,
    caller: Reader,
    data: MasterData,
    paging: web.Paging,
    name: ByName = None,
    search: Search = None,
) -> web.Page[OrganizationResponse]:
    """List the customers, or find some."""
    if search is not None:
        found = await search_organizations(session, search, paging.limit)
        return await data.show(_ORGANIZATIONS, found)
    return await data.list(_ORGANIZATIONS, paging, name=name)


@router.get("/organizations/{organization_id:uuid}")
async def get_organization(
    organization_id: UUID, caller: Reader, data: MasterData
) -> OrganizationResponse:
    """Get a customer."""
    return await data.get(_ORGANIZATIONS, organization_id)


@router.put("/organizations/{organization_id:uuid}")
@web.refuses(*_TAKEN, OrganizationMergedError)
async def replace_organization(
    organization_id: UUID,
    body: OrganizationReplacement,
    caller: Manager,
    data: MasterData,
    if_match: web.RequiredIfMatch,
) -> OrganizationResponse:
    """Replace a customer: all fields are sent, also those that stay. Demands the `ETag` that was read."""
    return await data.replace(_ORGANIZATIONS, organization_id, body, if_match)


@router.patch("/organizations/{organization_id:uuid}")
@web.refuses(*_TAKEN, OrganizationMergedError)
async def change_organization(
    organization_id: UUID,
    body: OrganizationPatch,
    caller: Manager,
    data: MasterData,
    if_match: web.IfMatch,
) -> OrganizationResponse:
    """Change the fields that are sent, and no others (JSON merge patch)."""
    return await data.change(_ORGANIZATIONS, organization_id, body, if_match)


@router.get("/contacts")
async def list_all_contacts(
    session: web.Session,
    caller: Reader,
    data: MasterData,
    paging: web.Paging,
    search: SearchContacts = None,
    email: ByEmail = None,
) -> web.Page[ContactResponse]:
    """List the people at all customers, or find some."""
    if search is not None:
        return await data.show(_CONTACTS, await search_contacts(session, search, paging.limit))
    return await data.list(_CONTACTS, paging, email=email and email.lower())


@router.post("/organizations/{organization_id}/contacts", status_code=201)
async def create_contact(
    organization_id: UUID,
    body: ContactRequest,
    session: web.Session,
    caller: Manager,
    response: Response,
) -> ContactResponse:
    """Create a person at a customer."""
    contact = await contacts.create_contact(session, organization_id, body.model_dump())
    path = f"organizations/{organization_id}/contacts"
    return created(response, path, ContactResponse.model_validate(contact))


@router.get("/organizations/{organization_id}/contacts")
async def list_contacts(
    organization_id: UUID, caller: Reader, data: MasterData, paging: web.Paging
) -> web.Page[ContactResponse]:
    """List the people at a customer."""
    await data.get(_ORGANIZATIONS, organization_id)
    return await data.list(_CONTACTS, paging, organization_id=organization_id)


@router.get("/organizations/{organization_id}/contacts/{contact_id}")
async def get_contact(
    organization_id: UUID,
    contact_id: UUID,
    session: web.Session,
    caller: Reader,
    response: Response,
) -> ContactResponse:
    """Get a person at a customer."""
    contact = await contacts.get_contact(session, organization_id, contact_id)
    return with_etag(response, ContactResponse.model_validate(contact))


@router.put("/organizations/{organization_id}/contacts/{contact_id}")
async def replace_contact(
    organization_id: UUID,
    contact_id: UUID,
    body: ContactReplacement,
    session: web.Session,
    caller: Manager,
    if_match: web.RequiredIfMatch,
    response: Response,
) -> ContactResponse:
    """Replace a person at a customer: all fields are sent, also those that stay. Demands the `ETag` that was read."""
    contact = await contacts.update_contact(
        session, organization_id, contact_id, body.model_dump(), expected=if_match
    )
    return with_etag(response, ContactResponse.model_validate(contact))


@router.patch("/organizations/{organization_id}/contacts/{contact_id}")
async def change_contact(
    organization_id: UUID,
    contact_id: UUID,
    body: ContactPatch,
    session: web.Session,
    caller: Manager,
    if_match: web.IfMatch,
    response: Response,
) -> ContactResponse:
    """Change the fields that are sent, and no others (JSON merge patch)."""
    contact = await contacts.update_contact(
        session, organization_id, contact_id, body.changes, expected=if_match
    )
    return with_etag(response, ContactResponse.model_validate(contact))
