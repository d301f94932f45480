"""`/v1/recurring-invoices`: what is made again and again, and what came of it."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

import web
from invoicing.api.access import Biller, Now, Reader
from invoicing.api.invoices import answer as answer_invoice
from invoicing.commands import recurring as commands
from invoicing.domain import errors
from invoicing.domain.recurring import PeriodBilledError, RecurringStateError
from invoicing.queries import recurring as queries
from invoicing.schemas.invoices import InvoiceResponse
from invoicing.schemas.recurring import (
    ChangeRecurringRequest,
    CreateRecurringRequest,
    ForecastRequest,
    ForecastResponse,
    RecurringFilterRequest,
    RecurringPeriodResponse,
    RecurringPreviewResponse,
    RecurringResponse,
    RecurringSummaryResponse,
    ResumeRecurringRequest,
)

router = web.router(tags=["recurring invoices"])


async def _answer(
    session: web.Session, recurring_id: UUID, response: Response, *, now: Now
) -> RecurringResponse:
    view = await queries.get_recurring(session, recurring_id, now=now)
    response.headers["ETag"] = web.etag(view.recurring.version)
    return RecurringResponse.of_view(view)


@router.post("/recurring-invoices", status_code=201)
@web.requires_idempotency_key
@web.refuses(errors.UnknownCustomerError, errors.UnknownCurrencyError)
async def create_recurring_invoice(
    body: CreateRecurringRequest, session: web.Session, caller: Biller, now: Now, response: Response
) -> RecurringResponse:
    """Set up an invoice that is made again and again, on its days, at the account's midnight.

    What is due already is made at once; more than twelve are refused.
    """
    made = await commands.create_recurring(session, body.to_request(), by=caller.subject, now=now)
    response.headers["Location"] = f"/v1/recurring-invoices/{made.id}"
    return await _answer(session, made.id, response, now=now)


@router.post("/recurring-invoices/preview")
@web.refuses(errors.UnknownCustomerError, errors.UnknownCurrencyError)
async def preview_recurring_invoice(
    body: CreateRecurringRequest, session: web.Session, caller: Biller, now: Now
) -> RecurringPreviewResponse:
    """The first three invoices as they would be made. Nothing is kept."""
    return RecurringPreviewResponse.of_view(
        *await queries.preview(session, body.to_request(), now=now)
    )


@router.get("/recurring-invoices")
async def list_recurring_invoices(
    session: web.Session,
    caller: Reader,
    asked: Annotated[RecurringFilterRequest, Query()],
    paging: web.Paging,
) -> web.Page[RecurringSummaryResponse]:
    """Recurring invoices in the order in which they were set up, with the periods that somebody has to look at."""
    found = await queries.list_recurring(
        session, asked.to_domain(), after=paging.after, limit=paging.limit + 1
    )
    return web.Page[RecurringSummaryResponse].of(found, paging, RecurringSummaryResponse.of)


@router.get("/recurring-invoices/forecast")
async def forecast_recurring_invoices(
    session: web.Session, caller: Reader, now: Now, asked: Annotated[ForecastRequest, Query()]
) -> ForecastResponse:
    """What is going to be charged, by month and currency, by what is active now."""
    found = await queries.get_forecast(session, months=asked.months, now=now)
    return ForecastResponse.of(found)


@router.get("/recurring-invoices/{recurring_id:uuid}")
async def get_recurring_invoice(
    recurring_id: UUID, session: web.Session, caller: Reader, now: Now, response: Response
) -> RecurringResponse:
    """One recurring invoice, with the next three as they would be made."""
    return await _answer(session, recurring_id, response, now=now)


@router.get("/recurring-invoices/{recurring_id}/periods")
async def list_recurring_periods(
    recurring_id: UUID, session: web.Session, caller: Reader, paging: web.Paging
) -> web.Page[RecurringPeriodResponse]:
    """What came of its periods, the newest first."""
    currency, found = await queries.list_periods(
        session, recurring_id, before=paging.after, limit=paging.limit + 1
    )
    return web.Page[RecurringPeriodResponse].of(
        found, paging, lambda one: RecurringPeriodResponse.of(one, currency)
    )


@router.put("/recurring-invoices/{recurring_id:uuid}")
async def change_recurring_invoice(
    recurring_id: UUID,
    body: ChangeRecurringRequest,
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
) -> RecurringResponse:
    """Replace all that it says, for what is made from now on. What was made stays as it is.

    With another first day, unit or number of these, the periods begin anew, after those that are done.
    """
    await commands.change_recurring(
        session, recurring_id, body.to_terms(), expected=expected, now=now
    )
    return await _answer(session, recurring_id, response, now=now)


@router.post("/recurring-invoices/{recurring_id}/preview")
async def preview_recurring_change(
    recurring_id: UUID,
    body: ChangeRecurringRequest,
    session: web.Session,
    caller: Biller,
    now: Now,
) -> RecurringPreviewResponse:
    """The next three invoices as they would be made with other terms. Nothing is changed."""
    return RecurringPreviewResponse.of_view(
        *await queries.preview_change(session, recurring_id, body.to_terms(), now=now)
    )


@router.delete("/recurring-invoices/{recurring_id:uuid}", status_code=204)
@web.refuses(RecurringStateError)
async def delete_recurring_invoice(
    recurring_id: UUID, session: web.Session, caller: Biller, expected: web.RequiredIfMatch
) -> None:
    """Delete one of which nothing was made so far."""
    await commands.delete_recurring(session, recurring_id, expected=expected)


@router.post("/recurring-invoices/{recurring_id}/pause")
@web.requires_idempotency_key
@web.refuses(RecurringStateError)
async def pause_recurring_invoice(
    recurring_id: UUID,
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
) -> RecurringResponse:
    """Make nothing until it is resumed."""
    await commands.pause_recurring(
        session, recurring_id, expected=expected, by=caller.subject, now=now
    )
    return await _answer(session, recurring_id, response, now=now)


@router.post("/recurring-invoices/{recurring_id}/resume")
@web.requires_idempotency_key
@web.refuses(RecurringStateError)
async def resume_recurring_invoice(
    recurring_id: UUID,
    body: ResumeRecurringRequest,
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
) -> RecurringResponse:
    """Go on. What was missed is made up, or noted as skipped."""
    await commands.resume_recurring(
        session,
        recurring_id,
        catch_up=body.catch_up,
        expected=expected,
        by=caller.subject,
        now=now,
    )
    return await _answer(session, recurring_id, response, now=now)


@router.post("/recurring-invoices/{recurring_id}/periods/{period_id}/make", status_code=201)
@web.requires_idempotency_key
@web.refuses(
    PeriodBilledError,
    errors.UnknownCustomerError,
    errors.UnknownCurrencyError,
    errors.TooManyLinesError,
    web.Constraint("claimed_once"),
    web.Constraint("charge_billed_once"),
)
async def make_recurring_period(
    recurring_id: UUID,
    period_id: UUID,
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
) -> InvoiceResponse:
    """Make the draft of a period that failed, was skipped, or whose draft was deleted, as the terms are now.

    Answers the draft.
    """
    drafted = await commands.make_again(
        session, recurring_id, period_id, expected=expected, by=caller.subject, now=now
    )
    response.headers["Location"] = f"/v1/invoices/{drafted.content.id}"
    return answer_invoice(drafted, response)
