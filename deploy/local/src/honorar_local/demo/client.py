"""The HTTP client of the demonstration: patient with a service that is being restarted, plain about a refusal."""

import time
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import httpx

from honorar_local import LocalError

T = TypeVar("T")
RETRY_SECONDS = 120.0
TRANSIENT_STATUSES = frozenset({425, 429, 500, 502, 503, 504})
"""Of answers that pass by themselves: the same request is sent again."""


class ApiClient:
    """A client of one base address. A request without an answer is sent again, with the same Idempotency-Key, and so is
    one that is refused only for now (`Retry-After`).

    All methods raise LocalError with the text of the problem when a request is refused.
    """

    def __init__(self, base_url: str, token: str | None = None) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._client = httpx.Client(base_url=base_url, headers=headers, timeout=60)

    def get(self, path: str, **query: Any) -> Any:
        """The JSON at a path."""
        return self._request("GET", path, params=_without_none(query)).json()

    def pages(self, path: str, **query: Any) -> Iterator[Any]:
        """All items of a list, page after page."""
        cursor = None
        while True:
            page = self.get(path, limit=500, cursor=cursor, **query)
            yield from page["items"]
            cursor = page["next_cursor"]
            if cursor is None:
                return

    def etag(self, path: str) -> str:
        """The version of the resource at a path."""
        return self._request("GET", path).headers["ETag"]

    def post(
        self, path: str, body: Any = None, *, key: str | None = None, etag: str | None = None
    ) -> Any:
        """POST JSON; a repetition with the same Idempotency-Key `key` gets the first response.

        With `etag` (If-Match) it is refused when somebody changed the resource since.
        """
        given = {"Idempotency-Key": key, "If-Match": etag}
        headers = {name: value for name, value in given.items() if value}
        return _json(self._request("POST", path, json=body, headers=headers))

    def patch(self, path: str, changes: Any) -> Any:
        """Change a part of a resource as it is now (JSON merge patch)."""
        headers = {"If-Match": self.etag(path)}
        return _json(self._request("PATCH", path, json=changes, headers=headers))

    def create(self, path: str, body: Any, *, etag: str | None = None) -> Any:
        """PUT JSON to an address of the caller's own making; `etag` where it wants to hear that nothing is there."""
        headers = {"If-Match": etag} if etag else {}
        return _json(self._request("PUT", path, json=body, headers=headers))

    def put(self, path: str, body: Any) -> Any:
        """PUT JSON over what is there now, whichever version that is."""
        etag = self._request("GET", path).headers.get("ETag")
        headers = {"If-Match": etag} if etag else {}
        return _json(self._request("PUT", path, json=body, headers=headers))

    def delete(self, path: str) -> None:
        """DELETE what a repetition cannot harm."""
        self._request("DELETE", path)

    def post_bytes(self, path: str, content: bytes, media_type: str, **query: Any) -> Any:
        """POST bytes; for what is harmless when repeated, as an import is."""
        headers = {"Content-Type": media_type}
        query = _without_none(query)
        return self._request("POST", path, content=content, headers=headers, params=query).json()

    def get_bytes(self, path: str) -> bytes:
        """The bytes of a document."""
        return self._request("GET", path).content

    def follow_redirect(self, url: str) -> None:
        """GET the address that a browser would be sent to."""
        self._request("GET", url)

    def _request(self, method: str, path: str, **request: Any) -> httpx.Response:
        deadline = time.monotonic() + RETRY_SECONDS
        while True:
            try:
                response = self._client.request(method, path, **request)
            except httpx.TransportError as error:
                problem: str = repr(error)
            else:
                if (
                    response.status_code not in TRANSIENT_STATUSES
                    and "Retry-After" not in response.headers
                ):
                    return _checked(method, path, response)
                problem = f"{response.status_code} {response.text[:300]}"
            if time.monotonic() > deadline:
                raise LocalError(
                    f"{method} {path} got no answer for {RETRY_SECONDS:.0f} s: {problem}"
                )
            time.sleep(0.2)


def wait_for(what: str, condition: Callable[[], T], *, timeout_seconds: float = 180.0) -> T:
    """The condition's first true value. Raises LocalError naming `what` when there is none in time."""
    deadline = time.monotonic() + timeout_seconds
    while not (value := condition()):
        if time.monotonic() > deadline:
            raise LocalError(f"After {timeout_seconds:.0f} s still waiting for {what}.")
        time.sleep(0.1)
    return value


def _without_none(query: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in query.items() if value is not None}


def _json(response: httpx.Response) -> Any:
    return response.json() if response.content else None


def _checked(method: str, path: str, response: httpx.Response) -> httpx.Response:
    if response.status_code < 400:
        return response
    try:
        problem = response.json()
    except ValueError:
        problem = {"title": response.text[:300]}
    fields = "".join(f"\n  {e['field']}: {e['reason']}" for e in problem.get("errors", ()))
    detail = f": {problem['detail']}" if problem.get("detail") else ""
    title = problem.get("title") or f"{method} {path}: {response.status_code}"
    raise LocalError(f"{title}{detail}{fields}")
