"""The doors for browsers without a session: ask for a link, follow it, log out."""

from dataclasses import replace
from datetime import UTC, datetime

from fastapi import Request, Response

from database import Database
from identity.api.browser import (
    AnyBrowser,
    log_in,
    log_out,
    remember_browser,
    session_secret,
)
from identity.api.transactions import Across, OurSettings, door_router
from identity.commands import log_in as commands
from identity.commands import sessions
from identity.gate import Gate
from identity.log_in_rules import (
    LinkLateError,
    LinkUnknownError,
    LinkUsedError,
    NoMembershipError,
    OtherBrowserError,
    TooManyLogInsError,
)
from identity.places import local_path
from identity.problems import DOOR_REFUSES, NOT_SAME_ORIGIN, TOO_MANY_LOG_INS
from identity.schemas import (
    LinkRequest,
    LoggedInResponse,
    LogInRequest,
    ProviderResponse,
    WaysResponse,
)
from web.problems import refuses

router = door_router("log-in")


@router.get("/login")
@refuses(NOT_SAME_ORIGIN)
async def list_ways(settings: OurSettings) -> WaysResponse:
    """How one can log in here."""
    provider = None
    if settings.log_in_issuer:
        name = settings.log_in_name or settings.log_in_issuer
        provider = ProviderResponse(name=name, start="/identity/v1/oidc/start")
    return WaysResponse(passkey=settings.takes_passkeys, provider=provider)


@router.post("/login", status_code=202)
@refuses(*DOOR_REFUSES, TOO_MANY_LOG_INS)
async def request_link(
    wanted: LogInRequest,
    session: Across,
    browser: AnyBrowser,
    settings: OurSettings,
    response: Response,
) -> None:
    """Send a log-in link to an e-mail address. The answer is the same whether or not somebody has it.

    The link works once, for 15 minutes, in this browser.
    """
    try:
        await commands.request_link(
            session,
            wanted.email,
            browser,
            next_path=local_path(wanted.next),
            address=f"{settings.public_url}/login/link",
            at=datetime.now(UTC),
        )
    except TooManyLogInsError as refused:
        problem = replace(TOO_MANY_LOG_INS, headers={"Retry-After": str(refused.retry_seconds)})
        raise problem.error(f"wait {refused.retry_seconds} seconds") from refused
    remember_browser(response, browser)


@router.post("/login/link")
@refuses(
    *DOOR_REFUSES,
    LinkUnknownError,
    LinkUsedError,
    LinkLateError,
    OtherBrowserError,
    NoMembershipError,
)
async def follow_link(
    link: LinkRequest,
    session: Across,
    browser: AnyBrowser,
    settings: OurSettings,
    response: Response,
) -> LoggedInResponse:
    """Log in with the token of a link. Nothing else uses it up, so a mail scanner that opens the link does no harm."""
    at = datetime.now(UTC)
    began = await commands.follow_link(
        session, link.token, browser, lives=settings.session_lifetime, at=at
    )
    log_in(response, began, at)
    return LoggedInResponse(next=began.next_path, account_id=began.member.account_id)


@router.post("/logout", status_code=204)
@refuses(*DOOR_REFUSES)
async def end_own_session(request: Request, response: Response) -> None:
    """End the browser's session. It is over at once, everywhere."""
    database: Database = request.app.state.database
    if secret := session_secret(request):
        async with database.transaction(across_accounts=True) as session:
            await sessions.log_out(session, secret)
        gate: Gate = request.app.state.gate
        gate.forget()
    log_out(response)
