"""`Idempotency-Key`: the first 2xx response is stored in the business transaction and sent again for the same request.

Rules as Stripe's: at most 255 characters; the same key with another request is refused; refused requests are not stored.
Keys are forgotten after seven days.
"""

import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable

from fastapi import Request, Response
from starlette.datastructures import UploadFile

from database import Row, Session, Statement
from domain_errors import InvalidInputError
from web.callers import Caller
from web.problems import KEY_REUSED
from web.request_body import with_body

_WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_STORED_HEADERS = ("content-type", "etag", "location")
_RESERVE = Statement("""
    WITH old AS (
        DELETE FROM idempotency_keys WHERE (account_id, subject, key) IN (
            SELECT account_id, subject, key FROM idempotency_keys
            WHERE subject = :subject AND key <> :key AND created_at < now() - interval '7 days'
            LIMIT 100 FOR UPDATE SKIP LOCKED)
    )
    INSERT INTO idempotency_keys AS stored (subject, key, fingerprint)
    VALUES (:subject, :key, :fingerprint)
    ON CONFLICT (account_id, subject, key) DO UPDATE
        SET fingerprint = excluded.fingerprint, created_at = now(), status = NULL, headers = NULL, body = NULL
        WHERE stored.created_at < now() - interval '7 days'
    RETURNING key
""")
_STORE = Statement("""
    UPDATE idempotency_keys SET status = :status, headers = :headers, body = :body
    WHERE subject = :subject AND key = :key
""")
_FIND = Statement("""
    SELECT fingerprint, status, headers, body FROM idempotency_keys WHERE subject = :subject AND key = :key
""")


async def handle_once(
    request: Request,
    session: Session,
    caller: Caller,
    handle: Callable[[Request], Awaitable[Response]],
) -> Response:
    """Handle the request, or send the response that the same request with this key got before."""
    key = request.headers.get("idempotency-key")
    if key is None or request.method not in _WRITES:
        return await handle(request)
    if not 0 < len(key) <= 255:
        raise InvalidInputError("Idempotency-Key", "must have 1 to 255 characters")
    fingerprint = await _fingerprint(request)
    here = {"subject": caller.subject, "key": key}
    if await _RESERVE.first(session, {**here, "fingerprint": fingerprint}) is None:
        return _stored_response(await _FIND.one(session, here), fingerprint)
    response = await handle(request)
    headers = [
        f"{name}: {response.headers[name]}" for name in _STORED_HEADERS if name in response.headers
    ]
    answered = {"status": response.status_code, "headers": headers, "body": bytes(response.body)}
    await _STORE.all(session, {**here, **answered})
    return response


async def _fingerprint(request: Request) -> bytes:
    target = f"{request.method} {request.url.path}?{request.url.query}\n"
    digest = hashlib.sha256(target.encode())
    async for part in _content(request):
        digest.update(len(part).to_bytes(8) + part)
    return digest.digest()


async def _content(request: Request) -> AsyncIterator[bytes]:
    """The body; of a form its fields and files, whose boundary is another in each honest repetition."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        yield await request.body()
        return
    try:
        form = await with_body(request, await request.body()).form()
    except UnicodeError:
        raise InvalidInputError("Content-Type", "names a character set that is none") from None
    try:
        for name, value in form.multi_items():
            yield name.encode(errors="surrogatepass")
            if isinstance(value, UploadFile):
                yield (value.filename or "").encode(errors="surrogatepass")
                yield await value.read()
            else:
                yield value.encode(errors="surrogatepass")
    finally:
        await form.close()


def _stored_response(stored: Row, fingerprint: bytes) -> Response:
    if stored.fingerprint != fingerprint:
        raise KEY_REUSED.error()
    headers = dict(line.split(": ", 1) for line in stored.headers or ())
    assert stored.status is not None, "the transaction that handled it has committed"
    return Response(stored.body, stored.status, headers={**headers, "idempotent-replayed": "true"})
