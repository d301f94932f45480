"""`/v1/agreements/{id}/ledger`, `/balance` and `/months/{month}/time`: what an agreement came to, down to the seconds."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from fastapi.responses import StreamingResponse

import web
from rates.api.rates import Reader
from rates.domain import ledger_table
from rates.queries import agreement_ledgers as queries
from rates.schemas.ledgers import (
    BalanceRequest,
    BalanceResponse,
    CoveredEntryResponse,
    LedgerMonthResponse,
    LedgerRequest,
    LedgerResponse,
)
from rates.schemas.rules import Day

router = web.router(tags=["agreements"])
_CSV: dict[int | str, dict[str, Any]] = {
    200: {"description": "CSV in UTF-8", "content": {"text/csv": {"schema": {"type": "string"}}}}
}


@router.get("/agreements/{agreement_id}/ledger")
async def get_agreement_ledger(
    agreement_id: UUID,
    session: web.Session,
    caller: Reader,
    asked: Annotated[LedgerRequest, Query()],
) -> LedgerResponse:
    """Read what the months of an agreement came to, at most 120 at once.

    A month that an invoice bills is closed. Its ledger has rows that never change; what comes out differently afterwards, as
    by time that came late, is told by rows of their own.
    """
    found, months = await queries.get_ledger(
        session, agreement_id, asked.first_month, asked.last_month, datetime.now(UTC)
    )
    return LedgerResponse(
        agreement_id=agreement_id,
        currency=found.agreement.currency,
        months=[LedgerMonthResponse.model_validate(one) for one in months],
    )


@router.get(
    "/agreements/{agreement_id}/ledger.csv", response_class=StreamingResponse, responses=_CSV
)
async def export_agreement_ledger(
    agreement_id: UUID,
    session: web.Session,
    caller: Reader,
    asked: Annotated[LedgerRequest, Query()],
) -> StreamingResponse:
    """The same as a table in CSV: a row for each month."""
    found, months = await queries.get_ledger(
        session, agreement_id, asked.first_month, asked.last_month, datetime.now(UTC)
    )
    name = {"Content-Disposition": 'attachment; filename="ledger.csv"'}
    lines = ledger_table.lines(months, found.agreement.currency)
    return StreamingResponse(lines, media_type="text/csv", headers=name)


@router.get("/agreements/{agreement_id}/balance")
async def get_agreement_balance(
    agreement_id: UUID,
    session: web.Session,
    caller: Reader,
    asked: Annotated[BalanceRequest, Query()],
) -> BalanceResponse:
    """Read how an agreement stands: used and remaining hours or amounts, as the customer can be shown them."""
    balance = await queries.get_balance(session, agreement_id, asked.on, datetime.now(UTC))
    return BalanceResponse.of(balance)


@router.get("/agreements/{agreement_id}/months/{month}/time")
async def list_agreement_time(
    agreement_id: UUID, month: Day, session: web.Session, caller: Reader, paging: web.Paging
) -> web.Page[CoveredEntryResponse]:
    """List the time of a month, by its first day, that the agreement covers, and how its seconds are charged."""
    found = await queries.list_time(
        session, agreement_id, month, after=paging.after, limit=paging.limit + 1
    )
    return web.Page[CoveredEntryResponse].of(
        found, paging, CoveredEntryResponse.model_validate, id_name="entry_id"
    )
