"""`/v1/agreement-charges`: what agreements charge, and how far it is billed."""

from typing import Annotated

from fastapi import Query

import web
from invoicing.api.access import Now, Reader
from invoicing.queries import charges
from invoicing.schemas.charges import ChargeFilterRequest, ChargeResponse

router = web.router(tags=["billable time"])


@router.get("/agreement-charges")
async def list_agreement_charges(
    session: web.Session,
    caller: Reader,
    now: Now,
    asked: Annotated[ChargeFilterRequest, Query()],
    paging: web.Paging,
) -> web.Page[ChargeResponse]:
    """What agreements charge apart from plain hours, in the order of the ids: fees, true-ups, blocks, milestones.

    Charges arrive from rates, and change until they are billed. A draft of a period takes those that can be billed.
    """
    found = await charges.list_charges(
        session, asked.to_domain(), now=now, after=paging.after, limit=paging.limit + 1
    )
    return web.Page[ChargeResponse].of(found, paging, ChargeResponse.of, id_name="charge_id")
