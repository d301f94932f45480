"""One chaos run: load and kills for some time, then healing, then every invariant."""

import asyncio
import random
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.chaos.client import ChaosClient
from tests.chaos.corrections import UnsettledTeam
from tests.chaos.evidence import Evidence
from tests.chaos.history import History
from tests.chaos.invariants import broken
from tests.chaos.invariants.healing import wait_until_quiet
from tests.chaos.nemesis import Nemesis
from tests.chaos.people import Team
from tests.chaos.replicas import Replica, running_replicas
from tests.harness.accounts import Account, open_account
from tests.harness.system import System

ACCOUNTS, AGENTS = 3, 3
ENTRIES_PER_SECOND = 20.0
"""Of all agents together. A fourth of it are approvals, a sixteenth invoices; two thirds of the teams change their minds."""
Say = Callable[[str], None]


@dataclass
class Chaos:
    """What a run is made of; the same seed makes the same people and the same order of kills."""

    system: System
    seed: int
    seconds: float
    say: Say = lambda text: None
    entries_per_second: float = ENTRIES_PER_SECOND
    kills: bool = True

    def run(self) -> tuple[Evidence, list[str]]:
        """Run it; returns what can be known afterwards, and what of it is broken."""
        accounts = [
            open_account(self.system, n, in_quickbooks=n == 0, agents=AGENTS)
            for n in range(ACCOUNTS)
        ]
        evidence = Evidence(self.system, accounts, History())
        with (
            tempfile.TemporaryDirectory(prefix="honorar-chaos-") as place,
            running_replicas(self.system, Path(place)) as replicas,
        ):
            faults = asyncio.run(self._disturb(evidence, replicas))
            self.say(f"waiting until nothing is under way ({_told(evidence)})")
            self.system.wait_until_healthy()
            wait_until_quiet(evidence)
        return evidence, [*(f"people: {fault}" for fault in faults), *broken(evidence)]

    async def _disturb(self, evidence: Evidence, replicas: list[Replica]) -> list[str]:
        teams = self._teams(evidence)
        nemesis = Nemesis(self.system, replicas, random.Random(f"{self.seed} nemesis"))
        evidence.harm = nemesis.done
        self.say(f"seed {self.seed}: load and kills for {self.seconds:.0f} s")
        harm = asyncio.ensure_future(
            nemesis.run(self.seconds) if self.kills else asyncio.sleep(self.seconds)
        )

        def going() -> bool:
            return not harm.done()

        people = [act for team in teams for act in (team.work(going), team.bill(going))]
        try:
            await asyncio.gather(*people, harm)
        finally:
            for team in teams:
                for client in (team.worker, team.approver, team.biller):
                    await client.close()
        return [fault for team in teams for fault in team.faults]

    def _teams(self, evidence: Evidence) -> list[Team]:
        agents = ACCOUNTS * AGENTS
        return [
            (UnsettledTeam if place else Team)(
                assignment,
                self._client(account, evidence, "agent", assignment.agent_id),
                self._client(account, evidence, "manager", account.approver_id),
                self._client(account, evidence, "billing"),
                random.Random(f"{self.seed} {number} {place}"),
                seconds_per_week=4 * agents / self.entries_per_second,
            )
            for number, account in enumerate(evidence.accounts)
            for place, assignment in enumerate(account.assignments)
        ]

    def _client(
        self, account: Account, evidence: Evidence, role: str, agent_id: str | None = None
    ) -> ChaosClient:
        token = account.token(self.system, role, agent_id)
        return ChaosClient(self.system.state.gateway, token, evidence.history)


def summary(evidence: Evidence) -> str:
    """What happened, in figures."""
    repeated = len(evidence.events) - len({event.id for event in evidence.events})
    again = sum(operation.attempts > 1 for operation in evidence.history.operations)
    return (
        f"{_told(evidence)}; {again} requests were sent again; {len(evidence.events)} events on the topics, {repeated} of"
        f" them repetitions; {len(evidence.invoices)} invoices, {len(evidence.mails)} mails; {len(evidence.harm)} times harm"
    )


def _told(evidence: Evidence) -> str:
    history = evidence.history
    refused, unknown = history.count("refused"), history.count("unknown")
    return f"{history.count('ok')} changes acknowledged, {refused} refused, {unknown} unknown"
