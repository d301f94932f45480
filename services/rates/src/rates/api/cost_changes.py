"""`/v1/cost-changes`: changes of costs are looked at first, then done as they were seen, by those who may see costs."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Path, Response

import web
from database import new_id
from rates import queries
from rates.api.costs import Insider
from rates.commands import rate_changes as commands
from rates.domain.acts import ActsRefusedError, PreviewExpiredError, PreviewOutdatedError
from rates.domain.rules import UnknownReferenceError
from rates.problems import COSTS_NEVER_OVERLAP
from rates.schemas.changes import ApplyRateChangeRequest
from rates.schemas.cost_changes import (
    CostChangePreviewResponse,
    CostChangeResponse,
    CostChangeSummary,
    PreviewCostChangeRequest,
)

router = web.router(tags=["costs"])
ChangeId = Annotated[UUID, Path(description="A change of costs that was applied")]


@router.post("/cost-changes/preview")
@web.retried(UnknownReferenceError, seconds=3)
@web.refuses(ActsRefusedError, UnknownReferenceError)
async def preview_cost_change(
    body: PreviewCostChangeRequest, session: web.Session, caller: Insider
) -> CostChangePreviewResponse:
    """Tell what a change of costs would do, and do nothing: which time would cost something else, billed or not, and what
    it costs before and after, by customer.

    All acts are checked as if each were done by itself, and together; what is wrong is told by act and field.
    """
    acts = body.wanted(new_id)
    preview = await commands.preview_change(
        session, acts, by=caller.subject, now=_now(), kind="cost"
    )
    return CostChangePreviewResponse.model_validate(preview)


@router.post("/cost-changes", status_code=202)
@web.refuses(PreviewExpiredError, PreviewOutdatedError, ActsRefusedError)
@web.refuses(COSTS_NEVER_OVERLAP, UnknownReferenceError)
async def apply_cost_change(
    body: ApplyRateChangeRequest, session: web.Session, caller: Insider, response: Response
) -> CostChangeResponse:
    """Do what was previewed, all or nothing. Its time is valued again within seconds: the change shows how far that is.

    Refused when rates or costs have changed since the preview, or when time of the same work and days was recorded,
    changed, moved or billed: preview it again. Sent again, it answers with the change that was made.
    """
    change = await commands.apply_change(
        session, body.token, by=caller.subject, now=_now(), kind="cost"
    )
    response.headers["Location"] = f"/v1/cost-changes/{change.change_id}"
    return CostChangeResponse.model_validate(change)


@router.get("/cost-changes")
async def list_cost_changes(
    session: web.Session, caller: Insider, paging: web.Paging
) -> web.Page[CostChangeSummary]:
    """List the changes of costs that were applied with a preview, the newest first."""
    changes = await queries.list_changes(
        session, after=paging.after, limit=paging.limit + 1, kind="cost"
    )
    shown = [change.shortened() for change in changes]
    return web.Page[CostChangeSummary].of(
        shown, paging, CostChangeSummary.model_validate, id_name="change_id"
    )


@router.get("/cost-changes/{change_id:uuid}")
async def get_cost_change(
    change_id: ChangeId, session: web.Session, caller: Insider
) -> CostChangeResponse:
    """Read a change: what was done, by whom, what its preview said, and how far the valuation of its time is."""
    return CostChangeResponse.model_validate(await queries.get_change(session, change_id, "cost"))


@router.post("/cost-changes/{change_id:uuid}/undo")
@web.refuses(ActsRefusedError)
async def undo_cost_change(
    change_id: ChangeId, session: web.Session, caller: Insider
) -> CostChangePreviewResponse:
    """Preview the opposite of a change; applied, it undoes it. Undoing is a change of its own, and can be undone.

    Refused, by act, where a cost was changed since.
    """
    preview = await commands.preview_undoing(
        session, change_id, by=caller.subject, now=_now(), kind="cost"
    )
    return CostChangePreviewResponse.model_validate(preview)


def _now() -> datetime:
    return datetime.now(UTC)
