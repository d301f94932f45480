from collections.abc import AsyncIterator

import pytest

from libs.service_runtime.tests.sample_service import MIGRATIONS
from testkit import Urls, fresh_database


@pytest.fixture
async def urls() -> AsyncIterator[Urls]:
    """The sample service's database."""
    async with fresh_database("sample", MIGRATIONS) as urls:
        yield urls
