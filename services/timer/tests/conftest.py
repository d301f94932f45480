"""The timer under test, and a small account to work in."""

from collections.abc import AsyncIterator

import pytest

from services.timer.tests.driver import Driver, open_account
from testkit import Served, serve
from timer.main import service
from timer.settings import Settings

SEAL_SECRET = "a secret for tests only"


@pytest.fixture
async def timer() -> AsyncIterator[Served]:
    async with serve(service, Settings, seal_secret=SEAL_SECRET) as served:
        yield served


@pytest.fixture
async def driver(timer: Served) -> Driver:
    return await open_account(timer)


@pytest.fixture
async def eva(driver: Driver) -> str:
    """The id of a contact at the customer."""
    contacts = f"organizations/{driver.organization['id']}/contacts"
    contact = await driver.create(contacts, name="Eva Lund", email="eva@nordlys.example")
    return str(contact["id"])
