import asyncio
import re
import secrets

import asyncpg
from sqlalchemy import text

from contracts.timer import AgentChanged
from database import connect
from libs.service_runtime.tests.driver import (
    allow_connections,
    environment,
    run,
    start,
    wait_for,
)
from libs.service_runtime.tests.sample_service import ACCOUNT, schedule_task
from service_runtime.process import _SHUTDOWN_SECONDS
from testkit import Urls, kafka_bootstrap, stopwatch
from testkit.topics import create_topics


async def test_the_api_answers_and_ends_cleanly_while_kafka_is_away(urls: Urls) -> None:
    async with run("api", urls) as api:
        await api.wait_until_ready()
        assert (await api.client.post("/orders")).json() == "created"
        assert (await api.client.get("/v1/nothing")).status_code == 404
        assert await api.probe("/livez") == (200, [])
        assert "python_info" in (await api.client.get("/metrics")).text

        slow = asyncio.create_task(api.client.get("/slow?seconds=1"))
        await wait_for(api.has_slow_request)
        status, log, err = await api.end()

    assert (await slow).json() == "done"
    assert (status, err) == (0, "")
    assert {(line["service"], line["role"]) for line in log} == {("sample", "api")}


async def test_a_response_that_goes_on_and_on_does_not_hold_up_the_end(urls: Urls) -> None:
    async with run("api", urls) as api:
        await api.wait_until_ready()
        async with api.client.stream("GET", "/endless") as response:
            lines = response.aiter_lines()
            assert await anext(lines) == "begun"
            with stopwatch() as seconds:
                ending = asyncio.create_task(api.end())
                assert [line async for line in lines] == ["ended"]
        status, _, err = await ending

    assert (status, err) == (0, "")
    assert seconds() < _SHUTDOWN_SECONDS / 2


async def test_the_worker_runs_tasks_while_kafka_is_away_and_is_not_to_be_restarted(
    urls: Urls,
) -> None:
    database = connect(urls.app)
    async with database.transaction(ACCOUNT) as session:
        await schedule_task(session)

    async def is_done() -> bool:
        async with database.transaction(ACCOUNT) as session:
            return bool(await session.scalar(text("SELECT count(*) FROM effects")))

    async with run("worker", urls) as worker:
        await wait_for(is_done)
        assert await worker.probe("/livez") == (200, [])
        assert (await worker.client.get("/effects")).status_code == 404
        status, _, err = await worker.end()

    assert (status, err) == (0, "")
    await database.dispose()


async def test_all_in_one_process_serves_publishes_consumes_and_runs_tasks(urls: Urls) -> None:
    prefix = f"t{secrets.token_hex(4)}."
    names = [prefix + AgentChanged.topic, f"{prefix}sample.dlq"]
    await create_topics(kafka_bootstrap(), names, partitions=2)
    kafka = {"KAFKA_BOOTSTRAP": kafka_bootstrap(), "KAFKA_TOPIC_PREFIX": prefix}
    async with run("all", urls, **kafka) as process:
        await process.wait_until_ready()
        await process.client.post("/orders")

        await process.wait_for_effects("event", "task")
        assert await process.probe("/livez") == (200, [])
        metrics = (await process.client.get("/metrics")).text
        assert (
            f'messages_processed_total{{group="sample",type="{AgentChanged.type}"}} 1.0' in metrics
        )
        status, _, err = await process.end()

    assert (status, err) == (0, "")


async def test_a_process_is_not_ready_while_its_database_is_away_and_is_when_it_comes_back(
    urls: Urls,
) -> None:
    async with run("relay", urls) as relay:
        await relay.wait_until_ready()
        await allow_connections(urls, False)

        async def away() -> bool:
            status, problems = await relay.probe("/readyz")
            return status == 503 and "the database does not answer" in problems

        await wait_for(away)
        assert (await relay.probe("/livez"))[0] == 200
        await allow_connections(urls, True)
        await relay.wait_until_ready()
        assert (await relay.end())[0] == 0


async def test_an_outage_of_the_database_is_told_once_and_its_failures_are_counted(
    urls: Urls,
) -> None:
    async with run("api", urls) as api:
        await api.wait_until_ready()
        await allow_connections(urls, False)
        refused = [await api.client.get("/effects") for _ in range(40)]
        metrics = (await api.client.get("/metrics")).text
        await allow_connections(urls, True)
        _, log, _ = await api.end()

    assert {response.status_code for response in refused} == {503}
    assert 'outage_failures_total{outage="database"} 40.0' in metrics
    told = [line for line in log if line["level"] in ("warning", "error")]
    assert len(told) == 1
    assert "exception" not in told[0]


async def test_kafka_that_is_away_is_not_told_again_and_again(urls: Urls) -> None:
    async with run("all", urls) as process:
        await process.wait_until_alive()
        await process.client.post("/orders")

        async def failed_often() -> bool:
            metrics = (await process.client.get("/metrics")).text
            found = re.findall(r'outage_failures_total\{outage="kafka"\} (\S+)', metrics)
            return sum(map(float, found)) >= 10

        await wait_for(failed_often)
        _, log, _ = await process.end()

    about_kafka = [line for line in log if line["level"] in ("warning", "error")]
    assert len(about_kafka) <= 5


async def test_a_port_that_is_taken_ends_the_process_and_is_named(urls: Urls) -> None:
    async with await asyncio.start_server(lambda r, w: None, "127.0.0.1", 0) as server:
        port = str(server.sockets[0].getsockname()[1])
        process = await start("api", env=environment(urls, PORT=port))
        out, err = await process.communicate()

    assert process.returncode not in (0, None)
    assert port in (out + err).decode()
    assert "Traceback" not in err.decode()


async def test_migrate_makes_the_tables_and_ends(urls: Urls) -> None:
    owner = await asyncpg.connect(urls.owner)
    await owner.execute("DROP OWNED BY CURRENT_USER; CREATE SCHEMA IF NOT EXISTS public")
    process = await start("migrate", env=environment(urls))
    _, err = await process.communicate()

    assert (process.returncode, err) == (0, b"")
    assert await owner.fetchval("SELECT count(*) FROM effects") == 0
    await owner.close()
