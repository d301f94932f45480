"""Does what people and other services do: sets rates over HTTP, delivers events, reads what was published."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import text

from contracts import Event
from contracts.rates import TimePriced, TimeUnpriced
from messaging import Record
from services.rates.tests.factories import references
from testkit import ACCOUNT, Served, until

Json = dict[str, Any]


def rate_body(amount: str = "1200", **rule: Any) -> Json:
    """A request for a rate; DKK from 2026 on unless `rule` has other values."""
    money = {"amount": amount, "currency": rule.pop("currency", "DKK")}
    body = {"hourly_rate": money, "valid_from": "2026-01-01", **rule}
    return {name: str(value) if isinstance(value, UUID) else value for name, value in body.items()}


def cost_body(amount: str = "500", **rule: Any) -> Json:
    """A request for a cost; DKK from 2026 on unless `rule` has other values."""
    body = rate_body(amount, **rule)
    cost = body.pop("hourly_rate")
    return {**body, "hourly_cost": cost}


def policy_body(mode: str = "up", **policy: Any) -> Json:
    """A request for a rounding policy; the account's, by quarters of an hour from 2026 on unless `policy` says otherwise."""
    step = None if mode == "none" else 900
    body = {"mode": mode, "step_seconds": step, "valid_from": "2026-01-01", **policy}
    return {name: str(value) if isinstance(value, UUID) else value for name, value in body.items()}


@dataclass(frozen=True)
class Driver:
    """A caller of the API, and the service they talk to."""

    served: Served
    client: httpx.AsyncClient
    account: UUID = ACCOUNT

    async def create_rate(self, amount: str = "1200", **rule: Any) -> Json:
        """Create a rate for what timer has, and price again what it touches."""
        await self.consume(*references(self.account, **rule))
        response = await self.client.post("/v1/rates", json=rate_body(amount, **rule))
        assert response.status_code == 201, response.text
        await self.reprice()
        return dict(response.json())

    async def create_cost(self, amount: str = "500", **rule: Any) -> Json:
        """Create a cost for what timer has, and value again what it touches."""
        await self.consume(*references(self.account, **rule))
        response = await self.client.post("/v1/costs", json=cost_body(amount, **rule))
        assert response.status_code == 201, response.text
        await self.reprice()
        return dict(response.json())

    async def end_rate(self, rate: Json, valid_to: str | None) -> Json:
        """Give a rate another last day and price again."""
        response = await self.try_to_end(f"/v1/rates/{rate['id']}", valid_to, rate["version"])
        assert response.status_code == 200, response.text
        await self.reprice()
        return dict(response.json())

    async def withdraw_rate(self, rate: Json) -> None:
        """Withdraw a rate and price again."""
        response = await self.try_to_withdraw(f"/v1/rates/{rate['id']}", rate["version"])
        assert response.status_code == 204, response.text
        await self.reprice()

    async def create_policy(self, mode: str = "up", **policy: Any) -> Json:
        """Create a rounding policy for what timer has, by quarters of an hour, and price again what it touches."""
        await self.consume(*references(self.account, **policy))
        response = await self.client.post("/v1/rounding-policies", json=policy_body(mode, **policy))
        assert response.status_code == 201, response.text
        await self.reprice()
        return dict(response.json())

    async def try_to_end(self, path: str, valid_to: str | None, version: int = 1) -> httpx.Response:
        """Ask for another last day of a rate that was read in this version."""
        match = {"If-Match": f'"{version}"'}
        return await self.client.patch(path, json={"valid_to": valid_to}, headers=match)

    async def try_to_withdraw(self, path: str, version: int = 1) -> httpx.Response:
        """Ask for the withdrawal of a rate that was read in this version."""
        return await self.client.delete(path, headers={"If-Match": f'"{version}"'})

    async def get(self, path: str, **query: str) -> Any:
        """Read something that must be there."""
        response = await self.client.get(path, params=query)
        assert response.status_code == 200, response.text
        return response.json()

    async def rates(self, **query: str) -> list[Json]:
        """List rates."""
        items: list[Json] = (await self.get("/v1/rates", **query))["items"]
        return items

    async def price(self, entry_id: UUID) -> Json:
        """Read the explanation of an entry's price."""
        return dict(await self.get(f"/v1/prices/{entry_id}"))

    async def match(self, on: str, **work: UUID | None) -> Json:
        """Read what an hour of some work would cost."""
        return dict(await self.get("/v1/prices", on=on, **{k: str(v) for k, v in work.items()}))

    async def cost(self, entry_id: UUID) -> Json:
        """Read the explanation of what an entry costs."""
        return dict((await self.price(entry_id))["cost"])

    async def revenue(self, **period: str) -> list[Json]:
        """Read the expected revenue."""
        lines: list[Json] = (await self.get("/v1/costs-and-revenue", **period))["revenue"]
        return lines

    async def consume(self, *events: Event) -> list[Record]:
        """Let the service consume events; returns the records, to be delivered again."""
        return await self.served.consume(*events)

    async def reprocess(self, records: list[Record]) -> None:
        """Let the service consume the same records again."""
        await self.served.process(records)

    async def reprice(self) -> None:
        """Let every re-pricing end."""
        while await self.served.run_due():
            pass

    async def published(self, entry_id: UUID | None = None) -> list[TimePriced | TimeUnpriced]:
        """Read the published prices, of one entry or all, oldest first."""
        events = await self.served.published(TimePriced, TimeUnpriced)
        return [
            event
            for event in events
            if isinstance(event, TimePriced | TimeUnpriced) and entry_id in (None, event.entry_id)
        ]

    async def published_rates(self, entry_id: UUID) -> list[str]:
        """The amount or the reason of each published price of an entry."""
        return [
            str(event.segments[0].hourly_rate) if isinstance(event, TimePriced) else event.reason
            for event in await self.published(entry_id)
        ]

    async def published_treatments(self, entry_id: UUID) -> list[str]:
        """How the segments of an entry's newest published price are charged."""
        newest = (await self.published(entry_id))[-1]
        assert isinstance(newest, TimePriced)
        return [segment.treatment for segment in newest.segments]

    async def billed_seconds(self, *entry_ids: UUID) -> list[int]:
        """What is charged of each entry by its newest published price."""
        newest = {
            event.entry_id: sum(segment.billed_seconds for segment in event.segments)
            for event in await self.published()
            if isinstance(event, TimePriced)
        }
        return [newest[entry_id] for entry_id in entry_ids]

    async def until_blocked(self) -> None:
        """Wait until a transaction on this database waits for another one's lock."""
        condition: Callable[[], bool | Awaitable[bool]] = self._blocked
        await until(condition)

    async def _blocked(self) -> bool:
        waiting = text(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        async with self.served.database.transaction() as session:
            return bool(await session.scalar(waiting))
