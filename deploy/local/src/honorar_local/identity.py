"""What who runs the system asks of identity, beside the gateway: a log-in link for an owner, an API token."""

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from honorar_local import LocalError

ANSWER_SECONDS = 20.0


@dataclass(frozen=True)
class Administrator:
    """Asks identity at `url`, with the secret that it knows us by. All methods raise LocalError."""

    url: str
    secret: str

    def owner_link(self, account: uuid.UUID, *, email: str | None = None, name: str = "") -> str:
        """A link that logs in, once and within 15 minutes: `email`, who becomes an owner, or the first owner there is."""
        body = {"account_id": str(account), "email": email, "name": name}
        return str(self._post("/admin/owner-link", body)["link"])

    def api_token(self, account: uuid.UUID, roles: Sequence[str], name: str) -> str:
        """A new API token of the account, which works until it is revoked."""
        body = {"account_id": str(account), "roles": list(roles), "name": name}
        return str(self._post("/admin/api-tokens", body)["token"])

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        deadline = time.monotonic() + ANSWER_SECONDS
        while True:
            try:
                headers = {"Authorization": f"Bearer {self.secret}"}
                response = httpx.post(self.url + path, json=body, headers=headers, timeout=10)
            except httpx.TransportError as error:
                if time.monotonic() > deadline:
                    raise LocalError(
                        f"Identity does not answer at {self.url}: {error}. Does the system run? `make up` starts it."
                    ) from error
                time.sleep(0.2)
            else:
                return _checked(response)


def _checked(response: httpx.Response) -> Any:
    if response.status_code == 201:
        return response.json()
    try:
        problem = response.json()
    except ValueError:
        problem = {"title": response.text[:300]}
    fields = "".join(f"\n  {e['field']}: {e['reason']}" for e in problem.get("errors", ()))
    raise LocalError(f"{problem.get('title')}{fields}")
