"""A service to try the runtime with: an order publishes an event, which it consumes itself, and schedules a task."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

import service_runtime
import tasks
from contracts.stored import example
from contracts.timer import AgentChanged
from messaging import outbox
from tasks import Task, TaskKind

EVENT = example(AgentChanged)
ACCOUNT = EVENT.account_id
MIGRATIONS = Path(__file__).parent / "migrations"
ADD_EFFECT = text("INSERT INTO effects VALUES (:account, :source)")

router = APIRouter()
SLOW_REQUESTS: list[str] = []


@router.post("/orders")
async def create_order(request: Request) -> str:
    async with request.app.state.database.transaction(ACCOUNT) as session:
        await outbox.publish(session, EVENT)
        await schedule_task(session)
    return "created"


@router.get("/effects")
async def list_effects(request: Request) -> list[str]:
    async with request.app.state.database.transaction(ACCOUNT) as session:
        return sorted(await session.scalars(text("SELECT source FROM effects")))


@router.get("/slow")
async def answer_slowly(seconds: float) -> str:
    SLOW_REQUESTS.append("begun")
    await asyncio.sleep(seconds)
    return "done"


@router.get("/endless")
async def answer_without_end(request: Request) -> StreamingResponse:
    async def parts() -> AsyncIterator[str]:
        yield "begun\n"
        await request.app.state.stopping.wait()
        yield "ended\n"

    return StreamingResponse(parts())


@router.get("/slow-requests")
async def list_slow_requests() -> list[str]:
    return SLOW_REQUESTS


async def on_agent_changed(session: AsyncSession, event: AgentChanged) -> None:
    await session.execute(ADD_EFFECT, {"account": event.account_id, "source": "event"})


async def run_task(task: Task) -> None:
    async with task.finish() as session:
        await session.execute(ADD_EFFECT, {"account": task.account_id, "source": "task"})


async def schedule_task(session: AsyncSession) -> None:
    await tasks.schedule(session, "add-effect", key="1")


def service(settings: service_runtime.Settings) -> service_runtime.Service:
    return service_runtime.Service(
        name="sample",
        description="A sample.",
        migrations=MIGRATIONS,
        routers=[router],
        handlers={AgentChanged: on_agent_changed},
        tasks={"add-effect": TaskKind(handler=run_task)},
    )


if __name__ == "__main__":
    service_runtime.cli(service, service_runtime.Settings)()
