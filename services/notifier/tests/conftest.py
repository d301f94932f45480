from collections.abc import AsyncIterator

import pytest

from services.notifier.tests.driver import Driver, run_driver


@pytest.fixture
async def driver() -> AsyncIterator[Driver]:
    async with run_driver() as driver:
        yield driver
