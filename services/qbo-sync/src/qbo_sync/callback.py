"""Where Intuit sends the browser back to; it goes on into the app, which says what came of it.

A state alone would let anybody complete the connection that somebody else began, with the books of a third. So the
browser that began holds a cookie, and only that browser can come back.
"""

import posixpath
import re
import secrets
from datetime import timedelta
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from database import Database
from domain_errors import DomainError
from qbo_sync.commands import oauth
from qbo_sync.problems import PROBLEMS
from qbo_sync.quickbooks import QuickBooks
from qbo_sync.settings import Settings
from web.problems import problem_of

router = APIRouter(prefix="/v1", tags=["connection"])
COOKIE = "honorar_quickbooks"
COOKIE_LIVES = timedelta(hours=1)
APP_PAGE = "/quickbooks"
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}


def browser_of(request: Request) -> str | None:
    """The secret that the browser holds, if it has begun before."""
    secret = request.cookies.get(COOKIE, "")
    return secret if _SECRET.fullmatch(secret) else None


def new_browser() -> str:
    """A secret for a browser's cookie."""
    return secrets.token_urlsafe(32)


def remember_browser(response: Response, browser: str, settings: Settings) -> None:
    """Give the browser its secret, for the paths beside the callback's as the browser sees them."""
    redirect = urlsplit(settings.qbo_redirect_uri)
    response.set_cookie(
        COOKIE,
        browser,
        max_age=int(COOKIE_LIVES.total_seconds()),
        path=posixpath.dirname(redirect.path) or "/",
        secure=redirect.scheme == "https",
        httponly=True,
        samesite="lax",
    )


@router.get("/callback", status_code=303, response_class=RedirectResponse)
async def return_from_quickbooks(
    request: Request,
    state: Annotated[str, Query(description="The `state` of the authorize URL")] = "",
    code: Annotated[str, Query(description="What Intuit exchanges for tokens")] = "",
    error: Annotated[
        str, Query(description="Why there is no code; `access_denied`: the admin said no")
    ] = "",
    realm_id: Annotated[
        str, Query(alias="realmId", description="Intuit's number of the company")
    ] = "",
) -> RedirectResponse:
    """Where Intuit sends the browser back to; redirects into the app: `connected=1`, or the slug of the `problem`.

    Needs no token: `state` tells the account, for the browser that began, which its cookie proves. It is spent by success
    or by Intuit's own refusal; until then the same way can be gone again.
    """
    database: Database = request.app.state.database
    quickbooks: QuickBooks = request.app.state.quickbooks
    reply = oauth.Reply(state, code, realm_id, error)
    outcome = "connected=1"
    try:
        await oauth.complete(
            database, quickbooks, reply, oauth.Returning(browser_of(request) or "")
        )
    except DomainError as refused:
        outcome = f"problem={problem_of(refused, PROBLEMS).slug}"
    return RedirectResponse(f"{APP_PAGE}?{outcome}", 303, _HEADERS)
