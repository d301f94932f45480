"""Many agents of one account who track time at once, from devices that were offline, and what they were told."""

import asyncio
import random
import uuid
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any

import httpx

from database import new_id
from honorar_local import issuer
from honorar_local.demo.client import TRANSIENT_STATUSES, ApiClient
from tests.harness.system import System

HOUR = 3600
AT_ONCE = 25
"""Requests on their way, each on a connection of its own: httpx searches a pool of many for longer than it sends."""
_PAUSE_SECONDS = 0.3


@dataclass
class Crowd:
    """The account, what its people work on, and what each was told of their time."""

    system: System
    owner: ApiClient
    account: uuid.UUID
    monday: date
    """Of the week that is handed in."""
    approver: str
    agents: list[str]
    teams: list[str]
    tasks: list[str]
    scarce: str
    """A project whose budget refuses more than half of the agents' hour."""
    connections: asyncio.Queue[httpx.AsyncClient] = field(default_factory=asyncio.Queue)
    recorded: dict[str, int] = field(default_factory=dict)
    """Seconds of each entry that was answered with success, as the last answer said."""
    running: dict[str, set[str]] = field(default_factory=dict)
    """Which timers may run at the end, by agent."""
    refused: dict[str, int] = field(default_factory=dict)
    """How often each type of problem was the answer."""
    at_work: int = 0

    @cached_property
    def manager(self) -> dict[str, str]:
        """Headers of who approves."""
        return self.token("manager", self.approver)

    async def live(self) -> None:
        """All agents do a week's things at the same time, while a manager approves what is handed in."""
        self.at_work = len(self.agents)
        async with AsyncExitStack() as open_ones, asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                http = httpx.AsyncClient(base_url=self.system.state.gateway, timeout=60)
                self.connections.put_nowait(await open_ones.enter_async_context(http))
            group.create_task(Approver(self).work())
            for number, agent_id in enumerate(self.agents):
                group.create_task(self._live_one(number, agent_id))

    async def _live_one(self, number: int, agent_id: str) -> None:
        try:
            await Agent(self, number, agent_id, random.Random(number)).live()
        finally:
            self.at_work -= 1

    def token(self, role: str, agent_id: str) -> dict[str, str]:
        """Headers of somebody of the account."""
        token = issuer.token(
            self.system.folder,
            self.system.state.gateway,
            [role],
            account=self.account,
            agent_id=uuid.UUID(agent_id),
            subject=f"{role} {agent_id}",
        )
        return {"Authorization": f"Bearer {token}"}

    async def send(
        self, method: str, path: str, body: Any = None, *, headers: dict[str, str]
    ) -> httpx.Response | None:
        """The answer; None where it is a refusal, which is counted. What is only refused for now is sent again."""
        headers = {"Idempotency-Key": str(uuid.uuid4())} | headers
        while True:
            answer = await self._send_once(method, path, body, headers)
            if answer.status_code not in TRANSIENT_STATUSES:
                break
            await asyncio.sleep(_PAUSE_SECONDS)
        if answer.is_success:
            return answer
        assert answer.status_code in (409, 412), answer.text
        kind = str(answer.json()["type"]).rpartition(":")[2]
        self.refused[kind] = self.refused.get(kind, 0) + 1
        return None

    async def _send_once(
        self, method: str, path: str, body: Any, headers: dict[str, str]
    ) -> httpx.Response:
        http = await self.connections.get()
        try:
            return await http.request(method, path, json=body, headers=headers)
        finally:
            self.connections.put_nowait(http)

    def note(self, entry: dict[str, Any] | None) -> None:
        """Keep what the service says it has."""
        if entry:
            self.recorded[entry["id"]] = entry["seconds"]


@dataclass
class Agent:
    """One of them, with dice of their own."""

    crowd: Crowd
    number: int
    id: str
    dice: random.Random
    sheet: str = ""

    def __post_init__(self) -> None:
        self.headers = self.crowd.token("agent", self.id)

    async def live(self) -> None:
        """The timer and the offline device at once; then the week is handed in while one entry is still on its way."""
        await asyncio.gather(self._use_the_timer(), self._come_online(), self._be_moved())
        await asyncio.gather(self._hand_in(), self._record(hour=20, day=4, times=1))

    async def _use_the_timer(self) -> None:
        """Two devices start at once; then the work is switched, and every other agent stops."""
        earlier = (self.dice.randrange(2, 5) for _ in range(2))
        await asyncio.gather(*(self._start(seconds_ago=seconds) for seconds in earlier))
        self.crowd.running[self.id] = {await self._start(seconds_ago=1)}
        if self.number % 2:
            stopped = await self._send("POST", "/timer/v1/timer/stop")
            self.crowd.note(stopped and stopped["entry"])
            self.crowd.running[self.id] = set()

    async def _start(self, *, seconds_ago: int) -> str:
        """Work that began after whatever runs ends it; which began last is what counts, not which was sent last."""
        entry_id = str(new_id())
        began = datetime.now(UTC) - timedelta(seconds=seconds_ago)
        body = {"id": entry_id, "task_id": self._task(), "started_at": began.isoformat()}
        answer = await self._send("POST", "/timer/v1/timer/start", body)
        self.crowd.note(answer and answer["stopped"])
        return entry_id

    async def _come_online(self) -> None:
        """In no order: two that overlap, too much for a day, an hour of the budget, one that was changed."""
        sent = [
            *(self._record(hour=hour, day=1, seconds=2 * HOUR) for hour in (9, 10)),
            *(self._record(hour=None, day=2, seconds=10 * HOUR, times=1) for _ in range(3)),
            self._record(hour=14, day=3, project=self.crowd.scarce),
            self._change_and_replay(),
        ]
        await asyncio.gather(*self.dice.sample(sent, k=len(sent)))

    async def _record(
        self,
        *,
        hour: int | None,
        day: int,
        seconds: int = HOUR,
        times: int = 2,
        project: str | None = None,
    ) -> None:
        """Send an entry several times at once: all answers are the same entry, or refusals."""
        path, body = self._entry(hour, day, seconds)
        if project:
            body |= {"project_id": project, "task_id": None}
        for entry in await asyncio.gather(*(self._send("PUT", path, body) for _ in range(times))):
            self.crowd.note(entry)

    async def _change_and_replay(self) -> None:
        """What was sent first comes once more after it was changed, and changes nothing."""
        path, body = self._entry(8, 0, HOUR)
        first = await self._send("PUT", path, body)
        assert first
        changed = await self._send(
            "PUT", path, body | {"seconds": 2 * HOUR}, **{"If-Match": f'"{first["version"]}"'}
        )
        late = await self._send("PUT", path, body)
        assert changed == late
        self.crowd.note(late)
        self.sheet = str(first["timesheet_id"])

    async def _be_moved(self) -> None:
        """Two managers move the same person at once, each to a team of their own."""
        body = {"agent_id": self.id, "first_day": str(self.crowd.monday), "move": True}
        moves = (
            self.crowd.send(
                "POST", f"/timer/v1/teams/{team}/members", body, headers=self.crowd.manager
            )
            for team in self.crowd.teams
        )
        await asyncio.gather(*moves)

    async def _hand_in(self) -> None:
        """As it was read; when another entry came in between, it is read again."""
        path = f"/timer/v1/timesheets/{self.sheet}"
        while True:
            sheet = await self._send("GET", path)
            assert sheet
            if await self._send("POST", f"{path}/submit", **{"If-Match": f'"{sheet["version"]}"'}):
                return

    def _entry(self, hour: int | None, day: int, seconds: int) -> tuple[str, dict[str, Any]]:
        """An entry under an id of its own, with a place in the day or only a day."""
        worked = self.crowd.monday + timedelta(days=day)
        when = (
            {"work_date": str(worked)}
            if hour is None
            else {"started_at": f"{worked}T{hour:02}:00:00Z"}
        )
        return f"/timer/v1/time-entries/{new_id()}", {
            "task_id": self._task(),
            "seconds": seconds,
            **when,
        }

    def _task(self) -> str:
        return self.dice.choice(self.crowd.tasks)

    async def _send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        answer = await self.crowd.send(method, path, body, headers=self.headers | headers)
        return answer.json() if answer else None


@dataclass
class Approver:
    """Approves many sheets in one request, again and again, until all are."""

    crowd: Crowd

    async def work(self) -> None:
        headers = self.crowd.manager
        path = "/timer/v1/timesheets"
        while True:
            last = not self.crowd.at_work
            answer = await self.crowd.send(
                "GET", f"{path}?state=submitted&limit=500", headers=headers
            )
            assert answer
            read = [{"id": s["id"], "version": s["version"]} for s in answer.json()["items"]]
            if read:
                await self.crowd.send(
                    "POST", f"{path}/approve", {"timesheets": read}, headers=headers
                )
            elif last:
                return
            await asyncio.sleep(_PAUSE_SECONDS)
