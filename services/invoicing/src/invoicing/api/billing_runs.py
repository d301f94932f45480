"""`/v1/billing-runs`, `/v1/billing-schedule`: a month of all customers at once, and by itself."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

import web
from invoicing.api.access import Biller, Now, Reader
from invoicing.commands import billing_runs as commands
from invoicing.commands import issue_drafts as chosen
from invoicing.domain.billing_runs import (
    NothingToDraftError,
    NothingToIssueError,
    RunEndedError,
)
from invoicing.domain.errors import UnknownCurrencyError
from invoicing.queries import billing_runs as queries
from invoicing.schemas.billing_runs import (
    BillingRunResponse,
    BillingScheduleRequest,
    BillingScheduleResponse,
    CreateBillingRunRequest,
    CustomerIssuingRequest,
    CustomerIssuingResponse,
    IssueBillingRunRequest,
    IssueDraftsRequest,
    RunCustomerFilterRequest,
    RunCustomerResponse,
)

router = web.router(tags=["billing runs"])


async def _answer(session: web.Session, run_id: UUID, response: Response) -> BillingRunResponse:
    view = await queries.get_run(session, run_id)
    response.headers["ETag"] = web.etag(view.run.version)
    return BillingRunResponse.of(view)


@router.post("/billing-runs", status_code=202)
@web.requires_idempotency_key
@web.refuses(UnknownCurrencyError)
async def create_billing_run(
    body: CreateBillingRunRequest,
    session: web.Session,
    caller: Biller,
    now: Now,
    response: Response,
) -> BillingRunResponse:
    """Draft a period for many customers at once. Workers do it; the run shows how far they are.

    Each customer is drafted by itself: who fails keeps nobody else. A run bills nothing that another draft has.
    """
    run = await commands.create_run(session, body.to_domain(), by=caller.subject, now=now)
    response.headers["Location"] = f"/v1/billing-runs/{run.id}"
    return await _answer(session, run.id, response)


@router.post("/invoices/issue", status_code=202)
@web.requires_idempotency_key
async def issue_drafts(
    body: IssueDraftsRequest,
    session: web.Session,
    caller: Biller,
    now: Now,
    response: Response,
) -> BillingRunResponse:
    """Issue many drafts, whoever made them. Workers do it, as a billing run that drafts nothing and shows how far they are.

    Each is issued by itself: what is refused stays a draft, with a reason in the run's list of customers, and
    `POST /v1/billing-runs/{run_id}/issue` tries it again. A draft that was issued meanwhile is not issued twice.
    """
    run = await chosen.issue_drafts(session, body.to_domain(), by=caller.subject, now=now)
    response.headers["Location"] = f"/v1/billing-runs/{run.id}"
    return await _answer(session, run.id, response)


@router.get("/billing-runs")
async def list_billing_runs(
    session: web.Session, caller: Reader, paging: web.Paging
) -> web.Page[BillingRunResponse]:
    """Billing runs, the newest first."""
    found = await queries.list_runs(session, before=paging.after, limit=paging.limit + 1)
    return web.Page[BillingRunResponse].of(found, paging, BillingRunResponse.of)


@router.get("/billing-runs/{run_id}")
async def get_billing_run(
    run_id: UUID, session: web.Session, caller: Reader, response: Response
) -> BillingRunResponse:
    """One billing run, and how far it is. Its ETag changes when somebody asks something of it, not with its progress."""
    return await _answer(session, run_id, response)


@router.get("/billing-runs/{run_id}/customers")
async def list_billing_run_customers(
    run_id: UUID,
    session: web.Session,
    caller: Reader,
    asked: Annotated[RunCustomerFilterRequest, Query()],
    paging: web.Paging,
) -> web.Page[RunCustomerResponse]:
    """What came of each customer, in the order of their ids, with the drafts as they are now."""
    found = await queries.list_customers(
        session, run_id, asked.to_domain(), after=paging.after, limit=paging.limit + 1
    )
    return web.Page[RunCustomerResponse].of(
        found, paging, RunCustomerResponse.of, id_name="organization_id"
    )


@router.post("/billing-runs/{run_id}/continue", status_code=202)
@web.requires_idempotency_key
@web.refuses(NothingToDraftError)
async def continue_billing_run(
    run_id: UUID,
    session: web.Session,
    caller: Biller,
    expected: web.RequiredIfMatch,
    response: Response,
) -> BillingRunResponse:
    """Draft what the run could not draft before, or what came since. What is billed or on a draft is not billed again."""
    await commands.continue_run(session, run_id, expected=expected)
    return await _answer(session, run_id, response)


@router.post("/billing-runs/{run_id}/issue", status_code=202)
@web.requires_idempotency_key
@web.refuses(NothingToIssueError)
async def issue_billing_run(
    run_id: UUID,
    body: IssueBillingRunRequest,
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
) -> BillingRunResponse:
    """Issue drafts of the run, all or some. Workers do it, each by itself: what is refused stays a draft, with a reason."""
    asked = body.to_domain()
    await commands.issue_run(session, run_id, asked, expected=expected, by=caller.subject, now=now)
    return await _answer(session, run_id, response)


@router.post("/billing-runs/{run_id}/cancel")
@web.requires_idempotency_key
@web.refuses(RunEndedError)
async def cancel_billing_run(
    run_id: UUID,
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
) -> BillingRunResponse:
    """Draft and issue nothing more. What is drafted and issued stays; the run can be continued."""
    await commands.cancel_run(session, run_id, expected=expected, by=caller.subject, now=now)
    return await _answer(session, run_id, response)


@router.get("/billing-schedule")
async def get_billing_schedule(
    session: web.Session, caller: Reader, now: Now, response: Response
) -> BillingScheduleResponse:
    """When the month before is billed by itself; never, unless it was set."""
    schedule, time_zone = await queries.get_schedule(session)
    response.headers["ETag"] = web.etag(schedule.version)
    return BillingScheduleResponse.of(schedule, time_zone, now)


@router.put("/billing-schedule")
async def replace_billing_schedule(
    body: BillingScheduleRequest,
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
) -> BillingScheduleResponse:
    """Choose when the month before is billed by itself, and whether complete drafts are issued at once."""
    new = body.to_domain()
    await commands.change_schedule(session, new, expected=expected, by=caller.subject, now=now)
    return await get_billing_schedule(session, caller, now, response)


@router.get("/billing-schedule/customers/{organization_id}")
async def get_customer_issuing(
    organization_id: UUID, session: web.Session, caller: Reader, response: Response
) -> CustomerIssuingResponse:
    """Whether drafts that runs make for a customer are issued at once."""
    said = await queries.get_issuing(session, organization_id)
    response.headers["ETag"] = web.etag(said.version)
    return CustomerIssuingResponse(
        organization_id=organization_id, issue=said.issue, version=said.version
    )


@router.put("/billing-schedule/customers/{organization_id}")
async def replace_customer_issuing(
    organization_id: UUID,
    body: CustomerIssuingRequest,
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
) -> CustomerIssuingResponse:
    """Choose for a customer whether complete drafts are issued at once, whatever the account's schedule says."""
    await commands.choose_issuing(
        session, organization_id, body.issue, expected=expected, by=caller.subject, now=now
    )
    return await get_customer_issuing(organization_id, session, caller, response)
