"""What must hold when the load is over: no second lost, no number missing, no dead letter, no restart."""

import asyncio
from collections.abc import Iterator

from honorar_local.demo.account import DemoAccount
from honorar_local.demo.client import ApiClient, wait_for
from honorar_local.demo.report import Conservation, conservation
from honorar_local.services import SERVICES
from tests.harness.accounts import Account, unproved_series
from tests.harness.databases import open_dead_letters
from tests.harness.system import System


def broken_promises(system: System, accounts: list[Account]) -> list[str]:
    """What does not hold, in words."""
    return [*_of_accounts(system, accounts), *_of_services(system)]


def _of_accounts(system: System, accounts: list[Account]) -> Iterator[str]:
    for account in accounts:
        owner = system.client("owner", account=account.id)
        found = _settled(system, account, owner)
        if not found.holds:
            yield f"conservation in account {account.id}: {found}"
        for series in unproved_series(owner):
            yield f"numbering in account {account.id}: {series}"


def _settled(system: System, account: Account, owner: ApiClient) -> Conservation:
    """The conservation report once timer knows what invoicing has billed."""
    unused = ApiClient(system.state.mailbox)
    view = DemoAccount(system.folder.root, b"", account.id, owner, unused, unused)

    def settled() -> Conservation | None:
        found = conservation(view)
        return found if found.billed_by_timer == found.billed else None

    wait_for("timer to know what is billed", settled)
    return conservation(view)


def _of_services(system: System) -> Iterator[str]:
    for service in SERVICES:
        if dead := asyncio.run(open_dead_letters(system, service.database)):
            yield f"{dead} dead letters in {service.path}"
    for process in system.state.processes:
        if process.restarts:
            yield f"{process.id} was started again {process.restarts} times: {process.reason}"
