"""Where Intuit sends the browser back to, and the page that says what came of it.

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
from fastapi.responses import HTMLResponse, RedirectResponse

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
CONNECTED = "connected"
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")
_TEXTS = {problem.slug: problem.title for problem in PROBLEMS.values()}
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width"></head>
<body><h1>{title}</h1><p>{text}</p></body></html>
"""
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
    state: str = "",
    code: str = "",
    error: str = "",
    realm_id: Annotated[str, Query(alias="realmId")] = "",
) -> RedirectResponse:
    """Where Intuit sends the browser back to; redirects to a page that says whether QuickBooks is connected.

    Needs no token: `state` tells the account, for the browser that began. It is spent by success or by Intuit's own
    refusal; until then the same way can be gone again.
    """
    database: Database = request.app.state.database
    quickbooks: QuickBooks = request.app.state.quickbooks
    reply = oauth.Reply(state, code, realm_id, error)
    outcome = CONNECTED
    try:
        await oauth.complete(
            database, quickbooks, reply, oauth.Returning(browser_of(request) or "")
        )
    except DomainError as refused:
        outcome = problem_of(refused, PROBLEMS).slug
    # relative: the browser may see us under a prefix
    return RedirectResponse(f"callback/result?outcome={outcome}", 303, _HEADERS)


@router.get("/callback/result", response_class=HTMLResponse)
async def show_result(outcome: str = "") -> HTMLResponse:
    """The page after `/v1/callback`: that QuickBooks is connected, or why not."""
    if outcome == CONNECTED:
        title, text = "QuickBooks is connected", "You can close this page."
    else:
        title = "QuickBooks was not connected"
        text = _TEXTS.get(outcome, "Connect again.")
    return HTMLResponse(_PAGE.format(title=title, text=text), headers=_HEADERS)
