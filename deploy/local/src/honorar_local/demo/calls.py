"""Calls of the demonstration: patient with a part that is just being started again, plain about a refusal."""

import time
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import httpx

from honorar_local.errors import LocalError

T = TypeVar("T")
PATIENCE = 120.0
_PASSING = frozenset({425, 429, 500, 502, 503, 504})


class Calls:
    """An HTTP client for one base address. A call that gets no answer is made again with the same Idempotency-Key."""

    def __init__(self, base_url: str, token: str | None = None) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._client = httpx.Client(base_url=base_url, headers=headers, timeout=60)

    def get(self, path: str, **query: Any) -> Any:
        """Read something."""
        return self._call("GET", path, params=_given(query)).json()

    def pages(self, path: str, **query: Any) -> Iterator[Any]:
        """Read all items of a list, page after page."""
        cursor = None
        while True:
            page = self.get(path, limit=500, cursor=cursor, **query)
            yield from page["items"]
            cursor = page["next_cursor"]
            if cursor is None:
                return

    def post(self, path: str, body: Any = None, *, key: str | None = None) -> Any:
        """Do something once: `key` makes a repetition get the first answer."""
        return self.write("POST", path, body, key=key)

    def write(self, method: str, path: str, body: Any = None, *, key: str | None = None) -> Any:
        """POST, PUT or PATCH a JSON body."""
        headers = {"Idempotency-Key": key} if key else {}
        answer = self._call(method, path, json=body, headers=headers)
        return answer.json() if answer.content else None

    def send(self, path: str, content: bytes, media_type: str, **query: Any) -> Any:
        """POST bytes; for what is harmless when repeated, as an import is."""
        headers = {"Content-Type": media_type}
        return self._call(
            "POST", path, content=content, headers=headers, params=_given(query)
        ).json()

    def read(self, path: str) -> bytes:
        """Read a document's bytes."""
        return self._call("GET", path).content

    def follow(self, url: str) -> None:
        """Go where a browser would be sent."""
        self._call("GET", url)

    def _call(self, method: str, path: str, **request: Any) -> httpx.Response:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                answer = self._client.request(method, path, **request)
            except httpx.TransportError as error:
                trouble: str = repr(error)
            else:
                if answer.status_code not in _PASSING:
                    return _accepted(method, path, answer)
                trouble = f"{answer.status_code} {answer.text[:300]}"
            if time.monotonic() > deadline:
                raise LocalError(f"{method} {path} got no answer for {PATIENCE:.0f} s: {trouble}")
            time.sleep(0.2)


def wait_for(what: str, look: Callable[[], T], *, patience: float = 180.0) -> T:
    """Look until there is something true to see. Raises LocalError naming `what` when it does not come."""
    deadline = time.monotonic() + patience
    while not (seen := look()):
        if time.monotonic() > deadline:
            raise LocalError(f"After {patience:.0f} s still waiting for {what}.")
        time.sleep(0.1)
    return seen


def _given(query: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in query.items() if value is not None}


def _accepted(method: str, path: str, answer: httpx.Response) -> httpx.Response:
    if answer.status_code < 400:
        return answer
    try:
        problem = answer.json()
    except ValueError:
        problem = {"title": answer.text[:300]}
    fields = "".join(f"\n  {e['field']}: {e['reason']}" for e in problem.get("errors", ()))
    detail = f": {problem['detail']}" if problem.get("detail") else ""
    title = problem.get("title") or f"{method} {path}: {answer.status_code}"
    raise LocalError(f"{title}{detail}{fields}")
