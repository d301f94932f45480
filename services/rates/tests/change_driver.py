"""Does what people do who change rates: they look at a change, apply it, undo it."""

from dataclasses import dataclass
from typing import Any

import asyncpg
import httpx

from services.rates.tests.driver import Driver, Json, rate_body


def create(amount: str = "1200", **rule: Any) -> Json:
    """An act that creates a rate."""
    return {"create": rate_body(amount, **rule)}


def end(rate: Json, valid_to: str | None) -> Json:
    """An act that ends a rate on another day."""
    return {"end": {"rate_id": rate["id"], "version": rate["version"], "valid_to": valid_to}}


def withdraw(rate: Json) -> Json:
    """An act that takes back a rate."""
    return {"withdraw": {"rate_id": rate["id"], "version": rate["version"]}}


def replace(rate: Json, amount: str, valid_from: str, currency: str = "DKK") -> Json:
    """An act that charges another amount from a day on."""
    money = {"amount": amount, "currency": currency}
    named = {"rate_id": rate["id"], "version": rate["version"]}
    return {"replace": {**named, "hourly_rate": money, "valid_from": valid_from}}


@dataclass(frozen=True)
class Changes:
    """A caller who changes rates."""

    driver: Driver

    async def try_to_preview(self, *acts: Json) -> httpx.Response:
        """Ask what acts would do."""
        return await self.driver.client.post("/v1/rate-changes/preview", json={"acts": acts})

    async def preview(self, *acts: Json) -> Json:
        """Look at acts that can be done."""
        return _read(await self.try_to_preview(*acts), 200)

    async def try_to_apply(self, preview: Json) -> httpx.Response:
        """Ask for what was previewed."""
        body = {"token": preview["token"]}
        return await self.driver.client.post("/v1/rate-changes", json=body)

    async def apply(self, preview: Json) -> Json:
        """Do what was previewed, and let its re-pricing end."""
        change = _read(await self.try_to_apply(preview), 202)
        await self.driver.reprice()
        return change

    async def change(self, *acts: Json) -> Json:
        """Look at acts and do them."""
        return await self.apply(await self.preview(*acts))

    async def try_to_undo(self, change: Json) -> httpx.Response:
        """Ask what undoing a change would do."""
        return await self.driver.client.post(f"/v1/rate-changes/{change['id']}/undo")

    async def undo(self, change: Json) -> Json:
        """Undo a change."""
        return await self.apply(_read(await self.try_to_undo(change), 200))

    async def read(self, change: Json) -> Json:
        """Read a change that was applied."""
        return dict(await self.driver.get(f"/v1/rate-changes/{change['id']}"))

    async def as_superuser(self, sql: str) -> None:
        """Do what the application's role may not."""
        connection = await asyncpg.connect(self.driver.served.urls.superuser)
        try:
            await connection.execute(sql)
        finally:
            await connection.close()

    async def list(self, **query: str) -> Json:
        """List changes that were applied."""
        return dict(await self.driver.get("/v1/rate-changes", **query))


def _read(response: httpx.Response, status: int) -> Json:
    assert response.status_code == status, response.text
    return dict(response.json())


def refusal(response: httpx.Response) -> tuple[int, str, dict[str, str]]:
    """Status, type of problem, and the reasons by field."""
    problem = response.json()
    errors = {one["field"]: one["reason"] for one in problem.get("errors", [])}
    return response.status_code, problem["type"].rsplit(":")[-1], errors
