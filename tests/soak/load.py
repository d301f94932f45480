"""All visitors at once, for some time."""

import asyncio
import contextlib
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from honorar_local.demo.account import SAMPLE
from tests.harness.accounts import Account, Assignment
from tests.harness.system import System
from tests.soak import half_sent, visits
from tests.soak.traffic import Pace, Tally, UnexpectedAnswerError, Visitor

IDLERS, HALF_SENDERS = 6, 2
_HALF_SENT_EVERY_SECONDS = 5.0
_WAITING_SHARE = 0.1
Visit = Callable[[], Awaitable[None]]


@dataclass
class Load:
    """The visitors of some accounts. Weeks once billed are not billed again, so one Load serves all phases."""

    system: System
    accounts: list[Account]
    weeks: dict[str, int] = field(default_factory=dict)

    async def run(self, seconds: float, pace: Pace) -> Tally:
        """Let everybody come and go for so long; what is under way then is brought to its end."""
        tally, self._ends = Tally(), time.monotonic() + seconds
        self._pace, self._tally, self._visitors = pace, tally, list[Visitor]()
        self._over = asyncio.Event()
        asyncio.get_running_loop().call_later(seconds, self._end, seconds)
        sample = b"\n".join(SAMPLE.read_bytes().splitlines()[:60])
        crowd = [self._crowd(account, sample) for account in self.accounts]
        try:
            await asyncio.gather(*(self._repeat(visit) for one in crowd for visit in one))
        finally:
            for visitor in self._visitors:
                await visitor.close()
        return tally

    def _end(self, seconds: float) -> None:
        self._tally.per_second = self._tally.answers / seconds
        self._over.set()

    def _crowd(self, account: Account, sample: bytes) -> list[Visit]:
        manager = self._visitor(account, "manager", account.approver_id)
        owner = self._visitor(account, "owner")
        stranger, intuit = self._anonymous(), self._anonymous()
        gateway = self.system.state.gateway
        secret = self.system.folder.secret("qbo-webhook")
        busy: list[Visit] = [
            self._team(account, assignment, manager) for assignment in account.assignments
        ]
        busy += [self._timer(account, assignment) for assignment in account.assignments]
        idle = [self._idler(account, number) for number in range(IDLERS)]
        return [
            *busy,
            *idle,
            lambda: visits.make_mistakes(owner, stranger),
            lambda: visits.deliver_webhooks(intuit, secret),
            lambda: self._import(manager, sample),
            *[lambda: self._send_half(gateway)] * HALF_SENDERS,
        ]

    def _team(self, account: Account, assignment: Assignment, approver: Visitor) -> Visit:
        worker = self._visitor(account, "agent", assignment.agent_id)
        team = visits.Team(worker, approver, self._visitor(account, "billing"), assignment)

        async def bill() -> None:
            number = self.weeks[assignment.agent_id] = self.weeks.get(assignment.agent_id, -1) + 1
            await team.bill_a_week(number)

        return bill

    def _timer(self, account: Account, assignment: Assignment) -> Visit:
        worker = self._visitor(account, "agent", assignment.agent_id)

        async def run() -> None:
            await self._sleep(random.uniform(0, 10))
            await visits.run_a_timer(worker, assignment, self._sleep)

        return run

    def _idler(self, account: Account, number: int) -> Visit:
        assignment = account.assignments[number % len(account.assignments)]
        worker = self._visitor(account, "agent", assignment.agent_id)
        return lambda: visits.come_back_after_a_pause(worker, assignment, self._sleep)

    async def _import(self, manager: Visitor, sample: bytes) -> None:
        await self._sleep(10)
        await visits.preview_an_import(manager, sample)

    async def _send_half(self, gateway: str) -> None:
        await self._sleep(_HALF_SENT_EVERY_SECONDS)
        in_time = time.monotonic() + half_sent.PATIENCE_SECONDS < self._ends
        if in_time and random.random() < _WAITING_SHARE:
            await half_sent.wait_for_the_end(gateway, self._tally)
        else:
            await half_sent.hang_up(gateway)

    async def _repeat(self, visit: Visit) -> None:
        while not self._over.is_set():
            try:
                await visit()
            except UnexpectedAnswerError:
                await self._sleep(1)

    async def _sleep(self, seconds: float) -> None:
        """Sleep, but not beyond the end."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), seconds)

    def _visitor(self, account: Account, role: str, agent_id: str | None = None) -> Visitor:
        return self._anonymous(account.token(self.system, role, agent_id))

    def _anonymous(self, token: str | None = None) -> Visitor:
        visitor = Visitor(self.system.state.gateway, token, self._pace, self._tally)
        self._visitors.append(visitor)
        return visitor
