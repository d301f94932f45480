"""One chaos run, on a system of its own; the tests look at what it left."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from honorar_local.folder import DataFolder
from tests.chaos.evidence import Evidence
from tests.chaos.run import Chaos
from tests.harness.system import running

SECONDS = float(os.environ.get("HONORAR_CHAOS_SECONDS", "90"))
SEED = int(os.environ.get("HONORAR_CHAOS_SEED", "20261126"))


@pytest.fixture(scope="package")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Evidence, list[str]]]:
    """What a run left, while its system still runs, and what was broken."""
    with running(DataFolder(Path(tmp_path_factory.mktemp("chaos")))) as system:
        yield Chaos(system, SEED, SECONDS, print).run()
