"""`/v1/reconciliations`: whether figures that should be equal are, and which entries differ."""

from datetime import UTC, datetime
from typing import Annotated

import web
from rates.commands import reconciliation as commands
from rates.domain.reconciliation import AlreadyReconcilingError
from rates.queries import reconciliations as queries
from rates.schemas.reconciliations import ReconciliationResponse, ReconciliationsResponse

router = web.router(tags=["reconciliation"])
Owner = Annotated[web.Caller, web.allow("manager")]


@router.get("/reconciliations")
async def list_reconciliations(session: web.Session, caller: Owner) -> ReconciliationsResponse:
    """List the latest ten comparisons of kept figures with the entries, the newest first, with the entries that differ.

    Every account's are compared once a day, and when somebody asks.
    """
    found = await queries.list_latest(session)
    return ReconciliationsResponse.model_validate({"items": found})


@router.post("/reconciliations", status_code=202)
@web.refuses(AlreadyReconcilingError)
async def create_reconciliation(session: web.Session, caller: Owner) -> ReconciliationResponse:
    """Compare all figures of the account now: it takes seconds, or minutes where there are millions of entries.

    Sums by day and by month, the segments of each entry, and its price are compared to the second and the cent; then what
    timer has as approved, and what invoicing has as approved, priced, held and billed. What differs there is looked at
    again after a minute, for it may be on its way. Each difference names its entries, and an event tells of it:
    `rates.figures-differ.v1`, `rates.books-differ.v1`.
    """
    asked = await commands.ask(session, datetime.now(UTC), caller.subject)
    return ReconciliationResponse.model_validate(asked)
