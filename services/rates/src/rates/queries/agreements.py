"""Agreements as they are."""

from collections.abc import Sequence
from uuid import UUID

from database import Session
from domain_errors import NotFoundError
from rates.store import agreements, customers
from rates.store.agreements import AgreementFilter, AgreementOnRecord

__all__ = ["AgreementFilter", "AgreementOnRecord", "get_agreement", "list_agreements"]


async def get_agreement(session: Session, agreement_id: UUID) -> AgreementOnRecord:
    """Read an agreement. Raises `NotFoundError`."""
    found = await agreements.find(session, agreement_id)
    if found is None:
        raise NotFoundError("agreement")
    return found


async def list_agreements(
    session: Session, filter_: AgreementFilter, *, after: UUID | None, limit: int
) -> Sequence[AgreementOnRecord]:
    """List agreements in the order of their making; of a customer also those of whom was merged into it."""
    customer = await customers.find(session, filter_.organization_id)
    return await agreements.list_agreements(session, filter_, customer, after, limit)
