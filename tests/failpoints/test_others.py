"""timer, rates and identity die before and after a commit; what was asked for is done once."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

import identity.main
import identity.settings
import rates.main
import rates.settings
import timer.main
import timer.settings
from contracts.identity import MemberInvited
from contracts.rates import TimePriced
from contracts.timer import OrganizationChanged
from services.identity.tests.driver import write_key
from services.rates.tests.driver import Driver, rate_body
from services.rates.tests.factories import recorded
from testkit import Served, serve
from tests.failpoints.steps import batch, killed_and_again, request

SECRET = "a secret for tests only"
REQUEST = pytest.mark.parametrize("failpoint", ["request-before-commit", "request-after-commit"])
BATCH = pytest.mark.parametrize("failpoint", ["batch-before-commit", "batch-before-offset"])


@pytest.fixture
async def timed() -> AsyncIterator[Served]:
    async with serve(timer.main.service, timer.settings.Settings, seal_secret=SECRET) as served:
        yield served


@pytest.fixture
async def rated() -> AsyncIterator[Driver]:
    async with serve(rates.main.service, rates.settings.Settings) as served:
        yield Driver(served, await served.as_("billing"))


@REQUEST
async def test_a_customer_is_made_once(timed: Served, failpoint: str) -> None:
    made = request("POST", "/v1/organizations", "manager", json={"name": "Nordlys"})
    await killed_and_again(timed, "request", made, failpoint, seal_secret=SECRET)
    assert len(await timed.published(OrganizationChanged)) == 1


@REQUEST
async def test_a_rate_is_made_once(rated: Driver, failpoint: str) -> None:
    made = request("POST", "/v1/rates", "billing", json=rate_body())
    await killed_and_again(rated.served, "request", made, failpoint)
    assert len(await rated.rates()) == 1


@BATCH
async def test_an_entry_is_priced_once(rated: Driver, failpoint: str) -> None:
    await rated.create_rate()
    entry = recorded()
    await killed_and_again(rated.served, "consume", batch(entry), failpoint)
    priced = await rated.served.published(TimePriced)
    assert [price.entry_id for price in priced] == [entry.entry_id]


@REQUEST
async def test_somebody_is_invited_once(tmp_path: Path, failpoint: str) -> None:
    file, _ = write_key(tmp_path)
    settings = {"public_url": "http://localhost:8480", "signing_key_file": file}
    async with serve(identity.main.service, identity.settings.Settings, **settings) as served:
        body = {"email": "mette@nordlys.example", "roles": ["agent"]}
        invited = request("POST", "/v1/invitations", "owner", json=body)
        await killed_and_again(served, "request", invited, failpoint, **settings)
        assert len(await served.published(MemberInvited)) == 1
        await served.app.state.gate.close()
