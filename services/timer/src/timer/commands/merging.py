"""Merge a customer that is another one's duplicate into it, and undo it.

Nothing is rewritten: what refers to the merged one is read as the other's. So nothing is lost, and undoing is exact.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select

from database import Row, Session, lock_exclusive, new_id
from domain_errors import check_version
from messaging import outbox
from timer.commands import customers
from timer.customer_merging import (
    BilledSinceMergeError,
    MergeTargetError,
    NotMergedError,
    OrganizationMergedError,
    must_be_two,
)
from timer.queries.master_data import ORGANIZATIONS, get
from timer.store import merges
from timer.store.tables.customers import Organization


async def merge(
    session: Session,
    organization_id: UUID,
    into_id: UUID,
    *,
    expected: int | None,
    by: str,
    now: datetime,
) -> Organization:
    """Let `into_id` stand for the organization from now on. Again the same changes nothing.

    Raises NotFoundError, InvalidInputError, OrganizationMergedError, MergeTargetError.
    """
    must_be_two(organization_id, into_id)
    await lock_exclusive(session, "merging of customers")
    organization = await get(session, ORGANIZATIONS, organization_id, lock=True)
    if organization.merged_into == into_id:
        return organization
    check_version(expected, organization.version)
    if organization.merged_into is not None:
        raise OrganizationMergedError
    staying = await get(session, ORGANIZATIONS, into_id)
    if staying.merged_into is not None or await _has_merged(session, organization_id):
        raise MergeTargetError
    await merges.note(session, new_id(), organization_id, into_id, by=by, at=now)
    return await _point(session, organization, into_id, now)


async def unmerge(
    session: Session, organization_id: UUID, *, expected: int | None, by: str, now: datetime
) -> Organization:
    """Let it be a customer of its own again, with all that was its own.

    Raises NotFoundError, NotMergedError, and BilledSinceMergeError when its time was billed to the other meanwhile.
    """
    await lock_exclusive(session, "merging of customers")
    organization = await get(session, ORGANIZATIONS, organization_id, lock=True)
    if organization.merged_into is None or organization.merged_at is None:
        raise NotMergedError
    check_version(expected, organization.version)
    if await merges.was_billed(session, organization_id, organization.merged_at):
        raise BilledSinceMergeError
    await merges.note_undone(session, organization_id, by=by, at=now)
    return await _point(session, organization, None, None)


async def preview_merge(session: Session, organization_id: UUID) -> Row:
    """What would go along. Raises NotFoundError."""
    await get(session, ORGANIZATIONS, organization_id)
    return await merges.preview(session, organization_id)


async def _has_merged(session: Session, organization_id: UUID) -> bool:
    others = select(exists().where(Organization.merged_into == organization_id))
    return bool(await session.scalar(others))


async def _point(
    session: Session, organization: Organization, into_id: UUID | None, at: datetime | None
) -> Organization:
    organization.merged_into, organization.merged_at = into_id, at
    organization.version += 1
    await session.flush()
    await outbox.publish(session, *await customers.news(session, [organization]))
    return organization
