"""HTTP: invitations, for those who invite and for the invited."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Request, Response

import web
from domain_errors import NotFoundError
from identity.api.browser import AnyBrowser, log_in, session_secret
from identity.api.transactions import Across, CredentialRoute, OurSettings, door_router, router
from identity.commands import invitations as commands
from identity.commands.invitations import Inviter
from identity.commands.log_in import begin_session
from identity.log_in_rules import NoMembershipError
from identity.members import (
    AgentTakenError,
    InvitationEndedError,
    MemberExistsError,
    MemberStateError,
    OtherAddressError,
)
from identity.places import HOME
from identity.problems import DOOR_REFUSES
from identity.queries import me
from identity.queries import members as queries
from identity.schemas import (
    InvitationResponse,
    InviteRequest,
    LinkRequest,
    LoggedInResponse,
    OpenInvitationResponse,
)
from identity.settings import Settings

invitations_router = router(CredentialRoute, "invitations")
invited_router = door_router("invitations")

Manager = Annotated[web.Caller, web.allow("manager")]


@invitations_router.get("/invitations")
async def list_invitations(
    session: web.Session, caller: Manager, paging: web.Paging
) -> web.Page[InvitationResponse]:
    """List invitations that wait for an answer, also those that are too old."""
    found = await queries.list_invitations(session, after=paging.after, limit=paging.limit + 1)
    return web.Page[InvitationResponse].of(found, paging, InvitationResponse.model_validate)


@invitations_router.post("/invitations", status_code=201)
@web.refuses(MemberExistsError, AgentTakenError)
async def invite(
    request: InviteRequest, session: web.Session, caller: Manager, settings: OurSettings
) -> InvitationResponse:
    """Invite somebody by e-mail. The link in it works once, for seven days."""
    invited = await commands.invite(
        session,
        request.member,
        await _inviter(session, caller),
        address=_address(settings),
        at=datetime.now(UTC),
    )
    return InvitationResponse.model_validate(invited)


@invitations_router.post("/invitations/{invitation_id}/resend", status_code=201)
async def resend_invitation(
    invitation_id: UUID, session: web.Session, caller: Manager, settings: OurSettings
) -> InvitationResponse:
    """Invite once more; the link of before works no longer."""
    invited = await commands.resend(
        session,
        invitation_id,
        await _inviter(session, caller),
        address=_address(settings),
        at=datetime.now(UTC),
    )
    return InvitationResponse.model_validate(invited)


@invitations_router.delete("/invitations/{invitation_id:uuid}", status_code=204)
async def withdraw_invitation(invitation_id: UUID, session: web.Session, caller: Manager) -> None:
    """Take an invitation back."""
    await commands.withdraw(session, invitation_id, caller.roles)


@invited_router.post("/invitations/look-up")
@web.refuses(*DOOR_REFUSES, NotFoundError, InvitationEndedError)
async def look_up_invitation(link: LinkRequest, session: Across) -> OpenInvitationResponse:
    """Whom an invitation is for, from the token in the invited's link."""
    found = await queries.get_invitation(session, link.token, datetime.now(UTC))
    return OpenInvitationResponse.model_validate(found)


@invited_router.post("/invitations/accept")
@web.refuses(
    *DOOR_REFUSES,
    NotFoundError,
    InvitationEndedError,
    MemberStateError,
    NoMembershipError,
    OtherAddressError,
)
async def accept_invitation(
    link: LinkRequest,
    request: Request,
    session: Across,
    browser: AnyBrowser,
    settings: OurSettings,
    response: Response,
) -> LoggedInResponse:
    """Become a member, and log in. The token came by e-mail, so it proves the address.

    Refused in a browser that is logged in as somebody else.
    """
    at = datetime.now(UTC)
    accepted = await commands.accept(session, link.token, cookie=session_secret(request), at=at)
    began = await begin_session(
        session,
        accepted.person_id,
        browser,
        way="link",
        next_path=HOME,
        into=accepted.account_id,
        lives=settings.session_lifetime,
        at=at,
    )
    log_in(response, began, at)
    return LoggedInResponse(next=began.next_path, account_id=began.member.account_id)


async def _inviter(session: web.Session, caller: web.Caller) -> Inviter:
    member = await me.find_member(session, caller.subject)
    return Inviter(caller.subject, member.name if member else "", caller.roles)


def _address(settings: Settings) -> str:
    return f"{settings.public_url}/invitation"
