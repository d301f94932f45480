"""Streams of hints: to whom they tell what, and when they end."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID

import asyncpg
import httpx
import pytest

from contracts.topics import TOPICS as ALL_TOPICS
from identity.commands.hints import pass_on
from identity.gate import streams as gate_streams
from identity.gate.streams import MOST_STREAMS
from identity.hints import KINDS, MEMBERS, TOPICS, payloads, read, readable_kinds
from services.identity.tests.driver import Browser, Driver, member_id, problem, token_of
from testkit import ACCOUNT, OTHER_ACCOUNT, count_statements, until
from testkit.listening import listening

METTE = "mette@nordlys.example"
OLE = "ole@nordlys.example"


@dataclass
class Heard:
    """What came on a stream."""

    kinds: list[str] = field(default_factory=list)
    begun: bool = False
    over: bool = False


class Streams:
    """Opens streams over real connections, as the gateway does for browsers and programs."""

    def __init__(self, driver: Driver, url: str) -> None:
        self._driver, self._client = driver, httpx.AsyncClient(base_url=url, timeout=60)
        self._tasks: list[asyncio.Task[None]] = []

    async def bearer(self, browser: Browser) -> dict[str, str]:
        """The token that the gateway puts on a browser's request."""
        headers = {"X-Forwarded-Method": "GET"}
        if session := browser.cookies.get("__Host-session"):
            headers["Cookie"] = f"__Host-session={session}"
        else:
            headers["Authorization"] = browser.client.headers["Authorization"]
        answer = await (await self._driver.served.client(headers)).get("/verify")
        return {"Authorization": answer.headers["authorization"]}

    async def open(self, browser: Browser) -> Heard:
        """Open a stream that is there when this returns."""
        heard, headers = Heard(), await self.bearer(browser)
        listening = asyncio.create_task(self._listen(headers, heard))
        self._tasks.append(listening)
        await until(lambda: heard.begun or listening.done())
        if listening.done():
            await listening
        return heard

    async def refused(self, headers: dict[str, str]) -> tuple[int, str]:
        """What is answered to who may not listen."""
        return problem(await self._client.get("/v1/hints", headers=headers))

    @property
    def number(self) -> int:
        """How many the process has open."""
        return len(self._driver.served.app.state.gate.streams)

    async def close(self, *, keep: int = 0) -> None:
        """Go away, as browsers do: without a word."""
        gone, self._tasks = self._tasks[keep:], self._tasks[:keep]
        for task in gone:
            task.cancel()
        await asyncio.gather(*gone, return_exceptions=True)

    async def end(self) -> None:
        await self.close()
        await self._client.aclose()

    async def _listen(self, headers: dict[str, str], heard: Heard) -> None:
        async with self._client.stream("GET", "/v1/hints", headers=headers) as response:
            assert response.status_code == 200, await response.aread()
            assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
            heard.begun = True
            async for line in response.aiter_lines():
                if line.startswith("data: "):
                    heard.kinds += json.loads(line.removeprefix("data: "))
        heard.over = True


@pytest.fixture(autouse=True)
def only_what_happens_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """New streams tell nothing of what tests did before they opened them."""
    monkeypatch.setattr(gate_streams, "RECENT_SECONDS", 0.0)


@pytest.fixture
async def streams(driver: Driver) -> AsyncIterator[Streams]:
    async with _streams(driver) as streams:
        yield streams


@asynccontextmanager
async def _streams(driver: Driver) -> AsyncIterator[Streams]:
    async with listening(driver.served.app) as url:
        streams = Streams(driver, url)
        try:
            yield streams
        finally:
            await streams.end()


async def _happens(driver: Driver, *kinds: str, account: UUID = ACCOUNT) -> None:
    await pass_on(driver.served.database, {account: frozenset(kinds)})


async def _token(driver: Driver, owner: Browser) -> tuple[str, Browser]:
    made = (await owner.post("/v1/api-tokens", {"name": "ci", "roles": ["owner"]})).json()
    client = await driver.served.client({"Authorization": f"Bearer {made['token']}"})
    return made["id"], Browser(client)


async def test_a_stream_tells_what_kind_of_thing_changed_in_its_own_account(
    driver: Driver, streams: Streams
) -> None:
    ours = await streams.open(await driver.owner())
    theirs = await streams.open(await driver.owner(OTHER_ACCOUNT, OLE))

    await _happens(driver, "timer.timesheets")
    await _happens(driver, "rates.prices", account=OTHER_ACCOUNT)

    await until(lambda: theirs.kinds == ["rates.prices"])
    await until(lambda: ours.kinds == ["timer.timesheets"])


async def test_a_new_stream_tells_what_changed_while_its_page_was_read(
    driver: Driver, streams: Streams, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate_streams, "RECENT_SECONDS", 60.0)
    owner = await driver.owner()
    first = await streams.open(owner)
    await _happens(driver, "timer.agents")
    await _happens(driver, "rates.prices", account=OTHER_ACCOUNT)
    await until(lambda: "timer.agents" in first.kinds)
    second = await streams.open(owner)
    await until(lambda: "timer.agents" in second.kinds)
    assert "rates.prices" not in second.kinds

    monkeypatch.setattr(gate_streams, "RECENT_SECONDS", 0.0)
    third = await streams.open(owner)
    await _happens(driver, "timer.timesheets")
    await until(lambda: third.kinds == ["timer.timesheets"])


async def test_many_hints_at_once_are_told_together(driver: Driver, streams: Streams) -> None:
    heard = await streams.open(await driver.owner())
    for _ in range(20):
        await _happens(driver, "timer.timesheets")
        await _happens(driver, "rates.prices")
    await _happens(driver, "timer.agents")
    await until(lambda: "timer.agents" in heard.kinds)
    assert len(heard.kinds) < 20


async def test_nobody_hears_of_what_they_cannot_read(driver: Driver, streams: Streams) -> None:
    owner = await driver.owner()
    agent = await streams.open(await driver.member(owner, "agent", email=METTE))
    client = await streams.open(await driver.member(owner, "client", email=OLE))
    all_of_them = await streams.open(owner)

    await _happens(driver, *KINDS)

    await until(lambda: sorted(all_of_them.kinds) == sorted(KINDS))
    of_managers = {"timer.missing-timesheets"}
    of_work = {kind for kind in KINDS if kind.startswith("timer.")} - of_managers
    await until(lambda: set(agent.kinds) == of_work)
    assert client.kinds == []
    assert readable_kinds({"billing"}) == set(KINDS) - {"identity.members", *of_managers}


async def test_whoever_sees_members_hears_that_one_was_invited_and_came(
    driver: Driver, streams: Streams
) -> None:
    owner = await driver.owner()
    heard = await streams.open(owner)
    await driver.invite(owner, "agent", email=METTE)
    await until(lambda: heard.kinds == ["identity.members"])
    token = token_of((await driver.invitations())[-1].link)
    await (await driver.browser()).post("/v1/invitations/accept", {"token": token})
    await until(lambda: heard.kinds == ["identity.members"] * 2)


async def test_an_end_of_the_session_ends_its_streams_at_once_and_no_others(
    driver: Driver, streams: Streams
) -> None:
    one, two = await driver.owner(), await driver.owner()
    ended, stays = await streams.open(one), await streams.open(two)
    await one.post("/v1/logout")
    await until(lambda: ended.over)
    await _happens(driver, "rates.prices")
    await until(lambda: stays.kinds == ["rates.prices"])
    assert not stays.over


async def test_a_token_that_is_revoked_ends_its_streams(driver: Driver, streams: Streams) -> None:
    owner = await driver.owner()
    token_id, program = await _token(driver, owner)
    ended, stays = await streams.open(program), await streams.open(owner)
    await owner.delete(f"/v1/api-tokens/{token_id}")
    await until(lambda: ended.over)
    assert not stays.over


@pytest.mark.parametrize("change", ["suspend", "remove", "roles"])
async def test_what_becomes_of_a_member_ends_their_streams(
    driver: Driver, streams: Streams, change: str
) -> None:
    owner = await driver.owner()
    mette = await driver.member(owner, "manager", email=METTE)
    path = f"/v1/members/{await member_id(mette)}"
    heard = await streams.open(mette)
    if change == "suspend":
        await owner.post(f"{path}/suspend")
    elif change == "remove":
        await owner.delete(path)
    else:
        await owner.patch(path, {"roles": ["agent"]})
    await until(lambda: heard.over)


async def test_what_ended_before_the_stream_began_does_not_begin(
    driver: Driver, streams: Streams
) -> None:
    owner = await driver.owner()
    token_id, program = await _token(driver, owner)
    of_session, of_token = await streams.bearer(owner), await streams.bearer(program)
    await owner.delete(f"/v1/api-tokens/{token_id}")
    await owner.post("/v1/logout")
    assert await streams.refused(of_session) == (401, "not-authenticated")
    assert await streams.refused(of_token) == (401, "not-authenticated")
    assert streams.number == 0


async def test_a_session_has_few_streams_and_gets_one_back_when_a_tab_is_closed(
    driver: Driver, streams: Streams
) -> None:
    owner = await driver.owner()
    for _ in range(MOST_STREAMS):
        await streams.open(owner)
    assert await streams.refused(await streams.bearer(owner)) == (429, "too-many-streams")
    await streams.open(await driver.owner())
    await streams.close(keep=MOST_STREAMS - 1)
    await until(lambda: streams.number == MOST_STREAMS - 1)
    await streams.open(owner)


async def test_streams_end_when_the_process_stops(driver: Driver, streams: Streams) -> None:
    heard = await streams.open(await driver.owner())
    driver.served.app.state.stopping.set()
    await until(lambda: heard.over)


async def test_a_stream_ends_by_itself(driver: Driver, streams: Streams) -> None:
    state = driver.served.app.state
    state.settings = state.settings.model_copy(update={"hints_seconds": 0.2})
    heard = await streams.open(await driver.owner())
    await until(lambda: heard.over)


async def test_streams_end_when_an_end_would_not_be_heard_and_begin_again_when_it_is(
    driver: Driver, streams: Streams
) -> None:
    owner = await driver.owner()
    heard = await streams.open(owner)
    connection = await asyncpg.connect(driver.served.urls.superuser)
    await connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE application_name = 'identity changes' AND datname = current_database()"
    )
    await connection.close()
    await until(lambda: heard.over)
    again = await streams.open(owner)
    await _happens(driver, "rates.prices")
    await until(lambda: again.kinds == ["rates.prices"])


async def test_what_was_seen_for_many_accounts_is_told_in_one_statement(driver: Driver) -> None:
    hints = {UUID(int=number): frozenset(KINDS) for number in range(500)}
    with count_statements(driver.served.database) as count:
        await pass_on(driver.served.database, hints)
    assert count.count == 1, str(count)


def test_notifications_are_as_short_as_the_database_takes_them() -> None:
    hints = {UUID(int=number): frozenset(KINDS) for number in range(500)}
    told = list(payloads(hints))
    assert max(map(len, told)) < 8000
    assert {account: kinds for one in told for account, kinds in read(one).items()} == hints


def test_every_topic_is_looked_at_but_those_that_no_screen_waits_for() -> None:
    told_otherwise = {"identity.links", MEMBERS, "invoicing.seller", "rates.reconciliations"}
    told_otherwise |= {"timer.statements", "invoicing.statements"}
    assert set(TOPICS) == {topic.name for topic in ALL_TOPICS} - told_otherwise
