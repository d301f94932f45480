"""Does things in one account through the API, as its people would."""

from collections.abc import Awaitable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from database import new_id
from testkit import ACCOUNT, Served, count_statements
from testkit.statements import Statements

COPENHAGEN = "Europe/Copenhagen"
TUESDAY = "2026-10-06"
MORNING = "2026-10-06T07:00:00Z"
BOSS = UUID(int=2)
NOBODY = str(new_id())
"""The id of nothing."""


def local_today() -> date:
    """The day that it is for the agents of these tests; not yet, or no more, that of UTC."""
    return datetime.now(ZoneInfo(COPENHAGEN)).date()


@dataclass
class Driver:
    """An account with a manager, an agent, and a customer with a project."""

    timer: Served
    account_id: UUID
    manager: httpx.AsyncClient
    agent: httpx.AsyncClient
    agent_id: UUID
    organization: dict[str, Any]
    project: dict[str, Any]

    async def client(self, *roles: str, **more: Any) -> httpx.AsyncClient:
        """Somebody with these roles in this account."""
        return await self.timer.as_(*roles, account=self.account_id, **more)

    async def another_agent(self, name: str = "Bo Lind") -> tuple[UUID, httpx.AsyncClient]:
        made = await self.create("agents", name=name, time_zone=COPENHAGEN)
        agent_id = UUID(made["id"])
        return agent_id, await self.client("agent", agent_id=agent_id, subject=name)

    async def create(self, path: str, **body: Any) -> dict[str, Any]:
        """Create master data."""
        return await created(self.manager, path, body)

    async def ticket(self, requester: str, name: str = "Printer", **body: Any) -> dict[str, Any]:
        return await self.create("tickets", name=name, requester_id=requester, **body)

    async def list(
        self, path: str, client: httpx.AsyncClient | None = None, **params: Any
    ) -> list[dict[str, Any]]:
        """The first page of a list, as the manager sees it."""
        response = await (client or self.manager).get(f"/v1/{path}", params=params)
        assert response.status_code == 200, response.text
        items: list[dict[str, Any]] = response.json()["items"]
        return items

    async def update_settings(self, **changes: Any) -> httpx.Response:
        """Choose settings that differ from the usual ones of these tests in `changes`."""
        body = {"time_zone": COPENHAGEN, "currency": "DKK", **changes}
        return await (await self.client("owner")).patch("/v1/settings", json=body)

    async def change(self, path: str, **changes: Any) -> dict[str, Any]:
        """Change master data, whoever changed it before."""
        response = await self.manager.patch(f"/v1/{path}", json=changes)
        assert response.status_code == 200, response.text
        changed: dict[str, Any] = response.json()
        return changed

    async def replace(
        self, url: str, body: Mapping[str, Any], if_match: str | None = None
    ) -> httpx.Response:
        """Put master data, over what is there now or over the version that was read."""
        shown = await self.manager.get(url)
        etag = if_match or shown.headers.get("etag", '"1"')
        return await self.manager.put(url, json=body, headers={"If-Match": etag})

    async def put_entry(
        self,
        entry_id: UUID | str | None = None,
        *,
        client: httpx.AsyncClient | None = None,
        if_match: str | None = None,
        **body: Any,
    ) -> httpx.Response:
        """Record an hour on the project, or what `body` says; `if_match` for a change."""
        body = {"seconds": 3600, "project_id": self.project["id"], **body}
        if "started_at" not in body:
            body.setdefault("work_date", TUESDAY)
        path = f"/v1/time-entries/{entry_id or new_id()}"
        headers = {"If-Match": if_match} if if_match else {}
        return await (client or self.agent).put(path, json=body, headers=headers)

    async def record(self, entry_id: UUID | str | None = None, **body: Any) -> dict[str, Any]:
        """As `put_entry`, which must succeed."""
        response = await self.put_entry(entry_id, **body)
        assert response.status_code == 200, response.text
        entry: dict[str, Any] = response.json()
        return entry

    async def delete_entry(
        self, entry_id: object, version: int = 1, *, client: httpx.AsyncClient | None = None
    ) -> httpx.Response:
        headers = as_read({"version": version})
        return await (client or self.agent).delete(f"/v1/time-entries/{entry_id}", headers=headers)

    async def start(self, **work: Any) -> dict[str, Any]:
        response = await self.agent.post("/v1/timer/start", json=work)
        assert response.status_code == 200, response.text
        started: dict[str, Any] = response.json()
        return started

    async def stop(self, ended_at: datetime | None = None) -> httpx.Response:
        body = {"ended_at": ended_at.isoformat()} if ended_at else None
        return await self.agent.post("/v1/timer/stop", json=body)

    async def timer_began(self, at: datetime) -> None:
        """As if the timers that run had been started then."""
        url = make_url(self.timer.urls.superuser).set(drivername="postgresql+asyncpg")
        engine = create_async_engine(url)
        update = text(
            "UPDATE running_timers SET started_at = :at, work_date = (:at AT TIME ZONE time_zone)::date"
        )
        async with engine.begin() as connection:
            await connection.execute(update, {"at": at})
        await engine.dispose()

    async def run_earlier(self, seconds: int) -> None:
        """As if the timers that run had been started so many seconds ago."""
        await self.timer_began(
            datetime.now(UTC).replace(microsecond=0) - timedelta(seconds=seconds)
        )

    async def sheet(self, first_day: date | str | None = None) -> dict[str, Any]:
        """The agent's only timesheet, or that of the week that begins on `first_day`."""
        sheets = await self.list("timesheets", self.agent)
        (sheet,) = [one for one in sheets if first_day in (None, one["first_day"])]
        return sheet

    async def submit(
        self, sheet: dict[str, Any], client: httpx.AsyncClient | None = None
    ) -> httpx.Response:
        path = f"/v1/timesheets/{sheet['id']}/submit"
        return await (client or self.agent).post(path, headers=as_read(sheet))

    async def approve(
        self, sheet: dict[str, Any], client: httpx.AsyncClient | None = None
    ) -> httpx.Response:
        """As `sheet` was read, in the name of a manager who is an agent too, or of `client`."""
        boss = client or await self.client("manager", subject="boss", agent_id=BOSS)
        return await boss.post(f"/v1/timesheets/{sheet['id']}/approve", headers=as_read(sheet))

    async def reject(self, sheet: dict[str, Any], reason: str = "Tuesday?") -> httpx.Response:
        path = f"/v1/timesheets/{sheet['id']}/reject"
        return await self.manager.post(path, json={"reason": reason}, headers=as_read(sheet))

    async def reopen(
        self,
        sheet: dict[str, Any],
        reason: str = "A correction",
        client: httpx.AsyncClient | None = None,
    ) -> httpx.Response:
        path = f"/v1/timesheets/{sheet['id']}/reopen"
        asked = client or self.manager
        return await asked.post(path, json={"reason": reason}, headers=as_read(sheet))

    def statements(self) -> AbstractContextManager[Statements]:
        """Counts what is executed meanwhile."""
        return count_statements(self.timer.database)

    async def submitted_week(self) -> dict[str, Any]:
        """A submitted week with one hour."""
        await self.record()
        sheet: dict[str, Any] = (await self.submit(await self.sheet())).json()
        return sheet

    async def approved_week(self) -> dict[str, Any]:
        """An approved week with one hour."""
        sheet: dict[str, Any] = (await self.approve(await self.submitted_week())).json()
        return sheet


async def created(client: httpx.AsyncClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    response = await client.post(f"/v1/{path}", json=body)
    assert response.status_code == 201, response.text
    made: dict[str, Any] = response.json()
    return made


async def open_account(timer: Served, account_id: UUID = ACCOUNT) -> Driver:
    """A small account to work in."""
    manager = await timer.as_("manager", account=account_id, subject="boss")
    mette = {"name": "Mette Friis", "email": "Mette@example.dk", "time_zone": COPENHAGEN}
    agent_id = UUID((await created(manager, "agents", mette))["id"])
    organization = await created(manager, "organizations", {"name": "Nordlys ApS", "country": "DK"})
    webshop = {"name": "Webshop", "organization_id": organization["id"]}
    project = await created(manager, "projects", webshop)
    agent = await timer.as_("agent", account=account_id, agent_id=agent_id, subject="mette")
    return Driver(timer, account_id, manager, agent, agent_id, organization, project)


async def ok(answer: Awaitable[httpx.Response]) -> httpx.Response:
    """The answer to a request that must succeed."""
    response = await answer
    assert response.is_success, response.text
    return response


async def shown(answer: Awaitable[httpx.Response]) -> dict[str, Any]:
    """What a request that must succeed is answered with."""
    body: dict[str, Any] = (await ok(answer)).json()
    return body


def as_read(shown: Mapping[str, Any]) -> dict[str, str]:
    """The header of a change of what was shown so."""
    return {"If-Match": f'"{shown["version"]}"'}


def versions(*sheets: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """A request about several timesheets as they were read."""
    return {"timesheets": [{"id": sheet["id"], "version": sheet["version"]} for sheet in sheets]}


def slug(response: httpx.Response) -> tuple[int, str]:
    """Status and problem type of a refusal."""
    return response.status_code, response.json()["type"].removeprefix("urn:honorar:problem:")


def reasons(response: httpx.Response) -> dict[str, str]:
    """Why each field of a request was refused."""
    assert response.status_code == 422, response.text
    return {error["field"]: error["reason"] for error in response.json()["errors"]}
