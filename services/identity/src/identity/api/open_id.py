"""Log-in by the OpenID Connect provider in the settings: to it, back from it, and its log-out."""

from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from database import Database
from domain_errors import DomainError, NotFoundError
from identity.api.browser import AnyBrowser, log_in, remember_browser
from identity.api.transactions import OurSettings
from identity.commands import open_id as commands
from identity.commands import sessions
from identity.commands.log_in import Browser, LogIn, OpenIdSession, begin_session
from identity.gate import Gate
from identity.log_in_rules import OpenIdError
from identity.open_id import Provider
from identity.places import local_path
from identity.problems import LOG_OUT_REFUSED, PROBLEMS
from identity.settings import Settings
from web.problems import TOO_LARGE, problem_of, refuses

router = APIRouter(prefix="/v1/oidc", tags=["log-in"])
_HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
_LARGEST_TOKEN = 64 * 1024


async def _provider(request: Request) -> Provider:
    provider: Provider | None = request.app.state.provider
    if provider is None:
        raise NotFoundError("log-in provider")
    return provider


async def _database(request: Request) -> Database:
    database: Database = request.app.state.database
    return database


OurProvider = Annotated[Provider, Depends(_provider)]
OurDatabase = Annotated[Database, Depends(_database)]


@router.get("/start", status_code=303, response_class=RedirectResponse)
@refuses(NotFoundError)
async def go_to_provider(
    provider: OurProvider,
    database: OurDatabase,
    browser: AnyBrowser,
    next: Annotated[str | None, Query(description="Path of the app to come back to.")] = None,  # noqa: A002
) -> RedirectResponse:
    """Send the browser to the provider; it comes back to the path `next` of the app."""
    try:
        async with database.transaction(across_accounts=True) as session:
            pending = await commands.begin(
                session, browser.secret, next_path=local_path(next), at=datetime.now(UTC)
            )
        address = await provider.address(
            state=pending.state, nonce=pending.nonce, verifier=pending.verifier
        )
    except DomainError as refused:
        return _to_log_in_page(refused)
    response = RedirectResponse(address, 303, _HEADERS)
    remember_browser(response, browser)
    return response


@router.get("/callback", status_code=303, response_class=RedirectResponse)
@refuses(NotFoundError)
async def return_from_provider(
    provider: OurProvider,
    database: OurDatabase,
    browser: AnyBrowser,
    settings: OurSettings,
    state: Annotated[str, Query(description="What the provider was sent with.")] = "",
    code: Annotated[str, Query(description="The provider's code, when the person said yes.")] = "",
    error: Annotated[str, Query(description="The provider's reason, when it is a no.")] = "",
) -> RedirectResponse:
    """Where the provider sends the browser back to; goes on into the app, or to its log-in page with a `problem`."""
    at = datetime.now(UTC)
    try:
        async with database.transaction(across_accounts=True) as session:
            pending = await commands.resume(session, state, browser.secret, at=at)
        if error or not code:
            raise OpenIdError
        found = await provider.identify(code, nonce=pending.nonce, verifier=pending.verifier)
        open_id = OpenIdSession(found.subject, found.session)
        began = await _begin(
            database, found.email, open_id, browser, settings, pending.next_path, at
        )
    except DomainError as refused:
        return _to_log_in_page(refused)
    response = RedirectResponse(began.next_path, 303, _HEADERS)
    log_in(response, began, at)
    return response


@router.post("/back-channel-logout", include_in_schema=False)
async def log_out_by_provider(
    request: Request, provider: OurProvider, database: OurDatabase
) -> Response:
    """The provider says that a session with it, or all of a person, is over.

    Its contract is OpenID Connect Back-Channel Logout 1.0, so it is not in the document.
    """
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST_TOKEN:
            raise TOO_LARGE.error()
    form = parse_qs(body.decode(errors="replace"))
    try:
        subject, sid = await provider.logged_out(form.get("logout_token", [""])[0])
    except OpenIdError as error:
        raise LOG_OUT_REFUSED.error(error.detail) from error
    async with database.transaction(across_accounts=True) as session:
        await sessions.end_open_id_sessions(session, subject, sid)
    gate: Gate = request.app.state.gate
    gate.forget()
    return Response(headers={"Cache-Control": "no-store"})


async def _begin(
    database: Database,
    email: str,
    open_id: OpenIdSession,
    browser: Browser,
    settings: Settings,
    next_path: str,
    at: datetime,
) -> LogIn:
    async with database.transaction(across_accounts=True) as session:
        return await begin_session(
            session,
            await commands.person_with(session, email),
            browser,
            way="open-id",
            next_path=next_path,
            lives=settings.session_lifetime,
            at=at,
            open_id=open_id,
        )


def _to_log_in_page(refused: DomainError) -> RedirectResponse:
    slug = problem_of(refused, PROBLEMS).slug
    return RedirectResponse(f"/login?problem={slug}", 303, _HEADERS)
