"""Kills, freezes and restarts, one every few seconds, in an order that a seed decides."""

import asyncio
import random
import signal
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import psutil

from honorar_local.demo.client import ApiClient, wait_for
from tests.chaos.history import Harm
from tests.chaos.replicas import Replica
from tests.harness.system import System

PAUSES_SECONDS = (1.5, 3.5)
FROZEN_SECONDS = 8.0
"""Longer than a consumer group waits for a member."""
_SERVICES = ("timer", "rates", "invoicing", "notifier", "qbo-sync", "identity")
_SERVERS = ("postgres", "kafka")
_AFTER_SERVER_SECONDS = 8.0
Act = Callable[[], Awaitable[None]]


@dataclass
class Nemesis:
    """Does harm to a running system, and notes it."""

    system: System
    replicas: list[Replica]
    dice: random.Random
    done: list[Harm] = field(default_factory=list)
    _healing: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    """Replicas that are being started or frozen."""

    async def run(self, seconds: float) -> None:
        """Do harm for so long, and each thing on the list at least once: a busy machine takes longer for a round."""
        ends = asyncio.get_running_loop().time() + seconds
        for act in self._shuffled():
            await self._pause()
            await act()
        while asyncio.get_running_loop().time() < ends:
            for act in self._shuffled():
                await self._pause()
                if asyncio.get_running_loop().time() < ends:
                    await act()
        await asyncio.gather(*self._healing.values())

    async def _pause(self) -> None:
        await asyncio.sleep(self.dice.uniform(*PAUSES_SECONDS))

    def _shuffled(self) -> list[Act]:
        acts: list[Act] = [
            *(self._kill(name) for name in (*_SERVICES, "gateway")),
            *(self._kill_server(name) for name in _SERVERS),
            *(self._stop_gently(name) for name in self.dice.sample(_SERVICES, 2)),
            *(self._kill_replica(replica) for replica in self.replicas),
            self._freeze(self.dice.choice(self.replicas)),
            self._lose_answers_of_intuit,
            self._lose_answers_of_mail,
        ]
        self.dice.shuffle(acts)
        return acts

    def _kill(self, name: str) -> Act:
        async def act() -> None:
            await self._until_it_runs(name)
            self._note("killed", name)
            await asyncio.to_thread(self.system.kill, name)

        return act

    def _kill_server(self, name: str) -> Act:
        async def act() -> None:
            await self._kill(name)()
            await asyncio.sleep(_AFTER_SERVER_SECONDS)

        return act

    def _stop_gently(self, name: str) -> Act:
        async def act() -> None:
            await self._until_it_runs(name)
            self._note("terminated", name)
            psutil.Process(self.system.pid(name)).send_signal(signal.SIGTERM)

        return act

    def _kill_replica(self, replica: Replica) -> Act:
        async def act() -> None:
            await self._until_healed(replica)
            self._note("killed", replica.name)
            self._heal(replica, asyncio.to_thread(replica.kill))

        return act

    def _freeze(self, replica: Replica) -> Act:
        """It wakes up as a member that its group has given up, with work in its hands."""

        async def frozen() -> None:
            replica.signal(signal.SIGSTOP)
            await asyncio.sleep(FROZEN_SECONDS)
            replica.signal(signal.SIGCONT)

        async def act() -> None:
            await self._until_healed(replica)
            self._note("frozen", replica.name)
            self._heal(replica, frozen())

        return act

    def _heal(self, replica: Replica, healing: Coroutine[Any, Any, None]) -> None:
        """Bring it back while other harm is done."""
        self._healing[replica.name] = asyncio.create_task(healing)

    async def _until_healed(self, replica: Replica) -> None:
        if replica.name in self._healing:
            await self._healing[replica.name]

    async def _lose_answers_of_intuit(self) -> None:
        self._note("answers lost", "intuit-double")
        faults = (
            {"kind": "drop", "when": "after", "match": "POST .*/invoice", "times": 2},
            {"kind": "status", "status": 503, "times": 3},
        )
        intuit = ApiClient(self.system.state.intuit_double)
        for fault in faults:
            await asyncio.to_thread(intuit.post, "/_fake/faults", fault)

    async def _lose_answers_of_mail(self) -> None:
        self._note("answers lost", "mailbox")
        mailbox = ApiClient(self.system.state.mailbox)
        fault = {"kind": "hang-up-before-storing", "times": 2}
        await asyncio.to_thread(mailbox.post, "/_fake/faults", fault)

    async def _until_it_runs(self, name: str) -> None:
        """What was killed a moment ago may not be started again yet."""
        running = partial(self.system.runs, name)
        await asyncio.to_thread(wait_for, f"{name} to run", running)

    def _note(self, what: str, process: str) -> None:
        self.done.append(Harm(what, process))
