"""Any one process may be killed with SIGKILL in the middle of the demonstration; it ends in the same table."""

from pathlib import Path

import pytest

from honorar_local import installation
from honorar_local.demo.walkthrough import Outcome
from tests.harness.demo import run_demo
from tests.harness.system import System, excerpt

CUSTOMERS, SINCE = 3, "2026-09-14"

# Each is killed as a step begins in which it has work to do: 0 import, 1 customers, 2 rates, 3 approval,
# 4 pricing, 5 QuickBooks, 6 invoices, 7 delivery, 8 payment in QuickBooks, 9 payment by bank.
KILLS = [
    ("timer", 3),
    ("rates", 4),
    ("invoicing", 6),
    ("invoicing", 7),
    ("notifier", 7),
    ("qbo-sync", 7),
    ("qbo-sync", 8),
    ("intuit-double", 8),
    ("mailbox", 7),
    ("gateway", 6),
    ("postgres", 6),
    ("kafka", 4),
]


def part(folder: Path, name: str) -> Path:
    """Write the same customers' time for each kill, in a file that is like no other."""
    return excerpt(folder / f"{name}.csv", customers=CUSTOMERS, since=SINCE, name=name)


@pytest.fixture(scope="module")
def undisturbed(system: System, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """How it ends when nothing is killed."""
    return run_demo(system, part(tmp_path_factory.mktemp("undisturbed"), "undisturbed"))


@pytest.mark.parametrize(("process", "step"), KILLS)
def test_a_killed_process_comes_back_and_the_demonstration_ends_the_same(
    system: System, undisturbed: Outcome, tmp_path: Path, process: str, step: int
) -> None:
    def kill(now: int) -> None:
        if now == step:
            system.kill(process)

    outcome = run_demo(system, part(tmp_path, f"{process} at {step}"), kill)
    assert outcome.rows == undisturbed.rows
    assert outcome.conservation == undisturbed.conservation
    system.wait_until_healthy()


def test_the_supervisor_is_killed_and_the_system_started_again(
    system: System, undisturbed: Outcome, tmp_path: Path
) -> None:
    file = part(tmp_path, "supervisor")
    gateway = system.state.gateway

    class KilledError(Exception):
        """The demonstration ends here, as it does when its terminal is closed."""

    def kill(now: int) -> None:
        if now == 6:
            system.kill("supervisor")
            raise KilledError

    with pytest.raises(KilledError):
        run_demo(system, file, kill)
    installation.up(system.folder)
    assert system.state.gateway == gateway
    outcome = run_demo(system, file)
    assert outcome.rows == undisturbed.rows
    assert outcome.conservation == undisturbed.conservation
    system.wait_until_healthy()
