"""What we know of a browser and give to it: its cookies, its network, and whether our own app sent its request."""

import re
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Header, Request, Response

from identity.commands.log_in import Browser, LogIn
from identity.log_in_rules import LINK_LIVES
from identity.problems import NOT_SAME_ORIGIN
from identity.secret_tokens import new_secret
from web.networks import network_of_caller

SESSION_COOKIE = "__Host-session"
"""Strict, so no other site's request carries it; the prefix keeps it to our host alone (RFC 6265bis §4.1.3.2)."""
LOG_IN_COOKIE = "__Host-log-in"
"""Lax, since the browser comes back from a mail or a provider; it opens nothing by itself."""
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


def session_secret(request: Request) -> str | None:
    """The secret in the session cookie, if it looks like one."""
    return _cookie(request, SESSION_COOKIE)


def _cookie(request: Request, name: str) -> str | None:
    value = request.cookies.get(name, "")
    return value if _SECRET.fullmatch(value) else None


async def _browser(request: Request) -> Browser:
    return Browser(
        secret=_cookie(request, LOG_IN_COOKIE) or new_secret(),
        name=request.headers.get("user-agent", ""),
        network=network_of_caller(request),
    )


AnyBrowser = Annotated[Browser, Depends(_browser)]


def remember_browser(response: Response, browser: Browser) -> None:
    """Give the browser the secret that binds log-in links to it."""
    _set(response, LOG_IN_COOKIE, browser.secret, int(LINK_LIVES.total_seconds()), "lax")


def log_in(response: Response, began: LogIn, at: datetime) -> None:
    """Give the browser its session."""
    lives = int((began.expires_at - at).total_seconds())
    _set(response, SESSION_COOKIE, began.secret, lives, "strict")


def log_out(response: Response) -> None:
    """Take the session cookie away."""
    _set(response, SESSION_COOKIE, "", 0, "strict")


def _set(response: Response, name: str, value: str, max_age: int, same_site: str) -> None:
    response.headers.append(
        "Set-Cookie",
        f"{name}={value}; Max-Age={max_age}; Path=/; Secure; HttpOnly; SameSite={same_site.title()}",
    )


def check_same_origin(site: str | None, *, reads_only: bool) -> None:
    """Refuse what our own app did not send: a write must say `same-origin`, a read must not say `cross-site`.

    Browsers write `Sec-Fetch-Site` and scripts cannot (Fetch Metadata Request Headers §2.1).
    """
    if site == "same-origin" or (reads_only and site in (None, "none", "same-site")):
        return
    raise NOT_SAME_ORIGIN.error()


async def _from_the_app(
    request: Request,
    sec_fetch_site: Annotated[
        str | None,
        Header(
            description="Browsers say by themselves that the request comes from the app.",
            json_schema_extra={"enum": ["same-origin"]},
        ),
    ] = None,
) -> None:
    check_same_origin(sec_fetch_site, reads_only=request.method in SAFE_METHODS)


FromTheApp = Depends(_from_the_app)
"""Dependency of endpoints that a browser calls without a session."""
