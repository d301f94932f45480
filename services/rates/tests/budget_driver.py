"""Budgets as people read and set them, and projects and tasks as timer publishes them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import httpx

from contracts.rates import BudgetReached
from contracts.timer import ProjectChanged, TaskChanged
from contracts.values import Money
from database import new_id
from services.rates.tests.driver import Driver, Json
from testkit import ACCOUNT

TODAY = datetime.now(UTC).date()
"""When the tests began; `today` for what changes at midnight."""


def today() -> date:
    """The day that it is now."""
    return datetime.now(UTC).date()


def project(seconds: int | None = None, money: str | None = None, **changes: Any) -> ProjectChanged:
    """A project with a budget of hours, of money in DKK, both or neither."""
    usual: dict[str, Any] = {
        "account_id": ACCOUNT,
        "version": 1,
        "project_id": new_id(),
        "organization_id": new_id(),
        "name": "Webshop",
        "budget_seconds": seconds,
        "budget_money": money and Money(amount=money, currency="DKK"),
    }
    return ProjectChanged.model_validate({**usual, **changes})


def task(of: ProjectChanged, hours: float = 10, **changes: Any) -> TaskChanged:
    """A task with an estimate, not planned on any day."""
    usual: dict[str, Any] = {
        "account_id": of.account_id,
        "version": 1,
        "task_id": new_id(),
        "project_id": of.project_id,
        "name": "Payment page",
        "estimate_seconds": int(hours * 3600),
    }
    return TaskChanged.model_validate({**usual, **changes})


def budget_body(organization_id: UUID, **changes: Any) -> Json:
    """A customer's budget of 10,000 DKK from 2026 on, unless `changes` has other values."""
    money = {"amount": "10000", "currency": "DKK"}
    usual = {"organization_id": str(organization_id), "budget_money": money}
    return {**usual, "valid_from": "2026-01-01", **changes}


@dataclass(frozen=True)
class Budgets:
    """Who reads and sets budgets."""

    driver: Driver

    async def read(self, budget_id: UUID, month: date | None = None) -> Json:
        """A budget as it is now."""
        query = {"month": month.isoformat()} if month else {}
        return dict(await self.driver.get(f"/v1/budgets/{budget_id}", **query))

    async def list_all(self, **query: str) -> list[Json]:
        """The first page of budgets."""
        items: list[Json] = (await self.driver.get("/v1/budgets", **query))["items"]
        return items

    async def put(self, budget_id: UUID, version: int | None = None, **body: Any) -> httpx.Response:
        """Ask for a customer's budget."""
        headers = {"If-Match": f'"{version}"'} if version is not None else {}
        path = f"/v1/budgets/{budget_id}"
        return await self.driver.client.put(path, json=body, headers=headers)

    async def put_thresholds(
        self, project_id: UUID, *percents: int, version: int = 0
    ) -> httpx.Response:
        """Ask to be told of these percents of a project's budget."""
        path, body = f"/v1/budgets/{project_id}/thresholds", {"thresholds": percents}
        headers = {"If-Match": f'"{version}"'}
        return await self.driver.client.put(path, json=body, headers=headers)

    async def told(self) -> list[BudgetReached]:
        """What was published of budgets, after all due tasks were done."""
        await self.driver.reprice()
        events = await self.driver.served.published(BudgetReached)
        return [event for event in events if isinstance(event, BudgetReached)]

    async def told_shortly(self) -> list[tuple[str, bool, int]]:
        """The same, by measure, whether it is a forecast, and percent."""
        return [(one.measure, one.forecast, one.percent) for one in await self.told()]
