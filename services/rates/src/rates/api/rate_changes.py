"""`/v1/rate-changes`: changes of rates are looked at first, then done as they were seen."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Path, Response

import web
from database import new_id
from rates import queries
from rates.commands import rate_changes as commands
from rates.domain.acts import ActsRefusedError, PreviewExpiredError, PreviewOutdatedError
from rates.domain.rules import RateBilledError, UnknownReferenceError
from rates.problems import NEVER_OVERLAP
from rates.schemas.changes import (
    ApplyRateChangeRequest,
    PreviewRateChangeRequest,
    RateChangePreviewResponse,
    RateChangeResponse,
    RateChangeSummary,
)

router = web.router(tags=["rate changes"])
Editor = Annotated[web.Caller, web.allow("billing")]
Reader = Annotated[web.Caller, web.allow("manager", "billing")]
ChangeId = Annotated[UUID, Path(description="A change of rates that was applied")]


@router.post("/rate-changes/preview")
@web.retried(UnknownReferenceError, seconds=3)
@web.refuses(ActsRefusedError, UnknownReferenceError, RateBilledError)
async def preview_rate_change(
    body: PreviewRateChangeRequest, session: web.Session, caller: Editor
) -> RateChangePreviewResponse:
    """Tell what a change of rates would do, and do nothing: which time that is not billed would get another price, and what
    it earns before and after, by customer.

    All acts are checked as if each were done by itself, and together; what is wrong is told by act and field.
    """
    acts = body.wanted(new_id)
    preview = await commands.preview_change(session, acts, by=caller.subject, now=_now())
    return RateChangePreviewResponse.model_validate(preview)


@router.post("/rate-changes", status_code=202)
@web.refuses(PreviewExpiredError, PreviewOutdatedError, RateBilledError, ActsRefusedError)
@web.refuses(NEVER_OVERLAP, UnknownReferenceError)
async def apply_rate_change(
    body: ApplyRateChangeRequest, session: web.Session, caller: Editor, response: Response
) -> RateChangeResponse:
    """Do what was previewed, all or nothing. Its time is priced again within seconds: the change shows how far that is.

    Refused when rates have changed since the preview, or when time of the same work and days was recorded, changed, moved,
    billed or priced: preview it again. Sent again, it answers with the change that was made.
    """
    change = await commands.apply_change(session, body.token, by=caller.subject, now=_now())
    response.headers["Location"] = f"/v1/rate-changes/{change.change_id}"
    return RateChangeResponse.model_validate(change)


@router.get("/rate-changes")
async def list_rate_changes(
    session: web.Session, caller: Reader, paging: web.Paging
) -> web.Page[RateChangeSummary]:
    """List the changes of rates that were applied with a preview, the newest first."""
    changes = await queries.list_changes(session, after=paging.after, limit=paging.limit + 1)
    shown = [change.shortened() for change in changes]
    return web.Page[RateChangeSummary].of(
        shown, paging, RateChangeSummary.model_validate, id_name="change_id"
    )


@router.get("/rate-changes/{change_id:uuid}")
async def get_rate_change(
    change_id: ChangeId, session: web.Session, caller: Reader
) -> RateChangeResponse:
    """Read a change: what was done, by whom, what its preview said, and how far its re-pricing is."""
    return RateChangeResponse.model_validate(await queries.get_change(session, change_id))


@router.post("/rate-changes/{change_id:uuid}/undo")
@web.refuses(ActsRefusedError, RateBilledError)
async def undo_rate_change(
    change_id: ChangeId, session: web.Session, caller: Editor
) -> RateChangePreviewResponse:
    """Preview the opposite of a change; applied, it undoes it. Undoing is a change of its own, and can be undone.

    Refused, by act, where time was billed at a rate that the change made, and where a rate was changed since. What was
    billed keeps its price.
    """
    preview = await commands.preview_undoing(session, change_id, by=caller.subject, now=_now())
    return RateChangePreviewResponse.model_validate(preview)


def _now() -> datetime:
    return datetime.now(UTC)
