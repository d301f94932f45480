"""HTTP: API tokens of the caller and of the account."""

from datetime import UTC, datetime
from uuid import UUID

import web
from domain_errors import ForbiddenError
from identity.api.transactions import CredentialRoute, UnstoredRoute, router
from identity.commands import api_tokens as commands
from identity.commands.api_tokens import NewToken
from identity.queries import me
from identity.queries import members as queries
from identity.schemas import ApiTokenResponse, CreateApiTokenRequest, NewApiTokenResponse

tokens_router = router(CredentialRoute, "API tokens")
new_tokens_router = router(UnstoredRoute, "API tokens")


@tokens_router.get("/api-tokens")
@web.refuses(ForbiddenError)
async def list_api_tokens(
    session: web.Session, caller: web.AnyCaller, paging: web.Paging
) -> web.Page[ApiTokenResponse]:
    """List API tokens: an owner all of the account, others their own."""
    owner = caller.is_any("owner")
    member_id = None if owner else (await me.require_member(session, caller.subject)).id
    found = await queries.list_tokens(
        session, of=member_id, after=paging.after, limit=paging.limit + 1
    )
    return web.Page[ApiTokenResponse].of(found, paging, ApiTokenResponse.model_validate)


@new_tokens_router.post("/api-tokens", status_code=201)
@web.refuses(ForbiddenError)
async def create_api_token(
    request: CreateApiTokenRequest, session: web.Session, caller: web.AnyCaller
) -> NewApiTokenResponse:
    """Make an API token; its text is shown only now. What it may do is never more than its member may."""
    member = None if request.for_account else await me.require_member(session, caller.subject)
    row, token = await commands.create_token(
        session,
        NewToken(
            request.name, tuple(request.roles), request.expires_at, member.id if member else None
        ),
        caller.roles,
        created_by=caller.subject,
        at=datetime.now(UTC),
        made_with=caller.credential_id,
    )
    return NewApiTokenResponse.model_validate({**vars(row), "token": token})


@tokens_router.delete("/api-tokens/{token_id}", status_code=204)
async def revoke_api_token(token_id: UUID, session: web.Session, caller: web.AnyCaller) -> None:
    """Revoke an API token; it works no longer at once."""
    member = await me.find_member(session, caller.subject)
    member_id = member.id if member else None
    await commands.revoke_token(session, token_id, caller.roles, member_id)
