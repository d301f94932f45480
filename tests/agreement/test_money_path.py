"""Whatever happens from tracked time to credited invoices, in whatever order it arrives, the laws of the books hold.

Some lives are walked in each run. `MONEY_PATH_SEED` names another one; a seed decides what happens and when it arrives.
"""

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

import invoicing.main
import invoicing.settings
import rates.main
import rates.settings
from testkit import Served, serve
from tests.agreement.laws import check
from tests.agreement.life import Life

SEEDS = [int(os.environ["MONEY_PATH_SEED"])] if "MONEY_PATH_SEED" in os.environ else [1, 56, 101]
STEPS = 150


@dataclass(frozen=True)
class Services:
    rates: Served
    invoicing: Served


@pytest.fixture(scope="module")
async def services() -> AsyncIterator[Services]:
    async with (
        serve(rates.main.service, rates.settings.Settings) as pricing,
        serve(
            invoicing.main.service,
            invoicing.settings.Settings,
            document_secret="a secret for tests only",
        ) as billing,
    ):
        yield Services(pricing, billing)


@pytest.mark.parametrize("seed", SEEDS)
async def test_a_random_life_keeps_every_law(services: Services, seed: int) -> None:
    life = await Life.begin(services.rates, services.invoicing, seed)
    await life.walk(STEPS)
    await check(life)
