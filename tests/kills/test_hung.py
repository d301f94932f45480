"""A part that hangs without dying is replaced, and what needs it is left alive meanwhile."""

import time

import psutil
import pytest

from honorar_local.services import SERVICES
from tests.harness.system import System

WITHIN_SECONDS = 60.0
"""20 on a machine that has nothing else to do."""


@pytest.mark.parametrize("process", ["postgres", "kafka", "intuit-double"])
def test_a_hung_process_is_replaced_and_nothing_else(system: System, process: str) -> None:
    before = {p.id: p.pid for p in system.state.processes}
    hung, began = system.pid(process), time.monotonic()
    psutil.Process(hung).suspend()
    while system.state.process(process).pid in (hung, None):
        assert time.monotonic() - began < WITHIN_SECONDS
        time.sleep(0.1)
    system.wait_until_healthy(within=WITHIN_SECONDS)
    after = {p.id: p.pid for p in system.state.processes}
    assert {
        service.path for service in SERVICES if before[service.path] != after[service.path]
    } == set()
    assert "it was stuck" in system.state.process(process).reason
