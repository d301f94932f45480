"""A client that repeats what was not answered, with the same key, until it knows what became of it."""

import asyncio
import time
import uuid
from typing import Any

import httpx

from honorar_local.demo.client import TRANSIENT_STATUSES
from tests.chaos.history import History, Operation, Outcome

TIMEOUT_SECONDS = 20.0
GIVE_UP_SECONDS = 120.0
_PAUSE_SECONDS = 0.3


class RefusedError(Exception):
    """A request was refused, or nobody knows: what follows it makes no sense. `status` 0: never answered."""

    def __init__(self, detail: str, status: int = 0) -> None:
        super().__init__(detail)
        self.status = status


class ChaosClient:
    """Somebody of an account, whose every request is in the history."""

    def __init__(self, gateway: str, token: str, history: History) -> None:
        self._http = httpx.AsyncClient(
            base_url=gateway,
            headers={"Authorization": f"Bearer {token}"},
            timeout=TIMEOUT_SECONDS,
        )
        self._history = history

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def get(self, path: str, **query: Any) -> Any:
        """The JSON at a path, however long it takes."""
        return (await self._send("GET", path, params=query))[0].json()

    async def etag(self, path: str) -> str:
        """The version of the resource at a path."""
        return str((await self._send("GET", path))[0].headers["ETag"])

    async def write(
        self,
        kind: str,
        method: str,
        path: str,
        body: Any = None,
        *,
        subject: str = "",
        etag: str | None = None,
    ) -> httpx.Response:
        """Send a change once, however often it takes. Raises `RefusedError`."""
        headers = {"Idempotency-Key": str(uuid.uuid4())} | ({"If-Match": etag} if etag else {})
        began = time.time()
        try:
            response, attempts = await self._send(method, path, json=body, headers=headers)
        except httpx.TransportError as error:
            self._note(kind, subject, "unknown", began)
            raise RefusedError(f"{kind}: {error!r}") from error
        outcome: Outcome = "ok" if response.is_success else "refused"
        self._note(kind, subject, outcome, began, response, attempts)
        if not response.is_success:
            refused = f"{kind}: {response.status_code} {response.text[:300]}"
            raise RefusedError(refused, response.status_code)
        return response

    def _note(
        self,
        kind: str,
        subject: str,
        outcome: Outcome,
        began: float,
        response: httpx.Response | None = None,
        attempts: int = 0,
    ) -> None:
        said = response.json() if response is not None and response.content else None
        status = response.status_code if response is not None else 0
        self._history.add(
            Operation(kind, subject, outcome, status, attempts, began, time.time(), said)
        )

    async def _send(self, method: str, path: str, **request: Any) -> tuple[httpx.Response, int]:
        """The first answer that is one, and how many requests it took. Raises httpx.TransportError when there is none."""
        deadline, attempts = time.monotonic() + GIVE_UP_SECONDS, 0
        while True:
            attempts += 1
            try:
                response = await self._http.request(method, path, **request)
            except (httpx.TransportError, AttributeError):
                # uvloop has no socket any more of a connection that was reset as it was made, and anyio asks for its peer
                if time.monotonic() > deadline:
                    raise
            else:
                if (
                    response.status_code not in TRANSIENT_STATUSES
                    and "Retry-After" not in response.headers
                ):
                    return response, attempts
                if time.monotonic() > deadline:
                    raise httpx.TransportError(f"{response.status_code} {response.text[:300]}")
            await asyncio.sleep(_PAUSE_SECONDS)
