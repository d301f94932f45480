"""`Idempotency-Key`: the first 2xx answer is kept in the business transaction and given again to the same request.

Rules as Stripe's: at most 255 characters; the same key with another request is refused; refused requests are not kept.
Keys are forgotten after seven days.
"""

import hashlib
from collections.abc import Awaitable, Callable

from fastapi import Request, Response
from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from domain_errors import InvalidInputError
from web.callers import Caller
from web.problems import ProblemError

_WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_KEPT_HEADERS = ("content-type", "etag", "location")
_RESERVE = text(
    """
    WITH old AS (
        DELETE FROM idempotency_keys WHERE (account_id, subject, key) IN (
            SELECT account_id, subject, key FROM idempotency_keys
            WHERE  subject = :subject AND key <> :key
                AND created_at < now() - interval '7 days'
            LIMIT 100 FOR UPDATE SKIP LOCKED)
    )
    INSERT INTO idempotency_keys AS known (subject, key, fingerprint)
    VALUES (:subject, :key, :fingerprint)
    ON CONFLICT (account_id, subject, key) DO UPDATE
        SET fingerprint = excluded.fingerprint, created_at = now(), status = NULL, headers = NULL, body = NULL
        WHERE known.created_at < now() - interval '7 days'
    RETURNING true
    """
)
_FIND = text(
    """
    SELECT fingerprint, status, headers, body FROM idempotency_keys
    WHERE  subject = :subject AND key = :key
    """
)
_KEEP = text(
    """
    UPDATE idempotency_keys SET status = :status, headers = :headers, body = :body
    WHERE  subject = :subject AND key = :key
    """
)


async def handle_once(
    request: Request,
    session: AsyncSession,
    caller: Caller,
    handle: Callable[[Request], Awaitable[Response]],
) -> Response:
    """Handle the request, or give the answer that the same request with this key got before."""
    key = request.headers.get("idempotency-key")
    if key is None or request.method not in _WRITES:
        return await handle(request)
    if not 0 < len(key) <= 255:
        raise InvalidInputError("Idempotency-Key", "must have 1 to 255 characters")
    row = {"subject": caller.subject, "key": key}
    fingerprint = await _fingerprint(request)
    if not (await session.execute(_RESERVE, {**row, "fingerprint": fingerprint})).first():
        return _replay((await session.execute(_FIND, row)).one(), fingerprint)
    response = await handle(request)
    headers = [
        f"{name}: {response.headers[name]}" for name in _KEPT_HEADERS if name in response.headers
    ]
    kept = {"status": response.status_code, "headers": headers, "body": bytes(response.body)}
    await session.execute(_KEEP, {**row, **kept})
    return response


async def _fingerprint(request: Request) -> bytes:
    target = f"{request.method} {request.url.path}?{request.url.query}\n"
    return hashlib.sha256(target.encode() + await request.body()).digest()


def _replay(kept: Row[tuple[bytes, int, list[str], bytes]], fingerprint: bytes) -> Response:
    if bytes(kept.fingerprint) != fingerprint:
        raise ProblemError(
            422, "idempotency-key-reused", "This Idempotency-Key was used for another request"
        )
    headers = dict(line.split(": ", 1) for line in kept.headers)
    return Response(
        bytes(kept.body), kept.status, headers={**headers, "idempotent-replayed": "true"}
    )
