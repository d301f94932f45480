"""Sets prices on entries through the API, and removes them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx

from services.rates.tests.driver import Driver, Json


def override_body(amount: str = "800", currency: str = "DKK", **changes: Any) -> Json:
    """A request for a price; agreed on the phone unless `changes` has another reason."""
    money = {"amount": amount, "currency": currency}
    return {"hourly_rate": money, "reason": "agreed on the phone", **changes}


def headers(version: int | None) -> dict[str, str]:
    """What says which version was read."""
    return {} if version is None else {"If-Match": f'"{version}"'}


@dataclass(frozen=True)
class Overrides:
    """A manager who sets prices."""

    driver: Driver
    client: httpx.AsyncClient

    async def put(self, entry_id: UUID, version: int | None = None, **body: Any) -> httpx.Response:
        """Ask for a price in place of this version."""
        path = f"/v1/prices/{entry_id}/override"
        return await self.client.put(path, json=override_body(**body), headers=headers(version))

    async def set(self, entry_id: UUID, version: int | None = None, **body: Any) -> Json:
        """Set a price."""
        response = await self.put(entry_id, version, **body)
        assert response.status_code == 200, response.text
        assert response.headers["ETag"] == f'"{response.json()["version"]}"'
        return dict(response.json())

    async def remove(self, entry_id: UUID, version: int = 1) -> httpx.Response:
        """Ask for the removal of a price."""
        path = f"/v1/prices/{entry_id}/override"
        return await self.client.delete(path, headers=headers(version))

    async def put_all(self, *overrides: Json) -> httpx.Response:
        """Ask for several prices."""
        return await self.client.post("/v1/overrides", json={"overrides": list(overrides)})

    async def rates(self, entry_id: UUID) -> list[str]:
        """The amount or the reason of each published price."""
        return await self.driver.published_rates(entry_id)


def slug(response: httpx.Response) -> tuple[int, str]:
    """The status and the problem."""
    return response.status_code, response.json()["type"].rsplit(":")[-1]
