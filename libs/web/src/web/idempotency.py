"""`Idempotency-Key`: the first 2xx answer is kept in the business transaction and given again to the same request.

Rules as Stripe's: at most 255 characters; the same key with another request is refused; refused requests are not kept.
Keys are forgotten after seven days.
"""

import hashlib
from collections.abc import Awaitable, Callable

from alembic.operations import Operations
from fastapi import Request, Response
from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from database.ddl import tenant_table
from web.callers import Caller
from web.problems import ProblemError, invalid

_WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_KEPT_HEADERS = ("content-type", "etag", "location")
_RESERVE = text(
    """
    WITH old AS (
        DELETE FROM idempotency_key WHERE (account_id, subject, key) IN (
            SELECT account_id, subject, key FROM idempotency_key
            WHERE account_id = :account_id AND subject = :subject AND key <> :key
                AND created_at < now() - interval '7 days'
            LIMIT 100 FOR UPDATE SKIP LOCKED)
    )
    INSERT INTO idempotency_key AS known (account_id, subject, key, fingerprint)
    VALUES (:account_id, :subject, :key, :fingerprint)
    ON CONFLICT (account_id, subject, key) DO UPDATE
        SET fingerprint = excluded.fingerprint, created_at = now(), status = NULL, headers = NULL, body = NULL
        WHERE known.created_at < now() - interval '7 days'
    RETURNING true
    """
)
_FIND = text(
    """
    SELECT fingerprint, status, headers, body FROM idempotency_key
    WHERE account_id = :account_id AND subject = :subject AND key = :key
    """
)
_KEEP = text(
    """
    UPDATE idempotency_key SET status = :status, headers = :headers, body = :body
    WHERE account_id = :account_id AND subject = :subject AND key = :key
    """
)


def create_v1(op: Operations) -> None:
    """Make the table of keys; a service's first migration calls this."""
    op.execute(
        """
        CREATE TABLE idempotency_key (
            account_id uuid NOT NULL, subject text NOT NULL, key text NOT NULL, fingerprint bytea NOT NULL,
            status int, headers text[], body bytea, created_at timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (account_id, subject, key))
        """
    )
    op.execute("CREATE INDEX ON idempotency_key (account_id, subject, created_at)")
    tenant_table(op, "idempotency_key", verbs="SELECT, INSERT, UPDATE, DELETE")


async def once(
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
        raise invalid("Idempotency-Key", "must have 1 to 255 characters")
    row = {"account_id": caller.account_id, "subject": caller.subject, "key": key}
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
