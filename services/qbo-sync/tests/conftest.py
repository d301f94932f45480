import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from qbo_driver import Driver

# The folder's name has a hyphen, so its modules cannot be imported by a dotted path.
sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="module")
async def opened() -> AsyncIterator["Driver"]:
    from qbo_driver import open_driver

    async with open_driver() as opened:
        yield opened


@pytest.fixture
async def driver(opened: "Driver") -> "Driver":
    """qbo-sync beside an empty QuickBooks; nothing is connected."""
    await opened.reset()
    return opened


@pytest.fixture
async def connected(driver: "Driver") -> "Driver":
    """The same, with a Danish company connected."""
    await driver.connect()
    return driver
