"""The service under test. All tests share its database: each has an account of its own, and accounts never meet."""

from collections.abc import AsyncIterator

import pytest

from invoicing.main import service
from invoicing.settings import Settings
from services.invoicing.tests.studio import Studio
from testkit import Served, serve


@pytest.fixture(scope="session")
async def served() -> AsyncIterator[Served]:
    async with serve(service, Settings, document_secret="a secret for tests only") as served:
        yield served


@pytest.fixture
async def studio(served: Served) -> Studio:
    """A new account whose settings are complete, with one Danish customer."""
    return await Studio.begin(served)
