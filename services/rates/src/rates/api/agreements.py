"""`/v1/agreements`: what customers have agreed to pay apart from plain hours, by whom it is set, and how it stands."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

import web
from rates.api.rates import Reader
from rates.commands import agreements as commands
from rates.domain.agreements import AgreementOverlapError
from rates.domain.billed_agreements import AgreementBilledError, ChargeBilledError
from rates.domain.rules import UnknownReferenceError
from rates.problems import AGREEMENTS_NEVER_OVERLAP
from rates.queries import agreements as queries
from rates.queries.agreements import AgreementOnRecord
from rates.schemas.agreement_responses import AgreementResponse
from rates.schemas.agreements import (
    AgreementFilterRequest,
    BuyBlockRequest,
    CreateAgreementRequest,
    EndAgreementRequest,
    ReachMilestoneRequest,
    RenewAgreementRequest,
    TermsRequest,
)

router = web.router(tags=["agreements"])
Editor = Annotated[web.Caller, web.allow("manager")]


@router.post("/agreements", status_code=201)
@web.retried(UnknownReferenceError, seconds=3)
@web.refuses(AgreementOverlapError, AGREEMENTS_NEVER_OVERLAP, UnknownReferenceError)
async def create_agreement(
    body: CreateAgreementRequest, session: web.Session, caller: Editor, response: Response
) -> AgreementResponse:
    """Create an agreement. Time that it covers and that is not billed yet is priced again within seconds.

    Two of one kind and currency that cover the same of a customer never hold on the same day: they would charge a month
    twice. Of others that cover the same time the first of fixed-price, monthly-minimum and prepaid has it, and among these
    the one that names more.
    """
    made = await commands.create_agreement(session, body.agreement(), by=caller.subject)
    response.headers["Location"] = f"/v1/agreements/{made.agreement_id}"
    return _response(made, response)


@router.get("/agreements")
async def list_agreements(
    session: web.Session,
    caller: Reader,
    paging: web.Paging,
    asked: Annotated[AgreementFilterRequest, Query()],
) -> web.Page[AgreementResponse]:
    """List agreements in the order in which they were created."""
    filter_ = queries.AgreementFilter(**dict(asked))
    found = await queries.list_agreements(
        session, filter_, after=paging.after, limit=paging.limit + 1
    )
    return web.Page[AgreementResponse].of(
        found, paging, AgreementResponse.model_validate, id_name="agreement_id"
    )


@router.get("/agreements/{agreement_id}")
async def get_agreement(
    agreement_id: UUID, session: web.Session, caller: Reader, response: Response
) -> AgreementResponse:
    """Read an agreement as it is."""
    return _response(await queries.get_agreement(session, agreement_id), response)


@router.post("/agreements/{agreement_id}/terms")
async def change_agreement_terms(
    agreement_id: UUID,
    body: TermsRequest,
    session: web.Session,
    caller: Editor,
    expected: web.RequiredIfMatch,
    response: Response,
) -> AgreementResponse:
    """Let other terms hold from a day on. What was agreed for later days goes; what was billed stays as it was billed."""
    changed = await commands.change_terms(
        session, agreement_id, body.terms(), expected=expected, by=caller.subject
    )
    return _response(changed, response)


@router.patch("/agreements/{agreement_id}")
@web.refuses(AGREEMENTS_NEVER_OVERLAP)
async def end_agreement(
    agreement_id: UUID,
    body: EndAgreementRequest,
    session: web.Session,
    caller: Editor,
    expected: web.RequiredIfMatch,
    response: Response,
) -> AgreementResponse:
    """End an agreement on a day. Later months are not billed, unless they are already; hours that remain are lost."""
    ended = await commands.end_agreement(
        session, agreement_id, body.last_day, expected=expected, by=caller.subject
    )
    return _response(ended, response)


@router.post("/agreements/{agreement_id}/renew")
@web.refuses(AgreementOverlapError, AGREEMENTS_NEVER_OVERLAP)
async def renew_agreement(
    agreement_id: UUID,
    body: RenewAgreementRequest,
    session: web.Session,
    caller: Editor,
    expected: web.RequiredIfMatch,
    response: Response,
) -> AgreementResponse:
    """Let an agreement that has a last day go on, with the hours that remain. Other terms are set from a day on."""
    renewed = await commands.renew_agreement(
        session,
        agreement_id,
        body.last_day,
        body.renews_months,
        expected=expected,
        by=caller.subject,
    )
    return _response(renewed, response)


@router.post("/agreements/{agreement_id}/blocks")
async def buy_agreement_block(
    agreement_id: UUID,
    body: BuyBlockRequest,
    session: web.Session,
    caller: Editor,
    expected: web.RequiredIfMatch,
    response: Response,
) -> AgreementResponse:
    """Sell a customer hours or an amount up front. It is billed as a line of its own; work draws on it once that is paid."""
    sold = await commands.buy_block(
        session, agreement_id, body.block(), expected=expected, by=caller.subject
    )
    return _response(sold, response)


@router.put("/agreements/{agreement_id}/milestones/{milestone_id}")
@web.refuses(ChargeBilledError)
async def reach_agreement_milestone(
    agreement_id: UUID,
    milestone_id: UUID,
    body: ReachMilestoneRequest,
    session: web.Session,
    caller: Editor,
    expected: web.RequiredIfMatch,
    response: Response,
) -> AgreementResponse:
    """Say on which day a milestone was reached, from when it can be billed, or (null) that it was not.

    Refused once it is billed.
    """
    changed = await commands.reach_milestone(
        session,
        agreement_id,
        milestone_id,
        body.reached_on,
        expected=expected,
        by=caller.subject,
    )
    return _response(changed, response)


@router.delete("/agreements/{agreement_id}", status_code=204)
@web.refuses(AgreementBilledError)
async def withdraw_agreement(
    agreement_id: UUID, session: web.Session, caller: Editor, expected: web.RequiredIfMatch
) -> None:
    """Take back an agreement that should never have been. Refused when an invoice bills any of it: then end it.

    Time that it covered is priced again within seconds.
    """
    await commands.withdraw_agreement(session, agreement_id, expected=expected, by=caller.subject)


def _response(found: AgreementOnRecord, response: Response) -> AgreementResponse:
    response.headers["ETag"] = web.etag(found.agreement.version)
    return AgreementResponse.model_validate(found)
