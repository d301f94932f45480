"""The gateway's question on each request that carries a cookie or an API token of ours."""

from fastapi import APIRouter, Request, Response

from database import Database
from identity.api.browser import SAFE_METHODS, check_same_origin, session_secret
from identity.gate import Gate
from identity.secret_tokens import API_TOKEN_PREFIX
from web import ProblemError

router = APIRouter(include_in_schema=False)


@router.get("/verify")
async def verify(request: Request) -> Response:
    """Answer with the token that the services trust; 401 when the cookie or API token lets nobody in.

    A request without either, or with a token of an issuer, is passed on as it is: the services decide.
    """
    secret = _api_token(request)
    if secret is None:
        secret = session_secret(request)
        if secret is None or "authorization" in request.headers:
            return Response()
        _check_forgery(request)
    gate: Gate = request.app.state.gate
    database: Database = request.app.state.database
    token = await gate.admit(database, secret)
    if token is None:
        raise ProblemError(
            401,
            "not-authenticated",
            "Log in again",
            detail="the session or API token is over, or its member may not come in",
            headers={"WWW-Authenticate": "Bearer"},
        )
    return Response(headers={"Authorization": f"Bearer {token}"})


def _api_token(request: Request) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    is_ours = scheme.lower() == "bearer" and token.strip().startswith(API_TOKEN_PREFIX)
    return token.strip() if is_ours else None


def _check_forgery(request: Request) -> None:
    method = request.headers.get("x-forwarded-method", "")
    reads_only = method in SAFE_METHODS
    check_same_origin(request.headers.get("sec-fetch-site"), reads_only=reads_only)
    if not reads_only and not request.headers.get("idempotency-key"):
        raise ProblemError(
            400,
            "idempotency-key-missing",
            "This request needs an Idempotency-Key",
            detail="send a new UUID for each new request, and the same when you repeat it",
        )
