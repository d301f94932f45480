"""A service under test: what its helpers do and return."""

import asyncpg
import httpx
import pytest
from sqlalchemy import text

import service_runtime
from contracts.timer import AgentChanged, ProjectChanged
from database import new_id
from libs.service_runtime.tests.sample_service import EVENT, schedule_task
from libs.testkit.tests.conftest import service
from testkit import ACCOUNT, OTHER_ACCOUNT, Served, record, serve


async def effects(served: Served) -> list[str]:
    client = await served.client()
    found: list[str] = (await client.get("/effects")).json()
    return found


async def test_a_client_calls_as_who_the_test_wants(served: Served) -> None:
    agent = new_id()
    client = await served.as_("agent", account=OTHER_ACCOUNT, agent_id=agent, subject="mette")
    assert (await client.get("/v1/me")).json() == {
        "subject": "mette",
        "account": str(OTHER_ACCOUNT),
        "roles": ["agent"],
        "agent_id": str(agent),
    }


async def test_clients_of_several_callers_do_not_mix(served: Served) -> None:
    manager, owner = await served.as_("manager"), await served.as_("owner", subject="eva")
    assert (await manager.get("/v1/me")).json()["account"] == str(ACCOUNT)
    assert (await owner.get("/v1/me")).json()["roles"] == ["owner"]
    assert (await manager.get("/v1/me")).json()["roles"] == ["manager"]


async def test_a_client_without_a_token_is_nobody(served: Served) -> None:
    assert (await (await served.client()).get("/v1/me")).status_code == 401


async def test_an_error_of_the_service_is_the_response_that_a_caller_gets(served: Served) -> None:
    client = await served.as_("manager")
    assert (await client.get("/v1/failure")).status_code == 500


async def test_consumed_events_take_effect_once_however_often_they_are_processed(
    served: Served,
) -> None:
    records = await served.consume(EVENT)
    await served.process(records)
    assert await effects(served) == ["event"]
    await served.consume(EVENT)
    assert await effects(served) == ["event", "event"]


async def test_a_record_that_cannot_be_read_becomes_a_dead_letter_with_its_cause(
    served: Served,
) -> None:
    [good] = [record(EVENT)]
    bad = record(EVENT.model_copy(update={"name": None}))
    assert await served.dead_letters() == []

    await served.process([bad, good])
    [cause] = await served.dead_letters()
    assert "name" in cause
    assert await effects(served) == ["event"]


async def test_published_events_are_read_from_the_outbox_by_type(served: Served) -> None:
    await (await served.client()).post("/orders")
    assert await served.published() == [EVENT]
    assert await served.published(AgentChanged) == [EVENT]
    assert await served.published(ProjectChanged) == []


async def test_due_tasks_run_when_the_test_says_so(served: Served) -> None:
    async with served.database.transaction(EVENT.account_id) as session:
        await schedule_task(session)
    assert await effects(served) == []
    assert await served.run_due() == 1
    assert await effects(served) == ["task"]
    assert await served.run_due() == 0


async def test_each_service_under_test_has_a_database_of_its_own(served: Served) -> None:
    async with serve(service, service_runtime.Settings) as other:
        await other.consume(EVENT)
        assert await effects(other) == ["event"]
        assert await effects(served) == []
        gone = other.urls.superuser
    with pytest.raises(asyncpg.InvalidCatalogNameError):
        await asyncpg.connect(gone)


async def test_a_client_ends_with_its_service() -> None:
    async with serve(service, service_runtime.Settings) as served:
        client: httpx.AsyncClient = await served.client()
        assert not client.is_closed
    assert client.is_closed


async def test_settings_of_the_test_reach_the_service() -> None:
    made: list[service_runtime.Settings] = []

    def make(settings: service_runtime.Settings) -> service_runtime.Service:
        made.append(settings)
        return service(settings)

    async with serve(make, service_runtime.Settings, port=4711) as served:
        assert (made[-1].port, made[-1].database_url) == (4711, served.urls.app)


async def test_the_service_works_as_the_role_that_row_level_security_holds(served: Served) -> None:
    await served.consume(EVENT)
    async with served.database.transaction(OTHER_ACCOUNT) as session:
        assert await session.scalar(text("SELECT count(*) FROM effects")) == 0
