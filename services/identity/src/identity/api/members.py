"""HTTP: members of the account."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

import web
from identity.api.transactions import CredentialRoute, router
from identity.commands import members as commands
from identity.commands.members import Change
from identity.members import AgentTakenError, LastOwnerError, MemberStateError
from identity.queries import members as queries
from identity.schemas import MemberResponse, UpdateMemberRequest

members_router = router(CredentialRoute, "members")

Manager = Annotated[web.Caller, web.allow("manager")]


@members_router.get("/members")
async def list_members(
    session: web.Session,
    caller: Manager,
    paging: web.Paging,
    removed: Annotated[
        bool, Query(description="Whether to list also those who were removed.")
    ] = False,
) -> web.Page[MemberResponse]:
    """List members, who was there first before; with `removed` also those who were removed."""
    found = await queries.list_members(
        session, after=paging.after, limit=paging.limit + 1, removed=removed
    )
    return web.Page[MemberResponse].of(found, paging, MemberResponse.model_validate)


@members_router.get("/members/{member_id}")
async def get_member(
    member_id: UUID, session: web.Session, caller: Manager, response: Response
) -> MemberResponse:
    """Show a member."""
    return _shown(await queries.get_member(session, member_id), response)


@members_router.patch("/members/{member_id}")
@web.refuses(LastOwnerError, AgentTakenError)
async def update_member(
    member_id: UUID,
    request: UpdateMemberRequest,
    session: web.Session,
    caller: Manager,
    expected: web.IfMatch,
    response: Response,
) -> MemberResponse:
    """Give a member another name, language, roles or agent. It holds for their next request."""
    change = Change(member_id, caller.roles, expected)
    return _shown(await commands.update_member(session, change, request.changes), response)


@members_router.post("/members/{member_id}/suspend")
@web.refuses(LastOwnerError, MemberStateError)
async def suspend_member(
    member_id: UUID,
    session: web.Session,
    caller: Manager,
    expected: web.IfMatch,
    response: Response,
) -> MemberResponse:
    """Let a member in no longer, until they are resumed."""
    change = Change(member_id, caller.roles, expected)
    return _shown(await commands.suspend_member(session, change), response)


@members_router.post("/members/{member_id}/resume")
@web.refuses(MemberStateError)
async def resume_member(
    member_id: UUID,
    session: web.Session,
    caller: Manager,
    expected: web.IfMatch,
    response: Response,
) -> MemberResponse:
    """Let a suspended member in again."""
    change = Change(member_id, caller.roles, expected)
    return _shown(await commands.resume_member(session, change), response)


@members_router.delete("/members/{member_id}", status_code=204)
@web.refuses(LastOwnerError)
async def remove_member(
    member_id: UUID, session: web.Session, caller: Manager, expected: web.IfMatch
) -> None:
    """Take a member out. Their sessions and API tokens of this account end at once; invite them to have them back."""
    await commands.remove_member(session, Change(member_id, caller.roles, expected))


def _shown(member: object, response: Response) -> MemberResponse:
    shown = MemberResponse.model_validate(member)
    response.headers["ETag"] = web.etag(shown.version)
    return shown
