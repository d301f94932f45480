"""After whatever happened to an account with agreements, rates and invoicing say the same of every entry."""

import os
from collections.abc import AsyncIterator

import pytest

from tests.agreement.life import Life
from tests.books.three_services import Services, three_services

SEEDS = [int(os.environ["BOOKS_SEED"])] if "BOOKS_SEED" in os.environ else [3, 8]
STEPS = 100


@pytest.fixture(scope="module")
async def services() -> AsyncIterator[Services]:
    async with three_services() as running:
        yield running


@pytest.mark.parametrize("seed", SEEDS)
async def test_books_agree_after_any_life(services: Services, seed: int) -> None:
    life = await Life.begin(services.rates, services.invoicing, seed)
    await life.walk(STEPS)
    await life.settle()
    assert (await life.pricing.client.post("/v1/reconciliations")).status_code == 202
    await life.settle()
    run = (await life.pricing.client.get("/v1/reconciliations")).json()["items"][0]
    [books] = [one for one in run["books"] if one["service"] == "invoicing"]
    differences = [one for one in run["differences"] if one["service"] == "invoicing"]
    assert (books["state"], differences) == ("agree", [])
    approved = [sheet for sheet in life.timer.sheets.values() if sheet.state != "open"]
    assert books["entries"] == sum(len(sheet.entries) for sheet in approved) > 0
