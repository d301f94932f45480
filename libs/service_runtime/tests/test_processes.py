import asyncio
import secrets

import asyncpg
from sqlalchemy import text

from contracts.timer import AgentChanged
from database import connect
from libs.service_runtime.tests.bell import RANG
from libs.service_runtime.tests.processes import come_true, environment, run, spawn
from messaging import tasks, topics
from testkit import Urls, kafka_bootstrap


async def test_the_api_answers_and_ends_in_good_order_while_kafka_is_away(urls: Urls) -> None:
    async with run("api", urls) as api:
        await api.ready()
        assert (await api.client.post("/ring")).json() == "rung"
        assert (await api.client.get("/v1/nothing")).status_code == 404
        assert await api.probe("/livez") == (200, [])
        assert "python_info" in (await api.client.get("/metrics")).text

        slow = asyncio.create_task(api.client.get("/slow?seconds=1"))
        await come_true(api.is_at_work)
        status, log, err = await api.end()

    assert (await slow).json() == "done"
    assert (status, err) == (0, "")
    assert {(line["service"], line["role"]) for line in log} == {("bell", "api")}


async def test_the_worker_does_tasks_while_kafka_is_away_and_is_not_to_be_restarted(
    urls: Urls,
) -> None:
    database = connect(urls.app)
    async with database.transaction(RANG.account_id) as session:
        await tasks.schedule(session, "strike", key="1", account_id=RANG.account_id)

    async def struck() -> bool:
        async with database.transaction(RANG.account_id) as session:
            return bool(await session.scalar(text("SELECT count(*) FROM strokes")))

    async with run("worker", urls) as worker:
        await come_true(struck)
        assert await worker.probe("/livez") == (200, [])
        assert (await worker.client.get("/strokes")).status_code == 404
        status, _, err = await worker.end()

    assert (status, err) == (0, "")
    await database.dispose()


async def test_all_in_one_process_rings_says_hears_and_strikes(urls: Urls) -> None:
    prefix = f"t{secrets.token_hex(4)}."
    names = [prefix + AgentChanged.topic, f"{prefix}bell.dlq"]
    await topics.ensure(kafka_bootstrap(), names, partitions=2)
    kafka = {"KAFKA_BOOTSTRAP": kafka_bootstrap(), "KAFKA_TOPIC_PREFIX": prefix}
    async with run("all", urls, **kafka) as process:
        await process.ready()
        await process.client.post("/ring")

        await process.strokes_are("message", "task")
        assert await process.probe("/livez") == (200, [])
        metrics = (await process.client.get("/metrics")).text
        assert f'messages_processed_total{{group="bell",type="{AgentChanged.type}"}} 1.0' in metrics
        status, _, err = await process.end()

    assert (status, err) == (0, "")


async def test_a_process_is_not_ready_while_its_database_is_away_and_is_when_it_comes_back(
    urls: Urls,
) -> None:
    async with run("relay", urls) as relay:
        await relay.ready()
        await allow_connections(urls, False)

        async def away() -> bool:
            status, problems = await relay.probe("/readyz")
            return status == 503 and "the database does not answer" in problems

        await come_true(away)
        assert (await relay.probe("/livez"))[0] == 200
        await allow_connections(urls, True)
        await relay.ready()
        assert (await relay.end())[0] == 0


async def allow_connections(urls: Urls, allowed: bool) -> None:
    """Let the service in, or close its connections and keep it out."""
    admin = await asyncpg.connect(urls.superuser)
    name = await admin.fetchval("SELECT current_database()")
    await admin.execute(f'ALTER DATABASE "{name}" CONNECTION LIMIT {-1 if allowed else 0}')
    if not allowed:
        await admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )
    await admin.close()


async def test_a_port_that_is_taken_ends_the_process_and_is_named(urls: Urls) -> None:
    async with await asyncio.start_server(lambda r, w: None, "127.0.0.1", 0) as server:
        port = str(server.sockets[0].getsockname()[1])
        process = await spawn("api", env=environment(urls, PORT=port))
        out, err = await process.communicate()

    assert process.returncode not in (0, None)
    assert port in (out + err).decode()
    assert "Traceback" not in err.decode()


async def test_migrate_makes_the_tables_and_ends(urls: Urls) -> None:
    owner = await asyncpg.connect(urls.owner)
    await owner.execute("DROP OWNED BY CURRENT_USER; CREATE SCHEMA IF NOT EXISTS public")
    process = await spawn("migrate", env=environment(urls))
    _, err = await process.communicate()

    assert (process.returncode, err) == (0, b"")
    assert await owner.fetchval("SELECT count(*) FROM strokes") == 0
    await owner.close()
