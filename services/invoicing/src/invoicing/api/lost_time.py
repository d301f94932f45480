"""`/v1/invoices/{id}/lost-time`: what a draft had and lost."""

from uuid import UUID

import web
from invoicing.api.access import Reader
from invoicing.queries.lost_time import lost_time
from invoicing.schemas.lost_time import LostTimeResponse, LostTimesResponse

router = web.router(tags=["invoices"])


@router.get("/invoices/{invoice_id:uuid}/lost-time")
async def list_lost_time(
    invoice_id: UUID, session: web.Session, caller: Reader
) -> LostTimesResponse:
    """List the time that a draft charged and does not charge any more, because it changed or its timesheet was reopened."""
    found = await lost_time(session, invoice_id)
    return LostTimesResponse(items=[LostTimeResponse.model_validate(one) for one in found])
