from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from testkit import Urls, fresh_database


@pytest.fixture
async def urls() -> AsyncIterator[Urls]:
    """The bell's database."""
    async with fresh_database("bell", Path(__file__).parent / "migrations") as urls:
        yield urls
