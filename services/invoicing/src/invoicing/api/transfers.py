"""`/v1/customers/{id}/transfers`: money that crossed while two customers were merged, and taking it back."""

from uuid import UUID

import web
from invoicing.api.access import Biller, Now, Reader
from invoicing.commands.transfers import take_transfers_back
from invoicing.queries import transfers
from invoicing.schemas.payments import ReversalRequest
from invoicing.schemas.transfers import TransfersResponse

router = web.router(prefix="/v1/customers", tags=["payments"])


@router.get("/{organization_id}/transfers")
async def list_transfers(
    organization_id: UUID, session: web.Session, caller: Reader
) -> TransfersResponse:
    """What money of a customer settles of others' invoices, or others' of theirs, since they were merged then.

    There is nothing while they are merged: they are one customer.
    """
    return TransfersResponse.of(await transfers.list_transfers(session, organization_id))


@router.post("/{organization_id}/transfers/reverse")
@web.requires_idempotency_key
async def reverse_transfers(
    organization_id: UUID, request: ReversalRequest, session: web.Session, caller: Biller, now: Now
) -> TransfersResponse:
    """Take all that settles invoices back, up to 100 at once. Answers what stands still.

    It is the payers' credit again, and owed by the buyers. What was paid out stays until its refund is reversed.
    """
    await take_transfers_back(session, organization_id, request.reason, by=caller.subject, now=now)
    return TransfersResponse.of(await transfers.list_transfers(session, organization_id))
