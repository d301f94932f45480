"""Does what people do with multipliers and holidays over HTTP."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx

from contracts.timer import TimeEntryRecorded
from services.rates.tests.driver import Driver, Json
from services.rates.tests.factories import recorded, references

PATH = "/v1/multipliers"
WORKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday"]


def evening(factor: str | None = "1.5", **multiplier: Any) -> Json:
    """A request for a multiplier; of evenings of working days, from 2026 on, unless `multiplier` has other values."""
    body = {
        "name": "Evening",
        "kind": "hours",
        "weekdays": WORKDAYS,
        "starts_at": "18:00",
        "ends_at": "22:00",
        "factor": factor,
        "valid_from": "2026-01-01",
        **multiplier,
    }
    return _plain(body)


def overtime(hours: int, factor: str = "1.5", per: str = "day", **multiplier: Any) -> Json:
    """A request for a multiplier of what an agent works above so many hours."""
    values = {"name": "Overtime", "kind": f"overtime-{per}", "above_seconds": 3600 * hours}
    return _without_hours(factor=factor, **values, **multiplier)


def holiday(factor: str = "2", **multiplier: Any) -> Json:
    """A request for a multiplier of holidays."""
    return _without_hours(factor=factor, name="Holiday", kind="holiday", **multiplier)


def _without_hours(**values: Any) -> Json:
    return _plain({**evening(), "weekdays": [], "starts_at": None, "ends_at": None, **values})


def _plain(body: Json) -> Json:
    return {name: str(value) if isinstance(value, UUID) else value for name, value in body.items()}


def timed(
    start: str, hours: float = 1, zone: str = "Europe/Copenhagen", **changes: Any
) -> TimeEntryRecorded:
    """Time that began when a clock of the zone showed this."""
    started_at = datetime.fromisoformat(start).replace(tzinfo=ZoneInfo(zone))
    values: dict[str, Any] = {
        "work_date": date.fromisoformat(start[:10]),
        "started_at": started_at,
        "time_zone": zone,
        "seconds": int(hours * 3600),
    }
    return recorded(**{**values, **changes})


@dataclass(frozen=True)
class Multipliers:
    """A caller who sets multipliers."""

    driver: Driver

    async def create(self, body: Json) -> Json:
        """Create a multiplier for what timer has, and price again what it touches."""
        named = {name: value for name, value in body.items() if name.endswith("_id")}
        await self.driver.consume(*references(self.driver.account, **named))
        response = await self.try_to_create(body)
        assert response.status_code == 201, response.text
        await self.driver.reprice()
        return dict(response.json())

    async def try_to_create(self, body: Json) -> httpx.Response:
        """Ask for a multiplier."""
        return await self.driver.client.post(PATH, json=body)

    async def end(self, multiplier: Json, valid_to: str | None) -> Json:
        """Give a multiplier another last day and price again."""
        path = f"{PATH}/{multiplier['id']}"
        response = await self.driver.try_to_end(path, valid_to, multiplier["version"])
        assert response.status_code == 200, response.text
        await self.driver.reprice()
        return dict(response.json())

    async def withdraw(self, multiplier: Json) -> httpx.Response:
        """Ask for the withdrawal of a multiplier, and price again."""
        path = f"{PATH}/{multiplier['id']}"
        response = await self.driver.try_to_withdraw(path, multiplier["version"])
        await self.driver.reprice()
        return response

    async def add_holidays(self, *days: str) -> httpx.Response:
        """Ask for holidays, and price again."""
        holidays = [{"day": day, "name": "Feast"} for day in days]
        response = await self.driver.client.post("/v1/holidays", json={"holidays": holidays})
        await self.driver.reprice()
        return response

    async def segments(self, entry: TimeEntryRecorded) -> str:
        """The segments of an entry's price in force, in short: minutes at which rate."""
        price = await self.driver.price(entry.entry_id)
        return told(price["segments"])

    async def published(self, entry: TimeEntryRecorded) -> list[str]:
        """The segments of each published price of an entry, in short."""
        events = await self.driver.published(entry.entry_id)
        return [
            told([one.model_dump() for one in event.segments])
            for event in events
            if hasattr(event, "segments")
        ]


def told(segments: list[Json]) -> str:
    """Segments in short: how many minutes at which rate."""
    return ", ".join(
        f"{(one['end'] - one['start']) / 60:g} at {one['hourly_rate']}" for one in segments
    )
