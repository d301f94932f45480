"""A service for the tests of its roles: ringing says a fact, which it hears itself, and leaves a task."""

import asyncio
from pathlib import Path

from fastapi import APIRouter, Request
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

import service_runtime
from contracts.stored import example
from contracts.timer import AgentChanged
from messaging import outbox, tasks
from messaging.tasks import Task, TaskKind

RANG = example(AgentChanged)
ADD = text("INSERT INTO strokes VALUES (:account, :made_by)")

router = APIRouter()
AT_WORK: list[str] = []


@router.post("/ring")
async def ring(request: Request) -> str:
    async with request.app.state.database.transaction(RANG.account_id) as session:
        await outbox.publish(session, RANG)
        await tasks.schedule(session, "strike", key="1", account_id=RANG.account_id)
    return "rung"


@router.get("/strokes")
async def strokes(request: Request) -> list[str]:
    async with request.app.state.database.transaction(RANG.account_id) as session:
        return sorted(await session.scalars(text("SELECT made_by FROM strokes")))


@router.get("/slow")
async def slow(seconds: float) -> str:
    AT_WORK.append("slow")
    await asyncio.sleep(seconds)
    return "done"


@router.get("/at-work")
async def at_work() -> list[str]:
    return AT_WORK


async def on_agent_changed(session: AsyncSession, fact: AgentChanged) -> None:
    await session.execute(ADD, {"account": fact.account_id, "made_by": "message"})


async def strike(task: Task) -> None:
    async with task.finish() as session:
        await session.execute(ADD, {"account": task.account_id, "made_by": "task"})


def bell(settings: service_runtime.Settings) -> service_runtime.Service:
    return service_runtime.Service(
        name="bell",
        description="A bell.",
        migrations=Path(__file__).parent / "migrations",
        routers=[router],
        handlers={AgentChanged: on_agent_changed},
        tasks={"strike": TaskKind(handler=strike)},
    )


if __name__ == "__main__":
    service_runtime.cli(bell, service_runtime.Settings)()
