"""`/v1/rounding-policies`: how time is rounded before it is charged, for whom and when."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

import web
from rates.api.rates import Editor, Reader
from rates.commands import rounding as commands
from rates.domain.rounding import RoundingBilledError, RoundingPolicy
from rates.domain.rules import UnknownReferenceError
from rates.problems import ROUNDING_NEVER_OVERLAPS
from rates.queries import rounding as queries
from rates.schemas.rounding import (
    CreateRoundingPolicyRequest,
    EndRoundingPolicyRequest,
    ReplaceRoundingPolicyRequest,
    RoundingPolicyFilterRequest,
    RoundingPolicyResponse,
)
from rates.schemas.rules import KnownAt

router = web.router(tags=["rounding"])


@router.post("/rounding-policies", status_code=201)
@web.retried(UnknownReferenceError, seconds=3)
@web.refuses(ROUNDING_NEVER_OVERLAPS, UnknownReferenceError)
async def create_rounding_policy(
    body: CreateRoundingPolicyRequest, session: web.Session, caller: Editor, response: Response
) -> RoundingPolicyResponse:
    """Create a policy. Time that it rounds and that is not billed yet is priced again within seconds.

    Two policies of one customer, or of the account, never hold on the same day: end the earlier one first.
    """
    policy = await commands.create_policy(session, body.policy(), by=caller.subject)
    response.headers["Location"] = f"/v1/rounding-policies/{policy.policy_id}"
    return _response(policy, response)


@router.get("/rounding-policies")
async def list_rounding_policies(
    session: web.Session,
    caller: Reader,
    paging: web.Paging,
    asked: Annotated[RoundingPolicyFilterRequest, Query()],
) -> web.Page[RoundingPolicyResponse]:
    """List policies in the order in which they were first created."""
    filter_ = queries.RoundingFilter(**dict(asked))
    found = await queries.list_policies(
        session, filter_, after=paging.after, limit=paging.limit + 1
    )
    return web.Page[RoundingPolicyResponse].of(
        found, paging, RoundingPolicyResponse.model_validate, id_name="policy_id"
    )


@router.get("/rounding-policies/{policy_id:uuid}")
async def get_rounding_policy(
    policy_id: UUID,
    session: web.Session,
    caller: Reader,
    response: Response,
    known_at: KnownAt = None,
) -> RoundingPolicyResponse:
    """Read a policy, as it is or as it was known at another time."""
    return _response(await queries.get_policy(session, policy_id, known_at), response)


@router.patch("/rounding-policies/{policy_id:uuid}")
@web.refuses(ROUNDING_NEVER_OVERLAPS)
async def end_rounding_policy(
    policy_id: UUID,
    body: EndRoundingPolicyRequest,
    session: web.Session,
    caller: Editor,
    expected: web.RequiredIfMatch,
    response: Response,
) -> RoundingPolicyResponse:
    """End a policy on another day, or (null) let it hold until further notice.

    Time on the days between the old and the new end that is not billed yet is priced again within seconds.
    """
    policy = await commands.end_policy(
        session, policy_id, body.valid_to, expected=expected, by=caller.subject
    )
    return _response(policy, response)


@router.post("/rounding-policies/{policy_id:uuid}/replace")
@web.refuses(ROUNDING_NEVER_OVERLAPS, RoundingBilledError)
async def replace_rounding_policy(
    policy_id: UUID,
    body: ReplaceRoundingPolicyRequest,
    session: web.Session,
    caller: Editor,
    expected: web.RequiredIfMatch,
    response: Response,
) -> RoundingPolicyResponse:
    """Round otherwise from a day on, in one act; answers with the policy that holds from then on.

    The policy ends the day before, and a new one of the same customer takes its days until its last one. From the policy's
    own first day on it is withdrawn, which is refused when time was billed as it rounds.
    """
    policy = await commands.replace_policy(
        *(session, policy_id, body.rounding, body.valid_from), expected=expected, by=caller.subject
    )
    response.headers["Location"] = f"/v1/rounding-policies/{policy.policy_id}"
    return _response(policy, response)


@router.delete("/rounding-policies/{policy_id:uuid}", status_code=204)
@web.refuses(RoundingBilledError)
async def withdraw_rounding_policy(
    policy_id: UUID, session: web.Session, caller: Editor, expected: web.RequiredIfMatch
) -> None:
    """Take back a policy that should never have been. Refused when time was billed as it rounds.

    It is listed no more; `known_at` still reads what was known before. Time that it rounded and that is not billed is priced
    again within seconds.
    """
    await commands.withdraw_policy(session, policy_id, expected=expected, by=caller.subject)


def _response(policy: RoundingPolicy, response: Response) -> RoundingPolicyResponse:
    response.headers["ETag"] = web.etag(policy.version)
    return RoundingPolicyResponse.model_validate(policy)
