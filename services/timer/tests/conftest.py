"""The timer under test, and a small account to work in."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from database import new_id
from testkit import Served, serve
from timer.main import service
from timer.settings import Settings


@pytest.fixture
async def timer() -> AsyncIterator[Served]:
    async with serve(service, Settings) as served:
        yield served


@dataclass
class Studio:
    """An account with a manager, an agent and a customer with a project."""

    timer: Served
    manager: httpx.AsyncClient
    agent: httpx.AsyncClient
    agent_id: UUID
    organization: dict[str, Any]
    project: dict[str, Any]

    async def another_agent(self, name: str = "Bo Lind") -> tuple[UUID, httpx.AsyncClient]:
        made = await posted(
            self.manager, "agents", {"name": name, "time_zone": "Europe/Copenhagen"}
        )
        agent_id = UUID(made["id"])
        return agent_id, await self.timer.as_("agent", agent_id=agent_id, subject=name)

    async def run_earlier(self, seconds: int) -> None:
        """As if the running timer had been started so many seconds ago."""
        engine = create_async_engine(
            make_url(self.timer.urls.superuser).set(drivername="postgresql+asyncpg")
        )
        earlier = datetime.now(UTC).replace(microsecond=0) - timedelta(seconds=seconds)
        async with engine.begin() as connection:
            await connection.execute(
                text("UPDATE running_timers SET started_at = :at"), {"at": earlier}
            )
        await engine.dispose()

    async def put_entry(
        self, entry_id: UUID | None = None, *, client: httpx.AsyncClient | None = None, **body: Any
    ) -> httpx.Response:
        """Record an hour on the project, or what `body` says."""
        body = {"seconds": 3600, "project_id": self.project["id"], **body}
        if "started_at" not in body:
            body.setdefault("work_date", "2026-10-06")
        return await (client or self.agent).put(
            f"/v1/time-entries/{entry_id or new_id()}", json=body
        )


async def posted(client: httpx.AsyncClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post(f"/v1/{path}", json=body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


@pytest.fixture
async def studio(timer: Served) -> Studio:
    manager = await timer.as_("manager", subject="boss")
    made = await posted(
        manager,
        "agents",
        {"name": "Mette Friis", "email": "Mette@example.dk", "time_zone": "Europe/Copenhagen"},
    )
    organization = await posted(manager, "organizations", {"name": "Nordlys ApS", "country": "DK"})
    project = await posted(
        manager, "projects", {"name": "Webshop", "organization_id": organization["id"]}
    )
    agent_id = UUID(made["id"])
    agent = await timer.as_("agent", agent_id=agent_id, subject="mette")
    return Studio(timer, manager, agent, agent_id, organization, project)
