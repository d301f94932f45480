"""Merging of customers that are one."""

from datetime import UTC, datetime
from uuid import UUID

from fastapi import Response

import web
from timer.api.callers import Manager
from timer.api.customers import shown_organization
from timer.api.resources import with_etag
from timer.commands import merging
from timer.customer_merging import (
    BilledSinceMergeError,
    MergeTargetError,
    NotMergedError,
    OrganizationMergedError,
)
from timer.schemas.customers import MergePreviewResponse, MergeRequest, OrganizationResponse

router = web.router(tags=["organizations"])


@router.get("/organizations/{organization_id}/merge")
async def preview_merge(
    organization_id: UUID, session: web.Session, caller: Manager
) -> MergePreviewResponse:
    """Show what goes along when this customer is merged into another."""
    return MergePreviewResponse.model_validate(
        dict(await merging.preview_merge(session, organization_id))
    )


@router.post("/organizations/{organization_id}/merge")
@web.refuses(OrganizationMergedError, MergeTargetError)
async def merge_organization(
    organization_id: UUID,
    body: MergeRequest,
    session: web.Session,
    caller: Manager,
    if_match: web.IfMatch,
    response: Response,
) -> OrganizationResponse:
    """Merge this customer, a duplicate, into another: people, projects, domains, tickets and new time are the other's.

    What is recorded and billed stays as it is; time that is not billed yet is billed to the other. It can be undone until
    such time is billed.
    """
    merged = await merging.merge(
        session,
        organization_id,
        body.into_id,
        expected=if_match,
        by=caller.subject,
        now=datetime.now(UTC),
    )
    return with_etag(response, await shown_organization(session, merged))


@router.post("/organizations/{organization_id}/unmerge")
@web.refuses(NotMergedError, BilledSinceMergeError)
async def unmerge_organization(
    organization_id: UUID,
    session: web.Session,
    caller: Manager,
    if_match: web.IfMatch,
    response: Response,
) -> OrganizationResponse:
    """Undo that this customer was merged: all that was its own is its own again."""
    organization = await merging.unmerge(
        session, organization_id, expected=if_match, by=caller.subject, now=datetime.now(UTC)
    )
    return with_etag(response, await shown_organization(session, organization))
