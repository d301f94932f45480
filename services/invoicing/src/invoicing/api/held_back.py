"""`/v1/held-back-time`: ready time that no draft takes."""

import web
from invoicing.api.access import Biller, Now
from invoicing.commands import hold_back
from invoicing.domain import errors
from invoicing.schemas.held_back import HoldBackTimeRequest, LetGoRequest

router = web.router(tags=["billable time"])


@router.post("/held-back-time", status_code=204)
@web.refuses(errors.EntriesNotReadyError, errors.TimeOnItsWayError, errors.UnknownCustomerError)
async def hold_back_time(
    body: HoldBackTimeRequest, session: web.Session, caller: Biller, now: Now
) -> None:
    """Hold ready time back: no draft takes it until the day that is given, or until it is let go. It stays ready.

    What is held back already gets the new reason and day. The entries show it, see `GET /v1/billable-time`.
    """
    await hold_back.hold_back(session, body.to_domain(), by=caller.subject, now=now)


@router.post("/held-back-time/release", status_code=204)
@web.refuses(errors.UnknownCustomerError)
async def let_time_go(body: LetGoRequest, session: web.Session, caller: Biller) -> None:
    """Let drafts take time again that was held back."""
    await hold_back.let_go(session, body.organization_id, body.entry_ids)
