"""HTTP: passkeys of the caller, and log-in with one."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response

import web
from domain_errors import ForbiddenError
from identity.api.browser import AnyBrowser, log_in, session_secret
from identity.api.transactions import Across, CredentialRoute, OurSettings, door_router, router
from identity.commands import passkeys as commands
from identity.commands import sessions
from identity.commands.log_in import begin_session
from identity.commands.passkeys import RelyingParty
from identity.log_in_rules import NoMembershipError, PasskeyRefusedError
from identity.places import HOME
from identity.problems import DOOR_REFUSES
from identity.queries import me
from identity.schemas import (
    ChallengeResponse,
    CreatePasskeyRequest,
    LoggedInResponse,
    PasskeyAnswerRequest,
    PasskeyResponse,
)
from identity.settings import Settings

passkeys_router = router(CredentialRoute, "passkeys")
log_in_router = door_router("log-in")


async def _secret(request: Request) -> str:
    return session_secret(request) or ""


SessionSecret = Annotated[str, Depends(_secret)]


@passkeys_router.get("/passkeys")
@web.refuses(ForbiddenError)
async def list_passkeys(session: web.Session, caller: web.AnyCaller) -> list[PasskeyResponse]:
    """List the caller's passkeys."""
    member = await me.require_member(session, caller.subject)
    found = await me.list_passkeys(session, member.person_id)
    return [PasskeyResponse.model_validate(passkey) for passkey in found]


@passkeys_router.post("/passkeys/options")
@web.refuses(ForbiddenError)
async def begin_passkey(
    session: web.Session, caller: web.AnyCaller, secret: SessionSecret, settings: OurSettings
) -> ChallengeResponse:
    """Options for `navigator.credentials.create`, for a browser that is logged in."""
    member = await me.require_member(session, caller.subject)
    await sessions.check_session(session, member.person_id, secret)
    challenge = await commands.begin_registration(
        session, member, _party(settings), at=datetime.now(UTC)
    )
    return ChallengeResponse.model_validate(challenge)


@passkeys_router.post("/passkeys", status_code=201)
@web.refuses(ForbiddenError, PasskeyRefusedError)
async def create_passkey(
    request: CreatePasskeyRequest,
    session: web.Session,
    caller: web.AnyCaller,
    secret: SessionSecret,
    settings: OurSettings,
) -> PasskeyResponse:
    """Keep the passkey that the browser has made."""
    member = await me.require_member(session, caller.subject)
    await sessions.check_session(session, member.person_id, secret)
    passkey = await commands.register(
        session,
        member,
        _party(settings),
        state=request.state,
        credential=request.credential,
        name=request.name,
        at=datetime.now(UTC),
    )
    return PasskeyResponse.model_validate(passkey)


@passkeys_router.delete("/passkeys/{passkey_id:uuid}", status_code=204)
@web.refuses(ForbiddenError)
async def forget_passkey(
    passkey_id: UUID, session: web.Session, caller: web.AnyCaller, secret: SessionSecret
) -> None:
    """Let a passkey log in no longer. Sessions that it began go on."""
    member = await me.require_member(session, caller.subject)
    await sessions.check_session(session, member.person_id, secret)
    await commands.forget(session, member.person_id, passkey_id)


@log_in_router.post("/login/passkey/options")
@web.refuses(*DOOR_REFUSES)
async def begin_log_in(session: Across, settings: OurSettings) -> ChallengeResponse:
    """Options for `navigator.credentials.get`, for whichever passkey the browser has."""
    challenge = await commands.begin_log_in(session, _party(settings), at=datetime.now(UTC))
    return ChallengeResponse.model_validate(challenge)


@log_in_router.post("/login/passkey")
@web.refuses(*DOOR_REFUSES, PasskeyRefusedError, NoMembershipError)
async def log_in_with_passkey(
    request: PasskeyAnswerRequest,
    session: Across,
    browser: AnyBrowser,
    settings: OurSettings,
    response: Response,
) -> LoggedInResponse:
    """Log in with the answer of a passkey."""
    at = datetime.now(UTC)
    person_id = await commands.answer(
        session, _party(settings), state=request.state, credential=request.credential, at=at
    )
    began = await begin_session(
        session,
        person_id,
        browser,
        way="passkey",
        next_path=HOME,
        lives=settings.session_lifetime,
        at=at,
    )
    log_in(response, began, at)
    return LoggedInResponse(next=began.next_path, account_id=began.member.account_id)


def _party(settings: Settings) -> RelyingParty:
    return RelyingParty(settings.host_name, settings.public_url)
