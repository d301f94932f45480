"""HTTP: who the caller is; their accounts and sessions."""

from typing import Annotated
from uuid import UUID

from fastapi import Request, Response

import web
from domain_errors import ForbiddenError, NotFoundError
from identity.api.browser import session_secret
from identity.api.transactions import CredentialRoute, router
from identity.commands import accounts, members, sessions
from identity.queries import me as queries
from identity.roles import permissions
from identity.schemas import (
    AccountResponse,
    MeResponse,
    MyAccountResponse,
    PersonResponse,
    SessionResponse,
    SwitchRequest,
    UpdateAccountRequest,
    UpdateMeRequest,
)
from identity.secret_tokens import hashed
from web import Caller

Owner = Annotated[web.Caller, web.allow("owner")]

me_router = router(CredentialRoute, "me")
sessions_router = router(CredentialRoute, "sessions")


@me_router.get("/me")
async def get_me(session: web.Session, caller: web.AnyCaller) -> MeResponse:
    """Who the caller is, what they may do, and which accounts they can switch to."""
    return _me(await queries.get_me(session, caller.subject), caller)


@me_router.patch("/me")
@web.refuses(ForbiddenError)
async def update_me(
    request: UpdateMeRequest, session: web.Session, caller: web.AnyCaller
) -> MeResponse:
    """Change one's own name or language."""
    member = await queries.require_member(session, caller.subject)
    await members.update_me(session, member, request.model_dump(exclude_none=True))
    return _me(await queries.get_me(session, caller.subject), caller)


@me_router.patch("/account")
async def update_account(
    request: UpdateAccountRequest,
    session: web.Session,
    caller: Owner,
    expected: web.IfMatch,
    response: Response,
) -> AccountResponse:
    """Change what members call the account."""
    account = await accounts.rename(session, request.name, expected=expected)
    response.headers["ETag"] = web.etag(account.version)
    return AccountResponse(id=account.account_id, name=account.name, version=account.version)


@me_router.post("/account/switch", status_code=204)
@web.refuses(ForbiddenError, NotFoundError)
async def switch_account(
    wanted: SwitchRequest, request: Request, session: web.Session, caller: web.AnyCaller
) -> None:
    """Let this browser's session go on in another account of its person."""
    await sessions.switch_account(session, session_secret(request) or "", wanted.account_id)


@sessions_router.get("/sessions")
@web.refuses(ForbiddenError)
async def list_sessions(
    request: Request, session: web.Session, caller: web.AnyCaller
) -> list[SessionResponse]:
    """List the browsers in which the caller is logged in, in all their accounts."""
    member = await queries.require_member(session, caller.subject)
    current = hashed(session_secret(request) or "")
    return [
        SessionResponse.model_validate({**vars(row), "current": row.token_hash == current})
        for row in await queries.list_sessions(session, member.person_id)
    ]


@sessions_router.delete("/sessions/{session_id}", status_code=204)
@web.refuses(ForbiddenError)
async def end_session(session_id: UUID, session: web.Session, caller: web.AnyCaller) -> None:
    """End one of the caller's sessions; it is over at once."""
    member = await queries.require_member(session, caller.subject)
    await sessions.end_session(session, member.person_id, session_id)


@sessions_router.delete("/sessions", status_code=204)
@web.refuses(ForbiddenError)
async def end_other_sessions(request: Request, session: web.Session, caller: web.AnyCaller) -> None:
    """End all of the caller's sessions but this one."""
    member = await queries.require_member(session, caller.subject)
    await sessions.end_other_sessions(session, member.person_id, session_secret(request) or "")


def _me(found: queries.Me, caller: Caller) -> MeResponse:
    account = found.account
    return MeResponse(
        person=PersonResponse.model_validate(found.member) if found.member else None,
        account=AccountResponse(
            id=caller.account_id,
            name=account.name if account else "",
            version=account.version if account else 0,
        ),
        roles=sorted(caller.roles),
        agent_id=caller.agent_id,
        permissions=permissions(caller.roles),
        accounts=[MyAccountResponse.model_validate(a) for a in found.accounts],
    )
