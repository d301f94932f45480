"""The service under test. All tests share its database: each has an account of its own, and accounts never meet."""

from collections.abc import AsyncIterator

import pytest

from invoicing.api.access import current_time
from invoicing.main import service
from invoicing.settings import Settings
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import TODAY
from testkit import Served, serve


@pytest.fixture(scope="session")
async def served() -> AsyncIterator[Served]:
    async with serve(service, Settings, document_secret="a secret for tests only") as served:
        served.app.dependency_overrides[current_time] = lambda: TODAY
        yield served


@pytest.fixture
async def driver(served: Served) -> Driver:
    """A new account whose settings are complete, with one Danish customer."""
    return await Driver.begin(served)
